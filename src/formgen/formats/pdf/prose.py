"""Paragraphs -> strips of a column: one for each line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from formgen import fonts
from formgen.fonts import TH_SARABUN, Face
from formgen.formats.pdf.sheet import LEADING, SIZE, Words
from formgen.formats.pdf.strips import Strip
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Align, Column, Run, SetLine, set_text
from formgen.model.blocks import Paragraph, Style


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


SETTINGS: Final[Mapping[Style, Setting]] = {
    Style.TITLE: Setting(20 * TH_SARABUN, 22, bold=True, align=Align.CENTER, leads=True, tag="H1"),
    Style.INSTRUCTION: Setting(align=Align.CENTER, after=4, leads=True),
    Style.PART: Setting(bold=True, before=6, after=4, leads=True, tag="H2"),
    Style.BODY: Setting(),
    Style.HEADING: Setting(bold=True, leads=True),
    Style.LEVEL1: Setting(),
    Style.LEVEL2: Setting(),
    Style.NOTE: Setting(14 * TH_SARABUN, 14),
}
HEADER: Final = Setting(bold=True, align=Align.CENTER)


def face(*, bold: bool) -> Face:
    """Return the face of running text."""
    return fonts.bold() if bold else fonts.regular()


def paragraph_strips(paragraph: Paragraph, width: float, parent: Element) -> tuple[Strip, ...]:
    """Set a paragraph that stands alone; a paragraph is never cut so that one line is alone."""
    return tuple(column_strips([paragraph], width, parent))


def column_strips(
    paragraphs: Sequence[Paragraph], width: float, parent: Element
) -> Iterator[Strip]:
    """Set the paragraphs of one cell; the numbers of one level hang in a column of their own."""
    hangs = {style: _hang(paragraphs, style) for style in (Style.LEVEL1, Style.LEVEL2)}
    for paragraph in paragraphs:
        setting = SETTINGS[paragraph.style]
        indent = hangs[Style.LEVEL1] if paragraph.style is Style.LEVEL2 else 0.0
        label = f"{paragraph.label} " if paragraph.label else ""
        own = fonts.advance_width(label, face(bold=setting.bold)) * setting.size
        column = Column(
            width=width - indent,
            size=setting.size,
            hang=max(own, hangs.get(paragraph.style, 0.0)) if label else 0.0,
            label=len(label),
            align=setting.align,
        )
        lines = set_text(tuple(_runs(paragraph, setting)), column)
        yield from line_strips(lines, setting, parent.add(setting.tag), indent)


def line_strips(
    lines: Sequence[SetLine], setting: Setting, element: Element | None, x: float = 0.0
) -> Iterator[Strip]:
    """Stack the lines of one paragraph."""
    last = len(lines) - 1
    for n, line in enumerate(lines):
        before = 0.0 if n else setting.before
        after = setting.after if n == last else 0.0
        words = Words(x, before + baseline(setting), line, element)
        alone = last > 0 and n in (0, last - 1)  # cut here, one line would stand alone
        keep = alone or setting.leads
        yield Strip(before + setting.leading + after, (words,), keep)


def baseline(setting: Setting) -> float:
    """Return how far under the top of a line its letters stand: their height is centred in it."""
    regular = fonts.regular()
    height = (regular.ascent - regular.descent) * setting.size / fonts.EM
    return (setting.leading - height) / 2 + regular.ascent * setting.size / fonts.EM


def decorative(strip: Strip) -> Strip:
    """Take a strip out of the document's text: a header that is only repeated."""
    marks = (replace(one, element=None) if isinstance(one, Words) else one for one in strip.marks)
    return replace(strip, marks=tuple(marks))


def _hang(paragraphs: Sequence[Paragraph], style: Style) -> float:
    setting = SETTINGS[style]
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
