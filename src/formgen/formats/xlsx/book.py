"""Bytes of a workbook -> its sheets, names and cells; a part is read when it is asked for."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from formgen.formats.colours import WHITE, unseen
from formgen.formats.ooxml import Package, damaged, hostile, parse
from formgen.formats.xlsx.frame import plain_sheet
from formgen.formats.xlsx.looks import Looks, read_looks
from formgen.formats.xlsx.over import Remark, Shape, remarks_of, shapes_of
from formgen.formats.xlsx.parts import Cell, Cells, Hidden, Shared, SheetReader, read_strings

_MOST_NAMES: Final = 20_000
_MOST_SHEETS: Final = 255
_ACTIVE: Final = {
    "vbaproject.bin": "VBA",
    "/macrosheets/": "macro sheet",
    "/activex/": "ActiveX",
    "/embeddings/": "OLE",
    "/externallinks/": "external link",
}
_MIDNIGHT: Final = re.compile(r"T00:00:00(\.0+)?Z?$")
_PROPERTIES: Final = ("custom-properties", "customProperties")  # the second in a Strict workbook


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet by its name; `hidden` if people do not see it."""

    name: str
    hidden: bool
    part: str


class Name(NamedTuple):
    """A defined name and what it stands for; `tab` is the sheet that alone knows it, or None."""

    name: str
    formula: str
    tab: int | None


