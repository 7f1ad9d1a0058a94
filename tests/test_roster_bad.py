"""Rosters as offices really have them: read right, or every problem is told with its cell."""

import codecs
import datetime
import io
import random
import re
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.paper import small_form

from formgen.model.codes import Code, Severity
from formgen.model.recipient import ROSTER_HEADINGS
from formgen.roster import read_roster

FORM = small_form()
HEADINGS = list(ROSTER_HEADINGS.values())
HEAD = ",".join(HEADINGS)
ONE = f"{HEAD}\nEX-1,กรมหนึ่ง,กระทรวง ก\n"
RETURNS = Path(__file__).parent / "returns"


def read(tmp_path, data, name="roster.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    roster = read_roster(path, FORM)
    for one in roster.problems:
        assert one.file == str(path)
        for language in ("th", "en"):
            said = one.message(language)
            assert "…" not in said  # every fact is there
            assert not re.search(r"\{[a-z]+\}", said)
    return roster


def book(fill):
    """A workbook: `fill` writes into its one sheet, or adds others."""
    made = openpyxl.Workbook()
    fill(made.active)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(*rows):
    def fill(active):
        for row in rows:
            active.append(row)

    return fill


def codes(roster):
    return [one.agency_code for one in roster.recipients]


def told(roster):
    return [(one.code.name.removeprefix("ROSTER_"), one.at) for one in roster.problems]


# ---------------------------------------------------------------- how it was saved


SEMICOLONS = ONE.replace(",", ";")
UTF16 = {"le": codecs.BOM_UTF16_LE, "be": codecs.BOM_UTF16_BE}
SAVED = {
    "utf-8": ONE.encode(),
    "utf-8 with bom": ONE.encode("utf-8-sig"),
    "thai windows": ONE.encode("cp874"),
    **{f"utf-16-{order}": ONE.encode(f"utf-16-{order}") for order in UTF16},
    **{f"utf-16-{one} bom": UTF16[one] + ONE.encode(f"utf-16-{one}") for one in UTF16},
    "old mac lines": ONE.replace("\n", "\r").encode(),
    "windows lines": ONE.replace("\n", "\r\n").encode("cp874"),
    "semicolons": SEMICOLONS.encode(),
    "semicolons below a title": ("ทะเบียน ก, ข\n;;;\n" + SEMICOLONS).encode(),
    "tabs": ONE.replace(",", "\t").encode(),
    "commas in quotes": ONE.replace("กรมหนึ่ง", '"กรมหนึ่ง"').replace("ก\n", 'ก;;;;"a;b;c"\n').encode(),
    "headings on row 3": ("ทะเบียนหน่วยงาน\n\n" + ONE).encode(),
    "headings twice": (ONE + HEAD + "\n").encode(),
    "two languages": (
        HEAD + "\n" + ",".join(ROSTER_HEADINGS) + "\n" + ONE.partition("\n")[2]
    ).encode(),
    "blank rows and dashes": f"{HEAD}\n\n,,\n-,-,-\nEX-1,กรมหนึ่ง,กระทรวง ก,-,–,—\n".encode(),
    "invisible": ONE.replace("กรมหนึ่ง", "\ufeff กรม\u200bหนึ่ง\u00a0 \u00ad").encode(),
    "workbook": book(sheet(HEADINGS, ["EX-1", "กรมหนึ่ง", "กระทรวง ก"])),
    "workbook, row 3": book(sheet(["ทะเบียน"], [], HEADINGS, ["EX-1", "กรมหนึ่ง", "กระทรวง ก"])),
}


@pytest.mark.parametrize("name", SAVED)
def test_it_is_read_however_it_was_saved(tmp_path, name):
    roster = read(tmp_path, SAVED[name])
    (one,) = roster.recipients
    known = (one.agency_code, one.agency_name, one.ministry.partition(";")[0])
    assert known == ("EX-1", "กรมหนึ่ง", "กระทรวง ก")
    assert roster.problems == ()
    assert roster.rows == 1


def test_what_excel_writes_for_the_separator_is_no_row(tmp_path):
    roster = read(tmp_path, "sep=;\r\n" + SEMICOLONS.replace("\n", "\r\n") + ";x\r\n")
    assert codes(roster) == ["EX-1"]
    assert told(roster) == [("CODE_BLANK", "A3")]  # as Excel numbers what it shows


def test_a_line_end_inside_a_cell_is_a_blank(tmp_path):
    roster = read(tmp_path, f'{HEAD}\na,"สำนักงาน\nปลัด"\nb,\n')
    assert roster.recipients[0].agency_name == "สำนักงาน ปลัด"
    assert told(roster) == [("NAME_BLANK", "B3")]


# ---------------------------------------------------------------- what is no roster


def word():
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE2 + "EncryptedPackage\0".encode("utf-16-le") + bytes(600)
WORKBOOK = SAVED["workbook"]
REFUSED = {
    "pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "docx": (word(), "DOCX"),
    "xls": ((RETURNS / "libreoffice-7.4-calc.xls").read_bytes(), "XLS"),
    "ods": ((RETURNS / "libreoffice-7.4-calc.ods").read_bytes(), "ODS"),
    "xls that is a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG"),
    "password": (LOCKED, "มีรหัสผ่าน"),
    "cut off": (WORKBOOK[:900], "ZIP: ไม่ใช่แฟ้ม ZIP ที่สมบูรณ์"),
    "too many cells": (book(sheet(*(["x"] * 250 for _ in range(801)))), "มีช่องมากเกินไป"),
    "open quote": (ONE + 'EX-2,"กรมสอง\nEX-3,กรมสาม\n', "ไม่ครบคู่ตั้งแต่แถว ๓"),
    "open quote, far": (ONE + 'EX-2,"' + "ก" * 200_000, "ไม่ครบคู่ตั้งแต่แถว ๓"),
    "words after a quote": (ONE + 'EX-2,"กรม"สอง\n', "ต่อท้ายเครื่องหมายคำพูดในแถว ๓"),
    "nul": (ONE.encode() + b"EX-2,\x00\n", "NUL) ในบรรทัด ๓"),
    "broken utf-8": (ONE.encode() + b"EX-2,\xe0\xb8\n", "อักขระเสียในบรรทัด ๓"),
    "broken utf-16": (ONE.encode("utf-16")[:-1], "อักขระเสียในบรรทัด ๓"),
    "no thai windows": (ONE.encode("cp874") + b"EX-2,\x81\n", "อักขระเสียในบรรทัด ๓"),
    "letters lost": ("????????????,????????????\nEX-1,???\n", "อักษรไทยหายไปแล้ว"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_once_with_what_to_do(tmp_path, name):
    data, reason = REFUSED[name]
    roster = read(tmp_path, data)
    (problem,) = roster.problems
    assert problem.code is Code.ROSTER_UNREADABLE
    assert reason in problem.message("th")
    assert "CSV (UTF-8)" in problem.message("th")
    assert roster.recipients == ()


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf \r\n\r\n", f"{HEAD}\n", f"{HEAD}\n,,,\n", book(sheet(HEADINGS))]
)
def test_a_roster_of_nobody_is_empty(tmp_path, data):
    assert told(read(tmp_path, data)) == [("EMPTY", "")]


def test_a_folder_is_no_roster(tmp_path):
    (problem,) = read_roster(tmp_path, FORM).problems
    assert problem.code is Code.ROSTER_UNREADABLE
    assert "โฟลเดอร์" in problem.message("th")


def test_other_headings_are_named(tmp_path):
    first, second = read(tmp_path, "รหัส,ชื่อ,จังหวัด\n1,ก,น่าน\n").problems
    assert "“รหัสหน่วยงาน” ใน ๑๐ แถวแรก (ที่พบ: รหัส, ชื่อ, จังหวัด)" in first.message("th")
    assert "ชื่อหน่วยงาน" in second.message("th")


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("AB-1", ["CODE_TWICE"]),
        ("ａｂ－１", ["CODE_SPELLED", "CODE_TWICE"]),
        ("ab-๑", ["CODE_SPELLED", "CODE_TWICE"]),
        ("ab–1", ["CODE_SPELLED", "CODE_TWICE"]),
        ("๗๖", ["CODE_SPELLED"]),
        ("76.0", ["CODE_NUMBER"]),
        ("7.6E+01", ["CODE_NUMBER"]),
        ("7e+15", ["CODE_NUMBER"]),
        ('"1,234"', ["CODE_NUMBER"]),
        ("2026-02-01", ["CODE_DAY"]),
        ("..", ["CODE_BAD"]),
        ("a/b", ["CODE_BAD"]),
        ("a\\b", ["CODE_BAD"]),
        ("con", ["CODE_BAD"]),
        ("LPT1", ["CODE_BAD"]),
        ("ＣＯＮ", ["CODE_BAD"]),
        ("=cmd()", ["CODE_BAD"]),
        ("😀", ["CODE_BAD"]),
        ("a" * 21, ["CODE_BAD"]),
        ("#N/A", ["CELL_NO_VALUE"]),
        ("–", ["CODE_BLANK"]),
        ("2569-01-001", []),
        ("7E05", []),
    ],
)
def test_codes(tmp_path, code, problems):
    roster = read(tmp_path, f"{HEAD}\nab-1,ก\n{code},ข\nz,ค\n")
    assert told(roster) == [(name, "A3") for name in problems]
    (wrong, *_) = roster.problems or (None,)
    assert len(roster.recipients) == 3 - bool(wrong and wrong.severity is Severity.ERROR)


