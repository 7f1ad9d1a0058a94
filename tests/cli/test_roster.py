"""`formgen roster` as a clerk meets it, and what docs/roster.md says of it."""

import re
from pathlib import Path

import openpyxl
import pytest
from tests.mailbag import STAFFING

from formgen import files
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.diagnostics import Exit
from formgen.model.recipient import ROSTER_HEADINGS
from formgen.resources import resource
from formgen.roster import CODE_LENGTH, load_roster
from formgen.thai.numerals import to_thai

PAGE = Path(__file__).parents[2] / "docs" / "roster.md"
SURVEY = resource("content", "amlo-estatus", "survey.yaml")
NAME = "ทะเบียน.csv"
HEAD = ",".join(ROSTER_HEADINGS.values())
SHOWN = """\
รหัสหน่วยงาน,ชื่อหน่วยงาน,สังกัด,ประเภทหน่วยงาน,จังหวัด,อีเมลกลาง,โทรศัพท์
EX-001,เทศบาลตำบลทุ่งตัวอย่าง,กระทรวงมหาดไทย,องค์กรปกครองส่วนท้องถิ่น,น่าน,saraban@ex-001.example,02
EX-002,เทศบาลตำบลทุ่งตัวอย่าง,กระทรวงมหาดไทย,องค์กรปกครองส่วนท้องถิ่น,ตรัง,saraban@ex-002.example,
EX-003,กรมงานสารบรรณ,สำนักนายกรัฐมนตรี,ส่วนราชการระดับกรมหรือเทียบเท่า,นนทบุรี,saraban.ex-003,
EX-๐๐๔,กรมคลังเอกสาร,กระทรวงการคลัง,ส่วนราชการระดับกรมหรือเทียบเท่า,นนทบุรี,,
ex-001,สำนักงานประสานงาน,กระทรวงมหาดไทย,ราชการส่วนภูมิภาค,สงขลา,,
EX-006,,กระทรวงมหาดไทย,จังหวัด,สงขลา,,
"""
MARKED = re.compile(r"(<!-- check: .*? -->\n```console\n\$ .*?\n)(.*?)(```\n<!-- /check -->)", re.S)


@pytest.fixture(autouse=True)
def project(tmp_path):
    """A folder in which forms were made already."""
    (tmp_path / "output").mkdir()


def write(text, name=NAME):
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_the_page_shows_what_the_command_prints(run, golden):
    code, said, problems = run("roster", "check", write(SHOWN), "--survey", SURVEY)
    assert code == Exit.CONTENT
    page = PAGE.read_text(encoding="utf-8")
    assert "{" not in said + problems
    golden(PAGE, MARKED.sub(lambda met: f"{met[1]}{problems}{said}{met[3]}", page))


def test_the_page_lists_every_column():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| `(\w+)` \| (.*) \|$", page, re.M)
    assert [(name, role) for name, role, _ in rows] == [
        (name, role.value) for role, name in ROSTER_HEADINGS.items()
    ]
    assert ["ต้องมี" in rule for *_, rule in rows] == [True] * 2 + [False] * 5
    assert f"ไม่เกิน {to_thai(CODE_LENGTH)} ตัว" in rows[0][2]


def test_a_sound_roster_is_counted(run):
    rows = "".join(f"A-{n},กรม {n},กระทรวง {n // 4},,จังหวัด {n},s@a.go.th,\n" for n in range(20))
    code, said, problems = run("roster", "check", write(f"{HEAD}\n{rows}"), "--survey", STAFFING)
    assert (code, problems) == (Exit.CLEAN, "")
    assert said.startswith(f"{NAME}: ๒๐ หน่วยงาน\n\n")
    lines = [line.rsplit(maxsplit=1) for line in said.splitlines()]
    assert ["  อื่น ๆ (๑๓)", "๑๓"] in lines
    assert ["  กระทรวง 4", "๔"] in lines
    assert ["  ไม่ระบุ", "๒๐"] in lines
    assert "ที่อยู่อีเมลที่ใช้ร่วมกัน: ๑ รายการ ใน ๒๐ หน่วยงาน เช่น s@a.go.th" in said
    assert "ซ้ำ" not in said
    assert said.endswith("ไม่มีที่ต้องแก้ จัดส่งได้\n")


def test_doubts_stop_nothing(run):
    code, said, problems = run("roster", "check", write(f"{HEAD}\na,ก,,,,x,\n"))
    assert code == Exit.CLEAN
    assert f"{NAME}:F2: " in problems
    assert "ไม่มีที่อยู่อีเมลที่ใช้ได้: ๑ หน่วยงาน" in said


