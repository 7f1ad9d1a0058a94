from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies

from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.blocks import (
    CellRow,
    Entries,
    Paragraph,
    ResponseCell,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.form import form_from_json, form_to_json
from formgen.model.survey import (
    Choice,
    Column,
    ColumnKind,
    Item,
    Kind,
    Part,
    Plain,
    Question,
    Remark,
    Role,
    Survey,
)
from formgen.resources import resource
from formgen.thai.numerals import to_thai

STAFFING = Path(__file__).parent / "surveys" / "staffing" / "survey.yaml"


@pytest.fixture(scope="module")
def amlo():
    return compile_survey(load(resource("content", "amlo-estatus", "survey.yaml")))


@pytest.fixture(scope="module")
def staffing():
    return compile_survey(load(STAFFING))


def table_of(form, number=0):
    return [block for block in form.blocks if isinstance(block, Table)][number]


def printed(cell):
    return [one.printed for one in cell.paragraphs]


# ---------------------------------------------------------------- names


def test_fields_are_named_by_ids(amlo):
    names = [field.name for field in amlo.fields]
    assert names[:5] == [
        "respondent.agency_code",
        "respondent.agency_name",
        "respondent.ministry",
        "respondent.agency_type",
        "respondent.agency_type.specify",
    ]
    assert names[-4:] == [
        "central_platform.status",
        "central_platform.remark",
        "webboard.status",
        "webboard.remark",
    ]
    assert len(names) == 10 + 12


def test_a_field_knows_what_the_survey_says_of_it(amlo, staffing):
    status = amlo.field("social_media.status")
    assert status.label == "สื่อสังคมออนไลน์ (เช่น LINE, Facebook ฯลฯ) : สถานะ"
    assert [status.control(one) for one in status.choices] == [
        "social_media.have",
        "social_media.none",
        "social_media.in_progress",
    ]
    remark = amlo.field("website.remark")
    assert (remark.label, remark.prompt) == ("เว็บไซต์ : หมายเหตุ", "หมายเหตุ")
    assert (remark.kind, remark.multiline, remark.max_length) == (Kind.TEXT, True, 500)
    assert amlo.with_role(Role.RESPONSE_DATE).name == "respondent.response_date"
    assert amlo.field("respondent.agency_type").dropdown
    other = amlo.field("respondent.agency_type.specify")
    assert other.label == "ประเภทหน่วยงาน – อื่น ๆ (โปรดระบุ)"
    assert staffing.field("officers.answer").constraint == ". >= 0 and . <= 5000"
    assert staffing.field("vacancy.remark").max_length == 300
    assert not staffing.has("officers.remark")


@given(strategies.surveys(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_a_name_does_not_depend_on_order(survey, random):
    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    parts = [
        replace(
            part,
            fields=shuffled(part.fields),
            items=shuffled(
                [replace(item, questions=shuffled(item.questions)) for item in part.items]
            ),
        )
        for part in survey.parts
    ]
    before, after = compile_survey(survey), compile_survey(replace(survey, parts=shuffled(parts)))
    assert {field.name: field for field in after.fields} == {
        field.name: field for field in before.fields
    }


@given(strategies.surveys())
@settings(deadline=None, max_examples=60)
def test_a_sound_survey_compiles(survey):
    form = compile_survey(survey)
    names = [field.name for field in form.fields]
    boxes = [field.control(one) for field in form.fields for one in field.choices]
    assert len({*names, *boxes}) == len(names) + len(boxes)
    assert form_from_json(form_to_json(form)) == form
    assert compile_survey(survey).digest == form.digest
    assert sorted(placed(form)) == sorted(names)
    assert all(form.has(one.field) for one in form.questions)
    assert all(form.has(one.remark) for one in form.questions if one.remark)
    assert all(label.strip() for label in (field.label for field in form.fields))


def placed(form):
    """The fields in the order in which the blocks print them."""
    for block in form.blocks:
        match block:
            case Entries(entries):
                yield from (name for entry in entries for name in entry.fields)
            case Table(header, widths, rows):
                assert len(header) == len(widths)
                for row in rows:
                    if isinstance(row, CellRow):
                        assert len(row.cells) == len(header)
                        cells = (one for one in row.cells if isinstance(one, ResponseCell))
                        yield from (name for cell in cells for name in cell.fields)


def question(code, **more):
    return Question(code, Kind.SELECT_ONE, code, choices=(Choice("have", "มี"),), **more)


def in_table(*questions, answer="status"):
    columns = (Column(answer, "สถานะ", ColumnKind.RESPONSE),)
    return Part("p", 1, "ส่วนที่ {n}", "ก", columns=columns, items=(Item("i", "ข", questions),))


def of_fields(part, *names):
    return Part(part, 2, "{n}", "ก", fields=tuple(Question(name, Kind.TEXT) for name in names))


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ([in_table(question("a"), question("a"))], "a.status"),
        ([in_table(question("a"), answer="have")], "a.have"),
        ([in_table(question("a", remark=Remark("ห")), answer="remark")], "a.remark"),
        ([in_table(question("a")), of_fields("a", "status")], "a.status"),
        ([of_fields("a", "b", "b")], "a.b"),
    ],
)
def test_two_answers_never_share_a_name(parts, name):
    with pytest.raises(FormgenError) as error:
        compile_survey(Survey("s", 1, "ก", "ข", tuple(parts)))
    assert error.value.exit_code is Exit.CONTENT
    said = error.value.diagnostics[0]
    assert said.code is Code.CONTENT_NAME_CLASH
    assert dict(said.facts)["name"] == name


# ---------------------------------------------------------------- blocks


def test_the_form_from_the_top(amlo):
    title, instruction, part_one, entries, notice, part_two, table = amlo.blocks
    assert title == Paragraph("แบบสำรวจสถานะทางอิเล็กทรอนิกส์ของสำนักงาน ปปง.", Style.TITLE)
    assert instruction == Paragraph("โปรดใส่เครื่องหมาย ✓ หน้าข้อความที่เป็นจริง", Style.INSTRUCTION)
    assert part_one.text == "ส่วนที่ ๑. ข้อมูลทั่วไปของหน่วยงานและผู้ตอบแบบสำรวจ"
    assert isinstance(entries, Entries)
    assert notice.style is Style.NOTE
    assert part_two.text.startswith("ส่วนที่ ๒. รายละเอียด")
    assert table.header == (
        "สถานะ",
        "การเตรียมความพร้อม/การจัดทำ",
        "การนำไปใช้ให้สอดคล้องกับกฎหมาย",
        "ข้อเสนอแนะ/ข้อพึงระวัง",
    )
    assert table.widths == (22, 50, 30, 50)
    assert amlo.title == title.text


def test_items_and_paragraphs_are_numbered_in_thai(amlo):
    rows = table_of(amlo).rows
    titles = [row.paragraph.printed for row in rows if isinstance(row, TitleRow)]
    assert titles[0] == "๑. ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"
    assert titles[-1].startswith("๕. การให้บริการสอบถาม")
    application = next(
        row for row in rows if isinstance(row, CellRow) and row.question == "application"
    )
    assert [line.split(" ")[0] for line in printed(application.cells[1])] == [
        "๒.",
        "๒.๑",
        "๒.๒",
        "๒.๓",
    ]
    levels = [one.style for one in application.cells[1].paragraphs]
    assert levels == [Style.LEVEL1] + [Style.LEVEL2] * 3


def test_the_rows_of_the_result_are_numbered(amlo, staffing):
    assert [(one.number, one.id, one.label) for one in amlo.questions] == [
        ("๑", "email", "ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"),
        ("๒", "social_media", "สื่อสังคมออนไลน์"),
        ("๓.๑", "website", "เว็บไซต์"),
        ("๓.๒", "application", "แอปพลิเคชัน"),
        ("๔", "central_platform", "การให้บริการผ่านแพลตฟอร์มกลางภาครัฐ"),
        ("๕", "webboard", "กระดานข่าว (Webboard)"),
    ]
    assert {(one.field, one.remark) for one in amlo.questions if one.id == "email"} == {
        ("email.status", "email.remark")
    }
    assert all(one.positive == ("have",) for one in amlo.questions)
    numbers = [one.number for one in staffing.questions]
    assert numbers == ["๑.๑", "๑.๒", "๒.๑", "๒.๒", "๑.๑", "๑.๒"]


def test_cells_stand_in_the_order_of_the_columns(staffing):
    officers = table_of(staffing).rows[1]
    label, answer, unit, how, basis = officers.cells
    assert printed(label) == ["ข้าราชการ"]
    assert answer == ResponseCell(("officers.answer",))
    assert printed(unit) == ["คน"]
    assert printed(how) == [
        "นับผู้ครองตำแหน่งจริง ณ วันที่กรอก",
        "๑. ไม่นับผู้ลาศึกษาต่อเกิน ๑ ปี",
        "๒. นับผู้ช่วยราชการ",
        "๒.๑ ที่มาช่วยตั้งแต่ ๖ เดือน",
        "๒.๒ ที่มีคำสั่งเป็นหนังสือ",
    ]
    assert printed(basis) == ["กรอบอัตรากำลัง ๓ ปี"]
    tools = table_of(staffing, 1).rows[1]
    assert tools.cells[1] == ResponseCell(("tools.used", "tools.specify", "tools.remark"))
    (how,) = tools.cells[2].paragraphs
    assert [how.text[start:end] for start, end in how.strong] == ["หนึ่งครั้ง"]


def test_markup_never_reaches_a_label():
    columns = (
        Column("name", "เรื่อง", ColumnKind.LABEL),
        Column("status", "สถานะ", ColumnKind.RESPONSE),
        Column("advice", "คำแนะนำ", ColumnKind.GUIDANCE),
    )
    asked = question("a", hint="ดู **คู่มือ** {box}", guidance=(("advice", (Plain("{check} **ก**"),)),))
    asked = replace(asked, label="")
    part = Part(
        "p", 1, "{n}", "**ก**", columns=columns, items=(Item("i", "**ข** {check}", (asked,)),)
    )
    fields = (Question("x", Kind.TEXT, "ชื่อ", hint="**ค**"),)
    form = compile_survey(Survey("s", 1, "**แบบ**", "ก", (replace(part, fields=fields),)))
    assert form.title == "แบบ"
    assert form.field("a.status").label == "ข ✓ : สถานะ"
    assert form.questions[0].label == "ข ✓"
    name, _, advice = table_of(form).rows[1].cells
    assert name == TextCell((Paragraph("ข ✓"), Paragraph("ดู คู่มือ ☐", Style.NOTE, strong=((3, 9),))))
    assert advice == TextCell((Paragraph("✓ ก", strong=((2, 3),)),))
    (entry,) = next(block for block in form.blocks if isinstance(block, Entries)).entries
    assert (entry.label, entry.hint) == ("ชื่อ", "ค")
    assert form.blocks[2] == Paragraph("๑ ก", Style.PART, strong=((2, 3),))


def test_a_part_that_is_not_enabled_is_left_out():
    survey = load(resource("content", "amlo-estatus", "survey.yaml"))
    parts = (replace(survey.parts[0], enabled=False), survey.parts[1])
    form = compile_survey(replace(survey, parts=parts))
    assert not form.has("respondent.agency_code")
    assert form.with_role(Role.AGENCY_CODE) is None
    assert form.has("email.status")
    assert not any(isinstance(block, Entries) for block in form.blocks)
    assert form.digest != compile_survey(survey).digest


@given(strategies.surveys())
@settings(deadline=None, max_examples=30)
def test_all_words_of_the_survey_are_printed_and_no_others(survey):
    glyphs = {"{check}": survey.glyphs.check, "{box}": survey.glyphs.box}
    glyphs["{box_checked}"] = survey.glyphs.box_checked

    def plain(words):
        for name, glyph in glyphs.items():
            words = words.replace(name, glyph)
        return words.replace("**", "")

    wanted = [survey.title, survey.instruction]
    for part in survey.parts:
        if part.enabled:
            wanted.append(part.label.replace("{n}", to_thai(part.number)) + " " + part.title)
            wanted += [column.label for column in part.columns]
            wanted += [words for item in part.items for words in words_of(part, item)]
            wanted += [words for field in part.fields for words in (field.label, field.hint)]
            wanted += [part.notice]
    texts = [one for block in compile_survey(survey).blocks for one in texts_of(block)]
    assert sorted(filter(None, map(plain, wanted))) == sorted(filter(None, texts))


def words_of(part, item):
    yield item.title
    for asked in item.questions:
        if any(column.kind is ColumnKind.LABEL for column in part.columns):
            yield from (asked.label or item.title, asked.hint)
        for _, cell in asked.guidance:
            for passage in cell:
                for one in getattr(passage, "items", [passage]):
                    yield from (one.text, *getattr(one, "sub", ()))


def texts_of(block):
    match block:
        case Paragraph():
            yield block.text
        case Entries(entries):
            yield from (words for entry in entries for words in (entry.label, entry.hint))
        case Table(header, _, rows):
            yield from header
            for row in rows:
                if isinstance(row, TitleRow):
                    yield row.paragraph.text
                    continue
                for cell in row.cells:
                    yield from (one.text for one in getattr(cell, "paragraphs", ()))
