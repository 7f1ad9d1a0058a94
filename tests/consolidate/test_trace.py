"""Where one answer of one agency comes from, as the trace tells it."""

from dataclasses import replace

import pytest
from tests.consolidate.clerk import Desk, again
from tests.mailbag import ESTATUS, form, office, office_answers, sent
from tests.test_consolidate import changed, officers

from formgen import cli
from formgen.consolidate import consolidate
from formgen.export.keying import AGENCY, BY, COMPLETE, DONE
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Exit, found
from formgen.model.reading import By
from formgen.model.returned import Returned
from formgen.result.trace import agencies_named, fields_named, trace

ROSTER = [office(1), office(2), replace(office(3), agency_name="กรมที่ดิน")]


def told(data, code, field, history=()):
    return "\n".join(trace(data, data.by_code()[code], data.form.field(field), history))


# ---------------------------------------------------------------- which one


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("A-1", ["A-1"]),
        ("a-๑", ["A-1"]),
        ("ที่ดิน", ["A-3"]),
        ("หน่วยงานที่ 2", ["A-2"]),
        ("หน่วยงาน", ["A-1", "A-2"]),
        ("Z", []),
        ("", []),
    ],
)
def test_agencies_are_found_by_code_or_part_of_the_name(typed, codes) -> None:
    data = consolidate(form(), [], roster=ROSTER)
    assert [one.recipient.agency_code for one in agencies_named(data, typed)] == codes


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("๓.๑", ["website.status"]),
        ("3.1", ["website.status"]),
        ("ข้อ ๓.๑", ["website.status"]),
        ("1.", ["email.status"]),
        ("website", ["website.status"]),
        ("email.remark", ["email.remark"]),
        ("respondent.phone", ["respondent.phone"]),
        ("เว็บไซต์", ["website.status"]),
        ("กระดานข่าว", ["webboard.status"]),
        ("หมายเลขโทรศัพท์", ["respondent.phone"]),
        ("ประเภท", ["respondent.agency_type", "respondent.agency_type.specify"]),
        ("9", []),
        ("", []),
    ],
)
def test_questions_are_found_by_number_id_or_field(typed, names) -> None:
    assert [one.name for one in fields_named(form(ESTATUS), typed)] == names


def test_a_number_that_two_parts_print_is_not_clear() -> None:
    names = [one.name for one in fields_named(form(), "1.1")]
    assert names == ["officers.answer", "tools.used"]


# ---------------------------------------------------------------- what it tells


def test_it_tells_value_file_place_words_and_how_it_was_found() -> None:
    data = consolidate(form(), [sent("เหนือ/a.xlsx", office_answers(1))], roster=ROSTER)
    text = told(data, "A-1", "vacancy.answer")
    digest = data.files[0].returned.sha256
    for part in (
        "หน่วยงาน: A-1 หน่วยงานที่ 1",
        "(vacancy.answer)",
        "ค่าที่นับ: ไม่ใช่",
        f"เหนือ/a.xlsx (XLSX, sha256 {digest[:12]})",
        "ตำแหน่ง: ช่อง vacancy.answer",
        "อ่านจาก: ชื่อช่องในแฟ้ม (name)",
        "ข้อความในแฟ้ม: ไม่ใช่",
        "สถานะ: นับรวม",
    ):
        assert part in text, part


def test_every_way_of_finding_has_its_words() -> None:
    returned = sent("a.xlsx", office_answers(1))
    assert returned.response is not None
    for by in By:
        answers = {name: replace(one, by=by) for name, one in returned.response.answers.items()}
        one = replace(returned, response=replace(returned.response, answers=answers))
        assert f"({by.value})" in told(consolidate(form(), [one]), "A-1", "vacancy.answer")


def test_it_tells_what_a_person_decided_and_what_was_decided_before() -> None:
    doubtful = sent("a.xlsx", office_answers(1, vacancy__answer=("yes_now", "no_now")))
    first = Decision(
        doubtful.sha256, About.ANSWER, "vacancy.answer", "yes_now", "โทรถาม", "ก", "2026-11-22"
    )
    second = replace(first, value="no_now", reason="หนังสือยืนยัน", by="ข", at="2026-11-23")
    data = consolidate(form(), [doubtful], decisions=[first, second])
    text = told(data, "A-1", "vacancy.answer", [first, second])
    assert "ค่าที่นับ: ไม่ใช่" in text
    assert "ข้อความในแฟ้ม: ใช่, ไม่ใช่" in text
    assert "แก้เป็นคำตอบที่ถูกต้อง: ใช่ โดย ก เมื่อ ๒๒ พฤศจิกายน ๒๕๖๙ เหตุผล: โทรถาม" in text
    assert "แก้เป็นคำตอบที่ถูกต้อง: ไม่ใช่ โดย ข เมื่อ ๒๓ พฤศจิกายน ๒๕๖๙ เหตุผล: หนังสือยืนยัน" in text
    assert "โทรถาม" not in told(data, "A-1", "officers.answer", [first, second])


