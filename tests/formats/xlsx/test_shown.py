"""What a program shows of a number is what is read, or a person looks at it."""

from pathlib import Path

import pytest
from tests.formats.xlsx.forms import FILLED, FORM, RAW
from tests.formats.xlsx.hands import hands
from tests.formats.xlsx.test_foreign import ods

from formgen import formats
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.foreign import PlainBook, SheetHeld
from formgen.formats.xlsx.parts import Cell
from formgen.formats.xlsx.read import read_book
from formgen.formats.xlsx.shown import is_padded, shows_day, shows_number

RETURNED = Path(__file__).with_name("returned")
SHOWN = {
    "staff.answer": ("1234567", "#,##0,"),
    "web.remark": ("5", '"ไม่มี"'),
    "tools.specify": ("0", "0;-0;;@"),
    "mail.remark": ("152", "a raised 2"),
}


def read(name: str, data: bytes):
    reading = formats.read(FORM, name, data)
    told = {(one.code.name, one.field): dict(one.facts) for one in reading.diagnostics}
    return {field: mark.raw for field, mark in reading.marks.items()}, told


@pytest.mark.parametrize("name", ["ods", "xls"])
def test_a_number_that_libreoffice_shows_otherwise_is_for_a_person(name):
    """Thousands left out, words, nothing, a raised digit, a formula, a line across, a month."""
    raws, told = read(name, (RETURNED / f"calc-7.4-shown.{name}").read_bytes())
    assert {field: raws[field] for field in SHOWN} == {one: raw for one, (raw, _) in SHOWN.items()}
    assert {("STATE_DISAGREES", field) for field in SHOWN} <= told.keys()
    assert told["STATE_DISAGREES", "mail.remark"]["shown"] == "15^2"
    assert {("FORMULA_IN_ANSWER", "share.answer"), ("STRUCK_OUT", "mail.status")} <= told.keys()
    assert raws["me.code"] == "00076"
    assert ("STATE_DISAGREES", "me.code") not in told
    assert raws["me.on"] == "2026-11" or ("STATE_DISAGREES", "me.on") in told
    time = raws["me.type.specify"]
    assert time == "01:30" or ("STATE_DISAGREES", "me.type.specify") in told
    assert {field for field, raw in raws.items() if raw != RAW[field]} <= {
        *SHOWN, "me.code", "me.on", "me.type.specify",
    }  # fmt: skip
    assert len(told) == 7


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234567", "1,234,567"),
        ("1234567", "1 234 567.00"),
        ("1234567.5", "฿1,234,567.50"),
        ("1234567", "1'234'567 บาท"),
        ("12.5", "12,5"),
        ("12.6", "13"),
        ("0.125", "0.13"),
        ("12.3456789012345", "12.34567890"),
        ("-5", "(5.00)"),
        ("-5", "−5"),
        ("1234", "๑,๒๓๔"),
        ("1.5e20", "1.50E+20"),
        ("123456", "1.23E+05"),
        ("0", "0 ล้านบาท"),
        ("0", "0.00"),
    ],
)
def test_a_number_may_be_shown_in_many_ways(number, text):
    assert shows_number(number, text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234567", "1,235"),
        ("1235", "1.235"),
        ("5", ""),
        ("5", "ไม่มี"),
        ("5", "15"),
        ("5", "5 จาก 10"),
        ("-5", "5"),
        ("12", "1200"),
        ("12.5", "12.5 ล้านบาท"),
        ("5", "6"),
        ("0.0625", "01:30"),
        ("1", "9" * 400),
        ("1", "1E+999"),
        ("x", "x 1"),
        ("nan", "1"),
    ],
)
def test_a_text_that_says_another_number_does_not_show_it(number, text):
    assert not shows_number(number, text)


@pytest.mark.parametrize(
    "text",
    ["22/11/2026", "22 พ.ย. 69", "๒๒ พฤศจิกายน ๒๕๖๙", "11/22/26", "2026-11-22", "22/11/2569 18:00",
     "วันอาทิตย์ 22 พฤศจิกายน 2569"],
)  # fmt: skip
def test_a_day_may_be_shown_in_many_ways(text):
    assert shows_day("2026-11-22", text)
    assert shows_day("2026-11-22T18:00:00", text)


