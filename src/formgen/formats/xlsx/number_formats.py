"""The code of a number's format -> what a cell shows of the number."""

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Final

GENERAL: Final = "General"
MINUS: Final = re.compile("[-−–(]|ลบ")
"""What says of a number that it is below zero."""
MULTIPLE: Final = re.compile("พัน|หมื่น|แสน|ล้าน")
"""Words that make a number another one: thousands to millions."""
_UNSAID: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|(_.|\*.|\[[^\]]*\])|(.)', re.DOTALL)
_PIECE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
_DATE: Final = re.compile("[dyb]|^[^hs]*m[^hs]*$")
_MINUTES: Final = re.compile(r"h+\]?[^a-z]*m+|m+[^a-z]*s+")
_DAY: Final = re.compile("(?<!d)d{1,2}(?!d)")  # not the day of the week
_SCALED: Final = re.compile("[0#?](,+)(?![,0#?])")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.')
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS: Final = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
    "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_PLACES: Final = frozenset("0#?")
_BESIDE: Final = frozenset("-() ")

# Formats that have a number and no text (ECMA-376 18.8.30), those of Thai included; the other ones
# show a number as it is, or a time.
_DATED: Final = dict.fromkeys((14, 15, *range(27, 37), *range(50, 59), 71, 72, 81), "d/m/yyyy")
_BUILT_IN: Final = {
    **_DATED, 9: "0%", 10: "0.00%", 67: "0%", 68: "0.00%",
    **dict.fromkeys((*range(18, 22), *range(45, 48), 75, 76, *range(78, 81)), "h:mm"),
    16: "d-mmm", 17: "mmm-yy", 73: "d-mmm", 74: "mmm-yy", 22: "d/m/yyyy h:mm", 77: "d/m/yyyy h:mm",
}  # fmt: skip

_NO_LONGER_EXACT: Final = 10**15  # a spreadsheet keeps fifteen digits
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a date has no zone
_LEAP_SLIP: Final = 60  # before it the count is one less: it has a 29 February 1900
_TO_1904: Final = 1462  # days
_LAST_DAY: Final = 2_958_466  # the day after 31 December 9999
_DAY_SECONDS: Final = 86_400
_MOST_COMMAS: Final = 100  # a float holds 1000 as many times


def code_of(number: int, codes: dict[int, str]) -> str:
    """Return the code of a format by its number: the workbook's own, else the built-in one."""
    return codes.get(number) or _BUILT_IN.get(number, GENERAL)


def hides_text(code: str) -> bool:
    """Tell whether a format shows nothing of a text, such as `;;;`."""
    sections = _sections(code) if ";" in code else ()
    return len(sections) > 3 and "@" not in _UNSAID.sub("", sections[3])  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Formats:
    """How a workbook shows numbers: the code of the format of each style."""

    codes: Sequence[str] = ()
    counts_from_1904: bool = False

    def shown(self, number: str, style: int) -> str:
        """Show a number: a date as ISO 8601, a percentage with its %, else up to 15 digits.

        A date of which the format leaves something out lacks it: `2026-11`, `--11-22`.
        """
        try:
            value = float(number)
        except ValueError:
            return number
        format_ = _format(_candidates(self._code(style), value)[0])
        if format_.date and (day := self._date(value, format_)):
            return day
        if format_.percent:
            return f"{value * 100:.15g}%"
        if format_.places and 0 <= value < _NO_LONGER_EXACT and value == int(value):
            return _placed(str(int(value)), format_.places)
        return number if re.fullmatch("-?[0-9]+", number) else f"{value:.15g}"

    def instead(self, number: str, style: int) -> str | None:
        """Return what is shown that is not the number: other words, digits, or no minus.

        None where the number itself is shown.
        """
        code = self._code(style)
        if code == GENERAL:
            return None
        try:
            value = float(number)
        except ValueError:
            return None
        if not isfinite(value):
            return None
        for section in _candidates(code, value):
            format_ = _format(section)
            if format_.date == "y":
                return self._date(value, format_)
            if not format_.date and (instead := _instead(section, value)) is not None:
                return instead
        return self.shown(repr(-value), style) if value < 0 and _hides_minus(code) else None

    def _code(self, style: int) -> str:
        return self.codes[style] if style < len(self.codes) else GENERAL

    def _date(self, value: float, format_: "_Format") -> str:
        days = value + _TO_1904 if self.counts_from_1904 else value
        days += 1 if days < _LEAP_SLIP else 0
        if not 1 <= days < _LAST_DAY:
            return ""
        seconds = round(days * _DAY_SECONDS)
        if seconds == _LAST_DAY * _DAY_SECONDS:
            return ""
        moment = _FIRST_DAY + timedelta(seconds=seconds)
        if format_.date != "ymd":
            return _some_of(moment, format_.date)
        return (moment if format_.timed else moment.date()).isoformat().removesuffix("T00:00:00")


@dataclass(frozen=True, slots=True)
class _Format:
    """What a code says: which parts of a date it has (`ymd`), and the places of digits.

    `places` are characters of the code, among them 0 # ?; only where a digit may be added so.
    """

    date: str = ""
    timed: bool = False
    percent: bool = False
    places: tuple[tuple[str, bool], ...] = ()


