"""What a returned PDF has that the form never had: marks drawn over it, and things that act."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pikepdf import Array, Dictionary, Pdf, Stream

from formgen.formats.pdf.annotations import Annotations, Spot, identity, is_mark, spot
from formgen.formats.pdf.claims import ATTACHMENT, attachments
from formgen.formats.pdf.fieldtree import Fields
from formgen.formats.pdf.objects import MOST_NODES, Item, entry, items, text, usual
from formgen.formats.pdf.sheet import MM
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field

_NOT_DRAWN: Final = frozenset({"Link", "Popup", "PrinterMark", "TrapNet", "Widget"})
_NEAR: Final = 4 * MM  # from a field; what is drawn farther off is no answer to it
_ACTIONS: Final = frozenset({"ImportData", "JavaScript", "Launch", "SubmitForm"})
_PROGRAMS: Final = (
    ".bat", ".cmd", ".com", ".exe", ".hta", ".jar", ".js", ".lnk", ".msi", ".ps1", ".scr", ".vbs",
    ".wsf",
)  # fmt: skip
_SHOWN: Final = 200  # characters of what was written


def drawn_over(pages: Annotations) -> list[tuple[int, Item]]:
    """Find what was drawn or written over the pages instead of into a field: page, annotation."""
    return [
        (page, one)
        for page, one in pages.values()
        if text(usual(one, "/Subtype")) not in _NOT_DRAWN and not is_mark(one)
    ]


def foreign_marks(
    pages: Annotations, owners: Iterable[tuple[Field, Item]], signatures: Iterable[Item]
) -> Iterator[Diagnostic]:
    """Tell what was drawn over the pages, and what `signatures` cover.

    Beside one of its `owners`, the form's fields, it may be meant as an answer: then a person must
    decide.
    """
    drawn = drawn_over(pages)
    signed = [pages[key] for key in map(identity, signatures) if key in pages]
    if drawn or signed:
        owned = [(field, widget, pages.get(identity(widget))) for field, widget in owners]
        places = [(spot(widget, page[0]), field) for field, widget, page in owned if page]
        for page, annotation in drawn:
            yield foreign_mark(annotation, page, _nearest(spot(annotation, page), places))
        for page, annotation in signed:
            if field := _covered(spot(annotation, page), places):
                yield foreign_mark(annotation, page, field)


def _nearest(place: Spot, places: Sequence[tuple[Spot, Field]]) -> Field | None:
    near = [(place.distance(other), n) for n, (other, _) in enumerate(places)]
    distance, nearest = min(near, default=(math.inf, 0))
    return places[nearest][1] if distance <= _NEAR else None


def _covered(place: Spot, places: Sequence[tuple[Spot, Field]]) -> Field | None:
    return next((field for other, field in places if place.overlaps(other)), None)


def foreign_mark(annotation: Item, page: int, field: Field | None) -> Diagnostic:
    """Tell what was drawn, beside a field or far from all."""
    what = text(entry(annotation, "/Subtype"))
    raw = text(entry(annotation, "/Contents"))[:_SHOWN] or what
    at = f"{what}, page {page}"
    if field is None:
        return found(Code.CONTROL_UNKNOWN, at=at, name=what, raw=raw)
    return found(Code.MARK_OUTSIDE, at=at, field=field.name, label=field.label, raw=raw)


def active_content(pdf: Pdf, pages: Annotations, fields: Fields) -> Iterator[Diagnostic]:
    """Name everything in the file that could act when it is opened; and files put into it."""
    active = set[str]()
    if entry(entry(pdf.Root, "/Names"), "/JavaScript") is not None:
        active.add("JavaScript")
    if entry(entry(pdf.Root, "/AcroForm"), "/XFA") is not None:
        active.add("XFA")
    places = (place for same in fields.values() for place in same)
    nodes = (place.node for place in places if place.node is not place.widgets[0])
    standing = (annotation for _, annotation in pages.values())
    holders = (pdf.Root, *(page.obj for page in pdf.pages), *nodes, *standing)
    actions = [entry(pdf.Root, "/OpenAction")]
    for holder in holders:
        if isinstance(holder, Dictionary | Stream) and ("/A" in holder or "/AA" in holder):
            actions += _actions(holder)
    active.update(_kinds(actions))
    for name, _ in attachments(pdf):
        if name.lower().endswith(_PROGRAMS):
            active.add(name)
        elif name != ATTACHMENT:
            yield found(Code.CONTROL_UNKNOWN, at="EmbeddedFiles", name=name, raw="")
    if active:
        yield found(Code.ACTIVE_CONTENT, what=", ".join(sorted(active)))


def _actions(holder: Item) -> list[Item]:
    """Return what a page, a field or an annotation does when something happens to it."""
    happenings, action = entry(holder, "/AA"), entry(holder, "/A")
    actions = [] if action is None else [action]
    if isinstance(happenings, Dictionary):
        actions += (one for _, one in happenings.items())
    return actions


def _kinds(actions: Iterable[Item]) -> Iterator[str]:
    """Name what actions do, and those that follow them."""
    rest = list(actions)
    for _ in range(MOST_NODES):
        if not rest:
            return
        action = rest.pop()
        if (kind := text(entry(action, "/S"))) in _ACTIONS:
            yield kind
        following = entry(action, "/Next")
        if isinstance(following, Array):
            rest += list(items(following))[: max(0, MOST_NODES - len(rest))]
        elif following is not None:
            rest.append(following)
