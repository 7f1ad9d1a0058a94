"""Sarabun + DejaVu Sans -> the two derived fonts in fonts/: FormgenField and FormgenMarks.

    python tools/make_fonts.py path/to/DejaVuSans.ttf

The same inputs and the same fonttools give the same bytes. What the fonts are for, where their
sources come from and under which licences they stand is written in fonts/README.md.
"""

import argparse
import hashlib
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS: Final = Path(__file__).resolve().parents[1] / "fonts"
SARABUN_SHA256: Final = "226d4f368fbc0457990ddef2692679badfd2c1a4e89e5ac4d43c10ba7743b2f1"
DEJAVU_SHA256: Final = "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322"

MARKS: Final = "☐☑☒□✓✔"
UPPER_VOWELS: Final = "ัิีึืํำ"
TONE_MARKS: Final = "่้๊๋์"
ABOVE: Final = "ัิีึื็ํ๎"  # what stands beside a tail
TAILED: Final = "ปฝฟ"
CLEARANCE: Final = 15  # font units between the tallest upper vowel and a raised tone mark

FIELD_CHARACTERS: Final = frozenset(
    [
        *range(0x20, 0x7F),  # ASCII
        *range(0xA0, 0x180),  # Latin-1, Latin Extended-A
        *range(0xE00, 0xE80),  # Thai
        *range(0x2010, 0x2027),  # dashes, quotation marks, ellipsis
        0x2007,  # figure space
        0x202F,  # narrow no-break space
        0x20AC,  # euro
        0x2122,  # trade mark
        0x25CC,  # dotted circle
    ]
)

COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT = range(7)
LICENCE: Final = 13


def main() -> None:
    """Write both fonts and the licence of the second beside their sources."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dejavu", type=Path, help="DejaVuSans.ttf 2.37")
    arguments = parser.parse_args()
    sarabun = checked(FONTS / "Sarabun-Regular.ttf", SARABUN_SHA256)
    dejavu = checked(arguments.dejavu, DEJAVU_SHA256)
    for name, data in {
        "FormgenField.ttf": field_font(sarabun),
        "FormgenMarks.ttf": marks_font(dejavu),
        "LICENSE-DejaVu.txt": licence(dejavu),
    }.items():
        (FONTS / name).write_bytes(data)
        sys.stdout.write(f"{hashlib.sha256(data).hexdigest()}  {name}\n")


def checked(path: Path, sha256: str) -> bytes:
    """The bytes of a source font; ends the program when they are not the expected ones."""
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f"{path}: sha256 is {found}, not {sha256}")
    return data


def field_font(sarabun: bytes) -> bytes:
    """Sarabun for programs that lay text out glyph by glyph: its tone marks always stand high."""
    font = _opened(sarabun)
    _cut(font, FIELD_CHARACTERS)
    names = font.getBestCmap()
    top = max(_bounds(font, names[ord(vowel)])[3] for vowel in UPPER_VOWELS)
    for mark in TONE_MARKS:
        _raise(font, names[ord(mark)], to=top + CLEARANCE)
    for mark in ABOVE:
        _clear_tails(font, names, names[ord(mark)])
    glyphs = [font["glyf"][name] for name in font.getGlyphOrder()]
    font["head"].yMax = max(glyph.yMax for glyph in glyphs if glyph.numberOfContours)
    font["hhea"].ascent = max(font["hhea"].ascent, font["head"].yMax)
    _rename(font, "FormgenField", "Version 1.000; from Sarabun 1.000")
    return _saved(font)


def marks_font(dejavu: bytes) -> bytes:
    """The boxes and check marks of DejaVu Sans, on Sarabun's grid of 1000 units an em."""
    font = _opened(dejavu)
    _cut(font, frozenset(map(ord, MARKS)))
    scale_upem(font, 1000)
    _rename(font, "FormgenMarks", "Version 1.000; from DejaVu Sans 2.37")
    return _saved(font)


def licence(dejavu: bytes) -> bytes:
    """The licence DejaVu Sans carries in its own name table, under its copyright notice."""
    table = _opened(dejavu)["name"]
    lines = f"{table.getDebugName(COPYRIGHT)}\n{table.getDebugName(LICENCE)}".splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


def _opened(data: bytes) -> TTFont:
    return TTFont(BytesIO(data), recalcTimestamp=False)


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _cut(font: TTFont, characters: frozenset[int]) -> None:
    """Keep these characters, unhinted and without any layout table."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "kern", "MATH", "FFTM", "gasp"]
    options.hinting = False
    options.legacy_cmap = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters & font.getBestCmap().keys())
    cutter.subset(font)


def _bounds(font: TTFont, name: str) -> tuple[float, float, float, float]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    bounds: tuple[float, float, float, float] = pen.bounds
    return bounds


def _raise(font: TTFont, name: str, to: float) -> None:
    """Lift a glyph until its lowest point stands at `to` font units."""
    _move(font, name, 0, round(to - _bounds(font, name)[1]))


def _clear_tails(font: TTFont, names: dict[int, str], name: str) -> None:
    """Move a mark to the left until it is clear of the tail of every letter it may stand over."""
    table: Any = font["glyf"]
    low = _bounds(font, name)[1]
    for letter in (names[ord(one)] for one in TAILED):
        tail = min(x for x, y in table[letter].getCoordinates(table)[0] if y >= low)
        room = tail - CLEARANCE - font["hmtx"][letter][0]  # the mark counts from the pen after it
        _move(font, name, min(0, round(room - _bounds(font, name)[2])), 0)


def _move(font: TTFont, name: str, right: int, up: int) -> None:
    table: Any = font["glyf"]
    glyph = table[name]
    if glyph.isComposite():
        for component in glyph.components:
            component.x += right
            component.y += up
    else:
        glyph.coordinates.translate((right, up))
    glyph.recalcBounds(table)
    font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def _rename(font: TTFont, name: str, version: str) -> None:
    """Give a modified font a name of its own, as both licences ask."""
    own = {FAMILY: name, UNIQUE: f"1.000;{name}", FULL: name, VERSION: version, POSTSCRIPT: name}
    table = font["name"]
    table.names = [
        record
        for record in table.names
        if record.nameID in {COPYRIGHT, STYLE, *own, LICENCE, LICENCE + 1}
    ]
    for record in table.names:
        record.string = own.get(record.nameID, record.toUnicode())


if __name__ == "__main__":
    main()
