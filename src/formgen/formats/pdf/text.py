"""Text in a column -> lines set in shaped glyphs, ready to be drawn; lengths in points."""

import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, assert_never

from formgen.fonts import EM, Face, Glyph
from formgen.thai.linebreak import blanked, clusters
from formgen.thai.paragraph import Line, optimal

_MARKS: Final = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0300-\u036f]")
_BLANK_STRETCH: Final = 300  # 1/1000 em a blank may grow in a justified line
_GAP_STRETCH: Final = 70  # 1/1000 em between letters; what is looser than that stays ragged
_ENOUGH: Final = 5  # 1/1000 em nobody sees


class Align(StrEnum):
    """Where a line stands in its column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Run(NamedTuple):
    """Text in one face; a new run never begins with a mark over or under the letter before."""

    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class Column:
    """What text is set into: lines `width` wide, in type of one size.

    `hang` is how far all lines but the first are moved in. The first `label` characters, a number
    and its blank, are spread to it, so that the text after a short number begins there too; or to
    `stop`, if that is farther.
    """

    width: float
    size: float
    hang: float = 0.0
    label: int = 0
    align: Align = Align.LEFT
    stop: float = 0.0


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, `x` from the left edge of its column and `width` wide without blanks at its end.

    The texts of all lines joined are the text that was set. `codes` says what a document that
    shows the line must embed.
    """

    text: str
    x: float
    width: float
    body: str
    codes: Mapping[Face, frozenset[int]]

    def operators(self, x: float, y: float) -> str:
        """Draw the line: the left end of its column at x, the baseline at y; origin bottom left."""
        return f"BT 1 0 0 1 {number(x + self.x)} {number(y)} Tm {self.body} ET"


class _Place(NamedTuple):
    """Where a line stands, and what is added after its characters; lengths in 1/1000 em."""

    x: float
    added: Mapping[int, float]


@functools.lru_cache(maxsize=4096)
def set_text(runs: tuple[Run, ...], column: Column) -> tuple[SetLine, ...]:
    """Break the runs, which are one paragraph, into lines of the column; none for no text."""
    text = "".join(run.text for run in runs)
    glyphs = _glyphs(runs)
    advances = [0.0] * len(text)
    for glyph in glyphs:
        advances[glyph.at] += glyph.advance
    width, hang = (EM * length / column.size for length in (column.width, column.hang))
    label = _label_blank(column, max(hang, EM * column.stop / column.size), advances)
    for offset, extra in label.items():
        advances[offset] += extra
    lines = optimal(text, advances, width, hang)
    return tuple(
        _set_line(text, line, shown, _place(text, line, column, label), column.size)
        for line, shown in zip(lines, _cut(glyphs, lines), strict=True)
    )


def set_line(runs: tuple[Run, ...], size: float) -> SetLine:
    """Set the runs on one line, however long it grows."""
    lines = set_text(runs, Column(math.inf, size))
    return lines[0] if lines else SetLine("", 0.0, 0.0, "", {})


def ink_width(run: Run) -> int:
    """The width of a text without its blanks, in 1/1000 em: no lines can hold it in less room."""
    plain = blanked(run.text)
    return sum([glyph.advance for glyph in run.face.shape(run.text) if plain[glyph.at] != " "])


def _glyphs(runs: tuple[Run, ...]) -> list[Glyph]:
    """The glyphs of all runs; their offsets count from the start of the first."""
    glyphs: list[Glyph] = []
    start = 0
    for text, face in runs:
        shaped = face.shape(text)
        glyphs += (g._replace(at=g.at + start) for g in shaped) if start else shaped
        start += len(text)
    return glyphs


def _label_blank(column: Column, stop: float, advances: list[float]) -> dict[int, float]:
    """What to add to the blank after a label for the text to begin where it should."""
    gap = stop - sum(advances[: column.label])
    return {column.label - 1: gap} if column.label and gap > 0 else {}


def _cut(glyphs: list[Glyph], lines: Iterable[Line]) -> Iterator[list[Glyph]]:
    """The glyphs of each line; inside a cluster their order is not that of the characters."""
    start = 0
    for line in lines:
        end = start
        while end < len(glyphs) and glyphs[end].at < line.end:
            end += 1
        yield glyphs[start:end]
        start = end


