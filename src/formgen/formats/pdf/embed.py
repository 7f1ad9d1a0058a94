"""A face and the codes shown in it -> a font in a PDF."""

import functools
import hashlib
import struct
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from pikepdf import Array, Name, Object, Pdf, Stream

from formgen.fonts import Face
from formgen.formats.pdf.master import Changes, Entries, dictionary
from formgen.formats.pdf.names import CHARACTER_MAP
from formgen.formats.pdf.text import SetLine

_SYMBOLIC: Final = 4  # font flag: the codes are the font's own
_ROWS: Final = 100  # the most a section of a character map may hold
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{} def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class _Font(NamedTuple):
    """A font before it is in a file: three dictionaries, each to refer to the next, and streams."""

    font: Entries
    descendant: Entries
    descriptor: Entries
    program: bytes
    to_unicode: bytes
    glyph_map: bytes  # b"" where each code is the number of its glyph


def embed(pdf: Pdf, face: Face, codes: Collection[int]) -> Object:
    """Embed the glyphs of these codes; shown text is strings of two-byte codes."""
    return _embedded(pdf, _cut(face, codes))


def embed_whole(pdf: Pdf, face: Face) -> Object:
    """Embed a face as it is, with its character map, so that a program can set new text in it.

    Programs place the first line by the ascent and the next ones by ascent and descent: it is
    given as high as the highest glyph, for else they would cut off tone marks.
    """
    font = _font(face, [*range(face.glyph_count)], face.name, face.data)
    high = {b"/Ascent": b"%d" % face.box[3]}
    return _embedded(pdf, font._replace(descriptor={**font.descriptor, **high}))


def embed_lines(changes: Changes, lines: Iterable[SetLine]) -> Entries:
    """Embed in a copy all that lines show: what they call each font -> the font."""
    codes: dict[Face, set[int]] = {}
    for line in lines:
        for face, some in line.codes.items():
            codes.setdefault(face, set()).update(some)
    return {
        f"/{face.name}".encode(): embed_in_copy(changes, face, some) for face, some in codes.items()
    }


def embed_in_copy(changes: Changes, face: Face, codes: Collection[int]) -> bytes:
    """Do as `embed`, in a copy of a master; refer to the font."""
    font = _cut(face, codes)
    program = changes.add_stream({b"/Length1": b"%d" % len(font.program)}, font.program)
    descriptor = changes.add({**font.descriptor, b"/FontFile2": program})
    glyph_map = changes.add_stream({}, font.glyph_map) if font.glyph_map else b"/Identity"
    more = {b"/FontDescriptor": descriptor, b"/CIDToGIDMap": glyph_map}
    descendant = changes.add({**font.descendant, **more})
    to_unicode = changes.add_stream({}, font.to_unicode)
    more = {b"/DescendantFonts": b"[%b]" % descendant, b"/ToUnicode": to_unicode}
    return changes.add({**font.font, **more})


def _embedded(pdf: Pdf, font: _Font) -> Object:
    descriptor, descendant, whole = (
        pdf.make_indirect(Object.parse(dictionary(entries)))
        for entries in (font.descriptor, font.descendant, font.font)
    )
    descriptor.FontFile2 = Stream(pdf, font.program, Length1=len(font.program))
    descendant.FontDescriptor = descriptor
    descendant.CIDToGIDMap = Stream(pdf, font.glyph_map) if font.glyph_map else Name.Identity
    whole.DescendantFonts = Array([descendant])
    whole.ToUnicode = Stream(pdf, font.to_unicode)
    return whole


def _cut(face: Face, codes: Collection[int]) -> _Font:
    shown = sorted(codes)
    digest = hashlib.sha256(repr((face.name, shown)).encode()).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    return _font(face, shown, f"{tag}+{face.name}", face.program(shown))


def _font(face: Face, codes: list[int], name: str, program: bytes) -> _Font:
    base = f"/{name}".encode("ascii")
    descriptor = {**_description(face), b"/FontName": base}
    descendant = {
        b"/Type": b"/Font",
        b"/Subtype": b"/CIDFontType2",
        b"/BaseFont": base,
        b"/CIDSystemInfo": b"<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
        b"/DW": b"0",
        b"/W": _widths(face, codes),
    }
    font = {
        b"/Type": b"/Font",
        b"/Subtype": b"/Type0",
        b"/BaseFont": base,
        b"/Encoding": b"/Identity-H",
    }
    to_unicode, glyph_map = _to_unicode(face, codes), _glyph_map(face, codes)
    return _Font(font, descendant, descriptor, program, to_unicode, glyph_map)


@functools.cache
def _description(face: Face) -> Entries:
    """What a viewer is told of a face."""
    return {
        b"/Type": b"/FontDescriptor",
        b"/Flags": b"%d" % _SYMBOLIC,
        b"/FontBBox": b"[%d %d %d %d]" % face.box,
        b"/ItalicAngle": b"0",
        b"/Ascent": b"%d" % face.ascent,
        b"/Descent": b"%d" % face.descent,
        b"/CapHeight": b"%d" % face.cap_height,
        b"/StemV": b"%d" % _stem(face.weight),
    }


def _stem(weight: int) -> int:
    """The width of a stem, from the weight: no font file says it; viewers want a guess."""
    return round(50 + (weight / 65) ** 2)


def _widths(face: Face, codes: list[int]) -> bytes:
    """`first [width width ...]` for each row of codes without a gap."""
    rows: list[tuple[int, list[str]]] = []
    end = None
    for code in codes:
        if code != end:
            rows.append((code, []))
        rows[-1][1].append(_width(face, code))
        end = code + 1
    each = (f"{first} [{' '.join(widths)}]" for first, widths in rows)
    return f"[{' '.join(each)}]".encode("ascii")


@functools.cache
def _width(face: Face, code: int) -> str:
    return str(face.width(code))


def _glyph_map(face: Face, codes: list[int]) -> bytes:
    """Code -> glyph, two bytes each; nothing where every code is its glyph's own number."""
    if all(face.glyph_of(code) == code for code in codes):
        return b""
    glyphs = [0] * (codes[-1] + 1)
    for code in codes:
        glyphs[code] = face.glyph_of(code)
    return struct.pack(f">{len(glyphs)}H", *glyphs)


def _to_unicode(face: Face, codes: list[int]) -> bytes:
    """The character map from which a program takes the text of what is shown."""
    rows = [row for code in codes if (row := _meaning(face, code))]
    sections = []
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        sections.append(f"{len(some)} beginbfchar\n{''.join(some)}endbfchar\n")
    return _CMAP.format(CHARACTER_MAP, "".join(sections)).encode("ascii")


@functools.cache
def _meaning(face: Face, code: int) -> str:
    """A row of a character map; nothing for a code without a text."""
    text = face.text_of(code)
    return f"<{code:04X}> <{_hex(text)}>\n" if text else ""


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
