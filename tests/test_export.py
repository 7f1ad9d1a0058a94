import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.mailbag import ESTATUS, Raw, form, office_answers, sent

from formgen import export as room
from formgen.consolidate import consolidate
from formgen.export import RESPONSES_CSV, REVIEW, REVIEW_KEPT, WORKBOOK
from formgen.export.book import CUT, fitting
from formgen.export.files import responses_csv, responses_jsonl
from formgen.export.review import write_review
from formgen.export.verdicts import (
    ANSWER,
    BY,
    CODE,
    REASON,
    SHA256,
    VERDICT,
    Verdict,
    decisions,
)
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.recipient import Recipient
from formgen.model.response import record
from formgen.model.returned import Returned, State

Rows = list[list[Any]]
Writer = Callable[[Dataset], bytes]
WRITERS: tuple[Writer, ...] = (write_workbook, responses_csv, responses_jsonl, write_review)

# What spreadsheets have been made to run, or to choke on.
NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1,1)", "\t=1", "＝1+1", "＋1", "－1",
    "＠A1", "{=1}", "=HYPERLINK(\"http://x\")", "http://example.go.th", "external:c:\\x",
    "internal:Sheet1!A1",
    "mailto:a@b.c", "_x0041_", "a\x0bb", "a\ufffeb", "0812345678", "1e5", "'=1", "<b>&amp;</b>",
)  # fmt: skip


def export(data: Dataset, folder: Path) -> tuple[Path, ...]:
    review = room.read_review(folder / REVIEW)
    paths, held = room.put(folder, room.products(data, review), review)
    assert not held
    return paths


def decided(data: Dataset, folder: Path) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    return room.decided(data, [room.read_review(folder / REVIEW)])


def sheet(data: Dataset, name: str, write: Writer = write_workbook) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(write(data)))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def table(rows: Rows, first: str = "ลำดับ") -> list[dict[str, Any]]:
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2026-11-{number}")


