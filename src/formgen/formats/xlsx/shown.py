"""A number or a day, and the words that a program shows of it -> whether they say the same."""

import re
from collections.abc import Iterator
from typing import Final

from formgen.formats.xlsx.number_formats import MINUS, MULTIPLE
from formgen.thai.numerals import to_arabic

_NUMBER: Final = re.compile(r"[0-9](?:[0-9.,'’\s]*[0-9])?(?:E[+-]?[0-9]{1,2})?")
_BETWEEN: Final = re.compile("[0-9]-[0-9]")
_DAY: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LONGEST: Final = 40  # characters of a number
_NEARLY: Final = 1e-9  # of a number: what is lost in counting
_BUDDHIST: Final = 543  # years


def is_padded(number: str, text: str) -> bool:
    """Tell whether a text shows a whole number with digits or dashes of its own: 81 as `0-81`."""
    text = to_arabic(text)
    digits = re.sub("[^0-9]", "", text)
    if not number.isdecimal() or digits.lstrip("0") != number.lstrip("0") or set(text) & set(".,"):
        return False
    return len(digits) > len(number) or bool(_BETWEEN.search(text))


def shows_number(number: str, text: str) -> bool:
    """Tell whether a text says this number and no other, perhaps rounded, with other words.

    A comma may stand between thousands or before decimals, a point before decimals only.
    """
    try:
        value = float(number)
    except ValueError:
        return False
    text = to_arabic(text)
    said = _NUMBER.findall(text)
    if len(said) != 1 or len(said[0]) > _LONGEST:
        return False
    if (value < 0 and not MINUS.search(text)) or (value and MULTIPLE.search(text)):
        return False
    size = abs(value)
    return any(
        abs(size - one) <= half * (1 + _NEARLY) + size * _NEARLY for one, half in _readings(said[0])
    )


def _readings(said: str) -> Iterator[tuple[float, float]]:
    """Go through the numbers that digits may stand for, each with half of its last place."""
    digits, _, power = said.partition("E")
    parts = re.split("([.,])", re.sub(r"['’\s]", "", digits))
    whole = "".join(part for part in parts if part.isdecimal())
    places = {len(parts[-1])} if "." in parts else {0, len(parts[-1]) if "," in parts else 0}
    for decimals in sorted(places):
        unit = 10.0 ** (int(power or 0) - decimals)
        yield int(whole) * unit, unit / 2


def shows_day(day: str, text: str) -> bool:
    """Tell whether a text says the day, the month and the year of a date in ISO 8601."""
    match = _DAY.match(day)
    if match is None:
        return False
    year, month, of_month = map(int, match.groups())
    numbers = [int(one) for one in re.findall("[0-9]{1,4}", to_arabic(text))]
    years = {one for full in (year, year + _BUDDHIST) for one in (full, full % 100)}
    for wanted in ({of_month}, years):
        one = next((one for one in numbers if one in wanted), None)
        if one is None:
            return False
        numbers.remove(one)
    return month in numbers or len(_LETTER.findall(text)) > 1  # Nov, พ.ย.
