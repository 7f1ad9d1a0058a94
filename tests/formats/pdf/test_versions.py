"""Copies that another version of the program printed in its own way are read as those of today."""

import re

import pytest
from tests.clerk import pdf as clerk
from tests.formats.pdf.flattening import by_pdfium, by_pikepdf, changed, compared
from tests.formats.pdf.samples import ANSWERS, amlo, filled, staffing
from tests.formats.pdf.test_strayed import PLACES, lines_at, words_at, written_over
from tests.formats.pdf.versions import VERSIONS, printed, without_seals

from formgen.archive import keep
from formgen.formats import Kept
from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.placed import same_places
from formgen.formats.pdf.printed import imprint, read_printed
from formgen.formats.pdf.sheet import MM
from formgen.formats.pdf.write import write
from formgen.intake import Setting, read_file
from formgen.model.codes import Code
from formgen.model.identity import BLANK, Claim, Copy
from formgen.model.response import Match
from formgen.response import interpret

FORMS = {"amlo": amlo, "staffing": staffing}
SOME = ("glyphs", "shifted far", "places")
SAID = ANSWERS["staffing-2570"] | {"office.area": "12.5"}


@pytest.fixture(
    scope="module",
    params=[*(("staffing", name) for name in VERSIONS), ("amlo", "lines")],
    ids=" ".join,
)
def case(request):
    name, version = request.param
    return FORMS[name](), version


@pytest.fixture(scope="module")
def form(case):
    return case[0]


@pytest.fixture(scope="module")
def version(case):
    return case[1]


def raws(reading):
    return {name: mark.raw for name, mark in reading.marks.items()}


def words(reading):
    joined = {
        name: " ".join(raw.split())
        for name, raw in raws(reading).items()
        if raw and isinstance(raw, str)
    }
    return raws(reading) | joined


def codes(reading):
    return [one.code for one in reading.diagnostics]


def flat_reading(form, data, kept):
    claim = imprint(data).claim or Claim(form.survey, form.revision, form.digest)
    return read_printed(form, kept, claim, data)


def stays(name, form):
    """Whether that version puts the fields where this one does."""
    return same_places(printed(name, form).placements, write(form, BLANK).placements)


def test_the_versions_are_others(form, version):
    assert printed(version, form).data != write(form, BLANK).data
    assert stays(version, staffing()) == (version != "places")


# ---------------------------------------------------------------- with their fields


def test_fields_are_read_as_ever(form, version):
    today = FORMAT.read(form, write(form, filled(form)).data)
    other = FORMAT.read(form, printed(version, form, filled(form)).data)
    assert raws(other) == raws(today)
    assert codes(other) == codes(today) == []


def test_copies_from_before_the_seals_are_read_as_ever(form, version):
    """If the fields stand elsewhere nobody knows what the pages were: one doubt, no answer lost."""
    for data in (
        printed(version, form, filled(form)).data,
        clerk.fill(printed(version, form).data, ANSWERS[form.survey]),
    ):
        told = FORMAT.read(form, without_seals(data))
        assert raws(told) == raws(FORMAT.read(form, data))
        assert codes(told) == ([] if stays(version, form) else [Code.PAGES_SET_OTHERWISE])


@pytest.mark.parametrize("name", SOME)
def test_what_was_written_on_the_pages_of_another_version_is_told(name, monkeypatch):
    old = printed(name, staffing())
    for place in old.placements:
        monkeypatch.setitem(PLACES, place.control, place)
    over = {
        "office.code": words_at("office.code", "10-1"),
        "office.note": lines_at("office.note", "3 6 m 9 3 l 12 8 l 20 4 l"),
        "office.size": lines_at("office.size.middle", "0.6 0.6 m 3.4 3.4 l"),
    }
    for field, body in over.items():
        data = written_over(old.data, body)
        (told,) = FORMAT.read(staffing(), data).diagnostics
        assert (told.code, told.field) == (Code.MARK_OUTSIDE, field)
        (told,) = FORMAT.read(staffing(), without_seals(data)).diagnostics
        assert told.code in (Code.MARK_OUTSIDE, Code.PAGES_SET_OTHERWISE)
        assert (told.code is Code.MARK_OUTSIDE) == stays(name, staffing())


def test_a_label_that_was_struck_out_is_seen_though_it_is_set_otherwise():
    data = printed("shifted", staffing()).data
    place = PLACES["office.size.middle"]
    x = place.width + 1.5
    strike = lines_at("office.size.middle", f"{x} 2.6 m {x + 8} 2.6 l")
    for one in (written_over(data, strike), without_seals(written_over(data, strike))):
        told = [(each.code, each.field) for each in FORMAT.read(staffing(), one).diagnostics]
        assert (Code.MARK_OUTSIDE, "office.size") in told


# ---------------------------------------------------------------- without them


