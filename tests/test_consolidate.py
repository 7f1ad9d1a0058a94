import random
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.mailbag import bytes_of, form, office, office_answers, sent

from formgen.consolidate import consolidate
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Filed, Standing, Tally, percent
from formgen.model.decision import About, Decision, seen_subject
from formgen.model.diagnostics import found
from formgen.model.form import Form
from formgen.model.recipient import Round
from formgen.model.returned import Returned, State


def ends(data: Dataset) -> dict[str, tuple[State, Code]]:
    return {one.returned.name: (one.state, one.reason.code) for one in data.files}


def tally(data: Dataset, name: str) -> Tally:
    return next(one for one in data.tallies if one.field.name == name)


def row(data: Dataset, code: str) -> dict[str, tuple[Standing, object]]:
    answers = data.by_code()[code].answers
    return {name: (told.standing, told.value) for name, told in answers.items()}


def adds_up(data: Dataset, files: int) -> None:
    assert len(data.files) == sum(data.states.values()) == files
    assert {one.total for one in data.tallies} <= {len(data.answered)}
    by_state = {State.DUPLICATE, State.SUPERSEDED, State.QUARANTINED, State.IGNORED}
    assert not any(one.counted for one in data.files if one.state in by_state)
    assert sum(one.counted for one in data.files) == sum(not one.undecided for one in data.answered)


def changed(made: Form, name: str, **new: object) -> Form:
    fields = tuple(replace(one, **new) if one.name == name else one for one in made.fields)
    return replace(made, fields=fields)


# ---------------------------------------------------------------- states


def test_a_complete_return_is_accepted_and_counted() -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1))])
    assert ends(data) == {"a.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED)}
    assert [one.recipient.agency_name for one in data.agencies] == ["หน่วยงานที่ 1"]
    assert not data.expected
    assert not data.matters
    adds_up(data, 1)


def test_an_error_in_one_field_leaves_the_others_counted() -> None:
    doubtful = sent("a.xlsx", office_answers(1, vacancy__answer=("yes_now", "no_now")))
    data = consolidate(form(), [doubtful])
    assert ends(data) == {"a.xlsx": (State.REVIEW, Code.MULTIPLE_MARKS)}
    assert row(data, "A-1")["vacancy.answer"] == (Standing.DOUBTFUL, None)
    assert row(data, "A-1")["officers.answer"] == (Standing.ANSWERED, 10)
    assert tally(data, "vacancy.answer").doubtful == 1
    adds_up(data, 1)


def test_a_blank_is_counted_as_not_stated_and_warned_about_when_required() -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1, vacancy__answer=()))])
    assert ends(data) == {"a.xlsx": (State.REVIEW, Code.REQUIRED_BLANK)}
    assert tally(data, "vacancy.answer").blank == 1
    assert tally(data, "budget.used").blank == 1


def test_a_blank_that_does_not_apply_is_not_asked() -> None:
    returns = [
        sent("a.xlsx", office_answers(1)),
        sent("b.xlsx", office_answers(2, vacancy__answer=("yes_now",))),
        sent("c.xlsx", office_answers(3, vacancy__answer=("yes_now", "no_now"))),
    ]
    since = tally(consolidate(form(), returns), "vacant_since.answer")
    assert (since.answered, since.blank, since.not_asked, since.doubtful) == (0, 2, 1, 0)


def test_an_error_about_the_whole_file_puts_every_answer_in_doubt() -> None:
    copies = found(Code.SECOND_COPY, places=("หน้า ๑", "หน้า ๗"))
    data = consolidate(form(), [sent("a.xlsx", office_answers(1), found=[copies])])
    assert ends(data) == {"a.xlsx": (State.REVIEW, Code.SECOND_COPY)}
    assert {standing for standing, _ in row(data, "A-1").values()} == {Standing.DOUBTFUL}
    adds_up(data, 1)


