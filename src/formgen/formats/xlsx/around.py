"""A workbook -> what it holds besides answers: words of the form changed or added, programs."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from formgen.formats.xlsx import hidden
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.places import Place, Places
from formgen.formats.xlsx.printed import Words, words_of
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.survey import Kind

_STRAYS: Final = 10  # texts that are told, each; more of them would say no more
_EDITED: Final = 5
_SHOWN: Final = 80  # characters of such a text
_ACTIVE: Final = {
    "vbaproject.bin": "VBA",
    "/macrosheets/": "macro sheet",
    "/activex/": "ActiveX",
    "/embeddings/": "OLE",
    "/externallinks/": "external link",
}


def look_around(form: Form, book: Book, places: Places, taken: set[Place]) -> Iterator[Diagnostic]:
    """Go through what a workbook says besides the answers, which stand in the cells `taken`."""
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


def active_content(book: Book) -> Iterator[Diagnostic]:
    """Go through the parts of a package that could do something, which no form has."""
    names = [name.lower() for name in book.package.names]
    what = [label for part, label in _ACTIVE.items() if any(part in name for name in names)]
    if what:
        yield found(Code.ACTIVE_CONTENT, what=tuple(what))


def _strays(words: Words, book: Book, tabs: list[int], taken: set[Place]) -> Iterator[Diagnostic]:
    """Go through what was written where nothing is asked; formulas belong to the form."""
    for tab in tabs:
        for address, cell in book.cells(tab).items():
            if cell.formula or Place(tab, address) in taken:
                continue
            if cell.kind != "s" or not words.hold(cell.text):
                yield _unknown(f"{book.tabs[tab].name}!{address}", book.shown(cell))


def _texts(book: Book, tab: int) -> Iterator[Diagnostic]:
    for address, cell in book.cells(tab).items():
        if text := book.shown(cell):
            yield _unknown(f"{book.tabs[tab].name}!{address}", text)


def _unknown_names(form: Form, book: Book, places: Places) -> Iterator[Diagnostic]:
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
