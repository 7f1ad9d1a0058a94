"""The counts of a result -> the summary tables in the body of the report."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from formgen.model.blocks import CellRow, Paragraph, Row, Style, Table
from formgen.model.dataset import Dataset
from formgen.report.cells import cell, centred, row, shown, table, title_row
from formgen.result.tables import Summary, summaries
from formgen.result.words import Cell
from formgen.thai.numerals import thai_number, to_thai

_SHARE: Final = "ร้อยละ"
_AGENCIES: Final = " (แห่ง)"
_MOST_COLUMNS: Final = 9  # of numbers, that an upright sheet has room for
_MOST_LETTERS: Final = 50  # of the widest number of each column, together
_HEAD: Final = 2  # columns of words before the numbers

_Column: TypeAlias = tuple[str, int, int | None]
"""A heading, the place of its number in a row, and the place of its percentage."""


def table_count(data: Dataset) -> int:
    """Count the summary tables: none while nothing has returned."""
    return len(summaries(data)) if data.answered else 0


def summary(data: Dataset) -> tuple[Paragraph | Table, ...]:
    """Make every summary table, each under its number and name."""
    return tuple(_numbered(data)) if data.answered else ()


def _numbered(data: Dataset) -> Iterator[Paragraph | Table]:
    base = thai_number(len(data.answered))
    for number, one in enumerate(summaries(data), 1):
        name = _name(data, one)
        yield Paragraph(f"ตารางที่ {to_thai(number)} {name} ({base} แห่ง)", Style.CAPTION)
        columns = tuple(_columns(one))
        yield from _table(data, one, columns)
        if one.note:
            yield Paragraph(f"หมายเหตุ: {one.note}", Style.NOTE)


def _name(data: Dataset, one: Summary) -> str:
    """Name a table; one of choices by its question, or by what the survey calls its questions."""
    if _SHARE not in one.headings:
        return one.name
    if one.bars and len(one.rows) > 1:
        return f"จำนวนและร้อยละของหน่วยงาน จำแนกตาม{data.form.summary.heading}และคำตอบ"
    asked = " ".join(map(shown, one.rows[0][:_HEAD])) if one.bars else one.name
    return f"จำนวนและร้อยละของหน่วยงาน จำแนกตามคำตอบข้อ {asked.strip()}"


def _columns(one: Summary) -> Iterator[_Column]:
    """Go through the columns of numbers, each with its percentage where that stands beside it."""
    following = (*one.headings[1:], "")
    for place, (heading, after) in enumerate(zip(one.headings, following, strict=True), _HEAD):
        if heading != _SHARE:
            yield heading, place, place + 1 if after == _SHARE else None


def _table(data: Dataset, one: Summary, columns: tuple[_Column, ...]) -> tuple[Table, ...]:
    [(_, place, share), *others] = columns
    if share and not others:
        return _plain(one, place)
    for fewer in (columns, _core(columns)):
        if _fits(one, fewer):
            return _wide(data, one, fewer)
    return _long(one, columns)


def _core(columns: tuple[_Column, ...]) -> tuple[_Column, ...]:
    """Leave out who gave no number, which the annex tells, for the sake of what the numbers say."""
    first, *others = columns
    return (first, *(one for one in others if not one[0].endswith(_AGENCIES)))


def _fits(one: Summary, columns: tuple[_Column, ...]) -> bool:
    letters = (max(len(shown(each[place])) for each in one.rows) for _, place, _ in columns)
    return 1 < len(columns) <= _MOST_COLUMNS and sum(letters) <= _MOST_LETTERS


def _wide(data: Dataset, one: Summary, columns: tuple[_Column, ...]) -> tuple[Table, ...]:
    """Set a row a question; a percentage stands in brackets under its number."""
    numbered = any(each[0] for each in one.rows)
    place = [("ที่", 7.0)] if numbered else []
    headings = [(_short(heading, share), 13.0) for heading, _, share in columns]
    rows = (
        row(
            *([centred(shown(each[0]))] if numbered else ()),
            cell(shown(each[1])),
            *(centred(shown(each[at]), _bracketed(each, share)) for _, at, share in columns),
        )
        for each in one.rows
    )
    return table([*place, (data.form.summary.heading, 30.0), *headings], rows)


def _short(heading: str, share: int | None) -> str:
    """Leave the unit of a heading away where a percentage stands under the number."""
    return heading if share is None else heading.removesuffix(_AGENCIES)


def _bracketed(each: tuple[Cell, ...], share: int | None) -> str:
    percentage = shown(each[share]) if share is not None else ""
    return f"({percentage})" if percentage else ""


def _plain(one: Summary, place: int) -> tuple[Table, ...]:
    """Set a row a choice, of one question with any number of them."""
    columns = [("คำตอบ", 60.0), (one.headings[place - _HEAD], 25.0), (_SHARE, 20.0)]
    rows = (_told(shown(each[1]), shown(each[place]), shown(each[place + 1])) for each in one.rows)
    return table(columns, rows)


def _long(one: Summary, columns: tuple[_Column, ...]) -> tuple[Table, ...]:
    """Set a row a number, under the question's name: for what is too wide for the sheet."""
    shares = any(share for _, _, share in columns)
    names = [("รายการ", 60.0), ("จำนวน", 25.0), *([(_SHARE, 20.0)] if shares else ())]
    return table(names, _stacked(one, columns, shares=shares))


def _stacked(one: Summary, columns: tuple[_Column, ...], *, shares: bool) -> Iterator[Row]:
    for each in one.rows:
        yield title_row(f"{shown(each[0])} {shown(each[1])}")
        for heading, place, share in columns:
            told = [shown(each[share]) if share else ""] if shares else []
            if each[place] is not None:
                yield _told(heading, shown(each[place]), *told)


def _told(name: str, *numbers: str) -> CellRow:
    return row(cell(name), *map(centred, numbers))
