"""Document -> a PDF that is read, signed and filed, and never comes back."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final, assert_never

from pikepdf import Pdf

from formgen.formats.pdf import claims, pages
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import lay_out_document
from formgen.formats.pdf.master import written_anew
from formgen.formats.pdf.sheet import MM, SIZE, Sheet, Words
from formgen.formats.pdf.tags import add_structure
from formgen.formats.pdf.text import Align
from formgen.model.document import Document, Paper, printable, reworded
from formgen.thai.numerals import to_thai

_BOX: Final = "\N{WHITE SQUARE}"
_ENDS: Final = "\t\n\r"  # of words and lines; they are not drawn
_HEAD: Final = 16 * MM  # of a letter's page number, from the upper edge of the paper


def write_document(document: Document) -> bytes:
    """Write a document; the same bytes for the same document.

    What the fonts lack is a box: a document quotes what agencies wrote.
    """
    document = reworded(printable(document), _in_fonts)
    layout = lay_out_document(document)
    canvas = PageCanvas((layout.sheet.width, layout.sheet.height), document.title)
    drawn = pages.draw(canvas, layout, _edges(document))
    with canvas.finish() as pdf:
        add_structure(pdf, layout.root, drawn, ())
        pages.describe(pdf, document.title, document.language)
        claims.write_none(pdf, document.title, document.language)
        saved = pages.saved(pdf)
    with Pdf.open(BytesIO(saved)) as pdf:
        return written_anew(pdf)


def _in_fonts(text: str) -> str:
    """Put a box for each character that the fonts lack.

    Nothing may be drawn with the empty glyph: ISO 14289-1, 7.21.8.
    """
    lacking = {one for one in set(text) if one not in _ENDS and pages.is_lacking(one)}
    return "".join(_BOX if one in lacking else one for one in text) if lacking else text


def _edges(document: Document) -> pages.Edges:
    match document.paper:
        case Paper.FORM:
            return pages.footer(document.footer)
        case Paper.LETTER:
            return _letter_edges(document.footer)
        case _:
            assert_never(document.paper)


def _letter_edges(footer: str) -> pages.Edges:
    """Set `- ๒ -` at the head of every page but the first, and a footer where there is one."""

    def edges(sheet: Sheet, page: int, _: int) -> Iterator[Words]:
        if page > 1:
            number = to_thai(f"- {page} -")
            yield from pages.edge_words(number, Align.CENTER, sheet, _HEAD, SIZE)
        yield from pages.edge_words(footer, Align.RIGHT, sheet, sheet.height - pages.FOOT)

    return edges
