"""What an agency last answered -> what its next copy is given, each answer with a note beside."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from formgen.model.codes import Code
from formgen.model.dataset import Agency, Dataset, Standing
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Field, Form
from formgen.model.note import Note
from formgen.model.recipient import Carried, Recipient, Round
from formgen.model.response import Value
from formgen.model.survey import Role
from formgen.thai import normalise

_OF_THIS_ANSWER: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME, Role.RESPONSE_DATE)
_NOTE: Final = "คำตอบจากรอบ {source} โปรดตรวจสอบและแก้ไขให้เป็นปัจจุบัน"
_NOTE_OF_UNKNOWN: Final = "คำตอบครั้งก่อน โปรดตรวจสอบและแก้ไขให้เป็นปัจจุบัน"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an agency answered and nobody doubts: field -> value.

    `source` is the round it was sent in, "" for a return without one; `agency_name` what the
    agency was called then, as its return says.
    """

    source: str
    agency_name: str
    values: tuple[tuple[str, Value], ...]


def earlier_answers(data: Dataset) -> Mapping[str, Earlier]:
    """Map agencies, by their codes in small letters, to what may be carried into a copy of a form.

    `data` is the result of that form: what means something else in it was not answered there. Of
    the answers that count only those are taken that no finding speaks of which is still open, and
    none of a return about which as a whole there is one. Neither the date of an answer nor who the
    agency is are carried over, and no agency's whose code is another's but for capitals.
    """
    codes = [one.recipient.agency_code.casefold() for one in data.agencies]
    alike = Counter(codes)
    answered = {
        code: Earlier(_source(agency), _name(agency, data.form), tuple(_sure(agency, data.form)))
        for code, agency in zip(codes, data.agencies, strict=True)
        if alike[code] == 1
    }
    return {code: one for code, one in answered.items() if one.values}


def is_of(earlier: Earlier, recipient: Recipient) -> bool:
    """Tell whether the agency of a code is called what the one was that answered under it.

    A list may be numbered anew: then the code is another agency's, and the answers are not its own.
    """
    return normalise.key(earlier.agency_name) == normalise.key(recipient.agency_name)


def not_carried(sent: Round, earlier: Mapping[str, Earlier]) -> tuple[Diagnostic, ...]:
    """Find the agencies of a round that were given nothing, their codes having been of others."""
    pairs = ((one, earlier.get(one.agency_code.casefold())) for one in sent.recipients)
    return tuple(
        found(
            Code.ROUND_NAME_CHANGED,
            agency_code=one.agency_code,
            before=answered.agency_name,
            now=one.agency_name,
        )
        for one, answered in pairs
        if answered and not is_of(answered, one)
    )


def notes(carried: Carried) -> tuple[Note, ...]:
    """Ask, at each answer that was carried over, to bring it up to date."""
    text = _NOTE.format(source=carried.source) if carried.source else _NOTE_OF_UNKNOWN
    return tuple(Note("", name, text, printed=False) for name, _ in carried.values)


def _source(agency: Agency) -> str:
    responses = (one.returned.response for one in agency.files)
    return next((one.respondent.round or "" for one in responses if one), "")


def _name(agency: Agency, form: Form) -> str:
    """Tell what an agency calls itself in its return; what it leaves out the roster says."""
    field = form.with_role(Role.AGENCY_NAME)
    told = agency.answers.get(field.name) if field else None
    said = told.value if told and told.standing is Standing.ANSWERED else None
    return said if isinstance(said, str) else agency.recipient.agency_name


def _sure(agency: Agency, form: Form) -> Iterator[tuple[str, Value]]:
    doubts = {finding.field for one in agency.files for finding in one.open}
    if "" in doubts or agency.undecided:
        return
    for field in form.fields:
        told = agency.answers.get(field.name)
        if (
            told
            and told.standing is Standing.ANSWERED
            and field.name not in doubts
            and field.role not in _OF_THIS_ANSWER
            and _fits(field, told.value)
        ):
            yield field.name, told.value


def _fits(field: Field, value: Value) -> bool:
    """Tell whether an answer fits its field; a person may have let a longer one stand."""
    return not isinstance(value, str) or field.select or len(value) <= field.max_length
