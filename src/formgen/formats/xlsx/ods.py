"""Bytes of an OpenDocument spreadsheet -> its sheets, names and cells."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from formgen.formats.odf import DRAW, OFFICE, STYLE, TABLE, TEXT, Odf, inner_text
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.cells import address, parse_address
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld, within
from formgen.formats.xlsx.looks import SIGNS
from formgen.formats.xlsx.number_formats import Formats
from formgen.formats.xlsx.over import OURS, Remark, Shape
from formgen.formats.xlsx.parts import Cell, Cells, Hidden

_ROW, _CELL, _COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_ROWS_REPEATED: Final = f"{TABLE}number-rows-repeated"
_COLUMNS_REPEATED: Final = f"{TABLE}number-columns-repeated"
_NOTE, _SHAPES = f"{OFFICE}annotation", f"{TABLE}shapes"
_NOT_SAID: Final = frozenset({_NOTE})
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_PLAIN: Final = Formats()
_PER_CENT: Final = Formats(("0%",))
_UNSEEN: Final = ("collapse", "filter")
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
            repeated = _count(column, _COLUMNS_REPEATED)
            self._columns.append((repeated, style))
            if column.get(f"{TABLE}visibility") in _UNSEEN:
                self._hidden.columns.append((number, number + repeated - 1))
            number += repeated
        number = 1
        for row in self._table.iter(_ROW):
            repeated = _count(row, _ROWS_REPEATED)
            if row.get(f"{TABLE}visibility") in _UNSEEN:
                self._hidden.rows.update(range(number, min(number + repeated, _MOST_ROWS + 1)))
            for copy in range(number, min(number + repeated, _MOST_ROWS + 1)):
                if not self._row(row, copy):
                    break  # nothing stands in it, however often it is repeated
            number += repeated
        for shapes in self._table.iterchildren(_SHAPES):
            self._shapes += [_shape(one, (1, 1)) for one in shapes]
        return SheetHeld(self._cells, tuple(self._remarks), tuple(self._shapes), self._hidden)

    def _row(self, row: etree._Element, number: int) -> bool:
        column, says = 1, False
        for cell in row.iterchildren(_CELL, _COVERED):
            repeated = _count(cell, _COLUMNS_REPEATED)
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
            struck, unseen = self._looks(cell, style)
            sign = int(style in self._signs)
            covered = cell.tag == _COVERED
            self._cells[at] = Cell(shown, kind, formula, sign, struck, unseen or covered)
            within(len(self._cells))
        for one in cell:
            if one.tag == _NOTE:
                text = inner_text(one).strip()
                kept = text.partition(f"\n{OURS}")[0]
                self._remarks += [] if text.startswith(OURS) else [Remark(at, kept)]
            elif str(one.tag).startswith(DRAW):
                self._shapes.append(_shape(one, (row, column)))

    def _looks(self, cell: etree._Element, style: str) -> tuple[bool, bool]:
        """Tell whether words of a cell are crossed out, and whether some cannot be seen."""
        of_cell = self._file.look(style)
        spans = {one.get(f"{TEXT}style-name") or "" for one in cell.iter(f"{TEXT}span", f"{TEXT}p")}
        looks = (of_cell, *(self._file.look(one, of_cell) for one in spans if one))
        return any(one.struck for one in looks), any(one.unseen for one in looks)

    def _default(self, column: int) -> str:
        for count, style in self._columns:
            if column <= count:
                return style
            column -= count
        return ""


def _shown(cell: etree._Element) -> str:
    """Say what a cell shows: a date in ISO 8601, a number in up to 15 digits."""
    value = cell.get(f"{OFFICE}value") or ""
    match cell.get(f"{OFFICE}value-type"):
        case "date":
            return (cell.get(f"{OFFICE}date-value") or "").removesuffix("T00:00:00")
        case "boolean":
            return (cell.get(f"{OFFICE}boolean-value") or "").upper()
        case "percentage":
            return _PER_CENT.shown(value, 0)
        case "float" | "currency":
            return _PLAIN.shown(value, 0)
        case _:
            lines = (inner_text(one) for one in cell.iterchildren(f"{TEXT}p"))
            return "\n".join(lines)


def _shape(element: etree._Element, first: tuple[int, int]) -> Shape:
    """Describe a picture or shape; where it ends is told as `Sheet.B7`."""
    end = (element.get(f"{TABLE}end-cell-address") or "").rpartition(".")[2]
    return Shape(first, parse_address(end) or first, inner_text(element).strip())


def _count(element: etree._Element, attribute: str) -> int:
    text = element.get(attribute, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1  # noqa: PLR2004
