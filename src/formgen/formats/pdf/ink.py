"""Pictures of a page of a form -> where there is ink that the blank form does not have."""

from typing import Final

from PIL import Image, ImageChops

from formgen.formats.pdf.inscription import Box

FINE: Final = 8
"""Pixels a millimetre: the line of a tick is four and a half wide."""

STRONG: Final = 110
"""How much darker than the blank form ink is, of 255; what is fainter is only suspected."""

FAINT: Final = 16
INSIDE: Final = 0.5
"""Millimetres from the edge of a box to where its own outline has surely ended."""

OUTLINE: Final = 0.25
"""Millimetres by which the outline of a box may be drawn farther out."""

_FULL: Final = 255
_DARK: Final = 150
_LINE_SEEN: Final = 0.85  # of each side of an outline


def darker(blank: Image.Image, page: Image.Image, by: int) -> Image.Image:
    """Mark (255) the pixels that are darker than those of the blank form, by more than `by`."""
    return ImageChops.subtract(blank, page).point(_above(by))


def share(marked: Image.Image) -> float:
    """Return how much of a picture is marked."""
    return count(marked) / max(1, marked.width * marked.height)


def count(marked: Image.Image) -> int:
    """Count the marked pixels."""
    return marked.histogram()[_FULL]


def spread(marked: Image.Image, by: int) -> Image.Image:
    """Let what is marked grow by some pixels to all sides."""
    for step in _steps(by):
        for x, y in ((step, 0), (0, step)):
            moved = (_moved(marked, x, y), _moved(marked, -x, -y))
            marked = ImageChops.lighter(ImageChops.lighter(marked, moved[0]), moved[1])
    return marked


def shrunk(marked: Image.Image, by: int) -> Image.Image:
    """Let what is marked shrink by some pixels from all sides."""
    return ImageChops.invert(spread(ImageChops.invert(marked), by))


def but(marked: Image.Image, other: Image.Image) -> Image.Image:
    """Keep what is marked in one picture and not in the other."""
    return ImageChops.subtract(marked, other)


def cut(picture: Image.Image, box: Box) -> Image.Image:
    """Cut out a rectangle, given in millimetres."""
    left, top, right, bottom = (round(edge * FINE) for edge in box)
    return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def wiped(marked: Image.Image, box: Box) -> None:
    """Unmark a rectangle, given in millimetres, in place."""
    left, top, right, bottom = (round(edge * FINE) for edge in box)
    if right > left and bottom > top:
        marked.paste(0, (left, top, right, bottom))


def outlined(picture: Image.Image, box: Box) -> bool:
    """Tell whether a page has the four sides of a box where they are printed."""
    left, top, right, bottom = box
    sides = (
        Box(left, top - OUTLINE, right, top + INSIDE),
        Box(left, bottom - INSIDE, right, bottom + OUTLINE),
        Box(left - OUTLINE, top, left + INSIDE, bottom),
        Box(right - INSIDE, top, right + OUTLINE, bottom),
    )
    return all(_line(cut(picture, side)) >= _LINE_SEEN for side in sides)


def _line(strip: Image.Image) -> float:
    """Return the share of a strip's length along which there is ink anywhere across."""
    dark = strip.point([_FULL * (value < _DARK) for value in range(_FULL + 1)])
    long = dark if dark.width >= dark.height else dark.transpose(Image.Transpose.ROTATE_90)
    row = long.crop((0, 0, long.width, 1))
    for y in range(1, long.height):
        row = ImageChops.lighter(row, long.crop((0, y, long.width, y + 1)))
    return share(row)


def _steps(by: int) -> list[int]:
    """Part a distance into steps that each at most double what is there."""
    steps, reach = [], 0
    while reach < by:
        step = min(by - reach, 2 * reach + 1)
        steps.append(step)
        reach += step
    return steps


def _moved(picture: Image.Image, x: int, y: int) -> Image.Image:
    """Move a picture; what was outside is unmarked."""
    moved = Image.new("L", picture.size)
    moved.paste(picture, (x, y))
    return moved


def _above(level: int) -> list[int]:
    return [_FULL * (value > level) for value in range(_FULL + 1)]
