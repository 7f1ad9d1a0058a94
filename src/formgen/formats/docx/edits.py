"""What was found of a form -> what a hand has changed around its controls."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from formgen.formats.docx.align import after, beside, is_mark
from formgen.formats.docx.lines import Line, Slot
from formgen.formats.docx.seek import Site, Sought
from formgen.formats.docx.walk import OBJECT, Found
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.reading import Mark

_MOST_REPORTED: Final = 5  # of one kind and no field; a person looks at the file in any case
_MOST_REMARKS: Final = 20
_MOST_COMPARED: Final = 20  # lines that may stand for one that is gone
_ALIKE: Final = 0.5  # of the threes of letters in two lines; lines of one form share fewer
_TICKS: Final = frozenset("☑✓✔✅🗹🗸√■●/()[]")  # a cross beside a checked box may take it back
_LEADER: Final = ".…_"
_MOST_QUOTED: Final = 80  # characters
PICTURE: Final = "[ภาพ]"
"""How a picture is told of among words."""


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
    yield from _few(_remarked(sought, sites), _MOST_REMARKS)


def _few(findings: Iterable[Diagnostic], most: int) -> Iterator[Diagnostic]:
    """Let the first finding of every field through, and so many others."""
    fields: set[str] = set()
    for one in findings:
        if one.field and one.field not in fields:
            fields.add(one.field)
        elif most:
            most -= 1
        else:
            continue
        yield one


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
            yield found(Code.TEXT_ADDED, at, name, text=quoted(text.replace(OBJECT, PICTURE)))


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
    told = _as_typed(line, here).strip().replace(OBJECT, PICTURE)
    if slot.choice and not marked:
        yield found(Code.TEXT_ADDED, site.at, slot.field.name, text=told)
    elif not (_says_the_same(extra) and _only_marked(slot, marks)):
        yield found(Code.MARK_OUTSIDE, site.at, slot.field.name, label=_label(slot), raw=told)


def _as_typed(line: Line, here: Found) -> str:
    """Return the words behind those of the form, or before them, with their blanks."""
    if here.words.startswith(line.words):
        return after(line.words, here.raw)
    return after(line.words[::-1], here.raw[::-1])[::-1]


def _says_the_same(extra: str) -> bool:
    """Whether a mark beside a checked box can only mean that it is checked."""
    return set(extra) <= _TICKS


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
        yield found(Code.FIXED_TEXT_EDITED, text=quoted(words))
    added = [number for number in aligned.added if _says_anything(sought.document[number])]
    rest = _unexplained(sought, gone, added, sites)
    yield from _few(_added(sought, rest), _MOST_REPORTED)


def _controls(line: Line) -> Iterator[str]:
    return (slot.control for slot in line.slots)


def _says_anything(here: Found) -> bool:
    """Whether a line has words of its own: the leader of an answer that is gone is none."""
    return not here.controls and bool(here.words.strip(_LEADER))


def _unexplained(
    sought: Sought, gone: list[int], added: list[int], sites: Mapping[str, Site]
) -> list[int]:
    """Leave out one added line for each changed one that it resembles, between the same neighbours.

    What was added in the cell of an answer may be the answer.
    """
    answers = {sought.document[site.line].cell for site in sites.values()} - {0}
    pairs = [(-1, -1), *sought.aligned.pairs, (len(sought.lines), len(sought.document))]
    rest = [one for one in added if sought.document[one].cell not in answers]
    explained: set[int] = set()
    for number in gone:
        start = max(given for asked, given in pairs if asked < number)
        stop = min(given for asked, given in pairs if asked > number)
        first = bisect_right(rest, start)
        between = rest[first : min(first + _MOST_COMPARED, bisect_left(rest, stop))]
        words = _threes(sought.lines[number].words)
        for one in between:
            if _alike(words, _threes(sought.document[one].words)):
                explained.add(one)
                rest.remove(one)
                break
    return [one for one in added if one not in explained]


def _threes(words: str) -> set[str]:
    """All three letters that follow one another; of fewer letters, all of them."""
    return {words[at : at + 3] for at in range(max(1, len(words) - 2))}


def _alike(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) >= _ALIKE * (len(one) + len(other))


def _added(sought: Sought, numbers: Iterable[int]) -> Iterator[Diagnostic]:
    """Report lines the form does not have; one right under an answer may belong to it."""
    known = sorted((given, asked) for asked, given in sought.aligned.pairs)
    for number in numbers:
        here = sought.document[number]
        text = quoted(here.raw.replace(OBJECT, PICTURE))
        slots: tuple[Slot, ...] = ()
        if here.cell and (behind := bisect_left(known, (number,))):
            above, asked = known[behind - 1]
            if sought.document[above].cell == here.cell:
                slots = sought.lines[asked].slots
        if slots:
            name, label = slots[-1].field.name, slots[-1].field.label
            yield found(Code.MARK_OUTSIDE, field=name, label=label, raw=text)
        else:
            yield found(Code.TEXT_ADDED, text=text)


def quoted(text: str) -> str:
    """Cut words that are told to what fits on a line or two."""
    words = " ".join(text.split())
    return words if len(words) <= _MOST_QUOTED else f"{words[: _MOST_QUOTED - 1]}…"
