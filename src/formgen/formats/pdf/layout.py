"""Form -> pages: where each line, rule and control stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from formgen.formats.pdf.entries import entry_strips
from formgen.formats.pdf.grid import PAD_X, PAD_Y, Grid, Line, grid_of
from formgen.formats.pdf.prose import paragraph_strips
from formgen.formats.pdf.sheet import (
    BOTTOM,
    LEADING,
    LEFT,
    RIGHT,
    TOP,
    Control,
    Mark,
    Rule,
    Shade,
)
from formgen.formats.pdf.strips import Strip, filled, fit, height
from formgen.formats.pdf.tags import Element
from formgen.model.blocks import Entries, Paragraph, Table
from formgen.model.form import Form, Placement

_WIDTH: Final = RIGHT - LEFT
_AFTER_TABLE: Final = LEADING / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a form, and what their parts are."""

    pages: tuple[tuple[Mark, ...], ...]
    root: Element

    @property
    def controls(self) -> Iterator[tuple[int, Control]]:
        """Go through all controls, each with the number of its page, from 0."""
        for page, marks in enumerate(self.pages):
            for mark in marks:
                if isinstance(mark, Control):
                    yield page, mark

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Say where the controls stand; pages count from 1."""
        return tuple(control.placement(page + 1) for page, control in self.controls)


def lay_out(form: Form) -> Layout:
    """Lay out the pages; the same form always gets the same pages."""
    root = Element("Document")
    press = _Press()
    flow: list[Strip] = []
    for block in form.blocks:
        match block:
            case Paragraph():
                flow += paragraph_strips(block, _WIDTH, root)
            case Entries():
                flow += entry_strips(form, block, _WIDTH, root)
            case Table():
                grid = grid_of(form, block, root)
                header = grid.header.least if grid.header else 0.0
                press.run(flow, room_after=header + grid.room(0))
                press.table(grid)
                flow = []
            case _:
                assert_never(block)
    press.run(flow)
    return Layout(tuple(map(tuple, press.pages)), root)


class _Press:
    """Fills pages from the top down."""

    def __init__(self) -> None:
        self.pages: list[list[Mark]] = [[]]
        self.y = TOP
        self.fresh = True  # nothing but a repeated header stands on the page
        self.header: Line | None = None

    def turn(self) -> None:
        """Begin a page, under the header of the table that goes on."""
        self.pages.append([])
        self.y = TOP
        if self.header:
            self.line(self.header)
        self.fresh = True

    def put(self, marks: Sequence[Mark]) -> None:
        """Let marks stand on the page."""
        self.pages[-1] += marks
        self.fresh = self.fresh and not marks

    def run(self, flow: Sequence[Strip], room_after: float = 0.0) -> None:
        """Set strips over the whole width, the last with room for what they lead to."""
        strips = (*flow, Strip(room_after))
        at = 0
        while True:
            end = fit(strips, at, BOTTOM - self.y, forced=self.fresh)
            for strip in strips[at:end]:
                self.put(strip.moved(LEFT, self.y))
                self.y += strip.height
            at = end
            if at == len(strips):
                break
            self.turn()
        self.y -= room_after

    def table(self, grid: Grid) -> None:
        """Print a table; its header comes again on each page, a title stays with its row."""
        if grid.header:
            fresh = self.fresh
            self.line(grid.header)
            self.fresh = fresh
        self.header = grid.repeated
        for number, line in enumerate(grid.lines):
            if self.y + grid.room(number) > BOTTOM and not self.fresh:
                self.turn()
            self.line(line)
        self.header = None
        self.y += _AFTER_TABLE

    def line(self, line: Line) -> None:
        """Print a row, cut where the page ends; each piece is closed by a border."""
        starts = [0] * len(line.cells)
        while True:
            room = BOTTOM - self.y - 2 * PAD_Y
            ends = [
                fit(cell.strips, start, room, forced=self.fresh)
                for cell, start in zip(line.cells, starts, strict=True)
            ]
            self.piece(line, starts, ends)
            if all(end == len(cell.strips) for cell, end in zip(line.cells, ends, strict=True)):
                return
            starts = ends
            self.turn()

    def piece(self, line: Line, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Print what the page shows of a row, and the borders around it."""
        places = zip(line.cells, starts, ends, strict=True)
        shown = [cell.strips[start:end] for cell, start, end in places]
        inner = max(map(height, shown))
        left, right = line.cells[0].x, line.cells[-1].x + line.cells[-1].width
        top, bottom = self.y, self.y + inner + 2 * PAD_Y
        if line.shaded:
            self.put([Shade(left, top, right - left, bottom - top)])
        for cell, strips in zip(line.cells, shown, strict=True):
            y = top + PAD_Y + (inner - height(strips)) / 2 * line.shaded
            for strip in filled(strips, inner):
                self.put(strip.moved(cell.x + PAD_X, y))
                y += strip.height
        self.put([Rule(x, top, 0.0, bottom - top) for x in (*(one.x for one in line.cells), right)])
        self.put([Rule(left, y, right - left, 0.0) for y in (top, bottom)])
        self.y = bottom
