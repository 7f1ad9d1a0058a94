"""What agencies and their programs do to a form, and what is made of it."""

import re
from pathlib import Path

import pytest
from tests.formats.docx.forms import (
    FORM,
    NOTHING,
    RAW,
    VALUES,
    changed,
    control,
    edited,
    findings,
    form,
    members,
    nameless,
    packed,
    part,
    raws,
    swapped,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.formats.docx.names import part as docpart
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import sign
from formgen.model.reading import By

BLANK = written()
FILLED = written(VALUES)
DOTS = "." * 20


def facts(data, code):
    return [dict(one.facts) for one in FORMAT.read(FORM, data).diagnostics if one.code.name == code]


def checked(tag):
    """Check a box as Word does."""
    return lambda text: text.replace('checked w14:val="0"', 'checked w14:val="1"').replace("☐", "☑")


# ---------------------------------------------------------------- boxes


@pytest.mark.parametrize("state", ["true", "on"])
def test_every_spelling_of_checked_counts(state):
    data = changed(BLANK, "mail.none", checked("mail.none"))
    data = swapped(data, 'checked w14:val="1"', f'checked w14:val="{state}"')
    assert raws(data)["mail.status"] == ("none",)
    assert findings(data) == []


def test_two_boxes_are_two_marks():
    data = changed(changed(BLANK, "mail.have", checked("")), "mail.doing", checked(""))
    assert raws(data)["mail.status"] == ("have", "doing")
    assert findings(data) == []


@pytest.mark.parametrize("glyph", ["☑", "☒", "✓", "✔", "x", "มี"])
def test_a_glyph_put_in_by_hand_is_doubted(glyph):
    data = changed(BLANK, "mail.have", lambda text: text.replace("☐", glyph))
    assert raws(data)["mail.status"] == ()
    assert findings(data) == [("STATE_DISAGREES", "mail.status")]
    assert facts(data, "STATE_DISAGREES")[0]["stored"] == "☐"


@pytest.mark.parametrize(("font", "code"), [("Wingdings", "F0FC"), ("Wingdings 2", "0052")])
def test_a_symbol_put_in_by_hand_is_doubted(font, code):
    symbol = f'<w:sym w:font="{font}" w:char="{code}"/>'
    data = changed(BLANK, "mail.have", lambda text: text.replace("<w:t>☐</w:t>", symbol))
    assert findings(data) == [("STATE_DISAGREES", "mail.status")]


def test_an_unchecked_symbol_agrees_with_an_unchecked_box():
    symbol = '<w:sym w:font="Wingdings" w:char="F0A8"/>'
    data = changed(BLANK, "mail.have", lambda text: text.replace("<w:t>☐</w:t>", symbol))
    assert findings(data) == []


def test_a_box_emptied_by_hand_keeps_its_state():
    data = changed(FILLED, "mail.doing", lambda text: text.replace("☑", ""))
    assert raws(data)["mail.status"] == ("doing",)
    assert findings(data) == []


@pytest.mark.parametrize("mark", ["✓", "/", "√", " x", "(✓)"])
@pytest.mark.parametrize("before", [True, False])
def test_a_mark_beside_a_box_is_no_answer(mark, before):
    new = f"<w:t>{mark}</w:t><w:tab/>" if before else f"<w:tab/><w:t>{mark}</w:t>"
    data = changed(BLANK, "web.have", lambda text: f"{text}<w:r>{new}</w:r>")
    assert raws(data)["web.status"] == ()
    assert findings(data) == [("MARK_OUTSIDE", "web.status")]
    assert facts(data, "MARK_OUTSIDE")[0]["label"] == "เว็บไซต์ : สถานะ : มี"


def test_a_mark_in_front_of_a_box_is_no_answer():
    data = changed(BLANK, "web.have", lambda text: f"<w:r><w:t>✓</w:t></w:r>{text}")
    assert findings(data) == [("MARK_OUTSIDE", "web.status")]


def test_a_mark_beside_the_box_that_is_checked_says_the_same():
    data = changed(FILLED, "web.none", lambda text: f"{text}<w:r><w:t>✓</w:t></w:r>")
    assert raws(data)["web.status"] == ("none",)
    assert findings(data) == []


def test_a_picture_beside_a_box_may_be_a_mark():
    data = changed(BLANK, "web.have", lambda text: f"{text}<w:r><w:drawing/></w:r>")
    assert findings(data) == [("MARK_OUTSIDE", "web.status")]
    assert facts(data, "MARK_OUTSIDE")[0]["raw"] == "[ภาพ]"


def test_words_beside_a_box_are_shown_to_a_person():
    data = swapped(FILLED, "ไม่มี</w:t>", "ไม่มี (ยุบแล้ว)</w:t>", times=2)
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "mail.status"), ("TEXT_ADDED", "web.status")]
    assert facts(data, "TEXT_ADDED")[0]["text"] == "(ยุบแล้ว)"


