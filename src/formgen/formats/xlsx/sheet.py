"""What stands where on the sheet of a form; no file yet, only places."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from formgen.formats.xlsx.cells import Spot

Ranges: TypeAlias = tuple[tuple[int, int], ...]


class Look(StrEnum):
    """How a cell looks."""

    TITLE = "title"
    INSTRUCTION = "instruction"
    PART = "part"
    BODY = "body"
    HEADER = "header"
    ITEM = "item"
    TEXT = "text"
    LABEL = "label"
    HINT = "hint"
    CHOICE_LABEL = "choice_label"
    BOXES = "boxes"
    CHOICE = "choice"
    TICK = "tick"
    WORDS = "words"
    LINES = "lines"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Printed:
    """Text of the form; `strong` are the (start, end) ranges of it that are set in bold.

    `size` is in points of TH Sarabun, here and below.
    """

    spot: Spot
    text: str
    look: Look
    size: float
    strong: Ranges = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell to be answered: a field's control, or the box of one of its choices."""

    spot: Spot
    control: str
    field: str
    look: Look
    size: float
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """The cell that draws a box before each choice from what stands in the `answer` cell.

    `prompt` are the words printed under the boxes, before the next answer.
    """

    spot: Spot
    field: str
    answer: Spot
    size: float
    prompt: str = ""

    @property
    def look(self) -> Look:
        """How it looks: there is one way."""
        return Look.BOXES


Item: TypeAlias = Printed | Answer | Boxes


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its height in points, and whether the next one belongs on its page."""

    height: float
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows whose cells stand for one another: an entry, or a question with its title."""

    question: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The one sheet of a form; rows and columns count from 1.

    `widths` are in pixels; `frames` are drawn round cells; `breaks` are the rows that end a page;
    `header` is the row repeated on every page (0: none), `frozen` whether it stays on the screen.
    """

    widths: tuple[int, ...]
    lines: tuple[Line, ...]
    printed: tuple[Printed, ...]
    answers: tuple[Answer, ...]
    boxes: tuple[Boxes, ...]
    frames: tuple[Spot, ...]
    groups: tuple[Group, ...]
    breaks: tuple[int, ...] = ()
    header: int = 0
    frozen: bool = False

    def height(self, spot: Spot) -> float:
        """The height of a cell, in points."""
        return sum(line.height for line in self.lines[spot.row - 1 : spot.last[0]])

    def width(self, spot: Spot) -> int:
        """The width of a cell, in pixels."""
        return sum(self.widths[spot.column - 1 : spot.last[1]])
