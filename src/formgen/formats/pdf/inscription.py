"""Letters that stand in one frame of a page -> the words that were written there, and any doubt."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

from formgen.formats.pdf.added import MORE
from formgen.formats.pdf.encoding import UNKNOWN
from formgen.formats.pdf.letters import Letter, Lines, Point

# All lengths are in millimetres of the form, and shares are of an em unless they say otherwise.
# The fonts of a form have several names for one glyph, so that the parts of a ำ, in which it is
# drawn, give ำ again. Programs that write a file anew give one name to all of them.
_AM: Final = "ำ"
_LEG: Final = "\u200b"  # the second half of ำ, which looks as า does
_LEGS: Final = (_LEG, "า", _AM)
_RINGS: Final = ("\u0e4d", _AM, _LEG)  # its first half
_TONED: Final = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c" + _AM  # after these it may be either
_OWN: Final = "FormgenField"  # the font of what is typed, in which ำ is one glyph
_BLOCK: Final = 8  # bits of a character that tell it from others of its script
_MARK_WIDTH: Final = 0.1  # what is narrower stands over another letter
_LINE: Final = 0.5  # baselines nearer than this are one line
_GAP: Final = 0.14  # a wider one is a blank that was not drawn
_OVER: Final = 0.3  # letters that stand so far over each other were written twice
_HALF: Final = 0.5  # of the narrower of two letters: the same
_FAR: Final = 1.2  # a mark this far from its letter belongs to another
_END: Final = 0.7  # nearer to the edge there may have been more
_LEADING: Final = 1.7  # lines farther apart may have had an empty one between
_WIDE_ENOUGH: Final = 0.5  # share of the frame: nobody breaks a line that is emptier than this
_SPACE: Final = 0.4  # the widest blank, and some


class Doubt(Enum):
    """Why the words that were read may not be those that were written."""

    LETTERS = "some letters are not known, or do not stand in one row"
    CUT = "there may have been more than the frame shows"
    LINES = "a line may have ended by itself, or because it was ended"


class Box(NamedTuple):
    """A rectangle of a page, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def apart(self, other: "Box") -> float:
        """Return how far two rectangles are apart; 0 where they touch."""
        aside = max(0.0, self.left - other.right, other.left - self.right)
        above = max(0.0, self.top - other.bottom, other.top - self.bottom)
        return math.hypot(aside, above)

    def crossed(self, points: Sequence[Point]) -> bool:
        """Tell whether a line from point to point runs through it."""
        if len(points) == 1:
            return self.holds(*points[0])
        return any(self._cut(*two) for two in pairwise(points))

    def met(self, drawn: Lines) -> bool:
        """Tell whether a line runs through it, or a picture lies over a part of it."""
        if drawn.picture:
            return not self.apart(bounds(drawn.points))
        return self.crossed(drawn.points)

    def _cut(self, one: Point, other: Point) -> bool:
        first, last = 0.0, 1.0  # the part between the points that may be inside
        for start, end, low, high in zip(one, other, self[:2], self[2:], strict=True):
            if start != end:
                ends = (low - start) / (end - start), (high - start) / (end - start)
                first, last = max(first, min(ends)), min(last, max(ends))
            elif not low <= start <= high:
                return False
        return first <= last

    def grown(self, by: float) -> "Box":
        """Move all sides outwards; inwards by less than nothing."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def bounds(points: Sequence[Point]) -> Box:
    """Return the rectangle that some points fill; raises ValueError where there is none."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


class Cluster(NamedTuple):
    """A letter with the marks over and under it; `y` is its baseline."""

    text: str
    x: float
    x2: float
    y: float
    em: float
    sure: bool


class Inscription(NamedTuple):
    """What stands in a frame: the words as they are printed, line by line."""

    raw: str
    doubts: frozenset[Doubt]
    clusters: tuple[Cluster, ...]


def inscription(
    letters: Sequence[Letter], frame: Box, *, multiline: bool, parted: bool = True
) -> Inscription:
    """Read the letters of a frame from left to right and from the top down.

    Line ends are kept as they are printed. Whether one was typed is only certain where what stands
    after it would have had room before it; anything else is a doubt. `parted`: the file tells า
    from the half of ำ that looks the same.
    """
    clusters = tuple(clustered(letters, parted=parted))
    lines = _lines(clusters)
    doubts: set[Doubt] = set()
    if not all(one.sure for one in clusters) or not all(map(_in_row, lines)):
        doubts.add(Doubt.LETTERS)
    if _may_be_cut(lines, frame):
        doubts.add(Doubt.CUT)
    if len(lines) > 1 and not (multiline and all(_ended(*two, frame) for two in pairwise(lines))):
        doubts.add(Doubt.LINES)
    raw = "\n".join("".join(one.text for one in line) for line in lines)
    return Inscription(raw, frozenset(doubts), clusters)


