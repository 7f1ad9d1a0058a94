"""Letters -> folders ready to be sent: the letter, its mail draft, what goes with it, one list."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from formgen.archive import not_written
from formgen.files import write_atomically
from formgen.letters.mail import Mailbox, draft, mailbox, reachable
from formgen.letters.packages import FOLDER_MODE, Put, clear, folder_names, put
from formgen.letters.printing import PRINTED, print_all
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.document import Document
from formgen.model.recipient import ROSTER_HEADINGS, Recipient
from formgen.model.survey import Role
from formgen.tables import csv_bytes
from formgen.workers import Lost

Progress = Callable[[int, int], None]

LIST_NAME: Final = "letters.csv"
"""The list of the letters of one batch, as a mail merge wants it."""

_COLUMNS: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME, Role.CENTRAL_EMAIL, Role.COORDINATOR)
_NOTES: Final[Mapping[Put, str]] = {Put.KEPT: "มีผู้แก้ไขแล้ว จึงไม่ได้เขียนทับ"}
_NO_ADDRESS: Final = "ไม่มีที่อยู่อีเมลที่ใช้ได้ โปรดส่งทางไปรษณีย์"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, not printed yet.

    `home` is the round or survey in whose folder it is put.  `saved` files lie beside it and go
    with its mail, `enclosed` ones only with its mail; their names are ASCII.
    """

    recipient: Recipient
    home: str
    document: Document
    words: tuple[str, str]
    saved: tuple[tuple[str, bytes], ...] = ()
    enclosed: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one letter: its folder and the names in it; `mailed` with a mail draft."""

    recipient: Recipient
    folder: Path
    put: Put
    files: tuple[str, ...]
    mailed: bool


@dataclass(frozen=True, slots=True)
class Outbox:
    """Where letters are put, and how.

    Those of one `kind` and `day` are one batch: `folder/<home>/<kind>-<day>/<agency>/`.
    """

    folder: Path
    kind: str
    day: date
    sender: Mailbox | None
    names: Mapping[str, str]
    workers: int

    def batch(self, home: str) -> Path:
        """Return the folder of the letters of one round or survey."""
        return self.folder / home / f"{self.kind}-{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Batches:
    """All letters of one run; `problems` says what was not written, or left as a person has it."""

    posted: tuple[Posted, ...]
    lists: tuple[Path, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def without_mail(self) -> tuple[Recipient, ...]:
        """The agencies that no mail can be sent to."""
        return tuple(one.recipient for one in self.posted if not one.mailed)


def outbox(
    folder: Path,
    kind: str,
    day: date,
    office: Mapping[str, str],
    codes: Iterable[str],
    workers: int,
) -> Outbox:
    """Set up where the letters of one run to agencies of these codes are put."""
    sender = mailbox(office.get("agency", ""), office.get("email", ""))
    return Outbox(folder, kind, day, sender, folder_names(codes), workers)


def post(
    letters: Iterable[Letter],
    total: int,
    out: Outbox,
    homes: Iterable[str],
    *,
    done: Callable[[Posted], None] | None = None,
    progress: Progress | None = None,
) -> Batches:
    """Print letters and put each into its folder, and the list of each batch beside them.

    What an earlier run of the day wrote and is no longer wanted goes, unless a person changed it;
    `homes` are all whose batches are to be looked through.  `done` is told of each letter as soon
    as it is in place.  Raises FormgenError where a folder cannot be written; letters already in
    place are whole, and another run goes on.
    """
    posted: dict[str, list[Posted]] = {home: [] for home in homes}
    problems: list[Diagnostic] = []
    for count, (letter, one) in enumerate(_posted(letters, out), 1):
        if isinstance(one, Diagnostic):
            problems.append(one)
        else:
            posted.setdefault(letter.home, []).append(one)
            if one.put is Put.KEPT:
                problems.append(found(Code.LETTER_KEPT, file=one.folder.as_posix()))
            if done:
                done(one)
        if progress:
            progress(count, total)
    lists = []
    for home, own in posted.items():
        batch = out.batch(home)
        if batch.exists():
            problems += _cleared(batch, own)
            lists.append(_listed(batch, own))
    everything = tuple(one for own in posted.values() for one in own)
    return Batches(everything, tuple(lists), tuple(problems))


def _posted(letters: Iterable[Letter], out: Outbox) -> Iterator[tuple[Letter, Posted | Diagnostic]]:
    waiting: deque[Letter] = deque()

    def documents() -> Iterator[Document]:
        for letter in letters:
            waiting.append(letter)
            yield letter.document

    for printed in print_all(documents(), out.workers):
        letter = waiting.popleft()
        if isinstance(printed, Lost):
            reason = printed.reason or printed.fate.value
            facts = {"agency": _named(letter.recipient), "reason": reason}
            yield letter, found(Code.LETTER_NOT_WRITTEN, **facts)
        else:
            yield letter, _put(letter, printed, out)


def _put(letter: Letter, printed: Sequence[bytes], out: Outbox) -> Posted:
    name = out.names[letter.recipient.agency_code]
    folder = out.batch(letter.home) / name
    stem = f"{out.kind}-{name}"
    files = {
        f"{stem}.{suffix}": data for suffix, data in zip(PRINTED, printed, strict=True)
    } | dict(letter.saved)
    to = reachable(letter.recipient)
    if to:
        enclosed = ((f"{stem}.pdf", files[f"{stem}.pdf"]), *letter.saved, *letter.enclosed)
        files[f"{stem}.eml"] = draft(to, out.sender, letter.words, enclosed, out.day)
    with _writing(folder):
        for each in (out.folder, folder.parent.parent, folder.parent):
            each.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        done = put(folder, files)
    return Posted(letter.recipient, folder, done, tuple(sorted(files)), to is not None)


def _cleared(batch: Path, posted: Sequence[Posted]) -> Iterator[Diagnostic]:
    with _writing(batch):
        left = clear(batch, {one.folder.name for one in posted})
    for folder in left:
        yield found(Code.LETTER_OUTDATED, file=folder.as_posix())


def _listed(batch: Path, posted: Sequence[Posted]) -> Path:
    """Write the list of a batch: a row an agency."""
    headings = [*(ROSTER_HEADINGS[role] for role in _COLUMNS), "โฟลเดอร์", "แฟ้ม", "หมายเหตุ"]
    rows: list[list[object]] = [["ลำดับ", *headings]]
    for number, one in enumerate(posted, 1):
        known = [one.recipient.value(role) for role in _COLUMNS]
        notes = [_NOTES.get(one.put, ""), "" if one.mailed else _NO_ADDRESS]
        files = [one.folder.name, "; ".join(one.files), " ".join(filter(None, notes))]
        rows.append([number, *known, *files])
    path = batch / LIST_NAME
    with _writing(path):
        write_atomically(path, csv_bytes(rows))
    return path


def _named(recipient: Recipient) -> str:
    return f"{recipient.agency_code} {recipient.agency_name}".strip()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from error
