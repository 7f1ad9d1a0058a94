"""The body of a document -> its lines: words as they stand, and controls where they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from lxml import etree

from formgen.formats.docx.lines import bare
from formgen.formats.docx.package import W14, W

OBJECT: Final = "\ufffc"
"""Stands for a picture, a shape or an embedded object among words."""

CHECKED_GLYPHS: Final = frozenset("☑☒✓✔✗✘✅🗹🗷🗸√■●xX×/")
UNCHECKED_GLYPHS: Final = frozenset("☐□▢◻❏❑○◯")

_TRUE: Final = frozenset({"1", "true", "on"})
# Symbol fonts by the low byte of the code; Word writes it with or without F000.
_WINGDINGS: Final = {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x6F: "☐", 0x71: "☐", 0xA8: "☐"}
_SYMBOLS: Final = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}
_UNKNOWN_SYMBOL: Final = "\ufffd"
_NO_REMARKS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Control:
    """One content control: its names, its state and what it shows.

    `number` counts the controls of the document from 1.  `checked` is None in what is no check box,
    and `placeholder` says that the document calls the text a placeholder.  `element` is where it
    was found, None for one that is not in a document.
    """

    number: int
    tag: str = ""
    part: str = ""
    title: str = ""
    checked: bool | None = None
    placeholder: bool = False
    text: str = ""
    element: etree._Element | None = field(default=None, repr=False, compare=False)

    @property
    def shown(self) -> bool | None:
        """What the glyph of a box says, None where it says nothing."""
        glyphs = set(bare(self.text))
        if glyphs & CHECKED_GLYPHS:
            return True if glyphs <= CHECKED_GLYPHS else None
        return False if glyphs and glyphs <= UNCHECKED_GLYPHS else None


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the document: its controls in order, and the words around them.

    `raw` are the words as they stand, `words` the same without blanks.  `cell` is the same number
    for all lines of one cell, 0 outside of tables; `paragraph` is where the line ends.  `remarks`
    are the comments and footnotes that are bound to it.
    """

    controls: tuple[Control, ...]
    raw: str
    words: str
    cell: int
    paragraph: etree._Element | None = field(default=None, repr=False, compare=False)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """All lines that say something, in order; `tracked`: changes are tracked in the document."""

    lines: tuple[Found, ...]
    tracked: bool


def body_of(root: etree._Element, remarks: Mapping[str, str] = _NO_REMARKS) -> Body:
    """Read a document part as if every tracked change had been accepted.

    `remarks` are the comments and footnotes by kind and number: `comment 3`.
    """
    walk = _Walk(remarks, tracked=next(root.iter(*_TRACKED), None) is not None)
    walk.children(root)
    walk.end_line()
    return Body(tuple(walk.lines), walk.tracked)



class _Walk:
    """One pass over the elements, in reading order."""

    def __init__(self, remarks: Mapping[str, str], *, tracked: bool) -> None:
        self.lines: list[Found] = []
        self.tracked = tracked
        self._remarks = dict(remarks)
        self._remarked: list[str] = []
        self._words: list[str] = []
        self._controls: list[Control] = []
        self._typed: list[str] | None = None  # the words of the control that is open
        self._met = 0
        self._cells = 0
        self._cell = 0
        self._paragraph: etree._Element | None = None

    def children(self, element: etree._Element) -> None:
        for child in element:
            if read := _READERS.get(child.tag):
                read(self, child)

    def end_line(self) -> None:
        raw = "".join(self._words)
        words = bare(raw)
        if words or self._controls:
            controls, remarks = tuple(self._controls), tuple(self._remarked)
            line = Found(controls, raw, words, self._cell, self._paragraph, remarks)
            self.lines.append(line)
            self._remarked = []
        self._words, self._controls = [], []

    def _say(self, text: str) -> None:
        (self._words if self._typed is None else self._typed).append(text)

    def words(self, element: etree._Element) -> None:
        self._say(element.text or "")

    def character(self, element: etree._Element) -> None:
        self._say(_CHARACTERS[element.tag])

    def symbol(self, element: etree._Element) -> None:
        self._say(_symbol(element))

    def drawn(self, element: etree._Element) -> None:
        """Put a picture or shape among the words, and what is written in it behind."""
        box = next(element.iter(_BOX_TEXT), None)
        self._say(OBJECT)
        self._say("" if box is None else "".join(one.text or "" for one in box.iter(_T)))

    def remark(self, element: etree._Element) -> None:
        """Bind a comment or footnote to the line in which it is first referred to."""
        kind = _REFERENCES[element.tag]
        text = self._remarks.pop(f"{kind} {element.get(f'{W}id')}", "")
        self._remarked += [text] if text else []

    def line_break(self, _: etree._Element | None = None) -> None:
        if self._typed is None:
            self.end_line()
        else:
            self._typed.append("\n")

    def paragraph(self, element: etree._Element) -> None:
        self._paragraph = element
        self.children(element)
        mark = element.find(_PARAGRAPH_MARK) if self.tracked else None
        if mark is None or not any(child.tag in _REMOVED for child in mark):
            self.line_break()

    def cell(self, element: etree._Element) -> None:
        if self.tracked and element.find(_REMOVED_CELL) is not None:
            return
        outer, self._cell = self._cell, self._cells + 1
        self._cells += 1
        self.children(element)
        self._cell = outer

    def row(self, element: etree._Element) -> None:
        if not self.tracked or element.find(_REMOVED_ROW) is None:
            self.children(element)

    def control(self, element: etree._Element) -> None:
        content = element.find(_SDT_CONTENT)
        if content is None:
            return
        if self._typed is not None or _wraps_controls(element, content):
            self.children(content)
            return
        self._met += 1
        number, self._typed = self._met, []
        self.children(content)
        text, self._typed = "".join(self._typed), None
        around_paragraphs = content.find(_P) is not None
        if around_paragraphs:
            text = text.removesuffix("\n")
        self._controls.append(_described(element, number, text))
        if around_paragraphs:
            self.end_line()


