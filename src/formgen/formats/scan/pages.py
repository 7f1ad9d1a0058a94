"""A PDF, a photo or a scan -> pictures of its pages, small enough to be looked at."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2
from PIL import Image, ImageOps

from formgen.formats.ooxml import damaged, hostile
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_PDF: Final = b"%PDF-"
_HEAD: Final = 1024  # bytes in which a PDF must say that it is one (ISO 32000-1, Annex H)
_PHOTOS: Final = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_HIGHEST: Final = 4  # times its width; a page that is longer is made narrower
_PLAIN: Final = ("L", "RGB")
_WHITE: Final = (255, 255, 255)
_LOCKED: Final = "password error"  # what PDFium says


def pictures(data: bytes, *, pages: int = 20, width: int = 1240) -> tuple[bytes, ...]:
    """Draw the first pages as PNG, `width` pixels wide at most; of a PDF with what is filled in.

    A photo (JPEG, PNG) is one page, turned as it was held.  Any other kind of file has no pictures.
    Raises FormgenError for a file that is damaged, has a password, or is too large to be drawn.
    Files are of unknown making: to be called in a worker process, which bounds its time.
    """
    if _PDF in data[:_HEAD]:
        return tuple(_pages(data, pages, width))
    kind = next((kind for start, kind in _PHOTOS.items() if data.startswith(start)), "")
    return (_photo(data, kind, width),) if kind and pages else ()


def _pages(data: bytes, most: int, width: int) -> Iterator[bytes]:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()  # before any page is loaded; else what is filled in is not drawn
        for number in range(min(len(pdf), most)):
            page = pdf[number]
            across, up = page.get_size()
            scale = width * min(1.0, _HIGHEST * across / up) / across
            yield _png(page.render(scale=scale).to_pil())
            page.close()
        pdf.close()
    except pypdfium2.PdfiumError as error:
        if _LOCKED in str(error).lower():
            raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW) from error
        raise damaged(f"PDF: {error}") from error
    except (ArithmeticError, ValueError) as error:  # a page without extent
        raise damaged(f"PDF: {error}") from error


def _photo(data: bytes, kind: str, width: int) -> bytes:
    with _bounded(kind), Image.open(io.BytesIO(data), formats=(kind,)) as image:
        image.draft("RGB", (width, width))  # JPEG: only as fine as will be seen
        shown = _flat(ImageOps.exif_transpose(image))
        shown.thumbnail((width, _HIGHEST * width))
        return _png(shown)


@contextmanager
def _bounded(kind: str) -> Iterator[None]:
    """Let what Pillow says of a file be an error; it takes over 89 million pixels for a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise hostile(f"{kind}: {error}") from error
    except (OSError, SyntaxError, ValueError, ArithmeticError, KeyError, TypeError) as error:
        raise damaged(f"{kind}: {error}") from error


def _flat(image: Image.Image) -> Image.Image:
    """Put a picture that is seen through on white; leave grey and coloured ones."""
    if image.mode in _PLAIN:
        return image
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value / 256).convert("L")
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    shown = image.convert("RGBA")
    paper = Image.new("RGB", shown.size, _WHITE)
    paper.paste(shown, mask=shown.getchannel("A"))
    return paper


def _png(image: Image.Image) -> bytes:
    """Write a picture and nothing else: not where and when it was taken."""
    file = io.BytesIO()
    plain = Image.frombytes(image.mode, image.size, image.tobytes())
    plain.save(file, "PNG")
    return file.getvalue()
