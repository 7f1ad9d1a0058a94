"""A returned PDF + what is to be put right -> the same PDF, the fields marked."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Final, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Page, PageCopyWarning, Pdf, String

from formgen import fonts
from formgen.fonts import EM, Face
from formgen.formats.pdf import claims
from formgen.formats.pdf.acroform import drawing, text_appearance
from formgen.formats.pdf.annotations import (
    Annotations,
    Spot,
    annotations,
    identity,
    mark_name,
    spot,
    take_marks_away,
)
from formgen.formats.pdf.embed import embed
from formgen.formats.pdf.fieldtree import Fields, file_fields
from formgen.formats.pdf.foreign import active_content
from formgen.formats.pdf.margin import INSET, LEADING, SIZE, Placed, Slip, arranged
from formgen.formats.pdf.names import META, field_name
from formgen.formats.pdf.objects import entry, items, opened, repaired, text
from formgen.formats.pdf.sheet import FORM
from formgen.formats.pdf.text import Run, SetLine, number, set_line
from formgen.model.codes import Code
from formgen.model.note import AUTHOR, Note, together, unmarkable
from formgen.thai.numerals import to_thai

_FIELDS: Final = "AcroForm "
_PAGE: Final = re.compile(", page ([0-9]{1,6})$")
_COLOUR: Final = (0.78, 0.31, 0.0)  # of lines and numbers: dark orange, 4.6 : 1 on white
_PAPER: Final = (1.0, 0.95, 0.8)
_FIXED: Final = 1 << 7 | 1 << 9  # neither place nor words can be changed
_PRINTED: Final = 1 << 2
_GROW: Final = 2.5  # a frame stands so far outside of what it marks
_LINE: Final = 1.5
_TINT: Final = 0.18  # how much of the colour lies over the field
_BADGE: Final = 9.0  # height of what the number stands on
_BADGE_SIDES: Final = 4.0  # what it is wider than the number
_BADGE_FOOT: Final = 2.4  # under the number
_SIGNED: Final = "Sig"
_SLACK: Final = 1.0  # points by which a page may differ from the form's


class _Mark(NamedTuple):
    """What is said about one place of a page; a place without extent is the page itself."""

    number: int
    at: Spot
    words: str

    @property
    def framed(self) -> bool:
        """Whether there is something on the page to put a frame round."""
        return self.at.right > self.at.left and self.at.top > self.at.bottom


def mark(data: bytes, notes: Sequence[Note]) -> bytes:
    """Frame the fields of the notes, and say their words in the margin and in comments.

    A note without a place stands on the first page.  Raises FormgenError for a file that is not
    sound, that could act, that has no fields, or is too odd (`FILE_NOT_MARKABLE`).
    """
    with opened(data) as pdf:
        shown = annotations(pdf)
        fields = file_fields(pdf, shown)
        _check(pdf, shown, fields)
        take_marks_away(pdf)
        said = together((_Seeker(pdf, fields).place(note), note) for note in notes)
        placed = [(at, words) for place, words in said.items() for at in place]
        placed.sort(key=lambda one: (one[0].page, -one[0].top, one[0].left))
        marks = [_Mark(n, at, words) for n, (at, words) in enumerate(placed, 1)]
        flags = _FIXED | _PRINTED * any(one.printed for one in notes)
        for page in sorted({one.at.page for one in marks}):
            own = [one for one in marks if one.at.page == page]
            _mark_page(pdf, pdf.pages[page - 1], own, flags)
        claims.take_back(pdf)
        saved = _saved(pdf)
        for told in repaired(pdf):  # now all of it has been looked at
            raise unmarkable(str(dict(told.facts)["reason"]))
        return saved


def _check(pdf: Pdf, shown: Annotations, fields: Fields) -> None:
    """Raise FormgenError for a file that cannot be marked without harm."""
    if not len(pdf.pages) or not any(name != META for name in fields):
        raise unmarkable("PDF: no pages, or no fields")
    for told in active_content(pdf, shown, fields):
        if told.code is Code.ACTIVE_CONTENT:
            raise unmarkable(str(dict(told.facts)["what"]))
    nodes = (place.node for places in fields.values() for place in places)
    signed = any(
        text(entry(node, "/FT")) == _SIGNED and entry(node, "/V") is not None for node in nodes
    )
    if signed or entry(pdf.Root, "/Perms") is not None:
        raise unmarkable("digital signature")


def _saved(pdf: Pdf) -> bytes:
    file = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PageCopyWarning)  # of fields that were lost before
        pdf.save(file, fix_metadata_version=False, deterministic_id=True)
    return file.getvalue()


# ---------------------------------------------------------------- where


class _Seeker:
    """Looks up in a file where its reader was."""

    def __init__(self, pdf: Pdf, fields: Fields) -> None:
        self._pages = len(pdf.pages)
        self._fields = fields
        self._shown = annotations(pdf)

    def place(self, note: Note) -> tuple[Spot, ...]:
        """Find where a note belongs: its fields, else its page, else the first one."""
        names = self._named(note.at) or self._of_field(note.field)
        spots = [one for name in names for one in self._spots(name)]
        page = _PAGE.search(note.at)
        first = int(page[1]) if page and 1 <= int(page[1]) <= self._pages else 1
        return tuple(_by_page(spots)) or (Spot(first, 0.0, 0.0, 0.0, 0.0),)

    def _named(self, at: str) -> list[str]:
        if not at.startswith(_FIELDS):
            return []
        whole = at.removeprefix(_FIELDS)
        names = [whole] if whole in self._fields else whole.split(", ")
        return [name for name in names if name in self._fields and name != META]

    def _of_field(self, field: str) -> list[str]:
        name = field_name(field)
        if not name or name in self._fields:
            return [name] if name else []
        return [one for one in self._fields if one.startswith(f"{name}-")]

    def _spots(self, name: str) -> Iterator[Spot]:
        for place in self._fields[name]:
            for widget in place.widgets:
                if shown := self._shown.get(identity(widget)):
                    yield spot(widget, shown[0])


def _by_page(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Join the rectangles of each page into one."""
    pages: dict[int, list[Spot]] = {}
    for one in spots:
        if one.right > one.left and one.top > one.bottom:
            pages.setdefault(one.page, []).append(one)
    for page, some in sorted(pages.items()):
        _, left, bottom, right, top = zip(*some, strict=True)
        yield Spot(page, min(left), min(bottom), max(right), max(top))


