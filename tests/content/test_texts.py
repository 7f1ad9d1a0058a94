"""The texts of letters and reports: every mistake a clerk can make, and how a text is set."""

import json
import re
from pathlib import Path

import pytest
import yaml
from tests.content.test_schema import faults

from formgen.content.schema import json_schema
from formgen.content.text_shapes import OFFICE, OFFICE_FACTS, STYLES, TEMPLATE
from formgen.content.texts import (
    DOTS,
    Names,
    Space,
    find_text,
    load_office,
    load_template,
    subject,
    typeset,
)
from formgen.model.blocks import CellRow, Paragraph, Style, Table
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.document import NewPage
from formgen.resources import resource

NAMES = Names(
    facts=("sent", "agency", "deadline"),
    conditions=("roster", "late"),
    tables=("summary",),
    lists={"problems": ("place", "problem")},
)
BASE = """\
schema: formgen/text@1
subject: รายงานผล «agency»
clauses:
  - memo: บันทึกข้อความ
  - line: "**ที่** «sent»"
    right: "**วันที่** «deadline»"
  - section: "**เรื่องเดิม** ส่ง «sent» แห่ง"
    when: roster
  - item: ข้อหนึ่ง
  - item: "«place» พบ «problem»"
    each: problems
  - section: ข้อสอง
    unless: [late, roster]
  - item: ข้อย่อย
  - table: summary
  - space: 2
  - when: late
    clauses:
      - new_page: true
      - note: เกินกำหนด
        when: roster
"""
FACTS = {"sent": "๙๘", "agency": "กรม ก", "deadline": ""}
TABLE = Table(("ก",), (1.0,), (CellRow("", ()),))


def template_of(tmp_path, text, names=NAMES):
    path = tmp_path / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return load_template(path, names)


def blocks_of(tmp_path, text, facts=FACTS, conditions=(), lists=None, names=NAMES):
    template = template_of(tmp_path, text, names)
    return typeset(template, facts, conditions, {"summary": TABLE}, lists or {"problems": ()})


def one(tmp_path, clause, facts=FACTS):
    """The one paragraph of a text."""
    head = "schema: formgen/text@1\nsubject: ก\nclauses:\n  - "
    (paragraph,) = blocks_of(tmp_path, head + clause + "\n", facts)
    return paragraph


def words_of(blocks):
    return [each.text for each in blocks if isinstance(each, Paragraph)]


# ---------------------------------------------------------------- mistakes


