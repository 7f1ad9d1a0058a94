"""Kind of finding -> what a letter says to the agency: what was found and what to do."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from formgen.letters.places import quoted
from formgen.model.codes import Code
from formgen.model.decision import RIVALS
from formgen.model.diagnostics import Diagnostic, Fact
from formgen.thai.numerals import to_thai


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of a finding and asked for; words in braces are its facts.

    `whole`: it is about the file, not about an answer, and quotes nothing that was answered.
    `choose`: the letter adds what the form lets one answer.
    """

    said: str
    ask: str
    whole: bool = False
    choose: bool = False


_UNTOLD: Final = "…"  # for a fact that an earlier version did not note
_AGAIN: Final = "โปรดส่งแฟ้มแบบที่กรอกแล้วอีกครั้ง"
_OUR_FORM: Final = "โปรดกรอกในแบบที่จัดส่งให้ แล้วส่งเป็นแฟ้ม DOCX, PDF หรือ XLSX"
_WHICH: Final = "โปรดยืนยันว่าคำตอบใดถูกต้อง"
_RIVAL: Final = Asked("หน่วยงานส่งมากกว่าหนึ่งฉบับและคำตอบต่างกัน ฉบับอื่นคือ {other}", "โปรดแจ้งว่าให้ใช้ฉบับใด")
_UNREAD: Final = Asked("อ่านแฟ้มไม่สำเร็จ", _OUR_FORM, whole=True)

