"""`formgen distribute`, on and on: what an agency last answered, and a form that was changed."""

import re

import pytest
from tests.clerk import xlsx

from formgen.model.diagnostics import Exit
from formgen.model.recipient import Carried
from formgen.resources import resource
from formgen.rounds import load_register

ROSTER = "รหัสหน่วยงาน,ชื่อหน่วยงาน\nA-1,กรมหนึ่ง\nA-2,กรมสอง\n"
SEND = ("distribute", "--roster", "r.csv", "--format", "xlsx", "--round")


@pytest.fixture(autouse=True)
def roster(tmp_path):
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")


def test_what_an_agency_answered_is_filled_in_the_next_time(run, tmp_path):
    assert run(*SEND, "2568-1")[0] == Exit.CLEAN
    blank = tmp_path / "output/rounds/2568-1/copies/A-1/amlo-estatus-A-1.xlsx"
    given = {"email.status": "มี", "email.remark": "เริ่มใช้แล้ว"}
    (tmp_path / "returns").mkdir()
    answered = xlsx.fill(blank.read_bytes(), given | {"respondent.response_date": "1/2/2568"})
    (tmp_path / "returns/a.xlsx").write_bytes(answered)
    assert run("consolidate")[0] in (Exit.CLEAN, Exit.REVIEW)
    code, words, _ = run(*SEND, "2569-1", "--carry-forward", "output/ledger")
    assert code == Exit.CLEAN
    assert "เติมคำตอบของรอบก่อนให้ ๑ หน่วยงาน" in words
    (carried,) = load_register(tmp_path / "output/rounds/2569-1").round.carried
    values = (("email.status", "have"), ("email.remark", "เริ่มใช้แล้ว"))
    assert carried == Carried(1, 1, "2568-1", values)
    again = run(*SEND, "2569-1", "--carry-forward", "output/ledger/ledger.sqlite")
    assert again[0] == Exit.CLEAN
    code, words, _ = run("read", "output/rounds/2569-1/copies/A-1/amlo-estatus-A-1.xlsx")
    assert "ANSWERS_CARRIED" in words
    assert "ส่งกลับมาโดยไม่เปลี่ยน" in words
    (tmp_path / "r.csv").write_text(ROSTER.replace("กรมหนึ่ง", "กรมใหม่"), encoding="utf-8")
    code, words, problem = run(*SEND, "2570-1", "--carry-forward", "output/ledger")
    assert code == Exit.CLEAN
    assert "เติมคำตอบของรอบก่อนให้ ๐ หน่วยงาน" in words
    assert "รหัส A-1 ในคำตอบครั้งก่อนคือ “กรมหนึ่ง” แต่รอบนี้คือ “กรมใหม่”" in problem
    assert load_register(tmp_path / "output/rounds/2570-1").round.carried == ()


@pytest.mark.parametrize("where", ["nowhere", "r.csv", "output"])
def test_a_ledger_that_is_not_there_is_told_of_and_none_is_made(run, tmp_path, where):
    (tmp_path / "output").mkdir()
    code, _, problem = run(*SEND, "2569-1", "--carry-forward", where)
    assert code == Exit.USAGE
    assert where in problem
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["output", "r.csv"]


def test_a_changed_form_goes_on_in_its_round_when_that_is_asked_for(run, tmp_path):
    assert run(*SEND, "2569-1")[0] == Exit.CLEAN
    words = resource("content", "amlo-estatus", "survey.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "content/amlo-estatus/survey.yaml"
    changed.parent.mkdir(parents=True)
    changed.write_text(re.sub("(?m)^revision: 1$", "revision: 2", words), encoding="utf-8")
    code, _, problem = run(*SEND, "2569-1")
    assert (code, "--revise" in problem) == (Exit.USAGE, True)
    assert run(*SEND, "2569-1", "--revise")[0] == Exit.CLEAN
    names = sorted(path.name for path in (tmp_path / "output/rounds/2569-1/copies/A-1").iterdir())
    assert names == ["amlo-estatus-A-1.v2.xlsx", "amlo-estatus-A-1.xlsx"]
    for name in names:
        code, words, _ = run("read", f"output/rounds/2569-1/copies/A-1/{name}")
        assert '"verified": true' in words


def test_going_on_with_a_round_tells_what_changes(run, tmp_path):
    first = run(*SEND, "2569-1", "--issued", "1/11/2569", "--deadline", "30/11/2569")
    assert "กำหนดส่งเดิม" not in first[1]
    (tmp_path / "r.csv").write_text(ROSTER.replace("A-2", "A-3"), encoding="utf-8")
    code, said, problems = run(*SEND, "2569-1", "--issued", "2/11/2569", "--deadline", "15/12/2569")
    assert code == Exit.CLEAN
    assert "กำหนดส่งเดิมคือ ๓๐ พฤศจิกายน ๒๕๖๙" in said
    assert "ไม่มีในทะเบียนนี้ ยังคงอยู่ในรอบ: ๑" in said
    assert "จัดส่งแล้วเมื่อ ๑ พฤศจิกายน ๒๕๖๙" in problems
    _, said, problems = run(*SEND, "2569-1", "--issued", "1/11/2569", "--deadline", "15/12/2569")
    assert "กำหนดส่งเดิม" not in said
    assert "--issued" not in problems


def test_a_round_may_be_run_again_after_its_deadline(run):
    dates = ("--issued", "1/11/2568", "--deadline", "30/11/2568")
    assert run(*SEND, "2568-1", *dates)[0] == Exit.CLEAN
    assert run(*SEND, "2568-1", "--deadline", "30/11/2568")[0] == Exit.CLEAN
    code, _, errors = run(*SEND, "2569-1", "--deadline", "30/11/2568")
    assert code == Exit.USAGE
    assert "กำหนดส่ง" in errors
