"""What people do to a workbook, one operation at a time: right, or told; never silently wrong."""

import io
from datetime import date

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from PIL import Image as Picture
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    NOTHING,
    RAW,
    SHEET,
    errors,
    findings,
    members,
    opened,
    packed,
    part,
    place,
    raws,
    saved,
    swapped,
    with_rows,
    written,
)
from tests.formats.xlsx.hands import hands

from formgen.formats.xlsx import FORMAT
from formgen.model.note import Note
from formgen.model.response import Match
from formgen.response import interpret

BLANK = written()
MAIL, SIGN = (11, 1), (20, 3)


def values(data):
    return {
        name: one.value
        for name, one in interpret(FORM, FORMAT.read(FORM, data), Match.EXACT).answers.items()
    }


def typed(address: str, value: object, of: bytes = FILLED) -> bytes:
    book = opened(of, rich_text=True)
    book.worksheets[0][address].value = value
    return saved(book)


# ---------------------------------------------------------------- rows and columns


def test_rows_that_are_sorted_are_for_a_person():
    held = hands(FILLED)
    held.sort(4, 7, 2, down=True)  # the labels go along, the names do not
    assert values(held.saved())["me.code"] is None
    told = errors(held.saved())
    assert told >= {("PLACES_DISAGREE", name) for name in ("me.code", "me.on")}


def test_an_answer_that_nothing_proves_after_sorting_is_for_a_person():
    held = hands(written({"me.type.specify": "ก"}))
    held.sort(5, 7, 1, down=False)
    assert ("ROWS_SORTED", "me.type.specify") in errors(held.saved())


def test_rows_that_are_cut_and_put_elsewhere_keep_their_answers():
    held = hands(FILLED)
    held.move_rows(4, 1, 8)
    assert raws(held.saved()) == RAW
    assert errors(held.saved()) == set()


@pytest.mark.parametrize("column", [1, 2, 4])
def test_columns_may_be_inserted(column):
    held = hands(FILLED)
    held.insert(1, column, 2)
    assert raws(held.saved()) == RAW
    assert {code for code, _ in findings(held.saved())} <= {"ANCHOR_MISSING"}


def test_a_column_that_is_deleted_takes_its_answers_along():
    held = hands(FILLED)
    held.delete(1, 1, 1)
    marks = raws(held.saved())
    assert "mail.status" not in marks
    assert ("FIELD_MISSING", "mail.status") in errors(held.saved())
    assert {name: marks[name] for name in ("me.code", "tools.used")} == {
        name: RAW[name] for name in ("me.code", "tools.used")
    }


def test_a_title_row_may_be_deleted():
    held = hands(FILLED)
    held.delete(0, 10, 1)
    assert raws(held.saved()) == RAW
    assert findings(held.saved()) == [("FIXED_TEXT_EDITED", "")]


def test_a_filter_left_on_and_hidden_rows_hide_no_answer():
    book = opened(FILLED, rich_text=True)
    sheet = book.worksheets[0]
    sheet.auto_filter.ref = "A9:D17"
    for row in (15, 16, 17):
        sheet.row_dimensions[row].hidden = True
    assert raws(saved(book)) == RAW
    assert findings(saved(book)) == [
        ("ANSWER_HIDDEN", "web.status"), ("ANSWER_HIDDEN", "web.remark")
    ]  # fmt: skip


def test_answers_merged_by_hand():
    book = opened(FILLED, rich_text=True)
    book.worksheets[0].merge_cells("A11:B12")  # over the text beside, which goes
    assert raws(saved(book)) == RAW
    assert ("FIXED_TEXT_EDITED", "") in findings(saved(book))
    held = hands(FILLED)
    held.merge((10, 1), MAIL)  # the title swallows the answer
    assert values(held.saved())["mail.status"] is None
    assert raws(held.saved()) == {**RAW, "mail.status": ""}


def test_rows_inserted_inside_a_question_are_no_matter():
    data = with_rows(FILLED, 12, 3)
    assert raws(data) == RAW
    assert errors(data) == set()


