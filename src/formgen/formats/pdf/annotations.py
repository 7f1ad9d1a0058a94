"""What stands on the pages of a PDF: where it is, and which of it are marks of formgen."""

import hashlib
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from pikepdf import Array, Object, Pdf

from formgen.formats.pdf.objects import MOST_NODES, Item, entry, hostile, items, text, usual

_DIRECT: Final = (0, 0)  # written inside another object
_HIDDEN: Final = 1 << 1 | 1 << 5  # hidden, not viewed: annotation flags, ISO 32000-1, table 165
_MARK: Final = re.compile("formgen-([0-9]{1,6})-([0-9a-f]{16})")


class Spot(NamedTuple):
    """A rectangle on a page, in points from its bottom left corner; pages are counted from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def distance(self, other: "Spot") -> float:
        """How far two rectangles are apart; 0 where they touch."""
        if self.page != other.page:
            return math.inf
        aside = max(0.0, self.left - other.right, other.left - self.right)
        above = max(0.0, self.bottom - other.top, other.bottom - self.top)
        return math.hypot(aside, above)


Annotations: TypeAlias = Mapping[object, tuple[int, Item]]
"""Everything that stands on pages: identity -> page, annotation."""


def annotations(pdf: Pdf) -> Annotations:
    """Find everything that stands on pages; raise FormgenError where it is too much."""
    standing = {
        identity(one): (number, one)
        for number, page in enumerate(pdf.pages, 1)
        for one in items(entry(page.obj, "/Annots"))
    }
    if len(standing) > MOST_NODES:
        raise hostile("too much stands on its pages")
    return standing


def identity(item: Item) -> object:
    """Tell objects of a file apart."""
    number = item.objgen if isinstance(item, Object) else _DIRECT
    return id(item) if number == _DIRECT else number


def is_hidden(annotation: Item) -> bool:
    """Whether nobody who looks at the page sees an annotation."""
    flags = usual(annotation, "/F")
    return isinstance(flags, int) and bool(flags & _HIDDEN)


def spot(item: Item, page: int) -> Spot:
    """Find where an annotation is; on page 0 if it does not say."""
    match [float(edge) for edge in items(entry(item, "/Rect")) if isinstance(edge, int | Decimal)]:
        case [x1, y1, x2, y2]:
            return Spot(page, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        case _:
            return Spot(0, 0.0, 0.0, 0.0, 0.0)


def mark_name(number: int, words: str) -> str:
    """Name a mark that says these words, so that it is known again while it still says them."""
    said = "\n".join(words.splitlines())
    return f"formgen-{number}-{hashlib.sha256(f'{number} {said}'.encode()).hexdigest()[:16]}"


def is_mark(annotation: Item) -> bool:
    """Whether an annotation is a mark of formgen with the words it was given.

    One that somebody wrote into is none: it may be an answer.
    """
    name = text(entry(annotation, "/NM"))
    found = _MARK.fullmatch(name)
    return bool(found and mark_name(int(found[1]), text(entry(annotation, "/Contents"))) == name)


def take_marks_away(pdf: Pdf) -> bool:
    """Remove the marks of formgen from all pages; tell whether there were any."""
    found = False
    for page in pdf.pages:
        old = list(items(entry(page.obj, "/Annots")))
        kept = [one for one in old if not is_mark(one)]
        if len(kept) < len(old):
            page.obj.Annots = Array(kept)
            found = True
    return found
