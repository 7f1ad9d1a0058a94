"""What stands in one cell of a roster -> the text meant, and what is doubtful about it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from formgen import fonts
from formgen.formats.xlsx import NO_RESULT
from formgen.formats.xlsx.cells import address, letters
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.survey import Choice, TextFormat
from formgen.response import formatted
from formgen.rounds import usable_name
from formgen.thai.normalise import clean, key, private_use
from formgen.thai.numerals import to_arabic

CODE_LENGTH: Final = 20
"""Longest agency code, in characters."""

_CODE: Final = re.compile(f"[A-Za-z0-9_-]{{1,{CODE_LENGTH}}}")
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")  # office programs write them by themselves
_NOTHING: Final = re.compile("[-‐‑‒–—−]+")  # how a table says that there is nothing
_NUMBER: Final = re.compile(
    r"[0-9][0-9,]*\.[0-9]+(E[+-]?[0-9]+)?|[0-9]+E[+-][0-9]+|[0-9,]*,[0-9]{3}"
)
_DAY: Final = re.compile(r"(1[89]|2[0-6])[0-9]{2}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])(T.*)?")
_NO_VALUE: Final = re.compile(
    re.escape(NO_RESULT) + r"|#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]+"
)
_FORMULA: Final = re.compile("[=+@＝＋＠]")
_NO_MATCH: Final = 0  # the glyph for what a font does not have
_USUAL: Final = re.compile("[ -~\u0e01-\u0e3a\u0e3f-\u0e5b]*")
_LOST: Final = re.compile(r"\?{3,}")  # what a code page without Thai leaves of a word
# A consonant has one mark below, one above, one over that, in this order (after `clean`).
_STANDING: Final = re.compile(
    "[\u0e01-\u0e2e][\u0e38-\u0e3a]?[\u0e31\u0e34-\u0e37\u0e47\u0e4d]?[\u0e48-\u0e4c\u0e4e]?\u0e33?"
)
_MARK: Final = re.compile("[\u0e31\u0e33\u0e34-\u0e3a\u0e47-\u0e4e]")


def cell_name(row: int, column: int) -> str:
    """Name the cell of a row and column, both from 0: (2, 27) is `AB3`."""
    return address(row + 1, column + 1)


def column_name(column: int) -> str:
    """Name a column, from 0: 27 is `AB`."""
    return letters(column + 1)


def tidy(cell: str) -> str:
    """Put the text of a cell on one line, each blank once; a lone dash is nothing."""
    plain = cell.isascii() and cell.isprintable()
    text = " ".join((cell if plain else clean(cell)).split())
    return "" if text and _NOTHING.fullmatch(text) else text


def has_no_value(text: str) -> bool:
    """Tell whether a cell holds what a spreadsheet shows of a formula that has no result."""
    return _NO_VALUE.fullmatch(text) is not None


def has_lost_thai(text: str) -> bool:
    """Tell whether question marks stand where a code page without Thai had no letters."""
    return _LOST.search(text) is not None


def same_code(code: str) -> str:
    """Return what two spellings of one agency code have in common."""
    return _typed(code).casefold()  # capitals: the folders would be one on Windows


def wrong_code(code: str, at: str) -> Diagnostic | None:
    """Say what is wrong with the code of an agency, and what it should be."""
    if _CODE.fullmatch(code) and usable_name(code):
        return found(Code.ROSTER_CODE_DAY, at, value=code) if _DAY.fullmatch(code) else None
    meant = _typed(code)
    if meant != code and _CODE.fullmatch(meant) and usable_name(meant):
        return found(Code.ROSTER_CODE_SPELLED, at, value=code, meant=meant)
    kind = Code.ROSTER_CODE_NUMBER if _NUMBER.fullmatch(code.upper()) else Code.ROSTER_CODE_BAD
    return found(kind, at, value=code, limit=CODE_LENGTH)


def wrong_email(text: str, at: str) -> Diagnostic | None:
    """Say that no mail can be sent to an address."""
    _, doubt = formatted(TextFormat.EMAIL, text)
    return found(Code.ROSTER_EMAIL_BAD, at, value=text) if doubt else None


def doubtful_text(text: str, at: str, limit: int | None) -> Iterator[Diagnostic]:
    """Go through what may be wrong with words that a form prints; `limit` is its field's."""
    if limit is not None and len(text) > limit:
        yield found(Code.ROSTER_TEXT_LONG, at, length=len(text), limit=limit)
    if _FORMULA.match(text):
        yield found(Code.ROSTER_TEXT_FORMULA, at, value=text)
    if characters := _unprintable(text):
        yield found(Code.ROSTER_TEXT_UNPRINTABLE, at, value=text, characters=characters)
    if _MARK.search(_STANDING.sub("", text)):
        yield found(Code.ROSTER_TEXT_MARKS, at, value=text)


@lru_cache(maxsize=4096)
def _unprintable(text: str) -> tuple[str, ...]:
    """List the characters of a text that say nothing on paper, each once."""
    lost = ("???",) if has_lost_thai(text) else ()
    if _USUAL.fullmatch(text):
        return lost
    private = private_use(text) + "\ufffd"
    strange = (one for one in dict.fromkeys(text) if one in private or not _is_drawn(one))
    return (*lost, *(f"{one} U+{ord(one):04X}" for one in strange))


@lru_cache(maxsize=4096)
def _is_drawn(character: str) -> bool:
    return all(glyph.code != _NO_MATCH for glyph in fonts.regular().shape(character))


def _typed(code: str) -> str:
    """Spell a code as it is typed on a plain keyboard: Western digits, letters and hyphens."""
    return to_arabic(unicodedata.normalize("NFKC", code)).translate(_DASHES)


# ---------------------------------------------------------------- choices


def meanings(choices: Sequence[Choice]) -> Mapping[str, str]:
    """Map what may stand for each choice, code or label, to its code; labels by their `key`."""
    labels: dict[str, set[str]] = {}
    for one in choices:
        labels.setdefault(key(one.label), set()).add(one.code)
    clear = {label: codes.pop() for label, codes in labels.items() if len(codes) == 1}
    return clear | {one.code: one.code for one in choices}


def meant(text: str, known: Mapping[str, str]) -> str:
    """Return the code of the choice a cell means; "" for one that is none, or several."""
    return known.get(text) or known.get(key(text), "")
