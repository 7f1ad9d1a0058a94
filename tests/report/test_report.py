"""The covering report: every number in it, and surveys and results of every kind."""

import re
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.mailbag import ESTATUS, STAFFING, form, office, office_answers, sent
from tests.many import many

from formgen import formats
from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.content import load
from formgen.content.texts import DOTS, find_text, load_office, load_template
from formgen.export import WORKBOOK
from formgen.export.workbook import write_workbook
from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell, TitleRow
from formgen.model.codes import Code
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.model.document import NewPage
from formgen.model.recipient import Recipient, Round
from formgen.model.survey import Kind
from formgen.report import NAMES, covering_report
from formgen.report.annexes import LONGEST
from formgen.report.facts import gather
from formgen.report.names import FACTS, LISTS
from formgen.thai.numerals import to_thai

TEXT = load_template(find_text(ESTATUS, "report"), NAMES)
OFFICE = load_office(find_text(ESTATUS, "office"))
STATUSES = ("email", "social_media", "website", "application", "central_platform", "webboard")
CODES = {"h": ("have",), "n": ("none",), "p": ("in_progress",), "2": ("have", "none"), "-": ()}
THAI = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก")


def lines_of(document):
    """Every piece of text of a document, in order."""
    for block in document.blocks:
        match block:
            case Paragraph():
                yield block.text
            case Table(header, widths, rows):
                assert len(header) == len(widths)
                yield from header
                for row in rows:
                    yield from texts_of(row)
            case NewPage():
                pass


def texts_of(row):
    if isinstance(row, TitleRow):
        return [row.paragraph.text]
    return [" ".join(one.text for one in cell.paragraphs) for cell in row.cells]


def report(data, office=OFFICE, deadline="2026-11-30", **more):
    document = covering_report(data, TEXT, office, deadline, **more)
    for block in document.blocks:
        if isinstance(block, Table):
            widths = {len(row.cells) for row in block.rows if isinstance(row, CellRow)}
            assert block.rows
            assert widths <= {len(block.header)}
    return document


def text(data, **more):
    return "\n".join(lines_of(report(data, **more)))


def line(data, words):
    (only,) = [one for one in lines_of(report(data)) if words in one]
    return only


def tables_after(document, words):
    """The first table after the paragraph that holds these words: its rows."""
    places = [
        n
        for n, one in enumerate(document.blocks)
        if isinstance(one, Paragraph) and words in one.text
    ]
    table = next(one for one in document.blocks[places[0] :] if isinstance(one, Table))
    return [texts_of(row) for row in table.rows]


def listed(number, **more):
    name = (
        f"กรมตัวอย่างที่{THAI[number] or number}" if number < len(THAI) else f"กรมที่ {to_thai(number)}"
    )
    told = {"ministry": "กระทรวงการคลัง", "province": "น่าน"} | more
    return Recipient(number, f"76-{number:03}", **{"agency_name": name} | told)


def back(number, statuses, name="", **more):
    recipient = listed(number)
    answers = {
        "respondent.agency_code": recipient.agency_code,
        "respondent.agency_name": recipient.agency_name,
        "respondent.name": "นายสมชาย ปิดบัง",
        "respondent.position": "นิติกรปิดบัง",
        "respondent.phone": "๐๒ ๑๒๓ ๔๕๖๗",
        "respondent.email": "secret@example.go.th",
        "respondent.response_date": "๒๒ พฤศจิกายน ๒๕๖๙",
    }
    answers |= {f"{q}.status": CODES[m] for q, m in zip(STATUSES, statuses, strict=True)}
    answers |= {name.replace("__", "."): raw for name, raw in more.items()}
    return sent(
        name or f"{number}.docx", answers, of=form(ESTATUS), received=f"2026-11-{number + 20}",
        format="docx", roster=[listed(n) for n in range(1, 7)],
    )  # fmt: skip


def result(*returns, agencies=6, **more):
    roster = [listed(n) for n in range(1, agencies + 1)]
    return consolidate(form(ESTATUS), returns, roster=roster, as_of="2026-11-22", **more)


