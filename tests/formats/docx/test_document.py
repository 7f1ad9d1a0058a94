"""What a written letter or report is in Word, seen by another library."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from tests.formats import documents

from formgen import formats
from formgen.formats.docx import FORMAT
from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Style, Table, TextCell
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.document import Document, NewPage, Paper, Picture


def written(document: Document) -> bytes:
    return formats.write_document(document, "docx")


def opened(document: Document):
    return docx.Document(io.BytesIO(written(document)))


def members(document: Document) -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(written(document)))
    return {name: package.read(name) for name in package.namelist()}


def page_breaks(document: Document) -> list[str]:
    """What begins a page: the words of each paragraph that does."""
    root = opened(document).element.body
    breaks = root.iter(qn("w:pageBreakBefore"))
    begun = [one.getparent().getparent() for one in breaks]
    return ["".join(text.text for text in one.iter(qn("w:t"))) for one in begun]


def sizes(table) -> set[str]:
    return {one.get(qn("w:val")) for one in table._tbl.iter(qn("w:sz"))}


# ---------------------------------------------------------------- words and styles


def test_words_stand_in_order_each_in_its_style():
    lines = [(one.style.name, one.text) for one in opened(documents.memo()).paragraphs if one.text]
    assert [style for style, _ in lines] == [
        "Memo Head", "Letter Line", "Letter Line", "Letter Text", "Caption", "Form Note",
        "Letter Text", "Signature", "Signature", "Form Subheading",
    ]  # fmt: skip
    assert lines[1][1] == "ที่ ……………\tวันที่ ๒๒ พฤศจิกายน ๒๕๖๙"
    assert lines[3][1].startswith("๑. มีหน่วยงาน")


def test_the_styles_are_those_of_official_letters():
    styles = opened(documents.memo()).styles
    memo, line, text = styles["Memo Head"], styles["Letter Line"], styles["Letter Text"]
    assert (memo.font.size, memo.font.bold) == (Pt(29), True)
    assert memo.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert [round(stop.position.mm) for stop in line.paragraph_format.tab_stops] == [80]
    assert round(text.paragraph_format.first_line_indent.mm) == 25
    assert text.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
    signature = styles["Signature"].paragraph_format
    assert round(signature.left_indent.mm) == 80
    assert signature.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert styles["Table Number"].paragraph_format.alignment is WD_ALIGN_PARAGRAPH.RIGHT
    assert styles["Table Centred"].paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert styles["Caption"].paragraph_format.keep_with_next
    assert styles.element.xml.count('w:cs="TH SarabunPSK"') == 1
    assert 'w:bidi="th-TH"' in styles.element.xml


def test_emphasis_is_bold():
    line = opened(documents.memo()).paragraphs[1]
    assert [run.text for run in line.runs if run.bold] == ["ที่", "วันที่"]


def test_a_signature_stays_with_what_it_closes():
    kept = {
        one.text: one.paragraph_format.keep_with_next for one in opened(documents.memo()).paragraphs
    }
    assert kept["จึงเรียนมาเพื่อโปรดทราบ"]
    assert kept["(ลงชื่อ) ………………"]
    assert not kept["(นางสาวสมหญิง ใจดี)"]


def test_a_new_page_begins_where_something_follows():
    here, there = Paragraph("ที่นี่"), Paragraph("ที่นั่น")
    table = documents.summary()
    blocks = (NewPage(), here, NewPage(), NewPage(), there, NewPage(), table, NewPage())
    assert page_breaks(Document("ก", blocks)) == ["ที่นั่น", ""]


# ---------------------------------------------------------------- the sheet


def test_a_letter_stands_upright_and_is_numbered_at_the_head_but_on_its_first_page():
    section = opened(documents.memo()).sections[0]
    edges = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(edge.mm) for edge in edges] == [30, 20, 25, 20]
    assert (section.page_width, section.page_height) < (Mm(211), Mm(298))
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert section.header.paragraphs[0].text == "- ๑ -"
    assert r"PAGE \* THAIARABIC" in section.header._element.xml
    assert section.footer.is_linked_to_previous


def test_a_letter_may_have_a_footer_on_every_page():
    section = opened(documents.memo(footer="ปง ๐๐๐๑")).sections[0]
    assert section.footer.paragraphs[0].text.strip() == "ปง ๐๐๐๑"
    assert section.first_page_footer.paragraphs[0].text.strip() == "ปง ๐๐๐๑"


def test_on_the_sheet_of_forms_pages_are_counted_at_the_foot():
    section = opened(documents.memo(paper=Paper.FORM, footer="x/1 00")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section.footer.paragraphs[0].text == "\tหน้า ๑ จาก ๑\tx/1 00"
    assert not section.different_first_page_header_footer


# ---------------------------------------------------------------- tables


def test_a_crowded_table_is_set_smaller_and_fills_the_line():
    crowded = opened(documents.memo()).tables[0]
    roomy = opened(Document("ก", (documents.long_table(2),))).tables[0]
    assert sizes(roomy) == set()
    assert sizes(crowded) <= {"24", "26", "28", "30"}
    assert len(sizes(crowded)) == 1
    for table in (crowded, roomy):
        assert sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid) == 9071


def test_the_header_is_repeated_and_low_rows_are_not_torn():
    high = CellRow("", (TextCell((Paragraph(documents.FACTS * 20),)),))
    low = CellRow("", (TextCell((Paragraph("ต่ำ"),)),))
    table = opened(Document("ก", (Table(("หัว",), (1,), (low, high)),))).tables[0]
    head, first, second = (row._tr for row in table.rows)
    assert head.find(f".//{qn('w:tblHeader')}") is not None
    assert first.find(f".//{qn('w:cantSplit')}") is not None
    assert second.find(f".//{qn('w:cantSplit')}") is None


def test_cells_may_be_empty_and_headers_missing():
    empty = CellRow("", (TextCell(()), TextCell((Paragraph(""),))))
    table = opened(Document("ก", (Table((), (1, 2), (empty,)),))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["", ""]]


def test_a_document_has_nothing_to_fill_in():
    row = CellRow("", (ResponseCell(("a.b",)),))
    with pytest.raises(ValueError, match="nothing to fill in"):
        written(Document("ก", (Table(("หัว",), (1,), (row,)),)))


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_stands_in_the_line_of_the_head_word(kind):
    document = opened(documents.memo(documents.picture(kind, "RGB")))
    first = document.paragraphs[0]
    assert first.text == "\tบันทึกข้อความ"
    assert first.alignment is WD_ALIGN_PARAGRAPH.LEFT
    (shape,) = document.inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (15, 30)
    properties = shape._inline.docPr
    assert properties.get("descr") == "ตราของสำนักงาน"
    relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert document.part.related_parts[relation].blob == documents.picture(kind, "RGB").data


def test_a_picture_in_the_middle_has_a_line_of_its_own_and_is_stored_once():
    one = documents.picture(centred=True)
    document = documents.memo(one, replace(one, said="อีกครั้ง"))
    shown = opened(document).paragraphs[:3]
    assert [line.style.name for line in shown] == ["Table Centred", "Table Centred", "Memo Head"]
    assert shown[2].text == "บันทึกข้อความ"
    assert [name for name in members(document) if "media" in name] == ["word/media/image1.png"]


def test_a_picture_fits_the_page():
    wide = replace(documents.picture(), width=5000)
    (shape,) = opened(Document("ก", (wide,))).inline_shapes
    assert shape.height.mm == pytest.approx(252, abs=0.5)
    assert shape.width.mm == pytest.approx(126, abs=0.5)


@pytest.mark.parametrize("data", [b"", b"GIF89a", documents.picture().data[:90]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(FormgenError) as error:
        written(Document("ก", (Picture(data, 15, "ตรา"),)))
    assert error.value.diagnostics[0].code is Code.PICTURE_UNREADABLE


# ---------------------------------------------------------------- the file


def test_the_package_is_whole_and_says_what_it_is():
    parts = members(documents.memo(documents.picture()))
    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
        "word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/header1.xml",
        "word/media/image1.png", "docProps/core.xml",
    }  # fmt: skip
    properties = opened(documents.memo()).core_properties
    assert (properties.title, properties.language) == ("รายงานผลการสำรวจ", "th-TH")
    types = parts["[Content_Types].xml"].decode()
    assert all(f'PartName="/{name}"' in types for name in parts if name.startswith("docProps/"))
    assert 'Extension="png" ContentType="image/png"' in types


@pytest.mark.parametrize("paper", Paper)
def test_whatever_agencies_wrote_is_only_words(paper):
    document = replace(documents.hostile(), paper=paper)
    for name, data in members(document).items():
        root = etree.fromstring(data)
        assert not root.findall(f".//{qn('w:hyperlink')}")
        if name == "word/document.xml":
            assert not root.findall(f".//{qn('w:instrText')}")
            assert not root.findall(f".//{qn('w:sdt')}")
    text = "".join(one.text for one in opened(document).element.body.iter(qn("w:t")))
    for words in (
        "=HYPERLINK(1)",
        "<&>\"' ]]> <w:br/>",
        "😀",
        "\ufffd" * 4,
        "\ufffd\ufffd",
        "{PAGE}",
    ):
        assert words in text
    assert "ก" * 32_767 in text


@pytest.mark.parametrize(
    "document", [documents.memo(), documents.hostile()], ids=["memo", "hostile"]
)
@pytest.mark.parametrize("paper", Paper)
def test_nothing_in_it_says_that_it_is_a_return(document, paper):
    assert FORMAT.identify(written(replace(document, paper=paper))) is None


def test_there_are_no_documents_of_other_formats():
    for name in ("xlsx", "odt"):
        with pytest.raises(KeyError, match=name):
            formats.write_document(documents.memo(), name)


def test_every_style_has_its_own_name():
    lines = tuple(Paragraph(style, style) for style in Style)
    names = [one.style.name for one in opened(Document("ก", lines)).paragraphs]
    assert len(set(names)) == len(Style)
