"""Bytes of any workbook -> the rows of its sheets as text, for lists of all kinds."""

from typing import Final

from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.cells import parse_address

_WIDEST: Final = 256  # columns; a cell farther right is not of the table
_GAP: Final = 1_000  # blank rows; a cell farther down is not of the table
_ALL_COLUMNS: Final = 16_384  # a limit of XLSX

Rows = list[list[str]]
"""The rows of a sheet from the first, so that they have the numbers a spreadsheet shows.

A row ends with its last text; a blank one is an empty list.  Numbers, dates and formulas are what
they show.
"""


def sheet_rows(data: bytes, sheet: int = 0) -> Rows:
    """Read the rows of a sheet; `sheet` counts the sheets people see, from 0.

    Raises FormgenError for what is no sound workbook, or has no such sheet.
    """
    book = Book(data)
    visible = _visible(book)
    if sheet >= len(visible):
        raise damaged("XLSX: no such sheet")
    return _rows(book, visible[sheet], _WIDEST)


def all_rows(data: bytes) -> list[Rows]:
    """Read the rows of every sheet people see, however wide it is; else as `sheet_rows`."""
    book = Book(data)
    return [_rows(book, number, _ALL_COLUMNS) for number in _visible(book)]


def _visible(book: Book) -> list[int]:
    return [number for number, tab in enumerate(book.tabs) if not tab.hidden and tab.part]


def _rows(book: Book, sheet: int, widest: int) -> Rows:
    found: dict[int, dict[int, str]] = {}
    for address, cell in book.cells(sheet).items():
        spot = parse_address(address)
        if spot and spot[1] <= widest and (text := book.shown(cell)):
            found.setdefault(spot[0], {})[spot[1]] = text
    rows: Rows = []
    for number in sorted(found):
        if number > len(rows) + _GAP:
            break
        rows += [[] for _ in range(number - len(rows) - 1)]
        cells = found[number]
        rows.append([cells.get(column, "") for column in range(1, max(cells) + 1)])
    return rows
