"""Everything ever received, what it says, what was decided of it: SQLite, insert-only."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self, assert_never

from formgen.files import clear_parts, put_aside, settle, sha256, write_atomically
from formgen.ledger.attempts import LATEST, closed, is_back, whole
from formgen.ledger.lock import PATIENCE, held
from formgen.ledger.rows import (
    answer_of,
    answer_rows,
    box_of,
    box_text,
    decision_of,
    json_text,
    parse_columns,
    returned_of,
    value_of,
)
from formgen.ledger.schema import (
    CURRENT_ANSWERS,
    CURRENT_OF_SURVEY,
    FOREMOST,
    HISTORY_OF_SURVEY,
    MARKS,
    journal,
    mapped,
    prepare,
    unusable,
)
from formgen.model.codes import Code
from formgen.model.decision import Decision
from formgen.model.diagnostics import found
from formgen.model.response import Answer
from formgen.model.returned import Again, Box, Returned

DATABASE: Final = "ledger.sqlite"
"""What the database in the ledger's folder is called."""

LOCK: Final = "run.lock"
"""What is held while a run takes in, merges and writes; SQLite locks files on every system."""

STORE: Final = "store"
"""What the folder of received bytes is called: `store/ab/<sha256>`."""

_FOLDER_MODE: Final = 0o770  # names and telephone numbers are not for everybody
_GROUP: Final = 200  # files in one transaction: a commit waits for the disk
_PASSING: Final = frozenset(
    {
        Code.FILE_UNREADABLE,
        Code.FILE_TIMEOUT,
        Code.FILE_MEMORY,
        Code.FILE_CRASH,
        Code.FILE_PASSWORD,
    }
)
"""What may be the machine's fault, or lack a password: such a file is read again each time."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: when (ISO 8601, as the user's clock had it) and by which tool."""

    at: str
    tool: str


