"""Words for cells of a worksheet -> its comments, and the drawing of their boxes.

A comment is a part of text, and a shape in a part of VML: programs show it where it has both.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lxml import etree

from formgen.formats.repack import OFFICE, Repack
from formgen.formats.xlsx.cells import decode_text, encode_text, parse_address
from formgen.formats.xlsx.over import HEAD
from formgen.formats.xlsx.worksheet import MAIN, Worksheet
from formgen.model.note import AUTHOR, signed, signed_in, theirs, unmarkable

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_NAMESPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_COMMENTS: Final = f'<comments xmlns="{MAIN[1:-1]}"><authors/><commentList/></comments>'
_DRAWING: Final = f"<xml {_NAMESPACES}/>"
_BOX_KIND: Final = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX: Final = (
    f'<v:shape {_NAMESPACES} id="_x0000_s{{number}}" type="#_x0000_t202"'
    ' style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_IDS_A_SHEET: Final = 1024  # shapes of each sheet are numbered from a multiple of it
_THREADED: Final = "tc="  # how Excel calls the author of the copy of a conversation
_WIDTH: Final = 280  # pixels; of the box
_LETTERS: Final = 36  # in a line of it, Thai in Tahoma 10; marks over and under letters not counted
_LINE: Final = 19  # pixels
_TALLEST: Final = 30  # lines
_OFFSET: Final = 12  # pixels right of the cell
_FARTHEST: Final = 560  # pixels from the left edge of the cell: a title may be as wide as the sheet
_NO_WIDTH: Final = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SIZES_PASSED: Final = 200  # columns or rows; hidden ones have no size


class Comments:
    """The comments of one sheet, to be changed; parts they have not yet are made when needed."""

    def __init__(self, repack: Repack, part: str, sheet: Worksheet, tab: int) -> None:
        self._repack: Final = repack
        self._part: Final = part
        self._sheet: Final = sheet
        self._tab: Final = tab
        relations = repack.relations(part)
        self._names: Final = dict(relations.values())
        self._texts: etree._Element | None = None
        self._drawing: etree._Element | None = None
        if "comments" in self._names:
            self._texts = repack.part(self._names["comments"])
            if self._texts.tag != f"{MAIN}comments":
                raise unmarkable(f"XLSX: {self._texts.tag}")

    def take_ours_away(self) -> list[str]:
        """Remove what was put here for an earlier return; list the cells that had it.

        A note that somebody wrote into stays, for what they wrote.
        """
        places = []
        for comment in self._comments():
            place, words = comment.get("ref") or "", _words(comment)
            if theirs(words, HEAD):
                _cut(comment, signed_in(words, HEAD))
            elif signed_in(words, HEAD):
                _remove(comment)
                _remove(self._shape(place))
            places += [place] if HEAD in words and parse_address(place) else []
        return places

    def put(self, place: str, text: str) -> None:
        """Say something at a cell; behind what a comment there says already."""
        here = next((one for one in self._comments() if one.get("ref") == place), None)
        note = f"{HEAD}\n{signed(text)}"
        if here is None:
            self._add(place, note)
        else:
            self._append(here, note)
        if self._shape(place) is None:
            self._draw(place, note)

    # ------------------------------------------------------------ the texts

    def _comments(self) -> list[etree._Element]:
        return [] if self._texts is None else list(self._texts.iter(f"{MAIN}comment"))

    def _authors(self) -> list[str]:
        found = [] if self._texts is None else self._texts.iter(f"{MAIN}author")
        return [one.text or "" for one in found]

    def _add(self, place: str, text: str) -> None:
        if self._texts is None:
            root = etree.fromstring(_COMMENTS)
            name = self._repack.add("xl/comments{}.xml", root, _COMMENTS_TYPE)
            self._repack.relate(self._part, "comments", name)
            self._texts = root
        authors, listed = (self._texts.find(f"{MAIN}{name}") for name in ("authors", "commentList"))
        if authors is None or listed is None:
            raise unmarkable("XLSX: comments")
        if AUTHOR not in self._authors():
            etree.SubElement(authors, f"{MAIN}author").text = AUTHOR
        number = str(self._authors().index(AUTHOR))
        made = etree.Element(f"{MAIN}comment", {"ref": place, "authorId": number})
        etree.SubElement(made, f"{MAIN}text").append(_run(text))
        spot = _order(place)
        after = [one for one in listed if _order(one.get("ref") or "") > spot]
        listed.insert(listed.index(after[0]) if after else len(listed), made)

    def _append(self, comment: etree._Element, text: str) -> None:
        authors = dict(enumerate(self._authors()))
        holder = comment.find(f"{MAIN}text")
        if holder is None or authors.get(_author(comment), "").startswith(_THREADED):
            raise unmarkable(f"XLSX: comment {comment.get('ref')}")
        for plain in holder.findall(f"{MAIN}t"):  # text of one look, which cannot be gone on with
            holder.replace(plain, _run(decode_text(plain.text or "")))
        runs = holder.findall(f"{MAIN}r")
        behind = holder.index(runs[-1]) + 1 if runs else 0
        holder.insert(behind, _run(f"\n{text}"))

    # ------------------------------------------------------------ the boxes

    def _shapes(self) -> Iterator[etree._Element]:
        if self._drawing is None and self._reference() is not None:
            self._drawing = self._repack.part(self._named())
        if self._drawing is not None:
            yield from self._drawing.iter(f"{_V}shape")

    def _shape(self, place: str) -> etree._Element | None:
        row, column = parse_address(place) or (0, 0)
        wanted = (str(row - 1), str(column - 1))
        for shape in self._shapes():
            at = (shape.findtext(f"{_X}ClientData/{_X}{name}") or "" for name in ("Row", "Column"))
            if tuple(one.strip() for one in at) == wanted:
                return shape
        return None

    def _reference(self) -> etree._Element | None:
        return self._sheet.root.find(f"{MAIN}legacyDrawing")

    def _named(self) -> str:
        """Name the part of the drawing that the sheet refers to."""
        reference = self._reference()
        identity = None if reference is None else reference.get(f"{{{OFFICE}}}id")
        relations = self._repack.relations(self._part)
        if identity not in relations:
            raise unmarkable("XLSX: legacyDrawing")
        return relations[identity][1]

    def _draw(self, place: str, text: str) -> None:
        shapes = list(self._shapes())
        if self._drawing is None:
            root = etree.fromstring(_DRAWING)
            name = self._repack.add("xl/drawings/vmlDrawing{}.vml", root, _DRAWING_TYPE)
            identity = self._repack.relate(self._part, "vmlDrawing", name)
            self._sheet.refer("legacyDrawing", identity, OFFICE)
            self._drawing = root
        if not any(one.get("id") == "_x0000_t202" for one in self._drawing):
            self._drawing.append(etree.fromstring(_BOX_KIND))
        numbers = [re.fullmatch("_x0000_s([0-9]{1,9})", one.get("id") or "") for one in shapes]
        first = _IDS_A_SHEET * (self._tab + 1)
        number = max([first, *(int(one[1]) for one in numbers if one)]) + 1
        row, column = parse_address(place) or (1, 1)
        box = _BOX.format(
            number=number, anchor=self._anchor(place, text), row=row - 1, column=column - 1
        )
        self._drawing.append(etree.fromstring(box))

    def _anchor(self, place: str, text: str) -> str:
        """Say where a box stands: column, pixels in it, row, pixels in it; then its end."""
        row, column = parse_address(place) or (1, 1)
        away = min(self._sheet.across(place), _FARTHEST) + _OFFSET
        lines = sum(
            -(-max(1, len(_NO_WIDTH.sub("", line))) // _LETTERS) for line in text.split("\n")
        )
        height = _LINE * (min(lines, _TALLEST) + 1)
        left = _passed(column, away, self._sheet.width)
        right = _passed(column, away + _WIDTH, self._sheet.width)
        bottom = _passed(row, height, self._sheet.height)
        ends = (*left, row, 0, *right, *bottom)
        return ", ".join(str(one if n % 2 else one - 1) for n, one in enumerate(ends))


def _passed(start: int, distance: int, size: Callable[[int], int]) -> tuple[int, int]:
    """Go some pixels from the beginning of a column or row: which one is reached, how far in it."""
    for number in range(start, start + _SIZES_PASSED):
        if distance < size(number):
            return number, distance
        distance -= size(number)
    return start + _SIZES_PASSED, 0


def _run(text: str) -> etree._Element:
    """Spell text as a run of a comment."""
    made = etree.Element(f"{MAIN}r")
    look = etree.SubElement(made, f"{MAIN}rPr")
    for name, value in (("sz", "10"), ("rFont", "Tahoma"), ("family", "2")):
        etree.SubElement(look, f"{MAIN}{name}", val=value)
    words = etree.SubElement(made, f"{MAIN}t")
    words.text = encode_text(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _author(comment: etree._Element) -> int:
    text = comment.get("authorId") or ""
    return int(text) if text.isdecimal() else -1


def _order(place: str) -> tuple[int, int]:
    return parse_address(place) or (0, 0)


def _words(comment: etree._Element) -> str:
    return "".join(decode_text(one.text or "") for one in comment.iter(f"{MAIN}t"))


def _cut(comment: etree._Element, spans: Sequence[tuple[int, int]]) -> None:
    """Take some of the words of a comment out, with the blanks before, or behind if none are."""
    words = _words(comment)
    gone: set[int] = set()
    for first, end in spans:
        before = len(words[:first].rstrip())
        behind = 0 if before else len(words[end:]) - len(words[end:].lstrip())
        gone.update(range(before, end + behind))
    start = 0
    for one in comment.iter(f"{MAIN}t") if spans else ():
        text = decode_text(one.text or "")
        left = (letter for at, letter in enumerate(text, start) if at not in gone)
        one.text, start = encode_text("".join(left)), start + len(text)


def _remove(element: etree._Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)
