"""Pages of a PDF, seen through any transformation -> pictures of grey; drawn by PDFium."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from formgen.formats.pdf.letters import Matrix
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_FINE: Final = 1000  # of the whole numbers in which PDFium says where a point is, to a point
_WHITE: Final = (255, 255, 255, 255)


class Drawing:
    """An open file, to be drawn from."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """How wide and high a page is when it is shown, in points; at least one point."""
        held = self._document[page]
        width, height = held.get_size()
        held.close()
        return max(1.0, width), max(1.0, height)

    def picture(self, page: int, place: Matrix, size: tuple[int, int]) -> Image.Image:
        """Draw a page, counted from 0, with the points of its plane moved to pixels by `place`.

        Pixels count from the top left corner, 255 is white. What was put over the page is drawn,
        fields that are still fields are not.
        """
        held = self._document[page]  # PDFium frees a page that nobody holds
        return _drawn(held, _shown(held.raw).inverse() @ place, size)

    def upright(self, page: int, place: Matrix, size: tuple[int, int]) -> Image.Image:
        """Draw a page as it is shown; `place` moves points from its top left corner to pixels."""
        return _drawn(self._document[page], place, size)


def _drawn(held: Any, place: Matrix, size: tuple[int, int]) -> Image.Image:
    bitmap = pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_Gray)
    bitmap.fill_rect(_WHITE, 0, 0, *size)
    clip = raw.FS_RECTF(0, 0, *size)
    flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
    raw.FPDF_RenderPageBitmapWithMatrix(bitmap.raw, held.raw, raw.FS_MATRIX(*place), clip, flags)
    picture: Image.Image = bitmap.to_pil().copy()
    bitmap.close()
    held.close()
    return picture


@contextmanager
def drawing(data: bytes) -> Iterator[Drawing]:
    """Open a file to draw from; raise FormgenError where PDFium cannot.

    Files are of unknown making: to be called in a worker process, which bounds its time.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _damaged(error) from error
    try:
        yield Drawing(document)
    except (pypdfium2.PdfiumError, ArithmeticError) as error:
        raise _damaged(error) from error
    finally:
        document.close()


def _damaged(error: Exception) -> FormgenError:
    return FormgenError([found(Code.FILE_DAMAGED, reason=f"PDF: {error}")], Exit.REVIEW)


def _shown(page: Any) -> Matrix:
    """Return how PDFium moves the points of a page when it shows it, in points, as it is turned."""
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    size = (round(width * _FINE), round(height * _FINE))
    corners = []
    for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x * _FINE, y * _FINE, across, down)
        corners.append((across.value / _FINE, down.value / _FINE))
    (e, f), (ae, bf), (ce, df) = corners
    return Matrix((ae - e) / _FINE, (bf - f) / _FINE, (ce - e) / _FINE, (df - f) / _FINE, e, f)