def test_files_that_are_no_returns_are_ignored_and_never_take_the_place_of_one() -> None:
    answers = office_answers(1)
    note = found(Code.FILE_NOT_A_RETURN, what="Thumbs.db")
    twin = bytes_of("b.xlsx", answers)
    returns = [
        replace(
            sent("a.xlsx", answers, data=twin), response=None, ignored=True, diagnostics=(note,)
        ),
        sent("b.xlsx", answers, data=twin),
    ]
    data = consolidate(form(), returns)
    assert ends(data) == {
        "a.xlsx": (State.IGNORED, Code.FILE_NOT_A_RETURN),
        "b.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
    }
    adds_up(data, 2)


def test_what_cannot_be_read_is_quarantined_and_not_each_others_duplicate() -> None:
    unreadable = (found(Code.FILE_UNREADABLE, reason="EACCES"),)
    returns = [Returned(name, "", 0, diagnostics=unreadable) for name in ("a.pdf", "b.pdf")]
    damaged = found(Code.FILE_DAMAGED, reason="zip")
    returns += [Returned(name, "ab" * 32, 9, diagnostics=(damaged,)) for name in ("c.pdf", "d.pdf")]
    data = consolidate(form(), returns)
    assert ends(data) == {
        "a.pdf": (State.QUARANTINED, Code.FILE_UNREADABLE),
        "b.pdf": (State.QUARANTINED, Code.FILE_UNREADABLE),
        "c.pdf": (State.QUARANTINED, Code.FILE_DAMAGED),
        "d.pdf": (State.QUARANTINED, Code.FILE_DAMAGED),
    }
    assert [one.returned.name for one, _ in data.matters] == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    adds_up(data, 4)


def test_another_survey_and_an_unknown_version_are_quarantined() -> None:
    other = replace(form(), survey="other-survey")
    unknown = replace(form(), title="แบบที่ไม่มีในคลัง")
    returns = [
        sent("a.xlsx", office_answers(1), of=other),
        sent("b.xlsx", office_answers(2), of=unknown),
    ]
    data = consolidate(form(), returns)
    assert ends(data) == {
        "a.xlsx": (State.QUARANTINED, Code.FORM_OTHER_SURVEY),
        "b.xlsx": (State.QUARANTINED, Code.FORM_UNKNOWN),
    }
    adds_up(data, 2)


# ---------------------------------------------------------------- an older form


def test_an_unchanged_field_of_an_older_form_is_merged_and_a_changed_one_reviewed() -> None:
    older = changed(form(), "officers.answer", label="ข้าราชการ (แบบเดิม)")
    answers = office_answers(1, officers__answer="7", budget__used="1.50")
    data = consolidate(form(), [sent("a.xlsx", answers, of=older)], older={older.digest: older})
    assert ends(data) == {"a.xlsx": (State.REVIEW, Code.FORM_FIELD_CHANGED)}
    assert row(data, "A-1")["officers.answer"] == (Standing.DOUBTFUL, None)
    assert row(data, "A-1")["budget.used"] == (Standing.ANSWERED, "1.5")


def test_a_question_that_an_older_form_did_not_ask_was_not_asked() -> None:
    fields = tuple(one for one in form().fields if one.name != "budget.used")
    older = replace(form(), fields=fields)
    returns = [sent("a.xlsx", office_answers(1), of=older)]
    data = consolidate(form(), returns, older={older.digest: older})
    assert ends(data)["a.xlsx"] == (State.ACCEPTED, Code.RETURN_COUNTED)
    assert row(data, "A-1")["budget.used"] == (Standing.NOT_ASKED, None)


# ---------------------------------------------------------------- who answered


