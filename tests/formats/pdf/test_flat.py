"""Copies whose fields are gone: the same answers by their places, or a finding on that field."""

import io
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Page, Pdf
from tests.formats.pdf.flattening import (
    ENGINES,
    by_pikepdf,
    changed,
    compared,
    forget,
    reading,
    response,
    saved,
)
from tests.formats.pdf.samples import ANSWERS, amlo, filled, staffing, token
from tests.strategies import answers, surveys

from formgen.compiler import compile_survey
from formgen.formats import Kept
from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.inscription import Box, Doubt, inscription
from formgen.formats.pdf.letters import Letter
from formgen.formats.pdf.printed import imprint, read_printed
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.write import write
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import BLANK, Claim, Copy, page_key
from formgen.model.reading import By

EXAMPLES = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FORMS = {"amlo": amlo, "staffing": staffing}
SAID = ANSWERS["staffing-2570"] | {"office.area": "12.5"}
MILLISECONDS = 400  # for one page


@pytest.fixture(scope="module")
def flat() -> bytes:
    return by_pikepdf(write(staffing(), filled(staffing())).data)


def answered(name: str, **values: object) -> bytes:
    said = ANSWERS[FORMS[name]().survey] | {
        key.replace("__", "."): one for key, one in values.items()
    }
    return by_pikepdf(write(FORMS[name](), Copy(token(FORMS[name]()), tuple(said.items()))).data)


def codes(read, name=None):
    return [one.code for one in read.diagnostics if name is None or one.field == name]


# ---------------------------------------------------------------- the law


@pytest.mark.parametrize("engine", ["pikepdf", "PDFium"])
@pytest.mark.parametrize("name", [*FORMS, "any"])
@given(data=st.data())
@EXAMPLES
def test_never_another_answer(name, engine, data):
    form = FORMS[name]() if name in FORMS else compile_survey(data.draw(surveys()))
    said = data.draw(answers(form))
    file = ENGINES[engine](write(form, Copy(None, tuple(said.items()))).data)
    ends = compared(form, said, response(form, file))
    assert "wrong" not in ends.values(), ends


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_each_engine_leaves_comes_back(engine, name):
    form = FORMS[name]()
    told = response(form, ENGINES[engine](write(form, filled(form)).data))
    ends = compared(form, ANSWERS[form.survey] | {"office.area": "12.5"}, told)
    assert "wrong" not in ends.values(), ends
    flagged = [field for field, end in ends.items() if end == "flagged"]
    if engine != "pypdf":  # it gives all boxes of a question the picture of the last one
        assert flagged == {"amlo": ["email.remark"], "staffing": ["office.note"]}[name]
    assert codes(told)[0] is Code.READ_BY_POSITION


def test_every_value_says_that_it_was_found_by_its_place(flat):
    told = response(staffing(), flat)
    assert {one.by for one in told.answers.values()} == {By.POSITION}
    assert told.answers["vacancy.answer"].at == "page 2, 76.3 × 31.2 mm"
    assert told.answers["vacancy.answer"].value == "yes_now"


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_form_has_no_answers_and_nothing_to_say(name):
    form = FORMS[name]()
    read = reading(form, by_pikepdf(write(form, BLANK).data))
    assert {mark.raw for mark in read.marks.values()} == {"", ()}
    assert [one for one in codes(read) if one is not Code.READ_BY_POSITION] == []


def test_a_page_is_read_in_time():
    flat = by_pikepdf(write(amlo(), filled(amlo())).data)
    reading(amlo(), flat)
    begun = time.process_time()
    reading(amlo(), flat)
    page = (time.process_time() - begun) / 6 * 1000
    print(f"{page:.0f} ms a page")  # noqa: T201 - the figure
    assert page < MILLISECONDS


# ---------------------------------------------------------------- how pages lie

A4 = (FORM.width, FORM.height)
LETTER = (792.0, 612.0)


