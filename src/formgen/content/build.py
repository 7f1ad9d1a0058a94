"""A checked tree -> Survey: what one value alone cannot show is checked here."""

from collections.abc import Iterable, Iterator
from typing import Any

from formgen.compiler import part_fields, printed_fields, shared_names
from formgen.content.shapes import GUIDANCE, ROW
from formgen.content.tree import Node, Tree
from formgen.model import markup
from formgen.model.codes import Code
from formgen.model.rule import RuleError, parse_rule
from formgen.model.survey import (
    Choice,
    Column,
    ColumnKind,
    Glyphs,
    Heading,
    Item,
    Kind,
    Numbered,
    NumberedItem,
    Origin,
    Part,
    Passage,
    Plain,
    Question,
    Remark,
    Role,
    Source,
    Summary,
    Survey,
    TextFormat,
)
from formgen.thai import normalise
from formgen.thai.normalise import is_cluster_start

_SELECTS = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)
_KINDS_OF_KEY = {
    "choices": _SELECTS,
    "positive": _SELECTS,
    "format": (Kind.TEXT,),
    "multiline": (Kind.TEXT,),
}
"""The kinds of answer a key makes sense for; elsewhere it would be passed over in silence."""

_KINDS_OF_ROLE = {
    Role.AGENCY_CODE: (Kind.TEXT,),
    Role.AGENCY_NAME: (Kind.TEXT,),
    Role.RESPONSE_DATE: (Kind.DATE,),
}
_KINDS_OF_OTHER_ROLES = (Kind.TEXT, Kind.SELECT_ONE)
_NO_GLYPHS = Glyphs("", "", "")


