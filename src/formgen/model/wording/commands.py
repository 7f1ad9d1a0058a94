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
    "ค่า “{value}” ใช้กับช่อง “{name}” ไม่ได้ ต้องเป็น {expected}",
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
    "เปิดบัญชีผลการรับแบบไม่ได้ ({reason}) ข้อมูลเดิมไม่ถูกแก้ไข"
    " โปรดตรวจสิทธิ์และเนื้อที่ หรือกู้คืน output/ledger จากสำเนาสำรอง",
    "the ledger cannot be used ({reason}); nothing in it was changed; check permissions and"
    " disk space, or restore output/ledger from its backup",
)
LEDGER_LOST = Wording(
    ERROR,
    "บัญชีผลการรับแบบหายหรือว่างเปล่า แต่แฟ้มที่เคยได้รับยังอยู่ในโฟลเดอร์ store ข้างกัน โปรดกู้คืนแฟ้มนี้จากสำเนา"
    " หากไม่มีสำเนา ให้ย้าย store ไปไว้ที่อื่น แล้ววางแฟ้มที่ได้รับไว้ใน returns เพื่อเริ่มบัญชีใหม่",
    "the ledger is gone or empty, but files once received lie in the folder `store` beside it;"
    " restore this file from a copy. Without one, move `store` elsewhere and put what was received"
    " into returns, to begin a new ledger",
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
LETTER_NOT_WRITTEN = Wording(
    ERROR,
    "เขียนหนังสือถึง {agency} ไม่สำเร็จ ({reason}) หนังสือฉบับอื่นไม่ได้รับผลกระทบ โปรดแจ้งผู้ดูแลระบบ",
    "the letter to {agency} could not be written ({reason}); no other letter is affected, tell your"
    " system administrator",
)
LETTER_KEPT = Wording(
    WARNING,
    "มีผู้แก้ไข เพิ่ม หรือเปิดแฟ้มในโฟลเดอร์นี้ค้างไว้ จึงไม่เขียนทับ หากต้องการหนังสือใหม่ โปรดปิดแฟ้ม ย้ายโฟลเดอร์นี้ออก"
    " แล้วสั่งใหม่",
    "someone has changed this folder since it was written, or has it open, so it was left alone;"
    " move it away and try again for a new letter",
)
LETTER_OUTDATED = Wording(
    WARNING,
    "หนังสือในโฟลเดอร์นี้ไม่ต้องส่งแล้ว แต่มีผู้แก้ไขหรือเปิดค้างไว้ จึงไม่ลบ โปรดตรวจสอบก่อนส่ง",
    "the letter in this folder is no longer due, but someone has changed it or has it open, so it"
    " was not removed; check before sending",
)
PICTURE_UNREADABLE = Wording(
    ERROR,
    "อ่านภาพที่จะใส่ในเอกสารไม่ได้ ({reason}) โปรดใช้ภาพ PNG หรือ JPEG ที่เปิดดูได้ และไม่ใหญ่เกินไป",
    "the picture for a document cannot be read ({reason}); use a PNG or JPEG that opens, not too"
    " large",
)
EXTRA_MISSING = Wording(
    ERROR,
    "ต้องติดตั้ง {library} ก่อน ด้วยคำสั่ง  pip install 'formgen[{extra}]'",
    "{library} is needed; install it with  pip install 'formgen[{extra}]'",
)
