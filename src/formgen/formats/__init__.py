"""The file formats formgen writes and reads; each loads its libraries when it is first used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import cast

from formgen.model.document import Document
from formgen.model.form import Form, Placement
from formgen.model.identity import BLANK, Claim, Copy, Imprint
from formgen.model.note import Note
from formgen.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Written:
    """One written copy; `placements` say where its controls stand on paper, if it has pages."""

    data: bytes
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a printed form: where its controls stand, and its empty copies.

    There is an empty copy of each version of this program that printed the form in its own way.
    """

    placements: tuple[Placement, ...] = ()
    blanks: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """How copies are read whose fields are gone, for instance because they were printed to a file.

    `identify` finds which copy the pages are of.  `read` finds the answers by what was kept of the
    form; None where nothing tells where its controls stand.  Both draw the pages and raise
    FormgenError; files are of unknown making: to be called in a worker process.
    """

    identify: Callable[[bytes], Imprint]
    read: Callable[[Form, Kept, Claim, bytes], Reading | None]


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: how a form is written in it and a return read from it.

    `write` makes the same bytes for the same form and copy.  `identify` finds what a file says of
    itself, or None.  `read` asks the file for each field of the form.  `identify` and `read` raise
    FormgenError for bytes that are not a sound file of this format.  `mark` puts notes into a
    returned file, which reads as before; it raises FormgenError where `read` does, and for a file
    that is too odd to be changed safely (`FILE_NOT_MARKABLE`).  `write_document` makes a letter or
    report, None where the format has no pages; the same bytes for the same document.
    """

    name: str
    suffix: str
    write: Callable[[Form, Copy], Written]
    identify: Callable[[bytes], Claim | None]
    read: Callable[[Form, bytes], Reading]
    mark: Callable[[bytes, Sequence[Note]], bytes]
    write_document: Callable[[Document], bytes] | None = None
    printed: Printed | None = None


@dataclass(frozen=True, slots=True)
class Reads:
    """A format that returns may have though no form is written in it; as `Format` reads."""

    name: str
    identify: Callable[[bytes], Claim | None]
    read: Callable[[Form, bytes], Reading]


NAMES = ("docx", "pdf", "xlsx")
READ_AS = MappingProxyType(
    {"docm": "docx", "odt": "docx", "xlsm": "xlsx", "ods": "xlsx", "xls": "xlsx", "csv": "xlsx"}
)
"""The formats that programs make of a form, and the one that each was made from."""


def reader(name: str) -> Format | Reads:
    """Return what reads the format called `name`; raise KeyError for one that nothing reads."""
    if name in READ_AS:
        return cast(Reads, import_module(f"formgen.formats.{READ_AS[name]}").READS[name])
    return get(name)


def get(name: str) -> Format:
    """Return the format called `name`; raise KeyError for one that formgen does not have."""
    if name not in NAMES:
        raise KeyError(name)
    return cast(Format, import_module(f"formgen.formats.{name}").FORMAT)


def write(form: Form, name: str, copy: Copy = BLANK) -> Written:
    """Write one copy of a form in the format called `name`."""
    return get(name).write(form, copy)


def read(form: Form, name: str, data: bytes) -> Reading:
    """Read one filled copy of a form; reverses `write`, and reads the formats of `READ_AS` too."""
    return reader(name).read(form, data)


def unlock(data: bytes, password: str) -> bytes | None:
    """Take the password from a returned file; None where it does not open it.

    Without the library for it no file of Office is opened: `check_unlocking` says so.
    """
    return cast("bytes | None", import_module("formgen.formats.locked").unlocked(data, password))


def check_unlocking() -> None:
    """Raise FormgenError unless the library that opens locked files of Office is installed."""
    import_module("formgen.formats.locked").check_library()


def mark(name: str, data: bytes, notes: Sequence[Note]) -> bytes:
    """Mark in a returned file, which is of the format called `name`, what is to be put right.

    The same file and notes give the same bytes.  Files are of unknown making: to be called in a
    worker process (`formgen.workers`).
    """
    return get(name).mark(data, notes)


def write_document(document: Document, name: str) -> bytes:
    """Write a document as `docx` or `pdf`; raise KeyError for a format that has none."""
    found = get(name).write_document
    if found is None:
        raise KeyError(name)
    return found(document)
