import io
import re
from html import escape

import openpyxl
import pytest
from lxml import etree
from tests.clerk import xlsx as clerk
from tests.formats.xlsx.forms import (
    BOOK,
    FILLED,
    FORM,
    SHEET,
    amlo,
    edited,
    members,
    nameless,
    opened,
    packed,
    part,
    place,
    saved,
    staffing,
    swapped,
    written,
)

from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.cells import decode_text
from formgen.formats.xlsx.worksheet import Worksheet
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.note import AUTHOR, Note

ORANGE = "FFFFC000"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS = "xl/comments1.xml"
LAST_LINE = re.compile("\n\\(จบข้อความของผู้ตรวจ เลขที่ [๐-๙]{8}\\)")


def read(data, form=FORM):
    return FORMAT.read(form, data)


def at(field, data=FILLED, form=FORM):
    return read(data, form).marks[field].at


def said(data):
    """Cell -> what its comment says; every one of them is coloured, and no other cell is.

    Without whom it is from, and the line by which it is known.
    """
    orange = {one.coordinate for one in cells(data) if one.fill.fgColor.rgb == ORANGE}
    found = spoken(data)
    assert orange == {one for one, words in found.items() if AUTHOR in words}
    plain = {one: LAST_LINE.sub("", words) for one, words in found.items()}
    return {one: words.removeprefix(f"{AUTHOR}:\n") for one, words in plain.items()}


def spoken(data):
    return {one.coordinate: one.comment.text for one in cells(data) if one.comment}


def cells(data):
    return [cell for sheet in opened(data).worksheets for row in sheet for cell in row]


def refused(data, *notes):
    with pytest.raises(FormgenError) as error:
        FORMAT.mark(data, notes or [Note("", "", "โปรดแก้ไข")])
    (problem,) = error.value.diagnostics
    return problem


# ---------------------------------------------------------------- what is marked


def test_a_cell_is_coloured_and_says_why():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "โปรดเลือกคำตอบเดียว")])
    assert said(marked) == {place("fg_mail__status"): "โปรดเลือกคำตอบเดียว"}


@pytest.mark.parametrize("form", [FORM, amlo(), staffing()], ids=["every", "amlo", "staffing"])
def test_every_field_may_be_marked_and_the_file_reads_as_before(form):
    data = written(of=form)
    before = read(data, form)
    notes = [Note(mark.at, name, f"โปรดแก้ {name}") for name, mark in before.marks.items()]
    marked = FORMAT.mark(data, notes)
    assert read(marked, form) == before
    assert FORMAT.identify(marked) == FORMAT.identify(data)
    assert set(said(marked).values()) == {note.text for note in notes}
    assert FORMAT.mark(data, notes) == marked