@pytest.mark.parametrize(
    "text", ["", "Nov 2026", "22 พ.ย.", "22/11", "2026", "22/2026", "23/11/2026", "46348"]
)
def test_a_day_that_is_not_shown_whole_is_not_shown(text):
    assert not shows_day("2026-11-22", text)
    assert not shows_day("22/11/2026", text)


@pytest.mark.parametrize(
    ("number", "text", "padded"),
    [
        ("76", "00076", True),
        ("812345678", "081-234-5678", True),
        ("76001", "76-001", True),
        ("0", "00", True),
        ("76", "76", False),
        ("1234", "1 234", False),
        ("1234", "1,234", False),
        ("5", "05.0", False),
        ("-5", "-05", False),
        ("5", "6", False),
    ],
)
def test_digits_that_a_number_does_not_have_are_told(number, text, padded):
    assert is_padded(number, text) == padded


def of_ods(inner: str) -> tuple[object, dict]:
    cell = f"<table:table-cell {inner}</table:table-cell>"
    raws, told = read("ods", ods(hands(FILLED), {(13, 1): cell}))
    assert {field for _, field in told} <= {"mail.remark"}
    return raws["mail.remark"], told.get(("STATE_DISAGREES", "mail.remark"), {}).get("shown")


@pytest.mark.parametrize(
    ("inner", "raw", "shown"),
    [
        ('office:value-type="float" office:value="5"><text:p>ห้า</text:p>', "5", "ห้า"),
        ('office:value-type="float" office:value="5"><text:p/>', "5", ""),
        ('office:value-type="float" office:value="5">', "5", None),  # told by its value alone
        ('office:value-type="float" office:value="5"><text:p>5.00</text:p>', "5", None),
        ('office:value-type="float" office:value="5"><text:p>05</text:p>', "05", None),
        ('office:value-type="float" office:value="ห้า"><text:p>5</text:p>', "ห้า", "5"),
        ('office:value-type="percentage" office:value="0.5"><text:p>50%</text:p>', "50%", None),
        ('office:value-type="percentage" office:value="0.5"><text:p>0.5</text:p>', "50%", "0.5"),
        ('office:value-type="currency" office:value="5"><text:p>฿5.00</text:p>', "5", None),
        ('office:value-type="date" office:date-value="2026-11-22"><text:p>22/11/69</text:p>',
         "2026-11-22", None),
        ('office:value-type="date" office:date-value="2026-11-22"><text:p>พ.ย. 69</text:p>',
         "2026-11-22", "พ.ย. 69"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_of_libreoffice_shows_is_held_against_its_value(inner, raw, shown):
    assert of_ods(inner) == (raw, shown)


def test_a_blank_answer_under_cells_that_libreoffice_merged_is_for_a_person():
    """What is written over both boxes may be the answer of either."""
    over = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>✓</text:p></table:table-cell>"
    )
    under = {(19, 3): over, (20, 3): "<table:covered-table-cell/>"}
    raws, told = read("ods", ods(hands(FILLED), under))
    assert raws["tools.used"] == RAW["tools.used"]
    assert told.keys() == {("ANSWER_UNSEEN", "tools.used")}
    apart = {**under, (19, 3): over.replace(' table:number-rows-spanned="2"', "")}
    assert read("ods", ods(hands(FILLED), apart))[1] == {}


@pytest.mark.parametrize("formula", [True, False])
def test_a_number_typed_over_drawn_boxes_of_an_xls_is_told(formula):
    """The boxes are a formula, of which an XLS may hold a number as the last result."""
    book = Book(FILLED)
    boxes = Cell("5", "n", formula, 0)
    held = (SheetHeld({**book.cells(0), "A12": boxes}), SheetHeld(book.cells(1)))
    names = tuple(book.names)
    reading = read_book(FORM, PlainBook("xls", tuple(book.tabs), held, names))
    told = [(one.code.name, one.at.rpartition("!")[2]) for one in reading.diagnostics]
    assert told == ([] if formula else [("CONTROL_UNKNOWN", "A12")])
