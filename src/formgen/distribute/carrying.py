"""What an agency last answered -> what its next copy is given, each answer with a note beside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.model.dataset import Agency, Dataset, Standing
from formgen.model.form import Field
from formgen.model.note import Note
from formgen.model.recipient import Carried
from formgen.model.response import Value
from formgen.model.survey import Role

_OF_THIS_ANSWER: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME, Role.RESPONSE_DATE)
_NOTE: Final = "คำตอบจากรอบ {source} โปรดตรวจสอบและแก้ไขให้เป็นปัจจุบัน"
_NOTE_OF_UNKNOWN: Final = "คำตอบครั้งก่อน โปรดตรวจสอบและแก้ไขให้เป็นปัจจุบัน"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an agency answered and nobody doubts: field -> value.

    `source` is the round it was sent in, "" for a return without one.
    """

    source: str
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
        code: Earlier(_source(agency), tuple(_sure(agency, data.form.fields)))
        for code, agency in zip(codes, data.agencies, strict=True)
        if alike[code] == 1
    }
    return {code: one for code, one in answered.items() if one.values}


def notes(carried: Carried) -> tuple[Note, ...]:
    """Ask, at each answer that was carried over, to bring it up to date."""
    text = _NOTE.format(source=carried.source) if carried.source else _NOTE_OF_UNKNOWN
    return tuple(Note("", name, text, printed=False) for name, _ in carried.values)


def _source(agency: Agency) -> str:
    responses = (one.returned.response for one in agency.files)
    return next((one.respondent.round or "" for one in responses if one), "")


def _sure(agency: Agency, fields: Sequence[Field]) -> Iterator[tuple[str, Value]]:
    doubts = {finding.field for one in agency.files for finding in one.open}
    if "" in doubts or agency.undecided:
        return
    for field in fields:
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
