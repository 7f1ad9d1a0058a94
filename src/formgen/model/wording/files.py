"""What is found about a returned file and the form in it."""

from formgen.model.wording import ERROR, INFO, WARNING, Wording

# ---------------------------------------------------------------- the file

FILE_EMPTY = Wording(
    ERROR,
    "แฟ้มว่างเปล่า (๐ ไบต์) โปรดขอให้หน่วยงานส่งใหม่",
    "the file is empty (0 bytes); ask the agency to send it again",
)
FILE_NOT_A_RETURN = Wording(
    INFO,
    "เป็นแฟ้มของระบบหรือแฟ้มชั่วคราว ({what}) ไม่ใช่แบบที่ส่งกลับ จึงข้ามไป",
    "a system or temporary file ({what}), not a return; passed over",
)
FILE_TOO_LARGE = Wording(
    ERROR,
    "แฟ้มใหญ่เกินไป ({size} ไบต์ เกิน {limit}) โปรดตรวจว่าเป็นแบบสำรวจจริง",
    "the file is too large ({size} bytes, limit {limit}); check that it is the survey",
)
FILE_UNKNOWN_TYPE = Wording(
    ERROR,
    "ไม่ใช่แฟ้ม DOCX, PDF หรือ XLSX (พบ: {what}) โปรดขอให้หน่วยงานส่งแบบเดิมที่กรอกแล้ว",
    "not a DOCX, PDF or XLSX file (found: {what}); ask the agency for the filled form itself",
)
FILE_OLD_FORMAT = Wording(
    ERROR,
    "เป็นแฟ้มชนิด {what} ซึ่งไม่เก็บช่องตอบของแบบ โปรดขอให้หน่วยงานบันทึกเป็น {ask} แล้วส่งใหม่",
    "a {what} file, which does not keep the form's fields; ask the agency to save it as {ask}",
)
FILE_PASSWORD = Wording(
    ERROR,
    "แฟ้มถูกใส่รหัสผ่าน ถ้าทราบรหัสโปรดสั่ง formgen consolidate --password หรือขอแฟ้มที่ไม่มีรหัสผ่านจากหน่วยงาน",
    "the file has a password; give it with formgen consolidate --password, or ask for one without",
)
FILE_UNLOCKED = Wording(
    INFO,
    "แฟ้มมีรหัสผ่าน เปิดอ่านด้วยรหัสผ่านที่ทราบแล้ว",
    "the file has a password and was opened with one that is known",
)
FILE_DAMAGED = Wording(
    ERROR,
    "แฟ้มเสียหาย อ่านไม่ได้ ({reason}) โปรดขอให้หน่วยงานส่งใหม่",
    "the file is damaged and cannot be read ({reason}); ask the agency to send it again",
)
FILE_REPAIRED = Wording(
    WARNING,
    "แฟ้มเสียหายบางส่วนและซ่อมแล้ว ({reason}) โปรดเทียบคำตอบกับแฟ้มเดิม",
    "the file was damaged and has been repaired ({reason}); compare the answers with the file",
)
FILE_HOSTILE = Wording(
    ERROR,
    "โครงสร้างแฟ้มผิดปกติและอาจเป็นอันตราย ({reason}) จึงไม่เปิดอ่าน โปรดแจ้งหน่วยงานและผู้ดูแลระบบ",
    "the file is built in a way that may be harmful ({reason}) and was not opened; tell the agency"
    " and your system administrator",
)
FILE_TIMEOUT = Wording(
    ERROR,
    "อ่านแฟ้มนานเกิน {seconds} วินาที จึงหยุดอ่าน โปรดขอให้หน่วยงานส่งใหม่",
    "reading took more than {seconds} seconds and was stopped; ask the agency to send it again",
)
FILE_MEMORY = Wording(
    ERROR,
    "แฟ้มใช้หน่วยความจำมากผิดปกติ จึงหยุดอ่าน โปรดขอให้หน่วยงานส่งใหม่",
    "the file takes an abnormal amount of memory and reading was stopped; ask for it again",
)
FILE_CRASH = Wording(
    ERROR,
    "โปรแกรมย่อยที่อ่านแฟ้มนี้หยุดทำงาน แฟ้มอื่นไม่ได้รับผลกระทบ โปรดขอให้หน่วยงานส่งใหม่",
    "the process reading this file died; no other file is affected; ask the agency for it again",
)
FILE_UNREADABLE = Wording(
    ERROR,
    "เปิดแฟ้มไม่ได้ ({reason}) โปรดตรวจสิทธิ์การอ่านแฟ้ม แล้วสั่งใหม่",
    "the file cannot be opened ({reason}); check that you may read it, then try again",
)
FILE_CONTAINER = Wording(
    ERROR,
    "เป็นแฟ้มที่หุ้มแฟ้มอื่นไว้ ({what}) โปรดนำแฟ้มข้างในออกมาวางในโฟลเดอร์รับแบบ แล้วสั่งใหม่",
    "a file that wraps other files ({what}); take them out into the folder of returns, try again",
)
FILE_UNWRAPPED = Wording(
    INFO,
    "นำแฟ้มข้างใน {count} แฟ้มออกมาอ่านแล้ว ({what}) ภาพเล็กในเนื้อความที่ข้ามไป {logos} ภาพ",
    "{count} files inside ({what}) were taken out and read; small pictures passed over: {logos}",
)
FILE_HOLDS_NOTHING = Wording(
    WARNING,
    "ไม่มีแฟ้มอยู่ข้างใน ({what}) โปรดเปิดอ่าน หน่วยงานอาจลืมแนบ หรือตอบมาในเนื้อความ",
    "no file is inside ({what}); open and read it: the agency may have forgotten to attach it, or"
    " answered in words",
)
FILE_IMAGE = Wording(
    ERROR,
    "เป็นภาพถ่ายหรือภาพสแกน ({what}) ซึ่งโปรแกรมไม่อ่านคำตอบ โปรดขอแฟ้มที่กรอกจากหน่วยงาน"
    " หรือให้ผู้รับผิดชอบอ่านจากภาพ",
    "a photo or scan ({what}), from which no answers are read; ask the agency for the filled file,"
    " or let a person read the picture",
)
FILE_NOT_MARKABLE = Wording(
    WARNING,
    "ทำเครื่องหมายในสำเนาของแฟ้มนี้ไม่ได้ ({reason}) โปรดแจ้งหน่วยงานด้วยหนังสือเพียงอย่างเดียว",
    "a copy of this file cannot be marked ({reason}); tell the agency by letter alone",
)
RECEIVED_COLUMN_MISSING = Wording(
    WARNING,
    "ไม่มีคอลัมน์ “{column}” จึงไม่ได้ใช้วันที่รับจากแฟ้มนี้ โปรดเพิ่มคอลัมน์",
    "there is no column '{column}', so no date of receipt was taken from this file; add it",
)
RECEIVED_DATE_BAD = Wording(
    WARNING,
    "วันที่รับ “{value}” ของ {name} อ่านได้ไม่แน่นอน จึงไม่ได้ใช้ โปรดเขียนเช่น ๒๒/๑๑/๒๕๖๙",
    "the date of receipt '{value}' of {name} is not certain and was not used; write it like"
    " 22/11/2569",
)
RECEIVED_FILE_UNKNOWN = Wording(
    WARNING,
    "ไม่พบแฟ้ม “{name}” หรือมีชื่อนี้หลายแฟ้ม จึงไม่ได้ใช้วันที่รับของแฟ้มนี้ โปรดเขียนชื่อพร้อมโฟลเดอร์",
    "there is no file '{name}', or several of that name, so its date was not used; write its name"
    " with its folder",
)
RECEIVED_FAR_OFF = Wording(
    WARNING,
    "วันที่รับ {date} ห่างจากวันออกแบบของรอบ {round} ({issued}) เกินหนึ่งปี จึงไม่ได้ใช้"
    " โปรดแก้ชื่อโฟลเดอร์วันที่ หรือระบุวันที่รับใน received.csv หรือตัดสินให้ใช้ตามนั้น",
    "the date of receipt {date} is more than a year from {issued}, when round {round} was issued,"
    " and was not used; mend the dated folder, give the date in received.csv, or let it stand",
)
# ---------------------------------------------------------------- the form in the file

