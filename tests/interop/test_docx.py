"""LibreOffice Writer opens the Word form, fills it in and saves it; nothing may be lost."""

import re
import shutil
import subprocess
from collections import Counter

import pytest
from tests.formats.docx.forms import (
    FORM,
    NOTHING,
    RAW,
    VALUES,
    amlo,
    findings,
    members,
    packed,
    part,
    raws,
    staffing,
    written,
)
from tests.interop.office import have

from formgen.formats.docx import FORMAT
from formgen.formats.docx.lines import form_lines
from formgen.model.identity import sign
from formgen.model.reading import By

pytestmark = pytest.mark.interop

STYLES = "word/styles.xml"
DOCX = "MS Word 2007 XML"
TYPED = {"me.code": "76-001", "mail.remark": "เริ่ม <ใช้> & ๑ ต.ค.", "staff.answer": "๑๒"}
CHECKED = ("mail.doing", "web.none", "tools.mail", "tools.other")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is not installed"
    return [program, f"-env:UserInstallation={tmp_path_factory.mktemp('profile').as_uri()}"]


def converted(office, folder, data, *suffixes):
    """Load and save a document, once for each suffix."""
    path = folder / "form.docx"
    path.write_bytes(data)
    for number, suffix in enumerate(suffixes):
        out = folder / str(number)
        subprocess.run(
            [*office, "--headless", "--convert-to", suffix, "--outdir", out, path],
            check=True,
            capture_output=True,
            timeout=180,
        )
        path = out / f"form.{suffix}"
    return path.read_bytes()


def by(data):
    return {mark.by for mark in FORMAT.read(FORM, data).marks.values()}


@pytest.mark.parametrize("suffixes", [("docx",), ("odt", "docx"), ("docx", "docx")])
@pytest.mark.parametrize("values", [{}, VALUES], ids=["blank", "filled"])
def test_load_and_save_keeps_every_answer(office, tmp_path, suffixes, values):
    token = sign(bytes(32), "2569-1", 12, FORM.digest)
    saved = converted(office, tmp_path, written(values, token=token), *suffixes)
    assert raws(saved) == (RAW if values else NOTHING)
    assert findings(saved) == []
    assert FORMAT.identify(saved).token == token
    assert by(saved) == ({By.ANCHOR} if "odt" in suffixes else {By.NAME})


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
def test_load_and_save_keeps_a_whole_survey(office, tmp_path, form):
    saved = converted(office, tmp_path, written(of=form), "docx")
    reading = FORMAT.read(form, saved)
    assert list(reading.marks) == [field.name for field in form.fields]
    assert not any(mark.raw for mark in reading.marks.values())
    assert reading.diagnostics == ()


@pytest.mark.parametrize(("suffix", "chosen_filter"), [("docx", DOCX), ("odt", "writer8")])
def test_a_form_filled_in_by_hand_is_read(office, tmp_path, suffix, chosen_filter):
    source, target = tmp_path / "form.docx", tmp_path / f"filled.{suffix}"
    source.write_bytes(written())
    names = [slot.control for line in form_lines(FORM) for slot in line.slots]
    actions = {names.index(name) + 1: True for name in CHECKED}
    actions |= {names.index(name) + 1: words for name, words in TYPED.items()}
    places = {"open": source.as_uri(), "save": target.as_uri()}
    have("fill_writer.py", tmp_path / "profile", places | {"filter": chosen_filter, "do": actions})
    data = target.read_bytes()
    if suffix == "odt":
        again = tmp_path / "again"
        subprocess.run(
            [*office, "--headless", "--convert-to", "docx", "--outdir", again, target],
            check=True,
            capture_output=True,
            timeout=180,
        )
        data = (again / "filled.docx").read_bytes()
    chosen = {"mail.status": ("doing",), "web.status": ("none",), "tools.used": ("mail", "other")}
    assert raws(data) == NOTHING | TYPED | chosen
    assert findings(data) == []


@pytest.mark.parametrize("size", [20, 26, 32, 34], ids="{} half points".format)
def test_pages_show_every_letter_at_any_size(office, tmp_path, size):
    """Rows go over to the next page at other places each time."""
    form = amlo()
    inner = members(written(of=form))
    styles = re.sub('(<w:sz(?:Cs)? w:val=")32"', rf'\g<1>{size}"', part(packed(inner), STYLES))
    text = printed(office, tmp_path, packed(inner | {STYLES: styles}))
    asked = Counter("".join(line.words for line in form_lines(form)))
    shown = Counter("".join(text.split()))
    composed = "ำา"  # which of the two is found again depends on the font
    assert {letter for letter in asked if shown[letter] < asked[letter]} <= set(composed)


def test_pages_show_every_box_and_their_numbers(office, tmp_path):
    text = printed(office, tmp_path, written(VALUES))
    assert text.count("☑") == 4
    assert text.count("☐") == 6  # five boxes, and one in the instruction
    assert "หน้า 1 จาก" in " ".join(text.split())  # Writer has no Thai page numbers
    assert FORM.code in text
    assert "formgen" not in text


def printed(office, folder, data):
    (folder / "form.pdf").write_bytes(converted(office, folder, data, "pdf"))
    command = ["pdftotext", "-layout", folder / "form.pdf", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
