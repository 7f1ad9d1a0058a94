"""A form in any format + answers -> the same copy with the answers in it."""

from collections.abc import Mapping
from typing import Final, assert_never

from formgen import formats, precheck
from formgen.archive import Shelf
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Field, Form
from formgen.model.identity import Claim, Copy
from formgen.model.reading import Reading
from formgen.model.response import Answer, Match, Value
from formgen.model.survey import Kind
from formgen.model.values import NO_CHARACTER, is_blank
from formgen.response import canonical_decimal, interpret
from formgen.thai.dates import parse_date
from formgen.thai.numerals import parse_decimal

# What a person put into the copy outside its fields, and no writer would write again.
_NOT_WRITTEN: Final = (Code.TEXT_ADDED, Code.CONTROL_UNKNOWN, Code.FIXED_TEXT_EDITED)


def fill(shelf: Shelf, data: bytes, answers: Mapping[str, object]) -> bytes:
    """Write answers into a copy, blank or issued or filled before, and return its new bytes.

    The copy keeps its token and what is in it; a blank answer (None, "" or an empty list) clears.
    Raises FormgenError for a file that is no form of `shelf`, for answers that do not fit it, and
    for a copy that holds what cannot be read with certainty and would be lost.
    """
    kind = precheck.format_of(data)
    if kind in formats.READ_AS:
        facts = {"what": kind.upper(), "ask": formats.READ_AS[kind].upper()}
        raise FormgenError([found(Code.FILE_OLD_FORMAT, **facts)], Exit.USAGE)
    file_format = formats.get(kind)
    claim = file_format.identify(data)
    form = _form(shelf, claim)
    given = fitting_answers(form, answers)
    held = _held(form, file_format.read(form, data), given)
    values = tuple((name, value) for name, value in (held | given).items() if not is_blank(value))
    return file_format.write(form, Copy(claim.token if claim else None, values)).data


def _form(shelf: Shelf, claim: Claim | None) -> Form:
    if claim is None:
        raise FormgenError([found(Code.FORM_NOT_OURS)], Exit.USAGE)
    form = shelf.find(claim.digest)
    if form is None:
        unknown = found(Code.FORM_UNKNOWN, digest=claim.digest[:8])
        raise FormgenError([unknown, *shelf.problems], Exit.USAGE)
    return form


def _held(form: Form, reading: Reading, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers a copy holds; raise FormgenError where writing it anew would lose one."""
    response = interpret(form, reading, Match.EXACT)
    answered = {name for name, answer in response.answers.items() if not is_blank(answer.raw)}
    about_file = [one for one in reading.diagnostics if not one.field]
    lost = [
        one
        for one in response.diagnostics
        if one.code in _NOT_WRITTEN
        or (
            one.severity is Severity.ERROR
            and (one.field in answered - given.keys() or one in about_file)
        )
    ]
    if lost:
        raise FormgenError(lost, Exit.REVIEW)
    return {field.name: _as_typed(field, response.answers[field.name]) for field in form.fields}


def _as_typed(field: Field, answer: Answer) -> Value:
    return answer.raw if field.kind is Kind.TEXT else answer.value


# ---------------------------------------------------------------- answers


def fitting_answers(form: Form, answers: Mapping[str, object]) -> dict[str, Value]:
    """Bring answers, as JSON gives them, to the values of the form's fields.

    Raises FormgenError naming every answer that has no field or does not fit it.
    """
    values: dict[str, Value] = {}
    problems: list[Diagnostic] = []
    for name, answer in answers.items():
        if not form.has(name):
            names = tuple(field.name for field in form.fields)
            problems.append(found(Code.ANSWER_FIELD_UNKNOWN, name=name, allowed=names))
            continue
        field = form.field(name)
        blank = is_blank(answer) or answer == []
        values[name] = None if blank else fitting(field, answer)
        if not blank and values[name] is None:
            facts = {"name": name, "value": str(answer), "expected": expectation(field)}
            problems.append(found(Code.ANSWER_BAD, **facts))
    if problems:
        raise FormgenError(problems, Exit.USAGE)
    return values


def fitting(field: Field, answer: object) -> Value:
    """Bring one answer, not blank, to the value of its field; None if it does not fit."""
    match field.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MULTIPLE:
            return _chosen(field, answer)
        case Kind.TEXT:
            return _text(field, answer)
        case Kind.INTEGER:
            return _integer(answer)
        case Kind.DECIMAL:
            return _decimal(answer)
        case Kind.DATE:
            return _date(answer)
        case _:
            assert_never(field.kind)


def expectation(field: Field) -> str:
    """Say what fits a field, in the words of ANSWERS.json."""
    match field.kind:
        case Kind.SELECT_ONE:
            return " | ".join(one.code for one in field.choices)
        case Kind.SELECT_MULTIPLE:
            return f"[{', '.join(one.code for one in field.choices)}]"
        case Kind.TEXT:
            return f'"…" ≤ {field.max_length}'
        case Kind.INTEGER:
            return "123"
        case Kind.DECIMAL:
            return "123.45"
        case Kind.DATE:
            return "YYYY-MM-DD (ค.ศ. / CE)"
        case _:
            assert_never(field.kind)


def _chosen(field: Field, answer: object) -> Value:
    wanted = [answer] if field.kind is Kind.SELECT_ONE else answer
    if not isinstance(wanted, list | tuple):
        return None
    codes = tuple(one.code for one in field.choices if one.code in wanted)
    if len(codes) != len(wanted):
        return None
    return codes[0] if field.kind is Kind.SELECT_ONE else codes


def _text(field: Field, answer: object) -> str | None:
    if not isinstance(answer, str) or NO_CHARACTER.search(answer):
        return None
    text = answer.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= field.max_length else None


def _integer(answer: object) -> int | None:
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None


def _decimal(answer: object) -> str | None:
    number = None if isinstance(answer, bool) else parse_decimal(str(answer))
    return None if number is None else canonical_decimal(format(number, "f"))


def _date(answer: object) -> str | None:
    day = parse_date(str(answer))
    return day.isoformat() if day else None
