"""One page of a printed copy, laid over the page of the blank form: what has been added to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from PIL import Image

from formgen.formats.pdf import corners, ink
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter, Lines, Matrix
from formgen.formats.pdf.pdfium import Drawing
from formgen.formats.pdf.registering import Lie
from formgen.formats.pdf.sheet import MM
from formgen.formats.pdf.unfilled import PIXELS, SIZE, Page, moved

# Lengths are in millimetres.
_AROUND: Final = 2.0  # of a corner square: what is white, and how far off it is looked for
_SQUARE_OFF: Final = 0.3  # by which a side of a square may differ
_STILL_OFF: Final = 0.1  # by which a square may be off after the page was put right
_PLACED: Final = 0.04  # nearer than this nothing is to be put right
_DARK: Final = 128
_SAME: Final = 0.5  # letters of the form stand no farther from where they were
_LOST: Final = 0.3  # share of the printed ink; a page that lacks more is covered, or not drawn
_TRUE: Final = 0.995  # share of the printed letters that a text layer must tell as they are
_CODES: Final = tuple(
    Box(x / MM, y / MM, x / MM + 10.5, y / MM + 10.5).grown(8.0)
    for x, y in corners.ORIGINS.values()
)
_SQUARES: Final = tuple(
    Box(one.x / MM, one.y / MM, (one.x + one.width) / MM, (one.y + one.height) / MM)
    for one in corners.SQUARES
)
_MIXED: Final = dict.fromkeys("\u200b\u0e4dำ", "า")  # texts of one glyph, which programs mix up
_HALVES: Final = ("ำ", "\u200b")  # which of them the parts of ำ have in the files of a form
_PAGE: Final = Box(0.0, 0.0, SIZE[0] / ink.FINE, SIZE[1] / ink.FINE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it came back: what it has and the blank form has not.

    `added` are letters, `lines` where all lines run that are no letters. `strong` and `faint` mark
    ink in boxes and frames; `strange` marks ink that stands farther than a pixel from all that is
    printed. `true`: the text layer tells the printed words of the form as they are, so that it can
    be believed in what was written. `parted`: it also tells า from the half of ำ that looks the
    same.
    """

    picture: Image.Image
    added: tuple[Letter, ...]
    lines: tuple[Lines, ...]
    strong: Image.Image
    faint: Image.Image
    strange: Image.Image
    true: bool
    parted: bool


def seen(
    drawn: Drawing,
    number: int,
    content: tuple[Sequence[Letter], Sequence[Lines]],
    lie: Lie,
    blank: Page,
) -> Seen | None:
    """Look at a page; None where it does not lie as its codes say, or is not drawn whole."""
    letters, lines = content
    place = lie.place
    picture = drawn.picture(number, place @ PIXELS, SIZE)
    setting = _put_right(picture)
    if setting is None:
        return None
    if _distance(setting) > _PLACED:
        place = place @ setting
        picture = drawn.picture(number, place @ PIXELS, SIZE)
        setting = _put_right(picture)
        if setting is None or _distance(setting) > _STILL_OFF:
            return None
    here = moved(letters, place)
    told, added = _sifted(here, blank.letters)
    if _lost(picture, blank.picture) > _LOST:
        return None
    return Seen(
        picture,
        added,
        tuple(Lines(tuple(place.at(*point) for point in one.points)) for one in lines),
        ink.darker(blank.picture, picture, ink.STRONG),
        ink.darker(blank.picture, picture, ink.FAINT),
        ink.darker(blank.wider, picture, ink.STRONG),
        told.kept >= _TRUE * told.wanted,
        told.parted,
    )


def _put_right(picture: Image.Image) -> Matrix | None:
    """Return what moves the two squares to where they are printed; None where they are not seen."""
    centres = [_centre(picture, square) for square in _SQUARES]
    wanted = [_middle(square) for square in _SQUARES]
    (first, second), (one, two) = centres, wanted
    if first is None or second is None:
        return None
    across = (two[0] - one[0]) / (second[0] - first[0])
    below = (two[1] - one[1]) / (second[1] - first[1])
    return Matrix(across, 0.0, 0.0, below, one[0] - across * first[0], one[1] - below * first[1])


def _distance(setting: Matrix) -> float:
    """Return how far at most something on the page is moved."""
    points = ((x, y) for x in (_PAGE.left, _PAGE.right) for y in (_PAGE.top, _PAGE.bottom))
    return max(
        max(abs(a - b) for a, b in zip(setting.at(*one), one, strict=True)) for one in points
    )


