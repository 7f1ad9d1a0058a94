"""What people do around the controls of a document: right, or told; never silently wrong."""

import re
from typing import Final

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
    members,
    packed,
    part,
    raws,
    swapped,
    words,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.model.blocks import CellRow, ResponseCell, Table
from formgen.model.form import Field, Form
from formgen.model.note import Note
from formgen.model.survey import Kind

BLANK, FILLED = written(), written(VALUES)
DRAWN = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>'
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{0}"
    "</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def facts(data, code):
    return [dict(one.facts) for one in FORMAT.read(FORM, data).diagnostics if one.code.name == code]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def boxed(tag: str, text: str, of: bytes = FILLED) -> bytes:
    """The document with a text box behind a control."""
    return changed(of, tag, lambda control: f"{control}<w:r>{DRAWN.format(text)}</w:r>")


@pytest.mark.parametrize("tag", ["web.have", "web.remark"])
@pytest.mark.parametrize("text", ["✓", "ตอบในกล่อง"])
def test_a_text_box_beside_a_control_is_for_a_person(tag, text):
    data = boxed(tag, text)
    asked = "web.status" if tag == "web.have" else "web.remark"
    assert raws(data) == RAW
    assert findings(data) == [("MARK_OUTSIDE", asked)]
    assert facts(data, "MARK_OUTSIDE")[0]["raw"] == f"[ภาพ]{text}"


def test_a_text_box_elsewhere_is_told_with_its_words():
    data = swapped(FILLED, "<w:sectPr>", f"<w:p><w:r>{DRAWN.format('ด่วน')}</w:r></w:p><w:sectPr>")
    assert raws(data) == RAW
    assert facts(data, "TEXT_ADDED") == [{"text": "[ภาพ]ด่วน"}]


def test_the_header_of_a_table_that_was_edited_is_told():
    data = swapped(FILLED, "การเตรียมความพร้อม", "การเตรียมพร้อม")
    assert raws(data) == RAW
    assert findings(data) == [("FIXED_TEXT_EDITED", "")]


FOOT: Final = "word/footer1.xml"


@pytest.mark.parametrize(
    ("words", "told"),
    [("ขอยกเลิกคำตอบทุกข้อ", "ขอยกเลิกคำตอบทุกข้อ"), ("๓", "๓"), ("", "[ภาพ]")],
)
def test_what_is_put_at_the_foot_of_the_pages_is_told(words, told):
    added = f"<w:p>{run(words) if words else '<w:r><w:drawing/></w:r>'}</w:p>"
    data = swapped(FILLED, "</w:ftr>", f"{added}</w:ftr>", FOOT)
    assert raws(data) == RAW
    assert facts(data, "TEXT_ADDED") == [{"text": f"หัวหรือท้ายกระดาษ: {told}"}]
    assert findings(data) == [("TEXT_ADDED", "")]


def test_a_head_of_the_pages_is_told_once_however_many_there_are():
    head = f'<w:hdr xmlns:w="{WORD}"><w:p>{run("ใช้ฉบับใหม่")}</w:p><w:p/></w:hdr>'
    related = "".join(
        f'<Relationship Id="h{one}" Type="{OFFICE}/header" Target="header{one}.xml"/>'
        for one in (1, 2)
    )
    data = swapped(FILLED, "</Rel", f"{related}</Rel", "word/_rels/document.xml.rels")
    data = packed({**members(data), "word/header1.xml": head, "word/header2.xml": head})
    assert facts(data, "TEXT_ADDED") == [{"text": "หัวหรือท้ายกระดาษ: ใช้ฉบับใหม่"}]


@pytest.mark.parametrize("words", ["หน้าที่ ", "ยกเลิก หน้า "])
def test_printed_words_at_the_foot_that_were_edited_are_told(words):
    data = swapped(FILLED, "หน้า ", words, FOOT)
    assert facts(data, "TEXT_ADDED")[0]["text"].startswith(f"หัวหรือท้ายกระดาษ: {words}")


@pytest.mark.parametrize("number", ["๑๒", "12", ""])
def test_the_number_of_a_page_is_no_news(number):
    assert findings(swapped(FILLED, ">๑<", f">{number}<", FOOT, times=2)) == []


# ---------------------------------------------------------------- beside and under an answer


@pytest.mark.parametrize("beside", ["✗", "×", "x", "☒", "☐", "✓✗", "(ยกเลิก)"])
def test_what_may_take_back_the_box_that_is_checked_is_told(beside):
    data = changed(FILLED, "web.none", lambda control: f"{control}{run(beside)}")
    code = "TEXT_ADDED" if beside == "(ยกเลิก)" else "MARK_OUTSIDE"
    assert raws(data) == RAW
    assert findings(data) == [(code, "web.status")]


