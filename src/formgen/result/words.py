"""What every product says of the result: states, answers and findings in official Thai."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias, assert_never

from formgen.model.blocks import CellRow, Entries, Paragraph, ResponseCell, Table
from formgen.model.codes import Code, Severity
from formgen.model.dataset import Agency, Dataset, Filed, Standing, Tally, Told
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Field, Form, Question
from formgen.model.response import Value
from formgen.model.returned import State
from formgen.model.survey import Kind, Role, Summary
from formgen.thai.dates import thai_date
from formgen.thai.numerals import to_thai

Cell: TypeAlias = str | int | Decimal | date | None
"""What a cell of a table shows: words, a whole number, one with two decimals, a day, or nothing."""

BLANK: Final = "ไม่ระบุ"
NOT_ASKED: Final = "ไม่ต้องตอบ"
DOUBTFUL: Final = "ต้องตรวจสอบ"
NO_ANSWER: Final = MappingProxyType(
    {Standing.BLANK: BLANK, Standing.NOT_ASKED: NOT_ASKED, Standing.DOUBTFUL: DOUBTFUL}
)
"""The ways of giving no answer, in the order of the tables, and their words."""

UNKNOWN_AGENCY: Final = "(ยังไม่ทราบหน่วยงาน)"
ROUNDING_NOTE: Final = (
    "หมายเหตุ: ร้อยละคำนวณจากหน่วยงานที่ส่งแบบกลับทั้งหมด (N) ผลรวมอาจไม่เท่ากับ ๑๐๐ เนื่องจากการปัดเศษ"
)
NOTHING_RETURNED: Final = "ยังไม่มีหน่วยงานส่งแบบกลับ"
_PERSONAL: Final = "(ข้อมูลส่วนบุคคล ดูในแฟ้ม review.xlsx)"
_PUBLIC_FACTS: Final = frozenset({"label", "limit", "length", "choice", "allowed", "rule"})
_OUTSIDE: Final = frozenset(
    {Code.TEXT_ADDED, Code.CONTROL_UNKNOWN, Code.FIXED_TEXT_EDITED, Code.MARK_OUTSIDE}
)  # quote what stands in no field: nobody asked for it, so it may be a person's name or telephone
_CONTROLS: Final = ("w:tag ", "w:docPart ", "AcroForm ")  # before the name of a control
_CONTROL: Final = re.compile("(?:w:tag|w:docPart|AcroForm) ")
_PAGE: Final = re.compile(r"\bpage ([0-9]+)")
_ADVICE: Final = " โปรด"  # how the part of a finding that says what to do begins

_STATES: Final = {
    State.ACCEPTED: "นับรวม",
    State.REVIEW: "นับรวม มีข้อต้องตรวจสอบ",
    State.DUPLICATE: "ซ้ำ",
    State.SUPERSEDED: "มีฉบับอื่นแทน",
    State.QUARANTINED: "ไม่นับรวม",
    State.IGNORED: "ไม่ใช่แบบที่ส่งกลับ",
}
_WAITING: Final = "รอการตัดสิน ยังไม่นับ"
_FORMATS: Final = {"scan": "กระดาษ", "": "อื่น ๆ หรืออ่านไม่ได้"}


def state_name(state: State) -> str:
    """Name a state, as the counts of files do."""
    return _STATES[state] if state is not State.REVIEW else "มีข้อต้องตรวจสอบ"


def file_state(filed: Filed) -> str:
    """Name the state of one file, and whether its answers count."""
    return _WAITING if filed.state is State.REVIEW and not filed.counted else _STATES[filed.state]


def format_name(name: str) -> str:
    """Name a file format."""
    return _FORMATS.get(name, name.upper())


def severity_name(finding: Diagnostic) -> str:
    """Tell whether something must be decided or only looked at."""
    return "ต้องตัดสิน" if finding.severity is Severity.ERROR else "โปรดตรวจทาน"


def day(text: str) -> Cell:
    """Turn an ISO date into a day; anything else stays as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text or None


# ---------------------------------------------------------------- answers


def answer(field: Field, told: Told) -> Cell:
    """Show one answer; what is none says why."""
    match told.standing:
        case Standing.ANSWERED:
            return value_cell(field, told.value)
        case Standing.BLANK:
            return BLANK
        case Standing.NOT_ASKED:
            return NOT_ASKED
        case Standing.DOUBTFUL:
            return DOUBTFUL
        case _:
            assert_never(told.standing)


