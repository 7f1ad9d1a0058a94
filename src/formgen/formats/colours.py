"""Two colours -> whether words in the one can be seen on the other."""

import re
from typing import Final

WHITE: Final = "FFFFFF"
BLACK: Final = "000000"

_LEAST: Final = 1.25  # contrast (WCAG 2.2: 1 to 21); grey D9D9D9 on white has 1.4
_STRAIGHT: Final = 0.04045  # up to here the curve of sRGB is a line
_COLOUR: Final = re.compile("#?([0-9A-Fa-f]{6})")


def colour(text: str | None) -> str:
    """Return a colour as six digits, "" for what is none, such as `auto`."""
    match = _COLOUR.fullmatch(text or "")
    return match[1].upper() if match else ""


def unseen(words: str, ground: str) -> bool:
    """Tell whether nobody can see words of a colour on a ground; False where one is unknown."""
    if not (words and ground):
        return False
    dark, light = sorted((_light(words), _light(ground)))
    return (light + 0.05) / (dark + 0.05) < _LEAST


def _light(code: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(code[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= _STRAIGHT else ((share + 0.055) / 1.055) ** 2.4
