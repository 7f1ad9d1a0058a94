"""Engines fill in the fields of a PDF: the same record comes back, and the pages show the words.

The tables of docs/formats/pdf.md are written here, from what was found.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from tests.interop import pdfs
from tests.interop.matrix import DOCS, between
from tests.interop.pdfs import EMOJI, LOCKED, MM, SCALE, TOKEN, VALUES, PdfJs, form, places

from formgen.formats.pdf import FORMAT
from formgen.model.diagnostics import Severity
from formgen.model.response import Match
from formgen.response import interpret

pytestmark = pytest.mark.interop

FILLERS = {
    "PDFium": "PDFium (Chrome, Edge)",
    "pypdf": "pypdf",
    "pdftk": "pdftk-java",
    "pdf.js": "pdf.js (Firefox)",
    "poppler": "poppler (Evince, Okular)",
}
DRAWERS = ("PDFium", "poppler", "pdf.js", "MuPDF")
# Property of a record -> the fields that show it.
PROPERTIES = {
    "คำไทย<br>ที่ น้ำ ปู่ ฟื้น ๑๒๓": ("say.words", "say.note"),
    "“ ” – ฿": ("say.signs",),
    "ขึ้นบรรทัด<br>line ends": ("say.lines",),
    "๕๐๐ ตัว<br>up to MaxLen": ("say.full",),
    "๒,๐๐๐ ตัว<br>2,000 characters": ("say.long",),
    "✓ ข้อเดียว<br>one of several": ("pick.status",),
    "✓ หลายข้อ<br>any of several": ("pick.some",),
    "รายการ<br>list": ("pick.list",),
    "ที่กรอกไว้ก่อน<br>locked": tuple(LOCKED),
    "😀": tuple(EMOJI),
}
HEAD = "กรอกด้วย<br>filled in by"
WRONGS = "ผิดโดยไม่บอก<br>silent wrong"
ONE_LINE = ("say.words", "say.signs", "say.note")
SEVERAL_LINES = ("say.lines", "say.full", "say.long")
# Correlation of how dark the columns are: that of words is above 0.75, of boxes below 0.25.
ALIKE = 0.6
LEAST_INK = 0.2  # of what formgen's own picture has; programs may choose smaller type
DARK = 150
PICTURED = ("PDFium", "pypdf", "pdf.js", "poppler")  # pdftk shows no Thai without a font
SAME, TOLD, WRONG = "✓", "ให้คนดู · flagged", "**ผิด · wrong**"
SHOWN, BLANK, OTHER = "✓", "ว่าง · blank", "□"


@dataclass
class Found:
    """The two tables, row by row."""

    records: dict[str, dict[str, str]] = field(default_factory=dict)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    def write(self) -> None:
        """Put the tables into the document, if all engines were tried."""
        if set(self.records) == set(self.pictures) == set(FILLERS):
            path = DOCS / "pdf.md"
            page = between(path.read_text(encoding="utf-8"), "fields", table(self.records))
            page = between(page, "pictures", table(self.pictures))
            path.write_text(page, encoding="utf-8", newline="\n")


def table(rows: Mapping[str, Mapping[str, str]]) -> str:
    heads = list(next(iter(rows.values())))
    lines = [[FILLERS[name], *(row[head] for head in heads)] for name, row in rows.items()]
    head = f"| {' | '.join([HEAD, *heads])} |\n|{'---|' * (len(heads) + 1)}\n"
    return head + "".join(f"| {' | '.join(line)} |\n" for line in lines)


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    """The tables, written when all engines are done."""
    tables = Found()
    yield tables
    tables.write()


@pytest.fixture(scope="module")
def pdfjs() -> Iterator[PdfJs]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only `make interop` has it

    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is not installed"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield PdfJs(browser)
        browser.close()


@pytest.fixture(scope="module")
def fill(pdfjs) -> Mapping[str, Callable[[bytes, Mapping[str, object], Path], bytes]]:
    return {
        "PDFium": pdfs.by_pdfium,
        "pypdf": pdfs.by_pypdf,
        "pdftk": pdfs.by_pdftk,
        "pdf.js": pdfjs.fill,
        "poppler": pdfs.by_poppler,
    }


@pytest.fixture(scope="module")
def draw(pdfjs) -> Mapping[str, Callable[[bytes, Path], list[Image.Image]]]:
    return {
        "PDFium": pdfs.in_pdfium,
        "poppler": pdfs.in_poppler,
        "pdf.js": pdfjs.draw,
        "MuPDF": pdfs.in_mupdf,
    }


@pytest.fixture(scope="module")
def filled(fill, tmp_path_factory) -> Mapping[str, Mapping[str, bytes]]:
    """What each engine makes of an issued copy: with all answers, and with an emoji."""
    folder = tmp_path_factory.mktemp("filled")
    blank = pdfs.issued()
    return {
        name: {
            "answers": by(blank, VALUES, folder),
            "emoji": by(blank, EMOJI, folder),
        }
        for name, by in fill.items()
    }


# ---------------------------------------------------------------- the record


def judged(data: bytes, wanted: Mapping[str, object]) -> dict[str, str]:
    """Compare what is read with what was filled in, field by field."""
    reading = FORMAT.read(form(), data)
    assert reading.claim is not None
    assert reading.claim.token == TOKEN
    response = interpret(form(), reading, Match.EXACT)
    about = {one.field for one in response.diagnostics if one.severity is not Severity.INFO}
    ends = {}
    for name, value in wanted.items():
        same = response.answers[name].value == value
        ends[name] = TOLD if name in about else SAME if same else WRONG
    return ends


@pytest.mark.parametrize("name", FILLERS)
def test_the_same_record_comes_back(found, filled, name):
    ends = judged(filled[name]["answers"], VALUES | LOCKED) | judged(filled[name]["emoji"], EMOJI)
    row = {}
    for head, fields in PROPERTIES.items():
        told = {ends[one] for one in fields}
        row[head] = next(end for end in (WRONG, TOLD, SAME) if end in told)
    wrong = [one for one, end in ends.items() if end == WRONG]
    found.records[name] = {**row, WRONGS: f"**{len(wrong)}**"}
    assert wrong == []
    assert {one for one, end in ends.items() if end != SAME} <= set(EMOJI)


@pytest.mark.parametrize("name", FILLERS)
def test_it_asks_nobody_to_draw_the_fields_anew(filled, name):
    """Viewers that do lose the shaping of what formgen filled in."""
    assert b"NeedAppearances true" not in filled[name]["answers"]


# ---------------------------------------------------------------- the picture


def in_frame(pictures: list[Image.Image], name: str) -> Image.Image:
    """Cut out what stands in the frame of a field, black and white."""
    place = places()[name]
    edges = (place.x, place.y, place.x + place.width, place.y + place.height)
    left, top, right, bottom = (edge * MM * SCALE for edge in edges)
    inner = (left + 2 * SCALE, top + 2 * SCALE, right - 2 * SCALE, bottom - 2 * SCALE)
    cut = pictures[place.page - 1].crop(tuple(map(round, inner)))
    return cut.point([255 * (value < DARK) for value in range(256)])


def columns(picture: Image.Image) -> list[float]:
    """How dark the columns are, in 200 steps from the first that has ink to the last."""
    box = picture.getbbox()
    if box is None:
        return []
    row = picture.crop(box).resize((200, 1), Image.Resampling.BOX)
    return [float(value) for value in row.tobytes()]


def alike(one: list[float], other: list[float]) -> float:
    """Correlate two rows of darkness; 0 where there is nothing."""
    if not one or not other:
        return 0.0
    means = [sum(row) / len(row) for row in (one, other)]
    a, b = ([value - mean for value in row] for row, mean in zip((one, other), means, strict=True))
    power = (sum(x * x for x in a) * sum(y * y for y in b)) ** 0.5
    return sum(x * y for x, y in zip(a, b, strict=True)) / power if power else 0.0


def ink(picture: Image.Image) -> int:
    return picture.histogram()[255]


def seen(pictures: list[Image.Image], wanted: list[Image.Image]) -> str:
    """Tell whether pages show the words of all fields, as formgen's own picture of them does."""
    blank = [
        name
        for name in (*ONE_LINE, *SEVERAL_LINES)
        if ink(in_frame(pictures, name)) < LEAST_INK * ink(in_frame(wanted, name))
    ]
    if blank:
        return BLANK
    least = min(
        alike(columns(in_frame(pictures, name)), columns(in_frame(wanted, name)))
        for name in ONE_LINE
    )
    return SHOWN if least >= ALIKE else OTHER


