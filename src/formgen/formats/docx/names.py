"""Name of a control -> the two names a content control has for it, and what it is called aloud."""

import hashlib
from typing import Final

from formgen.model.form import Field
from formgen.model.survey import Choice
from formgen.thai.normalise import is_cluster_start

_LIMIT: Final = 64  # UTF-16 units in the tag or the title of a content control (Word)
_HASHED: Final = "~"  # no name has one
_HASH_LENGTH: Final = 16  # hexadecimal digits
_PART_LENGTH: Final = 32  # hexadecimal digits; Word allows a building block's name no more
_CUT: Final = "…"


def tag(control: str) -> str:
    """The tag of a control: its name, or the start and a hash of a name too long for Word.

    No two names have one tag: `~` stands in hashed tags only.
    """
    if len(control) <= _LIMIT:
        return control
    hashed = hashlib.sha256(control.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{control[: _LIMIT - _HASH_LENGTH - 1]}{_HASHED}{hashed}"


def part(control: str) -> str:
    """The name of a control's placeholder in the glossary: 32 characters, as Word makes them.

    LibreOffice 7.4 drops every tag, but keeps this.
    """
    return hashlib.sha256(control.encode()).hexdigest()[:_PART_LENGTH].upper()


def title(field: Field, choice: Choice | None = None) -> str:
    """What a screen reader says at a control: the field's label, then the choice of a box.

    What is too long loses the end of the field's label, then of the choice, between two letters.
    """
    if choice is None:
        return _cut(field.label, _LIMIT)
    said = f" : {_cut(choice.label, _LIMIT // 2)}"
    return _cut(field.label, _LIMIT - len(said)) + said


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = limit - len(_CUT)
    while not is_cluster_start(text, end):
        end -= 1
    return text[:end] + _CUT
