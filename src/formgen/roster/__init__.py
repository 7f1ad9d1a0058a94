"""A roster of agencies, CSV or XLSX -> recipients, and every problem with its cell."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formgen.model.codes import Severity
from formgen.model.diagnostics import Diagnostic, FormgenError
from formgen.model.form import Form
from formgen.model.recipient import Recipient
from formgen.roster.cells import CODE_LENGTH, column_name
from formgen.roster.headings import Headings, find_headings
from formgen.roster.picture import Picture, Shared, picture_of
from formgen.roster.rows import Checked, check_rows
from formgen.roster.sources import tables_of

__all__ = [
    "CODE_LENGTH",
    "Picture",
    "Roster",
    "Shared",
    "column_name",
    "load_roster",
    "picture_of",
    "read_roster",
]

Progress = Callable[[int, int], None]
_NO_HEADINGS: Final = Headings(0, 0, {}, ())


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster says: the agencies of its sound rows, numbered from 1, and what is wrong.

    `rows` counts all rows about agencies.  `headings` are the columns that were read, and those
    that were not.
    """

    recipients: tuple[Recipient, ...]
    problems: tuple[Diagnostic, ...]
    rows: int
    headings: Headings

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended before forms can be sent."""
        return all(one.severity is not Severity.ERROR for one in self.problems)


def load_roster(path: Path, form: Form) -> tuple[tuple[Recipient, ...], tuple[Diagnostic, ...]]:
    """Read a roster as `read_roster` does: its agencies, and what is wrong with it."""
    roster = read_roster(path, form)
    return roster.recipients, roster.problems


def read_roster(path: Path, form: Form, progress: Progress | None = None) -> Roster:
    """Read a roster for the agencies that are to answer a form.

    CSV is UTF-8, UTF-16 or the Thai Windows code page; of an XLSX the first sheet with the headings
    counts. The headings are those of `ROSTER_HEADINGS` or the names of the roles, in any order,
    below a few rows of title at most; other columns are passed over. What the form asks as a choice
    may be a code or a label, and becomes the code.
    """
    try:
        headings, table = find_headings(tables_of(path))
        checked = check_rows(table, headings, form, progress)
    except FormgenError as error:
        headings, checked = _NO_HEADINGS, Checked((), error.diagnostics, 0)
    problems = tuple(dataclasses.replace(one, file=str(path)) for one in checked.problems)
    return Roster(checked.recipients, problems, checked.rows, headings)
