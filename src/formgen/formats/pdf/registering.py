"""Letters of a page of unknown making -> which page of which copy it is, and how it lies."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from formgen.formats.pdf import corners
from formgen.formats.pdf.letters import Letter, Matrix
from formgen.formats.pdf.pagetext import codes_in
from formgen.formats.pdf.sheet import MM
from formgen.model.identity import PageMark

_LINE: Final = 9  # characters of a code in one of its two lines
_TURNED: Final = 0.005  # how far a page may lie from upright; sine
_SCALES: Final = (0.6, 1.7)  # of a page that was made to fit other paper
_STRETCH: Final = 0.01  # by which the two scales of a page may differ
_OFF: Final = 0.15  # mm, by which a corner may be away from where it should be


class Lie(NamedTuple):
    """A page: what its corners say, and how its points become millimetres of the form.

    `codes` has of each corner the letters of its code.
    """

    mark: PageMark
    place: Matrix
    codes: Mapping[str, Sequence[Letter]]


class _Corner(NamedTuple):
    """The readable code of one corner: where its two lines begin, and to where they run."""

    mark: PageMark
    letters: Sequence[Letter]
    starts: tuple[tuple[float, float], tuple[float, float]]
    along: tuple[float, float]


def lie_of(letters: Sequence[Letter]) -> Lie | None:
    """Find how a page lies by the codes in two corners; None where they do not tell for certain.

    The page may be turned by quarters, moved and made smaller or larger; not askew, not stretched.
    """
    found = list(_corners(letters))
    by_letter = {one.mark.corner: one for one in found}
    if len(found) != len(corners.CODED) or set(by_letter) != set(corners.CODED):
        return None
    one, other = (by_letter[corner] for corner in corners.CODED)
    if _copy(one.mark) != _copy(other.mark) or one.mark.page != other.mark.page:
        return None
    along = _upright(one.along)
    if along is None or along != _upright(other.along):
        return None
    place = _place(along, one, other)
    if place is None or not all(_fits(place, each) for each in (one, other)):
        return None
    return Lie(one.mark, place, {each.mark.corner: each.letters for each in (one, other)})


def _copy(mark: PageMark) -> tuple[bool, str, int]:
    return mark.issued, mark.key, mark.serial


def _corners(letters: Sequence[Letter]) -> Iterator[_Corner]:
    seen = [letter for letter in letters if letter.text.strip() and letter.shown]
    for start, mark in codes_in(letter.text for letter in seen):
        first, second = seen[start], seen[start + _LINE]
        along = (first.x2 - first.x, first.y2 - first.y)
        code = seen[start : start + 2 * _LINE]
        yield _Corner(mark, code, ((first.x, first.y), (second.x, second.y)), along)


def _upright(along: tuple[float, float]) -> tuple[int, int] | None:
    """Return the quarter to which a line runs, None for one that runs askew."""
    length = math.hypot(*along)
    if not length:
        return None
    x, y = along[0] / length, along[1] / length
    if min(abs(x), abs(y)) > _TURNED:
        return None
    return round(x), round(y)


def _place(along: tuple[int, int], one: _Corner, other: _Corner) -> Matrix | None:
    """Find what moves the first lines of two corners to where they are printed."""
    right, down = along, (along[1], -along[0])
    (x1, y1), (x2, y2) = _printed(one)[0], _printed(other)[0]
    u1, u2 = (_dot(right, each.starts[0]) for each in (one, other))
    v1, v2 = (_dot(down, each.starts[0]) for each in (one, other))
    if not (u1 - u2 and v1 - v2):
        return None
    across, below = (x1 - x2) / (u1 - u2), (y1 - y2) / (v1 - v2)
    least, most = _SCALES
    if not (least < across * MM < most and abs(across / below - 1) < _STRETCH):
        return None
    return Matrix(
        across * right[0],
        below * down[0],
        across * right[1],
        below * down[1],
        x1 - across * u1,
        y1 - below * v1,
    )


def _fits(place: Matrix, corner: _Corner) -> bool:
    pairs = zip(corner.starts, _printed(corner), strict=True)
    return all(math.dist(place.at(*start), wanted) < _OFF for start, wanted in pairs)


def _printed(corner: _Corner) -> list[tuple[float, float]]:
    """Return where the two lines of a corner's code begin, in millimetres."""
    legend = corners.legend(corner.mark.corner)
    return [(legend.x / MM, baseline / MM) for baseline in legend.baselines]


def _dot(one: tuple[int, int], other: tuple[float, float]) -> float:
    return one[0] * other[0] + one[1] * other[1]
