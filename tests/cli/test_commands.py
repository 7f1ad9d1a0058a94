"""The commands as a clerk meets them: words, exit codes, and what lies on disk afterwards."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from formgen import files, formats
from formgen.cli import COMMANDS, language
from formgen.model.diagnostics import Exit

ROOT = Path(__file__).parents[2]


def test_language_is_thai_unless_english_is_asked_for():
    assert language([], {}) == "th"
    assert language([], {"LANG": "C.UTF-8"}) == "th"
    assert language([], {"LANG": "en_US.UTF-8"}) == "en"
    assert language([], {"LANG": "en_US.UTF-8", "FORMGEN_LANG": "th"}) == "th"
    assert language(["--lang", "en", "check"], {"LANG": "th_TH"}) == "en"
    assert language(["--lang=th"], {"LANG": "en_US"}) == "th"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(run, command):
    code, said, _ = run(command, "--help")
    assert code == Exit.CLEAN
    assert "วิธีใช้" in said
    for page in ("README.md",):
        assert f"formgen {command}" in (ROOT / page).read_text(encoding="utf-8")


def test_help_loads_no_format_and_no_heavy_library():
    heavy = ("reportlab", "pikepdf", "openpyxl", "docx", "lxml", "uharfbuzz", "yaml", "sqlite3")
    code = (
        "import sys\nfrom formgen.cli import run\nrun(['--help'])\n"
        f"sys.exit(','.join(sorted(set({heavy!r}) & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_build_makes_three_forms_and_keeps_the_compiled_one(run, tmp_path):
    code, said, _ = run("build")
    assert code == Exit.CLEAN
    made = sorted(path.suffix for path in (tmp_path / "output/forms").iterdir())
    assert made == [".docx", ".json", ".pdf", ".xlsx"]
    digest = json.loads((tmp_path / "output/forms/form.json").read_text(encoding="utf-8"))["digest"]
    assert (tmp_path / f"output/archive/{digest}.json").exists()
    assert (tmp_path / f"output/archive/{digest}.placements.json").exists()
    assert "สร้างแล้ว" in said


def test_building_twice_gives_the_same_bytes(run, tmp_path):
    run("build", "-o", "one")
    run("build", "-o", "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 4
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_only_the_formats_asked_for(run, tmp_path):
    assert run("build", "--format", "docx")[0] == Exit.CLEAN
    assert {path.suffix for path in (tmp_path / "output/forms").iterdir()} == {".docx", ".json"}
    code, _, said = run("build", "--format", "doc")
    assert code == Exit.USAGE
    assert "doc" in said


def test_wrong_content_is_told_with_its_line(run, tmp_path):
    wrong = tmp_path / "survey.yaml"
    wrong.write_text("schema: formgen/survey@1\nid: x\nrevison: 1\n", encoding="utf-8")
    code, _, said = run("check", wrong)
    assert code == Exit.CONTENT
    assert "survey.yaml:3: ไม่รู้จักคำว่า “revison”" in said


def test_a_form_that_asks_nobody_can_only_be_distributed(run, tmp_path):
    text = (ROOT / "content/amlo-estatus/survey.yaml").read_text(encoding="utf-8")
    survey = tmp_path / "survey.yaml"
    survey.write_text(text.replace("enabled: true ", "enabled: false"), encoding="utf-8")
    code, _, said = run("build", survey)
    assert code == Exit.CLEAN
    assert "distribute" in said


def test_other_words_under_one_revision_are_noticed(run, tmp_path):
    text = (ROOT / "content/amlo-estatus/survey.yaml").read_text(encoding="utf-8")
    survey = tmp_path / "survey.yaml"
    survey.write_text(text, encoding="utf-8")
    assert run("build", survey)[::2] == (Exit.CLEAN, "")
    survey.write_text(text.replace("สื่อสังคมออนไลน์", "สื่อสังคม"), encoding="utf-8")
    code, _, said = run("build", survey)
    assert code == Exit.CLEAN
    assert "โปรดเพิ่มเลข revision" in said
    survey.write_text(text.replace("revision: 1", "revision: 2"), encoding="utf-8")
    assert "revision" not in run("build", survey)[2]


def test_a_deadline_before_the_issue_issues_nothing(run, tmp_path):
    roster = ROOT / "content/amlo-estatus/roster-example.csv"
    words = ("distribute", "--roster", roster, "--round", "r", "--issued", "22/11/2569")
    code, _, said = run(*words, "--deadline", "21/11/2569")
    assert code == Exit.USAGE
    assert "กำหนดส่งคืนอยู่ก่อนวันที่จัดส่ง" in said
    assert not (tmp_path / "output/rounds").exists()
    _, said, _ = run(*words, "--deadline", "30/11/2569", "--format", "docx,docx")
    assert "กำหนดส่งคืนภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙" in said


def test_filling_what_is_no_form_is_a_wrong_argument(run, tmp_path):
    (tmp_path / "x.docx").write_bytes(b"nothing")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert run("fill", "x.docx", "a.json", "-o", "y.docx")[0] == Exit.USAGE


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_or_locked_folder_leaves_the_old_file(run, tmp_path, monkeypatch, number):
    run("build", "-o", "forms")
    before = {path: path.read_bytes() for path in (tmp_path / "forms").iterdir()}

    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", refuse)
    code, _, said = run("build", "-o", "forms")
    assert code == Exit.OUTPUT
    assert "เขียนแฟ้มไม่ได้" in said
    assert {path: path.read_bytes() for path in (tmp_path / "forms").iterdir()} == before


def test_the_answers_of_the_documentation_fill_a_form(run, tmp_path):
    page = (ROOT / "docs/distribution.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.S)
    run("build", "--format", "xlsx")
    (tmp_path / "a.json").write_text(example, encoding="utf-8")
    words = ("output/forms/amlo-estatus.xlsx", "a.json", "-o", "filled.xlsx")
    assert run("fill", *words)[0] == Exit.CLEAN
    answers = json.loads(run("read", "filled.xlsx")[1])["answers"]
    assert {name: answers[name]["value"] for name in json.loads(example)} == json.loads(example)


def test_a_filled_copy_takes_the_place_of_no_file(run, tmp_path):
    run("build")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "returned.docx").write_bytes(b"what an agency sent")
    words = ("fill", "output/forms/amlo-estatus.docx", "a.json", "-o")
    code, _, said = run(*words, "returned.docx")
    assert (code, "--overwrite" in said) == (Exit.USAGE, True)
    assert (tmp_path / "returned.docx").read_bytes() == b"what an agency sent"
    assert run(*words, "returned.docx", "--overwrite")[0] == Exit.CLEAN
    assert (tmp_path / "returned.docx").read_bytes().startswith(b"PK")


def test_a_filled_copy_is_named_as_what_it_is(run, tmp_path):
    run("build")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    code, _, said = run("fill", "output/forms/amlo-estatus.docx", "a.json", "-o", "new.pdf")
    assert (code, "new.docx" in said) == (Exit.USAGE, True)
    assert not (tmp_path / "new.pdf").exists()


def test_the_shipped_survey_is_named_in_a_folder_where_nothing_is(run, tmp_path):
    assert "amlo-estatus/survey.yaml" in run("build")[2]
    assert "survey.yaml" not in run("build")[2]


def test_fill_then_read_gives_the_record(run, tmp_path):
    run("build")
    answers = tmp_path / "answers.json"
    given = {
        "respondent.agency_code": "76-001",
        "email.status": "have",
        "email.remark": "เริ่ม ๑ ต.ค.",
    }
    answers.write_text(json.dumps(given), encoding="utf-8")
    records = []
    for suffix in ("docx", "pdf", "xlsx"):
        form = tmp_path / f"output/forms/amlo-estatus.{suffix}"
        assert run("fill", form, answers, "-o", f"filled.{suffix}")[0] == Exit.CLEAN
        code, said, _ = run("read", f"filled.{suffix}")
        assert code == Exit.CLEAN
        records.append(json.loads(said))
    first = records[0]
    assert first["respondent"] == {
        "agency_code": "76-001", "round": None, "by": "typed", "verified": None,
    }  # fmt: skip
    assert first["form"]["match"] == "exact"
    assert len(first["answers"]) == 22
    for record in records:
        values = {name: one["value"] for name, one in record["answers"].items()}
        assert {name: values[name] for name in given} == given
        assert values == {name: one["value"] for name, one in first["answers"].items()}


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (None, "ไม่มีแฟ้มหรือโฟลเดอร์นี้"),
        (b'{"a": 1,\n\n', "รูปแบบ JSON ไม่ถูกต้องในบรรทัด ๓"),
        (b"[1]", "ไม่ได้อยู่ในรูป {ชื่อช่อง: คำตอบ}"),
        (b'{"a.b": "1", "c": "2", "a.b": "3"}', "มี a.b ซ้ำกัน"),
        (b"\xff\xfe\x00", "ไม่ใช่แฟ้มข้อความ"),
        (b"[" * 100_000, "ซ้อนกันลึกเกินไป"),
    ],
)
def test_answers_that_cannot_be_read_are_told_in_thai(run, tmp_path, answers, why):
    if answers is not None:
        (tmp_path / "a.json").write_bytes(answers)
    code, _, said = run("fill", "x.docx", "a.json", "-o", "y.docx")
    assert code == Exit.USAGE
    assert said.startswith(f"a.json: อ่านแฟ้มคำตอบไม่ได้ ({why})")


def test_an_answer_that_does_not_fit_is_a_fault_of_the_answers(run, tmp_path):
    run("build")
    (tmp_path / "a.json").write_text(f'{{"email.remark": "{"ก" * 501}"}}', encoding="utf-8")
    code, _, said = run("fill", "output/forms/amlo-estatus.docx", "a.json", "-o", "y.docx")
    assert code == Exit.USAGE
    assert said.startswith("a.json: ")
    assert said.rstrip().endswith('ต้องเป็น "…" ≤ 500')


def test_sizes_are_in_thai_numerals(run, tmp_path):
    run("build")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    _, said, _ = run("fill", "output/forms/amlo-estatus.docx", "a.json", "-o", "y.docx")
    assert re.fullmatch(r"สร้างแล้ว y\.docx \([๐-๙]+ กิโลไบต์\)\n", said)


def test_a_date_may_be_spelled_as_a_dated_folder_is(run, tmp_path):
    roster = tmp_path / "r.csv"
    roster.write_text("รหัสหน่วยงาน,ชื่อหน่วยงาน\nA-1,หนึ่ง\n", encoding="utf-8")
    words = ["distribute", "--roster", roster, "--round", "a", "--format", "xlsx", "--deadline"]
    code, said, _ = run(*words, "2699-12-31")
    assert (code, "๓๑ ธันวาคม ๒๖๙๙" in said) == (Exit.USAGE, False)  # no folder of receipt either
    code, said, _ = run(*words, "2570-12-31")
    assert code == Exit.CLEAN
    assert "๓๑ ธันวาคม ๒๕๗๐" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trace", "A-1"], "ยังไม่ได้ระบุ"),
        (["trace", "A-1", "๑"], "ยังไม่มีหน่วยงานในบัญชี"),
        (["remind"], "ไม่ทราบว่าจัดส่งแบบให้หน่วยงานใด"),
        (["reply"], "ยังไม่มีแฟ้มในบัญชี"),
        (["consolidate", "--review", "."], "'.' เป็นโฟลเดอร์ ไม่ใช่แฟ้ม"),
    ],
)
def test_what_comes_first_is_said_where_there_is_nothing_yet(run, words, said):
    assert said in run(*words)[2]


def test_unknown_answers_are_refused(run, tmp_path):
    run("build")
    answers = tmp_path / "answers.json"
    answers.write_text('{"email.status": "perhaps", "nobody.knows": "x"}', encoding="utf-8")
    code, _, said = run("fill", "output/forms/amlo-estatus.docx", answers, "-o", "filled.docx")
    assert code == Exit.USAGE
    assert "nobody.knows" in said
    assert "perhaps" in said
    assert not (tmp_path / "filled.docx").exists()


def test_reading_what_is_no_form_says_so_and_goes_on(run, tmp_path):
    run("build")
    (tmp_path / "note.txt").write_text("สวัสดี", encoding="utf-8")
    code, said, _ = run("read", "note.txt", "output/forms/amlo-estatus.pdf")
    assert code == Exit.REVIEW
    first, second = map(json.loads, said.splitlines())
    assert first["diagnostics"][0]["code"] == "FILE_UNKNOWN_TYPE"
    assert second["form"]["survey"] == "amlo-estatus"


def test_no_inbox_is_a_usage_error(run):
    code, _, said = run("consolidate", "nowhere")
    assert code == Exit.USAGE
    assert "nowhere" in said


def test_a_fault_of_the_program_is_one_sentence(run, monkeypatch):
    def fail(name: str) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(formats, "get", fail)
    code, _, said = run("build")
    assert code == Exit.INTERNAL
    assert "Traceback" not in said
    assert "RuntimeError: test_commands.py:" in said
    assert "planted" not in said  # it might be an answer


def test_reading_goes_on_past_a_file_that_cannot_be_opened(run, tmp_path, monkeypatch):
    run("build")
    closed = tmp_path / "closed.pdf"
    closed.write_bytes(b"%PDF-1.7")
    closed.chmod(0)
    # The superuser may open anything, so the check that click makes is asked instead.
    monkeypatch.setattr(os, "access", lambda *_: False)
    code, said, _ = run("read", "closed.pdf", "output/forms/amlo-estatus.docx")
    assert code == Exit.REVIEW
    assert len(said.splitlines()) == 2