def test_only_the_parts_that_say_it_are_changed():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    before, after = members(FILLED), members(marked)
    new = {COMMENTS, "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert after.keys() - before.keys() == new
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {SHEET, "xl/styles.xml", "[Content_Types].xml"}


def test_a_cell_keeps_all_of_its_style_but_the_colour():
    cell = place("fg_mail__status")
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    before, after = (opened(data).worksheets[0][cell] for data in (FILLED, marked))
    for what in ("font", "border", "alignment", "number_format", "protection", "value"):
        assert repr(getattr(before, what)) == repr(getattr(after, what))


def test_what_is_said_of_one_cell_is_said_together_and_once():
    here = at("mail.status")
    notes = [Note(here, "mail.status", text) for text in ("หนึ่ง", "สอง", "หนึ่ง")]
    assert said(FORMAT.mark(FILLED, notes)) == {place("fg_mail__status"): "หนึ่ง\nสอง"}


def test_every_box_of_a_note_is_marked():
    assert at("tools.used").count("!") == 2
    marked = FORMAT.mark(FILLED, [Note(at("tools.used"), "tools.used", "x")])
    assert said(marked) == {place("fg_tools__mail"): "x", place("fg_tools__other"): "x"}


@pytest.mark.parametrize(
    "where", ["", "docProps/custom.xml", "ไม่มี!A1", "A1", "!A1", f"{'A' * 99}!Z9"]
)
def test_a_note_without_a_place_stands_at_the_top(where):
    assert said(FORMAT.mark(FILLED, [Note(where, "", "ทั้งแฟ้ม")])) == {"A1": "ทั้งแฟ้ม"}


def test_a_note_without_a_place_stands_at_its_field_if_it_is_there():
    notes = [Note("", "mail.remark", "x"), Note("mail.status", "", "y"), Note("", "no.such", "z")]
    marked = said(FORMAT.mark(FILLED, notes))
    assert marked == {place("fg_mail__remark"): "x", place("fg_mail__status"): "y", "A1": "z"}


def test_a_merged_cell_is_marked_where_it_shows():
    sheet = opened(FILLED).worksheets[0]
    merged = next(one for one in sheet.merged_cells.ranges if one.size["columns"] > 1)
    inside = f"{sheet.title}!{sheet.cell(merged.max_row, merged.max_col).coordinate}"
    first = sheet.cell(merged.min_row, merged.min_col).coordinate
    assert said(FORMAT.mark(FILLED, [Note(inside, "", "x")])) == {first: "x"}


def test_an_empty_place_far_from_the_form_can_be_marked():
    marked = FORMAT.mark(FILLED, [Note(f"{opened(FILLED).worksheets[0].title}!T90", "", "x")])
    assert said(marked) == {"T90": "x"}


def test_a_sheet_may_have_any_name():
    title = opened(FILLED).worksheets[0].title
    data = swapped(FILLED, escape(title), "ก, ข!A1", BOOK)
    assert at("mail.status", data) == f"ก, ข!A1!{place('fg_mail__status')}"
    marked = FORMAT.mark(data, [Note(at("tools.used", data), "tools.used", "x")])
    assert said(marked).keys() == {place("fg_tools__mail"), place("fg_tools__other")}


@pytest.mark.parametrize("text", ["_x0041_ & <b>", "บรรทัด\nสอง", "x\x0by\ud800z", "ก" * 40_000])
def test_any_words_can_be_said(text):
    marked = FORMAT.mark(FILLED, [Note("", "", text)])
    (words,) = said(marked).values()
    plain = re.sub("[\x0b\ud800]", "", text)
    assert decode_text(words) == (plain if len(plain) < 4_000 else plain[:3_999] + "…")
    assert read(marked) == read(FILLED)


def test_the_box_of_a_comment_stands_beside_its_cell():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    drawing = part(marked, "xl/drawings/vmlDrawing1.vml")
    column, _, row, *_ = map(int, re.search("<x:Anchor>(.*?)</x:Anchor>", drawing)[1].split(","))
    cell = opened(marked).worksheets[0][place("fg_mail__status")]
    assert (row, re.search("<x:Row>(.*?)</x:Row>", drawing)[1]) == (cell.row - 1, f"{cell.row - 1}")
    assert column >= cell.column


# ---------------------------------------------------------------- the way back


def test_a_marked_copy_that_was_put_right_is_read():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "โปรดแก้ไข")])
    answers = {"mail.status": "ไม่มี", "staff.answer": 7}
    assert read(clerk.fill(marked, answers)) == read(clerk.fill(FILLED, answers))


def test_marks_of_an_earlier_round_are_taken_away():
    first = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x"), Note("", "", "y")])
    second = FORMAT.mark(first, [Note(at("web.status"), "web.status", "z")])
    assert said(second) == {place("fg_web__status"): "z"}
    before, after = (opened(data).worksheets[0] for data in (FILLED, second))
    for cell in ("A1", place("fg_mail__status")):
        assert before[cell].fill.fgColor.rgb == after[cell].fill.fgColor.rgb
    assert read(second) == read(FILLED)


# ---------------------------------------------------------------- comments that are there


def commented(*cells, data=FILLED):
    """The workbook with comments of an agency, saved by openpyxl."""
    book = opened(data)
    for cell in cells:
        book.worksheets[0][cell].comment = openpyxl.comments.Comment("ของหน่วยงาน", "เจ้าหน้าที่")
    return saved(book)


