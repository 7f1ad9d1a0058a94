"""How far agencies have come: what is counted as returned, in review, outstanding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.mailbag import ESTATUS, form, office, office_answers, sent

from formgen.consolidate import consolidate
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.model.recipient import Round
from formgen.model.returned import Returned
from formgen.model.survey import Role
from formgen.result.following import (
    By,
    Following,
    days_left,
    following,
    following_by,
    group_heading,
    group_name,
    in_order,
    in_review,
    recipients,
    reminders,
)

OFFICES = [office(1), office(2), office(3, ministry=""), office(4, province="ตรัง"), office(5)]


def result(*returns: Returned, **known: object) -> Dataset:
    return consolidate(form(), returns, **{"roster": OFFICES, **known})


def answered(number: int, **more: str) -> Returned:
    return sent(f"{number}.xlsx", office_answers(number, **more), roster=OFFICES)


def in_doubt(number: int) -> Returned:
    return answered(number, officers__answer="มาก")


def unread(name: str = "photo.jpg") -> Returned:
    finding = found(Code.FIELDS_FLATTENED)
    return Returned(name, "7" * 64, 9, "2026-11-02", "pdf", None, (finding,))


def test_what_was_sent_has_returned_or_is_outstanding():
    data = result(answered(1), in_doubt(2))
    counts = following(data.expected, in_review(data))
    assert counts == Following(returned=2, outstanding=3, doubted=1)
    assert (counts.sent, counts.review, counts.rate) == (5, 1, Decimal("40.00"))


def test_nobody_has_no_rate():
    assert following(()) == Following(0, 0)
    assert following(()).rate is None


def test_a_file_that_may_be_an_agencys_leaves_it_outstanding_and_in_review():
    given = Decision("7" * 64, About.RESPONDENT, "photo.jpg", "A-3")
    data = result(unread(), decisions=[given])
    assert in_review(data) == {"A-3"}
    assert following(data.expected, in_review(data)) == Following(0, 5, waiting=1)


def test_a_file_of_nobody_is_of_no_agency():
    data = result(unread())
    assert data.matters
    assert in_review(data) == set()


def test_several_returns_between_which_a_person_must_choose_are_in_review():
    data = result(answered(1), replace(in_doubt(1), name="again.xlsx"))
    assert data.by_code()["A-1"].undecided
    assert following(data.expected, in_review(data)) == Following(1, 4, doubted=1)


def test_every_group_counts_its_own():
    data = result(answered(1), answered(4))
    told = following_by(data.expected, lambda one: one.recipient.ministry)
    assert told == {"กระทรวงตัวอย่าง": Following(2, 2), "": Following(0, 1)}
    told = following_by(data.expected, lambda one: group_name(form(), one, By.PROVINCE))
    assert told == {"น่าน": Following(1, 3), "ตรัง": Following(1, 0)}


def test_groups_stand_as_printed_or_as_in_a_dictionary_and_blank_is_last():
    asks = form(ESTATUS)
    field = asks.with_role(Role.AGENCY_TYPE)
    assert field
    printed = [choice.label for choice in field.choices]
    assert in_order(asks, By.TYPE, ["", "ใด ๆ", *reversed(printed)]) == [*printed, "ใด ๆ", ""]
    assert in_order(asks, By.PROVINCE, ["", "เลย", "ตรัง"]) == ["ตรัง", "เลย", ""]


def test_types_are_named_as_the_form_does():
    asks = form(ESTATUS)
    field = asks.with_role(Role.AGENCY_TYPE)
    assert field
    first = field.choices[0]
    data = consolidate(asks, [], roster=[replace(office(1), agency_type=first.code)])
    assert group_name(asks, data.agencies[0], By.TYPE) == first.label
    assert [group_heading(by) for by in By] == ["ประเภทหน่วยงาน", "สังกัด", "จังหวัด"]


def a_round(name: str, *numbers: int, deadline: str = "") -> Round:
    own = tuple(OFFICES[number - 1] for number in numbers)
    return Round(name, form().survey, form().digest, own, "2026-11-01", deadline)


def test_the_agencies_of_rounds_each_once():
    rounds = [a_round("one", 2, 1), a_round("two", 2, 5)]
    data = result(rounds=rounds)
    codes = [one.recipient.agency_code for one in recipients(data, rounds)]
    assert codes == ["A-1", "A-2", "A-5"]
    assert len(recipients(data, rounds[:1])) == 2
    assert recipients(data, []) == ()


@pytest.mark.parametrize(
    ("deadline", "left"),
    [("2026-11-30", 10), ("2026-11-20", 0), ("2026-11-18", -2), ("", None)],
)
def test_days_are_counted_to_the_deadline(deadline, left):
    assert days_left(a_round("one", 1, deadline=deadline), date(2026, 11, 20)) == left


def test_reminders_are_counted_by_how_often():
    data = result(reminded={"A-2": ("2026-12-01",), "A-3": ("2026-12-01", "2026-12-08")})
    assert list(reminders(data.outstanding).items()) == [(0, 3), (1, 1), (2, 1)]
