"""Form -> sheet: the row and column of every text and every answer, the height of every row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final, TypeAlias, assert_never

from formgen.formats.xlsx import pages, rows
from formgen.formats.xlsx.cells import Spot
from formgen.formats.xlsx.grid import WIDTH, Grid, grid_of
from formgen.formats.xlsx.sheet import Answer, Boxes, Group, Line, Look, Printed, Sheet
from formgen.formats.xlsx.slots import Asks, Draws, Says, Slot, entry_lines, slots
from formgen.formats.xlsx.text import Unit, joined, units
from formgen.model.blocks import (
    Cell,
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Form

LARGE: Final = 16.0
"""The size of titles and labelled answers, in points of TH Sarabun."""

SMALL: Final = 14.0
"""The size of tables, in points of TH Sarabun."""

_FROZEN: Final = 160.0  # points; a taller head would leave a small screen no room to scroll
_LOOKS: Final = {
    Style.TITLE: Look.TITLE,
    Style.INSTRUCTION: Look.INSTRUCTION,
    Style.PART: Look.PART,
    Style.HEADING: Look.PART,
}
_BOLD: Final = (Look.TITLE, Look.PART, Look.ITEM)

Span: TypeAlias = tuple[int, int]  # the left and right edge of a column, in pixels


@lru_cache(maxsize=16)
def sheet_of(form: Form) -> Sheet:
    """Lay a form out on one sheet."""
    desk = _Desk(form, grid_of(form))
    tables = iter(desk.grid.tables)
    for block in form.blocks:
        match block:
            case Paragraph():
                look = _LOOKS.get(block.style, Look.BODY)
                desk.wide(block, look, keep=look is not Look.BODY)
            case Entries(entries):
                for entry in entries:
                    desk.entry(entry)
            case Table():
                desk.table(block, next(tables))
            case _:
                assert_never(block)
    return desk.sheet()


@dataclass
class _Desk:
    """The sheet while it is laid out, from the top: every method adds rows at its foot."""

    form: Form
    grid: Grid
    lines: list[Line] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    boxes: list[Boxes] = field(default_factory=list)
    frames: list[Spot] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    headers: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    tables: list[tuple[int, int]] = field(default_factory=list)

    def sheet(self) -> Sheet:
        """Close the sheet: decide which header is repeated, and where pages end."""
        same = len({texts for _, texts in self.headers}) == 1
        header = self.headers[0][0] if same else 0
        above = sum(line.height for line in self.lines[:header])
        return Sheet(
            widths=self.grid.widths,
            lines=tuple(self.lines),
            printed=tuple(self.printed),
            answers=tuple(self.answers),
            boxes=tuple(self.boxes),
            frames=tuple(self.frames),
            groups=tuple(self.groups),
            breaks=tuple(pages.breaks(self.lines, header, () if same else self.tables)),
            header=header,
            frozen=0 < above <= _FROZEN,
        )

    @property
    def foot(self) -> int:
        """The row that comes next."""
        return len(self.lines) + 1

    def line(self, height: float, keep: bool = False) -> int:
        """Add a row; return its number."""
        self.lines.append(Line(height, keep))
        return len(self.lines)

    def spot(self, row: int, span: Span, rows_: int = 1) -> Spot:
        """Return the cell between two edges."""
        column, columns = self.grid.span(*span)
        return Spot(row, column, rows_, columns)

    def say(self, spot: Spot, text: str, look: Look, size: float) -> None:
        """Print text into a cell."""
        self.printed.append(Printed(spot, text, look, size))

    # ------------------------------------------------------------ blocks

    def wide(self, paragraph: Paragraph, look: Look, keep: bool) -> None:
        """Print a paragraph over the whole width."""
        bold = look in _BOLD
        plain = replace(paragraph, style=Style.BODY, strong=() if bold else paragraph.strong)
        for unit in units([plain], WIDTH, LARGE):
            row = self.line(rows.text_height(unit.text, WIDTH, LARGE, bold=True), keep)
            spot = self.spot(row, (0, WIDTH))
            self.printed.append(Printed(spot, unit.text, look, LARGE, unit.strong))

    def entry(self, entry: Entry) -> None:
        """Print one labelled answer: label, answer and hint, each in its columns."""
        left, middle, right, end = self.grid.entries
        hint = entry.hint
        lines = list(entry_lines(entry, slots(self.form, entry.fields, right - middle, LARGE)))
        first = self.foot
        for number, (label, slot) in enumerate(lines):
            edge = middle if slot else right
            heights = [rows.text_height(label, edge - left, LARGE, bold=number == 0)]
            heights += [slot.least] if slot else []
            heights += [rows.text_height(hint, end - right, LARGE)] if hint else []
            row = self.line(max(heights), keep=number + 1 < len(lines))
            if label:
                look = Look.CHOICE_LABEL if number else Look.LABEL
                self.say(self.spot(row, (left, edge)), label, look, LARGE)
            if slot:
                self.slot(slot, self.spot(row, (middle, right)), LARGE)
            if hint:
                self.say(self.spot(row, (right, end)), hint, Look.HINT, LARGE)
                hint = ""
        self.groups.append(Group("", first, len(self.lines)))

    def table(self, table: Table, edges: Sequence[int]) -> None:
        """Print a table: its header, then every row."""
        spans = list(pairwise(edges))
        first = self.foot
        heads = list(zip(table.header, spans, strict=True))
        height = max(rows.text_height(text, b - a, SMALL, bold=True) for text, (a, b) in heads)
        header = self.line(height, keep=True)
        for text, span in heads:
            self.say(self.spot(header, span), text, Look.HEADER, SMALL)
        self.headers.append((header, table.header))
        title = 0
        for row in table.rows:
            match row:
                case TitleRow(paragraph):
                    title = title or self.foot
                    self.wide(paragraph, Look.ITEM, keep=True)
                case CellRow():
                    top = title or self.foot
                    self.cells(row, spans)
                    self.groups.append(Group(row.question, top, len(self.lines)))
                    title = 0
                case _:
                    assert_never(row)
        self.tables.append((first, len(self.lines)))

    # ------------------------------------------------------------ one row of a table

    def cells(self, row: CellRow, spans: Sequence[Span]) -> None:
        """Print one row of a table, over as many rows of the sheet as it needs."""
        pairs = list(zip(row.cells, spans, strict=True))
        texts = [self.text(cell, span) for cell, span in pairs]
        asked = [self.asked(cell, span) for cell, span in pairs]
        needs = [max(slot.least for slot in each if slot) for each in zip_longest(*asked)]
        columns = [[unit.height for unit in column] for column in texts]
        if len(needs) > 1 and rows.fit_beside(columns, needs):
            plan = rows.Plan(tuple(needs), ())
        else:
            plan = rows.plan(columns, needs)
        top, count = self.foot, len(plan.heights)
        for number, height in enumerate(plan.heights, 1):
            self.line(height, keep=number < (len(needs) if plan.ends else count))
        for number, span in enumerate(spans):
            self.frames.append(self.spot(top, span, count))
            ends = [each[number] for each in plan.ends]
            for offset, rows_, chunk in _chunks(texts[number], ends, count):
                cell = joined(chunk)
                spot = self.spot(top + offset, span, rows_)
                self.printed.append(Printed(spot, cell.text, Look.TEXT, SMALL, cell.strong))
            self.stack(asked[number], top, span)

    def text(self, cell: Cell, span: Span) -> list[Unit]:
        """Measure the text of a cell; none for one to be answered."""
        if isinstance(cell, ResponseCell):
            return []
        return units(cell.paragraphs, span[1] - span[0], SMALL)

    def asked(self, cell: Cell, span: Span) -> tuple[Slot, ...]:
        """List what a cell to be answered needs; nothing for one of text."""
        if isinstance(cell, TextCell):
            return ()
        width = span[1] - self.grid.ticks.get(span[0], span[0])
        return slots(self.form, cell.fields, width, SMALL)

    def stack(self, asked: Sequence[Slot], top: int, span: Span) -> None:
        """Place the slots of an answer from the top; the last one takes the rows that are left."""
        for row, slot in enumerate(asked, top):
            last = row + 1 == top + len(asked)
            if isinstance(slot, Asks) and slot.choice:
                edge = self.grid.ticks[span[0]]
                self.slot(slot, self.spot(row, (span[0], edge)), SMALL)
                label = self.spot(row, (edge, span[1]))
                self.say(label, slot.choice.label, Look.CHOICE_LABEL, SMALL)
            elif isinstance(slot, Asks) and last:
                self.slot(slot, self.spot(row, span, len(self.lines) - row + 1), SMALL)
            else:
                self.slot(slot, self.spot(row, span), SMALL)

    def slot(self, slot: Slot, spot: Spot, size: float) -> None:
        """Place one slot."""
        match slot:
            case Asks(asked, control, look, _, choice):
                code = choice.code if choice else ""
                self.answers.append(Answer(spot, control, asked.name, look, size, code))
            case Draws(asked, prompt):
                answer = self.answers[-1].spot
                self.boxes.append(Boxes(spot, asked.name, answer, size, prompt))
            case Says(text):
                self.say(spot, text, Look.CHOICE_LABEL, size)
            case _:
                assert_never(slot)


def _chunks(
    column: Sequence[Unit], ends: Sequence[int], count: int
) -> Iterator[tuple[int, int, Sequence[Unit]]]:
    """Go through the cells of a column of text: offset, number of rows, what stands in it."""
    if not ends and column:
        yield 0, count, column
    for offset, (before, after) in enumerate(pairwise([0, *ends])):
        if after > before:
            yield offset, 1, column[before:after]