# ---------------------------------------------------------------- the workbook


def test_the_sheet_copied_to_a_new_workbook_keeps_its_answers_and_no_claim():
    held = hands(FILLED)
    held.copy_out()
    assert raws(held.saved()) == RAW
    assert findings(held.saved()) == []
    assert FORMAT.identify(held.saved()) is None


def test_values_pasted_as_text_into_a_new_workbook():
    held = hands(FILLED)
    held.paste_values(2, 1)
    assert raws(held.saved()) == RAW
    assert findings(held.saved()) == []


def test_something_jotted_down_beside_pasted_values_makes_all_of_them_doubtful():
    held = hands(FILLED)
    held.paste_values(0, 0)
    held.write((30, 1), "มี")
    assert {code for code, _ in findings(held.saved())} == {"FOUND_BY_ANCHOR", "CONTROL_UNKNOWN"}


def test_the_sheet_of_the_form_may_be_hidden_behind_another():
    book = opened(FILLED, rich_text=True)
    book.create_sheet("ใหม่")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 2
    assert raws(saved(book)) == RAW


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("entered", "value"), [("มี ", "have"), ("\u200bมี", "have"), ("ไม่ มี", "none")]
)
def test_a_choice_with_blanks_nobody_sees_is_that_choice(entered, value):
    data = typed("A11", entered)
    assert raws(data)["mail.status"] == entered
    assert values(data)["mail.status"] == value
    response = interpret(FORM, FORMAT.read(FORM, data), Match.EXACT)
    assert next(one.code.name for one in response.diagnostics) == "CHOICE_NORMALISED"


@pytest.mark.parametrize("entered", ["มีแล้ว", "มี / ไม่มี", "✓", 1, True])
def test_what_is_no_choice_is_for_a_person(entered):
    assert values(typed("A11", entered))["mail.status"] is None


def test_an_answer_may_be_in_several_fonts():
    rich = CellRichText("ไม่", TextBlock(InlineFont(b=True, color="FF0000"), "มี"))
    assert raws(typed("A11", rich)) == {**RAW, "mail.status": "ไม่มี"}


@pytest.mark.parametrize(
    ("entered", "certain"),
    [
        ("22/11/2569", True),
        ("๒๒/๑๑/๒๕๖๙", True),
        ("2026-11-22", True),
        ("22 พฤศจิกายน พ.ศ. ๒๕๖๙", True),
        (date(2026, 11, 22), True),
        ("11/22/2569", False),
        ("ปลายเดือน", False),
    ],
)
def test_dates_typed_as_text_or_as_dates_in_either_era(entered, certain):
    data = typed(place("fg_me__on"), entered)
    response = interpret(FORM, FORMAT.read(FORM, data), Match.EXACT)
    assert response.answers["me.on"].value == ("2026-11-22" if certain else None)
    told = {(one.code.name, one.field) for one in response.diagnostics}
    assert (("NOT_A_DATE", "me.on") in told) is not certain


@pytest.mark.parametrize(
    ("entered", "raw"), [(812345678, "812345678"), (0.5, "0.5"), (True, "TRUE")]
)
def test_a_number_in_a_remark_is_kept(entered, raw):
    assert raws(typed("A13", entered))["mail.remark"] == raw


@pytest.mark.parametrize(
    ("font", "letter", "ticked"),
    [
        ("Wingdings", "ü", True),
        ("Wingdings", "þ", True),
        ("Wingdings 2", "P", True),
        ("Wingdings 2", "R", True),
        ("Tahoma", "P", False),
    ],
)
def test_signs_count_by_their_font(font, letter, ticked):
    book = opened(BLANK)
    one = book.worksheets[0].cell(*SIGN)
    one.value, one.font = letter, Font(name=font)
    assert values(saved(book))["tools.used"] == (("sign",) if ticked else None)
    assert (("CHOICE_UNKNOWN", "tools.used") in errors(saved(book))) is not ticked


def test_the_header_of_a_table_that_was_edited_is_told():
    data = typed("B9", "สถานะและการเตรียมการ")
    assert raws(data) == RAW
    assert findings(data) == [("FIXED_TEXT_EDITED", ""), ("CONTROL_UNKNOWN", "")]


