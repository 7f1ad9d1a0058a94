"""A roster of agencies, CSV or XLSX -> recipients, and every problem with its cell."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formgen import precheck
from formgen.formats.xlsx import sheet_rows
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.recipient import ROSTER_HEADINGS, Recipient
from formgen.model.survey import Choice, Kind, Role
from formgen.rounds import usable_name
from formgen.tables import csv_rows
from formgen.thai.normalise import clean, key

CODE_LENGTH: Final = 20
"""Longest agency code, in characters."""

_REQUIRED: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME)
_CODE: Final = re.compile(f"[A-Za-z0-9_-]{{1,{CODE_LENGTH}}}")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_HEADINGS_WITHIN: Final = 10  # rows; a title may stand above the headings

Table = Sequence[Sequence[str]]
Columns = Mapping[Role, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One agency of the table: the row it stands in, from 0, and its cells."""

    number: int
    cells: Mapping[Role, str]
    columns: Columns

    def at(self, role: Role) -> str:
        """Name a cell as a spreadsheet does: `B3`."""
        return cell_name(self.number, self.columns[role])


def load_roster(path: Path, form: Form) -> tuple[tuple[Recipient, ...], tuple[Diagnostic, ...]]:
    """Read a roster: the agencies of its sound rows, numbered from 1, and what is wrong with it.

    CSV is UTF-8 or the Thai Windows code page; of an XLSX the first sheet counts. The headings are
    those of `ROSTER_HEADINGS` or the names of the roles, in any order, below a few rows of title at
    most; other columns are passed over. What the form asks as a choice may be a code or a label,
    and becomes the code.
    """
    recipients: list[Recipient] = []
    problems: list[Diagnostic] = []
    try:
        rows = list(_rows(_table(path)))
    except FormgenError as error:
        problems += error.diagnostics
    else:
        choices = _choices(form)
        codes: dict[str, str] = {}
        for row in rows:
            wrong = list(_wrong(row, choices, codes))
            problems += wrong
            if all(one.severity is not Severity.ERROR for one in wrong):
                recipients.append(_recipient(len(recipients) + 1, row, choices))
        if not rows:
            problems.append(found(Code.ROSTER_EMPTY))
    return tuple(recipients), tuple(dataclasses.replace(one, file=str(path)) for one in problems)


def cell_name(row: int, column: int) -> str:
    """Name the cell of a row and column, both from 0: (2, 27) is `AB3`."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


# ---------------------------------------------------------------- the table


def _table(path: Path) -> Table:
    try:
        data = path.read_bytes()
        return _sheet(data) if data.startswith(b"PK") else csv_rows(data)
    except FileNotFoundError as error:
        raise FormgenError([found(Code.INPUT_NOT_FOUND)], Exit.USAGE) from error
    except OSError as error:
        raise _unreadable(error.strerror or str(error)) from error
    except ValueError as error:
        raise _unreadable(str(error)) from error


def _sheet(data: bytes) -> Table:
    kind = precheck.format_of(data)
    if kind not in ("xlsx", "xlsm"):
        raise _unreadable(kind.upper())
    return sheet_rows(data)


def _unreadable(reason: str) -> FormgenError:
    return FormgenError([found(Code.ROSTER_UNREADABLE, reason=reason)], Exit.USAGE)


def _rows(table: Table) -> Iterator[Row]:
    top, columns = _headings(table)
    for number, cells in enumerate(table):
        texts = [" ".join(clean(cell).split()) for cell in cells]
        if number > top and any(texts):
            texts += [""] * (max(columns.values()) + 1 - len(texts))
            yield Row(number, {role: texts[at] for role, at in columns.items()}, columns)


def _headings(table: Table) -> tuple[int, Columns]:
    """Find the row of the headings and the column of each; raise FormgenError if one is wanting."""
    names = {key(heading): role for role, heading in ROSTER_HEADINGS.items()}
    names |= {key(role.value): role for role in ROSTER_HEADINGS}
    read = [[names.get(key(cell)) for cell in row] for row in table[:_HEADINGS_WITHIN]]
    top = next((number for number, row in enumerate(read) if _REQUIRED[0] in row), 0)
    roles = read[top] if read else []
    problems = [
        found(Code.ROSTER_COLUMN_MISSING, column=ROSTER_HEADINGS[role])
        for role in _REQUIRED
        if role not in roles
    ]
    problems += [
        found(Code.ROSTER_COLUMN_TWICE, at=cell_name(top, at), column=ROSTER_HEADINGS[role])
        for at, role in enumerate(roles)
        if role and role in roles[:at]
    ]
    if problems:
        raise FormgenError(problems, Exit.USAGE)
    return top, {role: at for at, role in enumerate(roles) if role}


# ---------------------------------------------------------------- one agency


def _choices(form: Form) -> dict[Role, tuple[Choice, ...]]:
    asked = {role: form.with_role(role) for role in ROSTER_HEADINGS}
    return {
        role: field.choices
        for role, field in asked.items()
        if field and field.kind is Kind.SELECT_ONE
    }


def _wrong(
    row: Row, choices: Mapping[Role, Sequence[Choice]], codes: dict[str, str]
) -> Iterator[Diagnostic]:
    """Find what is wrong with a row; `codes` are the codes above it and where they stand."""
    yield from _wrong_code(row, codes)
    if not row.cells[Role.AGENCY_NAME]:
        yield found(Code.ROSTER_NAME_BLANK, at=row.at(Role.AGENCY_NAME))
    for role, allowed in choices.items():
        value = row.cells.get(role, "")
        if value and not _choice(value, allowed):
            yield found(
                Code.ROSTER_VALUE_UNKNOWN,
                at=row.at(role),
                value=value,
                column=ROSTER_HEADINGS[role],
                allowed=tuple(one.label for one in allowed),
            )
    email = row.cells.get(Role.CENTRAL_EMAIL, "")
    if email and not _EMAIL.fullmatch(email):
        yield found(Code.ROSTER_EMAIL_BAD, at=row.at(Role.CENTRAL_EMAIL), value=email)


def _wrong_code(row: Row, codes: dict[str, str]) -> Iterator[Diagnostic]:
    code, at = row.cells[Role.AGENCY_CODE], row.at(Role.AGENCY_CODE)
    if not code:
        yield found(Code.ROSTER_CODE_BLANK, at=at)
    elif not _CODE.fullmatch(code) or not usable_name(code):
        yield found(Code.ROSTER_CODE_BAD, at=at, value=code, limit=CODE_LENGTH)
    elif code.casefold() in codes:  # their folders would be one on Windows
        yield found(Code.ROSTER_CODE_TWICE, at=at, value=code, first=codes[code.casefold()])
    else:
        codes[code.casefold()] = at


def _choice(text: str, choices: Sequence[Choice]) -> str:
    exact = [one.code for one in choices if one.code == text]
    meant = exact or [one.code for one in choices if key(one.label) == key(text)]
    return meant[0] if len(meant) == 1 else ""


def _recipient(serial: int, row: Row, choices: Mapping[Role, Sequence[Choice]]) -> Recipient:
    values = {
        role.value: _choice(text, choices[role]) if role in choices else text
        for role, text in row.cells.items()
    }
    return Recipient(serial, **values)
