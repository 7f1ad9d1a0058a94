"""One page of a printed copy, laid over the page of the blank form: what has been added to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from PIL import Image

from formgen.formats.pdf import corners, ink, qr
from formgen.formats.pdf.inscription import Box, bounds
from formgen.formats.pdf.letters import Letter, Lines, Matrix
from formgen.formats.pdf.pdfium import Drawing
from formgen.formats.pdf.registering import Lie
from formgen.formats.pdf.sheet import MM
from formgen.formats.pdf.sifting import Sifted, in_codes, sifted
from formgen.formats.pdf.unfilled import PIXELS, SIZE, Page, moved

BODY: Final = 0.45
"""Ems: the height of a letter without what stands above it."""

# Lengths are in millimetres.
_AROUND: Final = 2.0  # of a corner square: what is white, and how far off it is looked for
_SQUARE_OFF: Final = 0.3  # by which a side of a square may differ
_STILL_OFF: Final = 0.1  # by which a square may be off after the page was put right
_PLACED: Final = 0.04  # nearer than this nothing is to be put right
_DARK: Final = 128
_LOST: Final = 0.3  # share of the printed ink; a page that lacks more is covered, or not drawn
_TRUE: Final = 0.995  # share of the printed letters that a text layer must tell as they are
_SET: Final = 0.9  # share of them that stand where they did, if nobody has set them again
_PALE: Final = 35  # as `ink.FAINT`, where a program has other greys as well
_LONGER: Final = 4.0  # by which lines that are set again are longer, at most
_LEGEND: Final = 0.25  # around the letters of a code
_SQUARES: Final = tuple(
    Box(one.x / MM, one.y / MM, (one.x + one.width) / MM, (one.y + one.height) / MM)
    for one in corners.SQUARES
)
_PAGE: Final = Box(0.0, 0.0, SIZE[0] / ink.FINE, SIZE[1] / ink.FINE)

Moved: TypeAlias = Sequence[tuple[Letter, Letter]]
"""Letters of the form that are drawn otherwise: as they were printed, and as they stand."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it came back: what it has and the blank form has not.

    `added` are letters, `lines` where lines run and pictures lie. `strong` and `faint` mark ink in
    boxes and frames; `strange` marks ink that stands farther than a pixel from all that is printed.
    `true`: the text layer tells the printed words of the form as they are, so that it can be
    believed in what was written. `anew`: it does not, and a program has set these words again, so
    that letters and ink of the form look as if they were added. `told`: how the layer tells halves
    of ำ, as `Sifted` has it.
    """

    picture: Image.Image
    added: tuple[Letter, ...]
    lines: tuple[Lines, ...]
    strong: Image.Image
    faint: Image.Image
    strange: Image.Image
    true: bool
    anew: bool
    told: frozenset[bool]


def seen(
    drawn: Drawing,
    number: int,
    content: tuple[Sequence[Letter], Sequence[Lines]],
    lie: Lie,
    blank: Page,
    areas: Sequence[Box],
) -> Seen | None:
    """Look at a page; None where it does not lie as its codes say, or is not drawn whole.

    In `areas`, those of its boxes and frames, the form prints nothing.
    """
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
    codes = {corner: moved(code, place) for corner, code in lie.codes.items()}
    of_codes = {one for code in lie.codes.values() for one in code}
    others = [one for one in letters if one not in of_codes]
    told = sifted(moved(others, place), blank.letters, areas)
    if _lost(picture, blank.picture, told.moved) > _LOST:
        return None
    drawn_lines = tuple(
        Lines(tuple(place.at(*point) for point in one.points), one.picture) for one in lines
    )
    true = _is_true(told)
    anew = not true and told.kept - len(told.moved) < _SET * told.wanted
    strange = ink.darker(blank.wider, picture, _PALE if anew else ink.FAINT)
    _wipe_moved(strange, told.moved, drawn_lines)
    _wipe_printed(strange, picture, codes)
    return Seen(
        picture,
        told.added,
        drawn_lines,
        ink.darker(blank.picture, picture, ink.STRONG),
        ink.darker(blank.picture, picture, ink.FAINT),
        strange,
        true and (_is_in_place(told) or all(ink.outlined(picture, one) for one in areas)),
        anew,
        told.told,
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


def _lost(picture: Image.Image, blank: Image.Image, moved: Moved) -> float:
    """Return the share of the printed ink that is not on the page, but for what moved."""
    printed = blank.point([255 * (value < _DARK) for value in range(256)])
    for letter, _ in moved:
        ink.wiped(printed, _around(letter))
    there = picture.point([255 * (value < _DARK + ink.STRONG // 2) for value in range(256)])
    missing = ink.count(ink.but(printed, ink.spread(there, 3)))
    return missing / max(1, ink.count(printed))


def _is_true(told: Sifted) -> bool:
    """Tell whether the text layer says what the form prints."""
    return told.kept >= _TRUE * told.wanted


def _is_in_place(told: Sifted) -> bool:
    """Tell whether it says so where the form does; else the boxes have to prove their places."""
    return told.kept - len(told.moved) >= _TRUE * told.wanted


# ---------------------------------------------------------------- ink


def _wipe_printed(
    strange: Image.Image, picture: Image.Image, codes: Mapping[str, Sequence[Letter]]
) -> None:
    """Unmark the squares and codes in the corners, but not what is drawn over or beside codes."""
    for square in _SQUARES:
        ink.wiped(strange, square.grown(_SQUARE_OFF))
    for corner, code in codes.items():
        for letter in code:
            body = Box(letter.x, letter.y - letter.em, letter.x2, letter.y)
            ink.wiped(strange, body.grown(_LEGEND))
        symbol = ink.spread(_symbol(joined(code)), 1)
        left, top = (round(edge / MM * ink.FINE) for edge in corners.ORIGINS[corner])
        there = picture.crop((left, top, left + symbol.width, top + symbol.height))
        black = ink.darker(Image.new("L", symbol.size, 255), there, ink.FAINT)
        strange.paste(ink.but(black, symbol), (left, top))


def _symbol(code: str) -> Image.Image:
    """Mark the black of a code as it is printed."""
    size = (qr.ROW, qr.SIDE)
    modules = qr.symbol(code).to_bytes(qr.ROW * qr.SIDE // 8, "little")
    black = Image.frombytes("1", size, modules, "raw", "1;R").convert("L")
    side = round(qr.SIDE * corners.MODULE / MM * ink.FINE)
    return black.crop((0, 0, qr.SIDE, qr.SIDE)).resize((side, side), Image.Resampling.NEAREST)


def wipe_lines(marked: Image.Image, letters: Iterable[Letter]) -> None:
    """Unmark the lines of the form wherever a program may have set them, longer or shorter."""
    for letter in letters:
        left, top, right, bottom = _around(letter)
        ink.wiped(marked, Box(left - _LONGER, top, right + _LONGER, bottom))


def _wipe_moved(strange: Image.Image, moved: Moved, lines: Sequence[Lines]) -> None:
    """Unmark the letters of the form that are drawn otherwise, but not what is drawn over them."""
    if not moved:
        return
    edges = [
        (one, bounds(one.points))
        for one in lines
        if one.points and (one.picture or not in_codes(*one.points[0]))
    ]
    for _, letter in moved:
        body = Box(letter.x, letter.y - BODY * letter.em, letter.x2, letter.y)
        over = (one for one, box in edges if not box.apart(body))
        if not any(body.met(one) for one in over):
            ink.wiped(strange, _around(letter))


def _around(letter: Letter) -> Box:
    """Return where a letter and its marks may have ink."""
    side = letter.em / 4
    top, bottom = letter.y - 1.3 * letter.em, letter.y + 0.45 * letter.em
    return Box(letter.x - side, top, letter.x2 + side, bottom)


# ---------------------------------------------------------------- letters


def joined(letters: Iterable[Letter]) -> str:
    """Write letters one after the other."""
    return "".join(one.text for one in letters)
