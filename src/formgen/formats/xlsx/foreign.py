"""A workbook of another format, as far as it says what a workbook in XLSX does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from formgen.formats.ooxml import hostile
from formgen.formats.xlsx.book import Name, Tab
from formgen.formats.xlsx.over import Remark, Shape
from formgen.formats.xlsx.parts import Cell, Cells, Hidden

MOST_CELLS: Final = 200_000
"""Cells with something in them, of one sheet; a form has a few hundred."""


class AnyBook(Protocol):
    """What the reader asks of a workbook, whatever its format; `Book` is the one in XLSX."""

    @property
    def kind(self) -> str:
        """Its format: `xlsx`, `xlsm`, `ods`, `xls` or `csv`."""

    @property
    def tabs(self) -> Sequence[Tab]:
        """Its sheets, in order."""

    @property
    def names(self) -> Sequence[Name]:
        """Its defined names."""

    @property
    def properties(self) -> Mapping[str, str]:
        """Its document's own properties that are text."""

    @property
    def active(self) -> tuple[str, ...]:
        """What is in it that could do something, such as `VBA`."""

    def cells(self, tab: int) -> Cells:
        """Return the cells of a sheet that hold something, by address."""

    def shown(self, cell: Cell) -> str:
        """Return what a cell says as text."""

    def draws_sign(self, cell: Cell) -> bool:
        """Tell whether the font of a cell has signs instead of letters."""

    def instead(self, cell: Cell) -> str | None:
        """Return what a cell shows that is something else than what is read of it, else None."""

    def is_struck(self, cell: Cell) -> bool:
        """Tell whether words of a cell are crossed out."""

    def is_unseen(self, tab: int, place: str) -> bool:
        """Tell whether a cell on a sheet that is shown does not show its words.

        They have the colour of what is behind, or are under a merged cell.
        """

    def first_of(self, tab: int, place: str) -> str:
        """Return the cell that is shown where a cell stands: of merged ones it is the first."""

    def is_hidden(self, tab: int, place: str) -> bool:
        """Tell whether the row, the column or the sheet of a cell is hidden."""

    def remarks(self, tab: int) -> Sequence[Remark]:
        """List the comments of a sheet."""

    def shapes(self, tab: int) -> Sequence[Shape]:
        """List the pictures and shapes of a sheet."""


@dataclass(frozen=True, slots=True)
class SheetHeld:
    """What one sheet of a workbook in another format holds; cells say what they show."""

    cells: Cells
    remarks: tuple[Remark, ...] = ()
    shapes: tuple[Shape, ...] = ()
    hidden: Hidden = field(default_factory=Hidden)


@dataclass(frozen=True, slots=True)
class PlainBook:
    """A workbook that is read whole; its cells hold text as it is shown.

    The style of a cell is 1 where its font has signs instead of letters, else 0.
    """

    kind: str
    tabs: tuple[Tab, ...]
    sheets: tuple[SheetHeld, ...]
    names: tuple[Name, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    active: tuple[str, ...] = ()

    def cells(self, tab: int) -> Cells:
        """Return the cells of a sheet that hold something, by address."""
        return self.sheets[tab].cells

    def shown(self, cell: Cell) -> str:
        """Return what a cell says as text."""
        return cell.text

    def draws_sign(self, cell: Cell) -> bool:
        """Tell whether the font of a cell has signs instead of letters."""
        return bool(cell.style)

    def instead(self, cell: Cell) -> str | None:
        """Return what a cell shows that is something else than what is read of it, else None."""
        return cell.instead

    def is_struck(self, cell: Cell) -> bool:
        """Tell whether words of a cell are crossed out."""
        return cell.struck

    def is_unseen(self, tab: int, place: str) -> bool:
        """Tell whether a cell on a sheet that is shown does not show its words."""
        held = self.sheets[tab]
        return held.hidden.covers(place) or (place in held.cells and held.cells[place].pale)

    def first_of(self, tab: int, place: str) -> str:
        """Return the cell that is shown where a cell stands: of merged ones it is the first."""
        return self.sheets[tab].hidden.first_of(place)

    def is_hidden(self, tab: int, place: str) -> bool:
        """Tell whether the row, the column or the sheet of a cell is hidden."""
        return self.tabs[tab].hidden or self.sheets[tab].hidden.holds(place)

    def remarks(self, tab: int) -> tuple[Remark, ...]:
        """List the comments of a sheet."""
        return self.sheets[tab].remarks

    def shapes(self, tab: int) -> tuple[Shape, ...]:
        """List the pictures and shapes of a sheet."""
        return self.sheets[tab].shapes


def within(count: int) -> None:
    """Raise FormgenError if a sheet has more cells than any sound one."""
    if count > MOST_CELLS:
        raise hostile("too many cells")
