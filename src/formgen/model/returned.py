"""One returned file as it was taken in, and the state in which it ends."""

from dataclasses import dataclass
from enum import StrEnum

from formgen.model.diagnostics import Diagnostic
from formgen.model.response import Response


class State(StrEnum):
    """How a returned file ends; every file ends in exactly one."""

    ACCEPTED = "accepted"
    REVIEW = "accepted-with-review"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Box:
    """What a ZIP or an e-mail held: each file's path in there and its SHA-256; `sent` its date."""

    parts: tuple[tuple[str, str], ...]
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """One file of the inbox, read as far as it could be.

    `name` is its path inside the inbox, with `/`; `received` the ISO date of receipt, "" where
    there is no evidence of it; `response` is None for a file that could not be read, and then
    `diagnostics` say why.  `ignored` marks files that are no returns (lock files, thumbnails).
    `box` is what was taken out of it; each file in there is a `Returned` of its own.
    """

    name: str
    sha256: str
    size: int
    received: str = ""
    format: str = ""
    response: Response | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    ignored: bool = False
    box: Box | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings about the file and about its answers."""
        return self.diagnostics + (self.response.diagnostics if self.response else ())


@dataclass(frozen=True, slots=True)
class Again:
    """A file of the inbox that was read before in the same way, so that only its coming is new."""

    name: str
    sha256: str
    received: str = ""
