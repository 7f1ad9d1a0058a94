"""Fields -> strips of a column: boxes with their labels, and frames to write in."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from formgen import fonts
from formgen.formats.pdf.prose import SETTINGS, line_strips
from formgen.formats.pdf.sheet import (
    BOX,
    BOX_GAP,
    BOX_LINE,
    BOX_PITCH,
    FIELD,
    LEADING,
    SIZE,
    Control,
    Frame,
    Mark,
)
from formgen.formats.pdf.strips import Strip
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Column, Run, SetLine, set_text
from formgen.model.blocks import Style
from formgen.model.form import Field
from formgen.model.survey import Choice

_BODY: Final = replace(SETTINGS[Style.BODY], after=0)
_PROMPT: Final = replace(_BODY, after=3)
_LABEL_X: Final = BOX + BOX_GAP
_BETWEEN: Final = 16.0  # boxes side by side, from the end of a label
_LEAST_LINES: Final = 3  # of a frame for many lines
_MOST_LINES: Final = 10
_GAP: Final = 3.0  # under a frame


def answer_strips(
    fields: Sequence[Field], width: float, parent: Element, *, side_by_side: bool = False
) -> tuple[Strip, ...]:
    """Set what answers one question: its boxes or frame, what is specified, the remark.

    None of it is parted. `side_by_side`: boxes stand on one line if they fit.
    """
    main, *others = fields
    specify = next((one for one in others if one.name == f"{main.stem}.specify"), None)
    strips = list(_main(main, specify, width, parent, side_by_side=side_by_side))
    for field in others:
        if field is not specify:
            strips += _prompt(field.prompt, width, parent)
            strips.append(frame(field, width, parent))
    return tuple(replace(strip, keep=n < len(strips)) for n, strip in enumerate(strips, 1))


def frame(field: Field, width: float, parent: Element, x: float = 0.0) -> Strip:
    """A frame to write in: one line high, or at least three."""
    height, stretch = FIELD, 0.0
    if field.multiline:
        letters = width / SIZE * 2  # a letter of Sarabun is about half an em wide
        wanted = min(_MOST_LINES, math.ceil(field.max_length / letters))
        height = _LEAST_LINES * LEADING
        stretch = max(0.0, wanted * LEADING - height)
    control = Control(x, 0.0, width - x, height, field, parent.add("Form", said=field.label))
    outline = Frame(x, 0.0, width - x, height)
    return Strip(height + _GAP, (outline, control), stretch=stretch)


def _main(
    field: Field, specify: Field | None, width: float, parent: Element, *, side_by_side: bool
) -> Iterator[Strip]:
    yield from _prompt(field.prompt, width, parent)
    if not field.select or field.dropdown:
        yield frame(field, width, parent)
        yield from _specify_under(field, specify, width, parent)
        return
    row = _row(field, width, parent) if side_by_side and not specify else None
    if row:
        yield row
        return
    for choice in field.choices:
        yield from _box(field, choice, width, parent)
        if specify and choice.specify:
            yield frame(specify, width, parent, _LABEL_X)


def _specify_under(
    field: Field, specify: Field | None, width: float, parent: Element
) -> Iterator[Strip]:
    """A drop-down shows its choices only when opened: say beside the frame what it is for."""
    choice = next((one for one in field.choices if one.specify), None)
    if specify and choice:
        label = _set(choice.label, width)[0]
        x = math.ceil(label.width) + BOX_GAP
        if x > width / 2:
            yield from _prompt(choice.label, width, parent)
            yield frame(specify, width, parent)
        else:
            words = next(line_strips([label], _BODY, parent.add("P")))
            beside = frame(specify, width, parent, x)
            yield Strip(beside.height, (*words.moved(0, (FIELD - LEADING) / 2), *beside.marks))


def _box(field: Field, choice: Choice, width: float, parent: Element) -> Iterator[Strip]:
    """A box and its label; the boxes of a question stand one pitch apart, or more."""
    form = parent.add("Form", said=f"{field.label} : {choice.label}")
    lines = _set(choice.label, width - _LABEL_X)
    labels = tuple(line_strips(lines, _BODY, parent.add("P"), _LABEL_X))
    top = (BOX_PITCH - LEADING) / 2
    marks: list[Mark] = list(_square(field, choice, 0.0, form))
    for n, strip in enumerate(labels):
        marks += strip.moved(0.0, top + n * LEADING)
    yield Strip(max(BOX_PITCH, top + len(labels) * LEADING + top), tuple(marks))


def _row(field: Field, width: float, parent: Element) -> Strip | None:
    """All boxes on one line, or None where they do not fit."""
    labels = [set_text((_run(choice.label),), Column(math.inf, SIZE)) for choice in field.choices]
    widths = [_LABEL_X + sum(line.width for line in lines) for lines in labels]
    if sum(widths) + _BETWEEN * (len(widths) - 1) > width:
        return None
    marks: list[Mark] = []
    x = 0.0
    for choice, lines, wide in zip(field.choices, labels, widths, strict=True):
        form = parent.add("Form", said=f"{field.label} : {choice.label}")
        marks += _square(field, choice, x, form)
        for strip in line_strips(lines, _BODY, parent.add("P")):
            marks += strip.moved(x + _LABEL_X, (BOX_PITCH - LEADING) / 2)
        x += wide + _BETWEEN
    return Strip(BOX_PITCH, tuple(marks))


def _square(field: Field, choice: Choice, x: float, form: Element) -> tuple[Mark, Mark]:
    top = (BOX_PITCH - BOX) / 2
    return (
        Frame(x, top, BOX, BOX, BOX_LINE),
        Control(x, top, BOX, BOX, field, form, choice),
    )


def _prompt(text: str, width: float, parent: Element) -> Iterator[Strip]:
    if text:
        yield from line_strips(_set(text, width), _PROMPT, parent.add("P"))


def _set(text: str, width: float) -> tuple[SetLine, ...]:
    return set_text((_run(text),), Column(width, SIZE))


def _run(text: str) -> Run:
    return Run(text, fonts.regular())
