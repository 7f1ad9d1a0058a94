"""Form + copy -> a fillable PDF."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pikepdf import Name, Pdf

from formgen import fonts
from formgen.formats import Written
from formgen.formats.pdf import claims, corners, pages
from formgen.formats.pdf.acroform import FIELD_FONT, add_fields
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.sheet import FORM, Words
from formgen.formats.pdf.tags import add_structure
from formgen.formats.pdf.text import Run, set_line
from formgen.formats.pdf.values import fill_in
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form, Placement
from formgen.model.identity import Copy, page_code

_NO_GLYPH: Final = 0


def write(form: Form, copy: Copy) -> Written:
    """Write a copy; what all copies of a form share is made once."""
    blank = _blank(form)
    with Pdf.open(BytesIO(blank.data)) as pdf:
        claims.write(pdf, form, copy)
        _print_codes(pdf, form, copy)
        fill_in(pdf, form, copy)
        return Written(pages.saved(pdf), blank.placements)


@dataclass(frozen=True, slots=True)
class _Blank:
    data: bytes
    placements: tuple[Placement, ...]


@functools.lru_cache(maxsize=4)
def _blank(form: Form) -> _Blank:
    """What all copies of a form share: its pages, empty fields and structure."""
    layout = lay_out(form)
    _check_characters(layout)
    hidden = layout.root.add("Form", said=pages.PRODUCER)
    canvas = PageCanvas((FORM.width, FORM.height), form.title)
    drawn = pages.draw(canvas, layout, pages.footer(form.code))
    with canvas.finish() as pdf:
        widgets = add_fields(pdf, layout.controls, hidden)
        add_structure(pdf, layout.root, drawn, widgets)
        claims.attach(pdf, form)
        # The codes in the corners are set in the font of the fields: it is there in any case.
        fonts_of_pages = pdf.pages[0].obj.Resources.Font
        fonts_of_pages[Name(f"/{fonts.field().name}")] = pdf.Root.AcroForm.DR.Font[FIELD_FONT]
        pages.describe(pdf, form.title, form.language)
        return _Blank(pages.saved(pdf), layout.placements)


def _check_characters(layout: Layout) -> None:
    """Raise FormgenError where the fonts lack a character of a form: a box would be printed."""
    words = (mark for page in layout.pages for mark in page if isinstance(mark, Words))
    lacking = {
        character
        for mark in words
        if any(_NO_GLYPH in codes for codes in mark.line.codes.values())
        for character in mark.line.text
        if any(glyph.code == _NO_GLYPH for glyph in fonts.regular().shape(character))
    }
    if lacking:
        characters = tuple(f"{one} U+{ord(one):04X}" for one in sorted(lacking))
        told = found(Code.TEXT_CANNOT_PRINT, characters=characters)
        raise FormgenError([told], Exit.CONTENT)


# ---------------------------------------------------------------- codes


def _print_codes(pdf: Pdf, form: Form, copy: Copy) -> None:
    """Print in the corners of each page which copy and page it is."""
    squares = [pages.rectangle(FORM, *square) for square in corners.SQUARES]
    for n, page in enumerate(pdf.pages, 1):
        codes = {corner: page_code(form, copy.token, n, corner) for corner in corners.CODED}
        bars = [
            pages.rectangle(FORM, *bar)
            for corner, code in codes.items()
            for bar in corners.code(corner, code)
        ]
        legends = (each for corner, code in codes.items() for each in _legend(corner, code))
        body = "\n".join(["/Artifact BMC q 0 g", *squares, *bars, "f", *legends, "Q EMC"])
        page.contents_add(pdf.make_stream(body.encode("ascii")))


def _legend(corner: str, code: str) -> Iterator[str]:
    """Set a code for the eye in two lines."""
    place = corners.legend(corner)
    half = len(code) // 2
    for baseline, text in zip(place.baselines, (code[:half], code[half:]), strict=True):
        line = set_line((Run(text, fonts.field()),), corners.LEGEND_SIZE)
        yield line.operators(place.x, FORM.height - baseline)
