"""What was found of a form -> answers that are crossed out, that nobody sees, or that are drawn."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final

from formgen.formats.docx.lines import Line, Slot
from formgen.formats.docx.seek import Site, Sought
from formgen.formats.docx.walk import NOTHING_ODD, OBJECT
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field
from formgen.model.reading import Mark

_MOST_REPORTED: Final = 5
_LEADER: Final = ".…_"
_PICTURE: Final = "[ภาพ]"
_RAISED: Final = "(ยก ห้อย หรือซ้อนกัน)"
_ORDINALS: Final = re.compile("(st|nd|rd|th)*", re.IGNORECASE)  # Word raises them in 1st, 2nd


def looks_of(sought: Sought, marks: Mapping[str, Mark]) -> Iterator[Diagnostic]:
    """Go through the answers that do not look like answers, then through printed words struck."""
    sites = sought.sites()
    boxes: dict[Field, list[tuple[Slot, Site, bool]]] = {}
    labels: set[int] = set()  # lines of the document whose printed words are a choice
    for line, slot in sought.slots():
        site = sites.get(slot.control)
        if site is None:
            continue
        if slot.choice is None:
            yield from _text(slot.field, site, marks)
        else:
            labels.add(site.line)
            struck = bool(site.control.odd.struck) or _label_struck(sought, line, slot, site)
            boxes.setdefault(slot.field, []).append((slot, site, struck))
    for field, held in boxes.items():
        mark = marks.get(field.name)
        codes = mark.raw if mark and isinstance(mark.raw, tuple) else ()
        yield from _boxes(field, held, codes)
    yield from islice(_printed(sought, labels), _MOST_REPORTED)


def _text(field: Field, site: Site, marks: Mapping[str, Mark]) -> Iterator[Diagnostic]:
    """Judge words: of a blank answer the leader may look as it likes."""
    control = site.control
    if OBJECT in control.text:
        raw = control.text.replace(OBJECT, _PICTURE)
        yield found(Code.MARK_OUTSIDE, site.at, field.name, label=field.label, raw=raw)
    mark = marks.get(field.name)
    if mark is None or not mark.raw or control.odd is NOTHING_ODD:
        return
    odd = (words if words.strip(_LEADER) else "" for words in control.odd)
    struck, unseen, raised, counted = odd
    if struck:
        yield found(Code.STRUCK_OUT, site.at, field.name, label=field.label, raw=struck)
    if unseen:
        yield found(Code.ANSWER_UNSEEN, site.at, field.name, label=field.label, raw=unseen)
    if not _ORDINALS.fullmatch(raised):
        facts = {"label": field.label, "shown": f"{raised} {_RAISED}", "stored": str(mark.raw)}
        yield found(Code.STATE_DISAGREES, site.at, field.name, **facts)
    if counted:
        yield found(Code.FORMULA_IN_ANSWER, site.at, field.name, label=field.label, raw=counted)


def _boxes(
    field: Field, held: list[tuple[Slot, Site, bool]], marked: Collection[str]
) -> Iterator[Diagnostic]:
    """Judge boxes: one that is crossed out and not marked, among others that are, says no more."""
    choices = [(slot.choice, site) for slot, site, struck in held if struck and slot.choice]
    doubtful = not marked or any(choice.code in marked for choice, _ in choices)
    if choices and doubtful:
        raw = ", ".join(choice.label for choice, _ in choices)
        yield found(Code.STRUCK_OUT, choices[0][1].at, field.name, label=field.label, raw=raw)
    for slot, site, _ in held:
        if slot.choice and slot.choice.code in marked and site.control.odd.unseen:
            facts = {"label": field.label, "raw": slot.choice.label}
            yield found(Code.ANSWER_UNSEEN, site.at, field.name, **facts)


def _label_struck(sought: Sought, line: Line, slot: Slot, site: Site) -> bool:
    return slot is line.slots[0] and bool(sought.document[site.line].odd.struck)


def _printed(sought: Sought, labels: Collection[int]) -> Iterator[Diagnostic]:
    for _, number in sought.aligned.pairs:
        here = sought.document[number]
        if here.odd.struck and number not in labels:
            yield found(Code.FIXED_TEXT_EDITED, text=here.odd.struck)
