"""One finding: a code, where, and the facts; rendered in Thai or English only when shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

from formgen.model.codes import Code, Severity
from formgen.model.wording.reasons import in_thai
from formgen.thai.numerals import to_thai

Language = Literal["th", "en"]
Fact = str | int | tuple[str, ...]

_UNTOLD: Final = "…"  # for a fact that a finding kept from an earlier version does not have


class Exit(IntEnum):
    """The exit codes of every command."""

    CLEAN = 0
    REVIEW = 1
    USAGE = 2
    CONTENT = 3
    OUTPUT = 4
    INTERNAL = 5


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `at` is the place inside `file`: a line, a cell, a control; `field` the form's field concerned.
    """

    code: Code
    at: str = ""
    field: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    file: str = ""

    @property
    def severity(self) -> Severity:
        """How grave the finding is; decided by its code alone."""
        return self.code.severity

    @property
    def where(self) -> str:
        """File and place, as `file:place`, so far as they are known."""
        return ":".join(part for part in (self.file, self.at) if part)

    def message(self, language: Language = "th") -> str:
        """Say where, what was found and what to do."""
        template = self.code.thai if language == "th" else self.code.english
        facts = {name: _shown(name, value, language) for name, value in self.facts}
        known = {"at": self.at, "field": self.field, "file": self.file, **facts}
        text = template.format_map(defaultdict(lambda: _UNTOLD, known))
        return f"{self.where}: {text}" if self.where else text


def found(code: Code, at: str = "", field: str = "", file: str = "", **facts: Fact) -> Diagnostic:
    """Make a diagnostic; the keyword arguments are its facts."""
    return Diagnostic(code, at, field, tuple(facts.items()), file)


class FormgenError(Exception):
    """The command cannot go on; carries what to tell the user and the exit code."""

    def __init__(self, diagnostics: Iterable[Diagnostic], exit_code: Exit) -> None:
        self.diagnostics = tuple(diagnostics)
        self.exit_code = exit_code
        super().__init__("\n".join(each.message("en") for each in self.diagnostics))


def _shown(name: str, value: Fact, language: Language) -> str:
    """Write a fact: an amount in the numerals of the language, names and places as they are."""
    match value:
        case tuple():
            return ", ".join(value)
        case str() if name == "reason" and language == "th":
            return in_thai(value)
        case int() if language == "th":
            return to_thai(value)
        case _:
            return str(value)
