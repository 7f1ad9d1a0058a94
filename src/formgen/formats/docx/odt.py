"""Bytes of an OpenDocument text -> its lines, with the controls in their places.

LibreOffice keeps content controls, but none of their names.
"""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from formgen.formats.docx.body import OBJECT, Body, Control, Found
from formgen.formats.docx.lines import bare
from formgen.formats.docx.read import Paper, claims_within, read_paper
from formgen.formats.odf import DRAW, LOEXT, OFFICE, TABLE, TEXT, Odf, character, inner_text
from formgen.formats.ooxml import hostile
from formgen.model.form import Form
from formgen.model.identity import Claim, parse_claim
from formgen.model.note import AUTHOR
from formgen.model.reading import Reading

_PROPERTY: Final = "formgen"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CONTROL: Final = f"{LOEXT}content-control"
_CHANGES: Final = f"{TEXT}tracked-changes"
_DEEPEST: Final = 300  # elements in one another; a sound document has some twenty


def identify_odt(data: bytes) -> Claim | None:
    """Find what an OpenDocument text says of itself."""
    return next((claim for _, claim in _claims(Odf(data, "DOCX"))), None)


def read_odt(form: Form, data: bytes) -> Reading:
    """Ask an OpenDocument text for each field of the form; raise FormgenError if it is unsound."""
    file = Odf(data, "DOCX")
    walk = _Walk()
    walk.children(file.body("text"))
    walk.end_line()
    body = Body(tuple(walk.lines), walk.tracked)
    return read_paper(form, Paper("odt", tuple(_claims(file)), body, file.active))


def _claims(file: Odf) -> Iterator[tuple[str, Claim]]:
    if claim := parse_claim(file.properties.get(_PROPERTY, "")):
        yield "meta.xml", claim
    for edge in file.edges():
        yield from (("styles.xml", claim) for claim in claims_within(inner_text(edge)))


class _Walk:
    """One pass over the elements, in reading order."""

    def __init__(self) -> None:
        self.lines: list[Found] = []
        self.tracked = False
        self._words: list[str] = []
        self._controls: list[Control] = []
        self._remarks: list[str] = []
        self._typed: list[str] | None = None  # the words of the control that is open
        self._met = self._cells = self._cell = self._depth = 0

    def children(self, element: etree._Element) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise hostile("ODF: nested too deep")
        self._say(element.text or "")
        for child in element:
            self._child(child)
            self._say(child.tail or "")
        self._depth -= 1

    def end_line(self) -> None:
        raw = "".join(self._words)
        words = bare(raw)
        if words or self._controls:
            controls, remarks = tuple(self._controls), tuple(self._remarks)
            self.lines.append(Found(controls, raw, words, self._cell, None, remarks))
            self._remarks = []
        self._words, self._controls = [], []

    def _child(self, child: etree._Element) -> None:
        if not isinstance(child.tag, str):
            return
        if read := _READERS.get(child.tag):
            read(self, child)
        elif child.tag.startswith(DRAW):
            self._say(OBJECT)
            self._say("".join(inner_text(child).split("\n")))
        elif child.tag == f"{TEXT}line-break":
            self._line_break()
        elif (stands := character(child)) is not None:
            self._say(stands)
        elif child.tag not in _UNSAID:
            self.children(child)

    def _say(self, text: str) -> None:
        (self._words if self._typed is None else self._typed).append(text)

    def _line_break(self) -> None:
        if self._typed is None:
            self.end_line()
        else:
            self._typed.append("\n")

    def paragraph(self, element: etree._Element) -> None:
        self.children(element)
        self._line_break()

    def cell(self, element: etree._Element) -> None:
        outer, self._cell = self._cell, self._cells + 1
        self._cells += 1
        self.children(element)
        self._cell = outer

    def control(self, element: etree._Element) -> None:
        if self._typed is not None:
            self.children(element)
            return
        self._met += 1
        number, self._typed = self._met, []
        self.children(element)
        text, self._typed = "".join(self._typed), None
        is_box = element.get(f"{LOEXT}checkbox") == "true"
        checked = element.get(f"{LOEXT}checked") == "true" if is_box else None
        placeholder = element.get(f"{LOEXT}showing-place-holder") == "true"
        tag, title = element.get(f"{LOEXT}tag") or "", element.get(f"{LOEXT}alias") or ""
        self._controls.append(Control(number, tag, "", title, checked, placeholder, text))

    def remark(self, element: etree._Element) -> None:
        """Bind a comment or footnote to its line."""
        words = inner_text(element).strip()
        if words and element.findtext(_CREATOR) != AUTHOR:
            title = "ความเห็น" if element.tag == f"{OFFICE}annotation" else "เชิงอรรถ"
            self._remarks.append(f"{title}: {words}")

    def changes(self, _: etree._Element) -> None:
        """What was removed is kept apart: what is left is as if it had been accepted."""
        self.tracked = True


_UNSAID: Final = frozenset(
    {f"{LOEXT}list-item", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{OFFICE}annotation-end"}
)
_READERS: Final[dict[str, Callable[[_Walk, etree._Element], None]]] = {
    f"{TEXT}p": _Walk.paragraph,
    f"{TEXT}h": _Walk.paragraph,
    f"{TABLE}table-cell": _Walk.cell,
    _CONTROL: _Walk.control,
    f"{OFFICE}annotation": _Walk.remark,
    f"{TEXT}note": _Walk.remark,
    _CHANGES: _Walk.changes,
}
