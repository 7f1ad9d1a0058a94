"""Rows -> the rows that end a page, so that no title stands alone and no question is torn early."""

from collections.abc import Iterator, Sequence
from typing import Final

from formgen.formats.xlsx.sheet import Line

MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.45, "bottom": 0.6, "footer": 0.25}
"""Of the page, in inches."""

_PAGE: Final = 210 / 25.4 * 72  # points; A4 on its side
# Programs round rows to their own pixels: what they fit on a page is a little less.
_USABLE: Final = 0.97
CAPACITY: Final = (_PAGE - 72 * (MARGINS["top"] + MARGINS["bottom"])) * _USABLE
"""How much row a page holds, in points."""


def breaks(
    lines: Sequence[Line], header: int, together: Sequence[tuple[int, int]] = ()
) -> Iterator[int]:
    """Go through the rows, from 1, that end a page.

    `header` is repeated at the top of every page after its own.  The (first, last) rows of
    `together` stay on one page if one page holds them.
    """
    room = CAPACITY
    start = 1  # the first row of this page
    tied = {
        row
        for first, last in together
        if sum(line.height for line in lines[first - 1 : last]) <= CAPACITY
        for row in range(first, last)
    }
    for row, line in enumerate(lines, 1):
        while line.height > room and row > start:
            first = row
            while first > start and (lines[first - 2].keep or first - 1 in tied):
                first -= 1
            start = row if first == start else first  # no page holds what is tied: cut it here
            yield start - 1
            room = CAPACITY - (lines[header - 1].height if 0 < header < start else 0.0)
            room -= sum(line.height for line in lines[start - 1 : row - 1])
        room -= line.height