def test_what_a_code_should_be_is_said(tmp_path):
    (problem,) = read(tmp_path, f"{HEAD}\nอ-๑,ก\n๗๖–๑,ข\n").problems[1:]
    assert "โปรดพิมพ์เป็น “76-1”" in problem.message("th")


def test_a_workbook_keeps_numbers_as_they_are_shown(tmp_path):
    def fill(active):
        sheet(HEADINGS, [76.0, "ก"], [7, "ข"], [1.5, "ค"], [datetime.date(2026, 2, 1), "ง"])(active)
        active["A3"].number_format = "00000"

    roster = read(tmp_path, book(fill))
    assert codes(roster) == ["76", "00007", "2026-02-01"]
    assert told(roster) == [("CODE_NUMBER", "A4"), ("CODE_DAY", "A5")]


@pytest.mark.parametrize(
    ("listed", "at"),
    [
        (["50010101", "1010101", "50010103"], "A3"),
        (["50010101", "1010101", "2010101", "50010103", "50010104"], "A3"),
        (["1", "2", "3", "10"], None),
        ([str(number) for number in range(995, 1010)], None),
        (["50010101", "1010101"], None),
        (["AB", "1010101", "50010103"], None),
        (["50010101", "50010102", "500101033"], None),
    ],
)
def test_lost_zeros_are_suspected_once(tmp_path, listed, at):
    rows = "".join(f"{code},หน่วยงาน {code}\n" for code in listed)
    assert told(read(tmp_path, f"{HEAD}\n{rows}")) == ([("CODE_SHORT", at)] if at else [])


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("ก" * 501, "TEXT_LONG"),
        ("ก" * 500, None),
        ("กิื่ม", "TEXT_MARKS"),
        ("\u0e48กรม", "TEXT_MARKS"),
        ("กรม \u0e31ก", "TEXT_MARKS"),
        ("ก\u0e38\u0e39ง", "TEXT_MARKS"),
        ("น้ำพันธุ์ญี่ปุ่น สิทธิ์ฯ ก็ดี ฤๅ ปฏิบัติ ๆ", None),
        ("กรม😀รุ่ง", "TEXT_UNPRINTABLE"),
        ("กรม\ufffdรุ่ง", "TEXT_UNPRINTABLE"),
        ("????? ???", "TEXT_UNPRINTABLE"),
        ("กรม (มหาชน) “ก” – 2/5 %", None),
        ('"กรม ""ก"" จำกัด"', None),
        ("=cmd()|' /C calc'!A0", "TEXT_FORMULA"),
        ("+66", "TEXT_FORMULA"),
        ("#REF!", "CELL_NO_VALUE"),
    ],
)
def test_names(tmp_path, name, problem):
    roster = read(tmp_path, f"{HEAD}\na,{name}\nb,ข\n")
    assert told(roster) == ([(problem, "B2")] if problem else [])
    refused = problem == "CELL_NO_VALUE"
    assert codes(roster) == (["b"] if refused else ["a", "b"])


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("saraban@a.go.th", True),
        ("-", True),
        ("", True),
        ("a@b.go.th;c@d.go.th", False),
        ('"a@b.go.th, c@d.go.th"', False),
        ("สารบรรณ@a.go.th", False),
        ("a@localhost", False),
        ("mailto:a@b.go.th", False),
    ],
)
def test_addresses(tmp_path, address, sound):
    roster = read(tmp_path, f"{HEAD}\na,ก,,,,{address}\n")
    assert told(roster) == ([] if sound else [("EMAIL_BAD", "F2")])
    assert codes(roster) == ["a"]


