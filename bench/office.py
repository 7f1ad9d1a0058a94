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
from contextlib import redirect_stdout
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.parsers import expat

import openpyxl
from bench.measure import ROOT, SURVEY, Figure, in_turn, peak, seconds
from lxml import etree

from formgen import cli, formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.diagnostics import Exit
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
NAMES = ("xlsx", "docx")
ROUNDS, FOLDER = 25, 20  # files in a folder


def office(form: Form, filled: Copy) -> list[Figure]:
    """Measure reading and building, in turn with what each is measured against."""
    figures = [*reading(form, filled), *same_bytes()]
    if shutil.which("soffice"):
        figures += building(form)
    return figures


# ---------------------------------------------------------------- reading


def reading(form: Form, filled: Copy) -> list[Figure]:
    """Read folders of returns, each answered otherwise."""
    copies = [another(form, filled, number) for number in range(FOLDER)]
    books, texts = ([formats.get(name).write(form, one).data for one in copies] for name in NAMES)
    figures = [
        at_most(form, "xlsx", "zip + expat", books, cells, 2),
        at_most(form, "xlsx", "openpyxl load_workbook", books, opened, 1 / 10),
        at_most(form, "docx", "zip + lxml, its controls alone", texts, controls, 2),
    ]
    if shutil.which("soffice"):
        label = "zip + lxml, its controls alone (saved by LibreOffice)"
        figures.append(at_most(form, "docx", label, resaved(texts), controls, 2))
    return figures


def another(form: Form, filled: Copy, number: int) -> Copy:
    """A filled copy with other words and other choices."""
    values: list[tuple[str, object]] = []
    for name, value in filled.values:
        choices = form.field(name).choices
        if choices:
            values.append((name, choices[number % len(choices)].code))
        elif form.field(name).kind == "text":
            values.append((name, f"{value} {to_thai(number)}"))
        else:
            values.append((name, value))
    return replace(filled, values=tuple(values))


def at_most(
    form: Form,
    name: str,
    other: str,
    files: list[bytes],
    theirs: Callable[[bytes], object],
    bound: float,
) -> Figure:
    """Read a folder in two ways in turn; ours may take so many times as long as the other."""
    read = partial(formats.get(name).read, form)
    mine, least = in_turn(
        lambda: [read(one) for one in files], lambda: [theirs(one) for one in files], ROUNDS
    )
    ratio = mine / least
    told = f"{ratio:.2f}" if bound >= 1 else f"1/{1 / ratio:.1f}"
    must = f"≤ {bound:g}" if bound >= 1 else f"≤ 1/{1 / bound:.0f}"
    each = 1000 / len(files)
    text = f"{mine * each:.2f} ms / {least * each:.2f} ms = {told}"
    return Figure(f"read one filled {name.upper()} / {other}", text, must, ratio <= bound)


def resaved(documents: list[bytes]) -> list[bytes]:
    """Save documents anew with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.docx" for number in range(len(documents))]
        for path, data in zip(paths, documents, strict=True):
            path.write_bytes(data)
        converted(paths, "docx", Path(folder) / "saved")
        return [(path.parent / "saved" / path.name).read_bytes() for path in paths]


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
        theirs = statistics.median(converted([path], "pdf", path.parent) for _ in range(3))
    figures = []
    for name, bound in zip(NAMES, (25, 40), strict=True):
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


def converted(paths: list[Path], kind: str, into: Path) -> float:
    """Convert documents in a LibreOffice of its own; seconds."""
    profile = tempfile.mkdtemp()
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(into), *map(str, paths)]
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
        for name in NAMES
        for copy in copies
    ]


def memory_of_build(folder: str) -> float:
    """Build the blank forms as the command does; megabytes."""
    with redirect_stdout(io.StringIO()):
        assert cli.run(["build", str(SURVEY), "-o", folder]) == Exit.CLEAN
    return peak()
