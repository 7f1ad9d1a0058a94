"""What the report's text may name: facts, conditions, tables and lists, each with what it is."""

from collections.abc import Mapping
from typing import Final

from formgen.report.annexes import LONGEST
from formgen.thai.numerals import to_thai

FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "survey": ("ชื่อแบบ ตามที่พิมพ์ในแบบ", "the form's title, as printed"),
    "topic": ("ชื่องานสำรวจ (“แบบสำรวจ…” เป็น “การสำรวจ…”)", "what was surveyed"),
    "unit": ("คำเรียกข้อ เช่น วิธีการ", "what one question is called"),
    "as_of": ("ข้อมูล ณ วันที่", "the day the result speaks for"),
    "sent_on": ("วันที่จัดส่งแบบ", "the day the form was sent"),
    "deadline": ("วันที่ขอให้ส่งแบบกลับ", "the day it was to be back"),
    "sent": ("จำนวนหน่วยงานที่จัดส่งแบบ", "agencies it was sent to"),
    "returned": ("ในจำนวนนี้ ส่งแบบกลับแล้ว", "of these, returned"),
    "returned_percent": ("ร้อยละของหน่วยงานที่จัดส่งแบบ", "the same, per cent of those sent to"),
    "outstanding": ("ในจำนวนนี้ ยังไม่ส่งแบบกลับ", "of these, outstanding"),
    "outstanding_percent": ("ร้อยละของหน่วยงานที่จัดส่งแบบ", "the same, per cent of those sent to"),
    "pending": (
        "ยังไม่ส่งแบบกลับ แต่มีแฟ้มที่อาจเป็นของหน่วยงานนั้น",
        "outstanding, but a file may be theirs",
    ),
    "answered": ("หน่วยงานที่ส่งแบบกลับทั้งหมด (N ฐานของร้อยละ)", "all that returned (N)"),
    "unlisted": ("ส่งแบบกลับโดยไม่อยู่ในบัญชีจัดส่ง", "returned without being sent to"),
    "undecided": ("ยังต้องตัดสินว่าใช้ฉบับใด", "agencies of which it is open which return counts"),
    "policy": ("เมื่อหน่วยงานส่งหลายฉบับ นับฉบับใด", "which of several returns counts"),
    "files": ("แฟ้มที่ได้รับ", "files received"),
    "duplicates": ("แบบซ้ำ", "duplicates"),
    "review_files": ("แบบที่ต้องตรวจสอบเพิ่มเติม", "returns that need review"),
    "matters": ("เรื่องที่ต้องตรวจสอบในแบบเหล่านั้น", "what must be reviewed in them"),
    "waivers": ("คำตอบที่รับไว้แม้ไม่ตรงเงื่อนไขของแบบ", "answers let stand against a rule"),
    "tables": ("เลขของตารางสรุป เช่น ตารางที่ ๑ ถึงตารางที่ ๓", "the numbers of the summary tables"),
    "had": ("คำตอบที่นับว่ามี เช่น ตอบ “มี”", "the answer that counts as had"),
    "most": ("ข้อที่นับว่ามีมากที่สุด ทุกข้อที่เท่ากัน", "the questions had most, all that tie"),
    "most_count": ("จำนวนหน่วยงานของข้อนั้น", "its agencies"),
    "most_percent": ("ร้อยละของ N", "the same, per cent of N"),
    "least": ("ข้อที่นับว่ามีน้อยที่สุด ทุกข้อที่เท่ากัน", "the questions had least, all that tie"),
    "least_count": ("จำนวนหน่วยงานของข้อนั้น", "its agencies"),
    "least_percent": ("ร้อยละของ N", "the same, per cent of N"),
    "had_all": ("หน่วยงานที่มีครบทุกข้อ", "agencies that had all"),
    "had_none": ("หน่วยงานที่ไม่มีข้อใดนับได้ว่ามี", "agencies of which nothing counts as had"),
    "had_none_doubtful": (
        "ในจำนวนนั้น ที่มีคำตอบต้องตรวจสอบ",
        "of these, those with an answer to be reviewed",
    ),
    "annex_questions": ("เลขของสิ่งที่ส่งมาด้วย: ตารางสรุปรายข้อ", "number of the annex of questions"),
    "annex_review": ("เลขของสิ่งที่ส่งมาด้วย: แบบที่ต้องตรวจสอบ", "number of the annex of review"),
    "annex_outstanding": (
        "เลขของสิ่งที่ส่งมาด้วย: หน่วยงานที่ยังไม่ส่งแบบกลับ",
        "number of the annex of outstanding agencies",
    ),
    "annex_waivers": (
        "เลขของสิ่งที่ส่งมาด้วย: คำตอบที่รับไว้",
        "number of the annex of answers let stand",
    ),
    "workbook": ("ชื่อแฟ้มสมุดงานผล", "the file name of the workbook"),
    "sheet_overview": ("แผ่นงานภาพรวม", "its sheet of the overview"),
    "sheet_counts": ("แผ่นงานสรุปรายข้อ", "its sheet of the counts"),
    "sheet_had": ("แผ่นงานจำนวนข้อที่มี", "its sheet of how many agencies had how many"),
    "sheet_agencies": ("แผ่นงานผลรายหน่วยงาน", "its sheet of the agencies' answers"),
    "sheet_review": ("แผ่นงานสิ่งที่ต้องตรวจสอบ", "its sheet of what must be reviewed"),
    "sheet_outstanding": ("แผ่นงานหน่วยงานที่ยังไม่ตอบกลับ", "its sheet of outstanding agencies"),
    "sheet_waivers": ("แผ่นงานคำตอบที่รับไว้", "its sheet of answers let stand"),
    "sheet_register": ("แผ่นงานทะเบียนรับ", "its sheet of every file"),
    "sheet_sources": (
        "แผ่นงานที่บอกหน่วยงาน แฟ้ม และตำแหน่งในแฟ้มของทุกตัวเลข",
        "its sheet of agency, file and place in the file behind every number",
    ),
}
"""Name of a fact -> what it is, in Thai and in English."""

