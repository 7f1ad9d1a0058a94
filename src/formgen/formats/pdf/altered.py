"""A returned PDF that has its fields -> the pages that do not print what was sent out."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from pikepdf import Array, Pdf, Stream

from formgen.formats.pdf.annotations import Annotations, Spot, annotations, spot
from formgen.formats.pdf.objects import Item, entry, items, opened, stream_bytes, text
from formgen.formats.pdf.write import write
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.identity import BLANK

_CODES: Final = (b"/Artifact BMC", b"EMC")  # how what stands in the corners begins and ends
_WIDGET: Final = "Widget"


class _Sent(NamedTuple):
    """The content of a form's pages, as it is stored and unpacked; and where its fields are."""

    contents: frozenset[bytes]
    places: frozenset[Spot]


def altered_pages(form: Form, pdf: Pdf, pages: Annotations) -> Iterator[int]:
    """Go through the pages, from 0, whose content is not what was sent out.

    Filling in fields leaves it alone. Programs that write on pages add to it, or write it anew.
    Where fields are in other places than this program would put them, nothing can be said.
    """
    known, places = _sent_out(form)
    strange = [n for n, page in enumerate(pdf.pages) if not _is_sent(page.obj, known)]
    if strange and _places(pages) <= places:
        yield from strange


def _is_sent(page: Item, known: Collection[bytes]) -> bool:
    strange = [one for one in _streams(page) if one.read_raw_bytes() not in known]
    others = [data for one in strange if (data := stream_bytes(one).strip()) not in known]
    return len(others) <= 1 and all(map(_are_codes, others))


def _places(pages: Annotations) -> frozenset[Spot]:
    """Return where fields are, on whatever page."""
    widgets = (one for _, one in pages.values() if text(entry(one, "/Subtype")) == _WIDGET)
    return frozenset(spot(one, 0) for one in widgets)


def _streams(page: Item) -> Collection[Stream]:
    content = entry(page, "/Contents")
    parts = items(content) if isinstance(content, Array) else (content,)
    return [one for one in parts if isinstance(one, Stream)]


def _are_codes(data: bytes) -> bool:
    """Tell whether content is the codes of a page's corners and nothing else."""
    begin, end = _CODES
    return data.startswith(begin) and data.endswith(end) and data.count(end) == 1


@lru_cache(maxsize=4)
def _sent_out(form: Form) -> _Sent:
    try:
        blank = write(form, BLANK)
    except FormgenError:  # an old form, which this version cannot print
        return _Sent(frozenset(), frozenset())
    with opened(blank.data) as pdf:
        streams = [one for page in pdf.pages for one in _streams(page.obj)]
        packed = {one.read_raw_bytes() for one in streams}
        unpacked = {one.read_bytes().strip() for one in streams}
        return _Sent(frozenset(packed | unpacked), _places(annotations(pdf)))
