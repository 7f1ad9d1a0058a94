"""Several files of one agency -> which of them counts; without proof a person decides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from formgen.model.codes import Code
from formgen.model.dataset import Filed, Standing
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.response import Value
from formgen.model.returned import State
from formgen.model.survey import Role
from formgen.thai.normalise import key

_Told: TypeAlias = tuple[Standing, Value]
_READ: Final = (State.ACCEPTED, State.REVIEW)
_NAMED: Final = 5  # files named in one finding; the rest is a number


@dataclass(frozen=True, slots=True)
class _Claimant:
    """Files with the same answers; the first stands for them, the dates are their newest."""

    files: tuple[Filed, ...]
    received: str
    typed: str

    @property
    def filed(self) -> Filed:
        return self.files[0]


def same_bytes(files: Sequence[Filed]) -> list[Filed]:
    """Make every file a duplicate that has the bytes of another; the first received stands.

    It stands with the date on which the last came: what is sent again is meant again.
    """
    known = [one for one in files if one.state is not State.IGNORED and one.returned.sha256]
    alike = _grouped(known, lambda one: one.returned.sha256)
    for group in alike:
        group.sort(key=lambda one: one.state is State.QUARANTINED)  # what could be read stands
    settled = _duplicates(alike, Code.RETURN_SAME_BYTES)
    for group in alike:
        newest = max(one.returned.received for one in group)
        settled[id(group[0])] = replace(group[0], received=newest)
    return [settled.get(id(one), one) for one in files]


def settle(form: Form, files: Sequence[Filed]) -> list[Filed]:
    """Decide, agency by agency, which of its files counts."""
    read = [one for one in files if one.agency and one.state in _READ]
    settled: dict[int, Filed] = {}
    for group in _grouped(read, lambda one: one.agency):
        alike = _grouped(group, lambda one: _told(form, one))
        settled |= _duplicates(alike, Code.RETURN_SAME_ANSWERS)
        settled |= _verdicts(form, [_claimant(each) for each in alike])
    return [settled.get(id(one), one) for one in files]


# Both tell how files end, by the `id` of what they were before: two may share a name.


def _duplicates(alike: Sequence[Sequence[Filed]], code: Code) -> dict[int, Filed]:
    return {
        id(one): _closed(one, State.DUPLICATE, found(code, other=first.returned.name))
        for first, *others in alike
        for one in others
    }


def _verdicts(form: Form, claimants: Sequence[_Claimant]) -> dict[int, Filed]:
    if _strangers(form, claimants):
        return {id(one.filed): _undecided(one.filed, _who(one, claimants)) for one in claimants}
    last, earlier = _last(claimants)
    superseded = found(Code.RETURN_SUPERSEDED, other=_names(last))
    verdicts = {id(one.filed): _closed(one.filed, State.SUPERSEDED, superseded) for one in earlier}
    if len(last) > 1:
        fields = _differing(form, last)
        for one in last:
            conflict = found(Code.RETURN_CONFLICT, other=_names(last, one), fields=fields)
            verdicts[id(one.filed)] = _undecided(one.filed, conflict)
    return verdicts


def _closed(filed: Filed, state: State, why: Diagnostic) -> Filed:
    return replace(filed, state=state, reason=why, counted=False, open=())


def _undecided(filed: Filed, why: Diagnostic) -> Filed:
    return replace(filed, state=State.REVIEW, reason=why, counted=False, open=(why, *filed.open))


# ---------------------------------------------------------------- which came last


def _claimant(files: Sequence[Filed]) -> _Claimant:
    return _Claimant(
        files=tuple(files),
        received=max(one.received for one in files),
        typed=max(one.answered_on for one in files),
    )


def _last(claimants: Sequence[_Claimant]) -> tuple[list[_Claimant], list[_Claimant]]:
    """Part those that came last from the earlier ones; all are last where nothing tells.

    Dates of receipt are compared with each other, and only where one is missing the typed dates.
    """
    dates: list[Callable[[_Claimant], str]] = [lambda one: one.received, lambda one: one.typed]
    for date in dates:
        if all(date(one) for one in claimants):
            newest = max(date(one) for one in claimants)
            last = [one for one in claimants if date(one) == newest]
            return last, [one for one in claimants if date(one) != newest]
    return list(claimants), []


def _names(claimants: Sequence[_Claimant], beside: _Claimant | None = None) -> tuple[str, ...]:
    """Name the files of claimants, of many only the first; `beside` is left out."""
    others = (one.filed.returned.name for one in claimants if one is not beside)
    names = tuple(islice(others, _NAMED))
    more = len(claimants) - (beside is not None) - len(names)
    return (*names, f"… (+{more})") if more else names


# ---------------------------------------------------------------- what differs


def _told(form: Form, filed: Filed) -> tuple[_Told, ...]:
    """Tell all answers of a file, save the date on which they were given."""
    fields = (field for field in form.fields if field.role is not Role.RESPONSE_DATE)
    return tuple(_in(filed, field) for field in fields)


def _in(filed: Filed, field: Field) -> _Told:
    """Tell what stands in one field, in the file's own words where they are in doubt."""
    told = filed.answers[field.name]
    if told.standing is not Standing.DOUBTFUL:
        return told.standing, told.value
    response = filed.returned.response
    answer = response.answers.get(field.name) if response else None
    if answer is None:
        return told.standing, None
    return told.standing, answer.raw if answer.value is None else answer.value


def _differing(form: Form, claimants: Sequence[_Claimant]) -> tuple[str, ...]:
    """Name the fields, by label, in which not all say the same."""
    return tuple(
        field.label
        for field in form.fields
        if len({_in(one.filed, field) for one in claimants}) > 1
    )


def _strangers(form: Form, claimants: Sequence[_Claimant]) -> bool:
    """Tell whether files name different respondents; a blank contradicts nothing."""
    whose = [
        field
        for field in form.fields
        if field.personal_data or field.role not in (None, Role.RESPONSE_DATE)
    ]
    return any(len({_words(one.filed, field) for one in claimants} - {""}) > 1 for field in whose)


def _words(filed: Filed, field: Field) -> str:
    _, told = _in(filed, field)
    return key(told if isinstance(told, str) else repr(told)) if told else ""


def _who(one: _Claimant, claimants: Sequence[_Claimant]) -> Diagnostic:
    others = _names(claimants, one)
    return found(Code.RESPONDENTS_DIFFER, agency_code=one.filed.agency, others=others)


# ---------------------------------------------------------------- groups


def _grouped(files: Iterable[Filed], by: Callable[[Filed], object]) -> list[list[Filed]]:
    """Put like to like; in each group by receipt, what has no date last, of equals by name."""
    groups: dict[object, list[Filed]] = {}
    for one in sorted(files, key=lambda one: one.returned.name):
        groups.setdefault(by(one), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: (not one.returned.received, one.returned.received))
    return list(groups.values())
