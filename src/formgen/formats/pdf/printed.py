"""A printed copy whose fields are gone -> what stands in its boxes and frames, by their places."""

import io
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from pikepdf import Pdf

from formgen.formats.pdf import claims, ink
from formgen.formats.pdf.annotations import annotations, spot, take_marks_away
from formgen.formats.pdf.boxes import Tick, ticked
from formgen.formats.pdf.fieldtree import file_fields
from formgen.formats.pdf.foreign import active_content, drawn_over, foreign_mark
from formgen.formats.pdf.inscription import Box, Doubt, Inscription, inscription
from formgen.formats.pdf.letters import (
    Fonts,
    Letter,
    Lines,
    Matrix,
    page_content,
)
from formgen.formats.pdf.objects import Item, opened, repaired
from formgen.formats.pdf.pagetext import pictured_pages
from formgen.formats.pdf.pdfium import Drawing, drawing
from formgen.formats.pdf.registering import Lie, lie_of
from formgen.formats.pdf.scanned import scanned_marks
from formgen.formats.pdf.seen import Seen, joined, seen, wipe_printed
from formgen.formats.pdf.unfilled import Unfilled, rectangle, unfilled
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, Fact, FormgenError, found
from formgen.model.form import Field, Form, Placement
from formgen.model.identity import Claim, Imprint
from formgen.model.reading import By, Mark, Reading
from formgen.model.survey import Kind

_MOST_PAGES: Final = 200
_MOST_TIMES: Final = 2  # that a page is read; nobody sends it more often
_NEAR: Final = 4.0  # mm from a control; what is drawn farther off is no answer to it
_BLOCK: Final = 0.1  # share of a square millimetre; less ink than this is the making of a printer
_SHOWN: Final = 200  # characters of what was written
_INK: Final = "Ink"
_FRAME: Final = 0.4  # mm from the edge of a frame to where its own line has surely ended
_SPECKS: Final = 8  # pixels
_DOUBTS: Final = {
    Doubt.LETTERS: Code.TEXT_UNSURE,
    Doubt.CUT: Code.TEXT_CUT,
    Doubt.LINES: Code.LINE_ENDS_UNSURE,
}

_UNSURE: Final = frozenset({*_DOUBTS.values(), Code.MARK_UNSURE, Code.MARK_OUTSIDE})

_Place: TypeAlias = tuple[Placement, Field]


def imprint(data: bytes) -> Imprint:
    """Find which copy the pages of a file are of; raise FormgenError where they are of several."""
    with opened(data) as pdf:
        there = [lie.mark for lie in _lies(pdf)]
        if not there and pictured_pages(pdf):
            there = list(scanned_marks(data))
        marks = {(one.issued, one.key, one.serial): one for one in there}
        if len(marks) > 1:
            one, other = (f"{each.key} {each.serial}" for each in list(marks.values())[:2])
            facts = {"label": "code", "one": one, "other": other, "other_at": "page"}
            raise FormgenError([found(Code.PLACES_DISAGREE, **facts)], Exit.REVIEW)
        return Imprint(claims.read(pdf, ""), next(iter(marks.values()), None))


def read_printed(
    form: Form, placements: Sequence[Placement], claim: Claim, data: bytes
) -> Reading | None:
    """Read a file by the places of the form's controls; None where they are not known any more.

    They are not if this program would place them otherwise: then the blank form it can draw is not
    the one that was printed. What is not certain has a finding, and what was not found no mark.
    """
    blank = unfilled(form)
    if tuple(placements) != blank.placements:
        return None
    with opened(data) as pdf, drawing(_without_marks(data)) as drawn:
        reader = _Reader(form, blank)
        fonts: Fonts = {}
        pages = annotations(pdf)
        over = drawn_over(pages)
        for number, page in enumerate(pdf.pages):
            if number >= min(_MOST_PAGES, len(drawn)):
                reader.passed_over(number)
                continue
            reader.read(number, page_content(page.obj, fonts), drawn)
            reader.annotated(number, [one for where, one in over if where == number + 1])
        reader.finish()
        told = found(Code.READ_BY_POSITION)
        active = active_content(pdf, pages, file_fields(pdf, pages))
        findings = [told, *reader.findings, *active, *repaired(pdf)]
        return Reading("pdf", claim, reader.marks, tuple(findings))


def printed_over(
    form: Form, data: bytes, pages: Collection[int], marks: Mapping[str, Mark]
) -> Iterator[Diagnostic]:
    """Tell what is printed over pages, counted from 0, of a file that has its fields.

    What a field holds as well is not told; nor can anything be told of a page that lies otherwise.
    """
    reader = _Reader(form, unfilled(form))
    bare = _without_annotations(data)
    with opened(bare) as pdf, drawing(bare) as drawn:
        for number in sorted(pages)[:_MOST_PAGES]:
            reader.read(number, page_content(pdf.pages[number].obj), drawn)
    told = {
        name: _told(mark)
        for name, mark in reader.marks.items()
        if mark.raw and not (name in marks and marks[name].raw == mark.raw)
    }
    for one in reader.findings:
        if one.code is Code.TEXT_ADDED:
            yield one
        elif one.field and one.code in _UNSURE and not reader.marks[one.field].raw:
            told.setdefault(one.field, _INK)
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
    with opened(data) as pdf:
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def _lies(pdf: Pdf) -> Iterator[Lie]:
    fonts: Fonts = {}
    for page, _ in zip(pdf.pages, range(_MOST_PAGES), strict=False):
        if lie := lie_of(page_content(page.obj, fonts)[0]):
            yield lie


