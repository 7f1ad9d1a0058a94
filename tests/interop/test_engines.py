"""Engines that are not ours open the forms, change them and save: no answer is silently another.

The tables of docs/formats/xlsx.md and docx.md are written here, from what was found.
"""

import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from tests.formats.docx import forms as documents
from tests.formats.xlsx.forms import FORM, VALUES, opened, saved, written
from tests.interop.matrix import Matrix, judged
from tests.interop.test_xlsx import TYPED, XLSX, calc

from formgen.model.diagnostics import FormgenError
from formgen.model.identity import sign
from formgen.precheck import format_of

pytestmark = pytest.mark.interop

ENGINES = Path(__file__).with_name("engines")
TOKEN = sign(bytes(32), "2569-1", 12, FORM.digest)
FILLED, BLANK = written(VALUES, token=TOKEN), written(token=TOKEN)
ANSWERED = {name: VALUES.get(name) for name in (one.name for one in FORM.fields)}
NOTHING = dict.fromkeys(ANSWERED)
GIVEN = {one.removeprefix("fg_").replace("__", "."): value for one, value in TYPED.items()}
SAVED_AS = {
    "xlsx": (XLSX,),
    "xlsm": ("Calc MS Excel 2007 VBA XML",),
    "ods": ("calc8",),
    "xls": ("MS Excel 97",),
    "csv": ("Text - txt - csv (StarCalc)", "44,34,76,1"),  # comma, quotes, UTF-8, first line
}
CALC = {
    "insert rows on top": [["insert rows", 0, 3]],
    "insert rows inside a question": [["insert rows", 11, 2]],
    "insert a column": [["insert columns", 1, 1]],
    "delete a title row": [["delete rows", 9, 1]],
    "delete the row of an answer": [["delete rows", 10, 1]],
    "delete a column": [["delete columns", 0, 1]],
    "rename the sheet": [["rename", "It's (ก)!"]],
    "a new sheet before it": [["new sheet", "ใหม่"]],
    "copy the sheet": [["copy sheet", "สำเนา"]],
    "copy the sheet and answer it": [["copy sheet", "สำเนา"], ["write", "A11", "มี"]],
    "delete the hidden sheet": [["remove sheet", "_formgen"]],
    "sort the labels alone": [["sort", "A4:A7", 0]],
    "cut an answer and paste it elsewhere": [["move", "A11", "A40"]],
    "merge an answer with its neighbour": [["merge", "A11:B11"]],
    "retype a label": [["write", "A4", "รหัสใหม่"]],
    "write beside the form": [["write", "F12", "✓"]],
    "comment on an answer": [["comment", "A11", "ยังไม่แน่ใจ"]],
}
BOOKS = ("openpyxl", "exceljs", "sheetjs", "xlsx-populate", "Gnumeric", "LibreOffice")
PAPERS = ("python-docx", "LibreOffice", "docxtemplater")
GONE = {  # answers that are deleted with their cells
    "delete the row of an answer": ("mail.status",),
    "delete a column": ("mail.status", "mail.remark", "web.status", "web.remark"),
}