CONDITIONS: Final[Mapping[str, tuple[str, str]]] = {
    "roster": ("ทราบว่าจัดส่งแบบไปยังหน่วยงานใด", "it is known to whom the form was sent"),
    "answered": ("มีหน่วยงานส่งแบบกลับแล้ว", "at least one agency returned"),
    "outstanding": ("มีหน่วยงานที่ยังไม่ส่งแบบกลับ", "at least one agency is outstanding"),
    "long_outstanding": (
        f"ยังไม่ส่งแบบกลับเกิน {to_thai(LONGEST)} แห่ง แสดงจำนวนแทนรายชื่อ",
        f"more than {LONGEST} are: numbers instead of names",
    ),
    "pending": ("มีแฟ้มที่อาจเป็นของหน่วยงานที่ยังไม่ส่งแบบกลับ", "a file may be an outstanding agency's"),
    "unlisted": ("มีหน่วยงานนอกบัญชีจัดส่งส่งแบบกลับ", "an agency returned that it was not sent to"),
    "undecided": ("มีหน่วยงานที่ยังต้องตัดสินว่าใช้ฉบับใด", "it is open which return of an agency counts"),
    "review": ("มีเรื่องที่ต้องตรวจสอบ", "something must be reviewed"),
    "long_review": (
        f"มีเกิน {to_thai(LONGEST)} เรื่อง แสดงจำนวนแทนรายการ",
        f"more than {LONGEST} matters: numbers instead of a list",
    ),
    "waivers": ("มีคำตอบที่รับไว้แม้ไม่ตรงเงื่อนไขของแบบ", "an answer was let stand against a rule"),
    "long_waivers": (
        f"มีเกิน {to_thai(LONGEST)} รายการ แสดงจำนวนแทนรายการ",
        f"more than {LONGEST} of them: numbers instead of a list",
    ),
    "tables": ("มีหน่วยงานส่งแบบกลับ และแบบมีข้อที่สรุปเป็นตารางได้", "there are summary tables"),
    "had": ("มีข้อที่หน่วยงานตอบว่ามี", "something was had by somebody"),
    "had_nowhere": ("แบบมีข้อที่นับว่ามี แต่ไม่มีหน่วยงานใดตอบเช่นนั้น", "nothing was had by anybody"),
    "least": ("ข้อที่น้อยที่สุดน้อยกว่าข้อที่มากที่สุด", "the least is less than the most"),
    "several": ("แบบมีข้อที่นับว่ามีมากกว่าหนึ่งข้อ", "more than one question can be had"),
    "doubtful": (
        "หน่วยงานที่ไม่มีข้อใดนับได้ว่ามี มีคำตอบที่ต้องตรวจสอบ",
        "an agency of which nothing counts as had has an answer to be reviewed",
    ),
    "sent_on": ("ทราบวันที่จัดส่งแบบ", "it is known when the form was sent"),
    "deadline": ("ทราบวันที่ขอให้ส่งแบบกลับ", "it is known when it was to be back"),
    "annexes": ("มีสิ่งที่ส่งมาด้วย", "there is an annex"),
}
"""Name of a condition -> when it holds, in Thai and in English."""

TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "summary": ("ตารางสรุปทุกตาราง พร้อมชื่อตาราง", "every summary table with its name"),
    "questions": ("จำนวนและร้อยละของทุกคำตอบ รายข้อ", "every answer to every question"),
    "review": ("สิ่งที่ต้องตรวจสอบ", "what must be reviewed"),
    "outstanding": ("หน่วยงานที่ยังไม่ส่งแบบกลับ", "the outstanding agencies"),
    "waivers": ("คำตอบที่รับไว้ เหตุผล และผู้ตัดสิน", "answers let stand, why, and by whom"),
}
"""Name of a table -> what it shows, in Thai and in English."""

LISTS: Final[Mapping[str, tuple[tuple[str, str], Mapping[str, tuple[str, str]]]]] = {
    "other_choices": (
        ("ตัวเลือกอื่นของข้อที่นับว่ามี ซึ่งมีผู้ตอบ", "the other choices of questions that can be had"),
        {
            "choice": ("ตัวเลือก", "the choice"),
            "choice_most": ("ข้อที่ตอบเช่นนั้นมากที่สุด ทุกข้อที่เท่ากัน", "the questions with most of it"),
            "choice_count": ("จำนวนหน่วยงานของข้อนั้น", "its agencies"),
            "choice_percent": ("ร้อยละของ N", "the same, per cent of N"),
        },
    ),
}
"""Name of a list -> what it is, and the facts of each entry."""