def test_everything_wrong_is_told_at_once(tmp_path):
    rows = ["๑,ก", ",ข,,เทศบาล,,x", "a,\u0e48ค", "A,", "b,ง"]
    roster = read(tmp_path, "\n".join(["ทะเบียน", HEAD, *rows]))
    assert told(roster) == [
        ("CODE_SPELLED", "A3"),
        ("CODE_BLANK", "A4"),
        ("VALUE_UNKNOWN", "D4"),
        ("EMAIL_BAD", "F4"),
        ("TEXT_MARKS", "B5"),
        ("CODE_TWICE", "A6"),
        ("NAME_BLANK", "B6"),
    ]
    assert (codes(roster), roster.rows, roster.sound) == (["a", "b"], 5, False)


# ---------------------------------------------------------------- workbooks


def test_headings_may_be_merged_over_two_rows(tmp_path):
    def fill(active):
        sheet(
            ["รหัสหน่วยงาน", "ชื่อหน่วยงาน", "ที่อยู่", None, "สังกัด"],
            [None, None, "จังหวัด", "อีเมลกลาง"],
            ["a", "ก", "น่าน", "a@b.go.th", "กระทรวง ก"],
        )(active)
        for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
            active.merge_cells(merged)

    roster = read(tmp_path, book(fill))
    (one,) = roster.recipients
    assert (one.province, one.central_email, one.ministry) == ("น่าน", "a@b.go.th", "กระทรวง ก")
    assert roster.problems == roster.headings.others == ()