@pytest.fixture(scope="module")
def usual():
    """Four of six agencies returned; one of them left two marks in one place."""
    return result(
        back(1, "hhhhhh"), back(2, "hnp-2h"), back(3, "nnnnnn"), back(4, "hpppnn")
    )  # fmt: skip


# ---------------------------------------------------------------- what it says


def test_the_memorandum_stands_as_official_letters_do(usual):
    document = report(usual)
    assert document.title == "รายงานผลการสำรวจสถานะทางอิเล็กทรอนิกส์ของสำนักงาน ปปง."
    assert document.blocks[0] == Paragraph("บันทึกข้อความ", Style.MEMO)
    assert [one.text for one in document.blocks[1:5]] == [
        f"ส่วนราชการ {DOTS}  โทร. {DOTS}",
        f"ที่ {DOTS}\tวันที่ ๒๒ พฤศจิกายน ๒๕๖๙",
        f"เรื่อง {document.title}",
        f"เรียน {DOTS}",
    ]
    sections = [
        one.text.split(" ")[:2] for one in document.blocks
        if isinstance(one, Paragraph) and one.style is Style.INDENTED and one.strong
    ]  # fmt: skip
    assert sections == [
        ["๑.", "เรื่องเดิม"], ["๒.", "ข้อเท็จจริง"], ["๓.", "ข้อพิจารณา"], ["๔.", "ข้อเสนอ"]
    ]  # fmt: skip


def test_what_was_sent_and_what_came_back(usual):
    assert line(usual, "เรื่องเดิม").endswith(
        "ได้จัดส่งแบบสำรวจสถานะทางอิเล็กทรอนิกส์ของสำนักงาน ปปง. ไปยังหน่วยงานจำนวน ๖ แห่ง"
        " โดยขอให้ส่งแบบกลับภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙ นั้น"
    )
    assert line(usual, "ข้อเท็จจริง") == (
        "๒. ข้อเท็จจริง ณ วันที่ ๒๒ พฤศจิกายน ๒๕๖๙ มีหน่วยงานส่งแบบกลับแล้ว ๔ แห่ง คิดเป็นร้อยละ ๖๖.๖๗"
        " ของหน่วยงานทั้งหมด ยังไม่ส่งแบบกลับ ๒ แห่ง สรุปผลได้ดังตารางที่ ๑"
    )
    assert line(usual, "เห็นควร") == (
        "๔. ข้อเสนอ เห็นควรติดตามหน่วยงานที่ยังไม่ส่งแบบกลับ จำนวน ๒ แห่ง ตามรายชื่อในสิ่งที่ส่งมาด้วย\u00a0๓"
    )


def test_the_summary_table_is_the_workbooks(usual):
    document = report(usual)
    (caption,) = [one for one in lines_of(document) if one.startswith("ตารางที่ ๑ ")]
    assert caption == (
        "ตารางที่ ๑ จำนวนและร้อยละของหน่วยงาน จำแนกตามวิธีการทางอิเล็กทรอนิกส์และคำตอบ (๔ แห่ง)"
    )
    rows = tables_after(document, "ตารางที่ ๑ ")
    assert [row[0] for row in rows] == ["๑", "๒", "๓.๑", "๓.๒", "๔", "๕"]
    assert rows[0][1:] == [
        "ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)", "๓ (๗๕.๐๐)", "๑ (๒๕.๐๐)", "๐ (๐.๐๐)", "๐ (๐.๐๐)", "๐ (๐.๐๐)",
        "๔",
    ]  # fmt: skip
    assert rows[4][2:] == ["๑ (๒๕.๐๐)", "๒ (๕๐.๐๐)", "๐ (๐.๐๐)", "๐ (๐.๐๐)", "๑ (๒๕.๐๐)", "๔"]
    assert "ผลรวมอาจไม่เท่ากับ ๑๐๐ เนื่องจากการปัดเศษ" in text(usual)


