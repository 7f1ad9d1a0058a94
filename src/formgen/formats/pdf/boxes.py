"""The ink in and around one printed box -> whether it is ticked."""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from PIL import Image, ImageChops

from formgen.formats.pdf import ink
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter
from formgen.formats.pdf.seen import Seen
from formgen.formats.pdf.unfilled import Unfilled

_TICKS: Final = ("✓", "✔")
_CLEAN: Final = 0.004  # share of the inside; less than this is the making of a printer
_MOST: Final = 0.5  # a fuller box was painted over
_LEAST: Final = 0.06
_BESIDE: Final = 0.02  # of the inside may be dark where a tick has no line
_BROKEN: Final = 0.1  # of the line of a tick may be missing
_EDGE: Final = 0.25  # mm within the inside: what comes so near may have crossed the outline
_AROUND: Final = 1.2  # mm around a box in which nothing is printed
_SPECKS: Final = 6  # pixels
_SMALL: Final = (32, 32)  # pixels, to which signs are brought to be compared
_HALVED: Final = [0] * 128 + [255] * 128
_SLIM: Final = 0.8  # how much slimmer a sign may be
_SHARED: Final = 0.8  # of what is black in either of two signs that are alike


class Tick(Enum):
    """Whether a box is ticked; UNSURE is for a person to decide."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def ticked(seen: Seen, box: Box, letters: Sequence[Letter], blank: Unfilled) -> Tick:
    """Look at a box: empty, or with just the tick that a program draws; all else is unsure.

    A tick looks as the form's own, or is a single letter ✓ that keeps off the outline and looks as
    one. Every other mark may have been meant to take one back.
    """
    tick = blank.tick
    inside = box.grown(-ink.INSIDE)
    marked = _fitted(ink.cut(seen.strong, inside), tick.size)
    clean = ink.outlined(seen.picture, box) and not _around(seen, box)
    written = [one for one in letters if one.text.strip()]
    if not written and ink.share(ink.cut(seen.faint, inside)) <= _CLEAN:
        return Tick.NO if clean else Tick.UNSURE
    if not clean:
        return Tick.UNSURE
    own = _looks_as(marked, tick)
    if written:
        alone = len(written) == 1 and written[0].text in _TICKS and _stands_free(marked)
        typed = alone and any(_alike(marked, sign) for sign in blank.signs)
        return Tick.YES if typed else Tick.UNSURE
    return Tick.YES if own else Tick.UNSURE


def _looks_as(marked: Image.Image, tick: Image.Image) -> bool:
    """Tell whether a mark is a tick: ink wherever its line runs, and nowhere else."""
    beside = ink.share(ink.but(marked, ink.spread(tick, 2)))
    core = ink.shrunk(tick, 1)
    broken = ink.count(ink.but(core, ink.spread(marked, 1))) / max(1, ink.count(core))
    return bool(ink.count(core)) and beside <= _BESIDE and broken <= _BROKEN


def _stands_free(marked: Image.Image) -> bool:
    edge = round(_EDGE * ink.FINE)
    middle = marked.crop((edge, edge, marked.width - edge, marked.height - edge))
    return _LEAST < ink.share(marked) < _MOST and ink.count(middle) == ink.count(marked)


def _alike(marked: Image.Image, sign: Image.Image) -> bool:
    """Tell whether what is black has the form of a sign, whatever its size."""
    black = marked.crop(marked.getbbox())
    wide, high = black.size
    if not _SLIM < (wide / high) / (sign.width / sign.height) < 1 / _SLIM:
        return False
    one, other = (each.resize(_SMALL).point(_HALVED) for each in (black, sign))
    shared, both = ImageChops.darker(one, other), ImageChops.lighter(one, other)
    return ink.count(shared) >= _SHARED * max(1, ink.count(both))


def _fitted(marked: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Give two pictures of insides, which may differ by a pixel, one size."""
    if marked.size == size:
        return marked
    fitted = Image.new("L", size)
    fitted.paste(marked, (0, 0))
    return fitted


def _around(seen: Seen, box: Box) -> bool:
    """Tell whether there is ink around a box that the form does not have there."""
    window = box.grown(_AROUND)
    ring = ink.cut(seen.strange, window).copy()
    grown = _AROUND - ink.OUTLINE
    side = window.right - window.left - grown
    ink.wiped(ring, Box(grown, grown, side, side))
    return ink.count(ring) > _SPECKS
