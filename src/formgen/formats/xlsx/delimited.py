"""Bytes of a table as text, as spreadsheets save one -> a workbook of one sheet."""

import csv
from collections import Counter
from typing import Final

from formgen.formats.ooxml import damaged
from formgen.formats.xlsx.book import Tab
from formgen.formats.xlsx.cells import address
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.parts import Cell, Cells

_SEPARATORS: Final = (",", "\t", ";", "|")
_THAI_WINDOWS: Final = "cp874"
_BYTE_ORDERS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def read_delimited(data: bytes) -> PlainBook:
    """Read a table that a spreadsheet saved as text, in UTF-8, UTF-16 or Thai of Windows.

    All cells are text: such a file says nothing of names, sheets, dates or formulas.
    """
    text = _decoded(data)
    cells: Cells = {}
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_separator(text))
    try:
        for number, row in enumerate(reader, 1):
            for column, value in enumerate(row, 1):
                if value:
                    shown = value.replace("\r\n", "\n").replace("\r", "\n")
                    cells[address(number, column)] = Cell(shown, "s", formula=False, style=0)
                    within(len(cells))
    except csv.Error as error:
        raise damaged(f"CSV: {error}") from error
    return PlainBook("csv", (Tab("CSV", hidden=False, part="1"),), (SheetHeld(cells),))


def _decoded(data: bytes) -> str:
    order = next((name for mark, name in _BYTE_ORDERS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(order)
    except UnicodeDecodeError:
        return data.decode(_THAI_WINDOWS, "replace")


def _separator(text: str) -> str:
    """Find what parts the cells: what stands as often in most lines, outside of quotes."""
    lines = [line for line in _unquoted(text).splitlines() if line.strip()]
    best = ",", 0
    for one in _SEPARATORS:
        counts = Counter(line.count(one) for line in lines)
        counts.pop(0, None)
        most = max(counts.values(), default=0)
        best = max(best, (one, most), key=lambda pair: pair[1])
    return best[0]


def _unquoted(text: str) -> str:
    return "".join(text.split('"')[::2])
