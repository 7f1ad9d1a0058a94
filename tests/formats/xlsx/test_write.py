"""What a written workbook is, seen by another library."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from tests.formats.xlsx.forms import (
    BOOK,
    FILLED,
    FORM,
    HIDDEN,
    RAW,
    SHEET,
    VALUES,
    amlo,
    choice_form,
    errors,
    form_of,
    members,
    opened,
    part,
    place,
    raws,
    read_by_column,
    staffing,
    written,
)
from tests.test_fidelity import CONTENT, check

from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.workbook import boxes_formula, sheet_title
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Table, TextCell
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.form import Field, Form
from formgen.model.identity import BLANK, sign
from formgen.model.survey import Kind

TOKEN = sign(bytes(32), "2569-1", 12, FORM.digest)
ISSUED = written({"me.code": "76-001", "me.type": "t3", "me.on": "2026-11-22"}, token=TOKEN)


def rule(book, address):
    """The data validation of a cell."""
    (found,) = (
        one for one in book.worksheets[0].data_validations.dataValidation if address in one.sqref
    )
    return found


# ---------------------------------------------------------------- the file


def test_the_same_form_gives_the_same_bytes():
    command = "import sys; from tests.formats.xlsx.forms import FILLED\n"
    command += "sys.stdout.buffer.write(FILLED)"
    once, again = (
        subprocess.run(
            [sys.executable, "-c", command],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src:.", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Bangkok"))
    )
    assert once == again == FILLED


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
def test_a_form_is_small(form):
    data = FORMAT.write(form, BLANK).data
    assert len(data) < 20_000
    assert "&#" not in part(data).replace("&#10;", "")


def test_the_document_says_what_it_is():
    book = opened(FILLED)
    assert book.properties.title == FORM.title
    assert book.properties.language == "th-TH"
    assert book.properties.created == book.properties.modified
    assert book.custom_doc_props["formgen"].value == book["_formgen"]["B1"].value
    assert FORM.digest in book["_formgen"]["B1"].value


def test_people_see_one_sheet():
    book = opened(FILLED)
    assert [(one.title, one.sheet_state) for one in book] == [
        ("แบบสำรวจทุกชนิด & <ครบ>", "visible"),
        ("_formgen", "veryHidden"),
    ]
    assert book.security.lockStructure
    assert book.active.title == "แบบสำรวจทุกชนิด & <ครบ>"


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("แบบสำรวจสถานะทางอิเล็กทรอนิกส์ของสำนักงาน ปปง.", "แบบสำรวจสถานะทางอิเล็กทรอนิกส์"),
        ("ก/ข [ค]: ง*จ?ฉ\\ช", "ก ข ค ง จ ฉ ช"),
        ("'อ้าง'", "อ้าง"),
        ("a" * 40, "a" * 31),
        ("กี่" * 40, "กี่" * 10),
        ("😀" * 40, "😀" * 15),
        ("History", "แบบสำรวจ"),
        ("_formgen", "แบบสำรวจ"),
        ("//", "แบบสำรวจ"),
    ],
)
def test_a_sheet_is_named_after_the_form_as_far_as_excel_lets_it(title, named):
    assert sheet_title(title) == named


def test_a_title_with_a_quote_can_be_pointed_at():
    form = replace(choice_form("ก", "ข"), title="It's 5'")
    assert raws(written({"q.a": "c1"}, of=form), form) == {"q.a": "ข"}


# ---------------------------------------------------------------- the page


def test_it_is_printed_on_a4_on_its_side_and_fits_its_width():
    data = FORMAT.write(amlo(), BLANK).data
    sheet = opened(data).worksheets[0]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$16:$16"
    assert sheet["A16"].value == "สถานะ"
    assert sheet.print_area.endswith(f"$A$1:$D${sheet.max_row}")
    assert len(sheet.row_breaks.brk) == 6
    points = sum(sheet.column_dimensions[name].width for name in "ABCD") * 7 * 0.75
    assert 760 < points < (297 / 25.4 - 1) * 72


def test_the_footer_counts_pages_and_names_the_form():
    footer = opened(FILLED).worksheets[0].oddFooter
    assert footer.left.text.strip() == FORM.code
    assert footer.center.text.strip() == "หน้า &P จาก &N"
    assert footer.center.font == "TH SarabunIT๙,Regular"  # draws 0-9 as ๐-๙


def test_every_word_is_in_th_sarabun():
    sheet = opened(FILLED).worksheets[0]
    fonts = {cell.font.name for row in sheet for cell in row if cell.value is not None}
    sizes = {cell.font.sz for row in sheet for cell in row if cell.value is not None}
    assert (fonts, sizes) == ({"TH SarabunPSK"}, {14.0, 16.0})


def test_strong_words_are_bold_and_the_others_are_not():
    sheet = opened(FILLED, rich_text=True).worksheets[0]
    rich = [
        [(str(run), bool(run.font.b)) for run in cell.value if isinstance(run, TextBlock)]
        for row in sheet
        for cell in row
        if isinstance(cell.value, CellRichText)
    ]
    assert [("โปรดใส่ ✓ ใน ☐ ที่ตรงกับ", False), ("ความจริง", True)] in rich
    (guidance,) = (runs for runs in rich if runs[0] == ("ข้อเสนอแนะ", True))
    assert ("หนึ่ง", True) in guidance


# ---------------------------------------------------------------- the answers


def test_only_answers_can_be_changed():
    book = opened(FILLED)
    sheet = book.worksheets[0]
    answers = {
        name.attr_text.rpartition("!")[2].replace("$", "")
        for key, name in book.defined_names.items()
        if key.startswith("fg_")
    }
    open_cells = {
        cell.coordinate
        for row in sheet
        for cell in row
        if not cell.protection.locked and not isinstance(cell, MergedCell)
    }
    assert open_cells == answers
    assert len(answers) == len(VALUES) + 2  # three boxes are one field
    assert sheet.protection.sheet
    assert not sheet.protection.formatRows  # a row may be made higher
    assert not sheet.protection.formatColumns


def test_answers_look_like_answers_and_say_what_they_want():
    book = opened(FILLED)
    sheet = book.worksheets[0]
    for key, name in book.defined_names.items():
        if key.startswith("fg_"):
            cell = sheet[name.attr_text.rpartition("!")[2].replace("$", "")]
            assert cell.fill.fgColor.rgb == "FFFFF2CC", key
            assert {cell.border.left.style, cell.border.bottom.style} == {"thin"}
            said = rule(book, cell.coordinate)
            assert said.showInputMessage
            assert 0 < len(said.promptTitle) <= 32
            assert len(said.prompt) <= 255
            assert len(said.error or "") <= 225
    status = rule(book, place("fg_mail__status"))
    assert status.formula1 == '"มี,ไม่มี,อยู่ระหว่างดำเนินการ"'
    assert (status.type, status.errorStyle, status.showErrorMessage) == ("list", None, True)
    assert status.prompt.startswith("อีเมล : สถานะ")
    assert "มี / ไม่มี" in status.error


def test_numbers_dates_and_long_texts_are_checked_while_typing():
    book = opened(FILLED)
    assert rule(book, place("fg_staff__answer")).type == "whole"
    assert rule(book, place("fg_share__answer")).type == "decimal"
    assert "๒๒ พฤศจิกายน ๒๕๖๙" in rule(book, place("fg_me__on")).prompt
    remark = rule(book, place("fg_mail__remark"))
    assert (remark.type, remark.formula1, remark.errorStyle) == ("textLength", "500", "warning")
    assert "๕๐๐" in remark.prompt
    sheet = book.worksheets[0]
    assert sheet[place("fg_mail__remark")].number_format == "@"  # 012 and =1+1 stay as typed
    assert sheet[place("fg_staff__answer")].number_format == "General"


def test_many_choices_are_listed_on_the_hidden_sheet():
    book = opened(FILLED)
    range_ = rule(book, place("fg_me__type")).formula1
    sheet, cells = range_.replace("$", "").split("!")
    assert sheet == "'_formgen'"
    listed = [row[0].value for row in book["_formgen"][cells]]
    assert listed == [choice.label for choice in FORM.field("me.type").choices]


@pytest.mark.parametrize(
    "labels", [("ก, ข", "ค"), ('"ก"', "ค"), (" ก", "ค"), ("ก" * 250, "ข" * 6), ("😀" * 127, "ข")]
)
def test_choices_that_cannot_be_written_into_the_cell_are_listed_too(labels):
    form = choice_form(*labels)
    data = written({"q.a": "c0"}, of=form)
    assert rule(opened(data), place("fg_q__a", data)).formula1.startswith("'_formgen'!$A$4:$A$5")
    assert raws(data, form)["q.a"] == labels[0]


def test_boxes_show_what_is_chosen_before_anything_is_calculated():
    sheet = opened(FILLED, data_only=True).worksheets[0]
    status = sheet[place("fg_mail__status")]
    assert status.value == "อยู่ระหว่างดำเนินการ"
    drawn = sheet.cell(status.row + 1, status.column).value
    assert drawn == "☐ มี\n☐ ไม่มี\n☑ อยู่ระหว่างดำเนินการ\nหมายเหตุ"
    formula = opened(FILLED).worksheets[0].cell(status.row + 1, status.column).value
    assert formula.startswith("=IF(EXACT(TRIM(")
    assert formula.endswith('&CHAR(10)&"หมายเหตุ"')


def test_a_formula_quotes_any_label():
    form = choice_form('มี "อื่น" & =1', "ก" * 600)
    formula = boxes_formula(form, form.field("q.a"), "A7", "")
    assert 'TRIM("มี ""อื่น"" & =1")' in formula
    strings = re.findall('"((?:[^"]|"")*)"', formula)
    assert max(map(len, strings)) <= 255
    assert "".join(one for one in strings if set(one) == {"ก"}) == "ก" * 1200


def test_boxes_too_long_for_a_formula_are_written_out():
    labels = [letter * 1500 for letter in "กขค"]
    form = choice_form(*labels)
    data = written({"q.a": "c1"}, of=form)
    sheet = opened(data).worksheets[0]
    status = sheet[place("fg_q__a", data)]
    drawn = sheet.cell(status.row + 1, status.column).value
    assert drawn == "\n".join((f"☐ {labels[0]}", f"☑ {labels[1]}", f"☐ {labels[2]}"))
    assert raws(data, form) == {"q.a": labels[1]}


def test_ticks_stand_beside_their_labels():
    sheet = opened(FILLED).worksheets[0]
    ticks = {
        sheet.cell(cell.row, cell.column + 1).value: cell.value
        for code in ("mail", "sign", "other")
        for cell in [sheet[place(f"fg_tools__{code}")]]
    }
    assert ticks == {"อีเมล": "✓", "ลายมือชื่อ": None, "อื่น ๆ": "✓"}


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (1234, 1234), (-(10**15) + 1, -(10**15) + 1), (10**16 + 1, str(10**16 + 1)),
    ],
)  # fmt: skip
def test_a_number_is_a_number_while_it_keeps_its_digits(value, stored):
    form = form_of(Field("q.a", "q", Kind.INTEGER, "จำนวน"))
    data = written({"q.a": value}, of=form)
    assert opened(data).worksheets[0][place("fg_q__a", data)].value == stored
    assert raws(data, form) == {"q.a": str(value)}


@pytest.mark.parametrize("value", ["12.5", "0.1", "-0.000001", "123456789012.123456789", "1.50"])
def test_a_decimal_comes_back_digit_by_digit(value):
    form = form_of(Field("q.a", "q", Kind.DECIMAL, "ร้อยละ"))
    assert raws(written({"q.a": value}, of=form), form) == {"q.a": value}


@pytest.mark.parametrize(
    "text", ["=1+1", "#N/A", "0123", "1e5", "TRUE", "_x0041_", "_x000D_", " ก "]
)
def test_words_are_never_a_formula_or_a_number(text):
    form = form_of(Field("q.a", "q", Kind.TEXT, "ข้อความ"))
    data = written({"q.a": text}, of=form)
    assert "<f>" not in part(data)
    assert raws(data, form) == {"q.a": text}


def test_a_line_ends_with_lf():
    form = form_of(Field("q.a", "q", Kind.TEXT, "ข้อความ", multiline=True))
    data = written({"q.a": "หนึ่ง\r\nสอง\rสาม"}, of=form)
    assert raws(data, form) == {"q.a": "หนึ่ง\nสอง\nสาม"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("me.type", "no_such"), ("me.type", 5), ("tools.used", "mail"), ("mail.remark", "\x07"),
        ("mail.remark", "\ud800"), ("mail.remark", "ก" * 32_768), ("me.on", 20261122),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_written_is_refused(name, value):
    with pytest.raises(FormgenError) as refused:
        written({name: value})
    assert refused.value.exit_code is Exit.USAGE
    assert refused.value.diagnostics[0].code.name == "ANSWER_BAD"


# ---------------------------------------------------------------- issued copies


def test_an_issued_copy_locks_what_the_roster_says():
    sheet = opened(ISSUED).worksheets[0]
    locked = {
        name: (sheet[place(name)].protection.locked, sheet[place(name)].fill.fgColor.rgb)
        for name in ("fg_me__code", "fg_me__type", "fg_me__on", "fg_mail__status")
    }
    row = sheet[place("fg_me__code")].row
    followers = {cell.protection.locked for cell in sheet[row] if isinstance(cell, MergedCell)}
    assert followers == {True}
    assert locked == {
        "fg_me__code": (True, "FFF2F2F2"),
        "fg_me__type": (True, "FFF2F2F2"),
        "fg_me__on": (False, "FFFFF2CC"),
        "fg_mail__status": (False, "FFFFF2CC"),
    }


def test_a_copy_knows_whose_it_is_in_two_places():
    assert FORMAT.identify(ISSUED).token == TOKEN
    assert FORMAT.identify(FILLED).token is None
    for name in (HIDDEN, "docProps/custom.xml"):
        assert part(ISSUED, name).count(str(TOKEN)) == 1
    assert FORMAT.read(FORM, ISSUED).claim.token == TOKEN


def test_copies_differ_only_where_they_must():
    blank, issued = members(written()), members(ISSUED)
    changed = {name for name in blank if blank[name] != issued[name]}
    assert changed == {SHEET, HIDDEN, "docProps/custom.xml"}
    assert list(blank) == list(issued)


def test_a_row_grows_with_a_long_answer():
    text = "รายละเอียดของการดำเนินการที่ยาวมาก " * 12
    plain, long = written({"me.type.specify": "ก"}), written({"me.type.specify": text})
    row = opened(plain).worksheets[0][place("fg_me__type__specify")].row
    heights = [opened(data).worksheets[0].row_dimensions[row].height for data in (plain, long)]
    assert 26 < heights[0] < 27
    assert heights[0] * 3 < heights[1] <= 400
    assert raws(long)["me.type.specify"] == text


def test_a_row_is_as_high_as_the_longest_of_its_answers():
    fields = [Field(f"q.{name}", "q", Kind.TEXT, name) for name in "ab"]
    row = CellRow("q", tuple(ResponseCell((one.name,)) for one in fields))
    form = Form("s", 1, "ก", "th-TH", tuple(fields), (Table(("ก", "ข"), (1, 1), (row,)),))
    texts = {"q.a": "รายละเอียดของการดำเนินการ " * 30, "q.b": "รายละเอียดของการดำเนินการ " * 8}

    def height(*names: str) -> float:
        sheet = opened(written({name: texts[name] for name in names}, of=form)).worksheets[0]
        return sheet.row_dimensions[sheet.max_row].height

    assert height("q.b") < height("q.a") == height("q.a", "q.b")


# ---------------------------------------------------------------- the words


def test_the_original_stands_in_the_workbook_letter_by_letter():
    form = amlo()
    specified = [one.label for field in form.fields for one in field.choices if one.specify]
    allowed = [word for text in (form.code, *specified) for word in ("--allow", text)]
    text = read_by_column(FORMAT.write(form, BLANK).data)
    survey = ("--survey", str(CONTENT / "survey.yaml"))
    report = check("--mode", "ordered", *survey, *allowed, "-", text=text)
    assert "score 100.000 %" in report


def test_nothing_is_printed_twice_or_left_out():
    text = read_by_column(written())
    for words in ("ข้อเสนอแนะ", "จบแบบสำรวจ", "โปรดใส่ ✓ ใน ☐ ที่ตรงกับความจริง", "ตามทะเบียน"):
        assert text.count(words) == 1, words
    assert raws(FILLED) == RAW
    assert errors(FILLED) == set()


def test_names_stand_for_the_cells_of_their_fields():
    names = set(re.findall('definedName name="(fg_[^"]*)"', part(FILLED, BOOK)))
    assert {"fg_mail__status", "fg_me__type__specify", "fg_tools__other"} <= names


def test_a_paragraph_in_a_form_may_look_like_a_formula():
    cells = (TextCell((Paragraph("=1+1"),)), TextCell(()))
    table = Table(("=ก", "ข"), (1, 1), (CellRow("", cells),))
    form = Form("s", 1, "=หัวเรื่อง", "th-TH", (), (Paragraph("#N/A"), table))
    said = read_by_column(FORMAT.write(form, BLANK).data)
    assert said.split("\n") == ["#N/A", "=ก", "ข", "=1+1"]
