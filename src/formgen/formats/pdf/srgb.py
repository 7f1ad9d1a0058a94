"""What red, green and blue are -> an ICC profile: sRGB, as IEC 61966-2-1 defines it."""

import struct
from collections.abc import Sequence
from functools import cache
from typing import Final

NAME: Final = "sRGB IEC61966-2.1"

_HEAD: Final = 128  # bytes; ICC.1:2004-10, 7.2
_VERSION: Final = 0x04200000
_MADE: Final = (2000, 1, 1, 0, 0, 0)  # the same in every file
_WHITE: Final = (0.9642, 1.0, 0.8249)  # D50, of which all profiles are
# The three colours of ITU-R BT.709, and how D65 becomes D50 (Bradford).
_COLOURS: Final = {
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_ADAPTED: Final = (
    1.0478112, 0.0228866, -0.0501270,
    0.0295424, 0.9904844, -0.0170491,
    -0.0092345, 0.0150436, 0.7521316,
)  # fmt: skip
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_CURVE_KIND: Final = 3  # of the parametric curves: a power, and a line below


@cache
def profile() -> bytes:
    """Write the profile."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", _CURVE_KIND, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _words(NAME),
        b"cprt": _words("No copyright"),
        b"wtpt": _point(_WHITE),
        b"chad": b"sf32\0\0\0\0" + _fixed(_ADAPTED),
        **{name: _point(colour) for name, colour in _COLOURS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table = struct.pack(">I", len(tags))
    body = b""
    start = _HEAD + len(table) + 12 * len(tags)
    for name, value in tags.items():
        if value not in body:
            body += value + bytes(-len(value) % 4)
        table += name + struct.pack(">II", start + body.index(value), len(value))
    head = struct.pack(
        ">I4xI4s4s4s6H4s28x12s48x", start + len(body), _VERSION, b"mntr", b"RGB ", b"XYZ ",
        *_MADE, b"acsp", _fixed(_WHITE),
    )  # fmt: skip
    return head + table + body


def _point(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _fixed(values: Sequence[float]) -> bytes:
    """Write numbers with sixteen bits behind the point."""
    return struct.pack(f">{len(values)}i", *(round(one * 65536) for one in values))


def _words(text: str) -> bytes:
    """Write words, said to be English of the United States."""
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(data), 28) + data
