"""Bytes of an OpenDocument text -> its lines, with the controls in their places.

LibreOffice keeps content controls, but none of their names.
"""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from formgen.formats.docx.read import Paper, claims_within, read_paper
from formgen.formats.docx.walk import OBJECT, Body, Control, Walk
from formgen.formats.odf import (
    DRAW,
    LOEXT,
    OFFICE,
    PLAIN_LOOK,
    TABLE,
    TEXT,
    Look,
    Odf,
    character,
    inner_text,
)
from formgen.formats.ooxml import hostile
from formgen.model.form import Form
from formgen.model.identity import Claim, parse_claim
from formgen.model.note import theirs
from formgen.model.reading import Reading

_PROPERTY: Final = "formgen"
_CONTROL: Final = f"{LOEXT}content-control"
_CHANGES, _REGION, _CHANGE = f"{TEXT}tracked-changes", f"{TEXT}id", f"{TEXT}change-id"
_DEEPEST: Final = 300  # elements in one another; a sound document has some twenty


def identify_odt(data: bytes) -> Claim | None:
    """Find what an OpenDocument text says of itself."""
    return next((claim for _, claim in _claims(Odf(data, "DOCX"))), None)


def read_odt(form: Form, data: bytes) -> Reading:
    """Ask an OpenDocument text for each field of the form; raise FormgenError if it is unsound."""
    file = Odf(data, "DOCX")
    walk = _Walk(file)
    walk.children(file.body("text"))
    body = Body(walk.end(), walk.tracked)
    edges = tuple(map(inner_text, file.edges()))
    return read_paper(form, Paper("odt", tuple(_claims(file)), body, file.active, edges))


def _claims(file: Odf) -> Iterator[tuple[str, Claim]]:
    if claim := parse_claim(file.properties.get(_PROPERTY, "")):
        yield "meta.xml", claim
    for edge in file.edges():
        yield from (("styles.xml", claim) for claim in claims_within(inner_text(edge)))


