"""The files of one letter -> a folder that is whole, and not written over once it was changed."""

import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Final

from formgen.files import sha256, write_together
from formgen.rounds import usable_name

FOLDER_MODE: Final = 0o770
"""As the ledger's: what agencies answered is not for everybody."""

_SUMS: Final = ".sha256sums"  # what was written into a folder, as `sha256sum` has it
_PART: Final = ".part"
_OLD: Final = ".old"
_SAFE: Final = re.compile("[A-Za-z0-9_-]{1,64}")
_UNSAFE: Final = re.compile("[^A-Za-z0-9_-]+")
_KEPT_OF_UNSAFE: Final = 32  # characters
_HASHED: Final = "~"  # no safe name has one
_HASH_LENGTH: Final = 12  # hexadecimal digits


class Put(Enum):
    """What became of the files of one letter.

    `KEPT`: a person changed what an earlier run of the same day wrote, or has it open; it stays.
    """

    WRITTEN = "written"
    SAME = "same"
    KEPT = "kept"


def folder_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Map the codes of agencies to names of folders: ASCII, and different on every system.

    A usual code is its own name.  One that could lead out of the folder, or that is another's but
    for capitals, becomes what is safe of it and a hash.
    """
    listed = list(codes)
    alike = Counter(code.casefold() for code in listed)
    return {
        code: code
        if _SAFE.fullmatch(code) and usable_name(code) and alike[code.casefold()] == 1
        else _hashed(code)
        for code in listed
    }


def _hashed(code: str) -> str:
    kept = _UNSAFE.sub("_", code)[:_KEPT_OF_UNSAFE]
    hashed = sha256(code.encode("utf-8", "surrogatepass"))[:_HASH_LENGTH]
    return f"{kept}{_HASHED}{hashed}"


def put(folder: Path, files: Mapping[str, bytes]) -> Put:
    """Make `folder` hold just these files; its parent must exist.  Raises OSError."""
    sums = _sums(files)
    if folder.exists():
        if not untouched(folder):
            return Put.KEPT
        if (folder / _SUMS).read_bytes() == sums:
            return Put.SAME
    part = _beside(folder, _PART)
    _remove(part)
    part.mkdir(mode=FOLDER_MODE)
    write_together(part, {**files, _SUMS: sums})
    if folder.exists() and not _put_aside(folder):
        _remove(part)
        return Put.KEPT
    part.replace(folder)
    _remove(_beside(folder, _OLD))
    return Put.WRITTEN


def was_put(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether just these files were put into `folder`, whatever a person did to it since."""
    try:
        return (folder / _SUMS).read_bytes() == _sums(files)
    except OSError:
        return False


def clear(batch: Path, wanted: Collection[str]) -> tuple[Path, ...]:
    """Remove the folders of letters that are no longer wanted; return those that must stay.

    These are what a person changed, or has open.  Raises OSError.
    """
    left = []
    for folder in sorted(one for one in batch.iterdir() if one.is_dir()):
        if folder.name.startswith(".") and folder.suffix in (_PART, _OLD):
            _remove(folder)
        elif folder.name in wanted or not (folder / _SUMS).exists():
            continue
        elif untouched(folder) and _put_aside(folder):
            _remove(_beside(folder, _OLD))
        else:
            left.append(folder)
    return tuple(left)


def untouched(folder: Path) -> bool:
    """Tell whether a folder holds what was written into it, and nothing else.  Raises OSError."""
    try:
        sums = (folder / _SUMS).read_bytes()
    except FileNotFoundError:
        return False
    there = sorted(one for one in folder.iterdir() if one.name != _SUMS)
    if not all(one.is_file() for one in there):
        return False
    return _sums({one.name: one.read_bytes() for one in there}) == sums


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = [f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())]
    return "".join(lines).encode()


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f".{folder.name}{suffix}")


def _put_aside(folder: Path) -> bool:
    """Rename a folder to be removed; False where a program holds one of its files (Windows)."""
    old = _beside(folder, _OLD)
    _remove(old)
    try:
        folder.replace(old)
    except PermissionError:
        return False
    return True


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