def clustered(letters: Iterable[Letter], *, parted: bool) -> Iterator[Cluster]:
    """Join letters and the marks that are drawn with them, in the order of drawing."""
    held: Cluster | None = None
    for one in letters:
        mark, own = _is_mark(one), _OWN in one.font
        leg = not mark and not own and one.text in _LEGS
        if held and leg and held.text.endswith(_AM) and len(held.text) > 1:
            held = held._replace(x2=max(held.x2, one.x2))  # the second half of a ำ
        elif held and mark:
            near = abs(one.x - held.x2) < _FAR * one.em
            text = _AM if one.text in _RINGS and not own else one.text
            held = held._replace(text=held.text + text, sure=held.sure and _known(one) and near)
        else:
            if held:
                yield held
            held = _begun(one, held, mark=mark, leg=leg and not parted)
    if held:
        yield held


def _begun(letter: Letter, before: Cluster | None, *, mark: bool, leg: bool) -> Cluster:
    """Begin a cluster; `leg` with what may be an า or end a ำ that is drawn with its tone mark."""
    sure = _known(letter) and not mark and letter.text != _LEG
    if leg:
        sure = before is None or before.text[-1] not in _TONED
    text = "า" if leg or letter.text == _LEG else letter.text
    return Cluster(text, letter.x, letter.x2, letter.y, letter.em, sure)


def _known(letter: Letter) -> bool:
    upright = letter.x2 >= letter.x and abs(letter.y2 - letter.y) < _MARK_WIDTH * letter.em
    # Ghostscript spoils the names of glyphs that stand for several characters.
    of_one_script = len({ord(one) >> _BLOCK for one in letter.text}) == 1
    return UNKNOWN not in letter.text and letter.shown and upright and of_one_script


def _is_mark(letter: Letter) -> bool:
    marks = bool(letter.text) and all(unicodedata.category(one) == "Mn" for one in letter.text)
    narrow = abs(letter.x2 - letter.x) < _MARK_WIDTH * letter.em
    return marks or (narrow and letter.text != " ")


def _lines(clusters: Sequence[Cluster]) -> list[list[Cluster]]:
    lines: list[list[Cluster]] = []
    for one in sorted(clusters, key=lambda each: each.y):
        if lines and one.y - lines[-1][0].y < _LINE * one.em:
            lines[-1].append(one)
        else:
            lines.append([one])
    order = {id(one): n for n, one in enumerate(clusters)}
    return [sorted(line, key=lambda each: (round(each.x, 2), order[id(each)])) for line in lines]


def _in_row(line: Sequence[Cluster]) -> bool:
    """Tell whether letters follow each other without holes and without standing on each other."""
    even = all(abs(one.y - line[0].y) < _MARK_WIDTH * one.em for one in line)
    return even and all(_follows(*two) for two in pairwise(line))


def _follows(one: Cluster, after: Cluster) -> bool:
    em = max(one.em, after.em)
    narrower = min(one.x2 - one.x, after.x2 - after.x)
    over = min(_OVER * em, max(_MARK_WIDTH * em, _HALF * narrower))
    return -over <= after.x - one.x2 < _GAP * em


def _may_be_cut(lines: Sequence[Sequence[Cluster]], frame: Box) -> bool:
    if not lines:
        return False
    last = lines[-1][-1]
    shown = [[one for one in line if one.text.strip()] for line in lines]
    ends = [line[-1] for line in shown if line]
    starts = [line[0] for line in shown if line]
    if not ends or MORE in starts[-1].text + ends[-1].text:
        return True
    left = any(one.x < frame.left for one in starts)
    alone = len(lines) == 1
    right = any(one.x2 > frame.right - (_END * one.em if alone else 0.0) for one in ends)
    below = not alone and last.y + last.em > frame.bottom
    return left or right or below


def _ended(line: Sequence[Cluster], after: Sequence[Cluster], frame: Box) -> bool:
    """Tell whether a line was ended by whoever wrote it: the next word would have fitted."""
    em = line[-1].em
    if after[0].y - line[0].y > _LEADING * em or after[0].em != line[0].em:
        return False
    margin = min(line[0].x, after[0].x) - frame.left
    room = frame.right - margin - line[-1].x2 - _SPACE * em
    word_end = after[-1].x2
    for one, following in pairwise(after):
        if following.text.isspace():
            word_end = one.x2
            break
    emptier = room > _WIDE_ENOUGH * (frame.right - frame.left)
    fits = word_end - after[0].x < room
    return fits and (emptier or after[-1].x2 - after[0].x < room)
