"""Which of several returns of an agency counts, and in what they differ."""

import random
from dataclasses import replace

import pytest
from tests.consolidate.clerk import Desk
from tests.mailbag import form, office, office_answers, sent
from tests.test_consolidate import adds_up, ends, officers, row, some_returns

from formgen.consolidate import consolidate
from formgen.export.verdicts import BY, REASON, VERDICT
from formgen.model.codes import Code
from formgen.model.dataset import Difference, Policy, Standing
from formgen.model.returned import Returned, State
from formgen.result.verdict import Verdict


def value(policy, *returns):
    data = consolidate(form(), returns, policy=policy)
    adds_up(data, len(returns))
    assert data.policy is policy
    return ends(data), row(data, "A-1")["officers.answer"]


def test_the_first_by_evidence_counts_and_what_came_later_is_listed() -> None:
    states, told = value(
        Policy.FIRST, officers("z.xlsx", "1", "2026-11-01"), officers("a.xlsx", "2", "2026-11-02")
    )
    assert states == {
        "a.xlsx": (State.SUPERSEDED, Code.RETURN_KEPT_FIRST),
        "z.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
    }
    assert told == (Standing.ANSWERED, 1)


def test_typed_dates_tell_the_first_where_a_receipt_is_missing() -> None:
    _, told = value(
        Policy.FIRST,
        officers("a.xlsx", "1", "2026-11-30", "1 พ.ย. 2569"),
        officers("b.xlsx", "2", "", "2 พ.ย. 2569"),
    )
    assert told == (Standing.ANSWERED, 1)


def test_what_is_sent_again_was_first_when_it_first_came() -> None:
    first, other = officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")
    again = replace(first, name="c.xlsx", received="2026-11-03")
    same_answers = officers("d.xlsx", "1", "2026-11-04")
    for more in (again, same_answers):
        assert value(Policy.FIRST, more, other, first)[1] == (Standing.ANSWERED, 1)
        assert value(Policy.LATEST, more, other, first)[1] == (Standing.ANSWERED, 1)
    assert value(Policy.LATEST, other, first)[1] == (Standing.ANSWERED, 2)


@pytest.mark.parametrize("policy", Policy)
def test_a_tie_is_for_a_person_whatever_the_policy(policy: Policy) -> None:
    states, told = value(
        policy, officers("a.xlsx", "1", "2026-11-02"), officers("b.xlsx", "2", "2026-11-02")
    )
    assert {state for state, _ in states.values()} == {State.REVIEW}
    assert told == (Standing.DOUBTFUL, None)


def test_a_person_is_asked_about_any_two_that_differ() -> None:
    returns = officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")
    states, _ = value(Policy.ASK, *returns)
    assert set(states.values()) == {(State.REVIEW, Code.RETURN_TO_CHOOSE)}
    same = officers("c.xlsx", "1", "2026-11-05")
    assert value(Policy.ASK, returns[0], same)[0]["c.xlsx"] == (
        State.DUPLICATE, Code.RETURN_SAME_ANSWERS,
    )  # fmt: skip