def test_what_lost_its_fields_is_held_against_the_form_as_it_was_sent(form, version):
    flatten, empty = by_pdfium, printed(version, form)
    today = flat_reading(
        form, flatten(write(form, filled(form)).data), Kept(write(form, BLANK).placements)
    )
    kept = Kept(empty.placements, (write(form, BLANK).data, empty.data))
    other = flat_reading(form, flatten(printed(version, form, filled(form)).data), kept)
    assert words(other) == words(today)  # the lines of answers may end otherwise as well
    assert codes(other) == codes(today)


def test_without_the_empty_form_nothing_is_read_wrong(form, version):
    """Where the fields stand as they do today, the words show what is the form's own."""
    empty, data = printed(version, form), by_pikepdf(printed(version, form, filled(form)).data)
    told = flat_reading(form, data, Kept(empty.placements))
    if not stays(version, form):
        assert told is None
        return
    ends = compared(form, answers(form), interpret(form, told, Match.EXACT))
    flagged = {name for name, end in ends.items() if end == "flagged"}
    assert "wrong" not in ends.values()
    assert flagged <= {"email.remark", "office.note"}  # of several lines, as ever
    assert Code.TEXT_ADDED not in codes(told)
    assert Code.PAGE_NOT_READ not in codes(told)


@pytest.mark.parametrize(("made", "known"), [("places", "lines"), ("lines", "places")])
@pytest.mark.parametrize("form", [staffing(), amlo()], ids=["staffing", "amlo"])
def test_the_wrong_empty_form_makes_doubts_and_no_answers(form, made, known):
    """As where what was kept of one version is lost, and that of another is there."""
    data = by_pikepdf(printed(made, form, filled(form)).data)
    other = printed(known, form)
    told = flat_reading(form, data, Kept(other.placements, (other.data,)))
    ends = compared(form, answers(form), interpret(form, told, Match.EXACT))
    assert "wrong" not in ends.values(), ends


def test_an_empty_form_that_does_not_fit_is_not_believed():
    """Of another version, which has a question where this one has another."""
    form = staffing()
    places = {one.control: one for one in write(form, BLANK).placements}
    one, other = (places[name] for name in ("office.code", "office.name"))

    def swap(pdf):
        for field in pdf.Root.AcroForm.Fields:
            by = {"office-code": 1, "office-name": -1}.get(str(field.T), 0) * (other.x - one.x) * MM
            if by:
                field.Rect[0], field.Rect[2] = (
                    float(n) + by for n in (field.Rect[0], field.Rect[2])
                )

    blank = changed(printed("shifted far", form).data, swap)
    data = by_pikepdf(write(form, said()).data)
    assert flat_reading(form, data, Kept((), (blank,))) is None
    known = flat_reading(form, data, Kept((), (blank, write(form, BLANK).data)))
    assert (known.marks["office.code"].raw, known.marks["office.name"].raw) == ("10-1", "")


def test_frames_must_stand_where_they_should_if_the_words_do_not():
    """As in a file whose pages somebody set anew: what seems to be in a frame may be beside it."""
    data = printed("shifted far", staffing(), said()).data

    def without_a_frame(pdf):
        page = pdf.pages[0]
        body = page.obj.Contents[0].read_bytes().decode()
        page.obj.Contents[0].write(re.sub(r"[^\n]* re S\n?", "", body, count=1).encode())

    whole, bare = by_pikepdf(data), by_pikepdf(changed(data, without_a_frame))
    kept = Kept(write(staffing(), BLANK).placements)
    assert flat_reading(staffing(), whole, kept).marks["office.area"].raw == "12.50"
    told = flat_reading(staffing(), bare, kept)
    assert (Code.TEXT_UNSURE, "office.area") in [(one.code, one.field) for one in told.diagnostics]


@pytest.mark.parametrize("name", SOME)
def test_the_archive_keeps_each_way_in_which_a_form_was_printed(tmp_path, name):
    """A round begun by one version and ended by another: all its returns are read."""
    form, old = staffing(), printed(name, staffing())
    keep(tmp_path, form, old.placements, old.data)
    now = write(form, BLANK)
    keep(tmp_path, form, now.placements, now.data)
    setting = Setting(form, (tmp_path,))
    for written in (write(form, said()), printed(name, form, said())):
        returned = read_file(by_pikepdf(written.data), "a.pdf", setting)
        ends = compared(form, SAID, returned.response)
        assert {name for name, end in ends.items() if end != "right"} == {"office.note"}


def test_an_agency_is_known_though_the_pages_are_set_otherwise(tmp_path):
    """A form filled in by hand on the screen and printed to a file, of a version before."""
    form, answers_ = amlo(), {"respondent.agency_code": "76-001", "email.status": "have"}
    old = printed("glyphs", form)
    keep(tmp_path, form, old.placements)
    data = by_pikepdf(printed("glyphs", form, Copy(None, tuple(answers_.items()))).data)
    returned = read_file(data, "a.pdf", Setting(form, (tmp_path,)))
    assert returned.response.respondent.agency_code == "76-001"


# ---------------------------------------------------------------- shared


def said():
    return Copy(None, tuple(ANSWERS["staffing-2570"].items()))


def answers(form):
    return ANSWERS[form.survey] | {"office.area": "12.5"}
