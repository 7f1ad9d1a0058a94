"""A text a clerk can edit (YAML) and facts -> the blocks of a letter or report."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from formgen.content.shapes import Record
from formgen.content.text_shapes import (
    CLAUSE_KEYS,
    LEVELS,
    OFFICE,
    OFFICE_FACTS,
    STYLES,
    TEMPLATE,
)
from formgen.content.tree import Node, Tree, read_text
from formgen.model.blocks import Paragraph, Style, Table
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.document import NewPage
from formgen.resources import resource
from formgen.thai.normalise import clean, is_cluster_start
from formgen.thai.numerals import to_thai

DOTS: Final = "……………………"
"""What is printed for a blank fact, to be written by hand."""

SUBJECT: Final = "subject"
"""The fact every text has of itself."""

_TOKEN: Final = re.compile(r"(?P<bold>\*\*)|«(?P<name>[^«»]*)»|(?P<stray>[«»])")
_MIDDLE: Final = "\t"  # leads to the middle of a line (Style.LINE)
_AS_TYPED: Final = frozenset({"email"})  # the digits of an address stay ASCII
_BEFORE: Final = 4  # characters shown of what stands before a mistake

Block: TypeAlias = Paragraph | Table | NewPage
Piece: TypeAlias = Table | Sequence[Block]


@dataclass(frozen=True, slots=True)
class Names:
    """What a text of one kind may name.

    `lists` has, by the name of each list, the facts that every entry of it adds to the others.
    """

    facts: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a sentence, or the name of a fact that stands there."""

    text: str
    fact: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph; `right` begins in the middle of the line; `level` 1 and 2 are numbered."""

    style: Style
    left: tuple[Run, ...]
    right: tuple[Run, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Insert:
    """The table called `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Space:
    """Blank lines."""

    lines: int


Printed: TypeAlias = Words | Insert | Space | NewPage


@dataclass(frozen=True, slots=True)
class Clause:
    """What is printed when all of `when` and none of `unless` hold, for each entry of a list."""

    what: Printed
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """The text of one kind of letter or report."""

    subject: tuple[Run, ...]
    clauses: tuple[Clause, ...]


_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_Said: TypeAlias = tuple[Printed, Mapping[str, str]]


# ---------------------------------------------------------------- reading


def find_text(survey: Path, name: str) -> Path:
    """Find `name`.yaml: beside the survey, else in the folder above it, else as shipped.

    In the folder above, and as shipped, texts lie in `texts/` and the facts of the office outside.
    """
    file = f"{name}.yaml"
    beside = survey.absolute().parent
    homes = (beside, beside.parent / "texts", beside.parent, resource("content", "texts"))
    found = (home / file for home in homes)
    return next((one for one in found if one.is_file()), resource("content", file))


def load_template(path: Path, names: Names) -> Template:
    """Read a text; raise FormgenError with every mistake of the file."""
    tree, top = _read(path, TEMPLATE)
    template = _Builder(tree, names).template(top) if top else None
    if template is None or tree.mistakes:
        raise FormgenError(tree.mistakes, Exit.CONTENT)
    return template


def load_office(path: Path) -> Mapping[str, str]:
    """Read the facts of the office, "" for each left blank; digits become Thai ones.

    Raise FormgenError with every mistake of the file.
    """
    tree, top = _read(path, OFFICE)
    if top is None or tree.mistakes:
        raise FormgenError(tree.mistakes, Exit.CONTENT)
    said = {name: one_line(top.get(name, "")) for name in OFFICE_FACTS}
    return {name: text if name in _AS_TYPED else to_thai(text) for name, text in said.items()}


def _read(path: Path, shape: Record) -> tuple[Tree, Node | None]:
    text = read_text(path)
    tree = Tree(text, path.as_posix())
    return tree, tree.read(text, shape)


class _Builder:
    """Builds one text and notes, in the tree's list, every mistake on the way."""

    def __init__(self, tree: Tree, names: Names) -> None:
        self.tree = tree
        self.names = names

    def template(self, top: Node) -> Template:
        """Build it all; only to be trusted when the tree has no mistakes."""
        subject = top.child("subject")
        clauses = (each for node in top.child("clauses") or () for each in self.clauses(node))
        return Template(
            self.runs(subject, self.names.facts) if subject else (),
            tuple(clauses),
        )

    def clauses(
        self, node: Node, when: tuple[str, ...] = (), unless: tuple[str, ...] = ()
    ) -> Iterator[Clause]:
        """Build a clause, or those of a group, each with the conditions around it."""
        style = next((key for key in STYLES if key in node), "")
        for key, fits in (("right", style == "line"), ("each", bool(style))):
            if key in node and not fits:
                usable = tuple(one for one in CLAUSE_KEYS if one != key)
                facts = {"key": key, "path": node.path, "allowed": usable}
                self.tree.say(Code.CONTENT_UNKNOWN_KEY, node[key].line, **facts)
        when = (*when, *self.conditions(node, "when"))
        unless = (*unless, *self.conditions(node, "unless"))
        for inner in node.child("clauses") or ():
            yield from self.clauses(inner, when, unless)
        each = node.get("each", "")
        if each:
            self.known(node["each"], each, tuple(self.names.lists))
        if what := self.what(node, style, each):
            yield Clause(what, when, unless, each)

    def what(self, node: Node, style: str, each: str) -> Printed | None:
        """Build what a clause prints."""
        if style:
            allowed = (*self.names.lists.get(each, ()), *self.names.facts, SUBJECT)
            right = self.runs(node["right"], allowed) if "right" in node else ()
            left = self.runs(node[style], allowed)
            return Words(STYLES[style][0], left, right, LEVELS.get(style, 0))
        if "table" in node:
            self.known(node["table"], node["table"].value, self.names.tables)
            return Insert(node["table"].value)
        if "space" in node:
            return Space(node["space"].value)
        return NewPage() if node.get("new_page", False) else None

    def conditions(self, node: Node, key: str) -> tuple[str, ...]:
        """Return the conditions under a key; each must be one of the names."""
        held = node.child(key)
        if held is None:
            return ()
        listed = list(held) if isinstance(held.value, list) else [held]
        for one in listed:
            self.known(one, one.value, self.names.conditions)
        return tuple(one.value for one in listed)

    def known(self, node: Node, name: str, allowed: Sequence[str]) -> None:
        """Note a name that does not exist; those spelt like it are told first."""
        if name not in allowed:
            alike = get_close_matches(name, allowed)
            told = tuple(dict.fromkeys((*alike, *allowed))) or ("—",)
            facts = {"value": name, "path": node.path, "allowed": told}
            self.tree.say(Code.CONTENT_UNKNOWN_NAME, node.line, **facts)

    def runs(self, node: Node, allowed: Sequence[str]) -> tuple[Run, ...]:
        """Cut a sentence into words and facts, plain or strong."""
        runs: list[Run] = []
        strong, at = False, 0
        for token in _TOKEN.finditer(node.value):
            runs.append(Run(node.value[at : token.start()], strong=strong))
            at = token.end()
            if token["bold"]:
                strong = not strong
                self.cluster(node, token)
            elif token["stray"]:
                self.tree.say(Code.CONTENT_NAME_UNCLOSED, node.line, path=node.path)
            else:
                self.known(node, token["name"], allowed)
                runs.append(Run(token["name"], fact=True, strong=strong))
        runs.append(Run(node.value[at:], strong=strong))
        if strong:
            self.tree.say(Code.CONTENT_STYLE_UNCLOSED, node.line, path=node.path)
        return tuple(one for one in runs if one.text)

    def cluster(self, node: Node, token: re.Match[str]) -> None:
        """Note emphasis that would tear a Thai letter apart."""
        before, after = node.value[: token.start()], node.value[token.end() :]
        if not is_cluster_start(before + after, len(before)):
            facts = {"path": node.path, "before": before[-_BEFORE:]}
            self.tree.say(Code.CONTENT_STYLE_IN_CLUSTER, node.line, **facts)


# ---------------------------------------------------------------- setting


def typeset(
    template: Template,
    facts: Mapping[str, str],
    conditions: Collection[str] = (),
    tables: Mapping[str, Piece] = _NONE,
    lists: Mapping[str, Sequence[Mapping[str, str]]] = _NONE,
) -> tuple[Block, ...]:
    """Set a text with its facts; a blank fact is dots, to be written by hand.

    `conditions` are those that hold.  What a fact says is printed as it is: nothing in it is taken
    for markup or for a name.  A piece of `tables` may be several blocks.
    """
    known = {**facts, SUBJECT: subject(template, facts)}
    return tuple(_set(_standing(template, known, frozenset(conditions), lists), tables))


def subject(template: Template, facts: Mapping[str, str]) -> str:
    """Say what a letter or report is about."""
    return "".join(text for text, _ in _spoken(template.subject, facts))


def one_line(text: str) -> str:
    """Return words from outside on one line, without what cannot be seen."""
    return " ".join(clean(text).split())


def _standing(
    template: Template,
    facts: Mapping[str, str],
    held: frozenset[str],
    lists: Mapping[str, Sequence[Mapping[str, str]]],
) -> Iterator[_Said]:
    """Go through what is printed, each with its facts."""
    for one in template.clauses:
        if held.issuperset(one.when) and held.isdisjoint(one.unless):
            for entry in lists[one.each] if one.each else (_NONE,):
                yield one.what, {**facts, **entry}


def _set(standing: Iterable[_Said], tables: Mapping[str, Piece]) -> Iterator[Block]:
    section = item = 0
    for what, facts in standing:
        match what:
            case NewPage():
                yield what
            case Space(lines):
                yield from [Paragraph("")] * lines
            case Insert(name):
                piece = tables[name]
                yield from [piece] if isinstance(piece, Table) else piece
            case Words(level=level):
                section += level == 1
                item = item + 1 if level == LEVELS["item"] else 0 if level else item
                yield _paragraph(what, _number(level, section, item), facts)
            case _:
                assert_never(what)


def _number(level: int, section: int, item: int) -> str:
    """Write the number of a clause and a blank; "" for one without; no section, no first part."""
    if not level:
        return ""
    inner = level == LEVELS["item"]
    return to_thai(f"{section}.{item} " if inner and section else f"{item if inner else section}. ")


def _paragraph(words: Words, number: str, facts: Mapping[str, str]) -> Paragraph:
    spoken = list(_spoken(words.left, facts))
    if number:
        spoken.insert(0, (number, bool(spoken) and spoken[0][1]))
    if words.right:
        spoken += [(_MIDDLE, False), *_spoken(words.right, facts)]
    text, strong = "", []
    for said, bold in spoken:
        if bold:
            strong.append((len(text), len(text) + len(said)))
        text += said
    return Paragraph(text, words.style, strong=tuple(_joined(strong)))


def _spoken(runs: Iterable[Run], facts: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Go through the words of a sentence, each with whether they are strong."""
    for run in runs:
        text = (one_line(facts[run.text]) or DOTS) if run.fact else run.text
        yield text, run.strong


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join ranges that touch."""
    last: tuple[int, int] | None = None
    for start, end in ranges:
        if last and last[1] == start:
            last = (last[0], end)
        else:
            if last:
                yield last
            last = (start, end)
    if last:
        yield last