def test_the_upper_row_of_headings_may_have_fewer(tmp_path):
    def fill(active):
        sheet(
            ["รหัสหน่วยงาน", "หน่วยงาน"],
            [None, "ชื่อหน่วยงาน", "สังกัด", "จังหวัด"],
            ["a", "ก", "กระทรวง ก", "น่าน"],
        )(active)
        active.merge_cells("A1:A2")
        active.merge_cells("B1:D1")

    roster = read(tmp_path, book(fill))
    assert (codes(roster), told(roster)) == (["a"], [])


def test_a_ministry_merged_over_rows_is_of_all_of_them(tmp_path):
    def fill(active):
        sheet(HEADINGS, ["a", "ก", "กระทรวง ก"], ["b", "ข"], ["c", "ค"], ["d", "ง"])(active)
        active.merge_cells("C2:C4")

    roster = read(tmp_path, book(fill))
    assert [one.ministry for one in roster.recipients] == ["กระทรวง ก"] * 3 + [""]
    assert roster.problems == ()


def test_a_code_merged_over_rows_is_of_none(tmp_path):
    def fill(active):
        sheet(HEADINGS, ["a", "ก"], [None, "ข"], ["c", "ค"], ["d", "ง"])(active)
        for merged in ("A2:A3", "B4:B4", "A5:A6"):
            active.merge_cells(merged)

    roster = read(tmp_path, book(fill))
    assert told(roster) == [("CELL_MERGED", "A2"), ("CODE_BLANK", "A3")]
    assert "A3" in roster.problems[0].message("th")


