"""Form -> the parts of its blank workbook, made with openpyxl."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formgen.formats.xlsx import pages, style
from formgen.formats.xlsx.anchors import map_of, to_json
from formgen.formats.xlsx.cells import address, encode_text, letters, quoted
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.names import CLAIM, HIDDEN, PROPERTY, defined_name
from formgen.formats.xlsx.prompts import validation, written_list
from formgen.formats.xlsx.sheet import Sheet
from formgen.formats.xlsx.slots import boxes_text
from formgen.formats.xlsx.status import WIDTH, status_address, status_formula
from formgen.model.form import Field, Form
from formgen.model.identity import claim_text
from formgen.model.survey import Kind
from formgen.thai.linebreak import breaks, clusters

SHEET: Final = "xl/worksheets/sheet1.xml"
"""The part that holds the form."""

CLAIM_PARTS: Final = ("xl/worksheets/sheet2.xml", "docProps/custom.xml")
"""The parts that say which form and which copy the workbook is."""

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - not a moment: the same file for the same form
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_REFERENCE: Final = re.compile(rb"&#([0-9]+);")
_ASCII: Final = 128

_LONGEST_TITLE: Final = 31  # UTF-16 units; of a sheet
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f\s]+")
_RESERVED: Final = ("", "history", HIDDEN)
_LONGEST_CELL: Final = 30_000  # UTF-16 units; a little less than Excel's 32,767
_LONGEST_LITERAL: Final = 120  # a text within a formula may have 255 units, quotes doubled
_LONGEST_FORMULA: Final = 8_000  # a little less than Excel's 8,192
_PIXELS_A_UNIT: Final = 7  # a column's width is counted in digits of the Normal style, Calibri 11
_LISTS: Final = 3  # the row of the hidden sheet that names a list; its choices stand below
_CORE: Final = "docProps/core.xml"
_ZOOM: Final = 120  # per cent; TH Sarabun is a small font

# Excel has no Thai numerals in a footer.  In this font, which Thai offices have for exactly that,
# the codes of 0-9 are drawn as ๐-๙; without it the page number is in Arabic numerals.
_NUMERALS_FONT: Final = "TH SarabunIT๙,Regular"


@dataclass(frozen=True, slots=True)
class Blank:
    """The parts of a blank workbook, and by control the style of an answer that is locked."""

    parts: Mapping[str, bytes]
    locked: Mapping[str, int]


def blank_workbook(form: Form) -> Blank:
    """Make the parts of the workbook that asks for everything and knows nothing yet."""
    sheet = sheet_of(form)
    book = Workbook()
    target = book.active
    if not isinstance(target, Worksheet):
        raise TypeError("a new workbook has no sheet")
    target.title = sheet_title(form.title)
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "veryHidden"
    lists = _hide(hidden, form, sheet)
    locked = _fill(target, form, sheet, lists)
    _set_page(target, form, sheet)
    _name(book, CLAIM, HIDDEN, 1, 2)
    for answer in sheet.answers:
        name = defined_name(answer.control)
        _name(book, name, target.title, answer.spot.row, answer.spot.column)
    book.security = WorkbookProtection(lockStructure=True)
    properties: CustomPropertyList[Any] = book.custom_doc_props  # type: ignore[attr-defined]
    properties.append(StringProperty(name=PROPERTY, value=claim_text(form, None)))
    book.properties.title, book.properties.language = form.title, form.language
    book.properties.creator, book.properties.created = "formgen", _MADE
    return Blank(_parts(book), locked)


def sheet_title(title: str) -> str:
    """Make the name of a sheet from a form's title: whole words, 31 characters at most."""
    plain = _NOT_IN_TITLE.sub(" ", title).strip()
    end = len(plain)
    while len(plain[:end].encode("utf-16-le")) > 2 * _LONGEST_TITLE:
        end -= 1
    if end < len(plain):
        stops = [stop for stop in breaks(plain) if stop <= end]
        end = max(stops or [stop for stop in clusters(plain) if stop <= end])
    plain = plain[:end].strip()
    return "แบบสำรวจ" if plain.casefold() in _RESERVED else plain


def boxes_formula(form: Form, asked: Field, answer: str, prompt: str) -> str:
    """Write the formula that draws the boxes of a question from the cell of its answer."""
    glyphs = form.glyphs
    checked, empty = _literal(f"{glyphs.box_checked} "), _literal(f"{glyphs.box} ")
    lines = [
        f"IF(EXACT(TRIM({answer}),TRIM({label})),{checked},{empty})&{label}"
        for label in (_literal(choice.label) for choice in asked.choices)
    ]
    return "=" + "&CHAR(10)&".join([*lines, _literal(prompt)] if prompt else lines)