@pytest.mark.parametrize("drawer", DRAWERS)
def test_the_pages_show_the_words(found, filled, draw, drawer, tmp_path):
    wanted = draw[drawer](pdfs.own(VALUES), tmp_path)
    for name, files in filled.items():
        told = seen(draw[drawer](files["answers"], tmp_path), wanted)
        found.pictures.setdefault(name, {})[drawer] = told
    shown = {name: found.pictures[name][drawer] for name in PICTURED}
    assert shown == dict.fromkeys(PICTURED, SHOWN)


def test_boxes_and_blanks_are_told_from_words(draw, tmp_path):
    """The measure itself: it can fail."""
    wanted = draw["PDFium"](pdfs.own(VALUES), tmp_path)
    assert seen(wanted, wanted) == SHOWN
    assert seen(draw["PDFium"](pdfs.issued(), tmp_path), wanted) == BLANK
    boxes = dict.fromkeys(ONE_LINE, "☐" * 12)
    assert seen(draw["PDFium"](pdfs.own(VALUES | boxes), tmp_path), wanted) == OTHER
    others = dict.fromkeys(ONE_LINE, "ข้าวกล้องหอมมะลิ ๔๕๖")
    assert seen(draw["PDFium"](pdfs.own(VALUES | others), tmp_path), wanted) == OTHER
