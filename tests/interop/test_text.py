"""What other programs take out of the PDF as its text; the table in docs/formats/pdf.md."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.formats.pdf.extraction import Score, by_pdfium, by_pypdf, score
from tests.formats.pdf.samples import amlo, staffing
from tests.interop.matrix import DOCS, between

from formgen.formats.pdf.write import write
from formgen.model.identity import BLANK

pytestmark = pytest.mark.interop

MUPDF = Path(__file__).with_name("engines") / "mupdf.mjs"
HEAD = (
    "| โปรแกรม<br>engine | ช่วง ๑๐ อักษรที่พบ<br>windows of 10 characters found "
    "| ย่อหน้าที่ตรงทุกอักษร<br>paragraphs to the letter |\n|---|---:|---:|\n"
)


def by_poppler(path: Path) -> str:
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def by_mupdf(path: Path) -> str:
    out = path.with_suffix(".txt")
    job = json.dumps([{"open": str(path), "text": str(out)}])
    subprocess.run(["node", str(MUPDF)], input=job, check=True, capture_output=True, text=True)
    return out.read_text("utf-8")


ENGINES: dict[str, Callable[[Path], str]] = {
    "poppler (`pdftotext -raw`)": by_poppler,
    "PDFium (Chrome, Edge)": lambda path: by_pdfium(path.read_bytes()),
    "MuPDF": by_mupdf,
    "pypdf": lambda path: by_pypdf(path.read_bytes()),
}
EXACT = tuple(ENGINES)[:3]  # pypdf guesses where blanks are


@pytest.fixture(scope="module")
def table():
    """The table, written when all engines were tried."""
    found: dict[str, list[Score]] = {}
    yield found
    if found.keys() == ENGINES.keys():
        path = DOCS / "pdf.md"
        rows = "".join(row(engine, found[engine]) for engine in ENGINES)
        page = between(path.read_text("utf-8"), "text", HEAD + rows)
        path.write_text(page, encoding="utf-8", newline="\n")


def row(engine: str, scores: list[Score]) -> str:
    windows = sum(one.windows for one in scores)
    share = sum(one.windows_found for one in scores) / windows
    parts = sum(one.paragraphs for one in scores)
    exact = parts - sum(len(one.lost) for one in scores)
    return f"| {engine} | {share:.2%} of {windows:,} | {exact} of {parts} |\n"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_words_of_both_forms_come_out(table, tmp_path, engine):
    scores = []
    for form in (amlo(), staffing()):
        path = tmp_path / f"{form.survey}.pdf"
        path.write_bytes(write(form, BLANK).data)
        scores.append(score(form, ENGINES[engine](path)))
    table[engine] = scores
    assert min(one.share for one in scores) >= 0.995
    assert engine not in EXACT or [one.lost for one in scores] == [(), ()]
