"""One returned file, by itself -> how it stands, and its answers in the terms of the form."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from formgen.consolidate.decided import Decided, answer_by_person, as_keyed, said_of
from formgen.model.codes import Code, Severity
from formgen.model.dataset import Filed, Standing, Told
from formgen.model.decision import ACROSS, RULES, WHO, About, Decision
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.response import Answer, Match, Response, Value
from formgen.model.returned import Returned, State
from formgen.model.rule import parse_rule
from formgen.model.survey import Role
from formgen.model.values import is_blank
from formgen.response import check_rules

_NO_ANSWER: Final = Answer(None)
_LEFT_BLANK: Final = Told(Standing.BLANK)
_DOUBTFUL: Final = Told(Standing.DOUBTFUL)
_NOT_ASKED: Final = Told(Standing.NOT_ASKED)

_Waived: TypeAlias = tuple[Diagnostic, Decision]


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
    ruled: tuple[Field, ...]

    def sift(
        self, returned: Returned, findings: Sequence[Diagnostic]
    ) -> tuple[list[Diagnostic], list[_Waived]]:
        """Part the findings that nobody has dealt with from the rules that a person waived."""
        still_open, waived = [], []
        for one in findings:
            decision = self.decided.closing(returned, one)
            if decision is None:
                still_open.append(one)
            elif one.code in RULES:
                waived.append((one, decision))
        return still_open, waived


def known(form: Form, older: Mapping[str, Form], decisions: Sequence[Decision]) -> Known:
    """Compare the versions of a form with the one being collected, once."""
    meant = {field.name: field.digest for field in form.fields}
    sources = {
        each.digest: Source(
            each, frozenset(one.name for one in each.fields if meant.get(one.name) == one.digest)
        )
        for each in (*older.values(), form)
    }
    ruled = tuple(field for field in form.fields if field.relevant)
    return Known(form, sources, Decided(form, decisions), ruled)


def file_return(known: Known, returned: Returned) -> Filed:
    """File one return as if it were the only one."""
    form, decided = known.form, known.decided
    if returned.ignored:
        why = next(iter(returned.diagnostics), found(Code.FILE_NOT_A_RETURN, what=returned.name))
        still_open, _ = known.sift(returned, returned.findings)
        return Filed(returned, State.IGNORED, why, open=_grave(still_open))
    if decision := decided.excluded(returned):
        why = found(Code.RETURN_EXCLUDED, by=decision.by or "–", reason=decision.reason or "–")
        return Filed(returned, State.QUARANTINED, why)
    by_person = decided.find(returned.sha256, About.KEYED)
    if by_person and returned.response is None:
        return _keyed(known, returned, str(by_person.value))
    response = returned.response
    if response is None:
        grave = _grave(known.sift(returned, returned.findings)[0])
        return _unread(known, returned, *(grave or (found(Code.FORM_NOT_OURS),)))
    claim = response.claim
    if claim.survey != form.survey:
        return _unread(known, returned, found(Code.FORM_OTHER_SURVEY, survey=claim.survey))
    source = known.sources.get(claim.digest)
    if source is None:
        return _unread(known, returned, _unknown(claim.digest))
    corrected = decided.answers(returned.sha256, source.same)
    return _understood(known, source, returned, response, corrected)


def _keyed(known: Known, returned: Returned, digest: str) -> Filed:
    """File what a person keyed in: what is wrong with the file itself is settled thereby."""
    source = known.sources.get(digest)
    if source is None:
        return _unread(known, returned, _unknown(digest))
    match = Match.EXACT if digest == known.form.digest else Match.OLDER
    response = as_keyed(source.form, match, returned, known.decided)
    since = known.decided.answers(returned.sha256).items()
    corrected = {name: decision for name, decision in since if name not in source.same}
    received = tuple(one for one in returned.diagnostics if one.code is Code.RECEIVED_FAR_OFF)
    read = replace(returned, response=response, diagnostics=received)
    return _understood(known, source, read, response, corrected)


def _unknown(digest: str) -> Diagnostic:
    return found(Code.FORM_UNKNOWN, digest=digest[:8])


def _unread(known: Known, returned: Returned, *findings: Diagnostic) -> Filed:
    """File what cannot be merged; a person may have said whose it is."""
    whose = known.decided.whose(returned)
    code = str(whose.value) if whose else ""
    why = _gravest(findings) or findings[0]
    return Filed(returned, State.QUARANTINED, why, code, code, open=findings)


def _understood(
    known: Known,
    source: Source,
    returned: Returned,
    response: Response,
    corrected: Mapping[str, Decision],
) -> Filed:
    form, whose = known.form, known.decided.whose(returned)
    given = known.decided.keyed(returned.sha256).items()
    answered = {name for name, decision in given if not is_blank(decision.value)}
    read = [*returned.findings, *_changes(form, source, response, answered)]
    if corrected:  # what was said of these answers is settled, and the rules are asked again
        read = [one for one in read if one.code in WHO or one.field not in corrected]
        read = [one for one in read if one.code not in ACROSS]
    findings, waived = known.sift(returned, read)
    answers = _answers(known, source.same, response, corrected, findings)
    if corrected:
        rules = _rules_again(source, response, answers, corrected)
        still_open, more = known.sift(returned, [*_of_corrected(form, corrected), *rules])
        findings, waived = findings + still_open, waived + more
    unknown = any(one.code in WHO and one.severity is Severity.ERROR for one in findings)
    code = str(whose.value) if whose else response.respondent.agency_code or ""
    if not code and not unknown:
        findings.append(found(Code.RESPONDENT_UNKNOWN))
        unknown = True
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
        waived=tuple(waived),
    )


def _grave(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in findings if one.severity is not Severity.INFO)


def _gravest(findings: Sequence[Diagnostic]) -> Diagnostic | None:
    errors = (one for one in findings if one.severity is Severity.ERROR)
    return next(errors, next(iter(findings), None))


# ---------------------------------------------------------------- answers


def _changes(
    form: Form, source: Source, response: Response, answered: Collection[str]
) -> Iterator[Diagnostic]:
    """Find the answers to fields that mean something else in the form being collected.

    Those `answered` by a person are among them, whatever the file says.
    """
    if source.form.digest == form.digest:
        return
    for name, answer in response.answers.items():
        changed = source.form.has(name) and form.has(name) and name not in source.same
        if changed and (not is_blank(answer.raw) or name in answered):
            label = source.form.field(name).label
            yield found(Code.FORM_FIELD_CHANGED, answer.at, name, label=label)


def _answers(
    known: Known,
    same: frozenset[str],
    response: Response,
    corrected: Mapping[str, Decision],
    findings: Sequence[Diagnostic],
) -> Mapping[str, Told]:
    """Ask the file for every field of the form; an error about no field puts all in doubt."""
    errors = [one for one in findings if one.severity is Severity.ERROR and one.code not in WHO]
    doubtful = {one.field for one in errors}
    told: dict[str, Told] = {}
    for field in known.form.fields:
        name = field.name
        if name in corrected:
            told[name] = _told(corrected[name].value)
        elif name in doubtful or "" in doubtful:
            told[name] = _DOUBTFUL
        elif name not in same:
            told[name] = _NOT_ASKED
        else:
            told[name] = _told(response.answers.get(name, _NO_ANSWER).value)
    if not known.ruled:
        return told
    values, unclear = _values(told)
    needless = {field.name for field in known.ruled if _needless(field, told, values, unclear)}
    return {name: _NOT_ASKED if name in needless else one for name, one in told.items()}


def _told(value: Value) -> Told:
    return _LEFT_BLANK if is_blank(value) else Told(Standing.ANSWERED, value)


def _values(told: Mapping[str, Told]) -> tuple[dict[str, Value], set[str]]:
    """Part the values of answers from the names of those in doubt."""
    values = {name: one.value for name, one in told.items()}
    return values, {name for name, one in told.items() if one.standing is Standing.DOUBTFUL}


def _needless(
    field: Field,
    told: Mapping[str, Told],
    values: Mapping[str, Value],
    unclear: Collection[str],
) -> bool:
    """Tell whether a blank was not asked for, because of other answers."""
    if told[field.name].standing is not Standing.BLANK:
        return False
    return parse_rule(field.relevant).holds(None, values, unclear) is False


def _of_corrected(form: Form, corrected: Mapping[str, Decision]) -> Iterator[Diagnostic]:
    """Go through what is to be said of each answer that a person gave."""
    for name, decision in corrected.items():
        if form.has(name):
            yield from said_of(form.field(name), answer_by_person(form.field(name), decision))


def _rules_again(
    source: Source,
    response: Response,
    told: Mapping[str, Told],
    corrected: Mapping[str, Decision],
) -> Iterator[Diagnostic]:
    """Hold the answers, as a person left them, against the rules of the form that was filled in."""
    form = source.form
    answers = {field.name: response.answers.get(field.name, _NO_ANSWER) for field in form.fields}
    of_person = {
        name: answer_by_person(form.field(name), decision)
        for name, decision in corrected.items()
        if name in source.same
    }
    values, unclear = _values(told)
    asked = {name: answer.value for name, answer in answers.items()}
    asked |= {name: value for name, value in values.items() if name in asked}
    changed = {name for name in asked if name in told and name not in source.same}
    return check_rules(form, asked, unclear | changed, answers | of_person)


def _text(form: Form, role: Role, answers: Mapping[str, Told]) -> str:
    field = form.with_role(role)
    value = answers[field.name].value if field else None
    return value.strip() if isinstance(value, str) else ""
