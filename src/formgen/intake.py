"""An inbox -> what each file in it says; a bad file costs itself and no other."""

import contextlib
import os
import sys
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Final, TypeAlias, assert_never

from formgen import formats, precheck, receipts, who
from formgen.archive import Shelf
from formgen.files import sha256
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.identity import Claim
from formgen.model.reading import Reading
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.response import Match
from formgen.model.returned import Again, Returned
from formgen.model.survey import Role
from formgen.response import interpret
from formgen.workers import Crew, Fate, Job, Lost, in_processes

if sys.platform != "win32":
    import resource

_OUT_OF_MEMORY: Final = 77  # how a worker ends that has no memory left
_WITH_MACROS: Final = ("docm", "xlsm")
_LONGEST_REASON: Final = 200  # characters; a library may quote half the file


@dataclass(frozen=True, slots=True)
class Setting:
    """What returned files are read with.

    `form` is the one being collected, None to take any form of the archive; `archives` are folders
    of earlier forms. `seconds` and `memory` (bytes) are what one file may take.
    """

    form: Form | None
    archives: tuple[Path, ...] = ()
    rounds: tuple[Round, ...] = ()
    roster: tuple[Recipient, ...] = ()
    seconds: int = 20
    memory: int = 1 << 30


Work: TypeAlias = Callable[[bytes, str], Returned]
"""What is done with the bytes and the name of one file."""

Seen: TypeAlias = Container[tuple[str, str]]
"""Digest and name of the files that were read before in the same setting."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told of the files done and of all there are."""

_SETTING: ContextVar[tuple[Setting, Shelf]] = ContextVar("setting")  # of a worker process


def take_in(
    inbox: Path,
    setting: Setting,
    *,
    workers: int,
    seen: Seen = frozenset(),
    progress: Progress | None = None,
) -> Iterator[tuple[Returned | Again, Path]]:
    """Read every file of the inbox and of its subfolders, by name; the inbox is not changed.

    Each comes with its path, so that its bytes can be kept; what was `seen` is not read again. The
    clerk's list of receipts is no return; what is wrong with it comes with it. Raises FormgenError
    where there is no inbox.
    """
    if not inbox.is_dir():
        raise FormgenError([found(Code.INPUT_NOT_FOUND, file=str(inbox))], Exit.USAGE)
    files = _inventory(inbox)
    read = isolated(_work, files, setting, workers=workers, seen=seen, progress=progress)
    return _with_receipts(files, read)


def read_files(
    files: Sequence[tuple[str, Path]],
    setting: Setting,
    *,
    workers: int,
    progress: Progress | None = None,
) -> Iterator[Returned]:
    """Read files, each under the name given with it, in the order given.

    A file that kills its reader, or takes too much time or memory, comes with that finding.
    """
    for one in isolated(_work, files, setting, workers=workers, progress=progress):
        assert isinstance(one, Returned)  # nothing was seen
        yield one


def read_file(data: bytes, name: str, setting: Setting) -> Returned:
    """Read one file in this process: what it is, which form it was made from, what it answers."""
    return _read(data, name, setting, Shelf(setting.archives))


# ---------------------------------------------------------------- the inbox


def _inventory(inbox: Path) -> list[tuple[str, Path]]:
    """List every file under the inbox with its path from there, sorted by it.

    A folder that cannot be gone through is listed itself: what cannot be read is never left out.
    """
    paths: list[Path] = []
    closed: list[OSError] = []
    for folder, folders, files in os.walk(inbox, onerror=closed.append):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        paths += [Path(folder, name) for name in (*files, *links)]
    paths += [Path(error.filename) for error in closed]
    return sorted((_name(path.relative_to(inbox)), path) for path in paths)


