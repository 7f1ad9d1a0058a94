import re
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from tests.formats.pdf import rules
from tests.formats.pdf.rules import of
from tests.formats.pdf.samples import amlo, boxes, form_of, remark, staffing, table, text, titled
from tests.strategies import surveys

from formgen.compiler import compile_survey
from formgen.formats.pdf import corners
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.sheet import (
    FIELD,
    FORM,
    LEADING,
    MM,
    Control,
    Frame,
    Rule,
    Shade,
    Words,
)
from formgen.formats.pdf.write import write
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Style, Table, TextCell
from formgen.model.identity import BLANK
from formgen.model.survey import Kind
from formgen.thai.numerals import to_thai

BOTTOM = FORM.bottom
LONG = "หน่วยงานจะต้องกำหนดเจ้าหน้าที่ผู้รับผิดชอบที่ชัดเจนในการตรวจสอบและลงทะเบียนหนังสือ " * 2


def many_rows(count: int = 12, paragraphs: int = 3):
    fields, rows = [], []
    for n in range(count):
        fields += [boxes(f"q{n}", 3), remark(f"q{n}")]
        cell = ResponseCell((f"q{n}.status", f"q{n}.remark"))
        rows += titled(f"q{n}", cell, text(LONG * (n % 4 + 1), paragraphs))
    return form_of(table(*rows), fields=tuple(fields))


FORMS = {"amlo": amlo, "staffing": staffing, "many rows": many_rows}


@pytest.fixture(params=FORMS, scope="module")
def form(request):
    return FORMS[request.param]()


@pytest.fixture(scope="module")
def layout(form) -> Layout:
    return lay_out(form)


@pytest.mark.parametrize("law", rules.LAWS, ids=lambda law: law.__name__)
def test_the_laws_hold_on_these_forms(form, layout, law):
    law(form, layout)


@given(surveys())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_laws_hold_on_any_form(survey):
    form = compile_survey(survey)
    layout = lay_out(form)
    for law in rules.LAWS:
        law(form, layout)


@pytest.mark.parametrize("form", [amlo, staffing])
def test_nothing_is_torn_on_the_shipped_forms(form):
    layout = lay_out(form())
    lines = [one for some in rules.set_paragraphs(layout).values() for one in some]
    assert len(lines) > 50
    assert rules.torn(layout) == []


def test_every_page_says_which_it_is():
    form = amlo()
    with pypdfium2.PdfDocument(write(form, BLANK).data) as pdf:
        for number, page in enumerate(pdf, 1):
            textpage = page.get_textpage()
            told = textpage.get_text_bounded(bottom=0, top=FORM.height - BOTTOM)
            textpage.close()
            page.close()
            assert to_thai(f"หน้า {number} จาก {len(pdf)}") in told
            assert form.code in told


# ---------------------------------------------------------------- the laws can be broken


def changed(layout: Layout, page: int, change) -> Layout:
    """Put other marks on one page."""
    pages = list(layout.pages)
    pages[page] = tuple(change(pages[page]))
    return replace(layout, pages=tuple(pages))


def without(kind, number=0):
    def change(page):
        gone = of(page, kind)[number]
        return (mark for mark in page if mark is not gone)

    return change


def moved(kind, number=0, x=0.0, y=0.0):
    def change(page):
        one = of(page, kind)[number]
        other = replace(one, x=one.x + x, y=one.y + y)
        return (other if mark is one else mark for mark in page)

    return change


def in_a_corner(page):
    x, y = next(iter(corners.ORIGINS.values()))
    return (*page, Rule(x, y, 5.0, 0.0))


def headless(page):
    return (mark for mark in page if not isinstance(mark, Words) or mark.element)


def to_the_foot(layout: Layout) -> Layout:
    """Leave out what stands under the last title of the first page that has one."""
    for number, page in enumerate(layout.pages[:-1]):
        if shades := of(page, Shade)[1:]:
            foot = shades[-1].y + shades[-1].height
            above = [one for one in page if one.y <= foot]
            return changed(layout, number, lambda _, above=above: above)
    raise AssertionError


