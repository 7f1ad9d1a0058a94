"""The codes in the corners of pages -> which copy the pages are of."""

from collections.abc import Iterable
from typing import Final

from pikepdf import Stream

from formgen.formats.pdf import corners
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Fonts, Lines, stream_content
from formgen.formats.pdf.objects import Item, inherited, stream_bytes
from formgen.formats.pdf.pagetext import codes_in
from formgen.formats.pdf.sheet import FORM, MM
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.identity import Claim, PageMark, page_key, parse_page_code

_LENGTH: Final = 18  # characters of a code
_ROUNDING: Final = 0.1  # mm, by which programs that write content anew move what it draws
_CORNERS: Final = tuple(
    Box(x / MM, y / MM, (x + width) / MM, (y + height) / MM).grown(_ROUNDING)
    for x, y, width, height in (
        *corners.SQUARES,
        *((x, y, corners.SIDE, corners.SIDE) for x, y in corners.ORIGINS.values()),
    )
)


def mark_alone(stream: Stream, page: Item, fonts: Fonts) -> PageMark | None:
    """Read the codes that a stream of a page draws; None if they are not all that it draws."""
    if code := corners.code_in(stream_bytes(stream)):
        return parse_page_code(code)
    letters, lines = stream_content(stream, inherited(page, "/Resources"), fonts)
    words = [word for one in letters if (word := one.text.strip())]
    marks = [mark for _, mark in codes_in(words)]
    alone = len("".join(words)) == _LENGTH * len(marks) and all(map(_in_one_corner, lines))
    whole = tuple(sorted(one.corner for one in marks)) == corners.CODED
    return marks[0] if alone and whole else None


def claimed(claim: Claim) -> PageMark:
    """Say as the codes do which copy a file says to be; of no page."""
    key = page_key(claim.digest, claim.token.round if claim.token else "")
    return PageMark(bool(claim.token), key, claim.token.serial if claim.token else 0, 0, "")


def only_copy(marks: Iterable[PageMark]) -> PageMark | None:
    """Return the first of the codes; raise FormgenError where they are of several copies."""
    copies = {(one.issued, one.key, one.serial): one for one in reversed(list(marks))}
    if len(copies) > 1:
        one, other = (f"{each.key} {each.serial}" for each in list(copies.values())[:2])
        facts = {"label": "code", "one": one, "other": other, "other_at": "page"}
        raise FormgenError([found(Code.PLACES_DISAGREE, **facts)], Exit.REVIEW)
    return next(iter(copies.values()), None)


def _in_one_corner(drawn: Lines) -> bool:
    points = [(x / MM, (FORM.height - y) / MM) for x, y in drawn.points]
    return any(all(box.holds(*point) for point in points) for box in _CORNERS)
