"""The merged result -> every file it is written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formgen import export, formats, report
from formgen.content.texts import Template, find_text, load_office, load_template
from formgen.dashboard import dashboard_html
from formgen.export import ReviewList, Wanted
from formgen.formats.images import emblem_in
from formgen.model.dataset import Dataset
from formgen.model.document import Picture
from formgen.model.recipient import Round

REPORT: Final = "รายงานผลการสำรวจ"
CODEBOOK: Final = "codebook"
DASHBOARD: Final = "dashboard.html"
_PRINTED: Final = ("docx", "pdf")
_EMBLEM_HEIGHT: Final = 15.0  # millimetres; the garuda of a memorandum (rules of 1983, annex 2)


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of the covering report, what the office says of itself, and its emblem."""

    report: Template
    office: Mapping[str, str]
    emblem: Picture | None = None


def load_texts(survey: Path) -> Texts:
    """Read the texts that go with a survey; raise FormgenError with every mistake of a file."""
    template = load_template(find_text(survey, "report"), report.NAMES)
    office = find_text(survey, "office")
    emblem = emblem_in(office.parent, _EMBLEM_HEIGHT, centred=False)
    return Texts(template, load_office(office), emblem)


def products(  # noqa: PLR0913, PLR0917 - each is one thing the result is made of
    data: Dataset,
    rounds: Sequence[Round],
    texts: Texts,
    wanted: Wanted,
    review: ReviewList,
    pictures: Mapping[str, Sequence[str]],
    aside: Path,
) -> dict[str, bytes]:
    """Make every file of the result, by its name; what a person opens first comes first.

    What has to wait on the disk lies in `aside`; raises OSError where that is full.
    """
    deadline = max((one.deadline for one in rounds), default="")
    sent_on = min((one.issued for one in rounds if one.issued), default="")
    covering = report.covering_report(
        data, texts.report, texts.office, deadline, sent_on, texts.emblem
    )
    tables = export.products(data, review, wanted, pictures, aside)
    return {
        export.WORKBOOK: tables.pop(export.WORKBOOK),
        **{f"{REPORT}.{name}": formats.write_document(covering, name) for name in _PRINTED},
        DASHBOARD: dashboard_html(data),
        export.REVIEW: tables.pop(export.REVIEW),
        **tables,
        f"{CODEBOOK}.docx": formats.write_document(export.codebook_document(data.form), "docx"),
    }
