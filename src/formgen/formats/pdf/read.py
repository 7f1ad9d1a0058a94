"""A returned PDF -> what it says of itself, and the mark in each field."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pikepdf import Pdf

from formgen.formats.pdf import claims
from formgen.formats.pdf.altered import altered_pages, as_sent
from formgen.formats.pdf.annotations import SIGNATURE, annotations, identity, visible
from formgen.formats.pdf.fieldtree import Fields, FileField, file_fields
from formgen.formats.pdf.foreign import active_content, foreign_marks
from formgen.formats.pdf.letters import Fonts
from formgen.formats.pdf.names import META, names_of
from formgen.formats.pdf.objects import Item, entry, inherited, opened, repaired, text, usual
from formgen.formats.pdf.pagetext import page_marks, pictured_pages
from formgen.formats.pdf.printed import printed_over
from formgen.formats.pdf.shown import other_words
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
        return _claim(pdf, file_fields(pdf, annotations(pdf)))


def read(form: Form, data: bytes) -> Reading:
    """Ask a file for each field of the form; raise FormgenError as `identify` does."""
    with opened(data) as pdf:
        pages = annotations(pdf)
        fields = file_fields(pdf, pages)
        claim = _claim(pdf, fields)
        redrawn = entry(entry(pdf.Root, "/AcroForm"), "/NeedAppearances") is True
        reader = _Reader(form, fields, visible(pdf, pages), redrawn=redrawn)
        for asked in _asked(form):
            reader.read(asked)
        findings = [*reader.findings, *reader.unknown()]
        findings += foreign_marks(pages, reader.owners(), reader.signatures)
        if altered := altered_pages(form, pdf, claim):
            sent = as_sent(form, pdf, pages, altered)
            findings += (
                printed_over(form, data, altered, reader.marks, sent)
                if sent
                else [found(Code.PAGES_SET_OTHERWISE)]
            )
        findings += active_content(pdf, pages, fields)
        findings += repaired(pdf)
        return Reading(FORMAT_NAME, claim, reader.marks, tuple(findings))


def _claim(pdf: Pdf, fields: Fields) -> Claim | None:
    if claims.is_none(pdf) and META not in fields:  # a letter may have been put before the form
        return None
    metas = {text(value) for place in fields.get(META, ()) for value in _values(place)}
    told = {one for meta in metas or ("",) if (one := claims.read(pdf, meta))}
    claim = next(iter(told), None)
    if len(told) > 1:
        first, second = sorted(
            f"{one.survey} {one.digest[:8]} {_copy(one)}".strip() for one in told
        )[:2]
        facts = {"label": META, "one": first, "other": second, "other_at": META}
        raise FormgenError([found(Code.PLACES_DISAGREE, **facts)], Exit.REVIEW)
    ours = [name for name in fields if name != META]
    if not ours and (pages := pictured_pages(pdf)):
        raise FormgenError([found(Code.PAGE_SCANNED, pages=pages)], Exit.REVIEW)
    if not ours and (claim or any(page_marks(pdf))):
        raise FormgenError([found(Code.FIELDS_FLATTENED)], Exit.REVIEW)
    return claim


def _copy(claim: Claim) -> str:
    whose = f" {claim.token.round}/{claim.token.serial}" if claim.token else ""
    return f"{claim.survey} {claim.digest[:8]}{whose}"


class _Reader:
    """Reads field after field; keeps the marks and what is to be said about them."""

    def __init__(
        self, form: Form, fields: Fields, visible: Collection[object], *, redrawn: bool
    ) -> None:
        self.form = form
        self.fields = fields
        self.visible = visible
        self.redrawn = redrawn  # by every viewer: pictures of fields mean nothing
        self.fonts: Fonts = {}
        self.marks: dict[str, Mark] = {}
        self.findings: list[Diagnostic] = []
        self.signatures: list[Item] = []

    def read(self, asked: "_Asked") -> None:
        """Read one field of the form."""
        field, names, at = asked.field, asked.names, asked.at
        there = {name: self.fields[name] for name in names if name in self.fields}
        shown = {name: self.shown(places) for name, places in there.items()}
        if len(there) < len(names) or any(len(one) < asked.boxes for one in shown.values()):
            self.say(Code.FIELD_MISSING, field, at)
        if not there:
            return
        for name, places in there.items():
            self.compare(asked, name, places)
        if asked.ticked:
            raw: str | tuple[str, ...] = self.ticks(field, there, at)
        else:
            (name,) = names
            raw = typed(field, there[name][0])
            self.compare_pictures(field, shown[name], raw, at)
        self.marks[field.name] = Mark(raw, at)

    def shown(self, places: Sequence[FileField]) -> list[Item]:
        """Find the places of a field that somebody who looks at the pages can see."""
        widgets = (one for place in places for one in place.widgets)
        return [one for one in widgets if identity(one) in self.visible]

    def ticks(self, field: Field, there: Fields, at: str) -> tuple[str, ...]:
        """Find the codes that are ticked: stored as value, or shown by a box, or both."""
        stored, shown = set[str](), set[str]()
        for places in there.values():
            for one in places:
                stored.update(map(state, _values(one)))
                shown.update([state(usual(widget, "/AS")) for widget in one.widgets])
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

    def compare(self, asked: "_Asked", name: str, places: Sequence[FileField]) -> None:
        """Find out whether fields of one name hold different things."""
        if len(places) == 1 and (asked.ticked or places[0].node is places[0].widgets[0]):
            return
        contents = (
            told
            for place in places
            for told in ([_content(place)] if asked.ticked else _stored(place, places))
        )
        one, *others = dict.fromkeys(contents) or ("",)
        for other in others:
            at = f"AcroForm {name}"
            facts = {"one": one or _NOTHING, "other": other or _NOTHING, "other_at": at}
            self.say(Code.PLACES_DISAGREE, asked.field, at, **facts)

    def compare_pictures(self, field: Field, widgets: Sequence[Item], raw: str, at: str) -> None:
        """Find out whether a field shows other words than it stores."""
        stored = (raw, next((one.code for one in field.choices if one.label == raw), raw))
        number = field.kind in (Kind.INTEGER, Kind.DECIMAL)
        for widget in () if self.redrawn else widgets:
            if words := other_words(widget, *stored, fonts=self.fonts, number=number):
                facts = {"shown": words[:_SHOWN], "stored": raw[:_SHOWN] or _NOTHING}
                self.say(Code.STATE_DISAGREES, field, at, **facts)
                return

    def unknown(self) -> Iterator[Diagnostic]:
        """Go through the fields of the file that the form does not have."""
        known = {META, *(name for asked in _asked(self.form) for name in asked.names)}
        for name, places in self.fields.items():
            for place in places if name not in known else ():
                if text(inherited(place.node, "/FT")) == SIGNATURE:
                    self.signatures += place.widgets
                    continue
                raw = _content(place)[:_SHOWN]
                yield found(Code.CONTROL_UNKNOWN, at=f"AcroForm {name}", name=name, raw=raw)

    def owners(self) -> Iterator[tuple[Field, Item]]:
        """Go through the widgets of the form's fields."""
        for asked in _asked(self.form):
            for name in asked.names:
                for place in self.fields.get(name, ()):
                    yield from ((asked.field, widget) for widget in place.widgets)

    def say(self, code: Code, field: Field, at: str, **facts: Fact) -> None:
        """Note a finding about a field."""
        told = {"label": field.label, **facts}
        self.findings.append(Diagnostic(code, at, field.name, tuple(told.items())))


