"""The form of a file -> its fields by name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from pikepdf import Pdf

from formgen.formats.pdf.annotations import DIRECT, Annotations, identity
from formgen.formats.pdf.objects import MOST_NODES, Item, entry, hostile, items, text, usual

_DEEPEST: Final = 32  # fields inside fields
_DOUBLED: Final = re.compile(r"\+[0-9]+$")  # what qpdf adds to a name that is there already
_WIDGET: Final = "Widget"


class FileField(NamedTuple):
    """One field of a file, and where it shows on pages."""

    node: Item
    widgets: Sequence[Item]


Fields: TypeAlias = Mapping[str, Sequence[FileField]]
"""Full name -> the fields that bear it: one, in a sound file."""


def file_fields(pdf: Pdf, pages: Annotations) -> Fields:
    """Find all fields of a file; raise FormgenError for a tree of them built to do harm.

    Also those that stand on a page and are missing in the tree: programs that take pages over to
    another file may leave them out, or put others in their place.
    """
    fields = _tree(pdf)
    known = {identity(one) for same in fields.values() for place in same for one in place.widgets}
    for key, (_, widget) in pages.items():
        if key not in known and text(entry(widget, "/Subtype")) == _WIDGET:
            nodes = _upwards(widget)
            node = next((one for one in nodes if entry(one, "/T") is not None), widget)
            name = _name(text(entry(one, "/T")) for one in reversed(nodes))
            fields.setdefault(name, []).append(FileField(node, (widget,)))
    return fields


def _upwards(widget: Item) -> Sequence[Item]:
    """Return a widget and what stands above it, up to the root of its field."""
    nodes: dict[object, Item] = {}
    node = widget
    while node is not None and identity(node) not in nodes and len(nodes) < _DEEPEST:
        nodes[identity(node)] = node
        node = entry(node, "/Parent")
    return list(nodes.values())


def _name(parts: Iterable[str]) -> str:
    name = ".".join(filter(None, parts))
    return _DOUBLED.sub("", name) if "+" in name else name


def _tree(pdf: Pdf) -> dict[str, list[FileField]]:
    fields: dict[str, list[FileField]] = {}
    rest = [(node, "", 0) for node in items(entry(entry(pdf.Root, "/AcroForm"), "/Fields"))]
    rest.reverse()
    seen: set[tuple[int, int]] = set()
    number = len(rest)
    while rest:
        node, above, depth = rest.pop()
        place = getattr(node, "objgen", DIRECT)
        if place in seen:
            continue
        if place != DIRECT:
            seen.add(place)
        name = _name((above, text(usual(node, "/T"))))
        below: list[Item] = []
        widgets: list[Item] = []
        for kid in items(entry(node, "/Kids")):
            (widgets if entry(kid, "/T") is None else below).append(kid)
        rest += ((kid, name, depth + 1) for kid in reversed(below))
        number += len(below) + len(widgets)
        if depth > _DEEPEST or number > MOST_NODES:
            raise hostile("its fields are nested too deeply, or too many")
        if widgets or not below:
            fields.setdefault(name, []).append(FileField(node, widgets or [node]))
    return fields