def test_the_facts_of_the_answers_with_all_that_tie(usual):
    facts = [one for one in lines_of(report(usual)) if re.match("๒.[๑-๙] ", one)]
    assert facts == [
        "๒.๑ วิธีการที่มีหน่วยงานตอบ “มี” มากที่สุด ได้แก่ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล) (๓ แห่ง ร้อยละ ๗๕.๐๐)",
        "๒.๒ วิธีการที่มีหน่วยงานตอบ “มี” น้อยที่สุด ได้แก่ สื่อสังคมออนไลน์ เว็บไซต์ แอปพลิเคชัน และ"
        " การให้บริการผ่านแพลตฟอร์มกลางภาครัฐ (๑ แห่ง ร้อยละ ๒๕.๐๐)",
        "๒.๓ วิธีการที่มีหน่วยงานตอบ “ไม่มี” มากที่สุด ได้แก่ สื่อสังคมออนไลน์"
        " การให้บริการผ่านแพลตฟอร์มกลางภาครัฐ และ กระดานข่าว (Webboard) (๒ แห่ง ร้อยละ ๕๐.๐๐)",
        "๒.๔ วิธีการที่มีหน่วยงานตอบ “อยู่ระหว่างดำเนินการ” มากที่สุด ได้แก่ เว็บไซต์ (๒ แห่ง ร้อยละ ๕๐.๐๐)",
        "๒.๕ หน่วยงานที่ตอบ “มี” ครบทุกวิธีการมี ๑ แห่ง และหน่วยงานที่ยังไม่มีวิธีการใดนับได้ว่าตอบ “มี” มี ๑ แห่ง",
        "๒.๖ มีแบบที่ต้องตรวจสอบเพิ่มเติม ๑ ฉบับ รวม ๒ เรื่อง รายละเอียดตามสิ่งที่ส่งมาด้วย\u00a0๒",
    ]


def test_an_agency_whose_answer_is_doubtful_is_told_apart():
    data = result(back(1, "2nnnnn"), back(2, "nnnnnn"), back(3, "hhhhhh"))
    facts = gather(data).facts
    assert (facts["had_all"], facts["had_none"]) == ("๑", "๒")
    assert "มี ๒ แห่ง ในจำนวนหลังนี้มีคำตอบที่ต้องตรวจสอบ ๑ แห่ง" in text(data)


def test_a_personal_question_is_not_needed_to_have_all():
    public = form(ESTATUS)
    fields = tuple(replace(one, personal_data=one.stem == "email") for one in public.fields)
    made = replace(public, fields=fields)
    codes = (("have",), ())
    answers = [
        {f"{one}.status": ("have",) for one in STATUSES} | {"email.status": code} for code in codes
    ]
    returns = [
        sent(f"{n}.docx", each | {"respondent.agency_code": f"A-{n}"}, of=made)
        for n, each in enumerate(answers, 1)
    ]
    assert gather(consolidate(made, returns)).facts["had_all"] == "๒"


def test_who_has_all_or_nothing_is_counted_as_in_the_workbook(tmp_path):
    data = many(form(ESTATUS), 300)
    facts = gather(data).facts
    path = tmp_path / "result.xlsx"
    path.write_bytes(write_workbook(data))
    sheet = openpyxl.load_workbook(path, read_only=True)[facts["sheet_had"]]
    counts = {row[0].value: row[1].value for row in sheet.iter_rows() if len(row) > 1}
    assert facts["had_all"] == to_thai(counts.get(len(STATUSES), 0))
    assert facts["had_none"] == to_thai(counts.get(0, 0))


def test_where_all_are_alike_nothing_is_least():
    assert "น้อยที่สุด" not in text(result(back(1, "hhhhhh")))
    assert "ยังไม่มีหน่วยงานใดตอบ “มี” ในวิธีการใดเลย" in text(result(back(1, "nnnnnn")))


def test_the_annexes_are_numbered_as_they_come(usual):
    def heads(data):
        return [one for one in lines_of(report(data)) if re.fullmatch("สิ่งที่ส่งมาด้วย .", one)]

    assert heads(usual) == ["สิ่งที่ส่งมาด้วย ๑", "สิ่งที่ส่งมาด้วย ๒", "สิ่งที่ส่งมาด้วย ๓"]
    clean = result(back(1, "hhhhhh"))
    assert heads(clean) == ["สิ่งที่ส่งมาด้วย ๑", "สิ่งที่ส่งมาด้วย ๒"]
    assert "๒. รายชื่อหน่วยงานที่ยังไม่ส่งแบบกลับ" in text(clean)
    assert "ตามรายชื่อในสิ่งที่ส่งมาด้วย\u00a0๒" in text(clean)


