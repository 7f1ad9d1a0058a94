"""A page of a PDF of unknown making -> the letters that it shows, each with its place."""

import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias, TypeGuard

import pikepdf
from pikepdf import Array, Name, Stream, String

from formgen.formats.pdf.encoding import FileFont
from formgen.formats.pdf.objects import (
    Item,
    entry,
    hostile,
    inherited,
    items,
    number,
    stream_bytes,
    text,
)

MOST_CONTENT: Final = 1 << 20
"""The most bytes of a page or drawing that are read; a page of ours has 30 thousand."""

_DEEPEST: Final = 6  # drawings inside drawings
_MOST_STEPS: Final = 500_000  # of one page; one of ours has 5 thousand
_MOST_STATES: Final = 10_000  # of the pen that are kept at a time; readers must keep 28
_MOSTLY: Final = 0.5
_OPERATORS: Final = (
    "q Q cm Do BT Tm Td TD T* TL Tf Tc Tw Tz Ts Tr Tj TJ ' \" m l c v y re h n "
    "S s f F f* B B* b b* BI ID EI W W* sh scn SCN"
)
_DRAWN: Final = frozenset({"m", "l", "c", "v", "y", "re"})
_BEGINS: Final = ("m", "re")
_CLOSES: Final = "h"
_OPEN: Final = "S"  # of all that paint only this one leaves a path open
_SQUARE: Final = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_STEPS: Final = 4  # in which a curve is followed
_PAINTED: Final = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_NOT_PAINTED: Final = ("n", "BT")
_CLIPS: Final = ("W", "W*")
_PATTERN: Final = ("scn", "SCN")  # where a name is given, what is painted next is a drawing
_SHADES: Final = "sh"
_INVISIBLE: Final = (3, 7)  # text rendering modes, ISO 32000-1, table 106
_SETS: Final = {
    "TL": "leading",
    "Tc": "between",
    "Tw": "word",
    "Tz": "percent",
    "Ts": "rise",
    "Tr": "mode",
}
_INLINE: Final = "INLINE IMAGE"  # what pikepdf calls a picture that stands in the content
SHOW: Final = ("Tj", "TJ", "'", '"')
"""The operators that show strings."""


class Matrix(NamedTuple):
    """A transformation of the plane, as PDF writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, other: "Matrix") -> "Matrix":
        """Do this one first, then the other."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def inverse(self) -> "Matrix":
        """Undo it; raises ZeroDivisionError where nothing can."""
        area = self.a * self.d - self.b * self.c
        turned = Matrix(self.d / area, -self.b / area, -self.c / area, self.a / area)
        e, f = turned.at(self.e, self.f)
        return turned._replace(e=-e, f=-f)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Transform a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Letter(NamedTuple):
    """What one glyph stands for: the ends of its stretch of the baseline, and the height of an em.

    In points of the page as the file counts them. `text` is U+FFFD where the file does not say.
    `font` is what the file calls the font; it is `own` if `text` is what formgen wrote there.
    """

    text: str
    x: float
    y: float
    x2: float
    y2: float
    em: float
    shown: bool
    font: str
    own: bool = False


Point: TypeAlias = tuple[float, float]


class Lines(NamedTuple):
    """What runs from point to point and is no letter: a line, or the edge of something filled.

    What a `picture` shows within its edges is not known: lines and letters may be in it.
    """

    points: tuple[Point, ...]
    picture: bool = False


class _Clip(NamedTuple):
    """The part of a page that is painted on, or a rectangle that has it all."""

    left: float = -1e6
    low: float = -1e6
    right: float = 1e6
    high: float = 1e6

    def within(self, points: Sequence[Point]) -> "_Clip":
        """Keep what is also between these points."""
        if not points:
            return self
        across, up = zip(*points, strict=True)
        return _Clip(
            max(self.left, min(across)),
            max(self.low, min(up)),
            min(self.right, max(across)),
            min(self.high, max(up)),
        )

    def corners(self) -> tuple[Point, ...]:
        """Go around it."""
        left, low, right, high = self
        return (left, low), (right, low), (right, high), (left, high)


_EVERYWHERE: Final = _Clip()

