"""Form + copy -> a Word document that can be filled in by hand and read by program."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final, assert_never

from formgen import fonts
from formgen.files import normalised_zip
from formgen.formats import Written
from formgen.formats.docx import names, oxml, template
from formgen.formats.docx.lines import (
    Line,
    Slot,
    answer_lines,
    cell_lines,
    entry_lines,
    form_lines,
    paragraph_line,
)
from formgen.model.blocks import (
    Block,
    Cell,
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Row,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Field, Form
from formgen.model.identity import Copy, claim_text
from formgen.model.survey import Kind
from formgen.thai.dates import thai_date

_STYLES: Final = {
    Style.TITLE: "Title",
    Style.INSTRUCTION: "Instruction",
    Style.PART: "Heading1",
    Style.BODY: "Body",
    Style.HEADING: "Subheading",
    Style.LEVEL1: "Level1",
    Style.LEVEL2: "Level2",
    Style.NOTE: "Note",
}
_KEPT: Final = frozenset({Style.TITLE, Style.INSTRUCTION, Style.PART, Style.HEADING})
_ENTRY_WIDTHS: Final = (1.0, 2.0)
_CELL_MARGINS: Final = 170  # twentieths of a point, both sides together
_TWIPS: Final = 20  # in a point
_SIZE_PT: Final = template.SIZE / 2 * fonts.TH_SARABUN
# Lines at most in a row that is kept whole: a page has 22, so at worst a third of it stays empty.
_WHOLE_ROW: Final = 8
_SPARE: Final = 1.06  # lines are broken between words, and other programs have other metrics
_TITLE_SHADE: Final = "F2F2F2"
_HEAD_SHADE: Final = "D9D9D9"


def write(form: Form, copy: Copy) -> Written:
    """Write one copy of a form as a .docx; the same bytes for the same form and copy."""
    claim = claim_text(form, copy.token)
    parts = {
        "[Content_Types].xml": template.CONTENT_TYPES,
        "_rels/.rels": template.PACKAGE_RELATIONSHIPS,
        "word/document.xml": _Writer(form, copy).document(),
        "word/_rels/document.xml.rels": template.DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": template.styles(form.language),
        "word/settings.xml": template.SETTINGS,
        "word/fontTable.xml": template.FONT_TABLE,
        "word/footer1.xml": _footer(form, claim),
        "word/glossary/document.xml": _glossary(form),
        "docProps/core.xml": _core_properties(form, claim),
        "docProps/custom.xml": _custom_properties(claim),
    }
    return Written(normalised_zip((name, text.encode()) for name, text in parts.items()))


# ---------------------------------------------------------------- small parts


def _core_properties(form: Form, claim: str) -> str:
    return (
        f"{oxml.HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{oxml.content(form.title)}</dc:title>"
        f"<dc:subject>{oxml.content(form.code)}</dc:subject>"
        f"<dc:identifier>{oxml.content(claim)}</dc:identifier>"
        f"<dc:language>{oxml.content(form.language)}</dc:language></cp:coreProperties>"
    )


def _custom_properties(claim: str) -> str:
    return (
        f"{oxml.HEAD}<Properties"
        ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2"'
        f' name="{oxml.CLAIM_PROPERTY}"><vt:lpwstr>{oxml.content(claim)}</vt:lpwstr></property>'
        "</Properties>"
    )


def _footer(form: Form, claim: str) -> str:
    """`หน้า ๑ จาก ๖` in the middle, the form's code at the right, the claim where nobody sees it."""
    runs = (
        oxml.run("\tหน้า ")
        + _page_number("PAGE")
        + oxml.run(" จาก ")
        + _page_number("NUMPAGES")
        + oxml.run(f"\t{form.code}")
        + oxml.run(claim, "<w:vanish/>")
    )
    return f"{oxml.HEAD}<w:ftr {oxml.NAMESPACES}>{oxml.paragraph('Footer', runs)}</w:ftr>"


@lru_cache(maxsize=16)
def _glossary(form: Form) -> str:
    parts = [names.part(slot.control) for slot in _slots(form) if not slot.choice]
    entries = "".join(map(oxml.glossary_entry, parts))
    inner = f"<w:docParts>{entries}</w:docParts>" if parts else ""
    return f"{oxml.HEAD}<w:glossaryDocument {oxml.NAMESPACES}>{inner}</w:glossaryDocument>"


