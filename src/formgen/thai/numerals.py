"""ASCII digits <-> Thai digits, and numbers as people write them."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_WHOLE: Final = r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
_INTEGER: Final = re.compile(_WHOLE)
_DECIMAL: Final = re.compile(_WHOLE + r"(?:\.[0-9]+)?")
_LONGEST: Final = 100  # characters; nobody writes a longer number, and int() slows down on them


def to_thai(value: str | int) -> str:
    """Every ASCII digit as a Thai digit: `to_thai("ข้อ 12")` is `ข้อ ๑๒`."""
    return str(value).translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Reverse `to_thai`."""
    return text.translate(_TO_ARABIC)


def thai_number(number: Decimal | float, decimals: int = 0) -> str:
    """A number in Thai digits with grouped thousands: `๑,๒๓๔.๕๖`.

    Halves round away from zero, as a spreadsheet shows them, and a float counts as the decimal
    it is printed as: 2.675 gives ๒.๖๘. Raises ValueError for a number that is not finite.
    """
    exact = Decimal(str(number))
    if not exact.is_finite():
        message = f"not a finite number: {number}"
        raise ValueError(message)
    with localcontext(rounding=ROUND_HALF_UP):
        return to_thai(format(exact, f"z,.{decimals}f"))


def parse_integer(text: str) -> int | None:
    """The whole number written in Thai or ASCII digits, or None where it could be anything else.

    Commas must group thousands: `๑,๒๓๔` is 1234, `12,34` is None.
    """
    written = _written(text, _INTEGER)
    return None if written is None else int(written)


def parse_decimal(text: str) -> Decimal | None:
    """As `parse_integer`, with a point and at least one digit on each side of it."""
    written = _written(text, _DECIMAL)
    return None if written is None else Decimal(written)


def _written(text: str, pattern: re.Pattern[str]) -> str | None:
    written = to_arabic(text.strip())
    if len(written) > _LONGEST or not pattern.fullmatch(written):
        return None
    return written.replace(",", "")
