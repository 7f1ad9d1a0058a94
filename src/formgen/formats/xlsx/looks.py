"""The part of a workbook's styles -> how its cells look: struck out, unseen, in a font of signs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from formgen.formats.colours import BLACK, WHITE, colour, unseen
from formgen.formats.ooxml import parse
from formgen.formats.xlsx.number_formats import Formats, code_of, hides_text

SIGNS: Final = ("wingdings", "webdings", "symbol")
"""How the names of fonts begin that draw signs instead of letters."""

_INDEXED: Final = {0: BLACK, 8: BLACK, 64: BLACK, 1: WHITE, 9: WHITE, 65: WHITE}
_THEME: Final = {0: 255, 1: 0}  # the ground and the ink of nearly every theme; grey, 0 to 255
_KEPT: Final = 1 << 18  # bytes of the largest part that is remembered; that of a form has 8,000
_FALSE: Final = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Looks:
    """What the styles of a workbook tell about the cells that have them, by number.

    `struck` have a line through their words, or from corner to corner; `wordless` show numbers and
    no text; `grounds` has the colour behind each, "" where it is not
    plain.
    """

    formats: Formats
    signs: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    wordless: frozenset[int] = frozenset()
    grounds: tuple[str, ...] = ()


@dataclass(slots=True)
class _Font:
    colour: str = BLACK
    signs: bool = False
    struck: bool = False


class _Styles:
    """One pass over the part."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fonts: list[_Font] = []
        self.grounds: list[str] = []
        self.crossed: list[bool] = []  # of each border, whether it has a line from corner to corner
        self.styles: list[tuple[int, int, int, int]] = []  # format, font, fill, border
        self._path: list[str] = []
        self._solid = self._diagonal = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition(" ")[2])
        match self._path[-4:]:
            case [*_, "numFmt"]:
                self.codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
            case [*_, "fonts", "font"]:
                self.fonts.append(_Font())
            case [_, "fonts", "font", name]:
                self._of_font(name, attributes)
            case [*_, "fills", "fill"]:
                self.grounds.append(WHITE)
            case [_, "fills", "fill", kind]:
                pattern = attributes.get("patternType", "none" if kind == "patternFill" else kind)
                self._solid = pattern == "solid"
                self.grounds[-1] = WHITE if pattern == "none" else ""
            case ["fills", "fill", "patternFill", "fgColor"] if self._solid:
                self.grounds[-1] = colour_of(attributes)
            case [*_, "borders", "border"]:
                self.crossed.append(False)
                ways = (attributes.get(f"diagonal{way}", "0") for way in ("Up", "Down"))
                self._diagonal = any(way not in _FALSE for way in ways)
            case [_, "borders", "border", "diagonal"] if self._diagonal:
                self.crossed[-1] = attributes.get("style", "none") != "none"
            case [*_, "cellXfs", "xf"]:
                kinds = ("numFmt", "font", "fill", "border")
                numbers = (_number(attributes, f"{one}Id") for one in kinds)
                self.styles.append((next(numbers), next(numbers), next(numbers), next(numbers)))
            case _:
                pass

    def _of_font(self, name: str, attributes: dict[str, str]) -> None:
        font = self.fonts[-1]
        if name == "name":
            font.signs = attributes.get("val", "").lower().startswith(SIGNS)
        elif name == "color":
            font.colour = colour_of(attributes)
        elif name == "strike":
            font.struck = is_on(attributes)

    def end(self, _: str) -> None:
        self._path.pop()


def read_looks(text: bytes | None, counts_from_1904: bool) -> Looks:
    """Read the part of the styles; None where there is none."""
    if text and len(text) > _KEPT:
        return _looks(text, counts_from_1904)
    return _kept_looks(text, counts_from_1904)


@lru_cache(maxsize=16)
def _kept_looks(text: bytes | None, counts_from_1904: bool) -> Looks:
    """As `_looks`; most returns have the styles of the copy that was sent."""
    return _looks(text, counts_from_1904)


def _looks(text: bytes | None, counts_from_1904: bool) -> Looks:
    styles = _Styles()
    if text:
        parse(text, styles.start, styles.end)
    codes, fonts, grounds, crossed = [], [], [], set()
    for style, (number, font, fill, border) in enumerate(styles.styles):
        codes.append(code_of(number, styles.codes))
        fonts.append(styles.fonts[font] if font < len(styles.fonts) else _Font())
        grounds.append(styles.grounds[fill] if fill < len(styles.grounds) else WHITE)
        if border < len(styles.crossed) and styles.crossed[border]:
            crossed.add(style)
    pairs = list(enumerate(zip(fonts, grounds, strict=True)))
    return Looks(
        Formats(tuple(codes), counts_from_1904),
        signs=frozenset(number for number, (font, _) in pairs if font.signs),
        struck=frozenset(number for number, (font, _) in pairs if font.struck) | crossed,
        unseen=frozenset(n for n, (font, ground) in pairs if unseen(font.colour, ground)),
        wordless=frozenset(n for n, code in enumerate(codes) if hides_text(code)),
        grounds=tuple(grounds),
    )


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether an element that is yes unless it says no says yes."""
    return attributes.get("val", "1") not in _FALSE


def colour_of(attributes: dict[str, str]) -> str:
    """Return the colour that an element names; "" for one that is not known here."""
    if "rgb" in attributes:
        return colour(attributes["rgb"][-6:])
    if "indexed" in attributes:
        return _INDEXED.get(_number(attributes, "indexed"), "")
    grey = _THEME.get(_number(attributes, "theme")) if "theme" in attributes else None
    if grey is None:
        return ""
    try:
        tint = max(-1.0, min(1.0, float(attributes.get("tint", "0"))))
    except ValueError:
        return ""
    grey = round(grey * (1 + tint) if tint < 0 else grey + (255 - grey) * tint)
    return f"{grey:02X}" * 3


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdecimal() else 0
