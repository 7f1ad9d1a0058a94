"""Returns with fields whose pages are of another copy, or cannot be held against the form."""

import io
import random

import pypdf
import pytest
from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Operator,
    Pdf,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)
from tests.formats.pdf.flattening import by_pikepdf, changed, reading
from tests.formats.pdf.samples import staffing
from tests.formats.pdf.test_strayed import (
    EMPTY,
    ISSUED,
    PLACES,
    codes,
    lines_at,
    named,
    other,
    with_a_font,
    words_at,
    written,
    written_over,
)
from tests.formats.pdf.versions import without_seals

from formgen.formats.pdf import FORMAT, corners
from formgen.formats.pdf.letters import Fonts
from formgen.formats.pdf.pagecodes import mark_alone
from formgen.formats.pdf.sheet import FORM, MM
from formgen.model.blocks import Paragraph
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.document import Document
from formgen.model.identity import Copy, page_code, sign

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")

WORDS = words_at("office.note", "NO: WRONG")


# ---------------------------------------------------------------- pages of another copy


def by_pypdf(one, two):
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(one), pages=(0, 1))
    writer.append(io.BytesIO(two), pages=(1, 2))
    return written(writer)


def by_pikepdf_pages(one, two):
    with Pdf.open(io.BytesIO(two)) as second:

        def swap(pdf):
            del pdf.pages[1]
            pdf.pages.append(second.pages[1])

        return changed(one, swap)


def in_one_stream(pdf):
    for page in pdf.pages:
        page.contents_coalesce()


@pytest.mark.parametrize("rewrite", [(), (in_one_stream,)], ids=["as sent", "written anew"])
@pytest.mark.parametrize("join", [by_pypdf, by_pikepdf_pages])
def test_pages_of_two_copies_are_no_return(join, rewrite):
    """What the file says of itself is in the first page: only the corners tell of the second."""
    data = changed(join(ISSUED, other(8)), *rewrite)
    with pytest.raises(FormgenError) as error:
        FORMAT.read(staffing(), data)
    assert [one.code for one in error.value.diagnostics] == [Code.PLACES_DISAGREE]
    assert codes(changed(join(ISSUED, other(7)), *rewrite), "office.code") == []


def test_a_page_of_a_blank_form_in_a_copy_is_no_return():
    with pytest.raises(FormgenError):
        codes(by_pypdf(ISSUED, EMPTY))


# ---------------------------------------------------------------- what the corners draw


def copy_of(serial):
    return sign(b"k" * 32, "2569-1", serial, staffing().digest)


@pytest.mark.parametrize("token", [None, copy_of(1), copy_of(999_999)])
@pytest.mark.parametrize("page", [1, 2, 31])
def test_the_code_in_a_corner_is_read_as_it_was_drawn(token, page):
    drawn = corners.of_page(staffing(), token, page)
    assert corners.code_in(drawn) == page_code(staffing(), token, page, "B")
    assert corners.code_in(drawn.replace(b" re", b" xx", 1)) is None
    assert corners.code_in(b"q Q " + drawn) is None


def test_corners_that_say_different_things_say_nothing():
    codes = {
        "B": page_code(staffing(), copy_of(7), 1, "B"),
        "D": page_code(staffing(), copy_of(8), 1, "D"),
    }
    assert corners.code_in(corners.drawn(codes)) is None


@pytest.mark.parametrize(
    ("change", "known"),
    [
        (lambda drawn: drawn, True),
        (lambda drawn: drawn.replace(b" ", b"  "), True),  # as another version may write it
        (lambda drawn: drawn.replace(b" EMC", b" " + WORDS.encode() + b" EMC"), False),
        (lambda drawn: drawn.replace(b" EMC", b" 300 300 50 50 re S EMC"), False),
        (lambda drawn: drawn.replace(b" EMC", b" 40 40 m 800 560 l S EMC"), False),
        (lambda _: b"", False),
    ],
)
def test_corners_are_codes_and_nothing_else(change, known):
    with Pdf.open(io.BytesIO(ISSUED)) as pdf:
        page, fonts = pdf.pages[1].obj, Fonts()
        stream = page.Contents[-1]
        stream.write(change(stream.read_bytes()))
        mark = mark_alone(stream, page, fonts)
    assert (mark is not None) == known
    if mark:
        assert (mark.issued, mark.serial, mark.page) == (True, 7, 2)


