"""The counts of every question -> sheet 2: tables, and bars for exclusive choices."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from formgen.export.book import Column, Sheet
from formgen.model.dataset import Dataset
from formgen.result import words
from formgen.result.tables import Summary, summaries
from formgen.thai.numerals import thai_number

_PLACE: Final = Column("ลำดับ", 8, align="center")
_NARROW: Final = 12  # characters, the least for a column of numbers


def write_counts(sheet: Sheet, data: Dataset) -> None:
    """Write a table for the questions that share their choices, and one for each other kind."""
    if not data.answered:
        sheet.note(words.NOTHING_RETURNED)
    sheet.note(f"ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N = {thai_number(len(data.answered))} แห่ง")
    summary = data.form.summary
    label = Column(summary.heading, 40, wrap=True)
    chart = f"ร้อยละของหน่วยงาน จำแนกตาม{summary.unit}และคำตอบ"
    tables = summaries(data)
    width = _width(tables)  # one for all: the tables stand below each other
    for one in tables:
        if len(tables) > 1:
            sheet.heading(one.name)
        sheet.header([_PLACE, label, *(Column(heading, width) for heading in one.headings)])
        first = sheet.row
        for row in one.rows:
            sheet.write(row)
        if len(tables) == 1:
            sheet.keep_header(first)
        sheet.note(one.note)
        if one.bars and data.answered:
            sheet.chart(chart, range(first, first + len(one.rows)), one.bars, one.answers)
    sheet.note(words.ROUNDING_NOTE)


def _width(tables: Sequence[Summary]) -> int:
    """Find the width that shows every number in full; a spreadsheet shows one too wide as ####."""
    numbers = (cell for one in tables for row in one.rows for cell in row)
    shown = (f"{cell:,.2f}" for cell in numbers if isinstance(cell, int | Decimal))
    return max(_NARROW, *(len(number) + 2 for number in shown)) if tables else _NARROW
