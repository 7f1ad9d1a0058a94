"""What was written, drawn and merged around the answers, where it is easily overlooked."""

import csv
import io

import pytest
from openpyxl.comments import Comment
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    RAW,
    errors,
    findings,
    members,
    opened,
    packed,
    place,
    raws,
    saved,
    with_rows,
    written,
)
from tests.formats.xlsx.hands import hands
from tests.formats.xlsx.test_foreign import ods

from formgen import formats
from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.cells import parse_address
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Table, TextCell
from formgen.model.form import Field, Form
from formgen.model.note import AUTHOR, signed
from formgen.model.survey import Kind

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
CM = 360_000  # EMU
BELOW = 60  # a row under everything


def questions(count: int) -> Form:
    """A form of so many questions, each in one row."""
    names = [f"q{number}" for number in range(count)]
    fields = tuple(Field(f"{one}.a", one, Kind.TEXT, one) for one in names)
    rows = tuple(
        CellRow(one, (TextCell((Paragraph(f"ข้อ {one}"),)), ResponseCell((f"{one}.a",))))
        for one in names
    )
    return Form("s", 1, "หัวเรื่อง", "th-TH", fields, (Table(("ก", "ข"), (1, 1), rows),))


MANY = questions(14)


def answers_of(form: Form, data: bytes) -> list[str]:
    """The addresses of the answers, from the top."""
    return [place(f"fg_{one.name.replace('.', '__')}", data) for one in form.fields]


def drawn(data: bytes, *anchors: str) -> bytes:
    """The workbook with these shapes over its first sheet."""
    drawing = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DRAWINGML}">{"".join(anchors)}</xdr:wsDr>'
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Target="../drawings/drawing1.xml" Type="{RELATION}"/>'
        "</Relationships>"
    )
    assert RELATIONS not in members(data)
    return packed({**members(data), RELATIONS: related, "xl/drawings/drawing1.xml": drawing})


def corner(tag: str, row: int, column: int) -> str:
    spot = f"<xdr:col>{column - 1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row>"
    return f"<xdr:{tag}>{spot}<xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"


def shape(text: str = "") -> str:
    """A shape as large as nothing, which is for itself to say and not for its anchor."""
    own = '<a:xfrm><a:ext cx="1" cy="1"/></a:xfrm>'
    words = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return f"<xdr:sp><xdr:spPr>{own}</xdr:spPr><xdr:txBody>{words}</xdr:txBody></xdr:sp>"


def in_cell(row: int, column: int, text: str = "") -> str:
    ends = corner("from", row, column) + corner("to", row, column)
    return f"<xdr:twoCellAnchor>{ends}{shape(text)}</xdr:twoCellAnchor>"


def from_cell(row: int, column: int, width: int, height: int) -> str:
    size = f'<xdr:ext cx="{width}" cy="{height}"/>'
    return f"<xdr:oneCellAnchor>{corner('from', row, column)}{size}{shape()}</xdr:oneCellAnchor>"


def on_sheet(left: int, top: int, width: int, height: int) -> str:
    where = f'<xdr:pos x="{left}" y="{top}"/><xdr:ext cx="{width}" cy="{height}"/>'
    return f"<xdr:absoluteAnchor>{where}{shape()}</xdr:absoluteAnchor>"


def typed(address: str, words: object, of: bytes = FILLED) -> bytes:
    book = opened(of, rich_text=True)
    book.worksheets[0][address] = words
    return saved(book)


# ---------------------------------------------------------------- many of them


def test_a_text_box_over_each_of_many_answers_is_told_with_each():
    data = written(of=MANY)
    spots = [parse_address(one) for one in answers_of(MANY, data)]
    over = drawn(data, *(in_cell(*spot, f"ตอบ {n}") for n, spot in enumerate(spots)))
    assert errors(over, MANY) == {("MARK_OUTSIDE", one.name) for one in MANY.fields}


def test_a_comment_at_each_of_many_answers_is_told_with_each():
    data = written(of=MANY)
    book = opened(data, rich_text=True)
    for address in answers_of(MANY, data):
        book.worksheets[0][address].comment = Comment("ไม่มี", "ก")
    assert findings(saved(book), MANY) == [("TEXT_ADDED", one.name) for one in MANY.fields]


def test_pictures_that_touch_no_answer_hide_none_that_does():
    status = parse_address(place("fg_mail__status"))
    far = [in_cell(BELOW + number, 8) for number in range(20)]
    told = findings(drawn(FILLED, *far, in_cell(*status, "ไม่มี")))
    assert ("MARK_OUTSIDE", "mail.status") in told
    assert told.count(("TEXT_ADDED", "")) == 10


