"""The sheets of the result: their numbers, their words, how they stand on paper."""

from dataclasses import replace

import pytest
from tests.export.sample import Rows, day, opened, parts, sheet, status, table
from tests.mailbag import form, office, office_answers, sent

from formgen.consolidate import consolidate
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Policy
from formgen.model.decision import About, Decision, about, seen_subject
from formgen.model.returned import State
from formgen.result.words import state_name


def test_the_overview_says_how_many_and_how_files_ended() -> None:
    rows = {row[0]: row[1:3] for row in sheet(status(), "สรุปภาพรวม")}
    assert rows["จำนวนหน่วยงานที่จัดส่งแบบ (แห่ง)"][0] == 6
    assert rows["ตอบกลับแล้ว (แห่ง)"] == [4, 66.67]
    assert rows["ยังไม่ตอบกลับ (แห่ง)"] == [2, 33.33]
    assert rows["ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N (แห่ง)"][0] == 4
    assert rows["ข้อมูล ณ วันที่"][0] == day(24)
    assert rows["แบบซ้ำ (ฉบับ)"][0] == 1
    assert rows["แบบที่ต้องตรวจสอบ (ฉบับ)"][0] == 5
    assert [rows[f"– {name} (ฉบับ)"][0] for name in ("DOCX", "PDF", "XLSX", "กระดาษ")] == [
        6,
        2,
        0,
        0,
    ]
    counts = [rows[f"– {state_name(state)} (ฉบับ)"][0] for state in State]
    assert counts == [2, 4, 1, 0, 1, 0]
    assert sum(counts) == rows["แฟ้มทั้งหมด (ฉบับ)"][0] == 8


def test_every_row_of_counts_adds_up_to_n() -> None:
    rows = sheet(status(), "สรุปรายวิธีการ")
    assert any("N = ๔ แห่ง" in str(row[0]) for row in rows)
    assert any("ไม่เท่ากับ ๑๐๐" in str(row[0]) for row in rows)
    start = next(n for n, row in enumerate(rows) if row[0] == "ลำดับ")
    heading = ["มี (แห่ง)", "ไม่มี (แห่ง)", "อยู่ระหว่างดำเนินการ (แห่ง)", "ไม่ระบุ (แห่ง)", "ต้องตรวจสอบ (แห่ง)"]
    assert rows[start][:3] == ["ลำดับ", "วิธีการทางอิเล็กทรอนิกส์", "มี (แห่ง)"]
    assert rows[start][2:12:2] == heading
    assert set(rows[start][3:12:2]) == {"ร้อยละ"}
    counted = [row for row in rows[start + 1 :] if row[-1] == 4]
    assert [row[0] for row in counted] == ["๑", "๒", "๓.๑", "๓.๒", "๔", "๕"]
    assert counted[0][2:] == [2, 50, 1, 25, 0, 0, 0, 0, 1, 25, 4]
    assert counted[3][2:] == [1, 25, 1, 25, 0, 0, 1, 25, 1, 25, 4]
    assert all(sum(row[2:12:2]) == 4 for row in counted)


def test_the_counts_have_a_chart_of_stacked_shares() -> None:
    chart = parts(write_workbook(status()))["xl/charts/chart1.xml"]
    assert '<c:grouping val="percentStacked"/>' in chart
    assert chart.count("<c:ser>") == 5
    assert "อยู่ระหว่างดำเนินการ" in chart
    assert "ไปรษณีย์อิเล็กทรอนิกส์" in chart


def test_agencies_are_listed_with_labels_dates_and_files() -> None:
    first, second, _, fourth = table(sheet(status(), "ผลรายหน่วยงาน"))
    assert first["รหัสหน่วยงาน"] == "76-001"
    assert first["ประเภท"] == "ส่วนราชการระดับกรมหรือเทียบเท่า"
    assert first["๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"] == "มี"
    assert first["จำนวนวิธีการที่มี"] == 6
    assert first["วันที่ตอบ"] == day(22)
    statuses = [value for name, value in second.items() if name[0] in "๑๒๓๔๕"]
    assert statuses == ["มี", "ไม่มี", "อยู่ระหว่างดำเนินการ", "ไม่ระบุ", "ต้องตรวจสอบ", "มี"]
    assert second["จำนวนวิธีการที่มี"] == 2
    assert fourth["ชื่อแฟ้ม"] == "4a.docx\n4b.docx"
    assert fourth["จำนวนวิธีการที่มี"] == "ต้องตรวจสอบ"


