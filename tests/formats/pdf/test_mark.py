import io
import re
import warnings
from itertools import combinations

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.clerk import pdf as clerk
from tests.formats.pdf.samples import amlo, boxes, filled, form_of, remark, staffing, table, text

from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.margin import LEFT, RIGHT
from formgen.formats.pdf.names import field_name
from formgen.formats.pdf.sheet import MM
from formgen.model.blocks import CellRow, Entries, Entry, ResponseCell
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import BLANK
from formgen.model.note import AUTHOR, Note

FILLED = FORMAT.write(amlo(), filled(amlo())).data
NOTE = Note("", "", "โปรดแก้ไข")
FRAME, SLIP = "/Square", "/FreeText"


def read(data, form=None):
    return FORMAT.read(form or amlo(), data)


def at(field, data=FILLED):
    return read(data).marks[field].at


def changed(data, change, **how):
    with Pdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # of fields taken away
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, fix_metadata_version=False, **how)
    return file.getvalue()


def marks(data):
    """The marks of a file: page, kind, words, where."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return [
            (number, str(one.Subtype), str(one.Contents), tuple(map(float, one.Rect)))
            for number, page in enumerate(pdf.pages, 1)
            for one in page.obj.Annots
            if str(one.get("/T", "")) == AUTHOR
        ]


def words(data, kind=SLIP):
    return [said for _, subtype, said, _ in marks(data) if subtype == kind]


def field(pdf, name):
    return next(one for one in pdf.Root.AcroForm.Fields if str(one.T) == name)


def refused(data, *notes):
    with pytest.raises(FormgenError) as error:
        FORMAT.mark(data, notes or [NOTE])
    (problem,) = error.value.diagnostics
    return problem


def shown(data, page=0):
    """The page as PDFium draws it, at 72 pixels an inch."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    return document[page].render(scale=1).to_pil().convert("RGB")


# ---------------------------------------------------------------- what is marked


def test_a_field_is_framed_and_the_words_stand_in_the_margin():
    marked = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "โปรดเลือกคำตอบเดียว")])
    slip, frame = marks(marked)
    assert frame[:3] == (1, FRAME, "โปรดเลือกคำตอบเดียว")
    assert slip[:3] == (1, SLIP, "โปรดเลือกคำตอบเดียว")
    with Pdf.open(io.BytesIO(FILLED)) as pdf:
        for box in field(pdf, "email-status").Kids:
            left, bottom, right, top = map(float, box.Rect)
            assert frame[3][0] < left < right < frame[3][2]
            assert frame[3][1] < bottom < top < frame[3][3]


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
@pytest.mark.parametrize("copy", ["blank", "filled"])
def test_every_field_may_be_marked_and_the_file_reads_as_before(form, copy):
    data = FORMAT.write(form, BLANK if copy == "blank" else filled(form)).data
    before = read(data, form)
    notes = [Note(mark.at, name, f"โปรดแก้ {name}") for name, mark in before.marks.items()]
    marked = FORMAT.mark(data, notes)
    assert read(marked, form) == before
    assert FORMAT.identify(marked) == FORMAT.identify(data)
    assert sorted(words(marked)) == sorted(note.text for note in notes)
    assert sorted(words(marked, FRAME)) == sorted(words(marked))
    assert FORMAT.mark(data, notes) == marked


def test_slips_stand_in_the_free_part_of_a_margin_and_not_over_another():
    notes = [Note(mark.at, name, f"{name} " * 40) for name, mark in read(FILLED).marks.items()]
    places = [
        (page, where) for page, kind, _, where in marks(FORMAT.mark(FILLED, notes)) if kind == SLIP
    ]
    for page, (left, bottom, right, top) in places:
        zone = LEFT if left < 200 else RIGHT
        assert zone.left - 0.01 <= left < right <= zone.right + 0.01
        assert zone.bottom - 0.01 <= bottom < top <= zone.top + 0.01
        others = [one for number, one in places if number == page and one[0] == left]
        assert sum(other[1] < top and bottom < other[3] for other in others) == 1


@pytest.mark.parametrize("page", range(3))
def test_the_margins_are_free_in_a_form(page):
    with pypdfium2.PdfDocument(FILLED) as pdf:
        drawn = pdf[page].render(scale=1).to_pil().convert("L")
    for zone in (LEFT, RIGHT):
        part = drawn.crop(
            (
                int(zone.left),
                int(drawn.height - zone.top),
                int(zone.right),
                int(drawn.height - zone.bottom),
            )
        )
        assert part.getextrema() == (255, 255)


