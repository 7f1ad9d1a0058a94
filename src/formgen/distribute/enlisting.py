"""Whom a round goes to: those in it already, those the roster adds, with what is carried over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from formgen.distribute.carrying import Earlier, is_of
from formgen.distribute.issuing import folder_of, roster_values
from formgen.files import clear_parts
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.recipient import ROSTER_HEADINGS, Carried, Recipient, Round
from formgen.rounds import Register, is_round, load_register


def taken_up(home: Path, new: Round, *, revise: bool) -> Register:
    """Return the register of the round kept in `home`, or begin the `new` one.

    With `revise` a round of another form goes on with that of the new one. Raises FormgenError for
    a round that cannot go on.
    """
    clear_parts(home)
    if not is_round(home):
        return Register(new)
    register = load_register(home)
    sent = register.round
    if sent.survey != new.survey or (sent.digest != new.digest and not revise):
        other = found(Code.ROUND_OTHER_FORM, round=sent.id, digest=sent.digest[:8])
        raise FormgenError([other], Exit.USAGE)
    if register.problem:
        reason = "no key" if register.problem.code is Code.ROUND_KEY_MISSING else "another key"
        unsigned = found(Code.ROUND_DAMAGED, file=str(home), reason=reason)
        raise FormgenError([unsigned], Exit.OUTPUT)
    if sent.digest == new.digest:
        return register
    return replace(register, round=replace(sent, digest=new.digest, earlier=sent.digests))


def enlist(
    home: Path,
    register: Register,
    form: Form,
    recipients: Sequence[Recipient],
    deadline: str,
    earlier: Mapping[str, Earlier],
) -> Register:
    """Give new agencies their serials; an agency without a copy yet is as the roster now says.

    One that a run did not live to enter keeps its place: its copies may have been sent.
    """
    sent = register.round
    known = {same_agency(one): one for one in sent.recipients}
    enlisted = {one.serial: one for one in sent.recipients if register.issues.get(one.serial)}
    serials = register.serials
    for one in recipients:
        before = known.get(same_agency(one))
        if before is None:
            serials += 1
            enlisted[serials] = replace(one, serial=serials)
        elif before.serial not in enlisted:
            enlisted[before.serial] = replace(one, serial=before.serial)
    for one in sent.recipients:
        if one.serial not in enlisted and (home / folder_of(one)).is_dir():
            enlisted[one.serial] = one
    everyone = tuple(enlisted[serial] for serial in sorted(enlisted))
    renewed = replace(
        sent,
        recipients=everyone,
        deadline=deadline or sent.deadline,
        carried=tuple(_carried(register, form, everyone, earlier)),
    )
    return replace(register, round=renewed, serials=serials)


def _carried(
    register: Register, form: Form, everyone: Sequence[Recipient], earlier: Mapping[str, Earlier]
) -> Iterator[Carried]:
    """Go through what is carried into the copies of each agency, of every edition.

    What an issued copy was given is never changed; roster values are never carried over.
    """
    kept: dict[int, list[Carried]] = {}
    for one in register.round.carried:
        kept.setdefault(one.serial, []).append(one)
    for each in everyone:
        before = kept.get(each.serial, [])
        issued = any(one.edition == register.edition for one in register.newest(each.serial))
        answered = None if issued else earlier.get(same_agency(each))
        if answered and not is_of(answered, each):
            answered = None
        given = {name for name, _ in roster_values(form, each)}
        for one in before:
            if not answered or one.edition != register.edition:
                yield one
        if answered:
            values = tuple(one for one in answered.values if one[0] not in given)
            if values:
                yield Carried(each.serial, register.edition, answered.source, values)


def same_agency(recipient: Recipient) -> str:
    """Return what two rows of one agency have in common."""
    return recipient.agency_code.casefold()  # as Windows compares the names of their folders


def differing(one: Recipient, other: Recipient) -> list[tuple[str, str]]:
    """List what two rows of one agency say otherwise."""
    pairs = [(one.value(role) or "—", other.value(role) or "—") for role in ROSTER_HEADINGS]
    return [(before, after) for before, after in pairs if before != after]
