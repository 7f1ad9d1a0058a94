"""A form with every kind of field and block, and ways to lay hands on a written document."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from formgen.compiler import compile_survey
from formgen.content import load
from formgen.formats.docx import FORMAT
from formgen.model.blocks import (
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Field, Form
from formgen.model.identity import BLANK, Copy
from formgen.model.survey import Choice, Kind, Role

HOME = Path(__file__).parents[3]
DOCUMENT = "word/document.xml"
STATUS = (Choice("have", "มี"), Choice("none", "ไม่มี"), Choice("doing", "อยู่ระหว่างดำเนินการ"))
TYPES = tuple(Choice(f"t{number}", f"ประเภท <{number}> & อื่น") for number in range(5))
TOOLS = (Choice("mail", "อีเมล"), Choice("sign", "ลายมือชื่อ"), Choice("other", "อื่น ๆ", specify=True))
LONG = "หน่วยงานต้องกำหนดเจ้าหน้าที่ผู้รับผิดชอบที่ชัดเจนในการตรวจสอบและลงทะเบียนหนังสือ " * 3


def form(title: str = "แบบสำรวจทุกชนิด & <ครบ>") -> Form:
    fields = (
        Field("me.code", "me.code", Kind.TEXT, "รหัส", role=Role.AGENCY_CODE),
        Field("me.type", "me.type", Kind.SELECT_ONE, "ประเภท", choices=(*TYPES, TOOLS[2]),
              role=Role.AGENCY_TYPE),
        Field("me.type.specify", "me.type.specify", Kind.TEXT, "ประเภท – อื่น ๆ"),
        Field("me.on", "me.on", Kind.DATE, "วันที่ตอบ"),
        Field("mail.status", "mail", Kind.SELECT_ONE, "อีเมล : สถานะ", choices=STATUS),
        Field("mail.remark", "mail.remark", Kind.TEXT, "อีเมล : หมายเหตุ", prompt="หมายเหตุ",
              multiline=True),
        Field("web.status", "web", Kind.SELECT_ONE, "เว็บไซต์ : สถานะ", choices=STATUS),
        Field("web.remark", "web.remark", Kind.TEXT, "เว็บไซต์ : หมายเหตุ", prompt="หมายเหตุ"),
        Field("tools.used", "tools", Kind.SELECT_MULTIPLE, "เครื่องมือ : คำตอบ", choices=TOOLS),
        Field("tools.specify", "tools.specify", Kind.TEXT, "เครื่องมือ – อื่น ๆ"),
        Field("staff.answer", "staff", Kind.INTEGER, "จำนวนคน : คำตอบ"),
        Field("share.answer", "share", Kind.DECIMAL, "ร้อยละ : คำตอบ"),
    )  # fmt: skip
    entries = (
        Entry("รหัส", ("me.code",), "ตามทะเบียน"),
        Entry("ประเภท", ("me.type", "me.type.specify")),
        Entry("วันที่ตอบ", ("me.on",)),
    )
    guidance = Table(
        ("สถานะ", "การเตรียมความพร้อม"),
        (22, 50),
        (
            TitleRow(Paragraph("อีเมล", Style.HEADING, "๑.")),
            row("mail", "mail.status", "mail.remark", text=guided()),
            TitleRow(Paragraph("เว็บไซต์", Style.HEADING, "๒.")),
            row("web", "web.status", "web.remark", text=(Paragraph("จัดทำเว็บไซต์"),)),
        ),
    )
    asked = Table(
        ("รายการ", "คำตอบ"),
        (1, 1),
        (
            CellRow("tools", (words("เครื่องมือ"), ResponseCell(("tools.used", "tools.specify")))),
            CellRow("staff", (words("จำนวนคน"), ResponseCell(("staff.answer",)))),
            CellRow("share", (TextCell(()), ResponseCell(("share.answer",)))),
        ),
    )
    blocks = (
        Paragraph(title, Style.TITLE),
        Paragraph("โปรดใส่ ✓ ใน ☐ ที่ตรงกับความจริง", Style.INSTRUCTION, strong=((24, 32),)),
        Paragraph("ส่วนที่ ๑", Style.PART),
        Entries(entries),
        Paragraph("ส่วนที่ ๒", Style.PART),
        guidance,
        asked,
        Paragraph("จบแบบสำรวจ", Style.NOTE),
    )
    return Form("every-kind", 7, title, "th-TH", fields, blocks)


def row(question: str, *fields: str, text: tuple[Paragraph, ...]) -> CellRow:
    return CellRow(question, (ResponseCell(fields), TextCell(text)))


def words(text: str) -> TextCell:
    return TextCell((Paragraph(text),))


def guided() -> tuple[Paragraph, ...]:
    return (
        Paragraph("ข้อเสนอแนะ", Style.HEADING),
        Paragraph(f"หนึ่ง{LONG}", Style.LEVEL1, "๑.", ((0, 5),)),
        Paragraph(f"หนึ่งจุดหนึ่ง{LONG}", Style.LEVEL2, "๑.๑"),
        Paragraph(f"สอง{LONG}", Style.LEVEL1, "๒."),
        Paragraph(f"ปิดท้าย{LONG}", Style.BODY),
    )


FORM = form()
VALUES = {
    "me.code": "76-001",
    "me.type": "t3",
    "me.type.specify": "ก < ข & \"ค\" 'ง'",
    "me.on": "2026-11-22",
    "mail.status": "doing",
    "mail.remark": "เริ่มใช้ ๑ ต.ค.\n\n  บรรทัดสอง  ",
    "web.status": "none",
    "web.remark": "....ยังไม่มี",
    "tools.used": ("mail", "other"),
    "tools.specify": "😀 เครื่องพิมพ์ดีด",
    "staff.answer": 1234,
    "share.answer": "12.5",
}
RAW = {
    **VALUES,
    "me.type": "ประเภท <3> & อื่น",
    "me.on": "๒๒ พฤศจิกายน ๒๕๖๙",
    "mail.status": ("doing",),
    "web.status": ("none",),
    "staff.answer": "1234",
}
"""What is read back of VALUES."""
NOTHING = {
    name: () if name in ("mail.status", "web.status", "tools.used") else "" for name in VALUES
}


@cache
def survey(path: str) -> Form:
    return compile_survey(load(HOME / path))


def amlo() -> Form:
    return survey("content/amlo-estatus/survey.yaml")


def staffing() -> Form:
    return survey("tests/surveys/staffing/survey.yaml")


def written(values: dict[str, object] | None = None, of: Form = FORM, token=None) -> bytes:
    copy = Copy(token, tuple((values or {}).items())) if values or token else BLANK
    return FORMAT.write(of, copy).data


def raws(data: bytes, of: Form = FORM) -> dict[str, object]:
    return {name: mark.raw for name, mark in FORMAT.read(of, data).marks.items()}


def findings(data: bytes, of: Form = FORM) -> list[tuple[str, str]]:
    return [(one.code.name, one.field) for one in FORMAT.read(of, data).diagnostics]


def part(data: bytes, name: str = DOCUMENT) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def packed(members: dict[str, bytes | str]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in members.items():
            archive.writestr(name, inner)
    return package.getvalue()


def members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def edited(data: bytes, change: Callable[[str], str], name: str = DOCUMENT) -> bytes:
    inner = members(data)
    inner[name] = change(part(data, name))
    assert inner[name] != part(data, name), "nothing was changed"
    return packed(inner)


def swapped(data: bytes, old: str, new: str, name: str = DOCUMENT, times: int = 1) -> bytes:
    assert part(data, name).count(old) >= times, old
    return edited(data, lambda text: text.replace(old, new, times), name)


def nameless(data: bytes) -> bytes:
    """What LibreOffice 7.4 leaves of the names when it saves by way of ODT."""
    names = "<w:(tag|alias|lock|id) [^>]*/>|<w:placeholder>.*?</w:placeholder>"
    return edited(data, lambda text: re.sub(names, "", text))


def control(data: bytes, tag: str) -> str:
    """The XML of the control with a tag."""
    found = re.search(
        rf'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w:tag w:val="{re.escape(tag)}"/>.*?</w:sdt>',
        part(data),
    )
    assert found, tag
    return found[0]


def changed(data: bytes, tag: str, change: Callable[[str], str]) -> bytes:
    """The document with one control changed."""
    old = control(data, tag)
    return edited(data, lambda text: text.replace(old, change(old)))
