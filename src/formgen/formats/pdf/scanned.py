"""Pages that are pictures of paper -> the codes in their corners."""

from collections.abc import Iterator
from typing import Final

import zxingcpp
from PIL import Image

from formgen.formats.pdf.letters import Matrix
from formgen.formats.pdf.pdfium import Drawing, drawing
from formgen.model.identity import PageMark, parse_page_code

_MOST_PAGES: Final = 20
_LONG: Final = 2000  # pixels of the longer side; a module of a code on A4 is 3.4 of them
_CODES: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def scanned_marks(data: bytes) -> Iterator[PageMark]:
    """Go through the codes that can be read on the first pages; those of others are passed over."""
    with drawing(data) as drawn:
        for number in range(min(len(drawn), _MOST_PAGES)):
            for found in zxingcpp.read_barcodes(_picture(drawn, number), formats=_CODES):
                if mark := parse_page_code(found.text):
                    yield mark


def _picture(drawn: Drawing, number: int) -> Image.Image:
    width, height = drawn.size(number)
    scale = _LONG / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return drawn.upright(number, Matrix(scale, 0.0, 0.0, scale), size)
