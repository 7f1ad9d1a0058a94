"""A workbook -> what it holds besides answers: words of the form changed or added, programs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
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
_REMARKED: Final = 400  # characters of a comment; a note of ours that was written into is one, too


def look_around(
    form: Form,
    book: AnyBook,
    places: Places,
    taken: Mapping[Place, Field],
    boxes: Collection[Place],
) -> Iterator[Diagnostic]:
    """Go through what a workbook says besides the answers, which stand in the cells `taken`.

    Boxes that are drawn in the cells `boxes` were held against their answers.
    """
    yield from _over(book, places, taken)
    used = sorted({place.tab for place in taken})
    if used:
        sheets = [book.cells(tab) for tab in used]
        words = words_of(form)
        for text in islice(words.missing(sheets), _EDITED):
            yield found(Code.FIXED_TEXT_EDITED, text=text[:_SHOWN])
        yield from islice(_strays(words, book, used, taken, boxes), _STRAYS)
    for tab in places.seen:
        if tab not in used and not hidden.is_hidden_sheet(book, tab):
            yield from islice(_texts(book, tab), 1)
    yield from _unknown_names(form, book, places)


def active_content(book: AnyBook) -> Iterator[Diagnostic]:
    """Tell of what is in a workbook that could do something, which no form has."""
    if book.active:
        yield found(Code.ACTIVE_CONTENT, what=book.active)


def _strays(
    words: Words,
    book: AnyBook,
    tabs: list[int],
    taken: Mapping[Place, Field],
    boxes: Collection[Place],
) -> Iterator[Diagnostic]:
    """Go through what was written or crossed out where nothing is asked.

    Formulas belong to the form.
    """
    for tab in tabs:
        free = {  # a plain pair is made faster than a place
            at: cell
            for at, cell in book.cells(tab).items()
            if not cell.formula and (tab, at) not in taken
        }
        said = {at: cell.text for at, cell in free.items() if cell.kind == "s"}
        besides = words.besides(said, {place.address for place in boxes if place.tab == tab})
        for at, cell in free.items():
            if cell.kind != "s" or at in besides:
                yield _unknown(f"{book.tabs[tab].name}!{at}", book.shown(cell))
            elif book.is_struck(cell):
                yield found(Code.FIXED_TEXT_EDITED, text=cell.text[:_SHOWN])


def _over(book: AnyBook, places: Places, taken: Mapping[Place, Field]) -> Iterator[Diagnostic]:
    """Go through the comments, pictures and text boxes over the cells of the form's sheets."""
    for tab in sorted({place.tab for place in taken} | set(places.seen)):
        asked = {place.address: one for place, one in taken.items() if place.tab == tab}
        yield from _few(_remarks(book, tab, asked))
        yield from _few(_shapes(book, tab, asked))


def _few(all_of_them: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Tell some about every field and some about none: no field's go unsaid for those of others."""
    told: Counter[str] = Counter()
    for one in all_of_them:
        told[one.field] += 1
        if told[one.field] <= _STRAYS:
            yield one


def _remarks(book: AnyBook, tab: int, asked: Mapping[str, Field]) -> Iterator[Diagnostic]:
    for remark in book.remarks(tab):
        name = asked[remark.at].name if remark.at in asked else ""
        at = f"{book.tabs[tab].name}!{remark.at}"
        yield found(Code.TEXT_ADDED, at, name, text=f"ความเห็น: {remark.text}"[:_REMARKED])


def _shapes(book: AnyBook, tab: int, asked: Mapping[str, Field]) -> Iterator[Diagnostic]:
    """Doubt the answers that a picture or a text box touches: it may be a mark for them."""
    spots = [(parse_address(at) or (0, 0), one) for at, one in asked.items()]
    for shape in book.shapes(tab):
        at, said = f"{book.tabs[tab].name}!{address(*shape.first)}", shape.text[:_SHOWN] or _PICTURE
        touched = {one.name: one for spot, one in spots if _touches(shape, spot)}
        for one in touched.values():
            yield found(Code.MARK_OUTSIDE, at, one.name, label=one.label, raw=said)
        if not touched:
            yield found(Code.TEXT_ADDED, at, text=said)


def _touches(shape: Shape, answer: tuple[int, int]) -> bool:
    """Tell whether a shape lies on an answer, its drawn boxes below, or the cells at its sides."""
    row, column = answer
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
