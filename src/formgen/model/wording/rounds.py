"""What is found about a roster of agencies and the rounds of distribution."""

from formgen.model.wording import ERROR, WARNING, Wording

ROSTER_COLUMN_MISSING = Wording(
    ERROR,
    "ทะเบียนหน่วยงานไม่มีคอลัมน์ “{column}” โปรดเพิ่มคอลัมน์นี้",
    "the roster has no column '{column}'; add it",
)
ROSTER_CODE_BLANK = Wording(
    ERROR,
    "ไม่มีรหัสหน่วยงาน โปรดเติมรหัส",
    "no agency code; fill it in",
)
ROSTER_CODE_BAD = Wording(
    ERROR,
    "รหัสหน่วยงาน “{value}” ใช้ไม่ได้ ต้องเป็น A-Z a-z 0-9 - _ ไม่เกิน {limit} ตัว"
    " ไม่ใช่เลขไทย และไม่ใช่ชื่อที่ Windows สงวนไว้",
    "agency code '{value}' cannot be used; it must be A-Z a-z 0-9 - _, {limit} characters at"
    " most, no Thai numerals, and no name that Windows keeps for itself",
)
ROSTER_CODE_TWICE = Wording(
    ERROR,
    "รหัสหน่วยงาน “{value}” ซ้ำกับ {first} โปรดแก้ให้ไม่ซ้ำ",
    "agency code '{value}' is already used at {first}; make it unique",
)
ROSTER_NAME_BLANK = Wording(
    ERROR,
    "ไม่มีชื่อหน่วยงาน โปรดเติมชื่อ",
    "no agency name; fill it in",
)
ROSTER_VALUE_UNKNOWN = Wording(
    ERROR,
    "“{value}” ในคอลัมน์ “{column}” ไม่ใช่ค่าที่แบบรู้จัก ค่าที่ใช้ได้: {allowed}",
    "'{value}' in column '{column}' is not known to the form; allowed: {allowed}",
)
ROSTER_EMAIL_BAD = Wording(
    WARNING,
    "“{value}” ไม่ใช่ที่อยู่อีเมลที่ถูกต้อง โปรดตรวจสอบ",
    "'{value}' is not a valid e-mail address; please check",
)
ROSTER_EMPTY = Wording(
    ERROR,
    "ทะเบียนหน่วยงานไม่มีรายชื่อ โปรดตรวจแฟ้ม",
    "the roster has no agencies; check the file",
)
ROSTER_UNREADABLE = Wording(
    ERROR,
    "อ่านทะเบียนหน่วยงานไม่ได้ ({reason}) โปรดบันทึกเป็น CSV (UTF-8) หรือ XLSX",
    "the roster cannot be read ({reason}); save it as CSV (UTF-8) or XLSX",
)
ROUND_OTHER_FORM = Wording(
    ERROR,
    "รอบ {round} จัดส่งด้วยแบบรุ่นอื่นไปแล้ว (ลายนิ้วมือ {digest}) โปรดใช้ชื่อรอบใหม่",
    "round {round} was already sent with another version of the form (digest {digest}); use a new"
    " round name",
)
ROUND_BAD_ID = Wording(
    ERROR,
    "ชื่อรอบ “{value}” ใช้ไม่ได้ ต้องขึ้นต้นด้วย A-Z a-z 0-9 มีเพียงอักขระเหล่านี้กับ - ไม่เกิน {limit} ตัว"
    " และไม่ใช่ชื่อที่ Windows สงวนไว้ (เช่น CON, NUL) เช่น 2569-1",
    "round '{value}' cannot be used; it must begin with A-Z a-z 0-9, hold only these and -,"
    " {limit} characters at most, and be no name that Windows keeps for itself (as CON, NUL),"
    " such as 2569-1",
)
ROUND_DAMAGED = Wording(
    ERROR,
    "แฟ้มของรอบจัดส่งเสียหาย ({reason}) โปรดกู้คืนจากสำเนา",
    "the round's files are damaged ({reason}); restore them from a copy",
)
ROUND_KEY_MISSING = Wording(
    WARNING,
    "ไม่พบกุญแจของรอบ {round} จึงยืนยันไม่ได้ว่าแบบที่ส่งกลับเป็นฉบับที่ออกไป โปรดกู้คืนแฟ้มนี้จากสำเนา",
    "the key of round {round} is not there, so its copies cannot be verified; restore this file"
    " from a copy",
)
FORM_REVISION_USED = Wording(
    WARNING,
    "แบบรุ่นที่ {revision} เคยสร้างไว้ด้วยถ้อยคำอื่นแล้ว (ลายนิ้วมือ {digest}) หากแบบนั้นส่งออกไปแล้ว"
    " โปรดเพิ่มเลข revision ในเนื้อหา",
    "revision {revision} was already built with other words (digest {digest}); if that one was sent"
    " out, give the content a higher revision",
)
ROUND_NEEDS_RESPONDENT = Wording(
    ERROR,
    "แบบนี้ไม่มีส่วนข้อมูลหน่วยงาน จึงต้องใช้คำสั่ง distribute (แบบเปล่าจะไม่ทราบว่าเป็นของใคร)",
    "this form does not ask who answers, so it can only be distributed (a blank copy could not be"
    " traced)",
)
ROSTER_COLUMN_TWICE = Wording(
    ERROR,
    "ทะเบียนหน่วยงานมีคอลัมน์ “{column}” สองคอลัมน์ โปรดลบออกหนึ่งคอลัมน์",
    "the roster has the column '{column}' twice; remove one of them",
)
ROUND_RECIPIENT_CHANGED = Wording(
    WARNING,
    "รหัส {agency_code} ได้รับแบบในรอบ {round} แล้ว ({sent}) แต่ทะเบียนเปลี่ยนเป็น ({listed})"
    " ฉบับที่ส่งแล้วไม่เปลี่ยน หากต้องส่งใหม่โปรดใช้ชื่อรอบใหม่",
    "{agency_code} already has its copy in round {round} ({sent}), but the roster now says"
    " ({listed}); the copy stays as it is, use a new round to send another",
)
ROUND_COPY_CHANGED = Wording(
    WARNING,
    "แฟ้ม {path} ในรอบ {round} ต่างจากที่ออกไว้ (อาจมีผู้กรอกหรือบันทึกทับ) จึงไม่เขียนทับ โปรดย้ายออกก่อน แล้วสั่งใหม่",
    "{path} of round {round} is not as it was issued (someone may have filled it in or saved over"
    " it) and was left alone; move it away and try again",
)
