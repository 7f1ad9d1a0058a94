"""The merged result -> the facts, conditions and lists that the report's text may name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from formgen.model.dataset import Agency, Dataset, Policy, Standing, Tally, percent
from formgen.model.returned import State
from formgen.report.annexes import LONGEST
from formgen.report.summary import table_count
from formgen.result import names, words
from formgen.thai.dates import thai_date
from formgen.thai.numerals import thai_number, to_thai

_POLICIES: Final = {
    Policy.LATEST: "นับฉบับที่ส่งหลังสุด",
    Policy.FIRST: "นับฉบับที่ส่งก่อน",
    Policy.ASK: "ไม่นับฉบับใดจนกว่าเจ้าหน้าที่จะตัดสิน",
}
_NAMED_FOR_THE_FORM: Final = re.compile("^แบบ(?=สำรวจ|ประเมิน)")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the text of a report is set with; `conditions` are those that hold."""

    facts: Mapping[str, str]
    conditions: frozenset[str]
    lists: Mapping[str, Sequence[Mapping[str, str]]]


def gather(data: Dataset, deadline: str = "", sent_on: str = "") -> Gathered:
    """Find every fact of a result; "" where it is not known."""
    had = _Had(data)
    sent_on = sent_on or _one_day(data.expected)
    conditions = _conditions(data, had, deadline, sent_on)
    facts = {
        "survey": data.form.title,
        "topic": _NAMED_FOR_THE_FORM.sub("การ", data.form.title),
        "unit": data.form.summary.unit,
        "as_of": _day(data.as_of),
        "sent_on": _day(sent_on),
        "deadline": _day(deadline),
        **_agencies(data),
        **_files(data),
        "tables": _tables(table_count(data)),
        **had.facts(),
        **_annexes(conditions),
        **_places(data),
    }
    return Gathered(facts, conditions, {"other_choices": had.other_choices()})


def _conditions(data: Dataset, had: "_Had", deadline: str, sent_on: str) -> frozenset[str]:
    outstanding, matters, waivers = len(data.outstanding), len(data.matters), len(data.waivers)
    holds = {
        "roster": bool(data.expected),
        "answered": bool(data.answered),
        "outstanding": bool(outstanding),
        "long_outstanding": outstanding > LONGEST,
        "pending": any(one.pending for one in data.outstanding),
        "unlisted": bool(data.expected) and any(not one.expected for one in data.answered),
        "undecided": any(one.undecided for one in data.answered),
        "review": bool(matters),
        "long_review": matters > LONGEST,
        "waivers": bool(waivers),
        "long_waivers": waivers > LONGEST,
        "tables": bool(table_count(data)),
        "had": had.most > 0,
        "had_nowhere": bool(had.counts) and bool(data.answered) and had.most == 0,
        "least": had.least < had.most,
        "several": len(had.counts) > 1,
        "doubtful": bool(had.doubtful),
        "sent_on": bool(sent_on),
        "deadline": bool(deadline),
    }
    held = {name for name, true in holds.items() if true}
    return frozenset(held | ({"annexes"} if held & _ANNEXES.keys() else set()))


def _agencies(data: Dataset) -> dict[str, str]:
    sent, answered, outstanding = len(data.expected), len(data.answered), len(data.outstanding)
    back = sent - outstanding
    known = bool(sent)
    return {
        "sent": _number(sent) if known else "",
        "returned": _number(back if known else answered),
        "returned_percent": _percent(back, sent),
        "outstanding": _number(outstanding) if known else "",
        "outstanding_percent": _percent(outstanding, sent),
        "pending": _number(sum(bool(one.pending) for one in data.outstanding)),
        "answered": _number(answered),
        "unlisted": _number(answered - back),
        "undecided": _number(sum(one.undecided for one in data.answered)),
        "policy": _POLICIES[data.policy],
    }


def _files(data: Dataset) -> dict[str, str]:
    return {
        "files": _number(len(data.files)),
        "duplicates": _number(data.states[State.DUPLICATE]),
        "review_files": _number(sum(bool(one.open) for one in data.files)),
        "matters": _number(len(data.matters)),
        "waivers": _number(len(data.waivers)),
    }


_ANNEXES: Final = {
    "tables": "annex_questions",
    "review": "annex_review",
    "outstanding": "annex_outstanding",
    "waivers": "annex_waivers",
}


def _annexes(conditions: frozenset[str]) -> dict[str, str]:
    """Number the annexes that there are, in their order."""
    there = [name for condition, name in _ANNEXES.items() if condition in conditions]
    numbers = {name: to_thai(number) for number, name in enumerate(there, 1)}
    return {name: numbers.get(name, "") for name in _ANNEXES.values()}


