"""Codes that are nearly one, a clerk's list that was put right, and what is said of them."""

from dataclasses import replace

import pytest
from tests.consolidate.clerk import Desk
from tests.mailbag import ESTATUS, form, office, office_answers, sent
from tests.test_consolidate import adds_up, ends

from formgen.consolidate import consolidate
from formgen.desk import Office, collect
from formgen.export.verdicts import ANSWER, BY, REASON, VERDICT
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.recipient import Round
from formgen.model.returned import State
from formgen.result import words
from formgen.result.following import recipients
from formgen.result.verdict import Verdict


def spelled(*codes, roster=None):
    returns = [
        sent(f"{n}.xlsx", {**office_answers(n), "office.code": code})
        for n, code in enumerate(codes, 1)
    ]
    return consolidate(form(), returns, roster=roster)


def codes(data: Dataset):
    return [(one.returned.name, finding.code) for one, finding in data.matters]


# ---------------------------------------------------------------- codes


def test_codes_that_differ_in_capitals_are_perhaps_one_agency() -> None:
    data = spelled("ex-001", "EX-001", "EX-๐๐๒")
    assert codes(data) == [(f"{n}.xlsx", Code.AGENCY_CODES_ALIKE) for n in (1, 2)]
    assert all(one.state is State.REVIEW and one.counted for one in data.files[:2])
    assert len(data.answered) == 3
    assert "EX-001" in data.files[0].reason.message("th")
    adds_up(data, 3)


def test_what_the_roster_lists_is_the_agency_and_the_other_is_asked_about() -> None:
    assert codes(spelled("a-1", roster=[office(1)])) == [("1.xlsx", Code.AGENCY_CODES_ALIKE)]


def test_a_person_says_that_it_is_one_agency() -> None:
    desk = Desk(spelled("ex-001", "EX-001"))
    desk.type(Code.AGENCY_CODES_ALIKE, "1")({VERDICT: Verdict.BELONGS, ANSWER: "EX-001"})
    after = desk.after()
    assert [one.recipient.agency_code for one in after.answered] == ["EX-001"]
    assert {finding.code for _, finding in after.matters} == {Code.RESPONDENTS_DIFFER}


def test_a_person_says_that_they_are_two() -> None:
    desk = Desk(spelled("ex-001", "EX-001"))
    for name in "12":
        desk.type(Code.AGENCY_CODES_ALIKE, name)({VERDICT: Verdict.AS_READ, REASON: "x", BY: "ก"})
    after = desk.after()
    assert codes(after) == []
    assert len(after.answered) == 2


# ---------------------------------------------------------------- the clerk's list

RUN = Run("2026-11-22T09:00:00+07:00", "test")
BAD = "แฟ้ม,วันที่รับ\nscan.jpg,สักวัน\n"
GOOD = "แฟ้ม,วันที่รับ\nscan.jpg,22/11/2569\n"


