"""Lists for review as persons left them -> what they decided, and what they typed so far."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from formgen.export.headed import Judged, Line, Rows, find_table
from formgen.export.keying import KeyingDesk, has_lost_its_names, keyed_table, lines_of, typed_in
from formgen.export.verdicts import SHA256, TYPED, Desk, agreed, review_table, verdicts
from formgen.model.dataset import Dataset
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Form

_DIGEST: Final = re.compile("[0-9a-f]{64}")

SPARE: Final = ("แฟ้ม", "เรื่อง", "สิ่งที่พิมพ์ไว้", "ลายนิ้วมือแฟ้ม")
"""The headings of the sheet of what was typed and is not used."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a list: rows with something typed in, and what was put aside before."""

    rows: tuple[Line, ...] = ()
    keyed: tuple[Line, ...] = ()
    spare: tuple[tuple[str, ...], ...] = ()


NOTHING: Final = Typed()


def judgements(
    data: Dataset, sheets: Sequence[Rows], file: str = "", whole: Dataset | None = None
) -> tuple[list[Judged], list[Diagnostic]]:
    """Read what the rows of a list decide, in any of its sheets, and what cannot be used of them.

    `data` is the result as it is without these decisions; where it is that of one round, `whole` is
    that of all.
    """
    desk, keying = Desk(data, whole), KeyingDesk(whole or data)
    judged: list[Judged] = []
    problems: list[Diagnostic] = []
    for rows in sheets:
        for made, wrong in (verdicts(desk, rows), keying.read(rows)):
            judged += (replace(one, file=file) for one in made)
            problems += (replace(one, file=file) for one in wrong)
    return judged, problems


def decisions(data: Dataset, *sheets: Rows) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Read what a person decided in the sheets of one list, and what cannot be used of it."""
    judged, problems = judgements(data, sheets)
    made, contradictions = agreed(judged)
    return made, (*problems, *contradictions)


def typed(form: Form, *sheets: Rows) -> Typed:
    """Read what a person typed into the sheets of a list, finished or not."""
    rows: list[Line] = []
    keyed: list[Line] = []
    spare: list[tuple[str, ...]] = []
    for each in sheets:
        if review := review_table(each):
            rows += (line for line in review.lines if any(line[one] for one in TYPED))
        keyed += filter(typed_in, lines_of(keyed_table(form, each)))
        if kept := find_table(each, SPARE, SPARE[2:3]):
            spare += (tuple(line[one] for one in SPARE) for line in kept.lines)
    return Typed(tuple(rows), tuple(keyed), tuple(dict.fromkeys(spare)))


def unusable(form: Form, sheets: Sequence[Rows]) -> str:
    """Say in Thai why a workbook is no list for review that can be read; "" where it is one."""
    tables = [table for rows in sheets if (table := review_table(rows))]
    keyed = [table for rows in sheets if (table := keyed_table(form, rows))]
    if not tables:
        return "ไม่พบตารางรายการตรวจสอบ หรือหัวคอลัมน์ถูกลบ"
    missing = [name for table in (*tables, *keyed) for name in table.missing]
    if missing:
        return "ไม่พบคอลัมน์ " + ", ".join(f"“{name}”" for name in dict.fromkeys(missing))
    if any(_has_rows_above(rows) for rows in sheets):
        return "หัวตารางไม่ได้อยู่เหนือทุกแถว"
    if any(has_lost_its_names(form, rows) for rows in sheets):
        return "แถวที่ซ่อนไว้เหนือหัวตารางของแผ่นงานพิมพ์คำตอบถูกลบ"
    return ""


def _has_rows_above(rows: Rows) -> bool:
    """Tell whether rows of the list stand above its headings, as after sorting these with them."""
    table = review_table(rows)
    below = sum(bool(_DIGEST.fullmatch(line[SHA256])) for line in table.lines) if table else 0
    known = sum(any(map(_DIGEST.fullmatch, row)) for row in rows) if table else 0
    return known > below
