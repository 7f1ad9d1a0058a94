"""One pass over a document of any format -> its lines: words, and controls where they stand."""

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from formgen.formats.docx.lines import bare

OBJECT: Final = "\ufffc"
"""Stands for a picture, a shape or an embedded object among words."""

CHECKED_GLYPHS: Final = frozenset("☑☒✓✔✗✘✅🗹🗷🗸√■●xX×/")
UNCHECKED_GLYPHS: Final = frozenset("☐□▢◻❏❑○◯")


class Odd(NamedTuple):
    """Of some words those that are not what they seem, each kind as it stands.

    `struck` are crossed out, `unseen` nobody can see, `raised` stand above or below the line (as
    in 10²), and `counted` are put there by a field, which may change them by itself.
    """

    struck: str = ""
    unseen: str = ""
    raised: str = ""
    counted: str = ""


NOTHING_ODD: Final = Odd()


class Control(NamedTuple):
    """One content control: its names, its state and what it shows.

    `number` counts the controls of the document from 1.  `checked` is None in what is no check box,
    and `placeholder` says that the document calls the text a placeholder.  `element` is where it
    was found, None for one that is not in a document.  `odd` are those of its words that are, and
    `removed` is what stood in it, where nothing is left when tracked changes are accepted.
    """

    number: int
    tag: str = ""
    part: str = ""
    title: str = ""
    checked: bool | None = None
    placeholder: bool = False
    text: str = ""
    element: etree._Element | None = None
    odd: Odd = NOTHING_ODD
    removed: str = ""

    @property
    def shown(self) -> bool | None:
        """What the glyph of a box says, None where it says nothing."""
        glyphs = set(bare(self.text))
        if glyphs & CHECKED_GLYPHS:
            return True if glyphs <= CHECKED_GLYPHS else None
        return False if glyphs and glyphs <= UNCHECKED_GLYPHS else None


class Found(NamedTuple):
    """One line of the document: its controls in order, and the words around them.

    `raw` are the words as they stand, `words` the same without blanks.  `cell` is the same number
    for all lines of one cell, 0 outside of tables; `paragraph` is where the line ends.  `remarks`
    are the comments and footnotes that are bound to it.  `odd` are those of its words that are.
    """

    controls: tuple[Control, ...]
    raw: str
    words: str
    cell: int
    paragraph: etree._Element | None = None
    remarks: tuple[str, ...] = ()
    odd: Odd = NOTHING_ODD


@dataclass(frozen=True, slots=True)
class Body:
    """All lines that say something, in order; `tracked`: changes are tracked in the document."""

    lines: tuple[Found, ...]
    tracked: bool


class Walk:
    """What is said so far: the reader of a format goes through its elements and tells of each."""

    def __init__(self) -> None:
        self.lines: list[Found] = []
        self.struck = self.unseen = self.raised = self.counted = False  # the words that come now
        self.remarks: list[str] = []  # of this line
        self.paragraph_element: etree._Element | None = None
        self._words: list[str] = []
        self._controls: list[Control] = []
        self._typed: list[str] | None = None  # the words of the control that is open
        self._odd: _Kinds = _no_kinds()  # of the control or line
        self._met = self._cells = self._cell = 0

    @property
    def in_control(self) -> bool:
        """Whether a control is open."""
        return self._typed is not None

    def say(self, text: str) -> None:
        """Take words."""
        (self._words if self._typed is None else self._typed).append(text)
        if (self.struck or self.unseen or self.raised or self.counted) and text.strip():
            looks = self.struck, self.unseen, self.raised, self.counted
            for is_so, words in zip(looks, self._odd, strict=True):
                words.extend([text] if is_so else [])

    def end_line(self) -> None:
        """End a line; one that says nothing is left out."""
        raw = "".join(self._words)
        words = bare(raw)
        if words or self._controls:
            self.lines.append(
                Found(
                    tuple(self._controls), raw, words, self._cell, self.paragraph_element,
                    tuple(self.remarks), self._oddities(),
                )
            )  # fmt: skip
            self.remarks = []
        elif self._cell and self.lines and self.lines[-1].cell == self._cell:
            self._bind_to_the_last()
        self._words, self._controls = [], []

    def end(self) -> tuple[Found, ...]:
        """End the document; what is bound to no line by then is bound to the last one."""
        self.end_line()
        self._bind_to_the_last()
        return tuple(self.lines)

    def line_break(self) -> None:
        """End a line; in a control it is one of its words."""
        if self._typed is None:
            self.end_line()
        else:
            self._typed.append("\n")

    def enter_cell(self) -> int:
        """Begin a cell; what it returns is for `leave_cell`."""
        outer, self._cell = self._cell, self._cells + 1
        self._cells += 1
        return outer

    def leave_cell(self, outer: int) -> None:
        """End a cell."""
        self._cell = outer

    def open_control(self) -> None:
        """Begin a control; the words up to its end are its own."""
        self._met += 1
        self._typed = []
        self._outer_odd, self._odd = self._odd, _no_kinds()

    def close_control(self) -> tuple[int, str, Odd]:
        """End a control: return its number, its words, and those of them that are odd."""
        text = "".join(self._typed or ())
        odd = self._oddities()
        self._typed, self._odd = None, self._outer_odd
        return self._met, text, odd

    def add(self, control: Control) -> None:
        """Put a control into the line."""
        self._controls.append(control)

    def _bind_to_the_last(self) -> None:
        if self.remarks and self.lines:
            last = self.lines[-1]
            self.lines[-1] = last._replace(remarks=(*last.remarks, *self.remarks))
            self.remarks = []

    def _oddities(self) -> Odd:
        if not any(self._odd):
            return NOTHING_ODD
        odd = Odd(*("".join(words).strip() for words in self._odd))
        self._odd = _no_kinds()
        return odd


_Kinds: TypeAlias = tuple[list[str], ...]  # of words, as in Odd


def _no_kinds() -> _Kinds:
    return [], [], [], []
