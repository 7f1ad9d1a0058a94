"""Words for stretches of a document -> its comments: the part that holds them, and their ends."""

import posixpath
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from lxml import etree

from formgen.formats.docx.package import W, remark_pieces, remark_text
from formgen.formats.repack import Repack
from formgen.model.note import AUTHOR, signed, signed_in, theirs, unmarkable

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_INITIALS: Final = "ผตส"
_COLOUR: Final = "yellow"
_HALF_POINTS: Final = "28"
_START, _END, _REFERENCE = (
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_P, _WORDS = f"{W}p", f"{W}t"
_RUN, _LOOK, _HIGHLIGHT = f"{W}r", f"{W}rPr", f"{W}highlight"
_TRACKED_LOOK: Final = f"{W}rPrChange"  # comes last
_FURTHER: Final = ("commentsExtended", "commentsIds")  # parts that tell more of each comment
_PARAGRAPH_ID: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


class Comments:
    """The comments of a document, to be changed; the part is made when it is needed."""

    def __init__(self, repack: Repack, main: str, root: etree._Element) -> None:
        self._repack: Final = repack
        self._main: Final = main
        self._root: Final = root
        self._parts: Final = dict(repack.relations(main).values())
        self._texts: etree._Element | None = None
        if "comments" in self._parts:
            self._texts = repack.part(self._parts["comments"])
            if self._texts.tag != f"{W}comments":
                raise unmarkable(f"DOCX: {self._texts.tag}")

    def put(self, start: etree._Element, end: etree._Element, text: str) -> None:
        """Say something of the stretch from one element to another, which stand among runs."""
        number = str(self._free)
        self._free += 1
        self._add(number, signed(text))
        start.addprevious(etree.Element(_START, {f"{W}id": number}))
        stop = etree.Element(_END, {f"{W}id": number})
        end.addnext(stop)
        run = etree.Element(_RUN)
        etree.SubElement(run, _REFERENCE, {f"{W}id": number})
        stop.addnext(run)

    def take_ours_away(self) -> None:
        """Remove what was put here for an earlier return, unless somebody answered it.

        Of a comment into which somebody wrote, their words stay.
        """
        if self._texts is None:
            return
        ours = []
        for one in self._listed():
            text = remark_text(one)
            if theirs(text):
                _cut_out(one, signed_in(text))
            elif text.strip():
                ours.append(one)
        if not ours:
            return
        further = [self._repack.part(self._parts[one]) for one in _FURTHER if one in self._parts]
        entries = [entry for part in further for entry in part]
        answered = {value for entry in entries for value in _ends(entry, "paraIdParent")}
        gone = [one for one in ours if answered.isdisjoint(_paragraphs(one))]
        names = {name for one in gone for name in _paragraphs(one)}
        for one in gone:
            self._texts.remove(one)
        for entry in entries:
            if names.intersection(_ends(entry, "paraId")):
                _remove(entry)
        self._unanchor({_id(one) for one in gone})

    @cached_property
    def _free(self) -> int:
        """The first number behind those that comments have."""
        used = map(_id, self._root.iter(_START, _END, _REFERENCE))
        return max((-1, *used, *map(_id, self._listed()))) + 1

    def _listed(self) -> list[etree._Element]:
        return [] if self._texts is None else self._texts.findall(f"{W}comment")

    def _add(self, number: str, text: str) -> None:
        if self._texts is None:
            self._texts = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
            pattern = posixpath.join(posixpath.dirname(self._main), "comments{}.xml")
            name = self._repack.add(pattern, self._texts, _TYPE)
            self._repack.relate(self._main, "comments", name)
        entries = {"id": number, "author": AUTHOR, "initials": _INITIALS}
        comment = etree.SubElement(
            self._texts, f"{W}comment", {f"{W}{name}": value for name, value in entries.items()}
        )
        for line in text.split("\n"):
            run = etree.SubElement(etree.SubElement(comment, _P), _RUN)
            look = etree.SubElement(run, _LOOK)
            for name in ("sz", "szCs"):
                etree.SubElement(look, f"{W}{name}", {f"{W}val": _HALF_POINTS})
            words = etree.SubElement(run, _WORDS)
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _unanchor(self, numbers: set[int]) -> None:
        """Remove the ends of comments, and the colour between them."""
        open_: set[int] = set()
        for one in list(self._root.iter(_START, _END, _REFERENCE, _RUN)):
            number = _id(one)
            if one.tag == _RUN:
                if open_:
                    _bleach(one)
            elif number in numbers:
                if one.tag == _START:
                    open_.add(number)
                elif one.tag == _END:
                    open_.discard(number)
                _remove(_alone(one))


def colour(runs: Sequence[etree._Element]) -> None:
    """Give runs of words the colour of a warning."""
    for run in runs:
        if run.find(_REFERENCE) is not None:
            continue
        look = run.find(_LOOK)
        if look is None:
            look = etree.Element(_LOOK)
            run.insert(0, look)
        mark = look.find(_HIGHLIGHT)
        if mark is None:
            mark = etree.Element(_HIGHLIGHT)
            tracked = look.find(_TRACKED_LOOK)
            look.insert(len(look) if tracked is None else look.index(tracked), mark)
        mark.set(f"{W}val", _COLOUR)


def _alone(element: etree._Element) -> etree._Element:
    """The run of a reference, if there is nothing else in it; else the element itself."""
    run = element.getparent()
    if run is None or run.tag != _RUN or any(one.tag not in (_LOOK, _REFERENCE) for one in run):
        return element
    return run


def _bleach(run: etree._Element) -> None:
    look = run.find(_LOOK)
    mark = None if look is None else look.find(_HIGHLIGHT)
    if look is not None and mark is not None and mark.get(f"{W}val") == _COLOUR:
        look.remove(mark)
        if not len(look):
            run.remove(look)


def _cut_out(comment: etree._Element, spans: Sequence[tuple[int, int]]) -> None:
    """Remove stretches of the words of a comment, told by where they stand in `remark_text`."""
    at = 0
    cut = []
    for one, text in list(remark_pieces(comment)):
        if one.tag == _WORDS and any(first < at + len(text) and at < end for first, end in spans):
            one.text = "".join(
                letter
                for place, letter in enumerate(text, at)
                if not any(first <= place < end for first, end in spans)
            )
            cut.append(one)
        at += len(text)
    for paragraph in dict.fromkeys(next(one.iterancestors(_P), comment) for one in cut):
        if not remark_text(paragraph).strip():
            _remove(paragraph)


def _paragraphs(comment: etree._Element) -> Iterator[str]:
    return (name for one in comment.iter(_P) if (name := one.get(_PARAGRAPH_ID)))


def _ends(entry: etree._Element, name: str) -> list[str]:
    """The values of the attribute of this name, whatever its namespace."""
    return [str(value) for key, value in entry.items() if str(key).rpartition("}")[2] == name]


def _id(element: etree._Element) -> int:
    text = element.get(f"{W}id") or ""
    return int(text) if text.isdecimal() else -1


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
