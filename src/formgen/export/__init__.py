"""Dataset -> the files of the result: workbook, data for other programs, list for review."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from formgen.archive import not_written
from formgen.export.files import responses_csv, responses_jsonl
from formgen.export.review import write_review
from formgen.export.verdicts import decisions, typed
from formgen.export.workbook import write_workbook
from formgen.files import write_atomically
from formgen.formats.xlsx import sheet_rows
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic, FormgenError, found

WORKBOOK: Final = "สรุปผลแบบสำรวจ.xlsx"
RESPONSES_CSV: Final = "responses.csv"
RESPONSES_JSONL: Final = "responses.jsonl"
REVIEW: Final = "review.xlsx"
REVIEW_KEPT: Final = "review.unreadable.xlsx"
"""Where a list for review is put aside that cannot be read; what is typed in it may be wanted."""


def export(data: Dataset, folder: Path) -> tuple[Path, ...]:
    """Write every file of the result into `folder`, each whole or not at all; return their paths.

    What a person typed into rows of the list for review that are still open stays there.  Raises
    FormgenError where a file cannot be written; what stood there before is then untouched.
    """
    rows, problems = _review_rows(folder)
    files = {
        WORKBOOK: write_workbook(data),
        RESPONSES_CSV: responses_csv(data),
        RESPONSES_JSONL: responses_jsonl(data),
        REVIEW: write_review(data, typed(rows)),
    }
    for name, content in files.items():
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if name == REVIEW and problems:
                path.replace(folder / REVIEW_KEPT)
            write_atomically(path, content)
        except OSError as error:
            raise not_written(path, error) from error
    return tuple(folder / name for name in files)


def decided(data: Dataset, folder: Path) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Read what a person decided in the list for review in `folder`, and what cannot be used.

    `data` is the result as it is without these decisions.  Without a list nothing was decided.
    """
    rows, problems = _review_rows(folder)
    made, unusable = decisions(data, rows)
    return made, tuple(replace(one, file=str(folder / REVIEW)) for one in (*problems, *unusable))


def _review_rows(folder: Path) -> tuple[list[list[str]], tuple[Diagnostic, ...]]:
    try:
        return sheet_rows((folder / REVIEW).read_bytes()), ()
    except FileNotFoundError:
        return [], ()
    except OSError as error:
        reason = error.strerror or str(error)
    except FormgenError as error:
        reason = " ".join(one.message() for one in error.diagnostics)
    return [], (found(Code.REVIEW_UNREADABLE, reason=reason, kept=REVIEW_KEPT),)
