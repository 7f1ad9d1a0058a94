"""Copies whose fields are gone: what could be taken for another answer, and is a finding."""

import io

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageChops
from tests.formats.pdf.flattening import by_pikepdf, changed, compared, reading, response, saved
from tests.formats.pdf.samples import (
    ANSWERS,
    boxes,
    filled,
    form_of,
    staffing,
    table,
    text,
    titled,
)
from tests.formats.pdf.test_flat import drawn, placement

from formgen.formats.pdf.letters import page_letters
from formgen.formats.pdf.objects import opened
from formgen.formats.pdf.pdfium import Drawing, drawing
from formgen.formats.pdf.registering import lie_of
from formgen.formats.pdf.scanned import scanned_marks
from formgen.formats.pdf.seen import seen
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.sifting import sifted
from formgen.formats.pdf.unfilled import PIXELS, unfilled
from formgen.formats.pdf.write import write
from formgen.model.blocks import ResponseCell
from formgen.model.codes import Code
from formgen.model.identity import BLANK, Copy
from formgen.model.survey import Kind

SAID = ANSWERS["staffing-2570"] | {"office.area": "12.5"}
UNSURE_ANYWAY = "office.note"  # its line ends do not show


@pytest.fixture(scope="module")
def flat():
    return by_pikepdf(write(staffing(), filled(staffing())).data)


def codes(told, name):
    return [one.code for one in told.diagnostics if one.field == name]


def not_right(data):
    ends = compared(staffing(), SAID, response(staffing(), data))
    assert "wrong" not in ends.values(), ends
    return {name for name, end in ends.items() if end != "right"} - {UNSURE_ANYWAY}


# ---------------------------------------------------------------- many boxes


@pytest.mark.parametrize("order", [1, -1])
def test_a_question_whose_boxes_stand_on_several_pages_keeps_all_its_ticks(order):
    many = boxes("many", 70, Kind.SELECT_MULTIPLE)
    form = form_of(table(*titled("many", ResponseCell((many.name,)), text("คำ"))), fields=(many,))
    said = {many.name: ("c1", "c69")}
    blank = write(form, Copy(None, tuple(said.items())))
    assert len({one.page for one in blank.placements}) > 1
    data = changed(by_pikepdf(blank.data), lambda pdf: pdf.pages.reverse() if order < 0 else None)
    assert reading(form, data).marks[many.name].raw == said[many.name]
    twice = changed(data, lambda pdf: pdf.pages.extend(pdf.pages))
    assert codes(reading(form, twice), many.name) == []


# ---------------------------------------------------------------- crossed out


@pytest.mark.parametrize(
    "body",
    [
        "1 4 m 12 4 l S",
        "-9 -9 m -8 -9 l 1 4 m 12 4 l 150 40 m 151 40 l S",
        "-9 4 m 20 4 40 4 150 4 c S",
        "-9 9 m 0 4 20 4 v S",
        "1 3.9 12 0.3 re f",
        "q 11 0 0 0.3 1 4 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q",
    ],
)
def test_words_that_were_crossed_out_in_any_way_are_for_a_person(flat, body):
    assert not_right(drawn(flat, "tools.specify", body)) >= {"tools.specify"}


# ---------------------------------------------------------------- laid over a page


def annotated(data, name, kind, place=None, turn=0):
    at = placement(name)
    left, top = at.x * MM + 2, FORM.height - at.y * MM - 2
    rect = place or [left, top - 12, left + 40, top]

    def change(pdf):
        look = pdf.make_stream(b"1 0 0 RG 2 w 0 0 m 40 12 l S")
        look.Subtype, look.BBox = Name.Form, Array([0, 0, 40, 12])
        one = Dictionary(Subtype=Name(f"/{kind}"), Rect=Array(rect), AP=Dictionary(N=look), F=4)
        page = pdf.pages[at.page - 1]
        page.obj.Annots = Array([pdf.make_indirect(one)])
        page.rotate(turn, relative=False)

    return changed(data, change)


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("kind", ["StrikeOut", "Ink", "FreeText", "Highlight", "Stamp"])
def test_what_is_laid_over_words_is_for_a_person(flat, kind, turn):
    data = annotated(flat, "tools.specify", kind, turn=turn)
    assert not_right(data) == {"tools.specify"}
    assert Code.MARK_OUTSIDE in codes(response(staffing(), data), "tools.specify")


def test_what_is_laid_far_from_all_answers_is_told_of(flat):
    data = annotated(flat, "tools.specify", "FreeText", [380, 15, 420, 27])
    told = response(staffing(), data)
    assert not_right(data) == set()
    assert Code.CONTROL_UNKNOWN in codes(told, "")


