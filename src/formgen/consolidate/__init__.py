"""Everything received -> the merged result: each file ends in one state, each agency in one row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from formgen.consolidate.counting import tallies
from formgen.consolidate.deciding import same_bytes, settle
from formgen.consolidate.filing import file_return, known
from formgen.model.dataset import Agency, Dataset, Filed, Standing, Told
from formgen.model.decision import Decision
from formgen.model.form import Form
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.returned import Returned, State
from formgen.model.survey import Role
from formgen.thai.collate import sort_key

NOBODY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


def consolidate(  # noqa: PLR0913 - each is one thing that is known
    form: Form,
    returns: Iterable[Returned],
    rounds: Sequence[Round] = (),
    roster: Sequence[Recipient] | None = None,
    *,
    older: Mapping[str, Form] | None = None,
    decisions: Sequence[Decision] = (),
    as_of: str = "",
    reminded: Mapping[str, tuple[str, ...]] = NOBODY,
) -> Dataset:
    """Merge returns of one survey; the order in which they are given makes no difference.

    `older` are earlier versions of the form, by digest: a return made from a version that is not
    among them is quarantined.  Of two decisions on one thing the later in the sequence stands.
    `as_of` is an ISO date; without it the result speaks for the day of the newest receipt.
    `reminded` are the ISO days of the reminders written, by agency code.
    """
    against = known(form, older or {}, decisions)
    ordered = sorted(_opened(returns), key=lambda one: (one.name, one.sha256, one.received))
    filed = settle(form, same_bytes([file_return(against, one) for one in ordered]))
    agencies = tuple(
        replace(one, reminded=reminded.get(one.recipient.agency_code, ()))
        for one in _agencies(form, filed, rounds, roster or ())
    )
    answered = [one for one in agencies if one.returned]
    return Dataset(
        form=form,
        as_of=as_of or max((one.received for one in ordered if not one.ignored), default=""),
        agencies=agencies,
        files=tuple(filed),
        tallies=tallies(form, answered),
        decisions=tuple(decisions),
    )


def _opened(returns: Iterable[Returned]) -> list[Returned]:
    """Leave out the vain attempts to open a file that was opened another time."""
    known = list(returns)
    opened = {one.name for one in known if one.sha256}
    return [one for one in known if one.sha256 or one.name not in opened]


def _agencies(
    form: Form, filed: Sequence[Filed], rounds: Sequence[Round], roster: Sequence[Recipient]
) -> tuple[Agency, ...]:
    """List the agencies: those of the roster, then of the rounds, then those only heard of."""
    expected: dict[str, Recipient] = {one.agency_code: one for one in roster}
    sent: dict[str, str] = {}
    for each in rounds:
        for one in each.recipients if each.survey == form.survey else ():
            expected.setdefault(one.agency_code, one)
            sent[one.agency_code] = max(each.issued, sent.get(one.agency_code, ""))
    standing = _standing(filed)
    heard = [_typed_recipient(form, files[0]) for files in standing.values()]
    heard = [one for one in heard if one.agency_code not in expected]
    heard.sort(key=lambda one: (sort_key(one.agency_name), one.agency_code))
    pending = _pending(filed)
    return tuple(
        Agency(
            recipient=one,
            expected=one.agency_code in expected,
            sent=sent.get(one.agency_code, ""),
            files=standing.get(one.agency_code, ()),
            answers=_answers(form, standing.get(one.agency_code, ())),
            pending=pending.get(one.agency_code, ()),
        )
        for one in (*expected.values(), *heard)
    )


def _standing(filed: Sequence[Filed]) -> Mapping[str, tuple[Filed, ...]]:
    """Map each agency to the files its row rests on: one, or those a person must choose from."""
    files: dict[str, list[Filed]] = {}
    for one in filed:
        if one.agency and one.state in (State.ACCEPTED, State.REVIEW):
            files.setdefault(one.agency, []).append(one)
    return {code: tuple(own) for code, own in files.items()}


def _pending(filed: Sequence[Filed]) -> Mapping[str, tuple[str, ...]]:
    """Map an agency's code to the files that name it but are not yet known to be its own."""
    names: dict[str, list[str]] = {}
    for one in filed:
        response = one.returned.response
        if one.state is State.REVIEW and not one.agency and response:
            code = response.respondent.agency_code or ""
            names.setdefault(code, []).append(one.returned.name)
    return {code: tuple(own) for code, own in names.items()}


def _answers(form: Form, files: Sequence[Filed]) -> Mapping[str, Told]:
    if len(files) > 1:
        return {field.name: Told(Standing.DOUBTFUL) for field in form.fields}
    return files[0].answers if files else {}


def _typed_recipient(form: Form, filed: Filed) -> Recipient:
    """Take an agency that nobody listed at its own word."""
    typed = {}
    for role in ROSTER_HEADINGS:
        field = form.with_role(role)
        value = filed.answers[field.name].value if field else None
        typed[role.value] = value.strip() if isinstance(value, str) else ""
    typed[Role.AGENCY_CODE.value] = filed.agency
    return Recipient(serial=0, **typed)
