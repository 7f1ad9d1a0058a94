"""Text -> shaped glyphs and widths in the shipped fonts; every length is in 1/1000 em."""

import functools
import re
import struct
from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

import uharfbuzz as hb

from formgen.resources import resource
from formgen.thai.linebreak import blanked
from formgen.thai.paragraph import greedy

EM: Final = 1000
TH_SARABUN: Final = 0.665  # points of Sarabun that are as wide as one point of TH Sarabun

_NIKHAHIT: Final = "\u0e4d"
_AA: Final = "\u0e32"
_AM: Final = "\u0e33"
_NOTHING: Final = "\u200b"  # the text of a glyph whose character another glyph stands for
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_LETTERS: Final = {  # names font makers give to letters whose variants have no code point
    "doChadathai": "ฎ",
    "loChulathai": "ฬ",
    "thoThanthai": "ฐ",
    "toPatakthai": "ฏ",
    "yoYingthai": "ญ",
}
# Marks of Sarabun that touch what stands beside them, and how far to the left they are clear of it:
# the tail of their own letter, and a tall vowel that follows. A vowel takes its tone mark along.
_BESIDE_TAIL: Final = re.compile("[ปฝฟ](?:\u0e31|[\u0e38-\u0e3a]?[\u0e49\u0e4a])")
_FROM_TAIL: Final = {"\u0e31": 80, "\u0e49": 10, "\u0e4a": 40}
_BEFORE_TALL: Final = re.compile(
    "[\u0e34-\u0e37][\u0e48-\u0e4c]?(?=[โใไ])|[\u0e48-\u0e4c](?=[โใไ])"
)
_FROM_TALL: Final = {
    "\u0e34": 30, "\u0e35": 30, "\u0e36": 60, "\u0e37": 30,
    "\u0e48": 20, "\u0e49": 110, "\u0e4a": 110, "\u0e4b": 100, "\u0e4c": 90,
}  # fmt: skip
_BOLDER: Final = 40  # what bold marks need more
_UNSEEN: Final = 10  # a tenth of a point in running text
_REGULAR: Final = 400  # weight
_FEATURES: Final = {"kern": True, "liga": False, "clig": False, "dlig": False}
_LAYOUT_TABLES: Final = ("GSUB", "GPOS", "GDEF")


class Glyph(NamedTuple):
    """One shaped glyph: the pen moves by `advance`, the glyph is drawn at the pen plus dx, dy."""

    face: "Face"
    code: int  # see Face.text_of
    at: int  # offset of the character it was made for
    advance: int
    dx: int
    dy: int


