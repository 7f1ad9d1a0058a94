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
    "คำตอบต่างจากฉบับอื่นของหน่วยงาน ({other}) ในช่อง {fields} และไม่มีหลักฐานว่าฉบับใดมาก่อนหรือหลัง"
    " โปรดตัดสินว่าใช้ฉบับใด",
    "the answers differ from another return of the agency ({other}) in {fields}, and nothing shows"
    " which came first; decide which counts",
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
    "ค่า “{value}” ในช่อง “{column}” ใช้ไม่ได้ จึงยังไม่ถือเป็นการตัดสิน โปรดใส่ {allowed}",
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
    " โปรดเปิดแฟ้มนั้นแล้วคัดลอกผลการตัดสินลงในรายการใหม่ และบันทึกรายการใหม่เป็น XLSX เสมอ",
    "the filled list for review cannot be read ({reason}), so nothing was decided; it is kept as"
    " {kept}; copy the decisions into the new list, and always save that as XLSX",
)
RETURN_KEPT_FIRST = Wording(
    INFO,
    "ให้นับฉบับแรก หน่วยงานส่งฉบับก่อนหน้านี้แล้ว ({other}) จึงใช้ฉบับนั้น",
    "the first return counts, and the agency sent an earlier one ({other}), which counts instead",
)
RETURN_TO_CHOOSE = Wording(
    ERROR,
    "คำตอบต่างจากฉบับอื่นของหน่วยงาน ({other}) ในช่อง {fields} และกำหนดไว้ให้คนตัดสินทุกครั้ง โปรดตัดสินว่าใช้ฉบับใด",
    "the answers differ from another return of the agency ({other}) in {fields}, and a person is to"
    " choose each time; decide which counts",
)
RETURN_BLANK = Wording(
    ERROR,
    "หน่วยงานส่งทั้งฉบับที่ไม่ได้ตอบข้อใดเลยและฉบับที่ตอบแล้ว ({other}) ต่างกันในช่อง {fields} โปรดตัดสินว่าใช้ฉบับใด",
    "the agency sent both a return that answers nothing and one that does ({other}); they differ in"
    " {fields}, decide which counts",
)
AGENCY_CODES_ALIKE = Wording(
    WARNING,
    "รหัสหน่วยงาน {agency_code} ต่างจาก {others} เพียงตัวพิมพ์เล็กใหญ่ อาจเป็นหน่วยงานเดียวกัน"
    " ขณะนี้นับแยกกัน โปรดตรวจรหัสกับหน่วยงาน",
    "agency code {agency_code} differs from {others} in capitals only; perhaps it is one agency,"
    " they are counted apart, check the code with the agency",
)
DECISION_CONTRADICTS = Wording(
    WARNING,
    "ตัดสินเรื่องเดียวกันไม่ตรงกับ {others} จึงยังไม่ถือเป็นการตัดสินทั้งสองแห่ง โปรดให้เหลือคำตัดสินเดียว",
    "this and {others} decide one thing differently, so neither was taken; leave one verdict",
)
DECISION_STALE = Wording(
    WARNING,
    "เรื่องในแถวนี้ไม่มีให้ตัดสินแล้ว เพราะตัดสินไปแล้วหรือผลเปลี่ยนไป จึงไม่ได้ใช้ “{value}”"
    " ซึ่งเก็บไว้ในแผ่นงาน “{sheet}” โปรดตรวจรายการใหม่",
    "what this row is about is no longer to be decided: it was settled, or the result has changed;"
    " '{value}' was not used and is kept in the sheet '{sheet}', look at the new list",
)
