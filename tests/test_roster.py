import openpyxl
import pytest
from tests.paper import small_form

from formgen.compiler import compile_survey
from formgen.content import load as load_survey
from formgen.model.codes import Code
from formgen.model.recipient import ROSTER_HEADINGS, Recipient
from formgen.resources import resource
from formgen.roster import load_roster
from formgen.roster.cells import cell_name
from formgen.tables import csv_rows

FORM = small_form()
HEADINGS = ",".join(ROSTER_HEADINGS.values())
ROW = "76-001,สำนักงาน ก,กระทรวง ก,กรม,น่าน,a@b.go.th,นาง ก"
FULL = Recipient(1, "76-001", "สำนักงาน ก", "กระทรวง ก", "department", "น่าน", "a@b.go.th", "นาง ก")


def load(tmp_path, text, coding="utf-8-sig"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(coding))
    return load_roster(path, FORM)


def wrong(tmp_path, text):
    recipients, problems = load(tmp_path, text)
    assert all(one.file.endswith("roster.csv") for one in problems)
    assert all(one.message("th") and one.message("en") for one in problems)
    return len(recipients), [(one.code, one.at) for one in problems]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_roster_is_read_in_every_coding(tmp_path, coding):
    assert load(tmp_path, f"{HEADINGS}\n{ROW}\n", coding) == ((FULL,), ())


def test_headings_may_be_names_in_any_order_below_a_title(tmp_path):
    text = "ทะเบียนหน่วยงาน\n\nnote,agency_name, Agency_Code ,จังหวัด\nx,สำนักงาน ก,76-001,น่าน\n"
    assert load(tmp_path, text) == ((Recipient(1, "76-001", "สำนักงาน ก", province="น่าน"),), ())


def test_a_choice_may_be_a_code_or_a_label(tmp_path):
    text = "รหัสหน่วยงาน,ชื่อหน่วยงาน,ประเภทหน่วยงาน\na,ก,ministry\nb,ข,กระทรวง\nc,ค, กรม \nd,ง,\n"
    types = [one.agency_type for one in load(tmp_path, text)[0]]
    assert types == ["ministry", "ministry", "department", ""]


def test_blank_rows_are_passed_over_and_text_is_tidied(tmp_path):
    text = "รหัสหน่วยงาน,ชื่อหน่วยงาน\n\n, \n a , สำนักงาน\u200b  ก \n"
    assert load(tmp_path, text) == ((Recipient(1, "a", "สำนักงาน ก"),), ())


def test_a_short_row_is_blank_at_its_end(tmp_path):
    assert load(tmp_path, f"{HEADINGS}\na,ก\n")[0] == (Recipient(1, "a", "ก"),)


@pytest.mark.parametrize(
    ("row", "code", "at"),
    [
        (",ก", Code.ROSTER_CODE_BLANK, "A3"),
        ("ก1,ก", Code.ROSTER_CODE_BAD, "A3"),
        ("a/b,ก", Code.ROSTER_CODE_BAD, "A3"),
        (f"{'a' * 21},ก", Code.ROSTER_CODE_BAD, "A3"),
        ("NUL,ก", Code.ROSTER_CODE_BAD, "A3"),
        ("X-1,ก", Code.ROSTER_CODE_TWICE, "A3"),
        ("b,", Code.ROSTER_NAME_BLANK, "B3"),
        ("b,ก,,เทศบาล", Code.ROSTER_VALUE_UNKNOWN, "D3"),
    ],
)
def test_a_wrong_row_is_left_out_and_told_of(tmp_path, row, code, at):
    assert wrong(tmp_path, f"{HEADINGS}\nx-1,หนึ่ง\n{row}\ny,สอง\n") == (2, [(code, at)])


