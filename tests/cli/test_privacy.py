"""What persons wrote of themselves is on no screen and in no log, whatever goes wrong with it."""

import io
import random
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.fuzz.bending import cut, mangle_member, mangle_objects

from formgen import cli, desk, fill
from formgen.archive import Shelf
from formgen.cli.common import default_survey
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.diagnostics import Exit
from formgen.model.form import Form
from formgen.model.survey import TextFormat

ROUND = "2569-1"
HEAD = "รหัสหน่วยงาน,ชื่อหน่วยงาน,สังกัด,ประเภทหน่วยงาน,จังหวัด,อีเมลกลาง,ผู้ประสานงาน\n"
ROSTER = HEAD + "".join(f"A-{n},กรม{n},กระทรวง,,น่าน,a{n}@example.go.th,\n" for n in range(1, 7))
SECRET = "ลับมากฉบับ"
DATED = ["--date", "2026-12-01", "--deadline", "๑๕ ธันวาคม ๒๕๖๙"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """A round, and its returns: what persons say of themselves in them is secret, or nonsense."""
    home = tmp_path_factory.mktemp("private")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        Path("roster.csv").write_text(ROSTER, encoding="utf-8")
        words = ["distribute", "--roster", "roster.csv", "--round", ROUND]
        assert cli.run(words) == Exit.CLEAN
        answer(compile_survey(load(default_survey())), home)
    return home


def personal(form: Form) -> dict[str, object]:
    """A secret for every field about persons; half of them are no telephone and no address."""
    told = {one.name: f"{SECRET}{place}" for place, one in enumerate(form.fields)}
    return {one.name: told[one.name] for one in form.fields if one.personal_data}


def answer(form: Form, home: Path) -> None:
    copies = sorted((home / "output/rounds" / ROUND / "copies").rglob("*.*"))
    shelf = Shelf([home / "output/rounds"])
    (home / "returns").mkdir()
    for number, path in enumerate(copies):
        told = personal(form)
        if number % 2:
            proper = {TextFormat.EMAIL: f"{SECRET}@example.go.th", TextFormat.PHONE: "021234567"}
            told |= {name: proper.get(form.field(name).format, word) for name, word in told.items()}
        data = fill.fill(shelf, path.read_bytes(), told)
        place = home / "returns" / f"{number:02}{path.suffix}"
        place.write_bytes(data)
        bend = mangle_objects if path.suffix == ".pdf" else mangle_member
        for turn in range(3):
            bent = bend(data, random.Random(turn))
            place.with_stem(f"{number:02}-bent-{turn}").write_bytes(bent)
        place.with_stem(f"{number:02}-cut").write_bytes(cut(data, random.Random(number)))


@pytest.fixture
def run(sent, run, tmp_path):
    """`run` in a copy of that office."""
    shutil.copytree(sent, tmp_path, dirs_exist_ok=True)
    return run


def test_no_command_shows_what_is_personal(run):
    code, out, err = run("consolidate")
    assert code == Exit.REVIEW
    shown = [out, err]
    for words in (
        ["consolidate"],
        ["status"],
        ["status", ROUND],
        ["trace", "A-1", "๑"],
        ["reply", *DATED],
        ["remind", *DATED],
        ["invite", ROUND, "--date", "2026-12-01"],
        ["roster", "check", "roster.csv"],
        ["build"],
        ["distribute", "--roster", "roster.csv", "--round", ROUND],
    ):
        _, out, err = run(*words)
        assert out + err
        assert "Traceback" not in err
        shown += [out, err]
    files = sorted(str(path) for path in Path("returns").iterdir())
    _, out, err = run("read", *files)
    assert SECRET in out  # what it is for
    assert SECRET not in "".join([*shown, err])


def test_what_is_published_holds_nothing_personal_and_the_lists_for_the_office_do(run):
    run("consolidate")
    files = [path for path in Path("output/consolidated").rglob("*") if path.is_file()]
    open_ = {path.name for path in files if SECRET in unpacked(path.read_bytes())}
    assert open_ <= {"review.xlsx"}  # where a person decides what was meant
    assert "review.xlsx" in closed(files)
    assert "responses.csv" not in closed(files)
    run("consolidate", "--with-personal-data")
    assert SECRET in unpacked(Path("output/consolidated/responses.jsonl").read_bytes())
    assert closed(files) == {"review.xlsx", "responses.csv", "responses.jsonl"}


def closed(files: list[Path]) -> set[str]:
    """The names of those that nobody outside of the office may read."""
    return {path.name for path in files if not path.stat().st_mode & 0o007}


def unpacked(data: bytes) -> str:
    """The words of a file, also of one that packs them."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_fault_of_the_program_is_told_by_its_place_and_not_in_its_words(run, monkeypatch):
    def fault(*_words, **_named):
        raise KeyError(SECRET)

    monkeypatch.setattr(desk, "collect", fault)
    code, out, err = run("consolidate")
    assert code == Exit.INTERNAL
    assert SECRET not in out + err
    assert "KeyError: test_privacy.py:" in err


def test_words_written_outside_of_the_fields_are_published_nowhere(run):
    added = f"ลงชื่อ นาย{SECRET} โทร ๐๘๙-๙๙๙-๙๙๙๙"
    shutil.rmtree("returns")
    copies = sorted(Path("output/rounds").rglob("copies/*/*"))
    returned = {one.suffix: one for one in copies if one.suffix in (".docx", ".xlsx")}
    Path("returns").mkdir()
    signed(returned[".docx"], Path("returns/a.docx"), added)
    noted(returned[".xlsx"], Path("returns/b.xlsx"), added)
    _, out, err = run("consolidate")
    traced = run("trace", "A-6", "๑")
    assert "ข้อความที่ไม่มีในแบบ" in traced[1]
    assert SECRET not in "".join([out, err, *traced[1:]])
    files = [path for path in Path("output/consolidated").rglob("*") if path.is_file()]
    holding = {path.name for path in files if SECRET in unpacked(path.read_bytes())}
    assert holding == {"review.xlsx"}
    run("consolidate", "--with-personal-data")
    assert SECRET in unpacked(Path("output/consolidated/responses.jsonl").read_bytes())
    assert SECRET in run("trace", "A-6", "๑", "--with-personal-data")[1]


def signed(blank: Path, to: Path, words: str) -> None:
    """Return a DOCX as it was sent, with words under the last paragraph."""
    document = docx.Document(str(blank))
    document.add_paragraph(words)
    document.save(str(to))


def noted(blank: Path, to: Path, words: str) -> None:
    """Return an XLSX as it was sent, with words under the form."""
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row + 2, 2).value = words
    book.save(to)


def test_a_trace_shows_what_is_personal_only_where_it_is_asked_for(run):
    run("consolidate")
    code, out, err = run("trace", "A-1", "respondent.name")
    assert code == Exit.CLEAN
    assert "ข้อมูลส่วนบุคคล" in out
    assert SECRET not in out + err
    _, out, _ = run("trace", "A-1", "respondent.name", "--with-personal-data")
    assert SECRET in out
