from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from tests import strategies, writing

from formgen.content import check, load, syntax
from formgen.model.survey import (
    Choice,
    ColumnKind,
    Glyphs,
    Heading,
    Kind,
    Numbered,
    NumberedItem,
    Origin,
    Plain,
    Remark,
    Role,
    TextFormat,
)
from formgen.resources import resource

AMLO = resource("content", "amlo-estatus", "survey.yaml")
STAFFING = Path(__file__).parents[1] / "surveys" / "staffing" / "survey.yaml"


@pytest.fixture(scope="module")
def amlo():
    return load(AMLO)


@pytest.fixture(scope="module")
def staffing():
    return load(STAFFING)


@pytest.mark.parametrize("path", [AMLO, STAFFING])
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
def test_there_is_no_false_alarm_in_a_real_survey(path, loader, monkeypatch):
    monkeypatch.setattr(syntax, "_LOADER", loader)
    survey, mistakes = check(path)
    assert mistakes == ()
    assert survey == load(path)


@given(survey=strategies.surveys())
@settings(deadline=None, max_examples=60)
def test_every_sound_survey_can_be_written_and_is_read_as_it_was(survey, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "survey.yaml"
    path.write_text(writing.yaml_text(survey), encoding="utf-8")
    read, mistakes = check(path)
    assert [one.message("en") for one in mistakes] == []
    assert read == survey


def test_what_is_said_once_holds_for_every_row(amlo):
    methods = amlo.parts[1]
    rows = [row for item in methods.items for row in item.questions]
    assert [row.id for row in rows] == [
        "email", "social_media", "website", "application", "central_platform", "webboard",
    ]  # fmt: skip
    for row in rows:
        assert row.kind is Kind.SELECT_ONE
        assert [choice.code for choice in row.choices] == ["have", "none", "in_progress"]
        assert row.positive == ("have",)
        assert row.required
        assert row.remark == Remark("หมายเหตุ", 500)
    assert [one.kind for one in methods.columns] == [ColumnKind.RESPONSE] + [
        ColumnKind.GUIDANCE
    ] * 3


def test_the_fields_of_part_one(amlo):
    part = amlo.parts[0]
    assert part.origin is Origin.ADDITION
    assert part.notice.startswith("ข้อมูลส่วนบุคคล")
    fields = {one.id: one for one in part.fields}
    assert fields["agency_code"].role is Role.AGENCY_CODE
    assert fields["agency_type"].choices[-1] == Choice("other", "อื่น ๆ (โปรดระบุ)", specify=True)
    assert fields["phone"].format is TextFormat.PHONE
    assert fields["phone"].personal_data
    assert fields["response_date"].kind is Kind.DATE


def test_guidance_keeps_its_order_and_its_numbers(amlo):
    application = amlo.parts[1].items[2].questions[1]
    (numbered,) = dict(application.guidance)["preparation"]
    assert isinstance(numbered, Numbered)
    assert numbered.start == 2
    assert numbered.items[0].text == "แอปพลิเคชัน"
    assert len(numbered.items[0].sub) == 3
    advice = dict(amlo.parts[1].items[0].questions[0].guidance)["advice"]
    assert [type(one) for one in advice] == [Heading, Numbered, Heading, Plain]


def test_each_row_may_differ(staffing):
    rows = {row.id: row for part in staffing.parts for item in part.items for row in item.questions}
    assert rows["officers"].kind is Kind.INTEGER
    assert rows["officers"].constraint == ". >= 0 and . <= 5000"
    assert rows["officers"].remark is None
    assert rows["vacancy"].kind is Kind.SELECT_ONE  # by its choices
    assert rows["vacancy"].remark == Remark("เหตุผล", 300)
    assert rows["vacant_since"].relevant == "${vacancy.answer} = 'yes_now'"
    assert rows["tools"].kind is Kind.SELECT_MULTIPLE
    assert rows["tools"].choices[-1].specify
    assert dict(rows["officers"].guidance)["how"][1] == Numbered(
        (
            NumberedItem("ไม่นับผู้ลาศึกษาต่อเกิน ๑ ปี"),
            NumberedItem("นับผู้ช่วยราชการ", ("ที่มาช่วยตั้งแต่ ๖ เดือน", "ที่มีคำสั่งเป็นหนังสือ")),
        )
    )
    assert [len(part.columns) for part in staffing.parts] == [0, 5, 3]
    assert staffing.glyphs == Glyphs()


INHERITING = """\
schema: formgen/survey@1
id: s
revision: 1
title: ก
instruction: ข
options: {required: true, positive: [yes_now], values: [{code: yes_now, label: ใช่}]}
remark: {label: หมายเหตุ}
columns: [{id: status, label: สถานะ, kind: response}]
parts:
  - id: one
    number: 1
    label: "{n}"
    title: ก
    items:
      - {id: a, title: ก, rows: [{id: usual}]}
      - {id: b, title: ก, rows: [{id: own, remark: {label: เหตุผล, max_length: 9}, required: false}]}
      - {id: c, title: ก, rows: [{id: bare, remark: false, choices: [{code: good, label: ดี}]}]}
      - {id: d, title: ก, rows: [{id: words, type: text, remark: true}]}
  - id: two
    number: 2
    label: "{n}"
    title: ก
    remark: false
    options: {type: select_multiple, values: [{code: other, label: อื่น}]}
    items:
      - {id: a, title: ก, rows: [{id: second}]}
      - {id: b, title: ก, rows: [{id: third, remark: true}]}
"""


def test_the_nearest_word_counts(tmp_path):
    path = tmp_path / "survey.yaml"
    path.write_text(INHERITING, encoding="utf-8")
    parts = load(path).parts
    rows = {row.id: row for part in parts for item in part.items for row in item.questions}
    usual = Remark("หมายเหตุ")
    told = {
        key: (
            row.kind.value,
            row.required,
            row.positive,
            [one.code for one in row.choices],
            row.remark,
        )
        for key, row in rows.items()
    }
    assert told == {
        "usual": ("select_one", True, ("yes_now",), ["yes_now"], usual),
        "own": ("select_one", False, ("yes_now",), ["yes_now"], Remark("เหตุผล", 9)),
        "bare": ("select_one", False, (), ["good"], None),
        "words": ("text", False, (), [], usual),
        "second": ("select_multiple", False, (), ["other"], None),
        "third": ("select_multiple", False, (), ["other"], usual),
    }
