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

RIVALS: Final = frozenset(
    {
        Code.RETURN_CONFLICT,
        Code.RETURN_TO_CHOOSE,
        Code.RETURN_BLANK,
        Code.RESPONDENTS_DIFFER,
    }
)
"""The findings that leave it open which return of an agency counts."""

ACROSS: Final = frozenset(
    {
        Code.REQUIRED_BLANK,
        Code.NOTHING_ANSWERED,
        Code.NOT_RELEVANT,
        Code.CONSTRAINT_FAILED,
        Code.SPECIFY_BLANK,
        Code.SPECIFY_ALONE,
    }
)
"""The findings of the survey's own rules, which may speak of several answers at once."""

RULES: Final = ACROSS | {Code.TOO_LONG, Code.BAD_EMAIL, Code.BAD_PHONE}
"""The findings against a rule; a person who lets one stand waives the rule, and says why."""


class About(StrEnum):
    """What a decision is about."""

    COUNTS = "counts"
    RESPONDENT = "respondent"
    ANSWER = "answer"
    SEEN = "seen"
    KEYED = "keyed"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    `COUNTS`: `value` is `yes` or `no`.  `RESPONDENT`: `value` is the agency's code.  For a file
    that nothing could read, both name it in `subject`: the same bytes may have come from others.
    What does not count because another one was chosen has the SHA-256 of that in `meaning`: it
    gives way to that one alone, and counts where that is not, as in another round.
    `ANSWER`: `subject` names the field, `value` is its answer (None: left blank).  `SEEN`: the
    finding `subject` (`seen_subject`) was looked at and the file stands as it was read.  `KEYED`: a
    person read what no program could and gave every answer; `value` is the digest of the form.
    `at` is when.  `meaning` is also the digest of the field that an `ANSWER` answers, as that field
    was then; "" where an earlier program did not note it.
    """

    sha256: str
    about: About
    subject: str = ""
    value: Value = None
    reason: str = ""
    by: str = ""
    at: str = ""
    meaning: str = ""

    @property
    def key(self) -> tuple[str, About, str]:
        """What a later decision must share to take this one's place."""
        return self.sha256, self.about, self.subject


def seen_subject(code: str, about: str) -> str:
    """Return the `subject` by which a finding is known: its code's name and what it is about."""
    return f"{code} {about}".rstrip()


def about(finding: Diagnostic) -> str:
    """Return what a finding is about: its field, `#`, and a digest of its place and facts.

    So two findings of one kind stay two, and what was let stand is not let stand when it says
    something else.
    """
    digest = sha256(repr((finding.at, finding.facts)).encode("utf-8", "backslashreplace"))
    return f"{finding.field} #{digest.hexdigest()[:12]}".lstrip()


def field_of(about: str) -> str:
    """Return the field of what a finding is `about`; "" where it is about the file."""
    return about.rpartition("#")[0].rstrip()
