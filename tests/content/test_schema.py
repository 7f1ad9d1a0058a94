import copy
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from tests import strategies, writing

from formgen.content import check
from formgen.content.schema import json_schema
from formgen.resources import resource

FILE = resource("content", "survey.schema.json")
AMLO = resource("content", "amlo-estatus", "survey.yaml")
STAFFING = Path(__file__).parents[1] / "surveys" / "staffing" / "survey.yaml"
SCHEMA = json_schema()
TYPES = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list,
    "object": dict, "null": type(None),
}  # fmt: skip
KNOWN = {
    "$schema", "title", "description", "type", "properties", "required", "additionalProperties",
    "propertyNames", "oneOf", "anyOf", "enum", "items", "minItems", "minLength", "maxLength",
    "pattern", "minimum", "maximum", "exclusiveMinimum",
}  # fmt: skip


def faults(schema, value, path="$"):
    """Validate as JSON Schema 2020-12 says, as far as this schema uses it."""
    assert schema.keys() <= KNOWN
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r}"
    for many, fits in (("anyOf", lambda n: n >= 1), ("oneOf", lambda n: n == 1)):
        sound = [not list(faults(one, value, path)) for one in schema.get(many, [])]
        if sound and not fits(sum(sound)):
            yield f"{path}: {many}"
    wanted = TYPES.get(schema.get("type"), object)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted not in (bool, object)):
        yield f"{path}: not {schema['type']}"
    else:
        inside = {str: of_text, dict: of_object, list: of_array, int: of_number, float: of_number}
        yield from inside.get(type(value), lambda *_: ())(schema, value, path)


def of_text(schema, value, path):
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
        yield f"{path}: length"
    if not re.search(schema.get("pattern", ""), value):
        yield f"{path}: pattern"


def of_array(schema, value, path):
    if len(value) < schema.get("minItems", 0):
        yield f"{path}: too few"
    for number, one in enumerate(value):
        yield from faults(schema.get("items", {}), one, f"{path}[{number}]")


def of_number(schema, value, path):
    least, most = schema.get("minimum", value), schema.get("maximum", value)
    if not least <= value <= most or value <= schema.get("exclusiveMinimum", value - 1):
        yield f"{path}: range"


def of_object(schema, value, path):
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}: no {name}"
    for name, one in value.items():
        yield from faults(schema.get("propertyNames", {}), name, f"{path}.{name}")
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
        yield from [f"{path}: {name}"] if inner is False else faults(inner, one, f"{path}.{name}")


def test_the_committed_schema_is_this_one(golden):
    golden(FILE, json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize("path", [AMLO, STAFFING])
def test_the_real_surveys_are_sound(path):
    assert list(faults(SCHEMA, yaml.safe_load(path.read_text("utf-8")))) == []
    lines = path.read_text("utf-8").split("\n")
    assert path is not AMLO or "# yaml-language-server: $schema=../survey.schema.json" in lines


@given(strategies.surveys())
@settings(deadline=None, max_examples=30)
def test_what_the_loader_takes_the_schema_takes(survey):
    assert list(faults(SCHEMA, writing.plain(survey))) == []


def change(plain, path, value):
    """Put `value` at a path such as `parts.0.id`; None takes the key away."""
    changed = copy.deepcopy(plain)
    *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inside = changed
    for step in above:
        inside = inside[step]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return changed


WRONG = [
    ("title", None),
    ("title", ""),
    ("title", 2569),
    ("titel", "ก"),
    ("schema", "formgen/survey@2"),
    ("id", "Staffing"),
    ("revision", 0),
    ("revision", "1"),
    ("revision", 1.5),
    ("parts", []),
    ("parts", {}),
    ("remark", "หมายเหตุ"),
    ("glyphs", {"check": "ถูก"}),
    ("glyphs", {"tick": "x"}),
    ("choice_lists.ใช่", [{"code": "a", "label": "ก"}]),
    ("choice_lists.yes_no", []),
    ("choice_lists.yes_no.0", {"code": "a"}),
    ("choice_lists.yes_no.0.code", "A"),
    ("choice_lists.yes_no.0.specify", "yes"),
    ("columns.0.kind", "answer"),
    ("columns.0.width", 0),
    ("parts.0.enabled", 1),
    ("parts.0.fields", []),
    ("parts.0.fields.0.type", "essay"),
    ("parts.0.fields.0.label", None),
    ("parts.0.fields.0.role", "boss"),
    ("parts.0.fields.0.help", "ก"),
    ("parts.0.fields.0.max_length", 0),
    ("parts.0.fields.3.choices", []),
    ("parts.1.items.0.rows", []),
    ("parts.1.items.0.rows.0.id", None),
    ("parts.1.items.0.rows.0.requried", True),
    ("parts.1.items.0.rows.0.how", "ก"),
    ("parts.1.items.0.rows.0.how.0", ""),
    ("parts.1.items.0.rows.0.how.0", {"heading": "ก", "text": "ข"}),
    ("parts.1.items.0.rows.0.how.0", {"start": 2}),
    ("parts.1.items.0.rows.0.how.0", {"numbered": []}),
    ("parts.1.items.0.rows.0.how.0", {"numbered": [{"sub": ["ก"]}]}),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=lambda one: str(one)[:40])
def test_the_schema_and_the_loader_refuse_the_same(path, value, tmp_path):
    plain = change(yaml.safe_load(STAFFING.read_text("utf-8")), path, value)
    assert list(faults(SCHEMA, plain)) != []
    file = tmp_path / "survey.yaml"
    file.write_text(yaml.safe_dump(plain, allow_unicode=True, width=10**9), encoding="utf-8")
    assert check(file)[1] != ()


def test_every_key_says_what_it_is_for_in_both_languages():
    def descriptions(schema):
        for name, one in schema.get("properties", {}).items():
            yield name, one["description"]
            yield from descriptions(one)
        for inner in ("items", "additionalProperties"):
            if isinstance(schema.get(inner), dict):
                yield from descriptions(schema[inner])
        for one in schema.get("anyOf", []):
            yield from descriptions(one)

    told = list(descriptions(SCHEMA))
    assert len(told) > 100
    for name, description in told:
        assert re.match(r"[^(]*[ก-๎].* \(.*[a-z].*\)$", description), name
