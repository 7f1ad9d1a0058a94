"""Each mistake a clerk can make, one at a time, in a small survey that is otherwise sound."""

import re
from typing import NamedTuple

import pytest

from formgen.content import check, load
from formgen.content.shapes import ID_LIMIT
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError

BASE = """\
schema: formgen/survey@1
id: small
revision: 1
title: แบบสำรวจ
instruction: โปรดใส่ {check}
choice_lists:
  yes_no:
    - {code: yes_now, label: ใช่}
    - {code: no_now, label: ไม่ใช่}
columns:
  - {id: name, label: เรื่อง, kind: label}
  - {id: status, label: สถานะ, kind: response, width: 2}
  - {id: advice, label: คำแนะนำ, kind: guidance}
parts:
  - id: office
    number: 1
    label: ส่วนที่ {n}
    title: ผู้ตอบ
    fields:
      - id: code
        label: รหัส
        role: agency_code
      - id: size
        label: ขนาด
        choices: yes_no
  - id: methods
    number: 2
    label: ส่วนที่ {n}.
    title: วิธีการ
    items:
      - id: email
        title: อีเมล
        rows:
          - id: email
            label: อีเมลกลาง
            choices: yes_no
            positive: [yes_now]
            advice:
              - ย่อหน้าหนึ่ง
              - numbered:
                  - ข้อแรก
"""


def found_in(tmp_path, text):
    path = tmp_path / "survey.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check(path)


def line_of(text, words):
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def test_the_base_is_sound(tmp_path):
    survey, mistakes = found_in(tmp_path, BASE)
    assert mistakes == ()
    assert survey.id == "small"


class Slip(NamedTuple):
    """A change of the base, the code it makes, and words of the line it is found on.

    Without words it is the first line of the change; `nth` counts the lines that hold the words,
    `after` the lines from there.
    """

    old: str
    new: str
    code: str
    words: str = ""
    nth: int = 1
    after: int = 0

    @property
    def text(self):
        assert BASE.count(self.old) == 1
        return BASE.replace(self.old, self.new)

    @property
    def line(self):
        words = self.words or self.new.strip("\n").split("\n")[0]
        lines = [n for n, line in enumerate(self.text.split("\n"), 1) if words in line]
        return lines[self.nth - 1] + self.after