# ---------------------------------------------------------------- how far pictures reach


def test_a_picture_reaches_as_far_as_its_size():
    wide = drawn(FILLED, from_cell(1, 1, 25 * CM, 60 * CM))
    assert {name for _, name in errors(wide)} == {one.name for one in FORM.fields}
    assert findings(drawn(FILLED, from_cell(1, 4, CM, CM))) == [("TEXT_ADDED", "")]
    below = drawn(FILLED, from_cell(BELOW, 1, 25 * CM, 60 * CM))
    assert findings(below) == [("TEXT_ADDED", "")]


def test_a_picture_may_be_placed_on_the_sheet_and_not_in_a_cell():
    whole = drawn(FILLED, on_sheet(0, 0, 25 * CM, 60 * CM))
    assert {name for _, name in errors(whole)} == {one.name for one in FORM.fields}
    told = FORMAT.read(FORM, drawn(FILLED, on_sheet(0, 200 * CM, CM, CM))).diagnostics
    assert [(one.code.name, one.field) for one in told] == [("TEXT_ADDED", "")]
    assert parse_address(told[0].at.rpartition("!")[2])[0] > BELOW


def test_rows_made_higher_hold_more_of_a_picture():
    book = opened(FILLED, rich_text=True)
    for row in (2, 3, 4):
        book.worksheets[0].row_dimensions[row].height = 400  # points; 14 cm
    tall = saved(book)
    assert findings(drawn(tall, from_cell(2, 1, 25 * CM, 20 * CM))) == [("TEXT_ADDED", "")]
    assert ("MARK_OUTSIDE", "me.type") in errors(drawn(FILLED, from_cell(2, 1, 25 * CM, 20 * CM)))


@pytest.mark.parametrize(
    "anchor",
    [
        f"<xdr:oneCellAnchor>{corner('from', 1, 1)}{shape()}</xdr:oneCellAnchor>",
        f"<xdr:twoCellAnchor>{corner('from', 1, 1)}{shape()}</xdr:twoCellAnchor>",
        f'<xdr:absoluteAnchor><xdr:ext cx="x"/>{shape()}</xdr:absoluteAnchor>',
    ],
    ids=["cell", "cells", "sheet"],
)
def test_a_picture_of_unknown_size_may_be_over_any_answer(anchor):
    told = errors(drawn(FILLED, anchor))
    assert told == {("MARK_OUTSIDE", one.name) for one in FORM.fields}


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 12, "-5", "x", "", "1e5"])
def test_any_number_in_a_drawing_can_be_read(number):
    anchor = on_sheet(0, 0, CM, CM).replace('y="0"', f'y="{number}"')
    cell = from_cell(1, 1, CM, CM).replace(">0<", f">{number}<")
    assert raws(drawn(FILLED, anchor, cell)) == RAW


# ---------------------------------------------------------------- merged answers


def test_boxes_merged_into_one_are_for_a_person():
    one = written({"tools.used": ("mail",)})
    book = opened(one, rich_text=True)
    mail, sign = place("fg_tools__mail"), place("fg_tools__sign")
    book.worksheets[0].merge_cells(f"{mail}:{sign}")
    (told,) = FORMAT.read(FORM, saved(book)).diagnostics
    assert (told.code.name, told.field) == ("ANSWER_UNSEEN", "tools.used")
    assert dict(told.facts)["raw"] == "✓"


def test_boxes_merged_and_left_open_are_no_matter():
    book = opened(written(), rich_text=True)
    book.worksheets[0].merge_cells(f"{place('fg_tools__mail')}:{place('fg_tools__sign')}")
    assert findings(saved(book)) == []


def test_an_answer_merged_into_that_above_is_for_a_person():
    staff, share = place("fg_staff__answer"), place("fg_share__answer")
    book = opened(FILLED, rich_text=True)
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        if merged.coord.startswith((f"{staff}:", f"{share}:")):
            sheet.unmerge_cells(merged.coord)
    sheet[share] = None
    sheet.merge_cells(f"{staff}:{share}")
    assert findings(saved(book)) == [("ANSWER_UNSEEN", "share.answer")]


# ---------------------------------------------------------------- words of the form, typed


@pytest.mark.parametrize(
    "words", ["☑ ไม่มี", "☑ ประเภท <3> & อื่น", "อีเมล", "ลายมือชื่อ", "☐ มี\n☑ ไม่มี", "จำนวนคน"]
)
def test_words_of_the_form_are_told_where_they_are_not_printed(words):
    data = typed("H11", words)
    assert raws(data) == RAW
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert told.code.name == "CONTROL_UNKNOWN"
    assert told.at.endswith("!H11")
    assert dict(told.facts)["raw"] == words


