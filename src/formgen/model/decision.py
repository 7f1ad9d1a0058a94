"""What a person decided about one returned file; it holds for those bytes and no others."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic
from formgen.model.response import Value

WHO: Final = frozenset(
    {
        Code.TOKEN_BAD,
        Code.TOKEN_RECIPIENT_UNKNOWN,
        Code.TOKEN_DISAGREES,
        Code.RESPONDENT_UNKNOWN,
        Code.CODE_NOT_IN_ROSTER,
        Code.NAME_DISAGREES,
    }
)
"""The findings that leave it open whose return a file is; a `RESPONDENT` decision closes them."""

RIVALS: Final = frozenset({Code.RETURN_CONFLICT, Code.RESPONDENTS_DIFFER})
"""The findings that leave it open which return of an agency counts."""


class About(StrEnum):
    """What a decision is about."""

    COUNTS = "counts"
    RESPONDENT = "respondent"
    ANSWER = "answer"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    `COUNTS`: `value` is `yes` or `no`.  `RESPONDENT`: `value` is the agency's code.  `ANSWER`:
    `subject` names the field, `value` is its answer (None: left blank).  `SEEN`: the finding
    `subject` (`seen_subject`) was looked at and the file stands as it was read.  `at` is when.
    """

    sha256: str
    about: About
    subject: str = ""
    value: Value = None
    reason: str = ""
    by: str = ""
    at: str = ""

    @property
    def key(self) -> tuple[str, About, str]:
        """What a later decision must share to take this one's place."""
        return self.sha256, self.about, self.subject


def seen_subject(code: str, about: str) -> str:
    """Return the `subject` by which a finding is known: its code's name and what it is about."""
    return f"{code} {about}".rstrip()


def about(finding: Diagnostic) -> str:
    """Return what a finding is about: its field, else `#` and a digest of its place and facts.

    Two findings of one kind about no field, such as words added in two places, stay two.
    """
    if finding.field:
        return finding.field
    return "#" + sha256(repr((finding.at, finding.facts)).encode()).hexdigest()[:12]