def _place(text: str, line: Line, column: Column, label: Mapping[int, float]) -> _Place:
    left = EM * column.hang / column.size if line.start else 0.0
    slack = EM * column.width / column.size - left - line.width
    added = {} if line.start else label
    match column.align:
        case Align.LEFT:
            return _Place(left, added)
        case Align.CENTER:
            return _Place(left + slack / 2, added)
        case Align.RIGHT:
            return _Place(left + slack, added)
        case Align.JUSTIFY if line.end == len(text) or slack <= _ENOUGH:
            return _Place(left, added)
        case Align.JUSTIFY:
            return _Place(left, {**_stretch(text, line, column.label, slack), **added})
        case _:
            assert_never(column.align)


def _stretch(text: str, line: Line, label: int, slack: float) -> dict[int, float]:
    """Spread the slack of a justified line over its blanks, then over the gaps of all letters."""
    start = max(line.start, label)
    end = line.start + len(text[line.start : line.end].rstrip(" "))
    blanks = [offset for offset in range(start, end) if text[offset] == " "]
    to_blanks = min(slack, _BLANK_STRETCH * len(blanks))
    added = dict.fromkeys(blanks, to_blanks / max(1, len(blanks)))
    borders = clusters(text)
    gaps = [offset for offset in range(start, end - 1) if offset + 1 in borders]
    share = (slack - to_blanks) / max(1, len(gaps))
    if share <= _GAP_STRETCH:
        for offset in gaps:
            added[offset] = added.get(offset, 0.0) + share
    return added


def _set_line(text: str, line: Line, glyphs: list[Glyph], place: _Place, size: float) -> SetLine:
    words = text[line.start : line.end]
    body = _Body(size)
    for n, glyph in enumerate(glyphs):
        body.show(glyph)
        if place.added and (n + 1 == len(glyphs) or glyphs[n + 1].at != glyph.at):
            body.move(place.added.get(glyph.at, 0.0))
    used: dict[Face, set[int]] = {}
    for glyph in glyphs:
        used.setdefault(glyph.face, set()).add(glyph.code)
    meant = "".join(glyph.face.text_of(glyph.code) for glyph in glyphs)
    plain = blanked(words)
    operators = body.operators()
    # Without the text beside them poppler takes marks for gaps, and drops the blank at the end.
    if meant != plain or _MARKS.search(plain) or plain.endswith(" "):
        operators = f"/Span <</ActualText <FEFF{_hex(plain)}>>> BDC {operators} EMC"
    scale = size / EM
    codes = {face: frozenset(found) for face, found in used.items()}
    return SetLine(words, place.x * scale, line.width * scale, operators, codes)


class _Body:
    """Writes glyphs as operators; what it counts is in 1/1000 em.

    `TJ` shows a row of glyphs and moves the viewer's pen by their widths; a number in the row
    moves it back. HarfBuzz has a pen of its own, and may draw beside it.
    """

    def __init__(self, size: float) -> None:
        self._size = size
        self._done: list[str] = []
        self._row: list[str] = []
        self._face: Face | None = None
        self._rise = 0
        self._pen = 0.0
        self._viewer = 0.0

    def show(self, glyph: Glyph) -> None:
        """Draw a glyph and move on by its advance."""
        if glyph.face is not self._face:
            self._set(f"/{glyph.face.name} {number(self._size)} Tf")
            self._face = glyph.face
        if glyph.dy != self._rise:
            self._set(f"{number(glyph.dy * self._size / EM)} Ts")
            self._rise = glyph.dy
        back = round(self._viewer - self._pen - glyph.dx)
        if back:
            self._row.append(f">{back}<")
            self._viewer -= back
        self._row.append(f"{glyph.code:04X}")
        self._viewer += glyph.face.width(glyph.code)
        self._pen += glyph.advance

    def move(self, extra: float) -> None:
        """Move on without drawing."""
        self._pen += extra

    def operators(self) -> str:
        """All that was drawn; the rise is back at 0 for the next text."""
        self._set("0 Ts" if self._rise else "")
        return " ".join(filter(None, self._done))

    def _set(self, operator: str) -> None:
        if self._row:
            row = f"[<{''.join(self._row)}>] TJ".replace("<>", "")
            self._done.append(row)
            self._row.clear()
        self._done.append(operator)


def number(value: float) -> str:
    """A number as PDF writes it: three decimals at most, no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