class Builder:
    """Builds one survey and notes, in the tree's list, every mistake on the way."""

    def __init__(self, tree: Tree, top: Node) -> None:
        self.tree = tree
        self.top = top
        glyphs = top.child("glyphs")
        self.glyphs = Glyphs(
            **{key: one.value for key, one in glyphs.value.items()} if glyphs else {}
        )
        lists = top.child("choice_lists")
        held = lists.value if lists else {}
        self.lists = {name: self.choices(node) for name, node in held.items()}
        self.part_lines: dict[str, int] = {}
        self.question_lines: dict[str, int] = {}
        self.role_lines: dict[str, int] = {}
        self.stems: dict[str, Node] = {}

    def survey(self) -> Survey:
        """Build the whole survey; only to be trusted when the tree has no diagnostics."""
        top = self.top
        source, summary = top.child("source"), top.child("summary")
        survey = Survey(
            id=top.get("id", ""),
            revision=top.get("revision", 1),
            title=self.prose(top.child("title")),
            instruction=self.prose(top.child("instruction")),
            parts=tuple(self.part(node) for node in top.child("parts") or ()),
            language=top.get("language", "th-TH"),
            glyphs=self.glyphs,
            source=Source(**{k: n.value for k, n in source.value.items()} if source else {}),
            summary=Summary(**{k: n.value for k, n in summary.value.items()} if summary else {}),
        )
        self.check_parts(survey)
        self.check_rules(survey)
        if not self.tree.diagnostics:
            self.check_names(survey)
        return survey

    # ------------------------------------------------------------ parts

    def check_parts(self, survey: Survey) -> None:
        """Note a survey that asks nothing, and parts that are printed with one number."""
        parts = self.top.child("parts")
        shown = [one for one in parts or () if one.get("enabled", True)]
        if parts and survey.parts and not shown:
            self.tree.say(Code.CONTENT_NO_PART, parts.line)
        lines: dict[int, int] = {}
        for one in shown:
            number = one.child("number")
            first = lines.setdefault(number.value, number.line) if number else 0
            if number and first != number.line:
                facts = {"number": number.value, "first": first}
                self.tree.say(Code.CONTENT_SAME_NUMBER, number.line, **facts)

    def part(self, node: Node) -> Part:
        """Build one part: single fields or a table of items."""
        self.unique(node, self.part_lines)
        items = node.child("items")
        columns = self.columns(node) if items else ()
        field_lines: dict[str, int] = {}
        item_lines: dict[str, int] = {}
        for one in node.child("fields") or ():
            self.unique(one, field_lines)
            self.unique(one, self.role_lines, "role")
        for one in items or ():
            self.unique(one, item_lines)
        return Part(
            id=node.get("id", ""),
            number=node.get("number", 1),
            label=self.prose(node.child("label"), allowed=("n",)),
            title=self.prose(node.child("title")),
            origin=Origin(node.get("origin", Origin.SEED)),
            enabled=node.get("enabled", True),
            fields=tuple(self.single(one, node) for one in node.child("fields") or ()),
            columns=columns,
            items=tuple(self.item(one, node, columns) for one in items or ()),
            notice=self.prose(node.child("notice")),
        )

    def columns(self, part: Node) -> tuple[Column, ...]:
        """Build the columns of a part's table: its own, or the survey's; () if they are wrong."""
        node = part.child("columns") or self.top.child("columns")
        if node is None:
            self.tree.say(Code.CONTENT_MISSING_KEY, part.line, path=part.path, key="columns")
            return ()
        lines: dict[str, int] = {}
        built = [self.column(one, lines) for one in node]
        complete = [one for one in built if one]
        if len(complete) < len(built):
            return ()
        answers = sum(one.kind is ColumnKind.RESPONSE for one in complete)
        if answers != 1:
            self.tree.say(Code.CONTENT_COLUMNS, node.line, path=node.path, number=answers)
            return ()
        return tuple(complete)

    def column(self, node: Node, lines: dict[str, int]) -> Column | None:
        """Build one column; None where it is wrong, so that nothing is built on it."""
        key = node.get("id", "")
        taken = key in lines
        self.unique(node, lines)
        if taken or not {"id", "kind"} <= node.value.keys():
            return None
        kind = ColumnKind(node["kind"].value)
        if kind is ColumnKind.GUIDANCE and key in ROW.keys:
            allowed = f"≠ {', '.join(ROW.keys)}"
            facts = {"value": key, "path": f"{node.path}.id", "allowed": allowed}
            self.tree.say(Code.CONTENT_BAD_VALUE, node.line, **facts)
            return None
        return Column(key, node.get("label", ""), kind, node.get("width", 1.0))

    def item(self, node: Node, part: Node, columns: tuple[Column, ...]) -> Item:
        """Build one numbered heading and its questions."""
        rows = node.child("rows") or ()
        if len(list(rows)) > 1:
            for one in rows:
                if "label" not in one:
                    self.tree.say(Code.CONTENT_MISSING_KEY, one.line, path=one.path, key="label")
        questions = tuple(self.row(one, part, columns) for one in rows)
        return Item(node.get("id", ""), self.prose(node.child("title")), questions)

    # ------------------------------------------------------------ questions

    def single(self, node: Node, part: Node) -> Question:
        """Build one field of a field part."""
        self.stems[f"{part.get('id', '')}.{node.get('id', '')}"] = node
        question = self.question(node, None, self.kind(node, Kind.TEXT))
        if question.role:
            allowed = _KINDS_OF_ROLE.get(question.role, _KINDS_OF_OTHER_ROLES)
            self.fits(node, question.kind, allowed)
        return question

    def row(self, node: Node, part: Node, columns: tuple[Column, ...]) -> Question:
        """Build one response row with the guidance beside it."""
        self.unique(node, self.question_lines)
        self.stems[node.get("id", "")] = node
        shown = not columns or any(one.kind is ColumnKind.LABEL for one in columns)
        if "hint" in node and not shown:
            self.unknown(node, "hint", node["hint"].line, columns)
        options = part.child("options") or self.top.child("options")
        usual = Kind(options.get("type", Kind.SELECT_ONE)) if options else Kind.TEXT
        return self.question(
            node,
            options,
            self.kind(node, usual),
            remark=self.remark(node, part),
            guidance=self.guidance(node, columns),
        )

    @staticmethod
    def kind(node: Node, usual: Kind) -> Kind:
        """Return what an answer is: as said, else by its choices, else as is usual here."""
        return Kind(node.get("type", Kind.SELECT_ONE if "choices" in node else usual))

    def fits(self, node: Node, kind: Kind, allowed: tuple[Kind, ...]) -> None:
        """Note a kind of answer that something else said of the question rules out."""
        if kind not in allowed:
            told = node.child("type") or node
            facts = {"value": kind.value, "path": f"{node.path}.type"}
            words = tuple(one.value for one in allowed)
            self.tree.say(Code.CONTENT_BAD_VALUE, told.line, **facts, allowed=words)

    def question(
        self,
        node: Node,
        options: Node | None,
        kind: Kind,
        remark: Remark | None = None,
        guidance: tuple[tuple[str, tuple[Passage, ...]], ...] = (),
    ) -> Question:
        """Build a question; its choices are its own, a named list, or the table's options."""
        for key, kinds in _KINDS_OF_KEY.items():
            if key in node:
                self.fits(node, kind, kinds)
        choices = self.choices_of(node, options) if kind in _SELECTS else ()
        usual = options if kind in _SELECTS and "choices" not in node else None
        get: Any = node.get
        return Question(
            id=get("id", ""),
            kind=kind,
            label=get("label", ""),
            summary_label=get("summary_label", ""),
            hint=self.prose(node.child("hint")),
            choices=choices,
            positive=self.positive(node, usual, choices),
            required=get("required", bool(usual and usual.get("required", False))),
            constraint=get("constraint", ""),
            constraint_message=get("constraint_message", ""),
            relevant=get("relevant", ""),
            format=TextFormat(node["format"].value) if "format" in node else None,
            max_length=get("max_length", 500),
            multiline=get("multiline", False),
            role=Role(node["role"].value) if "role" in node else None,
            personal_data=get("personal_data", False),
            remark=remark,
            guidance=guidance,
        )

    def choices_of(self, node: Node, options: Node | None) -> tuple[Choice, ...]:
        """Return the choices of a select question."""
        own = node.child("choices")
        if own is None and options is not None and "values" in options:
            return self.choices(options["values"])
        if own is None:
            self.tree.say(Code.CONTENT_MISSING_KEY, node.line, path=node.path, key="choices")
            return ()
        if isinstance(own.value, list):
            return self.choices(own)
        if own.value not in self.lists:
            self.dangling(own, own.value, self.lists)
        return self.lists.get(own.value, ())

    def choices(self, node: Node) -> tuple[Choice, ...]:
        """Build a list of choices: no code twice, no two that read alike, one to specify."""
        codes: dict[str, int] = {}
        for one in node:
            self.unique(one, codes, "code")
        self.check_labels(node)
        specify = [one for one in node if one.get("specify", False)]
        for one in specify[1:]:
            self.tree.say(Code.CONTENT_DUPLICATE_KEY, one.line, key="specify", path=node.path)
        return tuple(
            Choice(one.get("code", ""), one.get("label", ""), one.get("specify", False))
            for one in node
        )

    def check_labels(self, node: Node) -> None:
        """Note a choice whose words could be taken for another's words or code."""
        seen: dict[str, Node] = {}
        for one in node:
            code, label = one.get("code", ""), one.get("label", "")
            alike = [word for word in (normalise.key(label), label, code) if word]
            first = next((seen[word] for word in alike if word in seen), None)
            if first and first.get("code") != code:
                facts = {"label": label, "path": one.path, "first": str(first.line)}
                self.tree.say(Code.CONTENT_SAME_LABEL, one.line, **facts)
            for word in alike:
                seen.setdefault(word, one)

    def positive(
        self, node: Node, options: Node | None, choices: tuple[Choice, ...]
    ) -> tuple[str, ...]:
        """Return the codes that count as had; each must be one of the choices."""
        listed = node.child("positive") or (options.child("positive") if options else None)
        codes = [choice.code for choice in choices]
        for one in listed or ():
            if codes and one.value not in codes:
                self.dangling(one, one.value, codes)
        return tuple(one.value for one in listed or ())

    def remark(self, node: Node, part: Node) -> Remark | None:
        """Return the remark under an answer: the row's, the part's or the survey's.

        `true` asks for the one that part or survey describe.
        """
        held = [one for one in (each.child("remark") for each in (node, part, self.top)) if one]
        described = next((one for one in held if isinstance(one.value, dict)), None)
        first = next((one for one in held if one.value is not True), None)
        wanted = described if "remark" in node and node["remark"].value is True else first
        if held and wanted is None:
            self.tree.say(Code.CONTENT_MISSING_KEY, held[0].line, path=held[0].path, key="label")
        if wanted is None or wanted.value is False:
            return None
        return Remark(wanted.get("label", ""), wanted.get("max_length", 500))

    # ------------------------------------------------------------ words

    def guidance(
        self, node: Node, columns: tuple[Column, ...]
    ) -> tuple[tuple[str, tuple[Passage, ...]], ...]:
        """Build the guidance of a row, one cell a guidance column; none may be forgotten."""
        others = [key for key in node.value if key not in ROW.keys]
        wanted = [column.id for column in columns if column.kind is ColumnKind.GUIDANCE]
        if not columns:  # they are wrong themselves, so only the words can be checked
            wanted = others
        for key in others:
            if key not in wanted:
                self.unknown(node, key, node[key].line, columns)
        cells = []
        for key in wanted:
            if key in node:
                cell = self.tree.reread(node[key], GUIDANCE)
                cells.append((key, tuple(self.passages(cell)) if cell else ()))
            else:
                self.tree.say(Code.CONTENT_MISSING_KEY, node.line, path=node.path, key=key)
        return tuple(cells)

    def unknown(self, node: Node, key: str, line: int, columns: tuple[Column, ...]) -> None:
        """Note a key of a row that nothing would print or use."""
        guidance = (one.id for one in columns if one.kind is ColumnKind.GUIDANCE)
        allowed = tuple(one for one in (*ROW.keys, *guidance) if one != key)
        self.tree.say(Code.CONTENT_UNKNOWN_KEY, line, key=key, path=node.path, allowed=allowed)

    def passages(self, node: Node) -> Iterator[Passage]:
        """Build the passages of one cell."""
        for one in node:
            if isinstance(one.value, str):
                yield Plain(self.prose(one))
                continue
            if "heading" in one:
                yield Heading(self.prose(one["heading"]))
            elif "numbered" in one:
                items = tuple(self.numbered(item) for item in one["numbered"])
                yield Numbered(items, one.get("start", 1))
            else:
                yield Plain(self.prose(one.child("text")))

    def numbered(self, node: Node) -> NumberedItem:
        """Build one numbered paragraph."""
        if isinstance(node.value, str):
            return NumberedItem(self.prose(node))
        sub = tuple(self.prose(one) for one in node.child("sub") or ())
        return NumberedItem(self.prose(node.child("text")), sub)

    def prose(self, node: Node | None, allowed: tuple[str, ...] = ()) -> str:
        """Return words with their markup, after checking where the markup stands."""
        if node is None:
            return ""
        bare, markers = markup.strip(node.value, _NO_GLYPHS)
        if sum(marker.name == "**" for marker in markers) % 2:
            self.tree.say(Code.CONTENT_STYLE_UNCLOSED, node.line, path=node.path)
        names = (*self.glyphs.__slots__, *allowed)
        for marker in markers:
            if marker.name != "**" and marker.name not in names:
                self.dangling(node, marker.name, names)
            elif not is_cluster_start(bare, marker.offset):
                before = bare[max(0, marker.offset - 4) : marker.offset]
                self.tree.say(
                    Code.CONTENT_STYLE_IN_CLUSTER, node.line, path=node.path, before=before
                )
        return str(node.value)

    # ------------------------------------------------------------ across the survey

    def unique(self, node: Node, lines: dict[str, int], key: str = "id") -> None:
        """Note a key that another of its kind already has; `lines` remembers the first of each."""
        value = node.get(key, "")
        if not value:
            return
        if value in lines:
            first = str(lines[value])
            self.tree.say(
                Code.CONTENT_DUPLICATE_ID, node.line, value=value, path=node.path, first=first
            )
        lines.setdefault(value, node.line)

    def check_rules(self, survey: Survey) -> None:
        """Note rules that cannot be parsed or that name a field the survey does not have."""
        names = sorted(set(field_names(survey)))
        for node in self.stems.values():
            for rule in (node[key] for key in ("constraint", "relevant") if key in node):
                try:
                    references = parse_rule(rule.value).references
                except RuleError as error:
                    facts = {"expression": rule.value, "path": rule.path, "reason": str(error)}
                    self.tree.say(Code.CONTENT_BAD_EXPRESSION, rule.line, **facts)
                    continue
                for name in references:
                    if name not in names:
                        self.dangling(rule, name, names)

    def check_names(self, survey: Survey) -> None:
        """Note names that two fields or boxes would share."""
        for name, stem in shared_names(printed_fields(survey)):
            node = self.stems.get(stem) or self.stems[stem.rpartition(".")[0]]
            self.tree.say(Code.CONTENT_NAME_CLASH, node.line, name=name, path=node.path)

    def dangling(self, node: Node, value: str, allowed: Iterable[str]) -> None:
        """Note a name that nothing in the survey has."""
        known = tuple(allowed) or ("—",)
        self.tree.say(Code.CONTENT_DANGLING, node.line, path=node.path, value=value, allowed=known)


def field_names(survey: Survey) -> Iterator[str]:
    """Go through the names a rule may refer to, those of parts that are not printed as well."""
    yield from (field.name for part in survey.parts for field in part_fields(part))
