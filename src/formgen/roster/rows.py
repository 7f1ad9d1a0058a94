"""The rows of a roster -> recipients, and everything that is wrong with a row."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from formgen.formats.xlsx import SheetTable
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form
from formgen.model.recipient import REQUIRED, ROSTER_HEADINGS, Recipient
from formgen.model.survey import Kind, Role
from formgen.roster import cells as cell
from formgen.roster.headings import Headings, is_heading

_TOLD_EVERY: Final = 2_000  # rows
_LONG_CODES: Final = 4  # digits; codes that merely count the agencies are shorter
_MOST: Final = 0.5  # of the codes have as many digits, where the others may have lost theirs
_SPREAD: Final = 2  # numbers that count the agencies lie no farther apart, times the agencies
_CACHED: Final = 65_536  # texts; a ministry or a province stands in many rows

Texts = Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The agencies of the sound rows, everything that is wrong, and how many rows there are."""

    recipients: tuple[Recipient, ...]
    problems: tuple[Diagnostic, ...]
    rows: int


def check_rows(
    table: SheetTable,
    headings: Headings,
    form: Form,
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Check every row below the headings; those without an error become recipients, from 1.

    `progress` is told now and then how many of how many rows are done.
    """
    asked = _Asked(form, headings)
    recipients: list[Recipient] = []
    problems = list(_of_table(table, headings))
    rows = list(_rows(table, headings))
    problems += _merged(table, headings, {number for number, _ in rows})
    for done, (number, texts) in enumerate(rows, 1):
        wrong = list(asked.wrong(number, texts))
        problems += wrong
        if all(one.severity is not Severity.ERROR for one in wrong):
            recipients.append(asked.recipient(len(recipients) + 1, texts))
        if progress and (done % _TOLD_EVERY == 0 or done == len(rows)):
            progress(done, len(rows))
    problems += _hidden(table, headings, [number for number, _ in rows])
    problems += _zeros(headings, rows)
    if not rows:
        problems.append(found(Code.ROSTER_EMPTY))
    return Checked(tuple(recipients), tuple(problems), len(rows))


# ---------------------------------------------------------------- the table


def _rows(table: SheetTable, headings: Headings) -> Iterator[tuple[int, Texts]]:
    """Go through the rows about agencies, each with its number from 0."""
    spread = _spread(table, headings)
    columns = headings.columns.items()
    for number, row in enumerate(table.rows):
        if number <= headings.bottom or not any(row):
            continue
        length = len(row)
        texts = {role: _tidy(row[at]) if at < length else "" for role, at in columns}
        if not any(texts.values()) and not any(map(_tidy, row)):
            continue
        if number in spread:
            texts |= {role: text for role, text in spread[number].items() if not texts[role]}
        if any(texts.values()) and is_heading(texts):
            continue
        yield number, texts


_tidy = lru_cache(_CACHED)(cell.tidy)


def _spread(table: SheetTable, headings: Headings) -> dict[int, dict[Role, str]]:
    """Find what merged cells say of the rows below their first; a code or a name is of one row."""
    roles = {at: role for role, at in headings.columns.items() if role not in REQUIRED}
    spread: dict[int, dict[Role, str]] = {}
    for top, left, bottom, _ in table.merges:
        if left in roles and headings.bottom < top < len(table.rows):
            text = _tidy(table.rows[top][left]) if left < len(table.rows[top]) else ""
            for number in range(top + 1, min(bottom + 1, len(table.rows))):
                spread.setdefault(number, {})[roles[left]] = text
    return spread


def _merged(table: SheetTable, headings: Headings, rows: set[int]) -> Iterator[Diagnostic]:
    """Find the codes and names that stand in one cell for several rows."""
    roles = {headings.columns[role]: role for role in REQUIRED}
    for top, left, bottom, _ in table.merges:
        if left in roles and top > headings.bottom:
            below = rows.intersection(range(top + 1, bottom + 1))
            if below:
                at, last = headings.at(top, roles[left]), cell.cell_name(bottom, left)
                column = ROSTER_HEADINGS[roles[left]]
                yield found(Code.ROSTER_CELL_MERGED, at, column=column, last=last)


def _of_table(table: SheetTable, headings: Headings) -> Iterator[Diagnostic]:
    if headings.asides:
        yield found(Code.ROSTER_SHEETS_OTHER, sheet=table.name, others=headings.asides)
    if table.stray:
        yield found(Code.ROSTER_CELL_STRAY, table.stray)


def _hidden(table: SheetTable, headings: Headings, rows: Sequence[int]) -> Iterator[Diagnostic]:
    if hidden := sorted(set(table.hidden).intersection(rows)):
        at = headings.at(hidden[0], Role.AGENCY_CODE)
        yield found(Code.ROSTER_ROWS_HIDDEN, at, count=len(hidden))


def _zeros(headings: Headings, rows: Sequence[tuple[int, Texts]]) -> Iterator[Diagnostic]:
    """Find codes of digits alone that are shorter than most, as when a spreadsheet made numbers.

    Codes that merely count the agencies have lost nothing.
    """
    codes = [(number, texts[Role.AGENCY_CODE]) for number, texts in rows]
    digits = [(number, one) for number, one in codes if one.isascii() and one.isdecimal()]
    if not digits:
        return
    length, most = Counter(len(one) for _, one in digits).most_common(1)[0]
    short = [(number, one) for number, one in digits if len(one) < length]
    values = [int(one) for _, one in digits]
    counted = max(values) - min(values) <= _SPREAD * len(digits)
    if short and length >= _LONG_CODES and most > _MOST * len(codes) and not counted:
        number, first = short[0]
        at, count = headings.at(number, Role.AGENCY_CODE), len(short)
        yield found(Code.ROSTER_CODE_SHORT, at, value=first, count=count, length=length)


# ---------------------------------------------------------------- one agency


@dataclass(slots=True)
class _Asked:
    """What a form asks of an agency that the roster knows, and which codes were met so far."""

    form: Form
    headings: Headings
    choices: dict[Role, tuple[Mapping[str, str], tuple[str, ...]]] = field(init=False)
    limits: dict[Role, int] = field(init=False)
    codes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = {role: self.form.with_role(role) for role in self.headings.columns}
        self.choices = {
            role: (cell.meanings(one.choices), tuple(each.label for each in one.choices))
            for role, one in asked.items()
            if one and one.kind is Kind.SELECT_ONE
        }
        self.limits = {
            role: one.max_length for role, one in asked.items() if one and one.kind is Kind.TEXT
        }

    def wrong(self, number: int, texts: Texts) -> Iterator[Diagnostic]:
        """Find what is wrong with a row, from the left as the columns are named."""
        for role in ROSTER_HEADINGS:
            text = texts.get(role, "")
            if text and cell.has_no_value(text):
                yield found(Code.ROSTER_CELL_NO_VALUE, self.headings.at(number, role), value=text)
            elif text:
                yield from self._wrong(number, role, text)
            elif role is Role.AGENCY_CODE:
                yield found(Code.ROSTER_CODE_BLANK, self.headings.at(number, role))
            elif role is Role.AGENCY_NAME:
                yield found(Code.ROSTER_NAME_BLANK, self.headings.at(number, role))

    def recipient(self, serial: int, texts: Texts) -> Recipient:
        """Make the recipient that a sound row describes."""
        values = {
            role.value: cell.meant(text, self.choices[role][0]) if role in self.choices else text
            for role, text in texts.items()
        }
        return Recipient(serial, **values)

    def _wrong(self, number: int, role: Role, text: str) -> Iterator[Diagnostic]:
        at = self.headings.at(number, role)
        match role:
            case Role.AGENCY_CODE:
                yield from self._wrong_code(text, at)
            case Role.CENTRAL_EMAIL:
                if one := cell.wrong_email(text, at):
                    yield one
            case _ if role in self.choices:
                known, labels = self.choices[role]
                if not cell.meant(text, known):
                    column = ROSTER_HEADINGS[role]
                    facts = {"value": text, "column": column}
                    yield found(Code.ROSTER_VALUE_UNKNOWN, at, **facts, allowed=labels)
            case _:
                yield from cell.doubtful_text(text, at, self.limits.get(role))

    def _wrong_code(self, code: str, at: str) -> Iterator[Diagnostic]:
        if one := cell.wrong_code(code, at):
            yield one
        first = self.codes.setdefault(cell.same_code(code), at)
        if first != at:
            yield found(Code.ROSTER_CODE_TWICE, at, value=code, first=first)
