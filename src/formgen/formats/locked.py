"""A file with a password -> the same file without, where the password is right."""

import contextlib
import io
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import pikepdf

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_LIBRARY: Final = "msoffcrypto"  # its edge is here; it comes with formgen[passwords]
_OLE2: Final = b"\xd0\xcf\x11\xe0"


def check_library() -> None:
    """Raise FormgenError unless the library that opens Office files is installed."""
    if find_spec(_LIBRARY) is None:
        missing = found(Code.EXTRA_MISSING, library="msoffcrypto-tool", extra="passwords")
        raise FormgenError([missing], Exit.USAGE)


def unlocked(data: bytes, password: str) -> bytes | None:
    """Open a PDF, or a file of Office, with a password; None where that does not open it.

    Without the library for it no file of Office is opened. The file is of unknown making: to be
    called in a worker process.
    """
    if not data.startswith(_OLE2):
        return _pdf(data, password)
    return _office(data, password) if find_spec(_LIBRARY) else None


def _pdf(data: bytes, password: str) -> bytes | None:
    opened = io.BytesIO()
    with contextlib.suppress(pikepdf.PasswordError, pikepdf.PdfError, ValueError, RuntimeError):
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            pdf.save(opened, encryption=False, static_id=True)
        return opened.getvalue()
    return None


def _office(data: bytes, password: str) -> bytes | None:
    library: Any = import_module(_LIBRARY)
    opened = io.BytesIO()
    # The library raises what its parsers happen to meet in a file that is not sound.
    with contextlib.suppress(Exception):
        file = library.OfficeFile(io.BytesIO(data))
        file.load_key(password=password)
        file.decrypt(opened)
        return opened.getvalue() or None
    return None