@pytest.fixture
def inbox(tmp_path):
    """An office that merges what lies in its inbox; the list is written before each run."""
    home = tmp_path / "returns"
    home.mkdir()
    (home / "scan.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    made = form()
    desk = Office(home, tmp_path / "out", tmp_path / "ledger", tmp_path / "rounds")

    def run(listed):
        (home / "received.csv").write_text(listed, encoding="utf-8")
        return collect(made, desk, RUN, workers=1)

    return run, desk


def test_a_list_that_was_put_right_says_nothing_any_more(inbox) -> None:
    run, office_ = inbox
    first = run(BAD).dataset
    assert (
        [one.returned.name for one in first.files if one.state is State.IGNORED],
        [finding.code for one, finding in first.matters if one.state is State.IGNORED],
    ) == (["received.csv"], [Code.RECEIVED_DATE_BAD])
    for listed in (GOOD, BAD, GOOD):
        data = run(listed).dataset
        said = [finding.code for one, finding in data.matters if one.state is State.IGNORED]
        assert said == ([] if listed == GOOD else [Code.RECEIVED_DATE_BAD])
        assert len(data.files) == sum(data.states.values()) == 2
        assert data.states[State.IGNORED] == 1
    with Ledger.open(office_.ledger) as ledger:
        assert len(ledger.returns()) == 2


def test_what_is_wrong_with_the_list_can_be_let_stand(inbox) -> None:
    run, _ = inbox
    desk = Desk(run(BAD).dataset)
    desk.type(Code.RECEIVED_DATE_BAD)({VERDICT: Verdict.AS_READ})
    after = desk.after()
    assert [one.code for _, one in after.matters if one.code is Code.RECEIVED_DATE_BAD] == []


def test_the_list_is_read_again_when_only_the_other_files_change(inbox) -> None:
    run, office_ = inbox
    listed = GOOD + "late.pdf,23/11/2569\n"
    assert Code.RECEIVED_FILE_UNKNOWN in [one.code for _, one in run(listed).dataset.matters]
    (office_.inbox / "late.pdf").write_bytes(b"")
    assert Code.RECEIVED_FILE_UNKNOWN not in [one.code for _, one in run(listed).dataset.matters]


# ---------------------------------------------------------------- words


def test_every_reason_is_told_and_no_personal_data() -> None:
    made = form(ESTATUS)
    raw = {"respondent.agency_code": "1", "respondent.email": "ลับ at home"}
    raw |= {"email.status": ("have", "none")}
    [filed] = consolidate(made, [sent("a.docx", raw, of=made)]).files
    lines = words.reasons(made, filed).splitlines()
    assert len(lines) == len(filed.open)
    assert "มากกว่าหนึ่งคำตอบ" in lines[0]
    assert any("อีเมลที่ถูกต้อง" in line for line in lines)
    assert "ลับ" not in "".join(lines)


def test_a_superseded_return_and_its_waivers_are_not_open() -> None:
    early = sent("a.xlsx", office_answers(1, officers__answer="6000"), received="2026-11-01")
    data = consolidate(
        form(), [early, replace(sent("b.xlsx", office_answers(1)), received="2026-11-02")]
    )
    assert ends(data)["a.xlsx"] == (State.SUPERSEDED, Code.RETURN_SUPERSEDED)
    assert not data.matters


def test_the_same_code_in_other_capitals_is_one_agency_spelled_as_it_was_sent() -> None:
    of = form()
    rounds = [
        Round(name, of.survey, of.digest, (replace(office(1), agency_code=code),), issued)
        for name, code, issued in [("1", "EX-1", "2025-11-01"), ("2", "ex-1", "2026-11-01")]
    ]
    roster = [replace(office(1), agency_code="Ex-1", coordinator="ผู้ประสานงานใหม่")]
    told = {"EX-1": ("2026-12-02",), "Ex-1": ("2026-12-01", "2026-12-02")}
    for code in ("EX-1", "Ex-1", "ex-1"):
        returned = sent("1.xlsx", {**office_answers(1), "office.code": code})
        data = consolidate(of, [returned], rounds, roster, reminded=told)
        (one,) = data.agencies
        assert (one.recipient.agency_code, one.sent) == ("ex-1", "2026-11-01")
        assert one.recipient.coordinator == "ผู้ประสานงานใหม่"
        assert one.reminded == ("2026-12-01", "2026-12-02")
        assert one.returned
        assert not data.matters
        assert [recipients(data, [each]) for each in rounds] == [(one,)] * 2


def test_two_agencies_of_one_list_that_differ_in_capitals_stay_two() -> None:
    of = form()
    both = [office(1), replace(office(2), agency_code="a-1")]
    sent_out = Round("1", of.survey, of.digest, (both[0],), "2026-11-01")
    data = consolidate(of, [], [sent_out], both)
    assert [(one.recipient.agency_code, one.sent) for one in data.agencies] == [
        ("A-1", "2026-11-01"), ("a-1", ""),
    ]  # fmt: skip
    sent_to_both = replace(sent_out, recipients=tuple(both))
    assert len(consolidate(of, [], [sent_to_both], both[:1]).agencies) == 2
