"""XML of a worksheet and of the texts it shares -> what stands in the cells."""

from typing import Final, NamedTuple
from xml.parsers import expat

from formgen.formats.ooxml import damaged, hostile, parse, parse_with
from formgen.formats.xlsx.cells import address, decode_text, parse_address

_MOST_CELLS: Final = 200_000  # in one sheet; a form has a few hundred
_MOST_ROWS: Final = 1_100_000  # a little more than a sheet can have
_KINDS: Final = {"s": "s", "inlineStr": "s", "str": "s", "b": "b", "d": "d", "e": "e"}


class Cell(NamedTuple):
    """What stands in a cell, and how the workbook stores it.

    `kind` is `s` for text, `n` for a number, `b`, `d` or `e` (an error); `formula` tells whether
    the text is the last result of one; `style` is a number for `Formats`.
    """

    text: str
    kind: str
    formula: bool
    style: int


Cells = dict[str, Cell]


def read_strings(text: bytes) -> list[str]:
    """List the texts that cells share; runs in several fonts are joined."""
    found: list[str] = []
    pieces: list[str] = []
    take = spoken = False  # spoken: inside the reading aid of East Asian text

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal take, spoken
        name = tag.rpartition(" ")[2]
        take = name == "t" and not spoken
        spoken = spoken or name == "rPh"
        if name == "si":
            pieces.clear()

    def end(tag: str) -> None:
        nonlocal take, spoken
        name = tag.rpartition(" ")[2]
        take = False
        spoken = spoken and name != "rPh"
        if name == "si":
            found.append(decode_text("".join(pieces)))

    def characters(data: str) -> None:
        if take:
            pieces.append(data)

    parse(text, start, end, characters)
    return found


class SheetReader:
    """Reads the cells of one worksheet; tags are compared whole, for there are many of them."""

    # Slots are found faster than attributes, and there are thousands of look-ups in a sheet.
    __slots__ = (
        "_attributes", "_c", "_cells", "_data_tag", "_f", "_formula", "_parser", "_pieces",
        "_place", "_row", "_row_tag", "_rows", "_seen", "_spoken", "_spoken_tag", "_strings",
        "_t", "_take", "_v",
    )  # fmt: skip

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        self._cells: Cells = {}
        self._pieces: list[str] = []
        self._take = False
        self._formula = False
        self._spoken = False
        self._attributes: dict[str, str] = {}
        self._row = 0
        self._rows = 0
        self._place = ""
        self._seen = 0
        self._c = self._v = self._t = self._f = ""
        self._row_tag = self._spoken_tag = self._data_tag = ""

    def read(self, text: bytes) -> Cells:
        """Return what stands in the cells, by address, in the order of the file."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        parse_with(self._parser, text, self._start, self._end, self._characters)
        return self._cells

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._c:
            self._attributes = attributes
            self._place = attributes.get("r") or self._next()
            self._formula = False
            self._pieces.clear()
        elif tag in (self._v, self._t):
            self._take = not self._spoken
        elif tag == self._f:
            self._formula = True
        elif tag == self._row_tag:
            self._begin_row(attributes)
        elif tag == self._spoken_tag:
            self._spoken = True
        elif not self._c:  # the root tells the namespace: there are two, of the same tags
            space = tag.rpartition(" ")[0]
            self._c, self._v, self._t = f"{space} c", f"{space} v", f"{space} t"
            self._f, self._row_tag = f"{space} f", f"{space} row"
            self._spoken_tag, self._data_tag = f"{space} rPh", f"{space} sheetData"

    def _end(self, tag: str) -> None:
        if tag in (self._v, self._t):
            self._take = False
        elif tag == self._c:
            self._seen += 1
            if self._seen > _MOST_CELLS:
                raise hostile("XLSX: too many cells")
            if self._pieces or self._formula:
                self._end_cell()
        elif tag == self._spoken_tag:
            self._spoken = False
        elif tag == self._data_tag:  # what follows has to be sound and says nothing
            self._parser.StartElementHandler = self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None

    def _characters(self, data: str) -> None:
        if self._take:
            self._pieces.append(data)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._place = ""
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise hostile("XLSX: too many rows")

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        stored = self._attributes.get("t", "n")
        if stored == "s":
            text = self._shared(text)
        elif stored in ("inlineStr", "str"):
            text = decode_text(text)
        else:
            text = text.strip()
        if text or self._formula:
            if self._place in self._cells:
                raise damaged(f"XLSX: cell {self._place} stands twice")
            style = self._attributes.get("s", "0")
            number = int(style) if style.isdecimal() else 0
            self._cells[self._place] = Cell(text, _KINDS.get(stored, "n"), self._formula, number)

    def _shared(self, index: str) -> str:
        number = int(index) if index.strip().isdecimal() else len(self._strings)
        if number >= len(self._strings):
            raise damaged("XLSX: a shared text is missing")
        return self._strings[number]

    def _next(self) -> str:
        """Name the cell right of the one before, as one without an address stands there."""
        before = parse_address(self._place) if self._place else None
        return address(self._row, before[1] + 1 if before else 1)
