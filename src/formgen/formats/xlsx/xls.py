"""Bytes of an Excel 97-2003 workbook -> its sheets, names and cells, by way of xlrd.

xlrd is written for sound files: to be called in a worker process (`formgen.workers`).
"""

import io
from typing import Any, Final

import xlrd

from formgen.formats.colours import BLACK, WHITE, unseen
from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.cells import address, quoted
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.looks import SIGNS
from formgen.formats.xlsx.number_formats import Formats, code_of
from formgen.formats.xlsx.over import OURS, Remark, Shape
from formgen.formats.xlsx.parts import Cell, Cells, Hidden
from formgen.formats.xlsx.xls_drawn import drawn_on
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_LONGEST_REASON: Final = 200
_NO_FILL, _SOLID = 0, 1
_KINDS: Final = {xlrd.XL_CELL_TEXT: "s", xlrd.XL_CELL_ERROR: "e"}
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


def read_xls(data: bytes) -> PlainBook:
    """Read a workbook; raise FormgenError for one that is not sound."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return _plain(book, drawn_on(data), ("VBA",) if _MACROS in data else ())
    except (FormgenError, MemoryError):
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW) from error
        raise damaged(f"XLS: {error}"[:_LONGEST_REASON]) from error
    except Exception as error:  # xlrd checks little of what it reads
        raise damaged(f"XLS: {type(error).__name__}: {error}"[:_LONGEST_REASON]) from error


def _plain(book: Any, drawn: list[tuple[Shape, ...]], active: tuple[str, ...]) -> PlainBook:
    codes = {key: one.format_str for key, one in book.format_map.items()}
    formats = Formats([code_of(one.format_key, codes) for one in book.xf_list], bool(book.datemode))
    sheets = [book.sheet_by_index(number) for number in range(book.nsheets)]
    tabs = (Tab(one.name, bool(one.visibility), str(one.number)) for one in sheets)
    if len(drawn) != len(sheets):
        raise damaged("XLS: sheets")
    held = (_held(book, one, formats, shapes) for one, shapes in zip(sheets, drawn, strict=True))
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


def _held(book: Any, sheet: Any, formats: Formats, shapes: tuple[Shape, ...]) -> SheetHeld:
    cells: Cells = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text = _shown(cell, formats)
            if text:
                kind = _KINDS.get(cell.ctype, "n")
                style = int(_draws_signs(book, cell.xf_index))
                looks = _looks(book, sheet, row, column, cell.xf_index)
                cells[address(row + 1, column + 1)] = Cell(text, kind, False, style, *looks)
                within(len(cells))
    remarks = (
        Remark(address(row + 1, column + 1), note.text.partition(f"\n{OURS}")[0].strip())
        for (row, column), note in sheet.cell_note_map.items()
        if not note.text.startswith(OURS)
    )
    return SheetHeld(cells, tuple(remarks), shapes, _hidden(sheet))


def _shown(cell: Any, formats: Formats) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            whole = cell.value == int(cell.value) if abs(cell.value) < 1e15 else False  # noqa: PLR2004
            number = str(int(cell.value)) if whole else repr(cell.value)
            return formats.shown(number, cell.xf_index or 0)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#?"))
        case _:
            return ""


def _looks(book: Any, sheet: Any, row: int, column: int, style: int | None) -> tuple[bool, bool]:
    """Tell whether words of a cell are crossed out, and whether some cannot be seen."""
    xf = book.xf_list[style or 0]
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    fonts = [book.font_list[font] for font in (xf.font_index, *(font for _, font in runs))]
    background = xf.background
    plain = background.fill_pattern in (_NO_FILL, _SOLID)
    painted = background.fill_pattern == _SOLID
    ground = _colour(book, background.pattern_colour_index, WHITE) if painted else WHITE
    faint = plain and any(unseen(_colour(book, one.colour_index, BLACK), ground) for one in fonts)
    return any(one.struck_out for one in fonts), faint


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
