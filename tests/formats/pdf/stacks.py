"""Every stack of Thai marks, drawn on sheets by our own writer; and what pixels tell of them."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from io import BytesIO
from itertools import product
from typing import TypeAlias

import pypdfium2
from PIL import Image, ImageChops

from formgen.fonts import EM, Face, Glyph
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.sheet import SIZE
from formgen.formats.pdf.text import Run, SetLine, set_line

Render: TypeAlias = Callable[[bytes, int], Image.Image]
"""PDF of one page, pixels a point -> its picture in grey."""
Shaper: TypeAlias = Callable[[Face, str], Sequence[Glyph]]

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]  # with ฤ and ฦ
UPPER = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d"
LOWER = "\u0e38\u0e39\u0e3a"
FOOTED = "ญฐฎฏฤฦ"  # they stand otherwise, or have no foot, over a vowel
TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
AM = "\u0e33"
_STACKS = (
    *(c + v + t for c, v, t in product(CONSONANTS, ["", *UPPER, *LOWER], ["", *TONES])),
    *(c + t + AM for c, t in product(CONSONANTS, ["", *TONES[:4]])),
    *(c + "\u0e4e" for c in CONSONANTS),
    *"ฯๆะาๅเแโใไ",
)
STACKS = tuple(sorted(_STACKS))
"""A consonant, what is over or under it, a tone mark, sara am; and what stands alone."""

SCALE = 5  # pixels a point: an em is 53 of them
WIDTH, HEIGHT = 19, 22  # of a cell, in points
COLUMNS = 42
_PART = 5 * 72  # five consonants with all that may stand over and under them
_PEN = (4.0, 7.0)  # in a cell, from its lower left corner
_INKED = 100  # of 255: what is darker is ink
_LEAST = 16  # pixels: the smallest mark, the dot under a letter, has 25


def shaped(face: Face, text: str) -> Sequence[Glyph]:
    """The glyphs as our own text is set."""
    return face.shape(text)


def typed(face: Face, text: str) -> Sequence[Glyph]:
    """One glyph for each character in its usual place, as viewers set what is typed."""
    codes = [face.shape(character)[0].code for character in text if character != AM]
    if text.endswith(AM):
        codes.append(face._glyph(AM))
    return [Glyph(face, code, at, face.width(code), 0, 0) for at, code in enumerate(codes)]


def by_pdfium(data: bytes, scale: int) -> Image.Image:
    """Draw the page as Chrome and Edge do."""
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        image = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
    return image


@dataclass(frozen=True)
class Sheet:
    """The pictures of some stacks: whole, and each of their glyphs alone in its place."""

    stacks: tuple[str, ...]
    whole: Image.Image
    layers: tuple[Image.Image, ...]

    @cached_property
    def ink(self) -> Mapping[str, float]:
        """How many pixels of a stack are dark."""
        inverse = ImageChops.invert(self.whole).convert("F")
        means = inverse.resize((COLUMNS, rows_of(self.whole)), Image.Resampling.BOX)
        cells = [mean * WIDTH * HEIGHT * SCALE**2 / 255 for mean in array("f", means.tobytes())]
        return dict(zip(self.stacks, cells, strict=False))

    @cached_property
    def inks(self) -> Sequence[Image.Image]:
        """The layers, white where there is ink."""
        return [inked(layer) for layer in self.layers]

    def missing(self) -> set[str]:
        """The stacks that lack a mark: with it there is no more ink than without it."""
        return {
            stack
            for stack in self.stacks
            for shorter in {stack[:-1], stack[0] + stack[2:]} & (self.ink.keys() - {stack})
            if self.ink[stack] < self.ink[shorter] + _LEAST
            and not (stack[0] in FOOTED and set(stack) & set(LOWER) - set(shorter))
        }

    def colliding(self, gap: int = 0) -> set[str]:
        """The stacks in which ink of two glyphs meets, or comes nearer than so many pixels."""
        first, *others = self.inks
        found = set()
        for layer in others:
            found |= self._where(ImageChops.darker(first, grown(layer, gap)))
            first = ImageChops.lighter(first, layer)
        return found

    def displaced(self) -> set[str]:
        """The stacks that are not the sum of their glyphs: something is cut off or elsewhere."""
        whole, parts = inked(self.whole), reduce(ImageChops.lighter, self.inks)
        pairs = ((whole, parts), (parts, whole))
        return set().union(
            *(self._where(ImageChops.subtract(one, grown(other, 1))) for one, other in pairs)
        )

    def _where(self, mask: Image.Image) -> set[str]:
        """The stacks in whose cells a mask has anything."""
        high, wide = HEIGHT * SCALE, WIDTH * SCALE
        found = set()
        for row in range(rows_of(mask)):
            band = mask.crop((0, row * high, mask.width, (row + 1) * high))
            if band.getbbox():
                for column, stack in enumerate(self.stacks[row * COLUMNS : (row + 1) * COLUMNS]):
                    if band.crop((column * wide, 0, (column + 1) * wide, high)).getbbox():
                        found.add(stack)
        return found


def rows_of(picture: Image.Image) -> int:
    return picture.height // (HEIGHT * SCALE)


def inked(picture: Image.Image) -> Image.Image:
    """White where there is ink, black elsewhere."""
    return picture.point(lambda grey: 255 * (grey < 255 - _INKED))


def grown(mask: Image.Image, pixels: int) -> Image.Image:
    """White has grown by so many pixels each way; there is none at the edges."""
    for _ in range(pixels):
        for x, y in ((1, 0), (0, 1)):
            aside = (ImageChops.offset(mask, *way) for way in ((x, y), (-x, -y)))
            mask = reduce(ImageChops.lighter, aside, mask)
    return mask


def sheet(face: Face, shaper: Shaper, render: Render, stacks: Sequence[str] = STACKS) -> Sheet:
    """Draw stacks by our writer, and glyph by glyph without it."""
    glyphs = [shaper(face, stack) for stack in stacks]
    apart = [list(_apart(some)) for some in glyphs]
    own = shaper is shaped
    whole = [[(set_line((Run(one, face),), SIZE), 0.0)] for one in stacks] if own else apart
    count = max(map(len, apart))
    layers = [[some[n : n + 1] for some in apart] for n in range(count)]
    pictures = tuple(render(_drawn(layer), SCALE) for layer in layers)
    return Sheet(tuple(stacks), render(_drawn(whole), SCALE), pictures)


def sheets(face: Face, shaper: Shaper, stacks: Sequence[str] = STACKS) -> Iterator[Sheet]:
    """Draw with PDFium, on small sheets: they are compared twice as fast as a large one."""
    for n in range(0, len(stacks), _PART):
        yield sheet(face, shaper, by_pdfium, stacks[n : n + _PART])


def _apart(glyphs: Sequence[Glyph]) -> Iterator[tuple[SetLine, float]]:
    """Each glyph alone where it belongs, and how far over the line."""
    pen = 0
    for face, code, _, advance, dx, dy in glyphs:
        body = f"/{face.name} {SIZE} Tf <{code:04X}> Tj"
        yield (
            SetLine("", (pen + dx) * SIZE / EM, 0.0, body, {face: frozenset([code])}),
            dy * SIZE / EM,
        )
        pen += advance


def _drawn(cells: Sequence[Sequence[tuple[SetLine, float]]]) -> bytes:
    """Draw each cell's lines, row by row."""
    rows = -(-len(cells) // COLUMNS)
    canvas = PageCanvas((COLUMNS * WIDTH, rows * HEIGHT), "ทดสอบ")
    for n, lines in enumerate(cells):
        x, y = n % COLUMNS * WIDTH + _PEN[0], (rows - 1 - n // COLUMNS) * HEIGHT + _PEN[1]
        for line, rise in lines:
            canvas.draw(line, x, y + rise)
    file = BytesIO()
    with canvas.finish() as pdf:
        pdf.save(file, static_id=True)
    return file.getvalue()
