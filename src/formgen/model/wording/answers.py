"""What is found about the answers of a return and about who gave them."""

from formgen.model.wording import ERROR, INFO, WARNING, Wording

# ---------------------------------------------------------------- the answers

MULTIPLE_MARKS = Wording(
    ERROR,
    "“{label}” เลือกมากกว่าหนึ่งคำตอบ ({marks}) โปรดสอบถามหน่วยงานว่าตอบข้อใด",
    "'{label}' has more than one mark ({marks}); ask the agency which it is",
)
CHOICE_UNKNOWN = Wording(
    ERROR,
    "“{label}” ตอบว่า “{raw}” ซึ่งไม่ใช่ตัวเลือกของแบบ ตัวเลือกคือ {allowed}",
    "'{label}' is answered '{raw}', which is not a choice of the form; the choices are {allowed}",
)
CHOICE_NORMALISED = Wording(
    INFO,
    "“{label}” พิมพ์ว่า “{raw}” อ่านเป็น “{value}”",
    "'{label}' was typed '{raw}' and read as '{value}'",
)
REQUIRED_BLANK = Wording(
    WARNING,
    "ยังไม่ได้ตอบ “{label}” ซึ่งต้องตอบ นับเป็น ไม่ระบุ โปรดสอบถามหน่วยงาน",
    "'{label}' must be answered but is blank; counted as not stated, ask the agency",
)
NOTHING_ANSWERED = Wording(
    WARNING,
    "ไม่ได้ตอบข้อใดเลย (ข้อที่ต้องตอบว่าง {count} ข้อ) นับเป็น ไม่ระบุ ทุกข้อ"
    " อาจส่งแบบที่ยังไม่ได้กรอก โปรดสอบถามหน่วยงาน",
    "no question is answered ({count} that must be are blank); counted as not stated throughout;"
    " perhaps a form not filled in yet, ask the agency",
)
SPECIFY_BLANK = Wording(
    WARNING,
    "“{label}” เลือก “{choice}” แต่ไม่ได้ระบุ โปรดสอบถามหน่วยงาน",
    "'{label}' is '{choice}' but nothing was specified; ask the agency",
)
SPECIFY_ALONE = Wording(
    WARNING,
    "“{label}” มีข้อความระบุ แต่ไม่ได้เลือก “{choice}” โปรดสอบถามหน่วยงาน",
    "'{label}' has words specified, but '{choice}' is not chosen; ask the agency",
)
NOT_AN_INTEGER = Wording(
    ERROR,
    "“{label}” ต้องเป็นจำนวนเต็ม แต่พบ “{raw}” โปรดสอบถามหน่วยงาน",
    "'{label}' must be a whole number but is '{raw}'; ask the agency",
)
NOT_A_DECIMAL = Wording(
    ERROR,
    "“{label}” ต้องเป็นจำนวน แต่พบ “{raw}” โปรดสอบถามหน่วยงาน",
    "'{label}' must be a number but is '{raw}'; ask the agency",
)
NOT_A_DATE = Wording(
    ERROR,
    "“{label}” ต้องเป็นวันที่ (เช่น ๒๒ พฤศจิกายน ๒๕๖๙) แต่พบ “{raw}” ซึ่งอ่านได้ไม่แน่นอน โปรดสอบถามหน่วยงาน",
    "'{label}' must be a date (such as 22 พ.ย. 2569) but '{raw}' is not certain; ask the agency",
)
DATE_FAR_OFF = Wording(
    WARNING,
    "“{label}” ตอบว่า {date} ซึ่งห่างจากวันออกแบบของรอบ {round} ({issued}) เกินหนึ่งปี โปรดตรวจสอบ",
    "'{label}' is {date}, more than a year from {issued}, when round {round} was issued; check it",
)
BAD_EMAIL = Wording(
    WARNING,
    "“{label}” พบ “{raw}” ซึ่งไม่ใช่ที่อยู่อีเมลที่ถูกต้อง โปรดตรวจสอบ",
    "'{label}' is '{raw}', which is not a valid e-mail address; please check",
)
BAD_PHONE = Wording(
    WARNING,
    "“{label}” พบ “{raw}” ซึ่งอ่านเป็นหมายเลขโทรศัพท์ไม่ได้ โปรดตรวจสอบ",
    "'{label}' is '{raw}', which cannot be read as a telephone number; please check",
)
PHONE_ZERO_RESTORED = Wording(
    WARNING,
    "“{label}” พบ “{raw}” ซึ่งศูนย์นำหน้าน่าจะหายไป อ่านเป็น {value} โปรดตรวจสอบ",
    "'{label}' is '{raw}', which seems to have lost its leading zero; read as {value}; check it",
)
TOO_LONG = Wording(
    WARNING,
    "“{label}” ยาว {length} ตัวอักษร เกิน {limit} เก็บไว้ครบทั้งหมด",
    "'{label}' has {length} characters, more than {limit}; all of it was kept",
)
CONSTRAINT_FAILED = Wording(
    WARNING,
    "“{label}” ตอบ “{raw}” ไม่เป็นไปตามเงื่อนไข: {rule} โปรดสอบถามหน่วยงาน",
    "'{label}' is '{raw}', against the rule: {rule}; ask the agency",
)
NOT_RELEVANT = Wording(
    WARNING,
    "“{label}” ตอบ “{raw}” ทั้งที่ไม่ต้องตอบ เพราะ {beside} โปรดสอบถามหน่วยงาน",
    "'{label}' is answered '{raw}' although it does not apply, because of {beside}; ask the agency",
)
UNREADABLE_CHARACTERS = Wording(
    WARNING,
    "“{label}” มีอักขระที่อ่านไม่ออก ({characters}) โปรดดูแฟ้มเดิม",
    "'{label}' holds characters that cannot be read ({characters}); look at the file",
)
MARK_UNSURE = Wording(
    ERROR,
    "รอยในช่อง {marks} ของ “{label}” ไม่ชัดว่าเลือกหรือไม่ โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "the marks in {marks} of '{label}' may or may not be ticks; look at the file and decide",
)
TICKS_UNSURE = Wording(
    ERROR,
    "ไม่พบเครื่องหมายใน “{label}” และไม่มีข้อใดที่เลือกไว้ช่องเดียว เครื่องหมายอาจหายไปตอนพิมพ์เป็น PDF"
    " โปรดขอแฟ้มที่กรอกโดยตรง",
    "no box of '{label}' is ticked, and no other question has just one tick; ticks may have been"
    " lost in printing, ask for the filled file itself",
)
TEXT_UNSURE = Wording(
    ERROR,
    "ข้อความของ “{label}” อ่านจากหน้าได้ไม่แน่นอน เห็นเป็น “{raw}” โปรดดูแฟ้มเดิมแล้วพิมพ์ตามนั้น",
    "the words in '{label}' cannot be read from the page for certain, they look like '{raw}'; look"
    " at the file and type what it says",
)
TEXT_CUT = Wording(
    ERROR,
    "ข้อความของ “{label}” ชิดขอบช่อง อาจแสดงไม่ครบ เห็นเพียง “{raw}” โปรดขอแฟ้มที่กรอกโดยตรง หรือพิมพ์ตามที่เห็น",
    "the words in '{label}' run to the edge of their frame and may have been cut: '{raw}'; ask for"
    " the filled file itself, or type what the page says",
)
LINE_ENDS_UNSURE = Wording(
    ERROR,
    "ข้อความของ “{label}” มีหลายบรรทัด ไม่ทราบว่าขึ้นบรรทัดใหม่เองหรือพิมพ์ไว้ “{raw}” โปรดพิมพ์ตามที่ควรเป็น",
    "'{label}' has several lines, and nothing tells whether each was ended or ended by itself:"
    " '{raw}'; type it as it is meant",
)