# ---------------------------------------------------------------- words


def test_paragraphs_in_a_control_are_lines():
    data = grown(BLANK, "me.code", "หนึ่ง", "สอง")
    assert raws(data)["me.code"] == "หนึ่ง\nสอง"
    assert findings(data) == []


def grown(data, tag, *paragraphs):
    """Put a control round paragraphs in the place of the paragraph that holds it."""
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    old = control(data, tag)
    new = re.sub("(<w:sdtContent>).*(</w:sdtContent>)", rf"\1{inner}\2", old)
    whole = rf"<w:p>(?:(?!<w:p>).)*{re.escape(old)}</w:p>"
    return edited(data, lambda text: re.sub(whole, new, text))


def test_a_control_that_has_grown_over_its_words_is_cut_back():
    data = grown(BLANK, "web.remark", "หมายเหตุ เริ่ม", "แล้ว")
    assert raws(data)["web.remark"] == "เริ่ม\nแล้ว"


@pytest.mark.parametrize(
    "words",
    ["Click or tap here to enter text.", "Click or tap to enter a date.", "เลือกรายการ"],
)
def test_a_prompt_is_no_answer(words):
    data = changed(BLANK, "me.code", lambda text: text.replace(DOTS, words))
    assert raws(data)["me.code"] == ""
    assert findings(data) == []


@pytest.mark.parametrize("before", [0, 3, 20])
def test_words_typed_into_the_leader_are_the_answer(before):
    """LibreOffice 7.4 still calls this a placeholder."""
    typed = f"{DOTS[:before]}กรม ก{DOTS[before:]}"
    data = changed(BLANK, "me.code", lambda text: text.replace(DOTS, typed))
    assert raws(data)["me.code"] == "กรม ก"
    assert findings(data) == []


def test_the_leader_without_its_name_is_no_answer():
    data = changed(BLANK, "me.code", lambda text: text.replace("<w:showingPlcHdr/>", ""))
    assert raws(data)["me.code"] == ""


def test_words_typed_beside_a_text_are_shown_to_a_person():
    data = changed(BLANK, "web.remark", lambda text: f"{text}<w:r><w:t> กำลังทำ</w:t></w:r>")
    assert raws(data)["web.remark"] == ""
    assert findings(data) == [("MARK_OUTSIDE", "web.remark")]
    assert facts(data, "MARK_OUTSIDE")[0]["raw"] == "กำลังทำ"


def test_dots_drawn_on_are_no_words():
    data = changed(BLANK, "web.remark", lambda text: f"{text}<w:r><w:t>......</w:t></w:r>")
    assert findings(data) == []


def test_a_paragraph_added_under_an_answer_may_belong_to_it():
    added = "</w:p><w:p><w:r><w:t>กำลังของบ</w:t></w:r></w:p>"
    remark = control(BLANK, "web.remark")
    data = edited(BLANK, lambda text: text.replace(f"{remark}</w:p>", remark + added))
    assert findings(data) == [("MARK_OUTSIDE", "web.remark")]


