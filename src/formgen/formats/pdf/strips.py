"""Strips: what a column is made of, from the top down; points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formgen.formats.pdf.sheet import Control, Frame, Mark


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a column that is never cut; its marks count from its own top left corner.

    `keep`: nothing parts it from the next.  `stretch`: how much higher its frame may grow.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False
    stretch: float = 0.0

    def grown(self, extra: float) -> "Strip":
        """Make the frame and what is in it higher."""
        marks = tuple(
            replace(mark, height=mark.height + extra) if isinstance(mark, Frame | Control) else mark
            for mark in self.marks
        )
        return replace(self, height=self.height + extra, marks=marks, stretch=0.0)

    def moved(self, x: float, y: float) -> tuple[Mark, ...]:
        """Place its marks with its top left corner at x, y."""
        return tuple(replace(mark, x=mark.x + x, y=mark.y + y) for mark in self.marks)


def height(strips: Iterable[Strip]) -> float:
    """Return how high strips are together."""
    return sum(strip.height for strip in strips)


def stack(strips: Iterable[Strip]) -> Strip:
    """Join strips into one."""
    marks: list[Mark] = []
    y = 0.0
    for strip in strips:
        marks += strip.moved(0.0, y)
        y += strip.height
    return Strip(y, tuple(marks))


def fit(strips: Sequence[Strip], start: int, room: float, *, forced: bool) -> int:
    """Return where to cut so that what stands between `start` and the cut fits the room.

    `forced`: what cannot be parted and is higher than the room is parted all the same.
    """
    end = fitting = start
    used = 0.0
    while end < len(strips) and used + strips[end].height <= room:
        used += strips[end].height
        end += 1
        if end == len(strips) or not strips[end - 1].keep:
            fitting = end
    stuck = forced and fitting == start < len(strips)
    return max(end, start + 1) if stuck else fitting


def filled(strips: Sequence[Strip], room: float) -> Sequence[Strip]:
    """Let the frame at the end of a column grow into the room that is left."""
    extra = min(room - height(strips), strips[-1].stretch) if strips else 0.0
    return (*strips[:-1], strips[-1].grown(extra)) if extra > 0 else strips
