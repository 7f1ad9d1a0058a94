"""A font in a PDF of unknown making -> what its codes stand for, and how wide they are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from struct import unpack
from typing import Final

from pikepdf import Array, Name

from formgen.formats.pdf.names import CHARACTER_MAP
from formgen.formats.pdf.objects import Item, entry, items, number, stream_bytes, text

UNKNOWN: Final = "\ufffd"
"""What stands for a glyph of which the file does not say what it means."""

_MOST_BYTES: Final = 1 << 20  # of one map
_OWN: Final = f"/CMapName /{CHARACTER_MAP} def".encode()
_SECTION: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_USUAL: Final = 0.5  # ems; of a glyph whose width is not told
_BLANK: Final = 0x20  # the one code that word spacing is for
_PRINTABLE: Final = range(0x20, 0x7F)
_SIGNS: Final = ("Dingbats", "D050000L")  # the fonts in which programs draw ticks
_DINGBATS: Final = {"3": "✓", "4": "✔", "5": "✕", "6": "✖", "7": "✗", "8": "✘"}
_NAMES: Final = {"space": " ", "period": ".", "hyphen": "-", "slash": "/", "at": "@"}
_NAMED: Final = re.compile("uni([0-9A-F]{4})")


class FileFont:
    """A font as a file describes it."""

    def __init__(self, font: Item) -> None:
        self.name: Final = text(entry(font, "/BaseFont"))
        self._bytes = 2 if entry(font, "/Subtype") == Name.Type0 else 1
        written = stream_bytes(entry(font, "/ToUnicode"))
        self.own: Final = _OWN in written  # no program has named its glyphs anew
        told = _character_map(written)
        self._texts = {**(_simple_texts(font) if self._bytes == 1 else {}), **told}
        if any(name in self.name for name in _SIGNS):
            self._texts = {code: _DINGBATS.get(one, one) for code, one in self._texts.items()}
        self._font = font

    @cached_property
    def _widths(self) -> tuple[Mapping[int, float], float]:
        """The widths of glyphs in ems, and that of all others."""
        return (_wide if self._bytes > 1 else _narrow)(self._font)

    def words(self, shown: Sequence[bytes]) -> str:
        """Say what strings stand for."""
        if self._bytes > 1:
            shown = [one[: len(one) & ~1] for one in shown]
        codes = b"".join(shown)
        number = len(codes) // self._bytes
        told = self._texts.get
        units = unpack(f">{number}{'H' if self._bytes > 1 else 'B'}", codes)
        return "".join([told(code) or UNKNOWN for code in units])

    def glyphs(self, shown: bytes) -> Iterator[tuple[str, float, bool]]:
        """Go through the glyphs of a string: text, width in ems, whether word spacing follows."""
        widths, usual = self._widths
        for n in range(0, len(shown), self._bytes):
            code = int.from_bytes(shown[n : n + self._bytes], "big")
            width = widths.get(code, usual)
            blank = self._bytes == 1 and code == _BLANK
            yield self._texts.get(code) or UNKNOWN, width, blank


def _simple_texts(font: Item) -> dict[int, str]:
    """Say what the codes of a font of single bytes stand for, as far as its encoding tells."""
    encoding = entry(font, "/Encoding")
    listed = encoding is not None or "Dingbats" in text(entry(font, "/BaseFont"))
    texts = {code: chr(code) for code in _PRINTABLE} if listed else {}
    code = 0
    for one in items(entry(encoding, "/Differences")):
        if isinstance(one, int):
            code = one
            continue
        name = text(one)
        match = _NAMED.fullmatch(name)
        plain = name if len(name) == 1 else _NAMES.get(name, UNKNOWN)
        texts[code] = chr(int(match[1], 16)) if match else plain
        code += 1
    return texts


def _narrow(font: Item) -> tuple[dict[int, float], float]:
    """Read the widths of a font of single bytes; those of Type 3 are in units of its own."""
    unit = 1 / 1000
    matrix = [number(one) for one in items(entry(font, "/FontMatrix"))]
    if entry(font, "/Subtype") == Name.Type3 and matrix:
        unit = abs(matrix[0])
    first = entry(font, "/FirstChar")
    start = first if isinstance(first, int) else 0
    listed = enumerate(items(entry(font, "/Widths")), start)
    missing = entry(entry(font, "/FontDescriptor"), "/MissingWidth")
    usual = number(missing) * unit if missing is not None else _USUAL
    return {code: number(width) * unit for code, width in listed}, usual


def _wide(font: Item) -> tuple[dict[int, float], float]:
    """Read the widths of a font of two bytes: runs of widths, and ranges of one width."""
    inner = next(items(entry(font, "/DescendantFonts")), None)
    usual = entry(inner, "/DW")
    widths: dict[int, float] = {}
    waiting: list[int] = []
    for one in items(entry(inner, "/W")):
        if isinstance(one, Array) and waiting:
            widths |= {code: number(each) / 1000 for code, each in enumerate(one, waiting[-1])}
            waiting = []
        elif len(waiting) == 2:  # noqa: PLR2004 - first, last, width
            first, last = waiting
            widths |= dict.fromkeys(range(first, min(last, 0xFFFF) + 1), number(one) / 1000)
            waiting = []
        else:
            waiting.append(int(number(one)))
    return widths, 1.0 if usual is None else number(usual) / 1000


# ---------------------------------------------------------------- ToUnicode


@lru_cache(maxsize=64)  # the font of the fields is the same in every file
def _character_map(data: bytes) -> Mapping[int, str]:
    """Read the pairs and ranges of a ToUnicode map."""
    texts: dict[int, str] = {}
    for kind, body in _SECTION.findall(data[:_MOST_BYTES]):
        words: list[list[bytes]] = []
        inside = False
        for digits, opened, closed in _TOKEN.findall(body):
            inside = (inside or bool(opened)) and not closed
            if opened:
                words.append([])
            elif not closed and inside:
                words[-1].append(digits)
            elif not closed:
                words.append([digits])
        step = 2 if kind == b"char" else 3
        for n in range(0, len(words) - step + 1, step):
            first, last, meant = words[n], words[n + step - 2], words[n + step - 1]
            texts |= dict(_range(_code(first), _code(last), meant))
    return texts


def _range(first: int, last: int, texts: list[bytes]) -> Iterator[tuple[int, str]]:
    codes = range(first, min(last, first + 0xFF) + 1)
    if len(texts) != 1:
        yield from zip(codes, map(_text, texts), strict=False)
    elif start := _text(texts[0]):
        yield from ((code, start[:-1] + _next(start[-1], code - first)) for code in codes)


def _next(character: str, steps: int) -> str:
    return chr(min(ord(character) + steps, 0x10FFFF))


def _code(word: list[bytes]) -> int:
    return int(word[0] or b"0", 16) if word else 0


def _text(word: bytes) -> str:
    digits = re.sub(rb"\s", b"", word).decode()
    return bytes.fromhex(digits[: len(digits) // 4 * 4]).decode("utf-16-be", "replace")