CASES = [
    # ---------------------------------------------------------------- YAML
    ("title: แบบสำรวจ", "title: แบบ: สำรวจ", "CONTENT_SYNTAX"),
    ("title: แบบสำรวจ", "title: 'แบบสำรวจ", "CONTENT_SYNTAX", "ข้อแรก", 1, 1),
    ("title: แบบสำรวจ", "title: @แบบ", "CONTENT_SYNTAX"),
    ("instruction: โปรดใส่ {check}", "instruction: {check} โปรด", "CONTENT_SYNTAX"),
    ("    number: 1\n", "\tnumber: 1\n", "CONTENT_SYNTAX", "\tnumber: 1"),
    ("positive: [yes_now]", "positive: [yes_now", "CONTENT_SYNTAX", "advice:"),
    ("title: แบบสำรวจ", "title: &x แบบ\nlanguage: *x", "CONTENT_SYNTAX", "language: *x"),
    ("title: แบบสำรวจ", "title: *x", "CONTENT_SYNTAX"),
    ("title: แบบสำรวจ", "title: แบบ\n---", "CONTENT_SYNTAX", "---"),
    ("title: แบบสำรวจ", f"title: {'[' * 200_000}", "CONTENT_SYNTAX", "title: [["),
    (BASE, "", "CONTENT_SYNTAX", ""),
    (BASE, "# หมายเหตุ", "CONTENT_SYNTAX"),
    # ---------------------------------------------------------------- keys
    ("title: แบบสำรวจ", "title: แบบ\nsubtitle: ก", "CONTENT_UNKNOWN_KEY", "subtitle"),
    ("        role: agency_code", "        rolle: agency_code", "CONTENT_UNKNOWN_KEY"),
    ("            positive: [yes_now]", "            requried: true", "CONTENT_UNKNOWN_KEY"),
    ("{id: name, label: เรื่อง, kind: label}", "{id: law, label: ก, kind: guidance}",
     "CONTENT_MISSING_KEY", "          - id: email"),
    ("            advice:", "            law:", "CONTENT_UNKNOWN_KEY"),
    ("            advice:", "            law:", "CONTENT_MISSING_KEY", "          - id: email"),
    ("title: แบบสำรวจ", "title: แบบ\ntitle: แบบ", "CONTENT_DUPLICATE_KEY", "title: แบบ", 2),
    ("    - {code: no_now, label: ไม่ใช่}", "    - {code: no_now, label: ไม่ใช่}\n  yes_no: []",
     "CONTENT_DUPLICATE_KEY", "yes_no: []"),
    ("              - ย่อหน้าหนึ่ง", "              - {heading: ก, text: ข}", "CONTENT_DUPLICATE_KEY"),
    ("              - ย่อหน้าหนึ่ง", "              - {}", "CONTENT_MISSING_KEY"),
    ("revision: 1\n", "", "CONTENT_MISSING_KEY", "schema"),
    ("        label: รหัส\n", "", "CONTENT_MISSING_KEY", "- id: code"),
    ("        choices: yes_no\n  - id: methods", "        type: select_one\n  - id: methods",
     "CONTENT_MISSING_KEY", "- id: size"),
    ("            label: อีเมลกลาง", "            remark: true", "CONTENT_MISSING_KEY"),
    ("          - id: email\n",
     "          - {id: post, choices: yes_no, advice: []}\n          - id: email\n",
     "CONTENT_MISSING_KEY", "{id: post"),
    ("columns:\n  - {id: name, label: เรื่อง, kind: label}\n"
     "  - {id: status, label: สถานะ, kind: response, width: 2}\n"
     "  - {id: advice, label: คำแนะนำ, kind: guidance}\n", "",
     "CONTENT_MISSING_KEY", "  - id: methods"),
    ("label: คำแนะนำ, kind: guidance", "label: คำแนะนำ", "CONTENT_MISSING_KEY", "label: คำแนะนำ"),
    # ---------------------------------------------------------------- values
    ("title: แบบสำรวจ", "title:", "CONTENT_MISSING_LABEL"),
    ("title: แบบสำรวจ", 'title: "  "', "CONTENT_MISSING_LABEL"),
    ("              - ย่อหน้าหนึ่ง", "              -", "CONTENT_MISSING_LABEL", "              -"),
    ("title: แบบสำรวจ", "title: 2569", "CONTENT_WRONG_TYPE"),
    ("title: แบบสำรวจ", "title: no", "CONTENT_WRONG_TYPE"),
    ("title: แบบสำรวจ", "title: [ก, ข]", "CONTENT_WRONG_TYPE"),
    ("title: แบบสำรวจ", "title: {a: ก, b: ข}", "CONTENT_WRONG_TYPE"),
    ("code: no_now", "code: no", "CONTENT_WRONG_TYPE"),
    ("revision: 1", "revision: '1'", "CONTENT_WRONG_TYPE"),
    ("revision: 1", "revision: one", "CONTENT_WRONG_TYPE"),
    ("width: 2", "width: กว้าง", "CONTENT_WRONG_TYPE"),
    ("    number: 1", "    enabled: 1\n    number: 1", "CONTENT_WRONG_TYPE", "enabled: 1"),
    ("        rows:\n", "        rows: {}\n        others:\n", "CONTENT_WRONG_TYPE", "rows: {}"),
    ("              - ย่อหน้าหนึ่ง", "              - [ก]", "CONTENT_WRONG_TYPE"),
    ("width: 2", "width: '2'", "CONTENT_WRONG_TYPE"),
    ("width: 2", "width: .inf", "CONTENT_WRONG_TYPE"),
    ("width: 2", "width: [2]", "CONTENT_WRONG_TYPE"),
    ("title: แบบสำรวจ", "title: แบบ\nglyphs: []", "CONTENT_WRONG_TYPE", "glyphs"),
    ("  yes_no:\n    - {code: yes_now, label: ใช่}\n    - {code: no_now, label: ไม่ใช่}\n", "  - ใช่\n",
     "CONTENT_WRONG_TYPE", "  - ใช่"),
    (BASE, "- ก", "CONTENT_WRONG_TYPE"),
    (BASE, "ก", "CONTENT_WRONG_TYPE"),
    ("revision: 1", "revision: 0", "CONTENT_BAD_VALUE"),
    ("revision: 1", "revision: -1", "CONTENT_BAD_VALUE"),
    ("revision: 1", "revision: 1" + "0" * 5000, "CONTENT_BAD_VALUE"),
    ("width: 2", "width: 0", "CONTENT_BAD_VALUE"),
    ("survey@1", "survey@2", "CONTENT_BAD_VALUE"),
    ("kind: response", "kind: answer", "CONTENT_BAD_VALUE"),
    ("title: แบบสำรวจ", "title: แบบ\nglyphs: {check: ถูก}", "CONTENT_BAD_VALUE", "glyphs"),
    ("        role: agency_code", "        type: text\n        choices: yes_no",
     "CONTENT_BAD_VALUE", "type: text"),
    ("        role: agency_code", "        type: integer\n        format: phone",
     "CONTENT_BAD_VALUE", "type: integer"),
    ("        role: agency_code", "        type: integer\n        role: agency_code",
     "CONTENT_BAD_VALUE", "type: integer"),
    ("        role: agency_code", "        role: response_date", "CONTENT_BAD_VALUE", "- id: code"),
    ("{id: advice,", "{id: hint,", "CONTENT_BAD_VALUE"),
    ("id: small", "id: Small", "CONTENT_BAD_ID"),
    ("      - id: code", "      - id: รหัส", "CONTENT_BAD_ID"),
    ("      - id: code", "      - id: my-code", "CONTENT_BAD_ID"),
    ("      - id: code", f"      - id: {'a' * (ID_LIMIT + 1)}", "CONTENT_BAD_ID"),
    ("      - id: code", "      - id: 7", "CONTENT_BAD_ID"),
    ("  yes_no:\n", "  ใช่:\n", "CONTENT_BAD_ID", "  ใช่:"),
    ("positive: [yes_now]", "positive: []\n            constraint: regex(., '\\d**')",
     "CONTENT_NO_MARKUP", "constraint"),
    ("label: เรื่อง", "label: \"**เรื่อง** {check}\"", "CONTENT_NO_MARKUP"),
    ("    - {code: yes_now, label: ใช่}\n    - {code: no_now, label: ไม่ใช่}\n", "    []\n",
     "CONTENT_EMPTY_LIST", "    []"),
    # ---------------------------------------------------------------- ids across the file
    ("      - id: size", "      - id: code", "CONTENT_DUPLICATE_ID", "      - id: code", 2),
    ("  - id: methods", "  - id: office", "CONTENT_DUPLICATE_ID", "  - id: office", 2),
    ("code: no_now", "code: yes_now", "CONTENT_DUPLICATE_ID", "label: ไม่ใช่"),
    ("{id: advice,", "{id: name,", "CONTENT_DUPLICATE_ID", "label: คำแนะนำ"),
    ("      - id: size\n", "      - {id: name, label: ก, role: agency_code}\n      - id: size\n",
     "CONTENT_DUPLICATE_ID", "- {id: name, label: ก"),
    ("    items:\n", "    items:\n      - {id: email, title: ก, rows: [{id: a, advice: []}]}\n",
     "CONTENT_DUPLICATE_ID", "        title: อีเมล", 1, -1),
    ("                  - ข้อแรก\n",
     "                  - ข้อแรก\n      - {id: post, title: ก, rows: [{id: email, advice: []}]}\n",
     "CONTENT_DUPLICATE_ID", "rows: [{id"),
    ("code: no_now", "code: status", "CONTENT_NAME_CLASH", "          - id: email"),
    ("code: no_now", "code: specify, specify: true", "CONTENT_NAME_CLASH", "      - id: size"),
    ("    number: 2\n", "    number: 1\n", "CONTENT_SAME_NUMBER", "    number: 1", 2),
    ("label: ไม่ใช่", "label: “ใช่”", "CONTENT_SAME_LABEL"),
    ("label: ไม่ใช่", "label: yes_now", "CONTENT_SAME_LABEL"),
    ("label: ใช่}\n    - {code: no_now, label: ไม่ใช่}",
     "label: ใช่, specify: true}\n    - {code: no_now, label: ไม่ใช่, specify: true}",
     "CONTENT_DUPLICATE_KEY", "label: ไม่ใช่"),
    # ---------------------------------------------------------------- words
    ("title: แบบสำรวจ", "title: แบบ\n  สำรวจ", "CONTENT_SPLIT_PARAGRAPH", "title: แบบ"),
    ("title: แบบสำรวจ", "title: >\n  แบบ\n  สำรวจ", "CONTENT_SPLIT_PARAGRAPH", "title: >"),
    ("title: แบบสำรวจ", "title: |\n  แบบ", "CONTENT_SPLIT_PARAGRAPH", "title: |"),
    ("title: แบบสำรวจ", 'title: "แบบ\\nสำรวจ"', "CONTENT_SPLIT_PARAGRAPH"),
    ("title: แบบสำรวจ", 'title: "แบบ\n  สำรวจ"', "CONTENT_SPLIT_PARAGRAPH", "title: "),
    ("- ย่อหน้าหนึ่ง", "- ระเบียบ: ข้อ ๑๒", "CONTENT_MAPPED_PARAGRAPH"),
    ("                  - ข้อแรก", "                  - ข้อ ๑: ก", "CONTENT_MAPPED_PARAGRAPH"),
    ("title: แบบสำรวจ", "title:\n  แบบ: สำรวจ", "CONTENT_MAPPED_PARAGRAPH", "  แบบ: สำรวจ"),
    ("title: แบบสำรวจ", "title: ข้อ #๑", "CONTENT_SWALLOWED_COMMENT"),
    ("title: แบบสำรวจ", "title: ข้อ  #๑ ของแบบ", "CONTENT_SWALLOWED_COMMENT"),
    ("title: แบบสำรวจ", "title: ข้อ # ๑", "CONTENT_SWALLOWED_COMMENT"),
    ("title: แบบสำรวจ", "title: แบบ\u200bสำรวจ", "CONTENT_FORBIDDEN_CHARACTER"),
    ("title: แบบสำรวจ", "title: แบบ\uf70aสำรวจ", "CONTENT_FORBIDDEN_CHARACTER"),
    ("title: แบบสำรวจ", "title: แบบ\tสำรวจ", "CONTENT_FORBIDDEN_CHARACTER"),
    ("title: แบบสำรวจ", 'title: "แบบ\\u00adสำรวจ"', "CONTENT_FORBIDDEN_CHARACTER"),
    ("title: แบบสำรวจ", "title: แบบ\x07สำรวจ", "CONTENT_FORBIDDEN_CHARACTER"),
    ("title: แบบสำรวจ", "title: ท**\u0e35่**", "CONTENT_STYLE_IN_CLUSTER"),
    ("title: แบบสำรวจ", "title: เ**ก**", "CONTENT_STYLE_IN_CLUSTER"),
    ("title: แบบสำรวจ", "title: ท{check}\u0e35่", "CONTENT_STYLE_IN_CLUSTER"),
    ("title: แบบสำรวจ", "title: \"**แบบ** **สำรวจ\"", "CONTENT_STYLE_UNCLOSED"),
    ("- ข้อแรก", "- \"**ข้อแรก\"", "CONTENT_STYLE_UNCLOSED"),
    # ---------------------------------------------------------------- what is referred to
    ("title: แบบสำรวจ", "title: แบบ {chek}", "CONTENT_DANGLING"),
    ("title: แบบสำรวจ", "title: แบบ {n}", "CONTENT_DANGLING"),
    ("        choices: yes_no\n  - id: methods", "        choices: no_yes\n  - id: methods",
     "CONTENT_DANGLING", "choices: no_yes"),
    ("positive: [yes_now]", "positive: [yes]", "CONTENT_WRONG_TYPE"),
    ("positive: [yes_now]", "positive: [have]", "CONTENT_DANGLING"),
    ("        role: agency_code", "        relevant: ${email.state} = 'x'", "CONTENT_DANGLING"),
    ("        role: agency_code", "        constraint: . >", "CONTENT_BAD_EXPRESSION"),
    ("        role: agency_code", "        relevant: office.size = 1", "CONTENT_BAD_EXPRESSION"),
    ("kind: response", "kind: guidance", "CONTENT_COLUMNS", "columns:", 1, 1),
    ("{id: name, label: เรื่อง, kind: label}", "{id: name, label: เรื่อง, kind: response}",
     "CONTENT_COLUMNS", "columns:", 1, 1),
    ("{id: name, label: เรื่อง, kind: label}\n", "{id: law, label: ก, kind: guidance}\n",
     "CONTENT_MISSING_KEY", "          - id: email"),
]  # fmt: skip