_ANSWERS: Final = {
    Code.MULTIPLE_MARKS: Asked(
        "เลือกมากกว่าหนึ่งคำตอบ: {marks}", "โปรดเลือกคำตอบที่ถูกต้องเพียงข้อเดียว", choose=True
    ),
    Code.CHOICE_UNKNOWN: Asked(
        "ตอบว่า “{raw}” ซึ่งไม่ใช่ตัวเลือกของแบบ", "โปรดเลือกจากตัวเลือกของแบบ", choose=True
    ),
    Code.REQUIRED_BLANK: Asked("ยังไม่ได้ตอบ", "โปรดตอบข้อนี้", choose=True),
    Code.NOTHING_ANSWERED: Asked(
        "ไม่ได้ตอบข้อใดเลย อาจเป็นแบบที่ยังไม่ได้กรอก", "โปรดกรอกแบบแล้วส่งใหม่", whole=True
    ),
    Code.SPECIFY_BLANK: Asked("เลือก “{choice}” แต่ไม่ได้ระบุรายละเอียด", "โปรดระบุรายละเอียด"),
    Code.SPECIFY_ALONE: Asked(
        "ระบุรายละเอียดไว้ แต่ไม่ได้เลือก “{choice}”", "โปรดเลือก “{choice}” หากถูกต้อง หรือลบรายละเอียดออก"
    ),
    Code.NOT_AN_INTEGER: Asked("พบ “{raw}” ซึ่งไม่ใช่จำนวนเต็ม", "โปรดกรอกเป็นจำนวนเต็ม", choose=True),
    Code.NOT_A_DECIMAL: Asked("พบ “{raw}” ซึ่งไม่ใช่จำนวน", "โปรดกรอกเป็นจำนวน", choose=True),
    Code.NOT_A_DATE: Asked(
        "พบ “{raw}” ซึ่งอ่านเป็นวันที่ได้ไม่แน่นอน", "โปรดเขียนวัน เดือน และปีพุทธศักราชให้ครบ", choose=True
    ),
    Code.DATE_FAR_OFF: Asked(
        "ระบุวันที่ {date} ซึ่งห่างจากวันออกแบบเกินหนึ่งปี", "โปรดแก้ไขวันที่ หรือยืนยันหากถูกต้องแล้ว"
    ),
    Code.BAD_EMAIL: Asked("พบ “{raw}” ซึ่งไม่ใช่ที่อยู่อีเมลที่ใช้ได้", "โปรดแก้ไขที่อยู่อีเมลให้ถูกต้อง"),
    Code.BAD_PHONE: Asked("พบ “{raw}” ซึ่งอ่านเป็นหมายเลขโทรศัพท์ไม่ได้", "โปรดแก้ไขหมายเลขโทรศัพท์ให้ถูกต้อง"),
    Code.PHONE_ZERO_RESTORED: Asked(
        "พบ “{raw}” ซึ่งเลขศูนย์ตัวหน้าน่าจะหายไป", "โปรดยืนยันว่าหมายเลขคือ {value}"
    ),
    Code.CONSTRAINT_FAILED: Asked(
        "ตอบ “{raw}” ซึ่งไม่เป็นไปตามเงื่อนไขของแบบ: {rule}", "โปรดแก้ไขคำตอบ หรือชี้แจงเหตุผลหากคำตอบถูกต้องแล้ว"
    ),
    Code.NOT_RELEVANT: Asked(
        "ตอบ “{raw}” ทั้งที่ไม่ต้องตอบข้อนี้ เพราะ {beside}", "โปรดลบคำตอบข้อนี้ หรือแก้คำตอบข้อที่เกี่ยวข้อง"
    ),
    Code.UNREADABLE_CHARACTERS: Asked("มีอักขระที่อ่านไม่ออก ({characters})", "โปรดพิมพ์ข้อความใหม่"),
    Code.MARK_UNSURE: Asked(
        "รอยในช่อง {marks} ไม่ชัดว่าเลือกหรือไม่", "โปรดเลือกคำตอบที่ถูกต้องในแบบที่จัดส่งให้", choose=True
    ),
    Code.TICKS_UNSURE: Asked(
        "ไม่พบเครื่องหมายในข้อนี้ อาจหายไปตอนพิมพ์เป็น PDF", "โปรดตอบข้อนี้ในแบบที่จัดส่งให้", choose=True
    ),
    Code.TEXT_UNSURE: Asked("ข้อความอ่านได้ไม่แน่นอน เห็นเป็น “{raw}”", "โปรดพิมพ์ข้อความใหม่"),
    Code.TEXT_CUT: Asked("ข้อความอาจแสดงไม่ครบ เห็นเพียง “{raw}”", "โปรดส่งข้อความทั้งหมด"),
    Code.LINE_ENDS_UNSURE: Asked(
        "ข้อความมีหลายบรรทัด ไม่ทราบว่าตัดบรรทัดตรงใด: “{raw}”", "โปรดยืนยันข้อความ หรือพิมพ์ใหม่"
    ),
    Code.FORM_FIELD_CHANGED: Asked(
        "ตอบในแบบรุ่นก่อน ซึ่งข้อนี้มีความหมายต่างจากแบบรุ่นปัจจุบัน", "โปรดตอบข้อนี้ตามแบบรุ่นปัจจุบัน", choose=True
    ),
    Code.FIELD_MISSING: Asked("ไม่พบช่องตอบข้อนี้ในแฟ้ม", "โปรดตอบข้อนี้ในแบบที่จัดส่งให้ แล้วส่งใหม่", choose=True),
    Code.PLACES_DISAGREE: Asked("คำตอบต่างกันสองแห่ง: {one} กับ {other}", _WHICH),
    Code.STATE_DISAGREES: Asked(
        "เครื่องหมายที่เห็น ({shown}) ไม่ตรงกับค่าที่บันทึกในแฟ้ม ({stored})", _WHICH, choose=True
    ),
    Code.STRUCK_OUT: Asked("พบข้อความที่ขีดฆ่า: “{raw}”", "โปรดยืนยันคำตอบของข้อนี้", choose=True),
    Code.ANSWER_UNSEEN: Asked(
        "พบคำตอบ “{raw}” ที่ซ่อนไว้จนมองไม่เห็น", "โปรดยืนยันคำตอบของข้อนี้", choose=True
    ),
    Code.DIGITS_LOST: Asked(
        "พบตัวเลขเกิน ๑๕ หลัก “{raw}” ซึ่งโปรแกรมตารางเก็บไว้ไม่ครบ", "โปรดพิมพ์เป็นข้อความให้ครบทุกหลัก"
    ),
    Code.MARK_OUTSIDE: Asked("พบ “{raw}” อยู่นอกช่อง", "โปรดตอบในช่องของข้อนั้น", choose=True),
    Code.ROWS_SORTED: Asked(
        "แถวของแบบถูกเรียงลำดับใหม่ จึงไม่แน่ใจว่า “{raw}” เป็นคำตอบของข้อนี้",
        "โปรดตอบข้อนี้ในแบบที่จัดส่งให้",
        choose=True,
    ),
    Code.SECOND_COPY: Asked("ในแฟ้มมีแบบที่ตอบแล้วสองชุดซึ่งคำตอบต่างกัน", "โปรดยืนยันว่าให้ใช้ชุดใด"),
    Code.FORMULA_IN_ANSWER: Asked(
        "คำตอบเป็นสูตรคำนวณ ค่าที่แสดงคือ “{raw}”", "โปรดพิมพ์คำตอบแทนสูตร หรือยืนยันค่าที่แสดง"
    ),
    Code.CONTROL_UNKNOWN: Asked("พบ “{raw}” ในที่ซึ่งแบบไม่ได้ให้ตอบ", "หากเป็นคำตอบ โปรดกรอกในช่องของข้อนั้น"),
    Code.TEXT_ADDED: Asked("พบข้อความที่ไม่มีในแบบ: “{text}”", "หากเป็นคำตอบ โปรดกรอกในช่องของข้อนั้น"),
    Code.FIXED_TEXT_EDITED: Asked(
        "ข้อความของแบบถูกแก้ไขหรือลบ: “{text}”", "โปรดยืนยันว่าตอบตามข้อความเดิมของแบบ"
    ),
    Code.RETURN_CONFLICT: _RIVAL,
    Code.RETURN_TO_CHOOSE: _RIVAL,
    Code.RETURN_BLANK: _RIVAL,
}
_FILES: Final = {
    Code.FILE_EMPTY: Asked("แฟ้มว่างเปล่า", _AGAIN, whole=True),
    Code.FILE_TOO_LARGE: Asked("แฟ้มมีขนาดใหญ่เกินกว่าที่รับได้", _OUR_FORM, whole=True),
    Code.FILE_UNKNOWN_TYPE: Asked("ไม่ใช่แฟ้มชนิดที่ใช้ตอบแบบสำรวจ (พบ {what})", _OUR_FORM, whole=True),
    Code.FILE_OLD_FORMAT: Asked(
        "เป็นแฟ้มชนิด {what} ซึ่งไม่เก็บช่องตอบของแบบ", "โปรดบันทึกเป็น {ask} แล้วส่งใหม่", whole=True
    ),
    Code.FILE_PASSWORD: Asked("แฟ้มมีรหัสผ่าน จึงเปิดอ่านไม่ได้", "โปรดส่งแฟ้มที่ไม่มีรหัสผ่าน", whole=True),
    Code.FILE_DAMAGED: Asked("แฟ้มเสียหาย อ่านไม่ได้", _AGAIN, whole=True),
    Code.FILE_HOSTILE: Asked(
        "โครงสร้างของแฟ้มผิดปกติและอาจเป็นอันตราย จึงไม่ได้เปิดอ่าน",
        "โปรดตรวจเครื่องคอมพิวเตอร์ด้วยโปรแกรมป้องกันไวรัส แล้วกรอกในแบบที่จัดส่งให้และส่งใหม่",
        whole=True,
    ),
    Code.FILE_IMAGE: Asked("เป็นภาพถ่ายหรือภาพสแกน ({what}) ซึ่งอ่านคำตอบไม่ได้", _OUR_FORM, whole=True),
    Code.FILE_TIMEOUT: _UNREAD,
    Code.FILE_MEMORY: _UNREAD,
    Code.FILE_CRASH: _UNREAD,
    Code.FORM_NOT_OURS: Asked("ไม่พบเครื่องหมายของแบบสำรวจในแฟ้มนี้", _OUR_FORM, whole=True),
    Code.PAGE_SCANNED: Asked(
        "เป็นภาพสแกนหรือภาพถ่าย ({pages} หน้า) ซึ่งอ่านคำตอบไม่ได้", _OUR_FORM, whole=True
    ),
    Code.PAGES_BLANK: Asked(
        "ไม่พบคำตอบบนหน้าใดเลย อาจหายไปตอนพิมพ์เป็น PDF",
        "โปรดส่งแฟ้มที่กรอกในแบบที่จัดส่งให้โดยตรง",
        whole=True,
    ),
    Code.PAGE_MISSING: Asked("ไม่พบหน้า {page} ของแบบ", _AGAIN, whole=True),
    Code.FIELDS_FLATTENED: Asked(
        "ช่องกรอกของแบบหายไป เช่น พิมพ์ สแกน หรือบันทึกเป็น PDF ใหม่",
        "โปรดส่งแฟ้มที่กรอกในแบบที่จัดส่งให้โดยตรง",
        whole=True,
    ),
}
_WHOSE: Final = {
    Code.TOKEN_BAD: Asked(
        "เครื่องหมายประจำฉบับไม่ถูกต้อง แฟ้มอาจถูกดัดแปลง",
        "โปรดยืนยันว่าเป็นแฟ้มของหน่วยงาน หรือกรอกในแบบที่จัดส่งให้และส่งใหม่",
        whole=True,
    ),
    Code.TOKEN_DISAGREES: Asked(
        "แบบฉบับนี้จัดส่งให้ {sent_to} แต่ในแฟ้มระบุว่า {typed}",
        "โปรดแจ้งว่าเป็นแบบของหน่วยงานใด",
        whole=True,
    ),
    Code.RESPONDENT_UNKNOWN: Asked(
        "ไม่ได้ระบุรหัสหน่วยงาน", "โปรดกรอกรหัสหน่วยงานแล้วส่งใหม่ หรือยืนยันว่าเป็นแฟ้มของหน่วยงาน", whole=True
    ),
    Code.CODE_NOT_IN_ROSTER: Asked(
        "ไม่พบรหัสหน่วยงาน “{typed}” ในทะเบียน", "โปรดตรวจสอบรหัสหน่วยงาน", whole=True
    ),
    Code.NAME_DISAGREES: Asked(
        "รหัส {agency_code} ในทะเบียนคือ “{listed}” แต่ในแฟ้มพิมพ์ว่า “{typed}”",
        "โปรดยืนยันชื่อและรหัสของหน่วยงาน",
        whole=True,
    ),
    Code.AGENCY_CODES_ALIKE: Asked(
        "รหัสหน่วยงาน {agency_code} ต่างจาก {others} เพียงตัวพิมพ์เล็กใหญ่",
        "โปรดยืนยันรหัสของหน่วยงาน",
        whole=True,
    ),
    Code.RESPONDENTS_DIFFER: Asked(
        "หลายฉบับใช้รหัส {agency_code} แต่ข้อมูลผู้ตอบต่างกัน ฉบับอื่นคือ {others}",
        "โปรดแจ้งว่าฉบับใดเป็นของหน่วยงาน",
        whole=True,
    ),
}
_MARKS_DISAGREE: Final = Asked("เครื่องหมายประจำฉบับในแฟ้มขัดแย้งกัน", _OUR_FORM, whole=True)

ASKED: Final[Mapping[Code, Asked]] = {**_ANSWERS, **_FILES, **_WHOSE}
"""What agencies are asked; any other finding is for the office itself to settle."""


def asked(finding: Diagnostic) -> Asked | None:
    """Return what an agency is asked about a finding; None for what the office itself settles."""
    if finding.code is Code.PLACES_DISAGREE and not finding.field:
        return _MARKS_DISAGREE
    return ASKED.get(finding.code)


def said(finding: Diagnostic, words: str) -> str:
    """Put the facts of a finding into words, each on one line and none too long."""
    facts = {name: _shown(finding.code, fact) for name, fact in finding.facts}
    return words.format_map(defaultdict(lambda: _UNTOLD, facts))


def _shown(code: Code, fact: Fact) -> str:
    match fact:
        case int():
            return to_thai(fact)
        case tuple():
            return quoted(", ".join(map(_file_name, fact) if code in RIVALS else fact))
        case str() if code is Code.PHONE_ZERO_RESTORED:
            return to_thai(quoted(fact))
        case str():
            return quoted(fact)


def _file_name(path: str) -> str:
    """Leave out the folders of the inbox, which mean nothing to the agency."""
    return to_thai(path) if path.startswith("…") else PurePosixPath(path).name