def test_it_tells_the_other_returns_and_in_what_they_differ() -> None:
    returns = [officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")]
    text = told(consolidate(form(), returns), "A-1", "officers.answer")
    assert text.index("แฟ้มที่นับ") < text.index("b.xlsx") < text.index("แฟ้มอื่นของหน่วยงาน")
    assert "มีฉบับอื่นแทน" in text
    assert "ต่างจาก b.xlsx: ที่นี่: 1  อีกฉบับ: 2" in text


def test_it_tells_a_return_that_a_person_put_away() -> None:
    returned = sent("a.xlsx", office_answers(1))
    no = Decision(returned.sha256, About.COUNTS, value="no", reason="ทดลองส่ง", by="ก")
    text = told(
        consolidate(form(), [returned], roster=ROSTER, decisions=[no]), "A-1", "office.note"
    )
    assert "ยังไม่ส่งแบบกลับ" in text
    assert "ไม่นับฉบับนี้ โดย ก" in text


def test_it_tells_which_rule_made_an_answer_needless_and_which_was_waived() -> None:
    answers = office_answers(1, officers__answer="6000")
    returned = sent("a.xlsx", answers)
    data = consolidate(form(), [returned])
    desk = Desk(data)
    desk.type(Code.CONSTRAINT_FAILED)({"ผลการตัดสิน": "ใช้ตามที่อ่านได้", "เหตุผล": "จริง", "ผู้ตรวจสอบ": "ก"})
    data = desk.after()
    label = form().field("vacancy.answer").label
    needless = told(data, "A-1", "vacant_since.answer")
    assert "ค่าที่นับ: ไม่ต้องตอบ" in needless
    assert f"{label}: ไม่ใช่" in needless
    assert "พบ (ยกเว้นแล้ว)" in told(data, "A-1", "officers.answer")


def test_it_tells_why_an_answer_is_in_doubt() -> None:
    two = consolidate(form(), [officers("a.xlsx", "1"), officers("b.xlsx", "2")])
    text = told(two, "A-1", "officers.answer")
    assert "ค่าที่นับ: ต้องตรวจสอบ" in text
    assert text.count("แฟ้มที่รอการตัดสิน") == 2
    older = changed(form(), "officers.answer", label="เดิม")
    data = consolidate(
        form(), [sent("a.xlsx", office_answers(1), of=older)], older={older.digest: older}
    )
    assert "ความหมายต่างจากรุ่นนี้" in told(data, "A-1", "officers.answer")


def test_it_tells_who_typed_what_no_program_could_read() -> None:
    scan = Returned("scan.pdf", "ab" * 32, 9, diagnostics=(found(Code.FIELDS_FLATTENED),))
    desk = Desk(consolidate(form(), [scan], roster=ROSTER))
    desk.key(1, {"officers.answer": "7", AGENCY: "A-1", BY: "สมศรี", DONE: COMPLETE})
    made, _ = desk.decided()
    text = told(again(desk.data, made), "A-1", "officers.answer")
    assert "(person)" in text
    assert "พิมพ์คำตอบจากแฟ้ม โดย สมศรี" in text
    assert "พิมพ์จากแฟ้มที่โปรแกรมอ่านไม่ได้" in text


# ---------------------------------------------------------------- the command


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger with two returns, in the folder in which commands are given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORMGEN_LANG", "th")
    made = form(ESTATUS)
    answers = {"respondent.agency_code": "76-001", "respondent.agency_name": "กรมที่ดิน"}
    run = Run("2026-11-22T09:00:00+07:00", "test")
    with Ledger.open(tmp_path / "output/ledger") as kept:
        for number, name in ((1, "กรมที่ดิน"), (2, "กรมทางหลวง")):
            one = {**answers, "respondent.agency_code": f"76-00{number}", "email.status": ("have",)}
            one["respondent.agency_name"] = name
            kept.take(run, sent(f"{number}.docx", one, of=made, format="docx"), None)
    return ["--survey", str(ESTATUS)]


def test_the_command_prints_it(ledger, capsys) -> None:
    assert cli.run(["trace", "76-001", "๑", *ledger]) == Exit.CLEAN
    printed = capsys.readouterr().out
    assert "ค่าที่นับ: มี" in printed
    assert "1.docx (DOCX" in printed


@pytest.mark.parametrize(
    ("agency", "question", "shown"),
    [
        ("กรม", "1", "76-002 กรมทางหลวง"),
        ("กระทรวง", "1", "76-001 กรมที่ดิน"),
        ("76-001", "99", "(email.status)"),
    ],
)
def test_what_is_not_clear_is_answered_with_what_there_is(
    ledger, capsys, agency, question, shown
) -> None:
    assert cli.run(["trace", agency, question, *ledger]) == Exit.USAGE
    printed = capsys.readouterr()
    assert shown in printed.err
    assert printed.out == ""


def test_the_ledger_remembers_what_was_decided_before(tmp_path) -> None:
    run = Run("2026-11-22T09:00:00+07:00", "test")
    later = Run("2026-11-23T09:00:00+07:00", "test")
    returned = sent("a.xlsx", office_answers(1))
    decision = Decision(returned.sha256, About.ANSWER, "office.note", "ก", "เพราะ", "ข")
    with Ledger.open(tmp_path) as ledger:
        ledger.take(run, returned, None)
        ledger.decide(run, decision)
        ledger.decide(later, replace(decision, value="ค"))
        assert [one.value for one in ledger.history()] == ["ก", "ค"]
        assert [one.at[:10] for one in ledger.history()] == ["2026-11-22", "2026-11-23"]
        assert [one.value for one in ledger.decisions()] == ["ค"]
