"""The little markup of content: `**emphasis**` and `{check}`, `{box}`, `{box_checked}`."""

import re
from dataclasses import dataclass

from formgen.model.survey import Glyphs

_MARK = re.compile(r"\*\*|\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words without markup, and the (start, end) ranges of them that are emphasised."""

    text: str
    strong: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """One piece of markup: `**` or the name of a glyph, and where it stands in the bare words."""

    name: str
    offset: int


def parse(source: str, glyphs: Glyphs) -> Marked:
    """Turn content into words and emphasis; an unknown name in braces is left as it is."""
    text, markers = strip(source, glyphs)
    stops = [marker.offset for marker in markers if marker.name == "**"]
    ranges = zip(stops[::2], stops[1::2], strict=False)
    return Marked(text, tuple((start, end) for start, end in ranges if start < end))


def strip(source: str, glyphs: Glyphs) -> tuple[str, tuple[Marker, ...]]:
    """Split content into its words and its markers, in order of appearance."""
    words, markers, position = "", [], 0
    for match in _MARK.finditer(source):
        words += source[position : match.start()]
        markers.append(Marker(match[1] or "**", len(words)))
        if match[1]:
            words += getattr(glyphs, match[1]) if match[1] in glyphs.__slots__ else match[0]
        position = match.end()
    return words + source[position:], tuple(markers)
