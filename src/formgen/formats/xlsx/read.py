"""Form + bytes of a returned workbook -> what it says, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from formgen.formats.xlsx import hidden
from formgen.formats.xlsx.anchors import map_of
from formgen.formats.xlsx.around import active_content, asked_controls, look_around
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.foreign import AnyBook
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.parts import Cell
from formgen.formats.xlsx.places import Found, Place, Places
from formgen.formats.xlsx.printed import stands_in_order, stands_whole, words_of
from formgen.formats.xlsx.ticks import SIGNS, Tick, beside, drawn, same_choice, tick
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form
from formgen.model.identity import Claim
from formgen.model.reading import By, Mark, Reading
from formgen.model.survey import Choice, Kind
from formgen.thai.normalise import key

_NOT_EXACT: Final = 10**15


def identify(data: bytes) -> Claim | None:
    """Find what a workbook says of itself; raise FormgenError for one that is not sound."""
    return claim_of(Book(data))


def read(form: Form, data: bytes) -> Reading:
    """Ask a workbook for each field of a form; raise FormgenError for one that is not sound."""
    return read_book(form, Book(data))


def claim_of(book: AnyBook) -> Claim | None:
    """Find what an opened workbook says of itself."""
    return next(iter(hidden.claims(book)), None)


def read_book(form: Form, book: AnyBook) -> Reading:
    """Ask an opened workbook for each field of a form."""
    return _Reader(form, book).reading()


@dataclass(frozen=True, slots=True)
class Rival:
    """The same control in another copy of the form; `copy` tells the copies apart."""

    copy: tuple[int, int]
    asked: Field
    at: str
    by: By
    raw: str
    other_at: str
    other_raw: str


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a question with several answers."""

    asked: Field
    choice: Choice
    at: str
    by: By
    raw: str
    tick: Tick


