"""What a workbook says of itself: the claim, and the map of its cells."""

from collections.abc import Iterator

from formgen.formats.xlsx.anchors import Map, from_json
from formgen.formats.xlsx.cells import address, parse_target
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.names import CLAIM, HIDDEN, PROPERTY
from formgen.formats.xlsx.parts import Cells
from formgen.model.identity import Claim, parse_claim

_CLAIM_AT = "B1"
_MAP_ROW = 2


def claims(book: AnyBook) -> list[Claim]:
    """List what a workbook says of itself, each claim once; the surest place comes first."""
    texts = [cells[_CLAIM_AT].text for cells in _hidden(book) if _CLAIM_AT in cells]
    texts.append(book.properties.get(PROPERTY, ""))
    return list(dict.fromkeys(claim for text in texts if (claim := parse_claim(text))))


def known_map(book: AnyBook) -> Map | None:
    """Return the map that was written with the workbook; None if it was lost."""
    for cells in _hidden(book):
        pieces: list[str] = []
        while piece := cells.get(address(_MAP_ROW, len(pieces) + 2)):
            pieces.append(piece.text)
        if known := from_json("".join(pieces)):
            return known
    return None


def is_hidden_sheet(book: AnyBook, tab: int) -> bool:
    """Tell whether a sheet is the one on which the workbook keeps what it knows."""
    return any(cells is book.cells(tab) for cells in _hidden(book))


def _hidden(book: AnyBook) -> Iterator[Cells]:
    """Go through the cells of the hidden sheet: found by the name of its cell, by its own name."""
    targets = (parse_target(one.formula) for one in book.names if one.name == CLAIM)
    names = [target[0].casefold() for target in targets if target]
    for wanted in dict.fromkeys((*names, HIDDEN)):
        for number, tab in enumerate(book.tabs):
            if tab.name.casefold() == wanted:
                yield book.cells(number)
