"""Constraints and relevance in XLSForm's words: `. >= 0 and . <= 100`, `${email.status} = 'have'`.

Grammar, loosest first: `or`, `and`, `not(…)`, comparison (= != < <= > >=), `+ -`, then a value:
`.` (this answer), `${field}`, a number, a quoted text, `selected(value, 'code')`,
`string-length(value)`, `regex(value, 'pattern')`, or a bracket.  A comparison with a blank answer
is not decided (None), and what is not decided is not a fault; only `= ''` asks whether it is blank.
"""

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from formgen.model.values import is_blank
from formgen.thai.numerals import parse_decimal

Term: TypeAlias = bool | Decimal | str | tuple[str, ...] | None

_TOKEN = re.compile(
    r"\s*(?:(?P<field>\$\{[a-z0-9_.]+\})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[a-z][a-z-]*)|(?P<mark><=|>=|!=|[=<>()+,.-]))"
)
_COMPARE: Mapping[str, Callable[[Decimal | str, Decimal | str], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FUNCTIONS = {"not": 1, "selected": 2, "string-length": 1, "regex": 2}


class RuleError(ValueError):
    """The expression cannot be understood; the text says where."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text."""

    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Reference:
    """The answer of a field; "" is the field the rule belongs to."""

    field: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function applied to its operands, in order."""

    name: str
    operands: tuple["Node", ...]


Node: TypeAlias = Literal | Reference | Call


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed expression."""

    text: str
    root: Node

    @property
    def references(self) -> tuple[str, ...]:
        """The other fields the rule speaks of, in order of appearance."""
        return tuple(dict.fromkeys(name for name in _references(self.root) if name))

    def holds(
        self, own: object, answers: Mapping[str, object], unclear: Collection[str] = ()
    ) -> bool | None:
        """Tell whether the rule holds; None where a blank or unclear answer leaves it undecided."""
        if any(name in unclear for name in self.references):
            return None
        result = _value(self.root, own, answers)
        return None if result is None else bool(result)


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """Parse an expression; raise RuleError where it cannot be understood."""
    tokens: list[tuple[str, str]] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise RuleError(f"unexpected “{text[position:].strip()[:12]}”")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    parser = _Parser(tokens)
    try:
        root = parser.disjunction()
    except RecursionError as error:
        raise RuleError("too many brackets") from error
    if parser.rest:
        raise RuleError(f"unexpected “{parser.rest[0][1]}”")
    return Rule(text, root)


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens

    def accept(self, *texts: str) -> str | None:
        if self.rest and self.rest[0][0] in ("word", "mark") and self.rest[0][1] in texts:
            return self.rest.pop(0)[1]
        return None

    def expect(self, text: str) -> None:
        if self.accept(text) is None:
            raise RuleError(f"“{text}” is missing")

    def disjunction(self) -> Node:
        node = self.conjunction()
        while self.accept("or"):
            node = Call("or", (node, self.conjunction()))
        return node

    def conjunction(self) -> Node:
        node = self.comparison()
        while self.accept("and"):
            node = Call("and", (node, self.comparison()))
        return node

    def comparison(self) -> Node:
        node = self.sum()
        sign = self.accept(*_COMPARE)
        return Call(sign, (node, self.sum())) if sign else node

    def sum(self) -> Node:
        node = self.value()
        while sign := self.accept("+", "-"):
            node = Call(sign, (node, self.value()))
        return node

    def value(self) -> Node:
        if self.accept("("):
            node = self.disjunction()
            self.expect(")")
            return node
        if self.accept("-"):
            return Call("-", (Literal(Decimal(0)), self.value()))
        if self.accept("."):
            return Reference("")
        if not self.rest:
            raise RuleError("a value is missing at the end")
        group, text = self.rest.pop(0)
        match group:
            case "field":
                return Reference(text[2:-1])
            case "number":
                return Literal(Decimal(text))
            case "text":
                return Literal(text[1:-1])
            case "word" if text in _FUNCTIONS:
                return Call(text, self.arguments(text))
            case _:
                raise RuleError(f"unexpected “{text}”")

    def arguments(self, name: str) -> tuple[Node, ...]:
        self.expect("(")
        found = [self.disjunction()]
        while self.accept(","):
            found.append(self.disjunction())
        self.expect(")")
        if len(found) != _FUNCTIONS[name]:
            raise RuleError(f"{name}() takes {_FUNCTIONS[name]}, not {len(found)}")
        if name == "regex":
            _check_pattern(found[1])
        return tuple(found)


def _check_pattern(node: Node) -> None:
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        raise RuleError("regex() takes a quoted pattern")
    try:
        re.compile(node.value)
    except re.error as error:
        raise RuleError(f"regex: {error}") from error


def _references(node: Node) -> list[str]:
    match node:
        case Reference(name):
            return [name]
        case Call(_, operands):
            return [name for each in operands for name in _references(each)]
        case Literal():
            return []


def _value(node: Node, own: object, answers: Mapping[str, object]) -> Term:
    match node:
        case Literal(value):
            return value
        case Reference(name):
            return _term(answers.get(name) if name else own)
        case Call(name, operands):
            return _apply(name, [_value(each, own, answers) for each in operands])


def _apply(name: str, values: list[Term]) -> Term:
    match name:
        case "and":
            return _three_valued(values, decisive=False)
        case "or":
            return _three_valued(values, decisive=True)
        case "not":
            return None if values[0] is None else not values[0]
        case "selected":
            chosen = values[0] if isinstance(values[0], tuple) else (values[0],)
            return values[1] in chosen
        case "string-length":
            return Decimal(len(_text(values[0])))
        case "regex":
            known = values[0] is not None
            return re.fullmatch(_text(values[1]), _text(values[0])) is not None if known else None
        case "+" | "-":
            left, right = _number(values[0]), _number(values[1])
            if left is None or right is None:
                return None
            return left + right if name == "+" else left - right
        case _:
            return _compare(name, values[0], values[1])


def _compare(sign: str, left: Term, right: Term) -> bool | None:
    if not _said(left) or not _said(right):
        asked = "" in (left, right)  # a quoted '' asks whether the other side is blank
        same = _said(left) == _said(right)
        return {"=": same, "!=": not same}.get(sign) if asked else None
    one, other = _number(left), _number(right)
    by_text = isinstance(left, str) and isinstance(right, str) and sign in ("=", "!=")
    if one is not None and other is not None and not by_text:
        return _COMPARE[sign](one, other)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return None
    return _COMPARE[sign](_text(left), _text(right))


def _three_valued(values: list[Term], *, decisive: bool) -> bool | None:
    if any(value is not None and bool(value) is decisive for value in values):
        return decisive
    return None if None in values else not decisive


def _term(value: object) -> Term:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, str | tuple) and value else None


def _said(value: Term) -> bool:
    return not is_blank(value)


def _number(value: Term) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    return parse_decimal(value) if isinstance(value, str) else None


def _text(value: Term) -> str:
    """Write a value as XLSForm does: several codes with a blank between them."""
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)
