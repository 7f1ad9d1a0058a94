"""Dataset -> the files of the result: workbook, data for other programs, list for review."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formgen.archive import not_written
from formgen.export.codebook import codebook_csv, codebook_document
from formgen.export.files import responses_csv, responses_jsonl
from formgen.export.filled import judgements, typed, unusable
from formgen.export.headed import Judged
from formgen.export.keying import to_key
from formgen.export.parquet import responses_parquet
from formgen.export.review import write_review
from formgen.export.stamp import sums
from formgen.export.verdicts import agreed
from formgen.export.workbook import write_workbook
from formgen.files import clear_beside, sha256, write_together
from formgen.formats.xlsx import all_rows
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic, FormgenError, found
from formgen.model.form import Form
from formgen.result import words
from formgen.result.names import REVIEW, WORKBOOK

__all__ = [
    "REVIEW",
    "USUAL",
    "WORKBOOK",
    "ReviewList",
    "Wanted",
    "codebook_document",
    "decided",
    "products",
    "put",
    "read_review",
    "to_key",
]

RESPONSES_CSV: Final = "responses.csv"
RESPONSES_JSONL: Final = "responses.jsonl"
RESPONSES_PARQUET: Final = "responses.parquet"
CODEBOOK_CSV: Final = "codebook.csv"
_DATA: Final = frozenset({RESPONSES_CSV, RESPONSES_JSONL, RESPONSES_PARQUET})
_AT_WISH: Final = frozenset({RESPONSES_PARQUET})
REVIEW_KEPT: Final = "review.unreadable"
"""How a list for review is called that cannot be read: what is typed in it may be wanted."""

_NO_PICTURES: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the data files are to be: with apostrophes before formulas, with personal data, ..."""

    guard: bool = True
    personal: bool = False
    parquet: bool = False


USUAL: Final = Wanted()


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The sheets of a list for review as a person left it, and the SHA-256 of the file.

    One that cannot be read has none, but `problems`; one that is not there has neither: nothing was
    decided in it.
    """

    path: Path
    sheets: tuple[tuple[tuple[str, ...], ...], ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    sha256: str = ""


def read_review(path: Path, form: Form, *, aside: bool = True) -> ReviewList:
    """Read a list for review, whole; what is in it is understood later.

    `aside`: it is the one that is written again, so that one that cannot be read is put aside.
    """
    try:
        data = path.read_bytes()
        sheets = tuple(tuple(map(tuple, rows)) for rows in all_rows(data))
        reason = unusable(form, sheets)
    except FileNotFoundError:
        return ReviewList(path)
    except OSError as error:
        reason = error.strerror or str(error)
    except FormgenError as error:
        reason = " ".join(words.problem(one)[0] for one in error.diagnostics)
    if not reason:
        return ReviewList(path, sheets, sha256=sha256(data))
    return ReviewList(path, problems=(_unread(path, reason, aside=aside),))


def _unread(path: Path, reason: str, *, aside: bool = True) -> Diagnostic:
    kept = _free(path.parent).name if aside else path.name
    return found(Code.REVIEW_UNREADABLE, file=str(path), reason=reason, kept=kept)


def decided(
    data: Dataset, lists: Sequence[ReviewList], whole: Dataset | None = None
) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Tell what persons decided in lists for review, and what cannot be used of them.

    `data` is the result as it is without these decisions; where it is that of one round, `whole` is
    that of all.  Where two rows, also of two lists, decide one thing differently, neither is taken.
    """
    judged: list[Judged] = []
    problems: list[Diagnostic] = []
    for each in lists:
        own, wrong = judgements(data, each.sheets, str(each.path), whole)
        judged += own
        problems += (*each.problems, *wrong)
    made, contradictions = agreed(judged)
    return made, (*problems, *contradictions)


def products(
    data: Dataset,
    review: ReviewList,
    wanted: Wanted = USUAL,
    pictures: Mapping[str, Sequence[str]] = _NO_PICTURES,
    aside: Path | None = None,
) -> dict[str, bytes]:
    """Make every file of the result that stands in a table, by its name.

    What a person typed into the list for review stays in rows that are still open.  `pictures` are
    the paths from the folder of the result to the pages of files, by the SHA-256 of the file.  What
    has to wait on the disk lies in `aside`; raises OSError where that is full.
    """
    files = {
        WORKBOOK: write_workbook(data, aside),
        RESPONSES_CSV: responses_csv(data, guard=wanted.guard, personal=wanted.personal),
        RESPONSES_JSONL: responses_jsonl(data, personal=wanted.personal),
        CODEBOOK_CSV: codebook_csv(data.form),
        REVIEW: write_review(data, typed(data.form, *review.sheets), pictures, aside),
    }
    if wanted.parquet:
        files[RESPONSES_PARQUET] = responses_parquet(data, personal=wanted.personal)
    return files


def put(
    folder: Path, files: Mapping[str, bytes], review: ReviewList, *, personal: bool = False
) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """Write the files of a result, all or none; return where they stand, and what is to be said.

    A list for review that could not be read, or was saved since, is put aside.  What an earlier run
    wrote besides is removed: everything in the folder tells of one result.  The list for review is
    for the office alone, and so are the data files where they are `personal`.  Raises FormgenError
    where the files cannot be written; what stood there before is then untouched.
    """
    earlier = sums(folder)
    said: list[Diagnostic] = []
    aside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not review.problems and _is_newer(review):
            said.append(_unread(review.path, "บันทึกไว้ระหว่างที่โปรแกรมเขียนผล"))
        if review.problems or said:
            aside = review.path.replace(_free(folder))
        paths = write_together(folder, files, {REVIEW, *(_DATA if personal else ())})
        for name in _AT_WISH - files.keys():
            (folder / name).unlink(missing_ok=True)
        for path in paths:
            clear_beside(path, earlier.get(path.name, ""))
    except OSError as error:
        if aside:
            aside.replace(review.path)
        raise not_written(Path(error.filename or folder), error) from error
    held = [
        found(Code.OUTPUT_HELD, file=str(folder / name), other=path.name)
        for name, path in zip(files, paths, strict=True)
        if path.name != name
    ]
    return paths, said + held


def _is_newer(review: ReviewList) -> bool:
    """Tell whether a person has saved the list since it was read."""
    there = review.path.is_file()
    return there and sha256(review.path.read_bytes()) != review.sha256


def _free(folder: Path) -> Path:
    """Find a name for an unreadable list that no earlier one has."""
    return next(path for path in _names(folder) if not path.exists())


def _names(folder: Path) -> Iterator[Path]:
    yield folder / f"{REVIEW_KEPT}.xlsx"
    number = 2
    while True:
        yield folder / f"{REVIEW_KEPT}-{number}.xlsx"
        number += 1
