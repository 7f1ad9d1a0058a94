"""The merged result of a survey: what every agency answered, every file's end, the counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Field, Form, Question
from formgen.model.recipient import Recipient
from formgen.model.response import Value
from formgen.model.returned import Returned, State

_HUNDREDTH = Decimal("0.01")


class Standing(StrEnum):
    """How a field of the result stands; every agency that returned has exactly one for each."""

    ANSWERED = "answered"
    BLANK = "blank"
    NOT_ASKED = "not_asked"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Told:
    """What an agency told in one field; the value is None unless it is answered."""

    standing: Standing
    value: Value = None


class Policy(StrEnum):
    """Which of several differing returns of an agency counts."""

    LATEST = "latest"
    FIRST = "first"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a file says other than the file `other`, each in the words of its file."""

    field: str
    here: str
    there: str
    other: str


@dataclass(frozen=True, slots=True)
class Filed:
    """One returned file and how it ended.

    `agency` is the code it is filed under, "" while that is not known; of a file that nothing could
    read it is known where a person said so.  `counted`: the agency's row rests on it.  `received`
    is when its bytes last came (first, where the first return counts), `answered_on` the typed date
    of the answer, both ISO.  `answers` are those of the form being collected.  `open` are the
    findings a person has yet to look at, `waived` those against a rule of the survey that a person
    let stand, each with that decision.  `differences` are held against the return that counts
    instead of this one, or against its rivals.
    """

    returned: Returned
    state: State
    reason: Diagnostic
    agency: str = ""
    agency_name: str = ""
    counted: bool = False
    received: str = ""
    answered_on: str = ""
    answers: Mapping[str, Told] = field(default_factory=dict)
    open: tuple[Diagnostic, ...] = ()
    waived: tuple[tuple[Diagnostic, Decision], ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency: what is known of it, and what it answered.

    `expected`: it stands in the roster or in a round.  `sent` is the ISO date of its last round.
    `files` are those its row rests on, none while it has not returned; there are several while it
    is undecided which of them counts, and then every answer is doubtful.  `pending` are files that
    may be its own, or are but could not be read.  `reminded` are the ISO dates of the reminders
    written to it, in order.
    """

    recipient: Recipient
    expected: bool = True
    sent: str = ""
    files: tuple[Filed, ...] = ()
    answers: Mapping[str, Told] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()

    @property
    def returned(self) -> bool:
        """Whether a return of the agency is at hand."""
        return bool(self.files)

    @property
    def undecided(self) -> bool:
        """Whether a person must still say which return counts."""
        return len(self.files) > 1

    @property
    def answered_on(self) -> str:
        """The ISO date of the answer, "" where unknown or undecided."""
        return self.files[0].answered_on if len(self.files) == 1 else ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the numbers answered to one question come to."""

    total: Decimal
    minimum: Decimal
    maximum: Decimal
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one question over the agencies that returned.

    `counts` has one number for each choice of a select question; `figures` is for numbers, None
    where none was answered.
    """

    question: Question
    field: Field
    answered: int
    blank: int
    not_asked: int
    doubtful: int
    counts: tuple[int, ...] = ()
    figures: Figures | None = None

    @property
    def total(self) -> int:
        """All agencies that returned."""
        return self.answered + self.blank + self.not_asked + self.doubtful


@dataclass(frozen=True, slots=True)
class Dataset:
    """The merged result; `agencies` in the order of the roster, then by name.

    `as_of` is the ISO date it speaks for, "" where nothing tells; `round` the one it is of, "" for
    all rounds together.
    """

    form: Form
    as_of: str
    agencies: tuple[Agency, ...]
    files: tuple[Filed, ...]
    tallies: tuple[Tally, ...]
    decisions: tuple[Decision, ...] = ()
    policy: Policy = Policy.LATEST
    round: str = ""

    @property
    def expected(self) -> tuple[Agency, ...]:
        """The agencies the form was sent to, as far as that is known."""
        return tuple(one for one in self.agencies if one.expected)

    @property
    def answered(self) -> tuple[Agency, ...]:
        """The agencies that returned; their number is the base N of every percentage."""
        return tuple(one for one in self.agencies if one.returned)

    @property
    def outstanding(self) -> tuple[Agency, ...]:
        """The agencies that were expected to return and have not."""
        return tuple(one for one in self.agencies if one.expected and not one.returned)

    @property
    def states(self) -> Mapping[State, int]:
        """How many files ended in each state; they add up to the files."""
        return {state: sum(one.state is state for one in self.files) for state in State}

    @property
    def matters(self) -> tuple[tuple[Filed, Diagnostic], ...]:
        """Everything a person has yet to look at, file by file."""
        return tuple((one, finding) for one in self.files for finding in one.open)

    @property
    def waivers(self) -> tuple[tuple[Filed, Diagnostic, Decision], ...]:
        """Everything against a rule that a person let stand in a return that counts."""
        counted = (one for one in self.files if one.counted)
        return tuple((one, *waiver) for one in counted for waiver in one.waived)

    def by_code(self) -> Mapping[str, Agency]:
        """Map the code of every agency to it."""
        return {one.recipient.agency_code: one for one in self.agencies}

    def had(self, agency: Agency) -> int:
        """Count the questions an agency answered with a choice that counts as had.

        Questions that ask for personal data are not among them: the number is published.
        """
        return sum(
            bool(set(one.question.positive) & set(_codes(agency.answers[one.field.name].value)))
            for one in self.tallies
            if agency.returned and not one.field.personal_data
        )


def percent(count: int, base: int) -> Decimal | None:
    """Return `count` as a percentage of `base`, halves away from zero; None of nothing."""
    if not base:
        return None
    return (Decimal(100 * count) / base).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _codes(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)
