"""Returns whose fields were lost, doubled, hidden, written over: their answers, or a finding."""

import io
import warnings
import zlib

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from pypdf.generic import NameObject
from tests.clerk import pdf as clerk
from tests.formats.pdf.flattening import by_pikepdf, changed
from tests.formats.pdf.samples import ANSWERS, filled, staffing, token
from tests.formats.pdf.versions import without_seals

from formgen.formats.pdf import FORMAT, altered, printed
from formgen.formats.pdf.seals import PAGE, is_sent, sealed
from formgen.formats.pdf.sheet import FORM, MM
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.identity import BLANK, Copy, sign

SAID = ANSWERS["staffing-2570"]
BLANK_FORM = FORMAT.write(staffing(), BLANK)
PLACES = {one.control: one for one in BLANK_FORM.placements}
EMPTY = BLANK_FORM.data
ISSUED = FORMAT.write(staffing(), filled(staffing())).data
ON_PAGE = {n: {one.field for one in PLACES.values() if one.page == n} for n in (1, 2)}


def codes(data, field=None):
    told = FORMAT.read(staffing(), data).diagnostics
    return [one.code for one in told if field is None or one.field == field]


def raws(data):
    return {name: mark.raw for name, mark in FORMAT.read(staffing(), data).marks.items()}


def named(pdf, name):
    return next(one for one in pdf.Root.AcroForm.Fields if str(one.T) == name)


def written(writer):
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


# ---------------------------------------------------------------- fields and pages


def pages_only(data):
    """Take over the pages of a file to another, as many scripts do: the tree of fields is lost."""
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        writer.add_page(page)
    return writer


def test_fields_that_only_the_pages_have_are_read():
    said = raws(ISSUED)
    typed = {name: raw for name, raw in raws(written(pages_only(ISSUED))).items() if raw}
    assert typed == {name: said[name] for name in typed}
    assert {"office.code", "tools.specify", "vacant_since.answer"} <= typed.keys()


def test_fields_that_were_filled_in_on_the_page_and_not_in_the_tree_are_for_a_person():
    """As old scripts of PyPDF2 do: the tree they take over is that of the empty form."""
    writer = pages_only(clerk.fill(EMPTY, SAID))
    tree = pypdf.PdfReader(io.BytesIO(EMPTY)).trailer["/Root"]["/AcroForm"]
    writer.root_object[NameObject("/AcroForm")] = tree.clone(writer)
    told = FORMAT.read(staffing(), written(writer)).diagnostics
    assert {one.field for one in told if one.severity is Severity.ERROR} >= SAID.keys()


@pytest.mark.parametrize("page", [1, 2])
def test_fields_of_a_page_that_was_taken_out_are_missing_and_not_blank(page):
    def take_out(pdf):
        del pdf.pages[page - 1]

    for data in (EMPTY, ISSUED):
        told = FORMAT.read(staffing(), changed(data, take_out)).diagnostics
        assert {one.field for one in told if one.code is Code.FIELD_MISSING} == ON_PAGE[page]


@pytest.mark.parametrize(("flags", "missing"), [(2, True), (32, True), (0, False), (4, False)])
def test_a_field_that_nobody_can_see_is_missing(flags, missing):
    def hide(pdf):
        named(pdf, "tools-specify").F = flags

    assert codes(changed(ISSUED, hide), "tools.specify") == [Code.FIELD_MISSING] * missing


def test_a_question_that_lacks_a_box_is_missing():
    def lose(pdf):
        boxes = named(pdf, "office-size").Kids
        boxes[0].F = 2

    assert codes(changed(ISSUED, lose), "office.size") == [Code.FIELD_MISSING]


def other(serial):
    said = {**SAID, "vacancy.answer": "no_now", "tools.specify": "อื่น"}
    of = sign(b"k" * 32, "2569-1", serial, staffing().digest)
    return FORMAT.write(staffing(), Copy(of, tuple(said.items()))).data


def joined_by_pypdf(one, two):
    writer = pypdf.PdfWriter()
    for data in (one, two):
        writer.append(io.BytesIO(data))
    return written(writer)


def joined_by_pikepdf(one, two):
    with Pdf.open(io.BytesIO(two)) as second, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        return changed(one, lambda pdf: pdf.pages.extend(second.pages))


