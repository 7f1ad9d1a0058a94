"""Files -> what each says, each read in a process that may die; a bad one costs itself alone."""

import os
from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Final, Protocol, TypeAlias, assert_never

from formgen import precheck, receipts
from formgen.archive import Shelf
from formgen.files import sha256
from formgen.intake.reading import Setting, read
from formgen.intake.unwrap import Contents, unwrap
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, FormgenError, found
from formgen.model.returned import Again, Box, Returned
from formgen.workers import OUT_OF_MEMORY, Crew, Fate, Job, Lost, confine, in_processes

_LONGEST_REASON: Final = 200  # characters; a library may quote half the file


class Store(Protocol):
    """Keeps bytes by their SHA-256; what is taken out of a container has no other home."""

    def keep(self, data: bytes) -> Path:
        """Keep bytes and return where."""

    def kept(self, digest: str) -> Path:
        """Return where the bytes of this SHA-256 are kept."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A container that was read; `data` are the bytes of the parts of its box, in order."""

    returned: Returned
    data: tuple[bytes, ...]


Work: TypeAlias = Callable[[bytes, str], Returned | Unwrapped]
"""What is done with the bytes and the name of one file."""

Seen: TypeAlias = Container[tuple[str, str]]
"""Digest and name of the files that were read before in the same setting."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told of the files done and of all there are."""

_SETTING: ContextVar[tuple[Setting, Shelf]] = ContextVar("setting")  # of a worker process


def isolated(  # noqa: PLR0913 - each is one thing the work needs
    work: Work,
    files: Sequence[tuple[str, Path]],
    setting: Setting,
    *,
    workers: int,
    store: Store | None = None,
    seen: Seen = frozenset(),
    progress: Progress | None = None,
) -> Iterator[Returned | Again]:
    """Do `work` on every file in worker processes; the results come in the order of the files.

    What it takes out of a container is put into the `store`.
    """
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
            case Unwrapped(returned, parts):
                assert store  # or nothing would have been unwrapped
                for part in parts:
                    store.keep(part)
                yield returned


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
        case Fate.CRASHED if lost.exit_code == OUT_OF_MEMORY:
            return found(Code.FILE_MEMORY)
        case Fate.CRASHED:
            return found(Code.FILE_CRASH)
        case Fate.FAILED:
            return found(Code.FILE_DAMAGED, reason=lost.reason)
        case _:
            assert_never(lost.fate)


def _prepare(setting: Setting) -> None:
    """Make a fresh process a worker: bounded, silent, and with the setting at hand."""
    confine(setting.memory)
    _SETTING.set((setting, Shelf(setting.archives)))


def work(data: bytes, name: str) -> Returned:
    """Read one file, whatever its reader may raise; to be done in a worker process."""
    try:
        return read(data, name, *_SETTING.get())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the process may be too little for the next file
    except BaseException as error:  # a library may even raise what is no Exception
        return _damaged(data, name, error)


def open_up(kinds: Sequence[str], data: bytes, name: str) -> Returned | Unwrapped:
    """Read one file, or take out what is in it if it is a container of one of these kinds."""
    returned = work(data, name)
    what = _container(returned)
    if what not in kinds:
        return returned
    try:
        contents = unwrap(data, what)
    except FormgenError as error:
        return replace(returned, diagnostics=error.diagnostics)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:
        return _damaged(data, name, error)
    return _boxed(returned, what, contents)


def _damaged(data: bytes, name: str, error: BaseException) -> Returned:
    reason = f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
    problem = found(Code.FILE_DAMAGED, reason=reason)
    return Returned(name, sha256(data), len(data), diagnostics=(problem,))


def _container(returned: Returned) -> str:
    """Name the kind of container a file was found to be; "" for any other file."""
    told = (one for one in returned.diagnostics if one.code is Code.FILE_CONTAINER)
    return next((str(dict(one.facts)["what"]) for one in told), "")


def _boxed(returned: Returned, what: str, contents: Contents) -> Unwrapped:
    parts = tuple((name, sha256(data)) for name, data in contents.files)
    if parts:
        told = found(Code.FILE_UNWRAPPED, what=what, count=len(parts), logos=contents.logos)
    else:
        told = found(Code.FILE_HOLDS_NOTHING, what=what)
    box = Box(parts, contents.sent)
    returned = replace(returned, diagnostics=(told,), ignored=bool(parts), box=box)
    return Unwrapped(returned, tuple(data for _, data in contents.files))
