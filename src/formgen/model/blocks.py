"""What a page says, top to bottom, before any format lays it out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Style(StrEnum):
    """How a paragraph stands among others.

    Of letters and reports: `MEMO` is the head word, `LINE` one under it (a tab in its text goes to
    the middle), `INDENTED` running text, `CAPTION` the name of a table, `SIGNATURE` is centred in
    the right half; `NUMBER` and `CENTRED` stand in cells.
    """

    TITLE = "title"
    INSTRUCTION = "instruction"
    PART = "part"
    BODY = "body"
    HEADING = "heading"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NOTE = "note"
    # of letters and reports
    MEMO = "memo"
    LINE = "line"
    INDENTED = "indented"
    CAPTION = "caption"
    SIGNATURE = "signature"
    NUMBER = "number"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `label` is its generated number, hung before the text with one space.

    `strong` are the (start, end) ranges of `text` that are set in bold.
    """

    text: str
    style: Style = Style.BODY
    label: str = ""
    strong: tuple[tuple[int, int], ...] = ()

    @property
    def printed(self) -> str:
        """The paragraph as it reads: the label, a space, the text."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled answer of a field part; `fields` are names in the form, the main one first."""

    label: str
    fields: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """The labelled answers of a field part, in order."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of printed paragraphs."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ResponseCell:
    """A cell to be answered; `fields` are names in the form: the main one first, a remark last."""

    fields: tuple[str, ...]


Cell: TypeAlias = TextCell | ResponseCell


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A row whose one cell runs over all columns; it never stands alone at the foot of a page."""

    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row with one cell a column; `question` names it ("" in a table of plain text)."""

    question: str
    cells: tuple[Cell, ...]


Row: TypeAlias = TitleRow | CellRow


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its header is repeated on each page; `widths` are shares of the line."""

    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


Block: TypeAlias = Paragraph | Entries | Table
