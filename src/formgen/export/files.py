"""Dataset -> files for other programs: an agency a row of CSV, a file a line of JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from formgen.export.book import plain
from formgen.model.dataset import Agency, Dataset, Standing, Told
from formgen.model.form import Field
from formgen.model.response import record
from formgen.model.survey import Kind
from formgen.tables import csv_bytes

_HEAD: Final = (
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
_BETWEEN: Final = " | "  # files, while it is undecided which of them counts


def responses_csv(data: Dataset) -> bytes:
    """Write every agency that returned as a row, every field of the form as a column.

    A select_multiple field has a 0/1 column for each choice.  What has no value is empty;
    `doubtful` and `not_asked` name the fields that are empty because of that.
    """
    fields = data.form.fields
    heading = [*_HEAD, *(name for field in fields for name in _columns(field))]
    rows: list[list[object]] = [[*heading, "doubtful", "not_asked"]]
    for one in data.answered:
        values = [value for field in fields for value in _values(field, one.answers[field.name])]
        without = (_without(one, Standing.DOUBTFUL), _without(one, Standing.NOT_ASKED))
        rows.append([*_head(one), *values, *without])
    return csv_bytes([[_plain(value) for value in row] for row in rows])


def responses_jsonl(data: Dataset) -> bytes:
    """Write every file that could be read as one line of JSON: its record, and its `state`."""
    return b"".join(_lines(data))


def _lines(data: Dataset) -> Iterator[bytes]:
    for one in data.files:
        if one.returned.response:
            plain_record = record(one.returned.response, one.returned.name, one.returned.sha256)
            line = json.dumps(plain_record | {"state": one.state.value}, ensure_ascii=False)
            # What is no Unicode (a name of an old system) becomes the escape that JSON has for it.
            yield line.encode("utf-8", "backslashreplace") + b"\n"


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
        _BETWEEN.join(one.returned.name for one in files),
        _BETWEEN.join(one.returned.sha256 for one in files),
        _BETWEEN.join(one.returned.format for one in files),
        _BETWEEN.join(one.returned.received for one in files),
        _BETWEEN.join(one.claim.digest for one in responses if one),
    ]


def _columns(field: Field) -> list[str]:
    if field.kind is Kind.SELECT_MULTIPLE:
        return [field.control(choice) for choice in field.choices]
    return [field.name]


def _values(field: Field, told: Told) -> list[object]:
    answered = told.standing is Standing.ANSWERED
    if field.kind is Kind.SELECT_MULTIPLE:
        chosen = told.value if isinstance(told.value, tuple) else ()
        return [int(choice.code in chosen) if answered else "" for choice in field.choices]
    if field.kind is Kind.DECIMAL and answered:
        return [Decimal(str(told.value))]  # a number, so that -5 is not taken for a formula
    return [told.value if answered else ""]


def _without(agency: Agency, standing: Standing) -> str:
    return " ".join(name for name, told in agency.answers.items() if told.standing is standing)


def _plain(value: object) -> object:
    return plain(value) if isinstance(value, str) else value
