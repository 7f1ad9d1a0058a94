"""Form -> what it prints, paragraph by paragraph, with the controls where they stand in it.

The writer sets these lines; the reader finds a control whose name is lost by the words of its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias, assert_never

from formgen.model.blocks import (
    Block,
    Cell,
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Row,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Field, Form
from formgen.model.survey import Choice


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one control; `choice` is what a box stands for, None for a text or a list."""

    control: str
    field: Field
    choice: Choice | None = None


Piece: TypeAlias = str | Slot


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph: words and controls, in order.

    `slots` are the controls; `words` is what is printed, without the controls and without blanks.
    """

    pieces: tuple[Piece, ...]
    slots: tuple[Slot, ...] = field(init=False, repr=False, compare=False)
    words: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        slots = tuple(piece for piece in self.pieces if isinstance(piece, Slot))
        words = bare("".join(piece for piece in self.pieces if isinstance(piece, str)))
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "words", words)


def bare(text: str) -> str:
    """A text without its blanks, which programs add, drop and move at line ends."""
    return "".join(text.split())


@lru_cache(maxsize=16)
def form_lines(form: Form) -> tuple[Line, ...]:
    """All lines of a form, cell by cell and row by row; empty ones are left out."""
    lines = (line for block in form.blocks for line in _block(form, block))
    return tuple(line for line in lines if line.words or line.slots)


def paragraph_line(paragraph: Paragraph) -> Line:
    """A printed paragraph; its number is hung before the text with a tab."""
    hung = f"{paragraph.label}\t" if paragraph.label else ""
    return Line((hung + paragraph.text,))


def answer_lines(form: Form, names: tuple[str, ...]) -> tuple[Line, ...]:
    """The lines that answer one question: the main field, what it specifies, the remark."""
    fields = [form.field(name) for name in names]
    main = fields[0]
    specify = next((one for one in fields[1:] if one.name == f"{main.stem}.specify"), None)
    asking = next((choice for choice in main.choices if choice.specify), None) if specify else None
    if main.select and not main.dropdown:
        lines = [_box_line(main, one, specify if one is asking else None) for one in main.choices]
    else:
        lines = [_field_line(main)]
        if specify and asking:
            lines.append(Line((f"{asking.label} ", Slot(specify.name, specify))))
    return (*lines, *(_field_line(field) for field in fields[1:] if field is not specify))


def entry_lines(entry: Entry) -> tuple[Line, ...]:
    """The words before an entry's answer: its label and its hint."""
    return tuple(Line((text,)) for text in (entry.label, entry.hint) if text)


def _block(form: Form, block: Block) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield paragraph_line(block)
        case Entries(entries):
            for entry in entries:
                yield from entry_lines(entry)
                yield from answer_lines(form, entry.fields)
        case Table(header, _, rows):
            yield from (Line((text,)) for text in header if text)
            for row in rows:
                yield from _row(form, row)
        case _:
            assert_never(block)


def _row(form: Form, row: Row) -> Iterator[Line]:
    match row:
        case TitleRow(paragraph):
            yield paragraph_line(paragraph)
        case CellRow(_, cells):
            for cell in cells:
                yield from cell_lines(form, cell)
        case _:
            assert_never(row)


def cell_lines(form: Form, cell: Cell) -> tuple[Line, ...]:
    """The lines of one cell."""
    match cell:
        case TextCell(paragraphs):
            return tuple(map(paragraph_line, paragraphs))
        case ResponseCell(fields):
            return answer_lines(form, fields)
        case _:
            assert_never(cell)


def _box_line(field: Field, choice: Choice, specify: Field | None) -> Line:
    box = Slot(field.control(choice), field, choice)
    if specify:
        return Line((box, f"\t{choice.label} ", Slot(specify.name, specify)))
    return Line((box, f"\t{choice.label}"))


def _field_line(field: Field) -> Line:
    slot = Slot(field.name, field)
    return Line((f"{field.prompt} ", slot)) if field.prompt else Line((slot,))
