"""Dataset -> a Parquet file with a type for each column; the one edge to pyarrow."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, Final, assert_never

from formgen.export.book import plain
from formgen.export.files import HEAD, TAIL, shared, unanswered
from formgen.model.codes import Code
from formgen.model.dataset import Agency, Dataset, Standing
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field
from formgen.model.response import Value
from formgen.model.survey import Kind

_DIGITS: Final = 38  # of a decimal of 128 bits
_PLACES: Final = 10  # of them behind the point, unless an answer needs more
_WHOLE: Final = range(-(2**63), 2**63)


def responses_parquet(data: Dataset, *, personal: bool = False) -> bytes:
    """Write every agency that returned as a row, as `responses_csv` does, in columns with types.

    Whole numbers, decimals and dates are such; several choices are a list, as are the files of an
    agency, of which there are several while it is undecided which counts.  What has no value is
    null.  Raises FormgenError where pyarrow is not installed.
    """
    arrow, writer = _library("pyarrow"), _library("pyarrow.parquet")
    fields, agencies = shared(data.form, personal=personal), data.answered
    columns = _head(arrow, agencies)
    columns |= {one.name: _answers(arrow, one, agencies) for one in fields}
    without = [unanswered(one, fields) for one in agencies]
    columns |= {
        name: arrow.array([names[place] for names in without], arrow.list_(arrow.string()))
        for place, name in enumerate(TAIL)
    }
    labels = {one.name: one.label for one in fields}
    schema = arrow.schema(
        [
            arrow.field(name, column.type, metadata={"label": labels.get(name, name)})
            for name, column in columns.items()
        ],
        metadata={"title": data.form.title, "form": data.form.code},
    )
    file = io.BytesIO()
    writer.write_table(arrow.table(list(columns.values()), schema=schema), file, compression="zstd")
    return file.getvalue()


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = found(Code.EXTRA_MISSING, library="pyarrow", extra="parquet")
        raise FormgenError([missing], Exit.USAGE) from error


# ---------------------------------------------------------------- columns


def _head(arrow: Any, agencies: Sequence[Agency]) -> dict[str, Any]:
    text, texts = arrow.string(), arrow.list_(arrow.string())
    files = [[file.returned for file in one.files] for one in agencies]
    columns = {
        name: arrow.array([_text(getattr(one.recipient, name)) for one in agencies], text)
        for name in HEAD
        if name in _OF_THE_AGENCY
    }
    columns["state"] = arrow.array([one.files[0].state.value for one in agencies], text)
    columns["file"] = arrow.array([[plain(each.name) for each in own] for own in files], texts)
    for name in ("sha256", "format"):
        columns[name] = arrow.array([[getattr(each, name) for each in own] for own in files], texts)
    received = [[_day(each.received) for each in own] for own in files]
    columns["received"] = arrow.array(received, arrow.list_(arrow.date32()))
    digests = [[one.response.claim.digest for one in own if one.response] for own in files]
    columns["form_digest"] = arrow.array(digests, texts)
    return {name: columns[name] for name in HEAD}


_OF_THE_AGENCY: Final = ("agency_code", "agency_name", "ministry", "agency_type", "province")


def _answers(arrow: Any, field: Field, agencies: Sequence[Agency]) -> Any:
    told = (one.answers[field.name] for one in agencies)
    values = [one.value if one.standing is Standing.ANSWERED else None for one in told]
    match field.kind:
        case Kind.SELECT_ONE | Kind.TEXT:
            return arrow.array([_text(value) for value in values], arrow.string())
        case Kind.SELECT_MULTIPLE:
            return arrow.array(values, arrow.list_(arrow.string()))
        case Kind.DATE:
            return arrow.array([_day(value) for value in values], arrow.date32())
        case Kind.INTEGER if all(value is None or value in _WHOLE for value in values):
            return arrow.array(values, arrow.int64())
        case Kind.INTEGER | Kind.DECIMAL:
            return _numbers(arrow, values, 0 if field.kind is Kind.INTEGER else _PLACES)
        case _:
            assert_never(field.kind)


def _numbers(arrow: Any, values: Sequence[Value], places: int) -> Any:
    """Make decimals with so many places or as many as are needed; text where none holds them."""
    numbers = [None if value is None else Decimal(str(value)) for value in values]
    parts = [one.as_tuple() for one in numbers if one is not None]
    behind = max((-int(one.exponent) for one in parts), default=0)
    before = max((len(one.digits) + int(one.exponent) for one in parts), default=0)
    if before + max(behind, 0) > _DIGITS:
        return arrow.array([None if one is None else str(one) for one in numbers], arrow.string())
    scale = places if before + places <= _DIGITS and behind <= places else max(behind, 0)
    return arrow.array(numbers, arrow.decimal128(_DIGITS, scale))


def _text(value: Value) -> str | None:
    return plain(str(value)) if value not in (None, "") else None


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
