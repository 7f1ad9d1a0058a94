"""Form + copy -> a fillable PDF."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Name, Pdf

from formgen import fonts
from formgen.formats import Written
from formgen.formats.pdf import claims, corners, pages
from formgen.formats.pdf.acroform import FIELD_FONT, add_fields
from formgen.formats.pdf.added import Ends, add_pages, ends_of
from formgen.formats.pdf.canvas import PageCanvas
from formgen.formats.pdf.layout import Layout, lay_out
from formgen.formats.pdf.master import Entries, Master, entries_of, string
from formgen.formats.pdf.names import META
from formgen.formats.pdf.seals import PAGE, sealed
from formgen.formats.pdf.sheet import FORM, Words
from formgen.formats.pdf.tags import add_structure
from formgen.formats.pdf.values import Empty, empty_fields, fill_in
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form, Placement
from formgen.model.identity import Copy, claim_text


def write(form: Form, copy: Copy) -> Written:
    """Write a copy; what all copies of a form share is made once."""
    blank = _blank(form)
    changes = blank.master.changes()
    claim = string(claim_text(form, copy.token))
    meta = blank.fields[META]
    changes.put(meta.number, {**meta.entries, b"/V": claim})
    said = claims.metadata(form, copy.token, accessible=not _is_lacking(copy))
    changes.put_plain(*blank.metadata, said)
    for page, number in enumerate(blank.codes, 1):
        changes.put_stream(number, {}, corners.of_page(form, copy.token, page))
    if cut := fill_in(changes, blank.fields, form, copy):
        on = {place.field: place.page for place in blank.placements}
        add_pages(changes, blank.ends, form, copy, {name: (on[name], cut[name]) for name in cut})
    return Written(blank.master.copy(changes), blank.placements)


@dataclass(frozen=True, slots=True)
class _Blank:
    """An empty form: its objects, and those among them that differ from copy to copy."""

    master: Master
    fields: Mapping[str, Empty]
    codes: tuple[int, ...]  # of each page what its corners show
    metadata: tuple[int, Entries]
    placements: tuple[Placement, ...]
    ends: Ends


@functools.lru_cache(maxsize=4)
def _blank(form: Form) -> _Blank:
    """What all copies of a form share: its pages, empty fields and structure."""
    layout = lay_out(form)
    _check_characters(layout)
    with Pdf.open(BytesIO(_drawn(form, layout))) as pdf:
        codes = tuple(page.obj.Contents[-1].objgen[0] for page in pdf.pages)
        metadata = pdf.Root.Metadata.objgen[0], entries_of(pdf.Root.Metadata)
        fields, ends = empty_fields(pdf), ends_of(pdf)
        return _Blank(Master(pdf), fields, codes, metadata, layout.placements, ends)


def _drawn(form: Form, layout: Layout) -> bytes:
    """Draw an empty form; what its corners show is a stream of its own on each page."""
    hidden = layout.root.add("Form", said=pages.PRODUCER)
    canvas = PageCanvas((FORM.width, FORM.height), form.title)
    drawn = pages.draw(canvas, layout, pages.footer(form.code))
    with canvas.finish() as pdf:
        widgets = add_fields(pdf, layout.controls, hidden)
        add_structure(pdf, layout.root, drawn, widgets)
        claims.attach(pdf, form)
        # The codes in the corners are set in the font of the fields: it is there in any case.
        fonts_of_pages = pdf.pages[0].obj.Resources.Font
        fonts_of_pages[Name(f"/{fonts.field().name}")] = pdf.Root.AcroForm.DR.Font[FIELD_FONT]
        for page in pdf.pages:
            page.obj.Contents.write(sealed(PAGE, page.obj.Contents.read_bytes()))
            page.contents_add(pdf.make_stream(b""))
        pages.describe(pdf, form.title, form.language)
        return pages.saved(pdf)


def _is_lacking(copy: Copy) -> bool:
    """Tell whether the fonts lack a character of a copy's values, which then is an empty box."""
    values = "".join(value for _, value in copy.values if isinstance(value, str))
    return any(map(pages.is_lacking, set(values)))


def _check_characters(layout: Layout) -> None:
    """Raise FormgenError where the fonts lack a character of a form: a box would be printed."""
    words = (mark for page in layout.pages for mark in page if isinstance(mark, Words))
    lacking = {
        character
        for mark in words
        if any(pages.NO_GLYPH in codes for codes in mark.line.codes.values())
        for character in mark.line.text
        if pages.is_lacking(character)
    }
    if lacking:
        characters = tuple(f"{one} U+{ord(one):04X}" for one in sorted(lacking))
        told = found(Code.TEXT_CANNOT_PRINT, characters=characters)
        raise FormgenError([told], Exit.CONTENT)
