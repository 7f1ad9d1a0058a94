"""What two files say, field by field -> in which they differ, each in its own words."""

from collections.abc import Sequence
from typing import Final, TypeAlias, assert_never

from formgen.model.dataset import Difference, Filed, Standing
from formgen.model.form import Field, Form
from formgen.model.response import Answer, Value
from formgen.model.survey import Role
from formgen.result import words
from formgen.thai.normalise import key

_Said: TypeAlias = tuple[Standing, Value]
_SILENT: Final = Answer(None)


def in_file(filed: Filed, field: Field) -> _Said:
    """Tell what stands in one field, in the file's own words where they are in doubt."""
    told = filed.answers[field.name]
    if told.standing is not Standing.DOUBTFUL:
        return told.standing, told.value
    answer = _answer(filed, field)
    return told.standing, answer.raw if answer.value is None else answer.value


def differing(form: Form, files: Sequence[Filed]) -> tuple[Field, ...]:
    """Return the fields in which not all files say the same."""
    return tuple(field for field in form.fields if len({in_file(one, field) for one in files}) > 1)


def differences(form: Form, here: Filed, there: Filed) -> tuple[Difference, ...]:
    """Hold a file against another: each field in which they differ, in the words of both."""
    return tuple(
        Difference(field.name, shown(here, field), shown(there, field), there.returned.name)
        for field in differing(form, (here, there))
    )


def shown(filed: Filed, field: Field) -> str:
    """Show what stands in one field, as it was written; by its label where it was chosen."""
    standing, value = in_file(filed, field)
    match standing:
        case Standing.BLANK:
            return words.BLANK
        case Standing.NOT_ASKED:
            return words.NOT_ASKED
        case Standing.DOUBTFUL:
            return words.choice_labels(field, value) if field.select else _words(value)
        case Standing.ANSWERED:
            answer = _answer(filed, field)
            as_written = answer.value == value and isinstance(answer.raw, str)
            return str(answer.raw) if as_written and not field.select else words.meant(field, value)
        case _:
            assert_never(standing)


def strangers(form: Form, files: Sequence[Filed]) -> bool:
    """Tell whether files name different respondents; a blank contradicts nothing."""
    whose = [
        field
        for field in form.fields
        if field.personal_data or field.role not in (None, Role.RESPONSE_DATE)
    ]
    return any(len({_identity(one, field) for one in files} - {""}) > 1 for field in whose)


def _identity(filed: Filed, field: Field) -> str:
    _, said = in_file(filed, field)
    return key(said if isinstance(said, str) else repr(said)) if said else ""


def _answer(filed: Filed, field: Field) -> Answer:
    response = filed.returned.response
    return response.answers.get(field.name, _SILENT) if response else _SILENT


def _words(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