def csv_rows(data: Dataset) -> list[dict[str, str]]:
    text = responses_csv(data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- one survey, five agencies

STATUSES = ("email", "social_media", "website", "application", "central_platform", "webboard")


def listed(number: int) -> Recipient:
    return Recipient(
        number, f"76-{number:03}", f"หน่วยงาน {number}", "กระทรวงการคลัง", "department",
        "น่าน", f"saraban{number}@example.go.th", "ผู้ประสานงาน",
    )  # fmt: skip


def status_answers(number: int, statuses: str, **more: Raw) -> dict[str, Raw]:
    """`statuses` has a letter for each question: h(ave), n(one), p(rogress), 2 marks, - blank."""
    codes: Mapping[str, Raw] = {
        "h": ("have",), "n": ("none",), "p": ("in_progress",), "2": ("have", "none"), "-": (),
    }  # fmt: skip
    answers: dict[str, Raw] = {
        "respondent.agency_code": f"76-{number:03}",
        "respondent.agency_name": f"หน่วยงาน {number}",
        "respondent.name": "นายสมชาย ลับมาก",
        "respondent.position": "นิติกรลับมาก",
        "respondent.phone": "๐๒ ๑๒๓ ๔๕๖๗",
        "respondent.email": "secret@example.go.th",
        "respondent.response_date": "๒๒ พฤศจิกายน ๒๕๖๙",
    }
    marks = {f"{q}.status": codes[m] for q, m in zip(STATUSES, statuses, strict=True)}
    return answers | marks | {name.replace("__", "."): raw for name, raw in more.items()}


@pytest.fixture(scope="module")
def status() -> Dataset:
    made = form(ESTATUS)
    roster = [listed(n) for n in range(1, 7)]

    def back(number: int, statuses: str, name: str = "", **more: Raw) -> Returned:
        return sent(
            name or f"{number}.docx", status_answers(number, statuses, **more), of=made,
            received=f"2026-11-{number + 20}", format="docx", roster=roster,
        )  # fmt: skip

    odd_mail = "secret at home"
    returns = [
        back(1, "hhhhhh", email__remark="เริ่มใช้ ๑ ตุลาคม ๒๕๖๙\nบรรทัดที่สอง"),
        back(2, "hnp-2h", respondent__email=odd_mail),
        back(3, "nnnnnn"),
        back(3, "nnnnnn", "สำเนา 3.docx"),
        back(4, "hnnnnn", "4a.docx"),
        back(4, "pnnnnn", "4b.docx"),
        sent(
            "5.pdf", status_answers(5, "hhhhhh") | {"respondent.agency_name": "อื่น"},
            of=made, roster=roster, format="pdf",
        ),
        Returned("เสีย.pdf", "ab" * 32, 9, "", "pdf", None, (found(Code.FILE_DAMAGED, reason="x"),)),
    ]  # fmt: skip
    return consolidate(made, returns, roster=roster)


def test_the_overview_says_how_many_and_how_files_ended(status: Dataset) -> None:
    rows = {row[0]: row[1:3] for row in sheet(status, "สรุปภาพรวม")}
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
    ends = ("นับรวม", "มีข้อต้องตรวจสอบ", "ซ้ำ", "มีฉบับใหม่กว่า", "ไม่นับรวม", "ไม่ใช่แบบที่ส่งกลับ")
    counts = [rows[f"– {name} (ฉบับ)"][0] for name in ends]
    assert counts == [2, 4, 1, 0, 1, 0]
    assert sum(counts) == rows["แฟ้มทั้งหมด (ฉบับ)"][0] == 8


def test_every_row_of_counts_adds_up_to_n(status: Dataset) -> None:
    rows = sheet(status, "สรุปรายวิธีการ")
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


def test_the_counts_have_a_chart_of_stacked_shares(status: Dataset) -> None:
    chart = parts(write_workbook(status))["xl/charts/chart1.xml"]
    assert '<c:grouping val="percentStacked"/>' in chart
    assert chart.count("<c:ser>") == 5
    assert "อยู่ระหว่างดำเนินการ" in chart
    assert "ไปรษณีย์อิเล็กทรอนิกส์" in chart


def test_agencies_are_listed_with_labels_dates_and_files(status: Dataset) -> None:
    first, second, _, fourth = table(sheet(status, "ผลรายหน่วยงาน"))
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


def test_remarks_stand_word_for_word(status: Dataset) -> None:
    [remark] = table(sheet(status, "หมายเหตุ"))
    assert remark["ข้อความหมายเหตุ"] == "เริ่มใช้ ๑ ตุลาคม ๒๕๖๙\nบรรทัดที่สอง"
    assert remark["วิธีการทางอิเล็กทรอนิกส์"] == "๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)"
    assert remark["สถานะ"] == "มี"


def test_the_outstanding_show_what_may_be_theirs(status: Dataset) -> None:
    fifth, sixth = table(sheet(status, "ยังไม่ตอบกลับ"))
    assert (fifth["รหัส"], sixth["รหัส"]) == ("76-005", "76-006")
    assert fifth["แฟ้มที่อาจเป็นของหน่วยงานนี้ (รอตรวจสอบ)"] == "5.pdf"
    assert sixth["อีเมลกลาง"] == "saraban6@example.go.th"


def test_what_is_open_is_listed_with_problem_value_and_advice(status: Dataset) -> None:
    rows = table(sheet(status, "ต้องตรวจสอบ"))
    double = next(row for row in rows if "มากกว่าหนึ่งคำตอบ" in row["ปัญหาที่พบ"])
    assert double["ค่าที่อ่านได้"] == "มี, ไม่มี"
    assert double["ข้อเสนอการแก้ไข"].startswith("โปรดสอบถาม")
    assert double["หน่วยงาน"] == "หน่วยงาน 2"
    assert {row["ชื่อแฟ้ม"] for row in rows} == {"2.docx", "4a.docx", "4b.docx", "5.pdf", "เสีย.pdf"}
    assert next(row for row in rows if row["ชื่อแฟ้ม"] == "5.pdf")["หน่วยงาน"] == "(อื่น?)"


def test_the_register_gives_every_file_its_state_and_reason(status: Dataset) -> None:
    rows = {row["ชื่อแฟ้ม"]: row for row in table(sheet(status, "ทะเบียนรับ"))}
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
    assert rows["1.docx"]["ลายนิ้วมือแฟ้ม (SHA-256)"] == status.files[0].returned.sha256
    assert rows["1.docx"]["วันที่รับ"] == day(21)


def test_personal_data_is_in_no_published_sheet(status: Dataset) -> None:
    text = "".join(parts(write_workbook(status)).values())
    assert "ลับมาก" not in text
    assert "secret" not in text
    assert "021234567" not in text
    assert "secret at home" in "".join(parts(write_review(status)).values())
    assert csv_rows(status)[0]["respondent.name"] == "นายสมชาย ลับมาก"


def test_a_personal_question_of_a_table_is_left_out_too() -> None:
    fields = tuple(replace(one, personal_data=one.stem == "tools") for one in form().fields)
    made = replace(form(), fields=fields)
    answers = office_answers(1, tools__used=("cloud",), tools__remark="ลับมาก")
    data = consolidate(made, [sent("a.xlsx", answers, of=made)])
    text = "".join(parts(write_workbook(data)).values())
    assert "ลับมาก" not in text
    assert "ระบบคลาวด์ภาครัฐ" not in text
    assert csv_rows(data)[0]["tools.cloud"] == "1"


def test_numbers_and_dates_are_real_and_show_thai_numerals(status: Dataset) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(status)))
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