def _places(data: Dataset) -> dict[str, str]:
    """Name where in the workbook each number can be followed."""
    return {
        "workbook": names.WORKBOOK,
        "sheet_overview": names.OVERVIEW,
        "sheet_counts": names.counts_sheet(data.form.summary.unit),
        "sheet_had": words.had_name(data.form),
        "sheet_agencies": names.AGENCIES,
        "sheet_review": names.MATTERS,
        "sheet_outstanding": names.OUTSTANDING,
        "sheet_waivers": names.WAIVERS,
        "sheet_register": names.REGISTER,
        "sheet_sources": names.SOURCES,
    }


class _Had:
    """The questions with choices that count as had, and how many agencies had each."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        tallies = [one for one in words.public(data) if one.question.positive]
        self.counts = [(one, sum(_has(each, one) for each in data.answered)) for one in tallies]
        self.most = max((count for _, count in self.counts), default=0)
        self.least = min((count for _, count in self.counts), default=0)
        decided = [(one, data.had(one)) for one in data.answered if not one.undecided]
        self.all = sum(had == len(self.counts) for _, had in decided)
        self.none = [one for one, had in decided if not had]
        self.doubtful = sum(any(_doubtful(one, each) for each in tallies) for one in self.none)

    def facts(self) -> dict[str, str]:
        """Say what was had most and least, and how many agencies had all or none."""
        return {
            "had": self.phrase(),
            **self.extreme("most", self.most),
            **self.extreme("least", self.least),
            "had_all": _number(self.all),
            "had_none": _number(len(self.none)),
            "had_none_doubtful": _number(self.doubtful),
        }

    def phrase(self) -> str:
        """Say what counts as had: the choice, where it is one for all questions."""
        labels = {
            choice.label
            for one, _ in self.counts
            for choice in one.field.choices
            if choice.code in one.question.positive
        }
        return f"ตอบ “{min(labels)}”" if len(labels) == 1 else "ตอบข้อที่นับว่ามี"

    def extreme(self, name: str, count: int) -> dict[str, str]:
        """Name all questions of a count."""
        return {
            name: _listed(one for one, each in self.counts if each == count),
            f"{name}_count": _number(count),
            f"{name}_percent": _percent(count, len(self.data.answered)),
        }

    def other_choices(self) -> tuple[Mapping[str, str], ...]:
        """Tell of each other choice that somebody took where it was taken most."""
        taken: dict[tuple[str, str], list[tuple[Tally, int]]] = {}
        for one, _ in self.counts:
            for choice, count in zip(one.field.choices, one.counts, strict=True):
                if choice.code not in one.question.positive:
                    taken.setdefault((choice.code, choice.label), []).append((one, count))
        most = {key: max(count for _, count in counts) for key, counts in taken.items()}
        return tuple(
            {
                "choice": label,
                "choice_most": _listed(one for one, each in taken[code, label] if each == count),
                "choice_count": _number(count),
                "choice_percent": _percent(count, len(self.data.answered)),
            }
            for (code, label), count in most.items()
            if count
        )


def _has(agency: Agency, tally: Tally) -> bool:
    """Tell whether an agency answered with a choice that counts as had."""
    told = agency.answers[tally.field.name]
    if told.standing is not Standing.ANSWERED:
        return False
    codes = told.value if isinstance(told.value, tuple) else (str(told.value),)
    return not set(codes).isdisjoint(tally.question.positive)


def _doubtful(agency: Agency, tally: Tally) -> bool:
    """Tell whether it is open what an agency answered."""
    return agency.answers[tally.field.name].standing is Standing.DOUBTFUL


def _listed(tallies: Iterable[Tally]) -> str:
    """Join the names of questions as Thai does: `ก ข และ ค`."""
    *first, last = [one.question.label for one in tallies] or [""]
    return f"{' '.join(first)} และ {last}" if first else last


def _tables(count: int) -> str:
    """Name the summary tables by their numbers."""
    first, last = "ตารางที่ ๑", f"ตารางที่ {to_thai(count)}"
    return "" if not count else first if count == 1 else f"{first} ถึง{last}"


def _number(number: int) -> str:
    return thai_number(number)


def _percent(count: int, base: int) -> str:
    share = percent(count, base)
    return "" if share is None else thai_number(share, 2)


def _day(text: str) -> str:
    """Write an ISO date as official letters do; "" stays, other words get Thai digits."""
    day = words.day(text)
    return thai_date(day) if isinstance(day, date) else to_thai(text)


def _one_day(agencies: Iterable[Agency]) -> str:
    """Return the ISO date on which all were sent the form; "" where there are several or none."""
    days = {one.sent for one in agencies}
    return days.pop() if len(days) == 1 else ""