SLIPS = [Slip(*case) for case in CASES]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code}-{slip.new.strip()[:24]}")
def test_a_mistake_is_found_on_its_line(slip, tmp_path):
    survey, mistakes = found_in(tmp_path, slip.text)
    assert survey is None
    assert (slip.code, slip.line) in [(one.code.name, int(one.at)) for one in mistakes]


SEVERAL = {
    "- ใช่": ["CONTENT_DANGLING", "CONTENT_WRONG_TYPE"],
    "code: specify, specify: true": ["CONTENT_NAME_CLASH"],  # in both questions that use the list
    "law:": ["CONTENT_MISSING_KEY", "CONTENT_UNKNOWN_KEY"],
    "positive: []\n            const": ["CONTENT_BAD_EXPRESSION", "CONTENT_NO_MARKUP"],
    "rows: {}\n        others:": ["CONTENT_UNKNOWN_KEY", "CONTENT_WRONG_TYPE"],
    "ใช่:": ["CONTENT_BAD_ID", "CONTENT_DANGLING"],
}


def test_one_slip_is_told_once(tmp_path):
    several = {}
    for slip in SLIPS:
        mistakes = found_in(tmp_path, slip.text)[1]
        if len(mistakes) > 1:
            several[slip.new.strip()[:30]] = sorted({one.code.name for one in mistakes})
    assert several == SEVERAL


