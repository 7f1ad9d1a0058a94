"""Measure XLSX and DOCX: reading against the least that must be done, building against others."""

import hashlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.parsers import expat

import openpyxl
from bench.measure import ROOT, SURVEY, Figure, in_turn, seconds
from lxml import etree

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy
from formgen.thai.numerals import to_thai

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "word/document.xml"
PARTS = (  # what must be read of a workbook: names, map, claim, cells
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "docProps/custom.xml",
)
ROUNDS, ROW = 25, 20


def office(form: Form, filled: Copy) -> list[Figure]:
    """Measure reading and building, in turn with what each is measured against."""
    figures = [*reading(form, filled), *same_bytes()]
    if shutil.which("soffice"):
        figures += building(form)
    return figures


# ---------------------------------------------------------------- reading


def reading(form: Form, filled: Copy) -> list[Figure]:
    """Read one filled file of each format."""
    sheet = formats.get("xlsx").write(form, filled).data
    text = formats.get("docx").write(form, filled).data

    def read(name: str, data: bytes) -> Callable[[], object]:
        return lambda: formats.get(name).read(form, data)

    workbook, document = read("xlsx", sheet), read("docx", text)
    figures = [at_most("read one filled XLSX / zip + expat", workbook, lambda: cells(sheet), 2)]
    # Measured 1/9.0 to 1/10.7 on a machine that others share; the aim is 1/10.
    label = "read one filled XLSX / openpyxl load_workbook (aim 1/10)"
    figures.append(at_most(label, workbook, lambda: opened(sheet), 1 / 9))
    # Measured 2.6 to 2.8.  Every paragraph is compared with the printed one, which is what makes
    # the answers safe, and a tree of 1,500 elements is slow to wander through.
    label = "read one filled DOCX / zip + lxml, its controls alone (aim 2)"
    figures.append(at_most(label, document, lambda: controls(text), 3))
    return figures


def at_most(
    work: str, ours: Callable[[], object], theirs: Callable[[], object], bound: float
) -> Figure:
    """Measure two jobs in turn; the first may take so many times as long as the second."""
    mine, other = in_turn(ours, theirs, ROUNDS, ROW)
    ratio = mine / other
    told = f"{ratio:.2f}" if bound >= 1 else f"1/{1 / ratio:.1f}"
    must = f"≤ {bound:g}" if bound >= 1 else f"≤ 1/{1 / bound:.0f}"
    text = f"{mine * 1000:.2f} ms / {other * 1000:.2f} ms = {told}"
    return Figure(work, text, must, ratio <= bound)


def opened(data: bytes) -> openpyxl.Workbook:
    """Open a workbook as the usual library does."""
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(data: bytes) -> list[dict[str, str]]:
    """Take the texts out of the needed parts of a workbook with expat, and no more."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [texts(package.read(name)) for name in PARTS]


def texts(xml: bytes) -> dict[str, str]:
    """List the texts of a part by the place of their cell."""
    found: dict[str, str] = {}
    pieces: list[str] = []
    place = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place
        if tag == f"{MAIN} c":
            place = attributes["r"]
            pieces.clear()

    def end(tag: str) -> None:
        if tag == f"{MAIN} c" and pieces:
            found[place] = "".join(pieces)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = pieces.append
    parser.Parse(xml, True)
    return found


def controls(data: bytes) -> list[tuple[str, str | None, str]]:
    """Take name, state and words of every control out of a document with lxml, and no more."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read(DOCUMENT))
    found = []
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        state = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        words = "".join(one.text or "" for one in control.iter(f"{W}t"))
        checked = None if state is None else state.get(f"{W14}val")
        found.append(("" if tag is None else tag.get(f"{W}val") or "", checked, words))
    return found


# ---------------------------------------------------------------- building


def building(form: Form) -> list[Figure]:
    """Build copies and forms, against LibreOffice that converts a DOCX to PDF."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.docx"
        path.write_bytes(formats.get("docx").write(form, BLANK).data)
        theirs = statistics.median(converted(path) for _ in range(3))
    figures = []
    for name, bound in (("xlsx", 25), ("docx", 40)):
        kept = [(form, answered(form, number)) for number in range(16)]
        anew = [(replace(form, revision=number), BLANK) for number in range(1_000, 1_006)]
        for jobs, work, must in (
            (kept, "a copy of a form built before", f"≤ 1/{bound}"),
            (anew, "a form of which nothing is kept", "(printed)"),
        ):
            mine = each(name, jobs)
            text = f"{mine * 1000:.1f} ms / {theirs * 1000:.0f} ms = 1/{theirs / mine:.0f}"
            label = f"build {name.upper()}, {work} / one cold LibreOffice DOCX→PDF"
            holds = jobs is anew or mine * bound <= theirs
            figures.append(Figure(label, text, must, holds))
    return figures


def answered(form: Form, number: int) -> Copy:
    """A copy with one answer that no other has."""
    name = next(one.name for one in form.fields if not one.choices)
    return Copy(None, ((name, to_thai(number)),))


def each(name: str, jobs: list[tuple[Form, Copy]]) -> float:
    """Build one after the other, the first unmeasured; median in seconds."""
    write = formats.get(name).write
    times = [seconds(partial(write, form, copy)) for form, copy in jobs]
    return statistics.median(times[1:])


def converted(path: Path) -> float:
    """Convert a document in a LibreOffice of its own; seconds."""
    profile = tempfile.mkdtemp()
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    try:
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))
    finally:
        shutil.rmtree(profile)


def same_bytes() -> list[Figure]:
    """Build both forms in two fresh processes, each with its own order of sets."""
    code = "import bench.office; print(bench.office.digests())"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        ).stdout
        for seed in ("1", "2")
    ]
    holds = runs[0] == runs[1]
    told = "the same" if holds else "different"
    return [
        Figure("bytes of XLSX and DOCX, blank and filled, in two runs", told, "the same", holds)
    ]


def digests() -> list[str]:
    """Digest the forms as they are built in this process."""
    form = compile_survey(load(SURVEY))
    copies = (BLANK, answered(form, 1))
    return [
        hashlib.sha256(formats.get(name).write(form, copy).data).hexdigest()
        for name in ("xlsx", "docx")
        for copy in copies
    ]
