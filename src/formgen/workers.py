"""Work done in processes that may die: what befalls one job is that job's alone."""

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeAlias, TypeVar

if sys.platform != "win32":
    import resource

R = TypeVar("R")
Job: TypeAlias = tuple[Any, ...]
"""The arguments of one call of the work."""

_AHEAD: Final = 4  # jobs a worker; so many may be done before a slow one that is due
_JOBS_EACH: Final = 500  # then a fresh process takes over, lest a library leak
_START_SECONDS: Final = 60.0  # a cold disk and a virus scanner take their time
_STARTS: Final = 3  # in a row that may fail
_READY: Final = b""
_LOOK_SECONDS: Final = 0.05  # between two looks at what a process takes

OUT_OF_MEMORY: Final = 77
"""The exit code of a process that took more memory than it may."""

if sys.platform == "win32":
    _CONTEXT: Final = multiprocessing.get_context("spawn")
else:
    _CONTEXT: Final = multiprocessing.get_context("forkserver")


class Fate(Enum):
    """How a job was lost."""

    CRASHED = "its process died"
    TIMED_OUT = "it overran its time"
    FAILED = "the work, or the sending of its result, raised an exception"


@dataclass(frozen=True, slots=True)
class Lost:
    """A job without a result; `exit_code` is that of its process, `reason` what was raised."""

    fate: Fate
    exit_code: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Crew(Generic[R]):
    """How jobs are done: `work` on each, after `prepare` once in every process.

    `seconds` is what one job may take. All that passes between processes must survive pickling.
    """

    work: Callable[..., R]
    prepare: Callable[[], None]
    workers: int
    seconds: float


def in_processes(crew: Crew[R], jobs: Iterable[Job | None]) -> Iterator[R | Lost | None]:
    """Do every job in a worker process and return the results in the order of the jobs.

    Jobs are taken only a few ahead; None is no job and gives None. A process that dies or overruns
    its time loses the one job it had. Raises RuntimeError where no process will start.
    """
    _prepare_for(crew.work)
    team: list[_Worker[R]] = []
    outcomes: dict[int, R | Lost | None] = {}
    numbered = enumerate(jobs)
    upcoming = next(numbered, None)
    due = 0
    try:
        while upcoming or outcomes or any(one.busy for one in team):
            if due in outcomes:
                yield outcomes.pop(due)
                due += 1
            elif (
                upcoming
                and upcoming[0] < due + _AHEAD * crew.workers
                and _taken(upcoming, crew, team, outcomes)
            ):
                upcoming = next(numbered, None)
            else:
                heard = _heard([one for one in team if one.busy])
                outcomes.update(heard)
    finally:
        for one in team:
            one.end()


def _prepare_for(work: Callable[..., Any]) -> None:
    """Have what the work imports imported once, where processes are born of one that has it."""
    while isinstance(work, partial):
        work = work.func
    _CONTEXT.set_forkserver_preload(["__main__", work.__module__])


def confine(memory: int) -> None:
    """Bound what this process may take, in bytes, and silence its error stream; to `prepare` with.

    Libraries write there what their exceptions say better.  Windows has no such bound.
    """
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        if sys.platform != "linux":  # others may refuse that bound, or take no notice of it
            watch(memory)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)


def watch(memory: int) -> None:
    """End this process with `OUT_OF_MEMORY` soon after it has taken so many bytes; not on Windows.

    A library that keeps Python waiting while it takes them is seen when it returns.
    """
    threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def _watch(memory: int) -> None:
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere: getrusage(2)
    if sys.platform != "win32":
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < memory:
            time.sleep(_LOOK_SECONDS)
        os._exit(OUT_OF_MEMORY)


def _taken(
    numbered: tuple[int, Job | None],
    crew: Crew[R],
    team: list["_Worker[R]"],
    outcomes: dict[int, R | Lost | None],
) -> bool:
    """Give a job to a worker, a new one if need be; False if all are busy."""
    number, job = numbered
    if job is None:
        outcomes[number] = None
        return True
    free = next((one for one in team if not one.busy), None)
    if free is None:
        if len(team) == crew.workers:
            return False
        free = _Worker(crew)
        team.append(free)
    free.give(number, job)
    return True


