"""What persons decided, found by file; what a person keyed in becomes a response."""

from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from formgen.model.codes import Severity
from formgen.model.decision import WHO, About, Decision, about, seen_subject
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Field, Form
from formgen.model.identity import Claim
from formgen.model.reading import By, Mark
from formgen.model.response import Answer, Match, Respondent, Response, Value
from formgen.model.returned import Returned
from formgen.response import check_rules, interpret_mark

_NOTHING: Final[Mapping[tuple[About, str], Decision]] = MappingProxyType({})


def in_force(decisions: Sequence[Decision], present: Container[str]) -> tuple[Decision, ...]:
    """Leave out that a file gives way to one that is not `present`, by their SHA-256."""
    return tuple(
        one
        for one in decisions
        if one.about is not About.COUNTS or not one.meaning or one.meaning in present
    )


class Decided:
    """What persons decided, found by file; of two decisions on one thing the later stands.

    `form` is the one being collected: an answer is for the field as it was when it was given.
    """

    def __init__(self, form: Form, decisions: Sequence[Decision]) -> None:
        self._meanings = {field.name: field.digest for field in form.fields}
        self._of: dict[str, dict[tuple[About, str], Decision]] = {}
        for one in decisions:
            own = self._of.setdefault(one.sha256, {})
            own[one.about, one.subject] = one

    def find(self, digest: str, about: About, subject: str = "") -> Decision | None:
        """Return what was decided about one thing of a file, or None."""
        return self._of.get(digest, _NOTHING).get((about, subject))

    def excluded(self, returned: Returned) -> Decision | None:
        """Return the decision that a file does not count, or None."""
        decision = self._of_file(returned, About.COUNTS)
        return decision if decision and decision.value == "no" else None

    def whose(self, returned: Returned) -> Decision | None:
        """Return the decision whose return a file is, or None."""
        return self._of_file(returned, About.RESPONDENT)

    def _of_file(self, returned: Returned, about: About) -> Decision | None:
        own = self._of.get(returned.sha256, _NOTHING)
        return own.get((about, "")) or own.get((about, returned.name))

    def answers(self, digest: str, same: Container[str] = ()) -> Mapping[str, Decision]:
        """Map the fields that a person answered to these decisions.

        One for a field that has changed since is not among them; where its meaning was not noted,
        only fields that are the `same` in the form of the file are.
        """
        return {
            name: decision
            for name, decision in self.keyed(digest).items()
            if decision.meaning == self._meanings.get(name)
            or (not decision.meaning and name in same)
        }

    def keyed(self, digest: str) -> Mapping[str, Decision]:
        """Map every field that has an answer by a person to the decision that gave it."""
        own = self._of.get(digest, _NOTHING)
        return {name: one for (what, name), one in own.items() if what is About.ANSWER}

    def closing(self, returned: Returned, finding: Diagnostic) -> Decision | None:
        """Return the decision by which a finding of a file is closed; None while it is open."""
        own = self._of.get(returned.sha256)
        if not own:
            return None
        if finding.code in WHO:
            return self.whose(returned)
        seen = seen_subject(finding.code.name, about(finding))
        # Earlier ledgers told the findings about one field apart by their code alone.
        of_old = seen_subject(finding.code.name, finding.field) if finding.field else seen
        return own.get((About.SEEN, seen)) or own.get((About.SEEN, of_old))


def as_keyed(form: Form, match: Match, returned: Returned, decided: Decided) -> Response:
    """Understand a file as a person keyed it in, by the `form` for which this was done."""
    given = decided.keyed(returned.sha256)
    answers = {field.name: answer_by_person(field, given.get(field.name)) for field in form.fields}
    said = [each for field in form.fields for each in said_of(field, answers[field.name])]
    values = {name: answer.value for name, answer in answers.items()}
    said += check_rules(form, values, (), answers)
    whose = decided.whose(returned)
    return Response(
        format=returned.format,
        claim=Claim(form.survey, form.revision, form.digest),
        match=match,
        respondent=Respondent(str(whose.value) if whose else None, by=By.PERSON.value),
        answers=answers,
        diagnostics=tuple(said),
    )


def answer_by_person(field: Field, decision: Decision | None) -> Answer:
    """Turn what a person decided into an answer like any other."""
    value = decision.value if decision else None
    return Answer(value, _raw(field, value), by=By.PERSON)


def said_of(field: Field, answer: Answer) -> Iterator[Diagnostic]:
    """Go through what is to be said of an answer by itself, such as that it is too long."""
    _, said = interpret_mark(field, Mark(answer.raw, answer.at, answer.by))
    return (one for one in said if one.severity is Severity.WARNING)


def _raw(field: Field, value: Value) -> str | tuple[str, ...]:
    match value:
        case None:
            return () if field.select else ""
        case tuple():
            return value
        case _:
            return (str(value),) if field.select else str(value)
