"""Thai text as it was typed -> text that compares, sorts and prints as it was meant."""

import re
import unicodedata
from typing import Final

from formgen.thai.numerals import to_arabic

# The glyph codes of Windows-era Thai fonts (also found in text taken out of a PDF), as the
# character map of Garuda (fonts-thai-tlwg) has them. Other makers used other codes: those stay.
# Marks are written as codes here, lest an editor put them in another order.
_TONES: Final = "\u0e48\u0e49\u0e4a\u0e4b"
_OVER_ALL: Final = _TONES + "\u0e4c"  # with thanthakhat: what stands above a vowel mark
_VOWELS: Final = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47"  # ... and phinthu
_FROM_GLYPH_CODE: Final = dict(
    enumerate(
        "ฐ\u0e34\u0e35\u0e36\u0e37"  # F700 without its foot; F701 moved left, beside a tall letter
        + _OVER_ALL  # F705 low and left
        + _OVER_ALL  # F70A low
        + "ญ\u0e31\u0e4d\u0e47"  # F70F without its foot; F710 left
        + _OVER_ALL  # F713 left
        + "\u0e38\u0e39\u0e3a",  # F718 low
        start=0xF700,
    )
)
_INVISIBLE: Final = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # text direction
        0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF,  # zero width
        0xFFFE, 0xFFFF, *range(0xD800, 0xE000),  # no characters at all
        *range(0x20), *range(0x7F, 0xA0),  # control characters
    ]
)  # fmt: skip
_SPACES: Final = dict.fromkeys([0x09, 0xA0, 0x2007, 0x202F], " ")
_LINE_ENDS: Final = dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_CHARACTERS: Final = _FROM_GLYPH_CODE | _INVISIBLE | _SPACES | _LINE_ENDS

_MARK_RUN: Final = re.compile(f"[{_VOWELS}{_OVER_ALL}]{{2,}}")
_SPLIT_SARA_AM: Final = re.compile(f"\u0e4d([{_TONES}]?)า")
_SARA_AM_RUN: Final = re.compile(f"[{_TONES}ำ]{{2,}}")
_DOUBLED_MARK: Final = re.compile(r"([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1+")
_LEADING_VOWELS: Final = "เแโใไ"
_WESTERN: Final = re.compile("[\u00a1-\u00fb]{3,}")  # as Latin-1 has the Thai letters of CP874


def clean(raw: str) -> str:
    """The text with only safe repairs: what a reader of the paper would see is the same.

    Glyph codes of old fonts become letters, invisible characters go, every space is a space and
    every line end LF, and marks typed in the wrong order or twice are put right. Digits stay as
    typed. Doing it again changes nothing.
    """
    text = raw
    while (repaired := _repair(text)) != text:
        text = repaired
    return text


def key(text: str) -> str:
    """What two spellings of the same words have in common; for finding, never for storing."""
    plain = to_arabic(clean(text))
    wide = (c if c == "ำ" else unicodedata.normalize("NFKC", c) for c in plain)
    return "".join(c for c in "".join(wide).casefold() if _counts(c))


def is_cluster_start(text: str, index: int) -> bool:
    """Whether `text` may be cut before `text[index]` without tearing a Thai letter apart.

    False before a mark or ำ that has a letter to stand on, and between a leading vowel and its
    consonant. True at both ends.
    """
    if not 0 < index < len(text):
        return True
    before, here = text[index - 1], text[index]
    if here == "ำ" or unicodedata.category(here) in {"Mn", "Mc", "Me"}:
        return before.isspace()
    return not (before in _LEADING_VOWELS and "ก" <= here <= "ฮ")


def private_use(text: str) -> str:
    """The private-use characters that `clean` leaves, each once, in order of appearance."""
    found = (c for c in text if unicodedata.category(c) == "Co" and ord(c) not in _FROM_GLYPH_CODE)
    return "".join(dict.fromkeys(found))


def misread(text: str) -> str:
    """The characters of words that were Thai until a program took their bytes for Western ones.

    Each once, in order of appearance. No language has three such letters in a row.
    """
    runs = (run for run in _WESTERN.findall(text) if sum(map(str.isalpha, run)) > 1)
    return "".join(dict.fromkeys("".join(runs)))


def _repair(text: str) -> str:
    text = text.replace("\r\n", "\n").translate(_CHARACTERS)
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    text = _MARK_RUN.sub(_vowels_first, text)
    text = _SPLIT_SARA_AM.sub(r"\1ำ", text)
    text = _SARA_AM_RUN.sub(_tones_first, text)
    return _DOUBLED_MARK.sub(r"\1", text)


def _vowels_first(run: re.Match[str]) -> str:
    return "".join(sorted(run[0], key=lambda mark: mark in _OVER_ALL))


def _tones_first(run: re.Match[str]) -> str:
    return "".join(sorted(run[0], key=lambda mark: mark == "ำ"))


def _counts(character: str) -> bool:
    if character == "ฯ" or character.isspace():
        return False
    return not unicodedata.category(character).startswith("P")
