"""Values that do not fit their fields are shown whole on pages added to a copy."""

import io
import re
import statistics
import time

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name, Pdf
from tests.clerk import pdf as clerk
from tests.formats.pdf.flattening import ENGINES, changed, drop_form, forget, response
from tests.formats.pdf.samples import amlo, filled, token
from tests.formats.pdf.test_copies import reachable

from formgen.fill import fill
from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.added import is_added
from formgen.formats.pdf.printed import imprint
from formgen.model.blocks import Paragraph
from formgen.model.codes import Code
from formgen.model.document import Document
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy
from formgen.model.note import Note
from formgen.model.reading import Reading

SENTENCE = "สำนักงานได้จัดทำ “ระบบ” – ที่ น้ำ ปู่ ฟื้น ๑๒๓ ฿ "
LONG = f"{SENTENCE * 20}\n\nย่อหน้าที่สอง {SENTENCE * 20}"
FIELD, OTHER = "email.remark", "webboard.remark"


def copy(**values: str) -> Copy:
    given = {name.replace("__", "."): value for name, value in values.items()}
    return Copy(token(amlo()), tuple((dict(filled(amlo()).values) | given).items()))


@pytest.fixture(scope="module")
def form() -> Form:
    return amlo()


@pytest.fixture(scope="module")
def long(form) -> bytes:
    return FORMAT.write(form, copy(email__remark=LONG)).data


def words(data: bytes | pypdfium2.PdfDocument, page: int) -> str:
    document = pypdfium2.PdfDocument(data) if isinstance(data, bytes) else data
    return letters(document[page].get_textpage().get_text_bounded())


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def codes(reading: Reading) -> list[Code]:
    return [one.code for one in reading.diagnostics]


# ---------------------------------------------------------------- what is written


def test_the_page_shows_all_words_and_says_which_question_they_answer(long):
    page = words(long, 6)
    assert letters(LONG) in page
    assert letters("ข้อ ๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล) : หมายเหตุ (หน้า ๑)") in page
    assert letters("หน้าเพิ่มเติม ๑ จาก ๑") in page
    assert letters(LONG) not in words(long, 0)


@pytest.mark.parametrize(("field", "length"), [(FIELD, 40), ("respondent.agency_name", 20)])
def test_the_field_says_where_all_words_are(form, field, length):
    answer = SENTENCE * length
    shown = flattened(FORMAT.write(form, copy(**{field.replace(".", "__"): answer})).data)
    begun, pointer, _ = shown.partition("…(ดูหน้าเพิ่มเติม)")
    assert pointer
    assert letters(answer).startswith(begun[begun.index(letters(SENTENCE)) :])
    assert "…" not in flattened(FORMAT.write(form, copy()).data)


