"""The blank forms as text that a person can review: `make golden` renews it, then read `git diff`.

Each file is read with a library that did not write it, so that a page shows what others see.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.form import form_to_json
from formgen.model.identity import BLANK

ROOT = Path(__file__).parents[2]
FORMS = Path(__file__).parent / "forms"
SURVEYS = {
    "amlo-estatus": ROOT / "content/amlo-estatus/survey.yaml",
    "staffing-2570": ROOT / "tests/surveys/staffing/survey.yaml",
}


def docx_lines(data: bytes) -> Iterator[str]:
    """Every paragraph with its style, and the tags of the controls in it."""
    for paragraph in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        tags = [one.get(qn("w:val")) for one in paragraph.iter(qn("w:tag"))]
        named = style.get(qn("w:val")) if style is not None else "-"
        yield f"{named}\t{text}" + (f"\t[{', '.join(tags)}]" if tags else "")


def xlsx_lines(data: bytes) -> Iterator[str]:
    """Every cell with a value, every defined name and every list."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        yield f"# {sheet.title} ({sheet.sheet_state})"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.coordinate}\t{str(cell.value)!r}"
        for rule in sheet.data_validations.dataValidation:
            yield f"= {rule.sqref}\t{rule.type}\t{rule.formula1}"
    for name, defined in sorted(book.defined_names.items()):
        yield f"@ {name}\t{defined.attr_text}"


def pdf_lines(data: bytes) -> Iterator[str]:
    """The words of every page as PDFium sees them, and every field."""
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        yield f"# page {number}"
        textpage = page.get_textpage()
        yield from textpage.get_text_bounded().splitlines()
        textpage.close()
        page.close()
    document.close()
    for name, field in (pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}).items():
        yield f"@ {name}\t{field.get('/FT')}\t{field.get('/TU', '')}"


LINES = {"docx": docx_lines, "pdf": pdf_lines, "xlsx": xlsx_lines}


@pytest.mark.parametrize("name", formats.NAMES)
@pytest.mark.parametrize("survey", SURVEYS)
def test_the_form_is_the_reviewed_one(golden, survey, name):
    form = compile_survey(load(SURVEYS[survey]))
    data = formats.get(name).write(form, BLANK).data
    golden(FORMS / f"{survey}.{name}.txt", "\n".join(LINES[name](data)) + "\n")


@pytest.mark.parametrize("survey", SURVEYS)
def test_the_compiled_form_is_the_reviewed_one(golden, survey):
    golden(FORMS / f"{survey}.form.json", form_to_json(compile_survey(load(SURVEYS[survey]))))
