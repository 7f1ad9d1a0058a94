"""The words of every finding, in Thai and in English, by topic.

A text says what was found and what to do; where it was found is put before it.  The words in braces
are the finding's facts.
"""

from enum import Enum
from typing import NamedTuple


class Severity(Enum):
    """`ERROR`: the answer or file is not taken; `WARNING`: taken, look; `INFO`: for the record."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Wording(NamedTuple):
    """How grave a finding is, and what it says."""

    severity: Severity
    thai: str
    english: str


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