def laid(data: bytes, size: tuple[float, float], *place: float) -> bytes:
    """Put every page on other paper; `place` is a matrix."""
    with Pdf.open(io.BytesIO(data)) as old, Pdf.new() as new:
        for page in old.pages:
            drawing = new.copy_foreign(page.as_form_xobject())
            sheet = Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, *size]),
                    Resources=Dictionary(XObject=Dictionary(All=drawing)),
                )
            )
            matrix = " ".join(f"{one:.5f}" for one in place)
            sheet.obj.Contents = new.make_stream(f"q {matrix} cm /All Do Q".encode())
            new.pages.append(sheet)
        return saved(new)


W, H = A4
FIT = min(LETTER[0] / W, LETTER[1] / H)
LIES = {
    "upright": (A4, (1, 0, 0, 1, 0, 0)),
    "moved": (A4, (1, 0, 0, 1, 9.3, -6.7)),
    "97 %": (A4, (0.97, 0, 0, 0.97, 12.6, 8.9)),
    "94 %": (A4, (0.94, 0, 0, 0.94, 25.2, 17.8)),
    "letter": (LETTER, (FIT, 0, 0, FIT, 0, (LETTER[1] - FIT * H) / 2)),
    "a right angle": ((H, W), (0, 1, -1, 0, H, 0)),
    "upside down": (A4, (-1, 0, 0, -1, W, H)),
    "the other right angle": ((H, W), (0, -1, 1, 0, 0, W)),
    "A3": ((2 * H, W), (1.4, 0, 0, 1.4, 5, 5)),
}


