"""Copies of one form: each is as if it had been made alone."""

import io
import re
import sys
import time
import tracemalloc
from itertools import chain

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader
from tests.formats.pdf.samples import amlo, filled, staffing

from formgen import fonts
from formgen.formats.pdf import FORMAT, corners
from formgen.formats.pdf.sheet import MM
from formgen.formats.pdf.text import Run, set_line
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy, Token, page_code, sign
from formgen.model.survey import Kind

FORMS = {"amlo": amlo, "staffing": staffing}
NAMES = {
    "letters no page has": "ฎฏฐณฬฦฤ๏๚๛ ญี่ปุ่น ปิ๋ว กํ่า น้ำ ซำ้",
    "300 characters": ("สำนักงานปลัดกระทรวง " * 20)[:300],
    "emoji": "ฟ้า 😀 漢 \u200b",
    "marks that do not stack": "ก\u0e48\u0e48\u0e49\u0e4c\u0e31\u0e34 \u0e48ข",
    "signs of PDF": "\"ก\" 'ข' ) (( \\ % << >> /Name endstream endobj",
    "a formula": "=cmd()|' /C calc'!A0",
    "Latin": "Büro für Électricité, Ltd.",
    "two lines": "องค์การบริหารส่วนตำบลหนองน้ำใส อำเภอสีคิ้ว จังหวัดนครราชสีมา",
}
SCALE = 2


