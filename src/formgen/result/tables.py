"""The counts of every question -> a table for each kind of question, as every product shows it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Final, TypeAlias, assert_never

from formgen.model.dataset import Dataset, Tally, percent
from formgen.model.survey import Kind
from formgen.result import words
from formgen.result.words import Cell
from formgen.thai.numerals import thai_number

_SHARE: Final = "ร้อยละ"
_TOTAL: Final = "รวม (แห่ง)"
_HUNDREDTH: Final = Decimal("0.01")
_SEVERAL_NOTE: Final = "ตอบได้มากกว่าหนึ่งข้อ ผลรวมของร้อยละจึงอาจเกิน ๑๐๐"

_Count: TypeAlias = Callable[[Tally], int]


@dataclass(frozen=True, slots=True)
class Summary:
    """A table: a number and a name in two columns of words, then numbers under `headings`.

    `bars` are the names and columns of what its chart draws, the first `answers` of them answers.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: tuple[tuple[str, int], ...] = ()
    answers: int = 0


def summaries(data: Dataset) -> tuple[Summary, ...]:
    """Make a table for the questions that share their choices, and one for each other kind."""
    return tuple(_table(group) for group in _groups(data))


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
    missing = _missing(group)
    names = [*labels, *(name for name, _ in missing)]
    pairs = [heading for name in names for heading in (_counted(name), _SHARE)]
    rows = []
    for one in group:
        counts = [*one.counts, *(count(one) for _, count in missing)]
        shares = [each for count in counts for each in (count, percent(count, one.total))]
        rows.append((*_head(one), *shares, one.total))
    return Summary(
        name="จำนวนและร้อยละของหน่วยงาน จำแนกตามรายการและคำตอบ",
        headings=(*pairs, _TOTAL),
        rows=tuple(rows),
        bars=tuple((name, 2 + 2 * place) for place, name in enumerate(names)),
        answers=len(labels),
    )


def _several(tally: Tally) -> Summary:
    """Any number of choices: a row a choice."""
    choices = zip(tally.field.choices, tally.counts, strict=True)
    counts = [(choice.label, count) for choice, count in choices]
    counts += [(name, count(tally)) for name, count in _missing([tally])]
    return Summary(
        name=words.question(tally),
        headings=(_counted("จำนวน"), _SHARE),
        rows=tuple(
            (thai_number(number), label, count, percent(count, tally.total))
            for number, (label, count) in enumerate(counts, 1)
        ),
        note=_SEVERAL_NOTE,
    )


def _figures(group: Sequence[Tally]) -> Summary:
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
    return Summary(
        name="จำนวนที่ตอบ",
        headings=(_counted("ตอบ"), *names, *(_counted(name) for name, _ in missing), _TOTAL),
        rows=tuple(rows),
    )


def _answered(group: Sequence[Tally]) -> Summary:
    """Words and dates: a row a question, how many answered."""
    missing = _missing(group)
    return Summary(
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


def _head(tally: Tally) -> tuple[str, str]:
    return tally.question.number, tally.question.label


def _number(tally: Tally, number: Decimal) -> Cell:
    return int(number) if tally.field.kind is Kind.INTEGER else number