def test_every_viewer_shows_the_marks():
    """They have an appearance of their own, and the words are in it."""
    marked = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "โปรดเลือก"), NOTE])
    before, after = shown(FILLED), shown(marked)
    for page, kind, _, (left, bottom, right, top) in marks(marked):
        box = (int(left), int(after.height - top), int(right), int(after.height - bottom))
        assert page == 1
        assert before.crop(box).tobytes() != after.crop(box).tobytes(), kind
    with Pdf.open(io.BytesIO(marked)) as pdf:
        ours = [one for one in pdf.pages[0].obj.Annots if str(one.get("/T", "")) == AUTHOR]
        drawn = [one.AP.N for one in ours if one.Subtype == SLIP]
        assert all(b"TJ" in one.read_bytes() and one.Resources.Font for one in drawn)


def test_a_field_stays_on_top_of_its_frame():
    marked = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "x")])
    with Pdf.open(io.BytesIO(marked)) as pdf:
        kinds = [str(one.Subtype) for one in pdf.pages[0].obj.Annots]
    assert kinds[:2] == [SLIP, FRAME]
    assert set(kinds[2:]) == {"/Widget"}


def test_what_is_said_of_one_place_is_said_together_and_once():
    here = at("email.status")
    notes = [Note(here, "email.status", said) for said in ("หนึ่ง", "สอง", "หนึ่ง")]
    assert words(FORMAT.mark(FILLED, notes)) == ["หนึ่ง\nสอง"]


def test_a_note_about_boxes_of_their_own_has_one_frame():
    form = staffing()
    data = FORMAT.write(form, filled(form)).data
    place = read(data, form).marks["tools.used"].at
    assert place == "AcroForm " + ", ".join(
        f"tools-{choice.code}" for choice in form.field("tools.used").choices
    )
    assert len(marks(FORMAT.mark(data, [Note(place, "tools.used", "x")]))) == 2


@pytest.mark.parametrize(
    "where", ["", "AcroForm meta", "AcroForm no-such", "EmbeddedFiles", "Ink, page 99"]
)
def test_a_note_without_a_place_stands_on_the_first_page(where):
    ((page, kind, said, _),) = marks(FORMAT.mark(FILLED, [Note(where, "", "ทั้งแฟ้ม")]))
    assert (page, kind, said) == (1, SLIP, "ทั้งแฟ้ม")


def test_a_note_about_a_page_stands_there():
    ((page, kind, *_),) = marks(FORMAT.mark(FILLED, [Note("Ink, page 3", "", "x")]))
    assert (page, kind) == (3, SLIP)


def test_a_note_without_a_place_stands_at_its_field_if_it_is_there():
    marked = FORMAT.mark(FILLED, [Note("Ink, page 3", "email.status", "x")])
    assert [(page, kind) for page, kind, *_ in marks(marked)] == [(1, SLIP), (1, FRAME)]


def test_frames_are_numbered_from_above():
    notes = [Note(at(name), name, name) for name in ("email.remark", "respondent.agency_code")]
    assert words(FORMAT.mark(FILLED, notes)) == ["respondent.agency_code", "email.remark"]


@pytest.mark.parametrize(
    "said", ["<b> & (c) \\", "บรรทัด\nสอง", "x\x0by\ud800z", "😀", "ก" * 40_000, ""]
)
def test_any_words_can_be_said(said):
    (told,) = words(FORMAT.mark(FILLED, [Note("", "", said)]))
    plain = re.sub("[\x0b\ud800]", "", said)
    assert told == (plain if len(plain) < 4_000 else plain[:3_999] + "…")


# ---------------------------------------------------------------- the way back


def test_a_marked_copy_that_was_put_right_is_read():
    answers = {"email.status": "none", "email.remark": "แก้แล้ว"}
    blank = FORMAT.write(amlo(), BLANK).data
    marked = FORMAT.mark(blank, [Note(at("email.status", blank), "email.status", "x"), NOTE])
    assert read(clerk.fill(marked, answers)) == read(clerk.fill(blank, answers))


def test_a_marked_field_can_be_clicked_and_typed_into():
    written = FORMAT.write(amlo(), BLANK)
    names = ("email.remark", "email.status")
    notes = [Note(at(name, written.data), name, "x") for name in names]
    marked = FORMAT.mark(written.data, notes)
    spots = {one.control: one for one in written.placements}
    entries = [(spots["email.remark"], "fixed"), (spots["email.have"], "")]
    typed = read(clerk.type_in(marked, entries))
    assert typed.marks["email.remark"].raw == "fixed"
    assert typed.marks["email.status"].raw == ("have",)
    assert typed.diagnostics == ()


def test_marks_of_an_earlier_round_are_taken_away():
    first = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "x"), NOTE])
    second = [Note(at("webboard.status"), "webboard.status", "z")]
    again = FORMAT.mark(first, second)
    assert words(again) == ["z"]
    assert again == FORMAT.mark(FILLED, second)


