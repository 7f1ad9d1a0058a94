"""Paragraphs -> strips of a column: one for each line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from formgen import fonts
from formgen.fonts import TH_SARABUN, Face
from formgen.formats.pdf.sheet import LEADING, MM, SIZE, Words
from formgen.formats.pdf.strips import Strip
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Align, Column, Run, SetLine, set_text
from formgen.model.blocks import Paragraph, Style

_LINE_END: Final = re.compile("\r\n|\r|\n")
_MOST_HANG: Final = 1 / 3  # of a column: in a narrower one a number takes no column of its own
_BLANK: Final = SetLine("", 0.0, 0.0, "", {})


@dataclass(frozen=True, slots=True)
class Look:
    """How a column is set, against a form: its `size` of type, and the `spacing` of its lines.

    `literal`: a line end in a text ends the line, and a paragraph without text is a blank line.
    """

    size: float = 1.0
    spacing: float = 1.0
    literal: bool = False


USUAL: Final = Look()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a style is set; lengths in points."""

    size: float = SIZE
    leading: float = LEADING
    bold: bool = False
    align: Align = Align.LEFT
    before: float = 0.0
    after: float = 2.0
    leads: bool = False  # stays with what comes next
    tag: str = "P"
    first: float = 0.0  # how far the first line is moved in
    free: float = 0.0  # share of the column that stays free at its left
    tab: float = 0.0  # share of the column that a tab goes to

    def at(self, look: Look) -> "Setting":
        """Set it as the column around it."""
        leading = self.leading * look.size * look.spacing
        return replace(self, size=self.size * look.size, leading=leading)


SETTINGS: Final[Mapping[Style, Setting]] = {
    Style.TITLE: Setting(20 * TH_SARABUN, 22, bold=True, align=Align.CENTER, leads=True, tag="H1"),
    Style.INSTRUCTION: Setting(align=Align.CENTER, after=4, leads=True),
    Style.PART: Setting(bold=True, before=6, after=4, leads=True, tag="H2"),
    Style.BODY: Setting(),
    Style.HEADING: Setting(bold=True, leads=True),
    Style.LEVEL1: Setting(),
    Style.LEVEL2: Setting(),
    Style.NOTE: Setting(14 * TH_SARABUN, 14),
    Style.MEMO: Setting(29 * TH_SARABUN, 28, bold=True, align=Align.CENTER, leads=True, tag="H1"),
    Style.LINE: Setting(after=0, tab=0.5),
    Style.INDENTED: Setting(before=6, after=0, align=Align.JUSTIFY, first=25 * MM),
    Style.CAPTION: Setting(bold=True, before=6, leads=True),
    Style.SIGNATURE: Setting(align=Align.CENTER, after=0, free=0.5),
    Style.NUMBER: Setting(align=Align.RIGHT),
    Style.CENTRED: Setting(align=Align.CENTER),
}
_LEVELS: Final = {Style.LEVEL1: 1, Style.LEVEL2: 2}  # of lists
HEADER: Final = Setting(bold=True, align=Align.CENTER)


def face(*, bold: bool) -> Face:
    """Return the face of running text."""
    return fonts.bold() if bold else fonts.regular()


def paragraph_strips(
    paragraph: Paragraph, width: float, parent: Element, look: Look = USUAL
) -> tuple[Strip, ...]:
    """Set a paragraph that stands alone; a paragraph is never cut so that one line is alone."""
    return tuple(column_strips([paragraph], width, parent, look))


def column_strips(
    paragraphs: Sequence[Paragraph], width: float, parent: Element, look: Look = USUAL
) -> Iterator[Strip]:
    """Set the paragraphs of one cell; the numbers of one level hang in a column of their own."""
    hangs = {
        style: min(_MOST_HANG * width, _hang(paragraphs, SETTINGS[style].at(look), style))
        for style in _LEVELS
    }
    for paragraph in paragraphs:
        setting = SETTINGS[paragraph.style].at(look)
        indent = hangs[Style.LEVEL1] if paragraph.style is Style.LEVEL2 else setting.free * width
        first, *others = _parts(paragraph) if look.literal else (paragraph,)
        column = _column(first, setting, width - indent, hangs.get(paragraph.style, 0.0))
        lines = set_text(tuple(_runs(first, setting)), column) or (_BLANK,) * look.literal
        if others:
            lines = (*lines, *_further(others, setting, column))
        element = _part(paragraph, setting, parent) if lines != (_BLANK,) else None
        yield from line_strips(lines, setting, element, indent + setting.first)