def _literal(text: str) -> str:
    pieces = [text[at : at + _LONGEST_LITERAL] for at in range(0, len(text), _LONGEST_LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


# ---------------------------------------------------------------- the sheets


def _hide(hidden: Worksheet, form: Form, sheet: Sheet) -> dict[str, str]:
    """Write what the workbook knows of itself; return the ranges of lists in cells, by field."""
    known = encode_text(to_json(map_of(sheet)))
    starts = range(0, len(known), _LONGEST_CELL)
    texts = {(1, 1): PROPERTY, (1, 2): claim_text(form, None), (2, 1): "map"}
    texts |= {(2, n): known[at : at + _LONGEST_CELL] for n, at in enumerate(starts, 2)}
    ranges: dict[str, str] = {}
    for asked in form.fields:
        labels = _labels(asked)
        if asked.kind is Kind.SELECT_ONE and (asked.dropdown or not written_list(labels)):
            column = len(ranges) + 1
            listed = enumerate([asked.name, *map(encode_text, labels)], _LISTS)
            texts |= {(row, column): text for row, text in listed}
            name, last = letters(column), _LISTS + len(labels)
            ranges[asked.name] = f"{quoted(HIDDEN)}!${name}${_LISTS + 1}:${name}${last}"
    for (row, column), text in texts.items():
        _write(hidden.cell(row, column), text)
    return ranges


def _fill(target: Worksheet, form: Form, sheet: Sheet, lists: Mapping[str, str]) -> dict[str, int]:
    """Write the form; return the styles of locked answers, by control."""
    style.paint(target, sheet)
    for column, width in enumerate(sheet.widths, 1):
        target.column_dimensions[letters(column)].width = width / _PIXELS_A_UNIT
    for row, line in enumerate(sheet.lines, 1):
        target.row_dimensions[row].height = line.height
    for printed in sheet.printed:
        _write(target.cell(printed.spot.row, printed.spot.column), style.rich(printed))
    for boxes in sheet.boxes:
        cell = target.cell(boxes.spot.row, boxes.spot.column)
        formula = boxes_formula(form, form.field(boxes.field), boxes.answer.address, boxes.prompt)
        if len(formula) <= _LONGEST_FORMULA:
            cell.value = formula
        else:
            text = boxes_text(form, form.field(boxes.field), "", boxes.prompt)
            _write(cell, encode_text(text))
    if formula := status_formula(form):
        style.tell(target[status_address(form)], formula)
        target.column_dimensions[letters(len(sheet.widths) + 1)].width = WIDTH
    for answer in sheet.answers:
        listed = lists.get(answer.field) or written_list(_labels(form.field(answer.field)))
        target.add_data_validation(validation(form, answer, listed))
    known = {one.control for one in sheet.answers if form.field(one.field).role is not None}
    return style.locked_styles(target, sheet, known)


def _labels(asked: Field) -> list[str]:
    return [choice.label for choice in asked.choices]


def _write(cell: Cell | MergedCell, text: CellRichText | str) -> None:
    """Write text into a cell, also text that openpyxl would take for a formula or an error."""
    cell.value = text
    cell.data_type = "s"


def _set_page(target: Worksheet, form: Form, sheet: Sheet) -> None:
    """Set how the sheet is printed, shown and protected."""
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", 9  # A4
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.page_margins = PageMargins(**pages.MARGINS, header=0.25)
    target.print_options.horizontalCentered = True
    target.print_area = f"A1:{address(len(sheet.lines), len(sheet.widths))}"
    for row in sheet.breaks:
        target.row_breaks.append(Break(id=row))
    if sheet.header:
        target.print_title_rows = f"{sheet.header}:{sheet.header}"
    if sheet.frozen:
        target.freeze_panes = f"A{sheet.header + 1}"
    footer = HeaderFooterItem()
    footer.left = _HeaderFooterPart(form.code, f"{style.FONT},Regular", 12)
    footer.center = _HeaderFooterPart("หน้า &P จาก &N", _NUMERALS_FONT, 14)
    target.HeaderFooter.oddFooter = footer
    target.sheet_view.zoomScale = _ZOOM
    target.sheet_view.showGridLines = False
    target.protection.enable()
    target.protection.formatRows = target.protection.formatColumns = False  # may be made larger


def _name(book: Workbook, name: str, title: str, row: int, column: int) -> None:
    cell = f"{quoted(title)}!${letters(column)}${row}"
    book.defined_names[name] = DefinedName(name, attr_text=cell)


# ---------------------------------------------------------------- the file


def _parts(book: Workbook) -> dict[str, bytes]:
    """Save a workbook; return its parts without a trace of when."""
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    made = _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts[_CORE] = _MODIFIED.sub(rb"\g<1>" + made, parts[_CORE])
    return {name: _REFERENCE.sub(_character, data) for name, data in parts.items()}


def _character(reference: re.Match[bytes]) -> bytes:
    """Write a character as itself where XML does not need a reference: a third of the size."""
    code = int(reference[1])
    return reference[0] if code < _ASCII else chr(code).encode()