def test_a_formula_without_a_result_is_no_blank(tmp_path):
    rows = sheet(HEADINGS, ['="EX-"&ROW()', "ก"], ["b", "ข", "=C9"], ["c", "#N/A"], ["d", "ง"])
    roster = read(tmp_path, book(rows))
    assert told(roster) == [("CELL_NO_VALUE", at) for at in ("A2", "C3", "B4")]
    assert codes(roster) == ["d"]


def test_hidden_rows_are_read_and_told(tmp_path):
    def fill(active):
        sheet(HEADINGS, *([f"a{number}", "ก"] for number in range(5)))(active)
        for row in (3, 5, 9):
            active.row_dimensions[row].hidden = True
        active.column_dimensions["C"].hidden = True

    roster = read(tmp_path, book(fill))
    assert len(roster.recipients) == 5
    assert told(roster) == [("ROWS_HIDDEN", "A3")]
    assert "๒ แถว" in roster.problems[0].message("th")


def test_a_second_roster_in_the_workbook_is_told(tmp_path):
    def fill(active):
        sheet(HEADINGS, ["a", "ก"])(active)
        for name, cells in (("เหนือ", HEADINGS), ("บันทึก", ["ชื่อหน่วยงาน"])):
            active.parent.create_sheet(name).append(cells)

    roster = read(tmp_path, book(fill))
    assert told(roster) == [("SHEETS_OTHER", "")]
    assert "ไม่ได้อ่าน: เหนือ โปรด" in roster.problems[0].message("th")


def test_the_roster_may_stand_on_another_sheet(tmp_path):
    def fill(active):
        active.append(["รหัสหน่วยงาน", "ดูแผ่นงานถัดไป"])
        second = active.parent.create_sheet("รายชื่อ")
        sheet(HEADINGS, ["a", "ก"], ["b", None])(second)

    roster = read(tmp_path, book(fill))
    assert (codes(roster), told(roster)) == (["a"], [("NAME_BLANK", "รายชื่อ!B3")])


def test_a_workbook_without_headings_is_told_so(tmp_path):
    def fill(active):
        active.parent.create_sheet("ข้อความ").append(["x"])

    roster = read(tmp_path, book(fill))
    assert told(roster) == [("COLUMN_MISSING", "")] * 2


def test_a_cell_far_below_is_not_lost_without_a_word(tmp_path):
    def fill(active):
        sheet(HEADINGS, ["a", "ก"])(active)
        active["B5000"] = "ข"

    assert told(read(tmp_path, book(fill))) == [("CELL_STRAY", "B5000")]


# ---------------------------------------------------------------- many


@pytest.mark.parametrize("name", ["utf-8 with bom", "thai windows", "utf-16-le", "workbook"])
def test_whatever_is_changed_in_a_file_is_a_finding_at_most(tmp_path, name):
    chance = random.Random(name)
    sound = SAVED[name]
    for _ in range(60):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 1, 3, 20))):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(3):
                case 0:
                    data[place : place + 1] = bytes([chance.randrange(256)])
                case 1:
                    data[place : place + chance.randrange(40)] = b""
                case _:
                    data[place:place] = chance.choice((b'"', b"\x00", b"\r", b";", b"=?", b"\xe0"))
        roster = read(tmp_path, bytes(data))
        assert roster.recipients or roster.problems


def test_time_grows_with_the_rows_alone(tmp_path):
    told_of = []

    def taken(rows):
        path = tmp_path / f"{rows}.csv"
        lines = (
            f"A-{n:06},องค์การบริหารส่วนตำบลที่ {n},กระทรวง {n % 20},กรม,จังหวัด {n % 77},s@a{n}.go.th,"
            for n in range(rows)
        )
        path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
        started = time.process_time()
        roster = read_roster(path, FORM, lambda *done: told_of.append(done))
        assert len(roster.recipients) == rows
        return time.process_time() - started

    taken(100)
    few, many = taken(2_000), taken(20_000)
    assert many < 10
    assert many < 25 * few
    assert told_of[-1] == (20_000, 20_000)
    assert told_of[-2] == (18_000, 20_000)