def line_strips(
    lines: Sequence[SetLine], setting: Setting, element: Element | None, x: float = 0.0
) -> Iterator[Strip]:
    """Stack the lines of one paragraph."""
    last = len(lines) - 1
    for n, line in enumerate(lines):
        before = 0.0 if n else setting.before
        after = setting.after if n == last else 0.0
        words = (Words(x, before + baseline(setting), line, element),) if line.body else ()
        alone = last > 0 and n in (0, last - 1)  # cut here, one line would stand alone
        keep = alone or setting.leads
        yield Strip(before + setting.leading + after, words, keep)


def baseline(setting: Setting) -> float:
    """Return how far under the top of a line its letters stand: their height is centred in it."""
    regular = fonts.regular()
    height = (regular.ascent - regular.descent) * setting.size / fonts.EM
    return (setting.leading - height) / 2 + regular.ascent * setting.size / fonts.EM


def decorative(strip: Strip) -> Strip:
    """Take a strip out of the document's text: a header that is only repeated."""
    marks = (replace(one, element=None) if isinstance(one, Words) else one for one in strip.marks)
    return replace(strip, marks=tuple(marks))


def _column(paragraph: Paragraph, setting: Setting, width: float, hang: float) -> Column:
    """What a paragraph is set into; its first line begins at its left edge."""
    label = f"{paragraph.label} " if paragraph.label else ""
    if setting.first:
        hang = -setting.first
    elif label:
        own = fonts.advance_width(label, face(bold=setting.bold)) * setting.size
        hang = min(_MOST_HANG * width, max(hang, own))
    else:
        hang = 0.0
    tab = paragraph.printed.find("\t") + 1 if setting.tab else 0
    return Column(
        width=width - setting.first,
        size=setting.size,
        hang=hang,
        label=tab or len(label),
        align=setting.align,
        stop=setting.tab * width if tab else 0.0,
    )


def _part(paragraph: Paragraph, setting: Setting, parent: Element) -> Element:
    """Add a paragraph; a numbered one is an item of a list."""
    level = _LEVELS.get(paragraph.style)
    return parent.item(level) if level and paragraph.label else parent.add(setting.tag)


def _further(parts: Sequence[Paragraph], setting: Setting, column: Column) -> Iterator[SetLine]:
    """Set what follows a line end in a paragraph: under its later lines."""
    moved = column.hang
    column = replace(column, width=column.width - moved, hang=0.0, label=0, stop=0.0)
    for part in parts:
        for line in set_text(tuple(_runs(part, setting)), column) or (_BLANK,):
            yield replace(line, x=line.x + moved)


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut a paragraph at its line ends; the number stays with the first part."""
    text, start = paragraph.text, 0
    for end, after in (*(match.span() for match in _LINE_END.finditer(text)), (len(text),) * 2):
        inside = ((max(first, start), min(last, end)) for first, last in paragraph.strong)
        strong = tuple((first - start, last - start) for first, last in inside if first < last)
        label = "" if start else paragraph.label
        yield replace(paragraph, text=text[start:end], label=label, strong=strong)
        start = after


def _hang(paragraphs: Sequence[Paragraph], setting: Setting, style: Style) -> float:
    labels = (f"{each.label} " for each in paragraphs if each.style is style and each.label)
    widths = (fonts.advance_width(label, face(bold=setting.bold)) for label in labels)
    return max(widths, default=0.0) * setting.size


def _runs(paragraph: Paragraph, setting: Setting) -> Iterator[Run]:
    """Cut a paragraph where it becomes bold and where it ends to be."""
    text = paragraph.printed
    shift = len(text) - len(paragraph.text)
    end = 0
    for first, last in paragraph.strong:
        yield Run(text[end : first + shift], face(bold=setting.bold))
        end = last + shift
        yield Run(text[first + shift : end], face(bold=True))
    yield Run(text[end:], face(bold=setting.bold))
