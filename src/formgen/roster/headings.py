"""The tables of a roster -> the one with its headings, and where each column is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from formgen.formats.xlsx import SheetTable
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.recipient import REQUIRED, ROSTER_HEADINGS
from formgen.model.survey import Role
from formgen.roster.cells import cell_name, has_lost_thai, tidy
from formgen.thai.normalise import key

"""The columns that a roster must have, and that must not be blank."""

_WITHIN: Final = 10  # rows; a title may stand above the headings
_SHOWN: Final = 30  # characters of a heading
_LETTERS_LOST: Final = "the Thai letters are lost (???)"
_NAMES: Final = MappingProxyType(
    {key(heading): role for role, heading in ROSTER_HEADINGS.items()}
    | {key(role.value): role for role in ROSTER_HEADINGS}
)

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings of a roster stand: their rows, and the column of each, from 0.

    `others` are the columns that are passed over, and what stands over them.
    """

    top: int
    bottom: int
    columns: Mapping[Role, int]
    others: tuple[tuple[int, str], ...]
    sheet: str = ""
    asides: tuple[str, ...] = ()

    def at(self, row: int, role: Role) -> str:
        """Name a cell as a spreadsheet does: `B3`, or `sheet!B3` where it is not the first."""
        cell = cell_name(row, self.columns[role])
        return f"{self.sheet}!{cell}" if self.sheet else cell


def find_headings(tables: Sequence[SheetTable]) -> tuple[Headings, SheetTable]:
    """Find the headings, in the first table that has those required.

    `asides` names the other tables that look like a roster. Raises FormgenError, with every
    problem, where a required heading is wanting or one stands twice.
    """
    if not any(tidy(text) for table in tables for row in table.rows for text in row):
        raise FormgenError([found(Code.ROSTER_EMPTY)], Exit.USAGE)
    read = [_headings(table.rows) for table in tables]
    whole = [place for place, one in enumerate(read) if set(REQUIRED) <= set(one.columns)]
    partly = [place for place, one in enumerate(read) if one.columns]
    written = [place for place, table in enumerate(tables) if table.rows]
    place = (whole or partly or written)[0]
    asides = tuple(tables[other].name for other in whole if other != place)
    chosen = Headings(
        read[place].top,
        read[place].bottom,
        read[place].columns,
        read[place].others,
        tables[place].name if place else "",
        asides,
    )
    if problems := [*_missing(chosen, tables[place]), *_twice(chosen, tables[place])]:
        raise FormgenError(problems, Exit.USAGE)
    return chosen, tables[place]


def is_heading(cells: Mapping[Role, str]) -> bool:
    """Tell whether a row is the headings once more, as on each page of a printed list."""
    return all(_NAMES.get(key(text)) is role for role, text in cells.items() if text)


def _headings(rows: Sequence[Cells]) -> Headings:
    """Find the headings, which may stand in rows below each other where cells are merged."""
    read = [_roles(cells) for cells in rows[:_WITHIN]]
    top = bottom = max(range(len(read)), key=lambda number: len(read[number]), default=0)
    columns = dict(read[top]) if read else {}
    while bottom + 1 < len(read) and _continues(columns, rows[bottom + 1], read[bottom + 1]):
        bottom += 1
        _add(columns, read[bottom])
    while top and read[top - 1]:
        top -= 1
        _add(columns, read[top])
    by_role: dict[Role, int] = {}
    for column, role in columns.items():
        by_role.setdefault(role, column)
    named = {at: tidy(text) for row in rows[top : bottom + 1] for at, text in enumerate(row)}
    others = ((at, text) for at, text in sorted(named.items()) if text and at not in columns)
    return Headings(top, bottom, by_role, tuple(others))


def _roles(cells: Cells) -> dict[int, Role]:
    named = {column: _NAMES.get(key(cell)) for column, cell in enumerate(cells) if cell}
    return {column: role for column, role in named.items() if role}


def _continues(columns: Mapping[int, Role], cells: Cells, read: Mapping[int, Role]) -> bool:
    """Tell whether a row goes on with the headings above it, and is no agency's."""
    under = (column for column, cell in enumerate(cells) if cell.strip() and column in columns)
    return bool(read) and all(read.get(column) is columns[column] for column in under)


def _add(columns: dict[int, Role], read: Mapping[int, Role]) -> None:
    for column, role in read.items():
        if column not in columns and role not in columns.values():
            columns[column] = role


def _missing(headings: Headings, table: SheetTable) -> list[Diagnostic]:
    wanting = [role for role in REQUIRED if role not in headings.columns]
    first = table.rows[:_WITHIN]
    if wanting and any(has_lost_thai(text) for row in first for text in row):
        return [found(Code.ROSTER_UNREADABLE, reason=_LETTERS_LOST)]
    texts = filter(None, map(tidy, table.rows[headings.top]))
    seen = tuple(text[:_SHOWN] for text in islice(texts, _WITHIN)) or ("–",)
    return [
        found(Code.ROSTER_COLUMN_MISSING, column=ROSTER_HEADINGS[role], rows=_WITHIN, seen=seen)
        for role in wanting
    ]


def _twice(headings: Headings, table: SheetTable) -> list[Diagnostic]:
    return [
        found(Code.ROSTER_COLUMN_TWICE, cell_name(number, column), column=ROSTER_HEADINGS[role])
        for number in range(headings.top, min(headings.bottom + 1, len(table.rows)))
        for column, role in _roles(table.rows[number]).items()
        if role in list(_roles(table.rows[number][:column]).values())
    ]
