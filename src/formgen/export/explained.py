"""How the result was counted, and what the columns of its data file mean."""

from collections.abc import Iterator
from datetime import date
from typing import Final, assert_never

from formgen.export.atlas import Atlas
from formgen.export.book import Column, Sheet
from formgen.export.codebook import conditions, described
from formgen.model.dataset import Dataset, Policy
from formgen.result import words
from formgen.result.names import AGENCIES, REGISTER, SOURCES, WAIVERS
from formgen.thai.dates import thai_date
from formgen.thai.numerals import thai_number

_COLUMNS: Final = (
    Column("ชื่อคอลัมน์", 32, wrap=True),
    Column("ความหมาย", 80, wrap=True),
    Column("ชนิด", 16),
    Column("รหัสคำตอบ", 54, wrap=True),
    Column("เงื่อนไข", 44, wrap=True),
)
_LATEST: Final = (
    "ใช้ฉบับหลังสุดตามวันที่รับ ถ้าบางฉบับไม่มีวันที่รับ ใช้วันที่ตอบที่พิมพ์ในแบบ ถ้าไม่มีหลักฐานว่าฉบับใดมาหลัง"
    " ไม่นับฉบับใดจนกว่าเจ้าหน้าที่จะตัดสิน (latest)"
)
_FIRST: Final = (
    "ใช้ฉบับแรกตามวันที่รับ ถ้าบางฉบับไม่มีวันที่รับ ใช้วันที่ตอบที่พิมพ์ในแบบ ถ้าไม่มีหลักฐานว่าฉบับใดมาก่อน"
    " ไม่นับฉบับใดจนกว่าเจ้าหน้าที่จะตัดสิน (first)"
)
_ASK: Final = "เจ้าหน้าที่ตัดสินว่าใช้ฉบับใด ระหว่างนั้นไม่นับฉบับใด (ask)"


def write_explained(sheet: Sheet, atlas: Atlas) -> None:
    """Write how it was counted, then every column of the data file."""
    sheet.heading("วิธีนับ")
    topic, words_ = _COLUMNS[:2]
    sheet.header(
        [Column("เรื่อง", topic.width, wrap=True), Column("คำอธิบาย", words_.width, wrap=True)]
    )
    for row in _counting(atlas.data):
        sheet.write(row)
    sheet.note()
    sheet.heading("คอลัมน์ของแฟ้มข้อมูล responses.csv (แฟ้ม codebook.csv บอกครบทุกรายการ)")
    sheet.header(_COLUMNS)
    for one in described(atlas.data.form):
        choices = "\n".join(f"{choice.code} = {choice.label}" for choice in one.choices)
        told = "\n".join(conditions(one))
        sheet.write(("\n".join(one.columns), one.label, one.type, choices, told))
    sheet.keep_title()


def _counting(data: Dataset) -> Iterator[tuple[str, str]]:
    """Go through what is to be known of the numbers."""
    base = thai_number(len(data.answered))
    day = words.day(data.as_of)
    yield "ข้อมูล ณ วันที่", thai_date(day) if isinstance(day, date) else words.BLANK
    if data.round:
        yield "รอบที่รวม", f"{data.round} แบบที่ไม่มีเครื่องหมายของรอบใดนับด้วย เว้นแต่ได้รับก่อนวันที่ออกแบบของรอบนี้"
    yield (
        "หน่วยงานที่นับ",
        "หน่วยงานที่ส่งแบบกลับ หน่วยงานละหนึ่งแถวจากแฟ้มเดียว หน่วยงานที่ยังต้องตัดสินว่าใช้ฉบับใดนับอยู่ใน N"
        f" และทุกข้อเป็น “{words.DOUBTFUL}”",
    )
    yield "หน่วยงานที่ส่งหลายฉบับ", _policy(data.policy)
    yield (
        "ฐานของร้อยละ",
        f"หน่วยงานที่ส่งแบบกลับ N = {base} แห่ง ร้อยละการตอบกลับคิดจากจำนวนที่จัดส่ง"
        " ในตารางจำแนกตามสังกัดและจังหวัด ร้อยละคิดจากหน่วยงานที่ส่งแบบกลับของสังกัดหรือจังหวัดนั้น",
    )
    yield (
        "การปัดเศษ",
        "ร้อยละมีทศนิยมสองตำแหน่ง ปัดครึ่งขึ้น ผลรวมจึงอาจไม่เท่ากับ ๑๐๐ ข้อที่ตอบได้หลายข้อรวมกันอาจเกิน ๑๐๐",
    )
    yield words.BLANK, "หน่วยงานไม่ได้ตอบข้อนั้น (blank)"
    yield words.NOT_ASKED, "คำตอบข้ออื่นทำให้ไม่ต้องตอบ หรือแบบรุ่นก่อนไม่ได้ถาม (not_asked)"
    yield words.DOUBTFUL, "อ่านคำตอบได้ไม่แน่นอน เช่น เลือกสองคำตอบ ไม่นับเป็นคำตอบใด (doubtful)"
    yield from _had(data)
    yield from _open(data)
    yield from _found()