def test_every_code_of_content_is_in_a_case():
    elsewhere = {"CONTENT_UNREADABLE", "CONTENT_NO_PART"}  # below
    elsewhere |= {"CONTENT_ERRATA_MISMATCH"}  # in test_errata
    elsewhere |= {"CONTENT_UNKNOWN_NAME", "CONTENT_NAME_UNCLOSED"}  # in test_texts
    named = {slip.code for slip in SLIPS}
    assert named | elsewhere == {code.name for code in Code if code.name.startswith("CONTENT_")}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: แบบสำรวจ", "title: 2569",
         "4: title ต้องเป็น ข้อความ (text) แต่พบ จำนวนเต็ม (whole number) “2569”"
         " โปรดแก้ หรือใส่เครื่องหมายคำพูดครอบข้อความ"),
        ("title: แบบสำรวจ", "title: [ก, ข]",
         "4: title ต้องเป็น ข้อความ (text) แต่พบ รายการ (list) โปรดแก้ หรือใส่เครื่องหมายคำพูดครอบข้อความ"),
        (BASE, "- ก",
         "1: แฟ้มนี้ (this file) ต้องเป็น กลุ่มคำ (keys) แต่พบ รายการ (list)"
         " โปรดแก้ หรือใส่เครื่องหมายคำพูดครอบข้อความ"),
        ("title: แบบสำรวจ", "title:\n  แบบ: สำรวจ",
         "5: YAML อ่านย่อหน้าใน title เป็นรายการ “แบบ: …” เพราะมีเครื่องหมาย : ตามด้วยช่องว่าง"
         ' โปรดใส่เครื่องหมายคำพูด "…" ครอบทั้งย่อหน้า'),
        ("revision: 1\n", "", "1: แฟ้มนี้ (this file) ยังไม่มี “revision” โปรดเพิ่ม"),
        ("title: แบบสำรวจ", "title: แบบ\ntitle: แบบ",
         "5: คำว่า “title” ใน แฟ้มนี้ (this file) มีสองครั้ง โปรดลบออกหนึ่งแห่ง"),
        ("              - ย่อหน้าหนึ่ง", "              - {heading: ก, text: ข}",
         "39: คำว่า “heading / text” ใน parts[2].items[1].rows[1].advice[1] มีสองครั้ง"
         " โปรดลบออกหนึ่งแห่ง"),
        ("code: no_now", "code: no-now",
         "9: รหัส “no-now” ใน choice_lists.yes_no[2].code ใช้ไม่ได้ ต้องขึ้นต้นด้วยอักษรอังกฤษตัวเล็ก"
         " ตามด้วย a-z 0-9 หรือ _ ไม่เกิน ๓๒ ตัว"),
        ("code: no_now", "code: yes_now",
         "9: รหัส “yes_now” ใน choice_lists.yes_no[2] ซ้ำกับบรรทัด 8 โปรดตั้งรหัสใหม่"),
        ("kind: response", "kind: guidance",
         "11: columns ต้องมีคอลัมน์คำตอบ (kind: response) หนึ่งคอลัมน์พอดี แต่พบ ๐"),
        ("title: แบบสำรวจ", "title: ก**\u0e34**",
         "4: ตัวเน้นหรือเครื่องหมายใน title เริ่มกลางพยางค์ไทย (หลัง “ก”) โปรดเลื่อนไปต้นพยางค์"),
        ("positive: [yes_now]", "positive: [have]",
         "37: parts[2].items[1].rows[1].positive[1] อ้างถึง “have” ซึ่งไม่มีในแบบ ที่มีคือ: yes_now, no_now"),
        ("title: แบบสำรวจ", "title: 'แบบสำรวจ",
         "42: รูปแบบ YAML ไม่ถูกต้อง: ไม่ได้ปิดเครื่องหมายคำพูด (found unexpected end of stream) [4–42]"
         " โปรดตรวจการย่อหน้าและเครื่องหมายคำพูดในบรรทัดนี้"),
        ("title: แบบสำรวจ", "title: แบบ: สำรวจ",
         "4: รูปแบบ YAML ไม่ถูกต้อง: ข้อความมี : ตามด้วยช่องว่าง หรือย่อหน้าไม่ตรงกัน (mapping values are not"
         " allowed in this context) โปรดตรวจการย่อหน้าและเครื่องหมายคำพูดในบรรทัดนี้"),
        ("title: แบบสำรวจ", "title: ข้อ #๑  # ก",
         "4: YAML ตัดข้อความ “#๑  # ก” ใน title ทิ้ง เพราะมีช่องว่างตามด้วย # โปรดใส่เครื่องหมายคำพูด \"…\""
         " ครอบทั้งย่อหน้า (หมายเหตุของผู้แก้ให้เขียนแยกบรรทัด)"),
        ("title: แบบสำรวจ", "title: แบบ\u200b\u200bสำรวจ\ue000",
         "4: title มีอักขระควบคุมหรืออักขระที่มองไม่เห็น U+200B, U+E000 โปรดลบออก"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_these_words(old, new, message, tmp_path):
    assert BASE.count(old) == 1
    (one,) = found_in(tmp_path, BASE.replace(old, new))[1]
    assert one.message("th") == f"{(tmp_path / 'survey.yaml').as_posix()}:{message}"


@pytest.mark.parametrize("code", sorted({slip.code for slip in SLIPS}))
def test_every_message_is_told_in_thai(code, tmp_path):
    for slip in SLIPS:
        for one in found_in(tmp_path, slip.text)[1] if slip.code == code else ():
            place, _, words = one.message("th").partition(": ")
            assert place == f"{(tmp_path / 'survey.yaml').as_posix()}:{one.at}"
            assert re.search("[ก-๎]{3}", words)
            assert "None" not in words
            assert one.message("en").startswith(f"{place}: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: แบบสำรวจ", "title: แบบสำรวจ  # หมายเหตุของผู้แก้"),
        ("title: แบบสำรวจ", 'title: "ข้อ #๑: สอง"'),
        ("title: แบบสำรวจ", "title: 'แบบ' # ๑"),
        ("title: แบบสำรวจ", "title: C# ๑#๒"),
        ("title: แบบสำรวจ", 'title: "no"'),
        ("title: แบบสำรวจ", "title: แบบ**สำรวจ** ๑๐:๓๐ น."),
        ("title: แบบสำรวจ", "title: น้ำ\u00a0ใจ"),
        ("title: แบบสำรวจ", "title: แบบ {Other} {}"),
        ("title: แบบสำรวจ", "title: แบบ\n\n# หมายเหตุ\n"),
        ("width: 2", "width: 0.5"),
        ("revision: 1", "revision: 1 # ครั้งแรก"),
        ("schema", "\ufeffschema"),
        ("            label: อีเมลกลาง", "            remark: {label: หมายเหตุ}"),
        ("            label: อีเมลกลาง", "            hint: ดูคู่มือ"),
        ("              - ย่อหน้าหนึ่ง", "              - text: ก"),
        ("            advice:", "            remark: false\n            advice:"),
        ("        role: agency_code", "        relevant: ${email.status} = 'yes_now'"),
        ("        role: agency_code", "        constraint: regex(., '[0-9]{5}')"),
    ],
)  # fmt: skip
def test_no_false_alarm(old, new, tmp_path):
    assert BASE.count(old) == 1
    assert found_in(tmp_path, BASE.replace(old, new))[1] == ()


