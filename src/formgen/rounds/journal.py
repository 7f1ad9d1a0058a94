"""What a run issues, as it goes: lines added to a file, until the register holds them too."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from formgen.files import PRIVATE
from formgen.model.codec import from_plain, to_plain
from formgen.rounds.register import Issue

JOURNAL: Final = "issues.jsonl"
"""What the journal is called in a round's folder; it is there while a run lasts, or was killed."""


def note(folder: Path, entries: Iterable[tuple[int, Issue]]) -> None:
    """Add copies, each with its serial, that are already on the disk for good.

    Raises OSError.  Should the lines be lost in a power failure, the copies are written again.
    """
    lines = [json.dumps([serial, to_plain(issue)], ensure_ascii=False) for serial, issue in entries]
    path = folder / JOURNAL
    with open(path, "ab", opener=lambda name, flags: os.open(name, flags, PRIVATE)) as file:
        file.writelines(f"{line}\n".encode() for line in lines)


def noted(folder: Path) -> Iterator[tuple[int, Issue]]:
    """Go through what was noted, up to a line that a run did not live to finish; raise OSError."""
    path = folder / JOURNAL
    for line in path.read_bytes().split(b"\n") if path.exists() else ():
        try:
            serial, issue = json.loads(line)
            entry = from_plain(int, serial), from_plain(Issue, issue)
        except (ValueError, TypeError, KeyError):
            return
        yield entry


def clear(folder: Path) -> None:
    """Forget what was noted: the register holds it. Raises OSError."""
    (folder / JOURNAL).unlink(missing_ok=True)
