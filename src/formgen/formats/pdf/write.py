"""Form + copy -> a fillable PDF."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Final, assert_never

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String

from formgen import fonts
from formgen.formats import Written
from formgen.formats.pdf import claims, corners
from formgen.formats.pdf.acroform import FIELD_FONT, add_fields
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.sheet import (
    HEIGHT,
    LEFT,
    MM,
    RIGHT,
    THIN,
    WIDTH,
    Control,
    Frame,
    Mark,
    Rule,
    Shade,
    Words,
)
from formgen.formats.pdf.tags import Element, add_structure
from formgen.formats.pdf.text import Align, Column, Run, number, set_line, set_text
from formgen.formats.pdf.values import fill_in
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form, Placement
from formgen.model.identity import Copy, page_code
from formgen.thai.numerals import to_thai

_VERSION: Final = "1.7"
_PRODUCER: Final = "formgen"
_NO_GLYPH: Final = 0
_SHADE: Final = 0.93  # of white
_FOOTER_SIZE: Final = 14 * fonts.TH_SARABUN
_FOOTER_Y: Final = HEIGHT - 11 * MM


def write(form: Form, copy: Copy) -> Written:
    """Write a copy; what all copies of a form share is made once.

    A form without fields, such as a report, is a document and no more: nothing in it says that it
    may come back.
    """
    blank = _blank(form)
    with Pdf.open(BytesIO(blank.data)) as pdf:
        claims.write(pdf, form, copy)
        if form.fields:
            _print_codes(pdf, form, copy)
            fill_in(pdf, form, copy)
        return Written(_saved(pdf), blank.placements)


@dataclass(frozen=True, slots=True)
class _Blank:
    data: bytes
    placements: tuple[Placement, ...]


@functools.lru_cache(maxsize=4)
def _blank(form: Form) -> _Blank:
    """What all copies of a form share: its pages, empty fields and structure."""
    layout = lay_out(form)
    if form.fields:
        _check_characters(layout)
    hidden = layout.root.add("Form", said=_PRODUCER) if form.fields else None
    canvas = PageCanvas((WIDTH, HEIGHT), form.title)
    drawn = [list(_draw_page(canvas, form, layout, page)) for page in range(len(layout.pages))]
    with canvas.finish() as pdf:
        widgets = add_fields(pdf, layout.controls, hidden) if hidden else []
        add_structure(pdf, layout.root, drawn, widgets)
        if hidden:
            claims.attach(pdf, form)
            # The codes in the corners are set in the font of the fields: it is there in any case.
            fonts_of_pages = pdf.pages[0].obj.Resources.Font
            fonts_of_pages[Name(f"/{fonts.field().name}")] = pdf.Root.AcroForm.DR.Font[FIELD_FONT]
        _describe(pdf, form)
        return _Blank(_saved(pdf), layout.placements)


def _check_characters(layout: Layout) -> None:
    """Raise FormgenError where the fonts lack a character of a form: a box would be printed.

    A report quotes what agencies wrote: there a box is better than no report.
    """
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


def _describe(pdf: Pdf, form: Form) -> None:
    pdf.Root.Lang = String(form.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(form.title), Producer=String(_PRODUCER))
    )


def _saved(pdf: Pdf) -> bytes:
    file = BytesIO()
    pdf.save(
        file,
        force_version=_VERSION,
        object_stream_mode=ObjectStreamMode.generate,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return file.getvalue()


# ---------------------------------------------------------------- pages


def _draw_page(canvas: PageCanvas, form: Form, layout: Layout, page: int) -> Iterator[Element]:
    """Draw a page; go through the elements whose content it shows, by their numbers on it.

    Each line has a number: poppler does not find the lines after the first under one number.
    """
    marks = (*layout.pages[page], *_footer(form, page + 1, len(layout.pages)))
    shown = 0
    for element, group in groupby(marks, _element):
        if element is None:
            canvas.addLiteral("/Artifact BMC")
            for mark in group:
                _draw(canvas, mark)
            canvas.addLiteral("EMC")
            continue
        for mark in group:
            canvas.addLiteral(f"/{element.tag} <</MCID {shown}>> BDC")
            _draw(canvas, mark)
            canvas.addLiteral("EMC")
            shown += 1
            yield element
    canvas.showPage()


def _element(mark: Mark) -> Element | None:
    return mark.element if isinstance(mark, Words) else None


def _draw(canvas: PageCanvas, mark: Mark) -> None:
    match mark:
        case Words(x, y, line):
            canvas.draw(line, x, HEIGHT - y)
        case Rule(x, y, width, height):
            start, end = _point(x, y), _point(x + width, y + height)
            canvas.addLiteral(f"{number(THIN)} w {start} m {end} l S")
        case Frame(x, y, width, height, line):
            inner = (x + line / 2, y + line / 2, width - line, height - line)
            canvas.addLiteral(f"{number(line)} w {_rectangle(*inner)} S")
        case Shade(x, y, width, height):
            canvas.addLiteral(f"{number(_SHADE)} g {_rectangle(x, y, width, height)} f 0 g")
        case Control():
            pass
        case _:
            assert_never(mark)


def _point(x: float, y: float) -> str:
    return f"{number(x)} {number(HEIGHT - y)}"


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"{_point(x, y + height)} {number(width)} {number(height)} re"


def _footer(form: Form, page: int, pages: int) -> Iterator[Words]:
    """Set the page number in the middle and the form code at the right."""
    texts = {Align.CENTER: to_thai(f"หน้า {page} จาก {pages}"), Align.RIGHT: form.code}
    for align, text in texts.items():
        column = Column(RIGHT - LEFT, _FOOTER_SIZE, align=align)
        for line in set_text((Run(text, fonts.regular()),), column):
            yield Words(LEFT, _FOOTER_Y, line)


def _print_codes(pdf: Pdf, form: Form, copy: Copy) -> None:
    """Print in the corners of each page which copy and page it is."""
    squares = [_rectangle(*square) for square in corners.SQUARES]
    for n, page in enumerate(pdf.pages, 1):
        codes = {corner: page_code(form, copy.token, n, corner) for corner in corners.CODED}
        bars = [
            _rectangle(*bar) for corner, code in codes.items() for bar in corners.code(corner, code)
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
        yield line.operators(place.x, HEIGHT - baseline)
