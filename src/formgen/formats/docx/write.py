"""Form + copy -> a Word document that can be filled in by hand and read by program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, assert_never

from formgen.formats import Written
from formgen.formats.docx import edges, names, oxml, parts, tables, template
from formgen.formats.docx.lines import (
    Line,
    Slot,
    answer_lines,
    cell_lines,
    entry_lines,
    form_lines,
)
from formgen.formats.docx.prose import printed
from formgen.model.blocks import (
    Block,
    Cell,
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Row,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.form import Field, Form
from formgen.model.identity import BLANK, Copy, claim_text
from formgen.model.survey import Kind
from formgen.packing import Mould, Piece, around
from formgen.thai.dates import thai_date

_ENTRY_WIDTHS: Final = (1.0, 2.0)
_LINE: Final = template.FORM.line
# Lines at most in a row that is kept whole: a page has 22, so at worst a third of it stays empty.
_WHOLE_ROW: Final = 8
_PLACE: Final = "\0"  # before and behind the name of a control; no text of XML has it
_CLAIM: Final = " claim"  # no control is called so
_CLAIMED: Final = (parts.FOOTER, parts.CORE, parts.CUSTOM)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A place of the document, and the number of the control there."""

    slot: Slot
    number: int


@dataclass(frozen=True, slots=True)
class _Blank:
    """What the copies of a form share, and by field the places where a copy is filled in."""

    mould: Mould
    places: Mapping[str, Sequence[_Numbered]]


def write(form: Form, copy: Copy) -> Written:
    """Write one copy of a form as a .docx; the same bytes for the same form and copy."""
    blank = _blank(form)
    texts = {_CLAIM: _claim(form, copy)}
    for name, value in dict(copy.values).items():
        for place in blank.places.get(name, ()):
            locked = copy.locked(form, name)
            texts[place.slot.control] = _control(place, value, locked=locked)
    return Written(blank.mould.cast(texts))


@lru_cache(maxsize=16)
def _blank(form: Form) -> _Blank:
    claim = _claim(form, BLANK)
    others = {
        parts.STYLES: template.styles(form.language),
        parts.SETTINGS: template.SETTINGS,
        parts.FONT_TABLE: template.FONT_TABLE,
        parts.FOOTER: edges.footer(form.code, hidden=claim_text(form, None)),
        parts.GLOSSARY: _glossary(form),
        parts.CORE: _core_properties(form),
        parts.CUSTOM: _custom_properties(claim),
    }
    footer = parts.relation_ids(others)[parts.FOOTER]
    reference = f'<w:footerReference w:type="default" r:id="{footer}"/>'
    text = _Writer(form).document(template.section(template.FORM, reference))
    places = {slot.control: _Numbered(slot, n) for n, slot in enumerate(_slots(form), 1)}
    of_field: dict[str, list[_Numbered]] = {}
    for place in places.values():
        of_field.setdefault(place.slot.field.name, []).append(place)
    whole = {
        name: around(part, _CLAIM, claim) if name in _CLAIMED else part.encode()
        for name, part in parts.complete({parts.DOCUMENT: text} | others).items()
    }
    return _Blank(Mould(whole | {parts.DOCUMENT: list(_pieces(text, places))}), of_field)


def _pieces(document: str, places: Mapping[str, _Numbered]) -> Iterator[Piece]:
    """Take a document apart at its controls, which are blank."""
    for number, piece in enumerate(document.split(_PLACE)):
        yield (piece, _control(places[piece], None)) if number % 2 else ("", piece)


def _claim(form: Form, copy: Copy) -> str:
    return oxml.content(claim_text(form, copy.token))


# ---------------------------------------------------------------- small parts


def _core_properties(form: Form) -> str:
    claim = claim_text(form, None)
    told = {"dc:title": form.title, "dc:subject": form.code, "dc:identifier": claim}
    return parts.core_properties(told | {"dc:language": form.language})


def _custom_properties(claim: str) -> str:
    return (
        f"{oxml.HEAD}<Properties"
        ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2"'
        f' name="{oxml.CLAIM_PROPERTY}"><vt:lpwstr>{claim}</vt:lpwstr></property>'
        "</Properties>"
    )