# ---------------------------------------------------------------- who answered

TOKEN_BAD = Wording(
    ERROR,
    "เครื่องหมายประจำฉบับไม่ถูกต้อง (รอบ {round} ลำดับ {serial}) แฟ้มอาจถูกดัดแปลง โปรดสอบถามหน่วยงาน",
    "the copy's signature is wrong (round {round}, serial {serial}); the file may have been"
    " altered, ask the agency",
)
TOKEN_UNCHECKED = Wording(
    WARNING,
    "ไม่มีกุญแจของรอบ {round} ในเครื่องนี้ จึงตรวจเครื่องหมายประจำฉบับไม่ได้",
    "the key of round {round} is not on this machine, so the copy's signature was not checked",
)
TOKEN_RECIPIENT_UNKNOWN = Wording(
    ERROR,
    "ไม่พบลำดับ {serial} ในบัญชีจัดส่งรอบ {round} โปรดตรวจบัญชีจัดส่ง",
    "serial {serial} is not in the list of round {round}; check the list",
)
TOKEN_DISAGREES = Wording(
    ERROR,
    "ฉบับนี้ส่งให้ {sent_to} แต่ในแฟ้มระบุ {typed} อาจกรอกในฉบับของหน่วยงานอื่น โปรดสอบถาม",
    "this copy was sent to {sent_to} but says {typed}; perhaps another agency's copy was used, ask",
)
RESPONDENT_UNKNOWN = Wording(
    ERROR,
    "ไม่มีรหัสหน่วยงาน จึงไม่ทราบว่าเป็นของหน่วยงานใด โปรดดูแฟ้มเดิมแล้วระบุ",
    "no agency code, so it is not known whose return this is; look at the file and name it",
)
CODE_NOT_IN_ROSTER = Wording(
    ERROR,
    "ไม่พบรหัสหน่วยงาน “{typed}” ในทะเบียน โปรดตรวจรหัสกับหน่วยงาน",
    "agency code '{typed}' is not in the roster; check the code with the agency",
)
NAME_DISAGREES = Wording(
    ERROR,
    "รหัส {agency_code} ในทะเบียนคือ “{listed}” แต่ในแฟ้มพิมพ์ว่า “{typed}” โปรดตรวจสอบ",
    "code {agency_code} is '{listed}' in the roster but the file says '{typed}'; please check",
)
RESPONDENTS_DIFFER = Wording(
    ERROR,
    "แฟ้มหลายฉบับใช้รหัสเดียวกัน ({agency_code}) แต่ข้อมูลผู้ตอบต่างกัน ({others}) โปรดสอบถามว่าฉบับใดเป็น"
    "ของหน่วยงาน",
    "several files have one code ({agency_code}) but different respondents ({others}); ask which"
    " one is the agency's",
)
ANSWERS_CARRIED = Wording(
    INFO,
    "คำตอบ {count} ข้อจาก {of} ข้อที่เติมไว้ให้จากรอบก่อน ({source}) ส่งกลับมาโดยไม่เปลี่ยน: {labels}",
    "{count} of the {of} answers that were filled in from an earlier round ({source}) came back"
    " unchanged: {labels}",
)