def test_mistakes_come_with_their_cells_in_either_language(run):
    write(f"{HEAD}\n๑,ก\n,ข\n")
    code, said, problems = run("--lang", "en", "roster", "check", NAME)
    assert code == Exit.CONTENT
    assert [line.split(": ")[0] for line in problems.splitlines()] == [f"{NAME}:A2", f"{NAME}:A3"]
    assert "rows to be mended first, not counted below: 2 of 2" in said


@pytest.mark.parametrize(
    ("content", "expected"), [(None, Exit.USAGE), (b"", Exit.CONTENT), (b"%PDF-1.7", Exit.CONTENT)]
)
def test_what_cannot_be_read_is_told_and_not_counted(run, content, expected):
    if content is not None:
        Path(NAME).write_bytes(content)
    code, said, problems = run("roster", "check", NAME)
    assert (code, said) == (expected, "")
    assert problems.startswith(f"{NAME}: ")


@pytest.mark.parametrize("name", ["new/ทะเบียน.xlsx", "a.CSV"])
def test_a_template_is_made_and_checked(run, name):
    assert run("roster", "template", "-o", name) == (Exit.CLEAN, f"สร้างแล้ว {name}\n", "")
    code, _, problems = run("roster", "check", name)
    assert code == Exit.CONTENT
    assert problems.count("\n") == 1
    assert "ไม่มีรายชื่อ" in problems


def test_a_roster_that_is_there_is_not_written_over(run):
    write("x", "a.csv")
    code, _, problems = run("roster", "template", "-o", "a.csv")
    assert code == Exit.USAGE
    assert "มีแฟ้ม a.csv อยู่แล้ว" in problems
    assert Path("a.csv").read_text(encoding="utf-8") == "x"


def test_a_template_has_one_of_two_suffixes(run):
    code, _, problems = run("roster", "template", "-o", "a.xls")
    assert code == Exit.USAGE
    assert ".xlsx" in problems
    assert not Path("a.xls").exists()


def test_where_nothing_can_be_written_it_is_told(run, monkeypatch):
    def full(path, *_, **__):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(files, "_put_aside", full)
    code, said, problems = run("roster", "template", "-o", "a.xlsx")
    assert (code, said) == (Exit.OUTPUT, "")
    assert "เนื้อที่เก็บข้อมูลเต็ม" in problems


# ---------------------------------------------------------------- the example of a real size


def test_the_provincial_administrations_are_all_there():
    path = resource("content", "amlo-estatus", "roster-pao.csv")
    recipients, problems = load_roster(path, compile_survey(load(SURVEY)))
    assert problems == ()
    real = [one for one in recipients if "(ตัวอย่าง)" not in one.agency_name]
    assert len(real) == len({one.province for one in real}) == 76
    for one in real:
        assert one.agency_name == f"องค์การบริหารส่วนจังหวัด{one.province}"
        assert re.fullmatch("PAO-[0-9]{2}", one.agency_code)
    assert "กรุงเทพมหานคร" not in {one.province for one in real}
    made_up = recipients[76:]
    assert len(made_up) == 6
    assert all("(ตัวอย่าง)" in one.agency_name for one in made_up)
    assert all(not one.coordinator for one in recipients)
    assert all(re.fullmatch(r"(saraban@.+\.example)?", one.central_email) for one in recipients)


def test_its_source_and_licence_go_with_it():
    first = resource("content", "amlo-estatus", "roster-pao.csv").read_text("utf-8-sig")
    licences = (PAGE.parent / "licences.md").read_text(encoding="utf-8")
    for said in ("GeoThai/data", "Pongsakorn Thipayanate", "geothai 3.2.1"):
        assert said in first.splitlines()[0]
        assert said in licences
    assert "CC BY 4.0" in first.splitlines()[0]
    assert "creativecommons.org/licenses/by/4.0" in licences


def test_copies_are_made_for_all_of_it(run, tmp_path):
    roster = resource("content", "amlo-estatus", "roster-pao.csv")
    words = ("--roster", roster, "--round", "pao", "--format", "xlsx", "--issued", "2026-11-02")
    code, said, problems = run("distribute", SURVEY, *words)
    assert (code, problems) == (Exit.CLEAN, "")
    assert "๘๒ หน่วยงาน" in said
    copies = sorted((tmp_path / "output/rounds/pao/copies").rglob("*.xlsx"))
    assert len(copies) == 82
    texts = {
        cell.value
        for sheet in openpyxl.load_workbook(copies[-1]).worksheets
        for row in sheet
        for cell in row
    }
    assert "องค์การบริหารส่วนจังหวัดนราธิวาส" in texts