def test_all_problems_come_at_once(tmp_path):
    text = f"{HEADINGS}\n,,,x\n"
    codes = [Code.ROSTER_CODE_BLANK, Code.ROSTER_NAME_BLANK, Code.ROSTER_VALUE_UNKNOWN]
    assert wrong(tmp_path, text) == (0, list(zip(codes, ["A2", "B2", "D2"], strict=True)))


def test_serials_count_the_sound_rows(tmp_path):
    recipients, _ = load(tmp_path, f"{HEADINGS}\na,ก\n,ข\nc,ค\n")
    assert [(one.serial, one.agency_code) for one in recipients] == [(1, "a"), (2, "c")]


def test_a_doubtful_address_is_a_warning(tmp_path):
    text = f"{HEADINGS}\na,ก,,,,not an address,\n"
    assert wrong(tmp_path, text) == (1, [(Code.ROSTER_EMAIL_BAD, "F2")])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(Code.ROSTER_EMPTY, "")]),
        ("ชื่อหน่วยงาน\nก\n", [(Code.ROSTER_COLUMN_MISSING, "")]),
        ("a,b\n1,2\n", [(Code.ROSTER_COLUMN_MISSING, "")] * 2),
        (f"{HEADINGS},จังหวัด\n{ROW}\n", [(Code.ROSTER_COLUMN_TWICE, "H1")]),
        (f"{HEADINGS}\n", [(Code.ROSTER_EMPTY, "")]),
        (f'{HEADINGS}\n"a', [(Code.ROSTER_UNREADABLE, "")]),
    ],
)
def test_a_table_that_is_no_roster_is_refused(tmp_path, text, problems):
    assert wrong(tmp_path, text) == (0, problems)


@pytest.mark.parametrize(
    "data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK\x03\x04 cut"]
)
def test_another_file_is_refused(tmp_path, data):
    path = tmp_path / "roster.xls"
    path.write_bytes(data)
    recipients, (problem,) = load_roster(path, FORM)
    assert recipients == ()
    assert problem.code in (Code.ROSTER_UNREADABLE, Code.FILE_DAMAGED)


def test_no_file_is_told_of(tmp_path):
    assert load_roster(tmp_path / "none.csv", FORM)[1][0].code is Code.INPUT_NOT_FOUND


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (2, 25, "Z3"), (2, 26, "AA3"), (9, 701, "ZZ10")]
)
def test_cells_are_named_as_a_spreadsheet_does(row, column, name):
    assert cell_name(row, column) == name


# ---------------------------------------------------------------- what formgen ships with


def shipped(name):
    return resource("content", "amlo-estatus", name)


def test_the_example_fits_its_survey():
    form = compile_survey(load_survey(shipped("survey.yaml")))
    recipients, problems = load_roster(shipped("roster-example.csv"), form)
    assert problems == ()
    assert len(recipients) == 16
    assert len({one.agency_type for one in recipients}) == 7
    assert len({one.province for one in recipients}) >= 10
    assert all("ตัวอย่าง" in one.agency_name for one in recipients)
    assert all(one.central_email.endswith(".example") for one in recipients)


@pytest.mark.parametrize("name", ["roster-example.csv", "roster-template.csv"])
def test_the_headings_are_those_of_a_roster(name):
    first = csv_rows(shipped(name).read_bytes())[0]
    assert first == list(ROSTER_HEADINGS.values())


def test_a_workbook_is_read_by_its_first_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["ทะเบียน"])
    book.active.append([])
    book.active.append(list(ROSTER_HEADINGS.values()))
    book.active.append([76001, "สำนักงาน ก", None, "กรม"])
    book.active.append(["b", None])
    book.create_sheet("อื่น").append(["x"])
    path = tmp_path / "roster.csv"  # the name does not matter
    book.save(path)
    recipients, problems = load_roster(path, FORM)
    assert recipients == (Recipient(1, "76001", "สำนักงาน ก", agency_type="department"),)
    assert [(one.code, one.at) for one in problems] == [(Code.ROSTER_NAME_BLANK, "B5")]
