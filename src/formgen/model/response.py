"""What a return means: one answer for every field of the form; its record as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from formgen.model.diagnostics import Diagnostic
from formgen.model.identity import Claim, Token
from formgen.model.reading import By

Value: TypeAlias = str | int | tuple[str, ...] | None
"""A code, codes in choice order, text, an integer, a canonical decimal or an ISO 8601 date."""


class Match(StrEnum):
    """How the form in a file compares with the form being collected."""

    EXACT = "exact"
    OLDER = "older"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """One field's answer; `value` is None when blank, and when there is any doubt."""

    value: Value
    raw: str | tuple[str, ...] = ""
    at: str = ""
    by: By = By.NAME


@dataclass(frozen=True, slots=True)
class Respondent:
    """Whose return it is.

    `by` is `token`, `page` (the code printed on it), `typed` or `person`; `verified` is True
    (signature good), False (bad), None (no token) or `unchecked` (no key here).
    """

    agency_code: str | None = None
    round: str | None = None
    by: str = "typed"
    verified: bool | str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One return, understood: every field of its form has an answer."""

    format: str
    claim: Claim
    match: Match
    respondent: Respondent
    answers: Mapping[str, Answer]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def token(self) -> Token | None:
        """The token of the copy that was filled in, if it had one."""
        return self.claim.token


def record(response: Response, file: str, sha256: str) -> dict[str, Any]:
    """Write a response as the plain values of one line of JSON."""
    return {
        "file": file,
        "sha256": sha256,
        "format": response.format,
        "form": {
            "survey": response.claim.survey,
            "revision": response.claim.revision,
            "digest": response.claim.digest,
            "match": response.match.value,
        },
        "respondent": {
            "agency_code": response.respondent.agency_code,
            "round": response.respondent.round,
            "by": response.respondent.by,
            "verified": response.respondent.verified,
        },
        "answers": {name: answer_record(one) for name, one in response.answers.items()},
        "diagnostics": [diagnostic_record(one) for one in response.diagnostics],
    }


def answer_record(answer: Answer) -> dict[str, Any]:
    """Write one answer as plain JSON values."""
    return {
        "value": _plain(answer.value),
        "raw": _plain(answer.raw),
        "at": answer.at,
        "by": answer.by.value,
    }


def diagnostic_record(diagnostic: Diagnostic) -> dict[str, Any]:
    """Write one finding as plain JSON values, its message in Thai and English."""
    return {
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.value,
        "field": diagnostic.field,
        "at": diagnostic.at,
        "facts": {name: _plain(fact) for name, fact in diagnostic.facts},
        "message": {"th": diagnostic.message("th"), "en": diagnostic.message("en")},
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
