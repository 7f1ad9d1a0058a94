"""What may stand in the text of a letter or report, and in the facts of the office."""

from typing import Final

from formgen.content.shapes import Either, Flag, Id, Key, ListOf, OneOf, Record, Text, Whole
from formgen.model.blocks import Style

STYLES: Final = {
    "memo": (Style.MEMO, "คำว่า บันทึกข้อความ หัวเรื่องใหญ่กลางหน้า", "the head word of a memorandum"),
    "title": (Style.TITLE, "ชื่อเอกสาร กลางหน้า", "a title in the middle of the line"),
    "line": (Style.LINE, "บรรทัดชิดซ้าย เช่น เรื่อง เรียน", "a line from the left margin"),
    "heading": (Style.HEADING, "หัวข้อ", "a heading"),
    "text": (Style.INDENTED, "ย่อหน้า บรรทัดแรกเยื้อง", "a paragraph, its first line indented"),
    "section": (
        Style.INDENTED,
        "ย่อหน้าที่ขึ้นต้นด้วยเลขข้อ ๑. ๒. โปรแกรมเติมเลขให้",
        "a paragraph numbered 1. 2.; the program writes the number",
    ),
    "item": (
        Style.INDENTED,
        "ย่อหน้าที่ขึ้นต้นด้วยเลขข้อย่อย ๒.๑ ๒.๒ ของ section ก่อนหน้า โปรแกรมเติมเลขให้",
        "a paragraph numbered 2.1 2.2 under the section before it; the program writes the number",
    ),
    "plain": (Style.BODY, "ย่อหน้าชิดซ้าย", "a paragraph from the left margin"),
    "caption": (Style.CAPTION, "ชื่อตาราง", "the name of a table"),
    "note": (Style.NOTE, "หมายเหตุ ตัวเล็ก", "a note in small letters"),
    "signature": (Style.SIGNATURE, "บรรทัดลงนาม กลางครึ่งขวา", "a line of the signature"),
}
"""Key of a clause of words -> how it stands, and what it is in Thai and in English."""

LEVELS: Final = {"section": 1, "item": 2}
"""Key of a numbered clause -> its level."""

_NAMES = Either(Id(), ListOf(Id(), least=1))
_WHEN = {
    "when": Key(_NAMES, "พิมพ์เมื่อเงื่อนไขทุกข้อเป็นจริง", "printed only when all these conditions hold"),
    "unless": Key(
        _NAMES, "ไม่พิมพ์เมื่อเงื่อนไขข้อใดเป็นจริง", "not printed when any of these conditions holds"
    ),
}
_PRINTED = {
    **{key: Key(Text(), thai, english) for key, (_, thai, english) in STYLES.items()},
    "table": Key(Id(), "ตารางที่โปรแกรมทำให้", "a table that the program makes"),
    "space": Key(Whole(1, 20), "เว้นกี่บรรทัด", "as many blank lines"),
    "new_page": Key(Flag(), "true คือขึ้นหน้าใหม่", "true begins a new page"),
}
_MORE = {
    "right": Key(
        Text(),
        "ข้อความครึ่งขวาของบรรทัด ใช้คู่กับ line",
        "words from the middle of the line; only beside `line`",
    ),
    "each": Key(
        Id(),
        "พิมพ์ซ้ำสำหรับทุกรายการในบัญชีที่โปรแกรมทำให้",
        "printed once for each entry of a list that the program makes",
    ),
    **_WHEN,
}
_CLAUSE = Record({**_PRINTED, **_MORE}, one_of=tuple(_PRINTED))
_GROUP = Key(
    ListOf(_CLAUSE, least=1),
    "ข้อความหลายข้อที่ใช้ when หรือ unless เดียวกัน",
    "several clauses that share a `when` or `unless`",
)
_CLAUSE_OR_GROUP = Record({**_PRINTED, "clauses": _GROUP, **_MORE}, one_of=(*_PRINTED, "clauses"))
CLAUSE_KEYS: Final = tuple(_CLAUSE_OR_GROUP.keys)
"""Every key of a clause."""

TEMPLATE: Final = Record(
    {
        "schema": Key(
            OneOf(("formgen/text@1",)),
            "รุ่นของแฟ้มข้อความ",
            "the version of this kind of file",
            required=True,
        ),
        "subject": Key(
            Text(prose=False),
            "ชื่อเรื่อง ใช้เป็นชื่อเอกสาร และเขียนในที่อื่นได้ด้วย «subject»",
            "what it is about: the title of the document, and «subject» anywhere below",
            required=True,
        ),
        "clauses": Key(
            ListOf(_CLAUSE_OR_GROUP, least=1),
            "ข้อความตามลำดับที่พิมพ์",
            "the text, in the order in which it is printed",
            required=True,
        ),
    }
)
"""The text of one kind of letter or report."""


def _fact(thai: str, english: str) -> Key:
    return Key(Text(prose=False, blank=True), thai, english)


OFFICE_FACTS: Final = {
    "agency": _fact("ส่วนราชการเจ้าของเรื่อง", "the agency that writes"),
    "division": _fact("กองหรือกลุ่มงานเจ้าของเรื่อง", "its division"),
    "address": _fact("ที่ตั้ง", "its address"),
    "phone": _fact("หมายเลขโทรศัพท์", "its telephone number"),
    "email": _fact("ไปรษณีย์อิเล็กทรอนิกส์สำหรับส่งแบบกลับ", "the e-mail address that answers go to"),
    "recipient": _fact("ตำแหน่งผู้รับรายงาน (เรียน)", "to whom the report is addressed"),
    "signer": _fact("ชื่อและนามสกุลผู้ลงนาม", "who signs"),
    "position": _fact("ตำแหน่งผู้ลงนาม", "the position of who signs"),
    "document_number": _fact("เลขที่ของหนังสือที่จะออก (ที่)", "the number of the letter being written"),
    "letter_number": _fact("เลขที่หนังสือที่จัดส่งแบบ", "the number of the letter that sent the form"),
    "letter_date": _fact("วันที่ของหนังสือที่จัดส่งแบบ", "the date of that letter"),
}
"""Name of a fact of the office -> its key; each may be left blank."""

OFFICE: Final = Record(
    {
        "schema": Key(
            OneOf(("formgen/office@1",)),
            "รุ่นของแฟ้มข้อมูล",
            "the version of this kind of file",
            required=True,
        ),
        **OFFICE_FACTS,
    }
)
"""What the office says of itself in every letter."""