@pytest.mark.parametrize("wrap", [b"%b", b"/Artifact BMC\n%b\nEMC"], ids=["plain", "artifact"])
def test_words_that_call_themselves_no_content_are_told(wrap):
    def write(pdf):
        with_a_font(pdf)
        page = pdf.pages[0].obj
        page.Contents = Array([*page.Contents, pdf.make_stream(wrap % WORDS.encode())])

    assert codes(changed(EMPTY, write)) == [Code.MARK_OUTSIDE]


def test_a_page_that_lost_its_words_is_not_as_it_was_sent():
    def lose(pdf):
        page = pdf.pages[0].obj
        page.Contents = Array([page.Contents[-1]])

    assert codes(changed(ISSUED, lose)) == [Code.PAGE_NOT_READ]


# ---------------------------------------------------------------- pages that cannot be compared


def scribbled(pdf):
    """Handwriting in so many strokes that a page of it is more than is read."""
    pick, place = random.Random(1), PLACES["office.note"]
    left, top = place.x * MM, FORM.height - place.y * MM
    points = " ".join(
        f"{left + pick.random() * 300:.3f} {top - pick.random() * 30:.3f} l" for _ in range(70_000)
    )
    lay(pdf, f"0 0 1 RG 1 w {left:.1f} {top:.1f} m {points} S")


def square_covered(pdf):
    one = corners.SQUARES[0]
    around = f"{one.x - 1:.1f} {FORM.height - one.y - one.height - 1:.1f} {one.width + 2:.1f}"
    lay(pdf, f"1 0 0 rg {around} {one.height + 2:.1f} re f {WORDS}")


def askew(pdf):
    lay(pdf, WORDS, "q 0.9998 0.0175 -0.0175 0.9998 5 -5 cm")


def codes_lost(pdf):
    page = pdf.pages[0].obj
    page.Contents[-1].write(b"")
    lay(pdf, WORDS)


