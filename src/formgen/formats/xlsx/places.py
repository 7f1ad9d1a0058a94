"""Control -> the cells in which a workbook has it: by name, and by the text beside."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from formgen.formats.xlsx.anchors import Map
from formgen.formats.xlsx.cells import address, parse_address, parse_target
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.names import control_name
from formgen.model.reading import By
from formgen.thai.normalise import clean


class Place(NamedTuple):
    """A cell: the number of its sheet, and its address."""

    tab: int
    address: str


class Found(NamedTuple):
    """Where a control is: its cell, and its cells in other copies of the form.

    `sure` tells whether the text stands beside the cell as printed; `beside` are cells that do
    stand beside that text, where it is elsewhere; `level` whether text and cell shared a row.
    """

    place: Place
    by: By
    others: tuple[Place, ...] = ()
    sure: bool = True
    beside: tuple[Place, ...] = ()
    level: bool = True


class Printed(NamedTuple):
    """A cell with the text of a control; `level` if the two share a row, and where it `points`."""

    control: str
    tab: int
    row: int
    column: int
    level: bool
    points: Place | None

    def in_row(self, tab: int, row: int) -> bool:
        """Tell whether this is the text of what is answered in a row."""
        return self.level and (self.tab, self.row) == (tab, row)


class Places:
    """The cells of a workbook, looked up by the controls of a form."""

    def __init__(self, book: AnyBook, known: Map) -> None:
        self._book = book
        self._known = known
        self._spots: dict[int, dict[str, list[str]]] = {}
        self._plain: dict[int, dict[str, list[str]]] = {}

    def find(self, control: str) -> Found | None:
        """Find a control: by its name, else by its text; None where neither is in the workbook."""
        named = self.named.get(control, [])
        anchor = self._known.anchors.get(control)
        anchored = list(self._anchored(control))
        if not named:
            free = [place for place in anchored if place not in self.answers]
            return Found(free[0], By.ANCHOR, tuple(free[1:])) if free else None
        place = named[0]
        level = anchor is None or not anchor.rows
        if anchor is None or place in anchored:
            alone = len(named) == 1 == len(anchored)
            others: tuple[Place, ...] = () if alone else _others(place, (*named, *anchored))
            return Found(place, By.NAME, others, level=level)
        beside = tuple(dict.fromkeys(self._beside(control, place)))
        rest = _others(place, (one for one in (*named, *anchored) if one not in beside))
        return Found(place, By.NAME, rest, sure=False, beside=beside, level=level)

    def _beside(self, control: str, place: Place) -> Iterator[Place]:
        """Go through the cells that stand beside a control's text, where its own does not."""
        row, column = parse_address(place.address) or (0, 0)
        for text in [one for one in self._printed[control] if one.tab == place.tab][:1]:
            if text.points:
                yield text.points
            if text.level and text.row != row:
                yield Place(text.tab, address(text.row, column))

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
        return frozenset(self.owners)

    @cached_property
    def owners(self) -> dict[Place, str]:
        """The control of each cell that a name stands for."""
        return {place: control for control, places in self.named.items() for place in places}

    def claimed(self, place: Place, control: str) -> set[str]:
        """Find the other controls beside whose printed text a control's cell stands.

        Their text points at the cell, or stands in its row as that of the control itself once did.
        """
        row = (parse_address(place.address) or (0, 0))[0]
        own = (one for one in self._printed.get(control, ()) if one.tab == place.tab)
        columns = {one.column for one in own if one.row != row}
        pointing = self._pointing.get(place, set())
        if not columns:
            return pointing - {control}
        near = {
            one.control
            for texts in self._printed.values()
            for one in texts
            if one.in_row(place.tab, row) and one.column in columns
        }
        return (near | pointing) - {control}

    @cached_property
    def _pointing(self) -> dict[Place, set[str]]:
        found: dict[Place, set[str]] = {}
        for control in self._printed:
            for place in self._anchored(control):
                found.setdefault(place, set()).add(control)
        return found

    @cached_property
    def seen(self) -> tuple[int, ...]:
        """The sheets that people see, and those on which names have cells."""
        visible = (number for number, tab in enumerate(self._book.tabs) if not tab.hidden)
        return tuple(sorted({*visible, *(place.tab for place in self.answers)}))

    def moved(self, place: Place, rows: int, columns: int) -> Place | None:
        """Return the cell so many rows below and columns right; None for one off the sheet."""
        shifted = _shifted(place.address, rows, columns)
        return Place(place.tab, shifted) if shifted else None

    def _anchored(self, control: str) -> Iterator[Place]:
        """Go through the cells at which a control's text points, one for each copy of the form."""
        return (one.points for one in self._printed.get(control, ()) if one.points)

    @cached_property
    def _printed(self) -> dict[str, tuple[Printed, ...]]:
        """The cells that hold the text of each control, one for each copy of the form."""
        return {control: tuple(self._texts_of(control)) for control in self._known.anchors}

    def _texts_of(self, control: str) -> Iterator[Printed]:
        anchor = self._known.anchors[control]
        for tab in self.seen:
            spots = self._with_text(tab, anchor.text)
            if len(spots) % anchor.count:
                continue  # some of the cells with this text are gone: no telling which
            for spot in spots[anchor.ordinal :: anchor.count]:
                row, column = parse_address(spot) or (0, 0)
                down, right = row + anchor.rows, column + anchor.columns
                points = Place(tab, address(down, right)) if min(down, right) > 0 else None
                yield Printed(control, tab, row, column, not anchor.rows, points)

    def _with_text(self, tab: int, text: str) -> list[str]:
        if tab not in self._spots:
            self._spots[tab] = self._index(tab, str)
        found = self._spots[tab].get(text)
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
