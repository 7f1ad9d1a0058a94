"""A PDF without fields -> whether its pages show the codes of a form."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pikepdf import Object, Pdf

from formgen.formats.pdf.letters import is_picture, page_letters
from formgen.model.identity import PageMark, parse_page_code

_MOST_PAGES: Final = 3  # each page of a form has its code
_CODE: Final = re.compile("(?=([RB][0-9A-Z]{17}))")


def page_marks(pdf: Pdf) -> Iterator[PageMark]:
    """Go through the codes of the first pages' corners, as far as they can be read as text."""
    for page, _ in zip(pdf.pages, range(_MOST_PAGES), strict=False):
        yield from marks_on(page.obj)


def marks_on(page: Object) -> Iterator[PageMark]:
    """Go through the codes on one page."""
    words = (letter.text for letter in page_letters(page))
    yield from (mark for _, mark in codes_in(word for word in words if word.strip()))


def pictured_pages(pdf: Pdf) -> int:
    """Return how many pages a file has if the first ones are pictures, as in a scan; else 0."""
    first = [page.obj for page, _ in zip(pdf.pages, range(_MOST_PAGES), strict=False)]
    return len(pdf.pages) if first and all(map(is_picture, first)) else 0


def codes_in(words: Iterable[str]) -> Iterator[tuple[int, PageMark]]:
    """Go through the codes in a row of letters: the number of the first letter, and the code."""
    pairs = [(character, n) for n, word in enumerate(words) for character in word]
    for match in _CODE.finditer("".join(character for character, _ in pairs)):
        if mark := parse_page_code(match[1]):
            yield pairs[match.start()][1], mark
