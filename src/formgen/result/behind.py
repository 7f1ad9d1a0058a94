"""Every number of agencies in the result -> the agencies it counts, answer by answer."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from formgen.model.dataset import Dataset, Standing, Tally, Told
from formgen.model.form import Field
from formgen.model.survey import Role
from formgen.result import words
from formgen.result.words import Cell
from formgen.thai.collate import sort_key

HAD: Final = "#had"
MINISTRY: Final = "#ministry"
_CHOICE: Final = "="  # goes before a choice's code, so that none is taken for a standing
_T = TypeVar("_T")


class Behind(NamedTuple):
    """What a number counts: an answer to a field, how many are had, or a ministry.

    `about` is the field's name, `HAD` or `MINISTRY`; `kind` is the type of agency the number is
    about, "" for all of them.
    """

    about: str
    answer: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The agencies that one number counts, as places in `Dataset.answered`, kind by kind.

    `question` and `answer` are its words; `answer` is None where each agency has its own.
    """

    key: Behind
    question: str
    answer: Cell
    members: tuple[int, ...]
    field: Field | None = None


class Grouped:
    """The agencies that returned, put together in every way in which they are counted."""

    def __init__(self, data: Dataset) -> None:
        self.data: Final = data
        self.agencies: Final = data.answered
        self.public: Final = words.public(data)
        self.kinds: Final = tuple(words.agency_kind(data.form, one) for one in self.agencies)
        self.ministries: Final = tuple(words.ministry(one) for one in self.agencies)
        self.kind_names: Final = _kind_names(data, self.kinds)
        rank = {kind: place for place, kind in enumerate(self.kind_names)}
        self._order: Final = sorted(range(len(self.kinds)), key=lambda one: rank[self.kinds[one]])

    @cached_property
    def had(self) -> tuple[int | None, ...]:
        """How many questions each agency has; None while it is undecided which return counts."""
        return tuple(None if one.undecided else self.data.had(one) for one in self.agencies)

    @cached_property
    def groups(self) -> Mapping[Behind, Group]:
        """All groups in the order in which they are listed; what counts nobody is left out."""
        made = [group for tally in self.public for group in self._of_question(tally)]
        if words.positives(self.public, self.data.form.summary):
            made += self._of_had()
        made += self._of_ministries()
        return {one.key: one for one in made}

    def members(self, key: Behind) -> tuple[int, ...]:
        """Return the agencies behind a number, as places in `agencies`."""
        group = self.groups.get(key._replace(kind=""))
        members = group.members if group else ()
        return tuple(one for one in members if key.kind in ("", self.kinds[one]))

    def _of_question(self, tally: Tally) -> Iterator[Group]:
        field = tally.field
        lists: dict[str, list[int]] = {answer: [] for answer, _ in answers(tally)}
        for place in self._order:
            for answer in _given(field, self.agencies[place].answers[field.name]):
                if answer in lists:
                    lists[answer].append(place)
        for answer, label in answers(tally):
            if members := lists[answer]:
                key = Behind(field.name, answer)
                yield Group(key, words.question(tally), label, tuple(members), field)

    def _of_had(self) -> Iterator[Group]:
        name = words.had_name(self.data.form)
        for had, members in self._sorted(self.had, lambda one: (one is None, one or 0)):
            yield Group(behind_had(had), name, words.DOUBTFUL if had is None else had, members)

    def _of_ministries(self) -> Iterator[Group]:
        for name, members in self._sorted(self.ministries, by_name):
            yield Group(Behind(MINISTRY, name), "สังกัด", name, members)

    def _sorted(
        self, values: Sequence[_T], order: Callable[[_T], Any]
    ) -> Iterator[tuple[_T, tuple[int, ...]]]:
        lists: dict[_T, list[int]] = defaultdict(list)
        for place in self._order:
            lists[values[place]].append(place)
        for value in sorted(lists, key=order):
            yield value, tuple(lists[value])


def answers(tally: Tally) -> list[tuple[str, Cell]]:
    """List every answer a question can have: how `Behind` knows it, and its words.

    What is no answer comes last.
    """
    if tally.field.select:
        given: list[tuple[str, Cell]] = [
            (f"{_CHOICE}{choice.code}", choice.label) for choice in tally.field.choices
        ]
    else:
        given = [(_CHOICE, None)]
    return [*given, *words.NO_ANSWER.items()]


def behind_had(count: int | None) -> Behind:
    """What the number of agencies counts that have this many, or for which it is undecided."""
    return Behind(HAD, Standing.DOUBTFUL if count is None else str(count))


def behind_answer(field: Field, code: str = "") -> Behind:
    """What the number of agencies counts that took a choice, or gave any answer."""
    return Behind(field.name, f"{_CHOICE}{code}")


def by_name(name: str) -> tuple[object, ...]:
    """The key that sorts names as a Thai dictionary does; what has none comes last."""
    return name == words.BLANK, sort_key(name)


def _given(field: Field, told: Told) -> tuple[str, ...]:
    if told.standing is not Standing.ANSWERED:
        return (told.standing,)
    if not field.select:
        return (_CHOICE,)
    codes = told.value if isinstance(told.value, tuple) else (told.value,)
    return tuple(f"{_CHOICE}{code}" for code in codes)


def _kind_names(data: Dataset, kinds: Sequence[str]) -> tuple[str, ...]:
    """Order the kinds of agencies as the form's own choices, then by name."""
    field = data.form.with_role(Role.AGENCY_TYPE)
    listed = [choice.label for choice in field.choices] if field else []
    others = sorted(set(kinds).difference(listed), key=by_name)
    return tuple(dict.fromkeys((*(one for one in listed if one in kinds), *others)))