def test_sheets_are_ready_to_print_and_to_filter(status: Dataset) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(status)))
    assert book.sheetnames == [
        "สรุปภาพรวม", "สรุปรายวิธีการ", "ผลรายหน่วยงาน", "หมายเหตุ",
        "ยังไม่ตอบกลับ", "ต้องตรวจสอบ", "ทะเบียนรับ",
    ]  # fmt: skip
    for one in book:
        assert (int(one.page_setup.paperSize), one.page_setup.orientation) == (9, "landscape")
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert one.print_title_rows
        assert one.freeze_panes
    assert [bool(one.auto_filter.ref) for one in book] == [False, *[True] * 6]


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


def test_csv_has_a_row_an_agency_and_a_column_a_choice() -> None:
    returns = [
        sent("a.xlsx", office_answers(1, budget__used="-5", vacancy__answer=("yes_now",))),
        sent("b.xlsx", office_answers(2, tools__used=(), vacancy__answer=("yes_now", "no_now"))),
        sent("c.xlsx", office_answers(3, officers__answer="1")),
        sent("d.xlsx", office_answers(3, officers__answer="2")),
    ]
    data = consolidate(form(), returns)
    first, second, third = csv_rows(data)
    tools = [f"tools.{code}" for code in ("mail", "sign", "cloud", "other")]
    assert [first[name] for name in tools] == ["1", "1", "0", "0"]
    assert [second[name] for name in tools] == ["", "", "", ""]
    assert first["budget.used"] == "-5"
    assert first["office.filled_on"] == "2026-11-22"
    assert (second["vacancy.answer"], second["doubtful"]) == ("", "vacancy.answer")
    assert first["not_asked"] == ""
    assert third["file"] == "c.xlsx | d.xlsx"
    assert third["state"] == "accepted-with-review"
    assert third["doubtful"].split() == [one.name for one in form().fields]
    assert len(csv_rows(data)) == len(data.answered)


def test_jsonl_has_the_record_of_every_file_that_could_be_read() -> None:
    twice = sent("b.xlsx", office_answers(1))
    damaged = Returned("x.pdf", "ab" * 32, 3, diagnostics=(found(Code.FILE_DAMAGED, reason="x"),))
    data = consolidate(form(), [sent("a.xlsx", office_answers(1)), twice, damaged])
    lines = [json.loads(line) for line in responses_jsonl(data).splitlines()]
    states = {one["file"]: one.pop("state") for one in lines}
    assert states == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert twice.response is not None
    assert lines[1] == json.loads(json.dumps(record(twice.response, "b.xlsx", twice.sha256)))


# ---------------------------------------------------------------- hostile words


def test_no_words_become_a_formula_or_a_link() -> None:
    returns = [
        sent(f"{n}.xlsx", office_answers(n, office__name=text, tools__remark=text))
        for n, text in enumerate(NASTY)
    ]
    data = consolidate(form(), returns)
    for write in (write_workbook, write_review):
        for part, text in parts(write(data)).items():
            if part.startswith("xl/worksheets"):
                assert "<f>" not in text
                assert "hyperlink" not in text
    shown = {row["ข้อความหมายเหตุ"] for row in table(sheet(data, "หมายเหตุ"))}
    harmless = {text for text in NASTY if not set(text) & set("\x0b\ufffe\t")}
    assert harmless <= shown
    rows = {row["file"]: row["tools.remark"] for row in csv_rows(data)}
    for n, text in enumerate(NASTY):
        read = data.by_code()[f"A-{n}"].answers["tools.remark"].value
        assert rows[f"{n}.xlsx"].removeprefix("'") == str(read).removeprefix("'")
        assert not rows[f"{n}.xlsx"].startswith(
            ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
        ), text


