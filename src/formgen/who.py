"""A claim and the answers of part one -> whose return it is; nothing is taken on trust."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form
from formgen.model.identity import Claim, Imprint, Issued, Token, page_key, verified
from formgen.model.recipient import Recipient, Round
from formgen.model.response import Answer, Respondent
from formgen.model.survey import Role
from formgen.thai import normalise
from formgen.thai.dates import thai_date
from formgen.thai.numerals import to_arabic

_A_YEAR: Final = timedelta(days=366)


def respondent(
    form: Form,
    claim: Claim | None,
    answers: Mapping[str, Answer],
    rounds: Sequence[Round],
    roster: Sequence[Recipient],
    issued: Issued | None = None,
) -> tuple[Respondent, tuple[Diagnostic, ...]]:
    """Find whose return this is: by its token, else by the code typed into part one.

    A copy without fields has no token but may say on its pages how it was `issued`.  With a roster
    a typed code must be in it and the typed name must agree; without one the typed code is the
    identity.  Agencies are never matched by name: many share one.
    """
    code, name = typed(form, answers, Role.AGENCY_CODE), typed(form, answers, Role.AGENCY_NAME)
    code = to_arabic(code)
    if claim and claim.token:
        whose, said = by_token(claim, claim.token, code, rounds, name)
        if whose.by == "token" or not roster or not code:
            return whose, said
        listed, doubts = by_code(form, answers, code, name, roster)
        return replace(whose, agency_code=listed.agency_code), (*said, *doubts)
    if issued:
        return by_page(issued, code, name, rounds)
    return by_code(form, answers, code, name, roster)


def copy_of(
    imprint: Imprint, digests: Iterable[str], rounds: Sequence[Round]
) -> tuple[str, Issued | None] | None:
    """Find the form, and the copy, whose code stands on pages; None for a code of nothing known.

    What the file says in its data must agree with its pages; if it does not, nothing is found.
    """
    claim, mark = imprint.claim, imprint.mark
    if mark is None:
        return None
    if claim and claim.token:
        key = page_key(claim.digest, claim.token.round)
        same = (mark.issued, mark.key, mark.serial) == (True, key, claim.token.serial)
        return (claim.digest, None) if same else None
    sent = [(digest, one.id) for one in rounds for digest in one.digests]
    if claim:  # some programs keep what all copies of a form share
        digests = (claim.digest,)
        sent = [one for one in sent if one[0] == claim.digest]
    if not mark.issued:
        digest = next((one for one in digests if page_key(one) == mark.key), None)
        return (digest, None) if digest else None
    named = next((one for one in sent if page_key(*one) == mark.key), None)
    return (named[0], Issued(named[1], mark.serial)) if named else None


def by_page(
    issued: Issued, code: str, name: str, rounds: Sequence[Round]
) -> tuple[Respondent, tuple[Diagnostic, ...]]:
    """Hold the code printed on pages against its round, and against the agency the pages show.

    It is never verified: it has no signature, and anybody can print it.
    """
    sent = next((one for one in rounds if one.id == issued.round), None)
    recipient = sent.recipient(issued.serial) if sent else None
    if recipient is None:
        unlisted = found(Code.TOKEN_RECIPIENT_UNKNOWN, round=issued.round, serial=issued.serial)
        return Respondent(code or None, issued.round), (unlisted,)
    whose = Respondent(recipient.agency_code, issued.round, "page")
    sent_to = shown(recipient.agency_code, recipient.agency_name)
    if not agrees(recipient, code, name):
        said = found(Code.TOKEN_DISAGREES, sent_to=sent_to, typed=shown(code, name))
    else:
        said = found(Code.PAGE_CODE_UNSIGNED, sent_to=sent_to)
    return whose, (said,)


def by_code(
    form: Form,
    answers: Mapping[str, Answer],
    code: str,
    name: str,
    roster: Sequence[Recipient],
) -> tuple[Respondent, tuple[Diagnostic, ...]]:
    """Check a typed code, and the typed name with it, against the roster."""
    if not code:
        return Respondent(), (found(Code.RESPONDENT_UNKNOWN),)
    if not roster:
        return Respondent(agency_code=code), ()
    listed = next((one for one in roster if one.agency_code.casefold() == code.casefold()), None)
    field = form.with_role(Role.AGENCY_CODE)
    at = {"field": field.name, "at": answers[field.name].at} if field else {}
    if listed is None:
        return Respondent(agency_code=code), (found(Code.CODE_NOT_IN_ROSTER, **at, typed=code),)
    whose = Respondent(agency_code=listed.agency_code)
    if name and normalise.key(name) != normalise.key(listed.agency_name):
        facts = {"agency_code": code, "listed": listed.agency_name, "typed": name}
        return whose, (found(Code.NAME_DISAGREES, **at, **facts),)
    return whose, ()


def by_token(
    claim: Claim, token: Token, code: str, rounds: Sequence[Round], name: str = ""
) -> tuple[Respondent, tuple[Diagnostic, ...]]:
    """Check a copy's token against the round it names, and against the agency the copy shows.

    Without the round's key the token is believed, with a warning; without the round the typed code
    is.
    """
    sent = next((one for one in rounds if one.id == token.round), None)
    if sent is None:
        whose = Respondent(code or None, token.round, "typed", "unchecked")
        unknown = () if code else (found(Code.RESPONDENT_UNKNOWN),)
        return whose, (found(Code.TOKEN_UNCHECKED, round=token.round), *unknown)
    serial = token.serial
    forged = sent.key is not None and not verified(sent.key, token, claim.digest)
    if forged or claim.digest not in sent.digests:
        whose = Respondent(code or None, token.round, "typed", verified=False)
        return whose, (found(Code.TOKEN_BAD, round=token.round, serial=serial),)
    checked: bool | str = "unchecked" if sent.key is None else True
    said = () if sent.key else (found(Code.TOKEN_UNCHECKED, round=token.round),)
    recipient = sent.recipient(serial)
    if recipient is None:
        whose = Respondent(code or None, token.round, "typed", checked)
        unlisted = found(Code.TOKEN_RECIPIENT_UNKNOWN, round=token.round, serial=serial)
        return whose, (*said, unlisted)
    whose = Respondent(recipient.agency_code, token.round, "token", checked)
    if not agrees(recipient, code, name):
        facts = {"sent_to": shown(recipient.agency_code, recipient.agency_name)}
        return whose, (*said, found(Code.TOKEN_DISAGREES, **facts, typed=shown(code, name)))
    return whose, said


def carried_over(
    form: Form,
    claim: Claim,
    answers: Mapping[str, Answer],
    rounds: Sequence[Round],
    issued: Issued | None = None,
) -> tuple[Diagnostic, ...]:
    """Say how many of the answers that a copy was given from an earlier round came back unchanged.

    They are answers like any other: the agency was asked to bring them up to date.
    """
    copy = claim.token or issued
    sent = next((one for one in rounds if copy and one.id == copy.round), None)
    carried = sent.carried_to(copy.serial, claim.digest) if sent and copy else None
    if carried is None:
        return ()
    values = [(name, value) for name, value in carried.values if form.has(name)]
    same = [name for name, value in values if name in answers and answers[name].value == value]
    if not same:
        return ()
    labels = tuple(form.field(name).label for name in same)
    source, many = carried.source or "–", len(values)
    told = found(Code.ANSWERS_CARRIED, source=source, count=len(same), of=many, labels=labels)
    return (told,)


def far_off(
    form: Form, whose: Respondent, answers: Mapping[str, Answer], rounds: Sequence[Round]
) -> tuple[Diagnostic, ...]:
    """Find a day of answering that is more than a year from when the round was issued.

    It is a slip of the pen (2596 for 2569), or another year's copy was used again.
    """
    field = form.with_role(Role.RESPONSE_DATE)
    sent = next((one for one in rounds if one.id == whose.round), None)
    answer = answers.get(field.name) if field else None
    if not (field and sent and sent.issued and answer and isinstance(answer.value, str)):
        return ()
    issued, day = date.fromisoformat(sent.issued), date.fromisoformat(answer.value)
    if not year_apart(day, issued):
        return ()
    facts = {"label": field.label, "date": thai_date(day), "issued": thai_date(issued)}
    return (found(Code.DATE_FAR_OFF, field=field.name, at=answer.at, round=sent.id, **facts),)


def year_apart(day: date, issued: date) -> bool:
    """Tell whether a day is more than a year from that on which a round was issued."""
    return abs(day - issued) > _A_YEAR


def agrees(recipient: Recipient, code: str, name: str) -> bool:
    """Tell whether the agency a copy shows is the one it was sent to; what it omits agrees."""
    same_code = not code or code.casefold() == recipient.agency_code.casefold()
    same_name = not name or normalise.key(name) == normalise.key(recipient.agency_name)
    return same_code and same_name


def shown(code: str, name: str) -> str:
    """Name an agency for a person."""
    return " ".join(word for word in (code, name) if word)


def typed(form: Form, answers: Mapping[str, Answer], role: Role) -> str:
    """Return what part one says for a role; "" where it says nothing."""
    field = form.with_role(role)
    value = answers[field.name].value if field and field.name in answers else None
    return value.strip() if isinstance(value, str) else ""