FORM_NOT_OURS = Wording(
    ERROR,
    "ไม่พบเครื่องหมายของแบบสำรวจในแฟ้มนี้ โปรดขอให้หน่วยงานกรอกในแบบที่ส่งให้",
    "no mark of a survey form in this file; ask the agency to fill the form it was sent",
)
FORM_OTHER_SURVEY = Wording(
    ERROR,
    "เป็นแบบสำรวจอื่น ({survey}) ไม่ใช่แบบที่กำลังรวบรวม โปรดย้ายไปยังเรื่องที่ถูกต้อง",
    "a form of another survey ({survey}), not the one being collected; move it to its own",
)
FORM_UNKNOWN = Wording(
    ERROR,
    "ไม่พบแบบรุ่นนี้ (ลายนิ้วมือ {digest}) ในคลังแบบ โปรดใส่ form.json ของรุ่นนี้ใน output/archive"
    " หรือระบุ --forms",
    "this version of the form (digest {digest}) is not in the archive; put its form.json into"
    " output/archive or name its folder with --forms",
)
FORM_OLDER = Wording(
    INFO,
    "เป็นแบบรุ่นก่อน (ลายนิ้วมือ {digest}) อ่านตามแบบรุ่นนั้น",
    "an earlier version of the form (digest {digest}); it was read as that version",
)
FORM_FIELD_CHANGED = Wording(
    ERROR,
    "ช่อง “{label}” ของแบบรุ่นก่อนมีความหมายต่างจากรุ่นนี้ จึงไม่นำมารวม โปรดให้ผู้รับผิดชอบตัดสิน",
    "field '{label}' of the earlier version means something else now and was not merged; a person"
    " must decide",
)
FIELD_MISSING = Wording(
    ERROR,
    "ไม่พบช่อง “{label}” ในแฟ้ม โปรดตรวจแฟ้มเดิม หรือขอให้หน่วยงานส่งใหม่",
    "the field '{label}' is not in the file; look at the file or ask the agency for it again",
)
CONTROL_UNKNOWN = Wording(
    WARNING,
    "พบช่องกรอกที่ไม่มีในแบบ “{name}” ค่า “{raw}” ไม่ได้นำมารวม โปรดดูแฟ้มเดิม",
    "a field that the form does not have, '{name}', holds '{raw}'; not merged, look at the file",
)
PLACES_DISAGREE = Wording(
    ERROR,
    "คำตอบของ “{label}” ต่างกันสองแห่ง: {one} กับ {other} ({other_at}) โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "'{label}' is answered differently in two places: {one} and {other} ({other_at}); look at the"
    " file and decide",
)
STATE_DISAGREES = Wording(
    ERROR,
    "ช่อง “{label}” แสดงเครื่องหมายไม่ตรงกับค่าที่บันทึก (เห็น {shown} บันทึก {stored}) โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "'{label}' shows {shown} but stores {stored}; look at the file and decide",
)
FOUND_BY_ANCHOR = Wording(
    WARNING,
    "ชื่อช่อง “{label}” หายไป จึงหาจากข้อความข้างเคียง ได้ “{raw}” โปรดตรวจทาน",
    "the name of '{label}' is gone; found by the printed text beside it: '{raw}'; please check",
)
ANCHOR_MISSING = Wording(
    INFO,
    "ข้อความที่พิมพ์ไว้ข้างช่อง “{label}” ถูกย้ายหรือแก้ไข คำตอบอ่านจากชื่อช่อง",
    "the text printed beside '{label}' was moved or changed; the answer was read by name",
)
FIXED_TEXT_EDITED = Wording(
    WARNING,
    "ข้อความของแบบถูกแก้ไขหรือลบ: “{text}” โปรดตรวจว่าหน่วยงานตอบตามข้อความเดิมหรือไม่",
    "printed text of the form was changed or removed: '{text}'; check that the agency answered the"
    " original question",
)
MARK_OUTSIDE = Wording(
    ERROR,
    "พบเครื่องหมาย “{raw}” ข้างช่อง “{label}” แต่ไม่ได้อยู่ในช่อง โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "a mark '{raw}' stands beside '{label}' but not in a box; look at the file and decide",
)
SECOND_COPY = Wording(
    ERROR,
    "แฟ้มนี้มีแบบที่ตอบแล้วสองชุด ({places}) คำตอบต่างกัน โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "the file holds two answered copies ({places}) that differ; look at the file and decide",
)
FORMULA_IN_ANSWER = Wording(
    WARNING,
    "คำตอบของ “{label}” เป็นสูตร อ่านค่าที่แสดงไว้ล่าสุด “{raw}” โปรดตรวจทาน",
    "the answer to '{label}' is a formula; its last shown value '{raw}' was read, please check",
)
TRACKED_CHANGES = Wording(
    INFO,
    "แฟ้มมีการติดตามการแก้ไข อ่านตามข้อความที่ยอมรับการแก้ไขแล้ว",
    "the file has tracked changes; it was read as if they were accepted",
)
ACTIVE_CONTENT = Wording(
    WARNING,
    "แฟ้มมีส่วนที่สั่งงานได้ ({what}) ซึ่งแบบเดิมไม่มี ไม่ได้เรียกใช้ โปรดระวังเมื่อเปิดแฟ้ม",
    "the file holds active content ({what}) that the form never had; it was not run, take care when"
    " opening the file",
)
FIELDS_FLATTENED = Wording(
    ERROR,
    "ช่องกรอกหายไป (เช่น พิมพ์หรือบันทึกเป็น PDF ใหม่) โปรดขอแฟ้มที่กรอกโดยตรง หรือให้ผู้รับผิดชอบอ่านจากแฟ้ม",
    "the form fields are gone (printed or saved as a new PDF); ask for the filled file itself, or"
    " let a person read it",
)
ARCHIVE_DAMAGED = Wording(
    WARNING,
    "แฟ้มแบบในคลังเสียหาย ({reason}) จึงไม่ได้ใช้ โปรดกู้คืนจากสำเนา",
    "a form in the archive is damaged ({reason}) and was not used; restore it from a copy",
)
TEXT_ADDED = Wording(
    WARNING,
    "พบข้อความที่ไม่มีในแบบ “{text}” ไม่ได้นำมารวม โปรดดูแฟ้มเดิม",
    "text that the form does not have, '{text}', was not merged; look at the file",
)
ROWS_SORTED = Wording(
    ERROR,
    "แถวของแบบถูกเรียงลำดับใหม่ จึงไม่แน่ใจว่า “{raw}” เป็นคำตอบของ “{label}” โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "the rows of the form were sorted, so it is not certain that '{raw}' answers '{label}'; look at"
    " the file and decide",
)
STRUCK_OUT = Wording(
    ERROR,
    "พบข้อความที่ขีดฆ่าใน “{label}”: “{raw}” จึงไม่นับเป็นคำตอบ โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "words of '{label}' are crossed out: '{raw}'; not counted as an answer, look at the file and"
    " decide",
)
ANSWER_UNSEEN = Wording(
    ERROR,
    "คำตอบของ “{label}” คือ “{raw}” แต่มองไม่เห็นในแฟ้ม (ซ่อนไว้ หรือสีเดียวกับพื้น) โปรดดูแฟ้มเดิมแล้วตัดสิน",
    "the answer to '{label}' is '{raw}', which cannot be seen in the file (hidden, or of the colour"
    " behind it); look at the file and decide",
)
ANSWER_HIDDEN = Wording(
    WARNING,
    "คำตอบของ “{label}” อยู่ในแถว คอลัมน์ หรือแผ่นงานที่ซ่อนไว้ อ่านได้ “{raw}” โปรดตรวจทาน",
    "the answer to '{label}' stands in a hidden row, column or sheet; '{raw}' was read, please"
    " check",
)
DIGITS_LOST = Wording(
    ERROR,
    "“{label}” เป็นตัวเลขเกิน ๑๕ หลัก “{raw}” ซึ่งโปรแกรมตารางเก็บไว้ไม่ครบทุกหลัก โปรดสอบถามหน่วยงาน",
    "'{label}' is a number of more than 15 digits, '{raw}', of which spreadsheets do not keep all;"
    " ask the agency",
)

