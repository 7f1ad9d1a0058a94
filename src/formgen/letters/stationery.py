"""The office, the day and the texts a clerk can edit -> letters and the words of their mails."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formgen.content.text_shapes import OFFICE_FACTS
from formgen.content.texts import (
    Names,
    Piece,
    Template,
    find_text,
    load_office,
    load_template,
    subject,
    typeset,
)
from formgen.formats.images import emblem_in
from formgen.model.blocks import Paragraph
from formgen.model.document import Document, Picture
from formgen.model.form import Form
from formgen.model.recipient import Recipient
from formgen.thai.dates import thai_date

FACTS: Final = (
    *(name for name in OFFICE_FACTS if name != "recipient"),
    "survey",
    "to",
    "code",
    "date",
    "deadline",
)
"""What every letter may name: the office, the survey, the agency written to, the days."""

CONDITIONS: Final = ("deadline", "letter_number", "address", "division", "phone", "email")
"""What may hold of every letter: the facts of these names are known."""

_OFFICE: Final = "office"
_HIGH: Final = 30.0  # millimetres; the garuda of an external letter (rules of 1983, annex 3)
_NO_TABLES: Final[Mapping[str, Piece]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stationery:
    """What the letters of one run share: their texts, the office's facts, the day they bear.

    Without an `emblem` the letters are meant for the office's own letterhead.
    """

    letter: Template
    mail: Template
    office: Mapping[str, str]
    form: Form
    day: date
    deadline: date | None = None
    emblem: Picture | None = None

    def about(self, recipient: Recipient) -> dict[str, str]:
        """Say what every letter to an agency may name."""
        return {
            **{name: self.office.get(name, "") for name in FACTS if name in OFFICE_FACTS},
            "survey": self.form.title,
            "to": recipient.agency_name or recipient.agency_code,
            "code": recipient.agency_code,
            "date": thai_date(self.day),
            "deadline": thai_date(self.deadline) if self.deadline else "",
        }

    def letter_to(
        self,
        facts: Mapping[str, str],
        holds: Mapping[str, bool],
        tables: Mapping[str, Piece] = _NO_TABLES,
    ) -> tuple[Document, str, str]:
        """Write a letter, and the subject and body of its mail; `holds` says what is the case."""
        conditions = [name for name, held in holds.items() if held]
        return self.document(facts, conditions, tables), *self.words(facts, conditions)

    def document(
        self,
        facts: Mapping[str, str],
        conditions: Collection[str],
        tables: Mapping[str, Piece] = _NO_TABLES,
    ) -> Document:
        """Write a letter."""
        blocks = typeset(self.letter, facts, self._held(facts, conditions), tables)
        head = (self.emblem,) if self.emblem else ()
        title = subject(self.letter, facts)
        return Document(title, (*head, *blocks), language=self.form.language)

    def words(self, facts: Mapping[str, str], conditions: Collection[str]) -> tuple[str, str]:
        """Write the subject and the body of a mail."""
        blocks = typeset(self.mail, facts, self._held(facts, conditions), {})
        lines = [one.text.replace("\t", " ") for one in blocks if isinstance(one, Paragraph)]
        return subject(self.mail, facts), "\n\n".join(lines) + "\n"

    def _held(self, facts: Mapping[str, str], conditions: Collection[str]) -> frozenset[str]:
        return frozenset((*conditions, *(name for name in CONDITIONS if facts[name])))


def load_stationery(
    survey: Path, form: Form, kind: str, names: Names, day: date, deadline: date | None
) -> Stationery:
    """Read the texts of one kind of letter, `<kind>.yaml` and `<kind>-mail.yaml`, and the office's.

    `names` are those of its own that the letter may use; a mail has no tables.  Raises FormgenError
    with every mistake of the first file that has one.
    """
    facts, conditions = (*FACTS, *names.facts), (*CONDITIONS, *names.conditions)
    office = find_text(survey, _OFFICE)
    return Stationery(
        load_template(find_text(survey, kind), Names(facts, conditions, names.tables)),
        load_template(find_text(survey, f"{kind}-mail"), Names(facts, conditions)),
        load_office(office),
        form,
        day,
        deadline,
        emblem_in(office.parent, _HIGH, centred=True),
    )
