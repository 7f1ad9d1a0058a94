"""Where everything stands on the sheet: nothing lost, nothing over another, nothing cut."""

from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from tests.formats.docx.forms import survey
from tests.formats.xlsx.forms import FORM, amlo, staffing
from tests.strategies import surveys

from formgen.compiler import compile_survey
from formgen.formats.xlsx import pages, rows
from formgen.formats.xlsx.grid import WIDTH
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.printed import words_of
from formgen.formats.xlsx.sheet import Line, Look
from formgen.model.blocks import CellRow, Paragraph, Table, TextCell
from formgen.model.form import Field, Form
from formgen.model.survey import Choice, Kind

FORMS = pytest.mark.parametrize(
    "form", [FORM, amlo(), staffing()], ids=["every", "amlo", "staffing"]
)
RANDOM = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def items(sheet):
    return (*sheet.printed, *sheet.answers, *sheet.boxes)


def check(form: Form) -> None:
    """What holds for the sheet of any form."""
    sheet = sheet_of(form)
    assert sum(sheet.widths) == WIDTH
    assert all(line.height <= rows.TALLEST for line in sheet.lines)
    cells = Counter(
        (row, column)
        for one in items(sheet)
        for row in range(one.spot.row, one.spot.last[0] + 1)
        for column in range(one.spot.column, one.spot.last[1] + 1)
    )
    assert not cells or max(cells.values()) == 1
    assert all(row <= len(sheet.lines) and column <= len(sheet.widths) for row, column in cells)
    controls = [
        control
        for one in form.fields
        for control in (
            [one.control(choice) for choice in one.choices]
            if one.kind is Kind.SELECT_MULTIPLE
            else [one.name]
        )
    ]
    assert sorted(answer.control for answer in sheet.answers) == sorted(controls)
    for one in sheet.printed:
        bold = one.look in (Look.TITLE, Look.PART, Look.ITEM, Look.HEADER)
        needed = rows.text_height(one.text, sheet.width(one.spot), one.size, bold)
        assert sheet.height(one.spot) >= needed - 0.05, one.text
    said = "".join(one.text for one in sheet.printed)
    for text in words_of(form).texts:
        assert text in said or text.replace(" ", "") in said.replace(" ", "")


@FORMS
def test_a_form_stands_on_its_sheet_whole(form):
    check(form)


@given(surveys())
@RANDOM
def test_any_form_stands_on_its_sheet_whole(drawn):
    check(compile_survey(drawn))


@FORMS
def test_no_title_stands_alone_and_no_page_is_too_full(form):
    sheet = sheet_of(form)
    tops = [1, *(row + 1 for row in sheet.breaks)]
    ends = [*sheet.breaks, len(sheet.lines)]
    for top, end in zip(tops, ends, strict=True):
        head = sheet.lines[sheet.header - 1].height if 0 < sheet.header < top else 0
        tall = head + sum(line.height for line in sheet.lines[top - 1 : end])
        assert tall <= pages.CAPACITY
        assert end == len(sheet.lines) or not sheet.lines[end - 1].keep


def test_what_belongs_together_stays_on_one_page():
    lines = [Line(pages.CAPACITY / 2), *[Line(pages.CAPACITY / 5, keep=True)] * 3, Line(1)]
    assert list(pages.breaks(lines, 0)) == [1]
    assert list(pages.breaks(lines, 1)) == [1, 3]  # nor does all of it fit under the header
    tall = [Line(pages.CAPACITY * 0.6, keep=True)] * 4
    assert list(pages.breaks(tall, 0)) == [1, 2, 3]  # tied, but no page holds them
    loose = [Line(pages.CAPACITY * 0.3)] * 4
    assert list(pages.breaks(loose, 0)) == [3]
    assert list(pages.breaks(loose, 0, [(2, 4)])) == [1]


def test_a_question_is_as_low_as_its_longest_column():
    """The rows of each question are at most one padding a row higher than the text needs."""
    sheet = sheet_of(amlo())
    for group in sheet.groups:
        if not group.question:
            continue
        inside = range(group.first, group.last + 1)
        heights = [sheet.lines[row - 1].height for row in inside]
        title = any(one.look is Look.ITEM and one.spot.row == group.first for one in sheet.printed)
        columns = Counter()
        for one in sheet.printed:
            if one.look is Look.TEXT and one.spot.row in inside:
                lines = rows.count_lines(one.text, sheet.width(one.spot), one.size)
                columns[one.spot.column] += lines * rows.line_height(one.size)
        over = sum(heights[1:] if title else heights) - max(columns.values())
        assert over < 70, group.question


def test_boxes_stand_under_their_answer():
    sheet = sheet_of(FORM)
    answers = {one.field: one.spot for one in sheet.answers}
    assert {one.field for one in sheet.boxes} == {"mail.status", "web.status"}
    for one in sheet.boxes:
        below = answers[one.field]
        assert one.answer == below
        assert (one.spot.row, one.spot.column) == (below.row + 1, below.column)
        assert one.prompt == "หมายเหตุ"


def test_no_long_text_is_merged_downward():
    """A page break would cut its letters: it takes the rows of the question one by one."""
    for one in sheet_of(amlo()).printed:
        assert one.spot.rows == 1
    for one in sheet_of(staffing()).printed:
        if one.spot.rows > 1:  # short text beside the cells of an answer, kept on one page
            inside = range(one.spot.row, one.spot.last[0])
            assert all(sheet_of(staffing()).lines[row - 1].keep for row in inside)


def test_a_heading_stays_with_the_paragraph_under_it():
    for one in sheet_of(amlo()).printed:
        assert one.text.split("\n")[-1] not in ("ข้อเสนอแนะ", "ข้อพึงระวัง")


def test_one_header_is_repeated_several_are_not():
    assert sheet_of(amlo()).header
    assert not sheet_of(staffing()).header
    texts = {one.spot.row: one.look for one in sheet_of(amlo()).printed}
    assert texts[sheet_of(amlo()).header] is Look.HEADER
    assert not sheet_of(amlo()).frozen  # part one stands above it: half a screen


def test_a_header_near_the_top_stays_on_the_screen():
    table = Table(("ก", "ข"), (1, 1), (CellRow("", (TextCell((Paragraph("1"),)), TextCell(()))),))
    form = Form("s", 1, "t", "th-TH", (), (Paragraph("หัวเรื่อง"), table))
    assert sheet_of(form).frozen
    assert sheet_of(form).header == 2


def test_the_same_form_is_laid_out_once():
    again = survey.__wrapped__("content/amlo-estatus/survey.yaml")
    assert again is not amlo()
    assert sheet_of(again) is sheet_of(amlo())


def test_twenty_narrow_columns_still_have_a_width():
    cells = tuple(TextCell((Paragraph(f"ช่อง {n}"),)) for n in range(20))
    header = tuple(f"หัว {n}" for n in range(20))
    table = Table(header, (1.0,) * 19 + (400.0,), (CellRow("", cells),))
    form = Form("s", 1, "t", "th-TH", (), (table,))
    check(form)
    assert min(sheet_of(form).widths) >= 16
    assert list(accumulate(sheet_of(form).widths))[-1] == WIDTH


def test_a_form_of_one_question_and_nothing_else():
    choices = tuple(Choice(f"c{n}", f"ตัวเลือก {n}") for n in range(9))
    asked = Field("a", "a", Kind.SELECT_ONE, "ก", choices=choices)
    check(Form("s", 1, "t", "th-TH", (), ()))
    assert sheet_of(Form("s", 1, "t", "th-TH", (asked,), ())).answers == ()
