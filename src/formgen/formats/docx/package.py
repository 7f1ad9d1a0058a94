"""Bytes of a returned file -> the XML parts a reader needs, or why they cannot be had."""

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from formgen.formats import ooxml
from formgen.formats.docx.walk import OBJECT
from formgen.formats.ooxml import damaged, hostile, tree
from formgen.model.diagnostics import FormgenError
from formgen.model.note import theirs

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"

# "Strict Open XML Document" is the same with another name for its namespace.
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_REMARKS: Final = {
    "comments": ("comment", "ความเห็น"),
    "footnotes": ("footnote", "เชิงอรรถ"),
    "endnotes": ("endnote", "อ้างอิงท้ายเรื่อง"),
}
_WORDS: Final = f"{W}t"
_PIECES: Final = {
    _WORDS: "",
    f"{W}p": "\n",
    f"{W}drawing": OBJECT,
    f"{W}pict": OBJECT,
    f"{W}object": OBJECT,
}
_FETCHED: Final = ("attachedTemplate", "oleObject", "frame", "subDocument")
_RUNNABLE: Final = ("vbaproject.bin", "/activex/", "/embeddings/")


class Package:
    """A Word file whose directory is sound; parts are unpacked when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._parts = ooxml.Package(data, "DOC", "DOCX")
        targets = [name for kind, name in self.relations("") if kind == "officeDocument"]
        self.main = targets[0] if targets else "word/document.xml"

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None if the package has no such part."""
        data = self.data(name)
        return None if data is None else tree(name, data)

    def data(self, name: str) -> bytes | None:
        """The XML of a part, or None if the package has no such part."""
        data = self._parts.read(name)
        return None if data is None else data.replace(_STRICT, W[1:-1].encode())

    def page_edges(self) -> Iterator[etree._Element]:
        """The headers and footers of the document."""
        for kind, name in self.relations(self.main):
            if kind in ("footer", "header") and (root := self.xml(name)) is not None:
                yield root

    def remarks(self) -> dict[str, str]:
        """The comments and footnotes, as `body_of` takes them; not what an earlier return says."""
        found: dict[str, str] = {}
        for kind, name in self.relations(self.main):
            one, title = _REMARKS.get(kind, ("", ""))
            root = self._sound(name) if one else None
            for each in () if root is None else root.iterchildren(f"{W}{one}"):
                if text := theirs(remark_text(each)):
                    found[f"{one} {each.get(f'{W}id')}"] = f"{title}: {text}"
        return found

    def _sound(self, name: str) -> etree._Element | None:
        """The root of a part that no answer needs; None if it is damaged."""
        try:
            return self.xml(name)
        except FormgenError:
            return None

    @property
    def kind(self) -> str:
        """`docm` where the document is declared to be one that may have macros, else `docx`."""
        return "docm" if self._parts.with_macros else "docx"

    @property
    def runnable(self) -> tuple[str, ...]:
        """Names of the parts that hold macros, controls with programs, or other files.

        What is fetched from elsewhere when the document is opened is among them.
        """
        parts = tuple(
            name
            for name in self._parts.names
            if any(mark in f"/{name.lower()}".replace("\\", "/") for mark in _RUNNABLE)
        )
        settings = posixpath.join(posixpath.dirname(self.main), "settings.xml")
        linked = (*self._parts.outside(self.main), *self._parts.outside(settings))
        return parts + tuple(where for kind, where in linked if kind in _FETCHED)

    def relations(self, source: str) -> Iterable[tuple[str, str]]:
        """Kind and part of each relationship of a part, or of the package itself ("")."""
        return self._parts.relations(source).values()


def remark_text(element: etree._Element) -> str:
    """The words of a comment or footnote, each paragraph behind the end of a line."""
    return "".join(text for _, text in remark_pieces(element))


def remark_pieces(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Go through what makes the words of a comment or footnote, a picture among them."""
    for one in element.iter(*_PIECES):
        yield one, (one.text or "") if one.tag == _WORDS else _PIECES[one.tag]


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """Open a Word file; whatever is wrong with its bytes becomes a FormgenError."""
    try:
        yield Package(data)
    except RecursionError as error:
        raise hostile("XML: nested too deep") from error
    except ValueError as error:
        raise damaged(f"DOCX: {error}") from error
