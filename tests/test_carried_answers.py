"""Answers of an earlier round, filled in for the agency to bring up to date: the whole way."""

from dataclasses import replace
from types import ModuleType

import pytest
from tests.clerk import docx, pdf, xlsx
from tests.formats.pdf.flattening import ENGINES, changed, forget
from tests.mailbag import ESTATUS, form, office, office_answers, sent

from formgen import formats
from formgen.consolidate import consolidate
from formgen.distribute import Earlier, distribute, earlier_answers, not_carried
from formgen.intake import Setting, read_file
from formgen.model.codes import Code, Severity
from formgen.model.decision import About, Decision, about, seen_subject
from formgen.model.diagnostics import found
from formgen.model.identity import Copy, Token
from formgen.model.recipient import Carried, Recipient, Round
from formgen.model.response import Match
from formgen.model.survey import Choice, Kind, Role
from formgen.response import interpret
from formgen.rounds import load_rounds

FORM = form()
KEY = bytes(range(32))
ONE = Recipient(1, "A-1", "กรมหนึ่ง (ตัวอย่าง)")
NAME = office(1).agency_name
CLERKS: dict[str, ModuleType] = {"docx": docx, "pdf": pdf, "xlsx": xlsx}


def answers(of, turn=0):
    """An answer to everything that is not about who answers, and when."""
    given = {}
    for place, field in enumerate(of.fields, turn):
        if field.role in (None, Role.CENTRAL_EMAIL, Role.COORDINATOR):
            codes = [choice.code for choice in field.choices]
            given[field.name] = {
                Kind.SELECT_ONE: codes[place % len(codes)] if codes else "",
                Kind.SELECT_MULTIPLE: tuple(codes[:2]),
                Kind.INTEGER: place,
                Kind.DECIMAL: "12.5",
                Kind.DATE: "2026-11-22",
                Kind.TEXT: "เริ่มใช้ที่ สนง. ๑ ต.ค. =1+1" if field.multiline else "น้ำปู่ ญ่ ฐุ้",
            }[field.kind]
            given[field.name] = {"email": "a@b.go.th", "phone": "0812345678"}.get(
                field.format or "", given[field.name]
            )
    return given


def send(folder, of, *recipients, **more):
    options = {"issued": "2026-11-01", "new_key": KEY} | more
    return distribute(of, recipients, "2569-1", folder, **options)


def earlier(values, source="2568-1", name=ONE.agency_name):
    return {"a-1": Earlier(source, name, tuple(values.items()))}


# ---------------------------------------------------------------- what may be carried


def merged(*returns, of=FORM, **more):
    return consolidate(of, returns, **more)


def test_answers_that_count_are_carried_and_never_who_and_when():
    told = earlier_answers(merged(sent("a.xlsx", office_answers(1))))
    values = (
        ("officers.answer", 10),
        ("vacancy.answer", "no_now"),
        ("tools.used", ("mail", "sign")),
    )
    assert told == {"a-1": Earlier("", NAME, values)}


def test_the_round_of_the_earlier_answer_is_known(tmp_path):
    send(tmp_path, FORM, office(1), formats=["xlsx"])
    data = xlsx.fill(copy(tmp_path, FORM, "xlsx"), {"officers.answer": 7})
    returned = read_file(data, "a.xlsx", Setting(FORM, rounds=load_rounds(tmp_path)[0]))
    told = earlier_answers(merged(returned, rounds=load_rounds(tmp_path)[0]))
    assert told == {"a-1": Earlier("2569-1", NAME, (("officers.answer", 7),))}


def test_what_is_doubtful_is_not_carried():
    doubtful = office_answers(1, officers__answer="สิบ", office__area="-5")
    told = earlier_answers(merged(sent("a.xlsx", doubtful)))["a-1"]
    assert [name for name, _ in told.values] == ["vacancy.answer", "tools.used"]


def test_nothing_is_carried_of_a_return_that_is_doubtful_as_a_whole():
    added = found(Code.TEXT_ADDED, text="ดูแผ่นแนบ")
    returned = sent("a.xlsx", office_answers(1), found=[added])
    assert earlier_answers(merged(returned)) == {}


def test_nothing_is_carried_while_it_is_undecided_which_return_counts():
    first = sent("a.xlsx", office_answers(1))
    second = sent("b.xlsx", office_answers(1, officers__answer="11"))
    assert earlier_answers(merged(first, second)) == {}


def test_codes_that_differ_in_capitals_alone_are_not_told_apart():
    other = office_answers(1) | {"office.code": "a-1", "office.name": "อื่น"}
    both = sent("a.xlsx", office_answers(1)), sent("b.xlsx", other)
    assert earlier_answers(merged(*both)) == {}
    listed = merged(*both, roster=[ONE, Recipient(2, "a-1", "อื่น")])
    assert not any(one.open for one in listed.files)
    assert earlier_answers(listed) == {}


