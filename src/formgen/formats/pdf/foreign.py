"""What a returned PDF has that the form never had: marks drawn over it, and things that act."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pikepdf import Dictionary, Pdf

from formgen.formats.pdf.annotations import Spot, annotations, identity, is_mark, spot
from formgen.formats.pdf.claims import ATTACHMENT, attachments
from formgen.formats.pdf.fieldtree import Fields
from formgen.formats.pdf.objects import Item, entry, text
from formgen.formats.pdf.sheet import MM
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field

_DRAWN: Final = frozenset(
    {
        "Caret", "Circle", "FreeText", "Highlight", "Ink", "Line", "PolyLine", "Polygon",
        "Square", "Squiggly", "Stamp", "StrikeOut", "Text", "Underline",
    }
)  # fmt: skip
_NEAR: Final = 4 * MM  # from a field; what is drawn farther off is no answer to it
_ACTIONS: Final = frozenset({"ImportData", "JavaScript", "Launch", "SubmitForm"})
_PROGRAMS: Final = (
    ".bat", ".cmd", ".com", ".exe", ".hta", ".jar", ".js", ".lnk", ".msi", ".ps1", ".scr", ".vbs",
    ".wsf",
)  # fmt: skip
_SHOWN: Final = 200  # characters of what was written


def foreign_marks(
    pdf: Pdf, fields: Fields, owners: Iterable[tuple[Field, Item]]
) -> Iterator[Diagnostic]:
    """Go through what was drawn or written over the pages instead of into a field.

    Beside one of its `owners`, the form's fields, it may be meant as an answer: then a person must
    decide.
    """
    pages = annotations(pdf)
    known = {identity(one) for same in fields.values() for place in same for one in place.widgets}
    strange = [pages[name] for name in pages if name not in known]
    drawn = [one for one in strange if text(entry(one[1], "/Subtype")) in _DRAWN]
    drawn = [one for one in drawn if not is_mark(one[1])]
    if drawn:
        owned = [(field, widget, pages.get(identity(widget))) for field, widget in owners]
        places = [(spot(widget, page[0]), field) for field, widget, page in owned if page]
        yield from (_drawn(annotation, page, places) for page, annotation in drawn)


def _drawn(annotation: Item, page: int, places: Sequence[tuple[Spot, Field]]) -> Diagnostic:
    place = spot(annotation, page)
    what = text(entry(annotation, "/Subtype"))
    raw = text(entry(annotation, "/Contents"))[:_SHOWN] or what
    at = f"{what}, page {page}"
    near = [(place.distance(other), n) for n, (other, _) in enumerate(places)]
    distance, nearest = min(near, default=(math.inf, 0))
    if distance > _NEAR:
        return found(Code.CONTROL_UNKNOWN, at=at, name=what, raw=raw)
    field = places[nearest][1]
    return found(Code.MARK_OUTSIDE, at=at, field=field.name, label=field.label, raw=raw)


def active_content(pdf: Pdf, fields: Fields) -> Iterator[Diagnostic]:
    """Name everything in the file that could act when it is opened; and files put into it."""
    active: dict[str, None] = {}
    if entry(entry(pdf.Root, "/Names"), "/JavaScript") is not None:
        active["JavaScript"] = None
    if entry(entry(pdf.Root, "/AcroForm"), "/XFA") is not None:
        active["XFA"] = None
    active |= dict.fromkeys(_kinds([entry(pdf.Root, "/OpenAction")]))
    holders: list[Item] = [pdf.Root, *(page.obj for page in pdf.pages)]
    for same in fields.values():
        for one in same:
            holders += (one.node, *one.widgets)
    for holder in holders:
        active |= dict.fromkeys(_kinds(_actions(holder)))
    for name, _ in attachments(pdf):
        if name.lower().endswith(_PROGRAMS):
            active[name] = None
        elif name != ATTACHMENT:
            yield found(Code.CONTROL_UNKNOWN, at="EmbeddedFiles", name=name, raw="")
    if active:
        yield found(Code.ACTIVE_CONTENT, what=", ".join(active))


def _actions(holder: Item) -> Iterator[Item]:
    """Go through what a page or field does when something happens to it."""
    yield entry(holder, "/A")
    happenings = entry(holder, "/AA")
    if isinstance(happenings, Dictionary):
        yield from (action for _, action in happenings.items())


def _kinds(actions: Iterable[Item]) -> Iterator[str]:
    return (kind for action in actions if (kind := text(entry(action, "/S"))) in _ACTIONS)