def _glossary(form: Form) -> str:
    parts = [names.part(slot.control) for slot in _slots(form) if not slot.choice]
    entries = "".join(map(oxml.glossary_entry, parts))
    inner = f"<w:docParts>{entries}</w:docParts>" if parts else ""
    return f"{oxml.HEAD}<w:glossaryDocument {oxml.NAMESPACES}>{inner}</w:glossaryDocument>"


# ---------------------------------------------------------------- the document


def _slots(form: Form) -> Iterator[Slot]:
    return (slot for line in form_lines(form) for slot in line.slots)


class _Writer:
    """Sets the blocks of a form, with a mark for each control."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def document(self, section: str) -> str:
        blocks = "".join(map(self.block, self.form.blocks))
        body = f"<w:body>{blocks}{section}</w:body>"
        return f"{oxml.HEAD}<w:document {oxml.NAMESPACES}>{body}</w:document>"

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return printed(block)
            case Entries(entries):
                widths = tables.grid(_ENTRY_WIDTHS, _LINE)
                return tables.table(widths, "".join(self.entry(one, widths) for one in entries))
            case Table(header, shares, rows):
                widths = tables.grid(shares, _LINE, _least_widths(self.form, block))
                head = tables.head(header, widths)
                return tables.table(widths, head + "".join(self.row(row, widths) for row in rows))
            case _:
                assert_never(block)

    def entry(self, entry: Entry, widths: tuple[int, ...]) -> str:
        label, *hint = entry_lines(entry)
        words = oxml.paragraph("EntryLabel", self.runs(label))
        words += "".join(oxml.paragraph("Hint", self.runs(line)) for line in hint)
        answers = self.answers(entry.fields, whole=True)
        cells = tables.cell(widths[0], words) + tables.cell(widths[1], answers)
        return tables.row(cells, whole=True)

    def row(self, row: Row, widths: tuple[int, ...]) -> str:
        match row:
            case TitleRow(paragraph):
                title = printed(paragraph, "Heading2")
                cell = tables.cell(sum(widths), title, len(widths), tables.TITLE_SHADE)
                return tables.row(cell, whole=True)
            case CellRow(_, cells):
                whole = _row_lines(self.form, row, widths) <= _WHOLE_ROW
                set_cells = (
                    tables.cell(width, self.cell(cell, whole=whole))
                    for cell, width in zip(cells, widths, strict=True)
                )
                return tables.row("".join(set_cells), whole=whole)
            case _:
                assert_never(row)

    def cell(self, cell: Cell, *, whole: bool) -> str:
        match cell:
            case TextCell(paragraphs):
                return "".join(map(printed, paragraphs))
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
            f"{_PLACE}{piece.control}{_PLACE}" if isinstance(piece, Slot) else oxml.run(piece)
            for piece in line.pieces
        )


def _control(place: _Numbered, value: object, *, locked: bool = False) -> str:
    slot, field = place.slot, place.slot.field
    control = oxml.Control(
        names.tag(slot.control),
        names.part(slot.control),
        names.title(field, slot.choice),
        place.number,
        locked,
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


# ---------------------------------------------------------------- tables


def _least_widths(form: Form, table: Table) -> tuple[float, ...]:
    """What each column needs for its boxes to have their words beside them, up to a third."""
    least = [0.0] * len(table.header)
    for row in table.rows:
        if isinstance(row, CellRow):
            for number, cell in enumerate(row.cells):
                if isinstance(cell, ResponseCell):
                    least[number] = max(least[number], *map(_box_width, cell_lines(form, cell)))
    return tuple(min(one, _LINE / 3) for one in least)


def _box_width(line: Line) -> float:
    if not _has_box(line):
        return 0
    words = "".join(piece for piece in line.pieces if isinstance(piece, str))
    width = tables.text_width(words.strip()) * tables.SPARE
    return template.BOX_WIDTH + tables.CELL_MARGINS + width


def _row_lines(form: Form, row: CellRow, widths: tuple[int, ...]) -> int:
    """How many lines the longest cell of a row takes, more or less."""
    return max(
        sum(tables.text_lines(line.words, width) for line in cell_lines(form, cell))
        for cell, width in zip(row.cells, widths, strict=True)
    )