Fonts: TypeAlias = dict[object, FileFont]
"""The fonts of a file that were looked at, by the objects that they are."""


def page_letters(page: pikepdf.Object) -> list[Letter]:
    """Find the letters of a page and of the drawings on it, in the order in which they are drawn.

    Nothing is found in a page of more than a megabyte; raises FormgenError for one that draws
    without end.
    """
    return page_content(page)[0]


def page_content(
    page: pikepdf.Object, fonts: Fonts | None = None
) -> tuple[list[Letter], list[Lines]]:
    """Find the letters of a page, as `page_letters`, and the lines that are painted."""
    drawn = _read(page, {} if fonts is None else fonts)
    return drawn.letters, drawn.lines


def stream_content(
    stream: Stream, resources: Item, fonts: Fonts
) -> tuple[list[Letter], list[Lines]]:
    """Find the same in one of the streams that a page consists of."""
    drawn = _Content(fonts)
    drawn.draw(stream, resources, _Pen(Matrix()), _DEEPEST)
    return drawn.letters, drawn.lines


def is_picture(page: pikepdf.Object) -> bool:
    """Tell whether pictures cover most of a page, as they do where paper was scanned."""
    drawn = _read(page, {})
    edges = [number(one) for one in items(inherited(page, "/MediaBox"))]
    if len(edges) != 4:  # noqa: PLR2004 - the corners of a rectangle
        return False
    area = abs((edges[2] - edges[0]) * (edges[3] - edges[1]))
    return area > 0 and drawn.pictured > _MOSTLY * area


def _read(page: pikepdf.Object, fonts: Fonts) -> "_Content":
    drawn = _Content(fonts)
    drawn.draw(page, inherited(page, "/Resources"), _Pen(Matrix()), _DEEPEST)
    return drawn


def known_font(fonts: Fonts, listed: Item, name: str) -> FileFont:
    """Look up a font; those that are written inside another object have nothing to be known by."""
    place = (listed.objgen, name) if _is_indirect(listed) else None
    if known := fonts.get(place):
        return known
    font = entry(listed, name)
    if not _is_indirect(font):
        return FileFont(font)
    found = fonts.get(font.objgen) or fonts.setdefault(font.objgen, FileFont(font))
    return fonts.setdefault(place, found) if place else found


def _is_indirect(item: Item) -> TypeGuard[pikepdf.Object]:
    return isinstance(item, pikepdf.Object) and item.is_indirect