def _policy(policy: Policy) -> str:
    match policy:
        case Policy.LATEST:
            return _LATEST
        case Policy.FIRST:
            return _FIRST
        case Policy.ASK:
            return _ASK
        case _:
            assert_never(policy)


def _had(data: Dataset) -> Iterator[tuple[str, str]]:
    """Tell which answers count as had, question by question where they differ."""
    counted = {
        words.question(one): ", ".join(
            f"“{choice.label}”"
            for choice in one.field.choices
            if choice.code in one.question.positive
        )
        for one in words.public(data)
        if one.question.positive
    }
    if len(set(counted.values())) == 1:
        yield words.had_name(data.form), f"นับข้อที่ตอบ {next(iter(counted.values()))}"
    elif counted:
        lines = (f"{question}: {labels}" for question, labels in counted.items())
        yield words.had_name(data.form), "นับข้อที่ตอบข้อใดข้อหนึ่งต่อไปนี้\n" + "\n".join(lines)


def _open(data: Dataset) -> Iterator[tuple[str, str]]:
    yield (
        "รายการที่ยังต้องตรวจสอบ",
        f"{thai_number(len(data.matters))} รายการ ตัดสินได้ในแฟ้ม review.xlsx"
        " แล้วสั่ง formgen consolidate อีกครั้ง",
    )
    see = f" รายการและเหตุผลอยู่ในแผ่นงาน “{WAIVERS}”" if data.waivers else ""
    yield (
        "รายการที่ยกเว้นเงื่อนไข",
        f"{thai_number(len(data.waivers))} รายการ คำตอบที่ไม่เป็นไปตามเงื่อนไขของแบบแต่เจ้าหน้าที่ให้ใช้ได้"
        f" นับเป็นคำตอบตามปกติ{see}",
    )
    personal = [one.label for one in data.form.fields if one.personal_data]
    if personal:
        yield "ข้อมูลส่วนบุคคล", f"ไม่อยู่ในสมุดงานนี้: {', '.join(dict.fromkeys(personal))}"


def _found() -> Iterator[tuple[str, str]]:
    yield (
        "ตัวเลขแต่ละตัวมาจากไหน",
        f"คลิกตัวเลขที่ขีดเส้นใต้ไปยังแถวที่นับในแผ่นงาน “{SOURCES}” ซึ่งบอกแฟ้มและตำแหน่งในแฟ้มของคำตอบ"
        f" คลิกชื่อหน่วยงานไปยัง “{AGENCIES}” แล้วคลิกชื่อแฟ้มไปยัง “{REGISTER}”",
    )
    yield "ตัวเลขและวันที่", "เป็นค่าจริงที่คำนวณต่อได้ รูปแบบของช่องแสดงเป็นเลขไทยและปีพุทธศักราช"
    long = "ข้อความที่ยาวเกิน ๓๒,๗๖๗ อักขระถูกตัดในช่องและบอกไว้ ข้อความเต็มอยู่ในแฟ้มข้อมูล"
    yield "ข้อความ", f"ตรงตามที่หน่วยงานพิมพ์ ไม่มีสูตรและลิงก์ {long}"
