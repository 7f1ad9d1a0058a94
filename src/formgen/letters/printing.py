"""Files to be marked, letters to be printed -> their bytes, each made in a process of its own."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, TypeAlias

from formgen import formats
from formgen.model.document import Document
from formgen.model.note import Note
from formgen.workers import Crew, Lost, confine, in_processes

PRINTED: Final = ("docx", "pdf")
"""The formats in which every letter is printed."""

ToMark: TypeAlias = tuple[str, bytes, tuple[Note, ...]]
"""The format of a file, its bytes, and what is to be said in it."""

_SECONDS: Final = 60.0  # one file or letter; the usual take less than one
_MEMORY: Final = 1 << 30  # bytes; a hostile file has no more to spend


def mark_all(files: Iterable[ToMark | None], workers: int) -> Iterator[bytes | None]:
    """Make a marked copy of each file, in order; None for none, and where it cannot be marked."""
    crew = Crew(_marked, partial(confine, _MEMORY), workers, _SECONDS)
    for outcome in in_processes(crew, files):
        yield None if isinstance(outcome, Lost) else outcome


def print_all(letters: Iterable[Document], workers: int) -> Iterator[tuple[bytes, ...] | Lost]:
    """Print each letter in all formats of `PRINTED`, in order; a lost one says why."""
    crew = Crew(_printed, partial(confine, _MEMORY), workers, _SECONDS)
    for outcome in in_processes(crew, ((letter,) for letter in letters)):
        assert outcome is not None  # there is a job for each
        yield outcome


def _marked(name: str, data: bytes, notes: tuple[Note, ...]) -> bytes:
    return formats.mark(name, data, notes)


def _printed(letter: Document) -> tuple[bytes, ...]:
    return tuple(formats.write_document(letter, name) for name in PRINTED)
