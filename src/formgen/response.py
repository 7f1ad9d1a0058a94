"""Form + Reading -> Response: the answering rules, written once for all formats."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

from formgen.model.blocks import (
    CellRow,
    Entries,
    Paragraph,
    ResponseCell,
    Style,
    Table,
    TextCell,
)
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form
from formgen.model.identity import Claim
from formgen.model.reading import Mark, Reading
from formgen.model.recipient import Recipient, Round
from formgen.model.response import Answer, Match, Response, Value
from formgen.model.rule import parse_rule
from formgen.model.survey import Choice, Kind, TextFormat
from formgen.thai import dates, normalise, numerals
from formgen.who import carried_over, far_off, respondent

_QUOTES = "“”‘’\"'.,;:"
# As mail programs send to: words with single dots between them, no longer than a mail server takes
# (RFC 5321 4.5.3.1: 64 octets before the @, 254 in all).
_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)(?=.{1,254}\Z)"
    r"[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)
_NOT_DIALLED = re.compile(
    "[ ().‐‑‒–—-]"
)  # what people write between the digits, hyphens of all kinds
# Thai numbering plan: landline 0 [2-57] + 7 digits, mobile 0 [689] + 8; +66 replaces the 0.
_PHONE = re.compile(r"0[2-57][0-9]{7}|0[689][0-9]{8}|1[0-9]{3}")
_LOST_ZERO = re.compile(r"[2-57][0-9]{7}|[689][0-9]{8}")
_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|#)\s*([0-9]{1,6})$", re.IGNORECASE)
_BRIEF = 60  # characters of another answer that a finding repeats


def interpret(
    form: Form,
    reading: Reading,
    match: Match,
    rounds: Sequence[Round] = (),
    roster: Sequence[Recipient] = (),
) -> Response:
    """Turn what a file says into what it means; every field of the form gets an answer.

    A field with any finding that is an error keeps its raw words and has no value.
    """
    findings = list(reading.diagnostics)
    doubtful = {one.field for one in findings if one.severity is Severity.ERROR and one.field}
    answers: dict[str, Answer] = {}
    for field in form.fields:
        mark = reading.marks.get(field.name)
        answer, said = interpret_mark(field, mark)
        if field.name in doubtful or any(one.severity is Severity.ERROR for one in said):
            answer = replace(answer, value=None)
        answers[field.name] = answer
        findings += said
    values = {name: answer.value for name, answer in answers.items()}
    unclear = {one.field for one in findings if one.severity is Severity.ERROR}
    findings += check_rules(form, values, unclear, answers)
    claim = reading.claim or Claim(form.survey, form.revision, form.digest)
    whose, about = respondent(form, reading.claim, answers, rounds, roster, reading.issued)
    if whose.by in ("token", "page"):
        about += carried_over(form, claim, answers, rounds, reading.issued)
    about += far_off(form, whose, answers, rounds)
    return Response(reading.format, claim, match, whose, answers, (*findings, *about))


def interpret_mark(field: Field, mark: Mark | None) -> tuple[Answer, list[Diagnostic]]:
    """Turn one mark into an answer; whatever is not certain has no value."""
    if mark is None:
        return Answer(None), []
    mark = replace(mark, raw=storable(mark.raw))
    match field.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MULTIPLE:
            value, said = chosen(field, mark)
        case Kind.TEXT:
            value, said = text(field, mark)
        case Kind.INTEGER | Kind.DECIMAL | Kind.DATE:
            value, said = parsed(field, mark)
        case _:
            assert_never(field.kind)
    return Answer(value, mark.raw, mark.at, mark.by), said


def storable(raw: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Put U+FFFD for halves of characters, which a broken file may hold and UTF-8 does not."""
    if isinstance(raw, tuple):
        return raw
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ---------------------------------------------------------------- choices


