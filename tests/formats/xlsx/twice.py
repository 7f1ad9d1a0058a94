"""Whatever a test of this room reads, the short way and the long one read the same."""

from formgen.formats.xlsx.frame import plain_sheet
from formgen.formats.xlsx.parts import Cells, Hidden, Shared, SheetReader


def read_twice(xml: bytes, strings: list[Shared]) -> tuple[Cells, Hidden] | None:
    """Read a sheet the short way; where that is gone to the end, the long one says the same."""
    short = plain_sheet(xml, strings)
    if short is not None:
        cells, hidden = SheetReader(strings).read(xml)
        assert [*short[0].items()] == [*cells.items()]  # in the same order
        assert short[1] == hidden
    return short
