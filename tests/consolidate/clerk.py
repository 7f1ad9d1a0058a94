"""A person at the list for review: opens it with another program, types, saves."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from formgen.consolidate import consolidate
from formgen.export.filled import NOTHING, Typed, decisions, typed
from formgen.export.keying import SHEET as KEYING
from formgen.export.review import write_review
from formgen.export.verdicts import BY, CODE, FILE, VERDICT
from formgen.formats.xlsx import all_rows
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic

LIST = "ต้องตรวจสอบ"
Sheets = list[list[list[str]]]


class Desk:
    """One list for review, open in a spreadsheet."""

    def __init__(self, data: Dataset, before: Typed = NOTHING, **more: Any) -> None:
        self.data = data
        self.book = openpyxl.load_workbook(io.BytesIO(write_review(data, before, **more)))

    def heading(self, name: str) -> tuple[int, dict[str, int]]:
        """The row of a sheet's headings, and its columns by heading."""
        row = next(row for row in self.book[name].iter_rows() if row[0].value == "ลำดับ")
        return row[0].row, {str(cell.value): cell.column for cell in row}

    def rows(self, name: str = LIST) -> list[dict[str, Any]]:
        start, columns = self.heading(name)
        return [
            {head: row[column - 1].value for head, column in columns.items()}
            for row in self.book[name].iter_rows(min_row=start + 1)
        ]

    def type(self, finding: Code, file: str = "", field: str = "", **_: Any) -> Callable[..., None]:
        """Find the row of a finding; what is given then is typed into its cells."""
        number = next(
            n
            for n, (filed, one) in enumerate(self.data.matters, 1)
            if one.code is finding
            and filed.returned.name.startswith(file)
            and one.field.startswith(field)
        )
        return lambda cells: self.put(LIST, number, cells)

    def put(self, name: str, number: int, cells: Mapping[str, str]) -> None:
        start, columns = self.heading(name)
        for head, text in signed(cells).items():
            self.book[name].cell(start + number, columns[head]).value = text

    def copy(self, number: int, cells: Mapping[str, str] | None = None) -> int:
        """Copy a row to the end of the list and type over it; return where it is now."""
        start, columns = self.heading(LIST)
        sheet = self.book[LIST]
        last = sheet.max_row + 1
        for cell in list(sheet[start + number]):
            sheet.cell(last, cell.column).value = cell.value
        for head, text in signed(cells or {}).items():
            sheet.cell(last, columns[head]).value = text
        return last

    def key(self, number: int, cells: Mapping[str, str]) -> None:
        """Type into the row of a file that nothing could read; columns by their hidden names."""
        start, _ = self.heading(KEYING)
        sheet = self.book[KEYING]
        names = {cell.value: cell.column for cell in sheet[start - 1]}
        for name, text in cells.items():
            sheet.cell(start + number, names[name]).value = text

    def sheet(self, name: str = LIST) -> Worksheet:
        return self.book[name]

    def saved(self) -> Sheets:
        file = io.BytesIO()
        self.book.save(file)
        return all_rows(file.getvalue())

    def decided(self) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
        return decisions(self.data, *self.saved())

    def after(self, *problems: Code, **more: Any) -> Dataset:
        """The result once the list was taken in; `problems` are what was said of it."""
        made, said = self.decided()
        assert [one.code for one in said] == list(problems)
        assert all(one.message("th") and one.message("en") for one in said)
        return again(self.data, made, **more)

    def left(self) -> Typed:
        return typed(self.data.form, *self.saved())


def signed(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Put a name beside a verdict; a person who leaves it out says so."""
    return {BY: "สมศรี", **cells} if VERDICT in cells else cells


def type_into(path: Path, file: str, cells: Mapping[str, str], *of: Code) -> int:
    """Type into the rows of a file in the list at `path`, and save it; tell how many there were.

    `of` are the findings whose rows are meant, where not all are.
    """
    book = openpyxl.load_workbook(path)
    sheet = book[LIST]
    start = next(n for n, row in enumerate(sheet.iter_rows(), 1) if row[0].value == "ลำดับ")
    columns = {cell.value: cell.column for cell in sheet[start]}
    rows = range(start + 1, sheet.max_row + 1)
    named = [n for n in rows if str(sheet.cell(n, columns[FILE]).value).endswith(file)]
    codes = {one.name for one in of}
    typed = [n for n in named if not of or sheet.cell(n, columns[CODE]).value in codes]
    for row in typed:
        for name, said in signed(cells).items():
            sheet.cell(row, columns[name]).value = said
    book.save(path)
    return len(typed)


def again(data: Dataset, made: tuple[Decision, ...], **more: Any) -> Dataset:
    """Merge the same files with what was decided now."""
    known = {"roster": [one.recipient for one in data.expected] or None, "policy": data.policy}
    return consolidate(
        data.form,
        [one.returned for one in data.files],
        decisions=(*data.decisions, *made),
        **{**known, **more},
    )
