"""What a person may say of a finding; the list of them, filled in -> decisions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, TypeAlias, assert_never

from formgen.export.headed import Judged, Line, Rows, Table, find_table
from formgen.model.codes import Code, Severity
from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import (
    RIVALS,
    RULES,
    WHO,
    About,
    Decision,
    about,
    field_of,
    seen_subject,
)
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form
from formgen.model.reading import By, Mark
from formgen.model.response import Value
from formgen.model.returned import State
from formgen.model.survey import Kind
from formgen.response import interpret_mark
from formgen.result import words
from formgen.result.verdict import Verdict
from formgen.thai.normalise import key
from formgen.thai.numerals import to_arabic, to_thai

# The headings of the list that are read again.
FILE: Final = "ชื่อแฟ้ม"
VERDICT: Final = "ผลการตัดสิน"
ANSWER: Final = "คำตอบที่ถูกต้อง หรือรหัสหน่วยงาน"
REASON: Final = "เหตุผล"
BY: Final = "ผู้ตรวจสอบ"
SHA256: Final = "sha256"
FIELD: Final = "field"
CODE: Final = "code"

UNUSED: Final = "ไม่ได้ใช้"
"""The sheet of what was typed about things that are not to be decided any more."""

TYPED: Final = (VERDICT, ANSWER, REASON, BY)
"""The columns a person fills in."""

_HEADINGS: Final = (FILE, VERDICT, ANSWER, REASON, BY, SHA256, FIELD, CODE)
_TELLING: Final = (ANSWER, FIELD, CODE)
_SEPARATORS: Final = (re.compile("\n"), re.compile("[\n,;]"))  # a choice may have a comma itself
_AGENCY: Final = re.compile(r"([A-Za-z0-9_-]+)(?:\s.*)?", re.DOTALL)
_EMPTY: Final = "(ว่าง)"
_NAMED: Final = 5  # rows named in one finding; the rest is a number
_NAME: Final = "ชื่อผู้ตรวจสอบ เพราะทุกการตัดสินต้องมีผู้รับผิดชอบ"
_WAIVER: Final = "เหตุผลและชื่อผู้ตรวจสอบ เพราะเป็นการยอมให้คำตอบไม่เป็นไปตามเงื่อนไขของแบบ"
_NO_USE: Final = "ค่าว่าง เพราะผลการตัดสินนี้ไม่ใช้คำตอบ หรือเลือกผลการตัดสินที่ใช้คำตอบนั้น"
_ANSWERED: Final = frozenset(key(one) for one in (Verdict.CORRECTED, Verdict.BELONGS))
_UNCERTAIN: Final = frozenset({Code.PHONE_ZERO_RESTORED})  # a person can type it whole

Key: TypeAlias = tuple[str, str, str]
"""What a row of the list is about: a file's SHA-256, what the finding is about, its code."""


def offered(form: Form, filed: Filed, finding: Diagnostic) -> tuple[Verdict, ...]:
    """Return the verdicts that fit a finding of a file; what never could be opened has one."""
    code = finding.code
    if not filed.returned.sha256:
        return (Verdict.COUNTS_NOT,)
    if filed.state is State.IGNORED:
        return (Verdict.AS_READ,)
    if code in WHO:
        return Verdict.BELONGS, Verdict.COUNTS_NOT
    if code in RIVALS:
        return Verdict.COUNTS, Verdict.COUNTS_NOT
    if code is Code.AGENCY_CODES_ALIKE:
        return Verdict.AS_READ, Verdict.BELONGS, Verdict.COUNTS_NOT
    if code is Code.FORM_OTHER_SURVEY:
        return (Verdict.COUNTS_NOT,)
    if filed.state is State.QUARANTINED:
        return Verdict.BELONGS, Verdict.COUNTS_NOT
    if not form.has(finding.field):
        return Verdict.AS_READ, Verdict.COUNTS_NOT
    others = (Verdict.CORRECTED, Verdict.NO_ANSWER, Verdict.COUNTS_NOT)
    return others if code.severity is Severity.ERROR else (Verdict.AS_READ, *others)


