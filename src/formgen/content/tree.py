"""YAML text -> a checked tree in which every value knows its line; all mistakes at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

import yaml

from formgen.content.shapes import (
    ID_LIMIT,
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
from formgen.content.syntax import compose, lines_of, names
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.survey import Glyphs

_BLANK_HASH = re.compile(r"(?P<gap> +)#(?P<after>.?)")
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufffd-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
_MARKUP = re.compile(r"\*\*|\{(?:" + "|".join(Glyphs.__slots__) + r"|n)\}")
_NO_PATH = "แฟ้มนี้ (this file)"
_TYPES = {
    "str": "ข้อความ (text)",
    "int": "จำนวนเต็ม (whole number)",
    "float": "จำนวน (number)",
    "bool": "true/false",
    "null": "ค่าว่าง (nothing)",
    "timestamp": "วันที่ (date)",
    "seq": "รายการ (list)",
    "map": "กลุ่มคำ (keys)",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file: text, number, flag, list or keys; where it stands."""

    value: Any
    line: int
    path: str

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def __getitem__(self, key: str) -> "Node":
        node: Node = self.value[key]
        return node

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.value)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the bare value under `key`, or `default`."""
        return self.value[key].value if key in self.value else default

    def child(self, key: str) -> "Node | None":
        """Return the node under `key`, or None."""
        node: Node | None = self.value.get(key)
        return node


class Tree:
    """Reads one file against a shape and gathers what is wrong with it."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = lines_of(text)
        self.diagnostics: list[Diagnostic] = []

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the file, each once, in order of lines."""
        return tuple(sorted(dict.fromkeys(self.diagnostics), key=lambda one: int(one.at)))

    def say(self, code: Code, line: int, **facts: Any) -> None:
        """Note one mistake at a line (counted from 1)."""
        self.diagnostics.append(found(code, at=str(line), file=self.file, **facts))

    def read(self, text: str, shape: Shape) -> Node | None:
        """Read the whole text; None where nothing of its top level can be used."""
        top, mistakes = compose(text)
        for mistake in mistakes:
            self.say(mistake.code, mistake.line, **mistake.facts)
        if top is None:
            return None
        return self.node(top, shape, "")

    def node(self, node: yaml.Node, shape: Shape, path: str) -> Node | None:
        """Read one YAML node; None (and a diagnostic) where it does not fit its shape."""
        match shape:
            case Either(scalar, other):
                plain = isinstance(node, yaml.ScalarNode)
                return self.node(node, scalar if plain else other, path)
            case Record():
                return self.record(node, shape, path)
            case MapOf(item):
                return self.mapping(node, item, path)
            case ListOf():
                return self.sequence(node, shape, path)
            case Text():
                return self.text(node, shape, path)
            case Id():
                return self.id(node, shape, path)
            case OneOf(words):
                return self.word(node, words, path)
            case Whole() | Real() | Flag():
                return self.number(node, shape, path)
            case _:
                assert_never(shape)

    def record(self, node: yaml.Node, shape: Record, path: str) -> Node | None:
        """Read named keys; unknown, doubled and missing ones are noted."""
        if not isinstance(node, yaml.MappingNode):
            return self.misfit(node, "map", path)
        held: dict[str, Node] = {}
        mapped = False
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            inner = f"{path}.{key}" if path else key
            known = shape.keys.get(key)
            if key in held:
                self.say(Code.CONTENT_DUPLICATE_KEY, line, key=key, path=path or _NO_PATH)
            elif known:
                held[key] = self.node(value_node, known.shape, inner) or Node(None, line, inner)
            elif shape.others and re.fullmatch(Id().pattern, key):
                held[key] = Node(value_node, line, inner)
            else:
                mapped |= self.unknown_key(key, line, path, tuple(shape.keys))
        if not mapped:
            self.missing_keys(node, shape, held, path)
        usable = {key: one for key, one in held.items() if one.value is not None}
        return Node(usable, node.start_mark.line + 1, path)

    def missing_keys(
        self, node: yaml.Node, shape: Record, held: Mapping[str, Node], path: str
    ) -> None:
        """Note required keys that are not there, and two where only one may be."""
        line = node.start_mark.line + 1
        wanted = [name for name, key in shape.keys.items() if key.required and name not in held]
        named = [name for name in shape.one_of if name in held]
        # A key that was not understood has been noted; it was meant to be the one.
        if shape.one_of and not named and len(held) == len(node.value):
            wanted.append(" / ".join(shape.one_of))
        for name in wanted:
            self.say(Code.CONTENT_MISSING_KEY, line, path=path or _NO_PATH, key=name)
        if len(named) > 1:
            self.say(Code.CONTENT_DUPLICATE_KEY, line, key=" / ".join(named), path=path)

    def reread(self, node: Node, shape: Shape) -> Node | None:
        """Read a key that `record` left unread because it is named elsewhere in the file."""
        return self.node(node.value, shape, node.path)

    def unknown_key(self, key: str, line: int, path: str, allowed: tuple[str, ...]) -> bool:
        """Tell a mistyped key from a paragraph that YAML took for one; True for the latter."""
        facts = {"key": key, "path": path or _NO_PATH}
        mapped = not re.fullmatch("[A-Za-z_]+", key)
        if mapped:
            self.say(Code.CONTENT_MAPPED_PARAGRAPH, line, **facts)
        else:
            self.say(Code.CONTENT_UNKNOWN_KEY, line, **facts, allowed=allowed)
        return mapped

    def mapping(self, node: yaml.Node, item: Shape, path: str) -> Node | None:
        """Read ids to values of one shape."""
        if not isinstance(node, yaml.MappingNode):
            return self.misfit(node, "map", path)
        held: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if not re.fullmatch(Id().pattern, key):
                self.say(Code.CONTENT_BAD_ID, line, value=key, path=path, limit=ID_LIMIT)
            elif key in held:
                self.say(Code.CONTENT_DUPLICATE_KEY, line, key=key, path=path)
            elif read := self.node(value_node, item, f"{path}.{key}"):
                held[key] = read
        return Node(held, node.start_mark.line + 1, path)

    def sequence(self, node: yaml.Node, shape: ListOf, path: str) -> Node | None:
        """Read a list; items that do not fit are noted and left out."""
        if not isinstance(node, yaml.SequenceNode):
            return self.misfit(node, "seq", path)
        line = node.start_mark.line + 1
        if len(node.value) < shape.least:
            self.say(Code.CONTENT_EMPTY_LIST, line, path=path)
        read = (self.node(one, shape.item, f"{path}[{n}]") for n, one in enumerate(node.value, 1))
        return Node([one for one in read if one], line, path)

    def text(self, node: yaml.Node, shape: Text, path: str) -> Node | None:
        """Read one line of words, exactly as written."""
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            key = str(node.value[0][0].value)
            self.say(Code.CONTENT_MAPPED_PARAGRAPH, node.start_mark.line + 1, key=key, path=path)
            return None
        if not isinstance(node, yaml.ScalarNode):
            return self.misfit(node, "str", path)
        line = node.start_mark.line + 1
        tag = tag_of(node)
        if tag == "null" or (tag == "str" and not node.value.strip()):
            if shape.blank:
                return Node("", line, path)
            self.say(Code.CONTENT_MISSING_LABEL, line, path=path)
            return None
        if tag != "str":
            return self.misfit(node, "str", path)
        if (
            node.style in ("|", ">")
            or "\n" in node.value
            or node.end_mark.line != node.start_mark.line
        ):
            self.say(Code.CONTENT_SPLIT_PARAGRAPH, line, path=path)
            return None
        if is_plain(node):
            self.swallowed(node, path)
        return self.words(node.value, shape, line, path)

    def words(self, value: str, shape: Text, line: int, path: str) -> Node | None:
        """Check what stands in one line of words."""
        if bad := _FORBIDDEN.findall(value):
            self.say(Code.CONTENT_FORBIDDEN_CHARACTER, line, path=path, characters=names(bad))
            return None
        if shape.longest and len(value) > shape.longest:
            allowed = f"{shape.longest} อักขระ (characters)"
            self.say(Code.CONTENT_BAD_VALUE, line, value=value, path=path, allowed=allowed)
            return None
        if not shape.prose and (marks := _MARKUP.findall(value)):
            self.say(Code.CONTENT_NO_MARKUP, line, path=path, marks=tuple(dict.fromkeys(marks)))
        return Node(value, line, path)

    def swallowed(self, node: yaml.ScalarNode, path: str) -> None:
        """Note words that YAML took for a comment: one blank before `#`, or no blank after it."""
        line = self.lines[node.end_mark.line]
        match = _BLANK_HASH.match(line, node.end_mark.column)
        if match and (len(match["gap"]) == 1 or match["after"] not in (" ", "")):
            lost = line[match.start() :].strip()
            self.say(Code.CONTENT_SWALLOWED_COMMENT, node.start_mark.line + 1, lost=lost, path=path)

    def id(self, node: yaml.Node, shape: Id, path: str) -> Node | None:
        """Read a stable ASCII name."""
        if not isinstance(node, yaml.ScalarNode):
            return self.misfit(node, "str", path)
        line = node.start_mark.line + 1
        if tag_of(node) in ("bool", "null") and is_plain(node):
            # YAML reads `no`, `on`, `yes` as true or false; as a code they would change silently.
            return self.misfit(node, "str", path)
        if not re.fullmatch(shape.pattern, node.value):
            self.say(Code.CONTENT_BAD_ID, line, value=node.value, path=path, limit=ID_LIMIT)
            return None
        return Node(node.value, line, path)

    def word(self, node: yaml.Node, words: tuple[str, ...], path: str) -> Node | None:
        """Read one of a few words."""
        if not isinstance(node, yaml.ScalarNode):
            return self.misfit(node, "str", path)
        line = node.start_mark.line + 1
        if node.value not in words:
            self.say(Code.CONTENT_BAD_VALUE, line, value=node.value, path=path, allowed=words)
            return None
        return Node(node.value, line, path)

    def number(self, node: yaml.Node, shape: Whole | Real | Flag, path: str) -> Node | None:
        """Read a number or a flag."""
        line, tag, typed = node.start_mark.line + 1, tag_of(node), str(node.value)
        match shape:
            case Flag() if tag == "bool":
                return Node(typed.lower() in ("true", "yes", "on"), line, path)
            case Whole(least, most) if tag == "int" and re.fullmatch("-?[0-9]+", typed):
                value = int(typed[: len(str(most)) + 1])
                if least <= value <= most:
                    return Node(value, line, path)
                allowed = f"{least}–{most}"
            case Real() if tag in ("int", "float") and re.fullmatch(
                r"[0-9]{1,9}(\.[0-9]+)?", typed
            ):
                if float(typed) > 0:
                    return Node(float(typed), line, path)
                allowed = "> 0"
            case _:
                wanted = {"Flag": "bool", "Whole": "int", "Real": "float"}[type(shape).__name__]
                return self.misfit(node, wanted, path)
        self.say(Code.CONTENT_BAD_VALUE, line, value=typed, path=path, allowed=allowed)
        return None

    def misfit(self, node: yaml.Node, wanted: str, path: str) -> Node | None:
        """Note a value of the wrong type; nothing of it can be used."""
        actual = tag_of(node)
        shown = _TYPES.get(actual, actual)
        if isinstance(node, yaml.ScalarNode) and node.value:
            shown += f" “{node.value[:40]}”"
        line = node.start_mark.line + 1
        self.say(
            Code.CONTENT_WRONG_TYPE,
            line,
            path=path or _NO_PATH,
            expected=_TYPES[wanted],
            actual=shown,
        )
        return None


def read_text(path: Path) -> str:
    """Read a content file; raise FormgenError where that cannot be done."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = str(error.strerror) if isinstance(error, OSError) else "UTF-8"
        unread = found(Code.CONTENT_UNREADABLE, file=path.as_posix(), reason=reason)
        raise FormgenError([unread], Exit.CONTENT) from error


def is_plain(node: yaml.ScalarNode) -> bool:
    """Tell whether a scalar stands without quotes: its style is "" in libyaml, None without it."""
    return not node.style


def tag_of(node: yaml.Node) -> str:
    """Return what YAML takes a node for: `str`, `int`, `bool`, `null`, `seq` or `map`."""
    return str(node.tag).rpartition(":")[2]
