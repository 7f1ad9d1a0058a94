"""Objects of a PDF of unknown making -> text, lists and bytes; nothing here trusts a type."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Final, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found

Item: TypeAlias = object
"""What pikepdf gives for an object: a pikepdf.Object, or a plain Python value."""

MOST_NODES: Final = 20_000
"""The most nodes of a tree that are looked at; no honest form has more."""

_MOST_BYTES: Final = 64 << 20  # one stream, unpacked
_MOST_TEXT: Final = 2_000_000  # bytes of one text
_NESTING: Final = 100
_PARENTS: Final = 32  # of a page, in the tree of pages
_TOO_MUCH: Final = "limit exceeded"  # what qpdf says
_UNPACKS: Final = "it unpacks to too much"
_END: Final = b"%%EOF"
_OBJECT: Final = re.compile(rb"\d\s+\d+\s+obj\b")
_SOURCE: Final = re.compile("stream <[^>]*>")
_ITEMS: Final = 100_000  # of one array or dictionary
_KEYED: Final = (Dictionary, Stream)
_UTF16: Final = b"\xfe\xff"


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """Open a file; raise FormgenError for whatever goes wrong inside, saying what it is."""
    _limit()
    _check_end(data)
    before = pikepdf.settings.qpdf_limit_errors()
    try:
        with Pdf.open(BytesIO(data), inherit_page_attributes=False) as pdf:
            yield pdf
            if pikepdf.settings.qpdf_limit_errors() > before:
                raise hostile(_UNPACKS)
            list(repaired(pdf))
    except pikepdf.PasswordError as error:
        raise _refused(found(Code.FILE_PASSWORD)) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OverflowError) as error:
        if _TOO_MUCH in str(error):
            raise hostile(_UNPACKS) from error
        raise _refused(found(Code.FILE_DAMAGED, reason=_reason(error))) from error


def repaired(pdf: Pdf) -> Iterator[Diagnostic]:
    """Say that the file was damaged, if it was; once all of it that matters has been read.

    Raises FormgenError where it was one of the limits: qpdf goes on without the objects that lie
    in a stream which unpacks to too much.
    """
    warnings = pdf.get_warnings()
    if any(_TOO_MUCH in str(one) for one in warnings):
        raise hostile(_UNPACKS)
    if warnings:
        yield found(Code.FILE_REPAIRED, reason=_reason(warnings[0]))


def _check_end(data: bytes) -> None:
    """Refuse a file whose last update was cut off.

    Many viewers save answers as an update behind the file as it was. Without its end the file can
    be recovered, but only to what it was before.
    """
    end = data.rfind(_END)
    if end >= 0 and _OBJECT.search(data, end):
        raise _refused(found(Code.FILE_DAMAGED, reason="PDF: cut off"))


def hostile(reason: str) -> FormgenError:
    """Refuse a file because of how it is built."""
    return _refused(found(Code.FILE_HOSTILE, reason=f"PDF: {reason}"))


def _reason(told: object) -> str:
    """Say what qpdf says, without where the bytes lay in memory."""
    return _SOURCE.sub("PDF", str(told))


def _refused(diagnostic: Diagnostic) -> FormgenError:
    return FormgenError([diagnostic], Exit.REVIEW)


@cache
def _limit() -> None:
    """Bound what a small file can unpack to; the limits are those of the whole process."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MOST_BYTES,
        run_length_max_memory=_MOST_BYTES,
        parser_max_nesting=_NESTING,
        parser_max_container_size=_ITEMS,
    )


# ---------------------------------------------------------------- objects


def entry(item: Item, key: str) -> Item:
    """Look up a key; None in what is no dictionary."""
    # `get` is several times slower where there is nothing to get.
    return item[key] if isinstance(item, _KEYED) and key in item else None


def usual(item: Item, key: str) -> Item:
    """Look up as `entry` does a key that is nearly always there: then it is twice as quick."""
    return item.get(key) if isinstance(item, _KEYED) else None


def inherited(page: Item, key: str) -> Item:
    """Look up what a page says, or what a node of the tree above it says for it."""
    node = page
    for _ in range(_PARENTS):
        found = entry(node, key)
        if found is not None:
            return found
        node = entry(node, "/Parent")
    return None


def items(item: Item) -> Iterator[Item]:
    """Go through an array; nothing in what is none."""
    if isinstance(item, Array):
        yield from item


def text(item: Item) -> str:
    """Read a text, however it is stored; "" for what is none."""
    if isinstance(item, String):
        if len(raw := bytes(item)) > _MOST_TEXT:
            raise hostile(f"a text of {len(raw)} bytes")
        try:
            return raw[2:].decode("utf-16-be") if raw.startswith(_UTF16) else str(item)
        except ValueError:
            return raw.decode("utf-16", "replace")
    if isinstance(item, Name):
        return str(item).removeprefix("/")
    if isinstance(item, Array):
        return ", ".join(map(text, item))
    if isinstance(item, Stream):
        return text(String(stream_bytes(item)))
    return "" if item is None or isinstance(item, Object) else str(item)


def number(item: Item) -> float:
    """Read a number; 0 for what is none."""
    return float(item) if isinstance(item, int | float | Decimal) else 0.0


def stream_bytes(item: Item) -> bytes:
    """Unpack a stream; b"" for what is none."""
    return item.read_bytes() if isinstance(item, Stream) else b""
