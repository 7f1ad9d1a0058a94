"""Dataset -> what a run tells of it in a few lines; it is kept beside the result."""

from dataclasses import dataclass

from formgen.model.dataset import Dataset, Tally
from formgen.model.returned import State


@dataclass(frozen=True, slots=True)
class Count:
    """How many agencies gave each answer to one question with choices, in the order of these."""

    number: str
    label: str
    choices: tuple[str, ...]
    counts: tuple[int, ...]
    blank: int
    not_asked: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a result.

    `states` are the states of all files; `waiting` of them stand as `REVIEW` and do not count yet.
    Of the agencies that `answered` the `unlisted` were not `expected`.  `matters` is what a person
    must decide, `waivers` what one has let stand.
    """

    states: tuple[tuple[State, int], ...]
    waiting: int
    answered: int
    unlisted: int
    expected: int
    counts: tuple[Count, ...]
    matters: int
    waivers: int

    @property
    def files(self) -> int:
        """All files received."""
        return sum(count for _, count in self.states)


def outcome(data: Dataset) -> Outcome:
    """Count what a run tells of its result."""
    review = [one for one in data.files if one.state is State.REVIEW]
    return Outcome(
        states=tuple(data.states.items()),
        waiting=sum(not one.counted for one in review),
        answered=len(data.answered),
        unlisted=sum(not one.expected for one in data.answered),
        expected=len(data.expected),
        counts=tuple(_count(one) for one in data.tallies if one.counts),
        matters=len(data.matters),
        waivers=len(data.waivers),
    )


def _count(tally: Tally) -> Count:
    return Count(
        number=tally.question.number,
        label=tally.question.label,
        choices=tuple(choice.label for choice in tally.field.choices),
        counts=tally.counts,
        blank=tally.blank,
        not_asked=tally.not_asked,
        doubtful=tally.doubtful,
    )
