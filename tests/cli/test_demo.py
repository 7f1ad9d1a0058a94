"""The main job from end to end: `formgen demo`, then consolidating the same inbox again."""

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from formgen import cli
from formgen.model.diagnostics import Exit

ROOT = Path(__file__).parents[2]
STATES = {
    "นับรวม": "๑๒",
    "นับรวม และต้องตรวจสอบ": "๒",
    "รอการตัดสิน ยังไม่นับ": "๐",
    "ซ้ำ": "๑",
    "ไม่นับ มีฉบับอื่นที่ใช้แทน": "๑",
    "อ่านไม่ได้ แยกเก็บไว้": "๓",
    "ข้าม (ไม่ใช่แบบที่ส่งกลับ)": "๑",
}
NOTHING_NEW = "ไม่มีอะไรใหม่ตั้งแต่เขียนผลครั้งก่อน ผลเดิมยังใช้ได้\n"


@pytest.fixture
def demo(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    cli.speak("th")
    assert cli.run(["demo"]) == Exit.CLEAN
    return tmp_path / "output/demo", capfd.readouterr().out


def test_every_file_ends_in_one_state_and_they_add_up(demo):
    home, said = demo
    files = sum(1 for path in (home / "returns").rglob("*") if path.is_file())
    assert files == 20
    assert "แฟ้มที่ได้รับ: ๒๐" in said
    for state, number in STATES.items():
        assert f"{number}  {state}\n" in said


def test_the_readme_shows_what_the_demo_prints(demo):
    _, said = demo
    assert said.strip() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_result_is_there_and_says_who_answered_what(demo):
    home, _ = demo
    names = {path.name for path in (home / "consolidated").rglob("*.*")}
    assert {"สรุปผลแบบสำรวจ.xlsx", "responses.csv", "responses.jsonl", "review.xlsx"} <= names
    data = (home / "consolidated/responses.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 14
    lines = (home / "consolidated/responses.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    codes = {one["code"] for record in records for one in record.get("diagnostics", [])}
    assert "MULTIPLE_MARKS" in codes


def run_again(home, monkeypatch, capfd):
    """Consolidate the demonstration's inbox once more, as a clerk does in a project folder."""
    monkeypatch.chdir(home.parents[1])
    for name in ("archive", "rounds", "ledger"):
        if not (home.parent / name).exists():
            shutil.copytree(home / name, home.parent / name)
    capfd.readouterr()
    code = cli.run(["consolidate", str(home / "returns"), "-o", str(home / "consolidated")])
    return code, capfd.readouterr().out


def test_a_second_run_changes_nothing(demo, monkeypatch, capfd):
    home, _ = demo
    before = {path: path.read_bytes() for path in (home / "consolidated").rglob("*.*")}
    code, _ = run_again(home, monkeypatch, capfd)
    assert code == Exit.REVIEW
    assert {path: path.read_bytes() for path in (home / "consolidated").rglob("*.*")} == before


def test_what_a_person_decides_in_the_list_counts_from_then_on(demo, monkeypatch, capfd):
    home, said = demo
    assert "มี ๔ · ไม่มี ๓ · อยู่ระหว่างดำเนินการ ๕ · ไม่ระบุ ๑ · ต้องตรวจสอบ ๑" in said
    review = home / "consolidated/review.xlsx"
    book = openpyxl.load_workbook(review)
    sheet = book.worksheets[0]
    heading = next(cells for cells in sheet if cells[0].value == "ลำดับ")
    columns = {cell.value: cell.column for cell in heading}
    (row,) = (cells[0].row for cells in sheet if cells[-1].value == "MULTIPLE_MARKS")
    for name, value in (
        ("ผลการตัดสิน", "แก้เป็นคำตอบที่ถูกต้อง"),
        ("คำตอบที่ถูกต้อง หรือรหัสหน่วยงาน", "มี"),
        ("เหตุผล", "โทรศัพท์สอบถามแล้ว"),
        ("ผู้ตรวจสอบ", "เจ้าหน้าที่ ก"),
    ):
        sheet.cell(row, columns[name], value)
    book.save(review)
    _, said = run_again(home, monkeypatch, capfd)
    assert "มี ๕ · ไม่มี ๓ · อยู่ระหว่างดำเนินการ ๕ · ไม่ระบุ ๑\n" in said
    assert "รายการ ดูใน" in said
    _, again = run_again(home, monkeypatch, capfd)
    assert again.replace(NOTHING_NEW, "") == said
