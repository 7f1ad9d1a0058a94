"""Letters of a returned page, letters of the form -> which of them the form prints, and the rest.

Versions of this program set the same words otherwise: they draw ำ as one glyph or as two, move a
mark, break a line elsewhere. The words are still those of the form.
"""

import math
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from formgen.formats.pdf import corners
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Letter
from formgen.formats.pdf.sheet import MM

# Lengths are in millimetres.
_SAME: Final = 0.5  # letters of the form stand no farther from where they were
_OVER: Final = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
_ASIDE: Final = 0.2  # ems by which marks over letters are moved, so that they touch nothing
_EXACT: Final = 0.1  # and are drawn as they were, if no farther than this
_RUN: Final = 3  # letters in a row that were set elsewhere; fewer may be alike by chance
_MOST: Final = 5_000  # letters that are looked for elsewhere; a page of ours has two thousand
_AM: Final = "ำ"
_HALF: Final = "\u200b"  # a half of ำ, in the files of a form
_LOOK: Final = "า"
_MIXED: Final = dict.fromkeys(f"{_HALF}\u0e4d{_AM}", _LOOK)  # texts which programs mix up
_TONES: Final = ("\u0e48", "\u0e49", "\u0e4a", "\u0e4b", "\u0e4c")
_WIDE: Final = 0.8  # ems, from the first half of ำ to the second
CODES: Final = tuple(
    Box(x / MM - 2.0, y / MM - 8.0, x / MM + 12.5, y / MM + 18.5)
    for x, y in corners.ORIGINS.values()
)
"""Where codes are printed, which no two copies share."""


class Sifted(NamedTuple):
    """The letters of a page: those of the form, and `added` ones.

    Of the printed letters it should have `wanted` ones and has `kept`; those which are `moved`, as
    printed and as they stand, are drawn otherwise than they were. `told` has True if halves of ำ
    are told as such, and False if one is told as า, or the other way round.
    """

    wanted: int
    kept: int
    told: frozenset[bool]
    added: tuple[Letter, ...]
    moved: tuple[tuple[Letter, Letter], ...]


def sifted(letters: Sequence[Letter], printed: Sequence[Letter], areas: Sequence[Box]) -> Sifted:
    """Part the letters of a page from those of the form; in `areas` the form prints nothing.

    The letters of the page's own codes are left out beforehand.
    """
    wanted = [one for one in printed if _counts(one)]
    found = _in_place(letters, wanted)
    used = set(found.values())
    halves = dict(_other_halves(letters, wanted, found))
    used.update(halves.values())
    missing = [n for n in range(len(wanted)) if n not in found and not _is_half(n, wanted, found)]
    expected = len(found) + len(missing)
    left = [
        n
        for n, one in enumerate(letters)
        if n not in used and _counts(one) and not any(area.holds(one.x, one.y) for area in areas)
    ]
    elsewhere = dict(_elsewhere(letters, left, wanted, missing))
    used.update(elsewhere.values())
    owners = found | elsewhere
    pairs = [(wanted[n], letters[at]) for n, at in owners.items()]
    added = [one for n, one in enumerate(letters) if n not in used and one.text]
    blanks = {(round(one.x), round(one.y)) for one in printed if not one.text.strip()}
    shown = (one for one in added if one.text.strip() or (round(one.x), round(one.y)) not in blanks)
    moved = tuple(pair for pair in pairs if _apart(*pair) > _EXACT)
    told = _halves_told(letters, wanted, owners, halves)
    return Sifted(expected, len(pairs), told, tuple(shown), moved)


def standing(letters: Sequence[Letter], printed: Sequence[Letter]) -> tuple[int, int]:
    """Count the letters of a form that a page has just where they are printed; and all of them."""
    wanted = [one for one in printed if _counts(one)]
    found = _in_place(letters, wanted)
    there = sum(_apart(wanted[n], letters[at]) <= _EXACT for n, at in found.items())
    return there, len(wanted)


