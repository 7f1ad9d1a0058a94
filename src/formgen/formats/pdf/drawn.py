"""A drawing of unknown making -> the words drawn in it, without their places."""

import re
from binascii import unhexlify
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from pikepdf import Array, PdfError, Stream, String

from formgen.formats.pdf.encoding import UNKNOWN, FileFont
from formgen.formats.pdf.letters import SHOW, Fonts, instructions, known_font
from formgen.formats.pdf.objects import Item, items, text, usual

_Stretch: TypeAlias = tuple[str | None, Sequence[bytes]]
"""The font that is chosen, None for the one before; the strings that are shown in it."""

_NO_FONT: Final = FileFont(None)
_CHOOSE: Final = "Tf"
_ONE_BYTE: Final = "latin-1"  # each byte as a character

# Plain content, as most programs write the picture of a field.  What is not told apart here with
# certainty (comments, pictures, brackets in brackets, too many operands) is left to qpdf.
# No group is possessive: before Python 3.11.5 such ones may not match (gh-106052).
_GAP: Final = r"[\0\t\n\f\r ]*+"
_END: Final = r"(?=[\0\t\n\f\r ()<>\[\]/]|\Z)"
_NAME: Final = rf"""/[!"$&'*-.0-;=?-Z\\^-z|~]++{_END}"""
_NUMBER: Final = rf"[+-]?+(?:[0-9]++\.?+[0-9]*+|\.[0-9]++){_END}"
_HEX: Final = "<[0-9A-Fa-f]*+>"
_ESCAPE: Final = r"\\(?:[nrtbf()\\]|[0-3][0-7]?+[0-7]?+|[4-7][0-7]?+(?![0-7]))"
_LITERAL: Final = rf"\((?:[^()\\\r]++|{_ESCAPE})*\)"
_PAIRS: Final = rf"<<{_GAP}(?:{_NAME}{_GAP}(?:{_HEX}|{_LITERAL}|{_NAME}|{_NUMBER}){_GAP})*>>"
_LIST: Final = rf"\[{_GAP}(?:{_NUMBER}{_GAP})*\]"
_STRINGS: Final = rf"\[{_GAP}(?:(?:{_HEX}|{_LITERAL}|{_NUMBER}){_GAP})*\]"
_OTHER: Final = rf"(?!(?:Tf|Tj|TJ|BI|ID|EI|R|true|false|null)\b)[A-Za-z][A-Za-z0-9]*+\*?+{_END}"
_CHOICE: Final = rf"({_NAME}){_GAP}{_NUMBER}{_GAP}Tf{_END}{_GAP}"
_STEP: Final = (
    rf"(?:(?:{_HEX}|{_LITERAL}|{_STRINGS}){_GAP}(?:Tj|TJ|'){_END}"
    rf"|(?:(?:{_NAME}|{_NUMBER}|{_PAIRS}|{_LIST}){_GAP})*{_OTHER}){_GAP}"
)
_PLAIN: Final = re.compile(rf"(?:{_CHOICE})?((?:{_STEP})*)")
_SHOWN: Final = re.compile(rf"{_PAIRS}|<([^>]*)>|({_LITERAL})")
_LEADING: Final = re.compile(_GAP)
_ESCAPED: Final = re.compile(r"\\([0-7]{1,3}|.)", re.DOTALL)
_MEANT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def drawn_words(drawing: Stream, body: bytes, fonts: Fonts) -> str:
    """Write all letters of a drawing one after the other, wherever they stand.

    `body` is its content, unpacked; where it ends in the middle nothing in it is known.
    """
    of_drawing = usual(usual(drawing, "/Resources"), "/Font")
    font = _NO_FONT
    words: list[str] = []
    plain = plain_stretches(body)
    try:
        stretches = list(_stretches(drawing)) if plain is None else plain
    except PdfError:
        return UNKNOWN
    for name, strings in stretches:
        if name is not None:
            font = known_font(fonts, of_drawing, name)
        words.append(font.words(strings))
    return "".join(words)


def plain_stretches(body: bytes) -> list[_Stretch] | None:
    """Take plain content apart; None for what is not plain.

    qpdf would tell the same in ten times the time.
    """
    content = body.decode(_ONE_BYTE)
    stretches: list[_Stretch] = []
    start = _LEADING.match(content)
    place = start.end() if start else 0
    while place < len(content):
        found = _PLAIN.match(content, place)
        if found is None or found.end() == place:
            return None
        place = found.end()
        name, steps = found.groups()
        strings = [_string(*one) for one in _SHOWN.findall(steps) if any(one)]
        if name or strings:
            stretches.append((name, strings))
    return stretches


def _string(digits: str, literal: str) -> bytes:
    """Read a string as it stands in content: its digits, or its letters in brackets."""
    if literal:
        return _ESCAPED.sub(_meant, literal[1:-1]).encode(_ONE_BYTE)
    return unhexlify(digits + "0" if len(digits) % 2 else digits)


def _meant(escape: re.Match[str]) -> str:
    told = escape[1]
    return chr(int(told, 8)) if told.isdigit() else _MEANT.get(told, told)


def _stretches(drawing: Stream) -> Iterator[_Stretch]:
    """Take any content apart."""
    for operator, operands in instructions(drawing, " ".join((_CHOOSE, *SHOW))):
        if operator != _CHOOSE:
            yield None, [bytes(one) for one in _parts(operands) if isinstance(one, String)]
        elif operands:
            yield f"/{text(operands[0])}", ()


def _parts(operands: Iterable[Item]) -> Iterator[Item]:
    for shown in operands:
        yield from items(shown) if isinstance(shown, Array) else (shown,)