# ---------------------------------------------------------------- what is drawn


def _mark_page(pdf: Pdf, page: Page, marks: Sequence[_Mark], flags: int) -> None:
    """Put the marks under everything else on a page: a field stays on top of its frame."""
    _check_page(page)
    slips = [_slip(one) for one in marks]
    placed = arranged(slips)
    badges = [set_line((Run(slip.number, fonts.bold()),), SIZE) for slip in slips]
    font = _font(pdf, [*badges, *(line for one in placed for line in one.lines)])
    pen = _Pen(pdf, page, font, flags)
    frames = [
        pen.frame(one, badge) if one.framed else None
        for one, badge in zip(marks, badges, strict=True)
    ]
    made = [pen.slip(*each) for each in zip(marks, placed, frames, strict=True)]
    made += [one for one in frames if one is not None]  # their numbers reach into the margin
    page.obj.Annots = Array([*made, *items(entry(page.obj, "/Annots"))])


def _check_page(page: Page) -> None:
    """Raise FormgenError for a page that is not as the form's: its margins may not be free."""
    wanted = (0.0, 0.0, FORM.width, FORM.height)
    for box in (page.mediabox, page.cropbox):
        edges = [float(edge) for edge in items(box) if isinstance(edge, int | Decimal)]
        off = [abs(one - other) for one, other in zip(edges, wanted, strict=False)]
        if len(edges) != len(wanted) or max(off) > _SLACK or entry(page.obj, "/Rotate"):
            raise unmarkable("PDF: size of page")


def _slip(one: _Mark) -> Slip:
    if one.framed:
        return Slip(to_thai(one.number), one.words, one.at.left, one.at.top + _GROW)
    return Slip("", one.words, FORM.width, FORM.height)