def chosen(field: Field, mark: Mark) -> tuple[Value, list[Diagnostic]]:
    """Turn marked boxes, or the words in a drop-down, into codes."""
    if isinstance(mark.raw, str):
        return from_words(field, mark)
    marked = [choice for choice in field.choices if choice.code in mark.raw]
    labels = tuple(choice.label for choice in marked)
    if strange := set(mark.raw).difference(choice.code for choice in marked):
        return None, [unknown_choice(field, mark, ", ".join(sorted(strange)))]
    if field.kind is Kind.SELECT_MULTIPLE:
        return tuple(choice.code for choice in marked) or None, []
    if len(marked) > 1:
        return None, [say(Code.MULTIPLE_MARKS, field, mark, marks=labels)]
    return (marked[0].code if marked else None), []


def from_words(field: Field, mark: Mark) -> tuple[Value, list[Diagnostic]]:
    """Find the choice that was typed or picked: exactly, or as a reader would see it."""
    raw = str(mark.raw)
    if not normalise.clean(raw).strip():
        return None, []
    exact = [choice for choice in field.choices if raw in (choice.label, choice.code)]
    if len(exact) == 1:
        return one_or_many(field, exact[0]), []
    wanted = as_seen(raw)
    alike = [choice for choice in field.choices if as_seen(choice.label) == wanted]
    if len(alike) == 1 and not exact:
        note = say(Code.CHOICE_NORMALISED, field, mark, raw=raw, value=alike[0].label)
        return one_or_many(field, alike[0]), [note]
    return None, [unknown_choice(field, mark, raw)]


def as_seen(text: str) -> str:
    """Return a label without blanks, capitals and quotes; signs inside count: `1-5` is not `15`."""
    return "".join(numerals.to_arabic(normalise.clean(text)).casefold().split()).strip(_QUOTES)


def unknown_choice(field: Field, mark: Mark, raw: str) -> Diagnostic:
    """Say that an answer is none of the choices, or could be several of them."""
    allowed = tuple(choice.label for choice in field.choices)
    return say(Code.CHOICE_UNKNOWN, field, mark, raw=raw, allowed=allowed)


def one_or_many(field: Field, choice: Choice) -> Value:
    """Return a single choice as the value its field holds."""
    return (choice.code,) if field.kind is Kind.SELECT_MULTIPLE else choice.code


# ---------------------------------------------------------------- words, numbers, dates


def text(field: Field, mark: Mark) -> tuple[Value, list[Diagnostic]]:
    """Keep words as typed, repaired only where no meaning can change; note what looks wrong."""
    raw = str(mark.raw)
    value = normalise.clean(raw)
    if not value.strip():
        return None, []
    said = []
    strange = normalise.private_use(value) + normalise.misread(value)
    strange += "\ufffd" if "\ufffd" in raw else ""
    if strange:
        characters = tuple(f"U+{ord(one):04X}" for one in strange)
        said.append(say(Code.UNREADABLE_CHARACTERS, field, mark, characters=characters))
    if len(value) > field.max_length:
        said.append(say(Code.TOO_LONG, field, mark, length=len(value), limit=field.max_length))
    value, doubt = formatted(field.format, value)
    if doubt:
        said.append(say(doubt, field, mark, raw=raw, value=value))
    return value, said


def formatted(wanted: TextFormat | None, value: str) -> tuple[str, Code | None]:
    """Put words into the plain form of their format; what does not look like it stays as it is."""
    match wanted:
        case TextFormat.EMAIL:
            address = value.strip()
            return (address, None) if _EMAIL.fullmatch(address) else (value, Code.BAD_EMAIL)
        case TextFormat.PHONE:
            return telephone(value)
        case None:
            return value, None
        case _:
            assert_never(wanted)


def telephone(typed: str) -> tuple[str, Code | None]:
    """Turn a telephone number into its digits, with `ต่อ` and an extension; in doubt as typed."""
    plain = numerals.to_arabic(typed).strip()
    extension = _EXTENSION.search(plain)
    digits = _NOT_DIALLED.sub("", plain[: extension.start()] if extension else plain)
    digits = re.sub(r"^\+660?", "0", digits)
    suffix = f" ต่อ {extension[1]}" if extension else ""
    if _PHONE.fullmatch(digits):
        return digits + suffix, None
    if _LOST_ZERO.fullmatch(digits):
        return f"0{digits}{suffix}", Code.PHONE_ZERO_RESTORED
    return typed, Code.BAD_PHONE


