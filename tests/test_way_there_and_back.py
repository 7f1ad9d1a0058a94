"""The real formats: a roster in, issued copies out, filled, taken in by workers, understood."""

import pytest

from formgen import formats
from formgen.archive import Shelf
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.distribute import distribute
from formgen.fill import fill
from formgen.intake import Setting, take_in
from formgen.model.codes import Severity
from formgen.model.identity import BLANK
from formgen.model.recipient import Recipient
from formgen.model.response import Match
from formgen.model.survey import Kind, Role
from formgen.resources import resource
from formgen.rounds import load_rounds

AGENCIES = (
    Recipient(1, "EX-001", "กรมหนึ่ง (ตัวอย่าง)", "กระทรวง ก", "department", "น่าน"),
    Recipient(2, "EX-002", "อบต. สอง (ตัวอย่าง)", "", "local"),
)


@pytest.fixture(scope="module")
def form():
    return compile_survey(load(resource("content", "amlo-estatus", "survey.yaml")))


def answers(form, turn):
    """Answer every field that the roster does not."""
    given = {}
    for place, field in enumerate(form.fields, turn):
        if field.role in (None, Role.RESPONSE_DATE):
            codes = [choice.code for choice in field.choices if not choice.specify]
            given[field.name] = {
                Kind.SELECT_ONE: codes[place % len(codes)] if codes else "",
                Kind.SELECT_MULTIPLE: codes,
                Kind.INTEGER: place,
                Kind.DECIMAL: "12.5",
                Kind.DATE: "2026-11-22",
                Kind.TEXT: "บรรทัดหนึ่ง\nบรรทัดสอง" if field.multiline else "ข้อความ",
            }[field.kind]
    return given


@pytest.mark.parametrize("name", formats.NAMES)
def test_what_an_agency_answers_arrives(tmp_path, form, name):
    rounds, inbox = tmp_path / "rounds", tmp_path / "2569-11-22"
    inbox.mkdir()
    distribute(form, AGENCIES, "2569-1", rounds, formats=[name], new_key=bytes(range(32)))
    suffix, given = formats.get(name).suffix, {}
    for turn, agency in enumerate(AGENCIES):
        code = agency.agency_code
        given[code] = answers(form, turn)
        issued = rounds / f"2569-1/copies/{code}/{form.survey}-{code}{suffix}"
        filled = fill(Shelf([rounds]), issued.read_bytes(), given[code])
        (inbox / issued.name).write_bytes(filled)
        again = fill(Shelf([rounds]), filled, {})
        assert again == filled
    setting = Setting(form, rounds=load_rounds(rounds)[0], roster=AGENCIES)
    taken = [one for one, _ in take_in(tmp_path, setting, workers=2) if "2569-11-22" in one.name]
    assert len(taken) == 2
    for returned, agency in zip(taken, AGENCIES, strict=True):
        response = returned.response
        assert returned.received == "2026-11-22"
        assert (returned.format, response.match) == (name, Match.EXACT)
        assert response.respondent.agency_code == agency.agency_code
        assert response.respondent.verified is True
        values = {field: answer.value for field, answer in response.answers.items()}
        for field, answer in given[agency.agency_code].items():
            expected = tuple(answer) if isinstance(answer, list) else answer
            assert values[field] == (expected or None), field
        assert not [one for one in returned.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("name", formats.NAMES)
def test_a_blank_form_that_is_damaged_is_never_taken_for_a_return(tmp_path, form, name):
    whole = formats.get(name).write(form, BLANK).data
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(1, 10):
        (inbox / f"{number}").write_bytes(whole[: len(whole) * number // 10])
    for returned, _ in take_in(inbox, Setting(form), workers=2):
        errors = [one for one in returned.findings if one.severity is Severity.ERROR]
        assert returned.response is None or errors, returned.name
