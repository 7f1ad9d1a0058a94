"""Ways to bend a file: on its outside, and inside of what it packs."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping

import pikepdf

Bend = Callable[[bytes, random.Random], bytes]

_TOKEN = re.compile(rb"<[^>]{1,200}>|[\w.-]+|/\w+|\([^)]{0,80}\)")
_ODD = (
    b"", b"\x00", b"\xff\xfe", b"-1", b"0", b"4294967296", b"1e999", b"nan", b"A1:XFD1048576",
    b"<a>", b"</w:p>", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"<!DOCTYPE a>", b"_xD800_",
    b"(", b")", b"<<", b">>", b"/Kids", b"[ 1 0 R ]", b"null", b"true", b"%", b"R1C1",
    "ำำำ".encode(), b"\xe0\xb8",
)  # fmt: skip


def flip(data: bytes, chance: random.Random) -> bytes:
    """Change one bit-pattern of one byte."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    """Leave the end out."""
    return data[: chance.randrange(len(data))]


def mangle(data: bytes, chance: random.Random) -> bytes:
    """Change, take out, double or move a few pieces, as a program with a fault might."""
    for _ in range(chance.randint(1, 4)):
        if not data:
            return data
        spans = [found.span() for found in _TOKEN.finditer(data)] or [(0, len(data))]
        start, end = chance.choice(spans)
        piece = data[start:end]
        match chance.randrange(6):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:end] + piece + data[end:]
            case 2:
                other = chance.choice(spans)
                data = data[:start] + data[slice(*other)] + data[end:]
            case 3:
                data = data[:start] + chance.choice(_ODD) + data[end:]
            case 4:
                data = flip(data, chance)
            case _:
                far = chance.choice(spans)[1]
                low, high = sorted((start, far))
                data = data[:low] + data[high:] if high - low < 2000 else data[:low] + piece
    return data


def mangle_member(data: bytes, chance: random.Random) -> bytes:
    """Mangle one member of a package, which is then packed again as if nothing were wrong."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return mangle(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = chance.choice(package.namelist())
        member = package.read(name)
    return repacked(data, {name: None if chance.random() < 0.1 else mangle(member, chance)})


def repacked(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """Pack a package again with other members; None leaves a member out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            member = changed[name] if name in changed else before.read(name)
            if member is not None:
                after.writestr(name, member, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def mangle_objects(data: bytes, chance: random.Random) -> bytes:
    """Mangle a PDF laid open: no streams packed, no objects within others."""
    opened = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            opened, qdf=True, static_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )  # fmt: skip
    return mangle(opened.getvalue(), chance)


def inside(name: str) -> Bend:
    """Choose how to get inside of a file, by its name."""
    ending = name.rpartition(".")[2]
    if ending == "pdf":
        return mangle_objects
    return mangle_member if ending in ("docx", "docm", "xlsx", "xlsm", "odt", "ods") else mangle
