import re
import subprocess
import sys
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from pypdf import PdfReader

from formgen import fonts
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.embed import embed_whole
from formgen.formats.pdf.text import Align, Column, Run, set_line, set_text

TOP = Path(__file__).parents[3]
SIZE = 10.64
COLUMN = Column(230.0, SIZE)
MIXED = (
    Run("๑. ", fonts.bold()),
    Run("☐ มี ☑ ไม่มี ✓ น้ำ (", fonts.regular()),
    Run("ที่", fonts.bold()),
    Run(") Line ฯลฯ", fonts.regular()),
)


def strings(node):
    if isinstance(node, dict):
        node = [value for key, value in node.items() if key not in {"id", "code", "source"}]
    if isinstance(node, list):
        return [text for child in node for text in strings(child)]
    return [node] if isinstance(node, str) else []


def paragraphs() -> list[str]:
    survey = TOP / "content/amlo-estatus/survey.yaml"
    return [t for t in strings(yaml.safe_load(survey.read_text("utf-8"))) if len(t) > 15]


def document(paragraphs, column=COLUMN) -> bytes:
    """Each paragraph (text, or runs) under the one before, in one column on as many pages."""
    canvas = PageCanvas((300, 842), "ทดสอบ")
    y = 800
    for paragraph in paragraphs:
        runs = (Run(paragraph, fonts.regular()),) if isinstance(paragraph, str) else paragraph
        for line in set_text(runs, column):
            if y < 50:
                canvas.showPage()
                y = 800
            canvas.draw(line, 36, y)
            y -= 16
        y -= 8
    out = BytesIO()
    with canvas.finish() as pdf:
        pdf.save(out, static_id=True)
    return out.getvalue()


def extracted(data: bytes) -> str:
    """What PDFium, hence Chrome and Edge, find: lines follow each other as they are."""
    text = ""
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            textpage = page.get_textpage()
            text += textpage.get_text_range() + "\n"
            textpage.close()
            page.close()
    return re.sub("[\r\n]", "", text)


def ink(data: bytes, scale: float = 4) -> tuple[int, int, int, int]:
    """The box of what is dark on the first page: left, bottom, right, top in points."""
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        height = page.get_height()
        image = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
    left, top, right, bottom = image.point(lambda v: 255 * (v < 128)).getbbox()
    return left / scale, height - bottom / scale, right / scale, height - top / scale


@pytest.mark.parametrize("align", Align)
def test_every_paragraph_comes_out_as_it_went_in(align):
    found = extracted(document(paragraphs(), Column(230.0, SIZE, align=align)))
    assert [text for text in paragraphs() if text not in found] == []


def test_runs_labels_and_fallback_come_out_too():
    text = "".join(run.text for run in MIXED)
    for width in (60.0, 230.0):
        column = Column(width, SIZE, hang=30.0, label=3)
        assert text in extracted(document([MIXED], column))


def test_every_stack_of_marks_comes_out():
    consonants = [chr(code) for code in range(0x0E01, 0x0E2F)]
    marks = [v + t for v, t in product(["", *"ัิีืุู"], ["", *"่้๊๋์"])]
    sheet = [" ".join(c + m for m in marks) + f" {c}ำ {c}่ำ {c}้ำ {c}๊ำ {c}๋ำ" for c in consonants]
    found = extracted(document(sheet))
    assert [line for line in sheet if line not in found] == []


def test_readers_that_ignore_the_text_beside_a_line_find_it_too():
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document(paragraphs()))).pages)
    found = re.sub("[\u200b\n]", "", text)
    assert [text for text in paragraphs() if text not in found] == []


@pytest.mark.interop
def test_poppler_finds_every_paragraph(tmp_path):
    path = tmp_path / "text.pdf"
    path.write_bytes(document(paragraphs()))
    for options in ([], ["-raw"]):
        command = ["pdftotext", *options, str(path), "-"]
        out = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        found = re.sub("[\n\f]", "", out)
        assert [text for text in paragraphs() if text not in found] == [], options


def test_the_same_text_gives_the_same_bytes():
    data = document(paragraphs())
    set_text.cache_clear()
    assert document(paragraphs()) == data


def test_another_process_gives_the_same_operators():
    program = (
        "from formgen import fonts\n"
        "from formgen.formats.pdf.text import Run, set_line\n"
        "line = set_line((Run('☐ น้ำ A', fonts.bold()), Run('ที่', fonts.regular())), 16)\n"
        "print(line.operators(1, 2))\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": str(TOP / "src"), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout.decode()
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].startswith("BT 1 0 0 1 1 2 Tm /Span <</ActualText <FEFF2610002")


def test_every_font_is_embedded_and_no_other_is_named():
    with pikepdf.open(BytesIO(document([MIXED]))) as pdf:
        faces = pdf.pages[0].Resources.Font
        assert sorted(faces.keys()) == ["/FormgenMarks", "/Sarabun-Bold", "/Sarabun-Regular"]
        for key, font in faces.items():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert str(descriptor.FontName)[8:] == key[1:]
            assert len(descriptor.FontFile2.read_bytes()) == descriptor.FontFile2.Length1
        content = pdf.pages[0].Contents.read_bytes()
        assert b"/F1" not in content
        assert b"Helvetica" not in content


