"""A page of a PDF of unknown making -> the letters that it shows, each with its place."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Name, Stream, String

from formgen.formats.pdf.encoding import FileFont
from formgen.formats.pdf.objects import Item, entry, hostile, items, number, stream_bytes, text

MOST_CONTENT: Final = 1 << 20
"""The most bytes of a page or drawing that are read; a page of ours has 30 thousand."""

_DEEPEST: Final = 6  # drawings inside drawings
_MOST_STEPS: Final = 500_000  # of one page; one of ours has 5 thousand
_PARENTS: Final = 32
_MOSTLY: Final = 0.5
_OPERATORS: Final = (
    "q Q cm Do BT Tm Td TD T* TL Tf Tc Tw Tz Ts Tr Tj TJ ' \" m l c v y re n S s f F f* B B* b b*"
)
_DRAWN: Final = frozenset({"m", "l", "c", "v", "y", "re"})
_PAINTED: Final = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_NOT_PAINTED: Final = ("n", "BT")
_INVISIBLE: Final = (3, 7)  # text rendering modes, ISO 32000-1, table 106
_SETS: Final = {
    "TL": "leading",
    "Tc": "between",
    "Tw": "word",
    "Tz": "percent",
    "Ts": "rise",
    "Tr": "mode",
}
_SHOW: Final = ("Tj", "TJ", "'", '"')


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
    `font` is what the file calls the font.
    """

    text: str
    x: float
    y: float
    x2: float
    y2: float
    em: float
    shown: bool
    font: str


class Lines(NamedTuple):
    """The points between which something is drawn that is no letter, in points of the page."""

    points: tuple[tuple[float, float], ...]


def page_letters(page: pikepdf.Object) -> list[Letter]:
    """Find the letters of a page and of the drawings on it, in the order in which they are drawn.

    Nothing is found in a page of more than a megabyte; raises FormgenError for one that draws
    without end.
    """
    return page_content(page)[0]


def page_content(page: pikepdf.Object) -> tuple[list[Letter], list[Lines]]:
    """Find the letters of a page, as `page_letters`, and the lines that are painted."""
    reader = _Reader()
    reader.draw(page, inherited(page, "/Resources"), Matrix(), _DEEPEST)
    return reader.letters, reader.lines


def is_picture(page: pikepdf.Object) -> bool:
    """Tell whether pictures cover most of a page, as they do where paper was scanned."""
    reader = _Reader()
    reader.draw(page, inherited(page, "/Resources"), Matrix(), _DEEPEST)
    edges = [number(one) for one in items(inherited(page, "/MediaBox"))]
    if len(edges) != 4:  # noqa: PLR2004 - the corners of a rectangle
        return False
    area = abs((edges[2] - edges[0]) * (edges[3] - edges[1]))
    return area > 0 and reader.pictured > _MOSTLY * area


def inherited(page: Item, key: str) -> Item:
    """Look up what a page says, or what a node of the tree above it says for it."""
    node = page
    for _ in range(_PARENTS):
        found = entry(node, key)
        if found is not None:
            return found
        node = entry(node, "/Parent")
    return None


class _Reader:
    """Follows the operators of a page."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.pictured = 0.0  # the area of all pictures, in square points
        self.lines: list[Lines] = []
        self._path: list[tuple[float, float]] = []
        self._steps = 0
        self._fonts: dict[object, FileFont] = {}

    def draw(self, holder: pikepdf.Object, resources: Item, start: Matrix, depth: int) -> None:
        """Read what a page or drawing shows."""
        fonts, drawings = entry(resources, "/Font"), entry(resources, "/XObject")
        pen = _Pen(start)
        for operator, operands in _instructions(holder):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise hostile("a page draws without end")
            if operator == "Tf" and len(operands) > 1:
                pen.font = self._font(entry(fonts, f"/{text(operands[0])}"))
                pen.size = number(operands[1])
            elif operator == "Do" and operands and depth:
                drawing = entry(drawings, f"/{text(operands[0])}")
                if isinstance(drawing, Stream):
                    self._drawing(drawing, resources, pen.matrix, depth)
            elif operator in _SHOW and operands:
                self._show(pen, operator, operands)
            else:
                self._line(operator, operands, pen.matrix)
                pen.turn(operator, operands)

    def _drawing(self, drawing: Stream, resources: Item, place: Matrix, depth: int) -> None:
        """Read a drawing on a page, or measure a picture."""
        if entry(drawing, "/Subtype") == Name.Image:
            self.pictured += abs(place.a * place.d - place.b * place.c)
        else:
            inner = _matrix(list(items(entry(drawing, "/Matrix")))) @ place
            self.draw(drawing, entry(drawing, "/Resources") or resources, inner, depth - 1)

    def _line(self, operator: str, operands: Sequence[Item], place: Matrix) -> None:
        """Go on with a path, paint it or drop it."""
        if operator in _DRAWN:
            self._path += _points(operator, [number(one) for one in operands], place)
        elif operator in _PAINTED:
            self._paint()
        elif operator in _NOT_PAINTED:
            self._path = []

    def _paint(self) -> None:
        if self._path:
            self.lines.append(Lines(tuple(self._path)))
        self._path = []

    def _font(self, font: Item) -> FileFont:
        key = font.objgen if isinstance(font, pikepdf.Object) and font.is_indirect else id(font)
        if key not in self._fonts:
            self._fonts[key] = FileFont(font)
        return self._fonts[key]

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

    def __init__(self, start: Matrix) -> None:
        self.matrix = start
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
            case "q" if len(self._kept) < _PARENTS:
                self._kept.append(self._state())
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
            yield Letter(word, x, y, x2, y2, em, self.mode not in _INVISIBLE, self.font.name)
            self.move(advance + (self.between + self.word * blank) * self.stretch)

    def move(self, along: float) -> None:
        """Move on along the line."""
        self.text = Matrix(e=along) @ self.text

    def _next(self, x: float, y: float) -> None:
        self.text = self.line = Matrix(e=x, f=y) @ self.line

    def _state(self) -> tuple[object, ...]:
        return (
            self.matrix, self.font, self.size, self.between, self.word, self.rise, self.leading,
            self.percent, self.mode,
        )  # fmt: skip

    def _restore(self, state: tuple[object, ...]) -> None:
        (
            self.matrix, self.font, self.size, self.between, self.word, self.rise, self.leading,
            self.percent, self.mode,
        ) = state  # type: ignore[assignment]  # fmt: skip


def _points(
    operator: str, numbers: Sequence[float], place: Matrix
) -> Iterator[tuple[float, float]]:
    """Go through the points of one step of a path."""
    if operator == "re" and len(numbers) > 3:  # noqa: PLR2004 - x, y, width, height
        x, y, width, height = numbers[:4]
        yield from (place.at(x + a, y + b) for a in (0.0, width) for b in (0.0, height))
    elif operator != "re":
        yield from (place.at(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False))


def _instructions(holder: pikepdf.Object) -> Iterator[tuple[str, Sequence[Item]]]:
    content = holder if isinstance(holder, Stream) else entry(holder, "/Contents")
    streams = items(content) if isinstance(content, Array) else [content]
    if sum(len(stream_bytes(one)) for one in streams) > MOST_CONTENT:
        return
    if isinstance(holder, Stream) or content is not None:
        for one in pikepdf.parse_content_stream(holder, _OPERATORS):
            if isinstance(one, pikepdf.ContentStreamInstruction):
                yield str(one.operator), list(one.operands)


def _matrix(numbers: Sequence[Item]) -> Matrix:
    return Matrix(*map(number, numbers)) if len(numbers) == len(Matrix._fields) else Matrix()
