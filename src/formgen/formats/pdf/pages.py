"""Laid-out pages -> a PDF: drawn, tagged, described and saved."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Final, TypeAlias, assert_never

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from formgen import fonts
from formgen.formats.pdf import srgb
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import Layout
from formgen.formats.pdf.sheet import (
    MM,
    THIN,
    Control,
    Figure,
    Frame,
    Mark,
    Rule,
    Shade,
    Sheet,
    Words,
)
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Align, Column, Run, number, set_text
from formgen.thai.numerals import to_thai

PRODUCER: Final = "formgen"
NO_GLYPH: Final = 0
"""The code of what the fonts lack: an empty box."""

_VERSION: Final = "1.7"
_SHADE: Final = 0.93  # of white
_EDGE_SIZE: Final = 14 * fonts.TH_SARABUN
FOOT: Final = 11 * MM
"""How far a footer stands from the lower edge of the paper."""

Edges: TypeAlias = Callable[[Sheet, int, int], Iterable[Words]]
"""What stands at the edges of a page: the sheet, the page from 1, how many pages there are."""


def draw(canvas: PageCanvas, layout: Layout, edges: Edges) -> list[list[Element]]:
    """Draw all pages; return of each the elements that it shows, by their numbers on it."""
    pages = len(layout.pages)
    return [
        list(_draw_page(canvas, layout.sheet, (*marks, *edges(layout.sheet, page, pages))))
        for page, marks in enumerate(layout.pages, 1)
    ]


def footer(text: str) -> Edges:
    """Set the page number in the middle of the foot and a text at the right."""

    def edges(sheet: Sheet, page: int, pages: int) -> Iterator[Words]:
        texts = {Align.CENTER: to_thai(f"หน้า {page} จาก {pages}"), Align.RIGHT: text}
        for align, words in texts.items():
            yield from edge_words(words, align, sheet, sheet.height - FOOT)

    return edges


def edge_words(
    text: str, align: Align, sheet: Sheet, y: float, size: float = _EDGE_SIZE
) -> Iterator[Words]:
    """Set a line outside of the text, its baseline at y."""
    column = Column(sheet.line, size, align=align)
    for line in set_text((Run(text, fonts.regular()),), column):
        yield Words(sheet.left, y, line)


def describe(pdf: Pdf, title: str, language: str) -> None:
    """Say what the document is called, in which language it is, and what its colours are."""
    profile = Stream(pdf, srgb.profile(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(srgb.NAME),
        Info=String(srgb.NAME),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title), Producer=String(PRODUCER)))


def saved(pdf: Pdf) -> bytes:
    """The file, to be written anew by a master; the same bytes for the same pages."""
    file = BytesIO()
    pdf.save(
        file,
        force_version=_VERSION,
        object_stream_mode=ObjectStreamMode.disable,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return file.getvalue()


@lru_cache(maxsize=4096)
def is_lacking(character: str) -> bool:
    """Tell whether the fonts have no picture of a character."""
    return any(glyph.code == NO_GLYPH for glyph in fonts.regular().shape(character))


def rectangle(sheet: Sheet, x: float, y: float, width: float, height: float) -> str:
    """The outline of a rectangle, from its top left corner, as PDF draws it."""
    return f"{_point(sheet, x, y + height)} {number(width)} {number(height)} re"


def _draw_page(canvas: PageCanvas, sheet: Sheet, marks: Iterable[Mark]) -> Iterator[Element]:
    """Draw a page; go through the elements whose content it shows, by their numbers on it.

    Each line has a number: poppler does not find the lines after the first under one number.
    """
    shown = 0
    for element, group in groupby(marks, _element):
        if element is None:
            canvas.addLiteral("/Artifact BMC")
            for mark in group:
                _draw(canvas, sheet, mark)
            canvas.addLiteral("EMC")
            continue
        for mark in group:
            canvas.addLiteral(f"/{element.tag} <</MCID {shown}>> BDC")
            _draw(canvas, sheet, mark)
            canvas.addLiteral("EMC")
            shown += 1
            yield element
    canvas.showPage()


def _element(mark: Mark) -> Element | None:
    return mark.element if isinstance(mark, Words | Figure) else None


def _draw(canvas: PageCanvas, sheet: Sheet, mark: Mark) -> None:
    match mark:
        case Words(x, y, line):
            canvas.draw(line, x, sheet.height - y)
        case Rule(x, y, width, height):
            start, end = _point(sheet, x, y), _point(sheet, x + width, y + height)
            canvas.addLiteral(f"{number(THIN)} w {start} m {end} l S")
        case Frame(x, y, width, height, line):
            inner = (x + line / 2, y + line / 2, width - line, height - line)
            canvas.addLiteral(f"{number(line)} w {rectangle(sheet, *inner)} S")
        case Shade(x, y, width, height):
            outline = rectangle(sheet, x, y, width, height)
            canvas.addLiteral(f"{number(_SHADE)} g {outline} f 0 g")
        case Figure(x, y, width, height, data):
            canvas.picture(data, x, sheet.height - y - height, width, height)
        case Control():
            pass
        case _:
            assert_never(mark)


def _point(sheet: Sheet, x: float, y: float) -> str:
    return f"{number(x)} {number(sheet.height - y)}"