def test_an_overlong_text_is_cut_in_the_cell_and_whole_in_the_data() -> None:
    long = "นี่" * 20_000
    data = consolidate(form(), [sent("a.xlsx", office_answers(1, tools__remark=long))])
    [row] = table(sheet(data, "หมายเหตุ"))
    assert row["ข้อความหมายเหตุ"].endswith(CUT)
    assert len(row["ข้อความหมายเหตุ"]) <= 32_767
    assert csv_rows(data)[0]["tools.remark"] == long
    assert json.loads(responses_jsonl(data))["answers"]["tools.remark"]["value"] == long


@pytest.mark.parametrize("text", ["ก" * 32_767, "ก" * 32_768, "😀" * 16_384, "น้ำ" * 12_000])
def test_cells_take_32767_utf16_units_and_no_torn_letters(text: str) -> None:
    cut = fitting(text)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert (cut == text) == (len(text.encode("utf-16-le")) // 2 <= 32_767)
    kept = cut.removesuffix(CUT)
    assert text.startswith(kept)
    assert not kept.endswith("น") or not text.startswith("น")


def test_a_name_that_is_no_unicode_is_shown_with_a_mark() -> None:
    data = consolidate(form(), [sent("\udca1\udcb4.xlsx", office_answers(1))])
    assert csv_rows(data)[0]["file"] == "\ufffd\ufffd.xlsx"
    assert json.loads(responses_jsonl(data))["file"] == "\udca1\udcb4.xlsx"
    assert table(sheet(data, "ทะเบียนรับ"))[0]["ชื่อแฟ้ม"] == "\ufffd\ufffd.xlsx"


def test_a_number_too_long_for_a_spreadsheet_stays_exact_as_text() -> None:
    data = consolidate(
        form(), [sent("a.xlsx", office_answers(1, budget__used="12345678901234567.8"))]
    )
    [row] = table(sheet(data, "ผลรายหน่วยงาน"))
    assert row["๑.๒ งบประมาณต่อปี (บาท)"] == "12345678901234567.8"


# ---------------------------------------------------------------- laws


def test_the_same_data_gives_the_same_bytes(status: Dataset) -> None:
    returns = [one.returned for one in status.files]
    roster = [one.recipient for one in status.agencies]
    random.Random(1).shuffle(returns)
    again = consolidate(status.form, returns, roster=roster)
    for write in WRITERS:
        assert write(status) == write(again)
    assert "2000-01-01T00:00:00Z" in parts(write_workbook(status))["docProps/core.xml"]


def test_nothing_returned_and_nobody_listed_makes_whole_files(tmp_path: Path) -> None:
    data = consolidate(form(), [])
    paths = export(data, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == [WORKBOOK, RESPONSES_CSV, "responses.jsonl", REVIEW]
    assert any("ยังไม่มีหน่วยงานส่งแบบกลับ" in str(row[0]) for row in sheet(data, "สรุปรายข้อ"))
    assert csv_rows(data) == []
    assert "ไม่มีรายการที่ต้องตรวจสอบ" in [row[0] for row in sheet(data, "ต้องตรวจสอบ", write_review)]
    book = openpyxl.load_workbook(paths[0])
    assert len(book.sheetnames) == 7


def test_what_cannot_be_written_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / RESPONSES_CSV).mkdir()
    with pytest.raises(FormgenError) as caught:
        export(consolidate(form(), []), tmp_path)
    assert caught.value.exit_code is Exit.OUTPUT
    assert caught.value.diagnostics[0].code is Code.OUTPUT_NOT_WRITABLE
    assert not list(tmp_path.glob(".*"))


# ---------------------------------------------------------------- review and back


def filled(data: Dataset, fill: Mapping[int, Mapping[str, str]]) -> Rows:
    """The rows of the list as a clerk saves it; `fill` has a finding's number and its cells."""
    book = openpyxl.load_workbook(io.BytesIO(write_review(data)))
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == "ลำดับ")
    for number, cells in fill.items():
        for heading, text in cells.items():
            rows[start + number][rows[start].index(heading)] = text
    return rows