class Ledger:
    """The store of everything received; use `Ledger.open(folder)` in a `with`.

    Every method raises FormgenError: LEDGER_BUSY while another run writes, LEDGER_UNUSABLE where
    the database or the store cannot be used.  Nothing in it is ever changed or removed.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path, patience: float) -> None:
        self._connection = connection
        self._folder = folder
        self._patience = patience

    @classmethod
    def open(cls, folder: Path, patience: float = PATIENCE) -> Self:
        """Open the ledger in `folder`, making both where there is none.

        `patience` is how long to wait for another writer, in seconds.
        """
        path = folder / DATABASE
        with mapped(path):
            folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
            try:
                connection.row_factory = sqlite3.Row
                connection.text_factory = _decoded
                journal(connection)
                connection.execute("PRAGMA foreign_keys = ON")
                prepare(connection, path, found_store=any((folder / STORE).glob("*/*")))
            except BaseException:
                connection.close()
                raise
        return cls(connection, folder, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    # ------------------------------------------------------------ writing

    def take(self, run: Run, returned: Returned, data: bytes | None, reader: str = "") -> bool:
        """Keep a received file and what it says; tell whether anything of it was new.

        `data` are its bytes, None where they could not be read.  The same file with the same result
        adds nothing.  `reader` says with what it was read, "" where that is not to be remembered.
        Raises ValueError where `data` is not what `returned` speaks of.
        """
        if data is not None:
            _check(returned, data)
            self.keep(data)
        with self._writing() as connection:
            return _insert_return(connection, run, returned, reader, "")

    def take_all(
        self,
        run: Run,
        taken: Iterable[tuple[Returned | Again, bytes | None]],
        reader: str,
        survey: str = "",
    ) -> None:
        """Keep files as `take` does, a group in one transaction; of one seen again the receipt.

        `survey` is the one being collected: of another survey's form nothing can be read with it.
        """
        files = iter(taken)
        while group := self._kept_group(islice(files, _GROUP)):
            with self._writing() as connection:
                for returned in group:
                    match returned:
                        case Returned():
                            _insert_return(connection, run, returned, reader, survey)
                        case Again():
                            _insert_receipt(connection, run, returned)
                        case _:
                            assert_never(returned)

    def decide(self, run: Run, *decisions: Decision, survey: str = "") -> int:
        """Keep what persons decided, all or nothing; tell how much of it was new.

        The time of a decision is the run's.  It holds for this `survey`, "" for all of them.
        """
        with self._writing() as connection:
            return sum(_insert_decision(connection, run, one, survey) for one in decisions)

    def remind(self, run: Run, survey: str, agency_code: str, day: str) -> bool:
        """Note that a reminder of an ISO day was written to an agency; tell whether it was new."""
        key = (survey, agency_code, day)
        query = "SELECT 1 FROM reminder WHERE survey = ? AND agency_code = ? AND day = ?"
        with self._writing() as connection:
            if connection.execute(query, key).fetchone():
                return False
            connection.execute(
                "INSERT INTO reminder (survey, agency_code, day, run) VALUES (?, ?, ?, ?)",
                (*key, _run(connection, run)),
            )
        return True

    def _kept_group(
        self, taken: Iterable[tuple[Returned | Again, bytes | None]]
    ) -> list[Returned | Again]:
        """Keep the bytes of files as they come; all are on the disk when the files are returned."""
        group: list[Returned | Again] = []
        parts: dict[Path, Path] = {}
        with ExitStack() as undo:
            for returned, data in taken:
                group.append(returned)
                if isinstance(returned, Returned) and data is not None:
                    _check(returned, data)
                    path = self.kept(returned.sha256)
                    with mapped(path):
                        if path not in parts and not path.exists():
                            path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                            parts[path] = put_aside(path, data, undo)
            with mapped(self._folder / STORE):
                settle(parts)
        return group

    def keep(self, data: bytes) -> Path:
        """Keep bytes in the store by their SHA-256, if they are not there yet; return where."""
        path = self.kept(sha256(data))
        with mapped(path):
            if not path.exists():
                path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                write_atomically(path, data)
        return path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep out every other run that wants to be alone; one that is killed lets the next in.

        What such a one left half written in the store is removed.
        """
        path = self._folder / LOCK
        busy = found(Code.LEDGER_BUSY, file=str(path))
        with ExitStack() as lock:
            with mapped(path):
                lock.enter_context(held(path, busy, self._patience))
            for folder in (self._folder / STORE).glob("??"):
                clear_parts(folder)
            yield

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        with mapped(self._folder / DATABASE):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                # SQLite itself rolls back when the disk is full.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    # ------------------------------------------------------------ reading

    def seen(self, reader: str) -> Mapping[tuple[str, str], str]:
        """Map digest and name of every file last read by `reader` to its date of receipt."""
        query = "SELECT * FROM current_reading WHERE reader = ?"
        with mapped(self._folder / DATABASE):
            rows = self._connection.execute(query, (reader,))
            return {(row["sha256"], row["name"]): row["received"] for row in rows}

    def closed(self) -> frozenset[str]:
        """Return the files and folders that could not be opened the last time they were met."""
        with mapped(self._folder / DATABASE):
            return closed(self._connection)

    def boxes(self) -> Mapping[tuple[str, str], Box]:
        """Map digest and name of every ZIP and e-mail to what was in it."""
        query = "SELECT sha256, name, box FROM current_return WHERE box != ''"
        with mapped(self._folder / DATABASE), self._understood():
            rows = self._connection.execute(query).fetchall()
            boxes = (((row["sha256"], row["name"]), box_of(row["box"])) for row in rows)
            return {key: box for key, box in boxes if box}

    def stale(self, reader: str) -> tuple[tuple[Again, Path], ...]:
        """Return the files that another reader read last, and where their bytes are kept.

        Containers are not among them, but what was in them is.
        """
        seen = self.seen(reader)
        query = (
            "SELECT sha256, name, received FROM current_return WHERE box = '' ORDER BY name, sha256"
        )
        with mapped(self._folder / DATABASE):
            rows = self._connection.execute(query).fetchall()
        files = (Again(row["name"], row["sha256"], row["received"]) for row in rows)
        unread = ((one, self.kept(one.sha256)) for one in files if _key(one) not in seen)
        return tuple((one, path) for one, path in unread if one.sha256 and path.is_file())

    def mark(self) -> str:
        """Name what is in the ledger: it is another name as soon as anything is added."""
        with mapped(self._folder / DATABASE):
            told = [[tuple(row) for row in self._connection.execute(query)] for query in MARKS]
        return sha256(repr(told).encode("utf-8", "backslashreplace"))

    def reminders(self, survey: str) -> Mapping[str, tuple[str, ...]]:
        """Map the codes of agencies to the ISO days of the reminders written to them, in order."""
        query = "SELECT agency_code, day FROM reminder WHERE survey = ? ORDER BY day"
        days: dict[str, list[str]] = {}
        with mapped(self._folder / DATABASE):
            for row in self._connection.execute(query, (survey,)):
                days.setdefault(row["agency_code"], []).append(row["day"])
        return {code: tuple(own) for code, own in days.items()}

    def returns(self, survey: str = "") -> tuple[Returned, ...]:
        """Return every file ever received, by name and digest, each as it was last read.

        One that was read for several surveys is as it was read for `survey`.
        Files that are no longer in the inbox are among them; so are the earlier bytes of a return
        that was replaced under the same name.  Of what is no return, such as the clerk's list of
        receipts, there are only the bytes that came last; of attempts in vain to open a file or a
        folder those after which it was not opened; of a file met while it was copied the whole.
        """
        answers: dict[int, dict[str, Answer]] = {}
        with mapped(self._folder / DATABASE), self._understood():
            self._connection.execute("BEGIN")  # both queries see one state of the ledger
            try:
                of = {"survey": survey}
                for row in self._connection.execute(CURRENT_ANSWERS, of):
                    answers.setdefault(row["parse"], {})[row["field"]] = answer_of(row)
                rows = self._connection.execute(CURRENT_OF_SURVEY, of).fetchall()
                latest = {tuple(row) for row in self._connection.execute(LATEST)}
                vain = closed(self._connection)
            finally:
                self._connection.execute("COMMIT")
            taken = [
                returned_of(row, answers.get(row["id"], {}))
                for row in rows
                if not row["ignored"] or (row["sha256"], row["name"]) in latest
                if row["sha256"] or row["name"] in vain
            ]
        decided = {one.sha256 for one in self.decisions(survey)}
        files = whole(taken, decided, self.data)
        return tuple(sorted(files, key=lambda one: (one.name, one.sha256)))

    def decisions(self, survey: str = "") -> tuple[Decision, ...]:
        """Return the decisions that stand, in the order in which they were made."""
        standing: dict[object, Decision] = {}
        for one in self.history(survey):
            standing.pop(one.key, None)  # what takes its place was made later
            standing[one.key] = one
        return tuple(standing.values())

    def history(self, survey: str = "") -> tuple[Decision, ...]:
        """Return every decision ever made for a survey, also those another took the place of."""
        with mapped(self._folder / DATABASE), self._understood():
            rows = self._connection.execute(HISTORY_OF_SURVEY, {"survey": survey})
            return tuple(decision_of(row) for row in rows)

    def data(self, digest: str) -> bytes | None:
        """Return the bytes received under a SHA-256; None where none were kept."""
        path = self.kept(digest)
        with mapped(path):
            return path.read_bytes() if path.is_file() else None

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Refuse a row that this program cannot read, such as a finding it does not know yet."""
        try:
            yield
        except (KeyError, ValueError, TypeError) as error:
            raise unusable(self._folder / DATABASE, str(error)) from error

    def kept(self, digest: str) -> Path:
        """Return where the bytes of a SHA-256 are kept, or would be."""
        return self._folder / STORE / digest[:2] / digest


# ---------------------------------------------------------------- rows


def _check(returned: Returned, data: bytes) -> None:
    if sha256(data) != returned.sha256:
        raise ValueError(f"these are not the bytes of {returned.name}")


def _key(file: Again) -> tuple[str, str]:
    return file.sha256, file.name


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _name(name: str) -> bytes:
    """Encode a file's name, also one that is no Unicode; SQLite takes it as text by CAST."""
    return name.encode("utf-8", "surrogatepass")


