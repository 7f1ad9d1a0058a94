"""Words beside a page -> where they stand in its margins, line by line.

Text and codes of a form leave the middle of both margins free.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from formgen import fonts
from formgen.formats.pdf import corners
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.text import Column, Run, SetLine, set_text
from formgen.model.note import unmarkable

SIZE: Final = 7.0
LEADING: Final = 10.0  # closer, tone marks touch what stands above
INSET: Final = 2.5
"""Between the edge of a slip and its words."""

_EDGE: Final = 4 * MM  # printers do not print nearer to the edge of the paper
_GAP: Final = 1.5 * MM  # from text and codes
_BETWEEN: Final = 4.0  # two slips
_MORE: Final = "…"


class Zone(NamedTuple):
    """The free part of a margin, in points from the bottom left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


LEFT: Final = Zone(
    _EDGE,
    FORM.height - corners.legend("D").baselines[0] + corners.LEGEND_SIZE + _GAP,
    FORM.left - _GAP,
    FORM.height - corners.EDGE - corners.SQUARE - _GAP,
)
RIGHT: Final = Zone(
    FORM.right + _GAP,
    corners.EDGE + corners.SQUARE + _GAP,
    FORM.width - _EDGE,
    FORM.height - corners.legend("B").baselines[1] - _GAP,
)


class Slip(NamedTuple):
    """Words to stand beside a point of a page."""

    number: str
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A slip in its margin."""

    zone: Zone
    top: float
    lines: tuple[SetLine, ...]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top - _height(self.lines)


def arranged(slips: Sequence[Slip]) -> list[Placed]:
    """Place the slips of one page, each in the margin that is nearer and as far up as it wants.

    If there is too little room for all words, the longest slips end in `…`; raises FormgenError
    where there is none even for the first lines.
    """
    lines = [_set(slip) for slip in slips]
    sides: dict[Zone, list[int]] = {LEFT: [], RIGHT: []}
    used = {LEFT: 0.0, RIGHT: 0.0}
    for n in sorted(range(len(slips)), key=lambda one: (-slips[one].y, slips[one].x)):
        nearer, other = (LEFT, RIGHT) if slips[n].x < FORM.width / 2 else (RIGHT, LEFT)
        height = _height(lines[n]) + _BETWEEN
        full = used[nearer] + height > _room(nearer) and used[other] + height <= _room(other)
        zone = other if full else nearer
        sides[zone].append(n)
        used[zone] += height
    placed: dict[int, Placed] = {}
    for zone, numbers in sides.items():
        shown = _fitting([lines[n] for n in numbers], _room(zone))
        tops = _tops(zone, [slips[n].y for n in numbers], [_height(one) for one in shown])
        for n, top, some in zip(numbers, tops, shown, strict=True):
            placed[n] = Placed(zone, top, some)
    return [placed[n] for n in range(len(slips))]


def _set(slip: Slip) -> tuple[SetLine, ...]:
    """Set the number and the words; every line end begins a paragraph."""
    column = Column(LEFT.right - LEFT.left - 2 * INSET, SIZE)
    first, *others = slip.words.split("\n")
    number = (Run(f"{slip.number} ", fonts.bold()),) if slip.number else ()
    lines = [*set_text((*number, Run(first, fonts.regular())), column)]
    for words in others:
        lines += set_text((Run(words, fonts.regular()),), column)
    return tuple(lines)


def _fitting(slips: Sequence[tuple[SetLine, ...]], room: float) -> list[tuple[SetLine, ...]]:
    most = max(map(len, slips), default=1)
    while sum(_height(lines[:most]) + _BETWEEN for lines in slips) > room:
        most -= 1
        if most == 0:
            raise unmarkable("PDF: too many notes on a page")
    return [lines if len(lines) <= most else (*lines[: most - 1], _more()) for lines in slips]


def _more() -> SetLine:
    return set_text((Run(_MORE, fonts.regular()),), Column(LEFT.right - LEFT.left, SIZE))[0]


def _tops(zone: Zone, wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Find where slips begin, from above: beside what they are about, but never over another."""
    tops = list(_falling(zone.top, wanted, heights))
    floor = zone.bottom
    for n in range(len(tops) - 1, -1, -1):
        tops[n] = max(tops[n], floor + heights[n])
        floor = tops[n] + _BETWEEN
    return tops


def _falling(top: float, wanted: Sequence[float], heights: Sequence[float]) -> Iterator[float]:
    for each, height in zip(wanted, heights, strict=True):
        top = min(top, each)
        yield top
        top -= height + _BETWEEN


def _height(lines: Sequence[SetLine]) -> float:
    return len(lines) * LEADING + 2 * INSET


def _room(zone: Zone) -> float:
    return zone.top - zone.bottom
