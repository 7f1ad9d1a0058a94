"""Lines of a document that holds the form, perhaps more than once -> what one copy of it says."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from formgen.formats.docx.edits import edits_of
from formgen.formats.docx.looks import looks_of
from formgen.formats.docx.marks import answered_copies, marks_of
from formgen.formats.docx.seek import Sought, seek
from formgen.formats.docx.walk import Found
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form
from formgen.model.reading import Mark
from formgen.thai.numerals import to_thai

_MOST_REPORTED: Final = 20  # unknown controls; a person looks at the file in any case
_LACKING: Final = (Code.FIELD_MISSING, Code.ANCHOR_MISSING)  # of a copy that is set aside


class Judged(NamedTuple):
    """What stands in each field, and what is doubtful about it."""

    marks: dict[str, Mark]
    findings: list[Diagnostic]


def judged(form: Form, document: Sequence[Found]) -> Judged:
    """Read the form; where it is in the document more than once, the copy that is answered.

    If several copies are answered, and not the same, the first answer of each field is read.
    """
    sought = seek(form, document)
    if sought.copies == 1:
        return _judged(form, sought)
    answered = answered_copies(sought)
    if len(answered) > 1:
        read = _judged(form, sought)
        return Judged(read.marks, [_second_copy(answered), *read.findings])
    copies = [_judged(form, seek(form, part)) for part in _parts(sought)]
    (number,) = answered
    return Judged(copies[number].marks, [*_beside(copies, number), *copies[number].findings])


def _judged(form: Form, sought: Sought) -> Judged:
    marks, doubts = marks_of(form, sought)
    told = (*looks_of(sought, marks), *edits_of(sought, marks), *_unknown(sought))
    return Judged(marks, [*doubts, *told])


def _beside(copies: Sequence[Judged], chosen: int) -> Iterator[Diagnostic]:
    """Report what a hand has put into the copies that are set aside, and not into the chosen one.

    What may be the answer of a field makes it an answered copy.
    """
    marks, told = copies[chosen]
    known = {_facts(one) for one in told}
    answered = [chosen]
    for number, other in enumerate(copies):
        new = [
            one for one in other.findings if _facts(one) not in known and one.code not in _LACKING
        ]
        known.update(map(_facts, new))
        filled = (name for name, mark in other.marks.items() if mark.raw)
        differs = any(
            name not in marks or other.marks[name].raw != marks[name].raw for name in filled
        )
        if differs or any(one.field for one in new):
            answered.append(number)
        yield from (one for one in new if not one.field)
    if len(answered) > 1:
        yield _second_copy(sorted(answered))


def _facts(one: Diagnostic) -> tuple[object, ...]:
    """A finding without its place, which is not the same in another copy."""
    return one.code, one.field, one.facts


def _second_copy(answered: Sequence[int]) -> Diagnostic:
    return found(Code.SECOND_COPY, places=tuple(f"ชุดที่ {to_thai(one + 1)}" for one in answered))


def _parts(sought: Sought) -> Iterator[tuple[Found, ...]]:
    """Cut a document before the first line of each further copy, or else before its controls."""
    controls = [
        (number, held)
        for number, line in enumerate(sought.lines)
        for slot in line.slots
        if len(held := sought.named.get(slot.control, ())) == sought.copies
    ]
    first, last = controls[0][0], controls[-1][0]
    ahead = {line.words for line in sought.lines[:first]}
    ahead -= {line.words for line in sought.lines[last:]}
    cuts = [0]
    for copy in range(1, sought.copies):
        start = max(held[copy - 1].line for _, held in controls) + 1
        stop = min(held[copy].line for _, held in controls)
        heads = (at for at in range(start, stop) if sought.document[at].words in ahead)
        cuts.append(next(heads, stop))
    for begin, end in pairwise((*cuts, len(sought.document))):
        yield sought.document[begin:end]


def _unknown(sought: Sought) -> Iterator[Diagnostic]:
    """Report filled-in controls that the form does not have."""
    filled = (one for one in sought.strange if one.control.checked or _typed(one.control.text))
    for site, _ in zip(filled, range(_MOST_REPORTED), strict=False):
        name = site.control.tag or site.control.title or site.at
        yield found(Code.CONTROL_UNKNOWN, site.at, name=name, raw=site.control.text)


def _typed(text: str) -> bool:
    return bool(text.strip(". \n\t☐"))
