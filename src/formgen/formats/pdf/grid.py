"""Table -> a grid of cells, each a column of strips."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, assert_never

from formgen.formats.pdf.answers import answer_strips
from formgen.formats.pdf.prose import (
    HEADER,
    column_strips,
    decorative,
    face,
    line_strips,
    paragraph_strips,
)
from formgen.formats.pdf.sheet import LEFT, RIGHT, SIZE
from formgen.formats.pdf.strips import Strip, height
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Column, Run, set_text
from formgen.model.blocks import Cell, CellRow, ResponseCell, Row, Table, TextCell, TitleRow
from formgen.model.form import Form

PAD_X: Final = 4.0  # in a cell
PAD_Y: Final = 3.0


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: where its column is, and what stands in it; `whole` ones are never cut."""

    x: float
    width: float
    strips: tuple[Strip, ...]
    whole: bool = False

    @property
    def least(self) -> float:
        """The room without which the cell does not begin on a page."""
        end = 0
        while end < len(self.strips) and (self.whole or end == 0 or self.strips[end - 1].keep):
            end += 1
        return height(self.strips[:end])


@dataclass(frozen=True, slots=True)
class Line:
    """One row; a shaded one is a header or title and stays with the row after it."""

    cells: tuple[Box, ...]
    shaded: bool = False

    @property
    def least(self) -> float:
        """The room without which the row does not begin on a page."""
        return 2 * PAD_Y + max(cell.least for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its header, if it has one, and its rows."""

    header: Line | None
    lines: tuple[Line, ...]

    @property
    def repeated(self) -> Line | None:
        """The header as it comes again on further pages: not part of the text any more."""
        if self.header is None:
            return None
        cells = self.header.cells
        again = (replace(cell, strips=tuple(map(decorative, cell.strips))) for cell in cells)
        return replace(self.header, cells=tuple(again))

    def room(self, first: int) -> float:
        """Return the room that the rows from `first` on need to begin on a page."""
        needed = 0.0
        for line in self.lines[first:]:
            needed += line.least
            if not line.shaded:
                break
        return needed


def grid_of(form: Form, table: Table, parent: Element) -> Grid:
    """Set all cells of a table over the whole width."""
    part = parent.add("Table")
    scale = (RIGHT - LEFT) / sum(table.widths)
    edges = accumulate((width * scale for width in table.widths), initial=LEFT)
    columns = [(start, end - start) for start, end in pairwise(edges)]
    header = None
    if table.header:
        row = part.add("THead").add("TR")
        texts = zip(table.header, columns, strict=True)
        cells = tuple(_header(text, x, width, row) for text, (x, width) in texts)
        header = Line(cells, shaded=True)
    body = part.add("TBody")
    return Grid(header, tuple(_line(form, row, columns, body.add("TR")) for row in table.rows))


def _header(text: str, x: float, width: float, row: Element) -> Box:
    column = Column(width - 2 * PAD_X, SIZE, align=HEADER.align)
    lines = set_text((Run(text, face(bold=HEADER.bold)),), column)
    paragraph = row.add("TH", scope="Column").add("P")
    return Box(x, width, tuple(line_strips(lines, HEADER, paragraph)), whole=True)


def _line(form: Form, row: Row, columns: list[tuple[float, float]], part: Element) -> Line:
    match row:
        case TitleRow(paragraph):
            width = RIGHT - LEFT
            cell = part.add("TD", span=len(columns))
            strips = paragraph_strips(paragraph, width - 2 * PAD_X, cell)
            return Line((Box(LEFT, width, strips, whole=True),), shaded=True)
        case CellRow(_, cells):
            return Line(tuple(_boxes(form, cells, columns, part)))
        case _:
            assert_never(row)


def _boxes(
    form: Form, cells: tuple[Cell, ...], columns: list[tuple[float, float]], part: Element
) -> Iterator[Box]:
    for cell, (x, width) in zip(cells, columns, strict=True):
        inner, element = width - 2 * PAD_X, part.add("TD")
        match cell:
            case TextCell(paragraphs):
                yield Box(x, width, tuple(column_strips(paragraphs, inner, element)))
            case ResponseCell(names):
                fields = [form.field(name) for name in names]
                yield Box(x, width, answer_strips(fields, inner, element), whole=True)
            case _:
                assert_never(cell)
