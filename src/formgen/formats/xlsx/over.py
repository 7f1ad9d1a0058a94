"""Parts of a workbook -> what lies over the cells of a sheet: comments, pictures, text boxes."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from formgen.formats.ooxml import Package, parse
from formgen.formats.xlsx.cells import decode_text
from formgen.formats.xlsx.sizes import LAST_COLUMN, LAST_ROW, Sizes, sizes_of
from formgen.model.diagnostics import FormgenError
from formgen.model.note import AUTHOR, signed_in, theirs

HEAD: Final = f"{AUTHOR}:"
"""How a note begins that was put here for an earlier return; LibreOffice forgets its author."""

_MOST: Final = 10_000  # shapes or comments of one sheet
_MOST_DIGITS: Final = 12  # of a number in a drawing
_ANCHORS: Final = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_CORNERS: Final = ("from", "to", "pos", "ext")
_OF_CORNERS: Final = ("row", "rowOff", "col", "colOff")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment at a cell, by its address."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture or shape from one cell to another (row, column; from 1); `text` is in it, or ""."""

    first: tuple[int, int]
    last: tuple[int, int]
    text: str


def remarks_of(package: Package, sheet: str) -> list[Remark]:
    """List the comments of a sheet, notes that were put there for an earlier return left out.

    Excel keeps a conversation in a part of its own, and a copy of it among the comments, which
    begins with words of Excel's own.
    """
    parts = list(package.relations(sheet).values())
    said = {
        one.at: one.text
        for kind in ("comments", "threadedComment")
        for its, name in parts
        if its == kind
        for one in _remarks(package.read(name) or b"", kind)
    }
    return [one for at, text in said.items() for one in remark_of(at, text)]


def remark_of(at: str, text: str) -> tuple[Remark, ...]:
    """Return what a comment says besides notes of an earlier return; () for one of them alone."""
    words = theirs(text, HEAD)
    return (Remark(at, words),) if words or not signed_in(text, HEAD) else ()


def shapes_of(package: Package, sheet: str) -> list[Shape]:
    """List the pictures and shapes of a sheet; the boxes in which comments are shown are none.

    Boxes to be ticked, lists and buttons stand in a drawing of the old kind, and most of them in
    one of the new kind as well.
    """
    parts = list(package.relations(sheet).values())
    sizes = cache(lambda: sizes_of(package.read(sheet) or b"<a/>"))
    drawn = [
        one
        for its, look in (("drawing", partial(_shapes, sizes=sizes)), ("vmlDrawing", _old_shapes))
        for kind, name in parts
        if kind == its
        for one in look(package.read(name) or b"")
    ]
    return list({(one.first, one.last): one for one in reversed(drawn)}.values())[::-1]


def _remarks(text: bytes, kind: str) -> list[Remark]:
    wanted, inner = ("comment", "t") if kind == "comments" else ("threadedComment", "text")
    found: list[Remark] = []
    pieces: list[str] = []
    at, take = "", False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal at, take
        name = tag.rpartition(" ")[2]
        if name == wanted:
            at = attributes.get("ref", "")
            pieces.clear()
        take = name == inner

    def end(tag: str) -> None:
        nonlocal take
        take = False
        if tag.rpartition(" ")[2] == wanted and len(found) < _MOST:
            found.append(Remark(at, decode_text("".join(pieces)).strip()))

    def characters(data: str) -> None:
        if take:
            pieces.append(data)

    with suppress(FormgenError):  # no answer needs it: what is damaged says nothing
        parse(text or b"<a/>", start, end, characters)
    return found


def _shapes(text: bytes, sizes: Callable[[], Sizes]) -> list[Shape]:
    """Read a drawing; `sizes` are asked for where it does not name the cells itself."""
    found: list[Shape] = []
    corners: dict[str, dict[str, int]] = {}
    pieces: list[str] = []
    space = corner = take = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal space, corner, take
        of_tag, _, name = tag.rpartition(" ")
        take = name
        if name in _ANCHORS:
            space = of_tag
            corners.clear()
            pieces.clear()
        elif name in _CORNERS and of_tag == space:  # what is in the shape has others
            corner = name
            corners[name] = {key: _number(value) for key, value in attributes.items()}

    def end(tag: str) -> None:
        nonlocal take
        take = ""
        name = tag.rpartition(" ")[2]
        if name == "p" and pieces:
            pieces.append("\n")
        if name in _ANCHORS and len(found) < _MOST:
            found.append(Shape(*_cells(corners, sizes), "".join(pieces).strip()))

    def characters(data: str) -> None:
        if take == "t":
            pieces.append(data)
        elif take in _OF_CORNERS and data.strip():
            corners.setdefault(corner, {})[take] = _number(data)

    with suppress(FormgenError):  # no answer needs it: what is damaged says nothing
        parse(text or b"<a/>", start, end, characters)
    return found


def _cells(
    corners: Mapping[str, Mapping[str, int]], sizes: Callable[[], Sizes]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Find the first and the last cell of a shape; one of unknown size may reach anywhere."""
    begin, extent = corners.get("from", {}), corners.get("ext", {})
    if "to" in corners:
        return _spot(begin), _spot(corners["to"])
    rows, columns = sizes()
    if "pos" in corners:
        top, left = float(corners["pos"].get("y", 0)), float(corners["pos"].get("x", 0))
    else:
        row, column = _spot(begin)
        top = rows.start(row) + begin.get("rowOff", 0)
        left = columns.start(column) + begin.get("colOff", 0)
    last = LAST_ROW, LAST_COLUMN
    if "cx" in extent and "cy" in extent:
        last = rows.at(top + extent["cy"]), columns.at(left + extent["cx"])
    return (rows.at(top), columns.at(left)), last


def _old_shapes(text: bytes) -> list[Shape]:
    """Read a drawing in VML: each object tells its kind, and its cells with their pixels."""
    found: list[Shape] = []
    pieces: list[str] = []
    kind = anchor = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal kind, anchor
        pieces.clear()
        if tag.endswith(" ClientData"):
            kind, anchor = attributes.get("ObjectType", ""), ""

    def end(tag: str) -> None:
        nonlocal anchor
        if tag.endswith(" Anchor"):
            anchor = "".join(pieces)
        elif tag.endswith(" ClientData") and kind != "Note" and len(found) < _MOST:
            numbers = [int(one) for one in anchor.split(",") if one.strip().isdecimal()]
            left, _, top, _, right, _, bottom, _ = numbers if len(numbers) == 8 else [0] * 8  # noqa: PLR2004
            found.append(Shape((top + 1, left + 1), (bottom + 1, right + 1), ""))

    with suppress(FormgenError):  # no answer needs it: what is damaged says nothing
        parse(text or b"<a/>", start, end, pieces.append)
    return found


def _spot(corner: Mapping[str, int]) -> tuple[int, int]:
    return corner.get("row", 0) + 1, corner.get("col", 0) + 1


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= _MOST_DIGITS else 0