@pytest.mark.parametrize(
    ("code", "name", "finding"),
    [
        ("", "หน่วยงานที่ 1", Code.RESPONDENT_UNKNOWN),
        ("A-9", "หน่วยงานที่ 1", Code.CODE_NOT_IN_ROSTER),
        ("A-1", "หน่วยงานอื่น", Code.NAME_DISAGREES),
    ],
)
def test_an_unresolved_respondent_is_for_a_person(code: str, name: str, finding: Code) -> None:
    roster = [office(1), office(2)]
    answers = office_answers(1) | {"office.code": code, "office.name": name}
    data = consolidate(form(), [sent("a.xlsx", answers, roster=roster)], roster=roster)
    [filed] = data.files
    assert (filed.state, filed.reason.code) == (State.REVIEW, finding)
    assert (filed.agency, filed.agency_name, filed.counted) == ("", name, False)
    assert not data.answered
    assert len(data.outstanding) == 2
    pending = {one.recipient.agency_code: one.pending for one in data.agencies}
    assert pending == {"A-1": ("a.xlsx",) if code == "A-1" else (), "A-2": ()}
    adds_up(data, 1)


def test_two_respondents_under_one_identity_never_supersede_each_other() -> None:
    early = sent("a.xlsx", office_answers(1), received="2026-11-01")
    neighbour = office_answers(1, office__name="หน่วยงานข้างเคียง", officers__answer="99")
    data = consolidate(form(), [early, sent("b.xlsx", neighbour, received="2026-11-05")])
    assert ends(data) == {
        "a.xlsx": (State.REVIEW, Code.RESPONDENTS_DIFFER),
        "b.xlsx": (State.REVIEW, Code.RESPONDENTS_DIFFER),
    }
    assert [one.undecided for one in data.answered] == [True]
    assert tally(data, "officers.answer").doubtful == 1
    adds_up(data, 2)


def test_a_respondent_differs_by_words_not_by_spelling_or_blanks() -> None:
    early = sent("a.xlsx", office_answers(1), received="2026-11-01")
    again = office_answers(1, office__name=" หน่วยงานที่ ๑ ", officers__answer="11")
    later = sent("b.xlsx", again | {"office.size": ("small",)}, received="2026-11-05")
    data = consolidate(form(), [early, later])
    assert ends(data)["a.xlsx"] == (State.SUPERSEDED, Code.RETURN_SUPERSEDED)


# ---------------------------------------------------------------- which return counts


def officers(name: str, count: str, received: str = "", typed: str = "") -> Returned:
    answers = office_answers(1, officers__answer=count, office__filled_on=typed)
    return sent(name, answers, received=received)


def test_what_is_sent_again_is_meant_again() -> None:
    first, other = officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "2", "2026-11-02")
    again = replace(first, name="c.xlsx", received="2026-11-03")
    data = consolidate(form(), [first, other, again])
    assert ends(data) == {
        "a.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
        "b.xlsx": (State.SUPERSEDED, Code.RETURN_SUPERSEDED),
        "c.xlsx": (State.DUPLICATE, Code.RETURN_SAME_BYTES),
    }
    assert row(data, "A-1")["officers.answer"] == (Standing.ANSWERED, 1)


def test_the_same_bytes_count_once() -> None:
    answers = office_answers(1)
    data = bytes_of("x", answers)
    copies = [
        sent("d.xlsx", answers, received="2026-11-03", data=data),
        sent("b.xlsx", answers, received="2026-11-09", data=data),
        sent("c.xlsx", answers, data=data),
    ]
    merged = consolidate(form(), copies)
    assert ends(merged) == {
        "c.xlsx": (State.DUPLICATE, Code.RETURN_SAME_BYTES),
        "b.xlsx": (State.DUPLICATE, Code.RETURN_SAME_BYTES),
        "d.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
    }
    assert merged.as_of == "2026-11-09"
    adds_up(merged, 3)


