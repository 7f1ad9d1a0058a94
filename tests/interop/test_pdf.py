"""The PDF form in poppler: the engine of Evince and Okular, and of many servers."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.formats.pdf.samples import amlo, filled

from formgen.formats.pdf import FORMAT
from formgen.model.blocks import Paragraph, Table, TextCell
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import BLANK

pytestmark = pytest.mark.interop


def run(program: str, *words: str) -> str:
    done = subprocess.run([program, *words], capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def written(folder: Path, copy=BLANK) -> Path:
    path = folder / "form.pdf"
    path.write_bytes(FORMAT.write(amlo(), copy).data)
    return path


def letters(words: str) -> str:
    return re.sub(r"[\s\u200b]+", "", words)


def test_every_paragraph_is_read_aloud_whole(tmp_path):
    told = run("pdfinfo", "-struct-text", str(written(tmp_path)))
    spoken = letters("".join(re.findall(r'"(.*)"', told)))
    for block in amlo().blocks:
        if isinstance(block, Paragraph):
            assert letters(block.printed) in spoken
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in getattr(row, "cells", ())]
            texts = [cell for cell in cells if isinstance(cell, TextCell)]
            for paragraph in (one for cell in texts for one in cell.paragraphs):
                assert letters(paragraph.printed) in spoken


def test_all_fonts_are_in_the_file(tmp_path):
    rows = run("pdffonts", str(written(tmp_path, filled(amlo())))).splitlines()[2:]
    assert len(rows) >= 4
    assert all(re.search(r" yes +(yes|no) +yes ", row) for row in rows)


def test_a_form_printed_to_a_new_file_is_recognised(tmp_path):
    printed = tmp_path / "printed.pdf"
    run("pdftocairo", "-pdf", str(written(tmp_path, filled(amlo()))), str(printed))
    with pytest.raises(FormgenError) as error:
        FORMAT.identify(printed.read_bytes())
    assert [one.code for one in error.value.diagnostics] == [Code.FIELDS_FLATTENED]