def _page_number(name: str) -> str:
    """A page number in Thai numerals where Word counts it.

    LibreOffice 7.4 has Arabic ones only; they are Thai in a font that draws 0-9 so, if it is there.
    THAIARABIC is in capitals because LibreOffice takes "ThaiArabic" for the letters ก ข ค.
    """
    font = f'<w:rFonts w:ascii="{template.NUMERAL_FONT}" w:hAnsi="{template.NUMERAL_FONT}"/>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} \\* THAIARABIC </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>๑</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r><w:rPr>{font}</w:rPr>{part}</w:r>" for part in parts)


# ---------------------------------------------------------------- the document


def _slots(form: Form) -> Iterator[Slot]:
    return (slot for line in form_lines(form) for slot in line.slots)


@lru_cache(maxsize=16)
def _numbers(form: Form) -> dict[str, int]:
    """Name of a control -> its number in the document."""
    return {slot.control: number for number, slot in enumerate(_slots(form), 1)}


class _Writer:
    """Sets the blocks of one copy."""

    def __init__(self, form: Form, copy: Copy) -> None:
        self.form = form
        self.copy = copy
        self.values = dict(copy.values)
        self.numbers = _numbers(form)

    def document(self) -> str:
        blocks = "".join(map(self.block, self.form.blocks))
        body = f"<w:body>{blocks}{template.SECTION}</w:body>"
        return f"{oxml.HEAD}<w:document {oxml.NAMESPACES}>{body}</w:document>"

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return _printed(block)
            case Entries(entries):
                widths = _grid(_ENTRY_WIDTHS)
                return _table(widths, "".join(self.entry(one, widths) for one in entries))
            case Table(header, shares, rows):
                widths = _grid(shares, _least_widths(self.form, block))
                head = _head(header, widths)
                return _table(widths, head + "".join(self.row(row, widths) for row in rows))
            case _:
                assert_never(block)

    def entry(self, entry: Entry, widths: tuple[int, ...]) -> str:
        label, *hint = entry_lines(entry)
        words = oxml.paragraph("EntryLabel", self.runs(label))
        words += "".join(oxml.paragraph("Hint", self.runs(line)) for line in hint)
        answers = self.answers(entry.fields, whole=True)
        return _row(_cell(widths[0], words) + _cell(widths[1], answers), whole=True)

    def row(self, row: Row, widths: tuple[int, ...]) -> str:
        match row:
            case TitleRow(paragraph):
                title = _printed(paragraph, "Heading2")
                return _row(_cell(sum(widths), title, len(widths), _TITLE_SHADE), whole=True)
            case CellRow(_, cells):
                whole = _row_lines(self.form, row, widths) <= _WHOLE_ROW
                set_cells = (
                    _cell(width, self.cell(cell, whole=whole))
                    for cell, width in zip(cells, widths, strict=True)
                )
                return _row("".join(set_cells), whole=whole)
            case _:
                assert_never(row)

    def cell(self, cell: Cell, *, whole: bool) -> str:
        match cell:
            case TextCell(paragraphs):
                return "".join(map(_printed, paragraphs))
            case ResponseCell(fields):
                return self.answers(fields, whole=whole)
            case _:
                assert_never(cell)

    def answers(self, fields: tuple[str, ...], *, whole: bool) -> str:
        """Set the lines of an answer, boxes apart from words."""
        lines = answer_lines(self.form, fields)
        boxes = [self.runs(line) for line in lines if _has_box(line)]
        words = [oxml.paragraph("Answer", self.runs(line)) for line in lines if not _has_box(line)]
        if whole:
            return "".join([oxml.paragraph("Choice", one) for one in boxes] + words)
        # In a row that may be torn only a paragraph is kept in one piece, so the boxes share one.
        return "".join([oxml.paragraph("Choices", oxml.BREAK.join(boxes))] * bool(boxes) + words)

    def runs(self, line: Line) -> str:
        return "".join(
            self.control(piece) if isinstance(piece, Slot) else oxml.run(piece)
            for piece in line.pieces
        )

    def control(self, slot: Slot) -> str:
        field, value = slot.field, self.values.get(slot.field.name)
        control = oxml.Control(
            names.tag(slot.control),
            names.part(slot.control),
            names.title(field, slot.choice),
            self.numbers[slot.control],
            self.copy.locked(self.form, field.name),
        )
        if slot.choice:
            codes = value if isinstance(value, tuple | list) else (value,)
            return oxml.box(control, checked=slot.choice.code in codes)
        if field.dropdown:
            choices = [(choice.code, choice.label) for choice in field.choices]
            return oxml.drop_down(control, choices, dict(choices).get(str(value), ""))
        return oxml.text_box(control, _shown(field, value))


