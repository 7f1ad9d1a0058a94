"""The body of a document -> its lines: words as they stand, and controls where they stand."""

import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from formgen.formats.colours import WHITE, colour, unseen
from formgen.formats.docx.fields import Fields
from formgen.formats.docx.numbering import Numbering
from formgen.formats.docx.package import W14, W
from formgen.formats.docx.walk import NOTHING_ODD, OBJECT, Body, Control, Found, Walk

_TRUE: Final = frozenset({"1", "true", "on"})
_FALSE: Final = frozenset({"0", "false", "off", "none"})
# Symbol fonts by the low byte of the code; Word writes it with or without F000.
_WINGDINGS: Final = {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x6F: "☐", 0x71: "☐", 0xA8: "☐"}
_SYMBOLS: Final = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}
_FONTS_OF_SIGNS: Final = ("wingdings", "webdings", "symbol")
_UNKNOWN_SYMBOL: Final = "\ufffd"
_SHORT: Final = range(0x100)
_PRIVATE: Final = range(0xF000, 0xF100)  # where Word puts the codes of a font of signs
_NO_REMARKS: Final[Mapping[str, str]] = MappingProxyType({})


class Style(NamedTuple):
    """What a style says of the look of its words, in order."""

    looks: tuple[etree._Element, ...]


Styles: TypeAlias = Mapping[str, Style]
_NO_STYLES: Final[Styles] = MappingProxyType({})


def body_of(
    root: etree._Element,
    remarks: Mapping[str, str] = _NO_REMARKS,
    styles: Styles = _NO_STYLES,
    numbering: Numbering | None = None,
) -> Body:
    """Read a document part as if every tracked change had been accepted.

    `remarks` are the comments and footnotes by kind and number: `comment 3`; `styles` those by
    which words are not what they seem; `numbering` counts the paragraphs of lists.
    """
    walk = _Walk(remarks, styles, numbering, tracked=next(root.iter(*_TRACKED), None) is not None)
    walk.children(root)
    return Body(walk.end(), walk.tracked)


def is_odd(looks: Iterable[etree._Element]) -> bool:
    """Tell whether words of such a look are not what they seem: struck, unseen, raised or signs."""
    walk = _Walk(_NO_REMARKS, _NO_STYLES, None, tracked=False)
    walk.look(looks)
    return any(walk.seeming)


