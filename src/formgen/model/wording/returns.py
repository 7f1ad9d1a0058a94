"""What is found when returns are weighed against each other and against what a person decided."""

from formgen.model.wording import ERROR, INFO, WARNING, Wording

RETURN_SAME_BYTES = Wording(
    INFO,
    "เป็นแฟ้มเดียวกันทุกไบต์กับ {other} นับครั้งเดียว",
    "the same bytes as {other}; counted once",
)
RETURN_SAME_ANSWERS = Wording(
    INFO,
    "คำตอบเหมือนกับ {other} ทุกข้อ นับครั้งเดียว",
    "the same answers as {other}; counted once",
)
RETURN_SUPERSEDED = Wording(
    INFO,
    "หน่วยงานส่งฉบับใหม่กว่า ({other}) จึงใช้ฉบับนั้น",
    "the agency sent a later one ({other}), which counts instead",
)
RETURN_CONFLICT = Wording(
    ERROR,
    "หน่วยงานส่งสองฉบับที่คำตอบต่างกัน ({other}) และไม่มีหลักฐานว่าฉบับใดมาหลัง โปรดตัดสินว่าใช้ฉบับใด"
    " ช่องที่ต่างกัน: {fields}",
    "two returns of the agency differ ({other}) and nothing shows which came later; decide which"
    " counts; fields that differ: {fields}",
)
RETURN_COUNTED = Wording(
    INFO,
    "อ่านได้ครบทุกช่อง นับรวมในผลแล้ว",
    "everything in it could be read; it counts in the result",
)
RETURN_EXCLUDED = Wording(
    INFO,
    "{by} ตัดสินไม่ให้นับฉบับนี้ ({reason})",
    "{by} decided that this return does not count ({reason})",
)
DECISION_BAD = Wording(
    WARNING,
    "ค่า “{value}” ในช่อง “{column}” ใช้ไม่ได้ จึงยังไม่ถือเป็นการตัดสิน โปรดใส่{allowed}",
    "'{value}' in column '{column}' cannot be used, so nothing was decided; it must be {allowed}",
)
DECISION_FILE_UNKNOWN = Wording(
    WARNING,
    "ลายนิ้วมือ “{value}” ไม่ใช่ของแฟ้มที่ได้รับ จึงยังไม่ถือเป็นการตัดสิน โปรดอย่าแก้คอลัมน์ท้ายตาราง",
    "no file with the digest '{value}' was received, so nothing was decided; leave the last columns"
    " of the table as they are",
)
REVIEW_UNREADABLE = Wording(
    WARNING,
    "อ่านรายการตรวจสอบที่กรอกไว้ไม่ได้ ({reason}) จึงยังไม่ถือเป็นการตัดสิน แฟ้มเดิมเก็บไว้เป็น {kept}"
    " โปรดคัดลอกผลการตัดสินลงในรายการใหม่",
    "the filled list for review cannot be read ({reason}), so nothing was decided; it is kept as"
    " {kept}, copy the decisions into the new list",
)
