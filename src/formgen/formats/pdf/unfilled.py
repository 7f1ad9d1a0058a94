"""A form -> how its pages look before they are filled in, to hold returned pages against."""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageChops

from formgen.formats.pdf import ink
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter, Matrix, page_letters
from formgen.formats.pdf.objects import opened
from formgen.formats.pdf.pdfium import drawing
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.write import write
from formgen.model.form import Field, Form, Placement
from formgen.model.identity import BLANK, Copy
from formgen.model.survey import Kind

SIZE: Final = (round(FORM.width / MM * ink.FINE), round(FORM.height / MM * ink.FINE))
"""Of the picture of a page, in pixels."""

PIXELS: Final = Matrix(ink.FINE, 0.0, 0.0, ink.FINE)
"""From millimetres of the form to pixels."""

INSIDE: Final = 0.5
"""Millimetres from the edge of a box to where its own outline has surely ended."""

_SIGN: Final = 96  # pixels, which are points here
_CODES: Final = ("3", "4")  # of ✓ and ✔ in ZapfDingbats
_OWN: Final = Matrix(1 / MM, 0.0, 0.0, -1 / MM, 0.0, FORM.height / MM)


class Page(NamedTuple):
    """One page: its letters, in millimetres; its picture; the same with all ink a pixel wider."""

    letters: tuple[Letter, ...]
    picture: Image.Image
    wider: Image.Image


class Unfilled(NamedTuple):
    """A form before it is filled in.

    `tick` is the inside of a box with the form's own tick; `signs` are ✓ and ✔ as fonts have them,
    cut to what is black.
    """

    placements: tuple[Placement, ...]
    pages: tuple[Page, ...]
    tick: Image.Image
    signs: tuple[Image.Image, ...]


@lru_cache(maxsize=2)
def unfilled(form: Form) -> Unfilled:
    """Draw a form; the same form always gives the same."""
    blank = write(form, BLANK)
    with opened(blank.data) as pdf:
        pages = tuple(_pages(pdf, blank.data))
    return Unfilled(blank.placements, pages, _tick(form, blank.placements), _signs())


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
        )
        for one in letters
    )


def _pages(pdf: Pdf, data: bytes) -> Iterator[Page]:
    with drawing(data) as drawn:
        for number, page in enumerate(pdf.pages):
            picture = drawn.picture(number, _OWN @ PIXELS, SIZE)
            wider = ImageChops.invert(ink.spread(ImageChops.invert(picture), 1))
            yield Page(moved(page_letters(page.obj), _OWN), picture, wider)


def _tick(form: Form, placements: Sequence[Placement]) -> Image.Image:
    """Let the form tick one of its own boxes, and look at it; nothing where there is no box."""
    box = next((one for one in placements if one.control != one.field), None)
    if box is None:
        return Image.new("L", (1, 1))
    field = form.field(box.field)
    code = next(one.code for one in field.choices if field.control(one) == box.control)
    value: Mapping[str, object] = {field.name: (code,) if _several(field) else code}
    ticked = _flat(write(form, Copy(values=tuple(value.items()))).data)
    with drawing(ticked) as drawn:
        picture = drawn.picture(box.page - 1, _OWN @ PIXELS, SIZE)
    inside = ink.cut(picture, rectangle(box).grown(-INSIDE))
    return ink.darker(Image.new("L", inside.size, 255), inside, ink.STRONG)


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


def _several(field: Field) -> bool:
    return field.kind is Kind.SELECT_MULTIPLE


def _flat(data: bytes) -> bytes:
    with opened(data) as pdf:
        pdf.flatten_annotations("all")
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()
