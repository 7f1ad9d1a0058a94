"""The form as a workbook: one sheet to fill in, read back by the names of its cells."""

from formgen.formats import Format
from formgen.formats.xlsx.mark import mark
from formgen.formats.xlsx.read import identify, read
from formgen.formats.xlsx.table import all_rows, sheet_rows
from formgen.formats.xlsx.write import write

__all__ = ["FORMAT", "all_rows", "sheet_rows"]

FORMAT = Format("xlsx", ".xlsx", write, identify, read, mark)
