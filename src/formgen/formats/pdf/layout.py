"""Form or document -> pages: where each line, rule and control stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from formgen.formats.images import size_of
from formgen.formats.pdf.entries import entry_strips
from formgen.formats.pdf.grid import PAD_X, PAD_Y, Grid, Line, grid_of, text_grid
from formgen.formats.pdf.prose import Look, paragraph_strips
from formgen.formats.pdf.sheet import (
    FORM,
    LEADING,
    LETTER,
    MM,
    Control,
    Figure,
    Mark,
    Rule,
    Shade,
    Sheet,
)
from formgen.formats.pdf.strips import Strip, filled, fit, height, stack
from formgen.formats.pdf.tags import Element
from formgen.model.blocks import Entries, Paragraph, Table
from formgen.model.document import Document, Paper, Picture, Placed, placed
from formgen.model.form import Form, Placement

SHEETS: Final = {Paper.LETTER: LETTER, Paper.FORM: FORM}
_MOST_HEADER: Final = 1 / 2  # of the text on a page: a higher one is not repeated
_AFTER_TABLE: Final = LEADING / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a form or document, and what their parts are."""

    sheet: Sheet
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
    press = _Press(FORM)
    for block in form.blocks:
        match block:
            case Paragraph():
                press.flow += paragraph_strips(block, FORM.line, root)
            case Entries():
                press.flow += entry_strips(form, block, FORM.line, root)
            case Table():
                press.table(grid_of(block, FORM, form.field, root))
            case _:
                assert_never(block)
    return press.layout(root)


def lay_out_document(document: Document) -> Layout:
    """Lay out the pages of a document; as `lay_out`."""
    root = Element("Document")
    sheet = SHEETS[document.paper]
    press = _Press(sheet)
    look = Look(spacing=sheet.spacing, literal=True)
    for one in placed(document.blocks):
        if one.begins:
            press.run()
            press.turn()
        match one.block:
            case Paragraph():
                figure = _figure(one.beside, sheet, root) if one.beside else None
                strips = paragraph_strips(one.block, sheet.line, root, look)
                press.flow += _kept(_beside(figure, strips) if figure else strips, one)
            case Picture():
                press.flow += _kept((_figure(one.block, sheet, root),), one)
            case Table():
                press.table(text_grid(one.block, sheet, root))
            case _:
                assert_never(one.block)
    return press.layout(root)


def _kept(strips: Sequence[Strip], one: Placed) -> Iterator[Strip]:
    """Let the last strip of a block stay with the next block, if the block does."""
    yield from strips[:-1]
    yield replace(strips[-1], keep=strips[-1].keep or one.stays)


def _figure(picture: Picture, sheet: Sheet, root: Element) -> Strip:
    size = size_of(picture, sheet.line / MM, (sheet.bottom - sheet.top) / MM)
    width, height = size.width * MM, size.height * MM
    x = (sheet.line - width) / 2 if picture.centred else 0.0
    element = root.add("Figure", said=picture.said)
    return Strip(height, (Figure(x, 0.0, width, height, picture.data, element),))


def _beside(figure: Strip, strips: Sequence[Strip]) -> tuple[Strip, ...]:
    """Let words stand in the line of a picture, at its foot."""
    words = stack(strips)
    tall = max(figure.height, words.height)
    marks = (*figure.moved(0.0, tall - figure.height), *words.moved(0.0, tall - words.height))
    return (Strip(tall, marks, keep=True),)


class _Press:
    """Fills pages from the top down; `flow` are the strips that wait for what they lead to."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.pages: list[list[Mark]] = [[]]
        self.y = sheet.top
        self.fresh = True  # nothing but a repeated header stands on the page
        self.header: Line | None = None
        self.flow: list[Strip] = []

    def layout(self, root: Element) -> Layout:
        """End the last page."""
        self.run()
        return Layout(self.sheet, tuple(map(tuple, self.pages)), root)

    def turn(self) -> None:
        """Begin a page, under the header of the table that goes on."""
        self.pages.append([])
        self.y = self.sheet.top
        if self.header:
            self.line(self.header)
        self.fresh = True

    def put(self, marks: Sequence[Mark]) -> None:
        """Let marks stand on the page."""
        self.pages[-1] += marks
        self.fresh = self.fresh and not marks

    def run(self, room_after: float = 0.0) -> None:
        """Set the flow over the whole width, the last with room for what it leads to."""
        if not self.flow and not room_after:
            return  # the room after a table may end under the page
        strips = (*self.flow, Strip(room_after))
        self.flow = []
        at = 0
        while True:
            end = fit(strips, at, self.sheet.bottom - self.y, forced=self.fresh)
            for strip in strips[at:end]:
                self.put(strip.moved(self.sheet.left, self.y))
                self.y += strip.height
            at = end
            if at == len(strips):
                break
            self.turn()
        self.y -= room_after

    def table(self, grid: Grid) -> None:
        """Print a table; its header comes again on each page, a title stays with its row."""
        header = grid.header.least if grid.header else 0.0
        self.run(room_after=header + grid.room(0))
        if grid.header:
            fresh = self.fresh
            self.line(grid.header)
            self.fresh = fresh
        repeats = header <= _MOST_HEADER * (self.sheet.bottom - self.sheet.top)
        self.header = grid.repeated if repeats else None
        led = False  # the title of the row stands right over it: all that a page can hold
        for number, line in enumerate(grid.lines):
            if self.y + grid.room(number) > self.sheet.bottom and not (self.fresh or led):
                self.turn()
            self.line(line)
            led = line.shaded
        self.header = None
        self.y += _AFTER_TABLE

    def line(self, line: Line) -> None:
        """Print a row, cut where the page ends; each piece is closed by a border."""
        starts = [0] * len(line.cells)
        while True:
            room = self.sheet.bottom - self.y - 2 * PAD_Y
            ends = [
                fit(cell.strips, start, room, forced=self.fresh)
                for cell, start in zip(line.cells, starts, strict=True)
            ]
            whole = all(end == len(one.strips) for one, end in zip(line.cells, ends, strict=True))
            if whole or starts != ends:
                self.piece(line, starts, ends)
            if whole:
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
