"""What was found of a form -> what a hand has changed around its controls."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from formgen.formats.docx.align import after, beside, is_mark
from formgen.formats.docx.lines import Line, Slot
from formgen.formats.docx.seek import Site, Sought
from formgen.formats.docx.walk import OBJECT, Found
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.reading import Mark

_MOST_REPORTED: Final = 5  # of one kind; a person looks at the file in any case
_MOST_REMARKS: Final = 20
_MOST_QUOTED: Final = 80  # characters
_PICTURE: Final = "[ภาพ]"


def edits_of(sought: Sought, marks: Mapping[str, Mark]) -> Iterator[Diagnostic]:
    """Go through marks and words beside the controls, words added, and printed words changed."""
    sites = sought.sites()
    changed: set[int] = set()
    for number, line in enumerate(sought.lines):
        for slot in line.slots[:1]:
            if site := sites.get(slot.control):
                here = sought.document[site.line]
                extra = beside(line, here)
                if extra is None:
                    changed.add(number)
                    yield from _anchor_missing(line, sought)
                elif extra:
                    yield from _beside(line, site, here, extra, marks)
    yield from _printed(sought, sites, changed)
    yield from islice(_remarked(sought, sites), _MOST_REMARKS)


def _remarked(sought: Sought, sites: Mapping[str, Site]) -> Iterator[Diagnostic]:
    """Report comments and footnotes, each with the field whose line it is bound to."""
    owners = {
        site.line: (slot.field.name, site.at)
        for _, slot in reversed(list(sought.slots()))
        if (site := sites.get(slot.control))
    }
    for number, line in enumerate(sought.document):
        name, at = owners.get(number, ("", ""))
        for text in line.remarks:
            yield found(Code.TEXT_ADDED, at, name, text=_quoted(text))


def _anchor_missing(line: Line, sought: Sought) -> Iterator[Diagnostic]:
    for slot in line.slots:
        if sites := sought.named.get(slot.control):
            label = slot.field.label
            yield found(Code.ANCHOR_MISSING, sites[0].at, slot.field.name, label=label)


def _beside(
    line: Line, site: Site, here: Found, extra: str, marks: Mapping[str, Mark]
) -> Iterator[Diagnostic]:
    """Judge what stands beside the controls of one line."""
    if not here.controls:  # the words are the answer itself, the control is gone
        return
    marked = OBJECT in extra or is_mark(extra)
    slot = line.slots[0] if marked else line.slots[-1]
    raw = after(line.words, here.raw) if here.words.startswith(line.words) else extra
    told = raw.strip().replace(OBJECT, _PICTURE)
    if slot.choice and not marked:
        yield found(Code.TEXT_ADDED, site.at, slot.field.name, text=told)
    elif not (slot.choice and _only_marked(slot, marks)):
        yield found(Code.MARK_OUTSIDE, site.at, slot.field.name, label=_label(slot), raw=told)


def _only_marked(slot: Slot, marks: Mapping[str, Mark]) -> bool:
    mark = marks.get(slot.field.name)
    return mark is not None and slot.choice is not None and mark.raw == (slot.choice.code,)


def _label(slot: Slot) -> str:
    return f"{slot.field.label} : {slot.choice.label}" if slot.choice else slot.field.label


def _printed(sought: Sought, sites: Mapping[str, Site], changed: set[int]) -> Iterator[Diagnostic]:
    """Report lines of the form that are gone or changed, and lines that it does not have."""
    aligned = sought.aligned
    gone = [
        number
        for number in aligned.gone
        if number in changed or sites.keys().isdisjoint(_controls(sought.lines[number]))
    ]
    printed = [number for number in gone if number in changed or not sought.lines[number].slots]
    for number in printed[:_MOST_REPORTED]:
        words = "".join(piece for piece in sought.lines[number].pieces if isinstance(piece, str))
        yield found(Code.FIXED_TEXT_EDITED, text=_quoted(words))
    added = [number for number in aligned.added if not sought.document[number].controls]
    rest = _unexplained(sought, gone, added)
    yield from islice(filter(None, (_added(sought, number) for number in rest)), _MOST_REPORTED)


def _controls(line: Line) -> Iterator[str]:
    return (slot.control for slot in line.slots)


def _unexplained(sought: Sought, gone: list[int], added: list[int]) -> list[int]:
    """Leave out one added line for each changed one between the same neighbours."""
    pairs = [(-1, -1), *sought.aligned.pairs, (len(sought.lines), len(sought.document))]
    rest = list(added)
    for number in gone:
        start = max(given for asked, given in pairs if asked < number)
        stop = min(given for asked, given in pairs if asked > number)
        instead = next((one for one in rest if start < one < stop), None)
        if instead is not None:
            rest.remove(instead)
    return rest


def _added(sought: Sought, number: int) -> Diagnostic | None:
    """Report a line the form does not have; right under an answer it may belong to it."""
    here = sought.document[number]
    text = _quoted(here.raw.replace(OBJECT, _PICTURE))
    asked = {given: asked for asked, given in sought.aligned.pairs}
    above = next((one for one in range(number - 1, -1, -1) if one in asked), None)
    if above is not None and here.cell and sought.document[above].cell == here.cell:
        slots = sought.lines[asked[above]].slots
        if slots:
            slot = slots[-1]
            return found(Code.MARK_OUTSIDE, field=slot.field.name, label=slot.field.label, raw=text)
    return found(Code.TEXT_ADDED, text=text)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MOST_QUOTED else f"{words[: _MOST_QUOTED - 1]}…"
