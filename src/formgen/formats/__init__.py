"""The file formats formgen writes and reads; each loads its libraries when it is first used."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from formgen.model.form import Form, Placement
from formgen.model.identity import BLANK, Claim, Copy
from formgen.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Written:
    """One written copy; `placements` say where its controls stand on paper, if it has pages."""

    data: bytes
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: how a form is written in it and a return read from it.

    `write` makes the same bytes for the same form and copy.  `identify` finds what a file says of
    itself, or None.  `read` asks the file for each field of the form.  `identify` and `read` raise
    FormgenError for bytes that are not a sound file of this format.
    """

    name: str
    suffix: str
    write: Callable[[Form, Copy], Written]
    identify: Callable[[bytes], Claim | None]
    read: Callable[[Form, bytes], Reading]


NAMES = ("docx", "pdf", "xlsx")


def get(name: str) -> Format:
    """Return the format called `name`; raise KeyError for one that formgen does not have."""
    if name not in NAMES:
        raise KeyError(name)
    return cast(Format, import_module(f"formgen.formats.{name}").FORMAT)


def write(form: Form, name: str, copy: Copy = BLANK) -> Written:
    """Write one copy of a form in the format called `name`."""
    return get(name).write(form, copy)


def read(form: Form, name: str, data: bytes) -> Reading:
    """Read one filled copy of a form; reverses `write`."""
    return get(name).read(form, data)
