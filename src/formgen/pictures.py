"""Returned files -> pictures of their pages, for a person to look at."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from formgen import precheck
from formgen.formats.scan.pages import pictures
from formgen.model.diagnostics import FormgenError
from formgen.workers import Crew, Job, confine, in_processes

_MEMORY: Final = 1 << 30  # bytes; of one worker process

Pictures: TypeAlias = tuple[bytes, ...]
"""The pages of one file as PNG, in order; none where it has no pages, or they cannot be drawn."""


def pictures_of(
    files: Sequence[tuple[str, bytes | Path]],
    *,
    workers: int,
    pages: int = 20,
    width: int = 1240,
    seconds: float = 20.0,
) -> Iterator[Pictures]:
    """Draw the first pages of files (name, data or path), in the order given; see `scan.pages`.

    Each is drawn in a worker process: one that is damaged, takes longer than `seconds`, or kills
    its process has no pictures, and costs no other file.
    """
    crew = Crew(partial(_work, pages, width), partial(confine, _MEMORY), workers, seconds)
    for outcome in in_processes(crew, _jobs(files)):
        yield outcome if isinstance(outcome, tuple) else ()


def _jobs(files: Sequence[tuple[str, bytes | Path]]) -> Iterator[Job | None]:
    """Open each file when its turn comes; what cannot be opened, or is too large, is no job."""
    for _, source in files:
        data = _read(source) if isinstance(source, Path) else source
        yield (data,) if 0 < len(data) <= precheck.MAX_BYTES else None


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return b""
        with path.open("rb") as file:
            return file.read(precheck.MAX_BYTES + 1)
    except OSError:
        return b""


def _work(pages: int, width: int, data: bytes) -> Pictures:
    try:
        return pictures(data, pages=pages, width=width)
    except FormgenError:
        return ()
