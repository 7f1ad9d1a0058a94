from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from formgen.thai.dates import (
    MONTHS,
    MONTHS_SHORT,
    day_in_thailand,
    parse_date,
    thai_date,
    thai_date_short,
    thai_moment,
)

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(("names", "width"), [(MONTHS, "wide"), (MONTHS_SHORT, "abbreviated")])
def test_month_names_are_those_of_cldr(names, width):
    assert dict(enumerate(names, 1)) == dict(get_month_names(width, locale="th_TH"))


def test_dates_written():
    assert thai_date(DAY) == "๒๒ พฤศจิกายน ๒๕๖๙"
    assert thai_date_short(DAY) == "๒๒ พ.ย. ๖๙"
    assert thai_date_short(date(2057, 1, 5)) == "๕ ม.ค. ๐๐"


@pytest.mark.parametrize(
    "text",
    [
        "๒๒ พฤศจิกายน ๒๕๖๙",
        "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "วันที่ ๒๒ เดือน พฤศจิกายน พ.ศ.๒๕๖๙",
        "  22  พฤศจิกายน\u00a02569\n",
        "22 พ.ย. 69",
        "22พ.ย.69",
        "๒๒ พย ๖๙",
        "22 พ. ย. พ. ศ. 2569",
        "22 พ.ย. พ.ศ. 69",
        "22 พฤศจิกายน ค.ศ. 2026",
        "๒๒/๑๑/๒๕๖๙",
        "22/11/69",
        "22-11-2569",
        "22.11.2569",
        "22 / 11 / 2569",
        "2026-11-22",
        "๒๐๒๖-๑๑-๒๒",
    ],
)
def test_ways_to_write_one_day(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22/11/2026",  # a CE year where a BE year is written
        "22 พฤศจิกายน 2026",
        "22 พ.ย. 26",  # BE 2526 or CE 2026
        "22/11/26",
        "22 พ.ย. ค.ศ. 26",
        "22 พ.ย. พ.ศ. 2026",
        "11/22/2569",
        "31/11/2569",
        "29 ก.พ. 2569",
        "0/11/2569",
        "22/11-2569",
        "22 ฤศจิกายน 2569",
        "22 พ 2569",
        "22 Nov 2026",
        "พฤศจิกายน 2569",
        "22 พฤศจิกายน",
        "22/11/569",
        "22/11/02569",
        "22 - 23 พ.ย. 2569",
        "22/11/2569 หรือ 23/11/2569",
        "2569-11-22",
        "2026-11-31",
        "2026-1-2",
        "20261122",
        "46348",
        "1 ม.ค. 2483",  # before 1941 the year began in April
        "22/11/9999",
    ],
)
def test_no_date_is_guessed(text):
    assert parse_date(text) is None


def test_leap_day():
    assert parse_date("๒๙ ก.พ. ๒๕๗๑") == date(2028, 2, 29)


@given(st.dates(date(1941, 1, 1), date(2099, 12, 31)))
def test_written_date_comes_back(day):
    assert parse_date(thai_date(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year + 543}") == day


@given(st.dates(date(2000, 1, 1), date(2056, 12, 31)))
def test_short_date_comes_back(day):
    assert parse_date(thai_date_short(day)) == day


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-22T03:12:20+00:00", "๒๒ พฤศจิกายน ๒๕๖๙ เวลา ๑๐.๑๒ น."),
        ("2026-11-22T20:05:00+00:00", "๒๓ พฤศจิกายน ๒๕๖๙ เวลา ๐๓.๐๕ น."),
        ("2026-11-22", "๒๒ พฤศจิกายน ๒๕๖๙"),
        ("เมื่อวาน", "เมื่อวาน"),
        ("", ""),
    ],
)
def test_a_moment_is_told_by_the_clock_of_thailand(moment: str, said: str) -> None:
    assert thai_moment(moment) == said


def test_the_day_of_a_moment_is_that_of_thailand():
    assert day_in_thailand("2026-11-22T18:30:00+00:00") == "2026-11-23"
    assert day_in_thailand("2026-11-22") == "2026-11-22"
    assert day_in_thailand("เมื่อวาน") == "เมื่อวาน"
