"""The printed words of a form -> which of them a workbook no longer says, or says besides."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from formgen.formats.xlsx.cells import parse_address
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.parts import Cells
from formgen.formats.xlsx.places import squeezed
from formgen.formats.xlsx.status import is_status
from formgen.model.blocks import CellRow, Entries, Paragraph, Table, TextCell, TitleRow
from formgen.model.form import Form
from formgen.model.survey import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """What the sheet of a form says: `texts` in any case, `lines` in cells that are no answers.

    `cells` are the texts of whole cells, as they are written.
    """

    form: Form
    texts: tuple[str, ...]
    lines: frozenset[str]
    cells: frozenset[str]

    def missing(self, sheets: Sequence[Cells]) -> Iterator[str]:
        """Go through the texts of the form that stand nowhere on these sheets."""
        if any(self.cells <= {cell.text for cell in cells.values()} for cells in sheets):
            return
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
        if text in self.cells or is_status(text):
            return True
        lines = [line for line in text.split("\n") if line not in self.lines]
        return not lines or _pieces(self.form).issuperset(map(squeezed, lines))

    def besides(self, said: Mapping[str, str], boxes: Collection[str]) -> Collection[str]:
        """Find the cells that say more than the sheet of the form does: `said` by address.

        Words of the form that stand once more than they are printed may be an answer, and so may a
        checked box anywhere but in the cells `boxes`.
        """
        if Counter(said.values()).items() <= _times(self.form).items():
            return ()
        foreign = {at for at, text in said.items() if not self.hold(text)}
        passed = foreign.union(boxes, (at for at, text in said.items() if is_status(text)))
        own = {at: text for at, text in said.items() if at not in passed}
        return foreign | _too_often(self.form, own)


def stands_whole(form: Form, book: AnyBook, tabs: Iterable[int]) -> bool:
    """Tell whether every printed text of a form stands in its place, once, on one of these sheets.

    The sheet may have been moved as a whole: a table pasted elsewhere, or saved as text.
    """
    printed = [(one.spot, squeezed(one.text)) for one in sheet_of(form).printed]
    times = Counter(text for _, text in printed)
    first = next((pair for pair in printed if times[pair[1]] == 1), None)
    if first is None:
        return False
    found = [
        (said, place)
        for said in (_said(book.cells(tab)) for tab in tabs)
        for place, text in said.items()
        if text == first[1]
    ]
    if len(found) != 1:
        return False
    said, (row, column) = found[0]
    down, right = row - first[0].row, column - first[0].column
    return all(said.get((spot.row + down, spot.column + right)) == text for spot, text in printed)


def stands_in_order(form: Form, cells: Cells) -> bool:
    """Tell whether the printed texts still follow one another from the top.

    Those that the form has twice, or the sheet twice or no more, tell nothing.
    """
    found: dict[str, list[int]] = {}
    for (row, _), text in _said(cells).items():
        found.setdefault(text, []).append(row)
    printed = [(one.spot.row, squeezed(one.text)) for one in sheet_of(form).printed]
    times = Counter(text for _, text in printed)
    rows: dict[int, list[int]] = {}
    for row, text in printed:
        here = found.get(text, [])
        if len(here) == times[text] == 1:
            rows.setdefault(row, []).append(here[0])
    ordered = [rows[row] for row in sorted(rows)]
    return all(max(above) <= min(below) for above, below in pairwise(ordered))


def _said(cells: Cells) -> dict[tuple[int, int], str]:
    spots = ((parse_address(place), cell) for place, cell in cells.items())
    return {spot: squeezed(cell.text) for spot, cell in spots if spot and cell.kind == "s"}


@lru_cache(maxsize=16)
def words_of(form: Form) -> Words:
    """Collect the words of a form."""
    texts = tuple(dict.fromkeys(text for text in _texts(form) if text))
    choices = [choice for asked in form.fields for choice in asked.choices]
    drawn = (f"{box} {choice.label}" for box in _boxes(form) for choice in choices)
    to_specify = (choice.label for choice in choices if choice.specify)
    prompts = (asked.prompt for asked in form.fields)
    lines = frozenset((*texts, *drawn, *to_specify, *prompts, ""))
    return Words(form, texts, lines, frozenset(one.text for one in sheet_of(form).printed))


@lru_cache(maxsize=16)
def _pieces(form: Form) -> frozenset[str]:
    """Collect the lines that stand in the cells of a form, without blanks."""
    printed = (line for one in sheet_of(form).printed for line in one.text.split("\n"))
    drawn = (line for line in words_of(form).lines if line.startswith(_boxes(form)))
    return frozenset(map(squeezed, ("", *drawn, *printed)))


@lru_cache(maxsize=16)
def _times(form: Form) -> Counter[str]:
    """Count the cells in which the sheet of a form has each text."""
    return Counter(one.text for one in sheet_of(form).printed)


@lru_cache(maxsize=16)
def _columns_of(form: Form) -> dict[str, list[int]]:
    """List for each line of a form, without blanks, the columns of the cells that have it."""
    columns: dict[str, list[int]] = {}
    for one in sheet_of(form).printed:
        for line in one.text.split("\n"):
            columns.setdefault(squeezed(line), []).append(one.spot.column)
    whole = (*_texts(form), *(asked.prompt for asked in form.fields))  # cut, or under boxes
    often = Counter(squeezed(line) for text in whole for line in text.split("\n"))
    for line, times in often.items():
        known = columns.setdefault(line, [])
        known += [0] * (times - len(known))
    return columns


def _too_often(form: Form, said: Mapping[str, str]) -> set[str]:
    """Find the cells with a line that stands more often than a form, or several copies, has it.

    Those in the columns where it is printed are taken to be the form's, the upper ones first.
    """
    printed = _columns_of(form)
    standing: dict[str, list[str]] = {}
    for at, text in said.items():
        for line in map(squeezed, text.split("\n")):
            if line in printed or not line.startswith(form.glyphs.box):
                standing.setdefault(line, []).append(at)
    known = standing.keys() & printed.keys()
    times = Counter(len(standing[line]) // len(printed[line]) for line in sorted(known))
    copies = max([1, *(number for number, _ in times.most_common(1))])
    found: set[str] = set()
    for line, places in standing.items():
        columns = printed.get(line, [])
        ordered = sorted(places, key=lambda at: (parse_address(at) or (0, 0))[1] not in columns)
        found.update(ordered[copies * len(columns) :] if line else ())
    return found


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