def parsed(field: Field, mark: Mark) -> tuple[Value, list[Diagnostic]]:
    """Turn typed digits into a number or a date; None where it is not certain."""
    typed = normalise.clean(str(mark.raw)).strip()
    if not typed:
        return None, []
    value: Value = None
    match field.kind:
        case Kind.INTEGER:
            value, code = numerals.parse_integer(typed), Code.NOT_AN_INTEGER
        case Kind.DECIMAL:
            number, code = numerals.parse_decimal(typed), Code.NOT_A_DECIMAL
            value = None if number is None else canonical_decimal(format(number, "f"))
        case _:
            day, code = dates.parse_date(typed), Code.NOT_A_DATE
            value = day.isoformat() if day else None
    return value, [] if value is not None else [say(code, field, mark, raw=str(mark.raw))]


def canonical_decimal(plain: str) -> str:
    """Write a decimal without needless zeros: `12.50` -> `12.5`, `-0.0` -> `0`."""
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    written = f"{whole}.{part}" if part else whole
    return written if written == "0" else sign + written


# ---------------------------------------------------------------- rules of the survey


@dataclass(frozen=True, slots=True)
class Case:
    """One field as a rule sees it: its mark, and the answers of all; what is unclear has none."""

    form: Form
    field: Field
    mark: Mark
    values: Mapping[str, Value]
    unclear: Collection[str] = ()

    @property
    def value(self) -> Value:
        """The answer of the field."""
        return self.values[self.field.name]

    @property
    def blank(self) -> bool:
        """Whether the field has no answer."""
        return self.value in (None, ())

    def holds(self, rule: str) -> bool | None:
        """Tell whether a rule holds here; None where it is not decided, or there is none."""
        return parse_rule(rule).holds(self.value, self.values, self.unclear) if rule else None


def check_rules(
    form: Form,
    values: Mapping[str, Value],
    unclear: Collection[str],
    answers: Mapping[str, Answer],
) -> Iterator[Diagnostic]:
    """Go through what the survey's own rules say of these values; unclear fields are left alone.

    What rests on an unclear answer of another field stays undecided. Where no question is answered
    that is said once, not blank by blank.
    """
    cases = [
        Case(form, field, Mark(answers[field.name].raw, answers[field.name].at), values, unclear)
        for field in form.fields
        if field.name not in unclear
    ]
    said = [one for case in cases for check in CHECKS if (one := check(case))]
    blanks = [one for one in said if one.code is Code.REQUIRED_BLANK]
    if len(blanks) > 1 and _nothing_answered(form, values, unclear):
        yield found(Code.NOTHING_ANSWERED, count=len(blanks))
        said = [one for one in said if one.code is not Code.REQUIRED_BLANK]
    yield from said


def _nothing_answered(form: Form, values: Mapping[str, Value], unclear: Collection[str]) -> bool:
    asked = {name for one in form.questions for name in (one.field, one.remark) if name}
    blank = all(values[name] in (None, ()) for name in asked)
    return bool(asked) and blank and not asked & set(unclear)


def must_be_answered(case: Case) -> Diagnostic | None:
    """Find a blank that must be answered, unless other answers make it needless."""
    asked = not case.field.relevant or case.holds(case.field.relevant)
    if case.blank and case.field.required and asked:
        return say(Code.REQUIRED_BLANK, case.field, case.mark)
    return None


def need_not_be_answered(case: Case) -> Diagnostic | None:
    """Find an answer that other answers make needless."""
    if case.blank or case.holds(case.field.relevant) is not False:
        return None
    raw, others = shown(case.field, case.mark), beside(case, case.field.relevant)
    return say(Code.NOT_RELEVANT, case.field, case.mark, raw=raw, beside=others)


