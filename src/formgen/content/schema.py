"""The shapes of a content file -> JSON Schema, by which editors complete and check it."""

from typing import Any, assert_never

from formgen.content.shapes import (
    SURVEY,
    Either,
    Flag,
    Id,
    ListOf,
    MapOf,
    OneOf,
    Real,
    Record,
    Shape,
    Text,
    Whole,
)


def json_schema(shape: Shape = SURVEY, title: str = "formgen survey") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of content file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return head | schema_of(shape)


def schema_of(shape: Shape) -> dict[str, Any]:
    """Turn one shape into its schema."""
    match shape:
        case Text(blank=True):
            return {"anyOf": [{"type": "string"}, {"type": "null"}]}
        case Text(longest=longest):
            return {"type": "string", "minLength": 1} | ({"maxLength": longest} if longest else {})
        case Id():
            return {"type": "string", "pattern": f"^{shape.pattern}$"}
        case Whole(least, most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case Real():
            return {"type": "number", "exclusiveMinimum": 0}
        case Flag():
            return {"type": "boolean"}
        case OneOf(words):
            return {"enum": list(words)}
        case Either(scalar, other):
            return {"anyOf": [schema_of(scalar), schema_of(other)]}
        case ListOf() | MapOf() | Record():
            return collection_schema(shape)
        case _:
            assert_never(shape)


def collection_schema(shape: ListOf | MapOf | Record) -> dict[str, Any]:
    """Turn a list or keys into their schema."""
    match shape:
        case ListOf(item, least):
            return {"type": "array", "items": schema_of(item)} | (
                {"minItems": least} if least else {}
            )
        case MapOf(item):
            return {
                "type": "object",
                "propertyNames": schema_of(Id()),
                "additionalProperties": schema_of(item),
            }
        case Record():
            return record_schema(shape)
        case _:
            assert_never(shape)


def record_schema(shape: Record) -> dict[str, Any]:
    """Turn named keys into an object's schema; what a key is for becomes its description."""
    keys = {
        name: schema_of(key.shape) | {"description": f"{key.about} ({key.english})"}
        for name, key in shape.keys.items()
    }
    schema: dict[str, Any] = {
        "type": "object",
        "properties": keys,
        "required": [name for name, key in shape.keys.items() if key.required],
        "additionalProperties": schema_of(shape.others) if shape.others else False,
    }
    if shape.one_of:
        schema["oneOf"] = [{"required": [name]} for name in shape.one_of]
    return schema
