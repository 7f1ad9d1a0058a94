"""Styles of a workbook -> which numbers are dates or percentages, which fonts draw signs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from formgen.formats.ooxml import parse

_PLAIN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$)[^\]]*\]|\[\$[^\]]*\]')
_DATE: Final = re.compile("[dyb]|^[^hs]*m[^hs]*$", re.IGNORECASE)
# Formats that have a number and no text (ECMA-376 18.8.30), those of Thai included.
_DATES: Final = frozenset(
    (*range(14, 18), 22, *range(27, 37), *range(50, 59), *range(71, 75), 77, 81)
)
_PERCENTS: Final = frozenset((9, 10, 67, 68))
SIGNS: Final = ("wingdings", "webdings", "symbol")
"""How the names of fonts begin that draw signs instead of letters."""

_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a date has no zone
_LEAP_SLIP: Final = 60  # before it the count is one less: it has a 29 February 1900
_TO_1904: Final = 1462  # days
_LAST_DAY: Final = 2_958_466  # the day after 31 December 9999


@dataclass(frozen=True, slots=True)
class Formats:
    """What the styles of a workbook tell about the cells that have them."""

    dates: frozenset[int] = frozenset()
    percents: frozenset[int] = frozenset()
    signs: frozenset[int] = frozenset()
    counts_from_1904: bool = False

    def shown(self, number: str, style: int) -> str:
        """Show a number: a date as ISO 8601, a percentage with its %, else up to 15 digits."""
        try:
            value = float(number)
        except ValueError:
            return number
        if style in self.dates and (day := self._date(value)):
            return day
        if style in self.percents:
            return f"{value * 100:.15g}%"
        if re.fullmatch("-?[0-9]+", number):
            return number
        return f"{value:.15g}"

    def _date(self, value: float) -> str:
        days = value + _TO_1904 if self.counts_from_1904 else value
        days += 1 if days < _LEAP_SLIP else 0
        if not 1 <= days < _LAST_DAY:
            return ""
        moment = _FIRST_DAY + timedelta(days=int(days), seconds=round(days % 1 * 86_400))
        return moment.isoformat().removesuffix("T00:00:00")


def read_formats(text: bytes | None, counts_from_1904: bool) -> Formats:
    """Read the part of the styles; None where there is none."""
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    styles: list[tuple[int, int]] = []
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(tag.rpartition(" ")[2])
        match path[-2:]:
            case [_, "numFmt"]:
                codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
            case ["fonts", "font"]:
                fonts.append(False)
            case ["font", "name"] if "fonts" in path:
                fonts[-1] = attributes.get("val", "").lower().startswith(SIGNS)
            case ["cellXfs", "xf"]:
                styles.append((_number(attributes, "numFmtId"), _number(attributes, "fontId")))
            case _:
                pass

    def end(_: str) -> None:
        path.pop()

    if text:
        parse(text, start, end)
    signs = {number for number, draws in enumerate(fonts) if draws}
    return Formats(
        dates=frozenset(n for n, (code, _) in enumerate(styles) if _is_date(code, codes)),
        percents=frozenset(n for n, (code, _) in enumerate(styles) if _is_percent(code, codes)),
        signs=frozenset(n for n, (_, font) in enumerate(styles) if font in signs),
        counts_from_1904=counts_from_1904,
    )


def read_codes(
    styles: Sequence[int], codes: Mapping[int, str], *, counts_from_1904: bool
) -> Formats:
    """Make formats of the number format of each style and of the codes of these formats."""
    named = dict(codes)
    return Formats(
        dates=frozenset(n for n, code in enumerate(styles) if _is_date(code, named)),
        percents=frozenset(n for n, code in enumerate(styles) if _is_percent(code, named)),
        counts_from_1904=counts_from_1904,
    )


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdecimal() else 0


def _is_date(code: int, codes: dict[int, str]) -> bool:
    if code not in codes:
        return code in _DATES
    plain = _PLAIN.sub("", codes[code].partition(";")[0])
    return plain.casefold() != "general" and bool(_DATE.search(plain))


def _is_percent(code: int, codes: dict[int, str]) -> bool:
    return "%" in _PLAIN.sub("", codes[code]) if code in codes else code in _PERCENTS
