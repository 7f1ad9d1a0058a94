"""The fields of a PDF, as a person who fills them in meets them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Pdf
from tests.clerk import pdf as clerk
from tests.formats.pdf.samples import ROOT, amlo, filled, staffing

from formgen import fonts
from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.acroform import FIELD_FONT
from formgen.formats.pdf.names import META, field_name
from formgen.formats.pdf.sheet import MM, SIZE
from formgen.formats.pdf.text import Run, set_line
from formgen.model.blocks import CellRow, Entries, ResponseCell, Table
from formgen.model.form import Form
from formgen.model.identity import BLANK
from formgen.model.survey import Kind

FORMS = {"amlo": amlo, "staffing": staffing}
REQUIRED = 1 << 1
SCALE = 4


@pytest.fixture(params=FORMS)
def form(request) -> Form:
    return FORMS[request.param]()


@pytest.fixture
def pdf(form) -> Iterator[Pdf]:
    with pikepdf.open(io.BytesIO(FORMAT.write(form, BLANK).data)) as opened:
        yield opened


def named(pdf: Pdf) -> dict[str, pikepdf.Object]:
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def controls(form: Form) -> Iterator[tuple[str, object]]:
    """What each field of the file is called, and the field of the form it belongs to."""
    for field in form.fields:
        if field.kind is Kind.SELECT_MULTIPLE:
            yield from ((field_name(field.control(one)), field) for one in field.choices)
        else:
            yield field_name(field.name), field


def test_each_field_and_each_box_says_in_thai_what_it_is_for(form, pdf):
    for field in pdf.Root.AcroForm.Fields:
        parts = [field, *field.get("/Kids", ())]
        told = [str(part.TU) for part in parts if str(field.T) != META]
        assert all(re.search("[ก-๙]", one) for one in told), told
        assert len(set(told[1:])) == len(told[1:])  # each box says which it is


def test_flags_and_lengths_are_those_of_the_form(form, pdf):
    fields = named(pdf)
    for name, field in controls(form):
        assert bool(int(fields[name].Ff) & REQUIRED) == field.required
        if field.kind is Kind.TEXT:
            assert int(fields[name].MaxLen) == field.max_length


def test_many_lines_choose_their_size_and_one_line_has_that_of_the_print(form, pdf):
    fields = named(pdf)
    for name, field in controls(form):
        if fields[name].FT != "/Btn":
            size = 0.0 if field.multiline else SIZE
            assert float(str(fields[name].DA).split()[1]) == pytest.approx(size)


def test_the_tabulator_goes_in_reading_order(form, pdf):
    order = [_id(one) for page in pdf.pages for one in page.obj.get("/Annots", ())]
    assert all(page.obj.Tabs == "/S" for page in pdf.pages)
    seen = [one for one in order if one != _id(named(pdf)[META])]
    structure = [_id(one) for one in _objects(pdf.Root.StructTreeRoot.K)]
    assert seen == [one for one in structure if one in seen]
    written = dict.fromkeys(one.field for one in FORMAT.write(form, BLANK).placements)
    assert list(written) == list(_asked(form))
    assert len(seen) == len(FORMAT.write(form, BLANK).placements)


def _asked(form: Form) -> Iterator[str]:
    """The fields in the order in which somebody reads the form."""
    for block in form.blocks:
        if isinstance(block, Entries):
            yield from (name for entry in block.entries for name in entry.fields)
        if isinstance(block, Table):
            cells = (cell for row in block.rows if isinstance(row, CellRow) for cell in row.cells)
            yield from (
                name for cell in cells if isinstance(cell, ResponseCell) for name in cell.fields
            )


def _id(item: pikepdf.Object) -> tuple[int, int]:
    return item.objgen


def _objects(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for part in node.get("/K", ()):
        if isinstance(part, pikepdf.Dictionary):
            if part.get("/Type") == "/OBJR":
                yield part.Obj
            else:
                yield from _objects(part)


def test_what_fields_call_their_font_stands_in_one_place():
    sources = [path.read_text("utf-8") for path in Path(ROOT, "src").rglob("*.py")]
    uses = [text.count(f'"{FIELD_FONT}"') for text in sources]
    assert sum(uses) == 1
    assert sum(text.count("Wingdings3") for text in sources) == 1


def test_what_is_known_is_locked_and_set_in_shaped_letters():
    form = amlo()
    name = "องค์การบริหารส่วนตำบลน้ำปู่ที่ ๑๒๓"
    with pikepdf.open(io.BytesIO(FORMAT.write(form, filled(form)).data)) as pdf:
        field = named(pdf)["respondent-agency_name"]
        drawn = field.AP.N.read_bytes().decode()
        assert int(field.Ff) & 1
        assert FIELD_FONT not in field.AP.N.Resources.Font
    line = set_line((Run(name, fonts.regular()),), SIZE)
    unshaped = [fonts.regular().shape(one)[0].code for one in name if one != " "]
    codes = re.findall("[0-9A-F]{4}", " ".join(re.findall(r"\[(<.*?>)\] TJ", drawn)))
    assert line.body in drawn
    assert [int(one, 16) for one in codes if int(one, 16) not in _blanks()] != unshaped


def _blanks() -> set[int]:
    return {glyph.code for glyph in fonts.regular().shape(" ")}


@pytest.mark.parametrize("words", ["ที่ น้ำ ปู่ ฟื้น", "ฝ้าย ป้า ปั๊ม"])
def test_programs_that_fill_in_do_not_cut_off_the_marks_of_the_first_line(words):
    """They place it by the ascent that the font says it has."""
    form = amlo()
    written = FORMAT.write(form, BLANK)
    place = next(one for one in written.placements if one.control == "email.remark")
    with pikepdf.open(io.BytesIO(written.data)) as pdf:
        described = pdf.Root.AcroForm.DR.Font[FIELD_FONT].DescendantFonts[0].FontDescriptor
        assert int(described.Ascent) == int(described.FontBBox[3])
    data = clerk.type_in(written.data, [(place, words)])
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[place.page - 1].render(scale=SCALE).to_pil().convert("L")
    edges = (place.x, place.y, place.x + place.width, place.y + place.height)
    left, top, right, bottom = (edge * MM * SCALE for edge in edges)
    inside = 1.2 * SCALE  # the frame is half a point wide, and the field one point inside of it
    frame = page.crop(
        tuple(map(round, (left + inside, top + inside, right - inside, bottom - inside)))
    )
    ink = frame.point([255 * (value < 128) for value in range(256)]).getbbox()
    assert ink is not None
    assert ink[1] > 0