def _run(connection: sqlite3.Connection, run: Run) -> int:
    """Return the number of a run; a run that learns nothing leaves no trace."""
    columns = (run.at, run.tool)
    connection.execute("INSERT OR IGNORE INTO run (at, tool) VALUES (?, ?)", columns)
    row = connection.execute("SELECT id FROM run WHERE at = ? AND tool = ?", columns).fetchone()
    return int(row["id"])


def _insert_return(
    connection: sqlite3.Connection, run: Run, returned: Returned, reader: str, survey: str
) -> bool:
    known = _insert_file(connection, run, returned)
    known &= _insert_receipt(connection, run, returned)
    passing = any(one.code in _PASSING for one in returned.diagnostics)
    last = _last_parse(connection, returned, survey)
    if passing and last and (last["response"] is not None or last["box"] != ""):
        return not known  # what could be read once is not lost for that
    known &= _insert_parse(connection, run, returned, survey, last)
    if reader and not passing:
        _insert_reading(connection, run, returned, reader)
    return not known


def _last_parse(
    connection: sqlite3.Connection, returned: Returned, survey: str
) -> sqlite3.Row | None:
    key = {"sha256": returned.sha256, "name": _name(returned.name), "survey": survey}
    query = "SELECT * FROM parse WHERE sha256 = :sha256 AND name = CAST(:name AS TEXT)"
    row: sqlite3.Row | None = connection.execute(f"{query} {FOREMOST}", key).fetchone()
    return row


