"""Marked files in LibreOffice and poppler: marks are seen, survive a save, and change no answer."""

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from tests.formats.docx.forms import FORM, VALUES, members

from formgen import formats
from formgen.model.identity import Copy
from formgen.model.note import AUTHOR, Note, theirs

pytestmark = pytest.mark.interop

OFFICE_FORMATS = ("docx", "xlsx")
FIELDS = ("me.code", "mail.status", "mail.remark", "tools.used")
YELLOW, ORANGE = (255, 255, 0), (255, 192, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("marked")


def converted(folder: Path, data: bytes, *suffixes: str) -> bytes:
    """Load and save a document, once for each suffix behind its own."""
    path = folder / f"form.{suffixes[0]}"
    path.write_bytes(data)
    for number, suffix in enumerate(suffixes[1:]):
        out = folder / str(number)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", suffix, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path = out / f"form.{suffix}"
    return path.read_bytes()


def written(name: str) -> bytes:
    return formats.write(FORM, name, Copy(None, tuple(VALUES.items()))).data


def notes(name: str, data: bytes) -> list[Note]:
    marks = formats.read(FORM, name, data).marks
    return [Note(marks[field].at, field, f"โปรดแก้ {field}") for field in FIELDS]


def raws(name: str, data: bytes) -> dict[str, object]:
    reading = formats.read(FORM, name, data)
    assert reading.diagnostics == ()
    return {field: mark.raw for field, mark in reading.marks.items()}


def said(name: str, data: bytes) -> set[str]:
    """The words of the comments, without whom they are from and the line by which we know them."""
    found = comments(name, data)
    assert [theirs(one) for one in found] == [""] * len(found)
    return {one.rpartition("(")[0].strip() for one in found}


def comments(name: str, data: bytes) -> list[str]:
    """What each comment says, without whom it is from."""
    if name == "docx":
        (text,) = (one.decode() for part, one in members(data).items() if "comments" in part)
        assert set(re.findall('w:author="(.*?)"', text)) == {AUTHOR}
        texts = re.findall("<w:comment .*?</w:comment>", text, re.DOTALL)
        return [re.sub("<.*?>", "", one) for one in texts]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    found = [cell.comment.text for row in sheet for cell in row if cell.comment]
    return [one.removeprefix(f"{AUTHOR}:\n") for one in found]


@pytest.mark.parametrize("name", OFFICE_FORMATS)
@pytest.mark.parametrize("way", [(), ("odt", "ods")], ids=["directly", "by-odf"])
def test_a_file_saved_by_libreoffice_can_be_marked(folder, name, way):
    by = tuple(one for one in way if (one == "odt") == (name == "docx"))
    data = converted(folder, written(name), name, *by, name)
    asked = notes(name, data)
    marked = formats.mark(name, data, asked)
    assert formats.read(FORM, name, marked) == formats.read(FORM, name, data)
    assert said(name, marked) == {note.text for note in asked}
    assert said(name, converted(folder, marked, name, name)) == said(name, marked)


@pytest.mark.parametrize("name", OFFICE_FORMATS)
def test_marks_survive_a_save_and_are_taken_away_in_the_next_round(folder, name):
    data = written(name)
    marked = formats.mark(name, data, notes(name, data))
    saved = converted(folder, marked, name, name)
    assert raws(name, saved) == raws(name, data)
    assert said(name, saved) == {note.text for note in notes(name, data)}
    again = formats.mark(name, saved, notes(name, saved)[:1])
    assert raws(name, again) == raws(name, data)
    assert said(name, again) == {notes(name, data)[0].text}


@pytest.mark.parametrize(("name", "colour"), [("docx", YELLOW), ("xlsx", ORANGE)])
def test_libreoffice_shows_the_colour(folder, name, colour):
    data = written(name)
    for one, seen in ((data, False), (formats.mark(name, data, notes(name, data)), True)):
        document = pypdfium2.PdfDocument(converted(folder, one, name, "pdf"))
        pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
        assert any(colour in dict(map(reversed, many(page))) for page in pages) == seen


def test_poppler_shows_frames_and_words(tmp_path):
    data = written("pdf")
    shown = []
    for number, one in enumerate((data, formats.mark("pdf", data, notes("pdf", data)))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(one)
        command = ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", str(path)]
        done = subprocess.run(
            [*command, str(tmp_path / f"{number}")], capture_output=True, check=True
        )
        assert done.stderr == b""
        with Image.open(next(tmp_path.glob(f"{number}-*.png"))) as page:
            shown.append(many(page.convert("RGB")))
    frame, slip = (199, 79, 0), (255, 242, 204)
    before, after = (dict(map(reversed, one)) for one in shown)
    assert not {frame, slip} & before.keys()
    assert after[frame] > 500
    assert after[slip] > 2_000


def many(page: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    """The colours of a page: how many points, which colour."""
    return page.getcolors(page.width * page.height)
