"""Answers that are crossed out, that nobody sees, or that are drawn: never silent."""

import re
import time

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
from tests.formats.docx.test_odt import CONTENT
from tests.formats.docx.test_odt import FILLED as ODT
from tests.formats.docx.test_odt import raws as raws_odt
from tests.formats.docx.test_odt import told as told_odt

from formgen.formats.docx import FORMAT
from formgen.model.response import Match
from formgen.response import interpret

BLANK, FILLED = written(), written(VALUES)
REMARK = "web.remark"
STYLES = "word/styles.xml"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def value(data, name):
    return interpret(FORM, FORMAT.read(FORM, data), Match.EXACT).answers[name].value


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def holding(tag: str, inner: str, of: bytes = FILLED) -> bytes:
    """The document with other XML in a control."""
    new = f"<w:sdtContent>{inner}</w:sdtContent>"
    return changed(
        of, tag, lambda xml: re.sub("<w:sdtContent>.*</w:sdtContent>", lambda _: new, xml)
    )


def labelled(label: str, look: str, of: bytes) -> bytes:
    """The document with a look for the first choice of this label."""
    words = f'<w:tab/><w:t xml:space="preserve">{label}</w:t>'
    return swapped(of, f"<w:r>{words}", f"<w:r><w:rPr>{look}</w:rPr>{words}")


# ---------------------------------------------------------------- crossed out


@pytest.mark.parametrize("look", ["<w:strike/>", '<w:dstrike w:val="true"/>'])
@pytest.mark.parametrize("before", ["", run("บางส่วน ")])
def test_words_that_are_crossed_out_are_for_a_person(look, before):
    data = holding(REMARK, before + run("ไม่ใช่", look))
    assert findings(data) == [("STRUCK_OUT", REMARK)]
    assert value(data, REMARK) is None
    assert raws(data)[REMARK].endswith("ไม่ใช่")


@pytest.mark.parametrize("look", ['<w:strike w:val="0"/>', '<w:dstrike w:val="false"/>', "<w:b/>"])
def test_words_that_are_not_crossed_out_are_an_answer(look):
    assert findings(holding(REMARK, run("ใช่", look))) == []


def test_a_look_ends_with_its_run_however_often_it_is_told():
    twice = run("ใช่").replace("<w:rPr>", "<w:rPr><w:strike/></w:rPr><w:rPr>")
    asked = FORMAT.read(FORM, holding(REMARK, twice)).diagnostics
    assert [(one.code.name, one.field) for one in asked] == [("STRUCK_OUT", REMARK)]


def test_a_blank_answer_may_look_as_it_likes():
    look = "<w:strike/><w:vanish/>"
    data = changed(BLANK, REMARK, lambda xml: xml.replace("<w:rPr>", f"<w:rPr>{look}"))
    assert raws(data) == NOTHING
    assert findings(data) == []


def test_a_choice_crossed_out_counts_where_nothing_else_is_marked():
    assert findings(labelled("ไม่มี", "<w:strike/>", BLANK)) == [("STRUCK_OUT", "mail.status")]
    other = labelled("ไม่มี", "<w:strike/>", FILLED)
    assert findings(other) == []
    assert value(other, "mail.status") == "doing"
    itself = labelled("อยู่ระหว่างดำเนินการ", "<w:strike/>", FILLED)
    assert findings(itself) == [("STRUCK_OUT", "mail.status")]
    assert value(itself, "mail.status") is None


def test_a_box_that_is_crossed_out_is_for_a_person():
    data = holding("mail.doing", run("☑", "<w:strike/>"))
    assert findings(data) == [("STRUCK_OUT", "mail.status")]


def test_printed_words_crossed_out_are_told():
    data = swapped(
        FILLED,
        '<w:t xml:space="preserve">จัดทำเว็บไซต์',
        '<w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">จัดทำเว็บไซต์',
    )
    assert findings(data) == [("FIXED_TEXT_EDITED", "")]


def test_words_crossed_out_where_a_control_was_are_for_a_person():
    data = changed(FILLED, REMARK, lambda _: run("ไม่ใช่", "<w:strike/>"))
    assert ("STRUCK_OUT", REMARK) in findings(data)


# ---------------------------------------------------------------- not to be seen


@pytest.mark.parametrize(
    "look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:color w:val="F8F8F8"/>']
)
def test_words_that_nobody_sees_are_for_a_person(look):
    data = holding(REMARK, run("ลับ", look))
    assert findings(data) == [("ANSWER_UNSEEN", REMARK)]
    assert value(data, REMARK) is None