SLIPS = [
    ("memo: บันทึกข้อความ", "mamo: บันทึกข้อความ", "CONTENT_UNKNOWN_KEY", 4),
    ("memo: บันทึกข้อความ", "memo: ก\n    line: ข", "CONTENT_DUPLICATE_KEY", 4),
    ("memo: บันทึกข้อความ", "when: late", "CONTENT_MISSING_KEY", 4),
    ("memo: บันทึกข้อความ", "memo:", "CONTENT_MISSING_LABEL", 4),
    ("memo: บันทึกข้อความ", "memo: 2569", "CONTENT_WRONG_TYPE", 4),
    ("memo: บันทึกข้อความ", "memo: บันทึก #ด่วน", "CONTENT_SWALLOWED_COMMENT", 4),
    ("memo: บันทึกข้อความ", "memo: บันทึก\n      ข้อความ", "CONTENT_SPLIT_PARAGRAPH", 4),
    ("memo: บันทึกข้อความ", "memo: ก\u200bข", "CONTENT_FORBIDDEN_CHARACTER", 4),
    ("memo: บันทึกข้อความ", "memo: ก: ข", "CONTENT_SYNTAX", 4),
    ("memo: บันทึกข้อความ", "memo: **บันทึก", "CONTENT_SYNTAX", 4),
    ("memo: บันทึกข้อความ", 'memo: "**บันทึก"', "CONTENT_STYLE_UNCLOSED", 4),
    ("memo: บันทึกข้อความ", "memo: บ**ั**น", "CONTENT_STYLE_IN_CLUSTER", 4),
    ("memo: บันทึกข้อความ", "memo: เ**ก**", "CONTENT_STYLE_IN_CLUSTER", 4),
    ("memo: บันทึกข้อความ", "memo: ก\n    right: ข", "CONTENT_UNKNOWN_KEY", 5),
    ("table: summary", "table: summary\n    right: ข", "CONTENT_UNKNOWN_KEY", 16),
    ("table: summary", "table: summary\n    each: problems", "CONTENT_UNKNOWN_KEY", 16),
    ("table: summary", "table: sumary", "CONTENT_UNKNOWN_NAME", 15),
    ("table: summary", "table: สรุป", "CONTENT_BAD_ID", 15),
    ("each: problems", "each: problem", "CONTENT_UNKNOWN_NAME", 11),
    ("ส่ง «sent» แห่ง", "ส่ง «snet» แห่ง", "CONTENT_UNKNOWN_NAME", 7),
    ("ส่ง «sent» แห่ง", "ส่ง « sent » แห่ง", "CONTENT_UNKNOWN_NAME", 7),
    ("ส่ง «sent» แห่ง", "ส่ง «» แห่ง", "CONTENT_UNKNOWN_NAME", 7),
    ("ส่ง «sent» แห่ง", "ส่ง «problem» แห่ง", "CONTENT_UNKNOWN_NAME", 7),
    ("ส่ง «sent» แห่ง", "ส่ง «sent แห่ง", "CONTENT_NAME_UNCLOSED", 7),
    ("ส่ง «sent» แห่ง", "ส่ง sent» แห่ง", "CONTENT_NAME_UNCLOSED", 7),
    ("ส่ง «sent» แห่ง", "ส่ง ««sent» แห่ง", "CONTENT_NAME_UNCLOSED", 7),
    ("«deadline»", "«dealine»", "CONTENT_UNKNOWN_NAME", 6),
    ("when: roster\n  - item", "when: rooster\n  - item", "CONTENT_UNKNOWN_NAME", 8),
    ("when: roster\n  - item", "when: no\n  - item", "CONTENT_WRONG_TYPE", 8),
    ("unless: [late, roster]", "unless: [late, ror]", "CONTENT_UNKNOWN_NAME", 13),
    ("unless: [late, roster]", "unless: []", "CONTENT_EMPTY_LIST", 13),
    ("space: 2", "space: 99", "CONTENT_BAD_VALUE", 16),
    ("new_page: true", "new_page: yes please", "CONTENT_WRONG_TYPE", 19),
    (
        "      - new_page: true\n",
        "      - clauses:\n        - note: ก\n",
        "CONTENT_UNKNOWN_KEY",
        19,
    ),
    ("subject: รายงานผล «agency»", "subject: ก «subject»", "CONTENT_UNKNOWN_NAME", 2),
    ("subject: รายงานผล «agency»", "subject: '**ก**'", "CONTENT_NO_MARKUP", 2),
    ("subject: รายงานผล «agency»\n", "", "CONTENT_MISSING_KEY", 1),
    ("formgen/text@1", "formgen/text@2", "CONTENT_BAD_VALUE", 1),
    (BASE[BASE.index("clauses") :], "clauses: []\n", "CONTENT_EMPTY_LIST", 3),
    (BASE, "", "CONTENT_SYNTAX", 1),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), SLIPS, ids=lambda one: str(one)[:24])
def test_each_mistake_is_told_with_its_line(tmp_path, old, new, code, line):
    assert BASE.count(old) == 1
    text = BASE.replace(old, new)
    with pytest.raises(FormgenError) as caught:
        template_of(tmp_path, text)
    found = caught.value.diagnostics
    assert caught.value.exit_code is Exit.CONTENT
    assert (code, str(line)) in [(one.code.name, one.at) for one in found]
    assert all(one.file.endswith("report.yaml") for one in found)


def test_all_mistakes_are_told_at_once_and_names_spelt_alike_first(tmp_path):
    text = BASE.replace("«sent» แห่ง", "«snet»«b»").replace("table: summary", "table: x")
    with pytest.raises(FormgenError) as caught:
        template_of(tmp_path, text)
    found = caught.value.diagnostics
    assert [one.at for one in found] == ["7", "7", "15"]
    assert found[0].message().endswith("ชื่อที่ใช้ได้: sent, agency, deadline, subject")
    assert "there are: summary" in found[2].message("en")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FormgenError, match="nowhere"):
        load_template(tmp_path / "nowhere.yaml", NAMES)


# ---------------------------------------------------------------- setting


