"""What a written document is, seen by another library."""

import io
import subprocess
import sys
from itertools import pairwise

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from tests.clerk.docx import content_controls
from tests.formats.docx.forms import FORM, VALUES, amlo, control, members, part, staffing, written

from formgen.formats.docx import FORMAT, names
from formgen.formats.docx.lines import form_lines
from formgen.model.form import Field
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.survey import Choice, Kind

TOKEN = sign(bytes(32), "2569-1", 12, FORM.digest)
LONG = Field(f"{'a' * 32}.{'b' * 32}", "x", Kind.TEXT, "การตรวจสอบและลงทะเบียน" * 9)


def opened(data=None):
    return docx.Document(io.BytesIO(data or written()))


def controls(data):
    return {one.tag: one for one in content_controls(opened(data).element.body)}


def of_control(one, name):
    found = one.properties.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


# ---------------------------------------------------------------- the package


def test_the_same_form_gives_the_same_bytes():
    command = "import sys; from tests.formats.docx.forms import VALUES, written\n"
    command += "sys.stdout.buffer.write(written(VALUES))"
    once, again = (
        subprocess.run(
            [sys.executable, "-c", command],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src:."},
        ).stdout
        for seed in ("1", "2")
    )
    assert once == again == written(VALUES)


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
def test_a_form_is_small(form):
    assert len(FORMAT.write(form, BLANK).data) < 20_000


def test_another_library_opens_it():
    document = opened()
    properties = document.core_properties
    assert properties.title == "แบบสำรวจทุกชนิด & <ครบ>"
    assert properties.language == "th-TH"
    assert properties.subject == FORM.code
    section = document.sections[0]
    assert section.orientation is WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section.left_margin < Mm(20)


def test_the_footer_counts_pages_and_names_the_form():
    footer = opened().sections[0].footer
    assert footer.paragraphs[0].text.startswith("\tหน้า ๑ จาก ๑\tevery-kind/7 ")
    codes = [one.text.strip() for one in footer._element.iter(qn("w:instrText"))]
    assert codes == [r"PAGE \* THAIARABIC", r"NUMPAGES \* THAIARABIC"]
    hidden = [run for run in footer.paragraphs[0].runs if run.font.hidden]
    assert [run.text.startswith('{"formgen":1') for run in hidden] == [True]


def test_fonts_sizes_and_language_are_for_thai():
    styles = part(written(), "word/styles.xml")
    assert styles.count('"TH SarabunPSK"') == 4
    assert '<w:sz w:val="32"/><w:szCs w:val="32"/>' in styles
    assert 'w:bidi="th-TH"' in styles
    assert styles.count("<w:b/>") == styles.count("<w:bCs/>")


def test_every_relationship_has_its_part_and_every_part_its_type():
    parts = members(written())
    types = part(written(), "[Content_Types].xml")
    for name in parts:
        if name.endswith(".xml") and not name.startswith("["):
            assert f'PartName="/{name}"' in types
    for target in ("styles", "settings", "fontTable", "footer1", "glossary/document"):
        assert f'Target="{target}.xml"' in part(written(), "word/_rels/document.xml.rels")
        assert f"word/{target}.xml" in parts


# ---------------------------------------------------------------- the document


def test_every_paragraph_stands_in_order_with_a_named_style():
    document = opened()
    body = document.element.body
    lines = [
        docx.text.paragraph.Paragraph(one, document._body)
        for one in body.iter(qn("w:p"))
        if "".join(text.text or "" for text in one.iter(qn("w:t"))).strip()
    ]
    assert [line.style.name for line in lines[:4]] == [
        "Title",
        "Form Instruction",
        "Heading 1",
        "Form Entry Label",
    ]
    assert "Normal" not in {line.style.name for line in lines}


def test_emphasis_is_bold_in_latin_and_thai():
    runs = opened().paragraphs[1].runs
    assert [run.text for run in runs if run.bold] == ["ความจริง"]
    assert all(run._element.find(f".//{qn('w:bCs')}") is not None for run in runs if run.bold)


def test_numbers_hang_by_a_tab():
    level1 = next(one for one in opened().tables[1].rows[2].cells[1].paragraphs[1:2])
    assert level1.text.startswith("๑.\tหนึ่ง")
    indent = level1.style.paragraph_format
    assert indent.left_indent == -indent.first_line_indent


def test_headers_are_repeated_and_titles_stay_with_their_rows():
    table = opened().tables[1]
    head, title, question = (row._tr for row in table.rows[:3])
    assert head.find(f".//{qn('w:tblHeader')}") is not None
    for row in (head, title):
        assert row.find(f".//{qn('w:cantSplit')}") is not None
        assert row.find(f".//{qn('w:keepNext')}") is not None or row is head
    assert title.find(f".//{qn('w:gridSpan')}").get(qn("w:val")) == "2"
    assert question.find(f".//{qn('w:cantSplit')}") is None


