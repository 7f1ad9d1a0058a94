"""Any workbook as rows of text."""

import datetime

import openpyxl
from tests.formats.xlsx.forms import FILLED, saved

from formgen.formats.xlsx import NO_RESULT, sheet_tables


def table(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def sheet_rows(data: bytes, sheet: int = 0) -> list[list[str]]:
    return sheet_tables(data)[sheet].rows


def test_cells_are_what_they_show():
    book = table(
        ["รหัส", "ชื่อ", "จำนวน"],
        ["76-001", " กรม ก ", 12],
        [],
        [None, "ข", 1.5, None, datetime.date(2026, 11, 22), True, "0812345678"],
    )
    assert sheet_rows(saved(book)) == [
        ["รหัส", "ชื่อ", "จำนวน"],
        ["76-001", " กรม ก ", "12"],
        [],
        ["", "ข", "1.5", "", "2026-11-22", "TRUE", "0812345678"],
    ]


def test_sheets_are_counted_as_people_see_them():
    book = table(["ก"])
    book.create_sheet("ซ่อน", 0).sheet_state = "hidden"
    book.create_sheet("สอง")["B2"] = "ข"
    assert sheet_rows(saved(book)) == [["ก"]]
    assert sheet_rows(saved(book), 1) == [[], ["", "ข"]]
    assert [one.name for one in sheet_tables(saved(book))] == ["Sheet", "สอง"]


def test_stray_cells_far_away_make_no_million_rows():
    book = table(["ก", "ข"], ["ค"])
    book.active["B1048576"] = "x"
    book.active["XFD2"] = "y"
    (one,) = sheet_tables(saved(book))
    assert one.rows == [["ก", "ข"], ["ค"]]
    assert one.stray == "B1048576"


def test_hidden_rows_and_merged_cells_are_told():
    book = table(["ก", "ข"], ["ค"], [], ["ง"])
    for row in (2, 3):
        book.active.row_dimensions[row].hidden = True
    book.active.merge_cells("B2:C4")
    (one,) = sheet_tables(saved(book))
    assert (one.hidden, one.merges, one.stray) == ((1,), ((1, 1, 3, 2),), "")


def test_a_formula_without_its_result_is_told_from_one_that_shows_nothing():
    book = table(["x"])
    book.active["A2"] = "=1+1"
    (one,) = sheet_tables(saved(book))
    assert one.rows == [["x"], [NO_RESULT]]


def test_an_empty_sheet_has_no_rows():
    assert sheet_rows(saved(openpyxl.Workbook())) == []


def test_ten_thousand_agencies_are_read():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(10_000):
        sheet.append([f"{number:05}", f"หน่วยงานที่ {number}", "กระทรวง", "department", "น่าน"])
    rows = sheet_rows(saved(book))
    assert len(rows) == 10_000
    assert rows[-1][:2] == ["09999", "หน่วยงานที่ 9999"]


def test_a_form_is_a_table_too():
    assert sheet_rows(FILLED)[0] == ["แบบสำรวจทุกชนิด & <ครบ>"]
