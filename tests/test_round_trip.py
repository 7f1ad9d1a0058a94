"""The law: for any survey and any answers, every format gives the same answers back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import answers, surveys

from formgen import formats
from formgen.compiler import compile_survey
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.response import Match
from formgen.response import interpret

KEY = bytes(32)
EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def values(form: Form, name: str, data: bytes) -> dict[str, object]:
    """What a copy answers, field by field; blank in any way is None."""
    response = interpret(form, formats.get(name).read(form, data), Match.EXACT)
    return {field: stated(answer.value) for field, answer in response.answers.items()}


def stated(value: object) -> object:
    return None if value in ("", ()) else value


@pytest.mark.parametrize("name", formats.NAMES)
@given(data=st.data())
@EXAMPLES
def test_every_format_gives_the_same_answers_back(name, data):
    form = compile_survey(data.draw(surveys()))
    said = data.draw(answers(form))
    copy = Copy(sign(KEY, "2569-1", 7, form.digest), tuple(said.items()))
    written = formats.get(name).write(form, copy).data
    assert formats.get(name).identify(written).token == copy.token
    wanted = {field.name: stated(said.get(field.name)) for field in form.fields}
    assert values(form, name, written) == wanted


@pytest.mark.parametrize("name", formats.NAMES)
@given(data=st.data())
@settings(EXAMPLES, max_examples=8)
def test_a_blank_form_answers_nothing_and_is_the_same_bytes_again(name, data):
    form = compile_survey(data.draw(surveys()))
    written = formats.get(name).write(form, BLANK).data
    assert set(values(form, name, written).values()) <= {None}
    assert formats.get(name).write(form, BLANK).data == written
    assert formats.get(name).read(form, written).diagnostics == ()
