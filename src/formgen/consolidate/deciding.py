"""Several files of one agency -> which of them counts; without proof a person decides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias, assert_never

from formgen.consolidate.decided import Decided
from formgen.consolidate.differing import differences, differing, in_file, strangers
from formgen.files import sha256
from formgen.model.codes import Code
from formgen.model.dataset import Difference, Filed, Policy
from formgen.model.decision import About
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form
from formgen.model.returned import State
from formgen.model.survey import Role
from formgen.thai.numerals import to_arabic

_READ: Final = (State.ACCEPTED, State.REVIEW)
_NAMED: Final = 5  # files named in one finding, and held against it; the rest is a number

_SHORT: Final = 12  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class _Claimant:
    """Files with the same answers; the first stands for them, with the dates that count.

    `blank`: they answer nothing, and no person has said that this counts or stands.
    """

    files: tuple[Filed, ...]
    received: str
    typed: str
    blank: bool

    @property
    def filed(self) -> Filed:
        return self.files[0]


_Parted: TypeAlias = tuple[Sequence[_Claimant], Sequence[_Claimant]]
"""Those of which one counts, and those that give way to it."""


def same_bytes(files: Sequence[Filed], policy: Policy) -> list[Filed]:
    """Make every file a duplicate that has the bytes of another that was read.

    The first received stands, where the last return counts with the date of the last copy: what is
    sent again is meant again.  Files that nothing could read stay, each for itself: all empty files
    have the same bytes, whoever sent them.
    """
    known = [one for one in files if one.state is not State.IGNORED and one.returned.sha256]
    settled: dict[int, Filed] = {}
    for group in _grouped(known, lambda one: one.returned.sha256):
        first, *copies = sorted(group, key=lambda one: one.state is State.QUARANTINED)
        if copies and first.state is not State.QUARANTINED:
            settled |= _duplicates(first, copies, Code.RETURN_SAME_BYTES)
            date = _date((one.returned.received for one in group), policy)
            settled[id(first)] = replace(first, received=date)
    return [settled.get(id(one), one) for one in files]


def settle(form: Form, files: Sequence[Filed], policy: Policy, decided: Decided) -> list[Filed]:
    """Decide, agency by agency, which of its files counts."""
    read = [one for one in files if one.agency and one.state in _READ]
    asked = [field for field in form.fields if field.role is not Role.RESPONSE_DATE]
    settled: dict[int, Filed] = {}
    for group in _grouped(read, lambda one: one.agency):
        if len(group) == 1:
            continue
        alike = _grouped(group, lambda one: tuple(in_file(one, field) for field in asked))
        for first, *copies in alike:
            settled |= _duplicates(first, copies, Code.RETURN_SAME_ANSWERS)
        if len(alike) > 1:
            claimants = [_claimant(each, policy, decided) for each in alike]
            settled |= _verdicts(form, claimants, policy)
    return [settled.get(id(one), one) for one in files]


def alike_codes(files: Sequence[Filed], expected: Iterable[str], decided: Decided) -> list[Filed]:
    """Note the codes of agencies nobody listed that differ from another in capitals only."""
    listed = set(expected)
    spellings: dict[str, set[str]] = {}
    for code in (*listed, *(one.agency for one in files if one.state in _READ)):
        spellings.setdefault(_plain(code), set()).add(code)

    def noted(one: Filed) -> Filed:
        others = spellings[_plain(one.agency)] - {one.agency}
        if not others:
            return one
        named = tuple(sorted(others))
        alike = found(Code.AGENCY_CODES_ALIKE, agency_code=one.agency, others=named)
        if decided.closing(one.returned, alike):
            return one
        why = one.reason if one.state is State.REVIEW else alike
        return replace(one, state=State.REVIEW, reason=why, open=(*one.open, alike))

    suspect = [one.agency and one.state in _READ and one.agency not in listed for one in files]
    return [noted(one) if each else one for one, each in zip(files, suspect, strict=True)]


def _plain(code: str) -> str:
    return to_arabic(code).casefold()


# Those below tell how files end, by the `id` of what they were before: two may share a name.


def _duplicates(first: Filed, copies: Iterable[Filed], code: Code) -> dict[int, Filed]:
    why = found(code, other=first.returned.name)
    return {id(one): _closed(one, State.DUPLICATE, why) for one in copies}


def _verdicts(form: Form, claimants: Sequence[_Claimant], policy: Policy) -> dict[int, Filed]:
    if strangers(form, [one.filed for one in claimants]):
        return dict(_rivals(form, claimants, Code.RESPONDENTS_DIFFER))
    best, others = _parted(claimants, policy)
    code = Code.RETURN_TO_CHOOSE if policy is Policy.ASK else Code.RETURN_CONFLICT
    if filled := _beside_blank(best, others):
        # Perhaps the blank form was sent by mistake; the file cannot tell that it takes all back.
        best, code = [*best, *_parted(filled, policy)[0]], Code.RETURN_BLANK
        others = [one for one in others if not any(one is each for each in best)]
    verdicts = _superseded(form, best, others, policy)
    if len(best) > 1:
        verdicts |= _rivals(form, best, code)
    return verdicts


def _beside_blank(best: Sequence[_Claimant], others: Sequence[_Claimant]) -> list[_Claimant]:
    """Find what would give way to returns that answer nothing; nothing where one answers."""
    return [one for one in others if not one.blank] if all(one.blank for one in best) else []


def _superseded(
    form: Form, best: Sequence[_Claimant], others: Sequence[_Claimant], policy: Policy
) -> dict[int, Filed]:
    code = Code.RETURN_KEPT_FIRST if policy is Policy.FIRST else Code.RETURN_SUPERSEDED
    why = found(code, other=_names(best))
    verdicts = {id(one.filed): _closed(one.filed, State.SUPERSEDED, why) for one in others}
    for one in others:
        compared = _compared(form, one, best)
        verdicts[id(one.filed)] = replace(verdicts[id(one.filed)], differences=compared)
    return verdicts


def _rivals(form: Form, claimants: Sequence[_Claimant], code: Code) -> Iterator[tuple[int, Filed]]:
    """Leave it to a person which of these counts."""
    differ = differing(form, [one.filed for one in claimants])
    fields = tuple(field.label for field in differ)
    # Whoever chooses has seen just these: another file of the same name is another choice.
    bytes_of = sorted(one.filed.returned.sha256 for one in claimants)
    among = sha256(" ".join(bytes_of).encode())[:_SHORT]
    for one in claimants:
        others = _names(claimants, one)
        if code is Code.RESPONDENTS_DIFFER:
            why = found(code, agency_code=one.filed.agency, others=others, among=among)
        else:
            why = found(code, other=others, fields=fields, among=among)
        compared = _compared(form, one, claimants)
        yield id(one.filed), replace(_undecided(one.filed, why), differences=compared)


def _compared(form: Form, one: _Claimant, others: Sequence[_Claimant]) -> tuple[Difference, ...]:
    """Hold one against the first of the others."""
    rest = islice((each for each in others if each is not one), _NAMED)
    return tuple(diff for each in rest for diff in differences(form, one.filed, each.filed))


def _closed(filed: Filed, state: State, why: Diagnostic) -> Filed:
    return replace(filed, state=state, reason=why, counted=False, open=())


def _undecided(filed: Filed, why: Diagnostic) -> Filed:
    return replace(filed, state=State.REVIEW, reason=why, counted=False, open=(why, *filed.open))


# ---------------------------------------------------------------- which of them counts


def _claimant(files: Sequence[Filed], policy: Policy, decided: Decided) -> _Claimant:
    chosen = any(decided.find(one.returned.sha256, About.COUNTS) for one in files)
    nothing = any(one.code is Code.NOTHING_ANSWERED for one in files[0].open)
    return _Claimant(
        files=tuple(files),
        received=_date((one.received for one in files), policy),
        typed=_date((_typed(one) for one in files), policy),
        blank=nothing and not chosen,
    )


def _typed(filed: Filed) -> str:
    """Return the typed day; "" for one that is far from its round, until a person lets it stand."""
    doubted = any(one.code is Code.DATE_FAR_OFF for one in filed.open)
    return "" if doubted else filed.answered_on


def _date(dates: Iterable[str], policy: Policy) -> str:
    """Return the date that counts of the same answers: the last, or the first where that counts."""
    known = [date for date in dates if date]
    return (min if policy is Policy.FIRST else max)(known, default="")


def _parted(claimants: Sequence[_Claimant], policy: Policy) -> _Parted:
    """Part those that may count from those that give way; without evidence, all may count."""
    match policy:
        case Policy.LATEST:
            return _by_date(claimants, max)
        case Policy.FIRST:
            return _by_date(claimants, min)
        case Policy.ASK:
            return claimants, ()
        case _:
            assert_never(policy)


def _by_date(claimants: Sequence[_Claimant], best: Callable[[Iterable[str]], str]) -> _Parted:
    """Dates of receipt are compared with each other, and only where one is missing the typed."""
    dates: list[Callable[[_Claimant], str]] = [lambda one: one.received, lambda one: one.typed]
    for date in dates:
        if all(date(one) for one in claimants):
            day = best(date(one) for one in claimants)
            chosen = [one for one in claimants if date(one) == day]
            return chosen, [one for one in claimants if date(one) != day]
    return claimants, ()


def _names(claimants: Sequence[_Claimant], beside: _Claimant | None = None) -> tuple[str, ...]:
    """Name the files of claimants, of many only the first; `beside` is left out."""
    others = (one.filed.returned.name for one in claimants if one is not beside)
    names = tuple(islice(others, _NAMED))
    more = len(claimants) - (beside is not None) - len(names)
    return (*names, f"… (+{more})") if more else names


# ---------------------------------------------------------------- groups


def _grouped(files: Iterable[Filed], by: Callable[[Filed], object]) -> list[list[Filed]]:
    """Put like to like; in each group by receipt, what has no date last, of equals by name."""
    groups: dict[object, list[Filed]] = {}
    for one in sorted(files, key=lambda one: one.returned.name):
        groups.setdefault(by(one), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: (not one.returned.received, one.returned.received))
    return list(groups.values())
