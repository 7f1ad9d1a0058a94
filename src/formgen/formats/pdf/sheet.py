"""The sheet of paper and what stands on it; points, from its top left corner."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from formgen.fonts import TH_SARABUN
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import SetLine
from formgen.model.form import Field, Placement
from formgen.model.survey import Choice

MM: Final = 72 / 25.4

WIDTH: Final = 297 * MM  # A4, lying
HEIGHT: Final = 210 * MM
LEFT: Final = 23 * MM  # the codes stand beside the text, 10 to 20.5 mm from the edge
RIGHT: Final = WIDTH - LEFT
TOP: Final = 12 * MM
BOTTOM: Final = HEIGHT - 16 * MM

SIZE: Final = 16 * TH_SARABUN  # the size of official letters
LEADING: Final = 16.0

THIN: Final = 0.5  # rules and frames
BOX: Final = 4 * MM  # what the reader of paper needs: side, outline, and distance of boxes
BOX_LINE: Final = 0.6
BOX_PITCH: Final = 6.5 * MM
BOX_GAP: Final = 2 * MM  # to its label
FIELD: Final = 24.0  # a field for one line; in lower ones viewers cut off the tone marks


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


Mark: TypeAlias = Words | Rule | Frame | Shade | Control
