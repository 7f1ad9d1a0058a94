"""The XML of a worksheet that is there already -> its cells, and where things stand on it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from lxml import etree

from formgen.formats.xlsx.cells import address, parse_address
from formgen.model.note import unmarkable

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""The namespace of workbooks as Excel writes them; "Strict" ones have another."""

_PIXELS_A_UNIT: Final = 7  # of a column's width
_PIXELS_A_POINT: Final = 96 / 72
_USUAL_WIDTH, _USUAL_HEIGHT = 64, 20  # pixels
_LAST_COLUMN: Final = 16_384
# What comes behind the reference to a drawing of comments (ECMA-376, CT_Worksheet).
_BEHIND: Final = frozenset(
    {
        f"{MAIN}{name}"
        for name in (
            "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
            "tableParts", "extLst",
        )
    }
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
)  # fmt: skip


class Worksheet:
    """The root of a worksheet, to be changed in place."""

    def __init__(self, root: etree._Element) -> None:
        if root.tag != f"{MAIN}worksheet":
            raise unmarkable(f"XLSX: {root.tag}")
        self.root: Final = root

    def cell(self, place: str) -> etree._Element:
        """Return the cell at an address; make it where there is none."""
        if place not in self._cells:
            number, column = parse_address(place) or (1, 1)
            row = self._row(number)
            after = [one for one in row.findall(f"{MAIN}c") if (_at(one) or (0, 0))[1] > column]
            made = etree.Element(f"{MAIN}c", {"r": place})
            row.insert(row.index(after[0]) if after else len(row), made)
            self._cells[place] = made
        return self._cells[place]

    def first_of(self, place: str) -> str:
        """Return the cell that shows what stands at an address: of merged cells it is the first."""
        spot = parse_address(place)
        for top, left, bottom, right in self._merged:
            if spot and top <= spot[0] <= bottom and left <= spot[1] <= right:
                return address(top, left)
        return place

    def across(self, place: str) -> int:
        """How wide a cell is with those merged into it, in pixels."""
        spot = parse_address(place) or (1, 1)
        last = next((one[3] for one in self._merged if one[:2] == spot), spot[1])
        return sum(map(self.width, range(spot[1], min(last, _LAST_COLUMN) + 1)))

    def width(self, column: int) -> int:
        """How wide a column is, in pixels."""
        return self._widths.get(column, self._width)

    def height(self, row: int) -> int:
        """How high a row is, in pixels."""
        return self._heights.get(row, _USUAL_HEIGHT)

    def refer(self, tag: str, identity: str, namespace: str) -> None:
        """Refer to a drawing of comments, where the order of elements wants it."""
        end = len(self.root)
        while end and self.root[end - 1].tag in _BEHIND:
            end -= 1
        made = etree.Element(f"{MAIN}{tag}", {f"{{{namespace}}}id": identity}, {"r": namespace})
        self.root.insert(end, made)

    @cached_property
    def _data(self) -> etree._Element:
        data = self.root.find(f"{MAIN}sheetData")
        if data is None:
            raise unmarkable("XLSX: no sheetData")
        return data

    @cached_property
    def _cells(self) -> dict[str, etree._Element]:
        """All cells by address; those without one get theirs, so that others may come between."""
        found: dict[str, etree._Element] = {}
        number = 0
        for row in self._rows:
            number = _number(row, "r", number + 1)
            row.set("r", str(number))
            column = 0
            for cell in row.findall(f"{MAIN}c"):
                place = cell.get("r") or address(number, column + 1)
                cell.set("r", place)
                found[place] = cell
                column = (_at(cell) or (0, column))[1]
        return found

    @property
    def _rows(self) -> list[etree._Element]:
        return self._data.findall(f"{MAIN}row")

    def _row(self, number: int) -> etree._Element:
        same = [one for one in self._rows if _number(one, "r", 0) == number]
        if same:
            return same[0]
        after = [one for one in self._rows if _number(one, "r", 0) > number]
        made = etree.Element(f"{MAIN}row", {"r": str(number)})
        self._data.insert(self._data.index(after[0]) if after else len(self._data), made)
        return made

    @cached_property
    def _merged(self) -> list[tuple[int, int, int, int]]:
        """Top, left, bottom and right of the merged cells."""
        found = []
        for one in self.root.iter(f"{MAIN}mergeCell"):
            first, _, last = (one.get("ref") or "").partition(":")
            start, end = parse_address(first), parse_address(last)
            if start and end:
                found.append((*start, *end))
        return found

    @cached_property
    def _width(self) -> int:
        usual = self.root.find(f"{MAIN}sheetFormatPr")
        return _pixels(usual, "defaultColWidth", _PIXELS_A_UNIT, _USUAL_WIDTH)

    @cached_property
    def _widths(self) -> Mapping[int, int]:
        return dict(self._each_width())

    def _each_width(self) -> Iterator[tuple[int, int]]:
        for one in self.root.iter(f"{MAIN}col"):
            last = min(_number(one, "max", 0), _LAST_COLUMN)
            width = _pixels(one, "width", _PIXELS_A_UNIT, self._width)
            for column in range(max(_number(one, "min", 1), 1), last + 1):
                yield column, width

    @cached_property
    def _heights(self) -> Mapping[int, int]:
        return {
            _number(row, "r", 0): _pixels(row, "ht", _PIXELS_A_POINT, _USUAL_HEIGHT)
            for row in self._rows
        }


def _at(cell: etree._Element) -> tuple[int, int] | None:
    return parse_address(cell.get("r") or "")


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    text = element.get(name) or ""
    return int(text) if text.isdecimal() else otherwise


def _pixels(element: etree._Element | None, name: str, each: float, otherwise: int) -> int:
    try:
        return round(float((element.get(name) if element is not None else None) or "") * each)
    except (ValueError, OverflowError):
        return otherwise
