"""How the cells of a form look: in TH SarabunPSK, answers filled and framed, the rest locked."""

from collections.abc import Iterable
from copy import copy
from typing import Final, TypeAlias

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from formgen.formats.xlsx.cells import Spot, encode_text
from formgen.formats.xlsx.sheet import Answer, Item, Look, Printed, Sheet

FONT: Final = "TH SarabunPSK"
_THAI: Final = 222  # the Windows character set: without this font, take another that has Thai

_TOLD: Final = 16  # points; what is said beside the form
_LINE: Final = Side(style="thin", color="FF7F7F7F")
_NO_LINE: Final = Side()
_HEADER: Final = PatternFill("solid", fgColor="FFD9E2F3")
_ANSWER: Final = PatternFill("solid", fgColor="FFFFF2CC")
_LOCKED: Final = PatternFill("solid", fgColor="FFF2F2F2")
_BOLD: Final = (Look.TITLE, Look.PART, Look.HEADER, Look.ITEM, Look.LABEL, Look.CHOICE, Look.TICK)
_CENTRED: Final = (Look.TITLE, Look.INSTRUCTION, Look.HEADER, Look.CHOICE, Look.TICK)
_TOP: Final = (Look.TEXT, Look.BOXES, Look.LINES)

Cells: TypeAlias = set[tuple[int, int]]
Sides: TypeAlias = tuple[bool, bool, bool, bool]  # left, right, upper, lower


class Frames:
    """The cells that have a line on their left, right, upper or lower side."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._left: Cells = set()
        self._right: Cells = set()
        self._top: Cells = set()
        self._bottom: Cells = set()
        for spot in spots:
            bottom, right = spot.last
            for row in range(spot.row, bottom + 1):
                self._left.add((row, spot.column))
                self._right.add((row, right))
            for column in range(spot.column, right + 1):
                self._top.add((spot.row, column))
                self._bottom.add((bottom, column))

    def cells(self) -> Cells:
        """All cells that have a line on some side."""
        return self._left | self._right | self._top | self._bottom

    def sides(self, spot: Spot) -> Sides:
        """Which sides of a cell, which may be merged of several, have a line."""
        first, last = (spot.row, spot.column), spot.last
        return first in self._left, last in self._right, first in self._top, last in self._bottom


def paint(target: Worksheet, sheet: Sheet) -> None:
    """Give every cell of a sheet its look, and merge the cells that are one."""
    frames = _frames(sheet)
    wardrobe = _Wardrobe(target)
    painted: Cells = set()
    items: tuple[Item, ...] = (*sheet.printed, *sheet.boxes, *sheet.answers)
    for one in items:
        spot, sides = one.spot, frames.sides(one.spot)
        if (spot.row, spot.column) != spot.last:
            target.merge_cells(None, spot.row, spot.column, *spot.last)
        wardrobe.dress(one, sides)
        for row, column in _inside(spot) - {(spot.row, spot.column)}:
            wardrobe.line(row, column, _part(sides, spot, row, column), isinstance(one, Answer))
        painted |= _inside(spot)
    for row, column in sorted(frames.cells() - painted):
        wardrobe.line(row, column, frames.sides(Spot(row, column)))


def tell(cell: Cell | MergedCell, formula: str) -> None:
    """Put a formula for the respondent's eyes into a cell that is not printed."""
    cell.value = formula
    cell.font = Font(name=FONT, size=_TOLD, bold=True)
    cell.alignment = Alignment(vertical="center", indent=1)


def locked_styles(target: Worksheet, sheet: Sheet, controls: set[str]) -> dict[str, int]:
    """Number the styles that answers have in a copy that does not let them be changed."""
    frames = _frames(sheet)
    numbers = {}
    for answer in sheet.answers:
        if answer.control in controls:
            nowhere = Cell(target, answer.spot.row, answer.spot.column)  # the sheet has another
            _dress(nowhere, answer, frames.sides(answer.spot))
            nowhere.fill = _LOCKED
            numbers[answer.control] = nowhere.style_id
    return numbers