class Book:
    """A workbook; raises FormgenError where it is damaged, or built to do harm."""

    def __init__(self, data: bytes) -> None:
        self.package: Final = Package(data, "XLS", "XLSX")
        self.tabs: list[Tab] = []
        self.names: list[Name] = []
        self.counts_from_1904 = False
        self._root: Final = self.package.relations("")
        main = self._target(("officeDocument",)) or "xl/workbook.xml"
        self._relations: Final = self.package.relations(main)
        self._sheets: dict[int, tuple[Cells, Hidden]] = {}
        self._read_workbook(self._read(main))

    def cells(self, tab: int) -> Cells:
        """Read the cells of a sheet that hold something, by address, in order of their rows."""
        return self._sheet(tab)[0]

    def first_of(self, tab: int, place: str) -> str:
        """Return the cell that is shown where a cell stands: of merged ones it is the first."""
        return self._sheet(tab)[1].first_of(place)

    def is_hidden(self, tab: int, place: str) -> bool:
        """Tell whether the row, the column or the sheet of a cell is hidden."""
        return self.tabs[tab].hidden or self._sheet(tab)[1].holds(place)

    def hidden(self, tab: int) -> Hidden:
        """Return what of a sheet people do not see."""
        return self._sheet(tab)[1]

    def shown(self, cell: Cell) -> str:
        """Return what a cell says as text: a date in ISO 8601, a number in up to 15 digits."""
        match cell.kind:
            case "n":
                return self.looks.formats.shown(cell.text, cell.style)
            case "b":
                return "TRUE" if cell.text == "1" else "FALSE"
            case "d":
                return _MIDNIGHT.sub("", cell.text)
            case _:
                return cell.text

    def draws_sign(self, cell: Cell) -> bool:
        """Tell whether the font of a cell has signs instead of letters."""
        return cell.style in self.looks.signs

    def instead(self, cell: Cell) -> str | None:
        """Return what a cell shows that is something else than what is read of it, else None."""
        if cell.kind != "n":
            return cell.instead
        return self.looks.formats.instead(cell.text, cell.style)

    def is_struck(self, cell: Cell) -> bool:
        """Tell whether words of a cell are crossed out."""
        return cell.struck or cell.style in self.looks.struck

    def is_unseen(self, tab: int, place: str) -> bool:
        """Tell whether a cell on a sheet that is shown does not show its words.

        They have the colour of what is behind, or are under a merged cell.
        """
        cells, hidden = self._sheet(tab)
        cell, looks = cells.get(place), self.looks
        if cell is None:
            return False
        style = cell.style
        if style in looks.unseen or (cell.kind == "s" and style in looks.wordless):
            return True
        if hidden.covers(place):
            return True
        known = cell.pale and style < len(looks.grounds)
        return cell.pale and unseen(WHITE, looks.grounds[cell.style] if known else WHITE)

    def remarks(self, tab: int) -> list[Remark]:
        """List the comments of a sheet."""
        return remarks_of(self.package, self.tabs[tab].part)

    def shapes(self, tab: int) -> list[Shape]:
        """List the pictures and shapes of a sheet."""
        return shapes_of(self.package, self.tabs[tab].part)

    @cached_property
    def kind(self) -> str:
        """`xlsm` where the workbook is declared to be one that may have macros, else `xlsx`."""
        return "xlsm" if self.package.with_macros else "xlsx"

    @property
    def active(self) -> tuple[str, ...]:
        """What is in the package that could do something, which no form has."""
        names = [name.lower().replace("\\", "/") for name in self.package.names]
        return tuple(label for part, label in _ACTIVE.items() if any(part in one for one in names))

    @cached_property
    def looks(self) -> Looks:
        """How the workbook shows its cells."""
        return read_looks(self._part("styles"), self.counts_from_1904)

    @cached_property
    def properties(self) -> dict[str, str]:
        """The document's own properties that are text, by name."""
        path = self._target(_PROPERTIES)
        text = self.package.read(path) if path else None
        found: dict[str, str] = {}
        names: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" property"):
                names.append(attributes.get("name", ""))

        def characters(data: str) -> None:
            if names:
                found[names[-1]] = found.get(names[-1], "") + data

        if text:
            parse(text, start, None, characters)
        return found

    def _sheet(self, tab: int) -> tuple[Cells, Hidden]:
        if tab not in self._sheets:
            part = self.tabs[tab].part
            self._sheets[tab] = self._read_sheet(self._read(part)) if part else ({}, Hidden())
        return self._sheets[tab]

    def _read_sheet(self, xml: bytes) -> tuple[Cells, Hidden]:
        return plain_sheet(xml, self._strings) or SheetReader(self._strings).read(xml)

    @cached_property
    def _strings(self) -> list[Shared]:
        text = self._part("sharedStrings")
        return [] if text is None else read_strings(text)

    def _target(self, kinds: tuple[str, ...]) -> str:
        """Name the part that the package says is of one of these kinds; "" if it has none."""
        return next((path for kind, path in self._root.values() if kind in kinds), "")

    def _part(self, kind: str) -> bytes | None:
        path = next((path for name, path in self._relations.values() if name == kind), None)
        return self._read(path) if path else None

    def _read(self, path: str) -> bytes:
        """Read a part that is said to be there: one that is lost must not be taken for blank."""
        text = self.package.read(path)
        if text is None:
            raise damaged(f"XLSX: no {path!r}")
        return text

    def _read_workbook(self, text: bytes) -> None:
        open_name: list[dict[str, str]] = []
        pieces: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            match tag.rpartition(" ")[2]:
                case "workbookPr":
                    self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
                case "sheet":
                    self._add_tab(attributes)
                case "definedName":
                    open_name.append(attributes)
                    pieces.clear()
                case _:
                    pass

        def end(tag: str) -> None:
            if tag.endswith(" definedName") and open_name:
                of_name = open_name.pop()
                local = of_name.get("localSheetId")
                tab = int(local) if local is not None else None
                self.names.append(Name(of_name.get("name", "").lower(), "".join(pieces), tab))
                if len(self.names) > _MOST_NAMES:
                    raise hostile("XLSX: too many names")

        parse(text, start, end, pieces.append)

    def _add_tab(self, attributes: dict[str, str]) -> None:
        relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        if relation not in self._relations:
            raise damaged(f"XLSX: sheet {attributes.get('name', '')!r} is missing")
        kind, path = self._relations[relation]
        if len(self.tabs) >= _MOST_SHEETS:
            raise hostile("XLSX: too many sheets")
        hidden = attributes.get("state", "visible") != "visible"
        part = path if kind == "worksheet" else ""
        self.tabs.append(Tab(attributes.get("name", ""), hidden, part))
