"""The empty roster that a clerk fills in, and that it reads back."""

import io
import zipfile

import openpyxl
import pytest
from tests.paper import small_form

from formgen.compiler import compile_survey
from formgen.content import load
from formgen.export.blank_roster import SHEET, roster_csv, roster_workbook
from formgen.model.codes import Code
from formgen.model.recipient import ROSTER_HEADINGS, Recipient
from formgen.resources import resource
from formgen.roster import read_roster

FORM = small_form()
LABELS = ["กระทรวง", "กรม"]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def filled(data, *rows):
    """The workbook as a spreadsheet saves it, with rows typed below its headings."""
    book = opened(data)
    sheet = book[SHEET]
    for row, cells in enumerate(rows, sheet.max_row + 1):
        for column, text in enumerate(cells, 1):
            sheet.cell(row, column, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(tmp_path, data):
    path = tmp_path / "roster"
    path.write_bytes(data)
    return read_roster(path, FORM)


@pytest.mark.parametrize("data", [roster_csv(), roster_workbook(FORM)])
def test_nobody_is_listed_in_it(tmp_path, data):
    roster = read(tmp_path, data)
    assert [one.code for one in roster.problems] == [Code.ROSTER_EMPTY]
    assert roster.headings.columns == {role: at for at, role in enumerate(ROSTER_HEADINGS)}


def test_what_is_typed_below_is_read(tmp_path):
    rows = [["007", "สำนักงาน ก", "กระทรวง ก", "กรม", "น่าน", "a@b.go.th", "นาง ก"], ["008", "ข"]]
    roster = read(tmp_path, filled(roster_workbook(FORM), *rows))
    assert roster.problems == ()
    assert roster.recipients == (
        Recipient(1, "007", "สำนักงาน ก", "กระทรวง ก", "department", "น่าน", "a@b.go.th", "นาง ก"),
        Recipient(2, "008", "ข"),
    )


def test_every_column_is_text_and_wide_enough_for_its_heading():
    sheet = opened(roster_workbook(FORM))[SHEET]
    for letter in "ABCDEFG":
        column = sheet.column_dimensions[letter]
        assert column.number_format == "@"
        assert column.width >= 18


def test_the_headings_stay_in_view():
    sheet = opened(roster_workbook(FORM))[SHEET]
    (headings,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == "รหัสหน่วยงาน"]
    assert list(headings) == list(ROSTER_HEADINGS.values())
    assert sheet.freeze_panes == f"A{sheet.max_row + 1}"


def test_a_choice_is_offered_in_the_words_of_the_form():
    book = opened(roster_workbook(FORM))
    (rule,) = book[SHEET].data_validations.dataValidation
    first = book[SHEET].max_row + 1
    assert str(rule.sqref).startswith(f"D{first}:D")
    name, _, cells = rule.formula1.partition("!")
    offered = book[name.strip("'")][cells.replace("$", "")]
    assert [cell.value for (cell,) in offered] == LABELS


def test_the_sheet_that_explains_it_is_no_second_roster(tmp_path):
    rows = filled(roster_workbook(FORM), ["a", "ก"])
    assert read(tmp_path, rows).problems == ()
    explained = opened(rows).worksheets[1]
    told = [row[0] for row in explained.iter_rows(values_only=True)]
    assert [one for one in told if one in ROSTER_HEADINGS.values()] == list(
        ROSTER_HEADINGS.values()
    )


def test_it_is_the_same_bytes_again():
    assert roster_workbook(FORM) == roster_workbook(FORM)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_shipped_templates_are_what_the_command_writes():
    form = compile_survey(load(resource("content", "amlo-estatus", "survey.yaml")))
    shipped = resource("content", "amlo-estatus", "roster-template.xlsx").read_bytes()
    assert members(shipped) == members(roster_workbook(form))
    assert resource("content", "amlo-estatus", "roster-template.csv").read_bytes() == roster_csv()