def test_boxes_of_a_row_that_may_be_torn_share_a_paragraph():
    torn, whole = (opened().tables[1].rows[number].cells[0] for number in (2, 4))
    assert [one.style.name for one in torn.paragraphs] == ["Form Choices", "Form Answer"]
    assert torn.paragraphs[0].style.paragraph_format.keep_together
    assert [one.style.name for one in whole.paragraphs] == ["Form Choice"] * 3 + ["Form Answer"]


def test_columns_fill_the_line():
    for table in opened(FORMAT.write(amlo(), BLANK).data).tables:
        grid = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid]
        assert sum(grid) == 15138
        for row in table.rows:
            cells = [int(one.get(qn("w:w"))) for one in row._tr.iter(qn("w:tcW"))]
            assert cells in (grid, [sum(grid)])


def test_boxes_have_room_for_their_words():
    grids = [table._tbl.tblGrid for table in opened(FORMAT.write(amlo(), BLANK).data).tables]
    first = int(grids[1][0].get(qn("w:w")))
    assert first > 15138 * 22 / 152  # the share it was given is too narrow
    assert first < 15138 / 4


# ---------------------------------------------------------------- controls


@pytest.mark.parametrize("form", [FORM, amlo(), staffing()], ids=["every-kind", "amlo", "staffing"])
def test_every_control_has_its_name_and_says_what_it_is(form):
    found = list(content_controls(opened(FORMAT.write(form, BLANK).data).element.body))
    slots = [slot for line in form_lines(form) for slot in line.slots]
    assert [one.tag for one in found] == [slot.control for slot in slots]
    assert len({of_control(one, "w:id") for one in found}) == len(found)
    for one, slot in zip(found, slots, strict=True):
        title = of_control(one, "w:alias")
        assert title.startswith(slot.field.label[:20])
        assert len(title) <= 64
        assert (one.box is not None) == (slot.choice is not None)
        assert of_control(one, "w:lock") == "sdtLocked"
        assert one.properties.find(qn("w:text")) is None
        assert one.properties.find(qn("w:dataBinding")) is None


def test_a_blank_control_shows_the_leader_that_word_can_put_back():
    text = controls(written())["me.code"]
    assert text.text == "." * 20
    assert text.properties.find(qn("w:showingPlcHdr")) is not None
    name = text.properties.find(f"{qn('w:placeholder')}/{qn('w:docPart')}").get(qn("w:val"))
    assert f'<w:name w:val="{name}"/>' in part(written(), "word/glossary/document.xml")


def test_filled_controls_show_what_they_hold():
    filled = controls(written(VALUES))
    assert filled["mail.doing"].checked
    assert filled["mail.doing"].text == "☑"
    assert (filled["mail.have"].checked, filled["mail.have"].text) == (False, "☐")
    assert filled["me.on"].text == "๒๒ พฤศจิกายน ๒๕๖๙"
    assert filled["me.type"].text == "ประเภท <3> & อื่น"
    assert filled["me.type"].listed
    assert "<w:br/>" in control(written(VALUES), "mail.remark")
    assert all(one.properties.find(qn("w:showingPlcHdr")) is None for one in filled.values())


def test_what_the_office_knows_is_locked_in_an_issued_copy():
    issued = controls(
        written({"me.code": "76-001", "me.type": "t3", "me.on": "2026-11-22"}, token=TOKEN)
    )
    locks = {name: of_control(one, "w:lock") for name, one in issued.items()}
    assert locks["me.code"] == locks["me.type"] == "sdtContentLocked"
    assert {lock for name, lock in locks.items() if name not in ("me.code", "me.type")} == {
        "sdtLocked"
    }
    blank = controls(written({"me.code": "76-001"}))
    assert of_control(blank["me.code"], "w:lock") == "sdtLocked"


def test_a_copy_keeps_its_claim_out_of_sight():
    data = FORMAT.write(FORM, Copy(TOKEN)).data
    assert str(TOKEN) not in part(data)
    holders = [name for name in members(data) if str(TOKEN) in part(data, name)]
    assert holders == ["word/footer1.xml", "docProps/core.xml", "docProps/custom.xml"]


# ---------------------------------------------------------------- names


def test_names_too_long_for_word_are_cut_and_stay_apart():
    one, other = (f"{'a' * 32}.{'b' * 32}.{end}" for end in ("have", "none"))
    assert names.tag("mail.have") == "mail.have"
    assert len(names.tag(one)) == len(names.tag(other)) == 64
    assert names.tag(one) != names.tag(other)
    assert len(names.part(one)) == 32


def test_titles_too_long_for_word_lose_the_end_of_the_field():
    for choice in (None, Choice("a", "มี"), Choice("b", "อยู่ระหว่างดำเนินการ" * 5)):
        title = names.title(LONG, choice)
        assert len(title) <= 64
        assert title.startswith("การตรวจ")
        assert not any(before == "…" and after in "ะาำ" for before, after in pairwise(title))
    assert names.title(LONG, Choice("a", "มี")).endswith("… : มี")