def test_remarks_stand_word_for_word() -> None:
    [remark] = table(sheet(status(), "หมายเหตุ"))
    assert remark["ข้อความหมายเหตุ"] == "เริ่มใช้ ๑ ตุลาคม ๒๕๖๙\nบรรทัดที่สอง"
    assert remark["วิธีการทางอิเล็กทรอนิกส์"] == "๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"
    assert remark["สถานะ"] == "มี"


def test_the_outstanding_show_what_may_be_theirs() -> None:
    fifth, sixth = table(sheet(status(), "ยังไม่ตอบกลับ"))
    assert (fifth["รหัส"], sixth["รหัส"]) == ("76-005", "76-006")
    assert fifth["แฟ้มที่อาจเป็นของหน่วยงานนี้ (รอตรวจสอบ)"] == "5.pdf"
    assert sixth["อีเมลกลาง"] == "saraban6@example.go.th"


def test_what_is_open_is_listed_with_problem_value_and_advice() -> None:
    rows = table(sheet(status(), "ต้องตรวจสอบ"))
    double = next(row for row in rows if "มากกว่าหนึ่งคำตอบ" in row["ปัญหาที่พบ"])
    assert double["ค่าที่อ่านได้"] == "มี, ไม่มี"
    assert double["ข้อเสนอการแก้ไข"].startswith("โปรดสอบถาม")
    assert double["หน่วยงาน"] == "หน่วยงาน 2"
    assert {row["ชื่อแฟ้ม"] for row in rows} == {"2.docx", "4a.docx", "4b.docx", "5.pdf", "เสีย.pdf"}
    assert next(row for row in rows if row["ชื่อแฟ้ม"] == "5.pdf")["หน่วยงาน"] == "(อื่น?)"


def test_what_is_said_and_what_to_do_lose_no_words() -> None:
    rows = {row["ชื่อแฟ้ม"]: row for row in table(sheet(status(), "ต้องตรวจสอบ"))}
    for filed, finding in status().matters:
        if filed.returned.name == "เสีย.pdf":
            whole = replace(finding, at="", file="").message("th")
            row = rows["เสีย.pdf"]
            assert f"{row['ปัญหาที่พบ']} {row['ข้อเสนอการแก้ไข']}" == whole


def test_the_register_gives_every_file_its_state_and_reason() -> None:
    rows = {row["ชื่อแฟ้ม"]: row for row in table(sheet(status(), "ทะเบียนรับ"))}
    assert {name: row["สถานะ"] for name, row in rows.items()} == {
        "1.docx": "นับรวม",
        "2.docx": "นับรวม มีข้อต้องตรวจสอบ",
        "3.docx": "นับรวม",
        "สำเนา 3.docx": "ซ้ำ",
        "4a.docx": "รอการตัดสิน ยังไม่นับ",
        "4b.docx": "รอการตัดสิน ยังไม่นับ",
        "5.pdf": "รอการตัดสิน ยังไม่นับ",
        "เสีย.pdf": "ไม่นับรวม",
    }
    assert all(row["เหตุผล"] for row in rows.values())
    assert rows["1.docx"]["ลายนิ้วมือแฟ้ม (SHA-256)"] == status().files[0].returned.sha256
    assert rows["1.docx"]["วันที่รับ"] == day(21)


