"""A ZIP of returns, or an e-mail with attachments -> the files in it, and when it was sent."""

import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from mimetypes import guess_extension
from pathlib import PurePosixPath
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.precheck import harm_in_directory
from formgen.receipts import common_year
from formgen.thai.dates import day_in_thailand

KINDS: Final = ("ZIP", "EML")
"""What can be unwrapped, as `precheck` names it."""

_MOST_FILES: Final = 2_000
_MOST_BYTES: Final = 100 << 20  # all files of one container, unpacked
_UTF8_NAME: Final = 0x800  # general purpose bit 11
_LOGO: Final = 64 << 10  # bytes; a photo of a form is larger
_YEAR: Final = re.compile(r"(?<![+\-0-9])[0-9]{4}(?![0-9])")  # four digits that are no zone
_NO_ZONE: Final = "-0000"  # the moment is in UTC, and nothing tells the sender's zone (RFC 5322)
_NO_NAME: Final = re.compile("[\x00-\x1f\x7f]")
_FILES: Final = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")  # no words begin so
_UUENCODED: Final = re.compile(
    rb"^begin [0-7]{3,4} (?P<name>[^\r\n]*)\r?\n(?P<lines>.*?)(?:^end|\Z)", re.MULTILINE | re.DOTALL
)
# Parts of a mail that nobody attached: the words themselves, and signatures over them.
_WORDS: Final = ("text/plain", "text/html")
_SIGNATURES: Final = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in a container: its files, each with its path in there, names unlike each other.

    `sent` is the ISO date, in Thailand, that an e-mail bears, "" where it bears none; `logos`
    counts the small pictures among its words that were passed over for the files attached.
    """

    files: tuple[tuple[str, bytes], ...]
    sent: str = ""
    logos: int = 0


def unwrap(data: bytes, kind: str) -> Contents:
    """Take the files out of a container of one of `KINDS`, one level deep.

    Names are as the sender had them: they are to be shown and never to be joined to a path. Raises
    FormgenError where a container is damaged, locked, built to do harm or too large.
    """
    contents = _zipped(data) if kind == "ZIP" else _mailed(data)
    if len(contents.files) > _MOST_FILES:
        raise _refused(found(Code.FILE_CONTAINER, what=kind))
    return contents


def _refused(problem: Diagnostic) -> FormgenError:
    return FormgenError([problem], Exit.REVIEW)


def _named(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Tell files of one name apart: the second `form.pdf` is `form (2).pdf`."""
    named: dict[str, bytes] = {}
    for name, data in files:
        path, own, number = PurePosixPath(name), name, 2
        while own in named:
            own = path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()
            number += 1
        named[own] = data
    return tuple(named.items())


def _plain(name: str) -> str:
    """Write a path with `/` and without what cannot be shown; "" where nothing is left."""
    return _NO_NAME.sub("\ufffd", name.replace("\\", "/")).strip("/ ")


# ---------------------------------------------------------------- a ZIP


def _zipped(data: bytes) -> Contents:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [one for one in package.infolist() if not one.is_dir()]
            for harm in harm_in_directory(data, package.infolist()):
                raise _refused(harm)
            if sum(one.file_size for one in members) > _MOST_BYTES:
                raise _refused(found(Code.FILE_CONTAINER, what="ZIP"))
            files = [(_plain(_member_name(one)) or "?", package.read(one)) for one in members]
    except (NotImplementedError, RuntimeError) as error:  # packed as zipfile cannot unpack
        raise _refused(found(Code.FILE_CONTAINER, what="ZIP")) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise _refused(found(Code.FILE_DAMAGED, reason=f"ZIP: {error}")) from error
    return Contents(_named(files))


def _member_name(member: zipfile.ZipInfo) -> str:
    """Read a name that says no encoding as UTF-8, else as the Thai Windows code page."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    written = member.orig_filename.encode("cp437", "replace")  # as zipfile took it to be
    for encoding in ("utf-8", "cp874"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


# ---------------------------------------------------------------- an e-mail


def _mailed(data: bytes) -> Contents:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    files: list[tuple[str, bytes]] = []
    logos: list[tuple[str, bytes]] = []
    for part in _leaves(message):
        kind, attached = part.get_content_type(), _attached(part)
        if kind in _SIGNATURES:
            continue
        number = len(files) + len(logos) + 1
        if kind in _WORDS and not attached and not part.get_filename():
            files += _in_words(_part_data(part), number)
            continue
        file = _part_name(part, number), _part_data(part)
        logo = part.get_content_maintype() == "image" and not attached and len(file[1]) < _LOGO
        (logos if logo else files).append(file)
    if not files:  # a small picture of the form may be all there is
        files, logos = logos, files
    return Contents(_named(files), _sent(data), len(logos))


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Go through the parts that hold something; a mail within the mail stays one part."""
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            assert isinstance(part, EmailMessage)
            yield from _leaves(part)
    else:
        yield message


def _attached(part: EmailMessage) -> bool:
    """Tell whether a part was attached, not put among the words; some programs do not say."""
    said = part.get_content_disposition()
    unsaid = said is None and part.get_filename() and "Content-ID" not in part
    return said == "attachment" or bool(unsaid)


def _in_words(data: bytes, number: int) -> Iterator[tuple[str, bytes]]:
    """Go through the files that stand where the words of a mail do; there are none in most mails.

    Some programs call a file text, and old ones write it among the words (uuencode).
    """
    if data.startswith(_FILES):
        yield f"attachment-{number}", data
        return
    for place, one in enumerate(_UUENCODED.finditer(data), number):
        name = _plain(one["name"].decode("utf-8", "replace")).replace("/", "_")
        try:
            inside = b"".join(_uudecoded(line) for line in one["lines"].splitlines() if line)
        except binascii.Error:  # it is kept as it came, for a person
            inside = one[0]
        yield name or f"attachment-{place}", inside


def _uudecoded(line: bytes) -> bytes:
    """Decode a line, also where spaces at its end were lost, or something was put there."""
    size = (line[0] - 32) % 64  # bytes in it: of each three are made four
    return binascii.a2b_uu(line[: 1 + (size + 2) // 3 * 4])


def _part_name(part: EmailMessage, number: int) -> str:
    name = _plain(part.get_filename() or "").replace("/", "_")
    kind = part.get_content_type()
    ending = ".eml" if kind == "message/rfc822" else guess_extension(kind) or ""
    return name or f"attachment-{number}{ending}"


def _part_data(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return bytes(inner) if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sent(data: bytes) -> str:
    """Read the day a mail bears, by the clock of Thailand; "" where it bears no sound one.

    Some programs write the Buddhist year.  One of two digits may be of either era, and is none.
    """
    heading = BytesHeaderParser(policy=policy.compat32)  # another policy rewrites the date
    written = str(heading.parsebytes(data)["Date"])
    try:
        year = _YEAR.search(written)
        if year is None:
            return ""
        common = f"{written[: year.start()]}{common_year(year[0])}{written[year.end() :]}"
        sent = parsedate_to_datetime(common)
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""
    if sent.tzinfo is None and _NO_ZONE in written:
        sent = sent.replace(tzinfo=UTC)
    return day_in_thailand(sent.isoformat())
