"""Returned files, answers and decisions <-> rows of the ledger."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from formgen.model.codes import Code
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic
from formgen.model.identity import Claim, parse_token
from formgen.model.reading import By
from formgen.model.response import Answer, Match, Respondent, Response, Value
from formgen.model.returned import Box, Returned


def parse_columns(returned: Returned) -> tuple[str | int | None, ...]:
    """Write what was read of a file, save its answers, as columns; reversed by `returned_of`."""
    findings = json_text([_finding_to_plain(one) for one in returned.diagnostics])
    head = (returned.format, int(returned.ignored), findings)
    response = returned.response
    if response is None:
        return (*head, None, None, None, None)
    claim, whose = response.claim, response.respondent
    plain = {
        "format": response.format,
        "revision": claim.revision,
        "token": str(claim.token) if claim.token else "",
        "match": response.match.value,
        "round": whose.round,
        "by": whose.by,
        "verified": whose.verified,
        "findings": [_finding_to_plain(one) for one in response.diagnostics],
    }
    return (*head, json_text(plain), claim.survey, claim.digest, whose.agency_code)


def answer_rows(response: Response | None) -> list[tuple[int, str, str, str, str, str]]:
    """Write answers as rows in the order of the form; reversed by `answer_of`."""
    answers = response.answers.items() if response else ()
    return [
        (place, name, json_text(one.value), json_text(one.raw), one.at, one.by.value)
        for place, (name, one) in enumerate(answers)
    ]


def box_text(box: Box | None) -> str:
    """Write what was in a container as a column; "" for any other file; reversed by `box_of`."""
    return json_text({"sent": box.sent, "parts": box.parts}) if box else ""


def _finding_to_plain(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code.name,
        "at": finding.at,
        "field": finding.field,
        "file": finding.file,
        "facts": [list(fact) for fact in finding.facts],
    }


def json_text(value: object) -> str:
    """Write a value as JSON, Thai as Thai where it is Unicode at all."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character
        return json.dumps(value)
    return text


# ---------------------------------------------------------------- rows -> values


def returned_of(row: sqlite3.Row, answers: Mapping[str, Answer]) -> Returned:
    """Read a file as it was taken in from its row and its answers."""
    return Returned(
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        received=row["received"],
        format=row["format"],
        response=None if row["response"] is None else _response(row, answers),
        diagnostics=tuple(_finding(one) for one in json.loads(row["findings"])),
        ignored=bool(row["ignored"]),
        box=box_of(row["box"]),
    )


def box_of(text: str) -> Box | None:
    """Read what was in a container."""
    if not text:
        return None
    plain = json.loads(text)
    return Box(tuple((name, digest) for name, digest in plain["parts"]), plain["sent"])


def _response(row: sqlite3.Row, answers: Mapping[str, Answer]) -> Response:
    plain = json.loads(row["response"])
    whose = Respondent(row["agency_code"], plain["round"], plain["by"], plain["verified"])
    token = parse_token(plain["token"])
    return Response(
        format=plain["format"],
        claim=Claim(row["survey"], plain["revision"], row["digest"], token),
        match=Match(plain["match"]),
        respondent=whose,
        answers=answers,
        diagnostics=tuple(_finding(one) for one in plain["findings"]),
    )


def answer_of(row: sqlite3.Row) -> Answer:
    """Read an answer from its row."""
    raw = value_of(row["raw"])
    raw = raw if isinstance(raw, tuple) else str(raw)
    return Answer(value_of(row["value"]), raw, row["at"], By(row["by"]))


def _finding(plain: dict[str, Any]) -> Diagnostic:
    facts = tuple((name, _tuples(value)) for name, value in plain["facts"])
    return Diagnostic(Code[plain["code"]], plain["at"], plain["field"], facts, plain["file"])


def decision_of(row: sqlite3.Row) -> Decision:
    """Read a decision from its row."""
    return Decision(
        sha256=row["sha256"],
        about=About(row["about"]),
        subject=row["subject"],
        value=value_of(row["value"]),
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
        meaning=row["meaning"],
    )


def value_of(text: str) -> Value:
    """Read a value; reverses `json_text`."""
    value: Value = _tuples(json.loads(text))
    return value


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
