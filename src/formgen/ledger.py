"""Everything ever received, what it says, what was decided of it: SQLite, insert-only."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from formgen.files import sha256, write_atomically
from formgen.model.codes import Code
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.identity import Claim, parse_token
from formgen.model.reading import By
from formgen.model.response import Answer, Match, Respondent, Response, Value
from formgen.model.returned import Returned

DATABASE: Final = "ledger.sqlite"
"""What the database in the ledger's folder is called."""

STORE: Final = "store"
"""What the folder of received bytes is called: `store/ab/<sha256>`."""

_VERSION: Final = 1
_PATIENCE: Final = 5.0  # seconds a second writer waits for the first
_FOLDER_MODE: Final = 0o770  # names and telephone numbers are not for everybody
_TABLES: Final = ("run", "file", "receipt", "parse", "answer", "decision")
_SCHEMA: Final = (
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, tool TEXT NOT NULL, UNIQUE (at, tool)) STRICT""",
    """CREATE TABLE file (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES run) STRICT""",
    """CREATE TABLE receipt (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES file, name TEXT NOT NULL,
        received TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run) STRICT""",
    """CREATE TABLE parse (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES file, name TEXT NOT NULL,
        result TEXT NOT NULL, format TEXT NOT NULL, ignored INTEGER NOT NULL,
        findings TEXT NOT NULL, response TEXT, survey TEXT, digest TEXT, agency_code TEXT,
        run INTEGER NOT NULL REFERENCES run) STRICT""",
    """CREATE TABLE answer (
        parse INTEGER NOT NULL REFERENCES parse, place INTEGER NOT NULL, field TEXT NOT NULL,
        value TEXT NOT NULL, raw TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
        PRIMARY KEY (parse, place)) STRICT""",
    """CREATE TABLE decision (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES file, about TEXT NOT NULL,
        subject TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run) STRICT""",
    "CREATE INDEX receipt_of ON receipt (sha256, name)",
    "CREATE INDEX parse_of ON parse (sha256, name)",
    "CREATE INDEX decision_of ON decision (sha256, about, subject)",
    *(
        f"""CREATE TRIGGER {table}_keeps_{act.lower()} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END"""
        for table in _TABLES
        for act in ("UPDATE", "DELETE")
    ),
    """CREATE VIEW current_return AS
        SELECT parse.*, file.size, receipt.received FROM file
        JOIN receipt ON receipt.sha256 = file.sha256
        JOIN parse ON parse.sha256 = receipt.sha256 AND parse.name = receipt.name
        WHERE receipt.id = (SELECT max(id) FROM receipt AS r
                            WHERE r.sha256 = receipt.sha256 AND r.name = receipt.name)
        AND parse.id = (SELECT max(id) FROM parse AS p
                        WHERE p.sha256 = parse.sha256 AND p.name = parse.name)""",
    """CREATE VIEW current_decision AS
        SELECT decision.*, run.at FROM decision JOIN run ON run.id = decision.run
        WHERE decision.id IN (SELECT max(id) FROM decision GROUP BY sha256, about, subject)""",
    """CREATE VIEW current_answer AS
        SELECT current_return.name, current_return.sha256, current_return.agency_code,
        answer.field, json_extract(answer.value, '$') AS value,
        json_extract(answer.raw, '$') AS raw, answer.at, answer.by
        FROM current_return JOIN answer ON answer.parse = current_return.id""",
    f"PRAGMA user_version = {_VERSION}",
)


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

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    @classmethod
    def open(cls, folder: Path, patience: float = _PATIENCE) -> Self:
        """Open the ledger in `folder`, making both where there is none.

        `patience` is how long to wait for another writer, in seconds.
        """
        path = folder / DATABASE
        with _mapped(path):
            folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
            try:
                connection.row_factory = sqlite3.Row
                connection.text_factory = _decoded
                journal(connection)
                connection.execute("PRAGMA foreign_keys = ON")
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(connection, folder)

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

    def take(self, run: Run, returned: Returned, data: bytes | None) -> bool:
        """Keep a received file and what it says; tell whether anything of it was new.

        `data` are its bytes, None where they could not be read.  The same file with the same result
        adds nothing.  Raises ValueError where `data` is not what `returned` speaks of.
        """
        if data is not None:
            if sha256(data) != returned.sha256:
                raise ValueError(f"these are not the bytes of {returned.name}")
            self._keep(returned.sha256, data)
        with self._writing() as connection:
            known = _insert_file(connection, run, returned)
            known &= _insert_receipt(connection, run, returned)
            known &= _insert_parse(connection, run, returned)
        return not known

    def decide(self, run: Run, decision: Decision) -> bool:
        """Keep a person's decision; tell whether it was new.  Its time is the run's."""
        columns = (decision.value, decision.reason, decision.by)
        with self._writing() as connection:
            row = connection.execute(
                "SELECT value, reason, by FROM current_decision"
                " WHERE sha256 = ? AND about = ? AND subject = ?",
                decision.key,
            ).fetchone()
            if row and (_value(row["value"]), row["reason"], row["by"]) == columns:
                return False
            connection.execute(
                "INSERT INTO decision (sha256, about, subject, value, reason, by, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*decision.key, _json(decision.value), *columns[1:], _run(connection, run)),
            )
        return True

    def _keep(self, digest: str, data: bytes) -> None:
        path = self._path(digest)
        with _mapped(path):
            if not path.exists():
                path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                write_atomically(path, data)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        with _mapped(self._folder / DATABASE):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                # SQLite itself rolls back when the disk is full.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    # ------------------------------------------------------------ reading

    def returns(self) -> tuple[Returned, ...]:
        """Return every file ever received, by name and digest, each as it was last read.

        Files that are no longer in the inbox are among them; so are the earlier bytes of a file
        that was replaced under the same name.
        """
        answers: dict[int, dict[str, Answer]] = {}
        with _mapped(self._folder / DATABASE), self._understood():
            self._connection.execute("BEGIN")  # both queries see one state of the ledger
            try:
                query = "SELECT answer.* FROM answer JOIN current_return ON id = parse"
                for row in self._connection.execute(f"{query} ORDER BY parse, place"):
                    answers.setdefault(row["parse"], {})[row["field"]] = _answer(row)
                rows = self._connection.execute("SELECT * FROM current_return").fetchall()
            finally:
                self._connection.execute("COMMIT")
            taken = [_returned(row, answers.get(row["id"], {})) for row in rows]
        return tuple(sorted(taken, key=lambda one: (one.name, one.sha256)))

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions that stand, in the order in which they were made."""
        query = "SELECT * FROM current_decision ORDER BY id"
        with _mapped(self._folder / DATABASE), self._understood():
            return tuple(_decision(row) for row in self._connection.execute(query))

    def data(self, digest: str) -> bytes | None:
        """Return the bytes received under a SHA-256; None where none were kept."""
        path = self._path(digest)
        with _mapped(path):
            return path.read_bytes() if path.is_file() else None

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Refuse a row that this program cannot read, such as a finding it does not know yet."""
        try:
            yield
        except (KeyError, ValueError, TypeError) as error:
            raise _unusable(self._folder / DATABASE, str(error)) from error

    def _path(self, digest: str) -> Path:
        return self._folder / STORE / digest[:2] / digest


# ---------------------------------------------------------------- the database


def journal(connection: sqlite3.Connection) -> str:
    """Choose write-ahead logging, or a rollback journal where that cannot work; return which.

    Network shares have no shared memory, which write-ahead logging needs.
    """
    try:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if _busy(error):
            raise
        mode = ""
    if mode != "wal":
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    return str(mode)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA:
                connection.execute(statement)
        elif version != _VERSION:
            raise _unusable(path, f"version {version}, this program knows {_VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into what the clerk can act on."""
    try:
        yield
    except sqlite3.Error as error:
        if _busy(error):
            busy = found(Code.LEDGER_BUSY, file=str(path))
            raise FormgenError([busy], Exit.OUTPUT) from error
        raise _unusable(path, str(error)) from error
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def _busy(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says why it is busy
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _unusable(path: Path, reason: str) -> FormgenError:
    problem = found(Code.LEDGER_UNUSABLE, file=str(path), reason=reason)
    return FormgenError([problem], Exit.OUTPUT)


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _name(name: str) -> bytes:
    """Encode a file's name, also one that is no Unicode; SQLite takes it as text by CAST."""
    return name.encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- values -> rows


def _run(connection: sqlite3.Connection, run: Run) -> int:
    """Return the number of a run; a run that learns nothing leaves no trace."""
    columns = (run.at, run.tool)
    connection.execute("INSERT OR IGNORE INTO run (at, tool) VALUES (?, ?)", columns)
    row = connection.execute("SELECT id FROM run WHERE at = ? AND tool = ?", columns).fetchone()
    return int(row["id"])


def _insert_file(connection: sqlite3.Connection, run: Run, returned: Returned) -> bool:
    query = "SELECT 1 FROM file WHERE sha256 = ?"
    if connection.execute(query, (returned.sha256,)).fetchone():
        return True
    row = (returned.sha256, returned.size, _run(connection, run))
    connection.execute("INSERT INTO file (sha256, size, run) VALUES (?, ?, ?)", row)
    return False


def _insert_receipt(connection: sqlite3.Connection, run: Run, returned: Returned) -> bool:
    key = (returned.sha256, _name(returned.name))
    last = connection.execute(
        "SELECT received FROM receipt WHERE sha256 = ? AND name = CAST(? AS TEXT)"
        " ORDER BY id DESC LIMIT 1",
        key,
    ).fetchone()
    if last and last["received"] == returned.received:
        return True
    connection.execute(
        "INSERT INTO receipt (sha256, name, received, run) VALUES (?, CAST(? AS TEXT), ?, ?)",
        (*key, returned.received, _run(connection, run)),
    )
    return False


def _insert_parse(connection: sqlite3.Connection, run: Run, returned: Returned) -> bool:
    key = (returned.sha256, _name(returned.name))
    columns, answers = _parse_columns(returned), _answer_rows(returned.response)
    result = sha256(json.dumps([columns, answers]).encode())
    last = connection.execute(
        "SELECT result FROM parse WHERE sha256 = ? AND name = CAST(? AS TEXT)"
        " ORDER BY id DESC LIMIT 1",
        key,
    ).fetchone()
    if last and last["result"] == result:
        return True
    inserted = connection.execute(
        "INSERT INTO parse (sha256, name, result, format, ignored, findings, response, survey,"
        " digest, agency_code, run) VALUES (?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*key, result, *columns, _run(connection, run)),
    )
    connection.executemany(
        "INSERT INTO answer (parse, place, field, value, raw, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(inserted.lastrowid, *row) for row in answers],
    )
    return False


def _parse_columns(returned: Returned) -> tuple[str | int | None, ...]:
    findings = _json([_finding_to_plain(one) for one in returned.diagnostics])
    head = (returned.format, int(returned.ignored), findings)
    response = returned.response
    if response is None:
        return (*head, None, None, None, None)
    claim, whose = response.claim, response.respondent
    plain = {
        "format": response.format,
        "revision": claim.revision,
        "token": str(claim.token) if claim.token else "",
        "match": response.match.value,
        "round": whose.round,
        "by": whose.by,
        "verified": whose.verified,
        "findings": [_finding_to_plain(one) for one in response.diagnostics],
    }
    return (*head, _json(plain), claim.survey, claim.digest, whose.agency_code)


def _answer_rows(response: Response | None) -> list[tuple[int, str, str, str, str, str]]:
    answers = response.answers.items() if response else ()
    return [
        (place, name, _json(one.value), _json(one.raw), one.at, one.by.value)
        for place, (name, one) in enumerate(answers)
    ]


def _finding_to_plain(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code.name,
        "at": finding.at,
        "field": finding.field,
        "file": finding.file,
        "facts": [list(fact) for fact in finding.facts],
    }


def _json(value: object) -> str:
    """Write a value as JSON, Thai as Thai where it is Unicode at all."""
    text = json.dumps(value, ensure_ascii=False)
    torn = any("\ud800" <= character <= "\udfff" for character in text)
    return json.dumps(value) if torn else text


# ---------------------------------------------------------------- rows -> values


def _returned(row: sqlite3.Row, answers: Mapping[str, Answer]) -> Returned:
    return Returned(
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        received=row["received"],
        format=row["format"],
        response=None if row["response"] is None else _response(row, answers),
        diagnostics=tuple(_finding(one) for one in json.loads(row["findings"])),
        ignored=bool(row["ignored"]),
    )


def _response(row: sqlite3.Row, answers: Mapping[str, Answer]) -> Response:
    plain = json.loads(row["response"])
    whose = Respondent(row["agency_code"], plain["round"], plain["by"], plain["verified"])
    token = parse_token(plain["token"])
    return Response(
        format=plain["format"],
        claim=Claim(row["survey"], plain["revision"], row["digest"], token),
        match=Match(plain["match"]),
        respondent=whose,
        answers=answers,
        diagnostics=tuple(_finding(one) for one in plain["findings"]),
    )


def _answer(row: sqlite3.Row) -> Answer:
    raw = _value(row["raw"])
    raw = raw if isinstance(raw, tuple) else str(raw)
    return Answer(_value(row["value"]), raw, row["at"], By(row["by"]))


def _finding(plain: dict[str, Any]) -> Diagnostic:
    facts = tuple((name, _tuples(value)) for name, value in plain["facts"])
    return Diagnostic(Code[plain["code"]], plain["at"], plain["field"], facts, plain["file"])


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(
        sha256=row["sha256"],
        about=About(row["about"]),
        subject=row["subject"],
        value=_value(row["value"]),
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
    )


def _value(text: str) -> Value:
    value: Value = _tuples(json.loads(text))
    return value


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
