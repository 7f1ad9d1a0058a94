"""Bytes -> files that are either whole or not there, and ZIP packages with no trace of when."""

import contextlib
import errno
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_PART: Final = re.compile(r"\.[0-9a-f]{16}-[0-9]+\.part")
_CONTENT_TYPES: Final = "[Content_Types].xml"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can tell
_DEFLATE_LEVEL: Final = 6


def sha256(data: bytes) -> str:
    """The SHA-256 of `data`, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file that others see either as it was or complete, also after a power failure.

    Raises OSError where it cannot; then a file already at `path` is untouched and nothing else
    is left behind. The folder must exist.
    """
    with contextlib.ExitStack() as undo:
        _put_aside(path, data, undo).replace(path)
    _keep_entry(path.parent)


def write_together(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files of one result: only when all of them lie whole in the folder are they renamed.

    Where another program holds a file fast (Windows), the new one comes to stand beside it as
    `name (2).xlsx`.  Returns where each was written, in order.  Raises OSError where it cannot be
    written; before the first rename nothing has changed then.
    """
    for taken in (folder / name for name in files if (folder / name).is_dir()):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(taken))
    with contextlib.ExitStack() as undo:
        parts = [_put_aside(folder / name, data, undo) for name, data in files.items()]
        written = [_renamed(part, folder / name) for part, name in zip(parts, files, strict=True)]
    _keep_entry(folder)
    return tuple(written)


def clear_parts(folder: Path) -> None:
    """Remove what a run that was killed left half written; nobody may be writing there now."""
    for path in folder.glob(".*.part"):
        if _PART.fullmatch(path.name):
            _remove(path)


def _put_aside(path: Path, data: bytes, undo: contextlib.ExitStack) -> Path:
    """Write what is to become `path` under a name of its own, which `undo` removes."""
    part = path.with_name(f".{sha256(os.fsencode(path.name))[:16]}-{os.getpid()}.part")
    undo.callback(_remove, part)
    try:
        part.unlink(missing_ok=True)
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        error.filename = str(path)  # people know the file, not the name it is written under
        raise
    return part


def _remove(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _renamed(part: Path, path: Path) -> Path:
    try:
        part.replace(path)
    except PermissionError:
        path = path.with_name(f"{path.stem} (2){path.suffix}")
        part.replace(path)
    return path


def normalised_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, data), the same bytes for the same members: fixed times and attributes.

    `[Content_Types].xml` comes first, as Office writes it, the rest in the order given. Another
    release of zlib may deflate differently. Raises ValueError for a name given twice.
    """
    ordered = sorted(members, key=lambda member: member[0] != _CONTENT_TYPES)
    if len({name for name, _ in ordered}) != len(ordered):
        message = "a member name is given twice"
        raise ValueError(message)
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in ordered:
            archive.writestr(_entry(name), data, zipfile.ZIP_DEFLATED, _DEFLATE_LEVEL)
    return package.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system = 0  # MS-DOS, as Office writes; zipfile would say which system runs it
    entry.external_attr = 0o600 << 16  # read and write for the owner
    return entry


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