def test_the_head_of_the_page_says_nothing():
    book = opened(FILLED, rich_text=True)
    book.worksheets[0].oddHeader.center.text = "หัวกระดาษ"
    assert findings(saved(book)) == []


# ---------------------------------------------------------------- over the cells


def commented(address: str, text: str) -> bytes:
    book = opened(FILLED, rich_text=True)
    book.worksheets[0][address].comment = Comment(text, "ก")
    return saved(book)


def test_a_comment_is_told_with_the_answer_at_which_it_stands():
    data = commented("A11", "ยังไม่แน่ใจ")
    assert raws(data) == RAW
    (one,) = FORMAT.read(FORM, data).diagnostics
    assert (one.code.name, one.field) == ("TEXT_ADDED", "mail.status")
    assert dict(one.facts)["text"] == "ความเห็น: ยังไม่แน่ใจ"
    assert findings(commented("B9", "ถาม")) == [("TEXT_ADDED", "")]


def test_a_comment_of_an_earlier_return_is_not_told():
    at = FORMAT.read(FORM, FILLED).marks["mail.status"].at
    marked = FORMAT.mark(FILLED, [Note(at, "mail.status", "โปรดแก้")])
    assert findings(marked) == []
    theirs = FORMAT.mark(commented("A11", "ทราบ"), [Note(at, "mail.status", "โปรดแก้")])
    (one,) = FORMAT.read(FORM, theirs).diagnostics
    assert dict(one.facts)["text"] == "ความเห็น: ทราบ"


def with_picture(address: str) -> bytes:
    book = opened(FILLED, rich_text=True)
    file = io.BytesIO()
    Picture.new("RGB", (12, 12)).save(file, "PNG")
    book.worksheets[0].add_image(Image(file), address)
    return saved(book)


def test_a_picture_over_a_box_may_be_a_tick():
    data = with_picture("C20")
    assert errors(data) == {("MARK_OUTSIDE", "tools.used")}
    assert values(data)["tools.used"] is None


def test_a_picture_elsewhere_is_told():
    data = with_picture("C30")
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "")]


def with_text_box(row: int, column: int, text: str) -> bytes:
    drawn = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
        f"<xdr:from><xdr:col>{column - 1}</xdr:col><xdr:row>{row - 1}</xdr:row></xdr:from>"
        f"<xdr:to><xdr:col>{column - 1}</xdr:col><xdr:row>{row - 1}</xdr:row></xdr:to>"
        f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Target="../drawings/drawing1.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
    )
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    assert relations not in members(FILLED)
    return packed({**members(FILLED), relations: related, "xl/drawings/drawing1.xml": drawn})


def test_words_in_a_text_box_over_an_answer_are_for_a_person():
    data = with_text_box(12, 1, "ตอบแล้ว")
    (one,) = FORMAT.read(FORM, data).diagnostics
    assert (one.code.name, one.field) == ("MARK_OUTSIDE", "mail.status")
    assert dict(one.facts)["raw"] == "ตอบแล้ว"
    assert findings(with_text_box(1, 4, "ด่วน")) == [("TEXT_ADDED", "")]


def test_a_drawing_that_is_damaged_hides_no_answer():
    inner = members(with_text_box(1, 4, "ด่วน"))
    data = packed({**inner, "xl/drawings/drawing1.xml": b"<a>"})
    assert raws(data) == RAW


def test_texts_with_no_cell_for_them_are_told_where_they_stand():
    data = swapped(FILLED, "</sheetData>", '<row r="60"><c r="B60"><v>5</v></c></row></sheetData>')
    assert 'r="B60"' in part(data, SHEET)
    assert findings(data) == [("CONTROL_UNKNOWN", "")]


def test_a_blank_form_with_everything_cleared_answers_nothing():
    held = hands(BLANK)
    for spot in held.asked:
        held.write(spot, "")
    assert raws(held.saved()) == NOTHING
    assert findings(held.saved()) == []