def number_of(data: Dataset, code: Code, file: str = "") -> int:
    return 1 + next(
        n
        for n, (filed, finding) in enumerate(data.matters)
        if finding.code is code and filed.returned.name.startswith(file)
    )


def settled(data: Dataset, rows: Rows) -> Dataset:
    made, problems = decisions(data, rows)
    assert problems == ()
    returns = [one.returned for one in data.files]
    roster = [one.recipient for one in data.expected]
    return consolidate(data.form, returns, roster=roster, decisions=made)


def test_the_list_offers_what_fits_each_finding(status: Dataset) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_review(status)))
    review, lists = book.worksheets[0], book["รายการเลือก"]
    assert lists.sheet_state == "hidden"
    heading = next(row for row in review.iter_rows() if row[0].value == "ลำดับ")
    columns = {cell.value: cell.column_letter for cell in heading}
    assert review.column_dimensions[columns[SHA256]].hidden

    def choices(row: int, column: str) -> list[str]:
        where = f"{columns[column]}{row}"
        rules = [one for one in review.data_validations.dataValidation if where in one.sqref]
        if not rules:
            return []
        cells = rules[0].formula1.split("!")[1].replace("$", "")
        return [row[0].value for row in lists[cells]]

    start = heading[0].row
    double = start + number_of(status, Code.MULTIPLE_MARKS)
    assert choices(double, VERDICT) == [Verdict.CORRECTED, Verdict.NO_ANSWER, Verdict.COUNTS_NOT]
    assert choices(double, ANSWER) == ["มี", "ไม่มี", "อยู่ระหว่างดำเนินการ"]
    who = start + number_of(status, Code.NAME_DISAGREES)
    assert choices(who, VERDICT) == [Verdict.BELONGS, Verdict.COUNTS_NOT]
    assert choices(who, ANSWER)[4] == "76-005 หน่วยงาน 5"
    conflict = start + number_of(status, Code.RETURN_CONFLICT)
    assert choices(conflict, VERDICT) == [Verdict.COUNTS, Verdict.COUNTS_NOT]
    damaged = start + number_of(status, Code.FILE_DAMAGED)
    assert choices(damaged, VERDICT) == [Verdict.COUNTS_NOT]


def test_a_filled_list_settles_everything(status: Dataset) -> None:
    by = {REASON: "โทรสอบถามแล้ว", BY: "สมศรี"}
    fill = {
        number_of(status, Code.MULTIPLE_MARKS): {VERDICT: Verdict.CORRECTED, ANSWER: "ไม่มี", **by},
        number_of(status, Code.REQUIRED_BLANK): {VERDICT: Verdict.NO_ANSWER, **by},
        number_of(status, Code.BAD_EMAIL): {VERDICT: Verdict.AS_READ, **by},
        number_of(status, Code.RETURN_CONFLICT, "4b"): {VERDICT: Verdict.COUNTS, **by},
        number_of(status, Code.NAME_DISAGREES): {
            VERDICT: Verdict.BELONGS, ANSWER: "76-005 หน่วยงาน 5", **by,
        },
        number_of(status, Code.FILE_DAMAGED): {VERDICT: Verdict.COUNTS_NOT, **by},
    }  # fmt: skip
    after = settled(status, filled(status, fill))
    assert not after.matters
    assert len(after.answered) == 5
    agencies = after.by_code()
    assert agencies["76-002"].answers["central_platform.status"].value == "none"
    assert agencies["76-004"].answers["email.status"].value == "in_progress"
    assert after.states[State.QUARANTINED] == 2
    done = table(sheet(after, "ตัดสินแล้ว", write_review))
    assert len(done) == len(after.decisions) == 7
    assert {row[BY] for row in done} == {"สมศรี"}
    assert f"{Verdict.CORRECTED}: ไม่มี" in {row[VERDICT] for row in done}


def test_an_empty_list_decides_nothing(status: Dataset) -> None:
    assert decisions(status, filled(status, {})) == ((), ())
    assert decisions(status, []) == ((), ())


