"""The merged result -> the covering report, a memorandum of facts with its annexes."""

from collections.abc import Mapping
from typing import Final

from formgen.content.text_shapes import OFFICE_FACTS
from formgen.content.texts import Names, Template, subject, typeset
from formgen.model.dataset import Dataset
from formgen.model.document import Document, Picture
from formgen.report.annexes import outstanding, questions, review, waivers
from formgen.report.facts import gather
from formgen.report.names import CONDITIONS, FACTS, LISTS, TABLES
from formgen.report.summary import summary

__all__ = ["NAMES", "covering_report"]

NAMES: Final = Names(
    facts=(*OFFICE_FACTS, *FACTS),
    conditions=tuple(CONDITIONS),
    tables=tuple(TABLES),
    lists={name: tuple(facts) for name, (_, facts) in LISTS.items()},
)
"""What the text of the report may name."""


def covering_report(
    data: Dataset,
    template: Template,
    office: Mapping[str, str],
    deadline: str = "",
    sent_on: str = "",
    emblem: Picture | None = None,
) -> Document:
    """Set the report's text with the facts of a result; personal data is in none of them.

    `deadline` and `sent_on` are ISO dates of the distribution, "" where unknown; the `emblem`
    stands at the head.
    """
    gathered = gather(data, deadline, sent_on)
    facts = {**office, **gathered.facts}
    tables = {
        "summary": summary(data),
        "questions": questions(data),
        "review": review(data),
        "outstanding": outstanding(data),
        "waivers": waivers(data),
    }
    blocks = typeset(template, facts, gathered.conditions, tables, gathered.lists)
    head = (emblem,) if emblem else ()
    return Document(subject(template, facts), (*head, *blocks), language=data.form.language)
