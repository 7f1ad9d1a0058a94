"""Rows of a sheet -> the cells under the headings that are read again, wherever these stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from formgen.model.decision import Decision
from formgen.thai.normalise import clean, key

_NEAR: Final = 50  # rows; a table does not begin farther down

Rows = Sequence[Sequence[str]]
"""The rows of one sheet from the top, as text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the headings: its number, its cells by heading, and their columns from 0."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def at(self, heading: str) -> str:
        """Name a cell as a spreadsheet does: `F7`."""
        return str(xl_rowcol_to_cell(self.number - 1, self.columns[heading]))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings of a sheet, and the headings that are wanting."""

    lines: tuple[Line, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What one row decides; `at` is where it stands, and rows of one `subject` are about one thing.

    `file` is the list it stands in, where there are several.
    """

    at: str
    subject: tuple[str, ...]
    decisions: tuple[Decision, ...]
    file: str = ""


def find_table(
    rows: Rows,
    headings: Sequence[str],
    telling: Sequence[str],
    spelled: Callable[[str], str] = key,
) -> Table | None:
    """Find a table by its headings; None where it is not in the sheet.

    Half of the headings must be there, near the top, and one of the `telling` ones.  `spelled` is
    what two spellings of a heading have in common.
    """
    wanted = {spelled(heading): heading for heading in headings}
    for place, row in enumerate(islice(rows, _NEAR)):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            heading = wanted.get(spelled(cell))
            if heading is not None:
                columns.setdefault(heading, column)
        if 2 * len(columns) >= len(headings) and columns.keys() & set(telling):
            below = enumerate(rows[place + 1 :], place + 2)
            lines = tuple(_line(number, cells, columns) for number, cells in below if any(cells))
            return Table(lines, tuple(one for one in headings if one not in columns))
    return None


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Line:
    cells = {
        heading: clean(row[column]).strip() if column < len(row) else ""
        for heading, column in columns.items()
    }
    return Line(number, cells, columns)
