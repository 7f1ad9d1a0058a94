import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests import strategies

from formgen.compiler import compile_survey
from formgen.model.blocks import Paragraph, Style
from formgen.model.codec import from_plain
from formgen.model.form import Field, Form, form_from_json, form_to_json
from formgen.model.survey import Choice, Glyphs, Kind, Role

CHOICES = (Choice("have", "มี"), Choice("none", "ไม่มี"))
STATUS = Field("q.status", "q", Kind.SELECT_ONE, "อีเมล : สถานะ", choices=CHOICES)
NOTE = Field("q.remark", "q.remark", Kind.TEXT, "อีเมล : หมายเหตุ", role=Role.COORDINATOR)
FORM = Form("s", 1, "แบบ", "th-TH", (STATUS, NOTE), (Paragraph("แบบ"),))


@given(strategies.surveys())
@settings(deadline=None, max_examples=40)
def test_a_form_comes_back_from_its_json(survey):
    form = compile_survey(survey)
    again = form_from_json(form_to_json(form))
    assert again == form
    assert again.digest == form.digest
    assert form_to_json(again) == form_to_json(form)


def test_the_digest_does_not_change_from_release_to_release():
    """Every form that was ever issued is found by it: this number must stay."""
    assert FORM.digest == "ced612c8c53cafe8af05863b7517dee53a14ffb4a016d7024b51441f1730842e"
    assert STATUS.digest == "9b2e1609b7330075952e545afc9a7cd94ceedd3f638b64e56cf93fc1b92101a2"


@pytest.mark.parametrize(
    "changed",
    [
        replace(FORM, survey="t"),
        replace(FORM, revision=2),
        replace(FORM, title="แบบใหม่"),
        replace(FORM, fields=(STATUS,)),
        replace(FORM, fields=(replace(STATUS, required=True), NOTE)),
        replace(FORM, fields=(replace(STATUS, choices=CHOICES[::-1]), NOTE)),
        replace(FORM, blocks=(Paragraph("แบบ."),)),
        replace(FORM, glyphs=Glyphs(check="/")),
    ],
)
def test_the_digest_covers_what_is_printed_and_answered(changed):
    assert changed.digest != FORM.digest


def test_a_field_digest_covers_its_meaning_only():
    assert replace(STATUS, required=True, relevant=". = 'x'").digest == STATUS.digest
    swapped = tuple(
        replace(one, label=other.label) for one, other in zip(CHOICES, CHOICES[::-1], strict=True)
    )
    assert replace(STATUS, choices=swapped).digest != STATUS.digest
    assert replace(STATUS, label="อื่น").digest != STATUS.digest


def test_what_form_json_leaves_out_means_the_same_for_ever():
    short = {"is": "Field", "name": "a", "stem": "a", "kind": "text", "label": "ก"}
    assert from_plain(Field, short) == Field(
        name="a", stem="a", kind=Kind.TEXT, label="ก", prompt="", choices=(), required=False,
        constraint="", constraint_message="", relevant="", format=None, max_length=500,
        multiline=False, role=None, personal_data=False,
    )  # fmt: skip
    assert from_plain(Glyphs, {"is": "Glyphs"}) == Glyphs("✓", "☐", "☑")
    assert from_plain(Paragraph, {"is": "Paragraph", "text": "ก"}) == Paragraph(
        "ก", Style.BODY, label="", strong=()
    )
    assert from_plain(Choice, {"is": "Choice", "code": "a", "label": "ก"}).specify is False


def test_fields_are_found():
    assert FORM.field("q.status") is STATUS
    assert FORM.has("q.remark")
    assert not FORM.has("q.have")
    assert FORM.with_role(Role.COORDINATOR) is NOTE
    assert FORM.with_role(Role.AGENCY_CODE) is None
    with pytest.raises(KeyError):
        FORM.field("q.have")


def test_a_field_knows_its_controls():
    assert STATUS.control(CHOICES[1]) == "q.none"
    assert STATUS.select
    assert not STATUS.dropdown
    many = tuple(Choice(f"c{n}", str(n)) for n in range(5))
    assert replace(STATUS, choices=many).dropdown
    assert not replace(STATUS, choices=many[:4]).dropdown
    assert not replace(STATUS, choices=many, kind=Kind.SELECT_MULTIPLE).dropdown
    assert FORM.code == f"s/1 {FORM.digest[:8]}"


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "formgen/form@2"},
        {"digest": "0" * 64},
        {"title": "อื่น"},
        {"revision": "1"},
        {"fields": None},
        {"fields": [{"is": "Field"}]},
        {"blocks": [{"is": "Picture"}]},
        {"glyphs": []},
    ],
)
def test_a_damaged_form_is_refused(change):
    plain = json.loads(form_to_json(FORM)) | change
    with pytest.raises(ValueError, match=r"."):
        form_from_json(json.dumps(plain))


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"schema": "formgen/form@1"}'])
def test_what_is_no_form_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        form_from_json(text)