def _wraps_controls(element: etree._Element, content: etree._Element) -> bool:
    """Whether a control is only a wrapper, as LibreOffice puts round paragraphs with controls.

    A text control into which another control was pasted is none: it has a name of its own.
    """
    inner = list(content.iter(_SDT))
    if not inner:
        return False
    tag, box = f"{_SDT_PR}/{_TAG}", f"{_SDT_PR}/{_CHECKBOX}"
    if element.find(tag) is None:
        return True
    return any(one.find(tag) is not None or one.find(box) is not None for one in inner)


def _described(element: etree._Element, number: int, text: str) -> Control:
    given = element.find(_SDT_PR)
    properties = {} if given is None else {child.tag: child for child in given}
    box = properties.get(_CHECKBOX)
    return Control(
        number,
        tag=_val(properties.get(_TAG)),
        part=_val(next(iter(properties.get(_PLACEHOLDER, ())), None)),
        title=_val(properties.get(_ALIAS)),
        checked=None if box is None else _val(box.find(_CHECKED), W14) in _TRUE,
        placeholder=_SHOWING_PLACEHOLDER in properties,
        text=text,
        element=element,
    )


def _val(element: etree._Element | None, space: str = W) -> str:
    return "" if element is None else element.get(f"{space}val") or ""


def _symbol(element: etree._Element) -> str:
    font = (element.get(f"{W}font") or "").lower()
    try:
        code = int(element.get(f"{W}char") or "", 16) & 0xFF
    except ValueError:
        return _UNKNOWN_SYMBOL
    return _SYMBOLS.get(font, {}).get(code, _UNKNOWN_SYMBOL)


_P, _SDT, _T = f"{W}p", f"{W}sdt", f"{W}t"
_BOX_TEXT: Final = f"{W}txbxContent"
_SDT_PR, _SDT_CONTENT = f"{W}sdtPr", f"{W}sdtContent"
_TAG, _ALIAS, _PLACEHOLDER = f"{W}tag", f"{W}alias", f"{W}placeholder"
_SHOWING_PLACEHOLDER: Final = f"{W}showingPlcHdr"
_CHECKBOX, _CHECKED = f"{W14}checkbox", f"{W14}checked"
_PARAGRAPH_MARK: Final = f"{W}pPr/{W}rPr"
_REMOVED_ROW: Final = f"{W}trPr/{W}del"
_REMOVED_CELL: Final = f"{W}tcPr/{W}cellDel"
_REMOVED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_ADDED: Final = frozenset({f"{W}ins", f"{W}moveTo"})
_TRACKED: Final = _REMOVED | _ADDED | {
    f"{W}{name}" for name in ("cellDel", "cellIns", "pPrChange", "rPrChange", "tblPrChange")
}
_REFERENCES: Final = {
    f"{W}commentRangeStart": "comment",
    f"{W}commentReference": "comment",
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
}
_CHARACTERS: Final = {
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "-",
}
_DRAWN: Final = (
    f"{W}drawing",
    f"{W}pict",
    f"{W}object",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)
_CONTAINERS: Final = (
    "body", "tbl", "r", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo"
)  # fmt: skip
_READERS: Final[dict[str, Callable[[_Walk, etree._Element], None]]] = {
    **{f"{W}{name}": _Walk.children for name in _CONTAINERS},
    **dict.fromkeys(_CHARACTERS, _Walk.character),
    **dict.fromkeys(_DRAWN, _Walk.drawn),
    **dict.fromkeys(_REFERENCES, _Walk.remark),
    **dict.fromkeys(_ADDED, _Walk.children),
    **dict.fromkeys((f"{W}br", f"{W}cr"), _Walk.line_break),
    f"{W}t": _Walk.words,
    f"{W}sym": _Walk.symbol,
    _P: _Walk.paragraph,
    _SDT: _Walk.control,
    f"{W}tc": _Walk.cell,
    f"{W}tr": _Walk.row,
}
