"""One returned file, by itself -> how it stands, and its answers in the terms of the form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.model.codes import Code, Severity
from formgen.model.dataset import Filed, Standing, Told
from formgen.model.decision import WHO, About, Decision, about, seen_subject
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.response import Answer, Response, Value
from formgen.model.returned import Returned, State
from formgen.model.rule import parse_rule
from formgen.model.survey import Role

_BLANK: Final = (None, "", ())
_NO_ANSWER: Final = Answer(None)


class Decided:
    """What persons decided, found by file; of two decisions on one thing the later stands."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._decisions = {one.key: one for one in decisions}

    def find(self, digest: str, about: About, subject: str = "") -> Decision | None:
        """Return what was decided about one thing of a file, or None."""
        return self._decisions.get((digest, about, subject))

    def excluded(self, digest: str) -> Decision | None:
        """Return the decision that a file does not count, or None."""
        decision = self.find(digest, About.COUNTS)
        return decision if decision and decision.value == "no" else None

    def open(self, digest: str, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Keep the findings of a file that nobody has dealt with yet."""
        return tuple(one for one in findings if not self._closed(digest, one))

    def _closed(self, digest: str, finding: Diagnostic) -> bool:
        if finding.code in WHO:
            return self.find(digest, About.RESPONDENT) is not None
        seen = seen_subject(finding.code.name, about(finding))
        return (
            self.find(digest, About.ANSWER, finding.field) is not None
            or self.find(digest, About.SEEN, seen) is not None
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A version of the form; `same` are the fields that mean the same in the one collected."""

    form: Form
    same: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What every file is held against: the form collected, its versions by digest, decisions."""

    form: Form
    sources: Mapping[str, Source]
    decided: Decided


def known(form: Form, older: Mapping[str, Form], decisions: Sequence[Decision]) -> Known:
    """Compare the versions of a form with the one being collected, once."""
    meant = {field.name: field.digest for field in form.fields}
    sources = {
        each.digest: Source(
            each, frozenset(one.name for one in each.fields if meant.get(one.name) == one.digest)
        )
        for each in (*older.values(), form)
    }
    return Known(form, sources, Decided(decisions))


def file_return(known: Known, returned: Returned) -> Filed:
    """File one return as if it were the only one."""
    form, decided = known.form, known.decided
    findings = decided.open(returned.sha256, returned.findings)
    if returned.ignored:
        why = next(iter(returned.diagnostics), found(Code.FILE_NOT_A_RETURN, what=returned.name))
        return Filed(returned, State.IGNORED, why, open=_grave(findings))
    if decision := decided.excluded(returned.sha256):
        why = found(Code.RETURN_EXCLUDED, by=decision.by or "–", reason=decision.reason or "–")
        return Filed(returned, State.QUARANTINED, why)
    response = returned.response
    if response is None:
        return _quarantined(returned, *(_grave(findings) or (found(Code.FORM_NOT_OURS),)))
    claim = response.claim
    if claim.survey != form.survey:
        return _quarantined(returned, found(Code.FORM_OTHER_SURVEY, survey=claim.survey))
    source = known.sources.get(claim.digest)
    if source is None:
        return _quarantined(returned, found(Code.FORM_UNKNOWN, digest=claim.digest[:8]))
    changed = decided.open(returned.sha256, _changes(form, source, response))
    return _understood(known, source, returned, response, (*findings, *changed))


def _understood(
    known: Known,
    source: Source,
    returned: Returned,
    response: Response,
    findings: tuple[Diagnostic, ...],
) -> Filed:
    form, whose = known.form, known.decided.find(returned.sha256, About.RESPONDENT)
    unknown = any(one.code in WHO and one.severity is Severity.ERROR for one in findings)
    code = str(whose.value) if whose else response.respondent.agency_code or ""
    if not code and not unknown:
        findings, unknown = (*findings, found(Code.RESPONDENT_UNKNOWN)), True
    answers = _answers(known, source.same, returned, response, findings)
    grave = _grave(findings)
    return Filed(
        returned=returned,
        state=State.REVIEW if grave else State.ACCEPTED,
        reason=_gravest(grave) or found(Code.RETURN_COUNTED),
        agency="" if unknown else code,
        agency_name=_text(form, Role.AGENCY_NAME, answers) or code,
        counted=not unknown,
        received=returned.received,
        answered_on=_text(form, Role.RESPONSE_DATE, answers),
        answers=answers,
        open=grave,
    )


def _quarantined(returned: Returned, *findings: Diagnostic) -> Filed:
    why = _gravest(findings) or findings[0]
    return Filed(returned, State.QUARANTINED, why, open=findings)


def _grave(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in findings if one.severity is not Severity.INFO)


def _gravest(findings: Sequence[Diagnostic]) -> Diagnostic | None:
    errors = (one for one in findings if one.severity is Severity.ERROR)
    return next(errors, next(iter(findings), None))


# ---------------------------------------------------------------- answers


def _changes(form: Form, source: Source, response: Response) -> tuple[Diagnostic, ...]:
    """Find the answers to fields that mean something else in the form being collected."""
    return tuple(
        found(Code.FORM_FIELD_CHANGED, answer.at, name, label=source.form.field(name).label)
        for name, answer in response.answers.items()
        if source.form.has(name) and form.has(name) and name not in source.same
        if answer.raw not in _BLANK
    )


def _answers(
    known: Known,
    same: frozenset[str],
    returned: Returned,
    response: Response,
    findings: Sequence[Diagnostic],
) -> Mapping[str, Told]:
    """Ask the file for every field of the form; an error about no field puts all in doubt."""
    errors = [one for one in findings if one.severity is Severity.ERROR and one.code not in WHO]
    doubtful = {one.field for one in errors}
    told: dict[str, Told] = {}
    for field in known.form.fields:
        name = field.name
        if decision := known.decided.find(returned.sha256, About.ANSWER, name):
            told[name] = _told(decision.value)
        elif name in doubtful or "" in doubtful:
            told[name] = Told(Standing.DOUBTFUL)
        elif name not in same:
            told[name] = Told(Standing.NOT_ASKED)
        else:
            told[name] = _told(response.answers.get(name, _NO_ANSWER).value)
    values = {name: one.value for name, one in told.items()}
    unclear = {name for name, one in told.items() if one.standing is Standing.DOUBTFUL}
    return {
        name: _relevant(known.form.field(name), one, values, unclear) for name, one in told.items()
    }


def _told(value: Value) -> Told:
    return Told(Standing.BLANK) if value in _BLANK else Told(Standing.ANSWERED, value)


def _relevant(
    field: Field, told: Told, values: Mapping[str, Value], unclear: Collection[str]
) -> Told:
    """A blank that other answers made needless was not asked for."""
    if told.standing is not Standing.BLANK or not field.relevant:
        return told
    needless = parse_rule(field.relevant).holds(None, values, unclear) is False
    return Told(Standing.NOT_ASKED) if needless else told


def _text(form: Form, role: Role, answers: Mapping[str, Told]) -> str:
    field = form.with_role(role)
    value = answers[field.name].value if field else None
    return value.strip() if isinstance(value, str) else ""
