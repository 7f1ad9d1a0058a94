"""A printed copy whose fields are gone -> what stands in its boxes and frames, by their places."""

import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pikepdf import Pdf

from formgen.formats import Kept
from formgen.formats.pdf import claims
from formgen.formats.pdf.altered import shows_added, today
from formgen.formats.pdf.annotations import annotations, spot, take_marks_away
from formgen.formats.pdf.fieldtree import file_fields
from formgen.formats.pdf.foreign import active_content, drawn_over, foreign_mark
from formgen.formats.pdf.inscription import Box
from formgen.formats.pdf.letters import Fonts, Letter, Lines, Matrix, page_content
from formgen.formats.pdf.objects import Item, opened, repaired
from formgen.formats.pdf.onpage import INK, SHOWN, Looked, Place, looked, nearest
from formgen.formats.pdf.pagecodes import only_copy
from formgen.formats.pdf.pagetext import pictured_pages
from formgen.formats.pdf.pdfium import Drawing, drawing
from formgen.formats.pdf.placed import same_places
from formgen.formats.pdf.registering import Lie, lie_of
from formgen.formats.pdf.scanned import scanned_marks
from formgen.formats.pdf.seen import seen
from formgen.formats.pdf.sifting import standing
from formgen.formats.pdf.unfilled import Unfilled, moved, rectangle, set_out, unfilled
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form, Placement
from formgen.model.identity import Claim, Imprint
from formgen.model.reading import Mark, Reading
from formgen.model.survey import Kind

_MOST_PAGES: Final = 200
_FITS: Final = 0.9  # of the letters of an empty form that stand in their places
_MOST_TIMES: Final = 2  # that a page is read; nobody sends it more often

_UNSURE: Final = frozenset(
    {Code.TEXT_UNSURE, Code.MARK_UNSURE, Code.MARK_OUTSIDE, Code.PLACES_DISAGREE}
)
"""What makes it doubtful that a page says what the fields do, where its words are those of both."""


def imprint(data: bytes) -> Imprint:
    """Find which copy the pages of a file are of; raise FormgenError where they are of several."""
    with opened(data) as pdf:
        there = [lie.mark for lie in _lies(pdf)]
        if not there and pictured_pages(pdf):
            there = list(scanned_marks(data))
        mark = only_copy(there)
        return Imprint(claims.read(pdf, ""), mark)


def read_printed(form: Form, kept: Kept, claim: Claim, data: bytes) -> Reading | None:
    """Read a file by the places of the form's controls; None where they are not known any more.

    The file is held against the empty form that it was made from: one that was kept, or that of
    this version where it places the controls as it was kept. What is not certain has a finding,
    and what was not found no mark.
    """
    with opened(data) as pdf, drawing(_without_marks(data)) as drawn:
        blank = _made_from(form, kept, pdf)
        if blank is None:
            return None
        reader = _Pages(form, _empty(form, blank, kept.placements))
        fonts: Fonts = {}
        pages = annotations(pdf)
        over = drawn_over(pages)
        ours = [(n, page) for n, page in enumerate(pdf.pages) if not shows_added(page.obj)]
        for number, page in ours:
            if number < min(_MOST_PAGES, len(drawn)):
                reader.look(number, page_content(page.obj, fonts), drawn)
        for number, _ in ours:
            reader.read(number)
        for number in range(len(pdf.pages)):
            reader.annotated(number, [one for where, one in over if where == number + 1])
        reader.finish()
        told = found(Code.READ_BY_POSITION)
        active = active_content(pdf, pages, file_fields(pdf, pages))
        findings = [told, *reader.findings, *active, *repaired(pdf)]
        return Reading("pdf", claim, reader.marks, tuple(findings))


def _made_from(form: Form, kept: Kept, pdf: Pdf) -> bytes | None:
    """Find the empty form that pages were made from; None where it is not known.

    Versions of this program print the same form in different ways: the pages are of the one whose
    letters stand where theirs do. One that has the controls where they were kept may also be set
    otherwise; it is of a version before the first of which an empty form was kept.
    """
    now = today(form).blank
    same = now.data and same_places(kept.placements, now.placements)
    blanks = list(dict.fromkeys([*kept.blanks, now.data] if same else kept.blanks))
    proved = [same_places(kept.placements, set_out(form, one).placements) for one in blanks]
    if not blanks or proved == [True]:
        return next(iter(blanks), None)
    lies = [(lie, letters) for letters in _letters(pdf) if (lie := lie_of(letters))]
    here = [(lie.mark.page, moved(letters, lie.place)) for lie, letters in lies]
    fits = [_fit(here, set_out(form, one).letters) for one in blanks]
    best = fits.index(max(fits))
    return blanks[best] if fits[best] >= _FITS or proved[best] else None


