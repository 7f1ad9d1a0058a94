"""Days that cannot be right put no return before another, until a person lets them stand."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.mailbag import form, office, office_answers, sent

from formgen.consolidate import consolidate
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision, about, seen_subject
from formgen.model.diagnostics import found
from formgen.model.recipient import Round
from formgen.model.returned import Returned, State

FORM = form()
FIRST = Round("2569-1", FORM.survey, FORM.digest, (office(1),), "2026-11-01")
SECOND = Round("2571-1", FORM.survey, FORM.digest, (office(1),), "2028-11-01")


def officers(name: str, count: str, received: str, *, round: str = "", typed: str = "") -> Returned:
    answers = office_answers(1, officers__answer=count) | {"office.filled_on": typed}
    made = sent(name, answers, received=received)
    assert made.response is not None
    whose = replace(made.response.respondent, round=round or None)
    return replace(made, response=replace(made.response, respondent=whose))


def merged(
    *returns: Returned, rounds: Sequence[Round] = (FIRST,), decisions: Sequence[Decision] = ()
) -> Dataset:
    return consolidate(FORM, returns, rounds, decisions=decisions)


def states(data: Dataset) -> dict[str, State]:
    return {one.returned.name: one.state for one in data.files}


def test_a_day_of_receipt_far_from_the_round_puts_nothing_first() -> None:
    early = officers("2596-11-10/a", "6", "2053-11-10")
    late = officers("2569-11-25/b", "7", "2026-11-25")
    data = merged(early, late)
    assert set(states(data).values()) == {State.REVIEW}
    (told,) = (what for _, what in data.matters if what.code is Code.RECEIVED_FAR_OFF)
    assert dict(told.facts) == {
        "date": "๑๐ พฤศจิกายน ๒๕๙๖", "round": "2569-1", "issued": "๑ พฤศจิกายน ๒๕๖๙",
    }  # fmt: skip
    assert data.as_of == "2026-11-25"
    stands = seen_subject(told.code.name, about(told))
    settled = merged(early, late, decisions=[Decision(early.sha256, About.SEEN, stands)])
    assert states(settled) == {"2596-11-10/a": State.ACCEPTED, "2569-11-25/b": State.SUPERSEDED}
    assert not settled.matters


@pytest.mark.parametrize(
    ("round_id", "rounds", "received", "kept"),
    [
        ("", (FIRST,), "2027-11-02", True),
        ("", (FIRST,), "2027-11-03", False),
        ("", (FIRST, SECOND), "2027-11-03", True),  # it may be of the other
        ("2569-1", (FIRST, SECOND), "2028-11-03", False),
        ("2571-1", (FIRST, SECOND), "2028-11-03", True),
        ("", (), "2053-11-10", True),
        ("", (replace(FIRST, issued=""),), "2053-11-10", True),
    ],
)
def test_it_is_held_against_its_own_round_or_the_nearest(
    round_id: str, rounds: Sequence[Round], received: str, *, kept: bool
) -> None:
    data = merged(officers("a", "6", received, round=round_id), rounds=rounds)
    (one,) = data.files
    assert one.received == (received if kept else "")
    codes = [what.code for _, what in data.matters]
    assert (Code.RECEIVED_FAR_OFF in codes) is not kept


def test_a_typed_day_that_is_doubted_puts_nothing_first_until_it_is_let_stand() -> None:
    slip = officers("a", "6", "", typed="๑๐ พฤศจิกายน ๒๕๙๖")
    doubt = found(Code.DATE_FAR_OFF, field="office.filled_on", date="๑๐ พฤศจิกายน ๒๕๙๖")
    slip = replace(slip, diagnostics=(doubt,))
    good = officers("b", "7", "", typed="๒๕ พฤศจิกายน ๒๕๖๙")
    assert set(states(merged(slip, good)).values()) == {State.REVIEW}
    stands = Decision(slip.sha256, About.SEEN, seen_subject(doubt.code.name, about(doubt)))
    assert states(merged(slip, good, decisions=[stands])) == {
        "a": State.ACCEPTED, "b": State.SUPERSEDED,
    }  # fmt: skip
    meant = FORM.field("office.filled_on").digest
    day = Decision(slip.sha256, About.ANSWER, "office.filled_on", "2026-11-10", meaning=meant)
    assert states(merged(slip, good, decisions=[day])) == {
        "a": State.SUPERSEDED, "b": State.ACCEPTED,
    }  # fmt: skip


def test_what_a_person_typed_from_a_file_does_not_settle_when_it_came() -> None:
    unread = Returned("a.png", "ab" * 32, 9, "2053-11-10", diagnostics=(found(Code.FILE_IMAGE),))
    keyed = Decision(unread.sha256, About.KEYED, "", FORM.digest)
    codes = {what.code for _, what in merged(unread, decisions=[keyed]).matters}
    assert Code.RECEIVED_FAR_OFF in codes
    assert Code.FILE_IMAGE not in codes
