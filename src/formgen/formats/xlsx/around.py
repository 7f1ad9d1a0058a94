"""A workbook -> what it holds besides answers: words of the form changed or added, programs."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from formgen.formats.xlsx import hidden
from formgen.formats.xlsx.cells import address, parse_address
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.over import Shape
from formgen.formats.xlsx.places import Place, Places
from formgen.formats.xlsx.printed import Words, words_of
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.survey import Kind

_STRAYS: Final = 10  # texts that are told, each; more of them would say no more
_EDITED: Final = 5
_PICTURE: Final = "[ภาพ]"
_SHOWN: Final = 80  # characters of such a text


def look_around(
    form: Form, book: AnyBook, places: Places, taken: Mapping[Place, Field]
) -> Iterator[Diagnostic]:
    """Go through what a workbook says besides the answers, which stand in the cells `taken`."""
    yield from _over(book, places, taken)
    used = sorted({place.tab for place in taken})
    if used:
        sheets = [book.cells(tab) for tab in used]
        words = words_of(form)
        for text in islice(words.missing(sheets), _EDITED):
            yield found(Code.FIXED_TEXT_EDITED, text=text[:_SHOWN])
        yield from islice(_strays(words, book, used, taken), _STRAYS)
    for tab in places.seen:
        if tab not in used and not hidden.is_hidden_sheet(book, tab):
            yield from islice(_texts(book, tab), 1)
    yield from _unknown_names(form, book, places)


def active_content(book: AnyBook) -> Iterator[Diagnostic]:
    """Tell of what is in a workbook that could do something, which no form has."""
    if book.active:
        yield found(Code.ACTIVE_CONTENT, what=book.active)


def _strays(
    words: Words, book: AnyBook, tabs: list[int], taken: Mapping[Place, Field]
) -> Iterator[Diagnostic]:
    """Go through what was written or crossed out where nothing is asked.

    Formulas belong to the form.
    """
    for tab in tabs:
        for at, cell in book.cells(tab).items():
            if cell.formula or (tab, at) in taken:  # a plain pair is made faster than a place
                continue
            if cell.kind != "s" or not words.hold(cell.text):
                yield _unknown(f"{book.tabs[tab].name}!{at}", book.shown(cell))
            elif book.is_struck(cell):
                yield found(Code.FIXED_TEXT_EDITED, text=cell.text[:_SHOWN])


def _over(book: AnyBook, places: Places, taken: Mapping[Place, Field]) -> Iterator[Diagnostic]:
    """Go through the comments, pictures and text boxes over the cells of the form's sheets."""
    for tab in sorted({place.tab for place in taken} | set(places.seen)):
        title = book.tabs[tab].name
        for remark in islice(book.remarks(tab), _STRAYS):
            asked = taken.get(Place(tab, remark.at))
            where = {"at": f"{title}!{remark.at}", "field": asked.name if asked else ""}
            yield found(Code.TEXT_ADDED, **where, text=f"ความเห็น: {remark.text}"[:_SHOWN])
        for shape in islice(book.shapes(tab), _STRAYS):
            yield from _shape(f"{title}!{address(*shape.first)}", shape, tab, taken)


def _shape(at: str, shape: Shape, tab: int, taken: Mapping[Place, Field]) -> Iterator[Diagnostic]:
    """Doubt the answers that a picture or a text box touches: it may be a mark for them."""
    said = shape.text[:_SHOWN] or _PICTURE
    touched = {
        asked.name: asked
        for place, asked in taken.items()
        if place.tab == tab and _touches(shape, place.address)
    }
    for asked in touched.values():
        yield found(Code.MARK_OUTSIDE, at, asked.name, label=asked.label, raw=said)
    if not touched:
        yield found(Code.TEXT_ADDED, at, text=said)


def _touches(shape: Shape, answer: str) -> bool:
    """Tell whether a shape lies on an answer, its drawn boxes below, or the cells at its sides."""
    row, column = parse_address(answer) or (0, 0)
    (top, left), (bottom, right) = shape.first, shape.last
    return top <= row + 1 and bottom >= row and left <= column + 1 and right >= column - 1


def _texts(book: AnyBook, tab: int) -> Iterator[Diagnostic]:
    for at, cell in book.cells(tab).items():
        if text := book.shown(cell):
            yield _unknown(f"{book.tabs[tab].name}!{at}", text)


def _unknown_names(form: Form, book: AnyBook, places: Places) -> Iterator[Diagnostic]:
    controls = {control for asked in form.fields for control in asked_controls(asked)}
    for control in sorted(places.named.keys() - controls):
        place = places.named[control][0]
        cell = book.cells(place.tab).get(place.address)
        if cell and (text := book.shown(cell)):
            yield _unknown(control, text)


def asked_controls(asked: Field) -> list[str]:
    """List the controls of a field: itself, or one for each choice that may be marked alone."""
    if asked.kind is Kind.SELECT_MULTIPLE:
        return [asked.control(choice) for choice in asked.choices]
    return [asked.name]


def _unknown(name: str, raw: str) -> Diagnostic:
    return found(Code.CONTROL_UNKNOWN, at=name, name=name, raw=raw[:_SHOWN])