def value_cell(field: Field, value: Value) -> Cell:
    """Show a value as its field means it: labels for codes, days for dates, numbers as numbers."""
    match field.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MULTIPLE:
            return choice_labels(field, value)
        case Kind.DATE:
            return day(str(value))
        case Kind.DECIMAL:
            return Decimal(str(value))
        case Kind.INTEGER:
            return int(str(value))
        case Kind.TEXT:
            return str(value)
        case _:
            assert_never(field.kind)


def meant(field: Field, value: Value) -> str:
    """Write a value as a person would: labels for codes, a day in Thai; "" for none."""
    if value is None:
        return ""
    if field.kind is Kind.DATE:
        on = day(str(value))
        return thai_date(on) if isinstance(on, date) else str(value)
    return choice_labels(field, value) if field.select else str(value)


def choice_labels(field: Field, value: object) -> str:
    """Name the choices of a code, or of several."""
    labels = {choice.code: choice.label for choice in field.choices}
    codes = value if isinstance(value, tuple) else (value,)
    return ", ".join(labels.get(str(code), str(code)) for code in codes)


def allowed(field: Field) -> str:
    """Tell what a field may be answered with."""
    match field.kind:
        case Kind.SELECT_ONE:
            return "ข้อใดข้อหนึ่ง: " + ", ".join(choice.label for choice in field.choices)
        case Kind.SELECT_MULTIPLE:
            return "หนึ่งข้อหรือมากกว่า: " + ", ".join(choice.label for choice in field.choices)
        case Kind.DATE:
            return "วันที่ เช่น ๒๒ พฤศจิกายน ๒๕๖๙"
        case Kind.DECIMAL:
            return "จำนวน เช่น ๑,๒๓๔.๕๐"
        case Kind.INTEGER:
            return "จำนวนเต็ม เช่น ๑,๒๓๔"
        case Kind.TEXT:
            return "ข้อความ"
        case _:
            assert_never(field.kind)


def positives(tallies: Sequence[Tally], summary: Summary) -> str:
    """Name the count of questions answered with a choice that counts as had; "" if none can."""
    labels = {
        choice.label
        for one in tallies
        for choice in one.field.choices
        if choice.code in one.question.positive
    }
    if not labels:
        return ""
    one = f"จำนวน{summary.unit}ที่ตอบ “{min(labels)}”"
    return summary.had or (one if len(labels) == 1 else f"จำนวน{summary.unit}ที่นับว่ามี")


def had_name(form: Form) -> str:
    """Name the number of questions that are had, in a few words."""
    return f"จำนวน{form.summary.unit}ที่มี"


def public(data: Dataset) -> tuple[Tally, ...]:
    """Return the counts of what is no personal data."""
    return tuple(one for one in data.tallies if not one.field.personal_data)


def question(tally: Tally) -> str:
    """Name a question: its number and its short label."""
    return f"{tally.question.number} {tally.question.label}".strip()


def sides(form: Form) -> Mapping[str, tuple[Field, ...]]:
    """Map each field that is counted to those of words beside it: what is specified, the remark."""
    groups: list[tuple[str, ...]] = []
    for block in form.blocks:
        match block:
            case Entries(entries):
                groups += [entry.fields for entry in entries]
            case Table(rows=rows):
                cells = [cell for row in rows if isinstance(row, CellRow) for cell in row.cells]
                groups += [cell.fields for cell in cells if isinstance(cell, ResponseCell)]
            case Paragraph():
                pass
            case _:
                assert_never(block)
    return {main: tuple(form.field(name) for name in beside) for main, *beside in groups}


def agency_type(form: Form, agency: Agency) -> str:
    """Name an agency's type as the form does."""
    field = form.with_role(Role.AGENCY_TYPE)
    code = agency.recipient.agency_type
    return choice_labels(field, code) if field and field.select and code else code


def agency_kind(form: Form, agency: Agency) -> str:
    """As `agency_type`; an agency without one is of the type `BLANK`."""
    return agency_type(form, agency) or BLANK


def ministry(agency: Agency) -> str:
    """Name the ministry of an agency, or `BLANK`."""
    return agency.recipient.ministry or BLANK


def province(agency: Agency) -> str:
    """Name the province of an agency, or `BLANK`."""
    return agency.recipient.province or BLANK


