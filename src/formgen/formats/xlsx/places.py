"""Control -> the cells in which a workbook has it: by name, and by the text beside."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from formgen.formats.xlsx.anchors import Anchor, Map
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.cells import address, parse_address, parse_target
from formgen.formats.xlsx.names import control_name
from formgen.model.reading import By
from formgen.thai.normalise import clean


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the number of its sheet, and its address."""

    tab: int
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a control is: its cell, and its cells in other copies of the form.

    `sure` tells whether the text stands beside the cell as printed; `beside` is the cell at which
    that text points, where it is another one.
    """

    place: Place
    by: By
    others: tuple[Place, ...] = ()
    sure: bool = True
    beside: Place | None = None


class Places:
    """The cells of a workbook, looked up by the controls of a form."""

    def __init__(self, book: Book, known: Map) -> None:
        self._book = book
        self._known = known
        self._texts: dict[int, dict[str, list[str]]] = {}
        self._plain: dict[int, dict[str, list[str]]] = {}

    def find(self, control: str) -> Found | None:
        """Find a control: by its name, else by its text; None where neither is in the workbook."""
        named = self.named.get(control, [])
        anchor = self._known.anchors.get(control)
        anchored = list(self._anchored(anchor)) if anchor else []
        if not named:
            return Found(anchored[0], By.ANCHOR, tuple(anchored[1:])) if anchored else None
        place = named[0]
        if anchor is None or place in anchored:
            return Found(place, By.NAME, _others(place, (*named, *anchored)))
        beside = next((one for one in anchored if one.tab == place.tab), None)
        others = (one for one in (*named, *anchored) if one != beside)
        return Found(place, By.NAME, _others(place, others), sure=False, beside=beside)

    @cached_property
    def named(self) -> dict[str, list[Place]]:
        """The cells that names stand for, by control; those of the whole workbook first."""
        tabs = {tab.name.casefold(): number for number, tab in enumerate(self._book.tabs)}
        found: dict[str, list[Place]] = {}
        for name in sorted(self._book.names, key=lambda one: -1 if one.tab is None else one.tab):
            control, target = control_name(name.name), parse_target(name.formula)
            if control and target and (tab := tabs.get(target[0].casefold())) is not None:
                found.setdefault(control, []).append(Place(tab, target[1]))
        return found

    @cached_property
    def answers(self) -> frozenset[Place]:
        """The cells that any name of a control stands for."""
        return frozenset(place for places in self.named.values() for place in places)

    @cached_property
    def seen(self) -> tuple[int, ...]:
        """The sheets that people see, and those on which names have cells."""
        visible = (number for number, tab in enumerate(self._book.tabs) if not tab.hidden)
        return tuple(sorted({*visible, *(place.tab for place in self.answers)}))

    def moved(self, place: Place, rows: int, columns: int) -> Place | None:
        """Return the cell so many rows below and columns right; None for one off the sheet."""
        shifted = _shifted(place.address, rows, columns)
        return Place(place.tab, shifted) if shifted else None

    def _anchored(self, anchor: Anchor) -> Iterator[Place]:
        """Go through the cells at which a text points, one for each copy of the form."""
        for tab in self.seen:
            spots = self._with_text(tab, anchor.text)
            if len(spots) % anchor.count:
                continue  # some of the cells with this text are gone: no telling which
            for spot in spots[anchor.ordinal :: anchor.count]:
                if shifted := _shifted(spot, anchor.rows, anchor.columns):
                    yield Place(tab, shifted)

    def _with_text(self, tab: int, text: str) -> list[str]:
        if tab not in self._texts:
            self._texts[tab] = self._index(tab, str)
        found = self._texts[tab].get(text)
        if found is not None:
            return found
        if tab not in self._plain:
            self._plain[tab] = self._index(tab, squeezed)
        return self._plain[tab].get(squeezed(text), [])

    def _index(self, tab: int, spelled: Callable[[str], str]) -> dict[str, list[str]]:
        """List the cells of each text, without formulas and answers: one may say the same."""
        found: dict[str, list[str]] = {}
        answers = {place.address for place in self.answers if place.tab == tab}
        for spot, cell in self._book.cells(tab).items():
            if cell.kind == "s" and not cell.formula and spot not in answers:
                found.setdefault(spelled(cell.text), []).append(spot)
        return found


def squeezed(text: str) -> str:
    """Return what is left of a text without blanks, and with its marks in order."""
    return "".join(clean(text).split())


def _others(place: Place, places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(one for one in places if one != place))


def _shifted(spot: str, rows: int, columns: int) -> str:
    """Return the address so many rows below and columns right; "" for one off the sheet."""
    place = parse_address(spot)
    if place is None or place[0] + rows < 1 or place[1] + columns < 1:
        return ""
    return address(place[0] + rows, place[1] + columns)