class _Walk(Walk):
    """One pass over the elements, in reading order."""

    def __init__(self, file: Odf) -> None:
        super().__init__()
        self.tracked = False
        self._file = file
        self._looks = [PLAIN_LOOK]  # of what is open
        self._removed: dict[str, str] = {}  # by what the place calls it where it was
        self._depth = 0

    def children(self, element: etree._Element) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise hostile("ODF: nested too deep")
        self.say(element.text or "")
        for child in element:
            self._child(child)
            self.say(child.tail or "")
        self._depth -= 1

    def _child(self, child: etree._Element) -> None:
        if not isinstance(child.tag, str):
            return
        if read := _READERS.get(child.tag):
            read(self, child)
        elif child.tag.startswith(DRAW):
            self.say(OBJECT)
            self.say("".join(inner_text(child).split("\n")))
        elif child.tag == f"{TEXT}line-break":
            self.line_break()
        elif (stands := character(child)) is not None:
            self.say(stands)
        elif child.tag.startswith(TEXT) and child.tag not in _PLAIN and not _is_fixed(child):
            self.result(child)
        elif child.tag not in _UNSAID:
            self.children(child)

    def styled(self, element: etree._Element) -> None:
        """Read words that have a style; how it looks holds up to their end."""
        look = self._file.look(element.get(f"{TEXT}style-name") or "", self._looks[-1])
        self._looks.append(look)
        self._look(look)
        self.children(element)
        self._looks.pop()
        self._look(self._looks[-1])

    def _look(self, look: Look) -> None:
        self.struck, self.unseen, self.raised = look.struck, look.unseen, look.raised

    def result(self, element: etree._Element) -> None:
        """Read words that a field puts there, such as the date of today."""
        outer, self.counted = self.counted, True
        self.children(element)
        self.counted = outer

    def old_field(self, element: etree._Element) -> None:
        """Read a box or list of an old form, which is drawn by its field and no word."""
        checked = {one.get(_NAME): one.get(_VALUE) for one in element}.get("Checkbox_Checked")
        is_box = (element.get(_KIND) or "").endswith("FORMCHECKBOX")
        self.say(("☒" if checked == "true" else "☐") if is_box else OBJECT)

    def begin_field(self, element: etree._Element) -> None:
        self.counted = not (element.get(_KIND) or "").endswith("HYPERLINK")

    def end_field(self, _: etree._Element) -> None:
        self.counted = False

    def hidden(self, element: etree._Element) -> None:
        """Read words that nobody sees."""
        outer, self.unseen = self.unseen, True
        self.say(element.get(f"{TEXT}string-value") or "")
        self.children(element)
        self.unseen = outer

    def paragraph(self, element: etree._Element) -> None:
        self.styled(element)
        self.line_break()

    def cell(self, element: etree._Element) -> None:
        look = self._file.look(element.get(f"{TABLE}style-name") or "", self._looks[-1])
        self._looks.append(look)
        outer = self.enter_cell()
        self.children(element)
        self.leave_cell(outer)
        self._looks.pop()

    def control(self, element: etree._Element) -> None:
        if self.in_control:
            self.children(element)
            return
        self.open_control()
        self.children(element)
        number, text, odd = self.close_control()
        is_box = element.get(f"{LOEXT}checkbox") == "true"
        self.add(
            Control(
                number,
                element.get(f"{LOEXT}tag") or "",
                title=element.get(f"{LOEXT}alias") or "",
                checked=element.get(f"{LOEXT}checked") == "true" if is_box else None,
                placeholder=element.get(f"{LOEXT}showing-place-holder") == "true",
                text=text,
                odd=odd,
                removed="" if text.strip() else self._removed_from(element),
            )
        )

    def _removed_from(self, element: etree._Element) -> str:
        places = element.iter(f"{TEXT}change")
        return "".join(self._removed.get(one.get(_CHANGE) or "", "") for one in places)

    def remark(self, element: etree._Element) -> None:
        """Bind a comment or footnote to its line; what an earlier return says is no news."""
        if words := theirs(inner_text(element)):
            title = "ความเห็น" if element.tag == f"{OFFICE}annotation" else "เชิงอรรถ"
            self.remarks.append(f"{title}: {words}")

    def changes(self, element: etree._Element) -> None:
        """What was removed is kept apart: what is left is as if it had been accepted."""
        self.tracked = True
        for region in element:
            words = "".join(map(inner_text, region.iterchildren(f"{TEXT}deletion")))
            self._removed[region.get(_REGION) or ""] = words.strip()


def _is_fixed(element: etree._Element) -> bool:
    return element.get(f"{TEXT}fixed") == "true"


_FIELD: Final = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_KIND, _NAME, _VALUE = f"{_FIELD}type", f"{_FIELD}name", f"{_FIELD}value"
# Words that a person typed or chose; what else is a text of its own changes by itself.
_PLAIN: Final = frozenset(
    f"{TEXT}{name}"
    for name in (
        "a", "list", "list-header", "list-item", "numbered-paragraph", "section", "meta", "ruby",
        "ruby-base", "ruby-text", "text-input", "drop-down",
    )
)  # fmt: skip
_UNSAID: Final = frozenset(
    {f"{LOEXT}list-item", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{OFFICE}annotation-end"}
)
_READERS: Final[dict[str, Callable[[_Walk, etree._Element], None]]] = {
    f"{TEXT}p": _Walk.paragraph,
    f"{TEXT}h": _Walk.paragraph,
    f"{TEXT}span": _Walk.styled,
    f"{TEXT}hidden-text": _Walk.hidden,
    f"{TEXT}hidden-paragraph": _Walk.hidden,
    f"{TABLE}table-cell": _Walk.cell,
    _CONTROL: _Walk.control,
    f"{OFFICE}annotation": _Walk.remark,
    f"{TEXT}note": _Walk.remark,
    _CHANGES: _Walk.changes,
    f"{_FIELD}fieldmark": _Walk.old_field,
    f"{_FIELD}fieldmark-start": _Walk.begin_field,
    f"{_FIELD}fieldmark-end": _Walk.end_field,
}
