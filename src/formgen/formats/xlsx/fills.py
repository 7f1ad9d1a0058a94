"""Styles of a workbook that is there already -> the same ones in the colour of a warning."""

from copy import deepcopy
from typing import Final

from lxml import etree

from formgen.formats.xlsx.worksheet import MAIN
from formgen.model.note import unmarkable

_COLOUR: Final = "FFFFC000"  # orange: answers of a form are pale yellow or grey
_FILL: Final = (
    f'<fill xmlns="{MAIN[1:-1]}"><patternFill patternType="solid"><fgColor rgb="{_COLOUR}"/>'
    '<bgColor indexed="64"/></patternFill></fill>'
)
_OF_FILL: Final = ("fillId", "applyFill")


class Fills:
    """The styles of the cells of a workbook, to be added to."""

    def __init__(self, root: etree._Element) -> None:
        fills, styles = root.find(f"{MAIN}fills"), root.find(f"{MAIN}cellXfs")
        if fills is None or styles is None or len(styles) == 0:
            raise unmarkable("XLSX: styles")
        self._fills: Final = fills
        self._styles: Final = styles
        self._of_marks: Final = {n for n, one in enumerate(fills) if _is_mark(one)}
        self._marked: Final[dict[int, int]] = {}

    def mark(self, cell: etree._Element) -> None:
        """Give a cell the colour of a warning, and leave all else of its style."""
        number = _number(cell.get("s"))
        if number not in self._marked:
            self._marked[number] = self._coloured(number)
        cell.set("s", str(self._marked[number]))

    def clear(self, cell: etree._Element) -> None:
        """Take the colour of an earlier warning away: back to a style that is the same but for it.

        Without one, the cell has no colour.
        """
        number = _number(cell.get("s"))
        if not self._has_mark(number):
            return
        like = _but_fill(self._styles[number])
        for other, style in enumerate(self._styles):
            if not self._has_mark(other) and _but_fill(style) == like:
                cell.set("s", str(other))
                return
        cell.set("s", str(self._with_fill(number, 0)))

    def _coloured(self, number: int) -> int:
        if number >= len(self._styles):
            raise unmarkable(f"XLSX: style {number}")
        if self._has_mark(number):
            return number
        if not self._of_marks:
            self._of_marks.add(len(self._fills))
            self._fills.append(etree.fromstring(_FILL))
            _count(self._fills)
        return self._with_fill(number, min(self._of_marks))

    def _with_fill(self, number: int, fill: int) -> int:
        style = deepcopy(self._styles[number])
        style.set("fillId", str(fill))
        style.set("applyFill", "1")
        self._styles.append(style)
        _count(self._styles)
        return len(self._styles) - 1

    def _has_mark(self, number: int) -> bool:
        known = number < len(self._styles)
        return known and _number(self._styles[number].get("fillId")) in self._of_marks


def _is_mark(fill: etree._Element) -> bool:
    colour = fill.find(f"{MAIN}patternFill/{MAIN}fgColor")
    return colour is not None and (colour.get("rgb") or "").upper() == _COLOUR


def _but_fill(style: etree._Element) -> tuple[object, ...]:
    """What a style says besides its fill."""
    said = {str(name): value for name, value in style.items() if name not in _OF_FILL}
    return (*sorted(said.items()), *(etree.tostring(child) for child in style))


def _count(holder: etree._Element) -> None:
    holder.set("count", str(len(holder)))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