def test_every_answer_stands_in_the_annex_and_adds_up(usual):
    rows = tables_after(report(usual), "จำนวนและร้อยละของหน่วยงานที่ส่งแบบกลับ")
    assert rows[0] == ["๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"]
    assert rows[1] == ["มี", "๓", "๗๕.๐๐"]
    counts = [int(row[1]) for row in rows if len(row) == 3]
    assert sum(counts) == 4 * len(STATUSES) == 4 * sum(len(row) == 1 for row in rows)


def test_what_must_be_reviewed_is_listed_file_by_file(usual):
    rows = tables_after(report(usual), "แบบที่ต้องตรวจสอบ ๑ ฉบับ")
    assert [row[1] for row in rows] == ["กรมตัวอย่างที่สอง 2.docx"] * 2
    assert any("เลือกมากกว่าหนึ่งคำตอบ" in row[3] for row in rows)


def test_the_silent_agencies_are_listed_in_the_order_of_the_roster(usual):
    data = replace(
        usual,
        agencies=tuple(
            replace(one, sent="2026-11-02", reminded=("2026-11-20",) * (one.recipient.serial % 2))
            for one in usual.agencies
        ),
    )
    rows = tables_after(report(data), "๒ แห่ง จากที่จัดส่ง ๖ แห่ง")
    assert rows == [
        ["๑", "กรมตัวอย่างที่ห้า (76-005)", "กระทรวงการคลัง น่าน", "๒ พ.ย. ๖๙", "๑", ""],
        ["๒", "กรมตัวอย่างที่หก (76-006)", "กระทรวงการคลัง น่าน", "๒ พ.ย. ๖๙", "๐", ""],
    ]
    assert gather(data).facts["sent_on"] == "๒ พฤศจิกายน ๒๕๖๙"


def test_what_was_let_stand_is_told_with_its_reason(usual):
    finding = found(Code.CONSTRAINT_FAILED, field="email.remark", label="ก", raw="ข", rule="ต้องตอบ")
    decision = Decision("x", About.SEEN, reason="โทรยืนยันแล้ว", by="สมหญิง", at="2026-11-23T10:00:00")
    first, *others = usual.files
    data = replace(usual, files=(replace(first, waived=((finding, decision),)), *others))
    rows = tables_after(report(data), "คำตอบที่เจ้าหน้าที่ตรวจแล้วรับไว้ ๑ รายการ")
    assert rows[0][1] == "กรมตัวอย่างที่หนึ่ง 1.docx"
    assert rows[0][3] == "โทรยืนยันแล้ว โดย สมหญิง ๒๓ พ.ย. ๖๙"
    assert "รับไว้ตามที่หน่วยงานตอบ ๑ รายการ เหตุผลและผู้ตัดสินตามสิ่งที่ส่งมาด้วย\u00a0๔" in text(data)


def test_an_agency_of_which_no_return_counts_yet_is_told():
    data = result(back(1, "hhhhhh", "a.docx"), back(1, "nnnnnn", "b.docx"))
    assert any(one.undecided for one in data.answered)
    assert "คำตอบไม่ตรงกัน ๑ แห่ง ซึ่งยังต้องตัดสินว่าใช้ฉบับใด" in text(data)
    assert "ยังไม่มีหน่วยงานใดตอบ “มี”" in text(data)


def test_a_file_that_may_be_an_agencys_is_told_before_it_is_reminded(usual):
    odd = back(5, "hhhhhh", respondent__agency_name="กรมอื่น")
    data = result(back(1, "hhhhhh"), odd)
    assert "ยังไม่ส่งแบบกลับ ๑ แห่ง ซึ่งมีแฟ้มรอตรวจสอบ" in text(data)
    assert "มีแฟ้มรอตรวจสอบ" in [row[-1] for row in tables_after(report(data), "จากที่จัดส่ง")]


# ---------------------------------------------------------------- results of every kind


