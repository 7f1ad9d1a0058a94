"""The form as a workbook: one sheet to fill in, read back by the names of its cells."""

from collections.abc import Callable
from typing import Final

from formgen.formats import Format, Reads
from formgen.formats.xlsx.delimited import read_delimited
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.mark import mark
from formgen.formats.xlsx.ods import read_ods
from formgen.formats.xlsx.read import claim_of, identify, read, read_book
from formgen.formats.xlsx.table import NO_RESULT, SheetTable, all_rows, sheet_tables
from formgen.formats.xlsx.write import write
from formgen.formats.xlsx.xls import read_xls

__all__ = ["FORMAT", "NO_RESULT", "READS", "SheetTable", "all_rows", "sheet_tables"]

FORMAT = Format("xlsx", ".xlsx", write, identify, read, mark)


def _reads(name: str, opened: Callable[[bytes], AnyBook]) -> Reads:
    return Reads(
        name,
        lambda data: claim_of(opened(data)),
        lambda form, data: read_book(form, opened(data)),
    )


READS: Final = {
    "xlsm": Reads("xlsm", identify, read),
    "ods": _reads("ods", read_ods),
    "xls": _reads("xls", read_xls),
    "csv": _reads("csv", read_delimited),
}
"""The formats that spreadsheets make of a form in this one."""
