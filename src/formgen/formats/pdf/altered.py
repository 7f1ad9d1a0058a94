"""A returned PDF that has its fields -> the pages that do not print what was sent out."""

from collections.abc import Collection
from functools import lru_cache
from io import BytesIO
from typing import Final, NamedTuple

from pikepdf import Array, Pdf, Stream

from formgen.formats import Written
from formgen.formats.pdf.added import is_added
from formgen.formats.pdf.annotations import Annotations, Spot, annotations, spot
from formgen.formats.pdf.objects import Item, entry, items, opened, stream_bytes, text
from formgen.formats.pdf.seals import is_sent, unsealed
from formgen.formats.pdf.write import write
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.identity import BLANK

_CODES: Final = (b"/Artifact BMC", b"EMC")  # how what stands in the corners begins and ends
_WIDGET: Final = "Widget"


class Today(NamedTuple):
    """A form as this version prints it: the content of its pages; where its fields are."""

    contents: frozenset[bytes]
    places: frozenset[Spot]
    blank: Written


def altered_pages(form: Form, pdf: Pdf) -> list[int]:
    """Find the pages, from 0, whose content is not what was sent out.

    Filling in fields leaves it alone. Programs that write on pages add to it, or write it anew.
    What was sent proves itself by its seal; copies of earlier versions, which have none, are held
    against what this version prints.
    """
    strange = [n for n, page in enumerate(pdf.pages) if not _is_sent(page.obj, ())]
    known = today(form).contents if strange else ()
    return [n for n in strange if not _is_sent(pdf.pages[n].obj, known)]


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
    return any(is_added(stream_bytes(one)) for one in _streams(page)) and _is_sent(page, ())


def _is_sent(page: Item, known: Collection[bytes]) -> bool:
    strange = [one for one in _streams(page) if not is_sent(one)]
    others = [
        data
        for one in strange
        if unsealed(data := stream_bytes(one).strip()) not in known and not is_added(data)
    ]
    return len(others) <= 1 and all(map(_are_codes, others))


def _cleared(pdf: Pdf, holding: Collection[int]) -> bytes:
    """Take from some pages all that was not sent, fields excepted; leave the others out."""
    file = BytesIO()
    pdf.save(file)
    with opened(file.getvalue()) as copy:
        for number, page in reversed([*enumerate(copy.pages)]):
            if number not in holding:
                del copy.pages[number]
                continue
            sent = [one for one in _streams(page.obj) if is_sent(one) or _are_codes_of(one)]
            page.obj.Contents = Array(sent)
            annots = [one for one in items(entry(page.obj, "/Annots")) if _is_widget(one)]
            page.obj.Annots = Array(annots)
        file = BytesIO()
        copy.save(file)
    return file.getvalue()


def _are_codes_of(stream: Stream) -> bool:
    return _are_codes(stream_bytes(stream).strip())


def _is_widget(annotation: Item) -> bool:
    return text(entry(annotation, "/Subtype")) == _WIDGET


def _places(pages: Annotations) -> frozenset[Spot]:
    """Return where fields are, on whatever page."""
    return frozenset(spot(one, 0) for _, one in pages.values() if _is_widget(one))


def _streams(page: Item) -> Collection[Stream]:
    content = entry(page, "/Contents")
    parts = items(content) if isinstance(content, Array) else (content,)
    return [one for one in parts if isinstance(one, Stream)]


def _are_codes(data: bytes) -> bool:
    """Tell whether content is the codes of a page's corners and nothing else."""
    begin, end = _CODES
    return data.startswith(begin) and data.endswith(end) and data.count(end) == 1


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
