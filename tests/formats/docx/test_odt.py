"""The form as LibreOffice saves it in its own format: controls in their places, without names."""

import re
from pathlib import Path

import pytest
from tests.formats.docx.forms import members, packed, part

from formgen import formats
from formgen.formats.docx.odt import identify_odt, read_odt
from formgen.model.diagnostics import FormgenError
from formgen.model.form import form_from_json
from formgen.model.note import AUTHOR, signed
from formgen.model.reading import By

RETURNS = Path(__file__).parents[2] / "returns"
FORM = form_from_json((RETURNS / "form.json").read_text(encoding="utf-8"))
FILLED = (RETURNS / "libreoffice-7.4-writer.odt").read_bytes()
CONTENT = "content.xml"


def raws(data):
    return {name: mark.raw for name, mark in read_odt(FORM, data).marks.items()}


def told(data):
    return [(one.code.name, one.field) for one in read_odt(FORM, data).diagnostics]


def swapped(old: str, new: str, times: int = 1) -> bytes:
    assert old in part(FILLED, CONTENT)
    return packed({**members(FILLED), CONTENT: part(FILLED, CONTENT).replace(old, new, times)})


RAW = raws(FILLED)


def test_every_control_is_found_in_its_place():
    docx = (RETURNS / "libreoffice-7.4-writer.docx").read_bytes()
    same = {name: mark.raw for name, mark in formats.read(FORM, "docx", docx).marks.items()}
    reading = read_odt(FORM, FILLED)
    assert raws(FILLED) == same
    assert (reading.format, reading.diagnostics) == ("odt", ())
    assert {mark.by for mark in reading.marks.values()} == {By.ANCHOR}


def test_the_claim_is_in_the_properties_and_at_the_foot_of_the_page():
    claim = identify_odt(FILLED)
    assert claim.digest == FORM.digest
    inner = members(FILLED)
    assert identify_odt(packed({**inner, "meta.xml": b"<a/>"})) == claim
    assert identify_odt(packed({**inner, "styles.xml": b"<a/>"})) == claim
    assert identify_odt(packed({**inner, "meta.xml": b"<a/>", "styles.xml": b"<a/>"})) is None


def test_a_box_that_shows_something_else_is_doubted():
    data = swapped(">☐<", ">✓<")
    assert "STATE_DISAGREES" in {code for code, _ in told(data)}


def test_a_mark_beside_a_box_is_for_a_person():
    data = swapped("<text:tab/>อยู่ระหว่าง", "<text:tab/>✓ อยู่ระหว่าง", 9)
    assert {code for code, _ in told(data)} == {"MARK_OUTSIDE"}


def test_controls_that_became_words_are_found_and_checked():
    """Word saves this format without its controls."""
    xml = part(FILLED, CONTENT)

    bare = re.sub("</?loext:content-control[^>]*>|<loext:list-item[^>]*/>", "", xml)
    data = packed({**members(FILLED), CONTENT: bare})
    marks = raws(data)
    wrong = {name for name, raw in marks.items() if raw != RAW[name]}
    doubted = {field for _, field in told(data)}
    assert wrong <= doubted
    assert len(marks.keys() - wrong) > len(RAW) / 2


@pytest.mark.parametrize(
    ("text", "count"), [("ถาม", 1), (signed("ถาม"), 0), (f"{signed('ถาม')} ตอบ", 1)]
)
def test_comments_are_told_save_what_an_earlier_return_says(text, count):
    lines = "</text:p><text:p>".join(text.split("\n"))
    note = (
        '<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{AUTHOR}</dc:creator><text:p>{lines}</text:p></office:annotation><loext:content-control"
    )
    data = swapped("<loext:content-control", note)
    assert raws(data) == RAW
    assert [code for code, _ in told(data)] == ["TEXT_ADDED"] * count


def test_what_is_put_at_the_foot_of_the_pages_is_told():
    added = "<text:p>ขอยกเลิกคำตอบทุกข้อ</text:p></style:footer>"
    styles = part(FILLED, "styles.xml").replace("</style:footer>", added, 1)
    data = packed({**members(FILLED), "styles.xml": styles})
    assert styles != part(FILLED, "styles.xml")
    assert raws(data) == RAW
    assert told(data) == [("TEXT_ADDED", "")]


def test_tracked_changes_and_pictures_are_told():
    data = swapped("<text:sequence-decls>", "<text:tracked-changes/><text:sequence-decls>")
    assert (raws(data), told(data)) == (RAW, [("TRACKED_CHANGES", "")])
    drawn = swapped("<text:tab/>อยู่ระหว่าง", "<text:tab/><draw:frame/>อยู่ระหว่าง", 9)
    assert {code for code, _ in told(drawn)} == {"MARK_OUTSIDE"}


@pytest.mark.parametrize(("name", "codes"), [("ct1", {"STATE_DISAGREES"}), ("ct2", set())])
def test_a_tick_whose_removal_is_tracked_is_for_a_person(name, codes):
    xml = part(FILLED, CONTENT)
    region = (
        '<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion>'
        '<office:change-info><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">ก</dc:creator></office:change-info>'
        "<text:p>☑</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    box = re.search(r"(<loext:content-control[^>]*checked=\"true\"[^>]*>).*?(</loext:content)", xml)
    change = f'{box[1]}<text:change text:change-id="{name}"/>{box[2]}'
    xml = xml.replace(box[0], change).replace(
        "<text:sequence-decls>", f"{region}<text:sequence-decls>"
    )
    data = packed({**members(FILLED), CONTENT: xml})
    assert raws(data) == RAW
    assert {code for code, _ in told(data)} == codes | {"TRACKED_CHANGES"}


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a/>", b"<!DOCTYPE a><a/>"])
def test_what_is_no_document_is_refused(content):
    with pytest.raises(FormgenError):
        read_odt(FORM, packed({**members(FILLED), CONTENT: content}))


def test_deep_nesting_is_refused():
    deep = "<text:span>" * 5000 + "</text:span>" * 5000
    data = swapped("<text:sequence-decls>", f"<text:p>{deep}</text:p><text:sequence-decls>")
    with pytest.raises(FormgenError):
        read_odt(FORM, data)
