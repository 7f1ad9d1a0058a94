"""What stands on the pages of a PDF: where it is, and which of it are marks of formgen."""

import hashlib
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from pikepdf import Object, Pdf

from formgen.formats.pdf.objects import Item, entry, items, text

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


def annotations(pdf: Pdf) -> Mapping[object, tuple[int, Item]]:
    """Find everything that stands on pages: identity -> page, annotation."""
    return {
        identity(one): (number, one)
        for number, page in enumerate(pdf.pages, 1)
        for one in items(entry(page.obj, "/Annots"))
    }


def identity(item: Item) -> object:
    """Tell objects of a file apart."""
    return item.objgen if isinstance(item, Object) and item.is_indirect else id(item)


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
