"""The picture of a field with words -> whether it shows the words that the field stores."""

import re
from typing import Final

from pikepdf import Stream

from formgen.formats.pdf.added import MORE, POINTER
from formgen.formats.pdf.drawn import drawn_words
from formgen.formats.pdf.encoding import UNKNOWN
from formgen.formats.pdf.letters import Fonts
from formgen.formats.pdf.objects import Item, stream_bytes, usual

_TEXT: Final = b"BT"  # the operator without which no letter is drawn
_SMALL: Final = 1 << 16  # bytes; what is larger is no picture of a field
# Letters and digits that every program draws in the same way: not า, which is half of a ำ as well.
_PLAIN: Final = re.compile("[0-9A-Za-z\u0e01-\u0e30\u0e40-\u0e46\u0e50-\u0e59]+")
_NUMBER: Final = re.compile(f"{_PLAIN.pattern[:-2]}.-]+")
_MANY: Final = 20  # letters; a program may leave out what has no room behind so many


def other_words(widget: Item, *stored: str, fonts: Fonts, number: bool = False) -> str:
    """Return the words of a picture that are none of those stored; "" where that is not certain.

    Signs, marks over letters and blanks are not compared: programs draw them in many ways, or not
    at all. The sign and the point of a `number` are. A picture without words says nothing: many
    programs draw what is stored themselves.
    """
    picture = usual(usual(widget, "/AP"), "/N")
    if not isinstance(picture, Stream):
        return ""
    body = stream_bytes(picture)
    if _TEXT not in body or len(body) > _SMALL:
        return ""
    words = drawn_words(picture, body, fonts).removesuffix(POINTER)
    if words in stored:
        return ""
    compared = _NUMBER if number else _PLAIN
    seen, *known = ("".join(compared.findall(one)) for one in (words, *stored))
    if not seen or UNKNOWN in words or any(_may_be(seen, one, words) for one in known):
        return ""
    return words


def _may_be(seen: str, stored: str, words: str) -> bool:
    cut = words.rstrip().endswith(MORE) or len(seen) >= _MANY
    return seen == stored or (cut and stored.startswith(seen))