def pictured(pdf, *, whole=False):
    """A picture of other answers over the page, or in its place."""
    picture = Stream(
        pdf, bytes([255, 255, 0, 255]), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(S=pdf.make_indirect(picture))
    show = f"q {FORM.width:.2f} 0 0 {FORM.height:.2f} 0 0 cm /S Do Q"
    if whole:
        page.Contents = pdf.make_stream(show.encode())
    else:
        lay(pdf, show)


def replaced(pdf):
    pictured(pdf, whole=True)


def lay(pdf, body, before="q"):
    with_a_font(pdf)
    pdf.pages[0].contents_add(before.encode(), prepend=True)
    pdf.pages[0].contents_add(f"Q {body}".encode())


@pytest.mark.parametrize(
    "change", [scribbled, square_covered, askew, codes_lost, pictured, replaced]
)
@pytest.mark.parametrize("data", [EMPTY, ISSUED], ids=["empty", "issued"])
def test_a_page_that_cannot_be_held_against_the_form_is_for_a_person(data, change):
    """The fields are read; what was put on the page may say otherwise."""
    (told,) = FORMAT.read(staffing(), changed(data, change)).diagnostics
    assert told.code is Code.PAGE_NOT_READ
    assert dict(told.facts)["page"] == 1


def test_a_page_that_lacks_words_of_the_form_is_for_a_person():
    """As where a printed line was edited: of words that stand in its place nobody can tell."""

    def edit(pdf):
        page = pdf.pages[0]
        page.contents_coalesce()
        drawn = parse_content_stream(page)
        shows = [n for n, one in enumerate(drawn) if str(one.operator) == "TJ"]
        for n in shows[len(shows) // 2 :][:8]:
            drawn[n] = ContentStreamInstruction([Array([])], Operator("TJ"))
        page.Contents = pdf.make_stream(unparse_content_stream(drawn))

    assert codes(changed(ISSUED, edit)) == [Code.PAGE_NOT_READ]


# ---------------------------------------------------------------- pages that say the same, and more


TICK = lines_at("vacancy.yes_now", "0.8 1.9 m 1.7 3 l 3.3 0.7 l")
CROSS = lines_at("vacancy.no_now", "0.6 0.6 m 3.4 3.4 l 0.6 3.4 m 3.4 0.6 l")
STRIKE = lines_at("office.code", "0.6 4 m 12 4 l")


@pytest.mark.parametrize(
    ("page", "same", "more", "field"),
    [
        (2, TICK, CROSS, "vacancy.answer"),
        (1, words_at("office.code", "10-1"), STRIKE, "office.code"),
    ],
)
def test_what_the_field_holds_as_well_hides_no_doubt(page, same, more, field):
    assert codes(written_over(ISSUED, same, page)) == []
    for body in (more, f"{same} {more}"):
        assert codes(written_over(ISSUED, body, page)) == [Code.MARK_OUTSIDE]
        assert codes(written_over(ISSUED, body, page), field) == [Code.MARK_OUTSIDE]


def test_a_blank_copy_before_its_own_answered_print_out_is_compared():
    blank = FORMAT.write(staffing(), Copy(copy_of(7))).data
    answered = Copy(copy_of(7), (("office.code", "10-1"), ("office.size", "small")))
    with Pdf.open(io.BytesIO(by_pikepdf(FORMAT.write(staffing(), answered).data))) as printed:
        both = changed(blank, lambda pdf: pdf.pages.extend(printed.pages))
    for data in (both, changed(both, in_one_stream)):
        assert codes(data, "office.code") == [Code.MARK_OUTSIDE]
        assert codes(data, "office.size") == [Code.MARK_OUTSIDE]


# ---------------------------------------------------------------- fields of one name


def reset(pdf):
    """As a form is reset that has no values to go back to: nothing is stored at all."""
    for field in pdf.Root.AcroForm.Fields:
        if field.get("/FT") == Name.Tx and field.T != "meta":
            del field.V


def test_a_field_that_was_reset_is_compared_with_its_namesake():
    """Whichever comes first: of pages put into another file only one of the two is seen."""
    said = (("office.code", "10-1"), ("office.note", "เดิม"))
    old = FORMAT.write(staffing(), Copy(copy_of(7), said)).data
    new = changed(FORMAT.write(staffing(), Copy(copy_of(7))).data, reset)
    for one, other_one in ((old, new), (new, old)):
        with Pdf.open(io.BytesIO(other_one)) as second:

            def in_place(pdf, second=second):
                count = len(pdf.pages)
                pdf.pages.extend(second.pages)
                del pdf.pages[:count]

            data = changed(one, in_place)
        for field in ("office.code", "office.note"):
            assert Code.PLACES_DISAGREE in codes(data, field)


@pytest.mark.parametrize(
    ("stored", "shown", "told"),
    [("1250", "12.50", True), ("12.50", "12.50", False), ("5", "-5", True), ("120", "120", False)],
)
def test_the_point_and_the_sign_of_a_number_are_compared(stored, shown, told):
    said = FORMAT.write(staffing(), Copy(copy_of(7), (("office.area", shown),))).data

    def store(pdf):
        named(pdf, "office-area").V = String(stored)

    expected = [Code.STATE_DISAGREES] if told else []
    assert codes(changed(said, store), "office.area") == expected


# ---------------------------------------------------------------- fields that nobody sees


def off_the_paper(pdf, field):
    field.Rect = Array([-50, -50, -40, -40])


def without_extent(pdf, field):
    left, bottom, *_ = field.Rect
    field.Rect = Array([left, bottom, left, bottom])


def nowhere(pdf, field):
    field.Rect = Array([1, 2])


def on_a_layer(pdf, field):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    field.OC = layer


def cropped(pdf, field):
    top = float(field.Rect[3])
    pdf.pages[1].obj.CropBox = Array([0, top + 1, FORM.width, FORM.height])


@pytest.mark.parametrize("hide", [off_the_paper, without_extent, nowhere, on_a_layer, cropped])
def test_a_field_that_is_not_on_the_paper_is_missing(hide):
    data = changed(ISSUED, lambda pdf: hide(pdf, named(pdf, "tools-specify")))
    assert Code.FIELD_MISSING in codes(data, "tools.specify")
    assert Code.FIELD_MISSING not in codes(data, "office.code")


def signed(pdf, left, bottom, *, kid=False):
    """A field to be signed in, as one thing with its widget or above it."""
    place = Array([left, bottom, left + 100, bottom + 20])
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("Signature1")))
    widget = pdf.make_indirect(Dictionary()) if kid else field
    if kid:
        field.Kids, widget.Parent = Array([widget]), field
    widget.Type, widget.Subtype, widget.Rect = Name.Annot, Name.Widget, place
    pdf.Root.AcroForm.Fields.append(field)
    pdf.pages[0].obj.Annots.append(widget)