def parted(layout: Layout) -> Layout:
    """Let the first line of a paragraph stand on a page before the others."""
    some = next(each for each in rules.set_paragraphs(layout).values() if len(each) > 3)
    page, first = some[0]
    rest = tuple(mark for mark in layout.pages[page] if mark is not first)
    pages = (*layout.pages[:page], (first,), rest, *layout.pages[page + 1 :])
    return replace(layout, pages=pages)


def torn_apart(layout: Layout) -> Layout:
    """Move the end of a line to the next, so that a number begins it."""
    for some in rules.set_paragraphs(layout).values():
        text = "".join(words.line.text for _, words in some)
        if len(some) > 2 and (match := re.search("มาตรา (?=๑)", text)):
            (page, one), (_, two), *others = some
            rest = {id(words) for _, words in others}
            first = replace(one, line=replace(one.line, text=text[: match.end()]))
            second = replace(two, line=replace(two.line, text=text[match.end() :], width=500.0))
            new = {id(one): first, id(two): second}
            kept = [mark for mark in layout.pages[page] if id(mark) not in rest]
            marks = [new.get(id(mark), mark) for mark in kept]
            return changed(layout, page, lambda _, marks=marks: marks)
    raise AssertionError


def unhung(layout: Layout) -> Layout:
    """Let all lines of numbered paragraphs begin where their numbers do."""
    pages = layout.pages
    for _, some in rules.labelled(amlo(), layout):
        x = some[0][1].line.x
        new = {id(one): replace(one, line=replace(one.line, x=x)) for _, one in some}
        pages = tuple(tuple(new.get(id(mark), mark) for mark in page) for page in pages)
    return replace(layout, pages=pages)


BROKEN = {
    rules.every_control_is_there_once: lambda one: changed(one, 0, without(Control)),
    rules.controls_do_not_touch_each_other: lambda one: changed(one, 0, moved(Control, x=300)),
    rules.boxes_and_frames_have_the_sizes_that_readers_need: (
        lambda one: changed(one, 1, moved(Control, number=1, y=-4))
    ),
    rules.each_box_has_its_frame_printed: lambda one: changed(one, 1, without(Frame)),
    rules.no_text_runs_into_a_box_or_frame: lambda one: changed(one, 1, moved(Control, x=20)),
    rules.the_answer_to_a_question_is_on_one_page: (
        lambda one: replace(one, pages=(*one.pages, tuple(of(one.pages[1], Control)[:1])))
    ),
    rules.everything_stays_between_the_margins: lambda one: changed(one, 0, moved(Rule, x=-2)),
    rules.no_page_is_empty: lambda one: replace(one, pages=(*one.pages, ())),
    rules.the_corners_are_kept_free: lambda one: changed(one, 0, in_a_corner),
    rules.a_title_never_stands_alone_at_the_foot: to_the_foot,
    rules.the_header_stands_over_each_page_of_a_table: lambda one: changed(one, 1, headless),
    rules.pieces_of_a_row_are_closed: lambda one: changed(one, 1, without(Rule, -1)),
    rules.no_line_of_a_paragraph_stands_alone: parted,
    rules.every_paragraph_is_set_whole: lambda one: changed(one, 0, without(Words, 3)),
    rules.numbers_hang: unhung,
    rules.no_number_is_torn_from_its_label: torn_apart,
}


@pytest.mark.parametrize("law", rules.LAWS, ids=lambda law: law.__name__)
def test_each_law_can_be_broken(law):
    broken = BROKEN[law](lay_out(amlo()))
    with pytest.raises(AssertionError):
        law(amlo(), broken)


# ---------------------------------------------------------------- what single rules do


def test_numbers_hang():
    lines = [words for words in lay_out(many_rows(1)).pages[0] if isinstance(words, Words)]
    paragraph = next(words for words in lines if words.line.text.startswith("1. ")).element
    first, *rest = [words for words in lines if words.element is paragraph]
    assert all(words.line.x > first.line.x + 5 for words in rest)
    assert len({round(words.line.x, 3) for words in rest}) == 1