def test_a_mark_that_somebody_wrote_into_is_no_mark_any_more():
    """It may be the answer."""

    def answer(pdf):
        frame = pdf.pages[0].obj.Annots[1]
        frame.Contents = String(f"{frame.Contents} แก้เป็น มี")

    marked = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "x")])
    data = changed(marked, answer)
    (told,) = read(data).diagnostics
    assert (told.code, told.field) == (Code.MARK_OUTSIDE, "email.status")
    assert "แก้เป็น มี" in words(FORMAT.mark(data, [NOTE]), FRAME)[0]


def test_line_ends_that_a_viewer_changed_are_no_matter():
    def other_line_ends(pdf):
        for one in pdf.pages[0].obj.Annots:
            if "/NM" in one:
                one.Contents = String(str(one.Contents).replace("\n", "\r"))

    marked = FORMAT.mark(FILLED, [Note(at("email.status"), "email.status", "หนึ่ง\nสอง")])
    assert read(changed(marked, other_line_ends)) == read(FILLED)


def test_what_others_draw_is_told_as_before():
    def draw(pdf):
        ink = Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=Array([70, 250, 80, 260]))
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(ink))

    data = changed(FILLED, draw)
    before = read(data)
    assert before.diagnostics
    assert read(FORMAT.mark(data, [NOTE])) == before


# ---------------------------------------------------------------- odd files


def unchanged(_):
    pass


def run_a_script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def sign(pdf):
    signature = Dictionary(FT=Name.Sig, T=String("sig"), V=Dictionary(Type=Name.Sig))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(signature))


def lock(pdf):
    pdf.Root.Perms = Dictionary(UR3=Dictionary())


def turn(pdf):
    pdf.pages[0].obj.Rotate = 90


def cut(pdf):
    pdf.pages[0].obj.CropBox = Array([0, 0, 400, 400])


@pytest.mark.parametrize("change", [run_a_script, sign, lock, turn, cut])
def test_a_file_that_is_too_odd_is_left_alone(change):
    data = changed(FILLED, change)
    assert read(data).marks
    assert refused(data).code is Code.FILE_NOT_MARKABLE
    assert refused(data).message("th")


def test_a_file_without_fields_is_left_alone():
    def flatten(pdf):
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.obj.Annots

    assert refused(changed(FILLED, flatten)).code is Code.FILE_NOT_MARKABLE


def test_a_field_that_is_gone_is_no_matter():
    def remove(pdf):
        for holder, key in ((pdf.Root.AcroForm, "/Fields"), (pdf.pages[0].obj, "/Annots")):
            kept = (one for one in holder[key] if one.get("/Parent", one).T != "email-status")
            holder[key] = Array(kept)

    data = changed(FILLED, remove)
    before = read(data)
    notes = [Note(one.at, one.field, one.message("th")) for one in before.diagnostics]
    assert notes[0].at == "AcroForm email-status"
    assert read(FORMAT.mark(data, notes)) == before


def test_a_file_that_had_to_be_repaired_is_left_alone():
    data = FILLED.replace(b"startxref", b"startxxxx")
    assert [one.code for one in read(data).diagnostics] == [Code.FILE_REPAIRED]
    assert refused(data).code is Code.FILE_NOT_MARKABLE


def test_a_file_with_a_password_is_refused_as_its_reader_does():
    locked = changed(FILLED, unchanged, encryption=pikepdf.Encryption(user="u", owner="o"))
    assert refused(locked).code is Code.FILE_PASSWORD


def test_a_file_that_only_forbids_changes_can_be_marked():
    locked = changed(FILLED, unchanged, encryption=pikepdf.Encryption(user="", owner="o"))
    marked = FORMAT.mark(locked, [NOTE])
    assert read(marked) == read(locked)
    assert words(marked) == [NOTE.text]


def test_more_than_a_page_can_hold_is_refused():
    fields = tuple(boxes(f"q{n}", 1) for n in range(20))
    entries = tuple(Entry("", (one.name,)) for one in fields)
    form = form_of(Entries(entries), fields=fields)
    data = FORMAT.write(form, BLANK).data
    pairs = combinations((field_name(one.name) for one in fields), 2)
    notes = [Note(f"AcroForm {one}, {other}", "", "x") for one, other in pairs]
    assert words(FORMAT.mark(data, notes[:9])) == ["x"] * 9
    assert refused(data, *notes).code is Code.FILE_NOT_MARKABLE


def test_the_slips_of_a_full_page_are_cut_to_its_height():
    form = form_of(
        table(CellRow("q", (ResponseCell(("q.status", "q.remark")), text("คำ")))),
        fields=(boxes("q", 4), remark("q")),
    )
    data = FORMAT.write(form, BLANK).data
    notes = [Note(mark.at, name, "ยาวมาก " * 300) for name, mark in read(data, form).marks.items()]
    slips = [where for _, kind, _, where in marks(FORMAT.mark(data, notes)) if kind == SLIP]
    assert len(slips) == 2
    assert all(top - bottom <= 297 * MM for _, bottom, _, top in slips)