def test_numbers_and_dates_are_real_and_show_thai_numerals() -> None:
    book = opened(status())
    formats = {
        (cell.data_type, cell.number_format)
        for row in book["ผลรายหน่วยงาน"].iter_rows(min_row=4)
        for cell in row
        if cell.value is not None and cell.data_type != "s"
    }
    assert formats == {("n", "[$-D00041E]#,##0"), ("d", "[$-D07041E]d mmmm yyyy")}
    shares = [cell for cell in book["สรุปภาพรวม"]["C"] if cell.value == 66.67]
    assert [one.number_format for one in shares] == ["[$-D00041E]#,##0.00"]
    fonts = {cell.font.name for row in book["หมายเหตุ"].iter_rows() for cell in row if cell.value}
    assert fonts == {"TH SarabunPSK"}


def test_sheets_are_ready_to_print_and_to_filter() -> None:
    book = opened(status())
    assert book.sheetnames == [
        "สรุปภาพรวม", "สรุปรายวิธีการ", "จำแนกตามประเภท", "จำแนกตามสังกัด", "จำนวนวิธีการที่มี",
        "ผลรายหน่วยงาน", "หมายเหตุ", "ยังไม่ตอบกลับ", "ต้องตรวจสอบ", "ทะเบียนรับ", "คำอธิบาย",
        "ที่มาของตัวเลข",
    ]  # fmt: skip
    for one in book:
        assert (int(one.page_setup.paperSize), one.page_setup.orientation) == (9, "landscape")
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert one.print_title_rows
        assert one.freeze_panes
    filtered = {one.title for one in book if one.auto_filter.ref}
    assert set(book.sheetnames) - filtered == {
        "สรุปภาพรวม", "จำแนกตามประเภท", "จำแนกตามสังกัด", "คำอธิบาย",
    }  # fmt: skip


# ---------------------------------------------------------------- by type, by ministry, by number


def crossed(rows: Rows, head: str) -> list[Rows]:
    """The tables under a heading: the rows of each, down to the one of the sum."""
    tables: list[Rows] = []
    for row in rows:
        if row[0] == head:
            tables.append([])
        elif tables and row[0] is not None and (not tables[-1] or tables[-1][-1][0] != "รวม"):
            tables[-1].append([cell for cell in row if cell is not None])
    return tables


def test_each_type_has_its_answers() -> None:
    first, second = crossed(sheet(status(), "จำแนกตามประเภท"), "ประเภทหน่วยงาน")
    kind = "ส่วนราชการระดับกรมหรือเทียบเท่า"
    one = [4, *(2, 1, 0, 0, 1), *(1, 2, 0, 0, 1), *(1, 1, 1, 0, 1)]
    other = [4, *(1, 1, 0, 1, 1), *(1, 1, 0, 0, 2), *(2, 1, 0, 0, 1)]
    assert first == [[kind, *one], ["รวม", *one]]
    assert second == [[kind, *other], ["รวม", *other]]


def test_each_ministry_and_province_has_its_rates() -> None:
    rows = sheet(status(), "จำแนกตามสังกัด")
    rates = [6, 4, 66.67, 2, 50, 1, 25, 1, 25, 1, 25, 1, 25, 2, 50]
    [[ministry, total]] = crossed(rows, "สังกัด")
    assert ministry == ["กระทรวงการคลัง", *rates]
    assert total == ["รวม", *rates]
    assert crossed(rows, "จังหวัด") == [[["น่าน", *rates], ["รวม", *rates]]]


def test_agencies_that_nobody_listed_stand_apart() -> None:
    returns = [sent(f"{n}.xlsx", office_answers(n)) for n in (1, 3)]
    roster = [office(1), office(2, ministry="", province="")]
    rows = sheet(consolidate(form(), returns, roster=roster), "จำแนกตามสังกัด")
    assert "ตอบนอกบัญชีจัดส่ง (แห่ง)" in {cell for row in rows for cell in row}
    assert crossed(rows, "สังกัด") == [
        [
            ["กระทรวงตัวอย่าง", 1, 1, 100, 0, 1, 100],
            ["ไม่ระบุ", 1, 0, 0, 1, 1, 100],
            ["รวม", 2, 1, 50, 1, 2, 100],
        ]
    ]


