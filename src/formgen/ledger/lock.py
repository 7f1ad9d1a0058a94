"""A file that one process at a time holds: SQLite locks it, on every system formgen runs on."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from formgen.ledger.schema import is_busy
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError

PATIENCE: Final = 5.0
"""How long the second who wants a file waits for the first, in seconds."""


@contextmanager
def held(path: Path, busy: Diagnostic, patience: float = PATIENCE) -> Iterator[None]:
    """Keep out everybody else who wants to hold `path`; one that is killed lets the next in.

    Raises FormgenError with `busy` where another holds it, OSError where it cannot be held at all.
    """
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=patience, isolation_level=None)
        lock.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written: no file for that
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock:
            lock.close()
        if is_busy(error):
            raise FormgenError([busy], Exit.OUTPUT) from error
        raise OSError(errno.EIO, str(error), str(path)) from error
    try:
        yield
    finally:
        lock.close()