@pytest.mark.parametrize(
    "look",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FF0000"/>',
        '<w:color w:val="auto"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E78"/>',
    ],
)
def test_words_that_can_be_seen_are_an_answer(look):
    assert findings(holding(REMARK, run("ดู", look))) == []


def test_white_words_on_a_dark_cell_can_be_seen():
    data = holding(REMARK, run("ดู", '<w:color w:val="FFFFFF"/>'))
    cell = part(data).rindex("<w:tcPr>", 0, part(data).index(f'w:val="{REMARK}"')) + 8
    shade = '<w:shd w:val="clear" w:fill="1F4E78"/>'
    assert findings(edited(data, lambda xml: xml[:cell] + shade + xml[cell:])) == []


def test_a_tick_that_nobody_sees_is_for_a_person():
    assert findings(holding("mail.doing", run("☑", "<w:vanish/>"))) == [
        ("ANSWER_UNSEEN", "mail.status")
    ]
    assert findings(holding("mail.none", run("☐", "<w:vanish/>"))) == []


# ---------------------------------------------------------------- by a style


def styled(kind: str, *styles: str, of: bytes = FILLED) -> bytes:
    """The document with styles A, B, ... of a kind, each based on the one before."""
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}">'
        f'<w:basedOn w:val="{before}"/><w:rPr>{look}</w:rPr></w:style>'
        for before, name, look in zip("ZABC", "ABC", styles, strict=False)
    )
    return swapped(of, "</w:styles>", f"{made}</w:styles>", STYLES)


STRUCK = '<w:rStyle w:val="A"/>'


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ("<w:strike/>", "STRUCK_OUT"),
        ("<w:dstrike/>", "STRUCK_OUT"),
        ("<w:vanish/>", "ANSWER_UNSEEN"),
        ('<w:color w:val="FFFFFF"/>', "ANSWER_UNSEEN"),
        ('<w:vertAlign w:val="subscript"/>', "STATE_DISAGREES"),
    ],
)
def test_words_that_a_style_strikes_or_hides_are_for_a_person(look, code):
    data = styled("character", look, of=holding(REMARK, run("ไม่ใช่", STRUCK)))
    assert findings(data) == [(code, REMARK)]
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>{run("ไม่ใช่")}</w:p>'
    data = styled("paragraph", look, of=holding(REMARK, paragraph))
    assert findings(data) == [(code, REMARK)]


def test_a_style_is_as_the_one_on_which_it_is_based_or_otherwise():
    data = holding(REMARK, run("ใช่", '<w:rStyle w:val="B"/>'))
    assert findings(styled("character", "<w:strike/>", "<w:b/>", of=data)) == [
        ("STRUCK_OUT", REMARK)
    ]
    assert findings(styled("character", "<w:strike/>", '<w:strike w:val="0"/>', of=data)) == []


@pytest.mark.parametrize(
    "inner",
    [
        run("ใช่"),
        run("ใช่", '<w:rStyle w:val="Z"/>'),
        run("ใช่", f'{STRUCK}<w:strike w:val="0"/>'),
        run(" ", STRUCK) + run("ใช่"),
    ],
    ids=["another", "unknown", "taken back", "a blank"],
)
def test_words_that_a_style_does_not_strike_are_an_answer(inner):
    assert findings(styled("character", "<w:strike/>", of=holding(REMARK, inner))) == []


def test_white_words_of_a_style_can_be_seen_on_a_dark_ground():
    dark = '<w:shd w:val="clear" w:fill="1F4E78"/>'
    data = holding(REMARK, run("ดู", STRUCK + dark))
    assert findings(styled("character", '<w:color w:val="FFFFFF"/>', of=data)) == []


def test_a_tick_of_a_font_that_a_style_names_is_a_tick():
    font = '<w:rFonts w:ascii="Wingdings 2"/>'
    data = styled("character", font, of=beside("มี", run("P", STRUCK)))
    assert findings(data) == [("MARK_OUTSIDE", "mail.status")]


@pytest.mark.parametrize(
    "styles", ["", "<a>", "<a/>", f"<a>{' ' * (9 << 20)}</a>"], ids=["", "torn", "other", "large"]
)
def test_styles_that_are_damaged_hide_no_answer(styles):
    assert raws(packed({**members(FILLED), STYLES: styles})) == RAW


def test_many_styles_take_no_long_time():
    white = '<w:color w:val="FFFFFF"/>'
    more = "".join(
        f'<w:style w:styleId="D{number}"><w:basedOn w:val="A"/><w:rPr>{white}</w:rPr></w:style>'
        for number in range(5_000)
    )
    data = styled("character", white, of=holding(REMARK, run("ใช่", STRUCK)))
    data = swapped(data, "</w:styles>", f"{more}</w:styles>", STYLES)
    started = time.perf_counter()
    assert findings(data) == [("ANSWER_UNSEEN", REMARK)]
    assert time.perf_counter() - started < 5