def test_the_name_is_that_of_the_agency_that_answered_not_of_another_round():
    first = replace(office(1), agency_name="หน่วยงานก่อนหน้า")
    earlier_round = Round("2568-1", FORM.survey, FORM.digest, (first,))
    told = earlier_answers(merged(sent("a.xlsx", office_answers(1)), rounds=[earlier_round]))
    assert told["a-1"].agency_name == NAME


@pytest.mark.parametrize(
    "new", [{"label": "ข้าราชการ (นับใหม่)"}, {"choices": (Choice("a", "ก"), Choice("b", "ข"))}]
)
def test_what_has_changed_its_meaning_is_not_carried(new):
    fields = tuple(
        replace(one, **new) if one.name == "officers.answer" else one for one in FORM.fields
    )
    later = replace(FORM, fields=fields)
    data = merged(sent("a.xlsx", office_answers(1)), of=later, older={FORM.digest: FORM})
    assert [name for name, _ in earlier_answers(data)["a-1"].values] == [
        "vacancy.answer",
        "tools.used",
    ]


def test_an_answer_longer_than_its_field_is_not_carried_though_a_person_let_it_stand():
    returned = sent("a.xlsx", office_answers(1, office__note="ก" * 1001))
    (finding,) = (one for one in returned.findings if one.code is Code.TOO_LONG)
    data = merged(returned)
    assert finding in data.files[0].open
    note = Decision(returned.sha256, About.ANSWER, "office.note", "ก" * 1001)
    decided = merged(returned, decisions=[note])
    assert "office.note" not in dict(earlier_answers(decided)["a-1"].values)
    stands = Decision(returned.sha256, About.SEEN, seen_subject("TOO_LONG", about(finding)))
    waived = merged(returned, decisions=[stands])
    assert not waived.files[0].open
    assert "office.note" not in dict(earlier_answers(waived)["a-1"].values)


# ---------------------------------------------------------------- what a copy is given


def copy(rounds, of, name, code="A-1"):
    return (rounds / f"2569-1/copies/{code}/{of.survey}-{code}.{name}").read_bytes()


def test_the_roster_goes_before_what_was_carried_and_only_that_is_locked(tmp_path):
    of = form(ESTATUS)
    email = of.with_role(Role.MINISTRY).name
    told = {email: "กระทรวงเดิม", "email.status": "have"}
    known = replace(ONE, ministry="กระทรวงใหม่")
    two = Recipient(2, "A-2", "กรมสอง")
    both = earlier(told) | {"a-2": Earlier("", "กรมสอง", tuple(told.items()))}
    sent_out = send(tmp_path, of, known, two, formats=["xlsx"], earlier=both)
    assert sent_out.carried == (
        Carried(1, 1, "2568-1", (("email.status", "have"),)),
        Carried(2, 1, "", tuple(told.items())),
    )
    assert load_rounds(tmp_path)[0][0] == sent_out
    given = Copy(None, tuple(told.items()), tuple(told))
    token = formats.get("xlsx").identify(copy(tmp_path, of, "xlsx")).token
    assert replace(given, token=token, carried=()).locked(of, email)
    assert not replace(given, token=token).locked(of, email)


def test_a_code_that_is_now_another_agencys_is_given_nothing_and_that_is_told(tmp_path):
    told = earlier({"officers.answer": 1}, name="กรมเดิม") | {
        "a-2": Earlier("2568-1", " หน่วยงานที่  2", (("officers.answer", 2),))
    }
    sent_out = send(tmp_path, FORM, ONE, office(2), formats=["xlsx"], earlier=told)
    assert [(one.serial, one.values[0][1]) for one in sent_out.carried] == [(2, 2)]
    (said,) = not_carried(sent_out, told)
    assert said.code is Code.ROUND_NAME_CHANGED
    assert dict(said.facts) == {
        "agency_code": "A-1", "before": "กรมเดิม", "now": "กรมหนึ่ง (ตัวอย่าง)",
    }  # fmt: skip


def test_what_an_issued_copy_was_given_is_never_changed(tmp_path):
    first, second = earlier({"officers.answer": 1}), earlier({"officers.answer": 2})
    two = {"a-2": Earlier("", office(2).agency_name, (("officers.answer", 3),))}
    send(tmp_path, FORM, ONE, formats=["xlsx"], earlier=first)
    before = copy(tmp_path, FORM, "xlsx")
    (tmp_path / "2569-1/copies/A-1/staffing-2570-A-1.xlsx").unlink()
    went_on = send(tmp_path, FORM, ONE, office(2), formats=["xlsx"], earlier=second | two)
    assert [one.values[0][1] for one in went_on.carried] == [1, 3]
    assert copy(tmp_path, FORM, "xlsx") == before
    revised = replace(FORM, revision=9)
    last = send(tmp_path, revised, ONE, formats=["xlsx"], earlier=second, revise=True)
    assert [(one.serial, one.edition) for one in last.carried] == [(1, 1), (1, 2), (2, 1)]