@pytest.mark.parametrize("text", ["", "ยกเลิก ที่ถูกคือ มี", "✓"])
def test_a_text_box_beside_the_box_that_is_checked_is_told(text):
    data = boxed("web.none", text)
    assert raws(data) == RAW
    assert findings(data) == [("MARK_OUTSIDE", "web.status")]
    assert facts(data, "MARK_OUTSIDE")[0]["raw"] == f"[ภาพ]{text}"


def test_words_with_a_picture_beside_the_box_that_is_checked_are_told():
    beside = f"<w:r><w:drawing/></w:r>{run('ไม่ใช่ข้อนี้')}"
    data = changed(FILLED, "web.none", lambda control: f"{control}{beside}")
    assert findings(data) == [("MARK_OUTSIDE", "web.status")]


def under(data: bytes, tag: str, text: str) -> bytes:
    """The document with a paragraph under a control, in its cell."""
    here = control(data, tag)
    return swapped(data, f"{here}</w:p>", f"{here}</w:p><w:p>{run(text)}</w:p>")


@pytest.mark.parametrize("printed", ["จัดทำเว็บไซต์ (แก้ไข)", "แก้เป็น มี แล้วครับ", ""])
def test_words_under_an_answer_are_told_whatever_befell_the_printed_line_behind(printed):
    data = swapped(under(FILLED, "web.remark", "แก้เป็น มี แล้ว"), "จัดทำเว็บไซต์", printed)
    assert raws(data) == RAW
    assert ("MARK_OUTSIDE", "web.remark") in findings(data)
    assert ("FIXED_TEXT_EDITED", "") in findings(data)


def test_a_line_unlike_the_printed_one_that_is_gone_is_told():
    data = swapped(FILLED, "จัดทำเว็บไซต์", "ยุบรวมกับกรมอื่น")
    assert findings(data) == [("FIXED_TEXT_EDITED", ""), ("TEXT_ADDED", "")]
    assert facts(data, "TEXT_ADDED") == [{"text": "ยุบรวมกับกรมอื่น"}]


def test_the_words_of_an_answer_whose_control_is_gone_are_told():
    data = changed(FILLED, "staff.answer", lambda _: run("1234"))
    assert ("FIELD_MISSING", "staff.answer") in findings(data)
    assert facts(data, "TEXT_ADDED") == [{"text": "1234"}]
    blank = changed(BLANK, "staff.answer", lambda _: run("." * 20))
    assert findings(blank) == [("FIELD_MISSING", "staff.answer")]


def test_however_much_is_added_no_answer_loses_its_finding():
    cover = "".join(f"<w:p>{run(f'บันทึกข้อความ บรรทัด {line}')}</w:p>" for line in range(9))
    data = under(FILLED, "web.remark", "แก้เป็น มี แล้ว")
    data = swapped(data, "<w:body>", f"<w:body>{cover}")
    assert ("MARK_OUTSIDE", "web.remark") in findings(data)
    assert findings(data).count(("TEXT_ADDED", "")) == 5


MANY = Form(
    "many", 1, "หลายข้อ", "th-TH",
    tuple(Field(f"q{one}.a", f"q{one}", Kind.TEXT, f"ข้อ {one}") for one in range(30)),
    (
        Table(
            ("ข้อ", "คำตอบ"), (1, 1),
            tuple(
                CellRow(f"q{one}", (words(f"ข้อที่ {one}"), ResponseCell((f"q{one}.a",))))
                for one in range(30)
            ),
        ),
    ),
)  # fmt: skip


def test_words_under_any_number_of_answers_are_told_of_each():
    data = written(of=MANY)
    for field in MANY.fields:
        data = under(data, field.name, f"ตอบ {field.name}")
    told = findings(data, MANY)
    assert told == [("MARK_OUTSIDE", field.name) for field in MANY.fields]


def test_comments_at_any_number_of_answers_are_told_of_each():
    data, about = written(of=MANY), ""
    for number, field in enumerate(MANY.fields):
        data = changed(
            data,
            field.name,
            lambda at, number=number: f"{START.format(number)}{at}{END.format(number)}",
        )
        about += comment(number, f"ตอบ {number}")
    assert findings(with_remarks(data, "comment", about), MANY) == [
        ("TEXT_ADDED", field.name) for field in MANY.fields
    ]


# ---------------------------------------------------------------- comments, footnotes


START: Final = '<w:commentRangeStart w:id="{}"/>'
END: Final = '<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'


def comment(number: int, text: str, author: str = "ก", kind: str = "comment") -> str:
    return f'<w:{kind} w:id="{number}" w:author="{author}"><w:p>{run(text)}</w:p></w:{kind}>'


def with_remarks(data: bytes, kind: str, about: str) -> bytes:
    """The document with a part of comments or footnotes."""
    part = f'<w:{kind}s xmlns:w="{WORD}">{about}</w:{kind}s>'
    relation = f'<Relationship Id="n1" Type="{OFFICE}/{kind}s" Target="{kind}s.xml"/>'
    data = swapped(
        data, "</Relationships>", f"{relation}</Relationships>", "word/_rels/document.xml.rels"
    )
    return packed({**members(data), f"word/{kind}s.xml": part})


