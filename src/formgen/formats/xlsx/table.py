"""Bytes of any workbook -> the rows of one sheet as text, for lists of agencies and of dates."""

from typing import Final

from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.cells import parse_address

_WIDEST: Final = 256  # columns; a cell farther right is not of the table
_GAP: Final = 1_000  # blank rows; a cell farther down is not of the table


def sheet_rows(data: bytes, sheet: int = 0) -> list[list[str]]:
    """Read the rows of a sheet, from the first; `sheet` counts the sheets people see, from 0.

    A row ends with its last text; a blank one is an empty list, so that rows have the numbers a
    spreadsheet shows.  Numbers, dates and formulas are what they show.  Raises FormgenError for
    what is no sound workbook, or has no such sheet.
    """
    book = Book(data)
    visible = [number for number, tab in enumerate(book.tabs) if not tab.hidden and tab.part]
    if sheet >= len(visible):
        raise damaged("XLSX: no such sheet")
    found: dict[int, dict[int, str]] = {}
    for address, cell in book.cells(visible[sheet]).items():
        spot = parse_address(address)
        if spot and spot[1] <= _WIDEST and (text := book.shown(cell)):
            found.setdefault(spot[0], {})[spot[1]] = text
    rows: list[list[str]] = []
    for number in sorted(found):
        if number > len(rows) + _GAP:
            break
        rows += [[] for _ in range(number - len(rows) - 1)]
        cells = found[number]
        rows.append([cells.get(column, "") for column in range(1, max(cells) + 1)])
    return rows
