"""XML of a document -> its lines, where only the words in its controls are new.

Returns of one form that one program saved differ in their controls, and most controls in their
words.  So what stands around the controls is read once and kept, and so is a control around its
words.  Each is read by `body_of` within the root of its document; where anything could make it
read otherwise in its place than alone, the document is read as usual.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from lxml import etree

from formgen.formats.docx.body import body_of
from formgen.formats.docx.fields import fields
from formgen.formats.docx.package import W
from formgen.formats.docx.walk import Body, Control, Found
from formgen.formats.ooxml import DECLARED, spelled, tree
from formgen.model.diagnostics import FormgenError

_MOST: Final = 1 << 19  # bytes of a document; a form has 70,000, and 240,000 from LibreOffice
_MOST_OF_CONTROL: Final = 1 << 14  # bytes; a long list has 10,000
_HEAD: Final = re.compile(DECLARED + rb"<w:document [^<>]{1,8000}>")  # one has 2,000
_BODY, _END = b"<w:body>", b"</w:body></w:document>"
_OPEN, _CLOSE = b"<w:sdt>", b"</w:sdt>"
_HOLE: Final = b"<w:sdt><w:sdtContent/></w:sdt>"
_ODD: Final = (b"<!", b"<?", b"xmlns")  # makes words of tags, or other tags of the same
# Word numbers every paragraph anew, so that no two of its documents are the same.
_NUMBERED, _BEGINNING = b" w:rsid", 1_000  # bytes
# What LibreOffice writes in one way or another by what is answered, and its numbers.
_LOOK, _LOOK_END = b"<w:p><w:pPr>", b"</w:pPr>"
_SILENT: Final = frozenset(
    f"{W}{name}"
    for name in (
        "pPr", "pStyle", "keepNext", "widowControl", "jc", "rPr", "rFonts", "kern", "sz", "szCs",
        "lang",
    )
)  # fmt: skip
_IDENTITY: Final = re.compile(rb'^<w:sdtPr><w:id w:val="-?[0-9]+"/>')
_WORDS: Final = re.compile(rb'(<w:t(?: xml:space="preserve")?>)([^<]*)')
_WORD: Final = "\u00fcP"  # in a font of signs the one or the other is a sign
_SDT: Final = f"{W}sdt"
_LISTED: Final = f"{W}numPr"  # its number is counted, and stands in another part
_AROUND: Final = frozenset(
    f"{W}{name}" for name in ("document", "body", "tbl", "tr", "tc", "p", "sdt", "sdtContent")
)
_TYPED: Final = frozenset(f"{W}{name}" for name in ("rPr", "t", "br", "cr", "tab"))
_DEEP: Final = etree.XPath("/*" * 64)  # a parser has a limit for the whole, four times as much


class _Shape(NamedTuple):
    """A control, and its text in pieces: there are words between any two."""

    control: Control
    text: tuple[str, ...]


def framed(xml: bytes) -> Body | None:
    """Read a document without remarks; None for one that is odd in any way, or not sound.

    Its lines are those of `body_of`, without the elements; it has no fields and no lists.
    """
    head, _, body = xml.partition(_BODY)
    if len(xml) > _MOST or not _HEAD.fullmatch(head) or _NUMBERED in body[:_BEGINNING]:
        return None
    around, inner = _cut(_without_looks(head, body))
    lines = _lines(head, around)
    if lines is None:
        return None
    controls: list[Control] = []
    for number, one in enumerate(inner, 1):
        control = _control(head, number, one)
        if control is None:
            return None
        controls.append(control)
    return Body(tuple(_filled(lines, controls)), tracked=False)


def _without_looks(head: bytes, body: bytes) -> bytes:
    """Leave out how paragraphs look, where that says nothing."""
    first, *rest = body.split(_LOOK)
    kept = [first]
    for one in rest:
        look, end, after = one.partition(_LOOK_END)
        kept += [b"<w:p>", after] if end and _is_silent(head, look) else [_LOOK, one]
    return b"".join(kept)


def _cut(body: bytes) -> tuple[tuple[bytes, ...], list[bytes]]:
    """Take a document apart: what stands around its controls, and what is in them.

    A control with others in it stands around them.
    """
    first, *rest = body.split(_OPEN)
    around, inner = [[first]], []
    for one in rest:
        control, end, after = one.partition(_CLOSE)
        if end:
            inner.append(control)
            around.append([after])
        else:
            around[-1] += [_OPEN, _IDENTITY.sub(b"<w:sdtPr>", control)]
    return tuple(map(b"".join, around)), inner


def _filled(lines: Iterable[Found], controls: list[Control]) -> Iterator[Found]:
    """Put controls into the lines, in order."""
    at = 0
    for line in lines:
        if count := len(line.controls):
            yield Found(tuple(controls[at : at + count]), *line[1:])
            at += count
        else:
            yield line


def _control(head: bytes, number: int, xml: bytes) -> Control | None:
    """Read a control by its shape; None if it is odd."""
    pieces = _WORDS.split(xml)  # XML, the tag before words, words, XML, ...
    words = [one for one in map(spelled, pieces[2::3]) if one is not None]
    pieces[2::3] = [_WORD.encode()] * (len(pieces) // 3)
    shape = _shape(head, b"".join(pieces)) if len(xml) <= _MOST_OF_CONTROL else None
    if shape is None or len(words) < len(pieces) // 3:
        return None
    first, *rest = shape.text
    said = "".join(word + then for word, then in zip(words, rest, strict=True))
    return Control(number, *shape.control[1:6], first + said)


# ---------------------------------------------------------------- read once


@lru_cache(maxsize=16)
def _lines(head: bytes, around: tuple[bytes, ...]) -> tuple[Found, ...] | None:
    """Read what stands around controls, with a blank one in each place."""
    root = _sound(head, _HOLE.join(around))
    if root is None:
        return None
    body = body_of(root)
    held = [one.element for line in body.lines for one in line.controls]
    holes = [one for one in root.iter(_SDT) if len(one) == 1 and not len(one[0])]
    above = {up.tag for one in holes for up in one.iterancestors()}
    if body.tracked or len(holes) != len(around) - 1 or held != holes or not above <= _AROUND:
        return None
    return tuple(line._replace(paragraph=None) for line in body.lines)


@lru_cache(maxsize=2048)
def _shape(head: bytes, control: bytes) -> _Shape | None:
    """Read a control of mere runs that has the same words in each place."""
    root = _sound(head, _OPEN + control + _CLOSE + _END)
    if root is None or not len(root) == len(root[0]) == 1:
        return None
    runs = [run for content in root[0][0].iterfind(f"{W}sdtContent") for run in content]
    typed = {one.tag for run in runs for one in run}
    if {run.tag for run in runs} - {f"{W}r"} or typed - _TYPED:
        return None
    body = body_of(root)
    held = [one for line in body.lines for one in line.controls]
    words = len(_WORDS.findall(control))
    if body.tracked or len(held) != 1 or len([*root.iter(f"{W}t")]) != words:
        return None
    text = tuple(held[0].text.split(_WORD))
    if any(held[0].odd) or len(text) != words + 1:
        return None
    return _Shape(held[0]._replace(element=None), text)


@lru_cache(maxsize=256)
def _is_silent(head: bytes, look: bytes) -> bool:
    """Tell whether nothing that is read is said by how a paragraph looks."""
    root = _sound(head, _LOOK + look + _LOOK_END + b"</w:p>" + _END)
    if root is None or not len(root) == len(root[0]) == len(root[0][0]) == 1:
        return False
    return _SILENT.issuperset(one.tag for one in root[0][0][0].iter())


def _sound(head: bytes, body: bytes) -> etree._Element | None:
    """Parse what is no deeper than any form, and has no fields and no lists."""
    if any(one in body for one in _ODD):
        return None
    try:
        root = tree("", head + _BODY + body)
    except FormgenError:
        return None
    odd = next(chain(fields(root), root.iter(_LISTED)), None)
    return None if _DEEP(root) or odd is not None else root
