"""Form -> what the columns of its data file mean, in the words of XLSForm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.export.files import BETWEEN, HEAD, TAIL, columns
from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell
from formgen.model.document import Document, Paper
from formgen.model.form import Field, Form
from formgen.model.returned import State
from formgen.model.survey import Choice, Kind, Role
from formgen.result import words
from formgen.tables import csv_bytes
from formgen.thai.numerals import thai_number, to_thai

PERSONAL: Final = "ข้อมูลส่วนบุคคล ไม่อยู่ในแฟ้มข้อมูล เว้นแต่สั่งด้วย --with-personal-data"
"""What is said of a field that holds personal data."""

_SEVERAL: Final = f"หลายแฟ้มคั่นด้วย “{BETWEEN}” ขณะที่ยังต้องตัดสินว่าใช้ฉบับใด"
_EMPTY: Final = "ช่องที่ว่างและไม่มีชื่อใน doubtful หรือ not_asked คือช่องที่หน่วยงานไม่ได้ตอบ (ไม่ระบุ)"
_HEAD: Final = {
    "agency_code": ("text", "รหัสหน่วยงาน จากทะเบียน ไม่เช่นนั้นจากแบบ"),
    "agency_name": ("text", "ชื่อหน่วยงาน จากทะเบียน ไม่เช่นนั้นจากแบบ"),
    "ministry": ("text", "สังกัด จากทะเบียน ไม่เช่นนั้นจากแบบ"),
    "agency_type": ("text", "ประเภทหน่วยงาน จากทะเบียน ไม่เช่นนั้นจากแบบ"),
    "province": ("text", "จังหวัด จากทะเบียน ไม่เช่นนั้นจากแบบ"),
    "state": ("select_one", "สถานะของแฟ้มที่ใช้"),
    "file": ("text", f"ชื่อแฟ้มที่ใช้ {_SEVERAL}"),
    "sha256": ("text", f"ลายนิ้วมือแฟ้ม (SHA-256) {_SEVERAL}"),
    "format": ("text", f"ชนิดของแฟ้ม เช่น docx pdf xlsx {_SEVERAL}"),
    "received": ("date", f"วันที่รับแฟ้ม (ISO 8601) {_SEVERAL}"),
    "form_digest": ("text", f"รุ่นของแบบที่กรอก (SHA-256 ของแบบ) {_SEVERAL}"),
}
_TAIL: Final = {
    "doubtful": f"ชื่อช่องที่ว่างเพราะอ่านได้ไม่แน่นอน (ต้องตรวจสอบ) คั่นด้วยเว้นวรรค {_EMPTY}",
    "not_asked": f"ชื่อช่องที่ว่างเพราะไม่ต้องตอบ คั่นด้วยเว้นวรรค {_EMPTY}",
}
_HEADINGS: Final = (
    "name",
    "type",
    "label",
    "choices",
    "required",
    "constraint",
    "constraint_message",
    "relevant",
    "max_length",
    "personal_data",
    "columns",
)


@dataclass(frozen=True, slots=True)
class Described:
    """One thing that stands in `columns` of the data file; `type` is XLSForm's word for it."""

    name: str
    type: str
    label: str
    columns: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    required: bool = False
    constraint: str = ""
    constraint_message: str = ""
    relevant: str = ""
    max_length: int | None = None
    personal_data: bool = False


def described(form: Form) -> tuple[Described, ...]:
    """Describe every column of `responses.csv`, in its order."""
    return tuple(_described(form))


def codebook_csv(form: Form) -> bytes:
    """Write the code book as a table: a row for each field, `code=label` for each choice."""
    rows = [
        (
            one.name,
            one.type,
            one.label,
            BETWEEN.join(f"{choice.code}={choice.label}" for choice in one.choices),
            _yes(one.required),
            one.constraint,
            one.constraint_message,
            one.relevant,
            "" if one.max_length is None else one.max_length,
            _yes(one.personal_data),
            " ".join(one.columns),
        )
        for one in described(form)
    ]
    return csv_bytes([_HEADINGS, *rows])


