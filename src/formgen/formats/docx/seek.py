"""Form + document -> which control is which: by its name, and by the words it stands in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from formgen.formats.docx import names
from formgen.formats.docx.align import Aligned, after, align, beside
from formgen.formats.docx.lines import Line, Slot, form_lines
from formgen.formats.docx.walk import CHECKED_GLYPHS, UNCHECKED_GLYPHS, Control, Found
from formgen.model.form import Form


class Site(NamedTuple):
    """A control, the number of its line in the document, and its place: `w:tag` `email.have`."""

    control: Control
    line: int
    kind: str
    name: str

    @property
    def at(self) -> str:
        """The place in one piece."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found of a form in a document.

    `named` has the sites of each control that go by its name, `placed` the one that stands among
    its words; `strange` go by no name of the form and stand nowhere in it.  `whole`: no control
    has a name any more, but all of them stand in their places.
    `copies` tells how often most of the form's controls are in the document.
    """

    lines: tuple[Line, ...]
    document: tuple[Found, ...]
    aligned: Aligned
    named: Mapping[str, tuple[Site, ...]]
    placed: Mapping[str, Site]
    strange: tuple[Site, ...]
    whole: bool
    copies: int

    def slots(self) -> Iterator[tuple[Line, Slot]]:
        """All controls of the form with their lines, in order."""
        return ((line, slot) for line in self.lines for slot in line.slots)

    def sites(self) -> dict[str, Site]:
        """Where each control of the form is: by its name, else by its words."""
        by_name = {name: held[0] for name, held in self.named.items()}
        return {**self.placed, **by_name}


def seek(form: Form, document: Sequence[Found]) -> Sought:
    """Find every control of a form in a document."""
    plan = _plan(form)
    lines, tags, parts = plan.lines, plan.tags, plan.parts
    aligned = align(lines, document)
    named: dict[str, list[Site]] = defaultdict(list)
    unnamed: list[Site] = []
    sites: dict[int, Site] = {}
    for number, found in enumerate(document):
        for control in found.controls:
            name = tags.get(control.tag) or ("" if control.tag else parts.get(control.part, ""))
            site = _site(control, number, name)
            sites[control.number] = site
            (named[name] if name else unnamed).append(site)
    placed = {
        slot.control: site
        for asked, given in aligned.pairs
        for slot, site in _in_line(lines[asked], document[given], given, sites)
    }
    standing = {site.control.number for site in placed.values()}
    return Sought(
        lines,
        tuple(document),
        aligned,
        {name: tuple(held) for name, held in named.items()},
        placed,
        tuple(site for site in unnamed if site.control.number not in standing),
        not named and len(standing) == len(tags),
        _copies(named),
    )


def _copies(named: Mapping[str, Sequence[Site]]) -> int:
    times = sorted(map(len, named.values()))
    return times[len(times) // 2] if times else 1


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a form's document must have: its lines, and the names of its controls."""

    lines: tuple[Line, ...]
    tags: Mapping[str, str]
    parts: Mapping[str, str]


@lru_cache(maxsize=16)
def _plan(form: Form) -> _Plan:
    lines = form_lines(form)
    controls = [slot.control for line in lines for slot in line.slots]
    return _Plan(
        lines,
        {names.tag(control): control for control in controls},
        {names.part(control): control for control in controls},
    )


def _site(control: Control, line: int, name: str) -> Site:
    if not name:
        return Site(control, line, "w:sdt", str(control.number))
    return Site(control, line, "w:tag" if control.tag else "w:docPart", name)


def _in_line(
    line: Line, found: Found, number: int, sites: Mapping[int, Site]
) -> Iterator[tuple[Slot, Site]]:
    """Pair the controls of one line; where they are gone, the glyph or the words in their stead."""
    if found.controls:
        here = (sites[control.number] for control in found.controls)
        yield from zip(line.slots, here, strict=False)
    elif len(line.slots) == 1:
        slot = line.slots[0]
        text = _glyphs(line, found) if slot.choice else after(line.words, found.raw).strip()
        if text:
            control = Control(0, text=text, odd=found.odd)
            yield slot, Site(control, number, "w:p", f"“{line.words}”")


def _glyphs(line: Line, found: Found) -> str:
    """The glyphs beside the label of a box; there may be some in the label, as in `and/or`."""
    here = beside(line, found) or ""
    return "".join(one for one in here if one in CHECKED_GLYPHS | UNCHECKED_GLYPHS)
