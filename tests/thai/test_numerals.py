from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.thai.numerals import parse_decimal, parse_integer, thai_number, to_arabic, to_thai


def test_digits_change_and_nothing_else():
    assert to_thai("ข้อ 10.2 (a) ๓") == "ข้อ ๑๐.๒ (a) ๓"
    assert to_thai(2569) == "๒๕๖๙"
    assert to_arabic("พ.ศ. ๒๕๖๙ 1") == "พ.ศ. 2569 1"


@given(st.text(st.characters(exclude_characters="๐๑๒๓๔๕๖๗๘๙")))
def test_to_arabic_reverses_to_thai(text):
    assert to_arabic(to_thai(text)) == text


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0, 0, "๐"),
        (1234567, 0, "๑,๒๓๔,๕๖๗"),
        (-1234, 2, "-๑,๒๓๔.๐๐"),
        (Decimal("1234.56"), 2, "๑,๒๓๔.๕๖"),
        (Decimal("0.125"), 2, "๐.๑๓"),
        (2.675, 2, "๒.๖๘"),
        (12.5, 0, "๑๓"),
        (-0.4, 0, "๐"),
        (10**30, 1, "๑,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐.๐"),
    ],
)
def test_number_in_thai_digits(number, decimals, text):
    assert thai_number(number, decimals) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_number_that_is_none(number):
    with pytest.raises(ValueError, match="not a finite number"):
        thai_number(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("๑๒", 12),
        (" 1,234 ", 1234),
        ("๑,๒๓๔,๕๖๗", 1234567),
        ("-5", -5),
        ("๑2", 12),
        ("007", 7),
        ("\u00a0๙\n", 9),
    ],
)
def test_integers_read(text, number):
    assert parse_integer(text) == number
    assert parse_decimal(text) == number


NO_NUMBER = [
    "", " ", "-", "+5", "1 234", "12,34", "1,2345", "1,23", ",123", "0,123", "1,,234", "1,234,",
    "1.", ".5", "1.2.3", "1,5", "1e3", "0x1f", "1_000", "ประมาณ ๕", "๕ เครื่อง", "๑๒-๑๓", "−5",
    "½", "²", "٣", "NaN", "Infinity", "12\n34", "1" * 101,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number_is_guessed(text):
    assert parse_integer(text) is None
    assert parse_decimal(text) is None


def test_decimals_read():
    assert parse_decimal(" ๑,๒๓๔.๕๖ ") == Decimal("1234.56")
    assert parse_decimal("-0.50") == Decimal("-0.50")
    assert parse_integer("1.0") is None


@given(st.integers())
def test_integer_comes_back(number):
    assert parse_integer(thai_number(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_decimal_comes_back(number):
    assert parse_decimal(thai_number(number, 3)) == number