def test_a_paragraph_added_elsewhere_is_shown_to_a_person():
    data = swapped(BLANK, "<w:sectPr>", "<w:p><w:r><w:t>ลงชื่อ นาย ก</w:t></w:r></w:p><w:sectPr>")
    assert findings(data) == [("TEXT_ADDED", "")]
    assert facts(data, "TEXT_ADDED") == [{"text": "ลงชื่อ นาย ก"}]


def test_what_is_picked_from_a_list_is_kept_as_it_stands():
    data = changed(FILLED, "me.type", lambda text: text.replace("อื่น</w:t>", "พิมพ์เอง</w:t>"))
    assert raws(data)["me.type"] == "ประเภท <3> & พิมพ์เอง"


# ---------------------------------------------------------------- tracked changes


def test_tracked_changes_count_as_accepted():
    data = changed(
        BLANK,
        "me.code",
        lambda text: re.sub(
            "<w:sdtContent>.*</w:sdtContent>",
            "<w:sdtContent><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins></w:sdtContent>",
            text,
        ),
    )
    assert raws(data)["me.code"] == "ใหม่"
    assert findings(data) == [("TRACKED_CHANGES", "")]


def test_a_tracked_removal_of_a_paragraph_mark_joins_two_paragraphs():
    mark = '<w:pPr><w:pStyle w:val="Title"/><w:keepNext/>'
    data = swapped(BLANK, mark, f"{mark}<w:rPr><w:del/></w:rPr>")
    assert findings(data)[-1] == ("TRACKED_CHANGES", "")
    assert ("FIXED_TEXT_EDITED", "") in findings(data)


def test_a_row_whose_removal_is_tracked_is_gone():
    row = part(BLANK).rindex("<w:tr>", 0, part(BLANK).index("staff.answer"))
    data = edited(
        BLANK,
        lambda text: (
            text[:row] + re.sub("<w:tr>(<w:trPr>)?", "<w:tr><w:trPr><w:del/>", text[row:], count=1)
        ),
    )
    assert ("FIELD_MISSING", "staff.answer") in findings(data)


# ---------------------------------------------------------------- names and places


def test_names_survive_in_the_placeholders():
    """LibreOffice 7.4 drops the tags and keeps these."""
    data = edited(FILLED, lambda text: re.sub("<w:(tag|alias|lock|id) [^>]*/>", "", text))
    assert raws(data) == RAW
    assert FORMAT.read(FORM, data).marks["mail.status"].at == "w:docPart mail.doing"
    assert docpart("mail.doing") in part(data)


def test_wrappers_are_looked_through():
    """LibreOffice 7.4 wraps a paragraph with controls in one more."""
    start = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
    data = edited(
        nameless(FILLED),
        lambda text: re.sub(
            "(<w:p>(?:(?!<w:p>).)*?<w:sdt>.*?</w:p>)", rf"{start}\1</w:sdtContent></w:sdt>", text
        ),
    )
    assert raws(data) == RAW
    assert findings(data) == []


def test_one_lost_name_is_found_by_its_words_and_checked():
    names = "<w:tag [^>]*/>|<w:placeholder>.*?</w:placeholder>"
    data = changed(FILLED, "web.none", lambda text: re.sub(names, "", text))
    assert raws(data) == RAW
    mark = FORMAT.read(FORM, data).marks["web.status"]
    assert (mark.by, mark.at) == (By.ANCHOR, f"w:sdt {place(data, 'web.have') + 1}")
    assert findings(data) == [("FOUND_BY_ANCHOR", "web.status")]


def place(data, tag):
    """Which control of the document it is, from 1."""
    return part(data)[: part(data).index(f'<w:tag w:val="{tag}"/>')].count("<w:sdt>")


def test_a_control_that_is_gone_is_missing():
    data = changed(FILLED, "me.code", lambda _: "")
    assert "me.code" not in raws(data)
    assert ("FIELD_MISSING", "me.code") in findings(data)


def test_a_box_that_is_gone_leaves_the_others_and_an_error():
    data = changed(FILLED, "web.have", lambda _: "")
    assert raws(data)["web.status"] == ("none",)
    assert ("FIELD_MISSING", "web.status") in findings(data)


