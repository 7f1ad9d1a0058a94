"""Bytes -> the parts of an Office package, each read within a limit; anything odd is refused."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import Final, NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from lxml import etree

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_MEMBERS: Final = 2_000
_PART: Final = 16 << 20  # bytes, unpacked; the sheet of a form has less than one million
_TOTAL: Final = 64 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office writes
_ENCRYPTED: Final = 0x1  # general purpose bit 0
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_WITH_MACROS: Final = b"macroenabled"
_DECLARATION: Final = b"<!DOCTYPE"  # no sound package has one

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Characters = Callable[[str], object]


def hostile(reason: str) -> FormgenError:
    """Make the error for a file that is built to do harm, or as if it were."""
    return FormgenError([found(Code.FILE_HOSTILE, reason=reason)], Exit.REVIEW)


def damaged(reason: str) -> FormgenError:
    """Make the error for a file that cannot be read."""
    return FormgenError([found(Code.FILE_DAMAGED, reason=reason)], Exit.REVIEW)


class Package:
    """The parts of a ZIP by name, in capitals or not, with either slash.

    `old` and `new` name the kinds of file before and since the year 2007, such as `XLS` and `XLSX`.
    """

    def __init__(self, data: bytes, old: str, new: str) -> None:
        if data.startswith(_OLE2):
            if _ENCRYPTED_PACKAGE in data:
                raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW)
            raise FormgenError([found(Code.FILE_OLD_FORMAT, what=old, ask=new)], Exit.REVIEW)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged(f"ZIP: {error}") from error
        members = self._zip.infolist()
        if len(members) > _MEMBERS:
            raise hostile(f"ZIP: {len(members)} members")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for one in members:
            if one.flag_bits & _ENCRYPTED:
                raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW)
            name = _folded(one.orig_filename)
            if name in self._members:
                raise hostile(f"ZIP: stands twice: {name!r}")
            self._members[name] = one
        self._left = _TOTAL

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, as they are written."""
        return tuple(one.filename for one in self._members.values())

    @property
    def with_macros(self) -> bool:
        """Whether the package is declared to be of a kind that may have macros."""
        return _WITH_MACROS in (self.read("[Content_Types].xml") or b"").lower()

    def spelled(self, name: str) -> str | None:
        """Find how a part's name is written here, None if there is no such part."""
        one = self._members.get(_folded(name))
        return one.filename if one else None

    def read(self, name: str) -> bytes | None:
        """Read one part, None if there is none of this name."""
        one = self._members.get(_folded(name))
        if one is None:
            return None
        if one.compress_type not in _METHODS:
            raise hostile(f"ZIP: method {one.compress_type}")
        limit = min(_PART, self._left)
        try:
            with self._zip.open(one) as stream:
                text = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise damaged(f"ZIP: {error}") from error
        except (NotImplementedError, RuntimeError) as error:
            raise hostile(f"ZIP: {error}") from error
        if len(text) > limit:
            raise hostile(f"ZIP: too large: {name!r}")
        self._left -= len(text)
        return text

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Find what a part refers to: id -> the last word of its kind, its name."""
        folder, base = posixpath.split(source)
        text = self.read(f"{folder}/_rels/{base}.rels".lstrip("/"))
        targets: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and attributes.get("TargetMode") != "External":
                target = unquote(attributes.get("Target", "")).replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                targets[attributes.get("Id", "")] = kind, path

        if text is not None:
            parse(text, start)
        return targets


def tree(name: str, text: bytes) -> etree._Element:
    """Parse a part of this name into its root element, for those that wander through it."""
    if _DECLARATION in text:
        raise hostile(f"{name}: DOCTYPE")
    # A parser for each part: one that failed must not be used again.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(f"{name}: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise hostile(f"{name}: DOCTYPE")
    return root


def parse(
    text: bytes, start: Start, end: End | None = None, characters: Characters | None = None
) -> None:
    """Go through the XML of a part; a tag is `namespace name`.  A document type is refused."""
    parse_with(expat.ParserCreate(namespace_separator=" "), text, start, end, characters)


def parse_with(
    parser: expat.XMLParserType,
    text: bytes,
    start: Start,
    end: End | None,
    characters: Characters | None,
) -> None:
    """As `parse`, with a parser that the caller keeps to change who is called."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(f"XML: {error}") from error


def _no_doctype(*_: object) -> NoReturn:
    raise hostile("XML: DTD")


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