def _insert_reading(
    connection: sqlite3.Connection, run: Run, returned: Returned, reader: str
) -> None:
    key = (returned.sha256, _name(returned.name))
    last = connection.execute(
        "SELECT reader FROM reading WHERE sha256 = ? AND name = CAST(? AS TEXT)"
        " ORDER BY id DESC LIMIT 1",
        key,
    ).fetchone()
    if last is None or last["reader"] != reader:
        connection.execute(
            "INSERT INTO reading (sha256, name, reader, run) VALUES (?, CAST(? AS TEXT), ?, ?)",
            (*key, reader, _run(connection, run)),
        )


def _insert_file(connection: sqlite3.Connection, run: Run, returned: Returned) -> bool:
    query = "SELECT 1 FROM file WHERE sha256 = ?"
    if connection.execute(query, (returned.sha256,)).fetchone():
        return True
    row = (returned.sha256, returned.size, _run(connection, run))
    connection.execute("INSERT INTO file (sha256, size, run) VALUES (?, ?, ?)", row)
    return False


def _insert_receipt(connection: sqlite3.Connection, run: Run, returned: Returned | Again) -> bool:
    key = (returned.sha256, _name(returned.name))
    last = connection.execute(
        "SELECT received FROM receipt WHERE sha256 = ? AND name = CAST(? AS TEXT)"
        " ORDER BY id DESC LIMIT 1",
        key,
    ).fetchone()
    # Of these, and of what could not be opened, it matters what came last.
    again = isinstance(returned, Again) or returned.ignored or not returned.sha256
    back = again and is_back(connection, *key)
    if last and last["received"] == returned.received and not back:
        return True
    connection.execute(
        "INSERT INTO receipt (sha256, name, received, run) VALUES (?, CAST(? AS TEXT), ?, ?)",
        (*key, returned.received, _run(connection, run)),
    )
    return False


def _insert_decision(
    connection: sqlite3.Connection, run: Run, decision: Decision, survey: str
) -> bool:
    columns = (decision.value, decision.reason, decision.by, decision.meaning)
    row = connection.execute(
        "SELECT value, reason, by, meaning FROM decision"
        " WHERE sha256 = ? AND about = ? AND subject = ? AND survey IN (?, '')"
        " ORDER BY id DESC LIMIT 1",
        (*decision.key, survey),
    ).fetchone()
    if row and decision.sha256 and (value_of(row["value"]), *tuple(row)[1:]) == columns:
        return False
    connection.execute(
        "INSERT INTO decision (sha256, about, subject, value, reason, by, meaning, survey, run)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*decision.key, json_text(decision.value), *columns[1:], survey, _run(connection, run)),
    )
    return True


def _insert_parse(
    connection: sqlite3.Connection,
    run: Run,
    returned: Returned,
    survey: str,
    last: sqlite3.Row | None,
) -> bool:
    columns, answers = parse_columns(returned), answer_rows(returned.response)
    box = box_text(returned.box)
    said = [columns, answers, box] if box else [columns, answers]  # as before there were boxes
    result = sha256(json.dumps(said).encode())
    # What stands for this survey must not depend on what is read next for another.
    if last and last["collecting"] in (survey, "") and last["result"] == result:
        return True
    inserted = connection.execute(
        "INSERT INTO parse (sha256, name, result, format, ignored, findings, response, survey,"
        " digest, agency_code, box, collecting, run)"
        " VALUES (?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(returned.sha256, _name(returned.name), result, *columns),
            *(box, survey, _run(connection, run)),
        ),
    )
    connection.executemany(
        "INSERT INTO answer (parse, place, field, value, raw, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(inserted.lastrowid, *row) for row in answers],
    )
    return False