def _name(path: Path) -> str:
    """Write a path with `/`; bytes that are no UTF-8 are replaced, so that it can be shown."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _with_receipts(
    files: Sequence[tuple[str, Path]], read: Iterator[Returned | Again]
) -> Iterator[tuple[Returned | Again, Path]]:
    dates: Mapping[str, str] = {}
    problems: tuple[Diagnostic, ...] = ()
    clerks_list = next((one for one in files if one[0].lower() == receipts.LIST_NAME), None)
    if clerks_list:
        try:
            listed = clerks_list[1].read_bytes()
            dates, problems = receipts.listed_dates(listed, [name for name, _ in files])
        except OSError:
            clerks_list = None  # it is in the review as any other file that cannot be opened
    for file, returned in zip(files, read, strict=True):
        name, path = file
        if file == clerks_list and isinstance(returned, Returned):
            note = found(Code.FILE_NOT_A_RETURN, what=receipts.LIST_NAME)
            yield replace(returned, ignored=True, diagnostics=(note, *problems)), path
        else:
            received = dates.get(name) or receipts.folder_date(name)
            yield replace(returned, received=received), path


# ---------------------------------------------------------------- worker processes


def isolated(
    work: Work,
    files: Sequence[tuple[str, Path]],
    setting: Setting,
    *,
    workers: int,
    seen: Seen = frozenset(),
    progress: Progress | None = None,
) -> Iterator[Returned | Again]:
    """Do `work` on every file in worker processes; the results come in the order of the files."""
    crew = Crew(work, partial(_prepare, setting), workers, setting.seconds)
    unread: deque[Returned | Again] = deque()
    outcomes = in_processes(crew, _jobs(files, seen, unread))
    for done, outcome in enumerate(outcomes, 1):
        file = unread.popleft()
        if progress:
            progress(done, len(files))
        match outcome:
            case None:
                yield file
            case Lost():
                assert isinstance(file, Returned)  # what was seen is given to no worker
                yield replace(file, diagnostics=(_loss(outcome, setting),))
            case Returned():
                yield outcome


def _jobs(
    files: Sequence[tuple[str, Path]], seen: Seen, unread: deque[Returned | Again]
) -> Iterator[Job | None]:
    """Open each file when its turn comes, and put what is known of it then into `unread`."""
    for name, path in files:
        file, data = _opened(name, path)
        # What the clerk's list says depends on the other files, so it is always read.
        again = (file.sha256, name) in seen and name.lower() != receipts.LIST_NAME
        unread.append(Again(name, file.sha256) if again else file)
        yield None if again or file.diagnostics else (data, name)


def _opened(name: str, path: Path) -> tuple[Returned, bytes]:
    try:
        file, data = _hashed(name, path)
    except OSError as error:
        closed = found(Code.FILE_UNREADABLE, reason=error.strerror or str(error))
        return Returned(name, "", 0, diagnostics=(closed,)), b""
    if file.size > precheck.MAX_BYTES:
        large = found(Code.FILE_TOO_LARGE, size=file.size, limit=precheck.MAX_BYTES)
        return replace(file, diagnostics=(large,)), b""
    return file, data


def _hashed(name: str, path: Path) -> tuple[Returned, bytes]:
    if path.exists() and not path.is_file():  # reading a pipe would wait for ever
        raise OSError("not a regular file")
    with path.open("rb") as file:
        digest, size = file_digest(file, "sha256").hexdigest(), file.tell()
        file.seek(0)
        return Returned(name, digest, size), file.read(precheck.MAX_BYTES)


def _loss(lost: Lost, setting: Setting) -> Diagnostic:
    match lost.fate:
        case Fate.TIMED_OUT:
            return found(Code.FILE_TIMEOUT, seconds=setting.seconds)
        case Fate.CRASHED if lost.exit_code == _OUT_OF_MEMORY:
            return found(Code.FILE_MEMORY)
        case Fate.CRASHED:
            return found(Code.FILE_CRASH)
        case Fate.FAILED:
            return found(Code.FILE_DAMAGED, reason=lost.reason)
        case _:
            assert_never(lost.fate)


def _prepare(setting: Setting) -> None:
    """Make a fresh process a worker: bounded, silent, and with the setting at hand."""
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):  # macOS may refuse
            resource.setrlimit(resource.RLIMIT_AS, (setting.memory, setting.memory))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # libraries write there what the findings say better
    _SETTING.set((setting, Shelf(setting.archives)))


def _work(data: bytes, name: str) -> Returned:
    try:
        return _read(data, name, *_SETTING.get())
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # what is left of the process may be too little for the next file
    except BaseException as error:  # a library may even raise what is no Exception
        reason = f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
        problem = found(Code.FILE_DAMAGED, reason=reason)
        return Returned(name, sha256(data), len(data), diagnostics=(problem,))


# ---------------------------------------------------------------- one file


def _read(data: bytes, name: str, setting: Setting, shelf: Shelf) -> Returned:
    returned = Returned(name, sha256(data), len(data))
    if what := precheck.system_file(name, data):
        note = found(Code.FILE_NOT_A_RETURN, what=what)
        return replace(returned, ignored=True, diagnostics=(note,))
    try:
        returned = replace(returned, format=precheck.format_of(data))
        return _understood(data, returned, setting, shelf)
    except FormgenError as error:
        return replace(returned, diagnostics=tuple(_told(error, returned.format)))


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
    placements = shelf.placements(form.digest)
    reading = printed.read(form, placements, claim, data) if placements else None
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
