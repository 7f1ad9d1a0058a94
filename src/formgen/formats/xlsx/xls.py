"""Bytes of an Excel 97-2003 workbook -> its sheets, names and cells, by way of xlrd.

xlrd is written for sound files: to be called in a worker process (`formgen.workers`).
"""

import io
from itertools import pairwise
from typing import Any, Final

import xlrd

from formgen.formats.colours import BLACK, WHITE, unseen
from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.cells import address, quoted
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.looks import SIGNS
from formgen.formats.xlsx.number_formats import Formats, code_of
from formgen.formats.xlsx.over import remark_of
from formgen.formats.xlsx.parts import Cell, Cells, Hidden, uneven
from formgen.formats.xlsx.xls_drawn import Passed, passed_over
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_LONGEST_REASON: Final = 200
_NO_FILL, _SOLID = 0, 1
_HEIGHTS: Final = {1: "^", 2: "_"}  # superscript, subscript
_NUMBERS: Final = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
_KINDS: Final = {xlrd.XL_CELL_TEXT: "s", xlrd.XL_CELL_ERROR: "e"}
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


def read_xls(data: bytes) -> PlainBook:
    """Read a workbook; raise FormgenError for one that is not sound."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return _plain(book, passed_over(data), ("VBA",) if _MACROS in data else ())
    except (FormgenError, MemoryError):
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW) from error
        raise damaged(f"XLS: {error}"[:_LONGEST_REASON]) from error
    except Exception as error:  # xlrd checks little of what it reads
        raise damaged(f"XLS: {type(error).__name__}: {error}"[:_LONGEST_REASON]) from error


def _plain(book: Any, passed: list[Passed], active: tuple[str, ...]) -> PlainBook:
    codes = {key: one.format_str for key, one in book.format_map.items()}
    formats = Formats([code_of(one.format_key, codes) for one in book.xf_list], bool(book.datemode))
    sheets = [book.sheet_by_index(number) for number in range(book.nsheets)]
    tabs = (Tab(one.name, bool(one.visibility), str(one.number)) for one in sheets)
    if len(passed) != len(sheets):
        raise damaged("XLS: sheets")
    held = (_held(book, one, formats, more) for one, more in zip(sheets, passed, strict=True))
    return PlainBook("xls", tuple(tabs), tuple(held), tuple(_names(book)), active=active)


def _names(book: Any) -> list[Name]:
    names = []
    for one in book.name_obj_list:
        try:
            sheet, row, _, column, _ = one.area2d()
        except Exception:  # noqa: S112 - a name of something else: a constant, what is gone
            continue
        formula = f"{quoted(sheet.name)}!{address(row + 1, column + 1)}"
        names.append(Name(one.name.lower(), formula, None if one.scope < 0 else one.scope))
    return names


def _held(book: Any, sheet: Any, formats: Formats, passed: Passed) -> SheetHeld:
    cells: Cells = {}
    for row in range(sheet.nrows):
        for column, one in enumerate(sheet.row(row)):
            text = _shown(one, formats)
            formula = (row + 1, column + 1) in passed.formulas
            if text or formula:
                kind = _KINDS.get(one.ctype, "n")
                style = int(_draws_signs(book, one.xf_index))
                runs = _runs(book, sheet, row, column)
                looks = _looks(book, one.xf_index, [font for font, _ in runs])
                instead = _instead(one, formats, runs)
                held = Cell(text, kind, formula, style, *looks, instead)
                cells[address(row + 1, column + 1)] = held
                within(len(cells))
    remarks = (
        one
        for (row, column), note in sheet.cell_note_map.items()
        for one in remark_of(address(row + 1, column + 1), note.text.strip())
    )
    return SheetHeld(cells, tuple(remarks), passed.shapes, _hidden(sheet))


def _shown(cell: Any, formats: Formats) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        case one if one in _NUMBERS:
            return formats.shown(_number(cell.value), cell.xf_index or 0)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#?"))
        case _:
            return ""


def _number(value: float) -> str:
    whole = value == int(value) if abs(value) < 1e15 else False  # noqa: PLR2004
    return str(int(value)) if whole else repr(value)


def _instead(cell: Any, formats: Formats, runs: list[tuple[Any, str]]) -> str | None:
    """Return what a cell shows that is not its number, or not its words at one height."""
    if cell.ctype in _NUMBERS:
        return formats.instead(_number(cell.value), cell.xf_index or 0)
    return uneven((_HEIGHTS.get(font.escapement, ""), words) for font, words in runs)


def _runs(book: Any, sheet: Any, row: int, column: int) -> list[tuple[Any, str]]:
    """List the words of a cell by their fonts; none for one that has no words."""
    cell = sheet.cell(row, column)
    if cell.ctype != xlrd.XL_CELL_TEXT:
        return []
    more = sheet.rich_text_runlist_map.get((row, column), ())
    starts = [(0, book.xf_list[cell.xf_index or 0].font_index), *more, (len(cell.value), 0)]
    return [
        (book.font_list[font], cell.value[start:end])
        for (start, font), (end, _) in pairwise(starts)
        if end > start
    ]


def _looks(book: Any, style: int | None, fonts: list[Any]) -> tuple[bool, bool]:
    """Tell whether words of a cell are crossed out, and whether some cannot be seen."""
    xf = book.xf_list[style or 0]
    fonts = fonts or [book.font_list[xf.font_index]]
    background = xf.background
    plain = background.fill_pattern in (_NO_FILL, _SOLID)
    painted = background.fill_pattern == _SOLID
    ground = _colour(book, background.pattern_colour_index, WHITE) if painted else WHITE
    faint = plain and any(unseen(_colour(book, one.colour_index, BLACK), ground) for one in fonts)
    lines = xf.border
    crossed = lines.diag_line_style and (lines.diag_up or lines.diag_down)
    return bool(crossed) or any(one.struck_out for one in fonts), faint


def _colour(book: Any, index: int, default: str) -> str:
    found = book.colour_map.get(index)
    return "".join(f"{one:02X}" for one in found) if found else default


def _hidden(sheet: Any) -> Hidden:
    """List the rows and columns that are hidden, and what merged cells cover."""
    return Hidden(
        {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden},
        [(column + 1,) * 2 for column, info in sheet.colinfo_map.items() if info.hidden],
        [(top + 1, left + 1, below, right) for top, below, left, right in sheet.merged_cells],
    )


def _draws_signs(book: Any, style: int | None) -> bool:
    font = book.font_list[book.xf_list[style or 0].font_index]
    return str(font.name).lower().startswith(SIGNS)