def _fit(
    here: Sequence[tuple[int, Sequence[Letter]]], printed: Mapping[int, Sequence[Letter]]
) -> float:
    """Return the share of the letters of a form that pages have just where they are printed."""
    pairs = [standing(letters, printed.get(page, ())) for page, letters in here]
    return sum(there for there, _ in pairs) / max(1, sum(wanted for _, wanted in pairs))


def _empty(form: Form, blank: bytes, known: tuple[Placement, ...]) -> Unfilled:
    """Draw an empty form; a file rounds what is known more exactly."""
    drawn = unfilled(form, blank)
    return drawn._replace(placements=known) if same_places(known, drawn.placements) else drawn


def printed_over(
    form: Form, data: bytes, pages: Collection[int], marks: Mapping[str, Mark], sent: bytes
) -> Iterator[Diagnostic]:
    """Tell what is printed over pages, counted from 0, of a file that has its fields.

    `sent` is the form as it was before. What a field holds as well is not told.
    """
    reader = _Pages(form, _empty(form, sent, today(form).blank.placements))
    bare = _without_annotations(data)
    with opened(bare) as pdf, drawing(bare) as drawn:
        for number in sorted(pages)[:_MOST_PAGES]:
            reader.look(number, page_content(pdf.pages[number].obj), drawn)
    for number in sorted(pages):
        reader.read(number)
    yield from (found(Code.PAGE_NOT_READ, page=number + 1) for number in sorted(reader.untrue))
    told = {
        name: _told(mark)
        for name, mark in reader.marks.items()
        if mark.raw and not (name in marks and marks[name].raw == mark.raw)
    }
    for one in reader.findings:
        if one.code in (Code.PAGE_NOT_READ, Code.PAGE_REPEATS, Code.TEXT_ADDED):
            yield one
        elif one.field and one.code in _UNSURE:
            told.setdefault(one.field, INK)
    for name, raw in told.items():
        label, at = form.field(name).label, reader.marks[name].at
        yield found(Code.MARK_OUTSIDE, at, name, label=label, raw=raw)


def _without_marks(data: bytes) -> bytes:
    """Take away what formgen itself has put over the pages, and a program left there."""
    with opened(data) as pdf:
        if not take_marks_away(pdf):
            return data
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def _without_annotations(data: bytes) -> bytes:
    """Take away all that stands on pages."""
    with opened(data) as pdf:
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def _lies(pdf: Pdf) -> Iterator[Lie]:
    return (lie for letters in _letters(pdf) if (lie := lie_of(letters)))


def _letters(pdf: Pdf) -> Iterator[Sequence[Letter]]:
    fonts: Fonts = {}
    for page, _ in zip(pdf.pages, range(_MOST_PAGES), strict=False):
        yield page_content(page.obj, fonts)[0]