def test_nothing_returned_gives_no_percentages():
    said = text(result())
    assert "ณ วันที่ ๒๒ พฤศจิกายน ๒๕๖๙ ยังไม่มีหน่วยงานส่งแบบกลับ" in said
    assert "ตารางที่" not in said
    memo = said.partition("สิ่งที่ส่งมาด้วย")[0]
    assert "ร้อยละ" not in memo
    assert "จำนวน ๖ แห่ง ตามรายชื่อในสิ่งที่ส่งมาด้วย\u00a0๑" in memo + said


def test_without_a_roster_nobody_is_called_silent():
    data = consolidate(form(), [sent("1.xlsx", office_answers(1))])
    said = text(data, deadline="")
    assert f"ไปยังหน่วยงานจำนวน {DOTS} แห่ง โดยขอให้ส่งแบบกลับภายในวันที่ {DOTS} นั้น" in said
    assert f"ณ วันที่ {DOTS} มีหน่วยงานส่งแบบกลับแล้ว ๑ แห่ง สรุปผลได้ดังตารางที่ ๑ ถึงตารางที่ ๖" in said
    assert "ยังไม่ส่งแบบกลับ" not in said
    assert "ข้อเสนอ …" in said


def test_who_was_not_sent_a_form_and_returned_one_is_told_apart():
    data = result(back(1, "hhhhhh"), back(3, "hhhhhh"), agencies=2)
    assert "แบบกลับแล้ว ๑ แห่ง คิดเป็นร้อยละ ๕๐.๐๐" in line(data, "ข้อเท็จจริง")
    assert "ส่งแบบกลับอีก ๑ แห่ง รวมเป็นหน่วยงานที่ส่งแบบกลับทั้งสิ้น ๒ แห่ง" in text(data)


def test_a_survey_of_another_kind():
    returns = [
        sent(f"{n}.xlsx", office_answers(n, officers__answer=str(1500 * n), budget__used="0.5"))
        for n in (1, 2)
    ]
    data = consolidate(form(), returns, roster=[office(n) for n in (1, 2, 3)])
    document = report(data)
    said = "\n".join(lines_of(document))
    assert "ตารางที่ ๑ จำนวนและร้อยละของหน่วยงาน จำแนกตามคำตอบข้อ ขนาดหน่วยงาน (๒ แห่ง)" in said
    tools = tables_after(document, "จำแนกตามคำตอบข้อ ๑.๑ เครื่องมือที่ใช้ประจำ")
    assert tools[0] == ["อีเมลกลาง", "๒", "๑๐๐.๐๐"]
    numbers = tables_after(document, "จำนวนที่ตอบ")
    row = next(one for one in numbers if "ข้าราชการ" in one)
    assert row[2:] == ["๒", "๔,๕๐๐", "๑,๕๐๐", "๓,๐๐๐", "๒,๒๕๐.๐๐", "๐", "๐", "๒"]
    assert "หน่วยงานที่ตอบข้อที่นับว่ามี ในข้อ เครื่องมือที่ใช้ประจำ มี ๒ แห่ง (ร้อยละ ๑๐๐.๐๐)" in said
    assert "มากที่สุด" not in said


def test_numbers_too_wide_for_the_sheet_stand_below_each_other():
    great = sent("1.xlsx", office_answers(1, budget__used="123456789012.25"))
    rows = tables_after(report(consolidate(form(), [great])), "จำนวนที่ตอบ")
    assert ["ผลรวม", "๑๒๓,๔๕๖,๗๘๙,๐๑๒.๒๕"] in rows
    assert ["๑.๒ งบประมาณต่อปี (บาท)"] in rows
    assert not any(row[1] == "" for row in rows if len(row) > 1)


def test_great_numbers_are_told_without_who_gave_none():
    returns = [sent("1.xlsx", office_answers(1, budget__used="1234567.25"))]
    rows = tables_after(report(consolidate(form(), returns)), "จำนวนที่ตอบ")
    million = "๑,๒๓๔,๕๖๗.๒๕"
    assert rows[-1] == ["๑.๒", "งบประมาณต่อปี (บาท)", "๑", million, million, million, million]


