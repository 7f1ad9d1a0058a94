"""A returned Word document + what is to be put right -> the same document with comments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml import etree

from formgen.formats.docx import names
from formgen.formats.docx.body import body_of
from formgen.formats.docx.comments import Comments, colour
from formgen.formats.docx.package import W, opened
from formgen.formats.docx.walk import Body, Control
from formgen.formats.repack import Repack
from formgen.model.note import Note, together, unmarkable

_KINDS: Final = ("w:tag", "w:docPart", "w:sdt", "w:p")
_P, _RUN, _CONTROL = f"{W}p", f"{W}r", f"{W}sdt"
_PARAGRAPH_LOOK: Final = f"{W}pPr"
_LINE_ENDS: Final = (f"{W}br", f"{W}cr")
_REMOVED: Final = (f"{W}del", f"{W}moveFrom")


@dataclass(frozen=True, slots=True)
class _Place:
    """Controls by their numbers; or, without any, a line by its own."""

    controls: tuple[int, ...]
    line: int = 0


def mark(data: bytes, notes: Sequence[Note]) -> bytes:
    """Colour the controls of the notes and say their words in comments; no word is changed.

    A note without a place stands at the first line.  Raises FormgenError for a document that is not
    sound, that could act, or is too odd (`FILE_NOT_MARKABLE`).
    """
    with opened(data) as package:
        if package.runnable:
            raise unmarkable(", ".join(package.runnable))
        repack = Repack(data, "DOC", "DOCX")
        root = repack.part(package.main)
        if root.tag != f"{W}document":
            raise unmarkable(f"DOCX: {root.tag}")
        comments = Comments(repack, package.main, root)
        comments.take_ours_away()
        body = body_of(root)
        seeker = _Seeker(body)
        said = together((seeker.place(note), note) for note in notes)
        for place, text in said.items():
            for stretch in _stretches(body, place):
                comments.put(*_coloured(stretch), text)
        return repack.packed()


class _Seeker:
    """Looks up in a document where its reader was."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._controls = [one for line in body.lines for one in line.controls]

    def place(self, note: Note) -> _Place:
        """Find where a note belongs: where it was read, else by its field, else the first line."""
        if not self._body.lines:
            raise unmarkable("DOCX: blank")
        controls = [one for kind, name in _pieces(note.at) for one in self._of(kind, name)]
        lines = [one for kind, name in _pieces(note.at) for one in self._lines(kind, name)]
        if not controls and not lines:
            controls = self._of_field(note.field)
        numbers = tuple(sorted({one.number for one in controls}))
        return _Place(numbers, 0 if numbers or not lines else lines[0])

    def _of(self, kind: str, name: str) -> list[Control]:
        match kind:
            case "w:tag" | "w:docPart":
                return self._named(name)
            case "w:sdt":
                return [one for one in self._controls if str(one.number) == name]
            case _:
                return []

    def _named(self, name: str) -> list[Control]:
        tag, part = names.tag(name), names.part(name)
        return [one for one in self._controls if one.tag == tag] or [
            one for one in self._controls if not one.tag and one.part == part
        ]

    def _of_field(self, name: str) -> list[Control]:
        """Find the control of a field, or its boxes, by their names."""
        if not name:
            return []
        return self._named(name) or [
            one for one in self._controls if one.tag.startswith(f"{name}.")
        ]

    def _lines(self, kind: str, quoted: str) -> list[int]:
        """Find the one line that has lost its control; none if several have its words."""
        words = quoted.strip("“”")
        if kind != "w:p" or not words:
            return []
        found = [
            number
            for number, line in enumerate(self._body.lines)
            if not line.controls and (line.words.startswith(words) or line.words.endswith(words))
        ]
        return found if len(found) == 1 else []


def _pieces(at: str) -> Iterator[tuple[str, str]]:
    """Take a place apart: `w:tag a.b, a.c, w:sdt 7` is two tags and a number."""
    kind = ""
    for piece in at.split(", "):
        first, _, rest = piece.partition(" ")
        if first in _KINDS:
            kind, name = first, rest
        else:
            name = piece
        if kind:
            yield kind, name


def _stretches(body: Body, place: _Place) -> Iterator[list[etree._Element]]:
    """Go through the controls that stand in one cell or text; each stretch has one comment."""
    if not place.controls:
        paragraph = body.lines[place.line].paragraph
        if paragraph is None:
            raise unmarkable("DOCX: no paragraph")
        yield [paragraph]
        return
    found = {one.number: one.element for line in body.lines for one in line.controls}
    elements = [one for number in place.controls if (one := found[number]) is not None]
    for _, stretch in groupby(elements, _holder):
        yield list(stretch)


def _holder(element: etree._Element) -> etree._Element | None:
    """What holds the paragraph of a control: a cell, or the text itself."""
    paragraph = next(element.iterancestors(_P), None)
    return element.getparent() if paragraph is None else paragraph.getparent()


def _coloured(stretch: Sequence[etree._Element]) -> tuple[etree._Element, etree._Element]:
    """Colour controls, or a paragraph; return where among its runs the stretch begins and ends."""
    pieces = [_piece(one) for one in stretch]
    for piece in pieces:
        runs = (run for one in piece for run in one.iter(_RUN))
        colour([run for run in runs if next(run.iterancestors(*_REMOVED), None) is None])
    return pieces[0][0], pieces[-1][-1]


def _piece(element: etree._Element) -> list[etree._Element]:
    """List what belongs to a control on its line, itself and the words behind a box.

    Of a paragraph, or of a control around paragraphs, it is all that stands in them.
    """
    if element.tag == _CONTROL and next(element.iterancestors(_P), None) is not None:
        return [element, *_behind(element)]
    inner = [
        child
        for paragraph in element.iter(_P)
        for child in paragraph
        if child.tag != _PARAGRAPH_LOOK
    ]
    if not inner:  # the comment needs something to stand at
        paragraph = next(element.iter(_P), None)
        if paragraph is None:
            raise unmarkable("DOCX: no paragraph")
        inner = [etree.SubElement(paragraph, _RUN)]
    return inner


def _behind(control: etree._Element) -> Iterator[etree._Element]:
    """Go through what stands behind a control up to the next one, or to the end of the line."""
    for one in control.itersiblings():
        if one.tag == _CONTROL or next(one.iter(*_LINE_ENDS, _CONTROL), None) is not None:
            return
        yield one
