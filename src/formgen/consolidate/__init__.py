"""Everything received -> the merged result: each file ends in one state, each agency in one row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from formgen.consolidate.counting import tallies
from formgen.consolidate.dating import dated
from formgen.consolidate.decided import in_force
from formgen.consolidate.deciding import alike_codes, same_bytes, settle
from formgen.consolidate.filing import file_return, known
from formgen.model.dataset import Agency, Dataset, Filed, Policy, Standing, Told
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
    policy: Policy = Policy.LATEST,
    as_of: str = "",
    reminded: Mapping[str, tuple[str, ...]] = NOBODY,
) -> Dataset:
    """Merge returns of one survey; the order in which they are given makes no difference.

    `older` are earlier versions of the form, by digest: a return made from a version that is not
    among them is quarantined.  Of two decisions on one thing the later in the sequence stands.
    `policy` says which of an agency's differing returns counts; a person decides where there is no
    evidence of their order.  `as_of` is an ISO date; without it the result speaks for the day of
    the newest receipt.  `reminded` are the ISO days of the reminders written, by agency code.
    """
    taken = list(returns)
    decisions = in_force(decisions, {one.sha256 for one in taken})
    against = known(form, older or {}, decisions)
    issued = [one for one in rounds if one.survey == form.survey]
    received = (dated(one, issued, against.decided) for one in taken)
    ordered = sorted(received, key=lambda one: (one.name, one.sha256, one.received))
    spelled = _spelled(issued, roster or ())
    by_itself = [_known_by(spelled, file_return(against, one)) for one in ordered]
    expected = _expected(issued, roster or (), reminded, spelled)
    settled = settle(form, same_bytes(by_itself, policy), policy, against.decided)
    filed = alike_codes(settled, expected, against.decided)
    agencies = _agencies(form, filed, expected, spelled)
    answered = [one for one in agencies if one.returned]
    return Dataset(
        form=form,
        as_of=as_of or max((one.received for one in ordered if not one.ignored), default=""),
        agencies=agencies,
        files=tuple(filed),
        tallies=tallies(form, answered),
        decisions=decisions,
        policy=policy,
    )


def _spelled(rounds: Sequence[Round], roster: Sequence[Recipient]) -> Mapping[str, str]:
    """Map each code of a roster and of rounds to how it is spelled in the last round it was in.

    What differs in capitals only is one agency, as where copies are issued, unless one list has
    both.
    """
    ordered = sorted(rounds, key=lambda one: (one.issued, one.id))
    lists = [
        [one.agency_code for one in each] for each in (roster, *(one.recipients for one in ordered))
    ]
    alike = [Counter(code.casefold() for code in set(each)) for each in lists]
    apart = {code for each in alike for code, times in each.items() if times > 1}

    def plain(code: str) -> str:
        return code if code.casefold() in apart else code.casefold()

    codes = [code for each in lists for code in each]
    last = {plain(code): code for code in codes}
    return {code: last[plain(code)] for code in codes}


def _known_by(spelled: Mapping[str, str], filed: Filed) -> Filed:
    code = spelled.get(filed.agency, filed.agency)
    return filed if code == filed.agency else replace(filed, agency=code)


def _expected(
    rounds: Sequence[Round],
    roster: Sequence[Recipient],
    reminded: Mapping[str, tuple[str, ...]],
    spelled: Mapping[str, str],
) -> Mapping[str, Agency]:
    """List who should answer, by code: the agencies of the roster, then those of the rounds."""
    listed = {spelled[one.agency_code]: one for one in roster}
    sent: dict[str, str] = {}
    for each in rounds:
        for one in each.recipients:
            code = spelled[one.agency_code]
            listed.setdefault(code, one)
            sent[code] = max(each.issued, sent.get(code, ""))
    days: dict[str, set[str]] = {}
    for written, own in reminded.items():
        days.setdefault(spelled.get(written, written), set()).update(own)
    return {
        code: Agency(
            replace(one, agency_code=code),
            sent=sent.get(code, ""),
            reminded=tuple(sorted(days.get(code, ()))),
        )
        for code, one in listed.items()
    }


def _agencies(
    form: Form,
    filed: Sequence[Filed],
    expected: Mapping[str, Agency],
    spelled: Mapping[str, str],
) -> tuple[Agency, ...]:
    """List the agencies with what they answered: those expected, then those only heard of."""
    standing, pending = _standing(filed), _pending(filed, spelled)
    heard = [
        Agency(_typed_recipient(form, files[0]), expected=False)
        for code, files in standing.items()
        if code not in expected
    ]
    heard.sort(key=lambda one: (sort_key(one.recipient.agency_name), one.recipient.agency_code))
    return tuple(
        replace(one, files=files, answers=_answers(form, files), pending=pending.get(code, ()))
        for one in (*expected.values(), *heard)
        for code in [one.recipient.agency_code]
        for files in [standing.get(code, ())]
    )


def _standing(filed: Sequence[Filed]) -> Mapping[str, tuple[Filed, ...]]:
    """Map each agency to the files its row rests on: one, or those a person must choose from."""
    files: dict[str, list[Filed]] = {}
    for one in filed:
        if one.agency and one.state in (State.ACCEPTED, State.REVIEW):
            files.setdefault(one.agency, []).append(one)
    return {code: tuple(own) for code, own in files.items()}


def _pending(filed: Sequence[Filed], spelled: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Map an agency's code to its files that cannot count yet.

    They name it but are not yet known to be its own, or a person said that they are its own but
    nothing could read them.
    """
    names: dict[str, list[str]] = {}
    for one in filed:
        response = one.returned.response
        if one.state is State.REVIEW and not one.agency and response:
            code = response.respondent.agency_code or ""
            names.setdefault(spelled.get(code, code), []).append(one.returned.name)
        elif one.state is State.QUARANTINED and one.agency:
            names.setdefault(one.agency, []).append(one.returned.name)
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
