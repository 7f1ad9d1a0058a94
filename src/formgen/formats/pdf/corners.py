"""A page's code -> what is printed in its corners: two QR codes and two squares."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel

from formgen.formats.pdf.sheet import FORM, MM

EDGE: Final = 10 * MM  # nearer to the edge of the paper scanners and feeders cut
MODULE: Final = 0.5 * MM
SQUARE: Final = 4 * MM
CODED: Final = ("B", "D")  # top right, bottom left: the squares are in the other two
_VERSION: Final = 1  # 21 modules; with M, 20 characters at most
_MODULES: Final = 21
_SIDE: Final = _MODULES * MODULE
_QUIET: Final = 4 * MODULE


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
    "B": (FORM.width - EDGE - _SIDE, EDGE),
    "D": (EDGE, FORM.height - EDGE - _SIDE),
}


def code(corner: str, text: str) -> Iterator[Rectangle]:
    """Go through the black bars of a code: rows of modules, joined where they touch."""
    symbol: Any = QRCode(_VERSION, QRErrorCorrectLevel.M)
    symbol.addData(QRAlphaNum(text))
    symbol.make()
    left, top = ORIGINS[corner]
    for row in range(_MODULES):
        column = 0
        while column < _MODULES:
            start = column
            while column < _MODULES and symbol.isDark(row, column):
                column += 1
            if column > start:
                x, y = left + start * MODULE, top + row * MODULE
                yield Rectangle(x, y, (column - start) * MODULE, MODULE)
            column += 1


def legend(corner: str) -> Legend:
    """Place the readable code: under the one at the top, over the one at the bottom."""
    left, top = ORIGINS[corner]
    under, over = top + _SIDE + _QUIET + LEGEND_SIZE, top - _QUIET - _LEGEND_LEADING
    first = under if corner == "B" else over
    return Legend(left, (first, first + _LEGEND_LEADING))
