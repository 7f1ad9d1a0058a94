"""A returned workbook + what is to be put right -> the same workbook, the cells marked."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from formgen.formats.repack import Repack
from formgen.formats.xlsx.anchors import Map
from formgen.formats.xlsx.around import active_content
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.cells import parse_address
from formgen.formats.xlsx.comments import Comments
from formgen.formats.xlsx.fills import Fills
from formgen.formats.xlsx.places import Place, Places
from formgen.formats.xlsx.worksheet import Worksheet
from formgen.model.note import Note, together, unmarkable

_TOP: Final = "A1"  # what is said of the file as a whole


def mark(data: bytes, notes: Sequence[Note]) -> bytes:
    """Colour the cells of the notes and say their words in comments; nothing else is changed.

    A note without a place stands at the first cell of the form's sheet.  Raises FormgenError for a
    workbook that is not sound, that could act, or is too odd (`FILE_NOT_MARKABLE`).
    """
    return _Marker(data).marked(notes)


class _Marker:
    """One workbook, being marked."""

    def __init__(self, data: bytes) -> None:
        self._book = Book(data)
        for harm in active_content(self._book):
            raise unmarkable(str(dict(harm.facts)["what"]))
        self._repack = Repack(data, "XLS", "XLSX")
        self._named = Places(self._book, Map({}, {}, {})).named
        self._sheets: dict[int, Worksheet] = {}
        self._comments: dict[int, Comments] = {}

    def marked(self, notes: Sequence[Note]) -> bytes:
        """Take earlier marks away, and put the notes where they belong."""
        fills = Fills(self._repack.part(self._related(self._main, "styles")))
        for tab, one in enumerate(self._book.tabs):
            if one.part and self._related(one.part, "comments"):
                for address in self._comments_of(tab).take_ours_away():
                    fills.clear(self._sheet(tab).cell(address))
        said = together((place, note) for note in notes for place in self._places(note))
        for place in sorted(said, key=lambda one: (one.tab, parse_address(one.address))):
            fills.mark(self._sheet(place.tab).cell(place.address))
            self._comments_of(place.tab).put(place.address, said[place])
        return self._repack.packed()

    @property
    def _main(self) -> str:
        return self._related("", "officeDocument") or "xl/workbook.xml"

    def _related(self, part: str, kind: str) -> str:
        """Name the part of a kind that a part refers to; "" where it refers to none."""
        relations = self._repack.relations(part).values()
        return next((name for its, name in relations if its == kind), "")

    def _comments_of(self, tab: int) -> Comments:
        if tab not in self._comments:
            sheet = self._sheet(tab)
            self._comments[tab] = Comments(self._repack, self._book.tabs[tab].part, sheet, tab)
        return self._comments[tab]

    def _sheet(self, tab: int) -> Worksheet:
        if tab not in self._sheets:
            self._sheets[tab] = Worksheet(self._repack.part(self._book.tabs[tab].part))
        return self._sheets[tab]

    def _places(self, note: Note) -> list[Place]:
        """Find the cells of a note: where it was read, else by its field, else the first one."""
        found = list(self._cells(note.at)) or self._of_field(note.at) or self._of_field(note.field)
        places = (place for place in found if self._book.tabs[place.tab].part)
        shown = {Place(one.tab, self._sheet(one.tab).first_of(one.address)) for one in places}
        return list(shown) or [self._top()]

    def _cells(self, at: str) -> Iterator[Place]:
        """Go through the cells of a place: `Sheet!A7, Sheet!A9`."""
        tabs = {one.name: number for number, one in enumerate(self._book.tabs) if one.part}
        names = "|".join(re.escape(name) for name in sorted(tabs, key=len, reverse=True))
        cell = re.compile(f"(?:^|, )({names})!([A-Z]{{1,3}}[0-9]{{1,7}})(?=, |$)")
        for name, address in cell.findall(at):
            if name in tabs and parse_address(address):
                yield Place(tabs[name], address)

    def _of_field(self, name: str) -> list[Place]:
        """Find the cells of a control, or of the boxes of a field, by their names."""
        controls = [one for one in self._named if name and one.startswith(f"{name}.")]
        return [self._named[one][0] for one in ([name] if name in self._named else controls)]

    def _top(self) -> Place:
        seen = [number for number, one in enumerate(self._book.tabs) if one.part and not one.hidden]
        asking = {places[0].tab for places in self._named.values()}
        tab = next((one for one in seen if one in asking), seen[0] if seen else None)
        if tab is None:
            raise unmarkable("XLSX: no sheet")
        return Place(tab, self._sheet(tab).first_of(_TOP))
