import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clerk import docx as clerk
from tests.formats.docx.forms import (
    FORM,
    NOTHING,
    RAW,
    VALUES,
    amlo,
    findings,
    nameless,
    raws,
    staffing,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.reading import By
from formgen.model.response import Match
from formgen.response import interpret

TYPED = {name: value for name, value in VALUES.items() if name != "me.on"} | {"me.on": "22/11/2569"}
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t.…"),
    max_size=60,
)


def test_a_blank_form_has_every_field_and_nothing_in_it():
    assert raws(written()) == NOTHING
    assert findings(written()) == []


@pytest.mark.parametrize("form", [amlo(), staffing()], ids=["amlo", "staffing"])
def test_a_blank_survey_has_every_field_and_nothing_in_it(form):
    reading = FORMAT.read(form, FORMAT.write(form, BLANK).data)
    assert list(reading.marks) == [field.name for field in form.fields]
    assert not any(mark.raw for mark in reading.marks.values())
    assert reading.diagnostics == ()


def test_what_is_written_is_read():
    assert raws(written(VALUES)) == RAW
    assert findings(written(VALUES)) == []


def test_what_a_clerk_fills_in_is_read():
    filled = clerk.fill(written(), TYPED)
    assert raws(filled) == RAW | {"me.on": "22/11/2569"}
    assert findings(filled) == []


def test_values_come_back_as_they_were():
    response = interpret(FORM, FORMAT.read(FORM, written(VALUES)), Match.EXACT)
    assert {name: answer.value for name, answer in response.answers.items()} == VALUES


def test_places_are_named():
    marks = FORMAT.read(FORM, written(VALUES)).marks
    assert marks["mail.status"].at == "w:tag mail.doing"
    assert marks["tools.used"].at == "w:tag tools.mail, tools.other"
    assert marks["me.code"].at == "w:tag me.code"
    blank = FORMAT.read(FORM, written()).marks["mail.status"]
    assert blank.at == "w:tag mail.have, mail.none, mail.doing"
    assert {mark.by for mark in marks.values()} == {By.NAME}


@pytest.mark.parametrize("values", [{}, VALUES], ids=["blank", "filled"])
def test_a_form_whose_names_are_lost_is_read_by_its_words(values):
    data = nameless(written(values))
    assert raws(data) == raws(written(values))
    assert findings(data) == []
    assert {mark.by for mark in FORMAT.read(FORM, data).marks.values()} == {By.ANCHOR}


@settings(max_examples=60, deadline=None)
@given(text=XML_TEXT, remark=XML_TEXT)
def test_any_text_comes_back(text, remark):
    values = {"me.code": text, "mail.remark": remark}
    for data in (written(values), clerk.fill(written(), values), nameless(written(values))):
        marks = raws(data)
        assert (marks["me.code"], marks["mail.remark"]) == (text, remark)


@given(st.sets(st.sampled_from(["mail", "sign", "other"])))
def test_any_set_of_boxes_comes_back(codes):
    chosen = tuple(code for code in ("mail", "sign", "other") if code in codes)
    assert raws(written({"tools.used": chosen}))["tools.used"] == chosen


def test_characters_that_xml_cannot_hold_are_left_out():
    assert raws(written({"me.code": "ก\x00ข\x0b\ud800\uffff"}))["me.code"] == "กข"


def test_line_ends_of_any_kind_are_one():
    assert raws(written({"me.code": "ก\r\nข\rค"}))["me.code"] == "ก\nข\nค"


def test_the_claim_comes_back_from_every_place():
    token = sign(bytes(32), "2569-1", 12, FORM.digest)
    data = FORMAT.write(FORM, Copy(token, (("me.code", "76-001"),))).data
    claim = FORMAT.identify(data)
    assert (claim.survey, claim.revision, claim.digest) == ("every-kind", 7, FORM.digest)
    assert claim.token == token
    assert FORMAT.read(FORM, data).claim == claim
    assert set(string.ascii_letters) >= set(claim.survey) - {"-"}
