"""What a result was made from: while nothing of it is new, nothing is made again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formgen.files import sha256
from formgen.model.codec import from_plain, to_plain
from formgen.result.outcome import Outcome

STAMP: Final = ".formgen-result.json"
"""What the stamp is called in the folder of the result."""

_UNREADABLE: Final = (OSError, ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class Stamp:
    """`basis` names all that a result depends on; `files` are its files and their SHA-256.

    `pictures` are the files that it only leads to.
    """

    basis: str
    files: tuple[tuple[str, str], ...]
    outcome: Outcome
    pictures: tuple[str, ...]


def stamp(
    basis: str, files: Mapping[str, bytes], outcome: Outcome, pictures: Iterable[str]
) -> bytes:
    """Write the stamp of a result that is being written."""
    sums = tuple((name, sha256(data)) for name, data in files.items())
    made = Stamp(basis, sums, outcome, tuple(pictures))
    return json.dumps(to_plain(made), ensure_ascii=False, indent=1).encode()


def sums(folder: Path) -> Mapping[str, str]:
    """Map the names of the files of the result in `folder` to the SHA-256 they were written with.

    Empty where no stamp can be read.
    """
    try:
        return dict(_read(folder).files)
    except _UNREADABLE:
        return {}


def standing(folder: Path, basis: str) -> Stamp | None:
    """Return the stamp of the result in `folder`; None unless it is that very result, whole."""
    try:
        found = _read(folder)
        whole = (
            found.basis == basis
            and all(sha256((folder / name).read_bytes()) == digest for name, digest in found.files)
            and all((folder / name).is_file() for name in found.pictures)
        )
    except _UNREADABLE:
        return None
    return found if whole else None


def _read(folder: Path) -> Stamp:
    return from_plain(Stamp, json.loads((folder / STAMP).read_bytes()))
