"""Rules of the survey: held at reading, again after a person's answer, and waived by one."""

from dataclasses import replace

import pytest
from tests.consolidate.clerk import Desk, again
from tests.mailbag import ESTATUS, form, office_answers, sent
from tests.test_consolidate import changed, row

from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.content import load
from formgen.export.verdicts import ANSWER, BY, REASON, VERDICT
from formgen.model.codes import Code
from formgen.model.dataset import Standing
from formgen.model.decision import RULES, About, Decision, about, seen_subject
from formgen.model.diagnostics import FormgenError
from formgen.model.returned import State
from formgen.response import printed_hint
from formgen.result.verdict import Verdict

SIGNED = {REASON: "หน่วยงานยืนยันตามหนังสือ", BY: "สมศรี"}


def one(**more):
    return consolidate(form(), [sent("a.xlsx", office_answers(1, **more))])


def codes(data):
    return [finding.code for _, finding in data.matters]


# ---------------------------------------------------------------- waivers


def test_a_rule_is_waived_with_a_reason_and_a_name() -> None:
    desk = Desk(one(officers__answer="6000"))
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **SIGNED})
    after = desk.after()
    [(filed, finding, decision)] = after.waivers
    assert (finding.code, finding.field) == (Code.CONSTRAINT_FAILED, "officers.answer")
    assert (decision.reason, decision.by) == ("หน่วยงานยืนยันตามหนังสือ", "สมศรี")
    assert filed.state is State.ACCEPTED
    assert row(after, "A-1")["officers.answer"] == (Standing.ANSWERED, 6000)
    assert not after.matters


@pytest.mark.parametrize("wanting", [REASON, BY])
def test_without_reason_or_name_nothing_is_waived_and_nothing_typed_is_lost(wanting) -> None:
    desk = Desk(one(officers__answer="6000"))
    typed = {VERDICT: Verdict.AS_READ, **SIGNED, wanting: None}
    desk.type(Code.CONSTRAINT_FAILED)(typed)
    made, [said] = desk.decided()
    assert made == ()
    assert (said.code, dict(said.facts)["column"]) == (Code.DECISION_BAD, wanting)
    [kept] = Desk(desk.data, desk.left()).rows()
    assert {name: kept[name] for name in typed} == typed


def test_what_breaks_no_rule_needs_no_reason_and_is_no_waiver() -> None:
    zero = {"respondent.phone": "21234567", "respondent.agency_code": "1"}
    desk = Desk(consolidate(form(ESTATUS), [sent("a.docx", zero, of=form(ESTATUS))]))
    desk.type(Code.PHONE_ZERO_RESTORED)({VERDICT: Verdict.AS_READ})
    after = desk.after()
    assert Code.PHONE_ZERO_RESTORED not in codes(after)
    assert after.waivers == ()


@pytest.mark.parametrize(
    ("code", "more"),
    [
        (Code.REQUIRED_BLANK, {"officers__answer": ""}),
        (Code.CONSTRAINT_FAILED, {"officers__answer": "6000"}),
        (Code.NOT_RELEVANT, {"vacant_since__answer": "1 พ.ย. 2569"}),
        (Code.TOO_LONG, {"office__note": "ก" * 1001}),
        (Code.SPECIFY_BLANK, {"tools__used": ("other",)}),
        (Code.SPECIFY_ALONE, {"tools__specify": "แอป"}),
    ],
)
def test_every_rule_of_the_survey_can_be_waived(code, more) -> None:
    data = one(**more)
    assert codes(data) == [code]
    desk = Desk(data)
    desk.type(code)({VERDICT: Verdict.AS_READ, **SIGNED})
    after = desk.after()
    assert [finding.code for _, finding, _ in after.waivers] == [code]
    assert codes(after) == []


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("respondent.email", "somchai at home", Code.BAD_EMAIL),
        ("respondent.phone", "โทรกลับ", Code.BAD_PHONE),
    ],
)
def test_a_form_of_words_is_a_rule_too(field, typed, code) -> None:
    made = form(ESTATUS)
    data = consolidate(made, [sent("a", {"respondent.agency_code": "1", field: typed}, of=made)])
    desk = Desk(data)
    desk.type(code)({VERDICT: Verdict.AS_READ, **SIGNED})
    assert [finding.code for _, finding, _ in desk.after().waivers] == [code]
    assert code in RULES


def test_a_waiver_in_a_return_that_does_not_count_is_not_shown() -> None:
    desk = Desk(one(officers__answer="6000"))
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **SIGNED})
    waived = desk.after()
    out = Decision(waived.files[0].returned.sha256, About.COUNTS, value="no")
    assert again(waived, (out,)).waivers == ()


