"""Frozen dataclasses <-> plain JSON values; the member of a union is named by `is`."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Turn dataclasses, enums and tuples into dicts, strings and lists; defaults are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {"is": type(value).__name__}
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if field.default is dataclasses.MISSING or held != field.default:
                plain[field.name] = to_plain(held)
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: to_plain(one) for key, one in value.items()}
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    """Reverse `to_plain`; raise ValueError, TypeError or KeyError where `plain` is not a `kind`."""
    return typing.cast(T, _build(kind, plain))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, plain: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _build_union(typing.get_args(kind), plain)
    if origin is tuple:
        return _build_tuple(typing.get_args(kind), _checked(list, plain))
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, _checked(dict, plain))
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is float and type(plain) is int:
        return float(plain)
    return _checked(kind, plain)


def _build_union(members: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in members:
        return None
    named = plain.get("is") if isinstance(plain, dict) else None
    for member in members:
        if named and named == getattr(member, "__name__", None):
            return _build(member, plain)
    for member in members:
        if member is not type(None) and not dataclasses.is_dataclass(member):
            return _build(member, plain)
    raise ValueError(f"no member of {members} fits {plain!r}")


def _build_tuple(items: tuple[Any, ...], plain: list[Any]) -> tuple[Any, ...]:
    if items[-1] is Ellipsis:
        return tuple(_build(items[0], one) for one in plain)
    return tuple(_build(each, one) for each, one in zip(items, plain, strict=True))


def _build_dataclass(kind: Any, plain: dict[str, Any]) -> Any:
    if plain.get("is") != kind.__name__:
        raise ValueError(f"expected {kind.__name__}, found {plain.get('is')!r}")
    hints = _hints(kind)
    return kind(**{name: _build(hints[name], one) for name, one in plain.items() if name != "is"})


def _checked(kind: type[T], plain: Any) -> T:
    """Return `plain` if it is a `kind`; `true` is no number, although it is an `int` in Python."""
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise TypeError(f"expected {kind.__name__}, found {type(plain).__name__}")
    return plain
