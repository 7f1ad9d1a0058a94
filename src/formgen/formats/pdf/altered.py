"""A returned PDF that has its fields -> the pages whose content is not what was sent out."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final, NamedTuple

from pikepdf import Array, Pdf, Stream

from formgen.formats import Written
from formgen.formats.pdf.added import is_added
from formgen.formats.pdf.annotations import SIGNATURE, Annotations, Spot, annotations, spot
from formgen.formats.pdf.letters import Fonts
from formgen.formats.pdf.objects import Item, entry, inherited, items, opened, stream_bytes, text
from formgen.formats.pdf.pagecodes import claimed, mark_alone, only_copy
from formgen.formats.pdf.pagetext import marks_on
from formgen.formats.pdf.seals import is_sent, unsealed
from formgen.formats.pdf.write import write
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.identity import BLANK, Claim

_WIDGET: Final = "Widget"


class Today(NamedTuple):
    """A form as this version prints it: the content of its pages; where its fields are."""

    contents: frozenset[bytes]
    places: frozenset[Spot]
    blank: Written


def altered_pages(form: Form, pdf: Pdf, claim: Claim | None) -> list[int]:
    """Find the pages, from 0, whose content is not what was sent out.

    Filling in fields leaves it alone. Programs that write on pages add to it, or write it anew.
    What was sent proves itself by its seal; copies of earlier versions, which have none, are held
    against what this version prints. Raises FormgenError where pages are of another copy.
    """
    fonts: Fonts = {}
    marks = [claimed(claim)] if claim else []
    altered = []
    for n, page in enumerate(pdf.pages):
        codes = _codes(page.obj, ()) or _codes(page.obj, today(form).contents)
        if codes and (mark := mark_alone(codes, page.obj, fonts)):
            marks.append(mark)
        else:
            altered.append(n)
            marks += marks_on(page.obj)
    only_copy(marks)
    return altered


def as_sent(form: Form, pdf: Pdf, pages: Annotations, altered: Collection[int]) -> bytes | None:
    """Give the form as it was before pages were altered; None where nobody can tell.

    Where what was sent still stands among what was added, it is taken from there. Else it is what
    this version prints, if it has the fields where the file has them.
    """
    with_fields = {number - 1 for number, one in pages.values() if _is_widget(one)}
    holding = {n for n, page in enumerate(pdf.pages) if any(map(is_sent, _streams(page.obj)))}
    if holding and with_fields.intersection(altered) <= holding:
        return _cleared(pdf, holding)
    now = today(form)
    return now.blank.data if now.blank.data and _places(pages) <= now.places else None


def shows_added(page: Item) -> bool:
    """Tell whether a page is one that was added to a copy, as it was written."""
    codes = _codes(page, ())
    added = codes and is_added(stream_bytes(_streams(page)[0]))
    return bool(codes and added and mark_alone(codes, page, {}))


def _codes(page: Item, known: Collection[bytes]) -> Stream | None:
    """Find what stands in the corners of a page that else is as it was sent; None for others."""
    match _streams(page):
        case [content, codes] if _is_known(content, known):
            return codes
        case _:
            return None


def _is_known(stream: Stream, known: Collection[bytes]) -> bool:
    if is_sent(stream):
        return True
    data = stream_bytes(stream)
    return is_added(data) or unsealed(data) in known


def _cleared(pdf: Pdf, holding: Collection[int]) -> bytes:
    """Take from some pages all that was not sent, fields excepted; leave the others out."""
    file = BytesIO()
    pdf.save(file)
    fonts: Fonts = {}
    with opened(file.getvalue()) as copy:
        for number, page in reversed([*enumerate(copy.pages)]):
            if number not in holding:
                del copy.pages[number]
                continue
            sent = [
                one
                for one in _streams(page.obj)
                if is_sent(one) or mark_alone(one, page.obj, fonts)
            ]
            page.obj.Contents = Array(sent)
            annots = [one for one in items(entry(page.obj, "/Annots")) if _is_widget(one)]
            page.obj.Annots = Array(annots)
        file = BytesIO()
        copy.save(file)
    return file.getvalue()


def _is_widget(annotation: Item) -> bool:
    """Tell a field from all else; one to be signed in the form never had."""
    field = text(entry(annotation, "/Subtype")) == _WIDGET
    return field and text(inherited(annotation, "/FT")) != SIGNATURE


def _places(pages: Annotations) -> frozenset[Spot]:
    """Return where fields are, on whatever page."""
    return frozenset(spot(one, 0) for _, one in pages.values() if _is_widget(one))


def _streams(page: Item) -> Sequence[Stream]:
    content = entry(page, "/Contents")
    parts = items(content) if isinstance(content, Array) else (content,)
    return [one for one in parts if isinstance(one, Stream)]


@lru_cache(maxsize=4)
def today(form: Form) -> Today:
    """Print an empty form; it is nothing where this version cannot, as may be with old ones."""
    try:
        blank = write(form, BLANK)
    except FormgenError:
        return Today(frozenset(), frozenset(), Written(b""))
    with opened(blank.data) as pdf:
        streams = [one for page in pdf.pages for one in _streams(page.obj)]
        contents = frozenset(unsealed(one.read_bytes()) for one in streams)
        return Today(contents, _places(annotations(pdf)), blank)
