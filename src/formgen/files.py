"""Bytes -> files that are either whole or not there."""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o660
"""The mode of a file that nobody outside of the office may read."""

_PART: Final = re.compile(r"\.(?:[0-9a-f]{16}|scratch)-[0-9]+(?:-late)?\.part")
_MANY: Final = 100  # files; one wait for all that waits for the disk is then the shorter one
_FILE_MODE: Final = 0o666  # whatever the user's mask lets others do
_OWNER_ONLY: Final = 0o700  # what waits there may be anybody's answers


def sha256(data: bytes) -> str:
    """The SHA-256 of `data`, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def write_atomically(path: Path, data: bytes, mode: int = _FILE_MODE) -> None:
    """Write a file that others see either as it was or complete, also after a power failure.

    `mode` is who may read it, less what the user's mask takes away.  Raises OSError where it
    cannot; then a file already at `path` is untouched and nothing else is left behind. The folder
    must exist.
    """
    with contextlib.ExitStack() as undo:
        _put_aside(path, data, undo, mode=mode).replace(path)
    _keep_entry(path.parent)


def write_swiftly(path: Path, data: bytes) -> None:
    """Write a file as `write_atomically` does, but for a power failure: `outlast` sees to that."""
    with contextlib.ExitStack() as undo:
        _put_aside(path, data, undo, lasting=False).replace(path)


def outlast(paths: Iterable[Path]) -> None:
    """Make files that were written swiftly outlast a power failure, all of them at once.

    Raises OSError where the system says that one of them was not kept.
    """
    files = tuple(paths)
    if sys.platform == "linux" and len(files) > _MANY:
        os.sync()  # waits until all is on the disk, on Linux alone
        return
    for path in files:
        _flush(path)
    for folder in dict.fromkeys(path.parent for path in files):
        _keep_entry(folder)


def put_aside(path: Path, data: bytes, undo: contextlib.ExitStack) -> Path:
    """Write what is to become `path` under a name of its own; return it, for `settle`.

    Closing `undo` removes what was not settled.  Raises OSError.
    """
    return _put_aside(path, data, undo, lasting=False)


def settle(parts: Mapping[Path, Path]) -> None:
    """Rename files that were put aside, by what they become, when all of them are on the disk.

    Each is seen whole or not at all, also after a power failure.  Raises OSError.
    """
    many = sys.platform == "linux" and len(parts) > _MANY
    if many:
        os.sync()
    for part in () if many else parts.values():
        _flush(part)
    for path, part in parts.items():
        part.replace(path)
    if many:
        os.sync()
    for folder in () if many else dict.fromkeys(path.parent for path in parts):
        _keep_entry(folder)


def write_together(
    folder: Path, files: Mapping[str, bytes], private: Collection[str] = ()
) -> tuple[Path, ...]:
    """Write files of one result: only when all of them lie whole in the folder are they renamed.

    Those whose names are `private` are for the office alone.
    Where another program holds a file fast (Windows), the new one comes to stand beside it as
    `name (2).xlsx`.  Returns where each was written, in order.  Raises OSError where it cannot be
    written; before the first rename nothing has changed then.
    """
    for taken in (folder / name for name in files if (folder / name).is_dir()):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(taken))
    with contextlib.ExitStack() as undo:
        modes = {name: PRIVATE if name in private else _FILE_MODE for name in files}
        parts = [
            _put_aside(folder / name, data, undo, mode=modes[name]) for name, data in files.items()
        ]
        written = [_renamed(part, folder / name) for part, name in zip(parts, files, strict=True)]
    _keep_entry(folder)
    return tuple(written)


def clear_beside(path: Path, digest: str) -> None:
    """Remove the file that once came to stand beside `path`, if it is still as it was written.

    `digest` is the SHA-256 it was written with; what anybody has changed since stays.
    """
    other = _beside(path)
    if other.is_file() and sha256(other.read_bytes()) == digest:
        _remove(other)


@contextlib.contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Lend a folder inside `folder`, for its owner alone, to what waits on the disk for a while.

    Both are made if need be, and the inner one removed in the end; raises OSError where it cannot.
    """
    aside = folder / f".scratch-{os.getpid()}.part"
    folder.mkdir(parents=True, exist_ok=True)
    _remove(aside)
    aside.mkdir(mode=_OWNER_ONLY)
    try:
        yield aside
    finally:
        _remove(aside)


def clear_parts(folder: Path) -> None:
    """Remove what a run that was killed left half written; nobody may be writing there now."""
    for path in folder.glob(".*.part"):
        if _PART.fullmatch(path.name):
            _remove(path)


def _put_aside(
    path: Path,
    data: bytes,
    undo: contextlib.ExitStack,
    *,
    mode: int = _FILE_MODE,
    lasting: bool = True,
) -> Path:
    """Write what is to become `path` under a name of its own, which `undo` removes."""
    # What is renamed later must not be taken by a file of that name that is written meanwhile.
    late = "" if lasting else "-late"
    part = path.with_name(f".{sha256(os.fsencode(path.name))[:16]}-{os.getpid()}{late}.part")
    undo.callback(_remove, part)
    try:
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        error.filename = str(path)  # people know the file, not the name it is written under
        raise
    return part


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem} (2){path.suffix}")


def _flush(path: Path) -> None:
    with path.open("r+b") as file:  # Windows flushes only what may be written
        os.fsync(file.fileno())


def _remove(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _renamed(part: Path, path: Path) -> Path:
    try:
        part.replace(path)
    except PermissionError:
        path = _beside(path)
        part.replace(path)
    return path


def _keep_entry(folder: Path) -> None:
    """Make a rename in `folder` outlast a power failure, where the system can."""
    if os.name != "posix":
        return
    # Network file systems refuse this. The file is whole at either name, so it is no failure.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
