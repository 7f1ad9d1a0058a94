"""What a central office has to say to an agency about one place of the agency's own file."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.values import NO_CHARACTER
from formgen.thai.numerals import to_thai

AUTHOR: Final = "ผู้ตรวจแบบสำรวจ"
"""Whom the marks in a file are from; those of an earlier round are known by it."""

_LONGEST: Final = 4_000  # characters of one mark; a note may quote a whole answer
_END: Final = "(จบข้อความของผู้ตรวจ เลขที่ {})"
_ENDS: Final = re.compile(r"\(จบข้อความของผู้ตรวจ\s*เลขที่\s*([๐-๙]{8})\)")

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be put right.

    `at` is the place as the reader of the format told it (`Diagnostic.at`, `Answer.at`), "" where
    it told none; `field` the field of the form, "" for the file as a whole; `text` what is wrong
    and what to do, in Thai.  What is not `printed` is for those who fill in a PDF on the screen:
    paper, and a file it is printed to, show the answers alone.
    """

    at: str
    field: str
    text: str
    printed: bool = True


def together(placed: Iterable[tuple[P, Note]]) -> Mapping[P, str]:
    """Join what is said about one place: place -> its sentences, each once, one a line."""
    said: dict[P, dict[str, None]] = {}
    for place, note in placed:
        said.setdefault(place, {})[NO_CHARACTER.sub("", note.text)] = None
    return {place: _cut("\n".join(texts)) for place, texts in said.items()}


def signed(text: str) -> str:
    """End what is said at a place with the line by which it is known again; see `theirs`."""
    return f"{text}\n{_END.format(_number(text))}"


def signed_in(text: str, head: str = "") -> list[tuple[int, int]]:
    """Find what was `signed` and begins with `head`: where it begins in a text, where it ends.

    What somebody wrote into is not found: its number is that of other words.  Blanks and ends of
    lines, which programs change, do not count.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in _ENDS.finditer(text):
        first = text.rfind(head, start, end.start()) if head else start
        if first >= 0 and _number(text[first + len(head) : end.start()]) == end[1]:
            found.append((first, end.end()))
        start = end.end()
    return found


def theirs(text: str, head: str = "") -> str:
    """Return what a comment says besides that which was `signed`: the words of somebody else."""
    pieces: list[str] = []
    start = 0
    for first, end in signed_in(text, head):
        pieces.append(text[start:first])
        start = end
    pieces.append(text[start:])
    return "\n".join(piece.strip() for piece in pieces if piece.strip())


def unmarkable(reason: str) -> FormgenError:
    """Make the error for a file that is sound, but too odd for a mark to be put into it."""
    return FormgenError([found(Code.FILE_NOT_MARKABLE, reason=reason)], Exit.REVIEW)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _number(text: str) -> str:
    """Number a text by its words: eight digits, as on an official letter."""
    words = "".join(text.split()).encode("utf-8", "surrogatepass")
    return to_thai(f"{int(hashlib.sha256(words).hexdigest(), 16) % 10**8:08}")