def test_line_ends_of_windows_change_nothing(tmp_path):
    assert found_in(tmp_path, BASE.replace("\n", "\r\n")) == found_in(tmp_path, BASE)
    text = BASE.replace("title: แบบสำรวจ", "title: 2569").replace("\n", "\r\n")
    assert [one.at for one in found_in(tmp_path, text)[1]] == ["4"]


def test_a_hint_that_nothing_would_print(tmp_path):
    text = BASE.replace("  - {id: name, label: เรื่อง, kind: label}\n", "")
    text = text.replace(
        "            choices: yes_no", "            choices: yes_no\n            hint: ดูคู่มือ"
    )
    (one,) = found_in(tmp_path, text)[1]
    assert (one.code, int(one.at)) == (Code.CONTENT_UNKNOWN_KEY, line_of(text, "hint"))
    allowed = dict(one.facts)["allowed"]
    assert "label" in allowed
    assert "advice" in allowed
    assert "hint" not in allowed
    assert "status" not in allowed


def test_all_mistakes_are_told_in_one_run_in_order_of_lines(tmp_path):
    slips = {
        "revision: 1": ("revision: หนึ่ง", "CONTENT_WRONG_TYPE"),
        "title: แบบสำรวจ": ("title: แบบ #๑", "CONTENT_SWALLOWED_COMMENT"),
        "no_now, label: ไม่ใช่": ("yes_now, label: ไม่ใช่", "CONTENT_DUPLICATE_ID"),
        "width: 2": ("width: กว้าง", "CONTENT_WRONG_TYPE"),
        "      - id: code": ("      - id: รหัส", "CONTENT_BAD_ID"),
        "        choices: yes_no\n  - id": ("        choices: no_yes\n  - id", "CONTENT_DANGLING"),
        "    title: วิธีการ": ('    title: "**วิธีการ"', "CONTENT_STYLE_UNCLOSED"),
        "            positive: [yes_now]": (
            "            positve: [yes_now]",
            "CONTENT_UNKNOWN_KEY",
        ),
        "ย่อหน้าหนึ่ง": ("ย่อหน้า\u200bหนึ่ง", "CONTENT_FORBIDDEN_CHARACTER"),
        "ข้อแรก": ("มาตรา: หนึ่ง", "CONTENT_MAPPED_PARAGRAPH"),
    }
    text = BASE
    for old, (new, _) in slips.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    mistakes = found_in(tmp_path, text)[1]
    wanted = [(code, line_of(text, new.split("\n")[0])) for new, code in slips.values()]
    assert [(one.code.name, int(one.at)) for one in mistakes] == wanted