@pytest.fixture(scope="module", params=["estatus", "staffing"])
def issued(request, tmp_path_factory):
    """A round with everything carried, and one with the same values and no note beside them."""
    of = form(ESTATUS) if request.param == "estatus" else FORM
    folder = tmp_path_factory.mktemp(request.param)
    send(folder, of, ONE, earlier=earlier(answers(of)))
    (one,), _ = load_rounds(folder)
    return folder, of, one


def plain(of, one, name, marked):
    """The same copy without notes."""
    values = one.carried[0].values
    fields = of.with_role(Role.AGENCY_CODE), of.with_role(Role.AGENCY_NAME)
    known = zip((field.name for field in fields), ("A-1", ONE.agency_name), strict=True)
    token = formats.get(name).identify(marked).token
    return formats.write(of, name, Copy(token, (*known, *values), tuple(dict(values)))).data


def said(of, name, data, one):
    response = interpret(of, formats.read(of, name, data), Match.EXACT, (one,))
    values = {field: (answer.value, answer.raw) for field, answer in response.answers.items()}
    return values, response.diagnostics


@pytest.mark.parametrize("name", formats.NAMES)
def test_a_copy_with_notes_reads_as_one_without(issued, name):
    folder, of, one = issued
    marked = copy(folder, of, name)
    bare = plain(of, one, name, marked)
    assert marked != bare
    assert said(of, name, marked, one) == said(of, name, bare, one)
    values, findings = said(of, name, marked, one)
    for field, value in answers(of).items():
        assert values[field][0] == value, field
    (told,) = (each for each in findings if each.code is Code.ANSWERS_CARRIED)
    facts = dict(told.facts)
    many = len(answers(of))
    assert (facts["count"], facts["of"], facts["source"], len(facts["labels"])) == (
        many, many, "2568-1", many,
    )  # fmt: skip
    assert (told.severity, told.field) == (Severity.INFO, "")


@pytest.mark.parametrize("name", formats.NAMES)
def test_another_program_fills_it_in_and_only_what_stayed_is_told(issued, name):
    folder, of, one = issued
    note = next(field.name for field in reversed(of.fields) if field.multiline)
    filled = CLERKS[name].fill(copy(folder, of, name), {note: "แก้ไขแล้ว"})
    values, findings = said(of, name, filled, one)
    assert {field: value for field, (value, _) in values.items() if field in answers(of)} == (
        answers(of) | {note: "แก้ไขแล้ว"}
    )
    (told,) = (each for each in findings if each.code is Code.ANSWERS_CARRIED)
    assert dict(told.facts)["count"] == len(answers(of)) - 1
    assert of.field(note).label not in dict(told.facts)["labels"]


@pytest.mark.parametrize("engine", ["PDFium", "pypdf"])
@pytest.mark.parametrize("keeps", [True, False])
def test_notes_make_no_difference_to_a_copy_that_is_printed(issued, engine, keeps):
    folder, of, one = issued
    marked, both = copy(folder, of, "pdf"), []
    for data in (marked, plain(of, one, "pdf", marked)):
        flat = ENGINES[engine](data)
        setting = Setting(of, (folder,), (one,))
        returned = read_file(flat if keeps else changed(flat, forget), "a.pdf", setting)
        both.append((returned.response.answers, returned.findings))
    assert both[0] == both[1]
    assert Code.ANSWERS_CARRIED in {each.code for each in both[0][1]}


def test_what_was_carried_and_sent_back_counts_without_a_doubt(issued):
    folder, of, one = issued
    returned = read_file(copy(folder, of, "docx"), "a.docx", Setting(of, (folder,), (one,)))
    data = consolidate(of, [returned], (one,))
    (agency,) = data.answered
    assert {name: agency.answers[name].value for name in answers(of)} == answers(of)
    assert not any(finding.code is Code.ANSWERS_CARRIED for finding in agency.files[0].open)


def test_a_copy_of_a_neighbour_or_a_forged_one_is_told_nothing(issued):
    _, of, one = issued
    for token in (None, Token(one.id, 1, "0" * 32)):
        data = formats.get("xlsx").write(of, Copy(token, tuple(answers(of).items()))).data
        _, findings = said(of, "xlsx", data, one)
        assert Code.ANSWERS_CARRIED not in {each.code for each in findings}