def test_many_choices_stand_below_each_other(tmp_path):
    few = "choices: [{code: small, label: เล็ก}"
    more = "".join(f"{{code: c{n}, label: ขนาด {n}}}, " for n in range(12))
    survey = tmp_path / "survey.yaml"
    told = STAFFING.read_text("utf-8").replace(few, few.replace("[", f"[{more}"))
    survey.write_text(told, encoding="utf-8")
    made = compile_survey(load(survey))
    back = sent("1.xlsx", office_answers(1, office__size=("c3",)), of=made)
    rows = tables_after(report(consolidate(made, [back])), "จำแนกตามคำตอบข้อ ขนาดหน่วยงาน")
    assert ["ขนาด 3 (แห่ง)", "๑", "๑๐๐.๐๐"] in rows
    assert rows[-1] == ["รวม (แห่ง)", "๑", ""]


def silent(number, **more):
    return consolidate(form(), [], roster=[office(n, **more) for n in range(1, number + 1)])


def test_a_long_list_of_silent_agencies_is_counted_instead():
    short = report(silent(LONGEST))
    assert len(tables_after(short, "จากที่จัดส่ง ๒๐๐ แห่ง")) == LONGEST
    data = consolidate(
        form(), [], roster=[office(n, province="น่าน" * (n > 1)) for n in range(1, 501)]
    )
    document = report(data)
    assert tables_after(document, "จำแนกตามสังกัด") == [["กระทรวงตัวอย่าง", "๕๐๐", "๕๐๐", "๑๐๐.๐๐"]]
    assert tables_after(document, "จำแนกตามจังหวัด (๕๐๐ แห่ง)") == [
        ["น่าน", "๔๙๙", "๔๙๙", "๑๐๐.๐๐"],
        ["ไม่ระบุ", "๑", "๑", "๑๐๐.๐๐"],
    ]
    assert "รายชื่อทุกหน่วยงานอยู่ในแฟ้ม สรุปผลแบบสำรวจ.xlsx แผ่นงาน “ยังไม่ตอบกลับ”" in text(data)
    assert sum(1 for _ in lines_of(document)) < 80


def test_a_long_list_of_agencies_that_nothing_else_is_known_of():
    document = report(silent(201, ministry="", province=""))
    assert tables_after(document, "(๒๐๑ แห่ง)") == [["ทุกหน่วยงาน", "๒๐๑", "๒๐๑", "๑๐๐.๐๐"]]


def test_a_long_list_of_matters_is_counted_by_question():
    one = {"officers.answer": "1"}
    returns = [sent(f"{n}.xlsx", {"office.code": f"A-{n}"} | one) for n in range(1, 130)]
    data = consolidate(form(), returns, roster=[office(n) for n in range(1, 130)])
    assert len(data.matters) > LONGEST
    rows = tables_after(report(data), "จำแนกตามข้อ")
    assert len(rows) < 10
    assert "จำแนกตามข้อ" in text(data)


def test_thousands_of_agencies_make_no_longer_report():
    data = many(form(ESTATUS), 1500)
    said = list(lines_of(report(data)))
    assert len(said) < 3000
    facts = gather(data).facts
    assert int(facts["answered"].replace(",", "")) == len(data.answered)
    assert facts["outstanding"] == line(data, "เห็นควร").split("จำนวน ")[1].split(" ")[0]


# ---------------------------------------------------------------- how it is written

LATIN_DIGITS = re.compile("[0-9]")
CODES_AND_FILES = re.compile(r"\b76-\d{3}\b|[\w.-]+\.(?:docx|pdf|xlsx)\b|\S+@\S+|https?://\S+")


def test_digits_are_thai_and_years_buddhist(usual):
    odd = back(5, "hhhhhh", "5.pdf", respondent__agency_name="กรมอื่น")
    for data in (usual, result(), result(back(1, "2-2-2-"), odd), result(agencies=190)):
        for one in lines_of(report(data)):
            assert not LATIN_DIGITS.search(CODES_AND_FILES.sub("", one)), one
            assert "ค.ศ." not in one