def test_a_remark_takes_the_room_that_guidance_leaves():
    low, high = (
        next(
            control
            for _, control in lay_out(many_rows(1, paragraphs)).controls
            if control.field.multiline
        )
        for paragraphs in (1, 9)
    )
    assert high.height > low.height + LEADING


def test_more_boxes_than_a_page_holds_run_over_several():
    field = boxes("q", 60, Kind.SELECT_MULTIPLE)
    row = CellRow("q", (ResponseCell((field.name,)), text(LONG)))
    layout = lay_out(form_of(table(row), fields=(field,)))
    pages = [page for page, _ in layout.controls]
    assert len(pages) == 60
    assert min(pages) == 0
    assert max(pages) >= 2
    assert pages == sorted(pages)


def led(words: TextCell) -> Layout:
    """Lay out a title and a row that has no room under it: an answer as high as a page."""
    field = boxes("q", 26, Kind.SELECT_MULTIPLE)
    rows = titled("q", ResponseCell((field.name,)), words)
    return lay_out(form_of(table(*rows), fields=(field,)))


def test_a_title_leads_to_the_words_of_a_row_whose_answer_has_no_room_under_it():
    pages = led(text(LONG, 5)).pages
    shown = [one.line.text for one in of(pages[0], Words)]
    assert shown[2] == "หัวข้อ q"
    assert shown[3].startswith("1. ")
    assert [len(of(page, Control)) for page in pages] == [0, 26]


def test_no_empty_piece_of_a_row_is_printed():
    for page in led(TextCell(())).pages:
        assert min(one.height for one in of(page, Rule) if one.width == 0) > LEADING


def test_numbers_leave_most_of_a_narrow_column_to_their_text():
    words, label = "มาตรา ๑๐ แห่งพระราชบัญญัติ", "๑.๑.๑.๑.๑"
    cell = TextCell(tuple(Paragraph(words, one, label) for one in (Style.LEVEL1, Style.LEVEL2)))
    row = CellRow("", (cell, text("ข")))
    layout = lay_out(form_of(Table(("", ""), (1.0, 12.0), (row,))))
    edge = sorted({one.x for one in of(layout.pages[0], Rule)})[1]
    both = [some for some in rules.set_paragraphs(layout).values() if len(some) > 2]
    assert len(both) == 2
    for _, one in [line for some in both for line in some[1:]]:
        assert rules.span(one)[1] < edge, one.line.text


def test_a_paragraph_longer_than_a_page_runs_on():
    layout = lay_out(form_of(Paragraph(LONG * 60)))
    shown = [sum(isinstance(mark, Words) for mark in page) for page in layout.pages]
    assert len(shown) >= 3
    assert min(shown) >= 2


def test_a_heading_goes_with_the_table_it_leads_to():
    for lines in range(24, 34):
        blocks = [Paragraph(f"บรรทัด {n}") for n in range(lines)]
        row = CellRow("", (text("ก"), text("ข")))
        part = Paragraph("ส่วนที่ ๒", Style.PART)
        layout = lay_out(form_of(*blocks, part, table(row)))
        texts = [[words.line.text for words in of(page, Words)] for page in layout.pages]
        assert any("ส่วนที่ ๒" in page and "1. ก" in page for page in texts)


def test_a_table_may_have_no_header_and_no_text():
    row = CellRow("", (TextCell(()), TextCell(())))
    layout = lay_out(form_of(table(row, header=()), table(header=())))
    assert len(layout.pages) == 1
    assert of(layout.pages[0], Rule)


def test_layout_does_not_change(form, layout):
    again = lay_out(form)
    assert again.placements == layout.placements
    assert [len(page) for page in again.pages] == [len(page) for page in layout.pages]


def test_the_survey_form_has_six_pages():
    assert len(lay_out(amlo()).pages) == 6


def test_placements_are_in_millimetres_from_the_top_left():
    places = {place.control: place for place in lay_out(amlo()).placements}
    code = places["respondent.agency_code"]
    assert code.page == 1
    assert 23 < code.x < 100
    assert 30 < code.y < 60
    assert round(code.height, 1) == round(FIELD / MM, 1)
    box = places["email.have"]
    assert (box.field, box.width, box.height) == ("email.status", 4.0, 4.0)