def test_a_face_for_typing_is_embedded_whole():
    face = fonts.field()
    pdf = pikepdf.new()
    font = embed_whole(pdf, face)
    descendant = font.DescendantFonts[0]
    assert font.BaseFont == "/FormgenField"
    assert descendant.CIDToGIDMap == "/Identity"
    assert descendant.FontDescriptor.FontFile2.read_bytes() == face.data
    first, widths = descendant.W
    assert (int(first), len(widths)) == (0, face.glyph_count)
    assert int(widths[face.shape("ก")[0].code]) == 576
    assert b"<0E01>" in font.ToUnicode.read_bytes()


def test_a_line_stands_where_it_is_put():
    canvas = PageCanvas((300, 200), "ทดสอบ")
    line = set_line((Run("ก" * 10, fonts.regular()), Run("ก", fonts.bold())), 30.0)
    canvas.draw(line, 50, 100)
    with canvas.finish() as pdf:
        out = BytesIO()
        pdf.save(out)
    left, bottom, right, top = ink(out.getvalue())
    assert bottom == pytest.approx(100, abs=0.5)
    assert top == pytest.approx(100 + 0.586 * 30, abs=0.5)  # how tall the letter is
    assert left == pytest.approx(50 + 0.043 * 30, abs=0.5)  # what is white left of its stem
    assert right == pytest.approx(50 + line.width - 0.066 * 30, abs=0.5)  # and right of the bold


def test_each_line_shows_its_own_glyphs_in_their_own_places():
    """Read without the text beside a line, and measured against the widths in the file."""
    for paragraph in (MIXED, (Run(paragraphs()[-1], fonts.regular()),)):
        lines = set_text(paragraph, Column(100.0, SIZE))
        assert len(lines) > 1
        for line in lines:
            canvas = PageCanvas((300, 50), "ทดสอบ")
            canvas.draw(line, 20, 20)
            with canvas.finish() as pdf:
                out = BytesIO()
                pdf.save(out)
            page = PdfReader(out).pages[0]
            assert page.extract_text().replace("\u200b", "").strip() == line.text.strip()
            left, _, right, _ = ink(out.getvalue())
            assert right - left == pytest.approx(line.width, abs=0.25 * SIZE)


def test_alignment():
    text = "กรณีที่หน่วยงานสร้างอีเมลกลางเอง ให้หน่วยงานแจ้งอีเมลกลาง ไปที่สำนักงาน"
    places = {
        align: set_text((Run(text, fonts.regular()),), Column(150.0, SIZE, align=align))
        for align in Align
    }
    assert {line.x for line in places[Align.LEFT]} == {0.0}
    for line in places[Align.CENTER]:
        assert 2 * line.x + line.width == pytest.approx(150)
    for line in places[Align.RIGHT]:
        assert line.x + line.width == pytest.approx(150)
    left, _, right, _ = ink(document([text], Column(150.0, SIZE, align=Align.JUSTIFY)))
    assert right - left == pytest.approx(150, abs=2)


def test_lines_hang_and_labels_are_spread():
    runs = (Run("๑. ", fonts.bold()), Run(paragraphs()[-1], fonts.regular()))
    lines = set_text(runs, Column(200.0, SIZE, hang=30.0, label=3))
    assert lines[0].x == 0
    assert [line.x for line in lines[1:]] == pytest.approx([30.0] * (len(lines) - 1))
    assert all(line.x + line.width <= 200.0 for line in lines)
    spread = set_line((Run("๑. ก", fonts.regular()),), SIZE)
    (hung,) = set_text((Run("๑. ก", fonts.regular()),), Column(200.0, SIZE, hang=30.0, label=3))
    assert hung.width == pytest.approx(30 + fonts.advance_width("ก", fonts.regular()) * SIZE)
    assert hung.width > spread.width


def test_a_label_wider_than_the_hang_pushes_its_text():
    runs = (Run("๑๐.๑๐ ก", fonts.regular()),)
    (line,) = set_text(runs, Column(200.0, SIZE, hang=10.0, label=6))
    assert line.width == pytest.approx(set_line(runs, SIZE).width)


def test_no_text_is_no_line():
    assert set_text((), Column(100.0, SIZE)) == ()
    assert set_text((Run("", fonts.regular()),), Column(100.0, SIZE)) == ()
    assert set_line((), SIZE).width == 0


def test_control_characters_and_characters_without_a_glyph_do_no_harm():
    text = "ก\x00ข\u200bค\U0001f600\ud800จ漢"
    found = extracted(document([text, "ต่อไป"]))
    assert "ต่อไป" in found
    assert "ก ข\u200bค" in found or "ก ขค" in found