def test_what_was_chosen_stays_chosen_until_another_one_comes() -> None:
    returns = [officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")]
    data = consolidate(form(), returns, policy=Policy.ASK)
    desk = Desk(data)
    desk.type(Code.RETURN_TO_CHOOSE, "a")({VERDICT: Verdict.COUNTS})
    after = desk.after()
    assert row(after, "A-1")["officers.answer"] == (Standing.ANSWERED, 1)
    assert not after.matters
    more = [*returns, officers("c.xlsx", "3", "2026-11-03")]
    later = consolidate(form(), more, policy=Policy.ASK, decisions=after.decisions)
    assert ends(later)["b.xlsx"] == (State.QUARANTINED, Code.RETURN_EXCLUDED)
    assert {ends(later)[name][1] for name in ("a.xlsx", "c.xlsx")} == {Code.RETURN_TO_CHOOSE}


@pytest.mark.parametrize("policy", Policy)
def test_strangers_under_one_code_are_for_a_person_whatever_the_policy(policy: Policy) -> None:
    mine = sent("a.xlsx", office_answers(1), received="2026-11-01")
    other = office_answers(1, office__name="อื่น", officers__answer="99")
    states, _ = value(policy, mine, sent("b.xlsx", other, received="2026-11-05"))
    assert set(states.values()) == {(State.REVIEW, Code.RESPONDENTS_DIFFER)}


def blank(name: str, received: str) -> Returned:
    """The copy as it was sent out, sent back."""
    known = {name: raw for name, raw in office_answers(1).items() if name.startswith("office.")}
    return sent(name, known | {"office.filled_on": ""}, received=received)


@pytest.mark.parametrize(("policy", "day"), [(Policy.LATEST, "20"), (Policy.FIRST, "01")])
def test_a_form_sent_back_blank_takes_nothing_back_until_a_person_says_so(
    policy: Policy, day: str
) -> None:
    returns = [
        officers("a.xlsx", "1", "2026-11-09"),
        officers("b.xlsx", "2", "2026-11-10"),
        blank("c.xlsx", f"2026-11-{day}"),
    ]
    assert Code.NOTHING_ANSWERED in {one.code for one in returns[2].findings}
    data = consolidate(form(), returns, policy=policy)
    counted, given_way = ("b.xlsx", "a.xlsx") if policy is Policy.LATEST else ("a.xlsx", "b.xlsx")
    assert ends(data)[given_way][0] is State.SUPERSEDED
    assert {ends(data)[name] for name in (counted, "c.xlsx")} == {(State.REVIEW, Code.RETURN_BLANK)}
    assert data.tallies[0].doubtful == 1
    for chosen, told in [(counted, Standing.ANSWERED), ("c.xlsx", Standing.BLANK)]:
        desk = Desk(data)
        desk.type(Code.RETURN_BLANK, chosen)({VERDICT: Verdict.COUNTS})
        assert row(desk.after(), "A-1")["officers.answer"][0] is told
    stands = Desk(data)
    stands.type(Code.NOTHING_ANSWERED, "c")({VERDICT: Verdict.AS_READ, REASON: "x", BY: "ก"})
    assert row(stands.after(), "A-1")["officers.answer"][0] is Standing.BLANK


def test_a_blank_form_gives_way_to_what_came_later() -> None:
    states, told = value(
        Policy.LATEST, blank("a.xlsx", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")
    )
    assert states["a.xlsx"] == (State.SUPERSEDED, Code.RETURN_SUPERSEDED)
    assert told == (Standing.ANSWERED, 2)


# ---------------------------------------------------------------- what differs


def test_a_superseded_return_is_held_against_the_one_that_counts() -> None:
    early = sent(
        "a.xlsx",
        office_answers(1, officers__answer="๑๐", vacancy__answer=("yes_now",), tools__used=()),
        received="2026-11-01",
    )
    late = sent("b.xlsx", office_answers(1, officers__answer="1,200"), received="2026-11-02")
    data = consolidate(form(), [early, late])
    superseded, counted = data.files
    assert superseded.differences == (
        Difference("officers.answer", "๑๐", "1,200", "b.xlsx"),
        Difference("vacancy.answer", "ใช่", "ไม่ใช่", "b.xlsx"),
        Difference("vacant_since.answer", "ไม่ระบุ", "ไม่ต้องตอบ", "b.xlsx"),
        Difference("tools.used", "ไม่ระบุ", "อีเมลกลาง, ลายมือชื่ออิเล็กทรอนิกส์", "b.xlsx"),
    )
    assert counted.differences == ()


def test_rivals_are_held_against_each_other_in_their_own_words() -> None:
    doubtful = office_answers(1, vacancy__answer=("yes_now", "no_now"), officers__answer="สิบ")
    data = consolidate(form(), [sent("a.xlsx", doubtful), sent("b.xlsx", office_answers(1))])
    here = {one.field: (one.here, one.there) for one in data.files[0].differences}
    there = {one.field: (one.there, one.here) for one in data.files[1].differences}
    assert here == there
    assert here["vacancy.answer"] == ("ใช่, ไม่ใช่", "ไม่ใช่")
    assert here["officers.answer"] == ("สิบ", "10")


def test_of_many_rivals_only_the_first_are_held_against_one() -> None:
    data = consolidate(form(), [officers(f"{n}.xlsx", str(n)) for n in range(9)])
    assert {len(one.differences) for one in data.files} == {5}


def test_the_list_shows_what_differs() -> None:
    returns = [officers("a.xlsx", "1"), officers("b.xlsx", "2")]
    returns += [
        sent("c.xlsx", office_answers(2, officers__answer="3"), received="2026-11-01"),
        sent("d.xlsx", office_answers(2, officers__answer="4"), received="2026-11-02"),
    ]
    desk = Desk(consolidate(form(), returns, roster=[office(1), office(2)]))
    conflict = desk.rows()[0]
    label = form().field("officers.answer").label
    assert conflict["ค่าที่อ่านได้"] == f"{label}: ที่นี่: 1  อีกฉบับ: 2 (b.xlsx)"
    listed = {(one["แฟ้มนี้"], one["ที่นี่"], one["อีกฉบับ"]) for one in desk.rows("ข้อแตกต่าง")}
    assert listed == {("a.xlsx", "1", "2"), ("b.xlsx", "2", "1"), ("c.xlsx", "3", "4")}


def test_without_differences_there_is_no_such_sheet() -> None:
    assert "ข้อแตกต่าง" not in Desk(consolidate(form(), [])).book.sheetnames


@pytest.mark.parametrize("policy", Policy)
def test_every_policy_ends_every_file_once_in_any_order(policy: Policy) -> None:
    chance = random.Random(7)
    returns = some_returns(chance)
    data = consolidate(form(), returns, policy=policy)
    adds_up(data, len(returns))
    shuffled = chance.sample(returns, len(returns))
    assert consolidate(form(), shuffled, policy=policy) == data