class _Content:
    """Follows the operators of a page."""

    def __init__(self, fonts: Fonts) -> None:
        self.letters: list[Letter] = []
        self.pictured = 0.0  # the area of all pictures, in square points
        self.lines: list[Lines] = []
        self._paths: list[list[Point]] = []
        self._clips = False  # whether the path is to bound what is painted
        self._steps = 0
        self._fonts = fonts

    def draw(self, holder: pikepdf.Object, resources: Item, pen: "_Pen", depth: int) -> None:
        """Read what a page or drawing shows."""
        fonts, drawings = entry(resources, "/Font"), entry(resources, "/XObject")
        named: dict[str, FileFont] = {}
        for operator, operands in instructions(holder):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise hostile("a page draws without end")
            if operator == "Tf" and len(operands) > 1:
                name = f"/{text(operands[0])}"
                pen.font = named.get(name) or known_font(self._fonts, fonts, name)
                named[name] = pen.font
                pen.size = number(operands[1])
            elif operator == "Do" and operands:
                drawing = entry(drawings, f"/{text(operands[0])}")
                if isinstance(drawing, Stream):
                    self._drawing(drawing, resources, pen, depth)
            elif operator in SHOW and operands:
                self._show(pen, operator, operands)
            elif operator == _INLINE:
                self._picture(pen.matrix)
            elif operator == _SHADES or (operator in _PATTERN and _named(operands)):
                self._unknown(pen.clip)
            else:
                self._line(operator, operands, pen)
                pen.turn(operator, operands)

    def _drawing(self, drawing: Stream, resources: Item, pen: "_Pen", depth: int) -> None:
        """Read a drawing on a page, or measure a picture; one that is not read is a picture too."""
        if entry(drawing, "/Subtype") == Name.Image:
            self._picture(pen.matrix)
            return
        place = _matrix(list(items(entry(drawing, "/Matrix")))) @ pen.matrix
        edges = [number(one) for one in items(entry(drawing, "/BBox"))]
        clip = pen.clip.within(_corners(edges, place))
        if not depth or len(stream_bytes(drawing)) > MOST_CONTENT:
            self._unknown(clip)
        else:
            own = entry(drawing, "/Resources") or resources
            self.draw(drawing, own, _Pen(place, clip), depth - 1)

    def _picture(self, place: Matrix) -> None:
        """Note a picture: it fills the unit square."""
        self.pictured += abs(place.a * place.d - place.b * place.c)
        self.lines.append(Lines(tuple(place.at(x, y) for x, y in _SQUARE), picture=True))

    def _unknown(self, clip: _Clip) -> None:
        """Note that something is drawn, wherever there may be drawn."""
        self.lines.append(Lines(clip.corners(), picture=True))

    def _line(self, operator: str, operands: Sequence[Item], pen: "_Pen") -> None:
        """Go on with a path, paint it or drop it."""
        if operator in _DRAWN:
            if operator in _BEGINS or not self._paths:
                self._paths.append([])
            path = self._paths[-1]
            path += _points(operator, [number(one) for one in operands], pen.matrix, path[-1:])
        elif operator == _CLOSES and self._paths:
            self._paths[-1] += self._paths[-1][:1]
        elif operator in _CLIPS:
            self._clips = True
        elif operator in _PAINTED or operator in _NOT_PAINTED:
            if operator in _PAINTED:
                ends = 0 if operator == _OPEN else 1
                self.lines += (Lines((*path, *path[:ends])) for path in self._paths)
            if self._clips:
                pen.clip = pen.clip.within([point for path in self._paths for point in path])
            self._paths, self._clips = [], False

    def _show(self, pen: "_Pen", operator: str, operands: Sequence[Item]) -> None:
        if operator in ("'", '"'):
            if operator == '"' and len(operands) == 3:  # noqa: PLR2004 - as the operator is defined
                pen.word, pen.between = number(operands[0]), number(operands[1])
            pen.turn("T*", ())
        shown = operands[-1]
        for part in items(shown) if isinstance(shown, Array) else (shown,):
            if isinstance(part, String):
                data = bytes(part)
                self._steps += len(data)
                self.letters += pen.letters(data)
            elif isinstance(part, int | Decimal):
                pen.move(-number(part) / 1000 * pen.size * pen.stretch)


class _Pen:
    """The state in which letters are drawn."""

    def __init__(self, start: Matrix, clip: _Clip = _EVERYWHERE) -> None:
        self.matrix = start
        self.clip = clip
        self.font = FileFont(None)
        self.size = 0.0
        self.between = self.word = self.rise = self.leading = 0.0
        self.percent = 100.0  # of their width
        self.mode = 0.0
        self.text = self.line = Matrix()
        self._kept: list[tuple[object, ...]] = []

    @property
    def stretch(self) -> float:
        """How much wider letters are drawn."""
        return self.percent / 100

    def turn(self, operator: str, operands: Sequence[Item]) -> None:
        """Do what an operator says that draws nothing."""
        if operator in _SETS:
            setattr(self, _SETS[operator], number(operands[0]) if operands else 0.0)
            return
        numbers = [number(one) for one in operands]
        match operator:
            case "q":
                self._keep(self._state())
            case "Q" if self._kept:
                self._restore(self._kept.pop())
            case "cm":
                self.matrix = _matrix(operands) @ self.matrix
            case "BT":
                self.text = self.line = Matrix()
            case "Tm":
                self.text = self.line = _matrix(operands)
            case "Td" | "TD" if len(numbers) > 1:
                if operator == "TD":
                    self.leading = -numbers[1]
                self._next(*numbers[:2])
            case "T*":
                self._next(0.0, -self.leading)
            case _:
                pass

    def letters(self, data: bytes) -> Iterator[Letter]:
        """Show a string: the letters of its glyphs, from where the pen is."""
        for word, width, blank in self.font.glyphs(data):
            whole = self.text @ self.matrix
            x, y = whole.at(0.0, self.rise)
            advance = width * self.size * self.stretch
            x2, y2 = whole.at(advance, self.rise)
            em = abs(self.size) * (whole.c**2 + whole.d**2) ** 0.5
            seen = self.mode not in _INVISIBLE
            yield Letter(word, x, y, x2, y2, em, seen, self.font.name, self.font.own)
            self.move(advance + (self.between + self.word * blank) * self.stretch)

    def move(self, along: float) -> None:
        """Move on along the line."""
        self.text = Matrix(e=along) @ self.text

    def _next(self, x: float, y: float) -> None:
        self.text = self.line = Matrix(e=x, f=y) @ self.line

    def _keep(self, state: tuple[object, ...]) -> None:
        if len(self._kept) == _MOST_STATES:
            raise hostile("a page keeps states of the pen without end")
        self._kept.append(state)

    def _state(self) -> tuple[object, ...]:
        return (
            self.matrix, self.font, self.size, self.between, self.word, self.rise, self.leading,
            self.percent, self.mode, self.clip,
        )  # fmt: skip

    def _restore(self, state: tuple[object, ...]) -> None:
        (
            self.matrix, self.font, self.size, self.between, self.word, self.rise, self.leading,
            self.percent, self.mode, self.clip,
        ) = state  # type: ignore[assignment]  # fmt: skip


