"""Bytes of an Excel 97-2003 workbook -> pictures, text boxes and the cells that have formulas.

xlrd passes them over.  The records are those of [MS-XLS] 2.4 and [MS-ODRAW] 2.2.
"""

import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from xlrd.compdoc import CompDoc

from formgen.formats.ooxml import hostile
from formgen.formats.xlsx.over import Shape

_STREAMS: Final = ("Workbook", "Book")
_BOUND_SHEET, _BEGIN, _END = 0x85, 0x809, 0x0A
_FORMULAS: Final = (0x06, 0x206, 0x406)  # of Excel 97 and 95, 3, 4
_DRAWING, _OBJECT, _TEXT, _MORE = 0xEC, 0x5D, 0x1B6, 0x3C
_ANCHOR: Final = 0xF010  # where a shape stands, in what a drawing record holds
_ANCHOR_BYTES: Final = 18
_CONTAINER: Final = 0xF
_NOTE, _LIST = 0x19, 0x14  # kinds of object: the box of a comment, the arrow of a list
_OF_PROGRAM: Final = 0x100  # flag of an object that nobody put there: the arrow of a filter
_EXCEL_97: Final = b"\0\6"  # how the first record begins; that of Excel 5 and 95 does not
_MOST: Final = 10_000  # shapes of one sheet


class _Record(NamedTuple):
    kind: int
    data: bytes


class Passed(NamedTuple):
    """What of a sheet is passed over: shapes, and the cells with formulas by row and column."""

    shapes: tuple[Shape, ...]
    formulas: frozenset[tuple[int, int]]


def passed_over(data: bytes) -> list[Passed]:
    """Look through each worksheet, in the order of the sheets."""
    file = CompDoc(data, logfile=io.StringIO())
    streams = (file.get_named_stream(name) for name in _STREAMS)
    stream = next((one for one in streams if one), b"")
    new = stream[4:6] == _EXCEL_97
    return [
        Passed(tuple(_shapes(stream, start, new=new)), frozenset(_formulas(stream, start)))
        for start in _sheets(stream)
    ]


def _records(stream: bytes, start: int) -> Iterator[_Record]:
    """Go through the records of a substream, up to its own end."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = (int.from_bytes(stream[at : at + 2], "little") for at in (start, start + 2))
        depth += (kind == _BEGIN) - (kind == _END)
        yield _Record(kind, stream[start + 4 : start + 4 + size])
        if depth <= 0:
            return
        start += 4 + size


def _sheets(stream: bytes) -> Iterator[int]:
    """Go through the places where the worksheets begin."""
    for record in _records(stream, 0):
        if record.kind == _BOUND_SHEET and record.data[5:6] == b"\0":  # no chart, no macros
            yield int.from_bytes(record.data[:4], "little")


def _formulas(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Go through the cells with formulas, by row and column from 1; also those of a wide one."""
    for kind, data in _records(stream, start):
        if kind in _FORMULAS:
            row, column = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
            yield row + 1, column + 1


def _shapes(stream: bytes, start: int, *, new: bool) -> Iterator[Shape]:
    spot: tuple[int, ...] = ()
    waits: Shape | None = None  # for its text
    said, count = False, 0
    for record in _records(stream, start):
        if record.kind == _MORE and said and waits:
            waits = Shape(waits.first, waits.last, _words(record.data))
        said = record.kind == _TEXT
        if record.kind == _DRAWING:
            spot = _anchor(record.data) or spot
        elif record.kind == _OBJECT:
            if waits:
                yield waits
            # Excel 5 and 95 put the place into the object itself.
            waits = _shape(record.data, spot) if new else _at(_corners(record.data[10:26]))
            spot = ()
            count += 1
            if count > _MOST:
                raise hostile("XLS: too many shapes")
    if waits:
        yield waits


def _shape(data: bytes, spot: tuple[int, ...]) -> Shape | None:
    """Describe an object; None for one that belongs to the program and not to the sheet."""
    kind, flags = (int.from_bytes(data[at : at + 2], "little") for at in (4, 8))
    of_program = kind == _NOTE or (kind == _LIST and flags & _OF_PROGRAM)
    return None if of_program else _at(spot)


def _at(spot: tuple[int, ...]) -> Shape:
    left, top, right, bottom = spot or (0, 0, 0, 0)
    return Shape((top + 1, left + 1), (bottom + 1, right + 1), "")


def _anchor(data: bytes) -> tuple[int, ...]:
    """Find the last anchor in the data of a drawing: the first column and row, the last ones."""
    found: tuple[int, ...] = ()
    at = 0
    while at + 8 <= len(data):
        version, kind, size = (
            int.from_bytes(data[start:end], "little")
            for start, end in ((at, at + 2), (at + 2, at + 4), (at + 4, at + 8))
        )
        at += 8
        if kind == _ANCHOR and size >= _ANCHOR_BYTES:
            found = _corners(data[at + 2 : at + _ANCHOR_BYTES]) or found
        at += 0 if version & 0xF == _CONTAINER else size
    return found


def _corners(data: bytes) -> tuple[int, ...]:
    """Take the columns and rows of the corners; between them is told how far inside they are."""
    numbers = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 4)]
    return tuple(numbers) if len(numbers) == 4 else ()  # noqa: PLR2004


def _words(data: bytes) -> str:
    coding = "utf-16-le" if data[:1] == b"\1" else "latin-1"
    return data[1:].decode(coding, "replace").replace("\r", "\n").strip()