def keeps_its_constraint(case: Case) -> Diagnostic | None:
    """Find an answer outside the constraint, and tell the rule as the form itself prints it."""
    if case.blank or case.holds(case.field.constraint) is not False:
        return None
    words = case.field.constraint_message or printed_hint(case.form, case.field.name)
    others = ", ".join(beside(case, case.field.constraint))
    rule = (words or case.field.constraint) + (f" ({others})" if others else "")
    raw = shown(case.field, case.mark)
    return say(Code.CONSTRAINT_FAILED, case.field, case.mark, raw=raw, rule=rule)


def is_specified(case: Case) -> Diagnostic | None:
    """Find "other" without words."""
    picked, words = _specified(case)
    if not picked or words or words is None:
        return None
    return say(Code.SPECIFY_BLANK, case.field, case.mark, choice=picked)


def is_not_specified_alone(case: Case) -> Diagnostic | None:
    """Find words without "other"."""
    picked, words = _specified(case)
    if picked or not words:
        return None
    other = next(choice.label for choice in case.field.choices if choice.specify)
    return say(Code.SPECIFY_ALONE, case.field, case.mark, choice=other)


Check: TypeAlias = Callable[[Case], Diagnostic | None]
"""One rule of the survey, as it is checked for one field."""

CHECKS: Final[tuple[Check, ...]] = (
    must_be_answered,
    need_not_be_answered,
    keeps_its_constraint,
    is_specified,
    is_not_specified_alone,
)
"""Every rule a survey can have."""


def _specified(case: Case) -> tuple[str, str | None]:
    """Return the label of "other" where it is chosen, and its words; None where these are unclear.

    A field that has no "other" has no words either.
    """
    other = next((choice for choice in case.field.choices if choice.specify), None)
    name = f"{case.field.stem}.specify"
    if other is None or not case.form.has(name) or name in case.unclear:
        return "", None
    picked = other.code in (case.value if isinstance(case.value, tuple) else (case.value,))
    return other.label if picked else "", str(case.values[name] or "")


def printed_hint(form: Form, name: str) -> str:
    """Return the words that the form prints beside a field to say how it is answered."""
    for block in form.blocks:
        match block:
            case Entries(entries):
                for entry in entries:
                    if name in entry.fields:
                        return entry.hint
            case Table(rows=rows):
                for row in rows:
                    if isinstance(row, CellRow) and name in _answered_in(row):
                        return " ".join(_notes(row))
            case Paragraph():
                pass
            case _:
                assert_never(block)
    return ""


def _answered_in(row: CellRow) -> tuple[str, ...]:
    cells = (cell.fields for cell in row.cells if isinstance(cell, ResponseCell))
    return tuple(name for fields in cells for name in fields)


def _notes(row: CellRow) -> Iterator[str]:
    for cell in row.cells:
        for one in cell.paragraphs if isinstance(cell, TextCell) else ():
            if one.style is Style.NOTE:
                yield one.text


def beside(case: Case, rule: str) -> tuple[str, ...]:
    """Tell the other answers a rule rests on, each by its label; personal data is not repeated."""
    fields = (case.form.field(name) for name in parse_rule(rule).references if case.form.has(name))
    return tuple(f"{one.label}: {_brief(one, case.values[one.name])}" for one in fields)


def _brief(field: Field, value: Value) -> str:
    if field.personal_data:
        return "…"
    codes = value if isinstance(value, tuple) else (value,)
    chosen = [choice.label for choice in field.choices if choice.code in codes]
    words = " + ".join(chosen) if field.select else str("–" if value is None else value)
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF]}…"


def shown(field: Field, mark: Mark) -> str:
    """Write a mark for a person: the words as typed, or the labels of the marked boxes."""
    if isinstance(mark.raw, str):
        return mark.raw
    return ", ".join(choice.label for choice in field.choices if choice.code in mark.raw)


def say(code: Code, field: Field, mark: Mark, **facts: Fact) -> Diagnostic:
    """Make a finding about one field."""
    return found(code, mark.at, field.name, "", label=field.label, **facts)