def test_a_text_is_set_with_its_facts(tmp_path):
    problems = [{"place": "ข้อ ๑", "problem": "ว่าง"}, {"place": "ข้อ ๒", "problem": ""}]
    blocks = blocks_of(tmp_path, BASE, FACTS, ["roster", "late"], {"problems": problems})
    assert blocks == (
        Paragraph("บันทึกข้อความ", Style.MEMO),
        Paragraph(f"ที่ ๙๘\tวันที่ {DOTS}", Style.LINE, strong=((0, 3), (7, 13))),
        Paragraph("๑. เรื่องเดิม ส่ง ๙๘ แห่ง", Style.INDENTED, strong=((0, 13),)),
        Paragraph("๑.๑ ข้อหนึ่ง", Style.INDENTED),
        Paragraph("๑.๒ ข้อ ๑ พบ ว่าง", Style.INDENTED),
        Paragraph(f"๑.๓ ข้อ ๒ พบ {DOTS}", Style.INDENTED),
        Paragraph("๑.๔ ข้อย่อย", Style.INDENTED),
        TABLE,
        Paragraph(""),
        Paragraph(""),
        NewPage(),
        Paragraph("เกินกำหนด", Style.NOTE),
    )


def test_numbers_count_what_is_printed(tmp_path):
    none = words_of(blocks_of(tmp_path, BASE))
    assert none[2:5] == ["๑. ข้อหนึ่ง", "๑. ข้อสอง", "๑.๑ ข้อย่อย"]
    late = words_of(blocks_of(tmp_path, BASE, conditions=["late"]))
    assert late[2:4] == ["๑. ข้อหนึ่ง", "๒. ข้อย่อย"]
    assert "เกินกำหนด" not in late


def test_what_a_fact_says_is_only_printed(tmp_path):
    hostile = "กรม «sent» **ก** \u202e{check}\n\tบรรทัด\u200bสอง & <b>"
    text = BASE.replace("ส่ง «sent» แห่ง", "ส่ง «agency»")
    facts = {**FACTS, "agency": hostile}
    set_in = blocks_of(tmp_path, text, facts, ["roster"])[2]
    assert set_in.text == "๑. เรื่องเดิม ส่ง กรม «sent» **ก** {check} บรรทัดสอง & <b>"
    assert set_in.strong == ((0, 13),)
    assert "กรม «sent» **ก**" in subject(template_of(tmp_path, text), facts)


def test_a_strong_fact_is_strong_as_a_whole(tmp_path):
    text = BASE.replace("memo: บันทึกข้อความ", 'memo: "ก **«agency» ข**ค**«sent»**"')
    assert blocks_of(tmp_path, text)[0].strong == ((2, 9), (10, 12))


def test_the_subject_may_stand_anywhere_below(tmp_path):
    text = BASE.replace("memo: บันทึกข้อความ", 'line: "**เรื่อง** «subject»"')
    assert blocks_of(tmp_path, text)[0].text == "เรื่อง รายงานผล กรม ก"


@pytest.mark.parametrize("key", STYLES)
def test_every_kind_of_paragraph_can_be_written(tmp_path, key):
    paragraph = one(tmp_path, f"{key}: ข้อความ")
    assert paragraph.style is STYLES[key][0]
    assert paragraph.text.endswith("ข้อความ")


def test_a_page_that_is_not_to_begin_prints_nothing(tmp_path):
    text = BASE.replace("new_page: true", "new_page: false")
    assert NewPage() not in blocks_of(tmp_path, text, conditions=["late"])


def test_a_table_may_be_several_blocks(tmp_path):
    template = template_of(tmp_path, BASE)
    caption = Paragraph("ตารางที่ ๑", Style.CAPTION)
    blocks = typeset(template, FACTS, (), {"summary": (caption, TABLE)}, {"problems": ()})
    assert blocks[-4:-2] == (caption, TABLE)
    assert Space(2) in [each.what for each in template.clauses]


# ---------------------------------------------------------------- the office


def office_of(tmp_path, text):
    path = tmp_path / "office.yaml"
    path.write_text(f"schema: formgen/office@1\n{text}", encoding="utf-8")
    return load_office(path)


def test_what_is_not_said_of_the_office_is_blank(tmp_path):
    told = office_of(tmp_path, 'agency: กรม ก\nphone:\nsigner: ""\n')
    assert told.keys() == OFFICE_FACTS.keys()
    assert {name for name, text in told.items() if text} == {"agency"}


