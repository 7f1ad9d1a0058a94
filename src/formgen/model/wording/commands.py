"""What keeps a command from doing its work."""

from formgen.model.wording import ERROR, WARNING, Wording

ANSWERS_UNREADABLE = Wording(
    ERROR,
    'อ่านแฟ้มคำตอบไม่ได้ ({reason}) ต้องเป็น JSON รูปแบบ {{"ชื่อช่อง": "คำตอบ"}}',
    'the answers cannot be read ({reason}); they must be JSON, {{"field": "answer"}}',
)
ANSWER_FIELD_UNKNOWN = Wording(
    ERROR,
    "แบบนี้ไม่มีช่องชื่อ “{name}” ช่องที่มี: {allowed}",
    "the form has no field '{name}'; it has: {allowed}",
)
ANSWER_BAD = Wording(
    ERROR,
    "ค่า “{value}” ใช้กับช่อง “{name}” ไม่ได้ ต้องเป็น{expected}",
    "'{value}' cannot be put into '{name}'; it must be {expected}",
)
INPUT_NOT_FOUND = Wording(
    ERROR,
    "ไม่พบแฟ้มหรือโฟลเดอร์นี้ โปรดตรวจชื่อ",
    "no such file or folder; check the name",
)
OUTPUT_NOT_WRITABLE = Wording(
    ERROR,
    "เขียนแฟ้มไม่ได้ ({reason}) แฟ้มเดิมยังอยู่ครบ โปรดตรวจสิทธิ์ เนื้อที่ดิสก์ หรือปิดแฟ้มที่เปิดค้างอยู่",
    "the file cannot be written ({reason}); what was there is untouched; check permissions, disk"
    " space, or close the program that has it open",
)
LEDGER_UNUSABLE = Wording(
    ERROR,
    "เปิดบัญชีผลการรับแบบไม่ได้ ({reason}) ข้อมูลเดิมไม่ถูกแก้ไข โปรดตรวจสิทธิ์หรือแจ้งผู้ดูแลระบบ",
    "the ledger cannot be used ({reason}); nothing in it was changed; check permissions or tell"
    " your system administrator",
)
LEDGER_BUSY = Wording(
    ERROR,
    "มีการรวบรวมผลอีกครั้งหนึ่งกำลังทำงานอยู่ โปรดรอให้เสร็จแล้วสั่งใหม่",
    "another consolidation is running; wait for it and try again",
)
TEXT_CANNOT_PRINT = Wording(
    ERROR,
    "ข้อความมีอักขระที่แบบอักษรไม่มี ({characters}) โปรดเปลี่ยนอักขระนั้น",
    "the text has characters that the fonts do not have ({characters}); replace them",
)
OUTPUT_HELD = Wording(
    WARNING,
    "แฟ้มนี้เปิดค้างอยู่ในโปรแกรมอื่น ผลครั้งนี้จึงอยู่ในแฟ้ม “{other}” โปรดปิดแฟ้มแล้วสั่งใหม่",
    "another program has this file open; this result stands in '{other}'; close it and run again",
)
