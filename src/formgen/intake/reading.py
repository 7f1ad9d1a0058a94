"""The bytes of one returned file -> which form it was made from, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from formgen import formats, precheck, who
from formgen.archive import Shelf
from formgen.files import sha256
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.identity import Claim
from formgen.model.reading import Reading
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.response import Match
from formgen.model.returned import Returned
from formgen.model.survey import Role
from formgen.response import interpret

_USUAL_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - Excel locks with it, and opens unasked
_WITH_MACROS: Final = ("docm", "xlsm")


@dataclass(frozen=True, slots=True)
class Setting:
    """What returned files are read with.

    `form` is the one being collected, None to take any form of the archive; `archives` are folders
    of earlier forms. `seconds` and `memory` (bytes) are what one file may take; `passwords` are
    tried on a file that has one.
    """

    form: Form | None
    archives: tuple[Path, ...] = ()
    rounds: tuple[Round, ...] = ()
    roster: tuple[Recipient, ...] = ()
    seconds: int = 20
    memory: int = 1 << 30
    passwords: tuple[str, ...] = field(default=(), repr=False)


def read_file(data: bytes, name: str, setting: Setting) -> Returned:
    """Read one file in this process: what it is, which form it was made from, what it answers."""
    return read(data, name, setting, Shelf(setting.archives))


def read(data: bytes, name: str, setting: Setting, shelf: Shelf) -> Returned:
    """Read one file with the forms of a shelf that is kept from file to file."""
    returned = Returned(name, sha256(data), len(data))
    if what := precheck.system_file(name, data):
        note = found(Code.FILE_NOT_A_RETURN, what=what)
        return replace(returned, ignored=True, diagnostics=(note,))
    judged = _judged(data, returned, setting, shelf)
    locked = [one.code for one in judged.diagnostics] == [Code.FILE_PASSWORD]
    return _unlocked(data, judged, setting, shelf) if locked else judged


def _judged(data: bytes, returned: Returned, setting: Setting, shelf: Shelf) -> Returned:
    try:
        returned = replace(returned, format=precheck.format_of(data))
        return _understood(data, returned, setting, shelf)
    except FormgenError as error:
        return replace(returned, diagnostics=tuple(_told(error, returned.format)))


def _unlocked(data: bytes, locked: Returned, setting: Setting, shelf: Shelf) -> Returned:
    """Read a file with the first password that opens it; its bytes stay those that came."""
    for password in (_USUAL_PASSWORD, *setting.passwords):
        if inside := formats.unlock(data, password):
            judged = _judged(inside, locked, setting, shelf)
            return replace(judged, diagnostics=(found(Code.FILE_UNLOCKED), *judged.diagnostics))
    return locked


def _told(error: FormgenError, name: str) -> Sequence[Diagnostic]:
    """Say why a file was not taken: text that is no form may have been one in its own format."""
    if name == "csv" and any(one.code is Code.FORM_NOT_OURS for one in error.diagnostics):
        return (found(Code.FILE_OLD_FORMAT, what="CSV", ask=formats.READ_AS[name].upper()),)
    return error.diagnostics


def _converted(name: str) -> tuple[Diagnostic, ...]:
    """Tell that a file was read though no form is sent in its format."""
    if name not in formats.READ_AS:
        return ()
    code = Code.FILE_MACRO_FORMAT if name in _WITH_MACROS else Code.FILE_CONVERTED
    return (found(code, what=name.upper(), ask=formats.READ_AS[name].upper()),)


def _understood(data: bytes, returned: Returned, setting: Setting, shelf: Shelf) -> Returned:
    file_format = formats.reader(returned.format)
    try:
        claim = file_format.identify(data)
    except FormgenError as error:
        printed = file_format.printed if isinstance(file_format, formats.Format) else None
        if printed and _only(error, Code.PAGE_SCANNED):
            raise _scan(data, printed, error, setting, shelf) from error
        if printed is None or not _only(error, Code.FIELDS_FLATTENED):
            raise
        form, match, reading = _recovered(data, printed, error, setting, shelf)
    else:
        form, match = _form_of(claim, setting, shelf)
        reading = file_format.read(form, data)
        if claim is None:
            _check_whole(form, reading)
    response = interpret(form, reading, match, setting.rounds, setting.roster)
    older = match is Match.OLDER
    notes = (found(Code.FORM_OLDER, digest=form.digest[:8]),) if older else ()
    converted = _converted(returned.format)
    return replace(returned, response=response, diagnostics=(*notes, *converted))


def _only(error: FormgenError, code: Code) -> bool:
    return [one.code for one in error.diagnostics] == [code]


def _scan(
    data: bytes, printed: formats.Printed, error: FormgenError, setting: Setting, shelf: Shelf
) -> FormgenError:
    """Say whose paper was scanned, if a code on it can be read; the answers are for a person."""
    collected = (setting.form.digest,) if setting.form else ()
    imprint = printed.identify(data)
    _, issued = who.copy_of(imprint, (*collected, *shelf.digests()), setting.rounds) or ("", None)
    sent = next((one for one in setting.rounds if issued and one.id == issued.round), None)
    recipient = sent.recipient(issued.serial) if sent and issued else None
    if recipient is None:
        return error
    sent_to = who.shown(recipient.agency_code, recipient.agency_name)
    return _not_taken(*error.diagnostics, found(Code.PAGE_CODE_UNSIGNED, sent_to=sent_to))


def _recovered(
    data: bytes, printed: formats.Printed, error: FormgenError, setting: Setting, shelf: Shelf
) -> tuple[Form, Match, Reading]:
    """Read a copy without fields by the places of its controls; raise the error, and why, if not.

    Whose copy it is, and of which form, its pages say. The placements are those of the archive.
    """
    imprint = printed.identify(data)
    collected = (setting.form.digest,) if setting.form else ()
    copy = who.copy_of(imprint, (*collected, *shelf.digests()), setting.rounds)
    if copy is None:
        raise error
    digest, issued = copy
    known = setting.form if digest in collected else shelf.find(digest)
    if known is None:
        raise error
    claim = imprint.claim or Claim(known.survey, known.revision, digest)
    form, match = _form_of(claim, setting, shelf)
    kept = formats.Kept(shelf.placements(form.digest), shelf.blanks(form.digest))
    reading = printed.read(form, kept, claim, data)
    if reading is None:
        raise _not_taken(*error.diagnostics, found(Code.PLACES_UNKNOWN), *shelf.problems)
    reading = replace(reading, issued=issued)
    if not _shows_answers(form, reading):
        raise _not_taken(*error.diagnostics, found(Code.PAGES_BLANK))
    return form, match, reading


def _shows_answers(form: Form, reading: Reading) -> bool:
    """Tell whether pages show more than what a copy is sent out with, and this too.

    A page that shows nothing may be a blank form; more likely what was filled in got lost on the
    way, and then it would be wrong to say that nothing was answered.
    """
    sent = reading.issued or (reading.claim and reading.claim.token)
    known = [one.name for one in form.fields if one.role in ROSTER_HEADINGS] if sent else []
    code = form.with_role(Role.AGENCY_CODE)
    grave = (one for one in reading.diagnostics if one.severity is Severity.ERROR)
    doubtful = {one.field for one in grave if one.code is not Code.TICKS_UNSURE}
    shown = {name for name, mark in reading.marks.items() if mark.raw or name in doubtful}
    if sent and code and code.name in reading.marks and code.name not in shown:
        return False
    return any(name not in known for name in shown)


def _form_of(claim: Claim | None, setting: Setting, shelf: Shelf) -> tuple[Form, Match]:
    """Find the form a file was made from; raise FormgenError where it is not to be read."""
    collected = setting.form
    if claim is None:
        if collected is None:
            raise _not_taken(found(Code.FORM_NOT_OURS))
        return collected, Match.UNKNOWN
    if collected and claim.survey != collected.survey:
        raise _not_taken(found(Code.FORM_OTHER_SURVEY, survey=claim.survey))
    if collected and claim.digest == collected.digest:
        return collected, Match.EXACT
    form = shelf.find(claim.digest)
    if form is None or form.survey != claim.survey:
        unknown = found(Code.FORM_UNKNOWN, digest=claim.digest[:8])
        raise _not_taken(unknown, *shelf.problems)
    return form, Match.OLDER if collected else Match.EXACT


def _check_whole(form: Form, reading: Reading) -> None:
    """Raise FormgenError unless a file that names no form has every field of this one."""
    missing = [field for field in form.fields if field.name not in reading.marks]
    if missing or any(one.code is Code.FIELD_MISSING for one in reading.diagnostics):
        told = [one for one in reading.diagnostics if one.code is Code.FIELDS_FLATTENED]
        raise _not_taken(*(told or [found(Code.FORM_NOT_OURS)]))


def _not_taken(*diagnostics: Diagnostic) -> FormgenError:
    return FormgenError(diagnostics, Exit.REVIEW)
