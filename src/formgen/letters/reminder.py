"""An agency that has not returned -> the letter that reminds it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from formgen.content.texts import Names
from formgen.letters.stationery import Stationery
from formgen.model.dataset import Agency
from formgen.model.document import Document
from formgen.thai.dates import parse_date, thai_date
from formgen.thai.numerals import to_thai

KIND: Final = "reminder"
"""What letters of this kind are called, and their texts."""

NAMES: Final = Names(
    facts=("times", "before", "sent", "due", "copies"),
    conditions=("again", "sent", "due", "overdue", "copies"),
)
"""What the text of a reminder may name beside what every letter may."""


def reminder(
    agency: Agency, stationery: Stationery, due: str, copies: Sequence[str]
) -> tuple[Document, str, str]:
    """Write the letter, and the subject and body of its mail.

    `due` is the ISO date by which the form should have been back, "" where none was set; `copies`
    are the formats of the agency's blank copies that go with the mail.
    """
    day = stationery.day.isoformat()
    before = sum(one < day for one in set(agency.reminded))
    sent, until = parse_date(agency.sent), parse_date(due)
    facts = stationery.about(agency.recipient) | {
        "times": to_thai(before + 1),
        "before": to_thai(before),
        "sent": _day(sent),
        "due": _day(until),
        "copies": ", ".join(one.upper() for one in copies),
    }
    holds = {
        "again": bool(before),
        "sent": bool(sent),
        "due": bool(until),
        "overdue": bool(until and until < stationery.day),
        "copies": bool(copies),
    }
    return stationery.letter_to(facts, holds)


def _day(day: date | None) -> str:
    return thai_date(day) if day else ""
