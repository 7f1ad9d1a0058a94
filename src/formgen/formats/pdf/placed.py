"""A PDF with the fields of a form -> where its controls stand, whichever version placed them."""

from collections.abc import Iterator
from typing import Final

from pikepdf import Dictionary

from formgen.formats.pdf.acroform import INSET
from formgen.formats.pdf.annotations import Annotations, identity, spot
from formgen.formats.pdf.fieldtree import Fields
from formgen.formats.pdf.names import field_name
from formgen.formats.pdf.objects import Item, entry
from formgen.formats.pdf.sheet import FORM, MM
from formgen.model.form import Field, Form, Placement
from formgen.model.survey import Kind

_NEAR: Final = 0.02  # mm; files round more coarsely than placements


def placements_of(form: Form, fields: Fields, pages: Annotations) -> tuple[Placement, ...]:
    """Find the controls of a form, in its order, on the pages of the file, counted from 1."""
    return tuple(
        _placement(control, field, widget, pages[identity(widget)][0], inset)
        for field in form.fields
        for control, name, code, inset in _controls(field)
        for place in fields.get(name, ())
        for widget in place.widgets
        if identity(widget) in pages and (not code or _has_state(widget, code))
    )


def same_places(some: tuple[Placement, ...], others: tuple[Placement, ...]) -> bool:
    """Tell whether controls stand in the same places, however these were rounded."""
    one, other = ({(each.control, each.page): each for each in kept} for kept in (some, others))
    return one.keys() == other.keys() and all(_near(one[key], other[key]) for key in one)


def _near(one: Placement, other: Placement) -> bool:
    pairs = (
        (one.x, other.x), (one.y, other.y), (one.width, other.width), (one.height, other.height)
    )  # fmt: skip
    return all(abs(a - b) < _NEAR for a, b in pairs)


def _controls(field: Field) -> Iterator[tuple[str, str, str, float]]:
    """Go through the controls of a field: name, its PDF field, the state of a box, its inset."""
    if not field.select or field.dropdown:
        yield field.name, field_name(field.name), "", INSET
        return
    for choice in field.choices:
        control = field.control(choice)
        alone = field.kind is Kind.SELECT_MULTIPLE
        yield control, field_name(control if alone else field.name), choice.code, 0.0


def _has_state(widget: Item, code: str) -> bool:
    states = entry(entry(widget, "/AP"), "/N")
    return isinstance(states, Dictionary) and f"/{code}" in states


def _placement(control: str, field: Field, widget: Item, page: int, inset: float) -> Placement:
    place = spot(widget, page)
    left, right = place.left - inset, place.right + inset
    bottom, top = place.bottom - inset, place.top + inset
    edges = left, FORM.height - top, right - left, top - bottom
    return Placement(control, field.name, page, *(edge / MM for edge in edges))
