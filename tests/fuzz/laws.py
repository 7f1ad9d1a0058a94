"""What must hold of any file whatever; each law takes bytes and raises where it is broken."""

import contextlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from formgen.archive import Shelf
from formgen.content import load
from formgen.content.texts import load_office, load_template
from formgen.export import read_review
from formgen.intake import Setting
from formgen.intake.reading import read
from formgen.intake.unwrap import KINDS, unwrap
from formgen.model.codes import Severity
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.response import Response, record
from formgen.model.returned import Returned
from formgen.receipts import listed_dates
from formgen.report import NAMES
from formgen.roster import load_roster

Law = Callable[[bytes], object]


def judged(form: Form, data: bytes) -> Returned:
    """Read a file as intake does, but let nothing through that a reader should not raise."""
    setting = Setting(form)
    returned = read(data, "a", setting, Shelf(()))
    for one in returned.findings:
        assert one.message("th")
        assert one.message("en")
    if returned.response:
        json.dumps(record(returned.response, "a", returned.sha256))
        assert set(returned.response.answers) == {field.name for field in form.fields}
    else:
        assert returned.findings
    return returned


def changed(before: Response, after: Returned) -> list[str]:
    """Name the fields that are accepted with another answer than before."""
    if after.response is None:
        return []
    own = after.response.answers
    return [name for name, answer in before.answers.items() if own[name].value != answer.value]


def unsaid(names: list[str], after: Returned) -> list[str]:
    """Leave the fields, of some, of which nothing is said that a person would look at."""
    said = {one.field for one in after.findings if one.severity is not Severity.INFO}
    return [] if "" in said else [name for name in names if name not in said]  # "": the whole file


def is_told(form: Form, before: Response, name: str) -> bool:
    """Tell whether a torn answer can be noticed at all: typed words in a PDF bear no check."""
    return before.format != "pdf" or form.field(name).select


def differing(form: Form, before: Response, after: Returned) -> list[str]:
    """Name the fields that are accepted with another answer than before, and nothing said of it."""
    names = [name for name in changed(before, after) if is_told(form, before, name)]
    return unsaid(names, after)


def _from_file(load_it: Callable[[Path], object], suffix: str) -> Law:
    def law(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder, contextlib.suppress(FormgenError):
            path = Path(folder, f"a{suffix}")
            path.write_bytes(data)
            load_it(path)

    return law


def unwrapped(data: bytes) -> None:
    """Take the files out of what may be a container."""
    for kind in KINDS:
        with contextlib.suppress(FormgenError):
            unwrap(data, kind)


def receipts(data: bytes) -> None:
    """Read what may be a list of receipts."""
    listed_dates(data, ["a.docx"])


def laws(form: Form) -> dict[str, Law]:
    """The laws of all that is read beside returned files, by what it is."""
    return {
        "survey.yaml": _from_file(load, ".yaml"),
        "text.yaml": _from_file(lambda path: load_template(path, NAMES), ".yaml"),
        "office.yaml": _from_file(load_office, ".yaml"),
        "roster.csv": _from_file(lambda path: load_roster(path, form), ".csv"),
        "roster.xlsx": _from_file(lambda path: load_roster(path, form), ".xlsx"),
        "review.xlsx": _from_file(lambda path: read_review(path, form, aside=False), ".xlsx"),
        "received.csv": receipts,
        "returns.zip": unwrapped,
        "mail.eml": unwrapped,
    }
