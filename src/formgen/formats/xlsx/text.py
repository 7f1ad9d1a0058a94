"""Paragraphs -> pieces of text, each in one cell, with their heights and bold ranges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.formats.xlsx import rows
from formgen.formats.xlsx.sheet import Ranges
from formgen.model.blocks import Paragraph, Style


@dataclass(frozen=True, slots=True)
class Unit:
    """Text that stays in one cell; its height is in points, without the cell's padding."""

    text: str
    strong: Ranges
    height: float


def units(paragraphs: Sequence[Paragraph], width: int, size: float) -> list[Unit]:
    """Measure the paragraphs of a cell; one too tall for a row is cut, a heading keeps its next."""
    found: list[Unit] = []
    heading = False
    for paragraph in paragraphs:
        cut = list(_cut(paragraph, width, size))
        if heading and found[-1].height + cut[0].height <= rows.ROOM:
            found[-1] = joined([found[-1], cut.pop(0)])
        found += cut
        heading = paragraph.style is Style.HEADING
    return found


def joined(parts: Sequence[Unit]) -> Unit:
    """Put pieces of text into one cell, one under the other."""
    strong: list[tuple[int, int]] = []
    offset = 0
    for part in parts:
        strong += [(offset + start, offset + end) for start, end in part.strong]
        offset += len(part.text) + 1
    text = "\n".join(part.text for part in parts)
    return Unit(text, tuple(strong), sum(part.height for part in parts))


def strong_ranges(paragraph: Paragraph) -> Ranges:
    """Return the ranges of a paragraph, as printed with its label, that are bold."""
    if paragraph.style is Style.HEADING:
        return ((0, len(paragraph.printed)),)
    shift = len(paragraph.printed) - len(paragraph.text)
    return tuple((start + shift, end + shift) for start, end in paragraph.strong)


def _cut(paragraph: Paragraph, width: int, size: float) -> Iterator[Unit]:
    text = paragraph.printed
    strong = strong_ranges(paragraph)
    for start, end in rows.pieces(text, width, size, bold=bool(strong)):
        inside = tuple(
            (max(one, start) - start, min(two, end) - start)
            for one, two in strong
            if one < end and two > start
        )
        lines = rows.count_lines(text[start:end], width, size, bold=bool(strong))
        yield Unit(text[start:end], inside, lines * rows.line_height(size))
