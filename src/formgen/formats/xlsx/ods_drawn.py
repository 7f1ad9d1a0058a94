"""Pictures and shapes of an OpenDocument spreadsheet -> the cells that they lie on."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from lxml import etree

from formgen.formats.odf import DRAW, STYLE, TABLE, Odf, inner_text
from formgen.formats.xlsx.cells import parse_address
from formgen.formats.xlsx.over import Shape
from formgen.formats.xlsx.sizes import LAST_COLUMN, LAST_ROW, Axis, Sizes

UNSEEN: Final = ("collapse", "filter")
"""How a row or a column says that it is hidden."""

_SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LENGTH: Final = re.compile("(-?[0-9]{1,9}(?:[.][0-9]{1,9})?)(pt|pc|px|in|cm|mm)")
_POINTS: Final = {"pt": 1.0, "pc": 12.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_USUAL_WIDTH, _USUAL_HEIGHT = 64.0, 12.8  # points, in LibreOffice
_MOST_ALIKE: Final = 10_000  # rows that repeat; no shape stands behind more of them
_MOST_TOLD: Final = 100_000
_FRAME: Final = ("x", "y", "width", "height")
_LINE: Final = ("x1", "y1", "x2", "y2")


class Drawn:
    """The shapes of one table; its rows and columns are measured where a shape needs it."""

    def __init__(self, file: Odf, table: etree._Element) -> None:
        self._file = file
        self._table = table

    def shape(self, element: etree._Element, cell: tuple[int, int] | None) -> Shape:
        """Describe a shape that hangs on a cell, or on the sheet itself.

        It tells where it ends, as `Sheet.B7`, or how large it is; else it may reach anywhere.
        """
        said = inner_text(element).strip()
        first = cell or (1, 1)
        end = parse_address((element.get(f"{TABLE}end-cell-address") or "").rpartition(".")[2])
        if cell and end:
            return Shape(first, end, said)
        boxes = list(_boxes(element))
        if not boxes or any(one.get(f"{DRAW}transform") for one in element.iter()):
            return Shape(first, (LAST_ROW, LAST_COLUMN), said)
        rows, columns = self._sizes
        top, left = rows.start(first[0]), columns.start(first[1])
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Shape(
            (rows.at(top + min(tops)), columns.at(left + min(lefts))),
            (rows.at(top + max(bottoms)), columns.at(left + max(rights))),
            said,
        )

    @cached_property
    def _sizes(self) -> Sizes:
        rows = Axis(self._told("row", "row-height"), _USUAL_HEIGHT, LAST_ROW)
        columns = Axis(self._told("column", "column-width"), _USUAL_WIDTH, LAST_COLUMN)
        return Sizes(rows, columns)

    def _told(self, kind: str, name: str) -> dict[int, float]:
        """Collect how large the rows or the columns are, in points; hidden ones have no size."""
        sizes: dict[int, float] = {}
        number = 1
        for one in self._table.iter(f"{TABLE}table-{kind}"):
            repeated = count(one, f"{TABLE}number-{kind}s-repeated")
            style = one.get(f"{TABLE}style-name") or ""
            properties = self._file.style(style, f"{STYLE}table-{kind}-properties")
            lengths = (_points(told.get(f"{STYLE}{name}")) for told in properties)
            size = next((length for length in lengths if length is not None), None)
            if one.get(f"{TABLE}visibility") in UNSEEN:
                size = 0.0
            if size is not None and repeated <= _MOST_ALIKE and number <= _MOST_TOLD:
                sizes |= dict.fromkeys(range(number, number + repeated), size)
            number += repeated
        return sizes


def count(element: etree._Element, attribute: str) -> int:
    """Tell how many there are of what an attribute counts, at least one."""
    text = element.get(attribute, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1  # noqa: PLR2004


def _boxes(element: etree._Element) -> Iterator[tuple[float, float, float, float]]:
    """Go through the corners of a shape, or of those of a group, in points: left to bottom."""
    for one in element.iter():
        x, y, width, height = (_points(one.get(f"{_SVG}{name}")) for name in _FRAME)
        ends = [_points(one.get(f"{_SVG}{name}")) for name in _LINE]
        if x is not None and y is not None and width is not None and height is not None:
            yield x, y, x + width, y + height
        elif (line := [end for end in ends if end is not None]) and len(line) == len(_LINE):
            (left, right), (top, bottom) = sorted(line[::2]), sorted(line[1::2])
            yield left, top, right, bottom


def _points(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _POINTS[match[2]] if match else None
