"""Letters -> folders ready to be sent: the letter, its mail draft, what goes with it, one list."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from formgen.archive import not_written
from formgen.content.texts import one_line
from formgen.files import clear_parts, write_atomically
from formgen.letters.mail import Mailbox, draft, mailbox, reachable
from formgen.letters.packages import FOLDER_MODE, Put, clear, folder_names, put, was_put
from formgen.letters.printing import PRINTED, print_all
from formgen.letters.stationery import Stationery
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.document import Document
from formgen.model.recipient import ROSTER_HEADINGS, Recipient
from formgen.model.survey import Role
from formgen.packing import normalised_zip
from formgen.tables import csv_bytes
from formgen.thai.dates import parse_date, thai_date
from formgen.workers import Lost

Progress = Callable[[int, int], None]

LIST_NAME: Final = "letters.csv"
"""The list of the letters of one batch, as a mail merge wants it."""

_COLUMNS: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME, Role.CENTRAL_EMAIL, Role.COORDINATOR)
_HEADINGS: Final = (
    "ลำดับ",
    *(ROSTER_HEADINGS[role] for role in _COLUMNS),
    "เรื่อง",
    "กำหนดส่งกลับ",
    "โฟลเดอร์",
    "แฟ้ม",
    "แฟ้มแนบ",
    "แฟ้ม ZIP",
    "หมายเหตุ",
)
_SEVERAL: Final = "; "  # between names; none of them has it
_NOTES: Final[Mapping[Put, str]] = {Put.KEPT: "มีผู้แก้ไขแล้ว จึงไม่ได้เขียนทับ"}
_NO_ADDRESS: Final = "ไม่มีที่อยู่อีเมลที่ใช้ได้ โปรดส่งทางไปรษณีย์"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, not printed yet.

    `home` is the round or survey in whose folder it is put.  `words` are the subject and body of
    its mail.  `saved` files lie beside it and go with its mail, `enclosed` ones only with its mail;
    their names are ASCII.  `packed`: all that goes with the mail is also put into one ZIP.
    """

    recipient: Recipient
    home: str
    document: Document
    words: tuple[str, str]
    saved: tuple[tuple[str, bytes], ...] = ()
    enclosed: tuple[tuple[str, bytes], ...] = ()
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one letter: its folder and the names in it; `mailed` with a mail draft.

    `subject` is that of the mail, `going` the names of what goes with it; `packed` names the ZIP of
    these, "" where there is none.
    """

    recipient: Recipient
    folder: Path
    put: Put
    files: tuple[str, ...]
    mailed: bool
    subject: str
    going: tuple[str, ...]
    packed: str


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
    deadline: date | None = None

    def batch(self, home: str) -> Path:
        """Return the folder of the letters of one round or survey."""
        return self.folder / home / f"{self.kind}-{self.day.isoformat()}"

    def place(self, home: str, code: str) -> Path:
        """Return the folder of the letter to one agency."""
        return self.batch(home) / self.names[code]

    def other_days(self, home: str) -> tuple[date, ...]:
        """Return the days of the other batches of this kind, the latest first."""
        named = f"{self.kind}-"
        batches = (self.folder / home).glob(f"{named}*")
        days = {parse_date(one.name.removeprefix(named)) for one in batches}
        return tuple(sorted((day for day in days if day and day != self.day), reverse=True))


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
    folder: Path, kind: str, stationery: Stationery, codes: Iterable[str], workers: int
) -> Outbox:
    """Set up where the letters of one run to agencies of these codes are put."""
    office, names = stationery.office, folder_names(codes)
    sender = mailbox(office.get("agency", ""), office.get("email", ""))
    return Outbox(folder, kind, stationery.day, sender, names, workers, stationery.deadline)


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
    failed: dict[str, set[str]] = {}
    problems: list[Diagnostic] = []
    for count, (letter, one) in enumerate(_posted(letters, out), 1):
        if isinstance(one, Diagnostic):
            problems.append(one)
            failed.setdefault(letter.home, set()).add(out.names[letter.recipient.agency_code])
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
            # What an earlier run wrote for those whose letter failed is better than nothing.
            problems += _cleared(batch, own, failed.get(home, set()))
            lists.append(_listed(batch, own, out.deadline))
    everything = tuple(one for own in posted.values() for one in own)
    return Batches(everything, tuple(lists), tuple(problems))


def standing(letters: Iterable[Letter], out: Outbox) -> Iterator[str]:
    """Go through the codes of the agencies whose letter was put into its folder just like this.

    What a person did to the folder since does not count.
    """
    for letter, printed in _printed(letters, out):
        code = letter.recipient.agency_code
        if not isinstance(printed, Lost):
            made = _made(letter, printed, out)
            if was_put(out.place(letter.home, code), made.files):
                yield code


def _printed(
    letters: Iterable[Letter], out: Outbox
) -> Iterator[tuple[Letter, tuple[bytes, ...] | Lost]]:
    waiting: deque[Letter] = deque()

    def documents() -> Iterator[Document]:
        for letter in letters:
            waiting.append(letter)
            yield letter.document

    for printed in print_all(documents(), out.workers):
        yield waiting.popleft(), printed


def _posted(letters: Iterable[Letter], out: Outbox) -> Iterator[tuple[Letter, Posted | Diagnostic]]:
    for letter, printed in _printed(letters, out):
        if isinstance(printed, Lost):
            reason = printed.reason or printed.fate.value
            facts = {"agency": _named(letter.recipient), "reason": reason}
            yield letter, found(Code.LETTER_NOT_WRITTEN, **facts)
        else:
            yield letter, _put(letter, printed, out)


def _put(letter: Letter, printed: Sequence[bytes], out: Outbox) -> Posted:
    made = _made(letter, printed, out)
    folder = out.place(letter.home, letter.recipient.agency_code)
    with _writing(folder):
        for each in (out.folder, folder.parent.parent, folder.parent):
            each.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        done = put(folder, made.files)
    return Posted(
        letter.recipient,
        folder,
        done,
        tuple(sorted(made.files)),
        made.mailed,
        one_line(letter.words[0]),
        made.going,
        made.packed,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """The files of one letter, and what `Posted` says of them."""

    files: Mapping[str, bytes]
    going: tuple[str, ...]
    mailed: bool
    packed: str


def _made(letter: Letter, printed: Sequence[bytes], out: Outbox) -> _Made:
    stem = f"{out.kind}-{out.names[letter.recipient.agency_code]}"
    files = {
        f"{stem}.{suffix}": data for suffix, data in zip(PRINTED, printed, strict=True)
    } | dict(letter.saved)
    going = ((f"{stem}.pdf", files[f"{stem}.pdf"]), *letter.saved, *letter.enclosed)
    packed = f"{stem}.zip" if letter.packed else ""
    if packed:
        files[packed] = normalised_zip(going, stored=True)
    to = reachable(letter.recipient)
    if to:
        files[f"{stem}.eml"] = draft(to, out.sender, letter.words, going, out.day)
    return _Made(files, tuple(name for name, _ in going), to is not None, packed)


def _cleared(
    batch: Path, posted: Sequence[Posted], failed: Collection[str]
) -> Iterator[Diagnostic]:
    clear_parts(batch)
    with _writing(batch):
        left = clear(batch, {*(one.folder.name for one in posted), *failed})
    for folder in left:
        yield found(Code.LETTER_OUTDATED, file=folder.as_posix())


def _listed(batch: Path, posted: Sequence[Posted], deadline: date | None) -> Path:
    """Write the list of a batch: a row an agency; paths begin where the list lies."""
    until = thai_date(deadline) if deadline else ""
    rows: list[Sequence[object]] = [_HEADINGS]
    for number, one in enumerate(posted, 1):
        known = [one.recipient.value(role) for role in _COLUMNS]
        files = [_SEVERAL.join(one.files), _SEVERAL.join(one.going)]
        packed = f"{one.folder.name}/{one.packed}" if one.packed else ""
        notes = [_NOTES.get(one.put, ""), "" if one.mailed else _NO_ADDRESS]
        note = " ".join(filter(None, notes))
        rows.append([number, *known, one.subject, until, one.folder.name, *files, packed, note])
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
