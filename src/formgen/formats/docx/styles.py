"""The styles of a document -> those whose words do not look like an answer."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from lxml import etree

from formgen.formats.docx.body import Style, Styles, is_odd
from formgen.formats.docx.package import Package, W
from formgen.formats.ooxml import tree
from formgen.model.diagnostics import FormgenError

_MOST: Final = 1 << 20  # bytes; Word writes 30,000 to 60,000, and reading takes 1 s for a million
_DEEPEST: Final = 12  # styles that are based on one another; Word allows eleven
_STYLE, _ID, _BASE = f"{W}style", f"{W}styleId", f"{W}basedOn"


def styles_of(package: Package) -> Styles:
    """Find the odd styles of a package; none if its part of styles is damaged or far too large."""
    names = (name for kind, name in package.relations(package.main) if kind == "styles")
    try:
        xml = next(filter(None, map(package.data, names)), None)
        return _read(xml) if xml is not None and len(xml) <= _MOST else {}
    except FormgenError:  # no answer needs it
        return {}


def odd_styles(root: etree._Element) -> Styles:
    """Styles of which words are crossed out, unseen, raised or signs -> what says so, in order."""
    styles = {one.get(_ID) or "": one for one in root.iterchildren(_STYLE)}
    looks = {name: tuple(_looks(styles, name)) for name in styles}
    return {name: Style(said) for name, said in looks.items() if is_odd(said)}


@lru_cache(maxsize=16)
def _read(xml: bytes) -> Styles:
    return odd_styles(tree("styles", xml))


def _looks(styles: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """What a style says of its words, behind what those say on which it is based."""
    held: list[etree._Element] = []
    while name in styles and len(held) < _DEEPEST:
        held.insert(0, styles[name])
        base = styles[name].find(_BASE)
        name = "" if base is None else base.get(f"{W}val") or ""
    return chain.from_iterable(one.iterfind(f"{W}rPr/*") for one in held)
