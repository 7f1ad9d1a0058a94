"""A returned PDF -> what it says of itself, and the mark in each field."""

from collections.abc import Iterator, Sequence
from typing import Final

from pikepdf import Pdf

from formgen.formats.pdf import claims
from formgen.formats.pdf.fieldtree import Fields, FileField, file_fields
from formgen.formats.pdf.foreign import active_content, foreign_marks
from formgen.formats.pdf.names import META, field_name
from formgen.formats.pdf.objects import Item, entry, opened, repaired, text
from formgen.formats.pdf.pagetext import page_marks, pictured_pages
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, Fact, FormgenError, found
from formgen.model.form import Field, Form
from formgen.model.identity import Claim
from formgen.model.reading import Mark, Reading
from formgen.model.survey import Kind

FORMAT_NAME: Final = "pdf"
_SHOWN: Final = 200  # characters of an unknown field's value in a message
_OFF: Final = ("", "Off")
_NOTHING: Final = "–"


def identify(data: bytes) -> Claim | None:
    """Find what a PDF says of itself; None for one that shows no sign of a form.

    Raises FormgenError, also for a form whose fields are gone, and for one that contradicts itself.
    """
    with opened(data) as pdf:
        return _claim(pdf, file_fields(pdf))


def read(form: Form, data: bytes) -> Reading:
    """Ask a file for each field of the form; raise FormgenError as `identify` does."""
    with opened(data) as pdf:
        fields = file_fields(pdf)
        claim = _claim(pdf, fields)
        reader = _Reader(form, fields)
        for field in form.fields:
            reader.read(field)
        findings = [*reader.findings, *reader.unknown()]
        findings += foreign_marks(pdf, fields, reader.owners())
        findings += active_content(pdf, fields)
        findings += repaired(pdf)
        return Reading(FORMAT_NAME, claim, reader.marks, tuple(findings))


def _claim(pdf: Pdf, fields: Fields) -> Claim | None:
    if claims.is_none(pdf):
        return None
    metas = fields.get(META, ())
    claim = claims.read(pdf, text(entry(metas[0].node, "/V")) if metas else "")
    ours = [name for name in fields if name != META]
    if not ours and (pages := pictured_pages(pdf)):
        raise FormgenError([found(Code.PAGE_SCANNED, pages=pages)], Exit.REVIEW)
    if not ours and (claim or any(page_marks(pdf))):
        raise FormgenError([found(Code.FIELDS_FLATTENED)], Exit.REVIEW)
    return claim


class _Reader:
    """Reads field after field; keeps the marks and what is to be said about them."""

    def __init__(self, form: Form, fields: Fields) -> None:
        self.form = form
        self.fields = fields
        self.marks: dict[str, Mark] = {}
        self.findings: list[Diagnostic] = []

    def read(self, field: Field) -> None:
        """Read one field of the form."""
        names = names_of(field)
        at = f"AcroForm {', '.join(names)}"
        if any(name not in self.fields for name in names):
            self.say(Code.FIELD_MISSING, field, at)
        there = [name for name in names if name in self.fields]
        if not there:
            return
        for name in there:
            self.compare(field, name)
        if field.select and not field.dropdown:
            raw: str | tuple[str, ...] = self.ticks(field, there, at)
        else:
            raw = typed(field, self.fields[names[0]][0])
        self.marks[field.name] = Mark(raw, at)

    def ticks(self, field: Field, names: Sequence[str], at: str) -> tuple[str, ...]:
        """Find the codes that are ticked: stored as value, or shown by a box, or both."""
        stored, shown = set[str](), set[str]()
        for name in names:
            for one in self.fields[name]:
                stored.add(state(entry(one.node, "/V")))
                shown.update(state(entry(widget, "/AS")) for widget in one.widgets)
        stored.difference_update(_OFF)
        shown.difference_update(_OFF)
        labels = {choice.code: choice.label for choice in field.choices}
        if strange := sorted((stored | shown) - labels.keys()):
            allowed = tuple(labels.values())
            self.say(Code.CHOICE_UNKNOWN, field, at, raw=", ".join(strange), allowed=allowed)
        elif stored != shown:
            facts = {
                key: ", ".join(labels[code] for code in labels if code in codes) or _NOTHING
                for key, codes in (("shown", shown), ("stored", stored))
            }
            self.say(Code.STATE_DISAGREES, field, at, **facts)
        return tuple(code for code in labels if code in stored | shown)

    def compare(self, field: Field, name: str) -> None:
        """Find out whether fields of one name hold different things."""
        first, *others = self.fields[name]
        for other in others:
            one, two = _content(first), _content(other)
            if one != two:
                at = f"AcroForm {name}"
                facts = {"one": one or _NOTHING, "other": two or _NOTHING, "other_at": at}
                self.say(Code.PLACES_DISAGREE, field, at, **facts)

    def unknown(self) -> Iterator[Diagnostic]:
        """Go through the fields of the file that the form does not have."""
        known = {META, *(name for field in self.form.fields for name in names_of(field))}
        for name, places in self.fields.items():
            for place in places if name not in known else ():
                if text(entry(place.node, "/FT")) != "Sig":
                    raw = _content(place)[:_SHOWN]
                    yield found(Code.CONTROL_UNKNOWN, at=f"AcroForm {name}", name=name, raw=raw)

    def owners(self) -> Iterator[tuple[Field, Item]]:
        """Go through the widgets of the form's fields."""
        for field in self.form.fields:
            for name in names_of(field):
                for place in self.fields.get(name, ()):
                    yield from ((field, widget) for widget in place.widgets)

    def say(self, code: Code, field: Field, at: str, **facts: Fact) -> None:
        """Note a finding about a field."""
        told = {"label": field.label, **facts}
        self.findings.append(Diagnostic(code, at, field.name, tuple(told.items())))


def state(item: Item) -> str:
    """Read the state of a box; some programs store `/have` or `(/have)` as words."""
    return text(item).removeprefix("/")


def names_of(field: Field) -> tuple[str, ...]:
    """Name the PDF fields that hold an answer: one, or one for each box."""
    if field.kind is Kind.SELECT_MULTIPLE:
        return tuple(field_name(field.control(choice)) for choice in field.choices)
    return (field_name(field.name),)


def typed(field: Field, place: FileField) -> str:
    """Read what was typed, or the label of what was picked from a list."""
    raw = text(entry(place.node, "/V")).replace("\r\n", "\n").replace("\r", "\n")
    if not field.dropdown:
        return raw
    labels = {choice.code: choice.label for choice in field.choices}
    return labels.get(raw, raw) if raw.strip() else ""


def _content(place: FileField) -> str:
    """Say all that one field of the file holds and shows."""
    states = (state(entry(widget, "/AS")) for widget in place.widgets)
    told = {state(entry(place.node, "/V")), *states}.difference(_OFF)
    return ", ".join(sorted(told))