class _Reader:
    """One reading of one workbook: every method adds marks and findings."""

    def __init__(self, form: Form, book: AnyBook) -> None:
        self._form = form
        self._book = book
        self._known = hidden.known_map(book) or map_of(sheet_of(form))
        self._places = Places(book, self._known)
        self._marks: dict[str, Mark] = {}
        self._findings: list[Diagnostic] = []
        self._taken: dict[Place, Field] = {}  # the cells of answers
        self._drawn: set[Place] = set()  # the cells of boxes that were held against an answer
        self._rivals: list[Rival] = []
        self._boxes: list[Box] = []
        self._by_anchor: list[tuple[Field, Place, str]] = []
        self._stems = {one: asked.stem for asked in form.fields for one in asked_controls(asked)}
        self._sorted = False  # the text of one answer stands beside another's cell
        self._unproven: list[tuple[Field, Found]] = []
        self._moved: set[str] = set()  # fields whose printed text was told to be elsewhere

    def reading(self) -> Reading:
        """Read every field, then look at what stands around them."""
        for asked in self._form.fields:
            if asked.kind is Kind.SELECT_MULTIPLE:
                self._read_boxes(asked)
            else:
                self._read_cell(asked)
        self._judge_sorted()
        self._judge_crosses()
        self._compare_copies()
        seen = self._places, self._taken, self._drawn
        around = tuple(look_around(self._form, self._book, *seen))
        self._judge_anchors(around)
        self._findings += around
        self._findings += active_content(self._book)
        claims = hidden.claims(self._book)
        for other in claims[1:]:
            facts = {"one": _said(claims[0]), "other": _said(other), "other_at": "custom.xml"}
            self._findings.append(found(Code.PLACES_DISAGREE, label="formgen", **facts))
        claim = claims[0] if claims else None
        return Reading(self._book.kind, claim, self._marks, tuple(self._findings))

    # ------------------------------------------------------------ one field

    def _read_cell(self, asked: Field) -> None:
        """Read a field that has one cell."""
        spot = self._places.find(asked.name)
        if spot is None:
            self._say(Code.FIELD_MISSING, asked)
            return
        raw = self._raw(asked, spot.place)
        self._marks[asked.name] = Mark(raw, self._at(spot.place), spot.by)
        self._check(asked, asked.name, spot, raw)
        if asked.kind is Kind.SELECT_ONE and not asked.dropdown:
            self._check_drawn(asked, spot.place, raw)
            for copy in spot.others:
                self._check_drawn(asked, copy, self._plain(copy))

    def _read_boxes(self, asked: Field) -> None:
        """Read a field that has a cell for each of its choices; all of them have to be there."""
        boxes = []
        for choice in asked.choices:
            control = asked.control(choice)
            spot = self._places.find(control)
            if spot is None:
                self._say(Code.FIELD_MISSING, asked)
                return
            raw = self._raw(asked, spot.place)
            state = tick(raw, self._form.glyphs, self._draws_signs(spot.place, raw))
            boxes.append(Box(asked, choice, self._at(spot.place), spot.by, raw, state))
            self._check(asked, control, spot, raw)
            if not spot.sure:
                self._check_label(asked, choice, control, spot.place)
        marked = [box for box in boxes if box.tick in (Tick.MARKED, Tick.CROSSED)]
        at = ", ".join(box.at for box in marked or boxes[:1])
        by = By.ANCHOR if any(box.by is By.ANCHOR for box in boxes) else By.NAME
        self._marks[asked.name] = Mark(tuple(box.choice.code for box in marked), at, by)
        self._boxes += boxes
        self._check_struck(asked, {box.choice.label for box in marked})

    def _raw(self, asked: Field, place: Place) -> str:
        """Return what a cell says; tell of a formula in it."""
        self._taken[place] = asked
        cell = self._book.cells(place.tab).get(place.address)
        raw = self._book.shown(cell) if cell else ""
        if not raw.strip():
            self._look_under(asked, place)
        if cell is None:
            return ""
        if cell.kind == "e" or (cell.formula and not raw):
            self._say(Code.STATE_DISAGREES, asked, place, shown=raw, stored="=")
        elif cell.formula:
            self._say(Code.FORMULA_IN_ANSWER, asked, place, raw=raw)
        if raw.strip():
            self._look_at(asked, place, cell, raw)
        return raw

    def _look_under(self, asked: Field, place: Place) -> None:
        """Doubt a blank answer that is merged into another cell: what that says may be for both."""
        first = Place(place.tab, self._book.first_of(*place))
        said = self._plain(first) if first != place else ""
        if said.strip():
            self._say(Code.ANSWER_UNSEEN, asked, place, raw=said)

    def _look_at(self, asked: Field, place: Place, cell: Cell, raw: str) -> None:
        """Doubt an answer that people do not see, see crossed out, or see as something else."""
        book = self._book
        if book.is_struck(cell):
            self._say(Code.STRUCK_OUT, asked, place, raw=raw)
        elif book.is_unseen(place.tab, place.address):
            self._say(Code.ANSWER_UNSEEN, asked, place, raw=raw)
        elif book.is_hidden(place.tab, place.address):
            self._say(Code.ANSWER_HIDDEN, asked, place, raw=raw)
        instead = book.instead(cell)
        if instead is not None:
            self._say(Code.STATE_DISAGREES, asked, place, shown=instead, stored=raw)
        elif cell.kind == "n" and _too_long(cell.text):
            self._say(Code.DIGITS_LOST, asked, place, raw=raw)

    def _check(self, asked: Field, control: str, spot: Found, raw: str) -> None:
        """Compare where the name and where the printed text say that a control is."""
        if spot.by is By.ANCHOR:
            self._by_anchor.append((asked, spot.place, raw))
        if spot.by is By.NAME:
            self._check_text(asked, control, spot, raw)
        for number, place in enumerate(spot.others):
            self._taken[place] = asked
            copy = (place.tab, number if place.tab == spot.place.tab else 0)
            at, other_at = self._at(spot.place), self._at(place)
            rival = Rival(copy, asked, at, spot.by, raw, other_at, self._plain(place))
            self._rivals.append(rival)

    def _check_text(self, asked: Field, control: str, spot: Found, raw: str) -> None:
        """Doubt a cell that its printed text no longer stands beside, or that of another does.

        Names do not follow rows that are sorted, and printed text does.
        """
        claimed = self._places.claimed(spot.place, control)
        printed = not spot.sure and self._is_printed(asked, raw)
        self._sorted |= printed or any(self._apart(asked, other, spot) for other in claimed)
        if not (spot.sure and spot.level):
            self._unproven.append((asked, spot))
        if spot.sure:
            return
        for place in spot.beside:
            other = self._instead(asked, place, spot)
            if other is not None and other != raw:
                facts = {"one": raw, "other": other, "other_at": self._at(place)}
                self._say(Code.PLACES_DISAGREE, asked, spot.place, **facts)
                return
        if asked.name not in self._moved:
            self._moved.add(asked.name)
            self._say(Code.ANCHOR_MISSING, asked, spot.place)

    def _judge_anchors(self, around: Sequence[Diagnostic]) -> None:
        """Let what was found without its name be checked.

        It is as sure as with it where no name is left, all printed text stands in its place, and
        nothing else was written on the sheet: a table pasted elsewhere, or saved as text.
        """
        seen = self._places.seen
        if self._places.named or around or not stands_whole(self._form, self._book, seen):
            for asked, place, raw in self._by_anchor:
                self._say(Code.FOUND_BY_ANCHOR, asked, place, raw=raw)

    def _is_printed(self, asked: Field, raw: str) -> bool:
        """Tell whether an answer is words of the form that are none of its own choices."""
        own = any(key(choice.label) == key(raw) for choice in asked.choices)
        return bool(raw.strip()) and not own and words_of(self._form).hold(raw)

    def _judge_sorted(self) -> None:
        """Doubt every answer that nothing proves to be its own, where rows were sorted."""
        tabs = {spot.place.tab for _, spot in self._unproven if not spot.sure}
        if not self._sorted and all(
            stands_in_order(self._form, self._book.cells(tab)) for tab in tabs
        ):
            return
        doubted = {one.field for one in self._findings if one.severity is Severity.ERROR}
        for asked, spot in self._unproven:
            if asked.name not in doubted:
                doubted.add(asked.name)
                self._say(Code.ROWS_SORTED, asked, spot.place, raw=self._plain(spot.place))

    # ------------------------------------------------------------ marks beside the boxes

    def _check_drawn(self, asked: Field, place: Place, raw: str) -> None:
        """Compare an answer with its boxes, if someone wrote over the formula that draws them."""
        below = self._places.moved(place, self._known.boxes.get(asked.name, 1), 0)
        cell = self._book.cells(below.tab).get(below.address) if below else None
        if below is None or cell is None or below in self._places.answers:
            return
        self._drawn.add(below)
        if self._book.is_struck(cell):
            self._say(Code.STRUCK_OUT, asked, below, raw=cell.text)
        if cell.formula:
            return
        marked, odd = drawn(asked, cell.text, self._form.glyphs)
        for line in odd:
            self._say(Code.MARK_OUTSIDE, asked, below, raw=line)
        if marked and not odd and not same_choice(raw, marked):
            shown = tuple(choice.label for choice in marked)
            self._say(Code.STATE_DISAGREES, asked, below, shown=shown, stored=raw)

    def _check_struck(self, asked: Field, marked: set[str]) -> None:
        """Look for choices that were crossed out.

        One that is not marked among others that are means the same with and without.
        """
        struck = [choice.label for choice in asked.choices if self._is_struck(asked, choice)]
        if struck and (not marked or marked.intersection(struck)):
            self._say(Code.STRUCK_OUT, asked, raw=", ".join(struck))

    def _is_struck(self, asked: Field, choice: Choice) -> bool:
        control = asked.control(choice)
        anchor, spot = self._known.anchors.get(control), self._places.find(control)
        if spot is None or anchor is None or anchor.text != choice.label:
            return False
        label = self._places.moved(spot.place, -anchor.rows, -anchor.columns)
        cell = self._book.cells(label.tab).get(label.address) if label else None
        return cell is not None and choice.label in cell.text and self._book.is_struck(cell)

    def _check_label(self, asked: Field, choice: Choice, control: str, place: Place) -> None:
        """Look for a mark that was written to the label of a choice instead of its box."""
        anchor = self._known.anchors.get(control)
        if anchor is None or anchor.text != choice.label:
            return
        label = self._places.moved(place, -anchor.rows, -anchor.columns)
        text = self._plain(label) if label else ""
        rest = beside(choice.label, text, self._form.glyphs)
        if text and rest != text and tick(rest, self._form.glyphs) is not Tick.EMPTY:
            self._say(Code.MARK_OUTSIDE, asked, label, raw=text)

    def _judge_crosses(self) -> None:
        """Take a cross for a mark, unless ticks in the same file make it the opposite of one."""
        ticked = any(box.tick is Tick.MARKED for box in self._boxes)
        check = self._form.glyphs.check
        for box in self._boxes:
            doubtful = box.tick is Tick.UNKNOWN or (box.tick is Tick.CROSSED and ticked)
            facts = {"label": f"{box.asked.label} : {box.choice.label}", "raw": box.raw}
            where = {"at": box.at, "field": box.asked.name}
            if doubtful:
                facts["allowed"] = check
                self._findings.append(found(Code.CHOICE_UNKNOWN, **where, **facts))
            elif box.tick is not Tick.EMPTY and box.raw != check:
                self._findings.append(found(Code.CHOICE_NORMALISED, **where, **facts, value=check))

    # ------------------------------------------------------------ other copies

    def _compare_copies(self) -> None:
        """Tell of every other copy of the form that was answered, and answered differently."""
        for copy in sorted({rival.copy for rival in self._rivals}):
            rivals = [one for one in self._rivals if one.copy == copy]
            differ = [one for one in rivals if one.raw.strip() != one.other_raw.strip()]
            if not any(one.other_raw.strip() or one.by is By.ANCHOR for one in differ):
                continue  # left as it was; without names nothing tells which one is the copy
            places = (differ[0].at, differ[0].other_at)
            self._findings.append(found(Code.SECOND_COPY, at=differ[0].other_at, places=places))
            for one in differ:
                facts = {"one": one.raw, "other": one.other_raw, "other_at": one.other_at}
                where = {"at": one.at, "field": one.asked.name, "label": one.asked.label}
                self._findings.append(found(Code.PLACES_DISAGREE, **where, **facts))

    # ------------------------------------------------------------ cells

    def _plain(self, place: Place) -> str:
        cell = self._book.cells(place.tab).get(place.address)
        return self._book.shown(cell) if cell else ""

    def _instead(self, asked: Field, place: Place, spot: Found) -> str | None:
        """Return what stands in a cell that may be the one of a field; None if it cannot be."""
        if owner := self._places.owners.get(place):
            return self._plain(place) if self._apart(asked, owner, spot) else None
        cell = self._book.cells(place.tab).get(place.address)
        if cell is None or cell.formula:
            return None
        text = self._book.shown(cell)
        printed = cell.kind == "s" and words_of(self._form).hold(text)
        return None if printed or not text.strip() else text

    def _apart(self, asked: Field, control: str, spot: Found) -> bool:
        """Tell whether no rows put between them can bring a field to the place of a control."""
        return spot.level or control not in self._stems or self._stems[control] != asked.stem

    def _draws_signs(self, place: Place, raw: str) -> bool:
        """Tell whether the letter in a cell is a sign, by its font."""
        cell = self._book.cells(place.tab).get(place.address)
        return raw in SIGNS and cell is not None and self._book.draws_sign(cell)

    def _at(self, place: Place) -> str:
        return f"{self._book.tabs[place.tab].name}!{place.address}"

    def _say(self, code: Code, asked: Field, place: Place | None = None, **facts: Fact) -> None:
        at = self._at(place) if place else ""
        told = {"label": asked.label, **facts}
        self._findings.append(Diagnostic(code, at, asked.name, tuple(told.items())))


def _too_long(number: str) -> bool:
    """Tell whether a spreadsheet cannot have kept every digit of a number."""
    try:
        return abs(float(number)) >= _NOT_EXACT
    except ValueError:
        return False


def _said(claim: Claim) -> str:
    return f"{claim.survey}/{claim.revision} {claim.digest[:8]} {claim.token or ''}".strip()