@pytest.mark.parametrize("lie", LIES)
def test_pages_may_lie_in_many_ways(flat, lie):
    size, place = LIES[lie]
    data = laid(flat, size, *place)
    ends = compared(staffing(), SAID, response(staffing(), data))
    assert [name for name, end in ends.items() if end != "right"] == ["office.note"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_may_be_turned(flat, turn):
    def turned(pdf):
        for page in pdf.pages:
            page.rotate(turn, relative=False)

    ends = compared(staffing(), SAID, response(staffing(), changed(flat, turned)))
    assert [name for name, end in ends.items() if end != "right"] == ["office.note"]


@pytest.mark.parametrize(
    "place",
    [(1, 0.03, -0.03, 1, 0, 0), (1, 0, 0, 0.95, 0, 0), (-1, 0, 0, 1, W, 0), (0.4, 0, 0, 0.4, 9, 9)],
)
def test_pages_that_lie_askew_or_stretched_are_not_read(flat, place):
    read = reading(staffing(), laid(flat, A4, *place))
    assert read.marks == {}
    assert codes(read).count(Code.PAGE_NOT_READ) == codes(read).count(Code.PAGE_MISSING) == 2
    assert codes(read).count(Code.FIELD_MISSING) == len(staffing().fields)


def test_pages_may_come_in_another_order(flat):
    told = response(staffing(), changed(flat, lambda pdf: pdf.pages.reverse()))
    ends = compared(staffing(), SAID, told)
    assert [name for name, end in ends.items() if end != "right"] == ["office.note"]


def test_a_missing_page_is_not_a_page_of_blanks(flat):
    def second_gone(pdf):
        del pdf.pages[1]

    read = reading(staffing(), changed(flat, second_gone))
    gone = {one.field for one in write(staffing(), BLANK).placements if one.page == 2}
    assert {one.field for one in read.diagnostics if one.code is Code.FIELD_MISSING} == gone
    assert gone.isdisjoint(read.marks)
    assert codes(read).count(Code.PAGE_MISSING) == 1


def test_a_page_that_is_there_twice_must_say_the_same(flat):
    def doubled(pdf):
        pdf.pages.append(pdf.pages[0])

    assert codes(reading(staffing(), changed(flat, doubled))) == codes(reading(staffing(), flat))
    other = answered("staffing", vacancy__answer="no_now")
    with Pdf.open(io.BytesIO(other)) as pdf:
        both = changed(flat, lambda one: one.pages.append(pdf.pages[1]))
    read = reading(staffing(), both)
    assert Code.PLACES_DISAGREE in codes(read, "vacancy.answer")


def test_a_page_of_something_else_is_told_of(flat):
    read = reading(staffing(), changed(flat, lambda pdf: pdf.add_blank_page()))
    assert codes(read).count(Code.PAGE_NOT_READ) == 1
    assert "หน้า ๓ ของแฟ้ม" in next(
        one for one in read.diagnostics if one.code is Code.PAGE_NOT_READ
    ).message("th")


def test_pages_of_two_copies_are_not_one_return(flat):
    second = replace(token(staffing()), serial=8)
    other = by_pikepdf(write(staffing(), Copy(second)).data)
    with Pdf.open(io.BytesIO(other)) as pdf:
        both = changed(flat, lambda one: one.pages.append(pdf.pages[1]))
    with pytest.raises(FormgenError) as error:
        imprint(both)
    assert [one.code for one in error.value.diagnostics] == [Code.PLACES_DISAGREE]


def test_the_corners_say_which_copy_it_is(flat):
    told = imprint(flat)
    assert told.claim == Claim("staffing-2570", 3, staffing().digest, token(staffing()))
    assert (told.mark.issued, told.mark.serial) == (True, 7)
    assert told.mark.key == page_key(staffing().digest, "2569-1")
    assert imprint(changed(flat, forget)).claim is None


def test_placements_that_are_others_read_nothing(flat):
    first, *rest = write(staffing(), BLANK).placements
    claim = Claim("staffing-2570", 3, staffing().digest)
    moved = (replace(first, x=first.x + 0.1), *rest)
    assert read_printed(staffing(), Kept(moved), claim, flat) is None


# ---------------------------------------------------------------- marks made by hand


def placement(name: str):
    return next(one for one in write(staffing(), BLANK).placements if one.control == name)


def drawn(data: bytes, name: str, body: str) -> bytes:
    """Draw on the page of a control; millimetres from its top left corner, y downwards."""
    place = placement(name)
    x, y = place.x * MM, FORM.height - place.y * MM

    def change(pdf):
        page = pdf.pages[place.page - 1]
        page.contents_add(b"q", prepend=True)
        matrix = f"{MM:.5f} 0 0 {-MM:.5f} {x:.3f} {y:.3f} cm"
        page.contents_add(f"Q q {matrix} 0 G 0.4 w {body} Q".encode())

    return changed(data, change)


BLANKED = Copy(None, (("vacancy.answer", "yes_now"),))
HAND = {
    "a cross": "0.8 0.8 m 3.2 3.2 l 0.8 3.2 m 3.2 0.8 l S",
    "a stroke": "0.8 3.2 m 3.2 0.8 l S",
    "a dot": "1.9 1.9 0.3 0.3 re f",
    "a faint dot": "0.9 g 1.5 1.5 1 1 re f",
    "painted over": "0.3 0.3 3.4 3.4 re f",
    "a tick over the edge": "0.8 2 m 1.7 3 l 5 -1 l S",
    "a tick at the edge": "-0.4 2 m 0.3 3 l 1.6 1 l S",
    "a circle around": "-0.8 -0.8 5.6 5.6 re S",
    "scribbled over two": "0.5 1 m 3 9 l 1 2 l 3.5 8 l S",
}


@pytest.mark.parametrize("mark", HAND)
def test_what_a_hand_drew_at_a_box_is_for_a_person(sized, mark):
    read = reading(staffing(), drawn(sized, "vacancy.yes_now", HAND[mark]))
    said = [one for one in read.diagnostics if one.field == "vacancy.answer"]
    assert any(one.severity is Severity.ERROR for one in said), codes(read)
    assert (
        response(staffing(), drawn(sized, "vacancy.yes_now", HAND[mark]))
        .answers["vacancy.answer"]
        .value
        is None
    )


@pytest.mark.parametrize("mark", ["a cross", "painted over", "scribbled over two"])
def test_a_tick_that_was_taken_back_is_for_a_person(mark):
    flat = by_pikepdf(write(staffing(), BLANKED).data)
    told = response(staffing(), drawn(flat, "vacancy.yes_now", HAND[mark]))
    assert told.answers["vacancy.answer"].value is None
    assert Code.MARK_UNSURE in codes(told, "vacancy.answer")


def typed(
    data: bytes, name: str, font: str, size: float, *words: tuple[str, float, float]
) -> bytes:
    """Type words with a tool for it; millimetres right of and under a control's top left corner."""
    place = placement(name)

    def change(pdf):
        page = pdf.pages[place.page - 1]
        entries = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{font}"))
        if font != "ZapfDingbats":
            entries.Encoding = Name.WinAnsiEncoding
        page.obj.Resources.Font["/Own"] = pdf.make_indirect(entries)
        for word, right, under in words:
            x, y = (place.x + right) * MM, FORM.height - (place.y + under) * MM
            page.contents_add(f"BT /Own {size} Tf {x:.2f} {y:.2f} Td ({word}) Tj ET".encode())

    return changed(data, change)


@pytest.fixture(scope="module")
def sized() -> bytes:
    return by_pikepdf(write(staffing(), Copy(None, (("office.size", "small"),))).data)


def vacancy(data: bytes) -> tuple[object, set[Code]]:
    told = response(staffing(), data)
    return told.answers["vacancy.answer"].value, set(codes(told, "vacancy.answer"))


def test_a_typed_tick_that_keeps_off_the_edge_is_one(sized):
    for code in "34":
        assert vacancy(typed(sized, "vacancy.yes_now", "ZapfDingbats", 8, (code, 0.9, 3))) == (
            "yes_now",
            set(),
        )


@pytest.mark.parametrize(
    ("word", "right"), [("4", 2.4), ("4", -0.8), ("8", 0.9), ("n", 0.9), ("l", 0.9)]
)
def test_any_other_sign_is_for_a_person(sized, word, right):
    value, said = vacancy(typed(sized, "vacancy.yes_now", "ZapfDingbats", 8, (word, right, 3)))
    assert value is None
    assert said & {Code.MARK_UNSURE, Code.MARK_OUTSIDE}


def test_a_typed_tick_that_was_struck_out_is_for_a_person(sized):
    data = typed(sized, "vacancy.yes_now", "ZapfDingbats", 8, ("4", 0.9, 3))
    for stroke in ("0.8 2 m 3.2 2 l S", "0.8 0.8 m 3.2 3.2 l S"):
        assert vacancy(drawn(data, "vacancy.yes_now", stroke)) == (None, {Code.MARK_UNSURE})


def test_two_signs_in_a_box_and_a_typed_x_are_for_a_person(sized):
    two = typed(sized, "vacancy.yes_now", "ZapfDingbats", 8, ("4", 0.9, 3), ("8", 0.9, 3))
    x = typed(sized, "vacancy.yes_now", "Helvetica", 9, ("x", 1.2, 3))
    assert vacancy(two) == vacancy(x) == (None, {Code.MARK_UNSURE})


def test_two_ticks_are_not_one(flat):
    tick = "0.8 1.9 m 1.7 3 l 3.3 0.7 l 0.56 w 1 J 1 j S"
    told = response(staffing(), drawn(flat, "vacancy.no_now", tick))
    assert told.answers["vacancy.answer"].value is None
    assert {Code.MULTIPLE_MARKS, Code.MARK_UNSURE} & set(codes(told, "vacancy.answer"))


def test_a_struck_out_label_is_for_a_person(flat):
    told = response(staffing(), drawn(flat, "vacancy.no_now", "6 2 m 14 2 l S"))
    assert codes(told, "vacancy.answer") == [Code.MARK_OUTSIDE]
    assert told.answers["vacancy.answer"].value is None


def test_a_stroke_far_from_all_answers_is_told_of(flat):
    told = response(staffing(), drawn(flat, "vacancy.no_now", "150 2 m 170 2 l S"))
    assert Code.MARK_OUTSIDE not in codes(told)
    assert Code.TEXT_ADDED in codes(told)


# ---------------------------------------------------------------- words


def test_a_frame_written_into_by_hand_is_for_a_person(flat):
    told = response(staffing(), drawn(flat, "vacancy.remark", "3 6 m 9 3 l 12 8 l 20 4 l S"))
    assert codes(told, "vacancy.remark") == [Code.TEXT_UNSURE]
    assert told.answers["vacancy.remark"].value is None


@pytest.mark.parametrize("end", [60, 14, 9])
def test_words_that_were_crossed_out_are_for_a_person(end):
    data = drawn(answered("staffing"), "tools.specify", f"1 4 m {end} 4 l S")
    told = response(staffing(), data)
    assert told.answers["tools.specify"].value is None
    assert Code.TEXT_UNSURE in codes(told, "tools.specify")


def test_words_under_paint_are_for_a_person():
    data = drawn(answered("staffing"), "tools.specify", "1 g 1 1 30 6 re f")
    told = response(staffing(), data)
    assert told.answers["tools.specify"].value is None


def test_words_that_do_not_fit_are_for_a_person():
    told = response(staffing(), answered("staffing", tools__specify="กระทรวงยาวมาก " * 30))
    assert Code.TEXT_CUT in codes(told, "tools.specify")
    assert told.answers["tools.specify"].value is None


def test_line_ends_that_must_have_been_typed_are_kept():
    told = response(staffing(), answered("staffing", vacancy__remark="ก ข\nค"))
    assert told.answers["vacancy.remark"].value == "ก ข\nค"


def test_a_line_that_may_have_ended_by_itself_is_for_a_person():
    long = "เจ้าหน้าที่ผู้รับผิดชอบย้ายไปสำนักงานอื่น และยังไม่มีผู้ใดมาแทน"
    told = response(staffing(), answered("staffing", vacancy__remark=long))
    assert codes(told, "vacancy.remark") == [Code.LINE_ENDS_UNSURE]
    assert told.answers["vacancy.remark"].value is None
    assert "\n" in told.answers["vacancy.remark"].raw


def test_blanks_of_a_file_without_any_clear_tick_are_for_a_person():
    said = {"tools.specify": "ระบบลา"}
    exclusive, several = {"office.size", "vacancy.answer"}, {"office.contacts", "tools.used"}
    for more, doubted in (({}, exclusive | several), ({"tools.used": ("mail",)}, exclusive)):
        words = Copy(None, tuple((said | more).items()))
        told = response(staffing(), by_pikepdf(write(staffing(), words).data))
        unsure = {one.field for one in told.diagnostics if one.code is Code.TICKS_UNSURE}
        assert unsure == doubted
        assert told.answers["tools.specify"].value == "ระบบลา"


def letters_of(*texts: str) -> list[Letter]:
    """Letters in a row; marks, and the first halves of ำ, have no width of their own."""
    row, x = [], 10.0
    for text in texts:
        width = 0.0 if text in "\u0e49\u0e4d" or text == texts[1] == "ำ" else 2.0
        row.append(Letter(text, x, 20.0, x + width, 20.0, 4.0, True, "ABCDEF+Sarabun-Regular"))
        x += width
    return row


@pytest.mark.parametrize(
    ("texts", "parted", "raw", "doubts"),
    [
        (("น", "ำ", "\u200b"), True, "นำ", set()),
        (("น", "ำ", "\u200b"), False, "นำ", set()),
        (("น", "ำ", "า"), False, "นำ", set()),
        (("น", "\u200b"), False, "นา", set()),
        (("น", "\u0e49", "า"), True, "น้า", set()),
        (("น", "\u0e49", "า"), False, "น้า", {Doubt.LETTERS}),
        (("น", "\u0e49", "ำ"), True, "น้ำ", set()),
        (("น", "\u0e49", "ำ"), False, "น้า", {Doubt.LETTERS}),
        (("น", "\ufffd"), True, "น\ufffd", {Doubt.LETTERS}),
    ],
)
def test_the_halves_of_sara_am_where_a_program_mixes_them_up(texts, parted, raw, doubts):
    frame = Box(8.0, 14.0, 80.0, 24.0)
    told = inscription(letters_of(*texts), frame, multiline=False, parted=parted)
    assert (told.raw, told.doubts) == (raw, doubts)


def test_words_written_beside_a_frame_are_told_of(flat):
    def write_beside(pdf):
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )  # fmt: skip
        place = placement("vacancy.yes_now")
        page = pdf.pages[place.page - 1]
        page.obj.Resources.Font["/Own"] = font
        x, y = place.x * MM + 45, FORM.height - place.y * MM - 8
        page.contents_add(f"BT /Own 9 Tf {x:.2f} {y:.2f} Td (see annex) Tj ET".encode())

    told = response(staffing(), changed(flat, write_beside))
    said = [one for one in told.diagnostics if one.code in (Code.MARK_OUTSIDE, Code.TEXT_ADDED)]
    assert any("see annex" in one.message("en") for one in said)


