"""Text -> the height of a row that shows all of it; columns of paragraphs -> rows of a sheet."""

import heapq
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

from formgen import fonts
from formgen.thai.linebreak import breaks, clusters

TALLEST: Final = 400.0
"""The tallest row that is planned, in points; Excel shows no row taller than 409.5."""

_PIXEL: Final = 0.75  # points; sheets measure columns at 96 dots an inch
_LINE: Final = 1.4  # em; TH Sarabun is 1.301 high, and Excel rounds a line up to whole pixels
_PADDING: Final = 4.0  # points, top and bottom together
ROOM: Final = TALLEST - _PADDING
"""The tallest text that one row can show, in points."""

_INSET: Final = 4.0  # points, left and right together
# LibreOffice counted the lines of 1,580 texts in a font as wide as TH Sarabun: with this share of
# the column 1 has a line more than foretold, 1,260 are exact, the others have lines too many.
_USABLE: Final = 0.95
_STRETCH: Final = 0.1  # points; what a point costs by which an answer is higher than it needs
_ROUNDING: Final = 0.001  # points; sums of floats

Positions: TypeAlias = tuple[int, ...]
State: TypeAlias = tuple[int, Positions]


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of one question: their heights in points, and what each column has then placed."""

    heights: tuple[float, ...]
    ends: tuple[Positions, ...]


def count_lines(text: str, width: int, size: float, bold: bool = False) -> int:
    """Count the lines of a text in TH Sarabun, in a column of `width` pixels; never too few.

    What is `bold` may be so in part only, and that can take more lines than all of it in bold.
    """
    faces = (fonts.regular(), fonts.bold()) if bold else (fonts.regular(),)
    usable = (width * _PIXEL - _INSET) * _USABLE
    return max(fonts.count_lines(text, usable, size * fonts.TH_SARABUN, face) for face in faces)


def line_height(size: float) -> float:
    """The height of one line of TH Sarabun, in points."""
    return _LINE * size


def height(lines: int, size: float) -> float:
    """The height of a row of so many lines, in points, as far as a row can have it."""
    return min(TALLEST, round(lines * line_height(size) + _PADDING, 2))


def text_height(text: str, width: int, size: float, bold: bool = False) -> float:
    """The height of a row that shows a text, in points, as far as a row can have it."""
    return height(count_lines(text, width, size, bold), size)


def pieces(text: str, width: int, size: float, bold: bool = False) -> Iterator[tuple[int, int]]:
    """Cut a text that is too tall for one row: the (start, end) of what each row shows."""
    most = int(ROOM / line_height(size))
    start = 0
    while count_lines(text[start:], width, size, bold) > most:
        rest = text[start:]
        stops = list(breaks(rest)) or sorted(clusters(rest) - {0})
        low, high = 0, len(stops) - 1
        while low < high:  # the last stop at which the piece still fits
            middle = (low + high + 1) // 2
            fits = count_lines(rest[: stops[middle]], width, size, bold) <= most
            low, high = (middle, high) if fits else (low, middle - 1)
        yield start, start + stops[low]
        start += stops[low]
    yield start, len(text)


def plan(columns: Sequence[Sequence[float]], slots: Sequence[float]) -> Plan:
    """Spread columns of text over the fewest points of row, each row no taller than `TALLEST`.

    A column is the heights of its paragraphs, without padding, none taller than a row.  The first
    rows also hold the slots of the answer, one a row, and are at least as high; the last slot takes
    all the rows that are left.
    """
    search = _Search(tuple(tuple(accumulate(column, initial=0.0)) for column in columns), slots)
    return search.best()


class _Search:
    """The A* search of `plan` over states: the row reached, and the place reached in each column.

    Given the height of a row, each column best takes all that fits: only heights are searched.
    """

    def __init__(self, totals: tuple[tuple[float, ...], ...], slots: Sequence[float]) -> None:
        self._totals = totals
        self._needs = tuple(slots)
        self._end = tuple(len(each) - 1 for each in totals)
        self._came: dict[State, tuple[State, float]] = {}

    def best(self) -> Plan:
        """Find the cheapest way to the end; raise ValueError if a paragraph fits no row."""
        state: State = (0, (0,) * len(self._totals))
        queue = [(self._left(*state), 0.0, state)]
        done: set[State] = set()
        while queue:
            _, spent, state = heapq.heappop(queue)
            row, placed = state
            if row >= len(self._needs) and placed == self._end:
                return self._retraced(state)
            if state in done:
                continue
            done.add(state)
            for cost, reached in self._steps(row, placed):
                after, total = (row + 1, reached), spent + cost
                if after not in self._came or total < self._came[after][1]:
                    self._came[after] = state, total
                    heapq.heappush(queue, (total + self._left(*after), total, after))
        raise ValueError("a paragraph is taller than a row")

    def _left(self, row: int, placed: Positions) -> float:
        """Never more than the rows still to come will cost: the longest column, or the slots."""
        columns = zip(self._totals, placed, strict=True)
        longest = max((totals[-1] - totals[at] for totals, at in columns), default=0.0)
        return max(longest, sum(self._needs[row:]))

    def _steps(self, row: int, placed: Positions) -> Iterator[tuple[float, Positions]]:
        """Go through the rows that may come next: what each costs, and where its columns end."""
        need = self._need(row)
        heights = {need}
        for totals, at in zip(self._totals, placed, strict=True):
            heights.update(end - totals[at] + _PADDING for end in totals[at + 1 :])
        least = need
        if row == 0:  # every column begins at the top
            least = max([need, *(totals[1] + _PADDING for totals in self._totals if totals[1:])])
        for tall in sorted(one for one in heights if least <= one <= TALLEST):
            reached = tuple(
                max(at, bisect_right(totals, totals[at] + tall - _PADDING + _ROUNDING) - 1)
                for totals, at in zip(self._totals, placed, strict=True)
            )
            if need or reached != placed:
                stretch = tall - need if row + 1 < len(self._needs) else 0.0
                yield tall + _STRETCH * stretch, reached

    def _need(self, row: int) -> float:
        return self._needs[row] if row < len(self._needs) else 0.0

    def _retraced(self, state: State) -> Plan:
        ends = [state]
        while ends[-1] in self._came:
            ends.append(self._came[ends[-1]][0])
        ends.reverse()
        heights = []
        for (row, before), (_, after) in pairwise(ends):
            columns = zip(self._totals, before, after, strict=True)
            filled = [totals[end] - totals[at] for totals, at, end in columns if end > at]
            tallest = max([self._need(row), *(one + _PADDING for one in filled)])
            heights.append(round(tallest, 2))
        return Plan(tuple(heights), tuple(placed for _, placed in ends[1:]))


def fit_beside(columns: Sequence[Sequence[float]], slots: Sequence[float]) -> bool:
    """Tell whether every column is no higher than the slots, so that it may stand beside them."""
    return all(sum(column) + _PADDING <= sum(slots) for column in columns)
