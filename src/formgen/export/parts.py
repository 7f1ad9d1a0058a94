"""A long list -> the sheets it stands on, so that what is typed into them can be read again."""

from collections.abc import Iterator
from typing import Final

from formgen.thai.numerals import to_thai

_MOST_CELLS: Final = 180_000  # of a sheet; a reader takes 200,000 for an attack


def parts(name: str, count: int, columns: int) -> Iterator[tuple[str, range]]:
    """Go through the sheets of a list: the name of each and its rows, from 0.

    There is one for a list without rows also.
    """
    most = max(_MOST_CELLS // columns, 1)
    for start in range(0, max(count, 1), most):
        number = start // most + 1
        own = name if number == 1 else f"{name} {to_thai(number)}"
        yield own, range(start, min(start + most, count))
