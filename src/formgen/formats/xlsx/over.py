"""Parts of a workbook -> what lies over the cells of a sheet: comments, pictures, text boxes."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from formgen.formats.ooxml import Package, parse
from formgen.formats.xlsx.cells import decode_text
from formgen.model.diagnostics import FormgenError
from formgen.model.note import AUTHOR

OURS: Final = f"{AUTHOR}:\n"
"""How a note begins that was put here for an earlier return; LibreOffice forgets its author."""

_MOST: Final = 10_000  # shapes or comments of one sheet
_ANCHORS: Final = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


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
    """List the comments of a sheet, those put there for an earlier return left out.

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
    kept = {at: text.partition(f"\n{OURS}")[0] for at, text in said.items()}
    return [Remark(at, text) for at, text in kept.items() if not text.startswith(OURS)]


def shapes_of(package: Package, sheet: str) -> list[Shape]:
    """List the pictures and shapes of a sheet; the boxes in which comments are shown are none.

    Boxes to be ticked, lists and buttons stand in a drawing of the old kind, and most of them in
    one of the new kind as well.
    """
    parts = list(package.relations(sheet).values())
    drawn = [
        one
        for its, look in (("drawing", _shapes), ("vmlDrawing", _old_shapes))
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


def _shapes(text: bytes) -> list[Shape]:
    found: list[Shape] = []
    corners: dict[str, dict[str, int]] = {}
    pieces: list[str] = []
    corner, take = "", ""

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal corner, take
        name = tag.rpartition(" ")[2]
        take = name if name in ("row", "col", "t") else ""
        if name in _ANCHORS:
            corners.clear()
            pieces.clear()
        elif name in ("from", "to"):
            corner = name

    def end(tag: str) -> None:
        nonlocal take
        take = ""
        name = tag.rpartition(" ")[2]
        if name == "p" and pieces:
            pieces.append("\n")
        if name in _ANCHORS and len(found) < _MOST:
            first = _spot(corners.get("from", {}))
            last = _spot(corners["to"]) if "to" in corners else first
            found.append(Shape(first, last, "".join(pieces).strip()))

    def characters(data: str) -> None:
        if take == "t":
            pieces.append(data)
        elif take and data.strip().isdecimal():
            corners.setdefault(corner, {})[take] = int(data)

    with suppress(FormgenError):  # no answer needs it: what is damaged says nothing
        parse(text or b"<a/>", start, end, characters)
    return found


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


def _spot(corner: dict[str, int]) -> tuple[int, int]:
    return corner.get("row", 0) + 1, corner.get("col", 0) + 1
