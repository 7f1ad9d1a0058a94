"""What a written letter or report is as a PDF, seen by other libraries."""

import io
import re
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader
from tests.formats import documents
from tests.formats.pdf.samples import amlo, token

from formgen import formats
from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.layout import lay_out_document
from formgen.formats.pdf.sheet import FORM, LETTER, MM, Figure, Rule, Shade, Words
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Style, Table, TextCell, TitleRow
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.document import Document, NewPage, Paper, Picture
from formgen.model.identity import page_code


def written(document: Document) -> bytes:
    return formats.write_document(document, "pdf")


def texts(document: Document) -> list[str]:
    pdf = pypdfium2.PdfDocument(written(document))
    return [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]


def letters(words: str) -> str:
    return re.sub(r"[\s\u200b\ufffe]+", "", words)


def lines(*blocks, page: int = 0, paper: Paper = Paper.LETTER) -> list[Words]:
    """The lines of one page, from the top down."""
    marks = lay_out_document(Document("ก", blocks, paper)).pages[page]
    return [mark for mark in marks if isinstance(mark, Words)]


def left(words: Words) -> float:
    """Where a line begins, in millimetres from the left margin of a letter."""
    return (words.x + words.line.x - LETTER.left) / MM


def right(words: Words) -> float:
    return left(words) + words.line.width / MM


def structure(data: bytes) -> list[str]:
    def walk(node):
        for part in node.get("/K", ()):
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/StructElem":
                yield str(part.S)
                yield from walk(part)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(walk(pdf.Root.StructTreeRoot.K))


# ---------------------------------------------------------------- words and styles


def test_words_stand_in_order():
    shown = letters("".join(texts(documents.memo())))
    order = ["บันทึกข้อความ", "ที่", "วันที่", "เรื่อง", "๑.มีหน่วยงาน", "ตารางที่๑", "ลำดับ", "ไปรษณีย์",
             "หมายเหตุ", "จึงเรียน", "(ลงชื่อ)", "(นางสาวสมหญิงใจดี)", "สิ่งที่ส่งมาด้วย"]  # fmt: skip
    places = [shown.find(words) for words in order]
    assert -1 not in places
    assert all(one <= next_ for one, next_ in pairwise(places))


def test_a_head_word_is_large_bold_and_in_the_middle():
    (head,) = lines(Paragraph("บันทึกข้อความ", Style.MEMO))
    assert "/Sarabun-Bold 19.285 Tf" in head.line.body
    assert left(head) + right(head) == pytest.approx(160, abs=0.1)


def test_a_tab_goes_to_the_middle_where_it_can():
    (short,) = lines(Paragraph("ที่ ก\tวันที่", Style.LINE))
    without = lines(Paragraph("วันที่", Style.LINE))[0].line.width
    assert right(short) == pytest.approx(80 + without / MM, abs=0.1)
    (long,) = lines(Paragraph("ส่วนราชการ " + "ก" * 45 + "\tโทร.", Style.LINE))
    assert right(long) > 90


def test_running_text_is_moved_in_and_even_at_both_sides():
    first, *middle, last = lines(Paragraph(documents.FACTS * 5, Style.INDENTED))
    assert left(first) == pytest.approx(25)
    assert {round(left(line), 3) for line in (*middle, last)} == {0}
    assert all(left(line) + stretched(line) / MM == pytest.approx(160, abs=0.3) for line in middle)
    assert right(last) < 160


def stretched(words: Words) -> float:
    """How far a line reaches: its own width, and what is added between its letters."""
    drawn = words.line.operators(0, 0)
    moved = sum(-float(back) for back in re.findall(r">(-?[0-9.]+)<", drawn))
    return words.line.width + moved / 1000 * 10.64


def test_signatures_are_in_the_middle_of_the_right_half():
    (name,) = lines(Paragraph("(นางสาวสมหญิง ใจดี)", Style.SIGNATURE))
    assert (left(name) + right(name)) / 2 == pytest.approx(120, abs=0.1)


def test_a_signature_is_never_alone_on_a_page():
    signed = (Paragraph("จึงเรียนมา"), Paragraph(""), *[Paragraph("ลง", Style.SIGNATURE)] * 3)
    for count in range(28, 38):
        blocks = (*[Paragraph("ก", Style.LINE)] * count, *signed)
        pages = lay_out_document(Document("ก", blocks)).pages
        closing = [any(mark.line.text == "จึงเรียนมา" for mark in page) for page in pages]
        ends = [any(mark.line.text == "ลง" for mark in page) for page in pages]
        assert closing == ends
    assert len(pages) == 2


