"""Codes of a page -> QR symbols of version 1-M, as fast as copies are written.

A symbol is a number: the module of row r and column c is its bit `ROW * r + c`, 1 for black.
But for the choice of the mask all is linear over bits: ReportLab encodes each bit once, and every
symbol is put together from these.
"""

import functools
from typing import Any, Final, NamedTuple

from reportlab.graphics.barcode import qrencoder

SIDE: Final = 21
"""Modules of a side."""

ROW: Final = 24
"""Bits from row to row: whole bytes."""

FINDERS: Final = ((0, 0), (0, SIDE - 7), (SIDE - 7, 0))
"""Row and column where the three squares begin that are in every symbol, 7 modules wide."""

_LIBRARY: Final[Any] = qrencoder  # without types
_VERSION: Final = 1
_DATA: Final = 16  # bytes; ISO/IEC 18004, table 7
_CHECK: Final = 10  # bytes of Reed and Solomon behind them
_MASKS: Final = 8
_CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {character: value for value, character in enumerate(_CHARACTERS)}
_MODE: Final = 0b0010  # these characters; how many they are follows in nine bits
_FILL: Final = b"\xec\x11"


class _Tables(NamedTuple):
    """What symbols are put together from.

    `data` has of each byte of data and each of its values the modules which that makes black, those
    of the check bytes among them.  `judged` and `drawn` are symbols without data, one of each mask:
    as the mask is judged, before the format is in it, and as it is drawn.
    """

    data: tuple[tuple[int, ...], ...]
    judged: tuple[int, ...]
    drawn: tuple[int, ...]


def symbol(text: str) -> int:
    """Make the symbol of an even number of characters, 20 at most: digits and capitals."""
    tables = _tables()
    data = 0
    for modules, byte in zip(tables.data, _encoded(text), strict=True):
        data ^= modules[byte]
    penalties = [_penalty(data ^ judged) for judged in tables.judged]
    return data ^ tables.drawn[penalties.index(min(penalties))]


def area(rows: range, columns: range) -> int:
    """All modules of these rows and columns."""
    return sum(1 << ROW * row + column for row in rows for column in columns)


def _encoded(text: str) -> bytes:
    """Pack a text into bytes of data: two characters take 11 bits."""
    bits = _MODE << 9 | len(text)
    for one, other in zip(text[::2], text[1::2], strict=True):
        bits = bits << 11 | len(_CHARACTERS) * _VALUES[one] + _VALUES[other]
    length = 4 + 9 + 11 * len(text) // 2
    used = min(_DATA, -(-(length + 4) // 8))  # four bits of 0 say that this is the end
    packed = (bits << 8 * used - length).to_bytes(used, "big")
    return packed + (_FILL * _DATA)[: _DATA - used]


# ---------------------------------------------------------------- the mask


_NOT_LAST_COLUMN: Final = area(range(SIDE), range(SIDE - 1))
_NOT_LAST_ROW: Final = area(range(SIDE - 1), range(SIDE))
_FINDER_STARTS: Final = area(range(SIDE), range(SIDE - 11))
_TWO_ROWS: Final = 2 * ROW
_ALL: Final = SIDE**2


def _penalty(modules: int) -> int:
    """Count what makes a symbol hard to read, as ReportLab counts it.

    It differs from ISO/IEC 18004 in what looks like a finder: that is sought from left to right in
    rows only.  Any mask is a valid choice.
    """
    # The modules that are like their neighbours; `~` would be slower, for it makes them negative.
    beside = (modules ^ modules >> 1) & _NOT_LAST_COLUMN ^ _NOT_LAST_COLUMN
    below = (modules ^ modules >> ROW) & _NOT_LAST_ROW ^ _NOT_LAST_ROW
    across = beside & beside >> 1
    across &= across >> 2  # the first of five alike
    down = below & below >> ROW
    down &= down >> _TWO_ROWS
    longer = (across & across >> 1).bit_count() + (down & down >> ROW).bit_count()
    runs = 3 * (across.bit_count() + down.bit_count()) - 2 * longer  # 3 for five, 1 for each more
    squares = (beside & beside >> ROW & below).bit_count()
    black = modules & modules >> 2 & modules >> 3 & modules >> 4 & modules >> 6 & _FINDER_STARTS
    white = black & (
        modules >> 1 | modules >> 5 | modules >> 7 | modules >> 8 | modules >> 9 | modules >> 10
    )
    finders = (black ^ white).bit_count()
    share = abs(100 * modules.bit_count() // _ALL - 50) // 5
    return runs + 3 * squares + 40 * finders + 10 * share


# ---------------------------------------------------------------- the tables


@functools.cache
def _tables() -> _Tables:
    encoder = _LIBRARY.QRCode(_VERSION, _LIBRARY.QRErrorCorrectLevel.M)
    encoder.dataCache = [0] * (_DATA + _CHECK)
    judged: list[int] = []
    drawn: list[int] = []
    for mask in range(_MASKS):
        for symbols, unfinished in ((judged, True), (drawn, False)):
            encoder.makeImpl(unfinished, mask)
            symbols.append(_modules(encoder.modules))
    places = [1 << ROW * row + column for column, row in encoder.dataPosIterator()]
    bits = [
        sum(place for place, black in zip(places, _checked(n), strict=True) if black == "1")
        for n in range(8 * _DATA)
    ]
    data = [_sums(bits[8 * at : 8 * at + 8]) for at in reversed(range(_DATA))]
    return _Tables(tuple(data), tuple(judged), tuple(drawn))


def _modules(rows: list[list[bool]]) -> int:
    return sum(
        1 << ROW * row + column
        for row, modules in enumerate(rows)
        for column, black in enumerate(modules)
        if black
    )


def _checked(n: int) -> str:
    """Write out, with its check bytes, data in which only bit n counted from the end is 1."""
    data = (1 << n).to_bytes(_DATA, "big")
    rest = _LIBRARY.QRPolynomial([*data], _CHECK).mod(_generator())
    check = bytes(rest.num).rjust(_CHECK, b"\0")
    return "".join(f"{byte:08b}" for byte in data + check)


@functools.cache
def _generator() -> Any:
    return _LIBRARY.QRUtil.getErrorCorrectPolynomial(_CHECK)


def _sums(bits: list[int]) -> tuple[int, ...]:
    """Add up the modules of the bits of each byte; the first bit is its lowest."""
    sums = [0]
    for bit in bits:
        sums += [each ^ bit for each in sums]
    return tuple(sums)
