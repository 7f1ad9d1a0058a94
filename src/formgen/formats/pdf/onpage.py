"""One page of a printed copy -> what stands in its boxes and frames, and beside them."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from formgen.formats.pdf import ink
from formgen.formats.pdf.boxes import Tick, ticked
from formgen.formats.pdf.inscription import Box, Cluster, Doubt, Inscription, inscription
from formgen.formats.pdf.letters import Letter
from formgen.formats.pdf.seen import BODY, Seen, joined, wipe_lines
from formgen.formats.pdf.unfilled import Unfilled, rectangle
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form, Placement
from formgen.model.reading import By, Mark

INK: Final = "Ink"
"""What is said of ink that is no letter."""

DOUBTS: Final = {
    Doubt.LETTERS: Code.TEXT_UNSURE,
    Doubt.CUT: Code.TEXT_CUT,
    Doubt.LINES: Code.LINE_ENDS_UNSURE,
}
"""The findings about words that are not certain."""

SHOWN: Final = 200
"""Characters of what was written, in a finding."""

_NEAR: Final = 4.0  # mm from a control; what is drawn farther off is no answer to it
_BLOCK: Final = 0.1  # share of a square millimetre; less ink than this is the making of a printer
_FRAME: Final = 0.4  # mm from the edge of a frame to where its own line has surely ended
_SPECKS: Final = 8  # pixels
_ANEW: Final = 12  # square millimetres of ink; programs that set pages again leave up to 6
_EITHER: Final = (True, False)

Place: TypeAlias = tuple[Placement, Field]
"""A control, and what it asks for."""

Said: TypeAlias = tuple[Mapping[str, Mark], Sequence[Diagnostic]]
"""What a page says: the marks in its fields, and what is to be said about them."""


class Looked(NamedTuple):
    """A page of the form: its number, how it tells halves of ำ, what it says if it does or not."""

    page: int
    told: frozenset[bool]
    either: Mapping[bool, Said]


def looked(
    form: Form, page: int, places: Sequence[Place], page_seen: Seen, blank: Unfilled
) -> Looked:
    """Read a page in both ways, so that its pictures need not be kept until all are known."""
    sheet = _Sheet(form, page, places, page_seen, blank)
    return Looked(page, page_seen.told, {one: sheet.read(parted=one) for one in _EITHER})


class _Sheet:
    """One page: the controls that stand on it, and what was added to it."""

    def __init__(
        self, form: Form, page: int, places: Sequence[Place], page_seen: Seen, blank: Unfilled
    ) -> None:
        self.form = form
        self.page = page
        self.places = places
        self.seen = page_seen
        self.blank = blank
        self.marks: dict[str, Mark] = {}
        self.findings: list[Diagnostic] = []

    def read(self, *, parted: bool) -> Said:
        """Read all controls of the page, then what stands beside them.

        `parted`: the file tells า from the half of ำ that looks the same.
        """
        self.marks, self.findings = {}, []
        inside, outside = self._sorted()
        boxes: dict[str, list[Place]] = {}
        for place, asked in self.places:
            if place.control != place.field:
                boxes.setdefault(asked.name, []).append((place, asked))
            else:
                self._written(place, asked, inside.get(place.control, []), parted=parted)
        for group in boxes.values():
            self._ticked(group, inside)
        self._strange(outside)
        return self.marks, self.findings

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

    def _written(
        self, place: Placement, asked: Field, letters: Sequence[Letter], *, parted: bool
    ) -> None:
        at, frame = _at(place), rectangle(place)
        parted = parted or all(one.own for one in letters)
        told = inscription(letters, frame, multiline=asked.multiline, parted=parted)
        self.marks[asked.name] = Mark(told.raw if told.raw.strip() else "", at, By.POSITION)
        doubts = set(told.doubts)
        if self._does_not_show(told, frame) or (told.raw.strip() and not self.seen.true):
            doubts.add(Doubt.LETTERS)
        for doubt in Doubt:
            if doubt in doubts:
                self._say(DOUBTS[doubt], asked, at, raw=told.raw[:SHOWN] or INK)

    def _does_not_show(self, told: Inscription, frame: Box) -> bool:
        """Tell whether letters in a frame cannot be seen, or what is seen there is no letter."""
        inner = frame.grown(-_FRAME)
        # What lies around all of a frame is its own outline, or a ground. A picture may have ink
        # that is taken for that of the letters.
        words = bool(told.raw.strip())
        if any(inner.met(one) if words else inner.crossed(one.points) for one in self.seen.lines):
            return True
        rest = ink.cut(self.seen.faint, inner).copy()
        for one in told.clusters:
            middle = Box(one.x, one.y - 1.2 * one.em, one.x2, one.y + one.em / 2)
            if not one.text.strip():
                if ink.count(ink.cut(self.seen.faint, _core(one))):
                    return True
                continue
            if not ink.count(ink.cut(self.seen.strong, middle)):
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

    def _ticked(self, group: Sequence[Place], inside: Mapping[str, Sequence[Letter]]) -> None:
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
        told: dict[str, str] = {}
        # Letters of the form look as if they were added where the text layer says other ones.
        for group in _rows(letters if self.seen.true else ()):
            if words := joined(group).strip():
                self._beside(group[0].x, group[0].y, words[:SHOWN], told)
        blots = list(self._blots())
        if len(blots) > (_ANEW if self.seen.anew else 0):
            for x, y in blots:
                self._beside(x, y, INK, told)
        for name, raw in told.items():
            if name:
                self._say(Code.MARK_OUTSIDE, self.form.field(name), f"page {self.page}", raw=raw)
            else:
                self.findings.append(found(Code.TEXT_ADDED, f"page {self.page}", text=raw))

    def _beside(self, x: float, y: float, raw: str, told: dict[str, str]) -> None:
        near = nearest(self.places, Box(x, y, x, y))
        told.setdefault(near.name if near else "", raw)

    def _blots(self) -> Iterator[tuple[float, float]]:
        """Go through the square millimetres in which there is strange ink."""
        strange = self.seen.strange.copy()
        if self.seen.anew:
            wipe_lines(strange, self.blank.pages[self.page].letters)
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


def nearest(places: Sequence[Place], box: Box) -> Field | None:
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


def _core(blank: Cluster) -> Box:
    """Return the middle of a blank: letters beside it reach over it, as ไ does, or under it."""
    side = (blank.x2 - blank.x) / 4
    return Box(blank.x + side, blank.y - BODY * blank.em, blank.x2 - side, blank.y)


def _at(place: Placement) -> str:
    return f"page {place.page}, {place.x:.1f} × {place.y:.1f} mm"
