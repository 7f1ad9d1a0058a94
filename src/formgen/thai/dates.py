"""Dates <-> Thai official text, in the Buddhist era (BE = CE + 543)."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

from formgen.thai.numerals import to_arabic, to_thai

MONTHS: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT: Final = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

_BE_AHEAD: Final = 543  # years
_THAILAND: Final = timezone(timedelta(hours=7))  # no summer time since 1920
# Until 1940 the Thai year began on 1 April, so an earlier BE year does not tell the CE year.
_FIRST_CE: Final = 1941
_LAST_CE: Final = 2156  # BE 2699; later ones are slips of the finger
# A two-digit year is BE 25yy. 00-42 would be CE 2000-2042 just as well, so only later ones count.
_CENTURY_BE: Final = 2500
_FIRST_SHORT_YEAR: Final = 43

_MONTH_OF: Final = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name.replace(".", ""): number for number, name in enumerate(MONTHS_SHORT, 1)
}
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR: Final = r"(?P<era>พ\. ?ศ\. ?|พศ ?|ค\. ?ศ\. ?|คศ ?)?(?P<year>[0-9]{4}|[0-9]{2})"
_NAMED: Final = re.compile(
    r"(?:วันที่ ?)?(?P<day>[0-9]{1,2}) ?(?:เดือน ?)?(?P<month>[ก-๎. ]+?) ?" + _YEAR
)
_NUMBERED: Final = re.compile(
    r"(?:วันที่ ?)?(?P<day>[0-9]{1,2}) ?(?P<by>[/.-]) ?(?P<month>[0-9]{1,2}) ?(?P=by) ?" + _YEAR
)


def thai_date(day: date) -> str:
    """A date as an official letter writes it: `๒๒ พฤศจิกายน ๒๕๖๙`."""
    return to_thai(f"{day.day} {MONTHS[day.month - 1]} {day.year + _BE_AHEAD}")


def thai_date_short(day: date) -> str:
    """A date as tables and notes inside an agency write it: `๒๒ พ.ย. ๖๙`."""
    year = (day.year + _BE_AHEAD) % 100
    return to_thai(f"{day.day} {MONTHS_SHORT[day.month - 1]} {year:02}")


def day_in_thailand(text: str) -> str:
    """Return the ISO date of an ISO 8601 moment in Thailand; what is no moment stays as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    here = moment.astimezone(_THAILAND) if moment.tzinfo else moment
    return here.date().isoformat()


def thai_moment(text: str) -> str:
    """Say an ISO 8601 moment by the clock of Thailand: `๒๒ พฤศจิกายน ๒๕๖๙ เวลา ๑๐.๑๒ น.`.

    A bare date stays a date; what is neither stays as it is.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return thai_date(moment.date())
    here = moment.astimezone(_THAILAND)
    return f"{thai_date(here.date())} เวลา {to_thai(here.strftime('%H.%M'))} น."


def parse_date(text: str) -> date | None:
    """The date a person wrote, or None where it is impossible or could be another date.

    Reads `๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙`, `22 พ.ย. 69`, `๒๒/๑๑/๒๕๖๙` (day first) and ISO 8601
    `2026-11-22`. A year is Buddhist unless it says ค.ศ.: `22/11/2026` is None.
    """
    written = " ".join(to_arabic(text).split())
    if iso := _ISO.fullmatch(written):
        year, month, day = map(int, iso.groups())
        return _date(year, month, day)
    if named := _NAMED.fullmatch(written):
        name = named["month"].replace(".", "").replace(" ", "")
        return _from_parts(named, _MONTH_OF.get(name, 0))
    if numbered := _NUMBERED.fullmatch(written):
        return _from_parts(numbered, int(numbered["month"]))
    return None


def _from_parts(parts: re.Match[str], month: int) -> date | None:
    year = _ce_year(parts["era"] or "", parts["year"])
    return None if year is None else _date(year, month, int(parts["day"]))


def _ce_year(era: str, digits: str) -> int | None:
    year = int(digits)
    four_digits = len(digits) == len("2569")
    if era.startswith("ค"):
        return year if four_digits else None
    if four_digits:
        return year - _BE_AHEAD
    if era or year >= _FIRST_SHORT_YEAR:
        return _CENTURY_BE + year - _BE_AHEAD
    return None


def _date(year: int, month: int, day: int) -> date | None:
    if not _FIRST_CE <= year <= _LAST_CE:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
