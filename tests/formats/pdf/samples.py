"""Forms to write and read: the two surveys, and small ones made by hand."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.blocks import (
    Block,
    CellRow,
    Entries,
    Paragraph,
    ResponseCell,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Field, Form
from formgen.model.identity import Copy, Token, sign
from formgen.model.survey import Choice, Kind

ROOT = Path(__file__).parents[3]

ANSWERS = {
    "amlo-estatus": {
        "respondent.agency_code": "76-001",
        "respondent.agency_name": "องค์การบริหารส่วนตำบลน้ำปู่ที่ ๑๒๓",
        "respondent.agency_type": "local",
        "respondent.response_date": "2026-11-22",
        "email.status": "have",
        "email.remark": "เริ่มใช้ ๑ ต.ค. ๒๕๖๙\nที่ปู่ ฟ้า น้ำ",
        "social_media.status": "in_progress",
        "webboard.status": "none",
    },
    "staffing-2570": {
        "office.code": "10-1",
        "office.size": "middle",
        "office.contacts": ("phone", "visit"),
        "office.area": "12.50",
        "office.note": "ข้อสังเกต\n\nสองย่อหน้า",
        "officers.answer": 120,
        "vacancy.answer": "yes_now",
        "vacant_since.answer": "2026-01-31",
        "tools.used": ("mail", "other"),
        "tools.specify": "ระบบลา",
    },
}


@cache
def amlo() -> Form:
    return compile_survey(load(ROOT / "content" / "amlo-estatus" / "survey.yaml"))


@cache
def staffing() -> Form:
    return compile_survey(load(ROOT / "tests" / "surveys" / "staffing" / "survey.yaml"))


def token(form: Form) -> Token:
    return sign(b"k" * 32, "2569-1", 7, form.digest)


def filled(form: Form) -> Copy:
    return Copy(token(form), tuple(ANSWERS[form.survey].items()))


def paragraphs(form: Form) -> Iterator[Paragraph]:
    """All that a form prints as paragraphs of its own, but for what stands beside fields."""
    for block in form.blocks:
        match block:
            case Paragraph():
                yield block
            case Table(header, _, rows):
                yield from map(Paragraph, header)
                for row in rows:
                    if isinstance(row, TitleRow):
                        yield row.paragraph
                    else:
                        cells = (cell for cell in row.cells if isinstance(cell, TextCell))
                        yield from (one for cell in cells for one in cell.paragraphs)
            case Entries(entries):
                for entry in entries:
                    yield from (Paragraph(one) for one in (entry.label, entry.hint) if one)


def form_of(*blocks: Block, fields: tuple[Field, ...] = (), title: str = "แบบ") -> Form:
    return Form("sample", 1, title, "th-TH", fields, blocks)


def boxes(stem: str, count: int, kind: Kind = Kind.SELECT_ONE, **more: object) -> Field:
    choices = tuple(Choice(f"c{n}", f"คำตอบที่ {n}") for n in range(count))
    return Field(f"{stem}.status", stem, kind, f"ข้อ {stem}", choices=choices, **more)


def remark(stem: str) -> Field:
    name = f"{stem}.remark"
    return Field(name, name, Kind.TEXT, f"หมายเหตุ {stem}", prompt="หมายเหตุ", multiline=True)


def text(words: str, count: int = 1) -> TextCell:
    return TextCell(tuple(Paragraph(words, Style.LEVEL1, f"{n}.") for n in range(1, count + 1)))


def table(*rows: TitleRow | CellRow, header: tuple[str, ...] = ("ก", "ข")) -> Table:
    return Table(header, (1.0, 3.0), rows)


def titled(stem: str, cell: ResponseCell, words: TextCell) -> tuple[TitleRow, CellRow]:
    return TitleRow(Paragraph(f"หัวข้อ {stem}", Style.HEADING)), CellRow(stem, (cell, words))
