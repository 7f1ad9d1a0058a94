"""Answers that a field writes or draws: never silent, whether they have a result or none."""

import time

import pytest
from tests.formats.docx.forms import (
    FORM,
    NOTHING,
    RAW,
    changed,
    findings,
    members,
    packed,
    part,
    raws,
)
from tests.formats.docx.test_looks import BLANK, FILLED, REMARK, beside, holding, run, value
from tests.formats.docx.test_odt import CONTENT, swapped
from tests.formats.docx.test_odt import FILLED as ODT
from tests.formats.docx.test_odt import raws as raws_odt
from tests.formats.docx.test_odt import told as told_odt

from formgen.formats.docx import FORMAT

FIELD = 'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
DATE, SUM = "DATE \\@ &quot;d MMMM yyyy&quot;", "=SUM(ABOVE)"
LIST = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="มี"/><w:listEntry w:val="ไม่มี"/>'
    "</w:ddList></w:ffData>"
)


def piece(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def told_to(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r>'


def field(instruction: str, result: str | None = None, about: str = "") -> str:
    """A field in pieces, as Word makes it; one without a result has none."""
    shown = "" if result is None else piece("separate") + result
    return f"{piece('begin', about)}{told_to(instruction)}{shown}{piece('end')}"


# ---------------------------------------------------------------- with a result


@pytest.mark.parametrize("instruction", [DATE, SUM, "TIME", "IF 1 = 1 ก", "REF a", "FILENAME"])
def test_an_answer_that_changes_by_itself_is_told(instruction):
    data = holding(REMARK, field(instruction, run("๗")))
    assert raws(data) == RAW | {REMARK: "๗"}
    assert findings(data) == [("FORMULA_IN_ANSWER", REMARK)]


def test_what_is_told_are_the_words_of_the_field():
    data = holding(REMARK, run("ณ ") + field(DATE, run("๑ ม.ค.")) + run(" นี้"))
    (one,) = FORMAT.read(FORM, data).diagnostics
    assert dict(one.facts)["raw"] == "๑ ม.ค."


def test_a_field_in_one_element_is_one_too():
    data = holding(REMARK, f'<w:fldSimple w:instr="{DATE}">{run("๗")}</w:fldSimple>{run("ข้อ")}')
    assert raws(data) == RAW | {REMARK: "๗ข้อ"}
    assert findings(data) == [("FORMULA_IN_ANSWER", REMARK)]


def test_a_field_cut_into_pieces_or_around_its_control_is_one_too():
    cut = piece("begin") + "".join(
        f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in (" D", "ATE", " ")
    )
    data = holding(REMARK, cut + piece("separate") + run("๗") + piece("end"))
    assert findings(data) == [("FORMULA_IN_ANSWER", REMARK)]
    start = piece("begin") + told_to(DATE) + piece("separate")
    around = changed(FILLED, REMARK, lambda xml: f"{start}{xml}{piece('end')}")
    assert raws(around) == RAW
    assert findings(around) == [("FORMULA_IN_ANSWER", REMARK)]


def test_a_link_within_a_formula_is_of_the_formula_and_one_behind_it_is_not():
    link = field("HYPERLINK &quot;x&quot;", run("a@b.go.th"))
    assert findings(holding(REMARK, field("QUOTE", link))) == [("FORMULA_IN_ANSWER", REMARK)]
    assert findings(holding(REMARK, link)) == []
    behind = holding(REMARK, field("QUOTE", run("ก")) + link)
    (one,) = FORMAT.read(FORM, behind).diagnostics
    assert dict(one.facts)["raw"] == "ก"


def test_ends_that_belong_to_no_field_do_no_harm():
    stray = piece("end") + piece("separate") + told_to(DATE) + run("ใช่")
    assert raws(holding(REMARK, stray)) == RAW | {REMARK: "ใช่"}
    assert findings(holding(REMARK, stray)) == []


def test_a_field_whose_removal_is_tracked_is_gone():
    removed = f'<w:del w:id="1">{field(DATE, run("๗"))}</w:del>{run("ใช่")}'
    assert findings(holding(REMARK, removed)) == [("TRACKED_CHANGES", "")]


def test_fields_without_end_take_no_long_time():
    many = piece("begin") * 20_000 + (piece("begin") + piece("separate") + piece("end")) * 10_000
    long = piece("begin") + told_to("ก") * 50_000
    started = time.perf_counter()
    assert raws(holding(REMARK, run("ใช่") + many + long)) == RAW | {REMARK: "ใช่"}
    assert time.perf_counter() - started < 5


# ---------------------------------------------------------------- drawn, without a result


DRAWN = [
    field("EQ \\o\\ac(□,√)"),
    field("EQ \\f(1,2)", ""),
    field("SYMBOL 252 \\f Wingdings"),
    field("MACROBUTTON NoMacro [กด]"),
    field("FORMDROPDOWN", None, LIST),
    field("FORMDROPDOWN", "", LIST),
    field(DATE),
    '<w:fldSimple w:instr="EQ \\f(1,2)"/>',
]


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_a_field_draws_in_an_answer_or_beside_it_is_for_a_person(drawn):
    blank = holding(REMARK, drawn, BLANK)
    assert raws(blank) == NOTHING
    assert findings(blank) == [("MARK_OUTSIDE", REMARK)]
    assert value(blank, REMARK) is None
    assert findings(holding(REMARK, run("ก") + drawn)) == [("MARK_OUTSIDE", REMARK)]
    behind = changed(BLANK, REMARK, lambda xml: xml + drawn)
    assert findings(behind) == [("MARK_OUTSIDE", REMARK)]


@pytest.mark.parametrize("drawn", DRAWN[:3])
def test_what_a_field_draws_beside_a_box_is_for_a_person(drawn):
    assert findings(beside("มี", drawn)) == [("MARK_OUTSIDE", "mail.status")]


@pytest.mark.parametrize(
    "instruction", ["XE &quot;ก&quot;", "TC ก", "HYPERLINK x", "PRIVATE", "FORMCHECKBOX", ""]
)
def test_a_field_that_draws_nothing_says_nothing(instruction):
    assert findings(holding(REMARK, run("ใช่") + field(instruction))) == []


# ---------------------------------------------------------------- as LibreOffice saves it


def odt(inner: str) -> bytes:
    """The document of LibreOffice with other XML for the words of one answer."""
    content = part(ODT, CONTENT)
    texts = (raw for raw in raws_odt(ODT).values() if isinstance(raw, str))
    words = next(raw for raw in texts if len(raw) > 4 and content.count(f">{raw}<") == 1)
    return packed({**members(ODT), CONTENT: content.replace(f">{words}<", f">{inner}<")})


@pytest.mark.parametrize(
    "inner",
    [
        "<text:date>๗</text:date>",
        '<text:time text:fixed="false">๗</text:time>',
        "<text:table-formula>๗</text:table-formula>",
        "<text:execute-macro>๗</text:execute-macro>",
        f'<field:fieldmark-start {FIELD} field:type="x.FORMDATE"/>๗<field:fieldmark-end {FIELD}/>',
    ],
)
def test_an_answer_that_changes_by_itself_in_a_text_of_libreoffice_is_told(inner):
    data = odt(f"{inner} แล้ว")
    assert [code for code, _ in told_odt(data)] == ["FORMULA_IN_ANSWER"]
    assert "๗ แล้ว" in raws_odt(data).values()


@pytest.mark.parametrize(
    "inner",
    [
        '<text:date text:fixed="true">๗</text:date>',
        '<text:a xlink:href="x">๗</text:a>',
        "<text:text-input>๗</text:text-input>",
        f'<field:fieldmark-start {FIELD} field:type="x.HYPERLINK"/>๗<field:fieldmark-end {FIELD}/>',
    ],
)
def test_words_that_stay_as_they_are_in_a_text_of_libreoffice_are_an_answer(inner):
    data = odt(inner)
    assert told_odt(data) == []
    assert "๗" in raws_odt(data).values()


@pytest.mark.parametrize(
    ("kind", "told"),
    [("FORMDROPDOWN", {"MARK_OUTSIDE"}), ("FORMCHECKBOX", {"MARK_OUTSIDE"})],
)
def test_boxes_and_lists_of_old_forms_in_a_text_of_libreoffice_are_for_a_person(kind, told):
    ticked = '<field:param field:name="Checkbox_Checked" field:value="true"/>'
    mark = f'<field:fieldmark {FIELD} field:type="x.{kind}">{ticked}</field:fieldmark>'
    data = swapped("<text:tab/>อยู่ระหว่าง", f"<text:tab/>{mark}อยู่ระหว่าง")
    assert {code for code, _ in told_odt(data)} == told
