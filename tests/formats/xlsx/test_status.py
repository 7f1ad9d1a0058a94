"""The line beside the form that tells how many questions are still open."""

from dataclasses import replace

import pytest
from tests.formats.xlsx.forms import (
    FORM,
    amlo,
    edited,
    form_of,
    opened,
    part,
    pasted,
    staffing,
    written,
)

from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.status import is_status, status_address, status_formula
from formgen.model.form import Field
from formgen.model.survey import Choice, Kind

WORDS = Field("q.a", "q", Kind.TEXT, "ก", required=True)
TICKS = Field(
    "q.b",
    "q",
    Kind.SELECT_MULTIPLE,
    "ข",
    required=True,
    choices=(Choice("x", "X"), Choice("y", "Y")),
)
ASKED = form_of(WORDS, TICKS, Field("q.c", "q", Kind.TEXT, "ค"))


def told(data: bytes, of) -> str:
    return opened(data, data_only=True).worksheets[0][status_address(of)].value


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "ยังไม่ได้ตอบ ๒ ข้อ"),
        ({"q.a": "ก"}, "ยังไม่ได้ตอบ ๑ ข้อ"),
        ({"q.c": "ก"}, "ยังไม่ได้ตอบ ๒ ข้อ"),
        ({"q.a": "ก", "q.b": ("y",)}, "ตอบครบทุกข้อที่ต้องตอบแล้ว"),
    ],
)
def test_a_copy_shows_what_is_open_without_being_calculated(values, line):
    assert told(written(values, ASKED), ASKED) == line


def test_a_form_that_asks_many_things_counts_them_in_thai():
    assert told(written(of=amlo()), amlo()) == "ยังไม่ได้ตอบ ๑๓ ข้อ"
    assert told(written({"respondent.agency_code": "1"}, amlo()), amlo()) == "ยังไม่ได้ตอบ ๑๒ ข้อ"


def test_nothing_is_told_where_nothing_must_be_answered():
    assert status_formula(FORM) == ""
    only_then = replace(WORDS, relevant="${q.c} = 'x'")
    assert status_formula(form_of(only_then, Field("q.c", "q", Kind.TEXT, "ค"))) == ""


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
def test_it_stands_beside_what_is_printed_and_cannot_be_typed_into(form):
    sheet = opened(written(of=form)).worksheets[0]
    cell = sheet[status_address(form)]
    area = sheet.print_area.rpartition(":")[2].replace("$", "")
    assert cell.row == 1
    assert cell.column == sheet[area].column + 1
    assert cell.protection.locked


def test_it_is_no_answer_and_no_stray_text():
    data = written(of=amlo())
    assert FORMAT.read(amlo(), data).diagnostics == ()
    assert FORMAT.read(amlo(), pasted(data, 2, 1)).diagnostics == ()
    at = status_address(amlo())
    typed = f'<c r="{at}" t="inlineStr"><is><t>ยังไม่ได้ตอบ ๒ ข้อ ค่ะ</t></is></c>'
    start = part(data).index(f'<c r="{at}"')
    end = part(data).index("</c>", start) + len("</c>")
    changed = edited(data, lambda xml: xml[:start] + typed + xml[end:])
    assert [one.code.name for one in FORMAT.read(amlo(), changed).diagnostics] == [
        "CONTROL_UNKNOWN"
    ]


def test_only_the_line_itself_is_known_as_such():
    assert is_status("ยังไม่ได้ตอบ ๑๒ ข้อ")
    assert not is_status("ยังไม่ได้ตอบ 12 ข้อ")
    assert not is_status("ยังไม่ได้ตอบ ๑๒ ข้อ ")
