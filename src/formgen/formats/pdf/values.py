"""Answers -> the values of fields, and what the fields show."""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Final, NamedTuple

from pikepdf import Object, Pdf

from formgen import fonts
from formgen.fonts import EM
from formgen.formats.pdf.acroform import MULTILINE, READ_ONLY
from formgen.formats.pdf.added import MORE, POINTER
from formgen.formats.pdf.embed import embed_lines
from formgen.formats.pdf.master import Changes, Entries, entries_of, string
from formgen.formats.pdf.names import names_of
from formgen.formats.pdf.sheet import SIZE
from formgen.formats.pdf.text import Column, Run, SetLine, ink_width, number, set_text
from formgen.model.form import Field, Form
from formgen.model.identity import Copy
from formgen.model.survey import Kind
from formgen.model.values import is_blank
from formgen.thai.dates import thai_date

_LEAST_SIZE: Final = 6.0  # what can still be read on paper
_SMALLER: Final = 0.5
_LEADING: Final = 1.45  # ems; closer, tone marks touch what stands above
_ABOVE: Final = 1.265  # ems from the foot of a letter up to the highest mark over it
_BELOW: Final = 0.335  # and down to the lowest under it
_SIDE: Final = 2.0  # between text and frame
_ROUNDING: Final = 1e-6


class Empty(NamedTuple):
    """A field of an empty form, as its file has it, or one of the boxes of a field."""

    number: int
    entries: Entries
    boxes: tuple["Empty", ...] = ()
    states: frozenset[str] = frozenset()
    appearance: int = 0
    box: tuple[float, float] = (0.0, 0.0)  # width and height

    @property
    def flags(self) -> int:
        """What may be done with the field."""
        return int(self.entries.get(b"/Ff", b"0"))


class _Setting(NamedTuple):
    """A value as a field shows it."""

    field: Empty
    lines: tuple[SetLine, ...]
    size: float
    cut: bool = False


def empty_fields(pdf: Pdf) -> dict[str, Empty]:
    """Look up the fields of an empty form, by what the file calls them."""
    return {str(field.T): _empty(field) for field in pdf.Root.AcroForm.Fields}


def _empty(field: Object) -> Empty:
    number, entries = field.objgen[0], entries_of(field)
    if "/Kids" in field:
        return Empty(number, entries, tuple(map(_empty, field.Kids)))
    if "/AS" in field:
        return Empty(number, entries, states=frozenset(field.AP.N.keys()))
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    return Empty(number, entries, appearance=field.AP.N.objgen[0], box=(right - left, top - bottom))


def fill_in(
    changes: Changes, fields: Mapping[str, Empty], form: Form, copy: Copy
) -> dict[str, str]:
    """Give the fields of an empty form the values of a copy; lock those that are known.

    Return the words that do not fit their fields, by the names of these.
    """
    settings: list[_Setting] = []
    cut: dict[str, str] = {}
    for name, value in copy.values:
        if is_blank(value):
            continue
        field = form.field(name)
        locked = READ_ONLY if copy.locked(form, name) else 0
        parts = [fields[each] for each in names_of(field)]
        if field.select and not field.dropdown:
            codes = value if isinstance(value, tuple) else (value,)
            for part in parts:
                _tick(changes, part, {f"/{code}" for code in codes}, locked)
        else:
            shown = words(field, value)
            stored = string(str(value) if field.dropdown else shown)
            for part in parts:
                _put(changes, part, locked, {b"/V": stored})
                settings.append(_set(part, shown))
                if settings[-1].cut:
                    cut[name] = shown
    _show(changes, settings)
    return cut


def _tick(changes: Changes, field: Empty, states: set[str], locked: int) -> None:
    """Tick those boxes of a field that have one of these states."""
    value = {}
    for box in field.boxes:
        for state in states & box.states:
            value = {b"/V": state.encode()}
            changes.put(box.number, {**box.entries, b"/AS": state.encode()})
    _put(changes, field, locked, value)


def _put(changes: Changes, field: Empty, locked: int, value: Entries) -> None:
    if locked or value:
        flags = {b"/Ff": b"%d" % (field.flags | locked)}
        changes.put(field.number, {**field.entries, **flags, **value})


def words(field: Field, value: object) -> str:
    """Say a value as a person reads it."""
    if field.dropdown:
        return next(choice.label for choice in field.choices if choice.code == value)
    if field.kind is Kind.DATE:
        return thai_date(date.fromisoformat(str(value)))
    return str(value)


def _set(field: Empty, text: str) -> _Setting:
    """Set a value in the largest size that fits its field; what cannot be read is left out."""
    width, height = field.box
    paragraphs = [Run(each, fonts.regular()) for each in text.split("\n")]
    inks = [ink_width(each) / EM for each in paragraphs]
    size = SIZE
    while True:
        column = Column(width - 2 * _SIDE, size)
        room = 1 + int(max(0.0, height / size - _ABOVE - _BELOW) / _LEADING)
        is_last = size - _SMALLER < _LEAST_SIZE
        least = sum([max(1, ceil(ink * size / column.width - _ROUNDING)) for ink in inks])
        if is_last or least <= room:
            lines = tuple(line for each in paragraphs for line in _paragraph(each, column))
            if len(lines) <= room:
                return _Setting(field, lines, size)
            if is_last:
                more = _paragraph(Run(MORE + POINTER, fonts.bold()), column)
                kept = lines[: max(0, room - len(more))]
                return _Setting(field, (*kept, *more), size, cut=True)
        size -= _SMALLER


def _paragraph(paragraph: Run, column: Column) -> tuple[SetLine, ...]:
    blank = SetLine("", 0.0, 0.0, "", {})
    return set_text((paragraph,), column) or (blank,)


def _show(changes: Changes, settings: list[_Setting]) -> None:
    """Draw the values, in one font for all of them."""
    if not settings:
        return
    lines = (line for setting in settings for line in setting.lines)
    resources = b"<</Font %b>>" % changes.add(embed_lines(changes, lines))
    for setting in settings:
        width, height = (round(length, 2) for length in setting.field.box)
        entries = {
            b"/Type": b"/XObject",
            b"/Subtype": b"/Form",
            b"/BBox": f"[0 0 {number(width)} {number(height)}]".encode(),
            b"/Resources": resources,
        }
        body = _body(setting, width, height).encode("ascii")
        changes.put_stream(setting.field.appearance, entries, body)


def _body(setting: _Setting, width: float, height: float) -> str:
    """Draw the lines of a value: in the middle of a low field, from the top of a high one."""
    leading = _LEADING * setting.size
    y = height - _ABOVE * setting.size
    if not setting.field.flags & MULTILINE:
        regular = fonts.regular()
        letters = (regular.ascent + regular.descent) * setting.size / EM
        y = (height + (len(setting.lines) - 1) * leading - letters) / 2
    drawn = []
    for line in setting.lines:
        drawn.append(line.operators(_SIDE, y))
        y -= leading
    clip = f"0 0 {number(width)} {number(height)} re W n"
    return f"/Tx BMC q {clip} 0 g {' '.join(drawn)} Q EMC"