@dataclass(slots=True)
class _Reader:
    """Reads page after page; keeps what stands in each field, and what is to be said about it."""

    form: Form
    blank: Unfilled
    marks: dict[str, Mark] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    _times: Counter[int] = field(default_factory=Counter)
    _first: dict[int, Mapping[str, Mark]] = field(default_factory=dict)
    _lies: dict[int, tuple[int, Matrix]] = field(default_factory=dict)

    def read(
        self, number: int, content: tuple[Sequence[Letter], Sequence[Lines]], drawn: Drawing
    ) -> None:
        """Read one page of the file, counted from 0."""
        lie = lie_of(content[0])
        page = lie.mark.page if lie else 0
        known = 0 < page <= len(self.blank.pages) and self._times[page] < _MOST_TIMES
        page_seen = (
            seen(drawn, number, content, lie, self.blank.pages[page - 1]) if lie and known else None
        )
        if lie is None or page_seen is None:
            self.passed_over(number)
            return
        self._times[page] += 1
        self._lies[number] = page, lie.place
        sheet = _Sheet(self.form, page, self._places(page), page_seen, self.blank)
        sheet.read()
        if page in self._first:
            self._again(number, sheet, self._first[page])
            return
        self._first[page] = sheet.marks
        for name, mark in sheet.marks.items():
            self.marks[name] = self._with(name, mark)
        self.findings += sheet.findings

    def annotated(self, number: int, drawn: Sequence[Item]) -> None:
        """Tell what was drawn over a page of the file, once that was read or passed over."""
        page, place = self._lies.get(number, (0, Matrix()))
        for one in drawn:
            edges = spot(one, number)
            corners = [place.at(*edges[1:3]), place.at(*edges[3:])]
            (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
            near = _nearest(self._places(page), Box(left, top, right, bottom))
            self.findings.append(foreign_mark(one, number + 1, near))

    def passed_over(self, number: int) -> None:
        """Say that a page of the file was not read."""
        self.findings.append(found(Code.PAGE_NOT_READ, page=number + 1))

    def finish(self) -> None:
        """Say which pages of the form are not there, and which fields with them."""
        gone = [n for n in range(1, len(self.blank.pages) + 1) if not self._times[n]]
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

    def _places(self, page: int) -> list[_Place]:
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

    def _again(self, number: int, sheet: "_Sheet", first: Mapping[str, Mark]) -> None:
        """Compare a page that is there twice with what was read on the first."""
        for name, mark in sheet.marks.items():
            before = first[name]
            if before.raw != mark.raw:
                facts = {"one": _told(before), "other": _told(mark), "other_at": f"{number + 1}"}
                label = self.form.field(name).label
                said = found(Code.PLACES_DISAGREE, before.at, name, "", label=label, **facts)
                self.findings.append(said)
        self.findings += [one for one in sheet.findings if one not in self.findings]


def _told(mark: Mark) -> str:
    raw = mark.raw if isinstance(mark.raw, str) else ", ".join(mark.raw)
    return raw[:_SHOWN] or "–"


class _Sheet:
    """One page: the controls that stand on it, and what was added to it."""

    def __init__(
        self, form: Form, page: int, places: Sequence[_Place], page_seen: Seen, blank: Unfilled
    ) -> None:
        self.form = form
        self.page = page
        self.places = places
        self.seen = page_seen
        self.blank = blank
        self.marks: dict[str, Mark] = {}
        self.findings: list[Diagnostic] = []

    def read(self) -> None:
        """Read all controls of the page, then what stands beside them."""
        inside, outside = self._sorted()
        boxes: dict[str, list[_Place]] = {}
        for place, asked in self.places:
            if place.control != place.field:
                boxes.setdefault(asked.name, []).append((place, asked))
            else:
                self._written(place, asked, inside.get(place.control, []))
        for group in boxes.values():
            self._ticked(group, inside)
        self._strange(outside)

    def _sorted(self) -> tuple[Mapping[str, list[Letter]], list[Letter]]:
        """Sort the added letters by the controls they stand in; those outside are left over."""
        inside: dict[str, list[Letter]] = {}
        outside: list[Letter] = []
        areas = [(place.control, rectangle(place)) for place, _ in self.places]
        for one in self.seen.added:
            x, y = (one.x + one.x2) / 2, one.y - one.em / 4
            control = next((name for name, area in areas if area.holds(x, y)), None)
            if control:
                inside.setdefault(control, []).append(one)
            else:
                outside.append(one)
        return inside, outside

    # ------------------------------------------------------------ frames

    def _written(self, place: Placement, asked: Field, letters: Sequence[Letter]) -> None:
        at, frame = _at(place), rectangle(place)
        told = inscription(letters, frame, multiline=asked.multiline, parted=self.seen.parted)
        self.marks[asked.name] = Mark(told.raw if told.raw.strip() else "", at, By.POSITION)
        doubts = set(told.doubts)
        if self._does_not_show(told, frame) or (told.raw.strip() and not self.seen.true):
            doubts.add(Doubt.LETTERS)
        for doubt in Doubt:
            if doubt in doubts:
                self._say(_DOUBTS[doubt], asked, at, raw=told.raw[:_SHOWN] or _INK)

    def _does_not_show(self, told: Inscription, frame: Box) -> bool:
        """Tell whether letters in a frame cannot be seen, or what is seen there is no letter."""
        inner = frame.grown(-_FRAME)
        # What lies around all of a frame is its own outline, or a ground.
        if any(inner.crossed(one.points) for one in self.seen.lines):
            return True
        rest = ink.cut(self.seen.faint, inner).copy()
        for one in told.clusters:
            middle = Box(one.x, one.y - 1.2 * one.em, one.x2, one.y + one.em / 2)
            if one.text.strip() and not ink.count(ink.cut(self.seen.strong, middle)):
                return True
            around = Box(
                middle.left - one.em / 2,
                middle.top - one.em / 2,
                one.x2 + one.em / 2,
                middle.bottom,
            )
            ink.wiped(rest, _inside(around, inner))
        return ink.count(rest) > _SPECKS

    # ------------------------------------------------------------ boxes

    def _ticked(self, group: Sequence[_Place], inside: Mapping[str, Sequence[Letter]]) -> None:
        asked, at = group[0][1], _at(group[0][0])
        labels = {asked.control(one): one for one in asked.choices}
        sure: list[str] = []
        unsure: list[str] = []
        for place, _ in group:
            choice = labels[place.control]
            match ticked(self.seen, rectangle(place), inside.get(place.control, ()), self.blank):
                case Tick.YES:
                    sure.append(choice.code)
                case Tick.UNSURE:
                    unsure.append(choice.label)
                case Tick.NO:
                    pass
        codes = tuple(one.code for one in asked.choices if one.code in sure)
        self.marks[asked.name] = Mark(codes, at, By.POSITION)
        if unsure:
            self._say(Code.MARK_UNSURE, asked, at, marks=tuple(unsure))

    # ------------------------------------------------------------ beside them

    def _strange(self, letters: Sequence[Letter]) -> None:
        """Tell of what was written or drawn outside of boxes and frames."""
        if not self.seen.true:  # then the letters of the form look as if they were added
            return
        told: dict[str, str] = {}
        for group in _rows(letters):
            if words := joined(group).strip():
                self._beside(group[0].x, group[0].y, words[:_SHOWN], told)
        for x, y in self._blots():
            self._beside(x, y, _INK, told)
        for name, raw in told.items():
            if name:
                self._say(Code.MARK_OUTSIDE, self.form.field(name), f"page {self.page}", raw=raw)
            else:
                self.findings.append(found(Code.TEXT_ADDED, f"page {self.page}", text=raw))

    def _beside(self, x: float, y: float, raw: str, told: dict[str, str]) -> None:
        near = _nearest(self.places, Box(x, y, x, y))
        told.setdefault(near.name if near else "", raw)

    def _blots(self) -> Iterator[tuple[float, float]]:
        """Go through the square millimetres in which there is strange ink."""
        strange = self.seen.strange.copy()
        wipe_printed(strange)
        for place, _ in self.places:
            ink.wiped(strange, rectangle(place).grown(_FRAME))
        blocks = strange.reduce(ink.FINE)
        values = blocks.tobytes()
        for n, value in enumerate(values):
            if value > 255 * _BLOCK:
                y, x = divmod(n, blocks.width)
                yield x + 0.5, y + 0.5

    def _say(self, code: Code, asked: Field, at: str, **facts: Fact) -> None:
        self.findings.append(found(code, at, asked.name, "", label=asked.label, **facts))


def _nearest(places: Sequence[_Place], box: Box) -> Field | None:
    """Find the field that something on its page may be meant for."""
    near = [(rectangle(place).apart(box), n) for n, (place, _) in enumerate(places)]
    distance, nearest = min(near, default=(math.inf, 0))
    return places[nearest][1] if distance <= _NEAR else None


def _rows(letters: Iterable[Letter]) -> list[list[Letter]]:
    rows: list[list[Letter]] = []
    for one in letters:
        if rows and abs(rows[-1][-1].y - one.y) < one.em and abs(rows[-1][-1].x2 - one.x) < one.em:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _inside(box: Box, frame: Box) -> Box:
    """Give a rectangle of a page as one of a picture that shows a frame of it."""
    left, top = round(frame.left * ink.FINE) / ink.FINE, round(frame.top * ink.FINE) / ink.FINE
    return Box(
        max(0.0, box.left - left),
        max(0.0, box.top - top),
        max(0.0, box.right - left),
        max(0.0, box.bottom - top),
    )


def _at(place: Placement) -> str:
    return f"page {place.page}, {place.x:.1f} × {place.y:.1f} mm"
