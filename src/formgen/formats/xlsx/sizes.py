"""XML of a worksheet -> how large its columns and rows are, and so which one a distance reaches."""

from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from itertools import accumulate
from typing import Final, NamedTuple

from formgen.formats.ooxml import parse
from formgen.model.diagnostics import FormgenError

EMU_A_POINT: Final = 12_700
"""The unit of drawings (ECMA-376, ST_Coordinate), in which all sizes here are."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_EMU_A_DIGIT: Final = 7 * 9_525  # of a column's width: 7 pixels, as in Calibri of 11 points
_USUAL_WIDTH, _USUAL_HEIGHT = 9.14 * _EMU_A_DIGIT, 15.0 * EMU_A_POINT


class Axis:
    """The columns or the rows of a sheet, one after the other; each has a size."""

    def __init__(self, sizes: Mapping[int, float], usual: float, last: int) -> None:
        self._usual = max(usual, 1.0)
        self._last = last
        told = range(1, min(max(sizes, default=0), last) + 1)
        self._ends = [0.0, *accumulate(sizes.get(number, usual) for number in told)]

    def start(self, number: int) -> float:
        """How far from the edge of the sheet a column or row begins."""
        beyond = max(0, number - len(self._ends))
        return self._ends[number - 1 - beyond] + beyond * self._usual

    def at(self, distance: float) -> int:
        """Find the column or row that stands so far from the edge of the sheet."""
        beyond = distance - self._ends[-1]
        if beyond < 0:
            return max(1, bisect_right(self._ends, distance))
        return int(min(len(self._ends) + beyond // self._usual, self._last))


class Sizes(NamedTuple):
    """The rows and the columns of a sheet."""

    rows: Axis
    columns: Axis


def sizes_of(sheet: bytes) -> Sizes:
    """Read how large the rows and columns of a worksheet are; hidden ones have no size."""
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    usual = {"row": _USUAL_HEIGHT, "col": _USUAL_WIDTH}
    row = covered = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, covered
        match tag.rpartition(" ")[2]:
            case "sheetFormatPr":
                usual["row"] = _size(attributes, "defaultRowHeight", EMU_A_POINT, _USUAL_HEIGHT)
                usual["col"] = _size(attributes, "defaultColWidth", _EMU_A_DIGIT, _USUAL_WIDTH)
            case "col":
                width = _size(attributes, "width", _EMU_A_DIGIT, usual["col"])
                alike = range(_number(attributes, "min"), _number(attributes, "max") + 1)
                covered += len(alike)
                if covered <= LAST_COLUMN:  # no sound sheet tells more
                    columns.update(dict.fromkeys(alike, width))
            case "row":
                row = _number(attributes, "r") or row + 1
                rows[row] = _size(attributes, "ht", EMU_A_POINT, usual["row"])
            case _:
                pass

    with suppress(FormgenError):  # what is damaged was told when the cells were read
        parse(sheet, start)
    return Sizes(Axis(rows, usual["row"], LAST_ROW), Axis(columns, usual["col"], LAST_COLUMN))


def _size(attributes: Mapping[str, str], name: str, each: float, otherwise: float) -> float:
    if attributes.get("hidden") in ("1", "true"):
        return 0.0
    try:
        return min(max(0.0, float(attributes.get(name, "")) * each), 1e12)
    except ValueError:
        return otherwise


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004
