"""A returned Word document -> what stands in each field of the form, and what looks wrong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.formats.docx.body import acting_fields, body_of
from formgen.formats.docx.edits import edits_of
from formgen.formats.docx.frame import framed
from formgen.formats.docx.looks import looks_of
from formgen.formats.docx.marks import answered_copies, marks_of
from formgen.formats.docx.oxml import NO_FORM
from formgen.formats.docx.package import Package, W, opened
from formgen.formats.docx.seek import Sought, seek
from formgen.formats.docx.walk import Body
from formgen.formats.ooxml import tree
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.identity import Claim, parse_claim
from formgen.model.reading import Reading
from formgen.thai.numerals import to_thai

_CLAIM: Final = re.compile(r'\{"formgen":[^{}]*\}')
_MOST_REPORTED: Final = 20  # unknown controls; a person looks at the file in any case


def identify(data: bytes) -> Claim | None:
    """Find what a Word file says of itself; None if it is no form of ours."""
    with opened(data) as package:
        return None if _is_none(package) else next((one for _, one in _claims(package)), None)


def read(form: Form, data: bytes) -> Reading:
    """Ask a Word file for each field of the form; raise FormgenError if it is no sound one."""
    with opened(data) as package:
        body, acting = _body(package)
        runnable = (*package.runnable, *acting)
        paper = Paper(package.kind, tuple(_claims(package)), body, runnable)
    return read_paper(form, paper)


def _body(package: Package) -> tuple[Body, tuple[str, ...]]:
    """Read the lines of a document, and name its fields that could start a program."""
    xml, remarks = package.data(package.main), package.remarks()
    if xml is not None and not remarks and (body := framed(xml)):
        return body, ()
    root = None if xml is None else tree(package.main, xml)
    if root is None or root.tag != f"{W}document":
        reason = f"no {package.main}"
        raise FormgenError([found(Code.FILE_DAMAGED, reason=reason)], Exit.REVIEW)
    return body_of(root, remarks), acting_fields(root)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document of any format says: its lines, its claims, each with its place.

    `runnable` names what is in it that could do something.
    """

    kind: str
    claims: tuple[tuple[str, Claim], ...]
    body: Body
    runnable: tuple[str, ...]


def read_paper(form: Form, paper: Paper) -> Reading:
    """Ask an opened document for each field of the form."""
    sought, findings = _one_copy(form, seek(form, paper.body.lines))
    marks, doubts = marks_of(form, sought)
    findings += [*_disagreeing(paper.claims), *doubts, *looks_of(sought, marks)]
    findings += [*edits_of(sought, marks), *_unknown(sought)]
    if paper.body.tracked:
        findings.append(found(Code.TRACKED_CHANGES))
    if paper.runnable:
        findings.append(found(Code.ACTIVE_CONTENT, what=paper.runnable))
    claim = paper.claims[0][1] if paper.claims else None
    return Reading(paper.kind, claim, marks, tuple(findings))


def _one_copy(form: Form, sought: Sought) -> tuple[Sought, list[Diagnostic]]:
    """Leave aside further copies of the form in one document, if only one of them is answered."""
    if sought.copies == 1:
        return sought, []
    answered = answered_copies(sought)
    if len(answered) > 1:
        places = tuple(f"ชุดที่ {to_thai(one + 1)}" for one in answered)
        return sought, [found(Code.SECOND_COPY, places=places)]
    (copy,) = answered
    sites = [held for held in sought.named.values() if len(held) == sought.copies]
    starts = [min(held[number].line for held in sites) for number in range(sought.copies)]
    stops = [-1] + [max(held[number].line for held in sites) for number in range(sought.copies)]
    stop = starts[copy + 1] if copy + 1 < sought.copies else None
    return seek(form, sought.document[stops[copy] + 1 : stop]), []


def _is_none(package: Package) -> bool:
    """Tell whether a document says that it is no form, whatever it quotes."""
    names = (name for kind, name in package.relations("") if kind == "core-properties")
    roots = (root for name in names if (root := package.xml(name)) is not None)
    return any(element.text == NO_FORM for root in roots for element in root.iter())


def _claims(package: Package) -> Iterator[tuple[str, Claim]]:
    """Go through the places that hold a claim, and what they say."""
    places = {kind.rpartition("/")[2]: name for kind, name in package.relations("")}
    for place in ("custom-properties", "core-properties"):
        root = package.xml(places[place]) if place in places else None
        for element in root.iter() if root is not None else ():
            if claim := parse_claim(element.text or ""):
                yield places[place], claim
    for edge in package.page_edges():
        words = "".join(one.text or "" for one in edge.iter(f"{W}t"))
        yield from (("w:ftr", claim) for claim in claims_within(words))


def claims_within(words: str) -> Iterator[Claim]:
    """Go through the claims that stand among other words."""
    for text in _CLAIM.findall(words):
        if claim := parse_claim(text):
            yield claim


def _disagreeing(claims: Sequence[tuple[str, Claim]]) -> Iterator[Diagnostic]:
    for place, claim in claims[1:]:
        if claim != claims[0][1]:
            yield found(
                Code.PLACES_DISAGREE,
                claims[0][0],
                label="เครื่องหมายประจำฉบับ",
                one=_named(claims[0][1]),
                other=_named(claim),
                other_at=place,
            )
            return


def _named(claim: Claim) -> str:
    copy = f" {claim.token.round} {claim.token.serial}" if claim.token else ""
    return f"{claim.survey}/{claim.revision} {claim.digest[:8]}{copy}"


def _unknown(sought: Sought) -> Iterator[Diagnostic]:
    """Report filled-in controls that the form does not have."""
    filled = (one for one in sought.strange if one.control.checked or _typed(one.control.text))
    for site, _ in zip(filled, range(_MOST_REPORTED), strict=False):
        name = site.control.tag or site.control.title or site.at
        yield found(Code.CONTROL_UNKNOWN, site.at, name=name, raw=site.control.text)


def _typed(text: str) -> bool:
    return bool(text.strip(". \n\t☐"))
