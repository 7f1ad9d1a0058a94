"""The sheet of paper and what stands on it; points, from its top left corner."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from formgen.fonts import TH_SARABUN
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import SetLine
from formgen.model.form import Field, Placement
from formgen.model.survey import Choice

MM: Final = 72 / 25.4

SIZE: Final = 16 * TH_SARABUN  # the size of official letters
LEADING: Final = 16.0

THIN: Final = 0.5  # rules and frames
BOX: Final = 4 * MM  # what the reader of paper needs: side, outline, and distance of boxes
BOX_LINE: Final = 0.6
BOX_PITCH: Final = 6.5 * MM
BOX_GAP: Final = 2 * MM  # to its label
FIELD: Final = 24.0  # a field for one line; in lower ones viewers cut off the tone marks


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, and the edges of the text on it; `spacing` is that of running text."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    spacing: float = 1.0

    @property
    def line(self) -> float:
        """How long a line of text is."""
        return self.right - self.left


# A4, lying; the codes stand beside the text, 10 to 20.5 mm from the edge.
FORM: Final = Sheet(
    width=297 * MM,
    height=210 * MM,
    left=23 * MM,
    right=297 * MM - 23 * MM,
    top=12 * MM,
    bottom=210 * MM - 16 * MM,
)
# A4, upright, with the margins of official letters and about the line spacing of their font.
LETTER: Final = Sheet(
    width=210 * MM,
    height=297 * MM,
    left=30 * MM,
    right=(210 - 20) * MM,
    top=25 * MM,
    bottom=(297 - 20) * MM,
    spacing=1.25,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: the left end of its column at x, its baseline at y."""

    x: float
    y: float
    line: SetLine
    element: Element | None = None  # None: what only decorates, such as a repeated header


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line, upright or level."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of what is filled in, on the inner side of the edge."""

    x: float
    y: float
    width: float
    height: float
    line: float = THIN


@dataclass(frozen=True, slots=True)
class Shade:
    """A light ground behind text."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Control:
    """What is filled in: a field, or the box of one of its choices."""

    x: float
    y: float
    width: float
    height: float
    field: Field
    element: Element
    choice: Choice | None = None

    @property
    def name(self) -> str:
        """The control's name in the form."""
        return self.field.control(self.choice) if self.choice else self.field.name

    def placement(self, page: int) -> Placement:
        """Say where the control stands on paper, in millimetres."""
        edges = (self.x, self.y, self.width, self.height)
        x, y, width, height = (round(edge / MM, 2) for edge in edges)
        return Placement(self.name, self.field.name, page, x, y, width, height)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, as the bytes of a PNG or JPEG."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    element: Element


Mark: TypeAlias = Words | Rule | Frame | Shade | Control | Figure