def test_answers_on_a_layer_that_is_not_shown_are_for_a_person(flat):
    def hide(pdf):
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("คำตอบ")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        for page in pdf.pages:
            for drawing_of_field in page.obj.Resources.XObject.values():
                drawing_of_field.OC = layer

    assert not_right(changed(flat, hide)) == SAID.keys() - {UNSURE_ANYWAY}


# ---------------------------------------------------------------- how a page lies


def page_of(data, number=0):
    with opened(data) as pdf:
        return page_letters(pdf.pages[number].obj)


def codes_of(found):
    """The letters of the codes, which are the first that a page without words has."""
    return [one for one in found if one.em < 6 and one.text.strip().isascii()]


def test_corners_that_are_not_where_they_should_be_tell_nothing(flat):
    found = page_of(flat)
    assert lie_of(found)
    half = FORM.height / 2

    lower = min(one.y for one in codes_of(found) if one.y > half)

    def moved(by):
        """Move the second line of the upper code."""
        there = [one for one in codes_of(found) if one.y == lower]
        return [
            one._replace(x=one.x + by, x2=one.x2 + by) if one in there else one for one in found
        ]

    assert lie_of(moved(0.2 * MM)) is None
    assert lie_of(moved(0.1 * MM))
    assert lie_of([one._replace(x2=one.x, y2=one.y) for one in found]) is None
    assert lie_of([one._replace(x=9.0, x2=10.0) for one in found]) is None
    assert lie_of([one._replace(y=9.0, y2=9.0) for one in found]) is None


@pytest.mark.parametrize(
    "paint", ["1 g 10 10 4 1 re f", "0 g 9 9 6 6 re f", "0 g 10 10 6 4 re f", "1 g 9 9 6 6 re f"]
)
def test_a_page_whose_corner_square_was_painted_is_not_read(flat, paint):
    def change(pdf):
        page = pdf.pages[0]
        page.contents_add(b"q", prepend=True)
        matrix = f"{MM:.5f} 0 0 {-MM:.5f} 0 {FORM.height:.3f} cm"
        page.contents_add(f"Q q {matrix} {paint} Q".encode())

    told = reading(staffing(), changed(flat, change))
    assert [one.code for one in told.diagnostics].count(Code.PAGE_NOT_READ) == 1


class Stuck(Drawing):
    """Draws a page a little aside, wherever it is asked to."""

    def picture(self, page, _, size):
        own = lie_of(page_of(self.data)).place @ PIXELS
        return ImageChops.offset(super().picture(page, own, size), 2, 0)


def test_a_page_that_cannot_be_put_right_is_not_read(flat):
    with opened(flat) as pdf, drawing(flat) as sound:
        found = page_letters(pdf.pages[0].obj)
        blank = unfilled(staffing(), write(staffing(), BLANK).data)
        looked = (0, (found, ()), lie_of(found), blank.pages[1], ())
        assert seen(sound, *looked)
        stuck = Stuck(sound._document)
        stuck.data = flat
        assert seen(stuck, *looked) is None


def test_the_halves_of_sara_am_must_both_be_told_as_they_are():
    (one, *_) = page_of(by_pikepdf(write(staffing(), Copy(None)).data))
    printed = [
        one._replace(text=text, x=100.0 + 5 * n, x2=102.0 + 5 * n, y=90.0, font="Sarabun")
        for n, text in enumerate(["า", "\u200b", "ก"])
    ]
    mixed = [each._replace(text="า") if each.text == "\u200b" else each for each in printed]
    without = [each for each in printed if each.text != "\u200b"]
    assert sifted(printed, printed, ()).told == {True}
    assert sifted(mixed, printed, ()).told == {False}
    assert sifted(without, without, ()).told == set()
    ring = [each._replace(text="\u0e4d") if each.text == "\u200b" else each for each in printed]
    assert sifted(ring, ring, ()).told == set()


def test_a_page_like_a_thread_has_no_codes():
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(3, 14_400))
        pdf.add_blank_page(page_size=(14_400, 3))
        assert list(scanned_marks(saved(pdf))) == []


def test_a_file_of_pages_of_something_else_is_no_return():
    with Pdf.open(io.BytesIO(by_pikepdf(write(staffing(), Copy(None)).data))) as pdf:
        del pdf.pages[:]
        pdf.add_blank_page()
        told = reading(staffing(), saved(pdf))
    assert told.marks == {}