def test_without_names_and_with_a_question_gone_nothing_is_guessed():
    """The rows of two questions have the same words; one is gone, and so is its title."""
    data = nameless(written({"mail.status": "have"}))
    first = part(data).index("<w:tr>", part(data).index("<w:tblHeader/>"))
    last = part(data).index("จัดทำเว็บไซต์")
    start = part(data).rindex("<w:tr>", 0, last)
    data = edited(data, lambda text: text[:first] + text[start:])
    marks = raws(data)
    assert ("FIELD_MISSING", "mail.status") in findings(data)
    assert marks.get("mail.status", ()) == ()
    assert "have" not in marks.get("web.status", ())


def test_a_moved_row_is_read_by_name():
    rows = re.findall(r"<w:tr>(?:(?!<w:tr>).)*</w:tr>", part(FILLED))
    staff, share = (
        next(row for row in rows if name in row) for name in ("staff.answer", "share.answer")
    )
    data = edited(FILLED, lambda text: text.replace(staff + share, share + staff))
    assert raws(data) == RAW
    assert all(
        code in ("ANCHOR_MISSING", "FIXED_TEXT_EDITED", "TEXT_ADDED") for code, _ in findings(data)
    )


def test_changed_words_beside_a_control_are_reported():
    data = swapped(FILLED, "หมายเหตุ ", "เหตุผล ", times=2)
    assert raws(data) == RAW
    assert ("ANCHOR_MISSING", "web.remark") in findings(data)
    assert ("FIXED_TEXT_EDITED", "") in findings(data)


def test_a_control_pasted_over_another_is_doubted():
    mail, web = control(FILLED, "mail.doing"), control(FILLED, "web.doing")
    data = edited(FILLED, lambda text: text.replace(web, mail))
    assert raws(data)["web.status"] == ("none", "doing")  # as everybody sees it
    assert findings(data) == [("FOUND_BY_ANCHOR", "web.status")]


def test_one_name_with_two_answers_is_doubted():
    mail, web = control(FILLED, "mail.none"), control(FILLED, "web.none")
    data = edited(FILLED, lambda text: text.replace(web, web.replace("web.none", "mail.none")))
    assert ("PLACES_DISAGREE", "mail.status") in findings(data)
    assert ("FOUND_BY_ANCHOR", "web.status") in findings(data)
    assert facts(data, "PLACES_DISAGREE")[0]["one"] == "☐ ไม่มี"
    assert mail in part(data)


