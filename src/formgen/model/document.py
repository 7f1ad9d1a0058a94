"""A document that nobody fills in: a report, a letter, a code book."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from formgen.model.blocks import Cell, CellRow, Paragraph, Row, Style, Table, TextCell, TitleRow
from formgen.model.values import NO_CHARACTER

_INSTEAD: Final = "\ufffd"


class Paper(StrEnum):
    """The sheet a document stands on, A4: upright as official letters, or lying as forms."""

    LETTER = "letter"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page, if anything follows."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, `width` millimetres wide; `said` is what is said instead of it.

    It stands in the middle of a line of its own, or at the left: then the head word of a memo, if
    it comes next, stands in the same line.
    """

    data: bytes
    width: float
    said: str
    centred: bool = False


Part: TypeAlias = Paragraph | Table | Picture | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """Words and tables of text; `footer` stands at the foot of each page, beside its number."""

    title: str
    blocks: tuple[Part, ...]
    paper: Paper = Paper.LETTER
    language: str = "th-TH"
    footer: str = ""


def printable(document: Document) -> Document:
    """Put U+FFFD for every character that files cannot hold; nothing else changes."""
    return reworded(document, lambda text: NO_CHARACTER.sub(_INSTEAD, text))


def reworded(document: Document, change: Callable[[str], str]) -> Document:
    """Change all texts of a document, by a function that keeps the number of characters."""
    words = _Words(change)
    return replace(
        document,
        title=change(document.title),
        blocks=tuple(map(words.part, document.blocks)),
        footer=change(document.footer),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place: it begins a page, stays on one with the next, has one beside it."""

    block: Paragraph | Table | Picture
    begins: bool = False
    stays: bool = False
    beside: Picture | None = None


def placed(blocks: Sequence[Part]) -> tuple[Placed, ...]:
    """Place the blocks among each other; what a signature closes stays with it on one page."""
    done: list[Placed] = []
    leads = False
    for block in reversed(blocks):
        match block:
            case NewPage():
                if done:
                    done[-1] = replace(done[-1], begins=True)
                leads = False
            case Picture(centred=False) if done and _is_head(done[-1]):
                done[-1] = replace(done[-1], beside=block)
            case Paragraph(text, style):
                done.append(Placed(block, stays=leads))
                leads = style is Style.SIGNATURE or (leads and not text.strip())
            case Table() | Picture():
                done.append(Placed(block, stays=leads or isinstance(block, Picture)))
                leads = False
            case _:
                assert_never(block)
    if done:
        done[-1] = replace(done[-1], begins=False)
    return tuple(reversed(done))


def _is_head(one: Placed) -> bool:
    style = one.block.style if isinstance(one.block, Paragraph) else None
    return style is Style.MEMO and one.beside is None and not one.begins


@dataclass(frozen=True, slots=True)
class _Words:
    """Changes the texts of parts."""

    change: Callable[[str], str]

    def part(self, block: Part) -> Part:
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Table(header, _, rows):
                words = tuple(map(self.change, header))
                return replace(block, header=words, rows=tuple(map(self.row, rows)))
            case Picture():
                return replace(block, said=self.change(block.said))
            case NewPage():
                return block
            case _:
                assert_never(block)

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        text, label = self.change(paragraph.text), self.change(paragraph.label)
        return replace(paragraph, text=text, label=label)

    def row(self, row: Row) -> Row:
        match row:
            case TitleRow(paragraph):
                return TitleRow(self.paragraph(paragraph))
            case CellRow(question, cells):
                return CellRow(question, tuple(map(self.cell, cells)))
            case _:
                assert_never(row)

    def cell(self, cell: Cell) -> Cell:
        if isinstance(cell, TextCell):
            return TextCell(tuple(map(self.paragraph, cell.paragraphs)))
        return cell
