"""A PDF -> its objects, kept, and whole copies of it in which a few of them are others."""

import functools
import hashlib
import zlib
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate, chain
from typing import Final, NamedTuple, TypeAlias

from pikepdf import Object, Pdf, Stream, String

Entries: TypeAlias = Mapping[bytes, bytes]
"""A dictionary: its names, with their stroke, and its values as they stand in a file."""

_Effort: TypeAlias = tuple[int, int, int, int]
"""How zlib packs: level, method, window, memory."""

_HEADER: Final = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"  # the second line says: this is no text
_PACK: Final = 100  # objects packed into one stream; to look one up, all have to be unpacked
_KEPT: Final = 32  # beginnings of copies, each as long as a copy
_BEST: Final = (9, zlib.DEFLATED, 15, 8)
_WELL: Final = (6, zlib.DEFLATED, 13, 7)  # the usual memory may take longer to get than to use
_QUICK: Final = (3, zlib.DEFLATED, 13, 7)
_ID: Final = 16  # bytes
_WIDTHS: Final = b"[1 4 1]"  # the bytes of each number in a row
_NONE: Final = bytes(7)  # the row of an object that is not there; the first byte is the filter's
_UP: Final = b"\2\0\0\0\0\0\0"
_FILTER: Final = b"<</Predictor 12 /Columns 6>>"


def ref(number: int) -> bytes:
    """Refer to an object."""
    return b"%d 0 R" % number


def string(text: str) -> bytes:
    """Write a text."""
    return String(text).unparse()


def dictionary(entries: Entries) -> bytes:
    """Write a dictionary."""
    return b"<<%b>>" % b" ".join(chain.from_iterable(entries.items()))


def entries_of(item: Object) -> dict[bytes, bytes]:
    """Take a dictionary apart, or that of a stream."""
    return {key.encode(): _value(value) for key, value in item.items()}


def written_anew(pdf: Pdf) -> bytes:
    """Write a saved PDF as copies of a master are written: PDF/A asks for more than qpdf does."""
    master = Master(pdf)
    return master.copy(master.changes())


class Changes:
    """In what one copy differs from the others."""

    def __init__(self, free: int) -> None:
        """Number new objects from `free` on."""
        self.free = free
        self.objects: Final[dict[int, bytes]] = {}
        self.streams: Final[dict[int, bytes]] = {}

    def put(self, number: int, entries: Entries) -> None:
        """Have a dictionary in place of an object."""
        self.objects[number] = dictionary(entries)

    def put_stream(self, number: int, entries: Entries, data: bytes) -> None:
        """Have a stream in place of an object; it is packed where that makes it smaller."""
        self.streams[number] = _packed(entries, data)

    def put_plain(self, number: int, entries: Entries, data: bytes) -> None:
        """Have a stream in place of an object, so that its text can be read in the file."""
        self.streams[number] = _stream(entries, data)

    def add(self, entries: Entries) -> bytes:
        """Add a dictionary and refer to it."""
        self.put(self.take(), entries)
        return ref(self.free - 1)

    def add_stream(self, entries: Entries, data: bytes) -> bytes:
        """Add a stream and refer to it."""
        self.put_stream(self.take(), entries, data)
        return ref(self.free - 1)

    def take(self) -> int:
        """Take the number of an object that is put later."""
        self.free += 1
        return self.free - 1


class _Beginning(NamedTuple):
    """How copies begin that differ in the same objects, and the row of each object so far."""

    data: bytes
    rows: tuple[bytes, ...]
    digest: bytes


class Master:
    """The objects of a PDF.

    Its copies are files like any other: one table of objects, no earlier state, nothing unused.
    """

    def __init__(self, pdf: Pdf) -> None:
        """Take the objects of a saved PDF."""
        self._objects: Final[dict[int, bytes]] = {}
        self._streams: Final[dict[int, bytes]] = {}
        for item in pdf.objects:
            number = item.objgen[0]
            if isinstance(item, Stream):
                self._streams[number] = _stream(entries_of(item), item.read_raw_bytes())
            else:
                self._objects[number] = item.unparse(resolved=True)
        self._end: Final = len(pdf.objects) + 1
        self._free: Final = self._end + _packs(self._objects)
        self._trailer: Final = {
            b"/Root": pdf.trailer.Root.unparse(),
            b"/Info": pdf.trailer.Info.unparse(),
        }
        self._beginning: Final = functools.lru_cache(maxsize=_KEPT)(self._without)

    def changes(self) -> Changes:
        """Begin a copy."""
        return Changes(self._free)

    def copy(self, changes: Changes) -> bytes:
        """End a copy; the same changes make the same bytes."""
        changed = changes.objects.keys() | changes.streams.keys()
        beginning = self._beginning(frozenset(one for one in changed if one < self._end))
        table = changes.free + _packs(changes.objects)
        file = _File(beginning, table)
        file.add_all(changes.streams, changes.objects, changes.free)
        return file.ended(table, self._trailer)

    def _without(self, changed: frozenset[int]) -> _Beginning:
        """Begin all copies that have others in place of these objects."""
        streams, objects = (
            {number: one for number, one in some.items() if number not in changed}
            for some in (self._streams, self._objects)
        )
        file = _File(_Beginning(_HEADER, (), b""), self._free)
        file.add_all(streams, objects, self._end, _BEST)
        return file.beginning()


