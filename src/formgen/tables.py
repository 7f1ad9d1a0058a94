"""CSV files as offices write them <-> rows of text."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_SEPARATORS: Final = ",;\t"  # the separator is the list separator of the Windows region
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_rows(data: bytes) -> list[list[str]]:
    """Read a CSV file in UTF-8, UTF-16 or the Thai Windows code page, each row as it stands.

    Blank lines are empty rows, so that row numbers are those a spreadsheet shows. Raises ValueError
    for what is no text, or no table.
    """
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ValueError(f"CSV: {error}") from error


def csv_bytes(rows: Iterable[Sequence[object]], *, guard: bool = True) -> bytes:
    """Write rows as a CSV file that Excel opens as Thai text (UTF-8 with BOM, CRLF, all quoted).

    With `guard` text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP
    ASVS 1.2.10), so such a file is for people and does not read back as it was.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_harmless(value) for value in row] if guard else row for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if b"\x00" in data:
        raise ValueError("CSV: not a text file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
