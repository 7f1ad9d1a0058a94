"""CSV files as offices write them <-> rows of text."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

_SEPARATORS: Final = ",;\t"  # the separator is the list separator of the Windows region
_SAID: Final = re.compile(r'\A"?sep=([^\r\n"])"?[,;\t ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_LOOKED_AT: Final = 50  # lines, to find what parts the cells
_NUL_SHARE: Final = 50  # of so many bytes of a table in UTF-16 one is a NUL at the least
_BYTE_ORDERS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_THAI: Final = re.compile("[\u0e01-\u0e5b]")
_THAI_WINDOWS: Final = "cp874"
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_rows(data: bytes) -> list[list[str]]:
    """Read a CSV file in UTF-8, UTF-16 or the Thai Windows code page, each row as it stands.

    Blank lines are empty rows, so that row numbers are those a spreadsheet shows; a first line that
    only names the separator (`sep=;`) is none. Raises ValueError, with the row or line, for what is
    no text, or no table.
    """
    text = _decoded(data)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)  # noqa: PERF402 - how many there are is told if one cannot be read
    except csv.Error as error:
        raise ValueError(f"CSV: {_reason(error)} {len(rows) + 1}") from error
    return rows


def csv_bytes(rows: Iterable[Sequence[object]], *, guard: bool = True) -> bytes:
    """Write rows as a CSV file that Excel opens as Thai text (UTF-8 with BOM, CRLF, all quoted).

    With `guard` text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP
    ASVS 1.2.10), so such a file is for people and does not read back as it was.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_harmless(value) for value in row] if guard else row for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _reason(error: csv.Error) -> str:
    """Tell apart what the reader of CSV finds; the row follows."""
    inside = "expected after" in str(error)  # else a quote is open to the end, or for too long
    return "words after a quotation mark in row" if inside else "quotation marks open from row"


def _separator(text: str) -> str:
    """Find what parts the cells: most of what stands as often in several lines, outside quotes."""
    head = "".join(islice(io.StringIO(text, newline=""), _LOOKED_AT))
    lines = "".join(head.split('"')[::2]).splitlines()

    def parted(separator: str) -> int:
        counts = Counter(line.count(separator) for line in lines)
        return max((times * count for count, times in counts.items()), default=0)

    return max(_SEPARATORS, key=parted)


# ---------------------------------------------------------------- bytes


def _decoded(data: bytes) -> str:
    coding = _BYTE_ORDERS.get(data[:2]) or _without_mark(data)
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        line = _lines(data[: error.start])
        raise ValueError(f"CSV: a broken character in line {line}") from error


def _without_mark(data: bytes) -> str:
    """Find the coding of a text that does not say it by the mark of UTF-16 at its beginning."""
    if nul := data.count(b"\x00"):
        even, odd = data[::2].count(0), data[1::2].count(0)
        if nul * _NUL_SHARE < len(data) or (even and odd):
            raise ValueError(f"CSV: a NUL in line {_lines(data[: data.index(0)])}")
        return "utf-16-be" if even else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        read = data.decode("utf-8", "replace")  # Thai of Windows becomes nearly nothing but \ufffd
        broken = data.startswith(codecs.BOM_UTF8) or _mostly_thai(read)
        return "utf-8-sig" if broken else _THAI_WINDOWS
    return "utf-8-sig"


def _mostly_thai(text: str) -> bool:
    return len(_THAI.findall(text)) > text.count("\ufffd")


def _lines(before: bytes) -> int:
    return before.count(b"\n") + 1


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
