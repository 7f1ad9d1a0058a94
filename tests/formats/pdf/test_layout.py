from collections import defaultdict
from itertools import pairwise

import pytest
from tests.formats.pdf.samples import amlo, boxes, form_of, remark, staffing, table, text, titled

from formgen.formats.pdf import corners
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.sheet import (
    BOX_PITCH,
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
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Style, Table, TextCell
from formgen.model.survey import Kind

TOP, BOTTOM, LEFT, RIGHT = FORM.top, FORM.bottom, FORM.left, FORM.right
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


def of(page, kind):
    return [mark for mark in page if isinstance(mark, kind)]


def overlap(one, other) -> bool:
    aside = one.x < other.x + other.width and other.x < one.x + one.width
    return aside and one.y < other.y + other.height and other.y < one.y + one.height


def test_every_control_is_there_once(form, layout):
    wanted = []
    for field in form.fields:
        single = not field.select or field.dropdown
        wanted += [field.name] if single else [field.control(one) for one in field.choices]
    assert sorted(control.name for _, control in layout.controls) == sorted(wanted)


def test_everything_stays_between_the_margins(layout):
    for page in layout.pages:
        for mark in of(page, Control | Frame | Rule | Shade):
            assert mark.x >= LEFT - 0.01
            assert mark.x + mark.width <= RIGHT + 0.01
            assert mark.y >= TOP - 0.01
            assert mark.y + mark.height <= BOTTOM + 0.01
        for words in of(page, Words):
            assert words.x + words.line.x >= LEFT - 0.01
            assert words.x + words.line.x + words.line.width <= RIGHT + 0.01
            assert TOP < words.y < BOTTOM


def test_controls_do_not_touch_each_other(layout):
    for page in layout.pages:
        controls = of(page, Control)
        for n, one in enumerate(controls):
            assert not any(overlap(one, other) for other in controls[n + 1 :])


def test_boxes_and_frames_have_the_sizes_that_readers_need(layout):
    for page in layout.pages:
        places = defaultdict(list)
        for control in of(page, Control):
            if control.choice:
                assert control.width == control.height == pytest.approx(4 * MM)
                places[control.field.name, control.x].append(control.y)
            elif control.field.multiline:
                assert control.height >= 3 * LEADING
            else:
                assert control.height >= FIELD
        for rows in places.values():
            assert all(down - up >= BOX_PITCH - 0.01 for up, down in pairwise(sorted(rows)))


def test_each_box_has_its_frame_printed(layout):
    for page in layout.pages:
        frames = {(mark.x, mark.y, mark.width, mark.height) for mark in of(page, Frame)}
        for mark in of(page, Control):
            assert (mark.x, mark.y, mark.width, mark.height) in frames


def test_no_text_runs_into_a_box_or_frame(layout):
    for page in layout.pages:
        for words in of(page, Words):
            start, end = words.x + words.line.x, words.x + words.line.x + words.line.width
            for mark in of(page, Control):
                beside = end <= mark.x or start >= mark.x + mark.width
                over = words.y - 7 >= mark.y + mark.height or words.y <= mark.y
                assert beside or over


def test_the_answer_to_a_question_is_on_one_page(form, layout):
    pages = defaultdict(set)
    for page, control in layout.controls:
        pages[control.field.stem.removesuffix(".remark")].add(page)
    assert all(len(some) == 1 for some in pages.values())


def test_a_title_never_stands_alone_at_the_foot(layout):
    for page in layout.pages:
        shades = of(page, Shade)
        if shades:
            last = max(shades, key=lambda mark: mark.y)
            foot = last.y + last.height
            assert any(words.y > foot for words in of(page, Words))


def test_the_header_stands_over_each_page_of_a_table(form, layout):
    header = next(block.header for block in form.blocks if isinstance(block, Table))
    first = [words for words in of(layout.pages[0], Words) if words.line.text == header[0]]
    assert [words.element.tag for words in first] == ["P"]
    for page in layout.pages[1:]:
        words = of(page, Words)[0]
        assert (words.line.text, words.element) == (header[0], None)
        assert min(rule.y for rule in of(page, Rule)) == TOP


def test_pieces_of_a_row_are_closed(layout):
    for page in layout.pages:
        level = {round(rule.y, 2) for rule in of(page, Rule) if rule.height == 0}
        for rule in of(page, Rule):
            if rule.width == 0:
                assert {round(rule.y, 2), round(rule.y + rule.height, 2)} <= level


def test_no_line_of_a_paragraph_stands_alone(layout):
    lines = defaultdict(lambda: defaultdict(int))
    for number, page in enumerate(layout.pages):
        for words in of(page, Words):
            if words.element:
                lines[words.element][number] += 1
    cut = [counts for counts in lines.values() if len(counts) > 1]
    assert all(count >= 2 for counts in cut for count in counts.values())


def test_the_corners_are_kept_free(layout):
    codes = [corners.Rectangle(x, y, 10.5 * MM, 10.5 * MM) for x, y in corners.ORIGINS.values()]
    margin = 2 * MM  # the quiet zone
    for page in layout.pages:
        for code in (*codes, *corners.SQUARES):
            area = corners.Rectangle(
                code.x - margin, code.y - margin, code.width + 2 * margin, code.height + 2 * margin
            )
            assert not any(overlap(area, mark) for mark in of(page, Control | Frame | Shade | Rule))


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