def remarked(kind: str, tag: str, text: str, author: str = "ก") -> bytes:
    """The document with a comment or a footnote at a control, as Word makes it."""
    reference = f'<w:r><w:{kind}Reference w:id="3"/></w:r>'
    first, last = (START.format(3), END.format(3)) if kind == "comment" else ("", reference)
    data = changed(FILLED, tag, lambda control: f"{first}{control}{last}")
    return with_remarks(data, kind, comment(3, text, author, kind))


LAST: Final = "<w:p>{}</w:p><w:sectPr>"


@pytest.mark.parametrize("where", [("<w:sectPr>", LAST), ("<w:body>", "<w:body><w:p>{}</w:p>")])
def test_a_comment_in_a_blank_paragraph_is_told(where):
    old, new = where
    data = swapped(FILLED, old, new.format(START.format(3) + END.format(3)))
    data = with_remarks(data, "comment", comment(3, "ข้อ ๒ กรอกผิด"))
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "")]
    assert facts(data, "TEXT_ADDED") == [{"text": "ความเห็น: ข้อ ๒ กรอกผิด"}]


def test_a_comment_in_a_blank_paragraph_under_an_answer_is_told_with_its_field():
    data = under(FILLED, "web.remark", "")
    data = swapped(data, run(""), START.format(3) + END.format(3))
    data = with_remarks(data, "comment", comment(3, "ถาม"))
    assert findings(data) == [("TEXT_ADDED", "web.remark")]


def test_a_comment_in_a_text_box_is_told():
    box = f"<w:r><w:pict><w:txbxContent><w:p>{END.format(3)}</w:p></w:txbxContent></w:pict></w:r>"
    data = swapped(FILLED, "<w:sectPr>", f"<w:p>{box}</w:p><w:sectPr>")
    data = with_remarks(data, "comment", comment(3, "ถาม"))
    assert [one["text"] for one in facts(data, "TEXT_ADDED")] == ["[ภาพ]", "ความเห็น: ถาม"]


@pytest.mark.parametrize(
    ("kind", "title"),
    [("comment", "ความเห็น"), ("footnote", "เชิงอรรถ"), ("endnote", "อ้างอิงท้ายเรื่อง")],
)
def test_what_is_said_at_a_control_is_told_with_its_field(kind, title):
    data = remarked(kind, "web.remark", "ดูเอกสารแนบ")
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "web.remark")]
    assert facts(data, "TEXT_ADDED") == [{"text": f"{title}: ดูเอกสารแนบ"}]


def test_a_comment_of_an_earlier_return_is_not_told():
    at = FORMAT.read(FORM, FILLED).marks["web.remark"].at
    assert findings(FORMAT.mark(FILLED, [Note(at, "web.remark", "โปรดแก้")])) == []


def test_comments_that_are_damaged_hide_no_answer():
    inner = members(remarked("comment", "web.remark", "ถาม"))
    data = packed({**inner, "word/comments.xml": b"<a>"})
    assert raws(data) == RAW


# ---------------------------------------------------------------- tracked changes


@pytest.mark.parametrize(
    "tracked",
    [
        ("<w:tcPr>", '<w:tcPr><w:cellIns w:id="9" w:author="ก"/>'),
        ("<w:pPr>", '<w:pPr><w:pPrChange w:id="9" w:author="ก"><w:pPr/></w:pPrChange>'),
    ],
    ids=["cell", "look"],
)
def test_tracked_changes_of_any_kind_are_told(tracked):
    data = swapped(FILLED, *tracked)
    assert raws(data) == RAW
    assert findings(data) == [("TRACKED_CHANGES", "")]


def test_a_cell_whose_removal_is_tracked_is_gone():
    cell = part(FILLED).rindex("<w:tcPr>", 0, part(FILLED).index('w:val="staff.answer"'))
    removed = '<w:tcPr><w:cellDel w:id="9" w:author="ก"/>'
    data = edited(FILLED, lambda xml: f"{xml[:cell]}{removed}{xml[cell + 8 :]}")
    assert "staff.answer" not in raws(data)
    assert ("FIELD_MISSING", "staff.answer") in findings(data)


def test_an_answer_moved_with_tracking_is_read_where_it_is_now():
    old = '<w:moveFrom w:id="1" w:author="ก"><w:r><w:t>เก่า</w:t></w:r></w:moveFrom>'
    new = '<w:moveTo w:id="2" w:author="ก"><w:r><w:t>ใหม่</w:t></w:r></w:moveTo>'
    data = changed(
        BLANK,
        "web.remark",
        lambda xml: re.sub(
            "<w:sdtContent>.*</w:sdtContent>", f"<w:sdtContent>{old}{new}</w:sdtContent>", xml
        ),
    )
    assert raws(data) == NOTHING | {"web.remark": "ใหม่"}
    assert findings(data) == [("TRACKED_CHANGES", "")]
