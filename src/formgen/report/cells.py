"""Words and numbers -> the cells and tables of the report."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from formgen.content.texts import one_line
from formgen.model.blocks import CellRow, Paragraph, Row, Style, Table, TextCell, TitleRow
from formgen.result.words import Cell
from formgen.thai.dates import thai_date_short
from formgen.thai.numerals import thai_number


def cell(*lines: str, style: Style = Style.BODY) -> TextCell:
    """Make a cell of one paragraph a line; lines without words are left out."""
    said = tuple(one for one in map(one_line, lines) if one)
    return TextCell(tuple(Paragraph(one, style) for one in said))


def centred(*lines: str) -> TextCell:
    """Make a cell of words in its middle."""
    return cell(*lines, style=Style.CENTRED)


def row(*cells: TextCell) -> CellRow:
    """Make a row."""
    return CellRow("", cells)


def title_row(text: str) -> TitleRow:
    """Make a row of one name over all columns."""
    words = one_line(text)
    return TitleRow(Paragraph(words, strong=((0, len(words)),)))


def table(columns: Sequence[tuple[str, float]], rows: Iterable[Row]) -> tuple[Table, ...]:
    """Make a table of named columns with their shares of the line; none without a row."""
    held = tuple(rows)
    names, widths = zip(*columns, strict=True)
    return (Table(names, widths, held),) if held else ()


def shown(value: Cell) -> str:
    """Write a value in Thai numerals: whole numbers plain, others with two decimals, days short."""
    match value:
        case None:
            return ""
        case str():
            return value
        case int():
            return thai_number(value)
        case Decimal():
            return thai_number(value, 2)
        case date():
            return thai_date_short(value)
        case _:
            assert_never(value)
