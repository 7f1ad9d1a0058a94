"""Rows of plain values -> an XLSX workbook in the official manner; the one edge to XlsxWriter."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import xlsxwriter

from formgen.fonts import advance_width, bold, count_lines
from formgen.result.words import Cell
from formgen.thai.normalise import is_cluster_start

CUT: Final = " … (ยาวเกินช่อง ข้อความเต็มอยู่ในแฟ้มข้อมูล)"
"""What is put after a text that no cell can hold."""

_FONT: Final = "TH SarabunPSK"
_POINTS: Final = 16
_TITLE_POINTS: Final = 20
# Sarabun, of which the metrics are at hand, is drawn larger: 10.64 pt of it are 16 pt of the other.
_METRIC_POINTS: Final = 10.64
_LINE: Final = 23.0  # pt, one line of TH Sarabun 16
_CHARACTER: Final = 5.25  # pt, the unit of column widths (Calibri 11: 7 pixels)
_PIXELS: Final = 7  # the same unit
_PADDING: Final = 3.75  # pt, both sides of a cell
_HIGHEST: Final = 409.0  # pt, a limit of XLSX
_CELL_LIMIT: Final = 32_767  # UTF-16 units, a limit of XLSX
_PRECISE: Final = 15  # digits a spreadsheet keeps of a number
_NAME_LENGTH: Final = 31  # characters of a sheet's name, a limit of XLSX
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock: same data, same bytes
_A4: Final = 9
_NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Real numbers and days that show Thai numerals and Buddhist years; LCID 041E is Thai.
_WHOLE: Final = "[$-D00041E]#,##0"
_FRACTION: Final = "[$-D00041E]#,##0.00"
_SHARE: Final = "[$-D00041E]0%"
_DAY: Final = "[$-D07041E]d mmmm yyyy"

_BORDER: Final[dict[str, Any]] = {"border": 1, "border_color": "#7F7F7F"}
_HEADER: Final[dict[str, Any]] = {
    "bold": True,
    "bg_color": "#DDE6F0",
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}

# Okabe and Ito's colours, told apart by the colour-blind; then greys for what is no answer.
_COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_FIRST_GREY, _MIDDLE_GREY, _LAST_GREY = "#BFBFBF", "#E3E3E3", "#595959"
_BAR: Final = 46  # pixels, one bar and the room around it
_CHART_REST: Final = 190  # pixels, title, axis and legend


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, how its cells are set.

    Without an `align` numbers stand to the right and words to the left.  What is `hidden` is for
    programs.
    """

    heading: str
    width: float = 14
    align: str = ""
    wrap: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What a drop-down offers: the cells of a sheet, as a formula."""

    source: str


class Book:
    """A workbook being written."""

    def __init__(self, title: str) -> None:
        self._file = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.set_properties({"title": plain(title), "created": _CREATED})
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str, footer: str = "", *, one_page: bool = False) -> "Sheet":
        """Add a sheet: A4 landscape, as wide as the page; `one_page`: as high also."""
        sheet = self._book.add_worksheet(_NOT_IN_A_NAME.sub(" ", name)[:_NAME_LENGTH])
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, int(one_page))
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)  # inches
        sheet.set_footer(f"&L{plain(footer).replace('&', '&&')}&Rหน้า &P จาก &N")
        return Sheet(self, sheet, name)

    def style(self, **properties: Any) -> Any:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": _FONT, "font_size": _POINTS, "valign": "top"}
            self._styles[key] = self._book.add_format(base | properties)
        return self._styles[key]

    def bars(self) -> Any:
        """Make an empty chart of bars that each come to 100 per cent."""
        return self._book.add_chart({"type": "bar", "subtype": "percent_stacked"})

    def close(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self._book.close()
        return self._file.getvalue()


class Sheet:
    """A sheet being written from the top down; `row` is the next one, from 0."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self._book = book
        self._sheet = sheet
        self._name = name
        self._columns: tuple[Column, ...] = ()
        self.row = 0

    # ------------------------------------------------------------ words

    def title(self, text: str) -> None:
        """Write the heading of the sheet."""
        self._line(text, self._book.style(bold=True, font_size=_TITLE_POINTS), _LINE * 1.25)

    def heading(self, text: str) -> None:
        """Write a bold line over one of several tables."""
        self._line(text, self._book.style(bold=True), _LINE)

    def note(self, text: str = "") -> None:
        """Write a line of plain words, or leave one out."""
        self._line(text, self._book.style(), _LINE)

    def _line(self, text: str, style: Any, height: float) -> None:
        self._sheet.set_row(self.row, height)
        self._sheet.write_string(self.row, 0, fitting(text), style)
        self.row += 1

    # ------------------------------------------------------------ tables

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> range:
        """Write the one table of a sheet, its header kept in view and filtered; return its rows."""
        self.header(columns)
        first = self.row
        for row in rows:
            self.write(row)
        self.keep_header(first)
        return range(first, self.row)

    def header(self, columns: Sequence[Column]) -> None:
        """Write the headings of a table; its rows follow."""
        self._columns = tuple(columns)
        style = self._book.style(**_BORDER | _HEADER)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
            self._sheet.write_string(self.row, place, fitting(column.heading), style)
        lines = max(lines_of(column.heading, column.width) for column in columns)
        self._sheet.set_row(self.row, _LINE * lines)
        self.row += 1

    def keep_header(self, first: int, *, filtered: bool = True) -> None:
        """Keep the header over row `first` in view and on every page; filter what is below it."""
        self._sheet.freeze_panes(first, 0)
        self._sheet.repeat_rows(first - 1)
        if filtered and self.row > first:
            self._sheet.autofilter(first - 1, 0, self.row - 1, len(self._columns) - 1)

    def write(self, cells: Sequence[Cell], *, strong: bool = False) -> None:
        """Write one row of the table, as high as its words need."""
        pairs = list(zip(cells, self._columns, strict=True))
        words = [(cell, each.width) for cell, each in pairs if each.wrap and isinstance(cell, str)]
        lines = max((lines_of(text, width) for text, width in words), default=1)
        self._sheet.set_row(self.row, min(_LINE * lines, _HIGHEST))
        for place, (cell, column) in enumerate(pairs):
            self._cell(place, cell, column, strong=strong)
        self.row += 1

    def _cell(self, place: int, cell: Cell, column: Column, *, strong: bool) -> None:
        properties = {**_BORDER, "text_wrap": column.wrap, "bold": strong}
        if column.align:
            properties["align"] = column.align
        match cell:
            case None:
                self._sheet.write_blank(self.row, place, None, self._book.style(**properties))
            case str():
                style = self._book.style(**properties)
                self._sheet.write_string(self.row, place, fitting(cell), style)
            case int() | Decimal():
                style = self._book.style(**properties, num_format=_format(cell))
                exact = len(Decimal(cell).as_tuple().digits) <= _PRECISE
                write = self._sheet.write_number if exact else self._sheet.write_string
                write(self.row, place, cell if exact else str(cell), style)
            case date():
                style = self._book.style(**properties | {"num_format": _DAY, "align": "left"})
                self._sheet.write_datetime(self.row, place, cell, style)

    # ------------------------------------------------------------ lists and charts

    def hide(self) -> None:
        """Keep the sheet out of sight."""
        self._sheet.hide()

    def menu(self, entries: Sequence[str]) -> Menu:
        """Write what a drop-down offers, one entry a row."""
        first = self.row + 1
        for entry in entries:
            self._sheet.write_string(self.row, 0, fitting(entry))
            self.row += 1
        return Menu(f"='{self._name}'!$A${first}:$A${self.row}")

    def offer(self, column: int, menu: Menu, rows: Sequence[int], *, only: bool) -> None:
        """Give the cells of a column a drop-down; `only` what it offers may be chosen then."""
        options = {
            "validate": "list",
            "source": menu.source,
            "show_error": only,
            "error_title": "โปรดเลือกจากรายการ",
            "other_cells": [(row, column, row, column) for row in rows[1:]],
        }
        self._sheet.data_validation(rows[0], column, rows[0], column, options)

    def chart(self, title: str, rows: range, bars: Sequence[tuple[str, int]], answers: int) -> None:
        """Draw the rows of the table as bars, below what is written so far and as wide.

        Column 1 holds the labels; `bars` are names and columns of numbers, the first `answers` of
        them answers, the others what is no answer.
        """
        chart = self._book.bars()
        first, last = rows[0], rows[-1]
        for place, (name, column) in enumerate(bars):
            chart.add_series(
                {
                    "name": fitting(name),
                    "categories": [self._name, first, 1, last, 1],
                    "values": [self._name, first, column, last, column],
                    "fill": {"color": _colour(place, answers, len(bars))},
                    "border": {"color": "#FFFFFF"},
                    "gap": 60,
                }
            )
        words = {"name": _FONT, "size": _POINTS}
        chart.set_title({"name": fitting(title), "name_font": words | {"bold": True}})
        chart.set_legend({"position": "bottom", "font": words})
        chart.set_y_axis({"reverse": True, "num_font": words})
        # The first row is drawn at the top; that would put the shares there as well.
        chart.set_x_axis({"num_font": words, "num_format": _SHARE, "label_position": "high"})
        height = _CHART_REST + _BAR * len(rows)
        width = sum(_PIXELS * column.width + 5 for column in self._columns)
        chart.set_size({"width": round(width), "height": height})
        self._sheet.insert_chart(self.row, 0, chart, {"object_position": 3})
        for _ in range(int(height * 0.75 / _LINE) + 2):  # 0.75 pt a pixel
            self.note()