def test_styles_based_on_one_another_in_a_circle_come_to_an_end():
    data = styled("character", "<w:strike/>", of=holding(REMARK, run("ใช่", STRUCK)))
    data = swapped(data, '<w:basedOn w:val="Z"/>', '<w:basedOn w:val="A"/>', STYLES)
    assert findings(data) == [("STRUCK_OUT", REMARK)]


# ---------------------------------------------------------------- above or below the line


@pytest.mark.parametrize(
    "look",
    [
        '<w:vertAlign w:val="superscript"/>',
        '<w:vertAlign w:val="subscript"/>',
        '<w:position w:val="-6"/>',
    ],
)
def test_raised_digits_are_not_taken_for_digits_of_the_number(look):
    data = holding("staff.answer", run("1500") + run("1", look))
    assert findings(data) == [("STATE_DISAGREES", "staff.answer")]
    assert value(data, "staff.answer") is None


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("2", '<w:vertAlign w:val="baseline"/>'),
        ("2", '<w:position w:val="0"/>'),
        (" ", '<w:vertAlign w:val="superscript"/>'),
        ("nd", '<w:vertAlign w:val="superscript"/>'),
    ],
    ids=["on the line", "raised by nothing", "a blank", "2nd as Word sets it"],
)
def test_words_on_the_line_are_an_answer(text, look):
    assert findings(holding(REMARK, run("2") + run(text, look) + run(" ครั้ง"))) == []


@pytest.mark.parametrize(
    "built",
    [
        "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>",
        "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>",
        "<m:rad><m:deg>{}</m:deg><m:e>{}</m:e></m:rad>",
        "<m:d><m:e>{}</m:e><m:e>{}</m:e></m:d>",
    ],
)
def test_a_formula_that_is_more_than_a_row_of_letters_is_for_a_person(built):
    one, two = (f"<m:r><m:t>{number}</m:t></m:r>" for number in (1, 2))
    data = holding("share.answer", f"<m:oMath {MATH}>{built.format(one, two)}</m:oMath>{run('%')}")
    assert findings(data) == [("STATE_DISAGREES", "share.answer")]
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert dict(told.facts) == {
        "label": "ร้อยละ : คำตอบ", "shown": "12 (ยก ห้อย หรือซ้อนกัน)", "stored": "12%"
    }  # fmt: skip


# ---------------------------------------------------------------- taken out


@pytest.mark.parametrize("left", ["", run(" ")])
def test_a_tick_whose_removal_is_tracked_is_for_a_person(left):
    gone = "<w:r><w:delText>☑</w:delText></w:r>"
    data = holding("mail.doing", f'<w:del w:id="1" w:author="ก">{gone}</w:del>{left}')
    assert findings(data) == [("STATE_DISAGREES", "mail.status"), ("TRACKED_CHANGES", "")]
    assert value(data, "mail.status") is None
    told = dict(FORMAT.read(FORM, data).diagnostics[0].facts)
    assert (told["shown"], told["stored"]) == ("[ลบแล้ว]", "☑")


def test_a_tick_set_while_changes_are_tracked_is_an_answer():
    gone = '<w:del w:id="1" w:author="ก"><w:r><w:delText>☐</w:delText></w:r></w:del>'
    data = holding("mail.doing", f'{gone}<w:ins w:id="2" w:author="ก">{run("☑")}</w:ins>')
    assert findings(data) == [("TRACKED_CHANGES", "")]
    other = holding("mail.have", gone)
    assert findings(other) == [("TRACKED_CHANGES", "")]
    assert raws(other) == RAW


# ---------------------------------------------------------------- words that are no plain words


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (
            f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="w16se"><w16se:symEx'
            ' xmlns:w16se="x" w16se:font="Segoe UI Emoji" w16se:char="1F600"/></mc:Choice>'
            f"<mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>{run('ก')}",
            "😀ก",
        ),
        (f"{run('ก')}<m:oMath {MATH}><m:r><m:t>x=5</m:t></m:r></m:oMath>", "กx=5"),
        (
            f"<w:r><w:ruby><w:rt>{run('อ่าน')}</w:rt><w:rubyBase>{run('ก')}</w:rubyBase></w:ruby></w:r>",
            "ก",
        ),
        ("<w:r><w:t>ก</w:t><w:softHyphen/><w:t>ข</w:t><w:noBreakHyphen/></w:r>", "กข-"),
        (f'<w:smartTag w:element="x"><w:smartTagPr/>{run("กทม")}</w:smartTag>', "กทม"),
        (f"<w:hyperlink>{run('a@b.go.th')}</w:hyperlink>", "a@b.go.th"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" '
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{run("a@b.go.th")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "a@b.go.th",
        ),
        (f"<w:customXml><w:customXmlPr/>{run('ก')}</w:customXml>", "ก"),
        ('<w:r><w:sym w:font="Segoe UI Symbol" w:char="2714"/></w:r>', "✔"),
    ],
    ids=[
        "emoji", "formula", "ruby", "hyphens", "smart tag", "link", "field", "custom", "symbol",
    ],
)  # fmt: skip
def test_words_are_read_however_word_stores_them(inner, words):
    data = holding(REMARK, inner)
    assert raws(data) == RAW | {REMARK: words}
    assert findings(data) == []


