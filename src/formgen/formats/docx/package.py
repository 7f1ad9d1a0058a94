"""Bytes of a returned file -> the XML parts a reader needs, or why they cannot be had."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_MAX_MEMBERS: Final = 2_000
_MAX_PART: Final = 32 << 20  # bytes unpacked; an issued form has 100-300 thousand
_ENCRYPTED: Final = 0x1  # general purpose bit 0
_DECLARATION: Final = b"<!DOCTYPE"  # no sound package has one
# "Strict Open XML Document" is the same with another name for its namespace.
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE_DOCUMENT: Final = "/officeDocument"
_PAGE_EDGES: Final = ("/footer", "/header")
_RUNNABLE: Final = ("vbaproject.bin", "/activex/", "/embeddings/")


class Package:
    """A Word file whose directory is sound; parts are unpacked when they are asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = _names(archive)
        relations = self.relations("")
        targets = [target for kind, target in relations if kind.endswith(_OFFICE_DOCUMENT)]
        self.main = targets[0] if targets else "word/document.xml"

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None if the package has no such part."""
        if name not in self._names:
            return None
        with self._archive.open(name) as member:
            data = member.read(_MAX_PART + 1)
        if len(data) > _MAX_PART:
            raise _refusal(Code.FILE_HOSTILE, f"{name} > {_MAX_PART} B")
        return _root(name, data)

    def relations(self, source: str) -> list[tuple[str, str]]:
        """Type and target part of each relationship of a part, or of the package itself ("")."""
        folder, base = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [
            (str(one.get("Type")), posixpath.normpath(posixpath.join("/", folder, target))[1:])
            for one in root
            if (target := one.get("Target")) and one.get("TargetMode") != "External"
        ]

    def page_edges(self) -> Iterator[etree._Element]:
        """The headers and footers of the document."""
        for kind, target in self.relations(self.main):
            if kind.endswith(_PAGE_EDGES) and (root := self.xml(target)) is not None:
                yield root

    @property
    def runnable(self) -> tuple[str, ...]:
        """Names of the parts that hold macros, controls with programs, or other files."""
        return tuple(
            name for name in self._names if any(mark in f"/{name.lower()}" for mark in _RUNNABLE)
        )


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """Open a Word file; whatever is wrong with its bytes becomes a FormgenError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Package(archive)
    except NotImplementedError as error:
        raise _refusal(Code.FILE_HOSTILE, f"ZIP: {error}") from error
    except RecursionError as error:
        raise _refusal(Code.FILE_HOSTILE, "XML: nested too deep") from error
    except RuntimeError as error:
        raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise _refusal(Code.FILE_DAMAGED, f"ZIP: {error}") from error


def _names(archive: zipfile.ZipFile) -> frozenset[str]:
    members = archive.infolist()
    names = frozenset(one.filename for one in members)
    if len(members) > _MAX_MEMBERS:
        raise _refusal(Code.FILE_HOSTILE, f"ZIP: {len(members)} > {_MAX_MEMBERS}")
    if len(names) != len(members):
        raise _refusal(Code.FILE_HOSTILE, "ZIP: two members of one name")
    if any(one.flag_bits & _ENCRYPTED for one in members):
        raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW)
    return names


def _root(name: str, data: bytes) -> etree._Element:
    if _DECLARATION in data:
        raise _refusal(Code.FILE_HOSTILE, f"{name}: DOCTYPE")
    if _STRICT in data:
        data = data.replace(_STRICT, W[1:-1].encode())
    # A parser for each part: one that failed must not be used again.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(Code.FILE_DAMAGED, f"{name}: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise _refusal(Code.FILE_HOSTILE, f"{name}: DOCTYPE")
    return root


def _refusal(code: Code, reason: str) -> FormgenError:
    return FormgenError([found(code, reason=reason)], Exit.REVIEW)
