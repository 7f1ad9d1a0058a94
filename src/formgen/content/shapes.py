"""What may stand in a content file: one description, for the loader and for the JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from formgen.model.survey import ColumnKind, Kind, Origin, Role, TextFormat

ID_LIMIT = 32
"""Longest id, in characters; a name made of three fits every format, shortened where it must be."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; `prose` may hold `**emphasis**` and `{glyphs}`, `blank` may be left empty.

    `longest` is counted in characters; 0 sets no limit.
    """

    prose: bool = True
    longest: int = 0
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Id:
    """A stable name in ASCII; with `dashes` it may hold `-` as well."""

    dashes: bool = False

    @property
    def pattern(self) -> str:
        """The regular expression that all of it must match."""
        return rf"[a-z][a-z0-9{'-' if self.dashes else ''}_]{{0,{ID_LIMIT - 1}}}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 999_999_999


@dataclass(frozen=True, slots=True)
class Real:
    """A number above zero."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """The same shape any number of times, but `least`, in order."""

    item: "Shape"
    least: int = 0


@dataclass(frozen=True, slots=True)
class MapOf:
    """Ids to the same shape."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record; `about` (Thai) and `english` are what an editor shows."""

    shape: "Shape"
    about: str
    english: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Named keys, of those in `one_of` exactly one.

    `others` is the shape of keys named elsewhere in the file (guidance columns).
    """

    keys: Mapping[str, Key]
    others: "Shape | None" = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """A short form written as a scalar, or the long form."""

    scalar: "Shape"
    other: "Shape"


Shape: TypeAlias = Text | Id | Whole | Real | Flag | OneOf | ListOf | MapOf | Record | Either


def _words(kind: type[Enum]) -> OneOf:
    return OneOf(tuple(str(member.value) for member in kind))


_NUMBERED_ITEM = Either(
    Text(),
    Record(
        {
            "text": Key(Text(), "ย่อหน้าที่มีเลขข้อ", "the numbered paragraph", required=True),
            "sub": Key(ListOf(Text()), "ย่อหน้าย่อย ๑.๑ ๑.๒ …", "paragraphs numbered under it"),
        }
    ),
)
_PASSAGE = Either(
    Text(),
    Record(
        {
            "heading": Key(Text(), "หัวข้อย่อยในช่อง", "a sub-heading inside the cell"),
            "text": Key(Text(), "ย่อหน้าที่ไม่มีเลขข้อ", "a paragraph without a number"),
            "numbered": Key(
                ListOf(_NUMBERED_ITEM, least=1),
                "ย่อหน้าที่มีเลขข้อ โปรแกรมเติมเลขให้",
                "numbered paragraphs; the program writes the numbers",
            ),
            "start": Key(Whole(1), "เลขข้อแรก เมื่อไม่ได้เริ่มที่ ๑", "the first number, where it is not 1"),
        },
        one_of=("heading", "text", "numbered"),
    ),
)
GUIDANCE = ListOf(_PASSAGE)
"""One cell of guidance."""

_CHOICE = Record(
    {
        "code": Key(
            Id(),
            "รหัสคำตอบ (ห้ามแก้เมื่อส่งแบบออกไปแล้ว)",
            "the answer's code; never change it once the form is sent",
            required=True,
        ),
        "label": Key(Text(prose=False), "ข้อความของคำตอบ", "the words of the answer", required=True),
        "specify": Key(
            Flag(), "ให้ระบุข้อความเพิ่ม (อื่น ๆ โปรดระบุ)", "asks for words beside it (“other”)"
        ),
    }
)
_CHOICES = Either(Id(), ListOf(_CHOICE, least=1))
_REMARK = Record(
    {
        "label": Key(
            Text(prose=False), "ข้อความหน้าช่องหมายเหตุ", "the words before the line", required=True
        ),
        "max_length": Key(Whole(1), "จำนวนตัวอักษรที่รับได้", "how many characters it takes"),
    }
)
_ANSWER = {
    "type": Key(_words(Kind), "ชนิดของคำตอบ", "what an answer is"),
    "choices": Key(
        _CHOICES,
        "ตัวเลือก หรือชื่อชุดตัวเลือกใน choice_lists",
        "the choices, or the name of a list in choice_lists",
    ),
    "positive": Key(
        ListOf(Id()),
        "รหัสตัวเลือกที่นับว่า “มี” ในตารางสรุป",
        "codes that count as “have” in the summary",
    ),
    "required": Key(Flag(), "ต้องตอบ", "must be answered"),
    "constraint": Key(
        Text(prose=False), "เงื่อนไขของคำตอบ เช่น `. >= 0`", "what an answer must fulfil"
    ),
    "constraint_message": Key(
        Text(prose=False), "ข้อความเมื่อผิดเงื่อนไข", "what is said when it does not"
    ),
    "relevant": Key(
        Text(prose=False),
        "ต้องตอบเมื่อ เช่น `${email.status} = 'have'`",
        "when it is to be answered at all",
    ),
    "format": Key(_words(TextFormat), "รูปแบบของข้อความ", "what the text should look like"),
    "max_length": Key(Whole(1), "จำนวนตัวอักษรที่รับได้", "how many characters it takes"),
    "multiline": Key(Flag(), "ตอบได้หลายบรรทัด", "takes several lines"),
    "hint": Key(Text(), "คำแนะนำที่พิมพ์ใต้ชื่อช่อง", "advice printed under the label"),
    "personal_data": Key(
        Flag(), "ข้อมูลส่วนบุคคล ไม่เผยแพร่ในตาราง", "personal data, kept out of published tables"
    ),
}
_FIELD = Record(
    {
        "id": Key(
            Id(),
            "รหัสช่อง (ห้ามแก้เมื่อส่งแบบออกไปแล้ว)",
            "the field's id; never change it once the form is sent",
            required=True,
        ),
        "label": Key(Text(prose=False), "ข้อความหน้าช่อง", "the words before it", required=True),
        "role": Key(
            _words(Role),
            "ความหมายของช่อง: เติมจากทะเบียนหน่วยงานและล็อกในฉบับที่ออกให้ (เว้นแต่ response_date)",
            "what it means to the office; all but response_date are filled from the roster and"
            " locked in issued copies",
        ),
        **_ANSWER,
    }
)
ROW = Record(
    {
        "id": Key(
            Id(),
            "รหัสข้อ (ห้ามแก้เมื่อส่งแบบออกไปแล้ว)",
            "the question's id; never change it once the form is sent",
            required=True,
        ),
        "label": Key(
            Text(prose=False),
            "ชื่อข้อ พิมพ์เฉพาะเมื่อมีคอลัมน์ kind: label",
            "the question's name; printed only in a column of kind label",
        ),
        "summary_label": Key(Text(prose=False), "ชื่อสั้นในตารางสรุป", "a short name for the summary"),
        "remark": Key(
            Either(Flag(), _REMARK), "ช่องหมายเหตุ; false คือไม่มี", "a remark; false for none"
        ),
        **_ANSWER,
    },
    others=GUIDANCE,
)
"""One question of a table; its other keys are the ids of the guidance columns."""

_OPTIONS = Record(
    {
        "type": Key(
            OneOf((Kind.SELECT_ONE.value, Kind.SELECT_MULTIPLE.value)),
            "เลือกได้คำตอบเดียวหรือหลายคำตอบ",
            "one answer or several",
        ),
        "values": Key(
            ListOf(_CHOICE, least=1),
            "ตัวเลือกของทุกข้อ",
            "the choices of every question",
            required=True,
        ),
        "positive": _ANSWER["positive"],
        "required": _ANSWER["required"],
    }
)
_COLUMN = Record(
    {
        "id": Key(Id(), "รหัสคอลัมน์", "the column's id", required=True),
        "label": Key(Text(prose=False), "หัวคอลัมน์", "the column's heading", required=True),
        "kind": Key(
            _words(ColumnKind),
            "label ชื่อข้อ, response คำตอบ, guidance คำแนะนำ",
            "the question's name, the answer, or guidance",
            required=True,
        ),
        "width": Key(Real(), "ส่วนแบ่งความกว้าง", "its share of the width; 2 is twice as wide as 1"),
    }
)
_TABLE = {
    "options": Key(_OPTIONS, "ตัวเลือกของทุกข้อในตาราง", "the choices of every question in the table"),
    "remark": Key(
        Either(Flag(), _REMARK),
        "ช่องหมายเหตุใต้คำตอบของทุกข้อ; false คือไม่มี",
        "a remark under every answer; false for none",
    ),
    "columns": Key(
        ListOf(_COLUMN, least=1),
        "คอลัมน์ของตาราง จากซ้ายไปขวา",
        "the table's columns, from the left",
    ),
}
_ITEM = Record(
    {
        "id": Key(Id(), "รหัสหัวข้อ", "the item's id", required=True),
        "title": Key(
            Text(),
            "ชื่อหัวข้อ โปรแกรมเติมเลขให้",
            "the item's title; the program writes its number",
            required=True,
        ),
        "rows": Key(ListOf(ROW, least=1), "ข้อคำถามใต้หัวข้อ", "the questions under it", required=True),
    }
)
_PART = Record(
    {
        "id": Key(Id(), "รหัสส่วน", "the part's id", required=True),
        "number": Key(Whole(1), "เลขส่วน", "the part's number", required=True),
        "label": Key(
            Text(),
            "ข้อความหน้าชื่อส่วน {n} คือเลขส่วน",
            "the words before its title; {n} is its number",
            required=True,
        ),
        "title": Key(Text(), "ชื่อส่วน", "the part's title", required=True),
        "origin": Key(
            _words(Origin),
            "seed มีในต้นฉบับ, addition เพิ่มเข้ามา",
            "in the original form, or added to it",
        ),
        "enabled": Key(Flag(), "false คือไม่พิมพ์ส่วนนี้", "false leaves the part out"),
        "fields": Key(ListOf(_FIELD, least=1), "ช่องกรอกเดี่ยว", "single answers"),
        "items": Key(ListOf(_ITEM, least=1), "หัวข้อของตาราง", "the items of a table"),
        "notice": Key(Text(), "ข้อความท้ายส่วน", "a note at the end of the part"),
        **_TABLE,
    }
)
_GLYPH = Text(prose=False, longest=1)
SURVEY = Record(
    {
        "schema": Key(
            OneOf(("formgen/survey@1",)),
            "รุ่นของแฟ้มเนื้อหา",
            "the version of this kind of file",
            required=True,
        ),
        "id": Key(Id(dashes=True), "รหัสแบบสำรวจ", "the survey's id", required=True),
        "revision": Key(
            Whole(1),
            "ครั้งที่แก้ไข",
            "its revision; add one when it changes after being sent",
            required=True,
        ),
        "language": Key(OneOf(("th-TH",)), "ภาษาของแบบ", "its language"),
        "source": Key(
            Record(
                {
                    "original": Key(
                        Text(prose=False), "แฟ้มข้อความต้นฉบับ", "the file of the original's words"
                    ),
                    "seed_sha256": Key(
                        Text(prose=False), "ลายนิ้วมือของต้นฉบับ", "the original's SHA-256"
                    ),
                    "errata": Key(
                        Text(prose=False), "แฟ้มรายการแก้คำผิด", "the file of its corrections"
                    ),
                }
            ),
            "ที่มาของถ้อยคำ",
            "where the words come from",
        ),
        "title": Key(Text(), "ชื่อแบบสำรวจ", "the form's title", required=True),
        "instruction": Key(Text(), "คำชี้แจง", "the line under it", required=True),
        "glyphs": Key(
            Record(
                {
                    "check": Key(_GLYPH, "เครื่องหมายถูก", "the tick"),
                    "box": Key(_GLYPH, "ช่องว่าง", "an empty box"),
                    "box_checked": Key(_GLYPH, "ช่องที่ทำเครื่องหมายแล้ว", "a ticked box"),
                }
            ),
            "เครื่องหมายในแบบ อย่างละหนึ่งอักขระ",
            "the form's marks, one character each",
        ),
        "summary": Key(
            Record(
                {
                    "unit": Key(
                        Text(prose=False), "คำเรียกข้อ เช่น วิธีการ", "what one question is called"
                    ),
                    "heading": Key(
                        Text(prose=False), "หัวคอลัมน์เหนือชื่อข้อ", "the heading over the questions"
                    ),
                    "had": Key(
                        Text(prose=False),
                        "หัวคอลัมน์จำนวนข้อที่นับว่า “มี”",
                        "the heading over how many questions count as had",
                    ),
                }
            ),
            "ถ้อยคำในตารางสรุป",
            "the words of the result's tables",
        ),
        "choice_lists": Key(
            MapOf(ListOf(_CHOICE, least=1)), "ชุดตัวเลือกที่ใช้ร่วมกัน", "choices used by several questions"
        ),
        "parts": Key(
            ListOf(_PART, least=1),
            "ส่วนของแบบ ตามลำดับที่พิมพ์",
            "the form's parts, as they are printed",
            required=True,
        ),
        **_TABLE,
    }
)
