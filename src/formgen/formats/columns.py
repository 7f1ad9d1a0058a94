"""A table of words -> the size of its type and the widths of its columns, in every format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from formgen import fonts
from formgen.fonts import TH_SARABUN, Face
from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell
from formgen.thai.linebreak import INSIDE_COMPOUND, breaks

USUAL: Final = 16.0  # points, of official letters
_SIZES: Final = (USUAL, 15.0, 14.0, 13.0, 12.0)  # what is smaller cannot be read on paper
_SPARE: Final = 1.06  # other programs have other metrics
_WIDEST: Final = 1 / 3  # of the line: one long address does not make the whole table small
_LETTER: Final = 1.0  # ems; an empty column is not narrower either
_FILLED: Final = 0.9  # of the line, at most, may be taken by the widest words alone
_BOLD: Final = frozenset({Style.HEADING, Style.PART, Style.CAPTION})


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is set: `size` in points of TH Sarabun, `widths` that fill the line."""

    size: float
    widths: tuple[float, ...]


def columns_of(table: Table, line: float, padding: float) -> Columns:
    """Set a crowded table in smaller type, and let no word be wider than its column if possible.

    `line` and the result are in points, as is `padding`, what of a column no word stands in.
    """
    words = _widest_words(table)
    needs = {size: [_least(word, size, line, padding) for word in words] for size in _SIZES}
    roomy = (size for size, least in needs.items() if sum(least) <= _FILLED * line)
    size = next(roomy, _SIZES[-1])
    return Columns(size, spread(table.widths, line, needs[size]))


def spread(shares: Sequence[float], line: float, least: Sequence[float] = ()) -> tuple[float, ...]:
    """Shares of the line -> widths of columns that fill it, if possible none below its least."""
    floors = least or (0.0,) * len(shares)
    wanted = [one * line / sum(shares) for one in shares]
    needed = [max(one, floor) for one, floor in zip(wanted, floors, strict=True)]
    spare = [one - floor for one, floor in zip(needed, floors, strict=True)]
    excess = min(sum(needed) - line, sum(spare)) / (sum(spare) or 1)
    exact = [one - excess * free for one, free in zip(needed, spare, strict=True)]
    fit = line / sum(exact)
    return tuple(fit * one for one in exact)


def _least(word: float, size: float, line: float, padding: float) -> float:
    return min(word * size * TH_SARABUN * _SPARE + padding, _WIDEST * line)


def _widest_words(table: Table) -> list[float]:
    """The widest piece that no line end should part, of each column; in ems."""
    widest = [_LETTER] * len(table.widths)
    for column, text in enumerate(table.header):
        widest[column] = max(widest[column], _widest(text, fonts.bold()))
    for row in table.rows:
        for column, cell in enumerate(row.cells if isinstance(row, CellRow) else ()):
            if isinstance(cell, TextCell):
                of_cell = (_widest(one.printed, _face(one)) for one in cell.paragraphs)
                widest[column] = max(widest[column], *of_cell, 0.0)
    return widest


def _face(paragraph: Paragraph) -> Face:
    bold = paragraph.strong or paragraph.style in _BOLD
    return fonts.bold() if bold else fonts.regular()


def _widest(text: str, face: Face) -> float:
    return max((fonts.advance_width(piece, face) for piece in _pieces(text)), default=0.0)


def _pieces(text: str) -> Iterator[str]:
    ends = (offset for offset, cost in breaks(text).items() if cost < INSIDE_COMPOUND)
    for start, end in pairwise((0, *ends, len(text))):
        yield text[start:end].rstrip()