def _centre(picture: Image.Image, square: Box) -> tuple[float, float] | None:
    """Find the middle of a corner's square: black, of its size, with white around it."""
    window = square.grown(_AROUND)
    cut = ink.cut(picture, window)
    dark = cut.point([255 * (value < _DARK) for value in range(256)])
    edges = dark.getbbox()
    if edges is None:
        return None
    left, top, right, bottom = edges
    side = (square.right - square.left) * ink.FINE
    off = max(abs(right - left - side), abs(bottom - top - side))
    if off > _SQUARE_OFF * ink.FINE or ink.share(dark.crop(edges)) < 1 - _SQUARE_OFF / 2:
        return None
    origin = (round(window.left * ink.FINE), round(window.top * ink.FINE))
    grown = (max(0, left - 2), max(0, top - 2), right + 2, bottom + 2)
    x, y = _weighed(cut.crop(grown))
    return (origin[0] + grown[0] + x) / ink.FINE, (origin[1] + grown[1] + y) / ink.FINE


def _weighed(picture: Image.Image) -> tuple[float, float]:
    """Find the middle of what is dark, in pixels and parts of them."""
    rows = picture.resize((picture.width, 1), Image.Resampling.BOX).tobytes()
    columns = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    return _mean(rows), _mean(columns)


def _mean(grey: bytes) -> float:
    weights = [255 - value for value in grey]
    return sum((n + 0.5) * weight for n, weight in enumerate(weights)) / max(1, sum(weights))


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _lost(picture: Image.Image, blank: Image.Image) -> float:
    """Return the share of the printed ink that is not on the page."""
    printed = blank.point([255 * (value < _DARK) for value in range(256)])
    there = picture.point([255 * (value < _DARK + ink.STRONG // 2) for value in range(256)])
    missing = ink.count(ink.but(printed, ink.spread(there, 3)))
    return missing / max(1, ink.count(printed))


# ---------------------------------------------------------------- letters


def in_codes(x: float, y: float) -> bool:
    """Tell whether a point is where a code is printed, which no two copies share."""
    return any(box.holds(x, y) for box in _CODES)


def wipe_printed(marked: Image.Image) -> None:
    """Unmark the codes and squares in the corners."""
    for box in (*_CODES, *(square.grown(_AROUND) for square in _SQUARES)):
        ink.wiped(marked, box)


class _Told(NamedTuple):
    """How many printed letters a page should have, and has; whether า and ำ are told apart."""

    wanted: int
    kept: int
    parted: bool


def _sifted(
    letters: Sequence[Letter], printed: Sequence[Letter]
) -> tuple[_Told, tuple[Letter, ...]]:
    """Part the letters of a page from those of the form, and compare these with what they were."""
    cells: dict[tuple[int, int], list[int]] = {}
    for n, one in enumerate(letters):
        cells.setdefault((int(one.x), int(one.y)), []).append(n)
    used: set[int] = set()
    pairs: set[tuple[str, str]] = set()
    wanted = [one for one in printed if _counts(one)]
    for one in wanted:
        near = (n for n in _near(cells, one) if n not in used and _alike(letters[n], one))
        same = next(near, None)
        if same is not None:
            used.add(same)
            if _looks(one.text) == "า":
                pairs.add((one.text, letters[same].text))
    added = [one for n, one in enumerate(letters) if n not in used and _stands(one)]
    blanks = {(round(one.x), round(one.y)) for one in printed if not one.text.strip()}
    shown = (one for one in added if one.text.strip() or (round(one.x), round(one.y)) not in blanks)
    seen_both = {("า", "า")} < pairs and any((half, half) in pairs for half in _HALVES)
    parted = seen_both and all(one == other for one, other in pairs)
    return _Told(len(wanted), len(used), parted), tuple(shown)


def _near(cells: dict[tuple[int, int], list[int]], letter: Letter) -> Iterator[int]:
    x, y = int(letter.x), int(letter.y)
    for column in (x - 1, x, x + 1):
        for row in (y - 1, y, y + 1):
            yield from cells.get((column, row), ())


def _alike(one: Letter, other: Letter) -> bool:
    near = abs(one.x - other.x) < _SAME and abs(one.y - other.y) < _SAME
    return near and _looks(one.text) == _looks(other.text)


def _looks(text: str) -> str:
    return _MIXED.get(text, text)


def _counts(letter: Letter) -> bool:
    return bool(letter.text.strip()) and not in_codes(letter.x, letter.y)


def _stands(letter: Letter) -> bool:
    return bool(letter.text) and not in_codes(letter.x, letter.y)


def joined(letters: Iterable[Letter]) -> str:
    """Write letters one after the other."""
    return "".join(one.text for one in letters)