def test_taking_a_required_answer_for_blank_waives_the_rule() -> None:
    data = one(vacancy__answer=("yes_now", "no_now"))
    desk = Desk(data)
    desk.type(Code.MULTIPLE_MARKS)({VERDICT: Verdict.NO_ANSWER})
    made, [said] = desk.decided()
    assert (made, said.code) == ((), Code.DECISION_BAD)
    desk.type(Code.MULTIPLE_MARKS)(SIGNED)
    after = desk.after()
    assert [finding.code for _, finding, _ in after.waivers] == [Code.REQUIRED_BLANK]
    assert row(after, "A-1")["vacancy.answer"] == (Standing.BLANK, None)
    assert not after.matters


# ---------------------------------------------------------------- after a person's answer


def corrected(data, code, answer):
    desk = Desk(data)
    desk.type(code)({VERDICT: Verdict.CORRECTED, ANSWER: answer, **SIGNED})
    return desk.after()


def test_an_answer_by_a_person_is_held_against_the_rules_as_any_other() -> None:
    after = corrected(one(officers__answer="สิบ"), Code.NOT_AN_INTEGER, "6000")
    assert codes(after) == [Code.CONSTRAINT_FAILED]
    assert row(after, "A-1")["officers.answer"] == (Standing.ANSWERED, 6000)
    desk = Desk(after)
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **SIGNED})
    settled = desk.after()
    assert codes(settled) == []
    assert len(settled.waivers) == 1


def test_a_correction_that_breaks_the_rule_of_another_answer_is_told() -> None:
    data = one(officers__answer="สิบ", digital_officers__answer="5")
    assert codes(data) == [Code.NOT_AN_INTEGER]
    after = corrected(data, Code.NOT_AN_INTEGER, "3")
    [(_, finding)] = after.matters
    assert (finding.code, finding.field) == (Code.CONSTRAINT_FAILED, "digital_officers.answer")
    assert "ข้าราชการ" in str(dict(finding.facts)["rule"])
    assert codes(corrected(data, Code.NOT_AN_INTEGER, "7")) == []


def test_a_correction_that_mends_the_rule_of_another_answer_closes_its_finding() -> None:
    data = one(officers__answer="3", digital_officers__answer="5")
    assert codes(data) == [Code.CONSTRAINT_FAILED]
    count = Decision(data.files[0].returned.sha256, About.ANSWER, "officers.answer", 30)
    assert codes(again(data, (count,))) == []


def test_a_correction_can_make_another_answer_needless() -> None:
    data = one(vacancy__answer=("yes_now", "no_now"), vacant_since__answer="1 พ.ย. 2569")
    assert codes(corrected(data, Code.MULTIPLE_MARKS, "ไม่ใช่")) == [Code.NOT_RELEVANT]
    assert codes(corrected(data, Code.MULTIPLE_MARKS, "ใช่")) == []


def test_a_corrected_text_is_looked_at_as_any_text() -> None:
    made = form(ESTATUS)
    typed = {"respondent.agency_code": "1", "respondent.email": "somchai at home"}
    data = consolidate(made, [sent("a", typed, of=made)])
    assert Code.BAD_EMAIL in codes(corrected(data, Code.BAD_EMAIL, "still at home"))
    assert Code.BAD_EMAIL not in codes(corrected(data, Code.BAD_EMAIL, "a@example.go.th"))


def test_a_waiver_is_of_what_was_said_and_of_nothing_else() -> None:
    desk = Desk(one(officers__answer="6000"))
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **SIGNED})
    waived = desk.after()
    digest = waived.files[0].returned.sha256
    more = Decision(digest, About.ANSWER, "officers.answer", 7000)
    assert codes(again(waived, (more,))) == [Code.CONSTRAINT_FAILED]
    other = Decision(digest, About.ANSWER, "office.note", "ข้อสังเกต")
    assert codes(again(waived, (other,))) == []


def test_what_was_let_stand_by_an_earlier_program_stands() -> None:
    data = one(officers__answer="6000")
    subject = seen_subject("CONSTRAINT_FAILED", "officers.answer")
    seen = Decision(data.files[0].returned.sha256, About.SEEN, subject)
    assert codes(again(data, (seen,))) == []
    assert about(data.files[0].open[0]).startswith("officers.answer #")


def test_an_answer_of_an_earlier_form_is_held_against_its_own_rules() -> None:
    older = changed(form(), "officers.answer", constraint=". <= 9")
    returned = sent("a.xlsx", office_answers(1), of=older)
    data = consolidate(form(), [returned], older={older.digest: older})
    assert codes(data) == [Code.CONSTRAINT_FAILED]
    note = Decision(returned.sha256, About.ANSWER, "office.note", "x")
    data = consolidate(form(), [returned], older={older.digest: older}, decisions=[note])
    assert codes(data) == [Code.CONSTRAINT_FAILED]


