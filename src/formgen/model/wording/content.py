"""What the loader and the compiler find in a content file."""

from formgen.model.wording import ERROR, Wording

CONTENT_UNREADABLE = Wording(
    ERROR,
    "อ่านแฟ้มเนื้อหาไม่ได้ ({reason}) โปรดตรวจชื่อแฟ้ม และบันทึกเป็น UTF-8",
    "the content file cannot be read ({reason}); check its name and save it as UTF-8",
)
CONTENT_SYNTAX = Wording(
    ERROR,
    "รูปแบบ YAML ไม่ถูกต้อง: {reason} โปรดตรวจการย่อหน้าและเครื่องหมายคำพูดในบรรทัดนี้",
    "not valid YAML: {reason}; check the indentation and quotes on this line",
)
CONTENT_UNKNOWN_KEY = Wording(
    ERROR,
    "ไม่รู้จักคำว่า “{key}” ใน {path} คำที่ใช้ได้: {allowed}",
    "unknown key '{key}' in {path}; allowed here: {allowed}",
)
CONTENT_DUPLICATE_KEY = Wording(
    ERROR,
    "คำว่า “{key}” ใน {path} มีสองครั้ง โปรดลบออกหนึ่งแห่ง",
    "key '{key}' stands twice in {path}; remove one of them",
)
CONTENT_MISSING_KEY = Wording(
    ERROR,
    "{path} ยังไม่มี “{key}” โปรดเพิ่ม",
    "{path} has no '{key}'; add it",
)
CONTENT_MISSING_LABEL = Wording(
    ERROR,
    "ข้อความใน {path} ว่างอยู่ โปรดเติมข้อความ",
    "the text in {path} is empty; write it",
)
CONTENT_WRONG_TYPE = Wording(
    ERROR,
    "{path} ต้องเป็น {expected} แต่พบ {actual} โปรดแก้ หรือใส่เครื่องหมายคำพูดครอบข้อความ",
    "{path} must be {expected} but is {actual}; correct it, or put quotes round the text",
)
CONTENT_BAD_VALUE = Wording(
    ERROR,
    "ค่า “{value}” ใน {path} ใช้ไม่ได้ ค่าที่ใช้ได้: {allowed}",
    "value '{value}' in {path} cannot be used; allowed: {allowed}",
)
CONTENT_BAD_ID = Wording(
    ERROR,
    "รหัส “{value}” ใน {path} ใช้ไม่ได้ ต้องขึ้นต้นด้วยอักษรอังกฤษตัวเล็ก ตามด้วย a-z 0-9 หรือ _ ไม่เกิน {limit} ตัว",
    "id '{value}' in {path} cannot be used; it must be a lower-case letter, then a-z 0-9 or _,"
    " {limit} characters at most",
)
CONTENT_DUPLICATE_ID = Wording(
    ERROR,
    "รหัส “{value}” ใน {path} ซ้ำกับบรรทัด {first} โปรดตั้งรหัสใหม่",
    "id '{value}' in {path} is already used on line {first}; choose another",
)
CONTENT_NAME_CLASH = Wording(
    ERROR,
    "ชื่อช่องตอบ “{name}” เกิดจากสองแห่งในแบบ ({path}) โปรดเปลี่ยนรหัสข้อหรือรหัสตัวเลือก",
    "the field name '{name}' arises twice in the form ({path}); change an id or a choice code",
)
CONTENT_SPLIT_PARAGRAPH = Wording(
    ERROR,
    "ย่อหน้าใน {path} ถูกตัดข้ามบรรทัด YAML จะแทรกช่องว่างกลางคำไทย โปรดเขียนหนึ่งย่อหน้าในหนึ่งบรรทัด",
    "the paragraph in {path} runs over several lines, and YAML would put a blank into the Thai;"
    " write one paragraph on one line",
)
CONTENT_MAPPED_PARAGRAPH = Wording(
    ERROR,
    "YAML อ่านย่อหน้าใน {path} เป็นรายการ “{key}: …” เพราะมีเครื่องหมาย : ตามด้วยช่องว่าง"
    ' โปรดใส่เครื่องหมายคำพูด "…" ครอบทั้งย่อหน้า',
    "YAML took the paragraph in {path} for a mapping '{key}: ...' because of a colon and a blank;"
    " put quotes round the whole paragraph",
)
CONTENT_SWALLOWED_COMMENT = Wording(
    ERROR,
    "YAML ตัดข้อความ “{lost}” ใน {path} ทิ้ง เพราะมีช่องว่างตามด้วย #"
    ' โปรดใส่เครื่องหมายคำพูด "…" ครอบทั้งย่อหน้า (หมายเหตุของผู้แก้ให้เขียนแยกบรรทัด)',
    "YAML dropped '{lost}' in {path} because of a blank and a #; put quotes round the whole"
    " paragraph (write notes to yourself on a line of their own)",
)
CONTENT_FORBIDDEN_CHARACTER = Wording(
    ERROR,
    "{path} มีอักขระควบคุมหรืออักขระที่มองไม่เห็น {characters} โปรดลบออก",
    "{path} holds control or invisible characters {characters}; remove them",
)
CONTENT_STYLE_IN_CLUSTER = Wording(
    ERROR,
    "ตัวเน้นหรือเครื่องหมายใน {path} เริ่มกลางพยางค์ไทย (หลัง “{before}”) โปรดเลื่อนไปต้นพยางค์",
    "emphasis or a mark in {path} begins inside a Thai cluster (after '{before}'); move it to the"
    " start of the cluster",
)
CONTENT_STYLE_UNCLOSED = Wording(
    ERROR,
    "ตัวเน้น ** ใน {path} เปิดแล้วไม่ได้ปิด โปรดเติม ** ให้ครบคู่",
    "emphasis ** in {path} is opened but not closed; complete the pair",
)
CONTENT_DANGLING = Wording(
    ERROR,
    "{path} อ้างถึง “{value}” ซึ่งไม่มีในแบบ ที่มีคือ: {allowed}",
    "{path} refers to '{value}', which does not exist; there are: {allowed}",
)
CONTENT_BAD_EXPRESSION = Wording(
    ERROR,
    "เงื่อนไข “{expression}” ใน {path} ไม่ถูกต้อง: {reason}",
    "the expression '{expression}' in {path} is wrong: {reason}",
)
CONTENT_COLUMNS = Wording(
    ERROR,
    "{path} ต้องมีคอลัมน์คำตอบ (kind: response) หนึ่งคอลัมน์พอดี แต่พบ {number}",
    "{path} must have exactly one answer column (kind: response) but has {number}",
)
CONTENT_ERRATA_MISMATCH = Wording(
    ERROR,
    "รายการแก้คำผิด {id} ไม่ตรงกับต้นฉบับ: {reason} โปรดตรวจ errata.yaml",
    "erratum {id} does not fit the original: {reason}; check errata.yaml",
)
CONTENT_EMPTY_LIST = Wording(
    ERROR,
    "รายการใน {path} ว่างอยู่ โปรดเติมอย่างน้อยหนึ่งรายการ",
    "the list in {path} is empty; write at least one item",
)
CONTENT_NO_PART = Wording(
    ERROR,
    "ทุกส่วนของแบบปิดไว้ (enabled: false) โปรดเปิดอย่างน้อยหนึ่งส่วน",
    "every part of the form is switched off (enabled: false); switch on at least one",
)
CONTENT_SAME_NUMBER = Wording(
    ERROR,
    "ส่วนที่ {number} ซ้ำกับบรรทัด {first} โปรดแก้ number ให้ไม่ซ้ำกัน",
    "part number {number} is already used on line {first}; give each part its own",
)
CONTENT_SAME_LABEL = Wording(
    ERROR,
    "ตัวเลือก “{label}” ใน {path} อ่านเหมือนกับบรรทัด {first} เมื่อส่งกลับมาจะแยกคำตอบไม่ได้ โปรดแก้ให้ต่างกัน",
    "the choice '{label}' in {path} reads like the one on line {first}; answers could not be told"
    " apart, make them differ",
)
CONTENT_NO_MARKUP = Wording(
    ERROR,
    "{path} ใช้ {marks} ไม่ได้ จะพิมพ์ออกมาตามตัวอักษร โปรดลบออก",
    "{marks} cannot be used in {path} and would be printed as they stand; remove them",
)
CONTENT_UNKNOWN_NAME = Wording(
    ERROR,
    "{path} ใช้ชื่อ “{value}” ซึ่งไม่มี ชื่อที่ใช้ได้: {allowed}",
    "{path} uses the name '{value}', which does not exist; there are: {allowed}",
)
CONTENT_NAME_UNCLOSED = Wording(
    ERROR,
    "เครื่องหมาย « » ใน {path} ไม่ครบคู่ โปรดเขียนชื่อไว้ใน « » ให้ครบทั้งสองข้าง เช่น «survey»",
    "« and » in {path} do not pair; write each name between both of them, as in «survey»",
)
