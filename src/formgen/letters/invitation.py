"""An agency and its copies of the form -> the covering letter with which they are sent."""

from collections.abc import Sequence
from typing import Final

from formgen.content.texts import Names
from formgen.letters.stationery import Stationery
from formgen.model.document import Document
from formgen.model.recipient import Recipient
from formgen.thai.numerals import to_thai

KIND: Final = "invitation"
"""What letters of this kind are called, and their texts."""

NAMES: Final = Names(facts=("copies", "files"), conditions=("several", "carried"))
"""What the text of a covering letter may name beside what every letter may."""


def invitation(
    recipient: Recipient, stationery: Stationery, copies: Sequence[str], *, carried: bool = False
) -> tuple[Document, str, str]:
    """Write the letter, and the subject and body of its mail.

    `copies` are the formats of the agency's copies that go with it; `carried`: answers that the
    agency gave before are filled in there.
    """
    facts = stationery.about(recipient) | {
        "copies": ", ".join(one.upper() for one in copies),
        "files": to_thai(len(copies)),
    }
    return stationery.letter_to(facts, {"several": len(copies) > 1, "carried": carried})
