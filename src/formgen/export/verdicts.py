"""What a person may say of a finding; the list of them, filled in -> decisions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from formgen.model.codes import Code, Severity
from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import RIVALS, WHO, About, Decision, seen_subject
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form
from formgen.model.reading import By, Mark
from formgen.model.response import Value
from formgen.model.returned import State
from formgen.model.survey import Kind
from formgen.response import interpret_mark
from formgen.result import words
from formgen.thai.normalise import clean


class Verdict(StrEnum):
    """What a person may say of one finding, in the words of the list."""

    AS_READ = "ใช้ตามที่อ่านได้"
    CORRECTED = "แก้เป็นคำตอบที่ถูกต้อง"
    NO_ANSWER = "ถือว่าไม่ได้ตอบ"
    COUNTS = "นับฉบับนี้"
    COUNTS_NOT = "ไม่นับฉบับนี้"
    BELONGS = "เป็นของหน่วยงานที่ระบุ"


# The headings of the list that are read again.
VERDICT: Final = "ผลการตัดสิน"
ANSWER: Final = "คำตอบที่ถูกต้อง หรือรหัสหน่วยงาน"
REASON: Final = "เหตุผล"
BY: Final = "ผู้ตรวจสอบ"
AGENCY_CODE: Final = "รหัสหน่วยงาน"
SHA256: Final = "sha256"
FIELD: Final = "field"
CODE: Final = "code"

_HEADINGS: Final = (VERDICT, ANSWER, REASON, BY, AGENCY_CODE, SHA256, FIELD, CODE)
_SEPARATORS: Final = re.compile("[\n,;]")
_AGENCY: Final = re.compile(r"([A-Za-z0-9_-]+)(?:\s.*)?", re.DOTALL)
_Row: TypeAlias = Mapping[str, str]
_TYPED: Final = (VERDICT, ANSWER, REASON, BY)

Key: TypeAlias = tuple[str, str, str]
"""What a row of the list is about: a file's SHA-256, a field, a finding's code."""


def offered(form: Form, filed: Filed, code: Code, field: str) -> tuple[Verdict, ...]:
    """Return the verdicts that fit a finding of a file."""
    if filed.state is State.IGNORED:
        return ()
    if code in WHO:
        return Verdict.BELONGS, Verdict.COUNTS_NOT
    if code in RIVALS:
        return Verdict.COUNTS, Verdict.COUNTS_NOT
    if filed.state is State.QUARANTINED:
        return (Verdict.COUNTS_NOT,)
    if not form.has(field):
        return Verdict.AS_READ, Verdict.COUNTS_NOT
    others = (Verdict.CORRECTED, Verdict.NO_ANSWER, Verdict.COUNTS_NOT)
    return others if code.severity is Severity.ERROR else (Verdict.AS_READ, *others)


def decisions(
    data: Dataset, rows: Sequence[Sequence[str]]
) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Read what a person decided in the first sheet of the list, and what cannot be used of it.

    `rows` are its rows from the top, as text; a finding's place is the number of its row.  A row
    without a verdict decides nothing.
    """
    files = {one.returned.sha256: one for one in data.files if one.returned.sha256}
    told = list(_told(rows))
    made: list[Decision] = []
    problems: list[Diagnostic] = []
    for number, row in told:
        if row[VERDICT]:
            at = str(number)
            judged = _judged(data, files.get(row[SHA256]), row, [each for _, each in told], at)
            if isinstance(judged, Diagnostic):
                problems.append(judged)
            else:
                made += judged
    return tuple(made), tuple(problems)


def typed(rows: Sequence[Sequence[str]]) -> Mapping[Key, tuple[str, ...]]:
    """Read what a person typed into each row: verdict, answer, reason, name."""
    read = {
        (row[SHA256], row[FIELD], row[CODE]): tuple(row[name] for name in _TYPED)
        for _, row in _told(rows)
    }
    return {key: cells for key, cells in read.items() if any(cells)}


def _told(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, _Row]]:
    """Go through the rows below the headings, each with its number and its cells by heading."""
    places: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        cells = [clean(cell).strip() for cell in row]
        if places:
            told = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
            yield number, told
        elif set(_HEADINGS) <= set(cells):
            places = {name: cells.index(name) for name in _HEADINGS}