def form_version(filed: Filed) -> str:
    """Name the version of the form a file was made from: revision and start of the digest."""
    response = filed.returned.response
    return f"{response.claim.revision} {response.claim.digest[:8]}" if response else ""


# ---------------------------------------------------------------- findings


def problem(finding: Diagnostic) -> tuple[str, str]:
    """Say what was found and, apart, what to do; together they are all its words."""
    text = _CONTROL.sub("ช่อง ", replace(finding, at="", file="").message("th"))
    said, advice, how = text.rpartition(_ADVICE)
    return (said, (advice + how).strip()) if said else (text, "")


def reasons(form: Form, filed: Filed) -> str:
    """Say why a file ended as it did, and everything that is still open, without personal data."""
    findings = dict.fromkeys((filed.reason, *filed.open))
    return "\n".join(" ".join(problem(published(form, one))).strip() for one in findings)


def published(form: Form, finding: Diagnostic) -> Diagnostic:
    """Take out of what a finding says what is personal data, or stands in no field and may be."""
    private = finding.code in _OUTSIDE or is_personal(form, finding.field)
    return without_facts(finding) if private else finding


def without_facts(finding: Diagnostic) -> Diagnostic:
    """Take out of a finding what the file says; what the form says stays."""
    facts = tuple((name, fact if name in _PUBLIC_FACTS else "…") for name, fact in finding.facts)
    return replace(finding, facts=facts)


def field_label(form: Form, finding: Diagnostic) -> str:
    """Name the field a finding is about; "" where it is about the file."""
    return form.field(finding.field).label if form.has(finding.field) else finding.field


def is_personal(form: Form, name: str) -> bool:
    """Tell whether a field holds personal data; one that only an earlier form has may have."""
    return form.field(name).personal_data if form.has(name) else bool(name)


def as_read(form: Form, filed: Filed, finding: Diagnostic) -> str:
    """Show what stands in the field of a finding, in the file's own words."""
    response = filed.returned.response
    found = response.answers.get(finding.field) if response else None
    if found is None:
        return ""
    if isinstance(found.raw, tuple) and form.has(finding.field):
        return choice_labels(form.field(finding.field), found.raw)
    return found.raw if isinstance(found.raw, str) else ", ".join(found.raw)


def as_read_in_public(form: Form, filed: Filed, finding: Diagnostic) -> str:
    """As `as_read`, without personal data."""
    read = as_read(form, filed, finding)
    return _PERSONAL if read and is_personal(form, finding.field) else read


def agency_name(filed: Filed, agencies: Mapping[str, Agency]) -> str:
    """Name the agency a file is from; in brackets where it is only what the file says."""
    if filed.agency in agencies:
        return agencies[filed.agency].recipient.agency_name or filed.agency
    return f"({filed.agency_name}?)" if filed.agency_name else UNKNOWN_AGENCY


# ---------------------------------------------------------------- places


def asked(form: Form, field: Field) -> str:
    """Name a field as people know it: the number printed before its question, and its label."""
    number = next((one.number for one in form.questions if _is_of(one, field)), "")
    return f"{number} {field.label}".strip()


def _is_of(question: Question, field: Field) -> bool:
    return field.name in (question.field, question.remark) or field.stem in (
        question.id,
        f"{question.id}.specify",
    )


def place(form: Form, at: str, field: str = "") -> str:
    """Turn a place in a file into words: what stands in a named control is a question's answer.

    Cells (`แบบสำรวจ!C5`) stay, so that they can be looked up.
    """
    if not at.startswith(_CONTROLS):
        return _PAGE.sub(lambda page: f"หน้า {to_thai(page[1])}", at)
    names = [part.rpartition(" ")[2].replace("-", ".") for part in at.split(", ")]
    boxes = {one.control(choice): choice.label for one in form.fields for choice in one.choices}
    owner = next((one for one in form.fields if one.name == field or _holds(one, names)), None)
    marked = [f"“{boxes[name]}”" for name in names if name in boxes]
    told = asked(form, owner) if owner else f"ช่อง {', '.join(names)}"
    return f"{told} ({', '.join(marked)})" if marked else told


def _holds(field: Field, names: Sequence[str]) -> bool:
    own = {field.name, *(field.control(choice) for choice in field.choices)}
    return not own.isdisjoint(names)