def test_a_province_that_has_not_returned_has_no_share() -> None:
    roster = [office(1), office(2, province="ตาก")]
    data = consolidate(form(), [sent("a.xlsx", office_answers(1))], roster=roster)
    [[tak, nan, _]] = crossed(sheet(data, "จำแนกตามสังกัด"), "จังหวัด")
    assert tak == ["ตาก", 1, 0, 0, 0]
    assert nan == ["น่าน", 1, 1, 100, 1, 100]


def test_how_many_have_how_many() -> None:
    [rows] = crossed(sheet(status(), "จำนวนวิธีการที่มี"), "จำนวนวิธีการที่มี")
    assert rows == [
        [0, 1, 25, 25], [1, 0, 0, 25], [2, 1, 25, 50], [3, 0, 0, 50], [4, 0, 0, 50], [5, 0, 0, 50],
        [6, 1, 25, 75], ["ต้องตรวจสอบ", 1, 25, 100], ["รวม", 4, 100],
    ]  # fmt: skip


def test_where_nothing_counts_as_had_there_is_no_such_sheet() -> None:
    plain = replace(form(), questions=tuple(replace(q, positive=()) for q in form().questions))
    data = consolidate(plain, [sent("a.xlsx", office_answers(1), of=plain)])
    assert "จำนวนข้อที่มี" not in opened(data).sheetnames
    again = consolidate(form(), [sent("a.xlsx", office_answers(1))])
    assert "จำนวนข้อที่มี" in opened(again).sheetnames


def test_a_personal_question_is_not_counted_as_had() -> None:
    fields = tuple(replace(one, personal_data=one.stem == "tools") for one in form().fields)
    made = replace(form(), fields=fields)
    data = consolidate(made, [sent("a.xlsx", office_answers(1), of=made)])
    assert data.had(data.answered[0]) == 0
    assert "จำนวนข้อที่มี" not in opened(data).sheetnames


# ---------------------------------------------------------------- every kind of question


def test_every_kind_of_question_has_its_table() -> None:
    returns = [
        sent("a.xlsx", office_answers(1, budget__used="1000.50", office__size=("small",))),
        sent("b.xlsx", office_answers(2, budget__used="-5", vacancy__answer=("yes_now",))),
        sent("c.xlsx", office_answers(3, officers__answer="สิบ", tools__used=())),
    ]
    rows = sheet(consolidate(form(), returns), "สรุปรายข้อ")
    budget = next(row for row in rows if row[1] == "งบประมาณต่อปี (บาท)")
    assert budget[2:10] == [2, 995.5, -5, 1000.5, 497.75, 1, 0, 3]
    officers = next(row for row in rows if row[1] == "ข้าราชการ")
    assert officers[2:10] == [2, 20, 10, 10, 10, 0, 1, 3]
    since = next(row for row in rows if row[1] == "ว่างตั้งแต่วันที่")
    assert since[2:7] == [0, 1, 2, 0, 3]
    tools = [row[1:4] for row in rows if row[1] in ("อีเมลกลาง", "ลายมือชื่ออิเล็กทรอนิกส์", "อื่น ๆ (ระบุ)")]
    assert tools == [["อีเมลกลาง", 2, 66.67], ["ลายมือชื่ออิเล็กทรอนิกส์", 2, 66.67], ["อื่น ๆ (ระบุ)", 0, 0]]


def test_what_was_specified_stands_among_the_remarks() -> None:
    answers = office_answers(1, tools__used=("other",), tools__specify="=แอปของหน่วยงาน")
    [row] = table(sheet(consolidate(form(), [sent("a.xlsx", answers)]), "หมายเหตุ"))
    assert row["ข้อความหมายเหตุ"] == "=แอปของหน่วยงาน"
    assert "อื่น ๆ (ระบุ)" in row["รายการ"]


