"""Answers -> the values of fields, and what the fields show."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from pikepdf import Dictionary, Name, Object, Pdf, String

from formgen import fonts
from formgen.fonts import EM, Face
from formgen.formats.pdf.acroform import MULTILINE, READ_ONLY, drawing
from formgen.formats.pdf.embed import embed
from formgen.formats.pdf.names import field_name
from formgen.formats.pdf.sheet import SIZE
from formgen.formats.pdf.text import Column, Run, SetLine, number, set_text
from formgen.model.form import Field, Form
from formgen.model.identity import Copy
from formgen.model.survey import Kind
from formgen.thai.dates import thai_date

_LEAST_SIZE: Final = 6.0  # what can still be read on paper
_SMALLER: Final = 0.5
_LEADING: Final = 1.45  # ems; closer, tone marks touch what stands above
_SIDE: Final = 2.0  # between text and frame
_MORE: Final = "…"
_BLANK: Final = (None, "", ())


class _Setting(NamedTuple):
    """A value as a field shows it."""

    field: Object
    lines: tuple[SetLine, ...]
    size: float


def fill_in(pdf: Pdf, form: Form, copy: Copy) -> None:
    """Give the fields of an empty form the values of a copy; lock those that are known."""
    fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
    settings: list[_Setting] = []
    for name, value in copy.values:
        if value in _BLANK:
            continue
        field = form.field(name)
        settings += _fill(fields, field, value)
        if copy.locked(form, name):
            for part in _parts(fields, field):
                part.Ff = int(part.Ff) | READ_ONLY
    _show(pdf, settings)


def _parts(fields: dict[str, Object], field: Field) -> Iterator[Object]:
    """Go through the PDF fields that hold an answer: one, or one for each box."""
    if field.kind is Kind.SELECT_MULTIPLE:
        yield from (fields[field_name(field.control(choice))] for choice in field.choices)
    else:
        yield fields[field_name(field.name)]


def _fill(fields: dict[str, Object], field: Field, value: object) -> Iterator[_Setting]:
    if field.select and not field.dropdown:
        codes = value if isinstance(value, tuple) else (value,)
        for part in _parts(fields, field):
            _tick(part, {Name(f"/{code}") for code in codes})
    else:
        part = fields[field_name(field.name)]
        part.V = String(str(value) if field.dropdown else words(field, value))
        yield _set(part, words(field, value))


def _tick(field: Object, states: set[Name]) -> None:
    """Tick those boxes of a field that have one of these states."""
    for box in field.Kids:
        for state in states & set(map(Name, box.AP.N.keys())):
            box.AS = state
            field.V = state


def words(field: Field, value: object) -> str:
    """Say a value as a person reads it."""
    if field.dropdown:
        return next(choice.label for choice in field.choices if choice.code == value)
    if field.kind is Kind.DATE:
        return thai_date(date.fromisoformat(str(value)))
    return str(value)


def _set(field: Object, text: str) -> _Setting:
    """Set a value in the largest size that fits its field; what cannot be read is left out."""
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    size = SIZE
    while True:
        column = Column(right - left - 2 * _SIDE, size)
        lines = tuple(line for each in text.split("\n") for line in _paragraph(each, column))
        room = int((top - bottom) / (_LEADING * size))
        if len(lines) <= room:
            return _Setting(field, lines, size)
        if size - _SMALLER < _LEAST_SIZE:
            return _Setting(field, (*lines[: room - 1], *_paragraph(_MORE, column)), size)
        size -= _SMALLER


def _paragraph(text: str, column: Column) -> tuple[SetLine, ...]:
    blank = SetLine("", 0.0, 0.0, "", {})
    return set_text((Run(text, fonts.regular()),), column) or (blank,)


def _show(pdf: Pdf, settings: list[_Setting]) -> None:
    """Draw the values, in one font for all of them."""
    codes: dict[Face, set[int]] = {}
    for setting in settings:
        for line in setting.lines:
            for face, some in line.codes.items():
                codes.setdefault(face, set()).update(some)
    embedded = {f"/{face.name}": embed(pdf, face, some) for face, some in codes.items()}
    shared = pdf.make_indirect(Dictionary(embedded))
    for setting in settings:
        left, bottom, right, top = (float(edge) for edge in setting.field.Rect)
        width, height = round(right - left, 2), round(top - bottom, 2)
        body = _body(setting, width, height)
        setting.field.AP = Dictionary(N=drawing(pdf, width, height, body, shared))


def _body(setting: _Setting, width: float, height: float) -> str:
    """Draw the lines of a value: in the middle of a low field, from the top of a high one."""
    leading = _LEADING * setting.size
    regular = fonts.regular()
    above = (leading + (regular.ascent + regular.descent) * setting.size / EM) / 2
    y = height - above
    if not int(setting.field.get("/Ff", 0)) & MULTILINE:
        y -= (height - len(setting.lines) * leading) / 2
    drawn = []
    for line in setting.lines:
        drawn.append(line.operators(_SIDE, y))
        y -= leading
    clip = f"0 0 {number(width)} {number(height)} re W n"
    return f"/Tx BMC q {clip} 0 g {' '.join(drawn)} Q EMC"
