"""Rows of plain values -> an XLSX workbook in the official manner; the one edge to XlsxWriter."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final, NewType

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_range

from formgen.fonts import EM, bold, count_lines
from formgen.model.values import NO_CHARACTER
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
_SLACK: Final = 0.1  # characters
_HIGHEST: Final = 409.0  # pt, a limit of XLSX
_CELL_LIMIT: Final = 32_767  # UTF-16 units, a limit of XLSX
_DIGITS: Final = 15  # a spreadsheet keeps of a number
_PRECISE: Final = 10**_DIGITS
_NAME_LENGTH: Final = 31  # characters of a sheet's name, a limit of XLSX
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_MOST_LINKS: Final = 65_530  # of a sheet, a limit of XLSX
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock: same data, same bytes
_A4: Final = 9
# A spreadsheet counts days from here, and has one day too many before March 1900.
_DAY_0, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)

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

_LINK: Final[dict[str, Any]] = {"font_color": "#0B4F8A", "underline": 1}

# Okabe and Ito's colours, told apart by the colour-blind; then greys for what is no answer.
_COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_FIRST_GREY, _MIDDLE_GREY, _LAST_GREY = "#BFBFBF", "#E3E3E3", "#595959"
_BAR: Final = 46  # pixels, one bar and the room around it
_CHART_REST: Final = 190  # pixels, title, axis and legend


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, how its cells are set.

    Without an `align` numbers stand to the right and words to the left.  What is `hidden` is for
    programs; what is `typed` there stays as it was typed, also `021234567` and `1/2`.
    """

    heading: str
    width: float = 14
    align: str = ""
    wrap: bool = False
    hidden: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What a drop-down offers: the cells of a sheet, as a formula."""

    source: str


Link = NewType("Link", str)
"""Where a click on a cell leads; made by `Sheet.area` and `file_link`, never of what was typed."""

Links = Mapping[int, Link]
"""The links of a row, by column."""

_NO_LINKS: Final[Links] = MappingProxyType({})


def file_link(path: str) -> Link:
    """Make a link to a file beside the workbook; `path` is relative and made by formgen."""
    return Link(f"external:{path}")


@dataclass(slots=True)
class _Look:
    """The cell formats of one column, by what a cell holds."""

    text: Any
    whole: Any
    fraction: Any
    day: Any


class Book:
    """A workbook being written; what waits on the disk lies in `aside`, if it is given."""

    def __init__(self, title: str, aside: Path | None = None) -> None:
        self._aside = aside
        self._file = io.BytesIO()
        never = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        options = dict.fromkeys(never, False)
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.set_properties({"title": plain(title), "created": _CREATED})
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._looks: dict[tuple[Column, bool, bool], _Look] = {}
        self._urls: dict[Link, Any] = {}

    def sheet(self, name: str, footer: str = "", *, one_page: bool = False) -> "Sheet":
        """Add a sheet: A4 landscape, as wide as the page; `one_page`: as high also."""
        sheet = self._book.add_worksheet(_NOT_IN_A_NAME.sub(" ", name)[:_NAME_LENGTH])
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_default_row(_LINE)
        sheet.fit_to_pages(1, int(one_page))
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)  # inches
        sheet.set_footer(f"&L{plain(footer).replace('&', '&&')}&Rหน้า &P จาก &N")
        return Sheet(self, sheet)

    def style(self, **properties: Any) -> Any:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": _FONT, "font_size": _POINTS, "valign": "top"}
            self._styles[key] = self._book.add_format(base | properties)
        return self._styles[key]

    def look(self, column: Column, *, strong: bool, linked: bool) -> _Look:
        """Return the cell formats of a column, made once."""
        key = (column, strong, linked)
        if key not in self._looks:
            base = {**_BORDER, "text_wrap": column.wrap, "bold": strong}
            base |= (_LINK if linked else {}) | ({"align": column.align} if column.align else {})
            self._looks[key] = _Look(
                text=self.style(**base | ({"num_format": "@"} if column.typed else {})),
                whole=self.style(**base, num_format=_WHOLE),
                fraction=self.style(**base, num_format=_FRACTION),
                day=self.style(**base | {"num_format": _DAY, "align": "left"}),
            )
        return self._looks[key]

    def url(self, link: Link) -> Any:
        """Return the library's object for a link, made once; it brings no text of its own."""
        if link not in self._urls:
            self._urls[link] = url = Url(link)
            url.text = ""
        return self._urls[link]

    def bars(self) -> Any:
        """Make an empty chart of bars that each come to 100 per cent."""
        return self._book.add_chart({"type": "bar", "subtype": "percent_stacked"})

    def close(self) -> bytes:
        """Finish the workbook and return its bytes.  Raises OSError where the disk is full."""
        # The XML of a sheet is as large as its cells: it waits on the disk, out of others' sight.
        with TemporaryDirectory(prefix="formgen-", dir=self._aside) as self._book.tmpdir:
            try:
                self._book.close()
            except FileCreateError as error:  # how the library says OSError
                raise OSError(*getattr(error.args[0], "args", ())) from error
        for sheet in self._book.worksheets():  # the library's cells hold each other alive
            sheet.table.clear()
            sheet.hyperlinks.clear()
        return self._file.getvalue()


