"""The picture of a document -> its kind, and how large it is printed."""

import struct
import zlib
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.document import Picture

EMBLEMS: Final = ("emblem.png", "emblem.jpg")
"""What the picture at the head of a letter or memorandum may be called."""

_PNG: Final = b"\x89PNG"
_WIDE: Final = 80.0  # millimetres an emblem may be
_SAID: Final = "ตราประจำหน่วยงาน"
_MOST: Final = 25_000_000  # pixels; a page of A4 in print has 9 million
_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class Size(NamedTuple):
    """A picture's kind (`png`, `jpeg`), and how large it is printed, in millimetres."""

    kind: str
    width: float
    height: float


def size_of(picture: Picture, width: float, height: float) -> Size:
    """Say how large a picture is printed in the room of a page, given in millimetres.

    Raises FormgenError for one that no program could show.
    """
    across, down = _pixels(picture.data)
    printed = min(picture.width, width, height * across / down)
    kind = "png" if picture.data.startswith(_PNG) else "jpeg"
    return Size(kind, printed, printed * down / across)


def emblem_in(folder: Path, height: float, *, centred: bool) -> Picture | None:
    """Find the emblem of an office, to be printed `height` millimetres high; None if it has none.

    Raises FormgenError for one that cannot be shown.
    """
    path = next((folder / name for name in EMBLEMS if (folder / name).is_file()), None)
    if path is None:
        return None
    try:
        picture = Picture(path.read_bytes(), _WIDE, _SAID, centred=centred)
        return replace(picture, width=size_of(picture, _WIDE, height).width)
    except OSError as error:
        reason = error.strerror or str(error)
        unread = found(Code.PICTURE_UNREADABLE, file=path.as_posix(), reason=reason)
        raise FormgenError([unread], Exit.CONTENT) from error
    except FormgenError as error:
        named = [replace(one, file=path.as_posix()) for one in error.diagnostics]
        raise FormgenError(named, error.exit_code) from error


@lru_cache(maxsize=16)
def _pixels(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            across, down = image.size
            if across * down > _MOST:
                raise ValueError(f"{across} × {down}")
            image.load()
    except _UNREADABLE as error:
        reason = str(error).partition(" <")[0]  # not where it lay in memory
        raise FormgenError([found(Code.PICTURE_UNREADABLE, reason=reason)], Exit.CONTENT) from error
    return across, down