class _Asked(NamedTuple):
    """What a file is asked for: a field of the form, and what it is called in a PDF."""

    field: Field
    names: tuple[str, ...]  # one, or one for each box
    at: str
    boxes: int  # in how many places each name stands
    ticked: bool  # and not written


@lru_cache(maxsize=4)
def _asked(form: Form) -> tuple[_Asked, ...]:
    asked = []
    for field in form.fields:
        names = names_of(field)
        ticked = field.select and not field.dropdown
        boxes = len(field.choices) if ticked and field.kind is Kind.SELECT_ONE else 1
        asked.append(_Asked(field, names, f"AcroForm {', '.join(names)}", boxes, ticked))
    return tuple(asked)


def state(item: Item) -> str:
    """Read the state of a box; some programs store `/have` or `(/have)` as words."""
    return text(item).removeprefix("/")


def typed(field: Field, place: FileField) -> str:
    """Read what was typed, or the label of what was picked from a list."""
    raw = text(next(iter(_values(place)), None)).replace("\r\n", "\n").replace("\r", "\n")
    if not field.dropdown:
        return raw
    labels = {choice.code: choice.label for choice in field.choices}
    return labels.get(raw, raw) if raw.strip() else ""


def _content(place: FileField) -> str:
    """Say all that one field of the file holds and shows."""
    states = (state(entry(widget, "/AS")) for widget in place.widgets)
    told = {*map(state, _values(place)), *states}.difference(_OFF)
    return ", ".join(sorted(told))


def _stored(place: FileField, places: Sequence[FileField]) -> Iterator[str]:
    """Go through the words that one of several places stores; one that was reset has none."""
    nothing = (None,) if len(places) > 1 else ()
    yield from map(text, _values(place) or nothing)


def _values(place: FileField) -> Sequence[Item]:
    """Go through what a field stores; some programs put it where the field is shown."""
    stored = [usual(place.node, "/V")]
    stored += (entry(one, "/V") for one in place.widgets if one is not place.node)
    return [value for value in stored if value is not None]
