"""Bytes of an OpenDocument file -> its body, styles and properties, each within a limit."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from formgen.formats.colours import BLACK, WHITE, colour, unseen
from formgen.formats.ooxml import Package, damaged, hostile, tree
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_NAMES}office:1.0}}"
TABLE: Final = f"{{{_NAMES}table:1.0}}"
TEXT: Final = f"{{{_NAMES}text:1.0}}"
STYLE: Final = f"{{{_NAMES}style:1.0}}"
DRAW: Final = f"{{{_NAMES}drawing:1.0}}"
META: Final = f"{{{_NAMES}meta:1.0}}"
FO: Final = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_MOST_BLANKS: Final = 10_000  # of one `<text:s>`
_DEEPEST: Final = 200  # elements in one another; a sound text has a dozen
_CHARACTERS: Final = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_ENCRYPTED: Final = b"encryption-data"
_ACTIVE: Final = {"basic/": "Basic", "scripts/": "script", "object ": "OLE"}


class Look(NamedTuple):
    """How a style makes words look: in a colour on a ground, crossed out, or not shown at all.

    `raised` words stand above or below the line.
    """

    colour: str = BLACK
    ground: str = WHITE
    struck: bool = False
    absent: bool = False
    raised: bool = False

    @property
    def unseen(self) -> bool:
        """Whether nobody can see such words."""
        return self.absent or unseen(self.colour, self.ground)


PLAIN_LOOK: Final = Look()


class Odf:
    """An OpenDocument file; `ask` is the format that a person is asked for instead."""

    def __init__(self, data: bytes, ask: str) -> None:
        self._package: Final = Package(data, "ODF", ask)
        if _ENCRYPTED in (self._package.read("META-INF/manifest.xml") or b""):
            raise FormgenError([found(Code.FILE_PASSWORD)], Exit.REVIEW)
        self._content: Final = self._part("content.xml")
        if self._content is None:
            raise damaged("ODF: no content.xml")

    def body(self, kind: str) -> etree._Element:
        """Return what the file holds, such as `spreadsheet`; raise FormgenError if another."""
        root = self._content
        found = None if root is None else root.find(f"{OFFICE}body/{OFFICE}{kind}")
        if found is None:
            raise damaged(f"ODF: no {kind}")
        return found

    @property
    def active(self) -> tuple[str, ...]:
        """What is in the file that could do something."""
        names = [name.lower() for name in self._package.names]
        return tuple(
            label
            for start, label in _ACTIVE.items()
            if any(name.startswith(start) and not name.endswith("/") for name in names)
        )

    @cached_property
    def properties(self) -> dict[str, str]:
        """The document's own properties, by name."""
        root = self._part("meta.xml")
        found = () if root is None else root.iter(f"{META}user-defined")
        return {one.get(f"{META}name") or "": "".join(map(str, one.itertext())) for one in found}

    def edges(self) -> Iterator[etree._Element]:
        """Go through what stands at the head and foot of pages."""
        root = self._part_of_styles
        for name in ("header", "footer"):
            yield from () if root is None else root.iter(f"{STYLE}{name}")

    def style(self, name: str, kind: str) -> Iterator[etree._Element]:
        """Go through the properties of one kind of a style, its own first, then its parents'."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield from self._styles[name].iterchildren(kind)
            name = self._styles[name].get(f"{STYLE}parent-style-name") or ""

    def look(self, name: str, around: Look = PLAIN_LOOK) -> Look:
        """Tell how words of a style look that stand among others."""
        properties = (
            one
            for kind in ("text", "paragraph", "table-cell")
            for one in self.style(name, f"{STYLE}{kind}-properties")
        )
        said: dict[str, str] = {}
        for one in properties:
            said = {str(key).rpartition("}")[2]: str(value) for key, value in one.items()} | said
        if not said:
            return around
        line = said.get("text-line-through-style") or said.get("text-line-through-type")
        position = said.get("text-position")  # `super 58%`, `33% 58%`, `0% 100%`
        return Look(
            colour(said.get("color")) or around.colour,
            colour(said.get("background-color")) or around.ground,
            around.struck if line is None else line != "none",
            said.get("display", "none" if around.absent else "") == "none",
            around.raised if position is None else not position.startswith("0%"),
        )

    def styles_with_fonts(self, starts: tuple[str, ...]) -> frozenset[str]:
        """Name the styles whose font's name begins like this, in small letters."""
        return frozenset(name for name in self._styles if self._font(name).startswith(starts))

    def _font(self, name: str) -> str:
        for one in self.style(name, f"{STYLE}text-properties"):
            if font := one.get(f"{STYLE}font-name") or one.get(f"{FO}font-family"):
                return font.strip("'").lower()
        return ""

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        roots = (one for one in (self._part_of_styles, self._content) if one is not None)
        return {
            one.get(f"{STYLE}name") or "": one
            for root in roots
            for group in (f"{OFFICE}styles", f"{OFFICE}automatic-styles")
            for one in root.iterfind(f"{group}/{STYLE}style")
        }

    @cached_property
    def _part_of_styles(self) -> etree._Element | None:
        return self._part("styles.xml")

    def _part(self, name: str) -> etree._Element | None:
        text = self._package.read(name)
        return None if text is None else tree(name, text)


def inner_text(element: etree._Element) -> str:
    """Return the words in an element; blanks, tabs and line ends are elements of their own."""
    pieces: list[str] = []
    _gather(element, pieces, 0)
    return "".join(pieces)


def character(element: etree._Element) -> str | None:
    """Return the character that an element stands for; None if it stands for none."""
    if element.tag == f"{TEXT}s":
        count = element.get(f"{TEXT}c", "1")
        return " " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS)
    return _CHARACTERS.get(element.tag)


def _gather(element: etree._Element, pieces: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        raise hostile("ODF: nested too deep")
    pieces.append(element.text or "")
    before = False
    for child in element:
        if before and child.tag == f"{TEXT}p":
            pieces.append("\n")
        stands = character(child)
        if stands is not None:
            pieces.append(stands)
        elif child.tag not in _UNSAID:
            _gather(child, pieces, depth + 1)
        before = before or child.tag == f"{TEXT}p"
        pieces.append(child.tail or "")


_UNSAID: Final = frozenset(
    {
        f"{OFFICE}annotation",
        "{http://purl.org/dc/elements/1.1/}creator",
        "{http://purl.org/dc/elements/1.1/}date",
        f"{META}creator-initials",
        f"{TEXT}ruby-text",
        f"{TEXT}tracked-changes",
    }
)