def test_comments_of_the_agency_stay():
    status, remark = place("fg_mail__status"), place("fg_mail__remark")
    data = commented(status, remark)
    notes = [Note(at("mail.status", data), "mail.status", "x"), Note("", "", "y")]
    marked = FORMAT.mark(data, notes)
    wanted = {
        "A1": "y",
        status: f"ของหน่วยงาน\n{AUTHOR}:\nx",
        remark: "ของหน่วยงาน",
    }
    assert said(marked) == wanted
    assert read(marked) == read(data)
    assert said(FORMAT.mark(marked, notes)) == wanted
    assert said(FORMAT.mark(marked, notes[1:])) == wanted | {status: "ของหน่วยงาน"}
    drawings = [name for name in members(marked) if name.endswith(".vml")]
    assert len(drawings) == 1
    assert part(marked, drawings[0]).count(":Row>") == 2 * 3


def test_a_comment_of_one_look_keeps_its_words():
    status = place("fg_mail__status")
    data = commented(status)
    name = next(name for name in members(data) if "comment" in name and name.endswith("1.xml"))
    plain = edited(
        data,
        lambda xml: re.sub("<text>.*</text>", "<text><t>ก_x000D_\nข _x0041_</t></text>", xml),
        name,
    )
    before = [dict(one.facts)["text"] for one in read(plain).diagnostics]
    assert before == ["ความเห็น: ก\nข A"]
    marked = FORMAT.mark(plain, [Note(at("mail.status"), "mail.status", "x")])
    assert [dict(one.facts)["text"] for one in read(marked).diagnostics] == before


def test_a_conversation_is_not_broken_into():
    cell = place("fg_mail__status")
    data = commented(cell)
    name = next(name for name in members(data) if "comment" in name and name.endswith("1.xml"))
    data = swapped(data, "เจ้าหน้าที่", "tc={00000000-0000-0000-0000-000000000000}", name)
    assert refused(data, Note(at("mail.status", data), "", "x")).code is Code.FILE_NOT_MARKABLE
    assert said(FORMAT.mark(data, [Note("", "", "y")]))["A1"] == "y"


# ---------------------------------------------------------------- words in our own note


def status_marked(text="โปรดเลือกคำตอบ", data=FILLED):
    return FORMAT.mark(data, [Note(at("mail.status", data), "mail.status", text)])


def spoken_into(data, change):
    """The workbook after somebody edited the note at the status in Excel."""
    before = spoken(data)[place("fg_mail__status")]
    after = change(before)
    assert after != before
    return swapped(data, escape(before), escape(after), COMMENTS)


def told(data):
    return [(one.code.name, one.field, dict(one.facts)["text"]) for one in read(data).diagnostics]


@pytest.mark.parametrize(
    ("change", "theirs"),
    [
        (lambda note: f"{note}\nตอบ: ไม่มี", "ตอบ: ไม่มี"),
        (lambda note: f"{note} ตอบ", "ตอบ"),
        (lambda note: f"เรียน ผู้ตรวจ\n{note}", "เรียน ผู้ตรวจ"),
        (lambda note: f"ก\n{note}\nข", "ก\nข"),
    ],
    ids=["under", "behind", "above", "around"],
)
def test_words_written_to_our_note_are_told_and_stay(change, theirs):
    typed = spoken_into(status_marked(), change)
    assert told(typed) == [("TEXT_ADDED", "mail.status", f"ความเห็น: {theirs}")]
    again = FORMAT.mark(typed, [])
    assert spoken(again)[place("fg_mail__status")] == theirs
    assert said(again).keys() == {place("fg_mail__status")}
    assert said(status_marked("y", typed))[place("fg_mail__status")].startswith(theirs)
    assert said(status_marked("y", typed))[place("fg_mail__status")].endswith(f"\n{AUTHOR}:\ny")


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("คำตอบ", "คำตอบ (ไม่มี)"),
        lambda note: LAST_LINE.sub("\nไม่มี", note),
        lambda note: note.replace("โปรด", ""),
        lambda note: note.replace("๐", "๑") if "๐" in note else note.replace("๑", "๐"),
    ],
    ids=["inside", "instead of its end", "less", "number"],
)
def test_a_note_that_was_written_into_is_told_and_stays_whole(change):
    typed = spoken_into(status_marked("โปรดเลือกคำตอบ ๐๑"), change)
    note = spoken(typed)[place("fg_mail__status")]
    assert told(typed) == [("TEXT_ADDED", "mail.status", f"ความเห็น: {note}")]
    assert spoken(FORMAT.mark(typed, []))[place("fg_mail__status")] == note
    both = spoken(status_marked("y", typed))[place("fg_mail__status")]
    assert LAST_LINE.sub("", both.removeprefix(note)) == f"\n{AUTHOR}:\ny"
    assert spoken(FORMAT.mark(status_marked("y", typed), []))[place("fg_mail__status")] == note


