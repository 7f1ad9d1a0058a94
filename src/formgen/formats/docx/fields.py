"""The fields of a document, which draw or write by themselves -> what they make of the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from formgen.formats.docx.package import W

_DDE: Final = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_LONGEST: Final = 40  # characters of an instruction; the first word tells its kind
_BETWEEN: Final = {"begin": "\n", "end": "\n"}  # of a field's parts, which may be cut anywhere
# What a person typed stands in a link, and an old box says its own state.
_PLAIN: Final = frozenset({"", "HYPERLINK", "FORMCHECKBOX"})
# Drawn from the instruction, so that their result says nothing.
_DRAWN: Final = frozenset(
    {
        "EQ", "SYMBOL", "MACROBUTTON", "GOTOBUTTON", "FORMDROPDOWN", "LISTNUM", "AUTONUM",
        "AUTONUMLGL", "AUTONUMOUT", "BARCODE", "DISPLAYBARCODE", "MERGEBARCODE",
    }
)  # fmt: skip
# Entries of an index, orders to the printer and the like: nothing is shown for them. What acts is
# told as such.
_SILENT: Final = frozenset(
    {
        "XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "PRINT", "NEXT", "NEXTIF", "SKIPIF",
        "DDE", "DDEAUTO",
    }
)  # fmt: skip


def acting_fields(root: etree._Element) -> tuple[str, ...]:
    """Name the kinds of fields in a document part that could start a program."""
    pieces = (
        one.text or one.get(f"{W}instr") or _BETWEEN.get(one.get(f"{W}fldCharType") or "", "")
        for one in fields(root)
    )
    return ("DDE",) if _DDE.search("".join(pieces)) else ()


def fields(root: etree._Element) -> Iterator[etree._Element]:
    """Go through the pieces of fields in a document part."""
    return root.iter(f"{W}instrText", f"{W}fldSimple", f"{W}fldChar")


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shown: bool = False  # its result has begun
    counts: bool = False  # the words of its result

    @property
    def kind(self) -> str:
        return next(iter(self.instruction.upper().split()), "")


class Fields:
    """The fields that are open at one point of a document."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._counting = 0

    @property
    def counted(self) -> bool:
        """Whether the words that come now are the result of a field that may change them."""
        return self._counting > 0

    def begin(self) -> None:
        """Open a field."""
        self._open.append(_Field())

    def instruct(self, words: str) -> None:
        """Take a piece of what the innermost field is to do."""
        if self._open:
            field = self._open[-1]
            field.instruction = (field.instruction + words).lstrip()[:_LONGEST]

    def show(self) -> None:
        """Begin the result of the innermost field."""
        if self._open and not self._open[-1].shown:
            field = self._open[-1]
            field.shown, field.counts = True, field.kind not in _PLAIN
            self._counting += field.counts

    def end(self) -> bool:
        """Close the innermost field; tell whether something is drawn that no word says."""
        if not self._open:
            return False
        field = self._open.pop()
        self._counting -= field.counts
        hidden = not field.shown and field.kind not in _PLAIN | _SILENT
        return hidden or field.kind in _DRAWN
