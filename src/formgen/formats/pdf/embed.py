"""A face and the codes shown in it -> a font in a PDF."""

import hashlib
from collections.abc import Collection
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from formgen.fonts import Face

_SYMBOLIC: Final = 4  # font flag: the codes are the font's own
_ROWS: Final = 100  # the most a section of a character map may hold
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def embed(pdf: Pdf, face: Face, codes: Collection[int]) -> Object:
    """Embed the glyphs of these codes; shown text is strings of two-byte codes."""
    shown = sorted(codes)
    digest = hashlib.sha256(repr((face.name, shown)).encode()).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    return _font(pdf, face, shown, f"{tag}+{face.name}", face.program(shown))


def embed_whole(pdf: Pdf, face: Face) -> Object:
    """Embed a face as it is, with its character map, so that a program can set new text in it."""
    return _font(pdf, face, [*range(face.glyph_count)], face.name, face.data)


def _font(pdf: Pdf, face: Face, codes: list[int], name: str, program: bytes) -> Object:
    base = Name(f"/{name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=_SYMBOLIC,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.cap_height,
        StemV=_stem(face.weight),
        FontFile2=Stream(pdf, program, Length1=len(program)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=0,
        W=_widths(face, codes),
        CIDToGIDMap=_glyph_map(pdf, face, codes),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, _to_unicode(face, codes)),
        )
    )


def _stem(weight: int) -> int:
    """The width of a stem, from the weight: no font file says it; viewers want a guess."""
    return round(50 + (weight / 65) ** 2)


def _widths(face: Face, codes: list[int]) -> Array:
    """`first [width width ...]` for each row of codes without a gap."""
    rows: list[list[int]] = []
    for code in codes:
        if not rows or code != rows[-1][0] + len(rows[-1]) - 1:
            rows.append([code])
        rows[-1].append(face.width(code))
    return Array(item for first, *widths in rows for item in (first, Array(widths)))


def _glyph_map(pdf: Pdf, face: Face, codes: list[int]) -> Object:
    """Code -> glyph, two bytes each; most codes are their glyph's own number."""
    if all(face.glyph_of(code) == code for code in codes):
        return Name.Identity
    glyphs = [0] * (codes[-1] + 1)
    for code in codes:
        glyphs[code] = face.glyph_of(code)
    return Stream(pdf, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs))


def _to_unicode(face: Face, codes: list[int]) -> bytes:
    """The character map from which a program takes the text of what is shown."""
    rows = [f"<{code:04X}> <{_hex(text)}>\n" for code in codes if (text := face.text_of(code))]
    sections = []
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        sections.append(f"{len(some)} beginbfchar\n{''.join(some)}endbfchar\n")
    return _CMAP.format("".join(sections)).encode("ascii")


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