def rich(printed: Printed) -> CellRichText | str:
    """Spell a text as a workbook stores it, its strong ranges in bold."""
    if not printed.strong:
        return encode_text(printed.text)
    text, at = printed.text, 0
    runs = []
    for start, end in (*printed.strong, (len(text), len(text))):
        runs += [_run(printed, text[at:start], False), _run(printed, text[start:end], True)]
        at = end
    return CellRichText([run for run in runs if run.text])


class _Wardrobe:
    """The styles of a sheet, each made once: openpyxl compares a new one with all that it has."""

    def __init__(self, target: Worksheet) -> None:
        self._target: Final = target
        self._worn: Final[dict[tuple[object, ...], StyleArray]] = {}

    def dress(self, item: Item, sides: Sides) -> None:
        """Give a cell the look of what stands in it; an answer may be changed."""
        cell = self._target.cell(item.spot.row, item.spot.column)
        answer = isinstance(item, Answer)
        if self._wears(cell, (item.look, item.size, answer, sides)):
            return
        _dress(cell, item, sides)
        if answer:
            cell.protection = Protection(locked=False)
        self._keep(cell, (item.look, item.size, answer, sides))

    def line(self, row: int, column: int, sides: Sides, answer: bool = False) -> None:
        """Draw lines at a cell with nothing in it, which may be part of an answer."""
        cell = self._target.cell(row, column)
        if self._wears(cell, (answer, sides)) or not (answer or any(sides)):
            return
        cell.border = _border(sides)
        if answer:
            cell.protection = Protection(locked=False)
        self._keep(cell, (answer, sides))

    def _keep(self, cell: Cell | MergedCell, key: tuple[object, ...]) -> None:
        self._worn[key] = cell._style  # type: ignore[union-attr]  # noqa: SLF001 - no other name

    def _wears(self, cell: Cell | MergedCell, key: tuple[object, ...]) -> bool:
        style = self._worn.get(key)
        if style is not None:
            cell._style = copy(style)  # type: ignore[union-attr]  # noqa: SLF001 - no other name
        return style is not None


def _part(sides: Sides, whole: Spot, row: int, column: int) -> Sides:
    """Which of the sides of a merged cell run along one of its cells."""
    left, right, top, bottom = sides
    last_row, last_column = whole.last
    return (
        left and column == whole.column,
        right and column == last_column,
        top and row == whole.row,
        bottom and row == last_row,
    )


def _frames(sheet: Sheet) -> Frames:
    answers = [answer.spot for answer in sheet.answers]
    ruled = [cell.spot for cell in sheet.printed if cell.look in (Look.HEADER, Look.ITEM)]
    return Frames([*sheet.frames, *answers, *ruled])


def _border(sides: Sides) -> Border:
    left, right, top, bottom = (_LINE if side else _NO_LINE for side in sides)
    return Border(left=left, right=right, top=top, bottom=bottom)


def _dress(cell: Cell | MergedCell, item: Item, sides: Sides) -> None:
    bold = item.look in _BOLD
    cell.font = Font(name=FONT, size=item.size, bold=bold, charset=_THAI, family=2)
    cell.alignment = _alignment(item.look)
    cell.border = _border(sides)
    if item.look is Look.HEADER:
        cell.fill = _HEADER
    if isinstance(item, Answer):
        cell.number_format = "General" if item.look is Look.NUMBER else "@"
        cell.fill = _ANSWER


def _run(printed: Printed, text: str, strong: bool) -> TextBlock:
    bold = strong or printed.look in _BOLD
    font = InlineFont(rFont=FONT, sz=printed.size, b=bold, charset=_THAI, family=2)
    return TextBlock(font, encode_text(text))


def _alignment(look: Look) -> Alignment:
    return Alignment(
        wrap_text=True,
        horizontal="center" if look in _CENTRED else "left",
        vertical="top" if look in _TOP else "center",
    )


def _inside(spot: Spot) -> Cells:
    bottom, right = spot.last
    columns = range(spot.column, right + 1)
    return {(row, column) for row in range(spot.row, bottom + 1) for column in columns}
