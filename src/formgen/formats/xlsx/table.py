"""Bytes of any workbook -> the rows of its sheets as text, for lists of all kinds."""

from dataclasses import dataclass
from typing import Final

from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.cells import parse_address

_WIDEST: Final = 256  # columns; a cell farther right is not of the table
_GAP: Final = 1_000  # blank rows; a cell farther down is not of the table
_ALL_COLUMNS: Final = 16_384  # a limit of XLSX

NO_RESULT: Final = "=?"
"""What is read of a formula of which the workbook does not keep the result."""

Rows = list[list[str]]
"""The rows of a sheet from the first, so that they have the numbers a spreadsheet shows.

A row ends with its last text; a blank one is an empty list.  Numbers, dates and formulas are what
they show.
"""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet that people see: its name and rows, the rows of it that are hidden, its merged cells.

    Rows and columns count from 0; a merge is top, left, bottom and right.  A formula without a kept
    result is `NO_RESULT`.  `stray` is the first cell so far down that it is not of the rows, or "".
    """

    name: str
    rows: Rows
    hidden: tuple[int, ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    stray: str = ""


def sheet_tables(data: bytes) -> tuple[SheetTable, ...]:
    """Read every sheet people see; raise FormgenError for what is no sound workbook."""
    book = Book(data)
    return tuple(_table(book, number) for number in _visible(book))


def all_rows(data: bytes) -> list[Rows]:
    """Read the rows of every sheet people see, however wide it is."""
    book = Book(data)
    return [_rows(book, number, _ALL_COLUMNS) for number in _visible(book)]


def _visible(book: Book) -> list[int]:
    return [number for number, tab in enumerate(book.tabs) if not tab.hidden and tab.part]


def _table(book: Book, sheet: int) -> SheetTable:
    rows, hidden = _rows(book, sheet, _WIDEST, NO_RESULT), book.hidden(sheet)
    return SheetTable(
        book.tabs[sheet].name,
        rows,
        tuple(number for number, cells in enumerate(rows) if cells and number + 1 in hidden.rows),
        tuple((top - 1, left - 1, low - 1, right - 1) for top, left, low, right in hidden.merges),
        next((at for at, cell in book.cells(sheet).items() if _below(at, rows) and cell.text), ""),
    )


def _below(address: str, rows: Rows) -> bool:
    spot = parse_address(address)
    return spot is not None and spot[0] > len(rows) and spot[1] <= _WIDEST


def _rows(book: Book, sheet: int, widest: int, no_result: str = "") -> Rows:
    found: dict[int, dict[int, str]] = {}
    for address, cell in book.cells(sheet).items():
        spot = parse_address(address)
        blank = no_result if cell.formula and cell.kind == "n" else ""
        if spot and spot[1] <= widest and (text := book.shown(cell) if cell.text else blank):
            found.setdefault(spot[0], {})[spot[1]] = text
    rows: Rows = []
    for number in sorted(found):
        if number > len(rows) + _GAP:
            break
        rows += [[] for _ in range(number - len(rows) - 1)]
        cells = found[number]
        rows.append([cells.get(column, "") for column in range(1, max(cells) + 1)])
    return rows
