"""Whatever a test of this room reads, it reads in both ways."""

from importlib import import_module

import pytest
from tests.formats.docx.twice import read_twice


@pytest.fixture(autouse=True)
def _both_ways(monkeypatch):
    monkeypatch.setattr(import_module("formgen.formats.docx.read"), "framed", read_twice)
