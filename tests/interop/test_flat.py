"""Filled PDFs printed to new ones by other programs: what comes back by the fields' places."""

import collections
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.clerk import pdf as clerk
from tests.formats.pdf.flattening import ENGINES, compared, response
from tests.formats.pdf.samples import ANSWERS, amlo, filled, staffing

from formgen.formats.pdf.write import write
from formgen.model.form import Form
from formgen.model.identity import BLANK

pytestmark = pytest.mark.interop

FORMS = {"amlo": amlo, "staffing": staffing}


def by(*words: str) -> Callable[[Path, Path], None]:
    """Run a program; `IN` and `OUT` stand for the two files."""

    def run(source: Path, target: Path) -> None:
        names = {"IN": str(source), "OUT": str(target)}
        command = [names.get(word, word) for word in words]
        subprocess.run(command, check=True, capture_output=True)

    return run


def draw(source: Path, target: Path) -> None:
    profile = target.parent / "profile"
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{profile}", "--headless",
            "--infilter=draw_pdf_import", "--convert-to", "pdf:draw_pdf_Export",
            "--outdir", str(target.parent / "drawn"), str(source),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (target.parent / "drawn" / source.name).rename(target)


PROGRAMS: dict[str, Callable[[Path, Path], None]] = {
    "pdftocairo": by("pdftocairo", "-pdf", "IN", "OUT"),
    "pdftocairo, Letter": by(
        "pdftocairo", "-pdf", "-paperw", "792", "-paperh", "612", "IN", "OUT"
    ),
    "Ghostscript": by("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", "OUT", "IN"),
    "Ghostscript, Letter": by(
        "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dFIXEDMEDIA", "-dPDFFitPage",
        "-dDEVICEWIDTHPOINTS=792", "-dDEVICEHEIGHTPOINTS=612", "-o", "OUT", "IN",
    ),
    "qpdf": by("qpdf", "--flatten-annotations=all", "IN", "OUT"),
    "LibreOffice Draw": draw,
}  # fmt: skip


def issued(form: Form) -> bytes:
    return write(form, filled(form)).data


def typed(form: Form) -> bytes:
    """Type the answers in the engine of Chrome and Edge; lists are left alone."""
    places = {one.control: one for one in write(form, BLANK).placements}
    entries = []
    for name, value in ANSWERS[form.survey].items():
        field = form.field(name)
        codes = value if isinstance(value, tuple) else (value,)
        if field.select and not field.dropdown:
            boxes = [one for one in field.choices if one.code in codes]
            entries += [(places[field.control(one)], "") for one in boxes]
        elif not field.select:
            entries.append((places[name], str(value)))
    return clerk.type_in(write(form, BLANK).data, entries)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("make", [issued, typed])
@pytest.mark.parametrize("program", [*PROGRAMS, *ENGINES])
def test_no_program_makes_another_answer_of_one(program, make, name, tmp_path):
    form = FORMS[name]()
    source, target = tmp_path / "form.pdf", tmp_path / "flat.pdf"
    source.write_bytes(make(form))
    if program in PROGRAMS:
        PROGRAMS[program](source, target)
        data = target.read_bytes()
    else:
        data = ENGINES[program](source.read_bytes())
    said = {key: one for key, one in ANSWERS[form.survey].items() if key != "office.area"}
    said |= {"office.area": "12.5"} if form.has("office.area") else {}
    if make is typed:
        said = {key: one for key, one in said.items() if not form.field(key).dropdown}
    told = response(form, data)
    ends = compared(form, said, told)
    counts = collections.Counter(ends.values())
    print(f"| {program} | {make.__name__} {name} | {dict(counts)} |")  # noqa: T201 - the table of docs/formats/pdf.md
    assert counts["wrong"] == 0, ends
