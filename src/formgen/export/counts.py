"""The counts of the result -> its tables of numbers, each number a link to what it counts."""

from collections.abc import Sequence
from typing import Final

from formgen.export.atlas import Atlas
from formgen.export.book import Column, Sheet, number_width
from formgen.model.dataset import Dataset
from formgen.result import words
from formgen.result.crosses import Cross, by_had, by_ministry, by_province, by_type
from formgen.result.names import AGENCIES
from formgen.result.tables import Keys, summaries
from formgen.result.words import Cell
from formgen.thai.numerals import thai_number

_PLACE: Final = Column("ลำดับ", 8, align="center")
_NARROW: Final = 12  # characters, the least for a column of numbers
_NARROWEST: Final = 9  # where there are many
_LABEL: Final = 34
CLICK: Final = "คลิกตัวเลขที่ขีดเส้นใต้เพื่อดูว่านับจากหน่วยงานใด"


def write_counts(sheet: Sheet, atlas: Atlas) -> None:
    """Write a table for the questions that share their choices, and one for each other kind."""
    data = atlas.data
    _write_base(sheet, data)
    summary = data.form.summary
    label = Column(summary.heading, 40, wrap=True)
    chart = f"ร้อยละของหน่วยงาน จำแนกตาม{summary.unit}และคำตอบ"
    tables = summaries(data)
    # One width for all columns: the tables stand below each other.
    width = max(
        (number_width(cell) for one in tables for row in one.rows for cell in row), default=0
    )
    for one in tables:
        if one.bars and one is not tables[0]:
            sheet.new_page()  # a chart is not torn in two
        if len(tables) > 1:
            sheet.heading(one.name)
        numbers = [Column(heading, max(width, _NARROW)) for heading in one.headings]
        sheet.header([_PLACE, label, *numbers])
        first = sheet.row
        for row, keys in zip(one.rows, one.behind, strict=True):
            _write_row(sheet, atlas, row, keys)
        if len(tables) == 1:
            sheet.keep_header(first)
        sheet.note(one.note)
        if one.bars and data.answered:
            sheet.chart(chart, range(first, first + len(one.rows)), one.bars, one.answers)
    if len(tables) > 1:
        sheet.keep_title()
    sheet.note(words.ROUNDING_NOTE)


def write_types(sheet: Sheet, atlas: Atlas) -> None:
    """Write the answers of each type of agency."""
    _write_base(sheet, atlas.data)
    _write_crosses(sheet, atlas, by_type(atlas.grouped))


def write_places(sheet: Sheet, atlas: Atlas) -> None:
    """Write how many returned and what they have, by ministry and by province."""
    _write_base(sheet, atlas.data, "หน่วยงานที่ส่งแบบกลับทั้งหมด")
    tables = (*by_ministry(atlas.grouped), *by_province(atlas.grouped))
    sheet.note(
        "ร้อยละการตอบกลับคิดจากจำนวนที่จัดส่ง ร้อยละอื่นคิดจากหน่วยงานที่ส่งแบบกลับของสังกัดหรือจังหวัดนั้น"
        f" ดูรายชื่อได้โดยกรองแผ่นงาน “{AGENCIES}”"
    )
    _write_crosses(sheet, atlas, tables)
    sheet.note("หมายเหตุ: ผลรวมของร้อยละอาจไม่เท่ากับ ๑๐๐ เนื่องจากการปัดเศษ")


def write_had(sheet: Sheet, atlas: Atlas) -> None:
    """Write how many agencies have how many."""
    _write_base(sheet, atlas.data)
    table = by_had(atlas.grouped)
    _write_crosses(sheet, atlas, [table] if table else [], wide=24)
    sheet.note(words.ROUNDING_NOTE)


def _write_base(
    sheet: Sheet, data: Dataset, base: str = "ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ"
) -> None:
    if not data.answered:
        sheet.note(words.NOTHING_RETURNED)
    sheet.note(f"{base} N = {thai_number(len(data.answered))} แห่ง {CLICK}")


def _write_crosses(
    sheet: Sheet, atlas: Atlas, tables: Sequence[Cross], wide: float = _NARROWEST
) -> None:
    widths = _widths(tables, wide)
    for one in tables:
        if one.head != tables[0].head:
            sheet.new_page()
        if len(tables) > 1:
            sheet.heading(one.name)
        numbers = zip(one.headings, widths[1:], strict=False)
        columns = [Column(one.head, widths[0], align="left", wrap=True)]
        columns += (Column(heading, width, align="right") for heading, width in numbers)
        sheet.header(columns, one.bands)
        first = sheet.row
        for row, keys in zip(one.rows, one.behind, strict=False):
            _write_row(sheet, atlas, row, keys)
        if len(tables) == 1:
            sheet.keep_header(first, height=2 if one.bands else 1)
        _write_row(sheet, atlas, one.total, one.behind[-1], strong=True)
        sheet.note()
    if len(tables) > 1:
        sheet.keep_title()


def _write_row(
    sheet: Sheet, atlas: Atlas, row: Sequence[Cell], keys: Keys, *, strong: bool = False
) -> None:
    for place, key in enumerate(keys):
        if key and key in atlas.numbers:
            atlas.shown.setdefault(key, sheet.spot(sheet.row, place))
    sheet.write(row, atlas.behind(keys), strong=strong)


def _widths(tables: Sequence[Cross], least: float) -> list[float]:
    """Find for each column the width that shows all its numbers, whichever table they are in."""
    count = max((len(one.headings) for one in tables), default=0)
    widths: list[float] = [_LABEL, *[least] * count]
    for one in tables:
        for row in (*one.rows, one.total):
            for place, cell in enumerate(row[1:], 1):
                widths[place] = max(widths[place], number_width(cell))
    return widths