def _points(
    operator: str, numbers: Sequence[float], place: Matrix, before: Sequence[Point]
) -> list[Point]:
    """Return the points of one step of a path, which goes on from the one `before`."""
    if operator == "re":
        if len(numbers) < 4:  # noqa: PLR2004 - x, y, width, height
            return []
        x, y, width, height = numbers[:4]
        return [place.at(x + a * width, y + b * height) for a, b in (*_SQUARE, _SQUARE[0])]
    points = [place.at(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
    match operator:
        case "v":
            return _curve([*before, *before, *points])
        case "y":
            return _curve([*before, *points, *points[-1:]])
        case "c":
            return _curve([*before, *points])
        case _:
            return points


def _corners(edges: Sequence[float], place: Matrix) -> list[Point]:
    """Return the corners of a rectangle after it was moved; none of what is no rectangle."""
    if len(edges) != 4:  # noqa: PLR2004
        return []
    return [place.at(x, y) for x in edges[::2] for y in edges[1::2]]


def _named(operands: Sequence[Item]) -> bool:
    return bool(operands) and isinstance(operands[-1], Name)


def _curve(points: Sequence[Point]) -> list[Point]:
    """Go along a Bézier curve in a few steps; its ends alone where its points are not four."""
    if len(points) != 4:  # noqa: PLR2004
        return list(points)
    shares = (n / _STEPS for n in range(1, _STEPS + 1))
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3) for t in shares]
    return [
        (
            sum(share * x for share, (x, _) in zip(each, points, strict=True)),
            sum(share * y for share, (_, y) in zip(each, points, strict=True)),
        )
        for each in weights
    ]


def instructions(
    holder: pikepdf.Object, operators: str = _OPERATORS
) -> Iterator[tuple[str, Sequence[Item]]]:
    """Go through the operators of a page or drawing: one of `operators`, and what it is given.

    Raises PdfError for content that ends in the middle.
    """
    content = holder if isinstance(holder, Stream) else entry(holder, "/Contents")
    streams = items(content) if isinstance(content, Array) else [content]
    if sum(len(stream_bytes(one)) for one in streams) > MOST_CONTENT:
        return
    if isinstance(holder, Stream) or content is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            try:
                parsed = pikepdf.parse_content_stream(holder, operators)
            except (UserWarning, IndexError) as cut:  # what came before is not all
                raise pikepdf.PdfError(str(cut)) from cut
        for one in parsed:
            yield str(one.operator), list(one.operands)


def _matrix(numbers: Sequence[Item]) -> Matrix:
    return Matrix(*map(number, numbers)) if len(numbers) == len(Matrix._fields) else Matrix()