def test_blanks_and_ends_of_lines_that_a_program_changes_are_no_words():
    marked = status_marked("โปรดเลือก\nคำตอบเดียว _x0041_")
    moved = spoken_into(
        marked, lambda note: note.replace("\n", " _x000D_\n").replace(" เลขที่", "  เลขที่")
    )
    assert told(moved) == []
    assert said(FORMAT.mark(moved, [])) == {}


# ---------------------------------------------------------------- odd files


def test_odd_prefixes_are_no_matter():
    def prefixed(text):
        text = text.replace(f'xmlns="{MAIN}"', f'xmlns:odd="{MAIN}"')
        return re.sub("<(/?)(?![?!])", r"<\1odd:", text)

    data = edited(edited(FILLED, prefixed), prefixed, "xl/styles.xml")
    marked = FORMAT.mark(data, [Note(at("mail.status", data), "mail.status", "x")])
    assert said(marked) == {place("fg_mail__status"): "x"}
    assert read(marked) == read(data) == read(FILLED)


def test_cells_without_an_address_keep_their_places():
    data = '<sheetData><row><c/><c r="D1"/><c/></row><row/></sheetData>'
    sheet = Worksheet(etree.fromstring(f'<worksheet xmlns="{MAIN}">{data}</worksheet>'))
    for one in ("C1", "B2", "A9", "A5"):
        sheet.cell(one)
    rows = [[cell.get("r") for cell in row] for row in sheet.root[0]]
    assert rows == [["A1", "C1", "D1", "E1"], ["B2"], ["A5"], ["A9"]]


def test_names_that_are_gone_are_no_matter():
    data = nameless(FILLED)
    marked = FORMAT.mark(data, [Note(at("mail.status", data), "mail.status", "x")])
    assert said(marked) == {place("fg_mail__status"): "x"}
    assert read(marked) == read(data)


def strict(data):
    return packed(
        {n: one.replace(MAIN.encode(), STRICT.encode()) for n, one in members(data).items()}
    )


def with_member(name):
    return packed(members(FILLED) | {name: b"x"})


def without_styles():
    return edited(FILLED, lambda text: re.sub("<cellXfs.*</cellXfs>", "", text), "xl/styles.xml")


def with_html_in_drawing():
    data = commented(place("fg_web__status"))
    name = next(name for name in members(data) if name.endswith(".vml"))
    return edited(data, lambda text: text.replace("</xml>", "<br></xml>"), name)


@pytest.mark.parametrize(
    "data",
    [
        strict(FILLED),
        with_member("xl/vbaProject.bin"),
        with_member("xl/embeddings/a.bin"),
        with_member("_xmlsignatures/sig1.xml"),
        without_styles(),
        with_html_in_drawing(),
    ],
    ids=["strict", "macros", "object", "signed", "no-styles", "html"],
)
def test_a_file_that_is_too_odd_is_left_alone(data):
    assert read(data).marks
    assert refused(data).code is Code.FILE_NOT_MARKABLE
    assert refused(data).message("th")


def test_the_workbook_opens_with_its_comments_in_openpyxl_and_is_saved_again():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    again = io.BytesIO()
    opened(marked).save(again)
    assert said(again.getvalue()) == {place("fg_mail__status"): "x"}
    assert {n: m.raw for n, m in read(again.getvalue()).marks.items()} == {
        n: m.raw for n, m in read(FILLED).marks.items()
    }
