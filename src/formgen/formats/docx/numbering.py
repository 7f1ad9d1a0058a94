"""Paragraphs that Word numbers by itself -> the numbers that people see before them."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from formgen.formats.docx.package import Package, W
from formgen.formats.docx.walk import OBJECT
from formgen.model.diagnostics import FormgenError
from formgen.thai.numerals import to_thai

_THAI_LETTERS: Final = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"  # ISO/IEC 29500-1, 17.18.59
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST: Final = 9_999  # what is counted further, or from further, is no list of an answer
_LEVELS: Final = range(9)
_LONGEST: Final = 40  # characters around a number; Word allows 31
_BULLET: Final = "•"
_PLACE: Final = re.compile("%([1-9])")
_WHOLE: Final = re.compile("[0-9]{1,6}")
_NUM, _ABSTRACT, _LEVEL = f"{W}num", f"{W}abstractNum", f"{W}lvl"
_NUM_ID, _ABSTRACT_ID, _LEVEL_ID = f"{W}numId", f"{W}abstractNumId", f"{W}ilvl"
_OVERRIDE, _RESTART = f"{W}lvlOverride", f"{W}startOverride"
_VALUE: Final = f"{W}val"


class _Level(NamedTuple):
    start: int
    kind: str
    text: str


class _List(NamedTuple):
    """What counts together, the levels of it, and those that begin anew with this list."""

    together: str
    levels: Mapping[int, _Level]
    anew: Mapping[int, int]


class Numbering:
    """The numbers of a document's lists, counted as its paragraphs come.

    What is drawn in a way that nobody here knows is an OBJECT.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: Final = {} if root is None else dict(_lists(root))
        self._counts: dict[str, dict[int, int]] = {}  # by what counts together, then by level
        self._begun: set[str] = set()

    def number(self, element: etree._Element) -> str:
        """Count the paragraph with this `numPr`: return what stands before its words."""
        name = _value(element.find(_NUM_ID))
        level = _whole(_value(element.find(_LEVEL_ID)), 0)
        held = self._lists.get(name)
        if held is None or level not in held.levels:
            return ""
        counts = self._counts.setdefault(held.together, {})
        if name not in self._begun:
            self._begun.add(name)
            for one, start in held.anew.items():
                counts[one] = start - 1
        counts[level] = counts.get(level, held.levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _drawn(held.levels, level, counts)


def numbering_of(package: Package) -> Numbering:
    """Read what lists a package has; none if that part is damaged."""
    names = (name for kind, name in package.relations(package.main) if kind == "numbering")
    try:
        return Numbering(next(filter(lambda root: root is not None, map(package.xml, names)), None))
    except FormgenError:  # no answer needs it
        return Numbering(None)


def _lists(root: etree._Element) -> Iterator[tuple[str, _List]]:
    abstract = {
        one.get(_ABSTRACT_ID) or "": dict(_levels(one)) for one in root.iterchildren(_ABSTRACT)
    }
    for one in root.iterchildren(_NUM):
        together = _value(one.find(_ABSTRACT_ID))
        levels, anew = dict(abstract.get(together, {})), {}
        for over in one.iterchildren(_OVERRIDE):
            levels.update(_levels(over))
            start = over.find(_RESTART)
            if start is not None:
                anew[_whole(over.get(_LEVEL_ID) or "", 0)] = _whole(_value(start), 1)
        yield one.get(_NUM_ID) or "", _List(together, levels, anew)


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for one in element.iterchildren(_LEVEL):
        start = _whole(_value(one.find(f"{W}start")), 0)
        kind = _value(one.find(f"{W}numFmt")) or "decimal"
        text = _value(one.find(f"{W}lvlText"))[:_LONGEST]
        number = _whole(one.get(_LEVEL_ID) or "", 0)
        if number in _LEVELS:
            yield number, _Level(start, kind, text)


def _drawn(levels: Mapping[int, _Level], level: int, counts: Mapping[int, int]) -> str:
    own = levels[level]
    if own.kind == "bullet":
        return f"{_BULLET} "

    def counted(place: re.Match[str]) -> str:
        number = int(place[1]) - 1
        one = levels.get(number)
        return "" if one is None else _spelled(counts.get(number, one.start), one.kind)

    text = _PLACE.sub(counted, own.text)
    return f"{text} " if text else ""


def _spelled(number: int, kind: str) -> str:
    """Write a number in one of Word's ways."""
    spell = _SPELLINGS.get(kind)
    return spell(number) if spell and 0 <= number <= _MOST else OBJECT


def _lettered(letters: str) -> Callable[[int], str]:
    """Count in letters: behind the last of them each stands twice, then three times."""

    def spell(number: int) -> str:
        times, letter = divmod(number - 1, len(letters))
        return letters[letter] * (times + 1) if number else ""

    return spell


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        said += letters * times
    return said


def _whole(text: str, instead: int) -> int:
    return int(text) if _WHOLE.fullmatch(text) else instead


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VALUE) or ""


_SPELLINGS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "thaiNumbers": to_thai,
    "thaiLetters": _lettered(_THAI_LETTERS),
    "lowerLetter": _lettered(_LETTERS),
    "upperLetter": lambda number: _lettered(_LETTERS)(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}
