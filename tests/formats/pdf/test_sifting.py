"""Letters of a page are parted into those of the form, wherever they stand, and added ones."""

import time

import pytest

from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter
from formgen.formats.pdf.sifting import sifted, standing


def row(text, x=60.0, y=90.0, em=3.75):
    """Letters of two millimetres each."""
    return [
        Letter(one, x + 2 * n, y, x + 2 * n + 2, y, em, True, "Sarabun")
        for n, one in enumerate(text)
    ]


def words(letters):
    return "".join(one.text for one in letters)


def test_what_stands_where_it_is_printed_is_the_forms():
    printed = row("แบบสำรวจ")
    told = sifted(printed, printed, ())
    assert (told.kept, told.wanted, told.added, told.moved) == (8, 8, (), ())
    assert standing(printed, printed) == (8, 8)


@pytest.mark.parametrize(
    ("x", "y"), [(60.3, 90.0), (60.0, 90.3), (63.0, 90.0), (20.0, 140.0)]
)  # fmt: skip
def test_words_that_are_set_elsewhere_are_still_the_forms(x, y):
    printed = row("แบบสำรวจ")
    told = sifted(row("แบบสำรวจ", x, y), printed, ())
    assert (told.kept, told.wanted, told.added, len(told.moved)) == (8, 8, (), 8)
    assert standing(row("แบบสำรวจ", x, y), printed) == (0, 8)


def test_a_line_that_breaks_elsewhere_is_found_in_both_lines():
    told = sifted(row("แบบสำรวจ") + row("สถานะ", y=96.0), row("แบบสำรวจสถานะ"), ())
    assert (told.kept, told.wanted, told.added) == (13, 13, ())


def test_what_the_form_has_just_once_is_taken_from_the_page_once():
    told = sifted(row("แบบสำรวจ") + row("แบบสำรวจ", y=120.0), row("แบบสำรวจ"), ())
    assert words(told.added) == "แบบสำรวจ"


def test_what_stands_in_a_frame_is_never_taken_for_the_forms():
    """An answer that says what the form says elsewhere, where the form is set otherwise."""
    frame = Box(50.0, 110.0, 200.0, 130.0)
    told = sifted(row("ไม่มี", y=120.0), row("ไม่มี"), [frame])
    assert words(told.added) == "ไม่มี"
    assert told.kept == 0


def test_two_letters_in_a_row_may_be_chance():
    told = sifted(row("มี", y=140.0), row("มี"), ())
    assert words(told.added) == "มี"


def test_other_letters_are_added_and_the_forms_are_missing():
    told = sifted(row("ลายมือใคร"), row("แบบสำรวจ"), ())
    assert words(told.added) == "ลายมือใคร"
    assert (told.kept, told.wanted) == (0, 8)


def test_words_where_codes_are_printed_are_added():
    """The letters of the codes themselves are left out beforehand."""
    printed = [*row("แบบสำรวจ"), *row("RAB", 11.0, 185.0)]
    told = sifted([*row("แบบสำรวจ"), *row("NO", 11.0, 185.0)], printed, ())
    assert (told.kept, told.wanted, words(told.added)) == (8, 8, "NO")


@pytest.mark.parametrize(
    ("halves", "told"),
    [(("ำ", "\u200b"), {True}), (("\u0e4d", "า"), {False}), (("ำ", "า"), {False})],
)
def test_am_as_one_glyph_and_as_two_are_the_same(halves, told):
    ring = row(["ส", halves[0]])
    two = [
        *ring,
        ring[1]._replace(text=halves[1], x=ring[1].x + 0.4, x2=ring[1].x + 2),
        *row("น", 66),
    ]
    one = [*row("สำ"), *row("น", 66)]
    seen = sifted(two, one, ())
    assert (seen.kept, seen.wanted, seen.added, seen.told) == (3, 3, (), told)
    if told == {True}:  # as another version of the form has it
        seen = sifted(one, two, ())
        assert (seen.kept, seen.wanted, seen.added) == (3, 3, ())


def test_marks_may_be_set_aside_and_no_farther():
    ring = [*row("ผู"), row("้", 63.0)[0]]
    aside = [*ring[:2], ring[2]._replace(x=62.4, x2=62.4)]
    assert sifted(aside, ring, ()).added == ()
    far = [*ring[:2], ring[2]._replace(x=61.0, x2=61.0)]
    assert words(sifted(far, ring, ()).added) == "้"


def test_pages_full_of_one_letter_end():
    begun = time.monotonic()
    sifted(row("า" * 50_000, y=120.0), row("าก" * 1_000), ())
    sifted(row("ากข" * 1_600, y=120.0), row("ขาก" * 800), ())
    assert time.monotonic() - begun < 10