@pytest.mark.parametrize(
    ("finding", "cells", "problem"),
    [
        (Code.MULTIPLE_MARKS, {VERDICT: "ใช้ข้อแรก"}, Code.DECISION_BAD),
        (Code.MULTIPLE_MARKS, {VERDICT: Verdict.AS_READ}, Code.DECISION_BAD),
        (Code.MULTIPLE_MARKS, {VERDICT: Verdict.CORRECTED}, Code.DECISION_BAD),
        (Code.MULTIPLE_MARKS, {VERDICT: Verdict.CORRECTED, ANSWER: "อาจจะ"}, Code.DECISION_BAD),
        (Code.NAME_DISAGREES, {VERDICT: Verdict.BELONGS, ANSWER: "99-999"}, Code.DECISION_BAD),
        (Code.NAME_DISAGREES, {VERDICT: Verdict.BELONGS, ANSWER: ""}, Code.DECISION_BAD),
        (Code.FILE_DAMAGED, {VERDICT: Verdict.COUNTS}, Code.DECISION_BAD),
        (
            Code.FILE_DAMAGED,
            {VERDICT: Verdict.COUNTS_NOT, SHA256: "00"},
            Code.DECISION_FILE_UNKNOWN,
        ),
        (Code.FILE_DAMAGED, {VERDICT: Verdict.COUNTS_NOT, CODE: "?"}, Code.DECISION_FILE_UNKNOWN),
    ],
)
def test_what_cannot_be_used_decides_nothing_and_is_said(
    status: Dataset, finding: Code, cells: Mapping[str, str], problem: Code
) -> None:
    rows = filled(status, {number_of(status, finding): cells})
    made, [said] = decisions(status, rows)
    assert made == ()
    assert said.code is problem
    assert rows[int(said.at) - 1][0] == str(number_of(status, finding))
    assert said.message()


def test_two_returns_of_one_agency_cannot_both_count(status: Dataset) -> None:
    fill = {
        number_of(status, Code.RETURN_CONFLICT, name): {VERDICT: Verdict.COUNTS}
        for name in ("4a", "4b")
    }
    made, problems = decisions(status, filled(status, fill))
    assert made == ()
    assert [one.code for one in problems] == [Code.DECISION_BAD] * 2


def test_a_person_may_answer_any_kind_of_field() -> None:
    answers = office_answers(
        1, officers__answer="สิบ", budget__used="มาก", office__filled_on="เมื่อวาน",
        vacancy__answer=("yes_now", "no_now"),
    )  # fmt: skip
    doubtful = found(
        Code.PLACES_DISAGREE, "B9", "tools.used", label="", one="", other="", other_at=""
    )
    data = consolidate(form(), [sent("a.xlsx", answers, found=[doubtful])])
    fill = {
        number_of(data, Code.NOT_AN_INTEGER): "๑๒",
        number_of(data, Code.NOT_A_DECIMAL): "1,234.50",
        number_of(data, Code.NOT_A_DATE): "๒๑ พ.ย. ๒๕๖๙",
        number_of(data, Code.MULTIPLE_MARKS): "ใช่",
        number_of(data, Code.PLACES_DISAGREE): "ระบบคลาวด์ภาครัฐ, อีเมลกลาง",
    }
    cells = {n: {VERDICT: Verdict.CORRECTED, ANSWER: text} for n, text in fill.items()}
    after = settled(data, filled(data, cells)).by_code()["A-1"].answers
    assert after["officers.answer"].value == 12
    assert after["budget.used"].value == "1234.5"
    assert after["office.filled_on"].value == "2026-11-21"
    assert after["vacancy.answer"].value == "yes_now"
    assert after["tools.used"].value == ("mail", "cloud")