def joined_as_qpdf_does(one, two):
    """Fields of a name that is there already get another one."""

    def rename(pdf):
        for field in pdf.Root.AcroForm.Fields:
            field.T = String(f"{field.T}+1")

    return joined_by_pikepdf(one, changed(two, rename))


JOINED = [joined_by_pypdf, joined_by_pikepdf, joined_as_qpdf_does]


@pytest.mark.parametrize("join", JOINED)
def test_two_copies_in_one_file_are_no_return(join):
    for look in (FORMAT.identify, lambda data: FORMAT.read(staffing(), data)):
        with pytest.raises(FormgenError) as error:
            look(join(ISSUED, other(8)))
        assert [one.code for one in error.value.diagnostics] == [Code.PLACES_DISAGREE]
        assert "2569-1" in str(error.value)


@pytest.mark.parametrize("join", JOINED)
def test_one_copy_that_was_filled_in_twice_is_compared(join):
    data = join(ISSUED, other(7))
    said = [one for one in FORMAT.read(staffing(), data).diagnostics if one.field]
    disagree = {one.field for one in said if one.code is Code.PLACES_DISAGREE}
    assert disagree == {"vacancy.answer", "tools.specify"}
    assert codes(join(ISSUED, ISSUED)) == []


def test_fields_that_are_written_inside_the_list_of_them_are_all_read():
    def inline(pdf):
        fields = pdf.Root.AcroForm.Fields
        more = [Dictionary(FT=Name.Tx, T=String(f"x{n}"), V=String("y")) for n in range(2)]
        pdf.Root.AcroForm.Fields = Array([*fields, *more])

    assert codes(changed(EMPTY, inline)) == [Code.CONTROL_UNKNOWN] * 2


# ---------------------------------------------------------------- stored and shown


def test_a_field_that_stores_its_words_where_it_is_shown():
    def part(stored):
        def change(pdf):
            field = named(pdf, "tools-specify")
            shown = pdf.make_indirect(Dictionary(field))
            del shown.T
            shown.Parent = field
            shown.V = String("ในช่อง")
            del shown.AP
            field.Kids = Array([shown])
            del field.V
            if stored is not None:
                field.V = stored
            for page in pdf.pages:
                page.obj.Annots = Array(
                    [shown if one.objgen == field.objgen else one for one in page.obj.Annots]
                )

        return changed(ISSUED, change)

    assert raws(part(None))["tools.specify"] == "ในช่อง"
    assert codes(part(None), "tools.specify") == []
    for stored in ("ที่อื่น", ""):
        assert codes(part(String(stored)), "tools.specify") == [Code.PLACES_DISAGREE]


@pytest.mark.parametrize("stored", ["", "10-2", "0-1"])
def test_words_that_are_shown_and_not_stored_are_for_a_person(stored):
    data = changed(ISSUED, lambda pdf: named(pdf, "office-code").__setattr__("V", String(stored)))
    assert codes(data) == [Code.STATE_DISAGREES]
    (told,) = FORMAT.read(staffing(), data).diagnostics
    assert dict(told.facts) == {
        "label": told.facts[0][1],
        "shown": "10-1",
        "stored": stored or "–",
    }


def test_pictures_that_every_viewer_draws_anew_say_nothing():
    def change(pdf):
        named(pdf, "office-code").V = String("10-2")
        pdf.Root.AcroForm.NeedAppearances = True

    assert codes(changed(ISSUED, change)) == []