# ---------------------------------------------------------------- read from the printed page

READ_BY_POSITION = Wording(
    WARNING,
    "ช่องกรอกหายไป (เช่น พิมพ์หรือบันทึกเป็น PDF ใหม่) อ่านคำตอบจากตำแหน่งบนหน้าแทน โปรดเทียบกับแฟ้มเดิม",
    "the form fields are gone (printed or saved as a new PDF); the answers were read from their"
    " places on the pages, compare them with the file",
)
PLACES_UNKNOWN = Wording(
    ERROR,
    "คลังไม่มีแบบเปล่า (PDF) ของแบบรุ่นนี้ และไม่ทราบว่าโปรแกรมรุ่นนี้วางช่องไว้ตรงกับเดิม จึงอ่านจากตำแหน่งบนหน้าไม่ได้",
    "the archive has no empty PDF of this form, and nothing tells that this version of the program"
    " places its fields as they were, so the pages cannot be read by position",
)
PAGES_BLANK = Wording(
    ERROR,
    "ไม่พบคำตอบบนหน้าใดเลย คำตอบอาจหายไปตอนพิมพ์เป็น PDF โปรดขอแฟ้มที่กรอกโดยตรง",
    "no page shows any answer; they may have been lost in printing, ask for the filled file itself",
)
PAGE_MISSING = Wording(
    ERROR,
    "ไม่พบหน้า {page} ของแบบในแฟ้ม โปรดขอหน้าที่ขาดจากหน่วยงาน",
    "page {page} of the form is not in the file; ask the agency for it",
)
PAGE_NOT_READ = Wording(
    WARNING,
    "หน้า {page} ของแฟ้มไม่ใช่หน้าของแบบ หรือวางไม่ตรงจนอ่านไม่ได้แน่นอน โปรดดูแฟ้มเดิม",
    "page {page} of the file is no page of the form, or does not lie so that it can be read for"
    " certain; look at the file",
)
PAGES_SET_OTHERWISE = Wording(
    WARNING,
    "โปรแกรมรุ่นก่อนจัดหน้าแบบนี้ไว้ต่างจากรุ่นนี้ คำตอบอ่านจากช่องกรอกแล้ว แต่ไม่ทราบว่ามีสิ่งใดพิมพ์เพิ่มบนหน้าหรือไม่"
    " โปรดดูแฟ้มเดิม",
    "an earlier version of the program set the pages otherwise; the answers were read from the"
    " fields, but nothing tells whether something else was printed on the pages; look at the file",
)
PAGE_REPEATS = Wording(
    WARNING,
    "หน้า {page} ของแฟ้มเป็นหน้าเพิ่มเติมที่พิมพ์ซ้ำคำตอบที่ยาวกว่าช่อง โปรแกรมไม่อ่านหน้านี้"
    " โปรดดูว่ามีสิ่งใดเขียนเพิ่มไว้หรือไม่",
    "page {page} of the file is an added one that repeats answers longer than their fields; it is"
    " not read: see whether something was written on it",
)
PAGE_SCANNED = Wording(
    ERROR,
    "แฟ้ม PDF นี้เป็นภาพสแกนหรือภาพถ่าย ({pages} หน้า) โปรแกรมไม่อ่านคำตอบจากภาพ โปรดให้ผู้รับผิดชอบอ่านจากแฟ้ม",
    "this PDF is a scan or a photo ({pages} pages); no answers are read from pictures, let a person"
    " read it",
)
PAGE_CODE_UNSIGNED = Wording(
    WARNING,
    "ทราบว่าเป็นฉบับของ {sent_to} จากรหัสที่พิมพ์บนหน้า ซึ่งไม่มีเครื่องหมายยืนยัน โปรดตรวจทาน",
    "the code printed on the pages says that this is the copy of {sent_to}; nothing proves it,"
    " please check",
)
FILE_CONVERTED = Wording(
    WARNING,
    "เป็นแฟ้มชนิด {what} ซึ่งไม่ใช่ชนิดที่ส่งให้ อ่านคำตอบเท่าที่แฟ้มชนิดนี้เก็บไว้ รูปภาพและกล่องข้อความอาจไม่อยู่ในแฟ้มแล้ว"
    " โปรดเทียบกับแฟ้มเดิม หรือขอ {ask}",
    "a {what} file, not of the kind that was sent; what such a file keeps was read, pictures and"
    " text boxes may be gone; compare with the file or ask for {ask}",
)
FILE_MACRO_FORMAT = Wording(
    INFO,
    "เป็นแฟ้มชนิด {what} ซึ่งมีมาโครได้ อ่านเหมือน {ask} โดยไม่เรียกใช้มาโคร",
    "a {what} file, which may have macros; read like {ask}, no macro was run",
)
