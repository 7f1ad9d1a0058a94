"""What one returned file says, raw, with the place of every mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formgen.model.diagnostics import Diagnostic
from formgen.model.identity import Claim, Issued


class By(StrEnum):
    """How an answer was found."""

    NAME = "name"
    ANCHOR = "anchor"
    POSITION = "position"
    IMAGE = "image"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in one field of a file.

    `raw` is text as typed, or the tuple of codes whose boxes are marked (any number of them).
    `at` says where: a cell, a control's tag, a page and position.
    """

    raw: str | tuple[str, ...]
    at: str
    by: By = By.NAME


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read: field name -> mark (a field that was not found has none), and findings.

    `issued` is the copy that the codes on its pages name, where no token does.
    """

    format: str
    claim: Claim | None
    marks: Mapping[str, Mark]
    diagnostics: tuple[Diagnostic, ...] = ()
    issued: Issued | None = None
