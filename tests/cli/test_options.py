"""Options that several commands have."""

import click
import pytest

from formgen.cli.options import iso_date


@pytest.mark.parametrize(
    "typed", ["2026-12-31", "๓๑ ธ.ค. ๒๕๖๙", "31/12/2569", "2569-12-31", "๒๕๖๙-๑๒-๓๑", "25691231"]
)
def test_a_day_however_it_is_written(typed):
    assert iso_date(None, None, typed) == "2026-12-31"


@pytest.mark.parametrize("typed", ["25691231ab", "2569-12-32", "พรุ่งนี้", "2569123"])
def test_no_certain_day_is_none(typed):
    with pytest.raises(click.BadParameter):
        iso_date(None, None, typed)


def test_no_day_is_none():
    assert iso_date(None, None, None) == iso_date(None, None, "") == ""
