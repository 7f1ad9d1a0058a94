"""The choices of a form -> an empty roster for a clerk to fill in, as a workbook or as CSV."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from formgen.export.book import Book, Column, Menu, Sheet
from formgen.model.form import Form
from formgen.model.recipient import REQUIRED, ROSTER_HEADINGS
from formgen.model.survey import Choice, Kind, Role
from formgen.result.names import EXPLAINED
from formgen.tables import csv_bytes

SHEET: Final = "ทะเบียนหน่วยงาน"
"""What the sheet to fill in is called."""

_ROWS: Final = 20_000  # that have a drop-down; there are fewer agencies in the country
_WIDTHS: Final = MappingProxyType(
    {
        Role.AGENCY_CODE: 18,
        Role.AGENCY_NAME: 50,
        Role.MINISTRY: 30,
        Role.AGENCY_TYPE: 38,
        Role.PROVINCE: 20,
        Role.CENTRAL_EMAIL: 34,
        Role.COORDINATOR: 30,
    }
)
_NOTES: Final = (
    "กรอกหนึ่งหน่วยงานต่อหนึ่งแถวใต้หัวคอลัมน์ อย่าผสานเซลล์ สามบรรทัดบนนี้โปรแกรมไม่อ่าน จะลบออกก็ได้",
    "คำอธิบายแต่ละคอลัมน์อยู่ในแผ่นงานถัดไป กรอกแล้วตรวจด้วยคำสั่ง formgen roster check",
)
_COLUMNS: Final = (Column("คอลัมน์", 24), Column("ต้องกรอก", 14, "center"), Column("กรอกอย่างไร", 100))
_CHOSEN: Final = "เลือกจากรายการ (หรือวางข้อความเดียวกัน)"
_EXPLAINED: Final = MappingProxyType(
    {
        Role.AGENCY_CODE: "A-Z a-z 0-9 และ - _ ไม่เกิน ๒๐ ตัว ไม่ซ้ำกัน ใช้ตั้งชื่อแฟ้มและบอกว่าแบบเป็นของใคร",
        Role.AGENCY_NAME: "ชื่อเต็ม พิมพ์ในแบบตามนี้ทุกตัวอักษร ซ้ำกันได้",
        Role.MINISTRY: "กระทรวงหรือหน่วยงานต้นสังกัด ใช้จัดกลุ่มผล สะกดให้เหมือนกันทุกแถว",
        Role.AGENCY_TYPE: "ประเภทของหน่วยงาน ใช้จัดกลุ่มผล",
        Role.PROVINCE: "ที่ตั้ง ใช้จัดกลุ่มผล",
        Role.CENTRAL_EMAIL: "ที่อยู่อีเมลหนึ่งรายการ ใช้ร่างอีเมลนำส่งและติดตาม",
        Role.COORDINATOR: "ชื่อผู้ประสานงาน พิมพ์ในหนังสือ",
    }
)


def roster_csv() -> bytes:
    """Write the headings of a roster as a CSV file."""
    return csv_bytes([list(ROSTER_HEADINGS.values())])


def roster_workbook(form: Form) -> bytes:
    """Write an empty roster with a drop-down for what the form asks as a choice.

    All cells are text, so that a spreadsheet changes no code.
    """
    book = Book(f"{SHEET} {form.title}")
    roster, explained = book.sheet(SHEET, form.title), book.sheet(EXPLAINED, form.title)
    menus = _explain(explained, form)
    roster.title(f"{SHEET}สำหรับ{form.title}")
    for line in _NOTES:
        roster.note(line)
    roster.header([Column(ROSTER_HEADINGS[role], _WIDTHS[role]) for role in ROSTER_HEADINGS])
    first = roster.row
    roster.keep_typed()
    roster.keep_header(first, filtered=False)
    for place, role in enumerate(ROSTER_HEADINGS):
        if role in menus:
            roster.offer(place, menus[role], range(first, first + _ROWS), only=True)
    return book.close()


def _explain(sheet: Sheet, form: Form) -> Mapping[Role, Menu]:
    """Write what belongs into each column, and below it what may be chosen; return the choices."""
    choices = {role: _choices(form, role) for role in ROSTER_HEADINGS}
    sheet.title(EXPLAINED)
    sheet.header(_COLUMNS)
    for role, heading in ROSTER_HEADINGS.items():
        told = f"{_EXPLAINED[role]} {_CHOSEN}" if choices[role] else _EXPLAINED[role]
        sheet.write([heading, "ต้องกรอก" if role in REQUIRED else "ว่างได้", told])
    menus = {}
    for role, offered in choices.items():
        if offered:
            sheet.note()
            sheet.heading(f"{ROSTER_HEADINGS[role]}ที่เลือกได้")
            first = sheet.row + 1
            for one in offered:
                sheet.note(one.label)
            menus[role] = Menu(f"='{EXPLAINED}'!$A${first}:$A${sheet.row}")
    return menus


def _choices(form: Form, role: Role) -> Sequence[Choice]:
    field = form.with_role(role)
    return field.choices if field and field.kind is Kind.SELECT_ONE else ()
