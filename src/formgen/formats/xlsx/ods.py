"""Bytes of an OpenDocument spreadsheet -> its sheets, names and cells."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from formgen.formats.odf import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Look,
    Odf,
    character,
    inner_text,
)
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.cells import address
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.looks import SIGNS
from formgen.formats.xlsx.number_formats import Formats
from formgen.formats.xlsx.ods_drawn import UNSEEN, Drawn, count
from formgen.formats.xlsx.over import Remark, Shape, remark_of
from formgen.formats.xlsx.parts import Cell, Cells, Hidden, uneven
from formgen.formats.xlsx.shown import is_padded, shows_day, shows_number

_ROW, _CELL, _COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_ROWS_REPEATED: Final = f"{TABLE}number-rows-repeated"
_COLUMNS_REPEATED: Final = f"{TABLE}number-columns-repeated"
_NOTE, _SHAPES = f"{OFFICE}annotation", f"{TABLE}shapes"
_NOT_SAID: Final = frozenset({_NOTE})
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_PLAIN: Final = Formats()
_PER_CENT: Final = Formats(("0%",))
_DIAGONALS: Final = ("diagonal-bl-tr", "diagonal-tl-br")
_NO_LINE: Final = re.compile("none|hidden|0[0.]*[a-z]")  # `0.000cm solid #000000` of Gnumeric
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def read_ods(data: bytes) -> PlainBook:
    """Read a spreadsheet; raise FormgenError for one that is not sound."""
    file = Odf(data, "XLSX")
    body = file.body("spreadsheet")
    tables = [one for one in body if one.tag == f"{TABLE}table"]
    signs = file.styles_with_fonts(SIGNS)
    tabs = [
        Tab(one.get(f"{TABLE}name") or "", _hidden(file, one), str(number))
        for number, one in enumerate(tables)
    ]
    names = list(_names(body, None))
    for number, one in enumerate(tables):
        names += _names(one, number)
    return PlainBook(
        "ods",
        tuple(tabs),
        tuple(_Sheet(file, one, signs).held() for one in tables),
        tuple(names),
        file.properties,
        file.active,
    )


def _hidden(file: Odf, table: etree._Element) -> bool:
    properties = file.style(table.get(f"{TABLE}style-name") or "", f"{STYLE}table-properties")
    return any(one.get(f"{TABLE}display") == "false" for one in properties)


def _names(parent: etree._Element, tab: int | None) -> Iterator[Name]:
    for group in parent.iterchildren(f"{TABLE}named-expressions"):
        for one in group.iterchildren(f"{TABLE}named-range"):
            target = (one.get(f"{TABLE}cell-range-address") or "").partition(":")[0]
            sheet, _, cell = target.rpartition(".")
            formula = f"{sheet.removeprefix('$')}!{cell}"
            yield Name((one.get(f"{TABLE}name") or "").lower(), formula, tab)


class _Sheet:
    """One pass over a table; rows and columns that repeat are counted, not copied."""

    def __init__(self, file: Odf, table: etree._Element, signs: frozenset[str]) -> None:
        self._file = file
        self._table = table
        self._signs = signs
        self._drawn = Drawn(file, table)
        self._columns: list[tuple[int, str]] = []  # how many, and the style of their cells
        self._cells: Cells = {}
        self._remarks: list[Remark] = []
        self._shapes: list[Shape] = []
        self._hidden = Hidden()

    def held(self) -> SheetHeld:
        """Read the table."""
        number = 1
        for column in self._table.iter(f"{TABLE}table-column"):
            style = column.get(f"{TABLE}default-cell-style-name") or ""
            repeated = count(column, _COLUMNS_REPEATED)
            self._columns.append((repeated, style))
            if column.get(f"{TABLE}visibility") in UNSEEN:
                self._hidden.columns.append((number, number + repeated - 1))
            number += repeated
        number = 1
        for row in self._table.iter(_ROW):
            repeated = count(row, _ROWS_REPEATED)
            if row.get(f"{TABLE}visibility") in UNSEEN:
                self._hidden.rows.update(range(number, min(number + repeated, _MOST_ROWS + 1)))
            for copy in range(number, min(number + repeated, _MOST_ROWS + 1)):
                if not self._row(row, copy):
                    break  # nothing stands in it, however often it is repeated
            number += repeated
        for shapes in self._table.iterchildren(_SHAPES):
            self._shapes += [self._drawn.shape(one, None) for one in shapes]
        return SheetHeld(self._cells, tuple(self._remarks), tuple(self._shapes), self._hidden)

    def _row(self, row: etree._Element, number: int) -> bool:
        column, says = 1, False
        for cell in row.iterchildren(_CELL, _COVERED):
            repeated = count(cell, _COLUMNS_REPEATED)
            if len(cell) or cell.get(f"{OFFICE}value-type") or cell.get(f"{TABLE}formula"):
                for copy in range(column, min(column + repeated, _MOST_COLUMNS + 1)):
                    self._cell(cell, number, copy)
                    says = True
            column += repeated
        return says

    def _cell(self, cell: etree._Element, row: int, column: int) -> None:
        at = address(row, column)
        shown = _shown(cell)
        formula = cell.get(f"{TABLE}formula") is not None
        if shown or formula:
            kind = "s" if cell.get(f"{OFFICE}value-type", "string") == "string" else "n"
            kind = "e" if cell.get(f"{_CALC}value-type") == "error" else kind
            style = cell.get(f"{TABLE}style-name") or self._default(column)
            looks = self._looks(cell, style)
            sign = int(style in self._signs)
            struck = self._is_crossed(style) or any(one.struck for one in looks)
            unseen = cell.tag == _COVERED or any(one.unseen for one in looks)
            instead = _instead(cell, shown) if kind == "n" else None
            if any(one.raised for one in looks):
                instead = uneven(self._runs(cell, looks[0]))
            self._cells[at] = Cell(shown, kind, formula, sign, struck, unseen, instead)
            within(len(self._cells))
            self._hidden.merges += _merged(cell, row, column)
        for one in cell:
            if one.tag == _NOTE:
                self._remarks += remark_of(at, inner_text(one).strip())
            elif str(one.tag).startswith(DRAW):
                self._shapes.append(self._drawn.shape(one, (row, column)))

    def _looks(self, cell: etree._Element, style: str) -> tuple[Look, ...]:
        """Tell how a cell looks, and how its words do that say so themselves."""
        of_cell = self._file.look(style)
        spans = {one.get(f"{TEXT}style-name") or "" for one in cell.iter(f"{TEXT}span", f"{TEXT}p")}
        return of_cell, *(self._file.look(one, of_cell) for one in spans if one)

    def _is_crossed(self, style: str) -> bool:
        """Tell whether a line goes through the cell from corner to corner."""
        for one in self._file.style(style, f"{STYLE}table-cell-properties"):
            lines = [line for way in _DIAGONALS if (line := one.get(f"{STYLE}{way}"))]
            if lines:
                return not all(_NO_LINE.match(line) for line in lines)
        return False

    def _runs(self, cell: etree._Element, of_cell: Look) -> Iterator[tuple[str, str]]:
        """Go through the words of a cell, before each `^` if it stands above or below the line."""
        for number, line in enumerate(cell.iterchildren(f"{TEXT}p")):
            of_line = self._file.look(line.get(f"{TEXT}style-name") or "", of_cell)
            yield _height(of_line), "\n" * bool(number) + (line.text or "")
            for one in line:
                look = self._file.look(one.get(f"{TEXT}style-name") or "", of_line)
                yield _height(look), character(one) or inner_text(one)
                yield _height(of_line), one.tail or ""

    def _default(self, column: int) -> str:
        for repeated, style in self._columns:
            if column <= repeated:
                return style
            column -= repeated
        return ""


def _height(look: Look) -> str:
    return "^" if look.raised else ""


def _shown(cell: etree._Element) -> str:
    """Say what a cell holds: a date in ISO 8601, a number in up to 15 digits or as padded."""
    value = cell.get(f"{OFFICE}value") or ""
    match cell.get(f"{OFFICE}value-type"):
        case "date":
            return (cell.get(f"{OFFICE}date-value") or "").removesuffix("T00:00:00")
        case "boolean":
            return (cell.get(f"{OFFICE}boolean-value") or "").upper()
        case "percentage":
            return _PER_CENT.shown(value, 0)
        case "float" | "currency":
            text = _words(cell) or ""
            return text if is_padded(value, text) else _PLAIN.shown(value, 0)
        case _:
            return _words(cell) or ""


def _instead(cell: etree._Element, shown: str) -> str | None:
    """Return the words that a cell shows if they do not say its number or date."""
    text = _words(cell)
    if text is None or text == shown:
        return None
    match cell.get(f"{OFFICE}value-type"):
        case "date":
            same = shows_day(shown, text)
        case "percentage" | "float" | "currency":
            same = shows_number(shown.removesuffix("%"), text)
        case _:
            same = True
    return None if same else text


def _words(cell: etree._Element) -> str | None:
    """Return the words of a cell; None for one that tells its value alone."""
    lines = [inner_text(one) for one in cell.iterchildren(f"{TEXT}p")]
    return "\n".join(lines) if lines else None


def _merged(cell: etree._Element, row: int, column: int) -> list[tuple[int, int, int, int]]:
    """List the cells merged into this one, from the first to the last; none where it is alone."""
    rows, columns = (count(cell, f"{TABLE}number-{axis}-spanned") for axis in ("rows", "columns"))
    return [(row, column, row + rows - 1, column + columns - 1)] if rows * columns > 1 else []
