"""How the cells of a form look: in TH SarabunPSK, answers filled and framed, the rest locked."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
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

    def border(self, spot: Spot) -> Border:
        """The lines round a cell, which may be merged of several."""
        first, last = (spot.row, spot.column), spot.last
        return Border(
            left=_LINE if first in self._left else _NO_LINE,
            right=_LINE if last in self._right else _NO_LINE,
            top=_LINE if first in self._top else _NO_LINE,
            bottom=_LINE if last in self._bottom else _NO_LINE,
        )


def paint(target: Worksheet, sheet: Sheet) -> None:
    """Give every cell of a sheet its look, and merge the cells that are one."""
    frames = _frames(sheet)
    painted: Cells = set()
    items: tuple[Item, ...] = (*sheet.printed, *sheet.boxes, *sheet.answers)
    for one in items:
        cell = target.cell(one.spot.row, one.spot.column)
        _dress(cell, one, frames)
        if isinstance(one, Answer):
            cell.protection = Protection(locked=False)
        if (one.spot.row, one.spot.column) != one.spot.last:
            bottom, right = one.spot.last
            target.merge_cells(None, one.spot.row, one.spot.column, bottom, right)
        painted |= _inside(one.spot)
    for row, column in sorted(frames.cells() - painted):
        target.cell(row, column).border = frames.border(Spot(row, column))


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
            _dress(nowhere, answer, frames)
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


def _frames(sheet: Sheet) -> Frames:
    answers = [answer.spot for answer in sheet.answers]
    ruled = [cell.spot for cell in sheet.printed if cell.look in (Look.HEADER, Look.ITEM)]
    return Frames([*sheet.frames, *answers, *ruled])


def _dress(cell: Cell | MergedCell, item: Item, frames: Frames) -> None:
    bold = item.look in _BOLD
    cell.font = Font(name=FONT, size=item.size, bold=bold, charset=_THAI, family=2)
    cell.alignment = _alignment(item.look)
    cell.border = frames.border(item.spot)
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