class _Walk(Walk):
    """One pass over the elements, in reading order."""

    def __init__(
        self,
        remarks: Mapping[str, str],
        styles: Styles,
        numbering: Numbering | None,
        *,
        tracked: bool,
    ) -> None:
        super().__init__()
        self.tracked = tracked
        self._styles = styles
        self._numbering = numbering
        self._told = dict(remarks)
        self._font = ""  # of the run, if it has one of signs
        self._fields = Fields()

    def children(self, element: etree._Element) -> None:
        for child in element:
            if read := _READERS.get(child.tag):
                read(self, child)

    def run(self, element: etree._Element) -> None:
        """Read a run; what its properties say of its look holds for its words."""
        outer = None
        for child in element:
            if read := _READERS.get(tag := child.tag):
                read(self, child)
            elif tag == _LOOK:
                outer = outer or self.seeming
                self.look(child)
        if outer:
            self.seeming = outer

    @property
    def seeming(self) -> tuple[bool, bool, bool, str]:
        """How the words that come now look."""
        return self.struck, self.unseen, self.raised, self._font

    @seeming.setter
    def seeming(self, look: tuple[bool, bool, bool, str]) -> None:
        self.struck, self.unseen, self.raised, self._font = look

    def look(self, looks: Iterable[etree._Element]) -> None:
        """Take what is said of the look of words."""
        for one in looks:
            if look := _LOOKS.get(one.tag):
                look(self, one)

    def style(self, element: etree._Element) -> None:
        """Take the look of a style; white words may stand on another ground here."""
        if style := self._styles.get(element.get(f"{W}val") or ""):
            shaded = _is_shaded(element)
            self.look(one for one in style.looks if not (shaded and one.tag == _COLOUR))

    def strike(self, element: etree._Element) -> None:
        self.struck = element.get(f"{W}val") not in _FALSE

    def vanish(self, element: etree._Element) -> None:
        self.unseen = element.get(f"{W}val") not in _FALSE

    def align(self, element: etree._Element) -> None:
        self.raised = element.get(f"{W}val") in _RAISED

    def raise_(self, element: etree._Element) -> None:
        self.raised = element.get(f"{W}val") not in _ON_THE_LINE

    def colour(self, element: etree._Element) -> None:
        pale = unseen(colour(element.get(f"{W}val")), WHITE)
        self.unseen = self.unseen or (pale and not _is_shaded(element))

    def font(self, element: etree._Element) -> None:
        name = (element.get(f"{W}ascii") or element.get(f"{W}hAnsi") or "").lower()
        self._font = name if name.startswith(_FONTS_OF_SIGNS) else ""

    def words(self, element: etree._Element) -> None:
        text = element.text or ""
        self.say("".join(map(self._sign, text)) if self._font else text)

    def _sign(self, letter: str) -> str:
        """Return what a letter looks like in the font of the run, itself where nobody knows."""
        code = ord(letter)
        known = _SYMBOLS.get(self._font, {}) if code in _SHORT or code in _PRIVATE else {}
        return known.get(code & 0xFF, letter)

    def formula(self, element: etree._Element) -> None:
        """Read the letters of a formula, which mean something else where they are not in a row."""
        outer, self.raised = self.raised, next(element.iter(*_BUILT), None) is not None
        self.say("".join(one.text or "" for one in element.iter(_M_T)))
        self.raised = outer

    def character(self, element: etree._Element) -> None:
        self.say(_CHARACTERS[element.tag])

    def symbol(self, element: etree._Element) -> None:
        self.say(_symbol(element))

    def alternatives(self, element: etree._Element) -> None:
        """Read what older programs read: a picture, or words such as an emoji that Word puts so."""
        fallback = element.find(_FALLBACK)
        drawn = next(element.iter(*_DRAWN), None)
        if drawn is None and fallback is not None and len(fallback):
            self.children(fallback)
        else:
            self.drawn(element)

    def drawn(self, element: etree._Element) -> None:
        """Put a picture or shape among the words, and what is written in it behind."""
        box = next(element.iter(_BOX_TEXT), None)
        self.say(OBJECT)
        self.say("" if box is None else "".join(one.text or "" for one in box.iter(_T)))

    def field(self, element: etree._Element) -> None:
        """Read where a field begins, where its result does, and where it ends."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.begin()
            self._old_box(element)
        elif kind == "separate":
            self._fields.show()
            self.counted = self._fields.counted
        elif kind == "end":
            self._end_field()

    def whole_field(self, element: etree._Element) -> None:
        """Read a field of one element, which holds its result."""
        self._fields.begin()
        self._fields.instruct(element.get(f"{W}instr") or "")
        self._fields.show()
        self.counted = self._fields.counted
        self.children(element)
        self._end_field()

    def instruction(self, element: etree._Element) -> None:
        self._fields.instruct(element.text or "")

    def _end_field(self) -> None:
        drawn = self._fields.end()
        self.counted = self._fields.counted
        if drawn:
            self.say(OBJECT)

    def _old_box(self, element: etree._Element) -> None:
        """Read the box of an old form, which is drawn by its field and no word."""
        box = element.find(_OLD_BOX)
        if box is not None:
            state = box.find(f"{W}checked")
            state = box.find(f"{W}default") if state is None else state
            checked = state is not None and state.get(f"{W}val") not in _FALSE
            self.say("☒" if checked else "☐")

    def remark(self, element: etree._Element) -> None:
        """Bind a comment or footnote to the line in which it is first referred to."""
        kind = _REFERENCES[element.tag]
        text = self._told.pop(f"{kind} {element.get(f'{W}id')}", "")
        self.remarks += [text] if text else []

    def end(self) -> tuple[Found, ...]:
        """End the document; what was said of no line that was read is said of the last one."""
        self.remarks += self._told.values()
        return super().end()

    def break_(self, _: etree._Element) -> None:
        self.line_break()

    def paragraph(self, element: etree._Element) -> None:
        self.paragraph_element = element
        outer = self.seeming
        if self._styles and (style := element.find(_PARAGRAPH_STYLE)) is not None:
            self.style(style)
        if self._numbering and (listed := element.find(_LISTED)) is not None:
            self.say(self._numbering.number(listed))
        self.children(element)
        self.seeming = outer
        mark = element.find(_PARAGRAPH_MARK) if self.tracked else None
        if mark is None or not any(child.tag in _REMOVED for child in mark):
            self.line_break()

    def cell(self, element: etree._Element) -> None:
        if self.tracked and element.find(_REMOVED_CELL) is not None:
            return
        outer = self.enter_cell()
        self.children(element)
        self.leave_cell(outer)

    def row(self, element: etree._Element) -> None:
        if not self.tracked or element.find(_REMOVED_ROW) is None:
            self.children(element)

    def control(self, element: etree._Element) -> None:
        parts = {child.tag: child for child in element}
        content = parts.get(_SDT_CONTENT)
        if content is None:
            return
        if self.in_control or _wraps_controls(element, content):
            self.children(content)
            return
        self.open_control()
        self.children(content)
        number, text, odd = self.close_control()
        around_paragraphs = next(content.iterchildren(_P), None) is not None
        if around_paragraphs:
            text = text.removesuffix("\n")
        found = _described(element, parts.get(_SDT_PR), number, text)
        if self.tracked and not text.strip():
            removed = "".join(one.text or "" for one in content.iter(_REMOVED_T))
            found = found._replace(removed=removed.strip())
        self.add(found if odd is NOTHING_ODD else found._replace(odd=odd))
        if around_paragraphs:
            self.end_line()


def _is_shaded(element: etree._Element) -> bool:
    """Tell whether there is a colour behind the words that an element tells of."""
    return any(
        about.tag in _PROPERTIES and any(one.tag in _SHADES for one in about)
        for around in element.iterancestors(*_SHADED)
        for about in islice(around, _FIRST)
    )


def _wraps_controls(element: etree._Element, content: etree._Element) -> bool:
    """Whether a control is only a wrapper, as LibreOffice puts round paragraphs with controls.

    A text control into which another control was pasted is none: it has a name of its own.
    """
    if next(content.iter(_SDT), None) is None:
        return False
    tag, box = f"{_SDT_PR}/{_TAG}", f"{_SDT_PR}/{_CHECKBOX}"
    if element.find(tag) is None:
        return True
    return any(one.find(tag) is not None or one.find(box) is not None for one in content.iter(_SDT))


def _described(
    element: etree._Element, given: etree._Element | None, number: int, text: str
) -> Control:
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
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return _UNKNOWN_SYMBOL
    if code not in _SHORT and code not in _PRIVATE and not font.startswith(_FONTS_OF_SIGNS):
        return chr(code) if code <= sys.maxunicode else _UNKNOWN_SYMBOL
    return _SYMBOLS.get(font, {}).get(code & 0xFF, _UNKNOWN_SYMBOL)


_P, _SDT, _T = f"{W}p", f"{W}sdt", f"{W}t"
_BOX_TEXT: Final = f"{W}txbxContent"
_SDT_PR, _SDT_CONTENT = f"{W}sdtPr", f"{W}sdtContent"
_TAG, _ALIAS, _PLACEHOLDER = f"{W}tag", f"{W}alias", f"{W}placeholder"
_SHOWING_PLACEHOLDER: Final = f"{W}showingPlcHdr"
_CHECKBOX, _CHECKED = f"{W14}checkbox", f"{W14}checked"
_PARAGRAPH_MARK: Final = f"{W}pPr/{W}rPr"
_LISTED: Final = f"{W}pPr/{W}numPr"
_PARAGRAPH_STYLE: Final = f"{W}pPr/{W}pStyle"
_LOOK, _STYLE, _COLOUR = f"{W}rPr", f"{W}rStyle", f"{W}color"
_VANISH: Final = f"{W}vanish"
_SHADED: Final = tuple(f"{W}{name}" for name in ("r", "p", "tc", "style"))
_PROPERTIES: Final = frozenset(f"{W}{name}" for name in ("rPr", "pPr", "tcPr"))
_SHADES: Final = frozenset({f"{W}shd", f"{W}highlight"})
_FIRST: Final = 20  # children, among which are the properties
_OLD_BOX: Final = f"{W}ffData/{W}checkBox"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_M_T: Final = f"{_M}t"
_BUILT: Final = tuple(
    f"{_M}{name}"
    for name in (
        "f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "d", "m", "eqArr", "limLow",
        "limUpp", "acc", "bar", "borderBox", "groupChr", "phant",
    )
)  # fmt: skip
_RAISED: Final = frozenset({"superscript", "subscript"})
_ON_THE_LINE: Final = frozenset({None, "", "0"})
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK: Final = f"{_MC}Fallback"
_REMOVED_T: Final = f"{W}delText"
_REMOVED_ROW: Final = f"{W}trPr/{W}del"
_REMOVED_CELL: Final = f"{W}tcPr/{W}cellDel"
_REMOVED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_ADDED: Final = frozenset({f"{W}ins", f"{W}moveTo"})
_TRACKED: Final = (
    _REMOVED
    | _ADDED
    | {f"{W}{name}" for name in ("cellDel", "cellIns", "pPrChange", "rPrChange", "tblPrChange")}
)
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
_DRAWN: Final = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "altChunk"))
_CONTAINERS: Final = (
    "body", "tbl", "hyperlink", "smartTag", "customXml", "dir", "bdo", "ruby",
    "rubyBase",
)  # fmt: skip
_LOOKS: Final[dict[str, Callable[[_Walk, etree._Element], None]]] = {
    f"{W}strike": _Walk.strike,
    f"{W}dstrike": _Walk.strike,
    _VANISH: _Walk.vanish,
    _COLOUR: _Walk.colour,
    _STYLE: _Walk.style,
    f"{W}rFonts": _Walk.font,
    f"{W}vertAlign": _Walk.align,
    f"{W}position": _Walk.raise_,
}
_READERS: Final[dict[str, Callable[[_Walk, etree._Element], None]]] = {
    **{f"{W}{name}": _Walk.children for name in _CONTAINERS},
    **dict.fromkeys(_CHARACTERS, _Walk.character),
    **dict.fromkeys(_DRAWN, _Walk.drawn),
    **dict.fromkeys(_REFERENCES, _Walk.remark),
    **dict.fromkeys(_ADDED, _Walk.children),
    **dict.fromkeys((f"{W}br", f"{W}cr"), _Walk.break_),
    **dict.fromkeys((f"{_M}oMath", f"{_M}oMathPara"), _Walk.formula),
    f"{W}r": _Walk.run,
    f"{W}t": _Walk.words,
    f"{W}fldChar": _Walk.field,
    f"{W}fldSimple": _Walk.whole_field,
    f"{W}instrText": _Walk.instruction,
    f"{_MC}AlternateContent": _Walk.alternatives,
    f"{W}sym": _Walk.symbol,
    _P: _Walk.paragraph,
    _SDT: _Walk.control,
    f"{W}tc": _Walk.cell,
    f"{W}tr": _Walk.row,
}