class Sheet:
    """A sheet being written from the top down; `row` is the next one, from 0."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._name: str = sheet.get_name()
        self._columns: tuple[Column, ...] = ()
        self._looks: tuple[_Look, ...] = ()
        self._links = 0
        self._breaks: list[int] = []
        self.row = 0

    def area(self, first: int, last: int, columns: int) -> Link:
        """Return a link to rows of this sheet, from the first column on."""
        return Link(f"internal:'{self._name}'!{xl_range(first, 0, last, columns - 1)}")

    def spot(self, row: int, column: int) -> Link:
        """Return a link to one cell of this sheet."""
        return Link(f"internal:'{self._name}'!{xl_range(row, column, row, column)}")

    # ------------------------------------------------------------ words

    def title(self, text: str) -> None:
        """Write the heading of the sheet."""
        self._line(text, self._book.style(bold=True, font_size=_TITLE_POINTS), _LINE * 1.25)

    def heading(self, text: str) -> None:
        """Write a bold line over one of several tables."""
        self._line(text, self._book.style(bold=True), _LINE)

    def note(self, text: str = "", link: Link | None = None) -> None:
        """Write a line of plain words, or leave one out."""
        if link:
            self._link(0, link)
        self._line(text, self._book.style(**(_LINK if link else {})), _LINE)

    def _line(self, text: str, style: Any, height: float) -> None:
        if height != _LINE:
            self._sheet.set_row(self.row, height)
        self._sheet.write_string(self.row, 0, fitting(text), style)
        self.row += 1

    # ------------------------------------------------------------ tables

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> range:
        """Write the one table of a sheet, its header kept in view and filtered; return its rows."""
        return self.linked_table(columns, ((row, _NO_LINKS) for row in rows))

    def linked_table(
        self, columns: Sequence[Column], rows: Iterable[tuple[Sequence[Cell], Links]]
    ) -> range:
        """As `table`, each row with its links."""
        self.header(columns)
        first = self.row
        for row, links in rows:
            self.write(row, links)
        self.keep_header(first)
        return range(first, self.row)

    def header(self, columns: Sequence[Column], bands: Sequence[tuple[str, int]] = ()) -> None:
        """Write the headings of a table; its rows follow.

        `bands` are names over the headings and how many each spans; a heading under "" is as high
        as both.
        """
        self._columns = tuple(columns)
        self._looks = tuple(self._book.look(one, strong=False, linked=False) for one in columns)
        style = self._book.style(**_BORDER | _HEADER)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
            self._sheet.write_string(self.row + bool(bands), place, fitting(column.heading), style)
        if bands:
            self._write_bands(bands, style)
        lines = max(lines_of(column.heading, column.width) for column in columns)
        self._sheet.set_row(self.row, _LINE * lines)
        self.row += 1

    def _write_bands(self, bands: Sequence[tuple[str, int]], style: Any) -> None:
        place, lines = 0, 1
        for name, span in bands:
            own = self._columns[place : place + span]
            if name:
                lines = max(lines, lines_of(name, sum(column.width for column in own)))
                if span > 1:
                    self._sheet.merge_range(self.row, place, self.row, place + span - 1, "", style)
                self._sheet.write_string(self.row, place, fitting(name), style)
            for under, column in enumerate(own, place) if not name else ():
                self._sheet.merge_range(self.row, under, self.row + 1, under, "", style)
                self._sheet.write_string(self.row, under, fitting(column.heading), style)
            place += span
        self._sheet.set_row(self.row, _LINE * lines)
        self.row += 1

    def new_page(self) -> None:
        """Print what follows on a page of its own."""
        self._breaks.append(self.row)
        self._sheet.set_h_pagebreaks(self._breaks)

    def keep_title(self) -> None:
        """Keep the heading of the sheet in view and on every page."""
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)

    def keep_header(self, first: int, *, filtered: bool = True, height: int = 1) -> None:
        """Keep the header over row `first` in view and on every page; filter what is below it.

        `height` is the number of its rows.
        """
        self._sheet.freeze_panes(first, 0)
        self._sheet.repeat_rows(first - height, first - 1)
        if filtered and self.row > first:
            self._sheet.autofilter(first - 1, 0, self.row - 1, len(self._columns) - 1)

    def keep_columns(self, first: int, columns: int) -> None:
        """Keep the first columns in view as well as the header over row `first`."""
        self._sheet.freeze_panes(first, columns)

    def keep_typed(self) -> None:
        """Let what is typed under the headings of the table stay as it is, however far down."""
        style = self._book.style(num_format="@")
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width, style)

    def write(
        self, cells: Sequence[Cell], links: Links = _NO_LINKS, *, strong: bool = False
    ) -> None:
        """Write one row of the table, as high as its words need."""
        lines = 1
        for place, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            look = self._looks[place]
            link = links.get(place)
            if strong or link:
                linked = link is not None and self._link(place, link)
                look = self._book.look(column, strong=strong, linked=linked)
            self._cell(place, cell, look)
            if column.wrap and type(cell) is str:
                lines = max(lines, lines_of(cell, column.width))
        if lines > 1:
            self._sheet.set_row(self.row, min(_LINE * lines, _HIGHEST))
        self.row += 1

    def _cell(self, place: int, cell: Cell, look: _Look) -> None:
        match cell:
            case None:
                self._sheet.write_blank(self.row, place, None, look.text)
            case str():
                self._sheet.write_string(self.row, place, fitting(cell), look.text)
            case int() if abs(cell) < _PRECISE:
                self._sheet.write_number(self.row, place, cell, look.whole)
            case Decimal() if len(cell.as_tuple().digits) <= _DIGITS:
                self._sheet.write_number(self.row, place, cell, look.fraction)
            case int() | Decimal():
                self._sheet.write_string(self.row, place, str(cell), look.text)
            case date() if cell >= _FIRST_DAY:
                self._sheet.write_number(self.row, place, (cell - _DAY_0).days, look.day)
            case date():
                self._sheet.write_string(self.row, place, cell.isoformat(), look.text)

    def _link(self, place: int, link: Link) -> bool:
        """Make the cell a link, unless the sheet has as many as it can hold."""
        if self._links >= _MOST_LINKS:
            return False
        self._links += 1
        self._sheet.ignore_write_string = True  # the cell is written beside, whatever it holds
        self._sheet.write_url(self.row, place, self._book.url(link))
        self._sheet.ignore_write_string = False
        return True

    # ------------------------------------------------------------ lists and charts

    def names(self, names: Sequence[str]) -> None:
        """Write a row that nobody sees: the names by which programs know the columns."""
        for place, name in enumerate(names):
            self._sheet.write_string(self.row, place, plain(name))
        self._sheet.set_row(self.row, None, None, {"hidden": True})
        self.row += 1

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
        (start, end), *others = _runs(rows)
        options = {
            "validate": "list",
            "source": menu.source,
            "show_error": only,
            "error_title": "โปรดเลือกจากรายการ",
            "other_cells": [(first, column, last, column) for first, last in others],
        }
        self._sheet.data_validation(start, column, end, column, options)

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


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Gather rows in order into runs, each by its first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _colour(place: int, answers: int, bars: int) -> str:
    """Choose the colour of a bar: answers in colours, the last of what is no answer darkest."""
    if place < answers:
        return _COLOURS[place % len(_COLOURS)]
    if place == bars - 1:
        return _LAST_GREY
    return _FIRST_GREY if place == answers else _MIDDLE_GREY


def plain(text: str) -> str:
    """Replace what no XML file can hold (XML 1.0, production 2) with a visible mark."""
    return text if text.isprintable() else NO_CHARACTER.sub("\ufffd", text)


def fitting(text: str) -> str:
    """Bring a text to what a cell can hold; one that is too long is cut and says so."""
    text = plain(text)
    if len(text) <= _CELL_LIMIT // 2 or _units(text) <= _CELL_LIMIT:
        return text
    room = 2 * (_CELL_LIMIT - len(CUT))  # bytes
    end = len(text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore"))
    while not is_cluster_start(text, end):
        end -= 1
    return text[:end] + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def number_width(cell: Cell) -> float:
    """Find the width that shows a number in full; a spreadsheet shows one too wide as ####."""
    match cell:
        case Decimal():
            return len(f"{cell:,.2f}") + 2
        case int():
            return len(f"{cell:,}") + 2
        case _:
            return 0


def text_width(text: str) -> float:
    """Find the width that shows a text in one line."""
    return (_points(text) + _PADDING) / _CHARACTER + _SLACK


def _points(text: str) -> float:
    return sum(map(_advance, text)) / EM * _METRIC_POINTS


@cache
def _advance(character: str) -> int:
    return bold().advance(character)


@lru_cache(maxsize=32_768)
def lines_of(text: str, width: float) -> int:
    """Count the lines a text takes in a column of this width in characters."""
    room = width * _CHARACTER - _PADDING
    if "\n" not in text and _points(text) <= room:
        return 1
    return count_lines(text, room, _METRIC_POINTS, bold())