def test_line_ends_end_lines_and_empty_paragraphs_are_blank_lines():
    one, two, three = lines(Paragraph("หนึ่ง\r\nสอง"), Paragraph(""), Paragraph("สาม"))
    assert [one.line.text, two.line.text, three.line.text] == ["หนึ่ง", "สอง", "สาม"]
    assert two.y - one.y == pytest.approx(20)
    assert three.y - two.y == pytest.approx(44)


def test_a_new_page_begins_where_something_follows():
    blocks = (NewPage(), Paragraph("ก"), NewPage(), NewPage(), documents.summary(), NewPage())
    pages = lay_out_document(Document("ก", blocks)).pages
    assert len(pages) == 2
    assert [mark.line.text for mark in pages[0]] == ["ก"]


# ---------------------------------------------------------------- the sheet


def test_a_letter_is_numbered_at_the_head_but_on_its_first_page():
    document = Document("ก", (documents.long_table(100),), footer="ปง ๐๐๐๑")
    pages = texts(document)
    assert "- ๑ -" not in pages[0]
    for number, page in enumerate(pages[1:4]):
        assert f"- {'๒๓๔'[number]} -" in page
    assert all("ปง ๐๐๐๑" in page for page in pages)
    with pikepdf.open(io.BytesIO(written(document))) as pdf:
        box = [float(edge) for edge in pdf.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


def test_on_the_sheet_of_forms_pages_are_counted_at_the_foot():
    document = documents.memo(paper=Paper.FORM, footer="x/1 00")
    pages = texts(document)
    assert "หน้า ๑ จาก ๒" in pages[0]
    assert all("x/1 00" in page for page in pages)
    with pikepdf.open(io.BytesIO(written(document))) as pdf:
        box = [float(edge) for edge in pdf.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 841.89, 595.28], abs=0.01)


@pytest.mark.parametrize("paper", Paper)
def test_everything_stays_inside_the_margins(paper):
    sheet = {Paper.LETTER: LETTER, Paper.FORM: FORM}[paper]
    for document in (documents.memo(documents.picture()), documents.hostile()):
        for page in lay_out_document(replace(document, paper=paper)).pages:
            for mark in page:
                wide = mark.line.x + mark.line.width if isinstance(mark, Words) else mark.width
                assert mark.x >= sheet.left - 0.01
                assert mark.x + wide <= sheet.right + 0.01
                assert sheet.top - 0.01 <= mark.y <= sheet.bottom + 0.01


# ---------------------------------------------------------------- tables


def test_a_crowded_table_is_set_smaller_and_no_word_is_cut():
    shown = lines(documents.summary())
    assert {line.line.text.strip() for line in shown[:8]} >= {"ลำดับ", "(แห่ง)", "ร้อยละ"}
    sizes = {float(size) for line in shown for size in re.findall(r" ([0-9.]+) Tf", line.line.body)}
    assert len(sizes) == 1
    assert 7.9 < sizes.pop() < 10
    (usual,) = {
        size
        for line in lines(documents.long_table(3))
        for size in re.findall(r" ([0-9.]+) Tf", line.line.body)
    }
    assert usual == "10.64"


def test_numbers_stand_at_the_right_of_their_cells():
    numbers = [
        line for line in lines(documents.summary()) if line.line.text in ("๙๕", "๑", "๑,๒๙๘")
    ]
    assert len({round(right(line), 2) for line in numbers if line.line.text == "๙๕"}) == 1
    assert right(numbers[-1]) == pytest.approx(160 - 4 / MM, abs=0.1)


def test_a_long_table_goes_over_pages_under_its_header():
    pages = texts(Document("ก", (documents.long_table(),)))
    assert len(pages) == 11
    assert all("หน่วยงาน" in page and "ภาค" in page for page in pages)
    shown = "".join(map(letters, pages))
    places = [shown.index(f"หน่วยงานลำดับ{n}จบ") for n in range(1, 301)]
    assert places == sorted(places)


def test_low_rows_are_not_cut_and_high_ones_are():
    def row(count: int) -> CellRow:
        return CellRow("", (TextCell((Paragraph(documents.FACTS * count),)),))

    for lead in range(0, 30, 5):
        blocks = (*[Paragraph("ก", Style.LINE)] * lead, Table((), (1,), (row(3), row(40))))
        pages = lay_out_document(Document("ก", blocks)).pages
        places = [(mark.element, page) for page, marks in enumerate(pages) for mark in marks
                  if isinstance(mark, Words) and mark.line.text != "ก"]  # fmt: skip
        low, high = ({at for part, at in places if part is one} for one in dict(places))
        assert len(low) == 1
        assert len(high) == 2


