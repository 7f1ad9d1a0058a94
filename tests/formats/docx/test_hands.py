"""What people do around the controls of a document: right, or told; never silently wrong."""

import re

import pytest
from tests.formats.docx.forms import (
    FORM,
    NOTHING,
    RAW,
    VALUES,
    changed,
    edited,
    findings,
    members,
    packed,
    part,
    raws,
    swapped,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.model.note import Note

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


def test_the_foot_of_the_page_says_nothing():
    inner = members(FILLED)
    foot = inner["word/footer1.xml"].replace("หน้า ".encode(), "หน้าที่ ".encode())
    data = packed({**inner, "word/footer1.xml": foot})
    assert foot != inner["word/footer1.xml"]
    assert raws(data) == RAW
    assert findings(data) == []


# ---------------------------------------------------------------- comments, footnotes


def remarked(kind: str, tag: str, text: str, author: str = "ก") -> bytes:
    """The document with a comment or a footnote at a control, as Word makes it."""
    about = (
        f'<w:{kind}s xmlns:w="{WORD}"><w:{kind} w:id="3" w:author="{author}"><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
    )
    related = (
        f'<Relationship Id="n1" Type="{OFFICE}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    )
    first, last = (f'<w:commentRange{one} w:id="3"/>' for one in ("Start", "End"))
    if kind != "comment":
        first = last = ""
    reference = f'<w:r><w:{kind}Reference w:id="3"/></w:r>'
    data = changed(FILLED, tag, lambda control: f"{first}{control}{last}{reference}")
    data = swapped(data, "</Relationships>", related, "word/_rels/document.xml.rels")
    return packed({**members(data), f"word/{kind}s.xml": about})


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