def test_no_respondent_is_named():
    odd = back(1, "hhhhhh", respondent__email="secret at home", respondent__phone="โทรปิดบัง")
    data = result(odd)
    assert data.matters
    for secret in ("สมชาย", "secret", "ปิดบัง"):
        assert secret not in text(data)


HOSTILE = "กรม «sent» **ก** {check} <b>&amp; =1+1 \u202e\u200b\n\tข้อ\r 😀 \u0301\ue000"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_names_are_printed_and_never_obeyed(kind):
    roster = [Recipient(1, "<1>", HOSTILE, HOSTILE, "", HOSTILE), office(2)]
    data = consolidate(form(), [sent(HOSTILE.replace("\n", " "), office_answers(2))], roster=roster)
    document = report(data, {**OFFICE, "agency": HOSTILE, "signer": "**ข**"})
    said = "\n".join(lines_of(document))
    assert "กรม «sent» **ก** {check} <b>&amp; =1+1" in said
    assert "(**ข**)" in said
    assert not re.search("[\u202e\u200b\r]", said)
    assert formats.write_document(document, kind)


def test_each_sheet_it_speaks_of_is_in_the_workbook(usual, tmp_path):
    finding = found(Code.CONSTRAINT_FAILED, field="email.remark", label="ก", raw="ข", rule="ต้องตอบ")
    first, *others = usual.files
    stood = replace(first, waived=((finding, Decision("x", About.SEEN, reason="ก")),))
    waived = replace(usual, files=(stood, *others))
    for data in (usual, waived, consolidate(form(), [sent("1.xlsx", office_answers(1))])):
        path = tmp_path / "result.xlsx"
        path.write_bytes(write_workbook(data))
        sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
        facts = gather(data).facts
        named = {text for name, text in facts.items() if name.startswith("sheet_")}
        absent = set() if data.waivers else {facts["sheet_waivers"]}
        assert named - set(sheets) == absent
        assert facts["workbook"] == WORKBOOK
        sources = [one for one in lines_of(report(data)) if "แผ่นงาน “" in one]
        assert len(sources) >= 2
        for one in sources:
            assert WORKBOOK in one
            assert set(re.findall("แผ่นงาน “(.*?)”", one)) <= set(sheets)


def test_the_facts_are_those_that_a_text_may_name(usual):
    for data in (usual, result(), silent(3)):
        gathered = gather(data)
        assert gathered.facts.keys() == FACTS.keys()
        assert gathered.conditions <= set(NAMES.conditions)
        assert gathered.lists.keys() == LISTS.keys()
        for name, entries in gathered.lists.items():
            assert all(entry.keys() == LISTS[name][1].keys() for entry in entries)


def test_the_same_result_makes_the_same_report(usual):
    assert report(usual) == report(usual)
    assert formats.write_document(report(usual), "docx") == formats.write_document(
        report(usual), "docx"
    )


# ---------------------------------------------------------------- any survey


def raw(field, value):
    if field.kind is Kind.SELECT_ONE:
        return (value,)
    return value if isinstance(value, tuple) else str(value)


@st.composite
def results(draw):
    made = compile_survey(draw(strategies.surveys()))
    returns = []
    for number in range(draw(st.integers(0, 3))):
        answers = draw(strategies.answers(made))
        told = {name: raw(made.field(name), value) for name, value in answers.items()}
        returns.append(sent(f"{number}.docx", told, of=made, received=f"2026-11-0{number + 1}"))
    roster = draw(st.sampled_from([None, [office(n) for n in range(1, 4)]]))
    rounds = [Round("r", made.survey, made.digest, tuple(roster or ()), "2026-11-02")]
    return consolidate(made, returns, rounds if roster else (), roster)


@given(results())
@settings(deadline=None, max_examples=60)
def test_any_result_can_be_reported(data):
    document = report(data)
    said = list(lines_of(document))
    assert said[0] == "บันทึกข้อความ"
    cells = (
        cell for one in document.blocks if isinstance(one, Table)
        for row in one.rows if isinstance(row, CellRow) for cell in row.cells
    )  # fmt: skip
    assert all(isinstance(cell, TextCell) for cell in cells)
    assert not any("\n" in one for one in said)