def test_a_header_higher_than_a_page_does_no_harm():
    rows = (TitleRow(Paragraph("หัวข้อ" * 900)), documents.row("๑", "สอง", style=Style.BODY))
    pages = texts(Document("ก", (Table(("หัว" * 2000, "ข"), (1, 1), rows),)))
    assert "สอง" in pages[-1]


def test_cells_may_be_empty_and_headers_missing():
    empty = CellRow("", (TextCell(()), TextCell((Paragraph(""),))))
    (page,) = lay_out_document(Document("ก", (Table((), (1, 2), (empty,)),))).pages
    edges = {mark.y for mark in page if isinstance(mark, Rule)}
    assert max(edges) - min(edges) > 16
    assert not [mark for mark in page if isinstance(mark, Words | Shade)]


def test_a_document_has_nothing_to_fill_in():
    row = CellRow("", (ResponseCell(("a.b",)),))
    with pytest.raises(ValueError, match="nothing to fill in"):
        written(Document("ก", (Table(("หัว",), (1,), (row,)),)))


def test_three_hundred_rows_are_set_at_once():
    document = Document("ก", (documents.long_table(),))
    start = perf_counter()
    written(document)
    assert perf_counter() - start < 3  # a third of it alone; others use this machine too


# ---------------------------------------------------------------- pictures


def test_a_picture_stands_in_the_line_of_the_head_word():
    document = documents.memo(documents.picture())
    figure, head, *_ = lay_out_document(document).pages[0]
    assert isinstance(figure, Figure)
    assert (figure.x, figure.width / MM, figure.height / MM) == pytest.approx((LETTER.left, 15, 30))
    assert figure.y < head.y < figure.y + figure.height
    assert structure(written(document))[:3] == ["/Figure", "/H1", "/P"]
    with pikepdf.open(io.BytesIO(written(document))) as pdf:
        assert str(pdf.Root.StructTreeRoot.K.K[0].Alt) == "ตราของสำนักงาน"


def test_a_picture_in_the_middle_has_a_line_of_its_own():
    figure, head, *_ = lay_out_document(documents.memo(documents.picture(centred=True))).pages[0]
    assert (figure.x + figure.width / 2 - LETTER.left) / MM == pytest.approx(80)
    assert head.y > figure.y + figure.height


KINDS = (
    ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"),
    ("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_pictures_of_every_kind_are_drawn(kind, mode):
    data = written(Document("ก", (documents.picture(kind, mode),)))
    (image,) = PdfReader(io.BytesIO(data)).pages[0].images
    assert image.image.size == (30, 60)


def test_what_is_no_picture_is_refused():
    with pytest.raises(FormgenError) as error:
        written(Document("ก", (Picture(b"GIF89a", 15, "ตรา"),)))
    assert error.value.diagnostics[0].code is Code.PICTURE_UNREADABLE


# ---------------------------------------------------------------- the file


def test_the_file_is_tagged_named_and_sound():
    data = written(documents.memo())
    tags = structure(data)
    assert tags[:4] == ["/H1", "/P", "/P", "/P"]
    assert [tag for tag in tags if tag in ("/Table", "/THead", "/TBody")] == [
        "/Table",
        "/THead",
        "/TBody",
    ]
    assert tags.count("/TH") == 11
    assert tags.count("/TD") == 22
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo.Title) == "รายงานผลการสำรวจ"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "th-TH"
        assert not {"/AcroForm", "/Names", "/AF", "/OpenAction", "/AA"} & set(pdf.Root.keys())
        for page in pdf.pages:
            assert "/Annots" not in page.obj
            for font in page.obj.Resources.Font.values():
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "รายงานผลการสำรวจ"
            assert "{urn:formgen:1}claim" not in metadata


@pytest.mark.parametrize("paper", Paper)
def test_whatever_agencies_wrote_is_only_words(paper):
    document = replace(documents.hostile(), paper=paper)
    data = written(document)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert all("/Annots" not in page.obj for page in pdf.pages)
    shown = letters("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages[:30]))
    for words in ("=HYPERLINK(1)", "https://example.go.th/?a=1&b=2", "<&>\"']]><w:br/>", "{PAGE}"):
        assert words in shown


@pytest.mark.parametrize("paper", Paper)
def test_nothing_in_it_says_that_it_is_a_return(paper):
    code = page_code(amlo(), token(amlo()), 1, "B")
    quoted = Document(documents.CLAIM, (Paragraph(f"แบบเลขที่ {code}"),), footer=code)
    for document in (documents.memo(), documents.hostile(), quoted):
        assert FORMAT.identify(written(replace(document, paper=paper))) is None


def test_every_style_is_set():
    shown = lines(*(Paragraph(style, style) for style in Style))
    assert {line.line.text for line in shown} == set(Style)