def test_digits_are_thai_but_in_an_address(tmp_path):
    said = 'phone: "0 2123 4567"\nemail: a1@example.go.th\nletter_number: ปง 0001/ว 12\n'
    told = office_of(tmp_path, said)
    assert told["phone"] == "๐ ๒๑๒๓ ๔๕๖๗"
    assert told["email"] == "a1@example.go.th"
    assert told["letter_number"] == "ปง ๐๐๐๑/ว ๑๒"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("phone: 021234567", "CONTENT_WRONG_TYPE"),
        ("letter_date: 2026-11-22", "CONTENT_WRONG_TYPE"),
        ("fax: ก", "CONTENT_UNKNOWN_KEY"),
        ("signer: '**ก**'", "CONTENT_NO_MARKUP"),
        ("agency: [ก]", "CONTENT_WRONG_TYPE"),
    ],
)
def test_mistakes_about_the_office_are_told(tmp_path, said, code):
    with pytest.raises(FormgenError) as caught:
        office_of(tmp_path, said)
    assert [(one.code.name, one.at) for one in caught.value.diagnostics] == [(code, "2")]


# ---------------------------------------------------------------- where they are


def test_a_text_beside_the_survey_stands_before_the_shipped_one(tmp_path):
    survey = tmp_path / "content" / "mine" / "survey.yaml"
    (tmp_path / "content" / "texts").mkdir(parents=True)
    survey.parent.mkdir()
    assert find_text(survey, "report") == resource("content", "texts", "report.yaml")
    assert find_text(survey, "office") == resource("content", "office.yaml")
    for place in ("texts/report.yaml", "office.yaml", "mine/report.yaml", "mine/office.yaml"):
        path = tmp_path / "content" / place
        path.write_text("", encoding="utf-8")
        assert find_text(survey, path.stem) == path


# ---------------------------------------------------------------- what is shipped

CONTENT = resource("content")
SHIPPED = sorted(CONTENT.glob("texts/*.yaml"))
SCHEMAS = {
    "text": json_schema(TEMPLATE, "formgen text"),
    "office": json_schema(OFFICE, "formgen office"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_this_one(name, golden):
    made = json.dumps(SCHEMAS[name], ensure_ascii=False, indent=2) + "\n"
    golden(CONTENT / f"{name}.schema.json", made)


@pytest.mark.parametrize("path", [*SHIPPED, CONTENT / "office.yaml"], ids=lambda one: one.stem)
def test_what_is_shipped_is_sound(path):
    name = "office" if path.stem == "office" else "text"
    text = path.read_text("utf-8")
    assert list(faults(SCHEMAS[name], yaml.safe_load(text))) == []
    (schema,) = re.findall(r"^# yaml-language-server: \$schema=(.*)$", text, re.MULTILINE)
    assert (path.parent / schema).resolve() == CONTENT / f"{name}.schema.json"


def test_nothing_of_the_office_is_shipped():
    assert not any(load_office(CONTENT / "office.yaml").values())


WRONG = [
    ("subject", None),
    ("subject", ""),
    ("clauses", []),
    ("clauses", [{"memo": "ก", "line": "ข"}]),
    ("clauses", [{"when": "late"}]),
    ("clauses", [{"memo": "ก", "when": []}]),
    ("clauses", [{"memo": "ก", "when": "Late"}]),
    ("clauses", [{"text": 1}]),
    ("clauses", [{"space": 0}]),
    ("clauses", [{"new_page": "x"}]),
    ("clauses", [{"clauses": []}]),
    ("clauses", [{"clauses": [{"clauses": [{"memo": "ก"}]}]}]),
    ("clause", []),
]


@pytest.mark.parametrize(("key", "value"), WRONG, ids=lambda one: str(one)[:30])
def test_the_schema_and_the_loader_refuse_the_same(tmp_path, key, value):
    plain = {"schema": "formgen/text@1", "subject": "ก", "clauses": [{"memo": "ก"}]}
    plain |= {key: value}
    plain = {name: one for name, one in plain.items() if one is not None}
    assert list(faults(SCHEMAS["text"], plain)) != []
    with pytest.raises(FormgenError):
        template_of(tmp_path, yaml.safe_dump(plain, allow_unicode=True))


def test_every_key_says_what_it_is_for_in_both_languages():
    text = json.dumps(SCHEMAS, ensure_ascii=False)
    told = re.findall(r'"description": "(.*?)"[,}]', text)
    assert len(told) > len(STYLES) + len(OFFICE_FACTS)
    for description in told:
        assert re.match(r"[^(]*[ก-๎].* \(.*[a-z].*\)$", description), description


def test_texts_are_not_taken_for_surveys():
    assert [path.parent.name for path in CONTENT.glob("*/survey.yaml")] == ["amlo-estatus"]
    assert Path("texts/report.yaml") in [path.relative_to(CONTENT) for path in SHIPPED]
