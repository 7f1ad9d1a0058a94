"""Bytes of a returned file -> the one format that may read them, or why none may."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found

MAX_BYTES: Final = 30 << 20
"""Largest file that is looked at, in bytes; an issued form has 8-400 thousand."""

# The limits below refused none of 3,778 sound files from test suites of office programs.
_MAX_MEMBERS: Final = 2_000
_MAX_TOTAL: Final = 300 << 20  # bytes, all members unpacked
_MAX_XML: Final = 64 << 20  # bytes, one member unpacked
_MAX_RATIO: Final = 250  # unpacked : packed
_RATIO_COUNTS_FROM: Final = 1 << 20  # bytes; small members may well be mostly blanks
_LONGEST_TYPES: Final = 1 << 20  # bytes of the list of parts that are looked through
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office writes
_ENCRYPTED: Final = 0x1  # general purpose bit 0
_LOCAL_HEADER: Final = 30  # bytes, then the name and the extra field
_HEAD: Final = 1024  # bytes in which a PDF must say that it is one (ISO 32000-1, Annex H)
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")

_SYSTEM_NAMES: Final = {
    ".ds_store", ".localized", ".directory", ".gitkeep", ".gitignore",
    "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r",
}  # fmt: skip
_INBOX_NOTE: Final = "README.md"  # at the top of the inbox: what the folder is for
_SYSTEM_STARTS: Final = {
    "~$": "Microsoft Office ~$",
    "._": "macOS ._",
    ".~lock.": "LibreOffice .~lock",
}

_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_ENCRYPTED: Final = "EncryptedPackage"
_OLE2_STREAMS: Final = {
    "WordDocument": "DOC",
    "Workbook": "XLS",
    "Book": "XLS",
    "PowerPoint Document": "PPT",
    "__properties_version1.0": "MSG",
}
_MAGIC: Final = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7Z",
    b"\x1f\x8b\x08": "GZIP",
    b"BZh": "BZIP2",
    b"\xfd7zXZ\x00": "XZ",
    b"\x78\x9f\x3e\x22": "winmail.dat",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"{\\rtf": "RTF",
}
_BOXES: Final = {  # at byte 8; the brands of HEIC are in ISO/IEC 23008-12, annex B
    b"WEBP": "WEBP", b"heic": "HEIC", b"heix": "HEIC", b"heim": "HEIC", b"heis": "HEIC",
    b"hevc": "HEIC", b"hevx": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC",
}  # fmt: skip
_ODF: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_WITH_MACROS: Final = b"macroenabled"
_READ: Final = ("docx", "docm", "odt", "xlsx", "xlsm", "ods")  # of the packages
_HTML: Final = re.compile(rb"(?i)<!doctype\s+html|<html")
_MAIL: Final = re.compile(rb"(?ims)\A[a-z][a-z0-9-]*:[ \t].*?^mime-version:")
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")

_WRAPS_OTHERS: Final = {"ZIP", "RAR", "7Z", "GZIP", "BZIP2", "XZ", "EML", "MSG", "winmail.dat"}
_PICTURES: Final = {"JPEG", "PNG", "TIFF", "HEIC", "GIF", "WEBP"}
_SAVE_AS: Final = {
    "DOC": "DOCX", "RTF": "DOCX", "XLSB": "XLSX",
    "HTML": "DOCX / XLSX", "XML": "DOCX / XLSX",
}  # fmt: skip


def system_file(name: str, data: bytes) -> str:
    """Name what left this file behind (`macOS ._`); "" for one that may be a return.

    `data` may be its first bytes. What begins as a PDF or ZIP is none, whatever its name.
    """
    if data.startswith((b"PK", b"%PDF-")):
        return ""
    if name == _INBOX_NOTE:
        return name
    base = name.rpartition("/")[2]
    for start, what in _SYSTEM_STARTS.items():
        if base.startswith(start):
            return what
    return base.strip() if base.lower() in _SYSTEM_NAMES else ""


def format_of(data: bytes) -> str:
    """Return the format that reads a file, such as `docx` or `ods`, going by its content alone.

    Raises FormgenError for every other file, saying what it is and what to ask for, and for a
    package that is damaged or built to do harm. The XML of a package that passes is whole, has no
    document type declaration, and unpacks within the limits.
    """
    if not data:
        raise _refused(found(Code.FILE_EMPTY))
    if len(data) > MAX_BYTES:
        raise _refused(found(Code.FILE_TOO_LARGE, size=len(data), limit=MAX_BYTES))
    if data.startswith(b"PK"):
        return _package(data)
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    what = _ole2(data) if data.startswith(_OLE2) else _magic(data) or _text(data)
    if what in ("XLS", "CSV"):
        return what.lower()
    raise _refused(_unreadable(what or "0x" + data[:8].hex()))


def _refused(diagnostic: Diagnostic) -> FormgenError:
    return FormgenError([diagnostic], Exit.REVIEW)


def _unreadable(what: str) -> Diagnostic:
    if what in _WRAPS_OTHERS:
        return found(Code.FILE_CONTAINER, what=what)
    if what in _PICTURES:
        return found(Code.FILE_IMAGE, what=what)
    if what in _SAVE_AS:
        return found(Code.FILE_OLD_FORMAT, what=what, ask=_SAVE_AS[what])
    return found(Code.FILE_UNKNOWN_TYPE, what=what)


# ---------------------------------------------------------------- packages


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            what = _what_package(package)
            if what not in _READ:
                raise _refused(_unreadable(what))
            for harm in harm_in_directory(data, package.infolist()):
                raise _refused(harm)
            for harm in _harm_in_parts(package.infolist()):
                raise _refused(harm)
            for harm in _harm_in_members(package):
                raise _refused(harm)
    except NotImplementedError as error:
        raise _refused(found(Code.FILE_HOSTILE, reason=f"ZIP: {error}")) from error
    except RuntimeError as error:
        raise _refused(found(Code.FILE_PASSWORD)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise _refused(found(Code.FILE_DAMAGED, reason=f"ZIP: {error}")) from error
    return what


def _what_package(package: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/").casefold(): name for name in package.namelist()}
    if "mimetype" in names and package.getinfo(names["mimetype"]).file_size < _HEAD:
        return _ODF.get(package.read(names["mimetype"]).strip(), "ZIP")
    if "[content_types].xml" not in names:
        return "ZIP"
    if "xl/workbook.bin" in names:
        return "XLSB"
    folders = {name.partition("/")[0] for name in names}
    kinds = {"word": ("docx", "docm"), "xl": ("xlsx", "xlsm"), "ppt": ("PPTX", "PPTX")}
    kind = next((pair for folder, pair in kinds.items() if folder in folders), ("ZIP", "ZIP"))
    with package.open(names["[content_types].xml"]) as types:
        return kind[_WITH_MACROS in types.read(_LONGEST_TYPES).lower()]


def harm_in_directory(data: bytes, members: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    """Find what the directory of any ZIP gives away, before anything is unpacked."""
    if any(one.flag_bits & _ENCRYPTED for one in members):
        yield found(Code.FILE_PASSWORD)
    if len(members) > _MAX_MEMBERS:
        yield found(Code.FILE_HOSTILE, reason=f"ZIP: {len(members)} members")
    if sum(one.file_size for one in members) > _MAX_TOTAL:
        yield found(Code.FILE_HOSTILE, reason="ZIP: unpacks to too much")
    if _overlap(data, members):
        yield found(Code.FILE_HOSTILE, reason="ZIP: members overlap")
    for one in members:
        if harm := _harm_in_entry(one):
            yield _harmful(one, harm)


def _harm_in_entry(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name):
        return "leaves the package"
    large = entry.file_size > _RATIO_COUNTS_FROM
    if large and entry.file_size > _MAX_RATIO * entry.compress_size:
        return f"unpacks to {entry.file_size} bytes"
    return ""


def _harm_in_parts(members: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    """Find what no office program writes, though a ZIP of returns may well have it."""
    names: set[str] = set()
    for one in members:
        if _same_file(one) in names:
            yield _harmful(one, "stands twice")
        if one.compress_type not in _METHODS:
            yield _harmful(one, f"method {one.compress_type}")
        names.add(_same_file(one))


def _harmful(entry: zipfile.ZipInfo, harm: str) -> Diagnostic:
    return found(Code.FILE_HOSTILE, reason=f"ZIP: {harm}: {entry.filename!r}")


def _same_file(entry: zipfile.ZipInfo) -> str:
    return entry.orig_filename.replace("\\", "/").casefold()


def _overlap(data: bytes, members: list[zipfile.ZipInfo]) -> bool:
    reached = 0
    for one in sorted(members, key=lambda member: member.header_offset):
        start = one.header_offset
        if start < reached:
            return True
        name_length = int.from_bytes(data[start + 26 : start + 28], "little")
        extra_length = int.from_bytes(data[start + 28 : start + _LOCAL_HEADER], "little")
        reached = start + _LOCAL_HEADER + name_length + extra_length + one.compress_size
    return False


def _harm_in_members(package: zipfile.ZipFile) -> Iterator[Diagnostic]:
    """Unpack every XML member, which also checks that it is whole."""
    for one in package.infolist():
        if not one.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        if one.file_size > _MAX_XML:
            yield found(Code.FILE_HOSTILE, reason=f"XML: too large: {one.filename!r}")
        text = package.read(one)
        if b"\x00" in text[:_HEAD]:  # UTF-16 or UTF-32
            text = text.replace(b"\x00", b"")
        if any(mark in text for mark in _DECLARATIONS):
            yield found(Code.FILE_HOSTILE, reason=f"XML: DTD in {one.filename!r}")


# ---------------------------------------------------------------- everything else


def _ole2(data: bytes) -> str:
    """Say what a compound file is by the names in its directory, which are UTF-16."""
    if _place(data, _OLE2_ENCRYPTED) >= 0:
        raise _refused(found(Code.FILE_PASSWORD))
    places = {_place(data, stream): what for stream, what in _OLE2_STREAMS.items()}
    places.pop(-1, None)
    # A document may hold another kind as an object: the name of the outer one stands first.
    return places[min(places)] if places else "OLE2"


def _place(data: bytes, stream: str) -> int:
    sector_shift = min(int.from_bytes(data[30:32], "little"), 12)  # 9 or 12
    directory = (int.from_bytes(data[48:52], "little") + 1) << sector_shift
    return data.find(f"{stream}\0".encode("utf-16-le"), directory)


def _magic(data: bytes) -> str:
    plain = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), "")
    return plain or _BOXES.get(data[8:12], "")


def _text(data: bytes) -> str:
    head = data[: 16 * _HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        head = head[2:].replace(b"\x00", b"")
    if _BINARY.search(head):
        return ""
    if _HTML.search(head[:_HEAD]):
        return "HTML"
    if head.startswith(b"<?xml"):
        return "XML"
    if _MAIL.match(head):
        return "EML"
    lines = [line for line in head.splitlines()[:3] if line.strip()]
    separators = (b",", b";", b"\t")
    counts = [{line.count(separator) for line in lines} for separator in separators]
    table = len(lines) > 1 and any(len(each) == 1 and each != {0} for each in counts)
    return "CSV" if table else "TXT"
