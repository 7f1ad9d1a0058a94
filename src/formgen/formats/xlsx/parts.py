"""XML of a worksheet and of the texts it shares -> what stands in the cells, and what is hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.parsers import expat

from formgen.formats.colours import WHITE, unseen
from formgen.formats.ooxml import damaged, hostile, parse, parse_with
from formgen.formats.xlsx.cells import address, decode_text, parse_address
from formgen.formats.xlsx.looks import colour_of, is_on

_MOST_CELLS: Final = 200_000  # in one sheet; a form has a few hundred
_MOST_ROWS: Final = 1_100_000  # a little more than a sheet can have
_MOST_MERGES: Final = 100_000
_MOST_FILLED: Final = 100  # formulas that fill several cells
_MOST_DIGITS: Final = 9  # of the number of a style or a shared text
_YES: Final = ("1", "true")
_NOTHING: Final = ("0", "0.0")  # the height of a row that is drawn up, the width of such a column
_HEIGHTS: Final = {"superscript": "^", "subscript": "_"}
_made: Final = tuple.__new__  # half of what it takes to call the class, and there are many cells
_FILLS: Final = ("array", "dataTable")  # kinds of formulas that may fill several cells
KINDS: Final = {"s": "s", "inlineStr": "s", "str": "s", "b": "b", "d": "d", "e": "e"}


class Cell(NamedTuple):
    """What stands in a cell, and how the workbook stores it.

    `kind` is `s` for text, `n` for a number, `b`, `d` or `e` (an error); `formula` tells whether
    the text is the last result of one; `style` is a number for `Looks`.  `struck` tells whether
    some of its words are crossed out, and `pale` whether some are white, each by themselves.
    `instead` is what it shows if that is not its text: `1500^1` where the last digit is raised.
    """

    text: str
    kind: str
    formula: bool
    style: int
    struck: bool = False
    pale: bool = False
    instead: str | None = None


Cells = dict[str, Cell]


class Shared(NamedTuple):
    """A text that cells share; `struck`, `pale` and `instead` as of a cell."""

    text: str
    struck: bool = False
    pale: bool = False
    instead: str | None = None


@dataclass(slots=True)
class Hidden:
    """What of a sheet people do not see: rows, columns, and cells that a merge covers.

    `columns` are first and last; `merges` first row and column, then last, and so are `filled`:
    the cells that one formula fills.
    """

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    filled: list[tuple[int, int, int, int]] = field(default_factory=list)

    def holds(self, place: str) -> bool:
        """Tell whether the row or the column of a cell is among it."""
        row, column = parse_address(place) or (0, 0)
        return row in self.rows or any(first <= column <= last for first, last in self.columns)

    def covers(self, place: str) -> bool:
        """Tell whether a cell is under a merged one."""
        return self.first_of(place) != place

    def first_of(self, place: str) -> str:
        """Return the cell that is shown where a cell stands: of merged ones it is the first."""
        row, column = parse_address(place) or (0, 0)
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right and (row > top or column > left):
                return address(top, left)
        return place


class _Runs:
    """The look of the words of one text, run by run: what a run says of itself holds for its `t`.

    Words of a run without a look of its own are as their cell is.
    """

    __slots__ = ("_height", "_pale", "_said", "_strikes", "pale", "struck")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.struck = self.pale = self._strikes = self._pale = False
        self._height = ""
        self._said: list[tuple[str, str]] = []

    def told(self, name: str, attributes: dict[str, str]) -> None:
        """Note what stands in the properties of a run."""
        if name == "strike":
            self._strikes = is_on(attributes)
        elif name == "color":
            self._pale = unseen(colour_of(attributes), WHITE)
        else:
            self._height = _HEIGHTS.get(attributes.get("val", ""), "")

    def said(self, text: str) -> None:
        """Take the words of the run, and forget its look."""
        if (self._strikes or self._pale) and text.strip():
            self.struck |= self._strikes
            self.pale |= self._pale
        self._said.append((self._height, text))
        self._strikes = self._pale = False
        self._height = ""

    @property
    def instead(self) -> str | None:
        """What is shown where some words stand higher or lower than others."""
        shown = uneven(self._said)
        return None if shown is None else decode_text(shown)


def uneven(runs: Iterable[tuple[str, str]]) -> str | None:
    """Join runs, each a sign (`^` raised, `_` lowered, else "") and its words: `1500^1`.

    None where all stand at one height.
    """
    said = [(height, words) for height, words in runs if words]
    if len({height for height, words in said if words.strip()}) < 2:  # noqa: PLR2004
        return None
    return "".join(height + words for height, words in said)


def read_strings(text: bytes) -> list[Shared]:
    """List the texts that cells share; runs in several fonts are joined."""
    found: list[Shared] = []
    pieces: list[str] = []
    words: list[str] = []
    runs = _Runs()
    spoken = False  # inside the reading aid of East Asian text

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal spoken
        match tag.rpartition(" ")[2]:
            case "t":
                pieces.clear()
            case "si":
                words.clear()
                runs.clear()
            case "rPh":
                spoken = True
            case "strike" | "color" | "vertAlign" as name:
                runs.told(name, attributes)
            case _:
                pass

    def end(tag: str) -> None:
        nonlocal spoken
        match tag.rpartition(" ")[2]:
            case "t" if not spoken:
                words.append("".join(pieces))
                runs.said(words[-1])
            case "rPh":
                spoken = False
            case "si":
                text = decode_text("".join(words))
                found.append(Shared(text, runs.struck, runs.pale, runs.instead))
            case _:
                pass

    parse(text, start, end, pieces.append)
    return found


class SheetReader:
    """Reads the cells of one worksheet; tags are compared whole, for there are many of them.

    The end of an element is only asked for inside of a text: a cell ends where the next begins.
    """

    # Slots are found faster than attributes, and there are thousands of look-ups in a sheet.
    __slots__ = (
        "_attributes", "_c", "_cells", "_end", "_formula", "_hidden", "_is", "_looks", "_parser",
        "_pieces", "_place", "_row", "_row_tag", "_rows", "_runs", "_seen", "_spoken", "_strings",
        "_texts", "_words",
    )  # fmt: skip

    def __init__(self, strings: list[Shared]) -> None:
        self._strings = strings
        self._cells: Cells = {}
        self._hidden = Hidden()
        self._pieces: list[str] = []  # of the text that is open
        self._words: list[str] = []  # of the cell
        self._runs = _Runs()
        self._looks = False  # whether a run of the cell has a look of its own
        self._formula = self._spoken = False
        self._attributes: dict[str, str] = {}
        self._row = self._rows = self._seen = 0
        self._place = ""
        self._c = self._is = self._row_tag = ""
        self._texts: frozenset[str] = frozenset()
        self._end = self._end_text

    def read(self, text: bytes) -> tuple[Cells, Hidden]:
        """Return what stands in the cells, by address, in the order of the file; what is hidden."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        parse_with(self._parser, text, self._begin, None, self._pieces.append)
        self._end_cell()
        if self._hidden.filled:
            self._fill()
        return self._cells, self._hidden

    def _begin(self, tag: str, _: dict[str, str]) -> None:
        """Take the root, which tells the namespace: there are two, of the same tags."""
        space = tag.rpartition(" ")[0]
        self._c, self._texts = f"{space} c", frozenset((f"{space} t", f"{space} v"))
        self._is, self._row_tag = f"{space} is", f"{space} row"
        self._parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._c:
            if self._words or self._formula or self._looks:
                self._end_cell()
            self._attributes = attributes
            self._place = attributes.get("r") or self._next()
            self._seen += 1
            if self._seen > _MOST_CELLS:
                raise hostile("XLSX: too many cells")
        elif tag in self._texts:
            self._pieces.clear()
            self._parser.EndElementHandler = self._end
        elif tag == self._row_tag:
            self._end_cell()
            self._begin_row(attributes)
        elif tag != self._is:
            self._start_other(tag, attributes)

    def _end_text(self, _: str) -> None:
        """Take the text that was open; there is nothing else in one."""
        self._parser.EndElementHandler = self._end_spoken if self._spoken else None
        if self._spoken:
            return
        self._words += self._pieces
        if self._looks:
            self._runs.said("".join(self._pieces))

    def _end_spoken(self, tag: str) -> None:
        if tag.endswith(" rPh"):
            self._spoken = False
            self._parser.EndElementHandler = None

    def _start_other(self, tag: str, attributes: dict[str, str]) -> None:
        match name := tag.rpartition(" ")[2]:
            case "f":
                self._begin_formula(attributes)
            case "rPh":
                self._spoken = True
                self._parser.EndElementHandler = self._end_spoken
            case "strike" | "color" | "vertAlign":
                if not self._looks:
                    self._runs.said("".join(self._words))
                self._looks = True
                self._runs.told(name, attributes)
            case "col" if attributes.get("hidden") in _YES or attributes.get("width") in _NOTHING:
                first, last = attributes.get("min", ""), attributes.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    self._hidden.columns.append((int(first), int(last)))
            case "mergeCell":
                self._area(attributes.get("ref", ""), self._hidden.merges, _MOST_MERGES)
            case "customSheetViews":
                self._pass_over(tag)
            case "conditionalFormatting" | "dataValidations" | "pageMargins":
                # What follows the cells and the merged ones has to be sound and says nothing.
                self._parser.StartElementHandler = self._parser.CharacterDataHandler = None
            case _:
                pass

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._formula = True
        cells = attributes.get("ref", "")
        first, _, last = cells.partition(":")
        if attributes.get("t") in _FILLS and first != last:
            self._area(cells, self._hidden.filled, _MOST_FILLED)

    def _area(self, cells: str, areas: list[tuple[int, int, int, int]], most: int) -> None:
        first, _, last = cells.partition(":")
        top, bottom = parse_address(first), parse_address(last)
        if top and bottom:
            areas.append((*top, *bottom))
        if len(areas) > most:
            raise hostile("XLSX: too many areas of cells")

    def _fill(self) -> None:
        """Take what a formula put into the cells around its own for its results."""
        for place, cell in self._cells.items():
            row, column = parse_address(place) or (0, 0)
            for top, left, bottom, right in self._hidden.filled:
                if top <= row <= bottom and left <= column <= right:
                    self._cells[place] = cell._replace(formula=True)

    def _pass_over(self, outer: str) -> None:
        """Go on behind the end of an element: views of a person have margins of their own."""
        parser, before = self._parser, self._parser.EndElementHandler

        def end(tag: str) -> None:
            if tag == outer:
                parser.StartElementHandler, parser.EndElementHandler = self._start, before

        parser.StartElementHandler, parser.EndElementHandler = None, end

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._place = ""
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise hostile("XLSX: too many rows")
        if attributes.get("hidden") in _YES or attributes.get("ht") in _NOTHING:
            self._hidden.rows.add(self._row)

    def _end_cell(self) -> None:
        """Keep the cell that was open, if it holds anything."""
        struck, pale, instead = False, False, None
        if self._looks:
            struck, pale, instead = self._runs.struck, self._runs.pale, self._runs.instead
            self._looks = False
            self._runs.clear()
        if not (self._words or self._formula):
            return
        text = "".join(self._words)
        self._words.clear()
        stored = self._attributes.get("t", "n")
        if stored == "s":
            text, struck, pale, instead = self._shared(text)
        elif stored in ("inlineStr", "str"):
            text = decode_text(text)
        else:
            text = text.strip()
        if text or self._formula:
            if self._place in self._cells:
                raise damaged(f"XLSX: cell {self._place} stands twice")
            style = self._attributes.get("s", "0")
            number = int(style) if style.isdecimal() and len(style) <= _MOST_DIGITS else 0
            held = text, KINDS.get(stored, "n"), self._formula, number, struck, pale, instead
            self._cells[self._place] = _made(Cell, held)
            self._formula = False

    def _shared(self, index: str) -> Shared:
        known = index.strip().isdecimal() and len(index) <= _MOST_DIGITS
        number = int(index) if known else len(self._strings)
        if number >= len(self._strings):
            raise damaged("XLSX: a shared text is missing")
        return self._strings[number]

    def _next(self) -> str:
        """Name the cell right of the one before, as one without an address stands there."""
        before = parse_address(self._place) if self._place else None
        return address(self._row, before[1] + 1 if before else 1)
