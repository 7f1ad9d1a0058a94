"""No mark of any Thai stack is missing, cut off or on another: seen in pictures, by PDFium."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise, product

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from tests.formats.pdf.samples import amlo, form_of, paragraphs, remark, staffing, table, text
from tests.formats.pdf.stacks import (
    AM,
    FOOTED,
    HEIGHT,
    LOWER,
    SCALE,
    STACKS,
    TONES,
    Render,
    Sheet,
    by_pdfium,
    grown,
    inked,
    shaped,
    sheet,
    sheets,
    typed,
)

from formgen import fonts
from formgen.fonts import Face, Glyph
from formgen.formats.pdf import pages
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.sheet import Frame, Mark, Rule, Words
from formgen.formats.pdf.write import write
from formgen.model.blocks import CellRow, ResponseCell
from formgen.model.identity import Copy
from formgen.thai.linebreak import clusters

FACES = {"regular": fonts.regular, "bold": fonts.bold}
ORDINARY = ("ที่", "นี้", "ปี่", "ปู่", "ฟื้", "น้ำ", "ญู", "ฐุ", "ฎี", "ปั", "ฟั้", "ฬิ", "ฤ", "ธุ์")


def naive(render: Render) -> Sheet:
    """Some stacks in Sarabun, as a program sets them that does not shape Thai."""
    return sheet(fonts.regular(), typed, render, [one for one in STACKS if one[0] in "กญฐทนปฟ"])


def test_the_list_is_whole():
    assert len(STACKS) == len(set(STACKS)) > 3300
    assert set(ORDINARY) <= set(STACKS)
    found = {
        one.printed[start:end]
        for form in (amlo(), staffing())
        for one in paragraphs(form)
        for start, end in pairwise([*sorted(clusters(one.printed)), len(one.printed)])
    }
    thai = {re.sub("^[เ-ไ]|[ะาๅๆฯ]+$", "", one) for one in found if re.search("[ก-ฮ]", one)}
    assert len(thai) > 150
    assert thai - set(STACKS) == set()


@pytest.mark.parametrize("face", FACES)
def test_no_mark_of_the_page_is_missing_or_cut_or_meets_another(face):
    for drawn in sheets(FACES[face](), shaped):
        assert drawn.missing() == set()
        assert drawn.displaced() == set()
        assert drawn.colliding(gap=1) == set()


def meets_when_typed(stack: str) -> bool:
    """What no font can part where nobody shapes, and no Thai word, or hardly any, has."""
    marks = set(stack[1:])
    under_a_foot = stack[0] in FOOTED and marks & set(LOWER)
    over_the_highest = "\u0e47" in marks and marks & set(TONES)
    return bool(under_a_foot or over_the_highest or (stack[0] in "ปฝฟ" and AM in marks))


def test_what_is_typed_into_a_field_meets_only_where_no_font_can_help():
    for drawn in sheets(fonts.field(), typed):
        assert drawn.missing() == set()
        assert drawn.displaced() == set()
        assert {one for one in drawn.colliding() if not meets_when_typed(one)} == set()


def test_the_sheets_show_what_is_wrong_without_shaping():
    wrong = naive(by_pdfium)
    assert len(wrong.colliding()) > len(wrong.stacks) / 2
    assert {"ที่", "ปี่", "ฟื้", "ญู", "ฐุ", "ปั"} <= wrong.colliding()
    assert {"กี่", "ฟื่"} <= wrong.missing()


def test_the_sheets_show_marks_that_are_lost_cut_or_shifted():
    def losing(face: Face, stack: str) -> Sequence[Glyph]:
        glyphs = face.shape(stack)
        return glyphs[:-1] if stack in ("ที่", "ปู่") else glyphs

    some = tuple(one for one in STACKS if one[0] in "กทป")
    lost = sheet(fonts.regular(), losing, by_pdfium, some)
    assert lost.missing() == {"ที่", "ปู่"}
    right = sheet(fonts.regular(), shaped, by_pdfium, some)
    top = 7 * SCALE  # lines begin 15 points down in a cell
    cut = right.whole.copy()
    for row in range(0, cut.height, HEIGHT * SCALE):
        cut.paste(255, (0, row, cut.width, row + top))
    assert {"กี้", "ที่"} <= replace(right, whole=cut).displaced()
    moved = ImageChops.offset(right.whole, 3, 0)
    assert len(replace(right, whole=moved).displaced()) == len(some)


# ---------------------------------------------------------------- on the page


def layer(layout: Layout, marks: Iterable[Mark]) -> Image.Image:
    """Some marks of a page, drawn without the others: white where there is ink."""
    canvas = PageCanvas((layout.sheet.width, layout.sheet.height), "ทดสอบ")
    for mark in marks:
        pages._draw(canvas, layout.sheet, mark)
    file = BytesIO()
    with canvas.finish() as pdf:
        pdf.save(file)
    return inked(by_pdfium(file.getvalue(), 3))


@pytest.mark.parametrize("form", [amlo, staffing])
def test_no_line_of_the_forms_touches_another_or_a_rule(form):
    layout = lay_out(form())
    for page in layout.pages:
        lines = [mark for mark in page if isinstance(mark, Words)]
        rules = layer(layout, (mark for mark in page if isinstance(mark, Rule | Frame)))
        odd, even = layer(layout, lines[::2]), layer(layout, lines[1::2])
        assert ImageChops.darker(odd, even).getbbox() is None
        assert ImageChops.darker(grown(rules, 1), ImageChops.lighter(odd, even)).getbbox() is None


def beside_each_other() -> tuple[str, ...]:
    """All letters that stand side by side in the surveys, and marks before tall vowels."""
    lines = {
        one.line.text
        for form in (amlo(), staffing())
        for page in lay_out(form).pages
        for one in page
        if isinstance(one, Words)
    }
    found = set()
    for line in lines:
        starts = [*sorted(clusters(line)), len(line)]
        found |= {line[one:other] for one, other in zip(starts, starts[2:], strict=False)}
    marks = [v + t for v, t in product(["", *"\u0e34\u0e35\u0e36\u0e37\u0e38"], ["", *TONES])]
    found |= {c + m + tall for c, m, tall in product("กปผรศ", marks, "โใไ")}
    return tuple(sorted(one for one in found if " " not in one))


@pytest.mark.parametrize("face", FACES)
def test_no_letter_meets_its_neighbour(face):
    pairs = beside_each_other()
    assert len(pairs) > 1400
    spaced = tuple(one for pair in pairs for one in (pair, ""))  # two cells for two letters
    for drawn in sheets(FACES[face](), shaped, spaced):
        words = {one for one in drawn.colliding() if not one.endswith("\u0e34\u0e4aไ")}
        assert words == set()


# ---------------------------------------------------------------- in a field


def fields_drawn(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        page = pdf[0]
        image = page.render(scale=4, grayscale=True).to_pil()
        page.close()
    return inked(image)


def unclipped(data: bytes) -> bytes:
    """Let what the fields show reach over their edges."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for note in pdf.pages[0].Annots:
            if "/AP" in note and isinstance(note.AP.N, pikepdf.Stream):
                body = note.AP.N.read_bytes()
                note.AP.N.write(re.sub(rb"0 0 [\d.]+ [\d.]+ re W n", b"", body))
                for box in (note.AP.N.BBox, note.Rect):
                    box[:] = [
                        float(edge) + more
                        for edge, more in zip(box, (-20, -20, 20, 20), strict=True)
                    ]
        file = BytesIO()
        pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize("lines", [1, 2, 3, 5, 12])
def test_no_mark_of_a_prefilled_value_is_cut_off(lines):
    above, under = "กี้ กื้ กึ๊ ปี๋ ฟื้ ปั้ น้ำ ธิ์ ก๊", "กู กุ ญู ฐู ฐุ ปู่ ฟู้ ธุ์ ฤ"
    value = "\n".join(
        [above, *["ก"] * (lines - 2), under][:lines] if lines > 1 else [above + under]
    )
    form = form_of(
        table(CellRow("q", (ResponseCell(("q.remark",)), text("ก")))), fields=(remark("q"),)
    )
    data = write(form, Copy(None, (("q.remark", value),))).data
    over = ImageChops.subtract(fields_drawn(unclipped(data)), grown(fields_drawn(data), 1))
    assert over.getbbox() is None
