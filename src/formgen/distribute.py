"""A form + a roster -> a round: one signed, filled-in copy for each agency in each format."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from formgen import formats as file_formats
from formgen.archive import not_written
from formgen.files import sha256, write_atomically
from formgen.formats import Format
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form, Placement
from formgen.model.identity import Copy, sign
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.survey import Kind
from formgen.rounds import Issue, Register, check_id, is_round, load_register, save_round

_SAVE_EVERY: Final = 50  # recipients; so much is done again after a power failure


def distribute(  # noqa: PLR0913 - each is one thing the office decides
    form: Form,
    recipients: Sequence[Recipient],
    round_id: str,
    folder: Path,
    *,
    formats: Sequence[str] = file_formats.NAMES,
    issued: str = "",
    deadline: str = "",
    new_key: bytes,
    progress: Callable[[int, int], None] | None = None,
) -> Round:
    """Write each agency's copies into `folder/<round_id>/copies` and return the round.

    A round that is there already goes on: agencies and formats new to it get their copies, a copy
    issued is never written over, and neither `issued` nor `new_key` counts; a deadline replaces the
    earlier one. Serials are never given twice. `progress` gets the copies done and their total.
    Raises FormgenError for a bad round id, for a round of another form, and where a file cannot be
    written; running it again then goes on where it stopped.
    """
    check_id(round_id)
    home = folder / round_id
    register = Register(Round(round_id, form.survey, form.digest, (), issued, key=new_key))
    if is_round(home):
        register = load_register(home)
        _check_round(register.round, form, home)
    register = _enlist(register, recipients, deadline)
    save_round(home, register, form)  # serials are taken before any copy shows one
    desk = _Desk(form, home, [file_formats.get(name) for name in formats], register)
    everyone = register.round.recipients
    for count, one in enumerate(everyone, 1):
        desk.issue(one)
        if count % _SAVE_EVERY == 0:
            desk.save()
        if progress:
            progress(count * len(formats), len(everyone) * len(formats))
    desk.save()
    return register.round


def left_alone(
    recipients: Sequence[Recipient], round_id: str, folder: Path
) -> tuple[Diagnostic, ...]:
    """Find what going on with a round will not change: rows and copies that are not as issued."""
    home = folder / round_id
    if not is_round(home):
        return ()
    register = load_register(home)
    listed = {_same_agency(one): one for one in recipients}
    problems = []
    for sent in register.round.recipients:
        issues = register.issues.get(sent.serial, ())
        now = listed.get(_same_agency(sent))
        if issues and now and (differing := _differing(sent, now)):
            before, after = zip(*differing, strict=True)
            facts = {"agency_code": sent.agency_code, "round": round_id}
            problems.append(found(Code.ROUND_RECIPIENT_CHANGED, **facts, sent=before, listed=after))
        problems += [
            found(Code.ROUND_COPY_CHANGED, path=one.path, round=round_id)
            for one in issues
            if _on_disk(home / one.path) not in ("", one.sha256)
        ]
    return tuple(problems)


# ---------------------------------------------------------------- whom it goes to


def _check_round(sent: Round, form: Form, home: Path) -> None:
    if sent.digest != form.digest:
        other = found(Code.ROUND_OTHER_FORM, round=sent.id, digest=sent.digest[:8])
        raise FormgenError([other], Exit.USAGE)
    if sent.key is None:
        no_key = found(Code.ROUND_DAMAGED, file=str(home), reason="no key")
        raise FormgenError([no_key], Exit.OUTPUT)


def _enlist(register: Register, recipients: Sequence[Recipient], deadline: str) -> Register:
    """Give new agencies their serials; an agency without a copy yet is as the roster now says."""
    sent = register.round
    known = {_same_agency(one): one for one in sent.recipients}
    enlisted = {one.serial: one for one in sent.recipients if register.issues.get(one.serial)}
    serials = register.serials
    for one in recipients:
        before = known.get(_same_agency(one))
        if before is None:
            serials += 1
            enlisted[serials] = replace(one, serial=serials)
        elif before.serial not in enlisted:
            enlisted[before.serial] = replace(one, serial=before.serial)
    everyone = tuple(enlisted[serial] for serial in sorted(enlisted))
    renewed = replace(sent, recipients=everyone, deadline=deadline or sent.deadline)
    return replace(register, round=renewed, serials=serials)


def _same_agency(recipient: Recipient) -> str:
    return recipient.agency_code.casefold()  # as Windows compares the names of their folders


def _differing(one: Recipient, other: Recipient) -> list[tuple[str, str]]:
    pairs = [(one.value(role) or "—", other.value(role) or "—") for role in ROSTER_HEADINGS]
    return [(before, after) for before, after in pairs if before != after]


# ---------------------------------------------------------------- their copies


class _Desk:
    """Issues the copies of one round and enters them in its register."""

    def __init__(self, form: Form, home: Path, formats: list[Format], register: Register) -> None:
        self._form = form
        self._home = home
        self._formats = formats
        self._register = register
        self._issues = dict(register.issues)
        self._placements: tuple[Placement, ...] = ()

    def issue(self, recipient: Recipient) -> None:
        """Write the copies of one agency that are not there yet."""
        issues = {one.format: one for one in self._issues.get(recipient.serial, ())}
        for each in self._formats:
            path = self._home / _path(self._form, recipient, each)
            if each.name not in issues or not path.exists():
                issues[each.name] = self._write(recipient, each, path)
        self._issues[recipient.serial] = tuple(issues[name] for name in sorted(issues))

    def save(self) -> None:
        """Enter what was issued so far in the round's register."""
        register = replace(self._register, issues=self._issues)
        save_round(self._home, register, self._form, self._placements)

    def _write(self, recipient: Recipient, each: Format, path: Path) -> Issue:
        try:
            written = each.write(self._form, _copy(self._form, self._register.round, recipient))
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, written.data)
        except OSError as error:
            raise not_written(path, error) from error
        except FormgenError as error:
            named = [replace(one, file=one.file or str(path)) for one in error.diagnostics]
            raise FormgenError(named, error.exit_code) from error
        self._placements = self._placements or written.placements
        return Issue(each.name, _path(self._form, recipient, each), sha256(written.data))


def _copy(form: Form, sent: Round, recipient: Recipient) -> Copy:
    """Make an agency's copy: its token, and what the roster knows of it."""
    assert sent.key is not None
    values = []
    for role in ROSTER_HEADINGS:
        field, value = form.with_role(role), recipient.value(role)
        if field and value and field.kind in (Kind.TEXT, Kind.SELECT_ONE):
            values.append((field.name, value))
    return Copy(sign(sent.key, sent.id, recipient.serial, form.digest), tuple(values))


def _path(form: Form, recipient: Recipient, each: Format) -> str:
    code = recipient.agency_code
    return f"copies/{code}/{form.survey}-{code}{each.suffix}"


def _on_disk(path: Path) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""