def test_a_picture_among_the_words_of_an_answer_is_for_a_person():
    data = holding(REMARK, run("ตามนี้") + "<w:r><w:drawing/></w:r>")
    assert findings(data) == [("MARK_OUTSIDE", REMARK)]
    assert raws(data)[REMARK] == "ตามนี้"
    only = holding(REMARK, "<w:r><w:drawing/></w:r>")
    assert findings(only) == [("MARK_OUTSIDE", REMARK)]


def beside(label: str, inner: str) -> bytes:
    words = f'<w:tab/><w:t xml:space="preserve">{label}</w:t></w:r>'
    return swapped(BLANK, words, words + inner)


@pytest.mark.parametrize(
    ("state", "marked"),
    [
        ("<w:checked/>", True),
        ('<w:default w:val="1"/>', True),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', False),
        ('<w:default w:val="0"/>', False),
    ],
)
def test_a_box_of_an_old_form_beside_a_choice_is_seen(state, marked):
    box = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    data = beside("มี", f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r>')
    assert findings(data) == [("MARK_OUTSIDE", "mail.status")]
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert dict(told.facts)["raw"] == ("☒" if marked else "☐")


def test_a_letter_of_a_font_of_signs_beside_a_choice_is_a_mark():
    font = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    assert findings(beside("มี", run("P", font))) == [("MARK_OUTSIDE", "mail.status")]
    thai = holding(REMARK, run("๐P", font.replace("Wingdings 2", "Tahoma")))
    assert raws(thai)[REMARK] == "๐P"
    assert raws(holding(REMARK, run("๐", font)))[REMARK] == "๐"


def test_a_part_put_in_from_another_file_is_told():
    data = swapped(FILLED, "<w:sectPr>", '<w:altChunk r:id="rId9"/><w:sectPr>')
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "")]


# ---------------------------------------------------------------- as LibreOffice saves it


def odt(style: str, inner: str = '<text:span text:style-name="T9">{}</text:span>') -> bytes:
    """The document of LibreOffice with a look for the words of one answer."""
    content = part(ODT, CONTENT)
    texts = (raw for raw in raws_odt(ODT).values() if isinstance(raw, str))
    words = next(raw for raw in texts if len(raw) > 4 and content.count(f">{raw}<") == 1)
    styles = f'<style:style style:name="T9" style:family="text">{style}</style:style>'
    content = content.replace(f">{words}<", f">{inner.format(words)}<")
    content = content.replace("</office:automatic-styles>", f"{styles}</office:automatic-styles>")
    return packed({**members(ODT), CONTENT: content})


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ('<style:text-properties style:text-line-through-style="solid"/>', ["STRUCK_OUT"]),
        ('<style:text-properties style:text-line-through-type="double"/>', ["STRUCK_OUT"]),
        ('<style:text-properties style:text-line-through-style="none"/>', []),
        ('<style:text-properties fo:color="#ffffff"/>', ["ANSWER_UNSEEN"]),
        ('<style:text-properties fo:color="#ffffff" fo:background-color="#000000"/>', []),
        ('<style:text-properties text:display="none"/>', ["ANSWER_UNSEEN"]),
        ('<style:text-properties style:text-position="super 58%"/>', ["STATE_DISAGREES"]),
        ('<style:text-properties style:text-position="-33% 58%"/>', ["STATE_DISAGREES"]),
        ('<style:text-properties style:text-position="0% 100%"/>', []),
    ],
)
def test_a_text_of_libreoffice_is_doubted_as_well(style, told):
    assert raws_odt(odt(style)) == raws_odt(ODT)
    assert [code for code, _ in told_odt(odt(style))] == told


def test_hidden_text_of_libreoffice_is_for_a_person():
    hidden = '<text:hidden-text text:condition="1" text:string-value="{}"/>'
    assert [code for code, _ in told_odt(odt("", hidden))] == ["ANSWER_UNSEEN"]
