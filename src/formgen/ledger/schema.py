"""The tables of the ledger, how an older ledger comes to have them, and what can go wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found


def _keeping(*tables: str) -> tuple[str, ...]:
    """Forbid to change or remove what is in these tables."""
    return tuple(
        f"""CREATE TRIGGER {table}_keeps_{act.lower()} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is insert-only'); END"""
        for table in tables
        for act in ("UPDATE", "DELETE")
    )


_FIRST: Final = (
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
    *_keeping("run", "file", "receipt", "parse", "answer", "decision"),
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
)
_SECOND: Final = (
    """CREATE TABLE reading (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES file, name TEXT NOT NULL,
        reader TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run) STRICT""",
    """CREATE TABLE reminder (
        id INTEGER PRIMARY KEY, survey TEXT NOT NULL, agency_code TEXT NOT NULL, day TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run, UNIQUE (survey, agency_code, day)) STRICT""",
    "CREATE INDEX reading_of ON reading (sha256, name)",
    *_keeping("reading", "reminder"),
    """CREATE VIEW current_reading AS
        SELECT reading.sha256, reading.name, reading.reader, receipt.received FROM reading
        JOIN receipt ON receipt.sha256 = reading.sha256 AND receipt.name = reading.name
        WHERE reading.id = (SELECT max(id) FROM reading AS r
                            WHERE r.sha256 = reading.sha256 AND r.name = reading.name)
        AND receipt.id = (SELECT max(id) FROM receipt AS r
                          WHERE r.sha256 = receipt.sha256 AND r.name = receipt.name)""",
)
_THIRD: Final = ("ALTER TABLE decision ADD COLUMN meaning TEXT NOT NULL DEFAULT ''",)
_FOURTH: Final = ("ALTER TABLE parse ADD COLUMN box TEXT NOT NULL DEFAULT ''",)
_FIFTH: Final = (
    "ALTER TABLE parse ADD COLUMN collecting TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE decision ADD COLUMN survey TEXT NOT NULL DEFAULT ''",
)
_STEPS: Final = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""What makes version n of the ledger from version n - 1, from 1 on."""

FOREMOST: Final = "ORDER BY collecting = :survey DESC, collecting = '' DESC, id DESC LIMIT 1"
"""Which reading of a file stands for `:survey`: the last while that was being collected.

Where there is none, the last of a program that did not note the survey, then the last of all.
"""

CURRENT_OF_SURVEY: Final = f"""SELECT parse.*, file.size, receipt.received FROM file
    JOIN receipt ON receipt.sha256 = file.sha256
    JOIN parse ON parse.sha256 = receipt.sha256 AND parse.name = receipt.name
    WHERE receipt.id = (SELECT max(id) FROM receipt AS r
                        WHERE r.sha256 = receipt.sha256 AND r.name = receipt.name)
    AND parse.id = (SELECT id FROM parse AS p
                    WHERE p.sha256 = receipt.sha256 AND p.name = receipt.name {FOREMOST})"""  # noqa: S608 - both are written here
"""The view `current_return`, as one survey sees it."""

CURRENT_ANSWERS: Final = f"""SELECT answer.* FROM answer
    JOIN ({CURRENT_OF_SURVEY}) AS current ON current.id = parse ORDER BY parse, place"""  # noqa: S608 - as above
"""The answers in these returns, in the order of the form."""

HISTORY_OF_SURVEY: Final = """SELECT decision.*, run.at FROM decision
    JOIN run ON run.id = decision.run
    WHERE (:survey = '' OR survey IN (:survey, ''))
    AND (sha256 != '' OR decision.run >= (SELECT max(receipt.run) FROM receipt
                                          WHERE receipt.sha256 = '' AND receipt.name = subject))
    ORDER BY decision.id"""
"""The decisions made for a survey, or before it was noted for which; those of all for "".

Of what could not be opened only those since it was last met: then it may be another file.
"""

MARKS: Final = (
    "SELECT sha256, name, received FROM receipt ORDER BY id",
    "SELECT sha256, name, result FROM parse ORDER BY id",
    "SELECT one.*, at FROM decision AS one JOIN run ON run.id = one.run ORDER BY one.id",
    "SELECT survey, agency_code, day FROM reminder ORDER BY id",
)
"""All that a result rests on."""


def journal(connection: sqlite3.Connection) -> str:
    """Choose write-ahead logging, or a rollback journal where that cannot work; return which.

    Network shares have no shared memory, which write-ahead logging needs.
    """
    try:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise
        mode = ""
    if mode != "wal":
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    return str(mode)


def prepare(connection: sqlite3.Connection, path: Path, *, found_store: bool = False) -> None:
    """Make the tables, or add those that a ledger of an earlier program does not have yet.

    A new ledger beside a store of received files is none: raise FormgenError, the old one is lost.
    """
    if _version(connection) == len(_STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        if version > len(_STEPS):
            raise unusable(path, f"version {version}, this program knows {len(_STEPS)}")
        if version == 0 and found_store:
            lost = found(Code.LEDGER_LOST, file=str(path))
            raise FormgenError([lost], Exit.OUTPUT)
        for statements in _STEPS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def mapped(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into what the clerk can act on."""
    try:
        yield
    except sqlite3.Error as error:
        if is_busy(error):
            busy = found(Code.LEDGER_BUSY, file=str(path))
            raise FormgenError([busy], Exit.OUTPUT) from error
        raise unusable(path, str(error)) from error
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether it failed only because another process holds the file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says why it is busy
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def unusable(path: Path, reason: str) -> FormgenError:
    """Say that the ledger at `path` cannot be used, and why."""
    problem = found(Code.LEDGER_UNUSABLE, file=str(path), reason=reason)
    return FormgenError([problem], Exit.OUTPUT)
