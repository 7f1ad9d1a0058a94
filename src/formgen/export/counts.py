"""The counts of every question -> a table for each kind of question, bars for exclusive choices."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Final, TypeAlias, assert_never

from formgen.export import words
from formgen.export.book import Cell, Column, Sheet
from formgen.model.dataset import Dataset, Tally, percent
from formgen.model.survey import Kind
from formgen.thai.numerals import thai_number

_PLACE: Final = Column("ลำดับ", 8, align="center")
_NARROW: Final = 12  # characters, the least for a column of numbers
_SHARE: Final = "ร้อยละ"
_TOTAL: Final = "รวม (แห่ง)"
_HUNDREDTH: Final = Decimal("0.01")
_SEVERAL_NOTE: Final = "ตอบได้มากกว่าหนึ่งข้อ ผลรวมของร้อยละจึงอาจเกิน ๑๐๐"

_Count: TypeAlias = Callable[[Tally], int]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: two columns of words, then numbers under `headings`.

    `bars` are the names and columns of what its chart draws, the first `answers` of them answers.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: tuple[tuple[str, int], ...] = ()
    answers: int = 0


def write_counts(sheet: Sheet, data: Dataset) -> None:
    """Write a table for the questions that share their choices, and one for each other kind."""
    if not data.answered:
        sheet.note(words.NOTHING_RETURNED)
    sheet.note(f"ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N = {thai_number(len(data.answered))} แห่ง")
    summary = data.form.summary
    label = Column(summary.heading, 40, wrap=True)
    chart = f"ร้อยละของหน่วยงาน จำแนกตาม{summary.unit}และคำตอบ"
    tables = [_table(group) for group in _groups(data)]
    width = _width(tables)  # one for all: the tables stand below each other
    for one in tables:
        if len(tables) > 1:
            sheet.heading(one.name)
        sheet.header([_PLACE, label, *(Column(heading, width) for heading in one.headings)])
        first = sheet.row
        for row in one.rows:
            sheet.write(row)
        if len(tables) == 1:
            sheet.keep_header(first)
        sheet.note(one.note)
        if one.bars and data.answered:
            sheet.chart(chart, range(first, first + len(one.rows)), one.bars, one.answers)
    sheet.note(words.ROUNDING_NOTE)


def _groups(data: Dataset) -> Iterator[list[Tally]]:
    """Go through the questions that share a table, in the order of the first of each."""
    groups: dict[object, list[Tally]] = {}
    for one in words.public(data):
        groups.setdefault(_shared(one), []).append(one)
    yield from groups.values()


def _shared(tally: Tally) -> object:
    """Return what two questions have in common that stand in one table."""
    match tally.field.kind:
        case Kind.SELECT_ONE:
            return tuple((one.code, one.label) for one in tally.field.choices)
        case Kind.SELECT_MULTIPLE:
            return tally.field.name
        case Kind.INTEGER | Kind.DECIMAL:
            return Kind.DECIMAL
        case Kind.TEXT | Kind.DATE:
            return Kind.TEXT
        case _:
            assert_never(tally.field.kind)


def _table(group: Sequence[Tally]) -> _Table:
    match group[0].field.kind:
        case Kind.SELECT_ONE:
            return _exclusive(group)
        case Kind.SELECT_MULTIPLE:
            return _several(group[0])
        case Kind.INTEGER | Kind.DECIMAL:
            return _figures(group)
        case Kind.TEXT | Kind.DATE:
            return _answered(group)
        case _:
            assert_never(group[0].field.kind)


# ---------------------------------------------------------------- kinds of table


def _exclusive(group: Sequence[Tally]) -> _Table:
    """One choice each: a row a question, a pair of columns a choice."""
    labels = [choice.label for choice in group[0].field.choices]
    missing = _missing(group)
    names = [*labels, *(name for name, _ in missing)]
    pairs = [heading for name in names for heading in (_counted(name), _SHARE)]
    rows = []
    for one in group:
        counts = [*one.counts, *(count(one) for _, count in missing)]
        shares = [each for count in counts for each in (count, percent(count, one.total))]
        rows.append((*_head(one), *shares, one.total))
    return _Table(
        name="จำนวนและร้อยละของหน่วยงาน จำแนกตามรายการและคำตอบ",
        headings=(*pairs, _TOTAL),
        rows=tuple(rows),
        bars=tuple((name, 2 + 2 * place) for place, name in enumerate(names)),
        answers=len(labels),
    )


def _several(tally: Tally) -> _Table:
    """Any number of choices: a row a choice."""
    choices = zip(tally.field.choices, tally.counts, strict=True)
    counts = [(choice.label, count) for choice, count in choices]
    counts += [(name, count(tally)) for name, count in _missing([tally])]
    return _Table(
        name=words.question(tally),
        headings=(_counted("จำนวน"), _SHARE),
        rows=tuple(
            (thai_number(number), label, count, percent(count, tally.total))
            for number, (label, count) in enumerate(counts, 1)
        ),
        note=_SEVERAL_NOTE,
    )


def _figures(group: Sequence[Tally]) -> _Table:
    """Numbers: a row a question, what its numbers come to."""
    missing = _missing(group)
    names = ("ผลรวม", "ต่ำสุด", "สูงสุด", "ค่าเฉลี่ย")
    rows = []
    for one in group:
        figures: tuple[Cell, ...] = (None,) * len(names)
        if one.figures:
            sums = (one.figures.total, one.figures.minimum, one.figures.maximum)
            mean = one.figures.mean.quantize(_HUNDREDTH, ROUND_HALF_UP)
            figures = (*(_number(one, each) for each in sums), mean)
        rows.append((*_head(one), one.answered, *figures, *_counts(missing, one), one.total))
    return _Table(
        name="จำนวนที่ตอบ",
        headings=(_counted("ตอบ"), *names, *(_counted(name) for name, _ in missing), _TOTAL),
        rows=tuple(rows),
    )


def _answered(group: Sequence[Tally]) -> _Table:
    """Words and dates: a row a question, how many answered."""
    missing = _missing(group)
    return _Table(
        name="ข้อที่ตอบเป็นข้อความหรือวันที่",
        headings=(_counted("ตอบ"), *(_counted(name) for name, _ in missing), _TOTAL),
        rows=tuple((*_head(one), one.answered, *_counts(missing, one), one.total) for one in group),
    )


# ---------------------------------------------------------------- columns


def _missing(group: Sequence[Tally]) -> list[tuple[str, _Count]]:
    """Name the ways of giving no answer and how each is counted; not asked only where it occurs."""
    blank, doubtful = (words.BLANK, attrgetter("blank")), (words.DOUBTFUL, attrgetter("doubtful"))
    if any(one.not_asked for one in group):
        return [blank, (words.NOT_ASKED, attrgetter("not_asked")), doubtful]
    return [blank, doubtful]


def _counts(missing: Sequence[tuple[str, _Count]], tally: Tally) -> tuple[int, ...]:
    return tuple(count(tally) for _, count in missing)


def _counted(name: str) -> str:
    return f"{name} (แห่ง)"


def _width(tables: Sequence[_Table]) -> int:
    """Find the width that shows every number in full; a spreadsheet shows one too wide as ####."""
    numbers = (cell for one in tables for row in one.rows for cell in row)
    shown = (f"{cell:,.2f}" for cell in numbers if isinstance(cell, int | Decimal))
    return max(_NARROW, *(len(number) + 2 for number in shown)) if tables else _NARROW


def _head(tally: Tally) -> tuple[str, str]:
    return tally.question.number, tally.question.label


def _number(tally: Tally, number: Decimal) -> Cell:
    return int(number) if tally.field.kind is Kind.INTEGER else number
