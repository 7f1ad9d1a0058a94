"""What is found about a roster of agencies and the rounds of distribution."""

from formgen.model.wording import ERROR, WARNING, Wording

ROSTER_COLUMN_MISSING = Wording(
    ERROR,
    "ทะเบียนหน่วยงานไม่มีคอลัมน์ “{column}” ใน {rows} แถวแรก (ที่พบ: {seen}) โปรดเพิ่มหรือแก้หัวคอลัมน์",
    "the roster has no column '{column}' in its first {rows} rows (there are: {seen}); add it, or"
    " mend its heading",
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
    "ทะเบียนหน่วยงานไม่มีรายชื่อ โปรดตรวจแฟ้ม หรือเริ่มจากแม่แบบ: formgen roster template",
    "the roster has no agencies; check the file, or begin with formgen roster template",
)
ROSTER_UNREADABLE = Wording(
    ERROR,
    "อ่านทะเบียนหน่วยงานไม่ได้ ({reason}) โปรดแก้ไขแล้วบันทึกเป็น XLSX ที่ไม่มีรหัสผ่าน หรือ CSV (UTF-8)",
    "the roster cannot be read ({reason}); mend it and save it as XLSX without a password, or as"
    " CSV (UTF-8)",
)
ROSTER_CODE_SPELLED = Wording(
    ERROR,
    "รหัสหน่วยงาน “{value}” พิมพ์ด้วยเลขไทย ขีดยาว หรืออักษรเต็มความกว้าง โปรดพิมพ์เป็น “{meant}”",
    "agency code '{value}' has Thai numerals, long dashes or full-width letters; type it as"
    " '{meant}'",
)
ROSTER_CODE_NUMBER = Wording(
    ERROR,
    "รหัสหน่วยงาน “{value}” เป็นจำนวนที่โปรแกรมตารางเปลี่ยนรูปแล้ว"
    " โปรดจัดรูปแบบคอลัมน์เป็นข้อความ (Text) แล้วพิมพ์รหัสใหม่",
    "agency code '{value}' is a number that a spreadsheet has rewritten; format the column as text"
    " and type the code again",
)
ROSTER_CODE_DAY = Wording(
    WARNING,
    "รหัสหน่วยงาน “{value}” คล้ายวันที่ที่โปรแกรมตารางแปลงจากรหัส โปรดตรวจสอบ"
    " หากไม่ใช่ ให้จัดรูปแบบคอลัมน์เป็นข้อความ (Text) แล้วพิมพ์รหัสใหม่",
    "agency code '{value}' looks like a date that a spreadsheet made of a code; check it, format"
    " the column as text and type the code again",
)
ROSTER_CODE_SHORT = Wording(
    WARNING,
    "รหัส “{value}” สั้นกว่ารหัสส่วนใหญ่ซึ่งมี {length} หลัก (สั้นเช่นนี้ {count} รหัส)"
    " โปรแกรมตารางอาจตัดศูนย์นำหน้า โปรดตรวจสอบ",
    "code '{value}' is shorter than most, which have {length} digits ({count} are so); a"
    " spreadsheet may have dropped leading zeros, please check",
)
ROSTER_TEXT_LONG = Wording(
    WARNING,
    "ข้อความยาว {length} ตัวอักษร ช่องในแบบรับ {limit} ตัว ฉบับที่พิมพ์อาจแน่นหรือล้นช่อง โปรดย่อ",
    "the text has {length} characters, the form's field takes {limit}, so it may be crowded in"
    " print; shorten it",
)
ROSTER_TEXT_FORMULA = Wording(
    WARNING,
    "“{value}” ขึ้นต้นอย่างสูตรคำนวณ โปรแกรมนี้ถือเป็นข้อความ โปรดตรวจว่าเป็นชื่อจริง",
    "'{value}' begins like a formula and is taken as words; check that it is meant so",
)
ROSTER_TEXT_UNPRINTABLE = Wording(
    WARNING,
    "“{value}” มีอักขระที่พิมพ์ไม่ได้หรือเสียหาย ({characters}) โปรดแก้ไข",
    "'{value}' has characters that cannot be printed or are lost ({characters}); mend it",
)
ROSTER_TEXT_MARKS = Wording(
    WARNING,
    "“{value}” มีสระหรือวรรณยุกต์ที่ลอยหรือซ้อนกันผิดที่ โปรดตรวจการพิมพ์",
    "'{value}' has vowel or tone marks that stand on no letter, or do not go together; check it",
)
ROSTER_CELL_NO_VALUE = Wording(
    ERROR,
    "ช่องนี้เป็นสูตรที่ไม่มีผลลัพธ์ ({value}) โปรดเปิดแฟ้มด้วยโปรแกรมตาราง แล้ววางเป็นค่า (paste values)",
    "this cell is a formula without a result ({value}); open the file in a spreadsheet and paste"
    " it as a value",
)
ROSTER_CELL_MERGED = Wording(
    ERROR,
    "“{column}” เป็นเซลล์ที่ผสานหลายแถว (ถึง {last}) โปรดยกเลิกการผสาน แล้วกรอกหนึ่งหน่วยงานต่อหนึ่งแถว",
    "'{column}' is one cell merged over several rows (to {last}); unmerge it and give each agency"
    " one row",
)
ROSTER_CELL_STRAY = Wording(
    WARNING,
    "ช่องนี้อยู่ห่างจากตารางมาก แถวนี้และแถวถัดไปจึงไม่ได้อ่าน โปรดย้ายมาต่อจากตาราง หรือลบออก",
    "this cell is far below the table, so it and what follows was not read; move it up or delete"
    " it",
)
ROSTER_ROWS_HIDDEN = Wording(
    WARNING,
    "มีแถวที่ซ่อนหรือถูกกรองออก {count} แถวตั้งแต่แถวนี้ ซึ่งอ่านด้วย โปรดลบแถวที่ไม่ต้องการ",
    "{count} rows from here on are hidden or filtered out and were read as well; delete those that"
    " are not wanted",
)
ROSTER_SHEETS_OTHER = Wording(
    WARNING,
    "อ่านเฉพาะแผ่นงาน “{sheet}” แผ่นงานอื่นที่มีหัวคอลัมน์ของทะเบียนไม่ได้อ่าน: {others} โปรดรวมไว้ในแผ่นงานเดียว",
    "only sheet '{sheet}' was read; other sheets with the headings of a roster were not: {others};"
    " put all agencies on one sheet",
)
ROUND_OTHER_FORM = Wording(
    ERROR,
    "รอบ {round} จัดส่งด้วยแบบรุ่นอื่นไปแล้ว (ลายนิ้วมือ {digest}) โปรดใช้ชื่อรอบใหม่"
    " หรือถ้าเป็นแบบเดียวกันที่แก้ไข สั่งด้วย --revise เพื่อออกฉบับใหม่ให้ทุกหน่วยงานในรอบนี้",
    "round {round} was already sent with another version of the form (digest {digest}); use a new"
    " round name or, for a new version of the same survey, --revise to give everyone in the round"
    " a new copy",
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
    " ฉบับที่ส่งแล้วไม่เปลี่ยน อีเมลและผู้ประสานงานใหม่ใช้กับหนังสือได้ด้วย formgen invite --roster"
    " หากต้องส่งแบบใหม่โปรดใช้ชื่อรอบใหม่",
    "{agency_code} already has its copy in round {round} ({sent}), but the roster now says"
    " ({listed}); the copy stays as it is, use a new round to send another",
)
ROUND_COPY_CHANGED = Wording(
    WARNING,
    "แฟ้ม {path} ในรอบ {round} ต่างจากที่ออกไว้ (อาจมีผู้กรอกหรือบันทึกทับ) จึงไม่เขียนทับ โปรดย้ายออกก่อน แล้วสั่งใหม่",
    "{path} of round {round} is not as it was issued (someone may have filled it in or saved over"
    " it) and was left alone; move it away and try again",
)
ROUND_COPY_GONE = Wording(
    WARNING,
    "ไม่พบแฟ้ม {path} ของรอบ {round} จึงไม่ได้แนบไป สั่ง formgen distribute รอบเดิมอีกครั้งเพื่อสร้างใหม่",
    "{path} of round {round} is not there and was not enclosed; run formgen distribute for this"
    " round again to make it anew",
)
ROUND_KEY_WRONG = Wording(
    WARNING,
    "แฟ้มนี้ไม่ใช่กุญแจที่ใช้ออกแบบในรอบ {round} จึงยืนยันไม่ได้ว่าแบบที่ส่งกลับเป็นฉบับที่ออกไป โปรดกู้คืนแฟ้มนี้จากสำเนา",
    "this is not the key that signed the copies of round {round}, so they cannot be verified;"
    " restore this file from a copy",
)
ROUND_NOT_FOUND = Wording(
    ERROR,
    "ไม่มีรอบชื่อ “{round}” ของแบบสำรวจนี้ รอบที่มีคือ {names}",
    "this survey has no round '{round}'; its rounds are {names}",
)
ROUNDS_TOGETHER = Wording(
    WARNING,
    "หน่วยงาน {count} แห่งได้รับแบบมากกว่าหนึ่งรอบ ผลนี้รวมทุกรอบเข้าด้วยกัน"
    " หากต้องการเฉพาะรอบเดียวโปรดระบุ --round",
    "{count} agencies were sent the form in more than one round; this result takes all rounds"
    " together, name one with --round",
)
ROUND_BUSY = Wording(
    ERROR,
    "มีการออกแบบของรอบนี้อีกครั้งหนึ่งกำลังทำงานอยู่ โปรดรอให้เสร็จแล้วสั่งใหม่",
    "copies of this round are being issued by another run; wait for it and try again",
)
ROUND_NAME_CHANGED = Wording(
    WARNING,
    "รหัส {agency_code} ในคำตอบครั้งก่อนคือ “{before}” แต่รอบนี้คือ “{now}” จึงไม่ได้เติมคำตอบครั้งก่อนให้"
    " โปรดตรวจรหัสในทะเบียน หากเป็นหน่วยงานเดียวกันที่เปลี่ยนชื่อ หน่วยงานกรอกใหม่เอง",
    "code {agency_code} was '{before}' in the earlier answers and is '{now}' in this round, so none"
    " of them were filled in; check the codes of the roster, or let the renamed agency answer anew",
)
ROUND_UNFINISHED = Wording(
    WARNING,
    "หน่วยงาน {count} แห่งในรอบ {round} ยังไม่มีฉบับของแบบที่ใช้อยู่ เพราะการออกแบบครั้งก่อนทำไม่เสร็จ"
    " จึงไม่ได้แนบแบบไป โปรดสั่ง formgen distribute รอบเดิมอีกครั้ง แล้วสั่งใหม่",
    "{count} agencies of round {round} have no copy of the form that is sent now, because issuing"
    " it did not finish, so none was enclosed; run formgen distribute for this round again, then"
    " try again",
)
ROUND_FOLDER_RENAMED = Wording(
    WARNING,
    "โฟลเดอร์นี้เก็บรอบ {round} ไว้ในชื่ออื่น คำสั่งที่ระบุชื่อรอบจึงหาไม่พบ"
    " โปรดเปลี่ยนชื่อโฟลเดอร์กลับเป็น {round} แล้วสั่งใหม่",
    "this folder holds round {round} under another name, where no command finds it; rename it"
    " {round} and try again",
)
