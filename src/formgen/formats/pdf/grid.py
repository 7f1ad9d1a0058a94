"""Table -> a grid of cells, each a column of strips."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, TypeAlias, assert_never

from formgen.formats import columns
from formgen.formats.pdf.answers import answer_strips
from formgen.formats.pdf.prose import (
    HEADER,
    USUAL,
    Look,
    column_strips,
    decorative,
    face,
    line_strips,
    paragraph_strips,
)
from formgen.formats.pdf.sheet import Sheet
from formgen.formats.pdf.strips import Strip, height
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Column, Run, set_text
from formgen.model.blocks import Cell, CellRow, ResponseCell, Row, Table, TextCell, TitleRow
from formgen.model.form import Field

PAD_X: Final = 4.0  # in a cell
PAD_Y: Final = 3.0
_WHOLE: Final = 1 / 3  # of the text on a sheet: a row of words that is not higher is not cut

Asked: TypeAlias = Callable[[str], Field]
"""Name of a field -> the field."""


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

    def kept(self, most: float) -> "Line":
        """Keep the row in one piece if it is no higher than `most`."""
        if 2 * PAD_Y + max(height(cell.strips) for cell in self.cells) > most:
            return self
        return replace(self, cells=tuple(replace(cell, whole=True) for cell in self.cells))


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


def grid_of(table: Table, sheet: Sheet, asked: Asked, parent: Element) -> Grid:
    """Set all cells of a form's table over the whole width, each column by its share."""
    scale = sheet.line / sum(table.widths)
    return _Setter(sheet, [width * scale for width in table.widths], asked).grid(table, parent)


def text_grid(table: Table, sheet: Sheet, parent: Element) -> Grid:
    """Set a table of words; a crowded one in smaller type, low rows so that they are never cut."""
    set_in = columns.columns_of(table, sheet.line, 2 * PAD_X)
    look = Look(set_in.size / columns.USUAL, literal=True)
    grid = _Setter(sheet, set_in.widths, look=look).grid(table, parent)
    most = _WHOLE * (sheet.bottom - sheet.top)
    return replace(grid, lines=tuple(line.kept(most) for line in grid.lines))


def _nothing_asked(name: str) -> Field:
    raise ValueError(f"a document has nothing to fill in: {name}")


class _Setter:
    """Sets the rows of one table."""

    def __init__(
        self,
        sheet: Sheet,
        widths: Iterable[float],
        asked: Asked = _nothing_asked,
        look: Look = USUAL,
    ) -> None:
        self.sheet = sheet
        edges = accumulate(widths, initial=sheet.left)
        self.columns = [(start, end - start) for start, end in pairwise(edges)]
        self.asked = asked
        self.look = look

    def grid(self, table: Table, parent: Element) -> Grid:
        part = parent.add("Table")
        header = None
        if table.header:
            row = part.add("THead").add("TR")
            texts = zip(table.header, self.columns, strict=True)
            cells = tuple(self.header(text, x, width, row) for text, (x, width) in texts)
            header = Line(cells, shaded=True)
        body = part.add("TBody")
        return Grid(header, tuple(self.line(row, body.add("TR")) for row in table.rows))

    def header(self, text: str, x: float, width: float, row: Element) -> Box:
        setting = HEADER.at(self.look)
        column = Column(width - 2 * PAD_X, setting.size, align=setting.align)
        lines = set_text((Run(text, face(bold=setting.bold)),), column)
        paragraph = row.add("TH", scope="Column").add("P")
        return Box(x, width, tuple(line_strips(lines, setting, paragraph)), whole=True)

    def line(self, row: Row, part: Element) -> Line:
        match row:
            case TitleRow(paragraph):
                width = self.sheet.line
                cell = part.add("TD", span=len(self.columns))
                strips = paragraph_strips(paragraph, width - 2 * PAD_X, cell, self.look)
                return Line((Box(self.sheet.left, width, strips, whole=True),), shaded=True)
            case CellRow(_, cells):
                return Line(tuple(self.boxes(cells, part)))
            case _:
                assert_never(row)

    def boxes(self, cells: tuple[Cell, ...], part: Element) -> Iterator[Box]:
        for cell, (x, width) in zip(cells, self.columns, strict=True):
            inner, element = width - 2 * PAD_X, part.add("TD")
            match cell:
                case TextCell(paragraphs):
                    strips = column_strips(paragraphs, inner, element, self.look)
                    yield Box(x, width, tuple(strips))
                case ResponseCell(names):
                    fields = [self.asked(name) for name in names]
                    yield Box(x, width, answer_strips(fields, inner, element), whole=True)
                case _:
                    assert_never(cell)