def test_a_text_layer_that_says_other_than_the_page_is_not_believed(flat):
    """As where a program swaps letters: then the words of the form are swapped as well."""

    def swapped(pdf):
        for page in pdf.pages:
            for font in page.obj.Resources.Font.values():
                if "/ToUnicode" in font:
                    told = font.ToUnicode.read_bytes().replace(b"<0E07>", b"<0E14>")
                    font.ToUnicode.write(told)

    told = response(staffing(), changed(flat, swapped))
    assert told.answers["tools.specify"].value is None
    assert Code.TEXT_UNSURE in codes(told, "tools.specify")
    assert told.answers["vacancy.answer"].value == "yes_now"


# ---------------------------------------------------------------- bad files


def test_a_form_with_fields_is_read_by_them():
    data = write(staffing(), filled(staffing())).data
    assert {one.by for one in FORMAT.read(staffing(), data).marks.values()} == {By.NAME}


def test_a_page_that_draws_itself_is_refused(flat):
    def endless(pdf):
        drawing = pdf.make_stream(b"/A Do " * 2000)
        drawing.Subtype = Name.Form
        drawing.Type = Name.XObject
        drawing.BBox = Array([0, 0, 9, 9])
        drawing.Resources = Dictionary(XObject=Dictionary(A=drawing))
        page = pdf.pages[0]
        page.obj.Resources.XObject = Dictionary(A=drawing)
        page.contents_add(b"/A Do")

    with pytest.raises(FormgenError) as error:
        imprint(changed(flat, endless))
    assert [one.code for one in error.value.diagnostics] == [Code.FILE_HOSTILE]


def test_a_scan_is_no_empty_form():
    with Pdf.new() as pdf:
        for _ in range(2):
            picture = pdf.make_stream(b"\xff" * 100)
            picture.Subtype = Name.Image
            picture.Width = picture.Height = 10
            picture.ColorSpace = Name.DeviceGray
            picture.BitsPerComponent = 8
            pdf.add_blank_page(page_size=A4)
            page = pdf.pages[-1]
            page.obj.Resources = Dictionary(XObject=Dictionary(A=picture))
            page.obj.Contents = pdf.make_stream(b"q 841 0 0 595 0 0 cm /A Do Q")
        data = saved(pdf)
    for look in (FORMAT.identify, lambda file: FORMAT.read(staffing(), file)):
        with pytest.raises(FormgenError) as error:
            look(data)
        assert [one.code for one in error.value.diagnostics] == [Code.PAGE_SCANNED]
        assert "๒ หน้า" in error.value.diagnostics[0].message("th")
