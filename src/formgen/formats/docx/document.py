"""Document -> a Word document that is read, edited, signed and filed, and never comes back."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from formgen.formats.columns import USUAL, columns_of
from formgen.formats.docx import drawing, edges, oxml, parts, tables, template
from formgen.formats.docx.prose import STYLES, printed
from formgen.formats.docx.template import Sheet
from formgen.formats.images import size_of
from formgen.model.blocks import (
    Cell,
    CellRow,
    Paragraph,
    ResponseCell,
    Row,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.document import Document, Paper, Picture, Placed, placed, printable

_SHEETS: Final = {Paper.LETTER: template.LETTER, Paper.FORM: template.FORM}
_MM: Final = 1440 / 25.4  # twentieths of a point
_PADDING: Final = tables.CELL_MARGINS / tables.TWIPS
_LINE: Final = 1.3  # ems from line to line in TH Sarabun
_WHOLE: Final = 1 / 3  # of the text on a page: a row of words that is not higher is kept whole
_NOTE: Final = 14 / 16  # of the size of other text


def write_document(document: Document) -> bytes:
    """Write a document; the same bytes for the same document."""
    document = printable(document)
    sheet = _SHEETS[document.paper]
    blocks = placed(document.blocks)
    media = _media(blocks)
    others: dict[str, str | bytes] = {
        parts.STYLES: template.document_styles(document.language, sheet),
        parts.SETTINGS: template.SETTINGS,
        parts.FONT_TABLE: template.FONT_TABLE,
        **_edges(document),
        parts.CORE: _core_properties(document),
        **{name: data for data, name in media.items()},
    }
    ids = parts.relation_ids(others)
    first_differs = document.paper is Paper.LETTER
    section = template.section(sheet, _references(ids), first_differs=first_differs)
    setter = _Body(sheet, media, ids)
    body = f"<w:body>{''.join(map(setter.block, blocks))}{section}</w:body>"
    text = f"{oxml.HEAD}<w:document {oxml.NAMESPACES}>{body}</w:document>"
    return parts.packed({parts.DOCUMENT: text, **others})


def _core_properties(document: Document) -> str:
    told = {"dc:title": document.title, "cp:category": oxml.NO_FORM}
    return parts.core_properties(told | {"dc:language": document.language})


def _edges(document: Document) -> Mapping[str, str]:
    match document.paper:
        case Paper.FORM:
            return {parts.FOOTER: edges.footer(document.footer)}
        case Paper.LETTER if document.footer:
            footer = edges.plain_footer(document.footer)
            return {parts.HEADER: edges.letter_header(), parts.FOOTER: footer}
        case Paper.LETTER:
            return {parts.HEADER: edges.letter_header()}
        case _:
            assert_never(document.paper)


def _references(ids: Mapping[str, str]) -> str:
    """Say where header and footer stand: a letter's first page has no header, but the footer."""
    places = [("header", parts.HEADER, "default"), ("footer", parts.FOOTER, "default")]
    if parts.HEADER in ids:
        places.append(("footer", parts.FOOTER, "first"))
    return "".join(
        f'<w:{edge}Reference w:type="{kind}" r:id="{ids[name]}"/>'
        for edge, name, kind in places
        if name in ids
    )


class _Body:
    """Sets the blocks of a document; `ids` are what it calls its parts."""

    def __init__(self, sheet: Sheet, media: Mapping[bytes, str], ids: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.media = media
        self.ids = ids
        self.drawn = 0

    def block(self, one: Placed) -> str:
        match one.block:
            case Paragraph():
                return self.paragraph(one.block, one)
            case Picture():
                style = "Centred" if one.block.centred else "Body"
                more = oxml.PAGE_BREAK * one.begins
                return oxml.paragraph(style, self.picture(one.block), keep=one.stays, more=more)
            case Table():
                before = oxml.paragraph("Gap", "", more=oxml.PAGE_BREAK) * one.begins
                return before + _Setter(one.block, self.sheet).table()
            case _:
                assert_never(one.block)

    def paragraph(self, paragraph: Paragraph, one: Placed) -> str:
        """Set a paragraph; words beside a picture go to the middle by a tab."""
        if not one.beside:
            return printed(paragraph, keep=one.stays, broken=one.begins)
        runs = self.picture(one.beside) + oxml.run("\t") + oxml.run(paragraph.printed)
        more = template.centred_by_tab(self.sheet)
        return oxml.paragraph(STYLES[paragraph.style], runs, keep=True, more=more)

    def picture(self, picture: Picture) -> str:
        self.drawn += 1
        height = (self.sheet.height - self.sheet.top - self.sheet.bottom) / _MM
        size = size_of(picture, self.sheet.line / _MM, height)
        relation = self.ids[self.media[picture.data]]
        return drawing.picture(relation, self.drawn, size, picture.said)


def _media(blocks: Iterable[Placed]) -> Mapping[bytes, str]:
    """Bytes of each picture -> the name of its part; the same picture is stored once."""
    shown = (picture for one in blocks for picture in (one.beside, one.block))
    found = dict.fromkeys(picture for picture in shown if isinstance(picture, Picture))
    kinds = {picture.data: size_of(picture, math.inf, math.inf).kind for picture in found}
    return {data: parts.media(number, kind) for number, (data, kind) in enumerate(kinds.items(), 1)}


class _Setter:
    """Sets a table of words, a crowded one in smaller type."""

    def __init__(self, table: Table, sheet: Sheet) -> None:
        set_in = columns_of(table, sheet.line / tables.TWIPS, _PADDING)
        self.block = table
        self.points = set_in.size
        self.size = 0 if set_in.size == USUAL else round(2 * set_in.size)
        self.widths = tables.grid(set_in.widths, sheet.line)
        height = (sheet.height - sheet.top - sheet.bottom) / tables.TWIPS
        self.most_lines = int(_WHOLE * height / (_LINE * set_in.size))

    def table(self) -> str:
        head = self.block.header
        first = tables.head(head, self.widths, self.size, middle=True) if head else ""
        return tables.table(self.widths, first + "".join(map(self.row, self.block.rows)))

    def row(self, row: Row) -> str:
        match row:
            case TitleRow(paragraph):
                title = printed(paragraph, "Heading2", size=self.size)
                span, width = len(self.widths), sum(self.widths)
                return tables.row(tables.cell(width, title, span, tables.TITLE_SHADE), whole=True)
            case CellRow(_, cells):
                filled = list(zip(cells, self.widths, strict=True))
                whole = max(self.lines(cell, width) for cell, width in filled) <= self.most_lines
                set_cells = (tables.cell(width, self.cell(cell)) for cell, width in filled)
                return tables.row("".join(set_cells), whole=whole)
            case _:
                assert_never(row)

    def cell(self, cell: Cell) -> str:
        paragraphs = _text(cell) or (Paragraph(""),)
        return "".join(printed(each, size=self.size_of(each)) for each in paragraphs)

    def size_of(self, paragraph: Paragraph) -> int:
        return round(self.size * _NOTE) if paragraph.style is Style.NOTE else self.size

    def lines(self, cell: Cell, width: int) -> int:
        """How many lines a cell takes, more or less."""
        texts = (text for each in _text(cell) for text in each.printed.split("\n"))
        return sum(tables.text_lines(text, width, self.points) for text in texts)


def _text(cell: Cell) -> tuple[Paragraph, ...]:
    match cell:
        case TextCell(paragraphs):
            return paragraphs
        case ResponseCell(fields):
            raise ValueError(f"a document has nothing to fill in: {fields}")
        case _:
            assert_never(cell)