def test_a_sheet_on_which_nothing_is_as_it_was_printed_is_read():
    book = opened(FILLED, rich_text=True)
    answers = {place(name) for name in book.defined_names if name.startswith("fg_")}
    for row in book.worksheets[0]:
        for one in row:
            if isinstance(one.value, str) and one.coordinate not in answers:
                one.value = "x"
    data = saved(book)
    assert raws(data) == RAW
    assert findings(data).count(("CONTROL_UNKNOWN", "")) == 10


def test_boxes_typed_over_are_told_after_rows_came_between():
    book = opened(written({"mail.status": "have"}), rich_text=True)
    book.worksheets[0]["A12"] = "☐ มี\n☑ ไม่มี\n☐ อยู่ระหว่างดำเนินการ"
    assert errors(saved(book)) == {("STATE_DISAGREES", "mail.status")}
    assert findings(with_rows(saved(book), 12, 1)) == [("CONTROL_UNKNOWN", "")]


def test_boxes_typed_over_in_a_blank_second_copy_are_held_against_its_answer():
    book = opened(written({"mail.status": "have"}), rich_text=True)
    copy = book.copy_worksheet(book.worksheets[0])
    copy["A11"] = None
    assert errors(saved(book)) == set()
    copy["A12"] = "☐ มี\n☑ ไม่มี\n☐ อยู่ระหว่างดำเนินการ"
    assert errors(saved(book)) == {("STATE_DISAGREES", "mail.status")}


def as_csv(data: bytes) -> list[list[str]]:
    rows = opened(data, data_only=True).worksheets[0].iter_rows(values_only=True)
    return [["" if one is None else str(one) for one in row] for row in rows]


def test_a_table_saved_as_text_has_its_boxes_as_words():
    rows = as_csv(FILLED)
    assert csv_findings(rows) == set()
    rows[10][3] = "อีเมล"
    assert ("CONTROL_UNKNOWN", "") in csv_findings(rows)


def csv_findings(rows: list[list[str]]) -> set[tuple[str, str]]:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    told = formats.read(FORM, "csv", file.getvalue().encode()).diagnostics
    return {(one.code.name, one.field) for one in told}


def test_the_whole_form_may_stand_there_twice():
    book = opened(FILLED)
    sheet = book.worksheets[0]
    below = sheet.max_row + 3
    for row in list(opened(FILLED, data_only=True).worksheets[0]):
        for one in row:
            if one.value is not None:
                sheet.cell(one.row + below, one.column, one.value)
    assert errors(saved(book)) == set()
    assert findings(saved(book)) == []
    sheet["H11"] = "อีเมล"
    assert findings(saved(book)) == [("CONTROL_UNKNOWN", "")]


# ---------------------------------------------------------------- in other formats


def in_ods(row: int, column: int, inner: str, of: bytes) -> list[tuple[str, str]]:
    """What is told of a spreadsheet of LibreOffice with this cell."""
    told = formats.read(FORM, "ods", ods(hands(of), {(row, column): inner})).diagnostics
    return [(one.code.name, one.field) for one in told]


def test_boxes_merged_by_libreoffice_are_for_a_person():
    row, column = parse_address(place("fg_tools__mail"))
    merged = '<table:table-cell office:value-type="string" table:number-rows-spanned="{}">'
    box = f"{merged}<text:p>✓</text:p></table:table-cell>"
    one = written({"tools.used": ("mail",)})
    assert in_ods(row, column, box.format(2), one) == [("ANSWER_UNSEEN", "tools.used")]
    assert in_ods(row, column, box.format(1), one) == []


def test_words_behind_our_note_are_told_of_a_spreadsheet_of_libreoffice():
    row, column = parse_address(place("fg_mail__status"))
    ours = f"{AUTHOR}:\n{signed('โปรดแก้')}"

    def noted(text: str) -> list[tuple[str, str]]:
        lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
        note = f"<office:annotation>{lines}</office:annotation><text:p>มี</text:p>"
        cell = f'<table:table-cell office:value-type="string">{note}</table:table-cell>'
        return in_ods(row, column, cell, written({"mail.status": "have"}))

    assert noted(ours) == []
    assert noted(f"{ours}\nไม่มี") == [("TEXT_ADDED", "mail.status")]
    assert noted(ours.replace("โปรดแก้", "โปรดแก้ ไม่มี")) == [("TEXT_ADDED", "mail.status")]
