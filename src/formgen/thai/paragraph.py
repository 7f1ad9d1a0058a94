"""Text with the widths of its characters -> the lines it is set in."""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple, TypeAlias

from formgen.thai.linebreak import breaks, clusters, word_ends

Width: TypeAlias = float  # 1/1000 em

# Costs in square ems, like those of a line end.
_PER_LINE: Final = 0.3
_TORN: Final = 15.0  # at a word inside what should stay together, only where it does not fit
_INSIDE_WORD: Final = 30.0  # between clusters, only where a word does not fit
_STUB: Final = 6.0  # a last line shorter than ...
_STUB_SHARE: Final = 0.18  # ... this share of the column looks like a mistake
_OVERFULL: Final = 1e6  # an em of a line that is wider than the column
_ROUNDING: Final = 1e-6


class Line(NamedTuple):
    """The characters from `start` up to `end`; `width` leaves out the blanks at their end."""

    start: int
    end: int
    width: Width


class _Ends(NamedTuple):
    """Where lines may end, from 0 to the end of the text, and how far the pen has come there."""

    offsets: Sequence[int]
    costs: Sequence[float]
    after: Sequence[Width]  # with the blanks before the offset: a line starts here
    before: Sequence[Width]  # without them: a line ends here

    def line(self, start: int, end: int) -> Line:
        """The line between two of the places."""
        width = max(0.0, self.before[end] - self.after[start])
        return Line(self.offsets[start], self.offsets[end], width)


def optimal(
    text: str, advances: Sequence[Width], width: Width, hang: Width = 0.0
) -> tuple[Line, ...]:
    """The lines whose looseness, squared and summed over the paragraph, is least.

    All lines but the first are shorter by `hang`. Line ends cost what `breaks` says; a stub as
    last line is avoided. What does not fit on a line is cut between words, else between clusters.
    """
    if whole := _whole(text, advances, width):
        return (whole,)
    ends = _ends(text, advances, width - max(0.0, hang))
    last = len(ends.offsets) - 1
    totals, sources = [0.0], [0]
    for end in range(1, last + 1):
        total, source = _cheapest(ends, end, totals, width, hang)
        totals.append(total)
        sources.append(source)
    lines = []
    while last > 0:
        lines.append(ends.line(sources[last], last))
        last = sources[last]
    return tuple(reversed(lines))


def greedy(
    text: str, advances: Sequence[Width], width: Width, hang: Width = 0.0
) -> tuple[Line, ...]:
    """As `optimal`, but every line simply takes all that fits."""
    if whole := _whole(text, advances, width):
        return (whole,)
    ends = _ends(text, advances, width - max(0.0, hang))
    lines = []
    start, last = 0, len(ends.offsets) - 1
    while start < last:
        limit = ends.after[start] + width - (hang if start else 0.0) + _ROUNDING
        end = start + 1
        while end < last and ends.before[end + 1] <= limit:
            end += 1
        lines.append(ends.line(start, end))
        start = end
    return tuple(lines)


def _whole(text: str, advances: Sequence[Width], width: Width) -> Line | None:
    """The one line of a text that fits, as most do; nobody has to look for line ends then."""
    inked = float(sum(advances[: len(text.rstrip(" "))]))
    return Line(0, len(text), inked) if text and inked <= width + _ROUNDING else None


def _cheapest(
    ends: _Ends, end: int, totals: Sequence[float], width: Width, hang: Width
) -> tuple[float, int]:
    """What all lines up to a place cost at least, and where the last of them starts."""
    best, source = math.inf, end - 1
    widest = max(width, width - hang) + _ROUNDING
    is_last = end == len(ends.offsets) - 1
    right, cost = ends.before[end], ends.costs[end] + _PER_LINE
    for start in range(end - 1, -1, -1):
        used = right - ends.after[start]
        if used > widest and start < end - 1:
            break
        room = width - hang if start else width
        total = totals[start] + cost
        if used > room + _ROUNDING:
            total += _OVERFULL * (used - room) / 1000
        elif not is_last:
            total += ((room - used) / 1000) ** 2
        elif start and used < _STUB_SHARE * room:
            total += _STUB
        if total < best:
            best, source = total, start
    return best, source


def _ends(text: str, advances: Sequence[Width], room: Width) -> _Ends:
    """The permitted line ends, and more of them where a piece is wider than the room."""
    pen = [0.0, *accumulate(advances)]
    inked = [0]  # offset -> where the ink before it ends
    for offset, character in enumerate(text, start=1):
        inked.append(inked[-1] if character == " " else offset)
    costs: Mapping[int, float] = breaks(text)
    for cost, more in ((_TORN, word_ends), (_INSIDE_WORD, clusters)):
        places = [0, *sorted(costs), len(text)]
        wide = [(a, b) for a, b in pairwise(places) if pen[inked[b]] - pen[a] > room + _ROUNDING]
        if wide:
            extra = more(text)
            new = {x: cost for a, b in wide for x in range(a + 1, b) if x in extra}
            costs = {**costs, **new}
    offsets = sorted({0, *costs, len(text)})
    return _Ends(
        offsets,
        [costs.get(x, 0.0) for x in offsets],
        [pen[x] for x in offsets],
        [pen[inked[x]] for x in offsets],
    )
