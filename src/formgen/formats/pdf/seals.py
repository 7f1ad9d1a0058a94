"""Content of a page -> the same under a seal, by which any later version knows it again."""

import hashlib
import re
import zlib
from functools import lru_cache
from typing import Final

from pikepdf import Name, Stream

from formgen.formats.pdf.letters import MOST_CONTENT

PAGE: Final = b"page"
"""The seal of what a page of a form prints, but for the codes in its corners."""

ADDED: Final = b"added"
"""The seal of a page that was added to a copy."""

_SEALED: Final = re.compile(rb"%formgen-([a-z]+) ([0-9a-f]{32})\n(.*)", re.DOTALL)


def sealed(kind: bytes, content: bytes) -> bytes:
    """Put a seal before content: the hash of what follows."""
    body = content.strip()
    return b"%%formgen-%b %b\n%b" % (kind, _hash(body), body)


def is_sealed(kind: bytes, content: bytes) -> bool:
    """Tell whether this is content under a seal, and still what was written there."""
    found = _SEALED.fullmatch(content.strip())
    return bool(found and found[1] == kind and found[2] == _hash(found[3]))


def is_sent(stream: Stream) -> bool:
    """Tell whether a stream is what a page of a form printed when it was sent."""
    if stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream:
        return _is_packed(stream.read_raw_bytes())
    return is_sealed(PAGE, stream.read_bytes())


def unsealed(content: bytes) -> bytes:
    """Take the seal from content, if it has one."""
    found = _SEALED.fullmatch(content.strip())
    return found[3] if found else content.strip()


@lru_cache(maxsize=64)
def _is_packed(data: bytes) -> bool:
    """Tell the same of content as it is stored: that of one form is the same in each file."""
    try:
        return is_sealed(PAGE, zlib.decompressobj().decompress(data, MOST_CONTENT))
    except zlib.error:
        return False


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest()[:32].encode()
