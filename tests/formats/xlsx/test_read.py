"""What is read back: from copies as they were written, and after all that people do to them."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from tests.clerk.xlsx import fill
from tests.formats.xlsx.forms import (
    BOOK,
    FILLED,
    FORM,
    HIDDEN,
    NOTHING,
    RAW,
    amlo,
    answered,
    cell,
    doubled,
    edited,
    errors,
    findings,
    members,
    nameless,
    opened,
    packed,
    part,
    pasted,
    place,
    raws,
    saved,
    staffing,
    swapped,
    unmapped,
    with_rows,
    without_row,
    written,
)

from formgen.formats.xlsx import FORMAT
from formgen.model.identity import sign
from formgen.model.reading import By

BLANK = written()
TYPED = {**RAW, "tools.used": ["mail", "other"], "staff.answer": 1234}


def text(inner: str) -> str:
    return f'<is><t xml:space="preserve">{inner}</t></is>'


# ---------------------------------------------------------------- as it was written


def test_a_filled_copy_says_what_was_filled_in():
    reading = FORMAT.read(FORM, FILLED)
    assert {name: mark.raw for name, mark in reading.marks.items()} == RAW
    assert reading.diagnostics == ()
    assert {mark.by for mark in reading.marks.values()} == {By.NAME}
    assert reading.claim.digest == FORM.digest
    assert reading.marks["mail.status"].at == f"{opened(FILLED).worksheets[0].title}!A11"
    assert place("fg_mail__status") == "A11"


def test_a_blank_copy_says_nothing():
    assert raws(BLANK) == NOTHING
    assert findings(BLANK) == []


def test_a_copy_filled_by_a_clerk_reads_the_same():
    filled = fill(BLANK, TYPED)
    assert raws(filled) == RAW
    assert findings(filled) == []


XML = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


@given(st.text(XML, max_size=20))
@settings(deadline=None, max_examples=60)
def test_any_words_come_back(words):
    filled = fill(BLANK, {"mail.remark": words})
    assert raws(filled)["mail.remark"] == words


def test_another_library_may_save_it_again():
    assert raws(saved(opened(FILLED))) == RAW
    assert findings(saved(opened(FILLED, rich_text=True))) == []


def test_a_copy_of_another_form_lacks_its_fields():
    reading = FORMAT.read(staffing(), FILLED)
    missing = {one.field for one in reading.diagnostics if one.code.name == "FIELD_MISSING"}
    assert missing == {field.name for field in staffing().fields} - {"tools.specify"}
    assert set(reading.marks) == {"tools.specify"}  # both forms have it


@pytest.mark.parametrize("words", ["จำนวนคน", "อีเมล", "หมายเหตุ", "ลายมือชื่อ"])
def test_an_answer_may_say_what_is_printed_beside_another(words):
    filled = fill(FILLED, {"me.code": words, "mail.remark": words})
    assert raws(filled) == {**RAW, "me.code": words, "mail.remark": words}
    assert findings(filled) == []


# ---------------------------------------------------------------- how cells are stored


def test_texts_may_be_shared_and_in_several_fonts():
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>ไม่</t></si>"
        "<si><r><t>ไม่</t></r><rPh><t>อ่าน</t></rPh><r><rPr><b/></rPr><t>มี</t></r></si></sst>"
    )
    relation = (
        '<Relationship Id="rId99" Target="/xl/sharedStrings.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    data = answered("fg_mail__status", "<v>1</v>", "s")
    data = swapped(data, "</Relationships>", relation, "xl/_rels/workbook.xml.rels")
    data = packed({**members(data), "xl/sharedStrings.xml": strings})
    assert raws(data) == {**RAW, "mail.status": "ไม่มี"}
    assert findings(data) == []


@pytest.mark.parametrize(
    ("inner", "kind", "raw"),
    [
        ("<v>812345678</v>", "", "812345678"),
        ("<v>0.1</v>", "n", "0.1"),
        ("<v>1.1000000000000001</v>", "n", "1.1"),
        ("<v>1234567890123</v>", "", "1234567890123"),
        ("<v>8.12345678E8</v>", "", "812345678"),
        ("<v>nan</v>", "", "nan"),
        ("<v>1</v>", "b", "TRUE"),
        ("<v>0</v>", "b", "FALSE"),
        ("<v>2026-11-22T00:00:00</v>", "d", "2026-11-22"),
        ("<v>ก&#10;ข</v>", "str", "ก\nข"),
        (text("ก_x000D_&#10;ข"), "inlineStr", "ก\nข"),
        (text("_x005F_x0041_"), "inlineStr", "_x0041_"),
        (text(" ก\u200b "), "inlineStr", " ก\u200b "),
        ("", "", ""),
        ("<v></v>", "", ""),
    ],
)
def test_whatever_is_in_a_cell_is_told_as_it_stands(inner, kind, raw):
    data = answered("fg_mail__remark", inner, kind)
    assert raws(data) == {**RAW, "mail.remark": raw}
    assert findings(data) == []


def test_cells_without_an_address_follow_one_another():
    row = '<row><c t="inlineStr"><is><t>ก</t></is></c><c/><c><v>5</v></c></row></sheetData>'
    data = edited(FILLED, lambda xml: xml.replace("</sheetData>", row))
    last = max(int(one) for one in re.findall('<row r="([0-9]+)"', part(FILLED)))
    strays = [one.at.rpartition("!")[2] for one in FORMAT.read(FORM, data).diagnostics]
    assert strays == [f"A{last + 1}", f"C{last + 1}"]


def dated(name: str, number: str, code: str, data: bytes = FILLED) -> bytes:
    """The workbook with a number in a cell that is shown in a format."""
    book = opened(data)
    one = book.worksheets[0][place(name, data)]
    one.value, one.number_format = float(number), code
    return saved(book)


@pytest.mark.parametrize(
    ("number", "code", "raw"),
    [
        ("46348", "yyyy-mm-dd", "2026-11-22"),
        ("46348", "d/m/bbbb", "2026-11-22"),
        ("46348", '[$-107041E]d mmmm yyyy;@', "2026-11-22"),
        ("46348.5", "dd/mm/yy hh:mm", "2026-11-22T12:00:00"),
        ("46348", "General", "46348"),
        ("46348", '0.00 "day"', "46348"),
        ("0.5", "hh:mm", "0.5"),
        ("0.125", "0.0%", "12.5%"),
        ("12.5", "#,##0.00", "12.5"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("9999999", "yyyy-mm-dd", "9999999"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_format_shows_it(number, code, raw):
    assert raws(dated("fg_me__on", number, code))["me.on"] == raw


def test_days_may_be_counted_from_1904():
    data = edited(
        dated("fg_me__on", "44886", "yyyy-mm-dd"),
        lambda xml: xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>'),
        BOOK,
    )
    assert raws(data)["me.on"] == "2026-11-22"


def test_a_formula_is_read_as_last_shown_and_told():
    data = answered("fg_mail__remark", '<f>"ก"&amp;"ข"</f><v>กข</v>', "str")
    assert raws(data)["mail.remark"] == "กข"
    assert findings(data) == [("FORMULA_IN_ANSWER", "mail.remark")]
    data = answered("fg_mail__remark", "<f>A1</f><v></v>")
    assert errors(data) == {("STATE_DISAGREES", "mail.remark")}


# ---------------------------------------------------------------- boxes


@pytest.mark.parametrize("typed", ["✓", "✔", "☑", "√", "/", "\\", "1", "x", "X", "×", "✗", " ✓ "])
def test_a_box_may_be_marked_in_many_ways(typed):
    data = answered("fg_tools__sign", text(typed), "inlineStr", BLANK)
    assert raws(data)["tools.used"] == ("sign",)
    told = [] if typed == "✓" else [("CHOICE_NORMALISED", "tools.used")]
    assert findings(data) == told


def test_a_box_may_hold_a_number_or_a_truth():
    for kind in ("b", ""):
        data = answered("fg_tools__sign", "<v>1</v>", kind, BLANK)
        assert raws(data)["tools.used"] == ("sign",)
        data = answered("fg_tools__sign", "<v>0</v>", kind, BLANK)
        assert raws(data)["tools.used"] == ()


@pytest.mark.parametrize("typed", ["☐", "□", "-", "0", " "])
def test_a_box_may_be_left_open_in_many_ways(typed):
    data = answered("fg_tools__sign", text(typed), "inlineStr", BLANK)
    assert raws(data)["tools.used"] == ()
    assert findings(data) == []


@pytest.mark.parametrize("typed", ["P", "มี", "?", "2"])
def test_what_is_no_mark_is_not_taken_for_one(typed):
    data = answered("fg_tools__sign", text(typed), "inlineStr")
    assert raws(data)["tools.used"] == ("mail", "other")
    assert errors(data) == {("CHOICE_UNKNOWN", "tools.used")}


@pytest.mark.parametrize(("font", "letter"), [("Wingdings 2", "P"), ("Wingdings", "ü")])
def test_a_letter_of_a_font_of_signs_is_a_sign(font, letter):
    book = opened(BLANK)
    one = book.worksheets[0][place("fg_tools__sign")]
    one.value, one.font = letter, Font(name=font)
    assert raws(saved(book))["tools.used"] == ("sign",)


def test_a_cross_among_ticks_may_mean_no():
    data = answered("fg_tools__sign", text("x"), "inlineStr")
    assert raws(data)["tools.used"] == ("mail", "sign", "other")
    assert errors(data) == {("CHOICE_UNKNOWN", "tools.used")}


# ---------------------------------------------------------------- over the boxes, beside them


def over_boxes(typed: str) -> bytes:
    """The workbook with text where the boxes of อีเมล (here: มี) are drawn."""
    data = written({"mail.status": "have"})
    return cell("A12", text(typed), "inlineStr", data)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("☑ มี\n☐ ไม่มี\n☐ อยู่ระหว่างดำเนินการ\nหมายเหตุ", set()),
        ("☐ มี\n☐ ไม่มี\n☐ อยู่ระหว่างดำเนินการ\nหมายเหตุ", set()),
        ("☐ มี\n☑ ไม่มี\n☐ อยู่ระหว่างดำเนินการ", {"STATE_DISAGREES"}),
        ("☑ มี\n/ ไม่มี\n☐ อยู่ระหว่างดำเนินการ", {"STATE_DISAGREES"}),
        ("☐ มี\n☐ ไม่มี แล้ว\n☐ อยู่ระหว่างดำเนินการ", {"MARK_OUTSIDE"}),
        ("☐ มี\nx ไม่มี\n☐ อยู่ระหว่างดำเนินการ", {"MARK_OUTSIDE"}),
    ],
)
def test_boxes_written_over_must_agree_with_the_answer(typed, told):
    data = over_boxes(typed)
    assert raws(data)["mail.status"] == "มี"
    assert errors(data) == {(code, "mail.status") for code in told}


def test_a_mark_may_stand_at_the_label_instead_of_in_the_box():
    book = opened(BLANK)
    box = book.worksheets[0][place("fg_tools__sign")]
    book.worksheets[0].cell(box.row, box.column + 1).value = "✓ ลายมือชื่อ"
    assert ("MARK_OUTSIDE", "tools.used") in errors(saved(book))
    book.worksheets[0].cell(box.row, box.column + 1).value = "ลายมือชื่อ (ดิจิทัล)"
    assert ("MARK_OUTSIDE", "tools.used") in errors(saved(book))  # what it means is not certain
    book.worksheets[0].cell(box.row, box.column + 1).value = "ลายมือชื่อ "
    assert errors(saved(book)) == set()


# ---------------------------------------------------------------- what people do to a workbook


@pytest.mark.parametrize("row", [1, 5, 11, 12])
def test_rows_may_be_inserted(row):
    data = with_rows(FILLED, row, 3)
    assert raws(data) == RAW
    assert errors(data) == set()
    assert {code for code, _ in findings(data)} <= {"ANCHOR_MISSING"}


def test_a_sheet_may_be_renamed_and_others_put_before_it():
    title = "แบบสำรวจทุกชนิด &amp; &lt;ครบ&gt;"
    data = edited(
        FILLED,
        lambda xml: xml.replace(f"'{title}'", "'It''s (ก)!'").replace(f'"{title}"', '"It\'s (ก)!"'),
        BOOK,
    )
    book = opened(data, rich_text=True)
    book.create_sheet("ใหม่", 0)
    for moved in (data, saved(book)):
        reading = FORMAT.read(FORM, moved)
        assert raws(moved) == RAW
        assert reading.marks["me.code"].at.startswith("It's (ก)!!")
        assert reading.diagnostics == ()


def test_notes_on_another_sheet_are_told():
    book = opened(FILLED, rich_text=True)
    book.create_sheet("บันทึก")["B2"] = "โปรดโทรกลับ"
    reading = FORMAT.read(FORM, saved(book))
    assert [(one.code.name, one.at) for one in reading.diagnostics] == [
        ("CONTROL_UNKNOWN", "บันทึก!B2")
    ]


def test_the_hidden_sheet_may_be_deleted():
    data = unmapped(FILLED)
    assert raws(data) == RAW
    assert findings(data) == []
    assert FORMAT.identify(data).digest == FORM.digest  # from the document's properties
    bare = packed({k: v for k, v in members(data).items() if k != "docProps/custom.xml"})
    assert FORMAT.identify(bare) is None
    assert FORMAT.read(FORM, bare).claim is None


def test_the_hidden_sheet_may_be_shown_and_renamed():
    data = edited(
        FILLED,
        lambda xml: (
            xml.replace('state="veryHidden"', "")
            .replace("_formgen'", "x'")
            .replace('name="_formgen"', 'name="x"')
        ),
        BOOK,
    )
    data = packed({k: v for k, v in members(data).items() if k != "docProps/custom.xml"})
    assert FORMAT.identify(data).digest == FORM.digest
    assert findings(data) == []


def test_without_names_the_printed_text_tells_where_answers_are():
    for data in (nameless(FILLED), nameless(unmapped(FILLED))):
        reading = FORMAT.read(FORM, data)
        assert {name: mark.raw for name, mark in reading.marks.items()} == RAW
        assert {mark.by for mark in reading.marks.values()} == {By.ANCHOR}
        assert reading.diagnostics == ()  # every printed text stands in its place


def test_without_names_and_with_a_text_changed_every_answer_is_to_be_checked():
    reading = FORMAT.read(FORM, swapped(nameless(FILLED), "จบแบบสำรวจ", "จบ"))
    assert {name: mark.raw for name, mark in reading.marks.items()} == RAW
    told = {(one.code.name, one.field) for one in reading.diagnostics}
    assert told >= {("FOUND_BY_ANCHOR", name) for name in RAW}


@pytest.mark.parametrize(("down", "right"), [(0, 0), (2, 1), (50, 20)])
def test_values_pasted_into_a_new_workbook_are_found(down, right):
    data = pasted(FILLED, down, right)
    assert FORMAT.identify(data) is None
    assert raws(data) == RAW
    assert errors(data) == set()


def test_without_names_a_text_found_twice_is_not_chosen_from():
    data = nameless(fill(BLANK, {"me.type.specify": "รหัส"}))
    assert ("PLACES_DISAGREE", "me.code") not in errors(data)  # both places are blank
    data = nameless(fill(BLANK, {"me.type.specify": "รหัส", "me.code": "76-001"}))
    assert ("PLACES_DISAGREE", "me.code") in errors(data)


def test_printed_text_may_have_other_blanks():
    data = swapped(nameless(FILLED), "<t>จำนวนคน</t>", "<t> จำนวน คน\u200b</t>")
    assert raws(data) == RAW


def test_a_dragged_cell_is_followed_by_its_name():
    row = '<row r="90"><c r="F90" t="inlineStr"><is><t>มี</t></is></c></row></sheetData>'
    data = edited(cell("A11", ""), lambda xml: xml.replace("</sheetData>", row))
    data = edited(data, lambda xml: xml.replace("$A$11", "$F$90"), BOOK)
    assert raws(data)["mail.status"] == "มี"
    assert findings(data) == [("ANCHOR_MISSING", "mail.status")]


def test_an_answer_at_the_old_place_of_a_moved_name_is_not_overlooked():
    data = edited(FILLED, lambda xml: xml.replace("$A$11", "$F$90"), BOOK)
    assert raws(data)["mail.status"] == ""
    assert errors(data) == {("PLACES_DISAGREE", "mail.status")}


def test_a_deleted_row_takes_its_answer_along():
    data = without_row(FILLED, 11)
    assert raws(data) == {name: raw for name, raw in RAW.items() if name != "mail.status"}
    assert errors(data) == {("FIELD_MISSING", "mail.status")}
    assert "FIXED_TEXT_EDITED" in {code for code, _ in findings(data)}


def test_a_box_that_is_gone_makes_its_field_incomplete():
    row = opened(FILLED).worksheets[0][place("fg_tools__sign")].row
    data = without_row(FILLED, row)
    assert "tools.used" not in raws(data)
    assert ("FIELD_MISSING", "tools.used") in errors(data)


def test_printed_text_that_was_changed_is_told():
    data = swapped(FILLED, "จัดทำเว็บไซต์", "ไม่ต้องจัดทำเว็บไซต์")
    reading = FORMAT.read(FORM, data)
    assert raws(data) == RAW
    facts = {one.code.name: dict(one.facts) for one in reading.diagnostics}
    assert facts["FIXED_TEXT_EDITED"] == {"text": "จัดทำเว็บไซต์"}
    assert facts["CONTROL_UNKNOWN"]["raw"] == "ไม่ต้องจัดทำเว็บไซต์"
    assert errors(data) == set()


def test_a_stray_cell_far_away_is_harmless_and_told():
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    data = edited(FILLED, lambda xml: xml.replace("</sheetData>", row))
    assert raws(data) == RAW
    assert findings(data) == [("CONTROL_UNKNOWN", "")]


def test_a_lying_dimension_is_not_believed():
    data = edited(FILLED, lambda xml: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1"', xml))
    assert raws(data) == RAW


def test_a_name_the_form_does_not_have_is_told():
    title = "แบบสำรวจทุกชนิด &amp; &lt;ครบ&gt;"
    name = f"<definedName name=\"fg_old__field\">'{title}'!$B$4</definedName></definedNames>"
    data = swapped(FILLED, "</definedNames>", name, BOOK)
    reading = FORMAT.read(FORM, data)
    assert [dict(one.facts)["name"] for one in reading.diagnostics] == ["old.field"]


# ---------------------------------------------------------------- two copies in one file


@pytest.mark.parametrize("named", [True, False])
def test_a_second_copy_with_the_same_answers_is_no_matter(named):
    for data in (doubled(FILLED, {}, named=named), doubled(BLANK, {}, named=named)):
        assert errors(data) == set()


@pytest.mark.parametrize("named", [True, False])
def test_a_second_copy_left_blank_is_no_matter(named):
    blanks = {name: None for name in opened(FILLED).defined_names if name.startswith("fg_")}
    data = doubled(FILLED, blanks, named=named)
    assert raws(data) == RAW
    assert errors(data) == set()


@pytest.mark.parametrize("named", [True, False])
def test_a_second_copy_with_other_answers_is_for_a_person(named):
    data = doubled(FILLED, {"fg_mail__status": "มี", "fg_tools__sign": "✓"}, named=named)
    assert raws(data) == RAW
    assert errors(data) == {
        ("SECOND_COPY", ""),
        ("PLACES_DISAGREE", "mail.status"),
        ("PLACES_DISAGREE", "tools.used"),
    }
    second = next(
        one for one in FORMAT.read(FORM, data).diagnostics if one.code.name == "SECOND_COPY"
    )
    places = dict(second.facts)["places"]
    assert [each.rpartition("!")[2] for each in places] == ["A11", "A11"]


def test_the_form_filled_in_on_a_copied_sheet_is_not_lost():
    data = doubled(BLANK, {"fg_mail__status": "มี"})
    assert raws(data) == NOTHING
    assert ("PLACES_DISAGREE", "mail.status") in errors(data)


def test_a_second_copy_may_stand_below_on_the_same_sheet():
    book = opened(FILLED)
    sheet = book.worksheets[0]
    height = sheet.max_row
    for row in list(opened(FILLED, data_only=True).worksheets[0]):
        for one in row:
            if one.value is not None:
                sheet.cell(one.row + height + 3, one.column, one.value)
    same = saved(book)
    assert raws(same) == RAW
    assert errors(same) == set()
    sheet.cell(11 + height + 3, 1).value = "มี"
    doubted = {("PLACES_DISAGREE", "mail.status"), ("STATE_DISAGREES", "mail.status")}
    assert errors(saved(book)) == {("SECOND_COPY", ""), *doubted}


# ---------------------------------------------------------------- who it says it is


def test_two_claims_that_differ_are_for_a_person():
    other = str(sign(bytes(32), "2569-1", 9, FORM.digest))
    data = swapped(FILLED, '"token":""', f'"token":"{other}"', HIDDEN)
    reading = FORMAT.read(FORM, data)
    assert str(reading.claim.token) == other
    assert [one.code.name for one in reading.diagnostics] == ["PLACES_DISAGREE"]


def test_another_workbook_claims_nothing():
    book = opened(FILLED)
    del book["_formgen"]
    assert FORMAT.identify(packed({**members(saved(book)), "docProps/custom.xml": "<a/>"})) is None


def test_a_claim_that_is_none_is_passed_over():
    data = swapped(FILLED, '{"formgen":1', '{"formgen":2', HIDDEN)
    assert FORMAT.identify(data).digest == FORM.digest
    data = edited(data, lambda xml: xml.replace("formgen", "other"), "docProps/custom.xml")
    assert FORMAT.identify(data) is None


def test_a_map_that_is_damaged_is_made_anew():
    data = swapped(FILLED, '{"anchors":', '{"anchors":1,"x":', HIDDEN)
    assert raws(nameless(data)) == RAW


def test_reading_takes_a_fraction_of_what_openpyxl_needs():
    data = written(of=amlo())

    def fastest(job):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            job()
            times.append(time.perf_counter() - started)
        return min(times)

    FORMAT.read(amlo(), data)
    assert fastest(lambda: FORMAT.read(amlo(), data)) * 5 < fastest(lambda: opened(data))
