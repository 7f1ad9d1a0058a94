"""Whatever a test of this room reads, it reads in both ways."""

import pytest
from tests.formats.xlsx.twice import read_twice

from formgen.formats.xlsx import book


@pytest.fixture(autouse=True)
def _both_ways(monkeypatch):
    monkeypatch.setattr(book, "plain_sheet", read_twice)