def in_codes(x: float, y: float) -> bool:
    """Tell whether a point is where a code is printed."""
    return any(box.holds(x, y) for box in CODES)


def _in_place(letters: Sequence[Letter], wanted: Sequence[Letter]) -> dict[int, int]:
    """Find of each printed letter, by its number, that of the page which stands there."""
    cells: dict[tuple[int, int], list[int]] = {}
    for n, one in enumerate(letters):
        cells.setdefault((int(one.x), int(one.y)), []).append(n)
    used: set[int] = set()
    found: dict[int, int] = {}
    for n, one in enumerate(wanted):
        near = [m for m in _near(cells, one) if m not in used and _alike(letters[m], one)]
        if near:
            found[n] = min(near, key=lambda m: _apart(letters[m], one))
            used.add(found[n])
    return found


def _other_halves(
    letters: Sequence[Letter], wanted: Sequence[Letter], found: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Find where the page has two glyphs for a ำ that the form draws as one: the other one."""
    for n, at in found.items():
        if wanted[n].text == _AM:
            for other in (at - 1, at + 1):
                near = 0 <= other < len(letters) and _looks(letters[other].text) == _LOOK
                if near and _apart(letters[at], letters[other]) < _WIDE * letters[at].em:
                    yield n, other


def _is_half(n: int, wanted: Sequence[Letter], found: dict[int, int]) -> bool:
    """Tell whether a printed letter is half of a ำ of which the page has one glyph."""
    other = n - 1 if wanted[n].text == _HALF else n + 1
    pair = {wanted[n].text, wanted[other].text} if 0 <= other < len(wanted) else set()
    return other in found and pair == {_AM, _HALF}


def _elsewhere(
    letters: Sequence[Letter], left: Sequence[int], wanted: Sequence[Letter], missing: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Find printed letters that do not stand in their places and are there, in their order."""
    if not (missing and left) or max(len(missing), len(left)) > _MOST:
        return
    here = [_looks(letters[n].text) for n in left]
    there = [_looks(wanted[n].text) for n in missing]
    for block in SequenceMatcher(None, there, here, autojunk=False).get_matching_blocks():
        for n in range(block.size if block.size >= _RUN else 0):
            yield missing[block.a + n], left[block.b + n]


def _halves_told(
    letters: Sequence[Letter],
    wanted: Sequence[Letter],
    owners: dict[int, int],
    halves: dict[int, int],
) -> frozenset[bool]:
    """Tell of each half of ำ, and of each า, whether the file gives it the text that it has.

    A ำ that is one glyph tells nothing; one after a tone mark is always a half.
    """
    told: set[bool] = set()
    for n, at in owners.items():
        one, other = wanted[n], letters[at]
        if n in halves:
            told.add({other.text, letters[halves[n]].text} == {_AM, _HALF})
        elif _looks(one.text) == _LOOK and one.text != other.text:
            told.add(False)
        elif one.text == _HALF or (one.text == _AM and n and wanted[n - 1].text in _TONES):
            told.add(True)
    return frozenset(told)


def _near(cells: dict[tuple[int, int], list[int]], letter: Letter) -> Iterator[int]:
    x, y = int(letter.x), int(letter.y)
    for column in (x - 1, x, x + 1):
        for row in (y - 1, y, y + 1):
            yield from cells.get((column, row), ())


def _alike(one: Letter, other: Letter) -> bool:
    aside = max(_SAME, _ASIDE * one.em) if one.text in _OVER else _SAME
    near = abs(one.x - other.x) < aside and abs(one.y - other.y) < _SAME
    return near and _looks(one.text) == _looks(other.text)


def _apart(one: Letter, other: Letter) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _looks(text: str) -> str:
    return _MIXED.get(text, text)


def _counts(letter: Letter) -> bool:
    return bool(letter.text.strip()) and not in_codes(letter.x, letter.y)