def test_the_same_answers_in_other_bytes_count_once() -> None:
    returns = [
        sent("a.docx", office_answers(1), format="docx"),
        sent("b.xlsx", office_answers(1, office__filled_on="๒๓ พฤศจิกายน ๒๕๖๙")),
    ]
    data = consolidate(form(), returns)
    assert ends(data) == {
        "a.docx": (State.ACCEPTED, Code.RETURN_COUNTED),
        "b.xlsx": (State.DUPLICATE, Code.RETURN_SAME_ANSWERS),
    }
    assert dict(data.files[1].reason.facts) == {"other": "a.docx"}
    adds_up(data, 2)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        (("2026-11-01", ""), ("2026-11-02", "")),
        (("2026-11-01", "30 พ.ย. 2569"), ("2026-11-02", "1 พ.ย. 2569")),
        (("", "1 พ.ย. 2569"), ("", "๒ พ.ย. ๒๕๖๙")),
        (("2026-11-30", "1 พ.ย. 2569"), ("", "2 พ.ย. 2569")),
    ],
    ids=["receipt", "receipt before typed", "typed", "typed where a receipt is missing"],
)
def test_the_later_return_counts(early: tuple[str, str], late: tuple[str, str]) -> None:
    data = consolidate(form(), [officers("z.xlsx", "1", *early), officers("a.xlsx", "2", *late)])
    assert ends(data)["z.xlsx"] == (State.SUPERSEDED, Code.RETURN_SUPERSEDED)
    assert ends(data)["a.xlsx"] == (State.ACCEPTED, Code.RETURN_COUNTED)
    assert row(data, "A-1")["officers.answer"] == (Standing.ANSWERED, 2)
    adds_up(data, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("", ""), ("", "")),
        (("2026-11-01", ""), ("2026-11-01", "")),
        (("2026-11-01", ""), ("", "")),
        (("2026-11-01", ""), ("", "5 พ.ย. 2569")),
        (("", "5 พ.ย. 2569"), ("", "๕/๑๑/๒๕๖๙")),
    ],
)
def test_without_proof_of_order_nothing_counts(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    data = consolidate(form(), [officers("a.xlsx", "1", *one), officers("b.xlsx", "2", *other)])
    assert ends(data) == {
        "a.xlsx": (State.REVIEW, Code.RETURN_CONFLICT),
        "b.xlsx": (State.REVIEW, Code.RETURN_CONFLICT),
    }
    facts = dict(data.files[0].reason.facts)
    assert facts["other"] == ("b.xlsx",)
    assert form().field("officers.answer").label in facts["fields"]
    assert {standing for standing, _ in row(data, "A-1").values()} == {Standing.DOUBTFUL}
    assert data.answered[0].undecided
    adds_up(data, 2)


def test_two_of_the_last_day_conflict_and_the_earlier_one_is_superseded() -> None:
    returns = [
        officers("a.xlsx", "1", "2026-11-01"),
        officers("b.xlsx", "2", "2026-11-02"),
        officers("c.xlsx", "3", "2026-11-02"),
    ]
    states = {name: state for name, (state, _) in ends(consolidate(form(), returns)).items()}
    assert states == {
        "a.xlsx": State.SUPERSEDED,
        "b.xlsx": State.REVIEW,
        "c.xlsx": State.REVIEW,
    }


def test_one_name_may_stand_for_two_files() -> None:
    data = consolidate(
        form(), [officers("a.xlsx", "1", "2026-11-01"), officers("a.xlsx", "2", "2026-11-02")]
    )
    assert sorted(one.state for one in data.files) == [State.ACCEPTED, State.SUPERSEDED]
    assert row(data, "A-1")["officers.answer"] == (Standing.ANSWERED, 2)


def test_a_thousand_returns_under_one_code_are_no_trouble() -> None:
    data = consolidate(form(), [officers(f"{n}.xlsx", str(n)) for n in range(1000)])
    assert data.states[State.REVIEW] == 1000
    assert len(dict(data.files[0].reason.facts)["other"]) == 6
    adds_up(data, 1000)


# ---------------------------------------------------------------- what a person decided


def test_a_person_chooses_between_conflicting_returns() -> None:
    returns = [officers("a.xlsx", "1"), officers("b.xlsx", "2")]
    no = Decision(returns[0].sha256, About.COUNTS, value="no", reason="โทรสอบถามแล้ว", by="สมศรี")
    data = consolidate(form(), returns, decisions=[no])
    assert ends(data) == {
        "a.xlsx": (State.QUARANTINED, Code.RETURN_EXCLUDED),
        "b.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
    }
    assert "สมศรี" in data.files[0].reason.message()
    assert not data.matters
    yes = replace(no, value="yes")
    assert consolidate(form(), returns, decisions=[no, yes]).answered[0].undecided


def test_a_person_says_what_was_answered() -> None:
    doubtful = sent("a.xlsx", office_answers(1, vacancy__answer=("yes_now", "no_now")))
    answer = Decision(doubtful.sha256, About.ANSWER, "vacancy.answer", "yes_now")
    data = consolidate(form(), [doubtful], decisions=[answer])
    assert ends(data)["a.xlsx"] == (State.ACCEPTED, Code.RETURN_COUNTED)
    assert row(data, "A-1")["vacancy.answer"] == (Standing.ANSWERED, "yes_now")
    assert row(data, "A-1")["vacant_since.answer"][0] is Standing.BLANK
    blank = consolidate(form(), [doubtful], decisions=[replace(answer, value=None)])
    assert row(blank, "A-1")["vacancy.answer"] == (Standing.BLANK, None)


def test_a_person_says_whose_it_is_and_that_a_finding_was_seen() -> None:
    roster = [office(1)]
    answers = office_answers(1, office__name="ชื่ออื่น", officers__answer="6000")
    file = sent("a.xlsx", answers, roster=roster)
    whose = Decision(file.sha256, About.RESPONDENT, value="A-1")
    data = consolidate(form(), [file], roster=roster, decisions=[whose])
    assert ends(data)["a.xlsx"] == (State.REVIEW, Code.CONSTRAINT_FAILED)
    assert not data.outstanding
    subject = seen_subject("CONSTRAINT_FAILED", "officers.answer")
    seen = Decision(file.sha256, About.SEEN, subject)
    data = consolidate(form(), [file], roster=roster, decisions=[whose, seen])
    assert ends(data)["a.xlsx"] == (State.ACCEPTED, Code.RETURN_COUNTED)
    assert row(data, "A-1")["officers.answer"] == (Standing.ANSWERED, 6000)


# ---------------------------------------------------------------- counting


def test_every_kind_of_question_is_counted() -> None:
    returns = [
        sent("a.xlsx", office_answers(1, budget__used="1,000.50", office__size=("small",))),
        sent("b.xlsx", office_answers(2, budget__used="๒๐๐", tools__used=("mail", "other"))),
        sent("c.xlsx", office_answers(3, officers__answer="สิบ", tools__used=())),
    ]
    data = consolidate(form(), returns)
    tools = tally(data, "tools.used")
    assert tools.counts == (2, 1, 0, 1)
    assert (tools.answered, tools.blank) == (2, 1)
    assert tally(data, "vacancy.answer").counts == (0, 3)
    assert tally(data, "office.size").counts == (1, 0, 0)
    budget = tally(data, "budget.used").figures
    assert budget is not None
    assert (budget.total, budget.minimum, budget.maximum) == (
        Decimal("1200.5"), Decimal(200), Decimal("1000.5"),
    )  # fmt: skip
    assert budget.mean == Decimal("600.25")
    assert tally(data, "officers.answer").doubtful == 1
    assert tally(data, "office.note").figures is None
    assert [data.had(one) for one in data.agencies] == [1, 1, 0]
    adds_up(data, 3)


def test_who_is_asked_for_is_not_counted_as_a_question() -> None:
    names = [one.field.name for one in consolidate(form(), []).tallies]
    assert names[:4] == ["office.size", "office.contacts", "office.area", "office.note"]
    assert "office.code" not in names
    assert "tools.remark" not in names


def test_nothing_returned_and_nobody_listed() -> None:
    data = consolidate(form(), [])
    assert (data.agencies, data.files, data.as_of) == ((), (), "")
    assert all(one.total == 0 and not any(one.counts) for one in data.tallies)
    assert percent(0, 0) is None


def test_percentages_round_halves_up() -> None:
    assert percent(1, 800) == Decimal("0.13")
    assert percent(1, 3) == Decimal("33.33")


# ---------------------------------------------------------------- who is outstanding


def test_agencies_stand_in_the_order_of_the_roster_then_of_the_rounds_then_by_name() -> None:
    rounds = [
        Round("r2", form().survey, form().digest, (office(2), office(4)), issued="2026-10-09"),
        Round("r1", form().survey, form().digest, (office(2),), issued="2026-10-01"),
        Round("x1", "other-survey", "0" * 64, (office(7),)),
    ]
    returns = [
        sent("a.xlsx", office_answers(8, office__name="ไชยา")),
        sent("b.xlsx", office_answers(9, office__name="เกาะ")),
        sent("c.xlsx", office_answers(3)),
    ]
    data = consolidate(form(), returns, rounds, [office(3), office(2)])
    codes = [one.recipient.agency_code for one in data.agencies]
    assert codes == ["A-3", "A-2", "A-4", "A-9", "A-8"]
    assert [one.recipient.agency_code for one in data.outstanding] == ["A-2", "A-4"]
    assert [one.sent for one in data.expected] == ["", "2026-10-09", "2026-10-09"]
    assert not data.by_code()["A-9"].expected
    assert data.by_code()["A-3"].recipient.province == "น่าน"


def test_the_day_it_speaks_for_is_the_newest_receipt_or_what_it_is_told() -> None:
    returns = [officers("a.xlsx", "1", "2026-11-01"), officers("b.xlsx", "1")]
    returns.append(Returned("Thumbs.db", "ab" * 32, 1, "2026-11-30", ignored=True))
    assert consolidate(form(), returns).as_of == "2026-11-01"
    assert consolidate(form(), returns, as_of="2026-12-31").as_of == "2026-12-31"


# ---------------------------------------------------------------- laws


def some_returns(random_numbers: random.Random) -> list[Returned]:
    made = []
    for number in range(60):
        agency = random_numbers.randrange(12)
        answers = office_answers(
            agency,
            officers__answer=random_numbers.choice(["1", "2", "๓", "สี่", ""]),
            vacancy__answer=random_numbers.choice([(), ("yes_now",), ("yes_now", "no_now")]),
            office__name=random_numbers.choice(["", f"หน่วยงานที่ {agency}", "อื่น"]),
            office__filled_on=random_numbers.choice(["", "1 พ.ย. 2569", "2 พ.ย. 2569"]),
        )
        day = random_numbers.choice(["", "2026-11-01", "2026-11-02"])
        data = str(random_numbers.randrange(40)).encode() if number % 3 else None
        made.append(sent(f"{number:02}.xlsx", answers, received=day, data=data))
    return made


@pytest.mark.parametrize("seed", range(8))
def test_every_file_ends_once_and_the_order_makes_no_difference(seed: int) -> None:
    random_numbers = random.Random(seed)
    returns = some_returns(random_numbers)
    data = consolidate(form(), returns, roster=[office(n) for n in range(4)])
    adds_up(data, len(returns))
    shuffled = random_numbers.sample(returns, len(returns))
    assert consolidate(form(), shuffled, roster=[office(n) for n in range(4)]) == data


@pytest.mark.parametrize("seed", range(4))
def test_sending_everything_twice_changes_no_result(seed: int) -> None:
    returns = some_returns(random.Random(seed))
    again = [replace(one, name=f"again/{one.name}") for one in returns]
    once, twice = consolidate(form(), returns), consolidate(form(), returns + again)
    adds_up(twice, 2 * len(returns))
    assert twice.tallies == once.tallies
    assert twice.states[State.DUPLICATE] == once.states[State.DUPLICATE] + len(returns)

    def shas(files: tuple[Filed, ...], state: State) -> list[str]:
        return sorted(one.returned.sha256 for one in files if one.state is state)

    for state in (State.ACCEPTED, State.REVIEW, State.SUPERSEDED):
        assert shas(twice.files, state) == shas(once.files, state)