@dataclass(slots=True)
class _Pages:
    """Reads page after page; keeps what stands in each field, and what is to be said about it."""

    form: Form
    blank: Unfilled
    marks: dict[str, Mark] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    untrue: set[int] = field(default_factory=set)  # pages that lack words of the form
    _times: Counter[int] = field(default_factory=Counter)
    _first: dict[int, Mapping[str, Mark]] = field(default_factory=dict)
    _lies: dict[int, tuple[int, Matrix]] = field(default_factory=dict)
    _looked: dict[int, Looked] = field(default_factory=dict)
    _added: set[int] = field(default_factory=set)

    def look(
        self, number: int, content: tuple[Sequence[Letter], Sequence[Lines]], drawn: Drawing
    ) -> None:
        """Look at one page of the file, counted from 0; all are looked at before one is read."""
        lie = lie_of(content[0])
        page = lie.mark.page if lie else 0
        if page > max(self.blank.pages, default=page):
            self._added.add(number)
            return
        printed = self.blank.pages.get(page)
        known = printed and self._times[page] < _MOST_TIMES
        places = self._places(page)
        areas = [rectangle(place) for place, _ in places]
        page_seen = (
            seen(drawn, number, content, lie, printed, areas) if lie and printed and known else None
        )
        if lie and page_seen:
            if not page_seen.true:
                self.untrue.add(number)
            self._times[page] += 1
            self._lies[number] = page, lie.place
            self._looked[number] = looked(self.form, page, places, page_seen, self.blank)

    def read(self, number: int) -> None:
        """Read one page."""
        if number not in self._looked:
            code = Code.PAGE_REPEATS if number in self._added else Code.PAGE_NOT_READ
            self.findings.append(found(code, page=number + 1))
            return
        page, _, either = self._looked[number]
        marks, findings = either[self._parted()]
        if page in self._first:
            findings = [*self._again(number, marks, self._first[page]), *findings]
            self.findings += [one for one in findings if one not in self.findings]
            return
        self._first[page] = marks
        for name, mark in marks.items():
            self.marks[name] = self._with(name, mark)
        self.findings += findings

    def annotated(self, number: int, drawn: Sequence[Item]) -> None:
        """Tell what was drawn over a page of the file, once that was read or passed over."""
        page, place = self._lies.get(number, (0, Matrix()))
        for one in drawn:
            edges = spot(one, number)
            corners = [place.at(*edges[1:3]), place.at(*edges[3:])]
            (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
            near = nearest(self._places(page), Box(left, top, right, bottom))
            self.findings.append(foreign_mark(one, number + 1, near))

    def _parted(self) -> bool:
        """Tell whether the program that made the file tells า from the half of ำ that looks so."""
        return set[bool]().union(*(one.told for one in self._looked.values())) == {True}

    def finish(self) -> None:
        """Say which pages of the form are not there, and which fields with them."""
        gone = [n for n in sorted(self.blank.pages) if not self._times[n]]
        for page in gone:
            self.findings.append(found(Code.PAGE_MISSING, page=page))
            for _, asked in self._places(page):
                self.marks.pop(asked.name, None)  # a field may stand on two pages
                said = found(Code.FIELD_MISSING, f"page {page}", asked.name, label=asked.label)
                if said not in self.findings:
                    self.findings.append(said)
        self.findings += self._lost_ticks()

    def _lost_ticks(self) -> Iterator[Diagnostic]:
        """Doubt all blanks where words are shown and nothing shows that ticks were not lost.

        There are programs that lose ticks, or give all boxes of a question the picture of the last.
        Nothing else on the page gives it away: only a question that has just one of its boxes
        ticked, or, where any number may be, one that has any.
        """
        if not any(mark.raw for mark in self.marks.values()):
            return
        names = dict.fromkeys(
            one.field for one in self.blank.placements if one.control != one.field
        )
        asked = [self.form.field(name) for name in names if name in self.marks]
        ticks = {one.name: len(self.marks[one.name].raw) for one in asked}
        alone = any(
            ticks[one.name] == 1 < len(one.choices) and one.kind is Kind.SELECT_ONE for one in asked
        )
        unsure = {one.field for one in self.findings}
        for one in asked:
            proven = alone if one.kind is Kind.SELECT_ONE else any(ticks.values())
            if not (proven or ticks[one.name] or one.name in unsure):
                at = self.marks[one.name].at
                yield found(Code.TICKS_UNSURE, at, one.name, label=one.label)

    def _places(self, page: int) -> list[Place]:
        return [
            (one, self.form.field(one.field)) for one in self.blank.placements if one.page == page
        ]

    def _with(self, name: str, mark: Mark) -> Mark:
        """Add the ticks of a page to those of the others: a question may stand on several."""
        before = self.marks.get(name)
        if not (before and isinstance(before.raw, tuple)):
            return mark
        ticked = {*before.raw, *mark.raw}
        choices = self.form.field(name).choices
        return replace(before, raw=tuple(one.code for one in choices if one.code in ticked))

    def _again(
        self, number: int, marks: Mapping[str, Mark], first: Mapping[str, Mark]
    ) -> Iterator[Diagnostic]:
        """Compare a page that is there twice with what was read on the first."""
        for name, mark in marks.items():
            before = first[name]
            if before.raw != mark.raw:
                facts = {"one": _told(before), "other": _told(mark), "other_at": f"{number + 1}"}
                label = self.form.field(name).label
                yield found(Code.PLACES_DISAGREE, before.at, name, "", label=label, **facts)


def _told(mark: Mark) -> str:
    raw = mark.raw if isinstance(mark.raw, str) else ", ".join(mark.raw)
    return raw[:SHOWN] or "–"
