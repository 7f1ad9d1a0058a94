"""A survey that is sent again: each round has a result of its own."""

import shutil
from dataclasses import replace

import openpyxl
import pytest
from tests.consolidate.clerk import type_into
from tests.mailbag import STAFFING, form

from formgen.archive import Shelf
from formgen.desk import Office, Terms, collect, known
from formgen.distribute import distribute
from formgen.export import REVIEW, WORKBOOK
from formgen.export.verdicts import REASON, VERDICT
from formgen.fill import fill
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.decision import RIVALS
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.recipient import Recipient
from formgen.result.verdict import Verdict

FORM = form(STAFFING)
AGENCIES = tuple(Recipient(n, f"A-{n}", f"หน่วยงานที่ {n}") for n in range(1, 4))
RUN = Run("2027-11-22T09:00:00+07:00", "formgen 1")


def came_back(
    office: Office, round_id: str, code: str, day: str, officers: int, name: str = ""
) -> None:
    """Put a filled copy of a round into the inbox."""
    (copy,) = (office.rounds / round_id / "copies" / code).glob("*.xlsx")
    filled = fill(Shelf([office.rounds]), copy.read_bytes(), {"officers.answer": officers})
    path = office.inbox / day / (name or f"{code}.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(filled)


@pytest.fixture
def office(tmp_path) -> Office:
    """Two rounds a year apart: one agency answered both, one the first, one the second."""
    office = Office(*(tmp_path / name for name in ("returns", "out", "ledger", "rounds")))
    for name, day in (("2569-1", "2026-11-01"), ("2570-1", "2027-11-01")):
        distribute(
            FORM, AGENCIES, name, office.rounds, formats=["xlsx"], issued=day, new_key=bytes(32)
        )
    came_back(office, "2569-1", "A-1", "2026-11-10", 11)
    came_back(office, "2569-1", "A-2", "2026-11-11", 12)
    came_back(office, "2570-1", "A-1", "2027-11-10", 21)
    came_back(office, "2570-1", "A-3", "2027-11-11", 23)
    return office


def officers(data) -> dict[str, object]:
    return {
        one.recipient.agency_code: one.answers["officers.answer"].value
        for one in data.agencies if one.returned
    }  # fmt: skip


def test_each_round_counts_its_own(office):
    first, second = (
        collect(FORM, office, RUN, Terms(round=name), workers=1).dataset
        for name in ("2569-1", "2570-1")
    )
    assert officers(first) == {"A-1": 11, "A-2": 12}
    assert officers(second) == {"A-1": 21, "A-3": 23}
    assert [one.recipient.agency_code for one in second.outstanding] == ["A-2"]
    assert len(first.files) + len(second.files) == 4
    assert (first.round, second.round) == ("2569-1", "2570-1")


def test_all_rounds_together_are_told_to_be_so(office):
    made = collect(FORM, office, RUN, workers=1)
    assert officers(made.dataset) == {"A-1": 21, "A-2": 12, "A-3": 23}
    assert [one.code for one in made.diagnostics] == [Code.ROUNDS_TOGETHER]
    assert dict(made.diagnostics[0].facts) == {"count": 3}


def test_what_names_no_round_counts_unless_it_came_before(office):
    for day in ("2026-11-20", "2027-11-20", ""):
        (office.inbox / day).mkdir(exist_ok=True)
        (office.inbox / day / f"{day}.txt").write_text("จากหน่วยงาน")
    data = collect(FORM, office, RUN, Terms(round="2570-1"), workers=1).dataset
    names = [one.returned.name for one in data.files if one.returned.name.endswith(".txt")]
    assert names == [".txt", "2027-11-20/2027-11-20.txt"]


def test_returns_are_read_again_when_the_key_is_found(office):
    key = office.rounds / "2569-1/key"
    key.rename(office.rounds / "key")
    terms = Terms(round="2569-1")
    without = collect(FORM, office, RUN, terms, workers=1).dataset
    (office.rounds / "key").rename(key)
    with_key = collect(FORM, office, RUN, terms, workers=1).dataset
    verified = [
        {one.returned.response.respondent.verified for one in data.files}
        for data in (without, with_key)
    ]
    assert verified == [{"unchecked"}, {True}]


def test_reminders_of_an_earlier_round_are_not_counted(office):
    collect(FORM, office, RUN, workers=1)
    with Ledger.open(office.ledger) as ledger:
        for day in ("2026-12-01", "2027-12-01"):
            ledger.remind(RUN, FORM.survey, "A-2", day)
    data = known(FORM, office, Terms(round="2570-1"))
    assert [one.reminded for one in data.outstanding] == [("2027-12-01",)]


def test_reminders_after_a_later_round_are_of_that_round(office):
    collect(FORM, office, RUN, workers=1)
    with Ledger.open(office.ledger) as ledger:
        for day in ("2026-12-01", "2027-12-01"):
            ledger.remind(RUN, FORM.survey, "A-3", day)
    data = known(FORM, office, Terms(round="2569-1"))
    assert [one.reminded for one in data.outstanding] == [("2026-12-01",)]


def test_a_decision_holds_whichever_round_is_looked_at(office):
    (office.inbox / "จดหมาย.txt").write_text("จากหน่วยงาน")
    (office.inbox / "2026-11-20").mkdir()
    (office.inbox / "2026-11-20/ก่อน.txt").write_text("ของรอบก่อน")
    collect(FORM, office, RUN, workers=1)
    not_ours = {VERDICT: Verdict.COUNTS_NOT, REASON: "ไม่ใช่แบบ"}
    assert type_into(office.output / REVIEW, ".txt", not_ours) == 2
    made = collect(FORM, office, RUN, Terms(round="2570-1"), workers=1)
    assert [one.code for one in made.diagnostics] == []
    with Ledger.open(office.ledger) as ledger:
        assert len({one.sha256 for one in ledger.decisions()}) == 2
    assert len({one.sha256 for one in made.dataset.decisions}) == 1  # the other is of that round


def test_a_choice_among_all_rounds_takes_nothing_from_an_earlier_one(office):
    came_back(office, "2569-1", "A-2", "", 31, "ก.xlsx")
    came_back(office, "2570-1", "A-2", "", 32, "ข.xlsx")
    collect(FORM, office, RUN, workers=1)
    assert type_into(office.output / REVIEW, "ข.xlsx", {VERDICT: Verdict.COUNTS}, *RIVALS)
    made = collect(FORM, office, RUN, workers=1)
    assert officers(made.dataset)["A-2"] == 32
    first = known(FORM, office, Terms(round="2569-1"))
    rivals = {filed.returned.name for filed, one in first.matters if one.code in RIVALS}
    assert rivals == {"ก.xlsx", "2026-11-11/A-2.xlsx"}, "which of these counts was never asked"


def test_the_list_of_a_round_is_worked_though_a_later_round_was_answered(office):
    came_back(office, "2569-1", "A-1", "2026-11-12", 41, "ก.xlsx")
    came_back(office, "2569-1", "A-1", "2026-11-12", 42, "ข.xlsx")
    terms, own = Terms(round="2569-1"), replace(office, output=office.output / "2569-1")
    assert officers(collect(FORM, own, RUN, terms, workers=1).dataset)["A-1"] is None
    assert type_into(own.output / REVIEW, "ข.xlsx", {VERDICT: Verdict.COUNTS}, *RIVALS)
    made = collect(FORM, own, RUN, terms, workers=1)
    assert [one.code for one in made.diagnostics] == []
    assert officers(made.dataset)["A-1"] == 42
    assert officers(collect(FORM, office, RUN, workers=1).dataset)["A-1"] == 21


def test_a_file_of_a_round_that_was_put_away_is_in_the_result_of_another(office):
    came_back(office, "2570-1", "A-2", "", 51, "ก.xlsx")
    shutil.move(office.rounds / "2570-1", office.inbox.parent / "away")
    data = collect(FORM, office, RUN, Terms(round="2569-1"), workers=1).dataset
    assert "ก.xlsx" in {one.returned.name for one in data.files}
    assert any(filed.returned.name == "ก.xlsx" for filed, _ in data.matters), "a person sees it"


def test_the_result_of_a_round_says_so(office):
    collect(FORM, office, RUN, Terms(round="2570-1"), workers=1)
    book = openpyxl.load_workbook(office.output / WORKBOOK)
    assert ("เฉพาะรอบ", "2570-1") in {tuple(row[:2]) for row in book.worksheets[0].values}


def test_a_round_that_is_none_is_told_with_those_there_are(office):
    with pytest.raises(FormgenError) as error:
        known(FORM, office, Terms(round="2571"))
    assert error.value.exit_code is Exit.USAGE
    assert dict(error.value.diagnostics[0].facts)["names"] == ("2569-1", "2570-1")
