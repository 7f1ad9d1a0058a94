"""Documents of every make, in every format that has them."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats import documents

from formgen import formats
from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell, TitleRow
from formgen.model.document import Document, NewPage, Paper, placed, printable

ROOT = Path(__file__).parents[2]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=40),  # surrogates too
    st.text("กาน้ำที่ปู่ ์ๆเแ๑๒(). \n\t-", max_size=200),
)


@st.composite
def paragraphs(draw) -> Paragraph:
    text = draw(TEXTS)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    strong = tuple(zip(ends[::2], ends[1::2], strict=False))
    return Paragraph(
        text, draw(st.sampled_from(Style)), draw(st.sampled_from(["", "๑.", "๒.๑"])), strong
    )


@st.composite
def tables(draw) -> Table:
    count = draw(st.integers(1, 12))
    widths = draw(st.lists(st.floats(0.5, 30), min_size=count, max_size=count))
    header = draw(st.one_of(st.just([]), st.lists(TEXTS, min_size=count, max_size=count)))
    cell = st.builds(TextCell, st.lists(paragraphs(), max_size=2).map(tuple))
    cells = st.lists(cell, min_size=count, max_size=count).map(tuple)
    row = st.one_of(st.builds(CellRow, st.just(""), cells), st.builds(TitleRow, paragraphs()))
    return Table(tuple(header), tuple(widths), tuple(draw(st.lists(row, max_size=5))))


PICTURES = (documents.picture(), documents.picture("JPEG", "L", centred=True))
BLOCKS = st.one_of(paragraphs(), tables(), st.just(NewPage()), st.sampled_from(PICTURES))
DOCUMENTS = st.builds(
    Document,
    title=TEXTS,
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
    paper=st.sampled_from(Paper),
    footer=TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_every_document_is_written(document):
    data = formats.write_document(document, "pdf")
    assert formats.get("pdf").identify(data) is None
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) > sum(one.begins for one in placed(document.blocks))
    data = formats.write_document(document, "docx")
    assert formats.get("docx").identify(data) is None
    held = printable(document)
    assert docx.Document(io.BytesIO(data)).core_properties.title.split() == held.title.split()


@given(DOCUMENTS)
@settings(max_examples=30, deadline=None)
def test_no_block_is_lost_or_moved(document):
    blocks = [one for one in document.blocks if not isinstance(one, NewPage)]
    shown = [each for one in placed(document.blocks) for each in (one.beside, one.block) if each]
    assert shown == blocks


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_the_same_document_gives_the_same_bytes(name):
    command = (
        "import sys; from tests.formats import documents; from formgen import formats;"
        "document = documents.memo(documents.picture());"
        f"sys.stdout.buffer.write(formats.write_document(document, {name!r}))"
    )
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    environment = os.environ | {"PYTHONHASHSEED": "3", "PYTHONPATH": path}
    told = subprocess.run(
        [sys.executable, "-c", command], check=True, capture_output=True, env=environment
    )
    assert told.stdout == formats.write_document(documents.memo(documents.picture()), name)


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_more_columns_than_a_line_holds_do_no_harm(name):
    cells = (TextCell((Paragraph("กขค ง"),)),) * 200
    table = Table(("หัว",) * 200, (*(1,) * 199, 1000), (CellRow("", cells),))
    assert formats.write_document(Document("กว้าง", (table,)), name)


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_an_empty_document_is_one_page(name):
    data = formats.write_document(Document("ว่าง", ()), name)
    assert formats.get(name).identify(data) is None


def test_what_files_cannot_hold_is_replaced_one_for_one():
    document = replace(documents.memo(), title="ก\x00\ud800\ufffeข\n", footer="\x1f")
    assert printable(document).title == "ก\ufffd\ufffd\ufffdข\n"
    assert printable(document).footer == "\ufffd"
