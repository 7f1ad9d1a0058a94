"""Dataset -> files for other programs: an agency a row of CSV, a file a line of JSON."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from formgen.export.book import plain
from formgen.model.dataset import Agency, Dataset, Filed, Standing, Told
from formgen.model.form import Field, Form
from formgen.model.response import Response, record
from formgen.model.survey import Kind
from formgen.result import words
from formgen.tables import csv_bytes

HEAD: Final = (
    "agency_code",
    "agency_name",
    "ministry",
    "agency_type",
    "province",
    "state",
    "file",
    "sha256",
    "format",
    "received",
    "form_digest",
)
"""The columns before those of the form's fields."""

TAIL: Final = ("doubtful", "not_asked")
"""The columns behind them: the names of fields that are empty because of that."""

BETWEEN: Final = " | "
"""What stands between files, while it is undecided which of them counts."""


def responses_csv(data: Dataset, *, guard: bool = True, personal: bool = False) -> bytes:
    """Write every agency that returned as a row, every field of the form as a column.

    A select_multiple field has a 0/1 column for each choice.  What has no value is empty; `TAIL`
    names the fields that are empty because of doubt, or because they were not asked.  Without
    `guard` text that a spreadsheet would run as a formula stands as it is; without `personal` the
    fields that hold personal data are left out.
    """
    fields = shared(data.form, personal=personal)
    rows: list[list[object]] = [
        [*HEAD, *(name for each in fields for name in columns(each)), *TAIL]
    ]
    for one in data.answered:
        values = [value for each in fields for value in _values(each, one.answers[each.name])]
        without = (" ".join(names) for names in unanswered(one, fields))
        rows.append([*_head(one), *values, *without])
    return csv_bytes([[_plain(value) for value in row] for row in rows], guard=guard)


def responses_jsonl(data: Dataset, *, personal: bool = False) -> bytes:
    """Write every file that could be read as one line of JSON: its record, and its `state`.

    Without `personal` what a file says of persons is left out: the answers to those fields, and the
    facts of findings about them; `withheld` names the fields.
    """
    return b"".join(_lines(data, personal=personal))


def shared(form: Form, *, personal: bool) -> tuple[Field, ...]:
    """Return the fields of a form whose answers are given away."""
    return tuple(one for one in form.fields if personal or not one.personal_data)


def columns(field: Field) -> list[str]:
    """Name the columns of a field: its own name, or one for each of several choices."""
    if field.kind is Kind.SELECT_MULTIPLE:
        return [field.control(choice) for choice in field.choices]
    return [field.name]


def unanswered(agency: Agency, fields: Collection[Field]) -> tuple[list[str], list[str]]:
    """Name the fields of an agency that are in doubt, and those it was not asked."""

    def names(standing: Standing) -> list[str]:
        return [one.name for one in fields if agency.answers[one.name].standing is standing]

    return names(Standing.DOUBTFUL), names(Standing.NOT_ASKED)


# ---------------------------------------------------------------- a row


def _head(agency: Agency) -> list[object]:
    known, files = agency.recipient, agency.files
    responses = [one.returned.response for one in files]
    return [
        known.agency_code,
        known.agency_name,
        known.ministry,
        known.agency_type,
        known.province,
        files[0].state.value,
        BETWEEN.join(one.returned.name for one in files),
        BETWEEN.join(one.returned.sha256 for one in files),
        BETWEEN.join(one.returned.format for one in files),
        BETWEEN.join(one.returned.received for one in files),
        BETWEEN.join(one.claim.digest for one in responses if one),
    ]


def _values(field: Field, told: Told) -> list[object]:
    answered = told.standing is Standing.ANSWERED
    if field.kind is Kind.SELECT_MULTIPLE:
        chosen = told.value if isinstance(told.value, tuple) else ()
        return [int(choice.code in chosen) if answered else "" for choice in field.choices]
    if field.kind is Kind.DECIMAL and answered:
        return [Decimal(str(told.value))]  # a number, so that -5 is not taken for a formula
    return [told.value if answered else ""]


def _plain(value: object) -> object:
    return plain(value) if isinstance(value, str) else value


# ---------------------------------------------------------------- a line


def _lines(data: Dataset, *, personal: bool) -> Iterator[bytes]:
    for one in data.files:
        if one.returned.response:
            plain_record = _record(data.form, one, one.returned.response, personal=personal)
            line = json.dumps(plain_record, ensure_ascii=False)
            # What is no Unicode (a name of an old system) becomes the escape that JSON has for it.
            yield line.encode("utf-8", "backslashreplace") + b"\n"


def _record(form: Form, filed: Filed, response: Response, *, personal: bool) -> dict[str, Any]:
    returned, state = filed.returned, {"state": filed.state.value}
    if personal:
        return record(response, returned.name, returned.sha256) | state
    withheld = [name for name in response.answers if words.is_personal(form, name)]
    response = replace(
        response,
        answers={name: one for name, one in response.answers.items() if name not in withheld},
        diagnostics=tuple(words.published(form, one) for one in response.diagnostics),
    )
    return record(response, returned.name, returned.sha256) | state | {"withheld": withheld}
