"""What was found of a form -> one mark for each field, and what is doubtful about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.formats.docx.align import after
from formgen.formats.docx.lines import Line, Slot, bare
from formgen.formats.docx.oxml import CHECKED, PLACEHOLDER, UNCHECKED
from formgen.formats.docx.seek import Site, Sought
from formgen.formats.docx.walk import OBJECT, Control
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.reading import By, Mark

# What programs show in an empty control that has lost the form's own leader.
_PROMPTS: Final = frozenset(
    map(
        bare,
        (
            "Click or tap here to enter text.",
            "Click here to enter text.",
            "Choose an item.",
            "Choose an item",
            "Click or tap to enter a date.",
            "Click or tap to enter a date",
            "Click here to enter a date.",
            "Your text here",
            "คลิกหรือแตะที่นี่เพื่อใส่ข้อความ",
            "คลิกที่นี่เพื่อใส่ข้อความ",
            "คลิกหรือแตะเพื่อใส่วันที่",
            "คลิกหรือแตะที่นี่เพื่อใส่วันที่",
            "คลิกที่นี่เพื่อใส่วันที่",
            "เลือกรายการ",
        ),
    )
)
_REMOVED: Final = "[ลบแล้ว]"


@dataclass(frozen=True, slots=True)
class Held:
    """One control of the form, found; `rival` is a second place that says something else."""

    slot: Slot
    site: Site
    by: By
    said: str | bool
    rival: Site | None = None


def marks_of(form: Form, sought: Sought) -> tuple[dict[str, Mark], list[Diagnostic]]:
    """Go through the fields of the form and ask the document for each."""
    held: dict[str, list[Held]] = {field.name: [] for field in form.fields}
    missing: set[str] = set()
    for line, slot in sought.slots():
        one = _held(sought, line, slot)
        if one is None:
            missing.add(slot.field.name)
        else:
            held[slot.field.name].append(one)
    marks: dict[str, Mark] = {}
    findings: list[Diagnostic] = []
    for field in form.fields:
        parts = held[field.name]
        if parts:
            mark = marks[field.name] = _mark(field, parts)
            findings += _doubts(field, parts, mark, whole=sought.whole)
        if field.name in missing or not parts:
            findings.append(found(Code.FIELD_MISSING, field=field.name, label=field.label))
    return marks, findings


def answered_copies(sought: Sought) -> list[int]:
    """The copies of the form in a document that say something the others do not, from 0.

    The first where all are the same.
    """
    rows = [
        [said(sought, site, line, slot) for site in sites]
        for line, slot in sought.slots()
        if len(sites := sought.named.get(slot.control, ())) == sought.copies
    ]
    answered = [
        number
        for number in range(sought.copies)
        if any(row[number] and any(other != row[number] for other in row) for row in rows)
    ]
    return answered or [0]


def said(sought: Sought, site: Site, line: Line, slot: Slot) -> str | bool | None:
    """What a control says: a box whether it is marked (None: neither), all others their words."""
    control = site.control
    if slot.choice:
        return control.shown if control.checked is None else control.checked
    text = typed(control)
    around = sought.document[site.line].words
    if line.words and not around and bare(text).startswith(line.words):
        return after(line.words, text).lstrip()  # the control has grown over the words before it
    return text


def typed(control: Control) -> str:
    """The words in a control without the form's leader; "" where only the leader is left.

    Words count although the document calls them a placeholder: LibreOffice 7.4 leaves that mark
    when it is typed into, and everybody sees the words.
    """
    text = control.text.replace("\r\n", "\n").replace("\r", "\n").replace(OBJECT, "")
    if control.placeholder and bare(text) in _PROMPTS:
        return ""
    if not text.strip("."):
        return "" if text == PLACEHOLDER or control.placeholder else text
    before, behind = len(text) - len(text.lstrip(".")), len(text) - len(text.rstrip("."))
    if before + behind == len(PLACEHOLDER):  # typed into the leader
        return text[before : len(text) - behind]
    return text


# ---------------------------------------------------------------- which control


def _held(sought: Sought, line: Line, slot: Slot) -> Held | None:
    sites = sought.named.get(slot.control, ())
    standing = sought.placed.get(slot.control)
    by = By.NAME if sites else By.ANCHOR
    if standing and standing not in sites and (sites or not _only(sought, standing)):
        sites = (*sites, standing)
    words = [(site, said(sought, site, line, slot)) for site in sites]
    known = [(site, one) for site, one in words if one is not None]
    if not known:
        return None
    first, one = known[0]
    rival = next((site for site, other in known if other != one), None)
    return Held(slot, first, by, one, rival)


def _only(sought: Sought, site: Site) -> bool:
    """Whether a control goes by the name of a field that has no other."""
    return sought.named.get(site.name, ()) == (site,)


# ---------------------------------------------------------------- one field


def _mark(field: Field, parts: Sequence[Held]) -> Mark:
    by = By.ANCHOR if any(part.by is By.ANCHOR for part in parts) else By.NAME
    if parts[0].slot.choice is None:
        return Mark(str(parts[0].said), parts[0].site.at, by)
    marked = [part for part in parts if part.said]
    codes = {part.slot.choice.code for part in marked if part.slot.choice}
    raw = tuple(choice.code for choice in field.choices if choice.code in codes)
    return Mark(raw, _places([part.site for part in marked or parts]), by)


def _places(sites: Sequence[Site]) -> str:
    if len({site.kind for site in sites}) == 1:
        return f"{sites[0].kind} {', '.join(site.name for site in sites)}"
    return ", ".join(site.at for site in sites)


def _doubts(
    field: Field, parts: Sequence[Held], mark: Mark, *, whole: bool
) -> Iterator[Diagnostic]:
    for part in parts:
        if part.rival:
            yield found(
                Code.PLACES_DISAGREE,
                part.site.at,
                field.name,
                label=field.label,
                one=_shown(part.slot, part.site.control),
                other=_shown(part.slot, part.rival.control),
                other_at=part.rival.at,
            )
        if part.slot.choice and _disagrees(part.site.control):
            yield found(
                Code.STATE_DISAGREES,
                part.site.at,
                field.name,
                label=f"{field.label} : {part.slot.choice.label}",
                shown=part.site.control.text.strip() or _REMOVED,
                stored=CHECKED if part.site.control.checked else UNCHECKED,
            )
    if mark.by is By.ANCHOR and not whole:
        raw = mark.raw if isinstance(mark.raw, str) else ", ".join(_labels(field, mark.raw))
        yield found(Code.FOUND_BY_ANCHOR, mark.at, field.name, label=field.label, raw=raw)


def _disagrees(control: Control) -> bool:
    """Whether a box shows something else than it stores; an empty one shows nothing.

    A tick whose removal is tracked was taken out by hand: the program itself leaves a box.
    """
    if not bare(control.text):
        return bool(control.checked and control.removed)
    return control.checked is not None and control.shown != control.checked


def _shown(slot: Slot, control: Control) -> str:
    return f"{control.text} {slot.choice.label}" if slot.choice else control.text


def _labels(field: Field, codes: tuple[str, ...]) -> Iterator[str]:
    return (choice.label for choice in field.choices if choice.code in codes)