@pytest.mark.parametrize(
    ("data", "reason"),
    [(BASE.encode("utf-16"), "UTF-8"), (BASE.encode("cp874", "replace"), "UTF-8")],
)
def test_a_file_that_is_not_utf_8(data, reason, tmp_path):
    ((one,), survey) = found_in(tmp_path, data)[::-1]
    assert survey is None
    assert one.code is Code.CONTENT_UNREADABLE
    assert dict(one.facts)["reason"] == reason


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FormgenError) as error:
        load(tmp_path / "ไม่มี.yaml")
    assert error.value.exit_code is Exit.CONTENT
    assert [one.code for one in error.value.diagnostics] == [Code.CONTENT_UNREADABLE]
    assert "No such file" in error.value.diagnostics[0].message("en")


def test_load_tells_every_mistake(tmp_path):
    path = tmp_path / "survey.yaml"
    path.write_text(BASE.replace("title: แบบสำรวจ", "title: 1").replace("ผู้ตอบ", "{x}"), "utf-8")
    with pytest.raises(FormgenError) as error:
        load(path)
    assert [int(one.at) for one in error.value.diagnostics] == [4, 18]


def test_a_survey_of_which_every_part_is_off_is_refused(tmp_path):
    off = re.sub("(    number: [12]\n)", r"\1    enabled: false\n", BASE)
    _, mistakes = found_in(tmp_path, off)
    assert [one.code for one in mistakes] == [Code.CONTENT_NO_PART]
    one_on = off.replace("    enabled: false\n", "", 1).replace("number: 1", "number: 2")
    assert found_in(tmp_path, one_on)[1] == ()  # what is off may have any number


@pytest.mark.parametrize(
    "title", ["**หนา** ปกติ", "& ต่อ", '"\\ก"', "|x", "%หัว"], ids=lambda title: title[:2]
)
def test_what_yaml_cannot_read_is_said_in_thai(tmp_path, title):
    _, (problem,) = found_in(tmp_path, BASE.replace("title: แบบสำรวจ", f"title: {title}"))
    assert problem.code is Code.CONTENT_SYNTAX
    assert re.match("[ก-๙]", dict(problem.facts)["reason"])
