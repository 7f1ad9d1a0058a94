"""A page's code -> what is printed in its corners: two QR codes and two squares."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import Final, NamedTuple

from formgen import fonts
from formgen.formats.pdf import qr
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.text import number
from formgen.model.form import Form
from formgen.model.identity import PAGE_ALPHABET, Token, page_code

EDGE: Final = 10 * MM  # nearer to the edge of the paper scanners and feeders cut
MODULE: Final = 0.5 * MM
SQUARE: Final = 4 * MM
CODED: Final = ("B", "D")  # top right, bottom left: the squares are in the other two
SIDE: Final = qr.SIDE * MODULE
_QUIET: Final = 4 * MODULE
_UNIT: Final = f"{MODULE:.5f}"
_FINDER: Final = ((0, 0, 7, 1), (0, 6, 7, 1), (0, 1, 1, 5), (6, 1, 1, 5), (2, 2, 3, 3))
_REST: Final = qr.area(range(qr.SIDE), range(qr.SIDE)) & ~sum(
    qr.area(range(row, row + 7), range(column, column + 7)) for row, column in qr.FINDERS
)
_GLYPH: Final = re.compile(b"....")
_PLACE: Final = 15 * 4  # digits of the glyphs of a code before the one of the corner
_BLACK: Final = re.compile("1+")


class Rectangle(NamedTuple):
    """A black rectangle; points, from the page's top left corner."""

    x: float
    y: float
    width: float
    height: float


class Legend(NamedTuple):
    """A corner's code for the eye, in two lines: the left end of each and its baseline."""

    x: float
    baselines: tuple[float, float]


SQUARES: Final = (
    Rectangle(EDGE, EDGE, SQUARE, SQUARE),
    Rectangle(FORM.width - EDGE - SQUARE, FORM.height - EDGE - SQUARE, SQUARE, SQUARE),
)
LEGEND_SIZE: Final = 5.0
_LEGEND_LEADING: Final = 6.0
ORIGINS: Final = {
    "B": (FORM.width - EDGE - SIDE, EDGE),
    "D": (EDGE, FORM.height - EDGE - SIDE),
}


def of_page(form: Form, token: Token | None, page: int) -> bytes:
    """Draw the corners of one page of a copy; pages are counted from 1."""
    return drawn({corner: page_code(form, token, page, corner) for corner in CODED})


def code_in(drawing: bytes) -> str | None:
    """Read the code for the eye in the first corner; the inverse of `of_page`.

    None for what is not drawn as this version draws, or does not say the same in both corners.
    """
    match = _drawing().fullmatch(drawing.strip())
    if not match:
        return None
    one, other = match[1] + match[2], match[3] + match[4]
    same = one[:_PLACE] == other[:_PLACE]
    return "".join(map(_character, _GLYPH.findall(one))) if same else None


def drawn(codes: Mapping[str, str]) -> bytes:
    """Draw the squares of a page, and in the other corners its codes for machine and eye."""
    each = (part for corner in CODED for part in _parts(codes[corner]))
    return _frame().format(*each).encode("ascii")


def _parts(code: str) -> tuple[str, str, str]:
    """What of a corner differs from code to code: its bars and the two lines to read."""
    shown = "".join(map(_shown, code))
    half = len(shown) // 2
    return _bars(code), shown[:half], shown[half:]


@cache
def _frame() -> str:
    """What all pages have in their corners; it is to be formatted with the parts of each code."""
    squares = [
        f"{number(x)} {number(FORM.height - y - height)} {number(width)} {number(height)} re"
        for x, y, width, height in SQUARES
    ]
    words = ["/Artifact BMC q 0 g", *squares, "f"]
    font = f"/{fonts.field().name} {number(LEGEND_SIZE)} Tf"
    for corner in CODED:
        left, top = ORIGINS[corner]
        words.append(f"q {_UNIT} 0 0 -{_UNIT} {number(left)} {number(FORM.height - top)} cm")
        words += [*_finders(), "{} f Q"]
        place = legend(corner)
        for baseline in place.baselines:
            at = f"{number(place.x)} {number(FORM.height - baseline)}"
            words.append(f"BT 1 0 0 1 {at} Tm {font} [<{{}}>] TJ ET")
    return " ".join([*words, "Q EMC"])


@cache
def _drawing() -> re.Pattern[bytes]:
    """Tell what all pages have in their corners from what differs; the lines to read are groups."""
    bars, line = "[0-9 re]*", "([0-9A-F]*)"
    parts = map(re.escape, _frame().split("{}"))
    kinds = [bars, line, line, bars, line, line]
    whole = (piece for pair in zip_longest(parts, kinds, fillvalue="") for piece in pair)
    return re.compile("".join(whole).encode())


def _finders() -> Iterator[str]:
    """Draw the squares of a code: a frame and a square in it."""
    for row, column in qr.FINDERS:
        for x, y, width, height in _FINDER:
            yield f"{column + x} {row + y} {width} {height} re"


def _bars(code: str) -> str:
    """Draw the rest of the black of a code; the unit is a module."""
    pieces = _pieces()
    modules = (qr.symbol(code) & _REST).to_bytes(len(pieces), "little")
    return " ".join([bars[eight] for bars, eight in zip(pieces, modules, strict=True)])


class _Bars(dict[int, str]):
    """The black of eight modules of a row, each pattern drawn when it is first asked for."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__()
        self._row = row
        self._column = column

    def __missing__(self, modules: int) -> str:
        runs = _BLACK.finditer(f"{modules:08b}"[::-1])
        self[modules] = " ".join(
            f"{self._column + run.start()} {self._row} {run.end() - run.start()} 1 re"
            for run in runs
        )
        return self[modules]


@cache
def _pieces() -> list[_Bars]:
    """The pieces that rows are put together from, as the bytes of a symbol are."""
    return [_Bars(row, column) for row in range(qr.SIDE) for column in range(0, qr.ROW, 8)]


def _character(glyph: bytes) -> str:
    return _characters().get(glyph, "")


@cache
def _characters() -> Mapping[bytes, str]:
    return {_shown(one).encode(): one for one in PAGE_ALPHABET}


@cache
def _shown(character: str) -> str:
    """The glyph of a character: those of codes stand beside each other without kerning."""
    return "".join(f"{glyph.code:04X}" for glyph in fonts.field().shape(character))


def legend(corner: str) -> Legend:
    """Place the readable code: under the one at the top, over the one at the bottom."""
    left, top = ORIGINS[corner]
    under, over = top + SIDE + _QUIET + LEGEND_SIZE, top - _QUIET - _LEGEND_LEADING
    first = under if corner == "B" else over
    return Legend(left, (first, first + _LEGEND_LEADING))