def _colour(place: int, answers: int, bars: int) -> str:
    """Choose the colour of a bar: answers in colours, the last of what is no answer darkest."""
    if place < answers:
        return _COLOURS[place % len(_COLOURS)]
    if place == bars - 1:
        return _LAST_GREY
    return _FIRST_GREY if place == answers else _MIDDLE_GREY


def plain(text: str) -> str:
    """Replace what no XML file can hold (XML 1.0, production 2) with a visible mark."""
    return _NO_CHARACTER.sub("\ufffd", text)


def fitting(text: str) -> str:
    """Bring a text to what a cell can hold; one that is too long is cut and says so."""
    text = plain(text)
    if _units(text) <= _CELL_LIMIT:
        return text
    room = 2 * (_CELL_LIMIT - len(CUT))  # bytes
    end = len(text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore"))
    while not is_cluster_start(text, end):
        end -= 1
    return text[:end] + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@lru_cache(maxsize=8192)
def lines_of(text: str, width: float) -> int:
    """Count the lines a text takes in a column of this width in characters."""
    room = width * _CHARACTER - _PADDING
    if "\n" not in text and advance_width(text, bold()) * _METRIC_POINTS <= room:
        return 1
    return count_lines(text, room, _METRIC_POINTS, bold())


def _format(number: int | Decimal) -> str:
    return _WHOLE if isinstance(number, int) else _FRACTION
