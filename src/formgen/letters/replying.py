"""Dataset -> a letter of correction for every agency that is asked something about its files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.letters.correction import correction, notes
from formgen.letters.places import Places
from formgen.letters.posting import Batches, Letter, Outbox, Progress, post
from formgen.letters.printing import ToMark, mark_all
from formgen.letters.problems import Case, Cases, Doubted, cases
from formgen.letters.sending import homes
from formgen.letters.stationery import Stationery
from formgen.model.dataset import Dataset
from formgen.model.recipient import Round

BytesOf = Callable[[str], bytes | None]
"""The bytes received under a SHA-256, None where none were kept."""

_MARKABLE: Final = frozenset({"docx", "pdf", "xlsx"})


@dataclass(frozen=True, slots=True)
class Replied:
    """Who was asked what, and what became of the letters.

    `marked` files go back with their places marked, `unmarked` ones could not be.
    """

    cases: Cases
    batches: Batches
    marked: int
    unmarked: int


@dataclass(slots=True)
class _Marks:
    """How many files were marked, and how many were to be and were not."""

    made: int = 0
    failed: int = 0


def reply(  # noqa: PLR0913 - each is one thing that is known
    data: Dataset,
    rounds: Sequence[Round],
    stationery: Stationery,
    out: Outbox,
    bytes_of: BytesOf,
    *,
    places: Places,
    progress: Progress | None = None,
) -> Replied:
    """Write a letter to each agency with open problems in its files, a marked copy of each with it.

    A file that is not known to be the agency's own, and one that cannot be marked, does not go
    back; the letter says so.  Raises FormgenError where a folder cannot be written.
    """
    found = cases(data)
    home = homes(data.form.survey, rounds, data.round)
    marks = _Marks()
    copies = mark_all((_to_mark(one, places, bytes_of) for one in _files(found)), out.workers)

    def letters() -> Iterator[Letter]:
        for case in found.cases:
            own = [next(copies) for _ in case.files]
            _count(marks, case, own)
            code = case.agency.recipient.agency_code
            saved = tuple(
                (f"return-{place}-{out.names[code]}.{one.filed.returned.format}", copy)
                for place, (one, copy) in enumerate(zip(case.files, own, strict=True), 1)
                if copy is not None
            )
            enclosed = [place for place, copy in enumerate(own, 1) if copy is not None]
            document, *words = correction(case, places, stationery, enclosed)
            yield Letter(
                case.agency.recipient, home.of(code), document, (words[0], words[1]), saved
            )

    batches = post(letters(), len(found.cases), out, home.all, progress=progress)
    return Replied(found, batches, marks.made, marks.failed)


def _files(found: Cases) -> Iterator[Doubted]:
    for case in found.cases:
        yield from case.files


def _to_mark(one: Doubted, places: Places, bytes_of: BytesOf) -> ToMark | None:
    returned = one.filed.returned
    if not _goes_back(one):
        return None
    data = bytes_of(returned.sha256)
    return None if data is None else (returned.format, data, notes(one, places))


def _goes_back(one: Doubted) -> bool:
    returned = one.filed.returned
    return one.sure and returned.response is not None and returned.format in _MARKABLE


def _count(marks: _Marks, case: Case, copies: Sequence[bytes | None]) -> None:
    for one, copy in zip(case.files, copies, strict=True):
        if _goes_back(one):
            marks.made += copy is not None
            marks.failed += copy is None
