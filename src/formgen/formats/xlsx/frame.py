"""XML of a worksheet -> its cells, where most of them are written plainly.

What stands around all cells, and between the plain ones, is read once for all returns that have the
same.
"""

import re
from functools import lru_cache
from typing import Final

from formgen.formats.ooxml import DECLARED, spelled
from formgen.formats.xlsx.cells import decode_text
from formgen.formats.xlsx.parts import KINDS, Cell, Cells, Hidden, Shared, SheetReader
from formgen.model.diagnostics import FormgenError

_MOST: Final = 1 << 19  # bytes of a sheet; a form has 60,000
_MOST_BETWEEN: Final = 1 << 14  # bytes; a long text in two fonts has 5,000
_ROOT: Final = re.compile(rb"(?:" + DECLARED + rb")?<worksheet [^<>]{1,8000}>")
_DATA, _DATA_END, _ROW, _ROW_END = b"<sheetData>", b"</sheetData>", b"<row>", b"</row>"
_CELL: Final = re.compile(
    rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]+)")?'
    rb'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_STEP: Final = _CELL.groups + 1
_INDEX: Final = re.compile("[0-9]{1,9}")
# A row or cell whose place another one tells, the end of what is read, or other names of tags.
_BOUND: Final = re.compile(
    rb'<(?:[^\s/<>]+:)?(?:c(?! r="[^"])[\s/>]|row(?! r="[1-9][0-9]{0,6}"[ />])[\s/]'
    rb"|conditionalFormatting|dataValidations|pageMargins)|xmlns"
)
_SAMPLE: Final = b'<row r="1"><c r="A1" t="str"><v>A</v></c></row>'
_OF_SAMPLE: Final = {"A1": Cell("A", "s", formula=False, style=0)}


def plain_sheet(xml: bytes, strings: list[Shared]) -> tuple[Cells, Hidden] | None:
    """Read a sheet as `SheetReader` does; None for one that is odd in any way, or not sound."""
    head, _, rest = xml.partition(_DATA)
    rows, end, tail = rest.partition(_DATA_END)
    root = _ROOT.match(head)
    if root is None or not end or len(xml) > _MOST or b"xmlns" in head[root.end() :]:
        return None
    around = _around(head, tail)
    if around is None:
        return None
    held: list[tuple[str, Cell]] = []
    hidden: set[int] = set()
    pieces = _CELL.split(_ROW_END + rows + _ROW)  # XML, the groups of a cell, XML, ...
    for at in range(0, len(pieces), _STEP):
        gap, *written = pieces[at : at + _STEP]
        if gap:
            between = _between(root[0], gap)
            if between is None:
                return None
            held += between[0]
            hidden |= between[1]
        if written and (written[3] or written[4]):
            cell = _cell(strings, written)
            if cell is None:
                return None
            if cell.text:
                held.append((written[0].decode(), cell))
    cells = dict(held)
    if len(cells) < len(held):
        return None
    return cells, Hidden(hidden, [*around.columns], [*around.merges])


def _cell(strings: list[Shared], written: list[bytes]) -> Cell | None:
    """Read a cell that is written plainly, without a formula; None if it is odd all the same."""
    _, style, kind, value, inline = written
    text, stored = spelled(value or inline), (kind or b"n").decode()
    if text is None:
        return None
    struck, pale, instead = False, False, None
    if stored == "s":
        if not _INDEX.fullmatch(text) or int(text) >= len(strings):
            return None
        text, struck, pale, instead = strings[int(text)]
    elif stored in ("inlineStr", "str"):
        text = decode_text(text)
    else:
        text = text.strip()
    held = text, KINDS.get(stored, "n"), False, int(style or 0), struck, pale, instead
    return tuple.__new__(Cell, held)


@lru_cache(maxsize=32)
def _around(head: bytes, tail: bytes) -> Hidden | None:
    """Read what of a sheet is hidden but rows; None if its cells would not be read as usual."""
    read = _read(head + _DATA + _SAMPLE + _DATA_END + tail)
    if read is None or read[0] != _OF_SAMPLE or read[1].rows or read[1].filled:
        return None
    return read[1]


@lru_cache(maxsize=1024)
def _between(root: bytes, gap: bytes) -> tuple[tuple[tuple[str, Cell], ...], frozenset[int]] | None:
    """Read the cells and the hidden rows between two plain cells."""
    if len(gap) > _MOST_BETWEEN or _BOUND.search(gap):
        return None
    read = _read(root + _DATA + _ROW + gap + _ROW_END + _DATA_END + b"</worksheet>")
    if read is None or "" in read[0] or read[1].columns or read[1].merges or read[1].filled:
        return None
    return tuple(read[0].items()), frozenset(read[1].rows)


def _read(xml: bytes) -> tuple[Cells, Hidden] | None:
    try:
        return SheetReader([]).read(xml)
    except FormgenError:
        return None