def test_an_unknown_control_with_words_is_reported():
    new = (
        '<w:p><w:sdt><w:sdtPr><w:alias w:val="เพิ่มเอง"/><w:tag w:val="mine"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>คำตอบ</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    data = swapped(BLANK, "<w:sectPr>", f"{new}<w:sectPr>")
    assert findings(data) == [("CONTROL_UNKNOWN", "")]
    assert facts(data, "CONTROL_UNKNOWN") == [{"name": "mine", "raw": "คำตอบ"}]


def test_changed_words_of_the_form_are_reported_a_few_times():
    data = swapped(FILLED, "จัดทำเว็บไซต์", "ไม่ต้องจัดทำเว็บไซต์")
    assert raws(data) == RAW
    assert facts(data, "FIXED_TEXT_EDITED") == [{"text": "จัดทำเว็บไซต์"}]
    assert findings(data) == [("FIXED_TEXT_EDITED", "")]
    bare = edited(FILLED, lambda text: re.sub(r"[ก-๏]+(?=[^<]*</w:t>)", "ก", text))
    assert len(facts(bare, "FIXED_TEXT_EDITED")) == 5


def test_words_split_into_runs_are_the_same_words():
    data = edited(
        FILLED,
        lambda text: re.sub(
            r"([ก-๏])([ก-๏]{3})(?=[^<>]*</w:t>)", r"\1</w:t></w:r><w:r><w:t>\2", text
        ),
    )
    assert findings(data) == []


def test_a_form_filled_in_with_mouse_and_keyboard_in_writer():
    """Saved by LibreOffice 7.4: a list, a box, words in two lines, a date; one field was locked."""
    data = (Path(__file__).parent / "returned" / "writer-7.4.docx").read_bytes()
    assert raws(data) == NOTHING | {
        "me.code": "76-001",
        "me.type": "ประเภท <3> & อื่น",
        "me.type.specify": "other type",
        "me.on": "22/11/2569",
        "mail.status": ("doing",),
        "mail.remark": "since October\nline two",
    }
    assert findings(data) == []
    assert FORMAT.identify(data).token == sign(bytes(32), "2569-1", 12, FORM.digest)


# ---------------------------------------------------------------- what a file says of itself


def test_another_document_is_not_ours():
    inner = members(BLANK)
    del inner["docProps/custom.xml"], inner["docProps/core.xml"]
    inner["word/footer1.xml"] = inner["word/footer1.xml"].replace(b"formgen", b"other")
    assert FORMAT.identify(packed(inner)) is None
    assert FORMAT.read(FORM, packed(inner)).claim is None


@pytest.mark.parametrize("gone", [("custom",), ("core",), ("custom", "core"), ("footer",)])
def test_one_place_is_enough_for_the_claim(gone):
    names = {
        "custom": "docProps/custom.xml",
        "core": "docProps/core.xml",
        "footer": "word/footer1.xml",
    }
    inner = {
        name: data
        for name, data in members(BLANK).items()
        if name not in {names[one] for one in gone}
    }
    assert FORMAT.identify(packed(inner)).digest == FORM.digest


def test_places_that_claim_different_things_are_doubted():
    other = written(token=sign(bytes(32), "2569-1", 3, FORM.digest))
    inner = members(BLANK) | {"docProps/core.xml": members(other)["docProps/core.xml"]}
    assert [code for code, _ in findings(packed(inner))] == ["PLACES_DISAGREE"]


def test_a_form_is_read_as_another_version_of_it():
    changed_form = form("แบบสำรวจฉบับแก้ไข")
    reading = FORMAT.read(changed_form, FILLED)
    assert reading.claim.digest == FORM.digest
    assert reading.marks["mail.status"].raw == ("doing",)


def test_programs_inside_a_file_are_named():
    data = packed(members(BLANK) | {"word/vbaProject.bin": b"x"})
    assert facts(data, "ACTIVE_CONTENT") == [{"what": ("word/vbaProject.bin",)}]


def test_strict_documents_are_read():
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in members(FILLED).items()
    }
    assert raws(packed(strict)) == RAW
    assert findings(packed(strict)) == []
    assert FORMAT.identify(packed(strict)).digest == FORM.digest


def test_a_document_elsewhere_in_the_package_is_found():
    inner = members(FILLED)
    inner["doc/main.xml"] = inner.pop("word/document.xml")
    inner["_rels/.rels"] = inner["_rels/.rels"].replace(b"word/document.xml", b"/doc/main.xml")
    assert raws(packed(inner)) == RAW


def test_a_workbook_is_no_document():
    inner = members(BLANK)
    inner["word/document.xml"] = b"<workbook/>"
    with pytest.raises(FormgenError, match=r"word/document\.xml"):
        FORMAT.read(FORM, packed(inner))


def test_boxes_and_words_without_controls_are_found_and_checked():
    """Programs that do not know content controls leave what is seen."""
    shell = "<w:sdt><w:sdtPr>.*?</w:sdtPr><w:sdtContent>(.*?)</w:sdtContent></w:sdt>"
    data = edited(FILLED, lambda text: re.sub(shell, r"\1", text))
    marks = raws(data)
    assert (marks["mail.status"], marks["web.status"]) == (("doing",), ("none",))
    assert marks["web.remark"] == "....ยังไม่มี"
    assert ("FOUND_BY_ANCHOR", "mail.status") in findings(data)
    assert ("MARK_OUTSIDE", "mail.remark") in findings(data)  # its further lines
    assert ("FIELD_MISSING", "me.code") in findings(data)
