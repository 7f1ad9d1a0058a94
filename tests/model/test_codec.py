import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from tests import strategies

from formgen.compiler import compile_survey
from formgen.model.blocks import Block, Paragraph, Style, Table, TitleRow
from formgen.model.codec import from_plain, to_plain
from formgen.model.form import Field
from formgen.model.survey import Choice, Column, ColumnKind, Kind, Survey, TextFormat


@dataclass(frozen=True, slots=True)
class Pair:
    left: tuple[int, str]
    right: str | None = None
    names: dict[str, int] = field(default_factory=dict)


@given(strategies.surveys())
@settings(deadline=None, max_examples=40)
def test_every_survey_and_its_blocks_come_back(survey):
    assert from_plain(Survey, json.loads(json.dumps(to_plain(survey)))) == survey
    blocks = compile_survey(survey).blocks
    assert from_plain(tuple[Block, ...], json.loads(json.dumps(to_plain(blocks)))) == blocks


def test_defaults_are_left_out_and_the_class_is_named():
    assert to_plain(Choice("have", "มี")) == {"is": "Choice", "code": "have", "label": "มี"}
    assert to_plain(Column("a", "b", ColumnKind.LABEL, 2))["width"] == 2
    assert to_plain({"a": (Kind.TEXT,)}) == {"a": ["text"]}


def test_values_get_their_own_types():
    assert from_plain(Column, to_plain(Column("a", "b", ColumnKind.LABEL, 2))).width == 2.0
    assert from_plain(Pair, {"is": "Pair", "left": [1, "a"]}) == Pair((1, "a"))
    table = Table(("a",), (1.0,), (TitleRow(Paragraph("x", Style.HEADING, "๑.", ((0, 1),))),))
    assert from_plain(Block, to_plain(table)) == table
    plain = to_plain(Field("a", "a", Kind.TEXT, "ก", format=TextFormat.EMAIL))
    assert from_plain(Field, plain).format is TextFormat.EMAIL


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Choice, {"is": "Column", "code": "a", "label": "b"}),
        (Choice, {"code": "a", "label": "b"}),
        (Choice, {"is": "Choice", "code": "a"}),
        (Choice, {"is": "Choice", "code": 1, "label": "b"}),
        (Choice, {"is": "Choice", "code": "a", "label": "b", "more": 1}),
        (Choice, ["a", "b"]),
        (Choice, None),
        (Kind, "essay"),
        (int, True),
        (int, "1"),
        (float, True),
        (bool, 1),
        (str, None),
        (tuple[str, ...], "abc"),
        (tuple[int, str], [1]),
        (Block, {"is": "Survey"}),
        (Block, 3),
        (Block, None),
        (Pair, {"is": "Pair", "left": [1, "a"], "right": 7}),
    ],
)
def test_what_does_not_fit_is_refused(kind, plain):
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_plain(kind, plain)
