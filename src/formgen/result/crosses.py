"""The agencies that returned -> tables of them by type, by ministry, by how much they have."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Final

from formgen.model.dataset import Agency, Tally, percent
from formgen.model.survey import Kind
from formgen.result import words
from formgen.result.behind import (
    MINISTRY,
    Behind,
    Grouped,
    behind_answer,
    behind_had,
    by_name,
)
from formgen.result.following import Following, following_by
from formgen.result.tables import SHARE, Keys, counted, missing
from formgen.result.words import Cell

_WIDEST: Final = 18  # columns of numbers in a table that is read on paper
_TOTAL: Final = "รวม"


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of agencies: what they have in common under `head`, then numbers under `headings`.

    `total` is the last row.  `bands` are names over the columns, the first too, each with how many
    it spans; some are "".  `behind` has the keys of each row, those of the total last.
    """

    name: str
    head: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...]
    behind: tuple[Keys, ...]
    bands: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of numbers, by the names of the rows; a row that has none shows `nothing`."""

    heading: str
    numbers: Mapping[str, Cell]
    total: Cell
    keys: Mapping[str, Behind] = field(default_factory=dict)
    total_key: Behind | None = None
    nothing: Cell = 0


def by_type(grouped: Grouped) -> tuple[Cross, ...]:
    """Count the answers of each type of agency; a table holds as many questions as can be read.

    Its bands are the questions; for numbers there is also what they come to.
    """
    base = Counter(grouped.kinds)
    lead = [_Column(counted("จำนวนที่ตอบ"), base, base.total())]
    asked = [(words.question(one), _answers(grouped, one)) for one in grouped.public]
    return tuple(
        _cross("จำแนกตามประเภทหน่วยงานและคำตอบ", "ประเภทหน่วยงาน", grouped.kind_names, lead, some)
        for some in _parted(asked, _WIDEST - len(lead))
    )


def by_ministry(grouped: Grouped) -> tuple[Cross, ...]:
    """Count for each ministry to how many it was sent, how many returned and what those have."""
    return _by_place(grouped, "สังกัด", words.ministry)


def by_province(grouped: Grouped) -> tuple[Cross, ...]:
    """As `by_ministry`, for each province; nothing where no agency is known to be in one."""
    if not any(one.recipient.province for one in grouped.data.agencies):
        return ()
    return _by_place(grouped, "จังหวัด", words.province)


def by_had(grouped: Grouped) -> Cross | None:
    """Count the agencies by how many questions they have; None where nothing counts as had.

    There is a row for every number there could be, and one for those of which it is not decided.
    """
    if not words.positives(grouped.public, grouped.data.form.summary):
        return None
    most = sum(bool(one.question.positive) for one in grouped.public)
    counts, base = Counter(grouped.had), len(grouped.agencies)
    steps: list[int | None] = [*range(most + 1), *([None] if counts[None] else [])]
    sums = accumulate(counts[had] for had in steps)
    return Cross(
        name=f"จำนวนหน่วยงาน จำแนกตาม{words.had_name(grouped.data.form)}",
        head=words.had_name(grouped.data.form),
        headings=(counted("จำนวนหน่วยงาน"), SHARE, "ร้อยละสะสม"),
        rows=tuple(
            (
                words.DOUBTFUL if had is None else had,
                counts[had],
                percent(counts[had], base),
                percent(so_far, base),
            )
            for had, so_far in zip(steps, sums, strict=True)
        ),
        total=(_TOTAL, base, percent(base, base), None),
        behind=(*((None, behind_had(had), None, None) for had in steps), (None,) * 4),
    )


# ---------------------------------------------------------------- columns of types


def _answers(grouped: Grouped, tally: Tally) -> list[_Column]:
    """Give a question a column for each answer to it."""
    given = [(one.label, one.code) for one in tally.field.choices] or [("ตอบ", "")]
    columns = [_typed(grouped, label, behind_answer(tally.field, code)) for label, code in given]
    if tally.field.kind in (Kind.INTEGER, Kind.DECIMAL):
        sums = _sums(grouped, tally)
        columns.append(_Column("ผลรวม", sums, sum(sums.values())))
    rest = ((words.NO_ANSWER[one], Behind(tally.field.name, one)) for one in missing([tally]))
    return [*columns, *(_typed(grouped, label, key) for label, key in rest)]


def _typed(grouped: Grouped, heading: str, key: Behind) -> _Column:
    counts = Counter(grouped.kinds[one] for one in grouped.members(key))
    keys = {kind: key._replace(kind=kind) for kind in counts}
    return _Column(heading, counts, counts.total(), keys, key)


def _sums(grouped: Grouped, tally: Tally) -> dict[str, int | Decimal]:
    """Add up the numbers answered to a question, for each type of agency."""
    whole = tally.field.kind is Kind.INTEGER
    sums: dict[str, int | Decimal] = {}
    for one in grouped.members(behind_answer(tally.field)):
        number = Decimal(str(grouped.agencies[one].answers[tally.field.name].value))
        kind = grouped.kinds[one]
        sums[kind] = sums.get(kind, 0) + (int(number) if whole else number)
    return sums


# ---------------------------------------------------------------- columns of places


def _by_place(grouped: Grouped, head: str, place: Callable[[Agency], str]) -> tuple[Cross, ...]:
    places = [place(one) for one in grouped.agencies]
    sent = following_by(grouped.data.expected, place)
    names = sorted({*sent, *places}, key=by_name)
    lead = _response(Counter(places), sent, listed=place is words.ministry)
    asked = [_had(grouped, one, places) for one in grouped.public if one.question.positive]
    return tuple(
        _cross(f"จำแนกตาม{head}", head, names, lead, some)
        for some in list(_parted(asked, _WIDEST - len(lead))) or [()]
    )


def _response(base: Counter[str], sent: Mapping[str, Following], *, listed: bool) -> list[_Column]:
    """Tell to how many it was sent and how many returned, so far as that is known.

    `base` are all that returned; `listed`: the agencies of each place are a group of their own.
    """
    back = Counter({name: one.returned for name, one in sent.items()})
    keys = {name: Behind(MINISTRY, name) for name in base if not sent or base[name] == back[name]}
    if not listed:
        keys = {}
    if not sent:
        return [_Column(counted("ตอบกลับ"), base, base.total(), keys)]
    asked = Counter({name: one.sent for name, one in sent.items()})
    rates: dict[str, Cell] = {name: percent(back[name], asked[name]) for name in {*asked, *base}}
    columns = [
        _Column(counted("จัดส่ง"), asked, asked.total()),
        _Column(counted("ตอบกลับ"), back, back.total(), keys),
        _Column("ร้อยละการตอบกลับ", rates, percent(back.total(), asked.total())),
    ]
    if unlisted := base - back:
        columns.append(_Column(counted("ตอบนอกบัญชีจัดส่ง"), unlisted, unlisted.total()))
    return columns


def _had(grouped: Grouped, tally: Tally, places: Sequence[str]) -> tuple[str, list[_Column]]:
    """Name a question and tell how many have it, and how many per cent of those that returned."""
    labels = {one.code: one.label for one in tally.field.choices}
    positive = tally.question.positive
    keys = [behind_answer(tally.field, code) for code in positive]
    having = {one for key in keys for one in grouped.members(key)}
    base, counts = Counter(places), Counter(places[one] for one in having)
    label = labels.get(positive[0], "") if len(positive) == 1 else "นับว่ามี"
    shares: dict[str, Cell] = {name: percent(counts[name], base[name]) for name in base}
    key = keys[0] if len(keys) == 1 else None
    return words.question(tally), [
        _Column(counted(label), counts, len(having), total_key=key),
        _Column(SHARE, shares, percent(len(having), len(places)), nothing=None),
    ]


# ---------------------------------------------------------------- columns together


def _parted(
    asked: Sequence[tuple[str, list[_Column]]], room: int
) -> Iterator[Sequence[tuple[str, list[_Column]]]]:
    """Put questions into tables of so many columns, as long as one has any room."""
    part: list[tuple[str, list[_Column]]] = []
    for one in asked:
        if part and sum(len(columns) for _, columns in (*part, one)) > room:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _cross(
    name: str,
    head: str,
    names: Sequence[str],
    lead: Sequence[_Column],
    asked: Sequence[tuple[str, list[_Column]]],
) -> Cross:
    columns = [*lead, *(column for _, own in asked for column in own)]
    return Cross(
        name=f"จำนวนหน่วยงาน {name}",
        head=head,
        headings=tuple(one.heading for one in columns),
        rows=tuple((row, *(one.numbers.get(row, one.nothing) for one in columns)) for row in names),
        total=(_TOTAL, *(one.total for one in columns)),
        behind=(
            *((None, *(one.keys.get(row) for one in columns)) for row in names),
            (None, *(one.total_key for one in columns)),
        ),
        bands=(("", 1 + len(lead)), *((question, len(own)) for question, own in asked)),
    )
