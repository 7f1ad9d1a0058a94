"""What stands on the pages of a PDF: where it is, and which of it are marks of formgen."""

import hashlib
import math
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Final, NamedTuple, TypeAlias

from pikepdf import Array, Object, Pdf, Rectangle

from formgen.formats.pdf.objects import (
    MOST_NODES,
    Item,
    entry,
    hostile,
    items,
    text,
    usual,
)

_HIDDEN: Final = 1 << 1 | 1 << 5  # hidden, not viewed: annotation flags, ISO 32000-1, table 165
_MARK: Final = re.compile("formgen-([0-9]{1,6})-([0-9a-f]{16})")


DIRECT: Final = (0, 0)
"""The number of objects that are written inside another one: nothing tells them apart."""


SIGNATURE: Final = "Sig"
"""What a field is that is to be signed in."""


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

    def overlaps(self, other: "Spot") -> bool:
        """Whether two rectangles share a part of the page."""
        across = min(self.right, other.right) > max(self.left, other.left)
        upright = min(self.top, other.top) > max(self.bottom, other.bottom)
        return self.page == other.page and across and upright


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
    number = item.objgen if isinstance(item, Object) else DIRECT
    return id(item) if number == DIRECT else number


def visible(pdf: Pdf, pages: Annotations) -> Collection[object]:
    """Find what somebody who looks at the pages can see: the identities of it.

    That is not hidden, on no layer that can be turned off, and on the paper.
    """
    papers = [_spot(page.cropbox, number) for number, page in enumerate(pdf.pages, 1)]
    return {
        key
        for key, (number, one) in pages.items()
        if not _is_hidden(one) and spot(one, number).overlaps(papers[number - 1])
    }


def _is_hidden(annotation: Item) -> bool:
    flags = usual(annotation, "/F")
    hidden = isinstance(flags, int) and bool(flags & _HIDDEN)
    return hidden or entry(annotation, "/OC") is not None


def spot(item: Item, page: int) -> Spot:
    """Find where an annotation is; on page 0 if it does not say."""
    return _spot(usual(item, "/Rect"), page)


def _spot(edges: Item, page: int) -> Spot:
    if isinstance(edges, Array):
        with suppress(TypeError):  # not of four numbers
            found = Rectangle(edges)
            return Spot(page, found.llx, found.lly, found.urx, found.ury)
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
