"""Bytes -> the parts of an Office package, each read within a limit; anything odd is refused."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Final, NoReturn
from urllib.parse import unquote
from xml.parsers import expat
from xml.sax.saxutils import unescape

from lxml import etree

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_MEMBERS: Final = 2_000
_PART: Final = 16 << 20  # bytes, unpacked; the sheet of a form has less than one million
_TOTAL: Final = 64 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office writes
_ENCRYPTED: Final = 0x1  # general purpose bit 0
_NOT_READ: Final = 0x61  # bits 0, 5, 6: encrypted, patched, strongly encrypted
_UTF_8: Final = 0x8  # bit 11, in the second byte
_LOCAL_MARK, _LOCAL_HEADER = b"PK\x03\x04", 30  # bytes, then the name and the extra field
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_WITH_MACROS: Final = b"macroenabled"
_DECLARATION: Final = b"<!DOCTYPE"  # no sound package has one
DECLARED: Final = (
    rb"<\?xml version=([\"'])1\.0\1 encoding=([\"'])(?:UTF|utf)-8\2"
    rb"(?: standalone=([\"'])(?:yes|no)\3)?\?>\s*"
)
"""Matches how XML begins that is in UTF-8 and says so."""

_SIGN: Final = r"[^&<>\0-\x08\x0b-\x1f\ufffe\uffff]"
_PLAIN: Final = re.compile(f"{_SIGN}*(?:&(?:lt|gt|amp|quot|apos);{_SIGN}*)*")
_QUOTES: Final = {"&quot;": '"', "&apos;": "'"}

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
            members = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged(f"ZIP: {error}") from error
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
        self._relations: dict[str, tuple[dict[str, tuple[str, str]], list[tuple[str, str]]]] = {}
        self._data: Final = data
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
        text = _unpacked(one, self._packed(one), limit)
        if len(text) > limit:
            raise hostile(f"ZIP: too large: {name!r}")
        if len(text) != one.file_size or zlib.crc32(text) != one.CRC:
            raise damaged(f"ZIP: {name!r} is not what its checksum says")
        self._left -= len(text)
        return text

    def _packed(self, one: zipfile.ZipInfo) -> bytes:
        """Take the bytes of a member from the file; a third of the time that `zipfile` needs."""
        head = self._data[one.header_offset : one.header_offset + _LOCAL_HEADER]
        if len(head) < _LOCAL_HEADER or not head.startswith(_LOCAL_MARK):
            raise damaged(f"ZIP: no header of {one.filename!r}")
        if (one.flag_bits | head[6]) & _NOT_READ:
            raise hostile(f"ZIP: flags of {one.filename!r}")
        named = one.header_offset + _LOCAL_HEADER
        begin = named + int.from_bytes(head[26:28], "little")
        name = self._data[named:begin].decode("utf-8" if head[7] & _UTF_8 else "cp437", "replace")
        if name != one.orig_filename:
            raise damaged(f"ZIP: {name!r} is not {one.orig_filename!r}")
        begin += int.from_bytes(head[28:30], "little")
        return self._data[begin : begin + one.compress_size]

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Find what a part refers to: id -> the last word of its kind, its name."""
        return self._related(source)[0]

    def outside(self, source: str) -> list[tuple[str, str]]:
        """List what a part refers to outside of the package: the last word of its kind, where."""
        return self._related(source)[1]

    def _related(self, source: str) -> tuple[dict[str, tuple[str, str]], list[tuple[str, str]]]:
        if source not in self._relations:
            self._relations[source] = self._read_relations(source)
        return self._relations[source]

    def _read_relations(
        self, source: str
    ) -> tuple[dict[str, tuple[str, str]], list[tuple[str, str]]]:
        folder, base = posixpath.split(source)
        text = self.read(f"{folder}/_rels/{base}.rels".lstrip("/"))
        inside: dict[str, tuple[str, str]] = {}
        outside: list[tuple[str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if not tag.endswith(" Relationship"):
                return
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") == "External":
                outside.append((kind, target))
                return
            target = unquote(target).replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            inside[attributes.get("Id", "")] = kind, path

        if text is not None:
            parse(text, start)
        return inside, outside


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


def spelled(xml: bytes) -> str | None:
    """Return the words between two tags as they are; None where a parser is to say."""
    try:
        words = xml.decode()
    except UnicodeDecodeError:
        return None
    if words.isprintable() and "&" not in words and ">" not in words:
        return words
    return unescape(words, _QUOTES) if _PLAIN.fullmatch(words) else None


def _unpacked(one: zipfile.ZipInfo, packed: bytes, limit: int) -> bytes:
    """Unpack a member, to one byte more than the limit at most."""
    if one.compress_type == zipfile.ZIP_STORED:
        return packed[: limit + 1]
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return stream.decompress(packed, limit + 1)
    except zlib.error as error:
        raise damaged(f"ZIP: {error}") from error


def _no_doctype(*_: object) -> NoReturn:
    raise hostile("XML: DTD")


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
