"""What a central office has to say to an agency about one place of the agency's own file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.values import NO_CHARACTER

AUTHOR: Final = "ผู้ตรวจแบบสำรวจ"
"""Whom the marks in a file are from; those of an earlier round are known by it."""

_LONGEST: Final = 4_000  # characters of one mark; a note may quote a whole answer

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


def unmarkable(reason: str) -> FormgenError:
    """Make the error for a file that is sound, but too odd for a mark to be put into it."""
    return FormgenError([found(Code.FILE_NOT_MARKABLE, reason=reason)], Exit.REVIEW)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
