"""The counts of every question -> a table for each kind of question, as every product shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias, assert_never

from formgen.model.dataset import Dataset, Standing, Tally, percent
from formgen.model.survey import Kind
from formgen.result import words
from formgen.result.behind import Behind, behind_answer
from formgen.result.words import Cell
from formgen.thai.numerals import thai_number

SHARE: Final = "ร้อยละ"
_TOTAL: Final = "รวม (แห่ง)"
_HUNDREDTH: Final = Decimal("0.01")
_SEVERAL_NOTE: Final = "ตอบได้มากกว่าหนึ่งข้อ ผลรวมของร้อยละจึงอาจเกิน ๑๐๐"

Keys: TypeAlias = tuple[Behind | None, ...]
"""What each cell of a row counts; None for what is no number of agencies."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A table: a number and a name in two columns of words, then numbers under `headings`.

    `bars` are the names and columns of what its chart draws, the first `answers` of them answers.
    `behind` has the keys of each row.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: tuple[tuple[str, int], ...] = ()
    answers: int = 0
    behind: tuple[Keys, ...] = ()


def summaries(data: Dataset) -> tuple[Summary, ...]:
    """Make a table for the questions that share their choices, and one for each other kind."""
    return tuple(_table(group) for group in alike(data))


def alike(data: Dataset) -> Iterator[list[Tally]]:
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


def _table(group: Sequence[Tally]) -> Summary:
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


def _exclusive(group: Sequence[Tally]) -> Summary:
    """One choice each: a row a question, a pair of columns a choice."""
    labels = [choice.label for choice in group[0].field.choices]
    without = missing(group)
    names = [*labels, *(words.NO_ANSWER[one] for one in without)]
    rows, behind = [], []
    for one in group:
        counts = [*one.counts, *_counts(one, without)]
        shares = [each for count in counts for each in (count, percent(count, one.total))]
        rows.append((*_head(one), *shares, one.total))
        keys = [each for key in _keys(one, without) for each in (key, None)]
        behind.append((None, None, *keys, None))
    return Summary(
        name="จำนวนและร้อยละของหน่วยงาน จำแนกตามรายการและคำตอบ",
        headings=(*(each for name in names for each in (counted(name), SHARE)), _TOTAL),
        rows=tuple(rows),
        bars=tuple((name, 2 + 2 * place) for place, name in enumerate(names)),
        answers=len(labels),
        behind=tuple(behind),
    )


def _several(tally: Tally) -> Summary:
    """Any number of choices: a row a choice."""
    without = missing([tally])
    labels = [choice.label for choice in tally.field.choices]
    labels += [words.NO_ANSWER[one] for one in without]
    counts = zip(labels, (*tally.counts, *_counts(tally, without)), strict=True)
    return Summary(
        name=words.question(tally),
        headings=(counted("จำนวน"), SHARE),
        rows=tuple(
            (thai_number(number), label, count, percent(count, tally.total))
            for number, (label, count) in enumerate(counts, 1)
        ),
        note=_SEVERAL_NOTE,
        behind=tuple((None, None, key, None) for key in _keys(tally, without)),
    )


def _figures(group: Sequence[Tally]) -> Summary:
    """Numbers: a row a question, what its numbers come to."""
    without = missing(group)
    names = ("ผลรวม", "ต่ำสุด", "สูงสุด", "ค่าเฉลี่ย")
    nothing = (None,) * len(names)
    rows, behind = [], []
    for one in group:
        figures: tuple[Cell, ...] = nothing
        if one.figures:
            sums = (one.figures.total, one.figures.minimum, one.figures.maximum)
            mean = one.figures.mean.quantize(_HUNDREDTH, ROUND_HALF_UP)
            figures = (*(_number(one, each) for each in sums), mean)
        rows.append((*_head(one), one.answered, *figures, *_counts(one, without), one.total))
        answered, *none = _keys(one, without)
        behind.append((None, None, answered, *nothing, *none, None))
    return Summary(
        name="จำนวนที่ตอบ",
        headings=(counted("ตอบ"), *names, *map(counted, _names(without)), _TOTAL),
        rows=tuple(rows),
        behind=tuple(behind),
    )


def _answered(group: Sequence[Tally]) -> Summary:
    """Words and dates: a row a question, how many answered."""
    without = missing(group)
    return Summary(
        name="ข้อที่ตอบเป็นข้อความหรือวันที่",
        headings=(counted("ตอบ"), *map(counted, _names(without)), _TOTAL),
        rows=tuple((*_head(one), one.answered, *_counts(one, without), one.total) for one in group),
        behind=tuple((None, None, *_keys(one, without), None) for one in group),
    )


# ---------------------------------------------------------------- columns


def missing(group: Sequence[Tally]) -> list[Standing]:
    """List the ways of giving no answer that a table shows; not asked only where it occurs."""
    occurs = any(one.not_asked for one in group)
    return [one for one in words.NO_ANSWER if occurs or one is not Standing.NOT_ASKED]


def counted(name: str) -> str:
    """Name a column of numbers of agencies."""
    return f"{name} (แห่ง)"


def _names(without: Sequence[Standing]) -> list[str]:
    return [words.NO_ANSWER[one] for one in without]


def _counts(tally: Tally, without: Sequence[Standing]) -> list[int]:
    numbers = {
        Standing.BLANK: tally.blank,
        Standing.NOT_ASKED: tally.not_asked,
        Standing.DOUBTFUL: tally.doubtful,
    }
    return [numbers[one] for one in without]


def _keys(tally: Tally, without: Sequence[Standing]) -> list[Behind]:
    field = tally.field
    codes = [choice.code for choice in field.choices] if field.select else [""]
    answers = [behind_answer(field, code) for code in codes]
    return [*answers, *(Behind(field.name, one) for one in without)]


def _head(tally: Tally) -> tuple[str, str]:
    return tally.question.number, tally.question.label


def _number(tally: Tally, number: Decimal) -> Cell:
    return int(number) if tally.field.kind is Kind.INTEGER else number
