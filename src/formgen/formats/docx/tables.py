"""Rows and cells of words -> WordprocessingML tables that fill the line."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from formgen import fonts
from formgen.formats.columns import USUAL, spread
from formgen.formats.docx import oxml
from formgen.formats.docx.template import size_of

CELL_MARGINS: Final = 170  # twentieths of a point, both sides together
TWIPS: Final = 20  # in a point
SPARE: Final = 1.06  # lines are broken between words, and other programs have other metrics
TITLE_SHADE: Final = "F2F2F2"
_HEAD_SHADE: Final = "D9D9D9"
_MIDDLE: Final = '<w:vAlign w:val="center"/>'


def grid(shares: Sequence[float], line: int, least: Sequence[float] = ()) -> tuple[int, ...]:
    """Shares of the line -> widths of columns that fill it, if possible none below its least."""
    stops = map(round, accumulate(spread(shares, line, least), initial=0.0))
    return tuple(right - left for left, right in pairwise(stops))


def table(widths: tuple[int, ...], rows: str) -> str:
    """A table, and the gap that keeps it from growing together with one that follows."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        '<w:tblPr><w:tblStyle w:val="FormTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    inner = f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    return inner + oxml.paragraph("Gap", "")


def head(
    header: tuple[str, ...], widths: tuple[int, ...], size: int = 0, *, middle: bool = False
) -> str:
    """The row that is repeated on each page; `size` is in half points, 0 the usual one.

    `middle` sets the words half way down their cells.
    """
    sized = size_of(size) if size else ""
    more = _MIDDLE if middle else ""
    cells = (
        cell(
            width, oxml.paragraph("TableHead", oxml.run(text, sized)), shade=_HEAD_SHADE, more=more
        )
        for text, width in zip(header, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def row(cells: str, *, whole: bool) -> str:
    """A row; a `whole` one stands on one page."""
    properties = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    return f"<w:tr>{properties}{cells}</w:tr>"


def cell(width: int, paragraphs: str, span: int = 1, shade: str = "", more: str = "") -> str:
    """A cell that runs over `span` columns; `more` are its last properties."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    inner = paragraphs or oxml.paragraph("Body", "")
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}{more}</w:tcPr>'
    return f"<w:tc>{properties}{inner}</w:tc>"


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = USUAL) -> float:
    """How long a text is in one line, in twentieths of a point; `size` is in points."""
    return fonts.advance_width(text, fonts.regular()) * (size * fonts.TH_SARABUN) * TWIPS


def text_lines(text: str, width: int, size: float = USUAL) -> int:
    """How many lines a paragraph takes in a column, more or less."""
    return 1 + int(text_width(text, size) * SPARE / max(1, width - CELL_MARGINS))