def _font(pdf: Pdf, lines: Iterable[SetLine]) -> Object:
    """Embed what all marks of a page are set in."""
    codes: dict[Face, set[int]] = {}
    for line in lines:
        for face, some in line.codes.items():
            codes.setdefault(face, set()).update(some)
    embedded = {f"/{face.name}": embed(pdf, face, some) for face, some in codes.items()}
    return pdf.make_indirect(Dictionary(embedded))


@dataclass(frozen=True, slots=True)
class _Pen:
    """What marks are drawn with on one page."""

    pdf: Pdf
    page: Page
    font: Object
    flags: int

    def frame(self, one: _Mark, badge: SetLine) -> Object:
        """Draw a frame round a field, with its number at the upper left."""
        at = one.at
        side = badge.width + _BADGE_SIDES
        left, bottom = at.left - _GROW - side, at.bottom - _GROW
        width, height = at.right + _GROW - left, at.top + _GROW - bottom
        inner = [side + _LINE / 2, _LINE / 2, width - side - _LINE, height - _LINE]
        rectangle = " ".join(map(number, inner))
        words = badge.operators(_BADGE_SIDES / 2, height - _BADGE + _BADGE_FOOT)
        body = (
            f"q {_rgb('rg')} /Tint gs {rectangle} re f Q q {_rgb('RG')} {number(_LINE)} w"
            f" {rectangle} re S {_rgb('rg')} 0 {number(height - _BADGE)} {number(side + _LINE)}"
            f" {number(_BADGE)} re f 1 g {words} Q"
        )
        shown = drawing(self.pdf, round(width, 2), round(height, 2), body, self.font)
        shown.Resources.ExtGState = Dictionary(Tint=Dictionary(Type=Name.ExtGState, ca=_TINT))
        more: dict[str, object] = {
            "/Rect": _rounded(left, bottom, left + width, bottom + height),
            "/RD": _rounded(side, 0.0, 0.0, 0.0),
            "/C": Array(_COLOUR),
            "/BS": Dictionary(W=_LINE),
        }
        return self._annotation("/Square", one, shown, more)

    def slip(self, one: _Mark, placed: Placed, frame: Object | None) -> Object:
        """Draw the words of a mark in the margin; they belong to its frame, if it has one."""
        left, right = placed.zone.left, placed.zone.right
        width, height = round(right - left, 2), round(placed.top - placed.bottom, 2)
        regular = fonts.regular()
        y = height - INSET - (LEADING + (regular.ascent + regular.descent) * SIZE / EM) / 2
        lines = [line.operators(INSET, y - n * LEADING) for n, line in enumerate(placed.lines)]
        size = f"0 0 {number(width)} {number(height)}"
        body = (
            f"q {_rgb('rg', _PAPER)} {size} re f {_rgb('rg')} 0 0 1 {number(height)} re f"
            f" {size} re W n 0 g {' '.join(lines)} Q"
        )
        more: dict[str, object] = {
            "/Rect": _rounded(left, placed.bottom, right, placed.top),
            "/DA": String(text_appearance(SIZE)),
            "/C": Array(_PAPER),
            "/BS": Dictionary(W=0),
        }
        if frame is not None:
            more |= {"/IRT": frame, "/RT": Name.Group}
        shown = drawing(self.pdf, width, height, body, self.font)
        return self._annotation("/FreeText", one, shown, more)

    def _annotation(
        self, kind: str, one: _Mark, shown: Object, more: Mapping[str, object]
    ) -> Object:
        serial = 2 * one.number + (kind == "/FreeText")  # no two of a page may have one name
        entries = {
            "/Type": Name.Annot,
            "/Subtype": Name(kind),
            "/P": self.page.obj,
            "/F": self.flags,
            "/NM": String(mark_name(serial, one.words)),
            "/T": String(AUTHOR),
            "/Contents": String(one.words),
            "/AP": Dictionary(N=shown),
        }
        return self.pdf.make_indirect(Dictionary(entries | dict(more)))


def _rounded(*edges: float) -> Array:
    return Array([round(edge, 2) for edge in edges])


def _rgb(operator: str, colour: Sequence[float] = _COLOUR) -> str:
    return f"{' '.join(map(number, colour))} {operator}"
