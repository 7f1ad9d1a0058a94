"""Every stack of Thai marks in poppler and MuPDF: nothing missing, cut off or on another."""

import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from tests.formats.pdf.stacks import shaped, sheet, typed
from tests.formats.pdf.test_stacks import FACES, meets_when_typed, naive

from formgen import fonts

pytestmark = pytest.mark.interop

MUPDF = Path(__file__).with_name("engines") / "mupdf.mjs"


def by_poppler(path: Path, scale: int) -> Path:
    target = path.with_suffix(".pgm")
    command = ["pdftoppm", "-gray", "-singlefile", "-r", str(72 * scale), str(path)]
    subprocess.run([*command, str(path.with_suffix(""))], check=True, capture_output=True)
    return target


def by_mupdf(path: Path, scale: int) -> Path:
    target = path.with_suffix(".png")
    job = json.dumps([{"open": str(path), "save": str(target), "page": 0, "scale": scale}])
    subprocess.run(["node", str(MUPDF)], input=job, check=True, capture_output=True, text=True)
    return target


@pytest.fixture(params=[by_poppler, by_mupdf])
def render(request, tmp_path):
    def drawn(data: bytes, scale: int) -> Image.Image:
        path = tmp_path / "sheet.pdf"
        path.write_bytes(data)
        with Image.open(request.param(path, scale)) as picture:
            return picture.convert("L")

    return drawn


@pytest.mark.parametrize("face", FACES)
def test_no_mark_of_the_page_is_missing_or_cut_or_meets_another(render, face):
    drawn = sheet(FACES[face](), shaped, render)
    assert drawn.missing() == set()
    assert drawn.displaced() == set()
    assert drawn.colliding() == set()


def test_what_is_typed_into_a_field_meets_only_where_no_font_can_help(render):
    drawn = sheet(fonts.field(), typed, render)
    assert drawn.missing() == set()
    assert drawn.displaced() == set()
    assert {one for one in drawn.colliding() if not meets_when_typed(one)} == set()


def test_the_sheets_show_what_is_wrong_without_shaping(render):
    wrong = naive(render)
    assert len(wrong.colliding()) > len(wrong.stacks) / 2