class Face:
    """One font file, shaped by HarfBuzz; a character it lacks comes from its fallback.

    A *code* is a glyph with a meaning. Up to `glyph_count` it is the glyph's own number; codes
    from there on are the same glyphs with another meaning: sara am (ำ) is drawn as two glyphs,
    one of which may be joined with a tone mark, and its text has to come out in order.
    """

    def __init__(self, data: bytes, fallback: "Face | None" = None) -> None:
        face = hb.Face(data)
        self._font = hb.Font(face)
        self._font.scale = (EM, EM)
        self._upem: int = face.upem
        self.data: Final = data
        self.name: Final[str] = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        self.fallback: Final = fallback
        self.glyph_count: Final[int] = face.glyph_count
        self.characters: Final = frozenset(map(chr, face.unicodes))
        self._covered: Final = self.characters | _INVISIBLE
        self._narrows: Final[bool] = face.has_layout_substitution
        extents = self._font.get_font_extents("ltr")
        self.ascent: Final[int] = extents.ascender
        self.descent: Final[int] = extents.descender  # negative
        self._advances: Final[dict[str, int]] = {}
        self._shaped: Final = functools.lru_cache(maxsize=4096)(self._shape)
        self._program: Final = functools.lru_cache(maxsize=64)(self._cut)
        self._texts: Final = self._meanings()
        others = self._other_meanings()
        self._aliased: Final = tuple(glyph for glyph, _ in others)
        self._aliases: Final = {pair: self.glyph_count + n for n, pair in enumerate(others)}
        self._texts.update({code: text for (_, text), code in self._aliases.items()})

    def __repr__(self) -> str:
        return f"Face({self.name})"

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The smallest box that holds every glyph: left, bottom, right, top."""
        left, bottom, right, top = struct.unpack_from(">4h", self._table("head"), 36)
        return self._scaled(left), self._scaled(bottom), self._scaled(right), self._scaled(top)

    @property
    def cap_height(self) -> int:
        """The height of a Latin capital."""
        tag = hb.OTMetricsTag.CAP_HEIGHT
        height: int = self._font.get_metric_position_with_fallback(tag)
        return height

    @property
    def weight(self) -> int:
        """400 is regular, 700 bold."""
        weight: int = struct.unpack_from(">H", self._table("OS/2"), 4)[0]
        return weight

    def shape(self, text: str) -> tuple[Glyph, ...]:
        """The glyphs of a text in drawing order; control characters become blanks.

        The whole of what is set in one font belongs in one call: a mark cut off from its letter
        loses its place.
        """
        return self._shaped(text)

    def advance(self, character: str) -> int:
        """How far the pen moves for one character alone, unshaped."""
        advance = self._advances.get(character)
        if advance is None:
            face = self._face_of(character)
            own = face is self
            advance = self.width(self._glyph(character)) if own else face.advance(character)
            self._advances[character] = advance
        return advance

    def advances(self, text: str) -> tuple[int, ...]:
        """As `advance`, of each character; marks over and under a letter are 0 wide."""
        return tuple(map(self.advance, text))

    def width(self, code: int) -> int:
        """The width a font program gives to the glyph of a code."""
        width: int = self._font.get_glyph_h_advance(self.glyph_of(code))
        return width

    def glyph_of(self, code: int) -> int:
        """The glyph that draws a code."""
        return code if code < self.glyph_count else self._aliased[code - self.glyph_count]

    def text_of(self, code: int) -> str:
        """The characters a code stands for; empty when nobody knows."""
        return self._texts.get(code, "")

    def codes(self) -> range:
        """All codes of this face."""
        return range(self.glyph_count + len(self._aliased))

    def closure(self, characters: Iterable[str]) -> frozenset[int]:
        """The codes of every glyph that shaping any text of these characters can call for."""
        request = hb.SubsetInput()
        request.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
        request.flags = hb.SubsetFlags.RETAIN_GIDS
        plan = hb.SubsetPlan(self._font.face, request)
        glyphs = set(plan.old_to_new_glyph_mapping)
        return frozenset(code for code in self.codes() if self.glyph_of(code) in glyphs)

    def program(self, codes: Iterable[int]) -> bytes:
        """The font file cut to the glyphs of these codes; they keep their numbers."""
        return self._program(frozenset(map(self.glyph_of, codes)))

    def _meanings(self) -> dict[int, str]:
        """Glyph -> text: by the character map, else by the glyph's name."""
        texts: dict[int, str] = {}
        for character in sorted(self.characters):
            if not "\ue000" <= character <= "\uf8ff":
                texts.setdefault(self._glyph(character), character)
        for glyph in range(1, self.glyph_count):
            if glyph not in texts and (text := self._named(glyph, texts)):
                texts[glyph] = text
        return texts

    def _named(self, glyph: int, texts: dict[int, str]) -> str:
        """What a name like `uni0E4D0E49.narrow` or `yoYingthai.less` says."""
        name: str = self._font.glyph_to_string(glyph).partition(".")[0]
        if re.fullmatch("uni([0-9A-F]{4})+", name):
            return bytes.fromhex(name[3:]).decode("utf-16-be")
        base = self._font.get_glyph_from_name(name)
        return _LETTERS.get(name, "") if base is None else texts.get(base, "")

    def _other_meanings(self) -> list[tuple[int, str]]:
        """The other meanings of the glyphs that sara am is made of."""
        others: list[tuple[int, str]] = []
        for glyph, text in sorted(self._texts.items()):
            if text in {_AA, _NIKHAHIT}:
                others += [(glyph, _AM), (glyph, _NOTHING)]
            elif text.startswith(_NIKHAHIT):
                others.append((glyph, text[1:]))
        return others

    def _glyph(self, character: str) -> int:
        """The glyph of a character alone; 0, the empty box, when there is none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def _face_of(self, character: str) -> "Face":
        if character in self._covered or self.fallback is None:
            return self
        return self.fallback if character in self.fallback.characters else self

    def _shape(self, text: str) -> tuple[Glyph, ...]:
        plain = blanked(text)
        if plain and self._covered.issuperset(plain):
            return tuple(self._run(plain, 0))
        glyphs: list[Glyph] = []
        start = 0
        for face, characters in groupby(plain, self._face_of):
            piece = "".join(characters)
            if face is self:
                glyphs += self._run(piece, start)
            else:
                glyphs += (glyph._replace(at=glyph.at + start) for glyph in face.shape(piece))
            start += len(piece)
        return tuple(glyphs)

    def _run(self, text: str, start: int) -> list[Glyph]:
        """Shape a text all of whose characters are set in this face."""
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        if _THAI.search(text):
            buffer.script = "Thai"  # also when a Latin word comes first
        buffer.language = "th"
        buffer.direction = "ltr"
        hb.shape(self._font, buffer, _FEATURES)
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        offsets = [info.cluster for info in buffer.glyph_infos]
        codes = self._codes(text, glyphs, offsets)
        places = (position.position for position in buffer.glyph_positions)
        aside = self._aside(text)
        run = [
            Glyph(self, code, start + offset, advance, dx - aside.get(offset, 0), dy)
            for code, offset, (dx, dy, advance, _) in zip(codes, offsets, places, strict=True)
        ]
        return self._rejoined(run) if _AM in text else run

    def _rejoined(self, run: list[Glyph]) -> list[Glyph]:
        """Draw a plain sara am as the one glyph it has: some readers lose their way in two."""
        whole = self._glyph(_AM)
        ring, rest = self._glyph(_NIKHAHIT), self._glyph(_AA)
        parts = (self._aliases.get((ring, _AM)), self._aliases.get((rest, _NOTHING)))
        done: list[Glyph] = []
        for glyph in run:
            before = done[-1] if done else glyph
            usual = abs(before.dx) <= _UNSEEN and before.dy == glyph.dy == 0
            if whole and usual and (before.code, glyph.code) == parts:
                advance = before.advance + glyph.advance
                done[-1] = before._replace(code=whole, advance=advance, dx=0)
            else:
                done.append(glyph)
        return done

    def _aside(self, text: str) -> dict[int, int]:
        """Offset -> how far to the left a mark goes that would touch its neighbour."""
        if not self._narrows:
            return {}
        more = _BOLDER * (self.weight > _REGULAR)
        tails = (match.end() - 1 for match in _BESIDE_TAIL.finditer(text))
        aside = {mark: _FROM_TAIL[text[mark]] + more for mark in tails}
        for match in _BEFORE_TALL.finditer(text):
            for mark in range(*match.span()):
                aside[mark] = aside.get(mark, 0) + _FROM_TALL[match[0][0]] + more
        return aside

    def _codes(self, text: str, glyphs: list[int], offsets: list[int]) -> list[int]:
        """Choose the codes so that the texts of the glyphs, in order, give the text back."""
        codes = glyphs.copy()
        if _AM not in text:
            return codes
        texts = [self.text_of(glyph) for glyph in glyphs]
        for n, offset in enumerate(offsets):
            if n == 0 or text[offset] != _AM or texts[n] != _AA:
                continue
            if texts[n - 1] == _NIKHAHIT:
                meant = {n - 1: _AM, n: _NOTHING}
            elif texts[n - 1].startswith(_NIKHAHIT):  # one glyph with its tone mark
                meant = {n - 1: texts[n - 1][1:], n: _AM}
            elif n > 1 and texts[n - 2] == _NIKHAHIT:  # some other mark between them
                meant = {n - 2: _NOTHING, n: _AM}
            else:
                continue
            for place, character in meant.items():
                codes[place] = self._aliases[glyphs[place], character]
        return codes

    def _cut(self, glyphs: frozenset[int]) -> bytes:
        request = hb.SubsetInput()
        request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        request.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
        request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.encode(), "big") for tag in _LAYOUT_TABLES
        )
        data: bytes = hb.subset(self._font.face, request).blob.data
        return data

    def _table(self, tag: str) -> bytes:
        data: bytes = self._font.face.reference_table(tag).data
        return data

    def _scaled(self, units: int) -> int:
        return round(units * EM / self._upem)


@functools.cache
def regular() -> Face:
    """Sarabun, with the boxes and check marks it lacks."""
    return Face(resource("fonts", "Sarabun-Regular.ttf").read_bytes(), _marks())


@functools.cache
def bold() -> Face:
    """Sarabun Bold, with the boxes and check marks it lacks."""
    return Face(resource("fonts", "Sarabun-Bold.ttf").read_bytes(), _marks())


@functools.cache
def field() -> Face:
    """The face that stays legible where nobody shapes: what people type into a field."""
    return Face(resource("fonts", "FormgenField.ttf").read_bytes())


def advance_width(text: str, face: Face) -> float:
    """The width of a text in ems, unshaped: exact but for kerning."""
    return sum(face.advances(text)) / EM


def count_lines(text: str, width_pt: float, size_pt: float, face: Face) -> int:
    """How many lines a text takes in a column of this width; LF begins a new paragraph.

    Lines are filled one after the other, as office programs do; an empty paragraph is one line.
    """
    width = EM * width_pt / size_pt
    return sum(
        max(1, len(greedy(paragraph, face.advances(paragraph), width)))
        for paragraph in text.split("\n")
    )


@functools.cache
def _marks() -> Face:
    return Face(resource("fonts", "FormgenMarks.ttf").read_bytes())
