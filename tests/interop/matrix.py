"""What was read after each engine and operation -> a table in the documents, and its sums."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formgen import formats
from formgen.model.codes import Severity
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.response import Match
from formgen.response import interpret

DOCS = Path(__file__).parents[2] / "docs/formats"
COLUMNS = {
    "โปรแกรม": "engine",
    "การกระทำ": "operation",
    "ถูกต้อง": "right",
    "ให้คนดู": "flagged",
    "ผิดโดยไม่บอก": "silent wrong",
}
HEAD = "| " + " | ".join(f"{thai}<br>{english}" for thai, english in COLUMNS.items()) + " |\n"
HEAD += "|---|---|---:|---:|---:|\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the fields of one file were read: their names."""

    right: tuple[str, ...]
    flagged: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def kinds(self) -> tuple[tuple[str, ...], ...]:
        """The three kinds of fields, as the table has them."""
        return self.right, self.flagged, self.silent


def judged(form: Form, name: str, data: bytes, wanted: Mapping[str, object]) -> Outcome:
    """Compare what is read of a file with what was answered.

    A field is flagged if a finding that a person sees is about it, or about the whole file where
    it cannot be read; right if it is not and has its value; else silently wrong.
    """
    try:
        reading = formats.read(form, name, data)
    except FormgenError:
        return Outcome((), tuple(wanted), ())
    response = interpret(form, reading, Match.EXACT)
    about = {one.field for one in reading.diagnostics if one.severity is not Severity.INFO}
    about |= {one.field for one in response.diagnostics if one.severity is Severity.ERROR}
    right, flagged, silent = [], [], []
    for field_name, value in wanted.items():
        same = response.answers[field_name].value == value
        (flagged if field_name in about else right if same else silent).append(field_name)
    return Outcome(tuple(right), tuple(flagged), tuple(silent))


@dataclass
class Matrix:
    """The rows of one document's table, in the order in which they were found."""

    rows: dict[tuple[str, str], Outcome] = field(default_factory=dict)

    def write(self, name: str, engines: Collection[str]) -> None:
        """Put the table of all these engines between its markers in `docs/formats/<name>.md`.

        Where only some of them were tried, the table stays as it is.
        """
        if {engine for engine, _ in self.rows} != set(engines):
            return
        path = DOCS / f"{name}.md"
        page = path.read_text(encoding="utf-8")
        lines = "".join(
            f"| {engine} | {operation} | {' | '.join(str(len(each)) for each in one.kinds)} |\n"
            for (engine, operation), one in self.rows.items()
        )
        kinds = [one.kinds for one in self.rows.values()]
        sums = [sum(map(len, kind)) for kind in zip(*kinds, strict=True)]
        total = f"| **รวม** · all | {len(self.rows)} | {sums[0]:,} | {sums[1]} | **{sums[2]}** |\n"
        new = between(page, "matrix", f"{HEAD}{lines}{total}")
        if new != page:
            path.write_text(new, encoding="utf-8", newline="\n")


def between(page: str, name: str, table: str) -> str:
    """Put a table between its two markers in a document."""
    begin, end = (f"<!-- {name}: {word} -->" for word in ("begin", "end"))
    new, count = re.subn(
        f"{begin}.*{end}", lambda _: f"{begin}\n{table}{end}", page, flags=re.DOTALL
    )
    assert count == 1, f"there is no place for the table {name}"
    return new
