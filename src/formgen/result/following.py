"""The agencies of a survey -> how far they have come: sent, returned, in review, outstanding."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

from formgen.model.dataset import Agency, Dataset, percent
from formgen.model.form import Form
from formgen.model.recipient import ROSTER_HEADINGS, Round
from formgen.model.survey import Role
from formgen.result import words
from formgen.thai.collate import sort_key


class By(StrEnum):
    """What agencies are put together by."""

    TYPE = "type"
    MINISTRY = "ministry"
    PROVINCE = "province"


_ROLES: Final = {
    By.TYPE: Role.AGENCY_TYPE,
    By.MINISTRY: Role.MINISTRY,
    By.PROVINCE: Role.PROVINCE,
}


@dataclass(frozen=True, slots=True)
class Following:
    """How many agencies of some have returned and how many have not.

    About `doubted` of those that returned, and `waiting` of those that have not, a person has yet
    to decide something.
    """

    returned: int
    outstanding: int
    doubted: int = 0
    waiting: int = 0

    @property
    def sent(self) -> int:
        """All of them."""
        return self.returned + self.outstanding

    @property
    def review(self) -> int:
        """Those about which a person has yet to decide something, returned or not."""
        return self.doubted + self.waiting

    @property
    def rate(self) -> Decimal | None:
        """How many per cent have returned; None of nobody."""
        return percent(self.returned, self.sent)


# ---------------------------------------------------------------- counting


def in_review(data: Dataset) -> frozenset[str]:
    """Find the codes of the agencies about which a person has yet to decide something.

    Something is open in a file of theirs, or a file that may be theirs does not count yet.
    """
    doubted = {one.agency for one in data.files if one.open}
    known = ((one.recipient.agency_code, one.pending) for one in data.agencies)
    return frozenset(code for code, pending in known if pending or code in doubted)


def following(agencies: Iterable[Agency], review: Collection[str] = ()) -> Following:
    """Count agencies by how far they have come; `review` are the codes that `in_review` finds."""
    counts = Counter((one.returned, one.recipient.agency_code in review) for one in agencies)
    return Following(
        returned=counts[True, False] + counts[True, True],
        outstanding=counts[False, False] + counts[False, True],
        doubted=counts[True, True],
        waiting=counts[False, True],
    )


def following_by(
    agencies: Iterable[Agency], name: Callable[[Agency], str], review: Collection[str] = ()
) -> Mapping[str, Following]:
    """As `following`, for each name that agencies have."""
    named: dict[str, list[Agency]] = defaultdict(list)
    for one in agencies:
        named[name(one)].append(one)
    return {name: following(own, review) for name, own in named.items()}


def reminders(agencies: Iterable[Agency]) -> Mapping[int, int]:
    """Map how often a reminder was written to the number of agencies, never first."""
    counts = Counter(len(one.reminded) for one in agencies)
    return {times: counts[times] for times in sorted(counts)}


def recipients(data: Dataset, rounds: Sequence[Round]) -> tuple[Agency, ...]:
    """Return the agencies to which the form was sent in some rounds, in the order of the result."""
    codes = {one.agency_code.casefold() for each in rounds for one in each.recipients}
    return tuple(one for one in data.expected if one.recipient.agency_code.casefold() in codes)


def days_left(sent: Round, today: date) -> int | None:
    """Count the days until a round's deadline, below 0 after it; None where it has none."""
    deadline = words.day(sent.deadline)
    return (deadline - today).days if isinstance(deadline, date) else None


# ---------------------------------------------------------------- groups


def group_heading(by: By) -> str:
    """Name what agencies are put together by, as a roster does."""
    return ROSTER_HEADINGS[_ROLES[by]]


def group_name(form: Form, agency: Agency, by: By) -> str:
    """Name the group an agency is in; "" where it is in none."""
    match by:
        case By.TYPE:
            return words.agency_type(form, agency)
        case By.MINISTRY:
            return agency.recipient.ministry
        case By.PROVINCE:
            return agency.recipient.province
        case _:
            assert_never(by)


def in_order(form: Form, by: By, names: Iterable[str]) -> list[str]:
    """Put types as the form prints them, other names as a dictionary does, what is blank last."""
    field = form.with_role(Role.AGENCY_TYPE) if by is By.TYPE else None
    printed = [choice.label for choice in field.choices] if field else []

    def place(name: str) -> tuple[object, ...]:
        known = printed.index(name) if name in printed else len(printed)
        return not name, known, sort_key(name)

    return sorted(names, key=place)
