"""An empty form -> how its pages look, to hold returned pages against."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pikepdf import Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageChops

from formgen.formats.pdf import ink
from formgen.formats.pdf.annotations import annotations, spot
from formgen.formats.pdf.fieldtree import file_fields
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter, Matrix, page_letters
from formgen.formats.pdf.objects import Item, entry, opened
from formgen.formats.pdf.pdfium import Drawing, drawing
from formgen.formats.pdf.placed import placements_of
from formgen.formats.pdf.registering import lie_of
from formgen.formats.pdf.sheet import FORM, MM
from formgen.model.form import Form, Placement

SIZE: Final = (round(FORM.width / MM * ink.FINE), round(FORM.height / MM * ink.FINE))
"""Of the picture of a page, in pixels."""

PIXELS: Final = Matrix(ink.FINE, 0.0, 0.0, ink.FINE)
"""From millimetres of the form to pixels."""

_SIGN: Final = 96  # pixels, which are points here
_CODES: Final = ("3", "4")  # of ✓ and ✔ in ZapfDingbats
_OWN: Final = Matrix(1 / MM, 0.0, 0.0, -1 / MM, 0.0, FORM.height / MM)


class Page(NamedTuple):
    """One page: its letters, in millimetres; its picture; the same with all ink a pixel wider."""

    letters: tuple[Letter, ...]
    picture: Image.Image
    wider: Image.Image


class SetOut(NamedTuple):
    """Where a form has its controls and letters: the number of each page of the file, its own."""

    placements: tuple[Placement, ...]
    numbers: tuple[int, ...]
    letters: Mapping[int, tuple[Letter, ...]]


class Unfilled(NamedTuple):
    """A form before it is filled in.

    `pages` are known by their numbers in the form. `tick` is the inside of a box with the form's
    own tick; `signs` are ✓ and ✔ as fonts have them, cut to what is black.
    """

    placements: tuple[Placement, ...]
    pages: Mapping[int, Page]
    tick: Image.Image
    signs: tuple[Image.Image, ...]


@lru_cache(maxsize=8)
def set_out(form: Form, data: bytes) -> SetOut:
    """Find what an empty form prints and where, without drawing it."""
    with opened(data) as pdf:
        printed = [page_letters(page.obj) for page in pdf.pages]
        lies = [lie_of(letters) for letters in printed]
        numbers = [lie.mark.page if lie else n for n, lie in enumerate(lies, 1)]
        pages = annotations(pdf)
        found = placements_of(form, file_fields(pdf, pages), pages)
    placements = tuple(replace(one, page=numbers[one.page - 1]) for one in found)
    letters = (moved(one, _OWN) for one in printed)
    return SetOut(placements, tuple(numbers), dict(zip(numbers, letters, strict=True)))


@lru_cache(maxsize=2)
def unfilled(form: Form, data: bytes) -> Unfilled:
    """Draw an empty form, of whatever version; the same bytes always give the same."""
    placements, numbers, letters = set_out(form, data)
    with drawing(data) as drawn:
        pages = {page: _page(drawn, n, letters[page]) for n, page in enumerate(numbers)}
    return Unfilled(placements, pages, _tick(data), _signs())


def rectangle(placement: Placement) -> Box:
    """Return where a control stands on its page."""
    right, bottom = placement.x + placement.width, placement.y + placement.height
    return Box(placement.x, placement.y, right, bottom)


def moved(letters: Sequence[Letter], place: Matrix) -> tuple[Letter, ...]:
    """Give letters their places, and their size, in millimetres of the form."""
    scale = abs(place.a * place.d - place.b * place.c) ** 0.5
    return tuple(
        Letter(
            one.text,
            *place.at(one.x, one.y),
            *place.at(one.x2, one.y2),
            one.em * scale,
            one.shown,
            one.font,
            one.own,
        )
        for one in letters
    )


def _page(drawn: Drawing, number: int, letters: tuple[Letter, ...]) -> Page:
    picture = drawn.picture(number, _OWN @ PIXELS, SIZE)
    wider = ImageChops.invert(ink.spread(ImageChops.invert(picture), 1))
    return Page(letters, picture, wider)


def _tick(data: bytes) -> Image.Image:
    """Let the form tick one of its own boxes, and look at it; nothing where there is no box."""
    with opened(data) as pdf:
        boxes = ((n, one) for n, one in annotations(pdf).values() if _states(one))
        page, box = next(boxes, (0, None))
        if not isinstance(box, Object):
            return Image.new("L", (1, 1))
        box.AS = Name(_states(box)[0])
        place = spot(box, page)
        pdf.flatten_annotations("all")
        file = io.BytesIO()
        pdf.save(file)
    with drawing(file.getvalue()) as drawn:
        picture = drawn.picture(page - 1, _OWN @ PIXELS, SIZE)
    edges = (*_OWN.at(place.left, place.top), *_OWN.at(place.right, place.bottom))
    inside = ink.cut(picture, Box(*edges).grown(-ink.INSIDE))
    return ink.darker(Image.new("L", inside.size, 255), inside, ink.STRONG)


def _states(annotation: Item) -> list[str]:
    """Return what a box can show but for nothing; no states of what is no box."""
    shown = entry(entry(annotation, "/AP"), "/N")
    if isinstance(shown, Stream) or not isinstance(shown, Dictionary):
        return []
    return [key for key in map(str, shown) if key != "/Off"]


@cache
def _signs() -> tuple[Image.Image, ...]:
    """Draw ✓ and ✔ in the font for signs that PDFium has."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    pictures = []
    with Pdf.new() as pdf:
        for _ in _CODES:
            pdf.add_blank_page(page_size=(_SIGN, _SIGN))
        for page, code in zip(pdf.pages, _CODES, strict=True):
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            words = f"BT /F {_SIGN / 2} Tf {_SIGN / 4} {_SIGN / 4} Td ({code}) Tj ET"
            page.obj.Contents = pdf.make_stream(words.encode())
        file = io.BytesIO()
        pdf.save(file)
    with drawing(file.getvalue()) as drawn:
        for number in range(len(_CODES)):
            picture = drawn.upright(number, Matrix(), (_SIGN, _SIGN))
            dark = ink.darker(Image.new("L", picture.size, 255), picture, ink.STRONG)
            pictures.append(dark.crop(dark.getbbox()))
    return tuple(pictures)
