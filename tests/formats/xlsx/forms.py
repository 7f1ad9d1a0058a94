"""The form with every kind of field, as a workbook, and ways to lay hands on one."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.worksheet.cell_range import CellRange
from tests.formats.docx.forms import FORM, VALUES, amlo, members, packed, staffing

from formgen.formats.xlsx import FORMAT
from formgen.model.blocks import CellRow, ResponseCell, Table, TextCell
from formgen.model.form import Field, Form
from formgen.model.identity import BLANK, Copy
from formgen.model.survey import Choice, Kind

__all__ = ["FORM", "RAW", "VALUES", "amlo", "members", "packed", "staffing"]

SHEET, HIDDEN, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
RAW = {
    **VALUES,
    "me.type": "ประเภท <3> & อื่น",
    "me.on": "๒๒ พฤศจิกายน ๒๕๖๙",
    "mail.status": "อยู่ระหว่างดำเนินการ",
    "web.status": "ไม่มี",
    "staff.answer": "1234",
}
"""What is read back of VALUES."""
NOTHING = {name: () if name == "tools.used" else "" for name in VALUES}


def form_of(*fields: Field) -> Form:
    """A form that asks these fields in one cell of a table."""
    row = CellRow("q", (ResponseCell(tuple(one.name for one in fields)), TextCell(())))
    return Form("s", 1, "หัวเรื่อง", "th-TH", fields, (Table(("ก", "ข"), (1, 1), (row,)),))


def choice_form(*labels: str) -> Form:
    choices = tuple(Choice(f"c{number}", label) for number, label in enumerate(labels))
    return form_of(Field("q.a", "q", Kind.SELECT_ONE, "คำถาม", choices=choices))


def written(values: dict[str, object] | None = None, of: Form = FORM, token=None) -> bytes:
    copy = Copy(token, tuple((values or {}).items())) if values or token else BLANK
    return FORMAT.write(of, copy).data


FILLED = written(VALUES)


def raws(data: bytes, of: Form = FORM) -> dict[str, object]:
    return {name: mark.raw for name, mark in FORMAT.read(of, data).marks.items()}


def findings(data: bytes, of: Form = FORM) -> list[tuple[str, str]]:
    return [(one.code.name, one.field) for one in FORMAT.read(of, data).diagnostics]


def errors(data: bytes, of: Form = FORM) -> set[tuple[str, str]]:
    found = FORMAT.read(of, data).diagnostics
    return {(one.code.name, one.field) for one in found if one.severity.value == "error"}


def opened(data: bytes, **how) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), **how)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def part(data: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def edited(data: bytes, change: Callable[[str], str], name: str = SHEET) -> bytes:
    inner = members(data)
    inner[name] = change(part(data, name))
    assert inner[name] != part(data, name), "nothing was changed"
    return packed(inner)


def swapped(data: bytes, old: str, new: str, name: str = SHEET) -> bytes:
    return edited(data, lambda text: text.replace(old, new), name)


def place(name: str, data: bytes = FILLED) -> str:
    """The address of a named cell, without its sheet."""
    return opened(data).defined_names[name].attr_text.rpartition("!")[2].replace("$", "")


def cell(address: str, inner: str, kind: str = "", of: bytes = FILLED) -> bytes:
    """The workbook with other XML in a cell; its style stays."""
    stored = f' t="{kind}"' if kind else ""
    return edited(
        of,
        lambda text: re.sub(
            rf'<c r="{address}"( s="[0-9]+")?[^>]*?(/>|>.*?</c>)',
            lambda old: f'<c r="{address}"{old[1] or ""}{stored}>{inner}</c>',
            text,
            count=1,
            flags=re.DOTALL,
        ),
    )


def answered(name: str, inner: str, kind: str = "", of: bytes = FILLED) -> bytes:
    """The workbook with other XML in a named cell."""
    return cell(place(name, of), inner, kind, of)


def nameless(data: bytes) -> bytes:
    return edited(data, lambda text: re.sub("<definedNames>.*</definedNames>", "", text), BOOK)


def unmapped(data: bytes) -> bytes:
    """The workbook after its hidden sheet was deleted; names that stood for its cells are dead."""
    book = opened(data, rich_text=True)
    del book["_formgen"]
    book.defined_names["formgen_claim"].attr_text = "#REF!$B$1"
    return saved(book)


def questions(data: bytes) -> dict[str, tuple[int, int]]:
    """The first and last row of each question, as the workbook itself knows them."""
    return json.loads(opened(data)["_formgen"]["B2"].value)["questions"]


def read_by_column(data: bytes) -> str:
    """What the sheet prints in the order in which people read it.

    A question takes several rows, and its columns are read one after the other, each from the top;
    everything else is read row by row.
    """
    sheet = opened(data, data_only=True).worksheets[0]
    width = CellRange(sheet.print_area.rpartition("!")[2].replace("$", "")).max_col
    tops = dict(questions(data).values())
    said, row = [], 1
    while row <= sheet.max_row:
        bottom = tops.get(row, row)
        for column in range(1, width + 1):
            texts = (sheet.cell(each, column).value for each in range(row, bottom + 1))
            said += [str(text) for text in texts if text is not None]
        row = bottom + 1
    return "\n".join(said)


# ---------------------------------------------------------------- what people do


def with_rows(data: bytes, before: int, count: int) -> bytes:
    """Insert rows, as a spreadsheet does: cells, merges and names below move down."""

    def number(row: str) -> str:
        return str(int(row) + count if int(row) >= before else int(row))

    def moved(text: str) -> str:
        text = re.sub(r'(<row r=")([0-9]+)', lambda one: one[1] + number(one[2]), text)
        text = re.sub(r'(<c r="[A-Z]+)([0-9]+)', lambda one: one[1] + number(one[2]), text)
        return re.sub(
            r'(<mergeCell ref="[A-Z]+)([0-9]+)(:[A-Z]+)([0-9]+)',
            lambda one: one[1] + number(one[2]) + one[3] + number(one[4]),
            text,
        )

    def named(text: str) -> str:
        return re.sub(
            r"(name=\"fg_[^>]*>[^<]*!\$[A-Z]+\$)([0-9]+)",
            lambda one: one[1] + number(one[2]),
            text,
        )

    return edited(edited(data, moved), named, BOOK)


def without_row(data: bytes, row: int) -> bytes:
    """Delete a row: what is below stays where it is, names that stood for its cells are dead."""
    data = edited(data, lambda text: re.sub(rf'<row r="{row}".*?</row>', "", text, flags=re.DOTALL))
    return edited(
        data, lambda text: re.sub(rf">[^<>]*!\$[A-Z]+\${row}<", ">#REF!$A$1<", text), BOOK
    )


def pasted(data: bytes, down: int, right: int) -> bytes:
    """The values of the sheet in a new workbook, moved, and nothing else."""
    book = openpyxl.Workbook()
    target = book.active
    for row in opened(data, data_only=True).worksheets[0]:
        for one in row:
            if one.value is not None:
                target.cell(one.row + down, one.column + right, one.value)
    return saved(book)


def doubled(data: bytes, answers: dict[str, object], *, named: bool = False) -> bytes:
    """The workbook with its sheet copied, other values typed into the copy: name -> value.

    Excel gives the copy the same names, known on that sheet alone.
    """
    book = opened(data)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "สำเนา"
    for name, value in answers.items():
        copy[place(name, data)] = value
    if named:
        for name, target in book.defined_names.items():
            if name.startswith("fg_"):
                of_copy = f"'สำเนา'!{target.attr_text.rpartition('!')[2]}"
                copy.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(
                    name, attr_text=of_copy
                )
    return saved(book)
