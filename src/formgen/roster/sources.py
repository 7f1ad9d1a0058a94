"""The file of a roster -> its tables, or why it is none."""

from pathlib import Path
from typing import Final

from formgen import precheck
from formgen.formats.xlsx import SheetTable, sheet_tables
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.tables import csv_rows

_HEAD: Final = 16_384  # bytes in which a file that is no package says what it is
_LARGEST: Final = 256 << 20  # bytes; a million agencies
_PACKAGES: Final = (b"PK", b"\xd0\xcf\x11\xe0")  # ZIP, and the compound files of older Office
_WORKBOOKS: Final = ("xlsx", "xlsm")
_REASONS: Final = {Code.FILE_PASSWORD: "a password", Code.FILE_TOO_LARGE: "File too large"}


def tables_of(path: Path) -> tuple[SheetTable, ...]:
    """Read the sheets of a workbook, or the one table of a CSV file.

    Raises FormgenError, whatever else the file is.
    """
    try:
        with path.open("rb") as file:
            return _tables(file.read(_LARGEST + 1))
    except FileNotFoundError as error:
        raise FormgenError([found(Code.INPUT_NOT_FOUND)], Exit.USAGE) from error
    except OSError as error:
        raise FormgenError([_unreadable(error.strerror or str(error))], Exit.USAGE) from error
    except ValueError as error:
        raise FormgenError([_unreadable(str(error))], Exit.USAGE) from error
    except FormgenError as error:
        raise FormgenError(map(_of_roster, error.diagnostics), Exit.USAGE) from error


def _tables(data: bytes) -> tuple[SheetTable, ...]:
    if not data:
        raise FormgenError([found(Code.ROSTER_EMPTY)], Exit.USAGE)
    if len(data) > _LARGEST:
        raise FormgenError([_unreadable("File too large")], Exit.USAGE)
    kind = _kind(data)
    if kind in _WORKBOOKS:
        return sheet_tables(data)
    if kind == "csv":
        return (SheetTable("", csv_rows(data)),)
    raise FormgenError([_unreadable(kind.upper())], Exit.USAGE)


def _kind(data: bytes) -> str:
    """Tell what a file is by its content; what looks like no other format may be a table."""
    packed = data.startswith(_PACKAGES)
    try:
        return precheck.format_of(data if packed else data[:_HEAD])
    except FormgenError as error:
        if not packed and error.diagnostics[0].code is Code.FILE_UNKNOWN_TYPE:
            return "csv"
        raise


def _of_roster(problem: Diagnostic) -> Diagnostic:
    """Say of a roster what is otherwise said of a file that an agency sent."""
    if not problem.code.name.startswith("FILE_"):
        return problem
    facts = dict(problem.facts)
    said = _REASONS.get(problem.code) or facts.get("reason") or facts.get("what") or ""
    return _unreadable(str(said))


def _unreadable(reason: str) -> Diagnostic:
    return found(Code.ROSTER_UNREADABLE, reason=reason)
