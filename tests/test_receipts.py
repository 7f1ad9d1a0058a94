import pytest

from formgen.model.codes import Code
from formgen.receipts import folder_date, listed_dates

NAMES = ["a.docx", "เหนือ/a.docx", "เหนือ/b.pdf", "c.xlsx"]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2026-11-22/a.docx", "2026-11-22"),
        ("2569-11-22/a.docx", "2026-11-22"),
        ("25691122/a.docx", "2026-11-22"),
        ("20261122/a.docx", "2026-11-22"),
        ("๒๕๖๙-๑๑-๒๒/a.docx", "2026-11-22"),
        ("2569-11-22 รอบเย็น/a.docx", "2026-11-22"),
        ("2569-11-01/2569-11-22/a.docx", "2026-11-22"),
        ("2569-11-22/เหนือ/a.docx", "2026-11-22"),
        ("2567-02-29/a.docx", "2024-02-29"),
        ("2569-02-29/a.docx", ""),
        ("2569-1/a.docx", ""),
        ("256911223/a.docx", ""),
        ("2569-1122/a.docx", ""),
        ("2569-11-22.docx", ""),
        ("เหนือ/a.docx", ""),
    ],
)
def test_a_dated_folder_gives_the_date(name, date):
    assert folder_date(name) == date


def test_a_folder_called_by_the_code_of_an_agency_is_no_day():
    codes = {"20110101"}
    assert folder_date("20110101/a.docx") == "2011-01-01"
    assert folder_date("20110101/a.docx", codes) == ""
    assert folder_date("20110101 เมือง/a.docx", codes) == ""
    assert folder_date("2569-11-22/20110101/a.docx", codes) == "2026-11-22"


@pytest.mark.parametrize("heading", ["แฟ้ม,วันที่รับ", "file,received", "หมายเหตุ,File,Received"])
def test_the_list_gives_the_date(heading):
    lead = "x," if heading.startswith("หมาย") else ""
    lines = ["c.xlsx,22/11/2569", "เหนือ\\a.docx,๒๓ พ.ย. ๖๙", "b.pdf,2026-11-24"]
    text = "\n".join([heading, *(lead + line for line in lines)])
    dates, problems = listed_dates(text.encode("utf-8-sig"), NAMES)
    assert problems == ()
    assert dates == {
        "c.xlsx": "2026-11-22",
        "เหนือ/a.docx": "2026-11-23",
        "เหนือ/b.pdf": "2026-11-24",
    }


def test_a_full_path_is_clear_where_the_bare_name_is_not():
    dates, problems = listed_dates(b"file,received\na.docx,2026-11-22\n", NAMES)
    assert dates == {"a.docx": "2026-11-22"}
    assert problems == ()
    dates, problems = listed_dates(b"file,received\nx.pdf,2026-11-22\n", ["1/x.pdf", "2/x.pdf"])
    assert dates == {}
    assert [one.code for one in problems] == [Code.RECEIVED_FILE_UNKNOWN]


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("file,received\n\nc.xlsx,22/11/2026\n", Code.RECEIVED_DATE_BAD, "3"),
        ("file,received\nc.xlsx\n", Code.RECEIVED_DATE_BAD, "2"),
        ("file,received\nc.xlsx,2026-11-22\nc.xlsx,2026-11-23\n", Code.RECEIVED_DATE_BAD, "3"),
        ("file,received\nnot.there,2026-11-22\n", Code.RECEIVED_FILE_UNKNOWN, "2"),
        ("file,date\nc.xlsx,2026-11-22\n", Code.RECEIVED_COLUMN_MISSING, ""),
        ('file,received\n"c.xlsx', Code.FILE_UNREADABLE, ""),
    ],
)
def test_what_is_not_certain_gives_no_date(text, code, at):
    dates, problems = listed_dates(text.encode(), NAMES)
    assert not dates.get("c.xlsx")
    assert [(one.code, one.at) for one in problems] == [(code, at)]
    assert problems[0].message("th")


def test_an_empty_list_wants_both_columns():
    assert len(listed_dates(b"", NAMES)[1]) == 2