class _File:
    """A file as it grows; the number of an object is the place of its row."""

    def __init__(self, beginning: _Beginning, objects: int) -> None:
        """Go on after a beginning; `objects` is how many there will be."""
        self.rows = [*beginning.rows, *[_NONE] * (objects - len(beginning.rows))]
        self._beginning = beginning
        self._parts: list[bytes] = []
        self._length = len(beginning.data)

    def beginning(self) -> _Beginning:
        """What there is so far, for others to go on from."""
        return _Beginning(self._data(), tuple(self.rows), self._digest())

    def add_all(
        self,
        streams: Mapping[int, bytes],
        objects: Mapping[int, bytes],
        free: int,
        effort: _Effort = _WELL,
    ) -> None:
        """Add streams, and other objects packed into streams that have the numbers from `free`."""
        for number, one in sorted(streams.items()):
            self._add(number, one)
        rest = sorted(objects.items())
        for pack, start in enumerate(range(0, len(rest), _PACK), free):
            self._add_packed(pack, rest[start : start + _PACK], effort)

    def ended(self, number: int, trailer: Entries) -> bytes:
        """End the file with the table of its objects, which is the object of this number."""
        start = self._length
        digest = self._digest()[:_ID].hex().encode()
        self.rows.append(_row(1, start, 0))
        entries = {
            b"/Type": b"/XRef",
            b"/Size": b"%d" % len(self.rows),
            b"/W": _WIDTHS,
            b"/DecodeParms": _FILTER,
            b"/ID": b"[<%b><%b>]" % (digest, digest),
            **trailer,
        }
        self._add(number, _packed(entries, _filtered(self.rows)))
        self._parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._data()

    def _data(self) -> bytes:
        return b"".join([self._beginning.data, *self._parts])

    def _digest(self) -> bytes:
        return hashlib.sha256(b"".join([self._beginning.digest, *self._parts])).digest()

    def _add(self, number: int, written: bytes) -> None:
        whole = b"%d 0 obj\n%b\nendobj\n" % (number, written)
        self.rows[number] = _row(1, self._length, 0)
        self._parts.append(whole)
        self._length += len(whole)

    def _add_packed(self, pack: int, objects: list[tuple[int, bytes]], effort: _Effort) -> None:
        starts = accumulate((len(one) + 1 for _, one in objects), initial=0)
        head = b" ".join(
            b"%d %d" % (number, start) for (number, _), start in zip(objects, starts, strict=False)
        )
        data = b"\n".join([head, *(one for _, one in objects)])
        entries = {
            b"/Type": b"/ObjStm",
            b"/N": b"%d" % len(objects),
            b"/First": b"%d" % (len(head) + 1),
        }
        for place, (number, _) in enumerate(objects):
            self.rows[number] = _row(2, pack, place)
        self._add(pack, _packed(entries, data, effort))


def _packs(objects: Mapping[int, bytes]) -> int:
    """How many streams objects are packed into."""
    return -(-len(objects) // _PACK)


def _row(kind: int, where: int, place: int) -> bytes:
    """The row of an object: at which byte it begins, or in which stream it is packed and where."""
    return b"\0%c%b%c" % (kind, where.to_bytes(4, "big"), place)


def _filtered(rows: list[bytes]) -> bytes:
    """Take from each row the one above it, byte by byte (the filter "up" of PNG): most becomes 0.

    All bytes are subtracted at once.  With its highest bit set, none borrows from its neighbour;
    that bit is put right afterwards.
    """
    length = len(rows) * len(_NONE)
    high, low, marks = (
        int.from_bytes(each * (length // len(each))) for each in (b"\x80", b"\x7f", _UP)
    )
    below = int.from_bytes(b"".join(rows))
    above = below >> 8 * len(_NONE)
    less = ((below | high) - (above & low)) ^ ((below ^ above ^ high) & high)
    return (less | marks).to_bytes(length)


def _value(value: object) -> bytes:
    """Write a value; pikepdf gives numbers and truths as Python has them."""
    if isinstance(value, Object):
        return value.unparse()
    return (f"{value:f}" if isinstance(value, Decimal) else str(value).lower()).encode()


def _packed(entries: Entries, data: bytes, effort: _Effort = _QUICK) -> bytes:
    """Write a stream, packed where that makes it smaller."""
    packer = zlib.compressobj(*effort)
    packed = packer.compress(data) + packer.flush()
    if len(packed) < len(data):
        return _stream({**entries, b"/Filter": b"/FlateDecode"}, packed)
    return _stream(entries, data)


def _stream(entries: Entries, data: bytes) -> bytes:
    whole = dictionary({**entries, b"/Length": b"%d" % len(data)})
    # Data may end in a byte of a line's end: \n alone would not show where they do.
    return b"%b\nstream\n%b\r\nendstream" % (whole, data)
