"""Tables and bars, drawn with letters: Thai marks take no room in a terminal."""

import unicodedata
from collections.abc import Sequence
from typing import Final

GAP: Final = "  "
BLOCKS: Final = "█▓░"
_LETTERS: Final = "#=."  # where the code page of the terminal has no blocks
_NO_ROOM: Final = {"Mn", "Me", "Cf"}  # marks above and below, and what is not seen
_STEERS: Final = {"Cc", "Cf", "Zl", "Zp"}  # what may move the cursor or turn a line around


def width(text: str) -> int:
    """Count the columns a text takes in a terminal."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_ROOM:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def line(text: str) -> str:
    """Make one line of a text that came in a file: it may steer no terminal."""
    seen = ("" if unicodedata.category(one) in _STEERS else one for one in " ".join(text.split()))
    return "".join(seen)


def padded(text: str, room: int, *, right: bool = False) -> str:
    """Fill a text up to the room of its column; what is longer stays whole."""
    blank = " " * (room - width(text))
    return blank + text if right else text + blank


def table(rows: Sequence[Sequence[str]], *, left: int, widest: int) -> list[str]:
    """Draw rows, a line each: the first `left` columns flush left, the others flush right.

    No column is wider than `widest`; a longer word pushes what follows it in its row.
    """
    shown = [[line(cell) for cell in row] for row in rows]
    rooms = [min(max(map(width, column)), widest) for column in zip(*shown, strict=True)]
    return [
        GAP.join(
            padded(cell, room, right=place >= left)
            for place, (cell, room) in enumerate(zip(row, rooms, strict=True))
        ).rstrip()
        for row in shown
    ]  # fmt: skip


def bar(parts: Sequence[int], length: int, fill: str = BLOCKS) -> str:
    """Draw parts of a whole as a bar, each with its letter of `fill`; nothing is seen of nothing.

    A part that is not empty has at least one letter; `length` is more than there are parts.
    """
    whole = sum(parts)
    if not whole:
        return ""
    cells = [max(part * length // whole, bool(part)) for part in parts]
    while sum(cells) != length:
        missing = [part * length - cell * whole for part, cell in zip(parts, cells, strict=True)]
        if sum(cells) < length:
            cells[missing.index(max(missing))] += 1
        else:
            cells[cells.index(max(cells))] -= 1
    return "".join(letter * cell for letter, cell in zip(fill, cells, strict=True))


def letters_for(encoding: str | None) -> str:
    """Return what bars are drawn with where text is written in an encoding."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return _LETTERS
    return BLOCKS