def _heard(busy: Sequence["_Worker[R]"]) -> Iterator[tuple[int, R | Lost]]:
    """Wait until a worker has something to say, or its time is up."""
    until = min(one.deadline for one in busy)
    stirred = wait(
        [handle for one in busy for handle in one.handles],
        timeout=max(0.0, until - time.monotonic()),
    )
    for one in busy:
        yield from one.heard(stirred=any(handle in stirred for handle in one.handles))


class _Worker(Generic[R]):
    """One process, seen from outside; it is begun anew when it has died or served long enough."""

    def __init__(self, crew: Crew[R]) -> None:
        self._crew = crew
        self._number: int | None = None
        self._job: Job = ()
        self._failed_starts = 0
        self._begin()

    @property
    def busy(self) -> bool:
        """Whether it has a job."""
        return self._number is not None

    @property
    def handles(self) -> tuple[Any, ...]:
        """What stirs when it speaks and when it dies."""
        return self._pipe, self._process.sentinel

    def give(self, number: int, job: Job) -> None:
        """Hand it a job, at once or as soon as it is ready."""
        if self._served >= _JOBS_EACH or not self._process.is_alive():
            self.end()
            self._begin()
        self._number, self._job = number, job
        if self._ready:
            self._send()

    def heard(self, *, stirred: bool) -> Iterator[tuple[int, R | Lost]]:
        """Go through what became of its job: nothing yet, or one outcome."""
        if stirred:
            try:
                message = self._pipe.recv_bytes() if self._pipe.poll() else None
            except (EOFError, OSError):
                message = None
            yield from self._dead() if message is None else self._said(message)
        elif time.monotonic() >= self.deadline:
            self._process.kill()
            self._process.join()
            yield from self._over(Lost(Fate.TIMED_OUT)) if self._ready else self._dead()

    def end(self) -> None:
        """End its process, whatever it is doing."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _begin(self) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, self._crew), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False
        self._served = 0
        self.deadline = time.monotonic() + _START_SECONDS

    def _send(self) -> None:
        self.deadline = time.monotonic() + self._crew.seconds
        with contextlib.suppress(OSError):  # it has died, and will be heard to
            self._pipe.send(self._job)

    def _said(self, message: bytes) -> Iterator[tuple[int, R | Lost]]:
        if message == _READY:
            self._ready, self._failed_starts = True, 0
            self._send()
            return
        self._served += 1
        try:
            outcome = pickle.loads(message)  # noqa: S301 - our own process wrote it
        except Exception as error:
            outcome = Lost(Fate.FAILED, reason=_raised(error))
        yield from self._over(outcome)

    def _dead(self) -> Iterator[tuple[int, R | Lost]]:
        self._process.join()
        exit_code = self._process.exitcode
        if self._ready:
            yield from self._over(Lost(Fate.CRASHED, exit_code))
            return
        self._failed_starts += 1
        if self._failed_starts == _STARTS:
            raise RuntimeError(f"no worker process starts (exit code {exit_code})")
        self.end()
        self._begin()

    def _over(self, outcome: R | Lost) -> Iterator[tuple[int, R | Lost]]:
        assert self._number is not None
        number, self._number, self._job = self._number, None, ()
        yield number, outcome


def _serve(pipe: Connection, crew: Crew[R]) -> None:
    """Be the worker process: prepare, then do jobs until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this one
    crew.prepare()
    pipe.send_bytes(_READY)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send_bytes(_pickled(crew.work, job))


def _pickled(work: Callable[..., R], job: Job) -> bytes:
    try:
        return pickle.dumps(work(*job))
    except Exception as error:
        return pickle.dumps(Lost(Fate.FAILED, reason=_raised(error)))


def _raised(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
