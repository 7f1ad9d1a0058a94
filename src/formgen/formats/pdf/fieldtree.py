"""The form of a file -> its fields by name."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from pikepdf import Pdf

from formgen.formats.pdf.objects import MOST_NODES, Item, entry, hostile, items, text

_DEEPEST: Final = 32  # fields inside fields
_DIRECT: Final = (0, 0)  # written inside another object


class FileField(NamedTuple):
    """One field of a file, and where it shows on pages."""

    node: Item
    widgets: Sequence[Item]


Fields: TypeAlias = Mapping[str, Sequence[FileField]]
"""Full name -> the fields that bear it: one, in a sound file."""


def file_fields(pdf: Pdf) -> Fields:
    """Find all fields of a file; raise FormgenError for a tree of them built to do harm."""
    fields: dict[str, list[FileField]] = {}
    rest = [(node, "", 0) for node in items(entry(entry(pdf.Root, "/AcroForm"), "/Fields"))]
    rest.reverse()
    seen: set[tuple[int, int]] = set()
    number = len(rest)
    while rest:
        node, above, depth = rest.pop()
        place = getattr(node, "objgen", _DIRECT)
        if place in seen:
            continue
        if place != _DIRECT:
            seen.add(place)
        name = ".".join(filter(None, (above, text(entry(node, "/T")))))
        kids = list(items(entry(node, "/Kids")))
        below = [(kid, name, depth + 1) for kid in kids if entry(kid, "/T") is not None]
        rest += reversed(below)
        number += len(kids)
        if depth > _DEEPEST or number > MOST_NODES:
            raise hostile("its fields are nested too deeply, or too many")
        if len(below) < len(kids) or not kids:
            widgets = [kid for kid in kids if entry(kid, "/T") is None] or [node]
            fields.setdefault(name, []).append(FileField(node, widgets))
    return fields