def _shown(field: Field, value: object) -> str:
    """What stands in a text: a date as Thai letters write it, all else as it is."""
    if value is None:
        return ""
    return thai_date(date.fromisoformat(str(value))) if field.kind is Kind.DATE else str(value)


def _has_box(line: Line) -> bool:
    return any(slot.choice for slot in line.slots)


def _printed(paragraph: Paragraph, style: str = "") -> str:
    """A printed paragraph, its emphasis in bold."""
    (words,) = paragraph_line(paragraph).pieces
    assert isinstance(words, str)
    start = len(words) - len(paragraph.text)
    runs, done = "", 0
    for begin, end in ((start + begin, start + end) for begin, end in paragraph.strong):
        runs += oxml.run(words[done:begin]) + oxml.bold_run(words[begin:end])
        done = end
    named = style or _STYLES[paragraph.style]
    return oxml.paragraph(named, runs + oxml.run(words[done:]), keep=paragraph.style in _KEPT)


# ---------------------------------------------------------------- tables


def _grid(shares: tuple[float, ...], least: tuple[float, ...] = ()) -> tuple[int, ...]:
    """Shares of the line -> widths of columns that fill it, if possible none below its least."""
    floors = least or (0.0,) * len(shares)
    wanted = [one * template.TEXT_WIDTH / sum(shares) for one in shares]
    needed = [max(one, floor) for one, floor in zip(wanted, floors, strict=True)]
    spare = [one - floor for one, floor in zip(needed, floors, strict=True)]
    excess = min(sum(needed) - template.TEXT_WIDTH, sum(spare)) / (sum(spare) or 1)
    exact = [one - excess * free for one, free in zip(needed, spare, strict=True)]
    fit = template.TEXT_WIDTH / sum(exact)
    stops = [round(fit * sum(exact[:number])) for number in range(len(exact) + 1)]
    return tuple(right - left for left, right in pairwise(stops))


def _least_widths(form: Form, table: Table) -> tuple[float, ...]:
    """What each column needs for its boxes to have their words beside them, up to a third."""
    least = [0.0] * len(table.header)
    for row in table.rows:
        if isinstance(row, CellRow):
            for number, cell in enumerate(row.cells):
                if isinstance(cell, ResponseCell):
                    least[number] = max(least[number], *map(_box_width, cell_lines(form, cell)))
    return tuple(min(one, template.TEXT_WIDTH / 3) for one in least)


def _box_width(line: Line) -> float:
    if not _has_box(line):
        return 0
    words = "".join(piece for piece in line.pieces if isinstance(piece, str))
    return template.BOX_WIDTH + _CELL_MARGINS + _text_width(words.strip()) * _SPARE


def _table(widths: tuple[int, ...], rows: str) -> str:
    """A table, and the gap that keeps it from growing together with one that follows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        '<w:tblPr><w:tblStyle w:val="FormTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    table = f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    return table + oxml.paragraph("Gap", "")


def _head(header: tuple[str, ...], widths: tuple[int, ...]) -> str:
    cells = (
        _cell(width, oxml.paragraph("TableHead", oxml.run(text)), shade=_HEAD_SHADE)
        for text, width in zip(header, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(cells: str, *, whole: bool) -> str:
    properties = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(width: int, paragraphs: str, span: int = 1, shade: str = "") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    inner = paragraphs or oxml.paragraph("Body", "")
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}</w:tcPr>'
    return f"<w:tc>{properties}{inner}</w:tc>"


@lru_cache(maxsize=4096)
def _text_width(text: str) -> float:
    """How long a text is in one line, in twentieths of a point."""
    return fonts.advance_width(text, fonts.regular()) * _SIZE_PT * _TWIPS


def _text_lines(text: str, width: int) -> int:
    """How many lines a paragraph takes in a column, more or less."""
    return 1 + int(_text_width(text) * _SPARE / (width - _CELL_MARGINS))


def _row_lines(form: Form, row: CellRow, widths: tuple[int, ...]) -> int:
    """How many lines the longest cell of a row takes, more or less."""
    return max(
        sum(_text_lines(line.words, width) for line in cell_lines(form, cell))
        for cell, width in zip(row.cells, widths, strict=True)
    )