def test_decisions_of_every_kind_can_be_shown() -> None:
    file = sent("a.xlsx", office_answers(1))
    made = [
        Decision(file.sha256, About.COUNTS, value="no"),
        Decision(file.sha256, About.RESPONDENT, value="A-1"),
        Decision(file.sha256, About.SEEN, "TOKEN_UNCHECKED"),
        Decision(file.sha256, About.ANSWER, "vacancy.answer", None),
        Decision(file.sha256, About.ANSWER, "tools.used", ("mail", "cloud")),
        Decision(file.sha256, About.ANSWER, "gone.field", "x", "เหตุผล", "ผู้ตรวจ", "2026-11-22"),
    ]
    rows = table(sheet(consolidate(form(), [file], decisions=made), "ตัดสินแล้ว", write_review))
    assert [row[VERDICT] for row in rows] == [
        Verdict.COUNTS_NOT,
        f"{Verdict.BELONGS}: A-1",
        Verdict.AS_READ,
        Verdict.NO_ANSWER,
        f"{Verdict.CORRECTED}: อีเมลกลาง, ระบบคลาวด์ภาครัฐ",
        f"{Verdict.CORRECTED}: x",
    ]


def save_review(folder: Path, fill: Mapping[int, Mapping[str, str]]) -> None:
    """Type into the list as a clerk does, and save it."""
    book = openpyxl.load_workbook(folder / REVIEW)
    review = book.worksheets[0]
    heading = next(row for row in review.iter_rows() if row[0].value == "ลำดับ")
    columns = {cell.value: cell.column for cell in heading}
    for number, cells in fill.items():
        for name, text in cells.items():
            review.cell(heading[0].row + number, columns[name]).value = text
    book.save(folder / REVIEW)


def test_what_a_clerk_saved_is_read_and_unfinished_rows_stay(
    status: Dataset, tmp_path: Path
) -> None:
    export(status, tmp_path)
    assert decided(status, tmp_path) == ((), ())
    double, mail = number_of(status, Code.MULTIPLE_MARKS), number_of(status, Code.BAD_EMAIL)
    wrong = number_of(status, Code.NAME_DISAGREES)
    save_review(
        tmp_path,
        {
            double: {VERDICT: Verdict.CORRECTED, ANSWER: "มี", BY: "สมศรี"},
            mail: {REASON: "โทรแล้ว รอคำตอบ"},
            wrong: {VERDICT: Verdict.BELONGS, ANSWER: "99-999"},
        },
    )
    [made], [problem] = decided(status, tmp_path)
    assert (made.about, made.subject, made.value) == (
        About.ANSWER, "central_platform.status", "have",
    )  # fmt: skip
    assert problem.code is Code.DECISION_BAD
    assert problem.file == str(tmp_path / REVIEW)
    returns = [one.returned for one in status.files]
    roster = [one.recipient for one in status.expected]
    after = consolidate(status.form, returns, roster=roster, decisions=[made])
    export(after, tmp_path)
    rows = table([[cell.value for cell in row] for row in openpyxl.load_workbook(
        tmp_path / REVIEW).worksheets[0].iter_rows()])  # fmt: skip
    kept = {row[CODE]: row for row in rows if row[VERDICT] or row[REASON] or row[ANSWER]}
    assert set(kept) == {"BAD_EMAIL", "NAME_DISAGREES"}
    assert kept["BAD_EMAIL"][REASON] == "โทรแล้ว รอคำตอบ"
    assert kept["NAME_DISAGREES"][ANSWER] == "99-999"


def test_a_list_that_cannot_be_read_is_put_aside(status: Dataset, tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_bytes(b"PK broken")
    made, [problem] = decided(status, tmp_path)
    assert made == ()
    assert problem.code is Code.REVIEW_UNREADABLE
    export(status, tmp_path)
    assert (tmp_path / f"{REVIEW_KEPT}.xlsx").read_bytes() == b"PK broken"
    assert decided(status, tmp_path) == ((), ())
    (tmp_path / REVIEW).write_bytes(b"PK broken again")
    export(status, tmp_path)
    assert (tmp_path / f"{REVIEW_KEPT}.xlsx").read_bytes() == b"PK broken"
    assert (tmp_path / f"{REVIEW_KEPT}-2.xlsx").read_bytes() == b"PK broken again"


def test_what_is_said_and_what_to_do_lose_no_words(status: Dataset) -> None:
    rows = {row["ชื่อแฟ้ม"]: row for row in table(sheet(status, "ต้องตรวจสอบ"))}
    for filed, finding in status.matters:
        if filed.returned.name == "เสีย.pdf":
            whole = replace(finding, at="", file="").message("th")
            row = rows["เสีย.pdf"]
            assert f"{row['ปัญหาที่พบ']} {row['ข้อเสนอการแก้ไข']}" == whole
