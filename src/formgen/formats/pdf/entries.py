"""Labelled answers -> strips: two side by side, each with its label to the left."""

from collections.abc import Iterator
from typing import Final

from formgen import fonts
from formgen.formats.pdf.answers import answer_strips
from formgen.formats.pdf.prose import column_strips
from formgen.formats.pdf.sheet import FIELD, LEADING, SIZE
from formgen.formats.pdf.strips import Strip, stack
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Run, set_line
from formgen.model.blocks import Entries, Entry, Paragraph, Style
from formgen.model.form import Form

_GUTTER: Final = 18.0  # between two entries
_LABEL_GAP: Final = 6.0
_LABEL_SHARE: Final = 0.45  # the most of an entry its label may take


def entry_strips(form: Form, block: Entries, width: float, parent: Element) -> Iterator[Strip]:
    """Set the entries two by two; one for many lines takes the whole width."""
    half = (width - _GUTTER) / 2
    labels = (set_line((Run(one.label, fonts.regular()),), SIZE) for one in block.entries)
    widest = max((label.width for label in labels), default=0.0)
    label = min(widest + _LABEL_GAP, _LABEL_SHARE * half)
    waiting: list[Strip] = []
    for entry in block.entries:
        wide = form.field(entry.fields[0]).multiline
        strip = _entry(form, entry, label, width if wide else half, parent.add("Sect"))
        if wide:
            yield from (*waiting, strip)
            waiting = []
        elif waiting:
            yield _beside(waiting.pop(), strip, half + _GUTTER)
        else:
            waiting.append(strip)
    yield from waiting


def _beside(left: Strip, right: Strip, x: float) -> Strip:
    return Strip(max(left.height, right.height), (*left.marks, *right.moved(x, 0.0)))


def _entry(form: Form, entry: Entry, label: float, width: float, part: Element) -> Strip:
    words = [Paragraph(entry.label)]
    if entry.hint:
        words.append(Paragraph(entry.hint, Style.NOTE))
    labels = stack(column_strips(words, label - _LABEL_GAP, part))
    fields = [form.field(name) for name in entry.fields]
    answer = stack(answer_strips(fields, width - label, part, side_by_side=True))
    one_line = labels.height < FIELD
    words_down = (FIELD - LEADING) / 2 if one_line else 0.0
    answer_down = max(0.0, (FIELD - answer.height) / 2)
    marks = (*labels.moved(0.0, words_down), *answer.moved(label, answer_down))
    return Strip(max(FIELD, labels.height, answer.height), marks)