# ---------------------------------------------------------------- rules across answers

ACROSS = """
schema: formgen/survey@1
id: sums
revision: 1
title: แบบทดสอบผลรวม
instruction: โปรดกรอก
remark: false
columns:
  - {id: question, label: รายการ, kind: label, width: 50}
  - {id: n, label: จำนวน, kind: response, width: 50}
parts:
  - id: who
    number: 1
    origin: addition
    label: ส่วนที่ {n}
    title: ผู้ตอบ
    fields:
      - {id: code, label: รหัส, role: agency_code, required: true}
      - id: share
        label: สัดส่วน
        type: decimal
        hint: ต้องอยู่ระหว่าง ๐ ถึง ๑
        constraint: . >= 0 and . <= 1
  - id: people
    number: 2
    label: ส่วนที่ {n}
    title: จำนวน
    items:
      - id: people
        title: คน
        rows:
          - {id: men, label: ชาย, type: integer}
          - {id: women, label: หญิง, type: integer}
          - id: all
            label: รวม
            type: integer
            hint: รวมต้องเท่ากับชายบวกหญิง
            constraint: . = ${men.n} + ${women.n}
"""


def made(tmp_path, text=ACROSS):
    path = tmp_path / "sums" / "survey.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return compile_survey(load(path))


def answered(survey, **answers):
    raw = {"who.code": "A-1"} | {f"{name}.n": text for name, text in answers.items()}
    return consolidate(survey, [sent("a.xlsx", raw, of=survey)])


def test_a_rule_may_add_up_other_answers(tmp_path) -> None:
    survey = made(tmp_path)
    assert codes(answered(survey, men="2", women="๓", all="5")) == []
    [(_, finding)] = answered(survey, men="2", women="๓", all="6").matters
    assert finding.code is Code.CONSTRAINT_FAILED
    told = dict(finding.facts)["rule"]
    men, women = survey.field("men.n").label, survey.field("women.n").label
    assert told == f"รวมต้องเท่ากับชายบวกหญิง ({men}: 2, {women}: 3)"
    assert told.startswith(printed_hint(survey, "all.n"))


@pytest.mark.parametrize("doubtful", ["", "สอง"])
def test_a_rule_that_rests_on_a_blank_or_doubtful_answer_stays_undecided(
    tmp_path, doubtful
) -> None:
    data = answered(made(tmp_path), men=doubtful, women="3", all="6")
    assert Code.CONSTRAINT_FAILED not in codes(data)


def test_a_sum_is_held_again_when_a_person_settles_a_part_of_it(tmp_path) -> None:
    data = answered(made(tmp_path), men="สอง", women="3", all="6")
    assert codes(corrected(data, Code.NOT_AN_INTEGER, "2")) == [Code.CONSTRAINT_FAILED]
    assert codes(corrected(data, Code.NOT_AN_INTEGER, "3")) == []


def test_the_rule_is_told_as_it_is_printed(tmp_path) -> None:
    survey = made(tmp_path)
    data = consolidate(survey, [sent("a", {"who.code": "A-1", "who.share": "2"}, of=survey)])
    assert dict(data.matters[0][1].facts)["rule"] == "ต้องอยู่ระหว่าง ๐ ถึง ๑"
    own = replace(survey.field("who.share"), constraint_message="สัดส่วนผิด")
    fields = tuple(own if each.name == own.name else each for each in survey.fields)
    survey = replace(survey, fields=fields)
    data = consolidate(survey, [sent("a", {"who.code": "A-1", "who.share": "2"}, of=survey)])
    assert dict(data.matters[0][1].facts)["rule"] == "สัดส่วนผิด"


def test_personal_data_of_another_answer_is_not_repeated(tmp_path) -> None:
    survey = made(tmp_path)
    fields = tuple(replace(each, personal_data=each.name == "men.n") for each in survey.fields)
    [(_, finding)] = answered(replace(survey, fields=fields), men="2", women="3", all="6").matters
    assert f"{survey.field('men.n').label}: …" in str(dict(finding.facts)["rule"])


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("${men.n} + ${womn.n}", Code.CONTENT_DANGLING),
        ("${men.n} +", Code.CONTENT_BAD_EXPRESSION),
    ],
)
def test_a_rule_across_answers_is_checked_with_its_line(tmp_path, rule, code) -> None:
    text = ACROSS.replace("${men.n} + ${women.n}", rule)
    with pytest.raises(FormgenError) as caught:
        made(tmp_path, text)
    [said] = caught.value.diagnostics
    line = 1 + text.splitlines().index(f"            constraint: . = {rule}")
    assert said.code is code
    assert said.where.endswith(f"survey.yaml:{line}")
