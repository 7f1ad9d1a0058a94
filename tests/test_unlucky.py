"""A disk that fails, or power that does, at any moment: the next run ends as if neither had."""

import contextlib
import errno
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.intake.test_boxes import FORM, RUN, TERMS, answered
from tests.intake.test_unwrap import mail, zipped

from formgen.desk import Office, collect, collecting
from formgen.intake import isolation
from formgen.model.diagnostics import Exit, FormgenError
from formgen.workers import Crew

RETURNS = {
    "1.xlsx": answered(1),
    "2.eml": bytes(mail(("2.xlsx", answered(2)))),
    "3.zip": zipped(("3.xlsx", answered(3)), ("4.txt", b"?")),
}


def inbox(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, data in RETURNS.items():
        (folder / name).write_bytes(data)


def office_in(home: Path) -> Office:
    return Office(*(home / name for name in ("returns", "out", "ledger", "rounds")))


def here(crew: Crew, jobs: Iterator) -> Iterator:
    """Do the work of worker processes in this one, where the disk can be made to fail."""
    crew.prepare()
    for job in jobs:
        yield None if job is None else crew.work(*job)


class Disk:
    """Fails at the `fails_at`th thing it is asked for, counted from 1; at none where that is 0."""

    def __init__(self, fails_at: int) -> None:
        self.asked = 0
        self._fails_at = fails_at

    def watched(self, act: Callable) -> Callable:
        def asked(*arguments, **named):
            self.ask()
            return act(*arguments, **named)

        return asked

    def ask(self, error: type[Exception] = OSError) -> None:
        self.asked += 1
        if self.asked == self._fails_at:
            self.fail(error)

    def fail(self, error: type[Exception]) -> None:
        if error is OSError:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise error("disk I/O error")

    def under(self, patch: pytest.MonkeyPatch) -> None:
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, sql, *arguments):
                disk.ask(sqlite3.OperationalError)
                return super().execute(sql, *arguments)

        connect = sqlite3.connect
        for name in ("fsync", "replace", "mkdir", "unlink"):
            patch.setattr(os, name, self.watched(getattr(os, name)))
        patch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, factory=Connection, **k))


class Power(Disk):
    """Fails as a disk does, but takes the whole process with it."""

    def fail(self, _error: type[Exception]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plain(dataset, *_rest) -> dict[str, bytes]:
    """Make two files of a result, quickly: how they are written is what matters here."""
    lines = [f"{one.returned.name} {one.state} {one.agency}" for one in dataset.files]
    return {"files.txt": "\n".join(lines).encode(), "count.txt": b"%d" % len(lines)}


@pytest.fixture
def undisturbed(tmp_path, monkeypatch) -> dict[str, bytes]:
    """What a run makes of the returns when nothing goes wrong."""
    monkeypatch.setattr(isolation, "in_processes", here)
    monkeypatch.setattr(isolation, "confine", lambda _memory: None)
    monkeypatch.setattr(collecting, "products", plain)
    monkeypatch.setattr(collecting, "draw_pages", lambda *_: {})
    office = office_in(tmp_path / "undisturbed")
    inbox(office.inbox)
    collect(FORM, office, RUN, TERMS, workers=1)
    return contents(office.output)


class ToldError(Exception):
    """A run stopped, and said so as it should."""


def run(office: Office) -> None:
    """Collect; any error but one that is told as a full disk is, is a failure of the test."""
    try:
        collect(FORM, office, RUN, TERMS, workers=1)
    except FormgenError as error:
        if error.exit_code is Exit.OUTPUT and all(one.message("th") for one in error.diagnostics):
            raise ToldError from error
        raise


def in_the_end(office: Office) -> dict[str, bytes]:
    """What the next run makes, nothing going wrong any more."""
    assert contents(office.inbox) == RETURNS
    run(office)
    return contents(office.output)


def test_a_disk_that_fails_at_any_moment_costs_nothing(tmp_path, monkeypatch, undisturbed):
    number, failed = 0, True
    while failed:
        number += 1
        office, disk = office_in(tmp_path / str(number)), Disk(number)
        inbox(office.inbox)
        with monkeypatch.context() as patch:
            disk.under(patch)
            with contextlib.suppress(ToldError):
                run(office)
        failed = disk.asked >= number
        made = contents(office.output) if office.output.exists() else {}
        assert made.items() <= undisturbed.items()  # nothing half-written, nothing left behind
        assert in_the_end(office) == undisturbed
    assert number > 100


@pytest.mark.parametrize("start", range(1, 8))
def test_a_process_that_is_killed_at_any_moment_costs_nothing(
    tmp_path, monkeypatch, undisturbed, start
):
    number, killed = start, True
    while killed:
        office = office_in(tmp_path / str(number))
        inbox(office.inbox)
        child = os.fork()
        if child == 0:
            try:
                Power(number).under(monkeypatch)
                run(office)
                os._exit(0)
            finally:
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL)
        killed = status != 0
        assert in_the_end(office) == undisturbed
        number += 7
    assert number > 100