def node(jobs: list[dict[str, object]]) -> None:
    """Let engines of Node.js do these jobs."""
    assert (ENGINES / "node_modules").is_dir(), "npm has not installed the engines: make interop"
    done = subprocess.run(
        ["node", str(ENGINES / "run.mjs")],
        input=json.dumps(jobs),
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    failed = [(job, said) for job, said in zip(jobs, json.loads(done.stdout), strict=True) if said]
    assert failed == []


def cells(data: bytes) -> list[list[object]]:
    """Where the answers of TYPED are typed: sheet, address, value."""
    names = opened(data).defined_names
    found = []
    for name, value in TYPED.items():
        sheet, _, address = names[name].attr_text.rpartition("!")
        plain = sheet.strip("'").replace("''", "'")
        found.append([plain, address.replace("$", ""), value])
    return found


# ---------------------------------------------------------------- workbooks


@pytest.fixture(scope="module")
def matrix():
    """The table of the workbooks, written when all engines are done."""
    found = Matrix()
    yield found
    found.write("xlsx", BOOKS)


def take(
    matrix: Matrix, engine: str, operation: str, path: Path, wanted: dict[str, object]
) -> None:
    """Read one file, and keep how."""
    name = path.suffix.removeprefix(".")
    outcome = judged(FORM, name, path.read_bytes(), wanted)
    matrix.rows[engine, operation] = outcome
    assert outcome.silent == (), (engine, operation)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines")
    (folder / "filled.xlsx").write_bytes(FILLED)
    (folder / "blank.xlsx").write_bytes(BLANK)
    return folder


def test_openpyxl(matrix, room):
    path = room / "openpyxl.xlsx"
    path.write_bytes(saved(opened(FILLED)))
    take(matrix, "openpyxl", "save", path, ANSWERED)
    book = opened(BLANK)
    for sheet, address, value in cells(BLANK):
        book[sheet][address].value = value
    path.write_bytes(saved(book))
    take(matrix, "openpyxl", "fill", path, ANSWERED)
    book = opened(FILLED)
    book.worksheets[0].insert_rows(3, 2)  # neither names nor merges follow
    path.write_bytes(saved(book))
    take(matrix, "openpyxl", "insert rows, names left behind", path, ANSWERED)


@pytest.mark.parametrize(
    ("engine", "operations"),
    [
        ("exceljs", ["save", "fill", "rename", "insert rows", "values to a new workbook"]),
        ("sheetjs", ["save", "fill", "rename", "values to a new workbook"]),
        ("xlsx-populate", ["save", "fill", "rename"]),
    ],
)
def test_engines_of_node(matrix, room, engine, operations):
    jobs = [
        {
            "engine": engine,
            "do": operation,
            "open": str(room / ("blank.xlsx" if operation == "fill" else "filled.xlsx")),
            "save": str(room / f"{engine}-{number}.xlsx"),
            "cells": cells(BLANK),
        }
        for number, operation in enumerate(operations)
    ]
    if engine == "sheetjs":
        jobs += [
            {**jobs[0], "save": str(room / f"sheetjs-as.{suffix}")}
            for suffix in ("xlsm", "ods", "xls", "csv")
        ]
    node(jobs)
    for job in jobs:
        path = Path(str(job["save"]))
        kind = path.suffix.removeprefix(".")
        operation = job["do"] if kind == "xlsx" else f"save as {kind.upper()}"
        take(matrix, engine, str(operation), path, ANSWERED)


def test_gnumeric(matrix, room):
    program = shutil.which("ssconvert")
    assert program, "Gnumeric is not installed"
    for suffix, kind in (
        ("xlsx", "Gnumeric_Excel:xlsx2"),
        ("ods", "Gnumeric_OpenCalc:odf"),
        ("xls", "Gnumeric_Excel:excel_biff8"),
        ("csv", "Gnumeric_stf:stf_csv"),
    ):
        path = room / f"gnumeric.{suffix}"
        command = [program, f"--export-type={kind}", str(room / "filled.xlsx"), str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        take(matrix, "Gnumeric", f"save as {suffix.upper()}", path, ANSWERED)


def test_libreoffice_calc(matrix, room):
    filled, blank = str(room / "filled.xlsx"), str(room / "blank.xlsx")
    kept = [[str(room / f"calc.{suffix}"), *kind] for suffix, kind in SAVED_AS.items()]
    typed = str(room / "calc-typed.xlsx")
    jobs = [{"open": filled, "save": kept}, {"open": blank, "type": TYPED, "save": [[typed, XLSX]]}]
    paths = {name: room / f"calc-{number}.xlsx" for number, name in enumerate(CALC)}
    jobs += [
        {"open": filled, "do": steps, "save": [[str(paths[name]), XLSX]]}
        for name, steps in CALC.items()
    ]
    calc(room, *jobs)
    for path, *_ in kept:
        suffix = Path(path).suffix.removeprefix(".")
        take(matrix, "LibreOffice", f"save as {suffix.upper()}", Path(path), ANSWERED)
    take(matrix, "LibreOffice", "fill", Path(typed), ANSWERED)
    for name, path in paths.items():
        gone = dict.fromkeys(GONE.get(name, ()))
        take(matrix, "LibreOffice", name, path, ANSWERED | gone)


# ---------------------------------------------------------------- documents

WORDS = {**ANSWERED, "me.on": "2026-11-22"}


@pytest.fixture(scope="module")
def papers():
    """The table of the documents."""
    found = Matrix()
    yield found
    found.write("docx", PAPERS)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    data = documents.written(documents.VALUES, token=TOKEN)
    (folder / "filled.docx").write_bytes(data)
    return folder


def converted(folder: Path, source: Path, *kinds: str) -> Path:
    """Let LibreOffice save a document as one kind after the other."""
    for number, kind in enumerate(kinds):
        out = folder / f"{'-'.join(kinds).replace(':', '').replace(' ', '')}-{number}"
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
        ]
        command += ["--convert-to", kind, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        source = out / f"{source.stem}.{kind.partition(':')[0]}"
    return source


def test_documents(papers, desk):
    source = desk / "filled.docx"
    path = desk / "python-docx.docx"
    docx.Document(str(source)).save(str(path))
    take(papers, "python-docx", "save", path, WORDS)
    for ways in (
        ("docx",), ("docx", "docx"), ("odt",), ("odt", "docx"), ("docm:MS Word 2007 XML VBA",),
        ("doc", "docx"), ("rtf", "docx"),
    ):  # fmt: skip
        told = " → ".join(kind.partition(":")[0].upper() for kind in ways)
        take(papers, "LibreOffice", f"save as {told}", converted(desk, source, *ways), WORDS)


def test_docxtemplater(papers, desk):
    paths = {"[[ ]]": desk / "template.docx", "{ }": desk / "braces.docx"}
    node(
        [
            {
                "engine": "docxtemplater",
                "open": str(desk / "filled.docx"),
                "save": str(path),
                "delimiters": dict(zip(("start", "end"), marks.split(), strict=True)),
            }
            for marks, path in paths.items()
        ]
    )
    for marks, path in paths.items():
        take(papers, "docxtemplater", f"save, tags {marks}", path, WORDS)


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_what_word_processors_of_old_made_is_sent_back_with_a_sentence(desk, kind):
    old = converted(desk, desk / "filled.docx", kind).read_bytes()
    with pytest.raises(FormgenError, match=kind.upper()) as refused:
        format_of(old)
    assert "บันทึกเป็น DOCX" in refused.value.diagnostics[0].message("th")


def test_the_lock_of_the_engines_names_digests_and_no_addresses():
    text = (ENGINES / "package-lock.json").read_text("utf-8")
    packages = [one for name, one in json.loads(text)["packages"].items() if name]
    assert all(one["integrity"].startswith("sha512-") for one in packages)
    assert "http" not in text