def codebook_document(form: Form) -> Document:
    """Set the code book as a document to read and to file."""
    title = f"คู่มือรหัสข้อมูล {form.title}"
    rows = tuple(CellRow("", tuple(map(_cell, _read(one)))) for one in described(form))
    return Document(
        title,
        (
            Paragraph(title, Style.TITLE),
            Paragraph(f"รุ่นของแบบ {to_thai(form.revision)} รหัสแบบ {form.code}", Style.INSTRUCTION),
            *(Paragraph(line, Style.BODY) for line in _INTRODUCTION),
            Table(
                ("คอลัมน์ (name)", "ชนิด (type)", "คำถาม (label)", "คำตอบ (choices)", "เงื่อนไข"),
                (34, 19, 48, 58, 42),
                rows,
            ),
        ),
        Paper.FORM,
        form.language,
        form.code,
    )


_INTRODUCTION: Final = (
    "แฟ้ม responses.csv มีหนึ่งแถวต่อหนึ่งหน่วยงานที่ส่งแบบกลับ คำตอบเป็นรหัส ข้อความ จำนวน หรือวันที่ (ISO 8601)"
    " คำตอบที่เลือกได้หลายข้อมีคอลัมน์ละหนึ่งตัวเลือก: 1 คือเลือก 0 คือไม่เลือก",
    "ช่องที่ว่างมีสามความหมาย: ชื่อช่องอยู่ในคอลัมน์ doubtful คือต้องตรวจสอบ อยู่ในคอลัมน์ not_asked คือไม่ต้องตอบ"
    " ไม่อยู่ในสองคอลัมน์นี้คือไม่ได้ตอบ (ไม่ระบุ)",
)


def _described(form: Form) -> Iterator[Described]:
    field = form.with_role(Role.AGENCY_TYPE)
    choices = {
        "state": tuple(
            Choice(one.value, words.state_name(one)) for one in (State.ACCEPTED, State.REVIEW)
        ),
        "agency_type": field.choices if field else (),
    }
    for name in HEAD:
        type_, label = _HEAD[name]
        yield Described(name, type_, label, (name,), choices.get(name, ()))
    for one in form.fields:
        yield _field(one)
    for name in TAIL:
        yield Described(name, "text", _TAIL[name], (name,))


def _field(field: Field) -> Described:
    return Described(
        field.name,
        field.kind.value,
        field.label,
        tuple(columns(field)),
        field.choices,
        field.required,
        field.constraint,
        field.constraint_message,
        field.relevant,
        field.max_length if field.kind is Kind.TEXT else None,
        field.personal_data,
    )


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


# ---------------------------------------------------------------- for reading


def _read(one: Described) -> tuple[Sequence[str], ...]:
    """Tell in the cells of a row, line by line, what a field is."""
    choices = [f"{choice.code} = {choice.label}" for choice in one.choices]
    if len(one.columns) > 1:
        choices = [f"{name}: {line}" for name, line in zip(one.columns, choices, strict=True)]
    return [one.name], [one.type], [one.label], choices, list(conditions(one))


def conditions(one: Described) -> Iterator[str]:
    """Tell the conditions of a field in words, a line each."""
    if one.required:
        yield "ต้องตอบ (required)"
    if one.constraint:
        yield f"{one.constraint_message or 'ต้องเป็นไปตามเงื่อนไข'} (constraint: {one.constraint})"
    if one.relevant:
        yield f"ตอบเมื่อ (relevant): {one.relevant}"
    if one.max_length is not None:
        yield f"ไม่เกิน {thai_number(one.max_length)} อักขระ"
    if one.personal_data:
        yield PERSONAL


def _cell(lines: Sequence[str]) -> TextCell:
    return TextCell(tuple(Paragraph(line) for line in lines) or (Paragraph(""),))