def test_a_number_too_long_for_a_spreadsheet_stays_exact_as_text() -> None:
    data = consolidate(
        form(), [sent("a.xlsx", office_answers(1, budget__used="12345678901234567.8"))]
    )
    [row] = table(sheet(data, "ผลรายหน่วยงาน"))
    assert row["๑.๒ งบประมาณต่อปี (บาท)"] == "12345678901234567.8"


# ---------------------------------------------------------------- what persons did


def test_reminders_are_counted_and_dated() -> None:
    agencies = tuple(
        replace(one, reminded=("2026-11-25", "2026-12-02")) for one in status().agencies
    )
    fifth, _ = table(sheet(replace(status(), agencies=agencies), "ยังไม่ตอบกลับ"))
    assert fifth["ครั้งที่ติดตาม"] == 2
    assert fifth["วันที่ติดตาม"] == "๒๕ พ.ย. ๖๙\n๒ ธ.ค. ๖๙"
    assert table(sheet(status(), "ยังไม่ตอบกลับ"))[0]["ครั้งที่ติดตาม"] == 0


def test_what_was_let_stand_is_told_with_reason_and_name() -> None:
    answers = office_answers(1, officers__answer="9000")
    file = sent("a.xlsx", answers)
    [finding] = [one for one in file.findings if one.code is Code.CONSTRAINT_FAILED]
    waiver = Decision(
        file.sha256, About.SEEN, seen_subject(finding.code.name, about(finding)),
        reason="หน่วยงานยืนยันเป็นหนังสือ", by="สมศรี", at="2026-11-25T09:00:00",
    )  # fmt: skip
    data = consolidate(form(), [file], decisions=[waiver])
    assert data.waivers
    [row] = table(sheet(data, "ข้อยกเว้น"))
    assert row["ข้อ"] == "ข้าราชการ : คำตอบ"
    assert "จำนวนคนต้องอยู่ระหว่าง ๐ ถึง ๕,๐๐๐" in row["สิ่งที่ไม่เป็นไปตามเงื่อนไข"]
    assert row["ค่าที่นับ"] == "9000"
    told = (row["เหตุผลที่ยกเว้น"], row["ผู้อนุญาต"], row["เมื่อ"])
    assert told == ("หน่วยงานยืนยันเป็นหนังสือ", "สมศรี", day(25))
    overview = {row[0]: row[1] for row in sheet(data, "สรุปภาพรวม")}
    assert overview["รายการที่ยกเว้นเงื่อนไข (รายการ)"] == 1
    assert "๑ รายการ" in explained(sheet(data, "คำอธิบาย"))["รายการที่ยกเว้นเงื่อนไข"]
    assert "ข้อยกเว้น" not in opened(status()).sheetnames


def explained(rows: Rows) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in rows}


@pytest.mark.parametrize("policy", Policy)
def test_it_is_explained_how_it_was_counted(policy: Policy) -> None:
    told = explained(sheet(replace(status(), policy=policy), "คำอธิบาย"))
    assert f"({policy})" in told["หน่วยงานที่ส่งหลายฉบับ"]
    assert "N = ๔ แห่ง" in told["ฐานของร้อยละ"]
    assert told["จำนวนวิธีการที่มี"] == "นับข้อที่ตอบ “มี”"
    assert "ชื่อ-สกุล ผู้ตอบแบบสำรวจ" in told["ข้อมูลส่วนบุคคล"]
    assert told["ข้อมูล ณ วันที่"] == "๒๔ พฤศจิกายน ๒๕๖๙"
    assert (
        f"{len(status().matters)}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
        in (told["รายการที่ยังต้องตรวจสอบ"])
    )


def test_every_column_of_the_data_file_is_explained() -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1))])
    rows = sheet(data, "คำอธิบาย")
    named = {name for row in rows for name in str(row[0]).split("\n")}
    assert {"agency_code", "form_digest", "officers.answer", "tools.cloud", "doubtful"} <= named
    choices = {str(row[3]) for row in rows}
    assert "yes_now = ใช่\nno_now = ไม่ใช่" in choices
