"""What people put into a box, beside it or in its place -> whether it is marked."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final

from formgen.model.form import Field
from formgen.model.survey import Choice, Glyphs
from formgen.thai.normalise import clean, key


class Tick(Enum):
    """What a box says; a cross counts as a mark only where nobody marks with ticks."""

    MARKED = "marked"
    CROSSED = "crossed"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_MARKED: Final = frozenset({"✓", "✔", "☑", "√", "/", "\\", "1", "true"})
_CROSSED: Final = frozenset({"x", "×", "✗", "✘", "☒", "✕", "✖"})
_EMPTY: Final = frozenset({"", "0", "false", "☐", "□", "◻", "-"})
SIGNS: Final = frozenset({"P", "R", "ü", "þ"})
"""The letters that are ✓ and ☑ in Wingdings 2 and Wingdings."""

_BOXES: Final = re.compile("[☐□◻❏▢\\s]+")


def tick(text: str, glyphs: Glyphs, of_signs: bool = False) -> Tick:
    """Tell what the text of a box means; `of_signs` if its font draws signs instead of letters."""
    plain = clean(text).strip()
    if of_signs and plain in SIGNS:
        return Tick.MARKED
    plain = plain.casefold()
    if plain in _MARKED or plain in (glyphs.check, glyphs.box_checked):
        return Tick.MARKED
    if plain in _CROSSED:
        return Tick.CROSSED
    return Tick.EMPTY if plain in _EMPTY or plain == glyphs.box else Tick.UNKNOWN


def beside(label: str, text: str, glyphs: Glyphs) -> str:
    """Return what was written beside a choice's label, or beside the box drawn before it."""
    rest = clean(text).replace(clean(label), "", 1).replace(glyphs.box, "")
    return _BOXES.sub(" ", rest).strip()


def drawn(asked: Field, text: str, glyphs: Glyphs) -> tuple[list[Choice], list[str]]:
    """Read boxes that were drawn or typed as text: the choices marked, and lines not understood."""
    marked, odd = [], []
    for line in text.split("\n"):
        choice = _longest(asked.choices, line)
        if choice is None:
            continue
        rest = beside(choice.label, line, glyphs)
        match tick(rest, glyphs):
            case Tick.MARKED:
                marked.append(choice)
            case Tick.CROSSED | Tick.UNKNOWN:
                odd.append(line)
            case Tick.EMPTY:
                pass
    return marked, odd


def same_choice(text: str, choices: Iterable[Choice]) -> bool:
    """Tell whether the words in a cell are the label of these choices, of which there is one."""
    return [key(choice.label) for choice in choices] == [key(text)]


def _longest(choices: Sequence[Choice], line: str) -> Choice | None:
    """Return the choice of a line; the label มี also stands in ไม่มี."""
    found = [choice for choice in choices if clean(choice.label) in clean(line)]
    return max(found, key=lambda choice: len(choice.label), default=None)