@pytest.mark.parametrize(
    "words",
    [
        "ก้ำ น้ำ นํ้า ทำ ๑๒๓",
        "“x” – ฿1,234.50 (ก)",
        "emoji 😀 และ 漢字",
        "บรรทัด\nสอง\n\nสี่",
        "ยาว " * 60,
        "…",
        "",
    ],
)
def test_words_that_are_shown_as_they_are_stored_are_no_matter(words):
    """Set by the program, by pypdf, and typed in the engine of Chrome."""
    own = FORMAT.write(staffing(), Copy(None, (("office.note", words),))).data
    typed = clerk.type_in(EMPTY, [(PLACES["office.note"], words.replace("😀", ""))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        script = clerk.fill(EMPTY, {"office.note": words})
    for data in (own, typed, script):
        assert codes(data) == []


def test_words_that_were_cut_when_they_were_drawn_are_no_matter():
    long = "หนึ่งสองสามสี่ห้าหกเจ็ดแปดเก้าสิบ" * 3

    def cut(data, stored):
        return changed(data, lambda pdf: named(pdf, "office-note").__setattr__("V", String(stored)))

    data = FORMAT.write(staffing(), Copy(None, (("office.note", long[:50]),))).data
    assert codes(cut(data, long)) == []
    assert codes(cut(data, "อื่น" + long)) == [Code.STATE_DISAGREES]


# ---------------------------------------------------------------- written on the page


def with_a_font(pdf, page=1):
    pdf.pages[page - 1].obj.Resources.Font["/Own"] = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )  # fmt: skip


def written_over(data, body, page=1):
    def change(pdf):
        with_a_font(pdf, page)
        target = pdf.pages[page - 1]
        target.contents_add(b"q", prepend=True)
        target.contents_add(f"Q {body}".encode())

    return changed(data, change)


def words_at(name, words, right=1.0, under=5.0):
    place = PLACES[name]
    x, y = (place.x + right) * MM, FORM.height - (place.y + under) * MM
    return f"BT /Own 10 Tf {x:.2f} {y:.2f} Td ({words}) Tj ET"


def lines_at(name, body):
    place = PLACES[name]
    x, y = place.x * MM, FORM.height - place.y * MM
    return f"q {MM:.4f} 0 0 {-MM:.4f} {x:.2f} {y:.2f} cm 0.5 w {body} S Q"


TICK = "0.8 1.9 m 1.7 3 l 3.3 0.7 l 1 J 1 j"


@pytest.mark.parametrize(
    ("field", "body", "raw"),
    [
        ("office.code", words_at("office.code", "10-1"), "10-1"),
        ("office.size", lines_at("office.size.middle", TICK), "middle"),
        ("office.size", lines_at("office.size.middle", "0.6 0.6 m 3.4 3.4 l"), "Ink"),
        ("office.note", lines_at("office.note", "3 6 m 9 3 l 12 8 l 20 4 l"), "Ink"),
    ],
)
def test_what_was_written_on_the_page_instead_of_into_a_field_is_for_a_person(field, body, raw):
    (told,) = FORMAT.read(staffing(), written_over(EMPTY, body)).diagnostics
    assert (told.code, told.field) == (Code.MARK_OUTSIDE, field)
    assert dict(told.facts)["raw"] == raw
    assert raws(written_over(EMPTY, body))[field] in ("", ())


def test_a_tick_that_was_crossed_out_on_the_page_is_for_a_person():
    data = written_over(ISSUED, lines_at("office.size.middle", "0.6 0.6 m 3.4 3.4 l"))
    assert codes(data) == [Code.MARK_OUTSIDE]


def test_words_far_from_all_fields_are_told_of():
    (told,) = FORMAT.read(
        staffing(), written_over(EMPTY, "BT /Own 9 Tf 300 28 Td (see annex) Tj ET")
    ).diagnostics
    assert told.code is Code.TEXT_ADDED


def test_what_the_field_holds_as_well_is_no_matter():
    """As programs leave it that draw answers on the page and leave the fields."""
    data = written_over(ISSUED, words_at("office.code", "10-1"))
    assert codes(data) == []
    assert codes(written_over(ISSUED, words_at("office.code", "10-9"))) == [Code.MARK_OUTSIDE]


def test_pages_that_were_only_stored_anew_are_no_matter():
    def as_one(pdf):
        for page in pdf.pages:
            page.contents_coalesce()

    for data in (EMPTY, ISSUED):
        assert codes(written_over(data, "")) == codes(changed(data, as_one)) == []


def test_content_that_was_written_anew_is_looked_through():
    answer = words_at("office.code", "10-1")

    def as_one(pdf):
        pdf.pages[0].contents_coalesce()

    def behind_the_codes(pdf):
        last = pdf.pages[0].obj.Contents[-1]
        last.write(last.read_bytes() + f" {answer}".encode())

    def before_the_codes(pdf):
        last = pdf.pages[0].obj.Contents[-1]
        last.write(f"{answer} ".encode() + last.read_bytes())

    over = written_over(EMPTY, answer)
    fonts = changed(EMPTY, with_a_font)
    in_place = (changed(fonts, change) for change in (behind_the_codes, before_the_codes))
    for data in (changed(over, as_one), *in_place):
        assert codes(data) == [Code.MARK_OUTSIDE]


def test_fields_that_were_moved_do_not_hide_what_was_written():
    def move(pdf):
        field = named(pdf, "budget-used")
        field.Rect = Array([float(edge) + 9 for edge in field.Rect])

    over = changed(written_over(EMPTY, words_at("office.code", "10-1")), move)
    assert codes(over) == [Code.MARK_OUTSIDE]
    assert codes(without_seals(over)) == [Code.PAGES_SET_OTHERWISE]


def test_a_sound_return_is_not_drawn_to_be_read(monkeypatch):
    monkeypatch.setattr(printed, "unfilled", None)
    assert codes(ISSUED) == codes(clerk.fill(EMPTY, SAID)) == []


def test_a_sound_return_is_not_compared_with_what_this_version_prints(monkeypatch):
    monkeypatch.setattr(altered, "today", None)
    assert codes(ISSUED) == codes(clerk.fill(EMPTY, SAID)) == []


def test_a_form_that_this_version_cannot_print_is_read_by_its_fields(monkeypatch):
    def refuse(*_):
        raise FormgenError([found(Code.TEXT_CANNOT_PRINT, characters=("x",))], Exit.CONTENT)

    over = written_over(ISSUED, words_at("office.code", "10-9"))
    altered.today.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(altered, "write", refuse)
        assert codes(ISSUED) == []
        assert codes(over) == [Code.MARK_OUTSIDE]
        assert codes(without_seals(ISSUED)) == [Code.PAGES_SET_OTHERWISE]
    altered.today.cache_clear()
    assert codes(without_seals(over)) == [Code.MARK_OUTSIDE]


def test_a_seal_holds_for_what_it_was_put_on_alone():
    def change(pdf):
        first = pdf.pages[0].obj.Contents[0]
        first.write(first.read_bytes() + f" {words_at('office.code', '10-1')}".encode())

    fonts = changed(EMPTY, with_a_font)
    assert codes(changed(fonts, change)) == [Code.MARK_OUTSIDE]


def test_what_only_looks_packed_is_not_taken_for_what_was_sent():
    packed = zlib.compress(sealed(PAGE, b"BT ET"))
    with Pdf.new() as pdf:
        plain = pdf.make_stream(packed)
        assert not is_sent(plain)
        plain.write(packed, filter=Name.FlateDecode)
        assert is_sent(plain)
        plain.write(packed[:-9], filter=Name.FlateDecode)
        assert not is_sent(plain)
        plain.write(zlib.compress(sealed(b"added", b"BT ET")), filter=Name.FlateDecode)
        assert not is_sent(plain)


def test_a_page_of_the_form_that_was_printed_and_put_behind_is_compared():
    said = {**SAID, "tools.specify": "ลายมือ"}
    flat = by_pikepdf(FORMAT.write(staffing(), Copy(token(staffing()), tuple(said.items()))).data)
    with Pdf.open(io.BytesIO(flat)) as second:
        both = changed(ISSUED, lambda pdf: pdf.pages.append(second.pages[1]))
    assert Code.MARK_OUTSIDE in codes(both, "tools.specify")


# ---------------------------------------------------------------- drawn over it


@pytest.mark.parametrize("kind", ["FileAttachment", "Redact", "Watermark", "Stamp", "Unheard"])
def test_whatever_is_put_over_a_page_is_told_of(kind):
    def put(pdf):
        one = Dictionary(Subtype=Name(f"/{kind}"), Rect=Array([300, 20, 320, 30]))
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(one))

    assert codes(changed(EMPTY, put)) == [Code.CONTROL_UNKNOWN]


def test_what_acts_when_it_is_clicked_is_named():
    def put(pdf):
        second = Dictionary(S=Name.Launch, Next=Array([Dictionary(S=Name.ImportData)]))
        first = Dictionary(S=Name.URI, Next=second)
        link = Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=first)
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))
        pdf.Root.AcroForm.XFA = Stream(pdf, b"<xdp/>")

    (told,) = FORMAT.read(staffing(), changed(EMPTY, put)).diagnostics
    assert told.code is Code.ACTIVE_CONTENT
    assert dict(told.facts) == {"what": "ImportData, Launch, XFA"}


def test_actions_that_follow_each_other_for_ever_end():
    def put(pdf):
        action = pdf.make_indirect(Dictionary(S=Name.JavaScript))
        action.Next = Array([action] * 3)
        pdf.Root.OpenAction = action

    assert codes(changed(EMPTY, put)) == [Code.ACTIVE_CONTENT]
