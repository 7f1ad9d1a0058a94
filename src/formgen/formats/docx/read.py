"""A returned Word document -> what stands in each field of the form, and what looks wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree

from formgen.formats.docx.body import body_of
from formgen.formats.docx.copies import judged
from formgen.formats.docx.edges import is_footer
from formgen.formats.docx.edits import PICTURE, quoted
from formgen.formats.docx.fields import acting_fields
from formgen.formats.docx.frame import framed
from formgen.formats.docx.lines import bare
from formgen.formats.docx.numbering import numbering_of
from formgen.formats.docx.oxml import NO_FORM
from formgen.formats.docx.package import Package, W, opened
from formgen.formats.docx.styles import styles_of
from formgen.formats.docx.walk import OBJECT, Body
from formgen.formats.ooxml import tree
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.identity import Claim, parse_claim
from formgen.model.reading import Reading

_CLAIM: Final = re.compile(r'\{"formgen":[^{}]*\}')
_MOST_REPORTED: Final = 5  # lines at the head or foot; a person looks at the file in any case


def identify(data: bytes) -> Claim | None:
    """Find what a Word file says of itself; None if it is no form of ours."""
    with opened(data) as package:
        claims = _claims(package, package.page_edges())
        return None if _is_none(package) else next((one for _, one in claims), None)


def read(form: Form, data: bytes) -> Reading:
    """Ask a Word file for each field of the form; raise FormgenError if it is no sound one."""
    with opened(data) as package:
        body, acting = _body(package)
        runnable = (*package.runnable, *acting)
        edges = tuple(package.page_edges())
        claims = tuple(_claims(package, edges))
        paper = Paper(package.kind, claims, body, runnable, tuple(map(_words, edges)))
    return read_paper(form, paper)


def _body(package: Package) -> tuple[Body, tuple[str, ...]]:
    """Read the lines of a document, and name its fields that could start a program."""
    xml, remarks, styles = package.data(package.main), package.remarks(), styles_of(package)
    if xml is not None and not remarks and not styles and (body := framed(xml)):
        return body, ()
    root = None if xml is None else tree(package.main, xml)
    if root is None or root.tag != f"{W}document":
        reason = f"no {package.main}"
        raise FormgenError([found(Code.FILE_DAMAGED, reason=reason)], Exit.REVIEW)
    return body_of(root, remarks, styles, numbering_of(package)), acting_fields(root)


def _words(edge: etree._Element) -> str:
    """Read what stands at the head or foot of pages."""
    lines = body_of(edge).lines
    return "\n".join(f"{one.raw}{''.join(each.text for each in one.controls)}" for one in lines)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document of any format says: its lines, its claims, each with its place.

    `runnable` names what is in it that could do something; `edges` are the words at each head and
    foot of its pages.
    """

    kind: str
    claims: tuple[tuple[str, Claim], ...]
    body: Body
    runnable: tuple[str, ...]
    edges: tuple[str, ...] = ()


def read_paper(form: Form, paper: Paper) -> Reading:
    """Ask an opened document for each field of the form."""
    marks, told = judged(form, paper.body.lines)
    findings = [*_disagreeing(paper.claims), *told, *_at_edges(form, paper.edges)]
    if paper.body.tracked:
        findings.append(found(Code.TRACKED_CHANGES))
    if paper.runnable:
        findings.append(found(Code.ACTIVE_CONTENT, what=paper.runnable))
    claim = paper.claims[0][1] if paper.claims else None
    return Reading(paper.kind, claim, marks, tuple(findings))


def _at_edges(form: Form, edges: Iterable[str]) -> Iterator[Diagnostic]:
    """Report lines at the head or foot of pages that the form does not have there."""
    lines = dict.fromkeys(line for edge in edges for line in _CLAIM.sub("", edge).splitlines())
    added = (line for line in lines if line.strip() and not is_footer(bare(line), form.code))
    for line in islice(added, _MOST_REPORTED):
        text = quoted(line.replace(OBJECT, PICTURE))
        yield found(Code.TEXT_ADDED, text=f"หัวหรือท้ายกระดาษ: {text}")


def _is_none(package: Package) -> bool:
    """Tell whether a document says that it is no form, whatever it quotes."""
    names = (name for kind, name in package.relations("") if kind == "core-properties")
    roots = (root for name in names if (root := package.xml(name)) is not None)
    return any(element.text == NO_FORM for root in roots for element in root.iter())


def _claims(package: Package, edges: Iterable[etree._Element]) -> Iterator[tuple[str, Claim]]:
    """Go through the places that hold a claim, and what they say."""
    places = {kind.rpartition("/")[2]: name for kind, name in package.relations("")}
    for place in ("custom-properties", "core-properties"):
        root = package.xml(places[place]) if place in places else None
        for element in root.iter() if root is not None else ():
            if claim := parse_claim(element.text or ""):
                yield places[place], claim
    for edge in edges:
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