def flattened(data: bytes) -> str:
    """What a person reads on the first page, fields as well; blanks left out."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    first = document[0]
    first.flatten()
    return words(document, 0)


def test_a_field_outside_of_the_tables_is_named_by_its_label(form):
    name = "สำนักงาน" * 100
    data = FORMAT.write(form, Copy(values=(("respondent.agency_name", name),))).data
    page = words(data, 6)
    assert "ชื่อหน่วยงาน(หน้า๑)" in page
    assert name in page


def test_two_long_answers_and_more_than_a_page(form):
    longer = LONG * 6
    data = FORMAT.write(form, copy(email__remark=longer, webboard__remark=LONG)).data
    pages = [words(data, n) for n in range(6, len(pypdfium2.PdfDocument(data)))]
    ours = "".join(re.sub(r"หน้าเพิ่มเติม.*", "", page) for page in pages)
    assert letters(SENTENCE) * 20 in ours
    assert sum(page.count(letters(SENTENCE)) for page in pages) >= 6 * 40 + 40 - len(pages)
    first, second = (
        letters(f"ข้อ {number} {form.field(name).label} (หน้า {page})")
        for name, number, page in ((FIELD, "๑", "๑"), (OTHER, "๕", "๖"))
    )
    assert ours.index(first) < ours.index(second)
    heads = [page.count(f"(ต่อ){first}") + 2 * page.count(f"(ต่อ){second}") for page in pages]
    assert heads == [0, 1, 1, 2]


def test_what_fits_adds_nothing(form):
    assert len(pypdfium2.PdfDocument(FORMAT.write(form, copy()).data)) == 6
    assert FORMAT.write(form, copy(email__remark=LONG)).placements == form_places(form)


def form_places(form: Form):
    return FORMAT.write(form, BLANK).placements


def test_a_page_has_codes_of_the_copy_and_the_number_that_follows(form, long):
    with pikepdf.open(io.BytesIO(long)) as pdf:
        alone = Pdf.new()
        alone.pages.append(pdf.pages[6])
        file = io.BytesIO()
        alone.save(file)
    mark = imprint(file.getvalue()).mark
    assert mark is not None
    assert (mark.page, mark.serial, mark.issued) == (7, 7, True)
    assert mark.key == imprint(long).mark.key


def test_the_page_is_tagged_and_all_of_it_is_set_aside_or_named(long):
    with pikepdf.open(io.BytesIO(long)) as pdf:
        assert pdf.check_pdf_syntax() == []
        packing = {"/ObjStm", "/XRef"}
        kept = {
            one.objgen
            for one in pdf.objects
            if not (isinstance(one, pikepdf.Stream) and one.get("/Type") in packing)
            and one is not None
        }
        assert reachable(pdf.trailer) == kept
        page, root = pdf.pages[6].obj, pdf.Root.StructTreeRoot
        assert page.Tabs == Name.S
        assert "/Annots" not in page
        rows = dict(zip(root.ParentTree.Nums[::2], root.ParentTree.Nums[1::2], strict=True))
        nodes = rows[int(page.StructParents)]
        assert max(rows) + 1 == int(root.ParentTreeNextKey)
        content = page.Contents[0].read_bytes().decode()
        assert [int(n) for n in re.findall(r"<</MCID (\d+)>> BDC", content)] == [*range(len(nodes))]
        for number, node in enumerate(nodes):
            assert number in [int(one.MCID) for one in node.K]
            assert Name.Sect == node.P.S
            assert Name.Document == node.P.P.S
            assert f"{node.S} <</MCID {number}>> BDC" in content
        assert {str(node.S) for node in nodes} == {"/H2", "/P"}
        assert root.K.K[-1].objgen == nodes[0].P.objgen
        opened = content.count("BDC") + content.count("BMC")
        assert opened == content.count("EMC")
        assert content.count("BMC") == 2  # number and form code at the foot


def test_only_copies_with_long_answers_cost_more(form):
    fits = Copy(token(form), (("respondent.agency_name", "สำนักงานที่ ๑"),))
    long = Copy(token(form), (*fits.values, (FIELD, LONG)))

    def cost(one: Copy) -> float:
        times = []
        for _ in range(30):
            start = time.process_time()
            FORMAT.write(form, one)
            times.append(time.process_time() - start)
        return statistics.median(times)

    FORMAT.write(form, fits)
    FORMAT.write(form, long)
    assert cost(fits) < cost(long) < 30 * cost(fits)


# ---------------------------------------------------------------- what is read


def test_the_record_is_that_of_the_fields_and_nothing_is_said(form, long):
    reading = FORMAT.read(form, long)
    assert not reading.diagnostics
    assert reading.marks[FIELD].raw == LONG
    without = FORMAT.read(form, FORMAT.write(form, copy(email__remark="สั้น")).data)
    assert reading.marks.keys() == without.marks.keys()


@pytest.mark.parametrize("engine", ["pypdf", "PDFium"])
def test_what_is_typed_over_it_counts(form, long, engine):
    place = next(one for one in form_places(form) if one.control == OTHER)
    data = (
        clerk.fill(long, {FIELD: "สั้นลง"})
        if engine == "pypdf"
        else clerk.type_in(long, [(place, "สั้นลง")])
    )
    reading = FORMAT.read(form, data)
    assert not reading.diagnostics
    assert reading.marks[FIELD if engine == "pypdf" else OTHER].raw == "สั้นลง"


def test_filling_it_again_makes_the_page_anew(form, long, shelf):
    again = fill(shelf, long, {OTHER: LONG[:200]})
    assert len(pypdfium2.PdfDocument(again)) == 7
    assert FORMAT.read(form, again).marks[FIELD].raw == LONG
    short = fill(shelf, long, {FIELD: "สั้น"})
    assert len(pypdfium2.PdfDocument(short)) == 6


@pytest.fixture
def shelf(form):
    class Shelf:
        problems = ()

        def find(self, digest: str) -> Form | None:
            return form if digest == form.digest else None

    return Shelf()


def test_marking_it_leaves_the_page_alone(form, long):
    marked = FORMAT.mark(long, [Note("", FIELD, "โปรดตรวจสอบ")])
    assert not FORMAT.read(form, marked).diagnostics
    assert FORMAT.read(form, marked).marks[FIELD].raw == LONG


@pytest.mark.parametrize("engine", ENGINES)
def test_without_fields_the_words_go_to_a_person(form, long, engine):
    flat = changed(ENGINES[engine](long), drop_form, forget)
    told = response(form, flat)
    about = {one.code for one in told.diagnostics if one.field == FIELD}
    assert about & {Code.TEXT_CUT, Code.TEXT_UNSURE}
    assert told.answers[FIELD].value is None
    assert Code.PAGE_NOT_READ not in {one.code for one in told.diagnostics}


def test_an_ellipsis_beside_the_code_of_a_page_is_seen(form):
    flat = changed(
        ENGINES["pikepdf"](FORMAT.write(form, copy(email__remark=f"{SENTENCE}\n\n" * 9)).data),
        drop_form,
        forget,
    )
    about = {one.code for one in response(form, flat).diagnostics if one.field == FIELD}
    assert Code.TEXT_CUT in about


# ---------------------------------------------------------------- what somebody added


def test_what_was_written_on_the_page_is_told_of(form, long):
    def write(pdf: Pdf) -> None:
        pdf.pages[6].contents_add(b"q 0 0 1 RG 100 100 m 300 200 l S Q")

    assert codes(FORMAT.read(form, changed(long, write))) == [Code.PAGE_REPEATS]


def test_words_that_were_changed_on_the_page_are_told_of(form, long):
    def change(pdf: Pdf) -> None:
        stream = pdf.pages[6].obj.Contents[0]
        body = stream.read_bytes()
        assert is_added(body)
        stream.write(body.replace(b"] TJ", b"] TJ [<0003>] TJ", 1))

    assert codes(FORMAT.read(form, changed(long, change))) == [Code.PAGE_REPEATS]


def test_a_note_on_the_page_is_told_of(form, long):
    def note(pdf: Pdf) -> None:
        told = pikepdf.Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[100, 100, 300, 200],
            Contents=pikepdf.String("เพิ่มเติม"),
        )  # fmt: skip
        pdf.pages[6].obj.Annots = Array([pdf.make_indirect(told)])

    (one,) = FORMAT.read(form, changed(long, note)).diagnostics
    assert one.code is Code.CONTROL_UNKNOWN
    assert dict(one.facts)["raw"] == "เพิ่มเติม"


def test_a_page_that_the_respondent_added_is_told_of(form, long):
    letter = FORMAT.write_document(Document("แนบ", (Paragraph("คำตอบข้อ ๒ เพิ่มเติม"),)))
    with pikepdf.open(io.BytesIO(letter)) as other:

        def add(pdf: Pdf) -> None:
            pdf.pages.append(other.pages[0])

        (one,) = FORMAT.read(form, changed(long, add)).diagnostics
    assert one.code is Code.PAGE_NOT_READ
    assert dict(one.facts)["page"] == 8


def test_pages_of_the_form_are_not_taken_for_added_ones(long):
    with pikepdf.open(io.BytesIO(long)) as pdf:
        assert is_added(pdf.pages[6].obj.Contents[0].read_bytes())
        assert not any(is_added(page.obj.Contents[0].read_bytes()) for page in list(pdf.pages)[:6])
