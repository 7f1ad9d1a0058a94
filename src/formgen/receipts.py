"""When a file came, by evidence: a list kept by the clerk, else the name of a dated folder."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.tables import csv_rows
from formgen.thai.dates import parse_date
from formgen.thai.normalise import key
from formgen.thai.numerals import to_arabic

LIST_NAME: Final = "received.csv"
"""What the clerk's list is called, in any case of letters; it stands at the top of the inbox."""

_FILE: Final = ("แฟ้ม", "file")
_RECEIVED: Final = ("วันที่รับ", "received")
_DATED: Final = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_FIRST_BE: Final = 2400  # a year from here on is Buddhist, one before it is not
_BE_AHEAD: Final = 543  # years
_YEARS: Final = range(2000, 2100)  # `10000101` is a number of a file, no day of receipt


def folder_date(name: str, codes: Container[str] = ()) -> str:
    """Return the ISO date of the innermost dated folder of a path with `/`; "" if there is none.

    `2026-11-22`, `2569-11-22` and `25691122 รอบเย็น` are one day, in Thai digits also.  One of the
    `codes` of agencies, such as `20110101`, is none.
    """
    for folder in reversed(name.split("/")[:-1]):
        dated = _DATED.match(to_arabic(folder))
        if dated and dated[0] not in codes:
            try:
                return date(common_year(dated[1]), int(dated[3]), int(dated[4])).isoformat()
            except ValueError:
                continue
    return ""


def common_year(digits: str) -> int:
    """Return the year of a day of receipt in the common era, be it written in that or in BE.

    Raises ValueError for a year in which nothing was received.
    """
    year = int(digits)
    year -= _BE_AHEAD if year >= _FIRST_BE else 0
    if year not in _YEARS:
        raise ValueError(digits)
    return year


def listed_dates(
    data: bytes, names: Sequence[str]
) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """Read the clerk's list: path of a file in the inbox -> ISO date; and what is wrong with it.

    `names` are the paths of all files.  The list may leave the folder out where the name is clear.
    """
    try:
        rows = csv_rows(data)
    except ValueError as error:
        return {}, (found(Code.FILE_UNREADABLE, reason=str(error)),)
    heading = [key(cell) for cell in rows[0]] if rows else []
    columns = [_column(heading, each) for each in (_FILE, _RECEIVED)]
    wanting = [each[0] for each, at in zip((_FILE, _RECEIVED), columns, strict=True) if at < 0]
    if wanting:
        return {}, tuple(found(Code.RECEIVED_COLUMN_MISSING, column=one) for one in wanting)
    index = _index(names)
    dates: dict[str, str] = {}
    problems = []
    for number, (listed, written) in _entries(rows, columns):
        name, day = _meant(listed, index), parse_date(written)
        if not name:
            problems.append(found(Code.RECEIVED_FILE_UNKNOWN, at=str(number), name=listed))
        elif day is None or dates.get(name, day.isoformat()) != day.isoformat():
            dates[name] = ""
            problems.append(
                found(Code.RECEIVED_DATE_BAD, at=str(number), name=listed, value=written)
            )
        else:
            dates[name] = day.isoformat()
    return dates, tuple(problems)


def _column(heading: Sequence[str], names: Sequence[str]) -> int:
    wanted = {key(name) for name in names}
    return next((at for at, cell in enumerate(heading) if cell in wanted), -1)


def _entries(
    rows: Sequence[Sequence[str]], columns: Sequence[int]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Go through the lines that name a file, each with its number in the list."""
    for number, row in enumerate(rows[1:], 2):
        file, received = (row[at].strip() if at < len(row) else "" for at in columns)
        if file:
            yield number, (file, received)


def _index(names: Sequence[str]) -> Mapping[str, list[str]]:
    """Map every path, and every bare name, to the files it may mean."""
    index: dict[str, list[str]] = {}
    for name in names:
        for said in {_plain(name), _plain(name.rpartition("/")[2])}:
            index.setdefault(said, []).append(name)
    return index


def _meant(listed: str, index: Mapping[str, list[str]]) -> str:
    said = _plain(listed.replace("\\", "/").removeprefix("./"))
    meant = index.get(said, [])
    exact = [name for name in meant if _plain(name) == said] or meant
    return exact[0] if len(exact) == 1 else ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)