@pytest.mark.parametrize("kid", [False, True])
def test_a_signature_that_covers_an_answer_is_for_a_person(kid):
    place = PLACES["office.note"]
    on = (place.x * MM + 5, FORM.height - (place.y + place.height) * MM)
    (told,) = FORMAT.read(
        staffing(), changed(ISSUED, lambda pdf: signed(pdf, *on, kid=kid))
    ).diagnostics
    assert (told.code, told.field) == (Code.MARK_OUTSIDE, "office.note")
    beside = changed(ISSUED, lambda pdf: signed(pdf, 300, 15, kid=kid))
    assert codes(beside) == codes(changed(without_seals(beside), in_one_stream)) == []


def test_a_letter_of_ours_before_the_form_does_not_hide_whose_it_is():
    letter = FORMAT.write_document(Document("หนังสือนำส่ง", (Paragraph("เรียน ผู้อำนวยการ"),)))
    with Pdf.open(io.BytesIO(ISSUED)) as form, Pdf.open(io.BytesIO(letter)) as first:
        first.pages.extend(form.pages)
        first.Root.AcroForm = first.copy_foreign(form.Root.AcroForm)
        file = io.BytesIO()
        first.save(file)
    told = FORMAT.read(staffing(), file.getvalue())
    assert told.claim == FORMAT.read(staffing(), ISSUED).claim


# ---------------------------------------------------------------- content that is none


def test_a_picture_in_the_content_that_never_began_is_damage():
    with pytest.raises(FormgenError) as error:
        codes(written_over(ISSUED, "BI EI"))
    assert [one.code for one in error.value.diagnostics] == [Code.FILE_DAMAGED]


def test_a_comment_on_an_added_page_is_told_though_the_fields_are_gone():
    said = (("office.note", "ข้อความยาวมาก " * 150),)
    flat = by_pikepdf(FORMAT.write(staffing(), Copy(copy_of(7), said)).data)

    def note(pdf):
        told = Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([100, 100, 300, 150]),
            Contents=String("แก้คำตอบ"),
        )  # fmt: skip
        pdf.pages[2].obj.Annots = Array([pdf.make_indirect(told)])

    (told,) = (
        one
        for one in reading(staffing(), changed(flat, note)).diagnostics
        if one.code is Code.CONTROL_UNKNOWN
    )
    assert dict(told.facts)["raw"] == "แก้คำตอบ"