@lru_cache(maxsize=1024)
def _format(section: str) -> _Format:
    plain = _UNSAID.sub("", section).casefold()
    if plain == GENERAL.casefold():
        return _Format()
    if _DATE.search(plain):
        rest = _MINUTES.sub("", plain)
        has = (bool(re.search("[ybeg]", rest)), "m" in rest, bool(_DAY.search(rest)))
        parts = "".join(part for part, there in zip("ymd", has, strict=True) if there)
        return _Format(date=parts, timed="h" in plain)
    return _Format(percent="%" in plain, places=_digits(section))


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """Part a code: for numbers above zero, below, zero itself, and for text."""
    sections = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return tuple(sections)


def _for_numbers(code: str) -> tuple[str, ...]:
    """List the sections of a code but the one for text."""
    *before, last = _sections(code)[:4]
    of_text = before and (len(before) > 2 or "@" in _UNSAID.sub("", last))  # noqa: PLR2004
    return tuple(before) if of_text else (*before, last)


def _candidates(code: str, value: float) -> tuple[str, ...]:
    """List the sections that may be the one for a number; without conditions it is one."""
    sections = rest = _for_numbers(code)
    while len(rest) > 1 and (condition := _CONDITION.search(_QUOTED.sub("", rest[0]))):
        if _HOLDS[condition[1]](value, float(condition[2])):
            return rest[:1]
        rest = rest[1:]
    if len(rest) < len(sections) or len(rest) == 1:
        return rest
    if value < 0:
        return sections[1:2]
    return sections[2:3] if not value and len(sections) > 2 else sections[:1]  # noqa: PLR2004


def _hides_minus(code: str) -> bool:
    """Tell whether a code shows a number below zero without a sign: its second section says all."""
    sections = _for_numbers(code)
    if len(sections) == 1 or _CONDITION.search(code):
        return False
    return not MINUS.search("".join(_literal(sections[1])))


def _some_of(moment: datetime, parts: str) -> str:
    match parts:
        case "ym":
            return f"{moment:%Y-%m}"
        case "y":
            return f"{moment:%Y}"
        case _:
            month = f"{moment:%m}" if "m" in parts else ""
            return f"--{month}-{moment:%d}" if "d" in parts else f"--{month}"


def _digits(section: str) -> tuple[tuple[str, bool], ...]:
    """List the places of a format that puts digits before or between those of a whole number."""
    places = []
    for quoted, escaped, unsaid, plain in _TOKEN.findall(section):
        if plain and plain not in _PLACES | _BESIDE:
            return ()
        text = quoted or escaped or plain
        places += [(one, bool(plain) and one in _PLACES) for one in text if not unsaid]
    asked = [one for one, is_place in places if is_place]
    said = any(one.isdigit() for one, is_place in places if not is_place)
    return tuple(places) if asked.count("0") > 1 or (said and asked) else ()


def _placed(digits: str, places: Sequence[tuple[str, bool]]) -> str:
    """Put the digits of a whole number into their places, the last into the last."""
    left = list(digits)
    most = sum(is_place for _, is_place in places)
    shown: list[str] = []
    for one, is_place in reversed(places):
        if not is_place:
            shown.append(one)
            continue
        most -= 1
        if left:
            shown += [left.pop()] if most else reversed([left.pop(0) for _ in range(len(left))])
        elif one == "0":
            shown.append("0")
    return "".join(reversed(shown)).strip()


def _instead(section: str, value: float) -> str | None:
    plain = _UNSAID.sub("", section).casefold()
    if not re.search("[0#?@hs]|general", plain):
        return "".join(_literal(section)).strip()
    if re.search("[hs]", plain):
        return _time(value if "[" in plain else value % 1)
    if scaled := _SCALED.search(plain):
        return f"{value / 1000.0 ** min(len(scaled[1]), _MOST_COMMAS):.15g}"
    return _beside_words(section, value)


def _time(days: float) -> str:
    if not 0 <= days < _LAST_DAY:
        return "####"  # as a spreadsheet shows it
    seconds = round(days * _DAY_SECONDS)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _beside_words(section: str, value: float) -> str | None:
    """Return a number with the words of its format, if they make it another one: `12 ล้าน`."""
    words = "".join(quoted or escaped for quoted, escaped, *_ in _TOKEN.findall(section))
    if _format(section).places and value >= 0 and value == int(value):
        return None  # its digits are told
    more_digits = any(one.isdigit() for one in words)
    if not value or not (more_digits or MULTIPLE.search(words)):
        return None
    shown = "".join(_filled(section, value)).strip()
    try:
        return None if float(shown) == value else shown
    except ValueError:
        return shown


def _filled(section: str, value: float) -> Iterator[str]:
    """Go through what a section shows, with the number in its first place of a digit."""
    decimals = sum(one in _PLACES for one in _QUOTED.sub("", section).partition(".")[2])
    number = f"{value:.{decimals}f}"
    for quoted, escaped, _, plain in _TOKEN.findall(section):
        if plain in _PLACES:
            yield number
            number = ""
        elif plain not in {".", ","}:
            yield quoted or escaped or plain


def _literal(section: str) -> Iterator[str]:
    for quoted, escaped, _, plain in _TOKEN.findall(section):
        yield quoted or escaped or plain