# ---------------------------------------------------------------- the list, filled in


def review_table(rows: Rows) -> Table | None:
    """Find the list for review in a sheet; None where it is not there."""
    return find_table(rows, _HEADINGS, _TELLING)


def key_of(line: Line) -> Key:
    """Tell what a row of the list is about."""
    return line[SHA256], line[FIELD], line[CODE]


def verdicts(desk: "Desk", rows: Rows) -> tuple[list[Judged], list[Diagnostic]]:
    """Read what each row of the list decides, and what cannot be used of it.

    A finding's place is the number of its row.  A row without a verdict decides nothing.
    """
    table = review_table(rows)
    judged: list[Judged] = []
    problems: list[Diagnostic] = []
    for line in table.lines if table and not table.missing else ():
        if line[VERDICT]:
            outcome = desk.judged(line)
            if isinstance(outcome, Diagnostic):
                problems.append(outcome)
            elif outcome:
                judged.append(Judged(str(line.number), (*key_of(line), line[FILE]), outcome))
    return judged, problems


def agreed(judged: Iterable[Judged]) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Take what rows decide; where two decide one thing differently, neither is taken."""
    rows = list(judged)
    on: dict[object, dict[object, list[Judged]]] = {}
    for one in rows:
        whole = frozenset((each.key, each.value) for each in one.decisions)
        on.setdefault(one.subject, {}).setdefault(whole, []).append(one)
        for each in one.decisions:
            on.setdefault(each.key, {}).setdefault(each.value, []).append(one)
    against: dict[int, list[Judged]] = {}
    for sides in on.values():
        for side in sides.values() if len(sides) > 1 else ():
            others = [each for other in sides.values() if other is not side for each in other]
            for one in side:
                against.setdefault(id(one), []).extend(others)
    made = {each.key: each for one in rows if id(one) not in against for each in one.decisions}
    problems = tuple(_contradiction(one, against[id(one)]) for one in rows if id(one) in against)
    return tuple(made.values()), problems


def _contradiction(one: Judged, others: Sequence[Judged]) -> Diagnostic:
    places = dict.fromkeys(
        f"แถว {to_thai(each.at)}"
        if each.file == one.file
        else f"{each.file} แถว {to_thai(each.at)}"
        for each in others
    )
    named = tuple(islice(places, _NAMED))
    more = (f"… (+{len(places) - _NAMED})",) if len(places) > _NAMED else ()
    return found(Code.DECISION_CONTRADICTS, one.at, file=one.file, others=(*named, *more))


class AgencyCodes:
    """The codes that a person may give to a file; without a roster any code will do.

    `offered` are those of the agencies that should answer, each with its name.
    """

    def __init__(self, data: Dataset) -> None:
        codes = tuple(data.by_code())
        self._known = {_plain(code): code for code in codes} | {code: code for code in codes}
        self.offered = tuple(
            f"{one.recipient.agency_code} {one.recipient.agency_name}" for one in data.expected
        )

    def find(self, typed: str) -> str:
        """Find the code in what was typed or picked; "" where it is none."""
        named = _AGENCY.fullmatch(to_arabic(typed))
        if named is None:
            return ""
        code = named[1]
        found_ = self._known.get(code) or self._known.get(_plain(code))
        return found_ or ("" if self.offered else code)


def _plain(code: str) -> str:
    return to_arabic(code).casefold()


# ---------------------------------------------------------------- one row


class Desk:
    """Turns rows into decisions, with everything at hand that they may be about."""

    def __init__(self, data: Dataset, whole: Dataset | None = None) -> None:
        """`data` is what a list shows; what it does not show is judged by the `whole`."""
        self._data = data
        self._whole = Desk(whole) if whole else None
        self._files: dict[str, list[Filed]] = {}
        for one in data.files:
            self._files.setdefault(one.returned.sha256, []).append(one)
        self._open: dict[Key, list[tuple[Filed, Diagnostic]]] = {}
        self._rivals: dict[str, list[str]] = {}
        for filed, finding in data.matters:
            digest = filed.returned.sha256
            subject = (digest, about(finding), finding.code.name)
            self._open.setdefault(subject, []).append((filed, finding))
            if finding.code in RIVALS:
                self._rivals.setdefault(filed.agency, []).append(digest)
        self._standing = {one.key: one for one in data.decisions}
        self._codes = AgencyCodes(whole or data)

    def judged(self, line: Line) -> tuple[Decision, ...] | Diagnostic:
        """Turn one row into decisions, or say what is wrong with it; () where all is settled."""
        code = Code.__members__.get(line[CODE])
        named = line[SHA256] or line[FILE]  # what could not be opened has nothing but its name
        twins = [
            one
            for one in self._files.get(line[SHA256], [])
            if named in (one.returned.sha256, one.returned.name)
        ]
        if code is Code.FILE_UNREADABLE and not line[SHA256] and not twins:
            return self._stale(line)
        if code is None or not twins:
            return self._unknown(line)
        matters = self._open.get(key_of(line), [])
        filed, finding = _named(matters, line[FILE]) or (None, None)
        if filed is None or finding is None:
            before = Diagnostic(code, field=field_of(line[FIELD]))
            settled = self._verdict(line, _of_name(twins, line[FILE]), before)
            return () if self._stands(settled) else self._stale(line)
        decided = self._verdict(line, filed, finding)
        if isinstance(decided, Diagnostic):
            return decided
        if line[ANSWER] and key(line[VERDICT]) not in _ANSWERED:
            return _bad(line, ANSWER, _NO_USE)  # and perhaps it is what was meant
        return decided if line[BY] else _bad(line, BY, _NAME)  # nobody stands behind it

    def settled(self, line: Line) -> bool:
        """Tell whether what a row says was decided before, and has nothing to do any more."""
        return self.judged(line) == ()

    def _stands(self, outcome: tuple[Decision, ...] | Diagnostic) -> bool:
        """Tell whether just this was decided before."""
        if isinstance(outcome, Diagnostic):
            return False
        standing = (self._standing.get(one.key) for one in outcome)
        pairs = zip(outcome, standing, strict=True)
        return all(before is not None and before.value == one.value for one, before in pairs)

    def _unknown(self, line: Line) -> tuple[Decision, ...] | Diagnostic:
        if self._whole:
            return self._whole.judged(line)
        at, shown = str(line.number), line[SHA256][:8]
        return found(Code.DECISION_FILE_UNKNOWN, at, value=shown)

    def _stale(self, line: Line) -> tuple[Decision, ...] | Diagnostic:
        if self._whole:
            return self._whole.judged(line)
        return found(Code.DECISION_STALE, str(line.number), value=line[VERDICT], sheet=UNUSED)

    def _verdict(
        self, line: Line, filed: Filed, finding: Diagnostic
    ) -> tuple[Decision, ...] | Diagnostic:
        fitting = {key(one): one for one in offered(self._data.form, filed, finding)}
        verdict = fitting.get(key(line[VERDICT]))
        name = filed.returned.name if filed.returned.response is None else ""
        match verdict:
            case None:
                return _bad(line, VERDICT, tuple(fitting.values()))
            case Verdict.AS_READ:
                subject = seen_subject(line[CODE], line[FIELD])
                waived = finding.code in RULES
                return _signed(line, waived=waived) or (_decision(line, About.SEEN, subject),)
            case Verdict.NO_ANSWER:
                return _left_blank(self._data.form.field(finding.field), line)
            case Verdict.CORRECTED:
                return _corrected(self._data.form.field(finding.field), line)
            case Verdict.BELONGS:
                return self._belongs(line, name)
            case Verdict.COUNTS_NOT:
                return (_decision(line, About.COUNTS, name, "no"),)
            case Verdict.COUNTS:
                return self._counts(line, filed)
            case _:
                assert_never(verdict)

    def _belongs(self, line: Line, name: str) -> tuple[Decision, ...] | Diagnostic:
        code = self._codes.find(line[ANSWER])
        if not code:
            return _bad(line, ANSWER, "รหัสหน่วยงานในทะเบียน")
        return (_decision(line, About.RESPONDENT, name, code),)

    def _counts(self, line: Line, filed: Filed) -> tuple[Decision, ...]:
        """Let one of several returns count, and therefore none of its rivals."""
        rivals = dict.fromkeys(self._rivals.get(filed.agency, ()))
        rivals.pop(filed.returned.sha256, None)
        return (
            _decision(line, About.COUNTS, value="yes"),
            *(
                replace(_decision(line, About.COUNTS, value="no", of=one), meaning=line[SHA256])
                for one in rivals
            ),
        )


def _named(
    matters: Sequence[tuple[Filed, Diagnostic]], name: str
) -> tuple[Filed, Diagnostic] | None:
    """Choose the file of this name among those of the same bytes; one alone needs no name."""
    if len(matters) == 1 and matters[0][0].returned.sha256:
        return matters[0]
    return next((one for one in matters if one[0].returned.name == name), None)


def _of_name(files: Sequence[Filed], name: str) -> Filed:
    return next((one for one in files if one.returned.name == name), files[0])


def _decision(
    line: Line, about: About, subject: str = "", value: Value = None, of: str = ""
) -> Decision:
    return Decision(of or line[SHA256], about, subject, value, line[REASON], line[BY])


def _answer(line: Line, field: Field, value: Value) -> Decision:
    return replace(_decision(line, About.ANSWER, field.name, value), meaning=field.digest)


def _bad(line: Line, column: str, allowed: Fact) -> Diagnostic:
    value = line[column] or _EMPTY
    return found(Code.DECISION_BAD, str(line.number), value=value, column=column, allowed=allowed)


def _signed(line: Line, *, waived: bool) -> Diagnostic | None:
    """Refuse to waive a rule without a reason and a name."""
    wanting = next((one for one in (REASON, BY) if not line[one]), None) if waived else None
    return _bad(line, wanting, _WAIVER) if wanting else None


def _left_blank(field: Field, line: Line) -> tuple[Decision, ...] | Diagnostic:
    """Take a field for blank; where it must be answered, that rule is waived."""
    blank = _answer(line, field, None)
    if not field.required:
        return (blank,)
    missing = found(Code.REQUIRED_BLANK, field=field.name, label=field.label)
    subject = seen_subject(missing.code.name, about(missing))
    return _signed(line, waived=True) or (blank, _decision(line, About.SEEN, subject))


def _corrected(field: Field, line: Line) -> tuple[Decision, ...] | Diagnostic:
    value = read_answer(field, line[ANSWER])
    if value is None:
        return _bad(line, ANSWER, words.allowed(field))
    return (_answer(line, field, value),)


# ---------------------------------------------------------------- an answer typed by a person


def read_answer(field: Field, text: str) -> Value:
    """Read an answer as the answering rules do; None for a blank, and for what is not certain.

    Several choices stand apart by comma or line.
    """
    whole = _read(field, text)
    if field.kind is not Kind.SELECT_MULTIPLE or whole is not None:
        return whole
    for separator in _SEPARATORS:
        pieces = [_read(field, piece) for piece in separator.split(text) if piece.strip()]
        chosen = {code for one in pieces if isinstance(one, tuple) for code in one}
        if pieces and None not in pieces:
            return tuple(choice.code for choice in field.choices if choice.code in chosen)
    return None


def _read(field: Field, text: str) -> Value:
    answer, said = interpret_mark(field, Mark(text, "", By.PERSON))
    doubt = any(one.severity is Severity.ERROR or one.code in _UNCERTAIN for one in said)
    return None if doubt else answer.value