def _judged(
    data: Dataset, filed: Filed | None, row: _Row, rows: Sequence[_Row], at: str
) -> tuple[Decision, ...] | Diagnostic:
    """Turn one row into decisions, or say what is wrong with it."""
    code = Code.__members__.get(row[CODE])
    if filed is None or code is None:
        return found(Code.DECISION_FILE_UNKNOWN, at, value=row[SHA256][:8])
    fitting = offered(data.form, filed, code, row[FIELD])
    if row[VERDICT] not in fitting:
        return _bad(row, VERDICT, tuple(fitting), at)
    verdict = Verdict(row[VERDICT])
    match verdict:
        case Verdict.AS_READ:
            return (_decision(row, About.SEEN, seen_subject(row[CODE], row[FIELD])),)
        case Verdict.NO_ANSWER:
            return (_decision(row, About.ANSWER, row[FIELD]),)
        case Verdict.CORRECTED:
            return _corrected(data.form.field(row[FIELD]), row, at)
        case Verdict.BELONGS:
            return _belongs(data, row, at)
        case Verdict.COUNTS_NOT:
            return (_decision(row, About.COUNTS, value="no"),)
        case Verdict.COUNTS:
            return _counts(row, rows, at)
        case _:
            assert_never(verdict)


def _decision(row: _Row, about: About, subject: str = "", value: Value = None) -> Decision:
    return Decision(row[SHA256], about, subject, value, row[REASON], row[BY])


def _bad(row: _Row, column: str, allowed: Fact, at: str) -> Diagnostic:
    return found(Code.DECISION_BAD, at, value=row[column], column=column, allowed=allowed)


def _counts(row: _Row, rows: Sequence[_Row], at: str) -> tuple[Decision, ...] | Diagnostic:
    """Let one of several returns count, and therefore none of the others."""
    rivals = {code.name for code in RIVALS}
    others = [
        each
        for each in rows
        if each[CODE] in rivals
        and each[AGENCY_CODE] == row[AGENCY_CODE]
        and each[SHA256] != row[SHA256]
    ]
    if any(each[VERDICT] == Verdict.COUNTS for each in others):
        return _bad(row, VERDICT, f"“{Verdict.COUNTS}” เพียงฉบับเดียวของหน่วยงาน", at)
    not_counted = {each[SHA256]: {**row, SHA256: each[SHA256]} for each in others}
    return (
        _decision(row, About.COUNTS, value="yes"),
        *(_decision(each, About.COUNTS, value="no") for each in not_counted.values()),
    )


def _belongs(data: Dataset, row: _Row, at: str) -> tuple[Decision, ...] | Diagnostic:
    codes = {one.recipient.agency_code for one in data.expected}
    named = _AGENCY.fullmatch(row[ANSWER])
    if named is None or (codes and named[1] not in codes):
        return _bad(row, ANSWER, "รหัสหน่วยงานในทะเบียน", at)
    return (_decision(row, About.RESPONDENT, value=named[1]),)


def _corrected(field: Field, row: _Row, at: str) -> tuple[Decision, ...] | Diagnostic:
    value = _value(field, row[ANSWER])
    if value is None:
        return _bad(row, ANSWER, words.allowed(field), at)
    return (_decision(row, About.ANSWER, field.name, value),)


def _value(field: Field, text: str) -> Value:
    """Read an answer as the answering rules do; several choices stand apart by comma or line."""
    whole = _read(field, text)
    if field.kind is not Kind.SELECT_MULTIPLE or whole is not None:
        return whole
    pieces = [piece for piece in _SEPARATORS.split(text) if piece.strip()]
    read = [_read(field, piece) for piece in pieces]
    if not read or not all(isinstance(one, tuple) for one in read):
        return None
    chosen = {code for one in read if isinstance(one, tuple) for code in one}
    return tuple(choice.code for choice in field.choices if choice.code in chosen)


def _read(field: Field, text: str) -> Value:
    answer, said = interpret_mark(field, Mark(text, "", By.PERSON))
    return None if any(one.severity is Severity.ERROR for one in said) else answer.value
