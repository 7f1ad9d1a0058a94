"""The printed words of a form -> which of them a workbook no longer says, or says besides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formgen.formats.xlsx.cells import parse_address
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.parts import Cells
from formgen.formats.xlsx.places import squeezed
from formgen.model.blocks import CellRow, Entries, Paragraph, Table, TextCell, TitleRow
from formgen.model.form import Form
from formgen.model.survey import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """What the sheet of a form says: `texts` in any case, `lines` in cells that are no answers."""

    form: Form
    texts: tuple[str, ...]
    lines: frozenset[str]

    def missing(self, sheets: Sequence[Cells]) -> Iterator[str]:
        """Go through the texts of the form that stand nowhere on these sheets."""
        said = {
            line
            for cells in sheets
            for cell in cells.values()
            if cell.kind == "s"
            for line in cell.text.split("\n")
        }
        gone = [text for text in self.texts if text not in said]
        if not gone:
            return
        plain = set(map(squeezed, said))  # perhaps it is there with other blanks
        columns = [squeezed(column) for cells in sheets for column in _columns(cells)]
        for text in gone:
            wanted = squeezed(text)
            cut = wanted not in _pieces(self.form)  # over several rows
            if wanted not in plain and not (cut and any(wanted in one for one in columns)):
                yield text

    def hold(self, text: str) -> bool:
        """Tell whether the text of a cell is nothing but words of the form."""
        lines = [line for line in text.split("\n") if line not in self.lines]
        return not lines or _pieces(self.form).issuperset(map(squeezed, lines))


@lru_cache(maxsize=16)
def words_of(form: Form) -> Words:
    """Collect the words of a form."""
    texts = tuple(dict.fromkeys(text for text in _texts(form) if text))
    choices = [choice for asked in form.fields for choice in asked.choices]
    drawn = (f"{box} {choice.label}" for box in _boxes(form) for choice in choices)
    to_specify = (choice.label for choice in choices if choice.specify)
    prompts = (asked.prompt for asked in form.fields)
    return Words(form, texts, frozenset((*texts, *drawn, *to_specify, *prompts, "")))


@lru_cache(maxsize=16)
def _pieces(form: Form) -> frozenset[str]:
    """Collect the lines that stand in the cells of a form, without blanks."""
    printed = (line for one in sheet_of(form).printed for line in one.text.split("\n"))
    drawn = (line for line in words_of(form).lines if line.startswith(_boxes(form)))
    return frozenset(map(squeezed, ("", *drawn, *printed)))


def _boxes(form: Form) -> tuple[str, str]:
    return form.glyphs.box, form.glyphs.box_checked


def _columns(cells: Cells) -> Iterable[str]:
    """Join the texts of each column, from the top."""
    columns: dict[int, list[tuple[int, str]]] = {}
    for place, cell in cells.items():
        spot = parse_address(place)
        if spot and cell.kind == "s" and not cell.formula:
            columns.setdefault(spot[1], []).append((spot[0], cell.text))
    return ("".join(text for _, text in sorted(column)) for column in columns.values())


def _texts(form: Form) -> Iterator[str]:
    for block in form.blocks:
        match block:
            case Paragraph():
                yield block.printed
            case Entries(entries):
                yield from (text for entry in entries for text in (entry.label, entry.hint))
            case Table(header, _, rows):
                yield from header
                for row in rows:
                    match row:
                        case TitleRow(paragraph):
                            yield paragraph.printed
                        case CellRow(_, cells):
                            texts = (cell for cell in cells if isinstance(cell, TextCell))
                            yield from (one.printed for cell in texts for one in cell.paragraphs)
    for asked in form.fields:
        if asked.kind is Kind.SELECT_MULTIPLE:
            yield from (choice.label for choice in asked.choices)
