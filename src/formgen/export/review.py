"""Dataset -> the list of what a person must decide."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, assert_never

from formgen.export.book import Book, Column, Sheet
from formgen.export.verdicts import (
    AGENCY_CODE,
    ANSWER,
    BY,
    CODE,
    FIELD,
    REASON,
    SHA256,
    VERDICT,
    Key,
    Verdict,
    offered,
)
from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import WHO, About, Decision, about
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Form
from formgen.result import words
from formgen.result.words import Cell

_COLUMNS: Final = (
    Column("ลำดับ", 8, align="center"),
    Column("หน่วยงาน", 26, wrap=True),
    Column(AGENCY_CODE, 13),
    Column("ชื่อแฟ้ม", 24, wrap=True),
    Column("ตำแหน่งในแฟ้ม", 16, wrap=True),
    Column("ข้อ", 22, wrap=True),
    Column("ความสำคัญ", 13),
    Column("ปัญหาที่พบ", 36, wrap=True),
    Column("ค่าที่อ่านได้", 20, wrap=True),
    Column("ข้อเสนอการแก้ไข", 26, wrap=True),
    Column("คำตอบที่แบบให้ตอบได้", 24, wrap=True),
    Column(VERDICT, 22, wrap=True),
    Column(ANSWER, 24, wrap=True),
    Column(REASON, 24, wrap=True),
    Column(BY, 18, wrap=True),
    Column(SHA256, hidden=True),
    Column(FIELD, hidden=True),
    Column(CODE, hidden=True),
)
_NOTHING: Final[Mapping[Key, tuple[str, ...]]] = MappingProxyType({})
_HELP: Final = (
    f"วิธีใช้: เลือก “{VERDICT}” และกรอกช่องถัดไปตามที่จำเป็น บันทึกแฟ้มนี้ไว้ที่เดิม แล้วสั่งรวบรวมผลอีกครั้ง"
    " แถวที่ตัดสินแล้วจะย้ายไปแผ่นงาน “ตัดสินแล้ว” คอลัมน์ที่ซ่อนไว้บอกว่าเป็นแฟ้มใด โปรดอย่าลบ"
)


def write_review(data: Dataset, typed: Mapping[Key, tuple[str, ...]] = _NOTHING) -> bytes:
    """Write the list: a row for each thing a person must decide, and what has been decided.

    `typed` is what a person typed into rows that are still open; it stays there.
    """
    book = Book(f"รายการที่ต้องตรวจสอบ {data.form.title}")
    sheet = book.sheet("ต้องตรวจสอบ", data.form.code)
    decided = book.sheet("ตัดสินแล้ว", data.form.code)
    lists = book.sheet("รายการเลือก")
    lists.hide()
    sheet.title(f"รายการที่ต้องตรวจสอบ {data.form.title}")
    sheet.note(_HELP if data.matters else "ไม่มีรายการที่ต้องตรวจสอบ")
    agencies = data.by_code()
    rows = sheet.table(
        _COLUMNS,
        (
            (number, words.agency_name(one, agencies), *_row(data.form, one, finding, typed))
            for number, (one, finding) in enumerate(data.matters, 1)
        ),
    )
    _offer(sheet, lists, data, rows)
    _write_decided(decided, data)
    return book.close()


def _row(
    form: Form, filed: Filed, finding: Diagnostic, typed: Mapping[Key, tuple[str, ...]]
) -> tuple[Cell, ...]:
    said, advice = words.problem(finding)
    key = (filed.returned.sha256, about(finding), finding.code.name)
    return (
        filed.agency,
        filed.returned.name,
        finding.at,
        words.field_label(form, finding),
        words.severity_name(finding),
        said,
        words.as_read(form, filed, finding),
        advice,
        _allowed(form, finding),
        *typed.get(key, ("",) * 4),
        *key,
    )


def _allowed(form: Form, finding: Diagnostic) -> str:
    if finding.code in WHO:
        return "รหัสหน่วยงานในทะเบียน"
    return words.allowed(form.field(finding.field)) if form.has(finding.field) else ""


def _offer(sheet: Sheet, lists: Sheet, data: Dataset, rows: range) -> None:
    """Give every row the verdicts that fit it and, where they are known, the answers."""
    agencies = tuple(
        f"{one.recipient.agency_code} {one.recipient.agency_name}" for one in data.expected
    )
    wanted: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for row, (filed, finding) in zip(rows, data.matters, strict=True):
        answers = _answers(data.form, finding, agencies)
        verdicts = offered(data.form, filed, finding.code, finding.field)
        for heading, entries in ((VERDICT, verdicts), (ANSWER, answers)):
            if entries:
                wanted.setdefault((heading, tuple(entries)), []).append(row)
    places = {column.heading: place for place, column in enumerate(_COLUMNS)}
    for (heading, entries), where in wanted.items():
        menu = lists.menu(entries)
        sheet.offer(places[heading], menu, where, only=heading == VERDICT)


def _answers(form: Form, finding: Diagnostic, agencies: tuple[str, ...]) -> tuple[str, ...]:
    if finding.code in WHO:
        return agencies
    field = form.field(finding.field) if form.has(finding.field) else None
    return tuple(choice.label for choice in field.choices) if field else ()


def _write_decided(sheet: Sheet, data: Dataset) -> None:
    names = {one.returned.sha256: one.returned.name for one in reversed(data.files)}
    columns = (
        Column("ลำดับ", 8, align="center"),
        Column("ชื่อแฟ้ม", 34, wrap=True),
        Column("ข้อ", 40, wrap=True),
        Column(VERDICT, 32, wrap=True),
        Column(REASON, 40, wrap=True),
        Column(BY, 24, wrap=True),
        Column("เมื่อ", 30),
        Column(SHA256, 24, wrap=True),
    )
    sheet.title("รายการที่ตัดสินแล้ว")
    rows = (
        (
            number,
            names.get(one.sha256, ""),
            *_decided(data.form, one),
            one.reason,
            one.by,
            one.at,
            one.sha256,
        )
        for number, one in enumerate(data.decisions, 1)
    )
    sheet.table(columns, rows)


def _decided(form: Form, decision: Decision) -> tuple[str, str]:
    """Name the field a decision is about, and what was decided."""
    field = form.field(decision.subject) if form.has(decision.subject) else None
    label = field.label if field else decision.subject
    match decision.about:
        case About.COUNTS:
            return "", Verdict.COUNTS if decision.value == "yes" else Verdict.COUNTS_NOT
        case About.RESPONDENT:
            return "", f"{Verdict.BELONGS}: {decision.value}"
        case About.SEEN:
            return label, Verdict.AS_READ
        case About.ANSWER if decision.value is None:
            return label, Verdict.NO_ANSWER
        case About.ANSWER:
            told = words.value_cell(field, decision.value) if field else decision.value
            return label, f"{Verdict.CORRECTED}: {told}"
        case _:
            assert_never(decision.about)
