"""Dataset -> the plain values a dashboard shows; personal data is in none of them."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, TypeAlias, assert_never

from formgen import formats
from formgen.dashboard.origin import Origin
from formgen.model.dataset import Agency, Dataset, Figures, Filed, Standing, Tally
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Field, Form
from formgen.model.recipient import Recipient
from formgen.model.response import Value
from formgen.model.survey import Kind, Role
from formgen.result import words
from formgen.result.following import (
    By,
    Following,
    following_by,
    group_heading,
    in_order,
    in_review,
)
from formgen.result.names import REVIEW, WORKBOOK
from formgen.thai.dates import day_in_thailand

Facts: TypeAlias = dict[str, Any]

# What is no answer, as a number no choice can have.
NO_ANSWER: Final = {Standing.BLANK: -1, Standing.NOT_ASKED: -2, Standing.DOUBTFUL: -3}

_NOBODY: Final = Following(0, 0)
_TYPED_ROLES: Final = (Role.AGENCY_NAME, Role.MINISTRY, Role.AGENCY_TYPE, Role.PROVINCE)
_HUNDREDTH: Final = Decimal("0.01")
_WORDS: Final = {
    "blank": words.BLANK,
    "notAsked": words.NOT_ASKED,
    "doubtful": words.DOUBTFUL,
    "rounding": words.ROUNDING_NOTE,
    "nothing": words.NOTHING_RETURNED,
    "workbook": WORKBOOK,  # both stand beside the page
    "review": REVIEW,
}


def facts(data: Dataset) -> Facts:
    """Collect everything the page shows; its tables are columns, told row by row in one order.

    An answer is the place of its choice (a list where several may be taken), else its words; what
    is no answer is a number below zero, and an agency that has not returned has none.
    """
    own = _Known(data)
    agencies = [own.agency(one) for one in data.agencies]
    return {
        "survey": _survey(data),
        "words": dict(_WORDS),
        "totals": _totals(data),
        "states": [
            {"state": state.value, "label": words.state_name(state), "count": count}
            for state, count in data.states.items()
        ],
        "formats": _formats(data),
        "questions": [own.question(one) for one in own.tallies],
        "groups": _groups(data, agencies),
        "agencies": _columns(agencies),
        "files": _columns([own.file(one) for one in data.files]),
        "places": own.origin.places(),
        "matters": _columns([own.matter(*one) for one in data.matters]),
        "waivers": _columns([own.waiver(*one) for one in data.waivers]),
    }


# ---------------------------------------------------------------- the whole


def _survey(data: Dataset) -> Facts:
    form = data.form
    return {
        "title": form.title,
        "code": form.code,
        "revision": form.revision,
        "asOf": data.as_of,
        "unit": form.summary.unit,
        "heading": form.summary.heading,
        "had": words.positives(words.public(data), form.summary),
    }


def _totals(data: Dataset) -> Facts:
    sent, outstanding = len(data.expected), len(data.outstanding)
    return {
        "sent": sent,
        "back": sent - outstanding,
        "outstanding": outstanding,
        "answered": len(data.answered),
        "undecided": sum(one.undecided for one in data.answered),
        "files": len(data.files),
        "matters": len(data.matters),
        "waivers": len(data.waivers),
    }


def _formats(data: Dataset) -> list[Facts]:
    counts = Counter(one.returned.format for one in data.files)
    names = dict.fromkeys((*formats.NAMES, "scan", *sorted(counts), ""))
    return [{"label": words.format_name(name), "count": counts[name]} for name in names]


def _groups(data: Dataset, agencies: Sequence[Facts]) -> list[Facts]:
    """Count how far agencies have come, for each way to group them that tells any apart."""
    review = {one["code"] for one in agencies if one["review"]}
    made = []
    for by in By:
        names = {one["code"]: one[by.value] for one in agencies}
        if any(names.values()):
            rows = _rows(data, by, names, review)
            made.append({"key": by.value, "label": group_heading(by), "rows": rows})
    return made


def _rows(data: Dataset, by: By, names: Mapping[str, str], review: Set[str]) -> list[Facts]:
    """Count the agencies of each name, those that are not in the roster only if there is none."""
    listed = data.expected or data.agencies
    told = following_by(listed, lambda one: names[one.recipient.agency_code], review)
    return [
        {"name": name, "sent": one.sent, "back": one.returned, "review": one.review}
        for name in in_order(data.form, by, set(names.values()))
        for one in [told.get(name, _NOBODY)]
    ]


# ---------------------------------------------------------------- one by one


class _Known:
    """A dataset, and what is looked up in it again and again."""

    def __init__(self, data: Dataset) -> None:
        self._form = data.form
        self._had = data.had if words.positives(words.public(data), data.form.summary) else None
        self._answered = data.answered
        self._agencies = data.by_code()
        self._review = in_review(data)
        self._rows = {code: row for row, code in enumerate(self._agencies)}
        self._files = {_key(one): row for row, one in enumerate(data.files)}
        self._sides = words.sides(data.form)
        self._types: dict[str, str] = {}
        self._said: dict[Diagnostic, tuple[str, str]] = {}
        self._where: dict[tuple[str, str], str] = {}
        private = {role: _is_private(data.form, role) for role in _TYPED_ROLES}
        self._withheld: Facts = {role.value: "" for role in _TYPED_ROLES if private[role]}
        self.tallies = words.public(data)
        self._fields = {
            field.name: place
            for place, field in enumerate(
                field for one in self.tallies for field in (one.field, *self._beside(one))
            )
        }
        self.origin = Origin(tuple(self._fields), data)

    def agency(self, one: Agency) -> Facts:
        """Tell of one agency; `files` and all other numbers of rows count from 0."""
        known = one.recipient if one.expected else self._published(one.recipient)
        return {
            "code": known.agency_code,
            "name": known.agency_name,
            "ministry": known.ministry,
            "type": self._type(one, known),
            "province": known.province,
            "expected": int(one.expected),
            "review": int(known.agency_code in self._review),
            "sent": one.sent,
            "on": one.answered_on,
            "had": self._had(one) if self._had and one.returned and not one.undecided else None,
            "files": tuple(self._files[_key(file)] for file in one.files),
            "pending": one.pending,
            "reminded": one.reminded,
        }

    def question(self, one: Tally) -> Facts:
        """Tell of one question: its counts, and the answer of every agency that returned."""
        return {
            "field": self._fields[one.field.name],
            "number": one.question.number,
            "label": one.question.label,
            "kind": one.field.kind.value,
            "choices": [choice.label for choice in one.field.choices],
            "counts": one.counts,
            "answered": one.answered,
            "none": [one.blank, one.not_asked, one.doubtful],
            "figures": one.figures and _figures(one.figures),
            "answers": self._told(one.field),
            "beside": [
                {
                    "field": self._fields[field.name],
                    "label": field.label,
                    "answers": self._told(field),
                }
                for field in self._beside(one)
            ],
        }

    def file(self, one: Filed) -> Facts:
        """Tell of one file: whose it is, how it ended and why, where its answers stand."""
        reason, advice = self._problem(one.reason)
        return {
            "name": one.returned.name,
            "sha256": one.returned.sha256[:12],
            "format": words.format_name(one.returned.format),
            "agency": self._rows.get(one.agency, -1),
            "from": self._from(one),
            "version": words.form_version(one),
            "received": one.returned.received,
            "on": one.answered_on,
            "state": one.state.value,
            "shown": words.file_state(one),
            "reason": f"{reason} {advice}".strip(),
            "places": self.origin.of(one),
            "by": self.origin.otherwise(one),
            "decided": self.origin.decided(one),
            "differences": [
                (self._label(each.field), each.here, each.there, each.other)
                for each in one.differences
                if not self._private(each.field)
            ],
        }

    def matter(self, filed: Filed, finding: Diagnostic) -> Facts:
        """Tell of one thing that a person must look at."""
        said, advice = self._problem(finding)
        return {
            "file": self._files[_key(filed)],
            "agency": self._rows.get(filed.agency, -1),
            "from": self._from(filed),
            "field": words.field_label(self._form, finding),
            "at": self._place(finding),
            "problem": said,
            "read": words.as_read_in_public(self._form, filed, finding),
            "advice": advice,
            "grave": words.severity_name(finding),
        }

    def waiver(self, filed: Filed, finding: Diagnostic, decision: Decision) -> Facts:
        """Tell of one thing that a person let stand; what was said of personal data stays out."""
        return self.matter(filed, finding) | {
            "why": "" if self._private(finding.field) else decision.reason,
            "by": decision.by,
            "on": day_in_thailand(decision.at),
        }

    # ------------------------------------------------------------ what they share

    def _place(self, finding: Diagnostic) -> str:
        key = finding.at, finding.field
        if key not in self._where:
            self._where[key] = words.place(self._form, *key)
        return self._where[key]

    def _label(self, name: str) -> str:
        return self._form.field(name).label if self._form.has(name) else name

    def _beside(self, one: Tally) -> list[Field]:
        beside = self._sides.get(one.field.name, ())
        return [field for field in beside if not field.personal_data]

    def _told(self, field: Field) -> Any:
        encode, name = _encoder(field), field.name
        told = [one.answers[name] for one in self._answered]
        return _packed(
            [
                encode(one.value) if one.standing is Standing.ANSWERED else NO_ANSWER[one.standing]
                for one in told
            ]
        )

    def _private(self, name: str) -> bool:
        return words.is_personal(self._form, name)

    def _problem(self, finding: Diagnostic) -> tuple[str, str]:
        key = replace(words.published(self._form, finding), at="", file="")
        if key not in self._said:
            self._said[key] = words.problem(key)
        return self._said[key]

    def _type(self, one: Agency, known: Recipient) -> str:
        code = known.agency_type
        if code not in self._types:
            self._types[code] = words.agency_type(self._form, replace(one, recipient=known))
        return self._types[code]

    def _published(self, recipient: Recipient) -> Recipient:
        """Take out what a respondent said of the agency in a field that is personal."""
        return replace(recipient, **self._withheld) if self._withheld else recipient

    def _from(self, filed: Filed) -> str:
        known = self._agencies.get(filed.agency)
        if Role.AGENCY_NAME.value in self._withheld and not (known and known.expected):
            return filed.agency or words.UNKNOWN_AGENCY
        return words.agency_name(filed, self._agencies)


def _key(filed: Filed) -> tuple[str, str]:
    return filed.returned.name, filed.returned.sha256


def _is_private(form: Form, role: Role) -> bool:
    field = form.with_role(role)
    return field is not None and field.personal_data


def _figures(figures: Figures) -> list[str]:
    mean = figures.mean.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return [f"{one:f}" for one in (figures.total, figures.minimum, figures.maximum, mean)]


def _encoder(field: Field) -> Callable[[Value], Hashable]:
    """Return how the values of a field are told."""
    places: Mapping[object, int] = {one.code: place for place, one in enumerate(field.choices)}

    def one_choice(value: Value) -> Hashable:
        return places[value]

    def choices(value: Value) -> Hashable:
        return tuple(places[code] for code in value) if isinstance(value, tuple) else ()

    match field.kind:
        case Kind.SELECT_ONE:
            return one_choice
        case Kind.SELECT_MULTIPLE:
            return choices
        case Kind.INTEGER | Kind.DECIMAL | Kind.DATE | Kind.TEXT:
            return str
        case _:
            assert_never(field.kind)


# ---------------------------------------------------------------- tables


def _columns(rows: Sequence[Facts]) -> Facts:
    """Turn rows that tell the same things into one column for each of these."""
    names = rows[0] if rows else ()
    return {name: _packed([row[name] for row in rows]) for name in names}


def _packed(column: list[Any]) -> Any:
    """Write a column of words that repeat as the different ones and, row by row, their place."""
    if not any(isinstance(one, str) for one in column):
        return column
    places = {one: place for place, one in enumerate(dict.fromkeys(column))}
    if 2 * len(places) > len(column):
        return column
    return {"of": list(places), "at": [places[one] for one in column]}
