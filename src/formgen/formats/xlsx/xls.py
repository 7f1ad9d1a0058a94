"""Bytes of an Excel 97-2003 workbook -> its sheets, names and cells, by way of xlrd.

xlrd is written for sound files: to be called in a worker process (`formgen.workers`).
"""

import io
from typing import Any, Final

import xlrd

from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.cells import address, quoted
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.number_formats import SIGNS, Formats, read_codes
from formgen.formats.xlsx.over import OURS, Remark
from formgen.formats.xlsx.parts import Cell, Cells
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_LONGEST_REASON: Final = 200
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


def read_xls(data: bytes) -> PlainBook:
    """Read a workbook; raise FormgenError for one that is not sound."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return _plain(book, ("VBA",) if _MACROS in data else ())
    except (FormgenError, MemoryError):
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW) from error
        raise damaged(f"XLS: {error}"[:_LONGEST_REASON]) from error
    except Exception as error:  # xlrd checks little of what it reads
        raise damaged(f"XLS: {type(error).__name__}: {error}"[:_LONGEST_REASON]) from error


def _plain(book: Any, active: tuple[str, ...]) -> PlainBook:
    formats = read_codes(
        [one.format_key for one in book.xf_list],
        {key: one.format_str for key, one in book.format_map.items()},
        counts_from_1904=bool(book.datemode),
    )
    sheets = [book.sheet_by_index(number) for number in range(book.nsheets)]
    tabs = (Tab(one.name, bool(one.visibility), str(one.number)) for one in sheets)
    held = (_held(book, one, formats) for one in sheets)
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


def _held(book: Any, sheet: Any, formats: Formats) -> SheetHeld:
    cells: Cells = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text = _shown(cell, formats)
            if text:
                kind = "s" if cell.ctype == xlrd.XL_CELL_TEXT else "n"
                style = int(_draws_signs(book, cell.xf_index))
                cells[address(row + 1, column + 1)] = Cell(text, kind, False, style)
                within(len(cells))
    remarks = (
        Remark(address(row + 1, column + 1), note.text.partition(f"\n{OURS}")[0].strip())
        for (row, column), note in sheet.cell_note_map.items()
        if not note.text.startswith(OURS)
    )
    return SheetHeld(cells, tuple(remarks))


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


def _draws_signs(book: Any, style: int | None) -> bool:
    font = book.font_list[book.xf_list[style or 0].font_index]
    return str(font.name).lower().startswith(SIGNS)
