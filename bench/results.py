"""Measure the way back: returns in the ledger become the result; nothing new costs nothing."""

import io
import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import openpyxl
import xlsxwriter
from bench.measure import SURVEY, Figure, apart, peak, seconds
from tests.many import received, sent_to

from formgen import export, formats
from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.content import load
from formgen.dashboard import dashboard_html
from formgen.desk import Office, collect
from formgen.ledger import Ledger, Run
from formgen.model.dataset import Dataset
from formgen.model.form import Form
from formgen.model.identity import Copy
from formgen.model.survey import Kind, Role

AGENCIES = 8000
FILES = 600
RUN = Run("2026-11-23T09:00:00+07:00", "bench")


def results() -> list[Figure]:
    """Measure the way back, each part in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = apart(fill_ledger, folder)
        return [*apart(from_the_ledger, folder, files), *apart(again)]


def fill_ledger(folder: str) -> int:
    """Put what 8,000 agencies sent into a ledger; return how many files that is."""
    _, _, returns = received(compile_survey(load(SURVEY)), AGENCIES)
    with Ledger.open(Path(folder)) as ledger:
        ledger.take_all(RUN, ((one, None) for one in returns), "bench")
    return len(returns)


# ---------------------------------------------------------------- a large result


def from_the_ledger(folder: str, files: int) -> list[Figure]:
    """Merge and write what 8,000 agencies sent, against XlsxWriter writing the same cells."""
    form = compile_survey(load(SURVEY))
    rounds, roster = sent_to(form, AGENCIES)
    with Ledger.open(Path(folder)) as ledger:
        known = ledger.returns()
    merge = partial(consolidate, form, known, rounds, roster)
    merging = statistics.median(seconds(merge) for _ in range(3))
    data = merge()
    ours = statistics.median(seconds(lambda: write(data)) for _ in range(3))
    memory = peak()
    plain = statistics.median(seconds(plainly(data)) for _ in range(3))
    ratio = ours / plain
    return [
        Figure(
            f"workbook + CSV + JSONL + dashboard of {AGENCIES:,} agencies / XlsxWriter, same cells",
            f"{ours:.1f} s / {plain:.1f} s = {ratio:.1f}",
            "≤ 4",
            ratio <= 4,
        ),
        Figure(
            f"merging {files:,} returns, reading excluded",
            f"{merging:.2f} s = {files / merging:,.0f} a second",
            "≥ 2,000 a second",
            files / merging >= 2000,
        ),
        Figure("peak memory of both", f"{memory:.0f} MB", "≤ 400 MB", memory <= 400),
    ]


def write(data: Dataset) -> None:
    """Make what a run makes of a result, but for the report and the list for review."""
    export.write_workbook(data)
    export.responses_csv(data)
    export.responses_jsonl(data)
    dashboard_html(data)


def plainly(data: Dataset) -> Callable[[], None]:
    """Return a job that writes the cells of the workbook with no format, width or link."""
    book = openpyxl.load_workbook(io.BytesIO(export.write_workbook(data)), read_only=True)
    sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]

    def job() -> None:
        made = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "strings_to_urls": False})
        for rows in sheets:
            sheet = made.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        made.close()

    return job


# ---------------------------------------------------------------- a run with nothing new


def again() -> list[Figure]:
    """Collect real files once, and once more when nothing has come."""
    form = compile_survey(load(SURVEY))
    with tempfile.TemporaryDirectory() as folder:
        places = (Path(folder) / name for name in ("returns", "out", "ledger", "rounds"))
        office = Office(*places)
        for name, data in filled_files(form):
            path = office.inbox / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        cold = seconds(lambda: collect(form, office, RUN, workers=2))
        warm = statistics.median(
            seconds(lambda: collect(form, office, RUN, workers=2)) for _ in range(3)
        )
    share = warm / cold
    return [
        Figure(
            f"consolidate {FILES:,} files again with nothing new / the first time",
            f"{warm * 1000:.0f} ms / {cold * 1000:,.0f} ms = {share:.1%}",
            "≤ 5 %",
            share <= 0.05,
        )
    ]


def filled_files(form: Form) -> Iterator[tuple[str, bytes]]:
    """Go through filled forms of made-up agencies, in every format."""
    code = form.with_role(Role.AGENCY_CODE)
    choices = [field for field in form.fields if field.kind is Kind.SELECT_ONE and not field.role]
    for number in range(FILES):
        chance = Random(number)
        name = formats.NAMES[number % len(formats.NAMES)]
        values: list[tuple[str, object]] = [(code.name, f"A-{number:05}")] if code else []
        values += [(field.name, chance.choice(field.choices).code) for field in choices]
        data = formats.get(name).write(form, Copy(None, tuple(values))).data
        yield f"2026-11-{1 + number % 28:02}/A-{number:05}.{name}", data
