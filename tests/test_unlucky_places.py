"""A full disk, a place that is read-only or has no shared memory, two runs, a clock gone back."""

import os
import resource
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.intake.test_boxes import FORM, RUN, TERMS, answered
from tests.test_unlucky import (
    RETURNS,
    ToldError,
    contents,
    in_the_end,
    inbox,
    office_in,
    run,
    undisturbed,
)

from formgen.desk import Office, collect
from formgen.intake import Setting, read_file
from formgen.ledger import DATABASE, Ledger
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError

__all__ = ["undisturbed"]  # a fixture

NOBODY = 65534
TOLD, FAULT = 4, 99


def in_child(job: Callable[[], object]) -> int:
    """Begin a job in a child of this process; return its number, for `ended`."""
    child = os.fork()
    if child:
        return child
    code = FAULT
    try:
        job()
        code = 0
    except ToldError:
        code = TOLD
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a child; its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def receipts(office: Office) -> int:
    with sqlite3.connect(office.ledger / DATABASE) as connection:
        (count,) = connection.execute("SELECT count(*) FROM receipt").fetchone()
    connection.close()
    return count


# ---------------------------------------------------------------- a full disk


def test_a_file_that_can_grow_no_further_costs_nothing(tmp_path, undisturbed):
    """Every file of the run ends at so many KiB, as on a disk that is full."""

    def cramped(office: Office, size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size << 10, resource.RLIM_INFINITY))
        run(office)

    ends = []
    for size in (0, 20, 60, 100, 140, 180, 220, 2000):
        office = office_in(tmp_path / str(size))
        inbox(office.inbox)
        ends.append(ended(in_child(partial(cramped, office, size))))
        made = contents(office.output) if office.output.exists() else {}
        assert made.items() <= undisturbed.items()
        assert in_the_end(office) == undisturbed
    assert ends == sorted(ends, reverse=True)
    assert (ends[2], ends[-1]) == (TOLD, 0)


def test_a_ledger_without_room_for_another_page_is_told_and_goes_on(tmp_path, monkeypatch):
    returned, data = taken(1)
    connect = sqlite3.connect
    with Ledger.open(tmp_path) as ledger:
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]

    def cramped(*words, **named):
        made = connect(*words, **named)
        made.execute(f"PRAGMA max_page_count = {pages}")
        return made

    more = [(replace(returned, name=f"{number}.xlsx"), data) for number in range(200)]
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", cramped)
        with Ledger.open(tmp_path) as ledger, pytest.raises(FormgenError) as error:
            ledger.take_all(RUN, more, "r")
    (problem,) = error.value.diagnostics
    assert problem.code is Code.LEDGER_UNUSABLE
    assert "เนื้อที่เก็บข้อมูลเต็ม" in problem.message("th")
    with Ledger.open(tmp_path) as ledger:
        assert ledger.returns() == ()
        ledger.take_all(RUN, more, "r")
        assert len(ledger.returns()) == len(more)


def taken(number: int):
    data = answered(number)
    return read_file(data, f"{number}.xlsx", Setting(FORM)), data


# ---------------------------------------------------------------- places


def as_nobody(folder, job: Callable[[], object]) -> None:
    """Do a job as a user who owns nothing, from inside of a folder: root may write anywhere."""
    os.chdir(folder)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    job()


def told_of_writing() -> None:
    """Open the ledger here, to read and to write: each must be told, in Thai."""
    for job in (Ledger.returns, lambda one: one.remind(RUN, "s", "A-1", "2026-11-24")):
        with (
            pytest.raises(FormgenError) as error,
            Ledger.open(office_in(Path()).ledger, 0.1) as ledger,
        ):
            job(ledger)
        (problem,) = error.value.diagnostics
        assert (problem.code, error.value.exit_code) == (Code.LEDGER_UNUSABLE, Exit.OUTPUT)
        assert "output/ledger" in problem.message("th")


def test_a_ledger_on_a_place_that_is_read_only_is_told_and_left_alone(tmp_path, undisturbed):
    office = office_in(tmp_path)
    inbox(office.inbox)
    run(office)
    before = contents(office.ledger)
    for path in (*office.ledger.rglob("*"), office.ledger):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert ended(in_child(partial(as_nobody, tmp_path, told_of_writing))) == 0
    for path in (office.ledger, *office.ledger.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert contents(office.ledger) == before
    assert in_the_end(office) == undisturbed


def test_a_place_without_shared_memory_gives_the_same(tmp_path, monkeypatch, undisturbed):
    """As on a network share, where no write-ahead log can be."""
    connect = sqlite3.connect

    def shared(path, **named):
        return connect(f"file:{path}?vfs=unix-dotfile", uri=True, **named)

    office = office_in(tmp_path)
    inbox(office.inbox)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", shared)
        run(office)
        with Ledger.open(office.ledger) as ledger:
            (mode,) = ledger._connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == "delete"
    assert contents(office.output) == undisturbed
    assert in_the_end(office) == undisturbed  # and it can be carried home


# ---------------------------------------------------------------- two runs, and the clock


def test_two_runs_at_once_end_as_one_would(tmp_path, undisturbed):
    for number in range(8):
        office = office_in(tmp_path / str(number))
        inbox(office.inbox)
        children = [in_child(partial(run, office)) for _ in range(3)]
        ends = [ended(child) for child in children]
        assert 0 in ends
        assert set(ends) <= {0, TOLD}
        assert contents(office.output) == undisturbed
        alone = office_in(tmp_path / f"alone-{number}")
        inbox(alone.inbox)
        run(alone)
        assert receipts(office) == receipts(alone)
        assert in_the_end(office) == undisturbed


def test_a_clock_that_goes_back_changes_nothing(tmp_path, undisturbed):
    """What came last is told by the ledger's own order, and received dates by their evidence."""
    results = []
    for year in (2027, 1999):
        office = office_in(tmp_path / str(year))
        inbox(office.inbox)
        run(office)
        (office.inbox / "1.xlsx").write_bytes(answered(1, "none"))
        (office.inbox / "5.xlsx").write_bytes(answered(3))
        later = replace(RUN, at=f"{year}-01-01T00:00:00+07:00")
        collect(FORM, office, later, TERMS, workers=1)
        collect(FORM, office, later, TERMS, workers=1)
        with Ledger.open(office.ledger) as ledger:
            results.append((contents(office.output), ledger.returns()))
    assert results[0] == results[1]
    assert results[0][0] != undisturbed
    assert len(results[0][1]) == len(RETURNS) + 5
