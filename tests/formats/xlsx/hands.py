"""A workbook as a spreadsheet program holds it while somebody works on it: cells, names, merges.

Every answer knows whose it is, so that after any number of operations one can say what the file
answers in the eyes of the person who made it.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from html import escape

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter
from tests.formats.xlsx.forms import BOOK, HIDDEN, SHEET, members, opened, packed, part

Spot = tuple[int, int]
CUSTOM, RELATIONS = "docProps/custom.xml", "xl/_rels/workbook.xml.rels"


@dataclass
class Held:
    """What one cell holds; `answers` is the control whose answer it is, "" for all others."""

    text: str = ""
    style: str = ""
    formula: str = ""
    answers: str = ""


@dataclass
class Hands:
    """The visible sheet, and what the workbook knows besides.

    `names` are by control, None for one that is dead (`#REF!`); `lost` are the controls whose
    answer somebody removed with its cell, `mixed` those of which one was put in the other's place:
    without names that is the other's answer.
    """

    package: dict[str, bytes]
    cells: dict[Spot, Held] = field(default_factory=dict)
    names: dict[str, Spot | None] = field(default_factory=dict)
    merges: list[tuple[Spot, Spot]] = field(default_factory=list)
    title: str = ""
    knows: bool = True  # the hidden sheet and the properties are there
    lost: set[str] = field(default_factory=set)
    was_sorted: bool = False
    mixed: set[str] = field(default_factory=set)

    # ------------------------------------------------------------ what stands where

    @property
    def size(self) -> Spot:
        return max(row for row, _ in self.cells), max(column for _, column in self.cells)

    @property
    def printed(self) -> list[Spot]:
        return sorted(
            spot
            for spot, one in self.cells.items()
            if one.text and not one.formula and not one.answers
        )

    @property
    def asked(self) -> list[Spot]:
        return sorted(spot for spot, one in self.cells.items() if one.answers)

    def said(self) -> dict[str, str]:
        """What each control says to whoever looks at the sheet; "" where its cell is gone."""
        found = dict.fromkeys((*self.names, *self.lost), "")
        return found | {one.answers: one.text for one in self.cells.values() if one.answers}

    def _drop(self, spot: Spot) -> None:
        one = self.cells.pop(spot, None)
        if one and one.answers:
            self.lost.add(one.answers)
        self.names = {name: None if at == spot else at for name, at in self.names.items()}

    # ------------------------------------------------------------ rows and columns

    def insert(self, axis: int, at: int, count: int) -> None:
        """Insert rows (axis 0) or columns (1) before one."""
        self._shift(axis, lambda number: number + count if number >= at else number)

    def delete(self, axis: int, at: int, count: int) -> None:
        """Delete rows or columns with all that stands in them."""
        gone = range(at, at + count)
        for spot in [one for one in self.cells if one[axis] in gone]:
            self._drop(spot)
        self.names = {
            name: None if spot and spot[axis] in gone else spot for name, spot in self.names.items()
        }
        kept = []
        for first, last in self.merges:
            left = [number for number in range(first[axis], last[axis] + 1) if number not in gone]
            if left:
                kept.append((_at(first, axis, left[0]), _at(last, axis, left[-1])))
        self.merges = kept
        self._shift(axis, lambda number: number - count if number >= at + count else number)

    def move_rows(self, first: int, count: int, before: int) -> None:
        """Cut rows and insert them elsewhere; names follow."""
        order = list(range(1, self.size[0] + 1))
        cut = order[first - 1 : first - 1 + count]
        rest = [number for number in order if number not in cut]
        place = sum(1 for number in rest if number < before)
        new = [*rest[:place], *cut, *rest[place:]]
        where = {old: number for number, old in enumerate(new, 1)}
        if any(self._torn(merge, where) for merge in self.merges):
            return
        self._shift(0, lambda number: where.get(number, number))

    def sort(self, first: int, last: int, by: int, *, down: bool) -> None:
        """Sort whole rows by a column; names stay.  Programs refuse to tear merges."""
        tall = [one for one in self.merges if one[0][0] != one[1][0]]
        if any(one[0][0] <= last and one[1][0] >= first for one in tall):
            return
        rows = list(range(first, last + 1))
        key = {row: self.cells.get((row, by), Held()).text for row in rows}
        order = sorted((row for row in rows if key[row]), key=lambda row: key[row], reverse=down)
        order += [row for row in rows if not key[row]]  # blanks go last, either way
        where = {old: new for new, old in zip(rows, order, strict=True)}
        self.cells = {
            (where.get(row, row), column): one for (row, column), one in self.cells.items()
        }
        self.merges = [
            ((where.get(a[0], a[0]), a[1]), (where.get(b[0], b[0]), b[1])) for a, b in self.merges
        ]
        self.was_sorted |= order != rows

    def _torn(self, merge, where) -> bool:
        (top, _), (bottom, _) = merge
        new = [where.get(row, row) for row in range(top, bottom + 1)]
        return new != list(range(new[0], new[0] + len(new)))

    def _shift(self, axis, number) -> None:
        def moved(spot: Spot) -> Spot:
            return _at(spot, axis, number(spot[axis]))

        self.cells = {moved(spot): one for spot, one in self.cells.items()}
        self.names = {name: spot and moved(spot) for name, spot in self.names.items()}
        self.merges = [(moved(first), moved(last)) for first, last in self.merges]

    # ------------------------------------------------------------ cells

    def cut(self, spot: Spot, to: Spot) -> None:
        """Cut a cell and paste it elsewhere; its name follows, that of the other cell dies."""
        if spot == to or spot not in self.cells:
            return
        other = self.cells.get(to)
        one = self.cells.pop(spot)
        if other and other.answers and one.answers:
            self.mixed |= {other.answers, one.answers}
        self._drop(to)
        self.cells[to] = one
        self.names = {name: to if at == spot else at for name, at in self.names.items()}

    def write(self, spot: Spot, text: str) -> None:
        """Type over whatever a cell holds; typed into an answer it is the answer."""
        one = self.cells.setdefault(spot, Held())
        one.text, one.formula = text, ""

    def merge(self, first: Spot, last: Spot) -> None:
        """Merge cells: the first keeps what it holds, the others lose it, names stay."""
        for spot in [one for one in self.cells if one != first and _inside(one, first, last)]:
            one = self.cells.pop(spot)
            if one.answers:
                self.lost.add(one.answers)
        self.merges = [one for one in self.merges if not _overlap(one, (first, last))]
        self.merges.append((first, last))

    # ------------------------------------------------------------ the workbook

    def paste_values(self, down: int, right: int) -> None:
        """Copy the sheet and paste its values into a new workbook."""
        for axis, count in enumerate((down, right)):
            self.insert(axis, 1, count)
        for one in self.cells.values():
            one.formula = ""
        self.lost |= {name for name, spot in self.names.items() if spot is None}
        self.names = {}
        self.merges, self.knows = [], False

    def copy_out(self) -> None:
        """Copy the sheet into a new workbook: names come along, the hidden sheet does not."""
        self.knows = False

    def saved(self) -> bytes:
        """Save the workbook."""
        inner = dict(self.package)
        rows: dict[int, list[str]] = {}
        for (row, column), one in sorted(self.cells.items()):
            address = f"{get_column_letter(column)}{row}"
            style = f' s="{one.style}"' if one.style else ""
            shown = escape(one.text)
            if one.formula:
                rows.setdefault(row, []).append(
                    f'<c r="{address}"{style} t="str"><f>{escape(one.formula)}</f>'
                    f"<v>{shown}</v></c>"
                )
            elif one.text:
                rows.setdefault(row, []).append(
                    f'<c r="{address}"{style} t="inlineStr"><is>'
                    f'<t xml:space="preserve">{shown}</t></is></c>'
                )
        data = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
        merged = "".join(f'<mergeCell ref="{_name(a)}:{_name(b)}"/>' for a, b in self.merges)
        inner[SHEET] = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{data}</sheetData>"
            + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
            + "</worksheet>"
        ).encode()
        inner[BOOK] = self._book().encode()
        if not self.knows:
            del inner[HIDDEN], inner[CUSTOM]
            relations = inner[RELATIONS].decode()
            inner[RELATIONS] = re.sub(
                r'<Relationship [^>]*sheet2\.xml"[^>]*/>', "", relations
            ).encode()
        return packed(inner)

    def _book(self) -> str:
        book = part(packed(self.package), BOOK)
        quoted = "'" + self.title.replace("'", "''") + "'"
        names = "".join(
            f'<definedName name="{name}">'
            + escape(f"{quoted}!{_name(spot, '$')}" if spot else f"{quoted}!#REF!")
            + "</definedName>"
            for name, spot in self.names.items()
        )
        claim = re.search('<definedName name="formgen_claim".*?</definedName>', book)[0]
        names += claim if self.knows else ""
        book = re.sub("<definedNames>.*</definedNames>", "", book, flags=re.DOTALL)
        sheets = re.search("<sheets>(.*)</sheets>", book, re.DOTALL)[1]
        first, second = re.findall("<sheet [^>]*/>", sheets)
        first = re.sub(' name="[^"]*"', f' name="{escape(self.title)}"', first)
        kept = first + (second if self.knows else "")
        return re.sub(
            "<sheets>.*</sheets>",
            lambda _: f"<sheets>{kept}</sheets><definedNames>{names}</definedNames>",
            book,
            flags=re.DOTALL,
        )


def hands(data: bytes) -> Hands:
    """Open a workbook of ours."""
    return deepcopy(_opened(data))


@cache
def _opened(data: bytes) -> Hands:
    package = members(data)
    book, shown = opened(data), opened(data, data_only=True).worksheets[0]
    sheet = book.worksheets[0]
    styles = dict(re.findall(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"', part(data)))
    mine = Hands(package, title=sheet.title)
    for name, target in book.defined_names.items():
        if name.startswith("fg_"):
            spot = _spot(target.attr_text.rpartition("!")[2])
            mine.names[name] = spot
            mine.cells[spot] = Held(style=styles.get(_name(spot), ""), answers=name)
    for row in sheet:
        for one in row:
            if one.value is None:
                continue
            held = mine.cells.setdefault((one.row, one.column), Held())
            held.style = styles.get(one.coordinate, "")
            held.text = str(shown[one.coordinate].value)
            if one.data_type == "f":
                held.formula = one.value.removeprefix("=")
    mine.merges = [
        ((one.min_row, one.min_col), (one.max_row, one.max_col))
        for one in sheet.merged_cells.ranges
    ]
    return mine


def _spot(address: str) -> Spot:
    letters, row = coordinate_from_string(address.replace("$", ""))
    return row, column_index_from_string(letters)


def _name(spot: Spot, mark: str = "") -> str:
    return f"{mark}{get_column_letter(spot[1])}{mark}{spot[0]}"


def _at(spot: Spot, axis: int, number: int) -> Spot:
    return (number, spot[1]) if axis == 0 else (spot[0], number)


def _inside(spot: Spot, first: Spot, last: Spot) -> bool:
    return first[0] <= spot[0] <= last[0] and first[1] <= spot[1] <= last[1]


def _overlap(one, other) -> bool:
    (a, b), (c, d) = one, other
    return a[0] <= d[0] and c[0] <= b[0] and a[1] <= d[1] and c[1] <= b[1]
