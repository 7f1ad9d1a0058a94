"""The answers of all agencies -> one count for every question of the form."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from formgen.model.blocks import Entries
from formgen.model.dataset import Agency, Figures, Standing, Tally, Told
from formgen.model.form import Field, Form, Question
from formgen.model.survey import Kind


def tallies(form: Form, agencies: Sequence[Agency]) -> tuple[Tally, ...]:
    """Count every question over the agencies that returned."""
    return tuple(
        _tally(one, form.field(one.field), [each.answers[one.field] for each in agencies])
        for one in questions(form)
    )


def questions(form: Form) -> Iterator[Question]:
    """Go through what is counted: the single fields that ask for no identity, then the tables."""
    for block in form.blocks:
        for entry in block.entries if isinstance(block, Entries) else ():
            field = form.field(entry.fields[0])
            if field.role is None and not field.personal_data:
                yield Question(id=field.stem, number="", label=entry.label, field=field.name)
    for question in form.questions:
        if form.has(question.field):
            yield question


def _tally(question: Question, field: Field, told: Sequence[Told]) -> Tally:
    def standing(which: Standing) -> int:
        return sum(one.standing is which for one in told)

    return Tally(
        question=question,
        field=field,
        answered=standing(Standing.ANSWERED),
        blank=standing(Standing.BLANK),
        not_asked=standing(Standing.NOT_ASKED),
        doubtful=standing(Standing.DOUBTFUL),
        counts=tuple(_chosen(told, choice.code) for choice in field.choices),
        figures=_figures(told) if field.kind in (Kind.INTEGER, Kind.DECIMAL) else None,
    )


def _chosen(told: Sequence[Told], code: str) -> int:
    return sum(
        code in one.value if isinstance(one.value, tuple) else code == one.value for one in told
    )


def _figures(told: Sequence[Told]) -> Figures | None:
    values = [Decimal(str(one.value)) for one in told if one.standing is Standing.ANSWERED]
    if not values:
        return None
    total = sum(values, Decimal(0))
    return Figures(total, min(values), max(values), total / len(values))