def forget() -> None:
    """Have the next copy made with nothing kept: no form, no fonts, no text that was set."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("formgen.")]
    for each in chain.from_iterable(vars(room).values() for room in rooms):
        if callable(getattr(each, "cache_clear", None)):
            each.cache_clear()


def token(form: Form, serial: int = 7) -> Token:
    return sign(b"k" * 32, "2569-1", serial, form.digest)


def issued(form: Form, name: str, serial: int = 7) -> Copy:
    first, second = [field.name for field in form.fields if field.kind is Kind.TEXT][:2]
    return Copy(token(form, serial), ((first, f"A-{serial:04}"), (second, name)))


def every(form: Form) -> Copy:
    """Answer everything."""
    values = {
        Kind.SELECT_ONE: lambda field: field.choices[-1].code,
        Kind.SELECT_MULTIPLE: lambda field: tuple(one.code for one in field.choices),
        Kind.TEXT: lambda field: f"ตอบ {field.label}\nครบ"[: field.max_length],
        Kind.INTEGER: lambda _: 1234,
        Kind.DECIMAL: lambda _: "12.50",
        Kind.DATE: lambda _: "2026-11-22",
    }
    fields = ((field.name, values[field.kind](field)) for field in form.fields)
    return Copy(token(form), tuple(fields))


COPIES = {
    "blank": lambda _: BLANK,
    "issued": lambda form: issued(form, "เทศบาลตำบลปู่ฟ้าน้ำ"),
    "filled": filled,
    "every answer": every,
}


# ---------------------------------------------------------------- as if made alone


@pytest.mark.parametrize("name", FORMS)
def test_what_was_written_before_leaves_no_trace(name):
    form = FORMS[name]()
    copies = [make(form) for make in COPIES.values()]
    copies += [issued(form, one, n) for n, one in enumerate(NAMES.values())]
    after_others = [FORMAT.write(form, copy) for copy in chain(copies, reversed(copies))]
    for copy, written, again in zip(copies, after_others, reversed(after_others), strict=False):
        forget()
        assert FORMAT.write(form, copy) == written == again


def test_nothing_of_another_agency_is_in_a_copy():
    form = amlo()
    FORMAT.write(form, issued(form, "เทศบาลเมืองสุไหงโก-ลก", 4242))
    with pikepdf.open(io.BytesIO(FORMAT.write(form, issued(form, "เทศบาลเมืองปู่เจ้า")).data)) as pdf:
        whole = b"".join(
            one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True)
            for one in pdf.objects
        ).upper()
    for words, there in (("ปู่เจ้า", True), ("สุไหงโก-ลก", False)):
        assert (words.encode("utf-16-be").hex().upper().encode() in whole) == there
    assert b"A-0007" in whole
    assert b"A-4242" not in whole


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_one_sound_file_without_earlier_states(kind):
    form = staffing()
    data = FORMAT.write(form, COPIES[kind](form)).data
    assert (data.count(b"startxref"), data.count(b"%%EOF"), data.count(b"/Prev")) == (1, 1, 0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        packing = {"/ObjStm", "/XRef"}
        kept = {
            one.objgen
            for one in pdf.objects
            if not (isinstance(one, pikepdf.Stream) and one.get("/Type") in packing)
            and one is not None
        }
        assert reachable(pdf.trailer) == kept
    assert len(PdfReader(io.BytesIO(data), strict=True).pages) > 1


def reachable(trailer: pikepdf.Object) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    rest = [trailer[key] for key in ("/Root", "/Info")]
    while rest:
        one = rest.pop()
        if not isinstance(one, pikepdf.Object):
            continue
        if one.is_indirect:
            if one.objgen in found:
                continue
            found.add(one.objgen)
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            rest += [value for _, value in one.items()]
        elif isinstance(one, pikepdf.Array):
            rest += list(one)
    return found


# ---------------------------------------------------------------- what it says and shows


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_read_back_and_shown(name):
    form = amlo()
    copy = issued(form, NAMES[name])
    data = FORMAT.write(form, copy).data
    reading = FORMAT.read(form, data)
    assert reading.claim.token == copy.token
    assert not reading.diagnostics
    assert {field: reading.marks[field].raw for field, _ in copy.values} == dict(copy.values)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        shown = fields["respondent-agency_name"]
        assert int(shown.Ff) & 1
        named = set(re.findall(r"(/\S+) [0-9.]+ Tf", shown.AP.N.read_bytes().decode()))
        assert named == set(shown.AP.N.Resources.Font.keys())


@pytest.mark.parametrize("name", FORMS)
def test_a_copy_differs_from_a_blank_only_where_it_was_filled_in(name):
    form = FORMS[name]()
    copy = filled(form)
    blank, written = FORMAT.write(form, BLANK), FORMAT.write(form, copy)
    assert blank.placements == written.placements
    answered = {field for field, _ in copy.values}
    changed = 0
    pairs = zip(pictures(blank.data), pictures(written.data), strict=True)
    for number, (one, other) in enumerate(pairs, 1):
        difference = ImageChops.difference(one, other)
        pen = ImageDraw.Draw(difference)
        assert difference.getbbox()  # its codes
        for corner in corners.CODED:
            left, top = corners.ORIGINS[corner]
            cover(pen, left - 2, top - 28, left + 62, top + 60)
        before = difference.getbbox()
        for place in written.placements:
            if place.page == number and place.field in answered:
                right, bottom = place.x + place.width, place.y + place.height
                cover(pen, *(MM * edge for edge in (place.x, place.y, right, bottom)))
        assert difference.getbbox() is None
        changed += before is not None
    assert changed


def cover(pen: ImageDraw.ImageDraw, *edges: float) -> None:
    pen.rectangle([round(SCALE * edge) for edge in edges], fill=0)


def pictures(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def test_the_codes_to_read_are_set_as_any_text():
    form = amlo()
    codes = {corner: page_code(form, token(form), 3, corner) for corner in corners.CODED}
    drawn = corners.drawn(codes).decode()
    for corner, code in codes.items():
        place = corners.legend(corner)
        for baseline, text in zip(place.baselines, (code[:9], code[9:]), strict=True):
            line = set_line((Run(text, fonts.field()),), corners.LEGEND_SIZE)
            assert line.operators(place.x, 595.2756 - baseline) in drawn


# ---------------------------------------------------------------- what it costs


def test_twenty_copies_take_less_time_than_making_the_form():
    form = amlo()
    forget()
    start = time.process_time()
    FORMAT.write(form, issued(form, "หน่วยงานที่ ๐", 0))
    made = time.process_time()
    for serial in range(1, 21):
        FORMAT.write(form, issued(form, f"หน่วยงานที่ {serial}", serial))
    assert time.process_time() - made < made - start


def test_copies_are_not_kept():
    form = staffing()
    copies = [issued(form, f"หน่วยงานที่ {n}", n) for n in range(200)]
    for copy in copies[:100]:
        FORMAT.write(form, copy)
    tracemalloc.start()
    for copy in copies[100:]:
        FORMAT.write(form, copy)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 100 * 25_000  # a copy has 60,000 bytes; lines that were set are kept for a while
