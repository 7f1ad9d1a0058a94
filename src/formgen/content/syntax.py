"""The text of a content file -> YAML nodes, or the mistakes that keep it from being YAML."""

import re
from typing import Any, NamedTuple

import yaml

from formgen.model.codes import Code

# libyaml is about ten times faster; the pure loader gives the same nodes.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 40  # levels; a survey has about 12, and libyaml overflows the stack at some 100,000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML counts lines
_THAI = {
    "mapping values are not allowed in this context": "ข้อความมี : ตามด้วยช่องว่าง หรือย่อหน้าไม่ตรงกัน",
    "found character that cannot start any token": "มีแท็บ หรือข้อความขึ้นต้นด้วย @ ` หรือ %",
    "did not find expected key": "ย่อหน้าไม่ตรงกัน หรือมีข้อความเกินหลังเครื่องหมายคำพูด",
    "did not find expected '-' indicator": "รายการย่อหน้าไม่ตรงกัน",
    "did not find expected ',' or '}'": "ไม่ได้ปิดวงเล็บ }",
    "did not find expected ',' or ']'": "ไม่ได้ปิดวงเล็บ ]",
    "found unexpected end of stream": "ไม่ได้ปิดเครื่องหมายคำพูด",
    "but found another document": "มี --- คั่นกลางแฟ้ม",
    "did not find expected alphabetic or numeric character": (
        "ข้อความขึ้นต้นด้วย * หรือ & เช่น **ตัวหนา** โปรดครอบข้อความด้วยเครื่องหมายคำพูด"
    ),
    "found unknown escape character": 'ใน "…" มี \\ ที่ไม่รู้จัก โปรดใช้ \'…\' แทน',
    "found a tab character where an indentation space is expected": "ย่อหน้าด้วยแท็บ โปรดใช้ช่องว่าง",
    "did not find expected comment or line break": "มีข้อความต่อท้าย | หรือ > โปรดขึ้นบรรทัดใหม่",
    "found unknown directive name": "บรรทัดขึ้นต้นด้วย % โปรดครอบข้อความด้วยเครื่องหมายคำพูด",
}


class Mistake(NamedTuple):
    """One mistake: its line, counted from 1, and its facts."""

    code: Code
    line: int
    facts: dict[str, Any]


def lines_of(text: str) -> list[str]:
    """Split a text at the line ends that YAML counts."""
    return _LINE_END.split(text)


def compose(text: str) -> tuple[yaml.Node | None, list[Mistake]]:
    """Read a text as YAML; None with at least one mistake where that cannot be done."""
    mistakes = [
        Mistake(
            Code.CONTENT_FORBIDDEN_CHARACTER, number, {"path": "YAML", "characters": names(bad)}
        )
        for number, line in enumerate(lines_of(text), 1)
        if (bad := _CONTROL.findall(line))
    ]
    if mistakes:
        return None, mistakes
    try:
        mistakes += _not_plain(text)
        top: yaml.Node | None = None if mistakes else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [*mistakes, _broken(error)]
    except yaml.YAMLError as error:
        return None, [*mistakes, _syntax(1, str(error).splitlines()[0])]
    if top is None and not mistakes:
        mistakes.append(_syntax(1, "แฟ้มว่าง (empty file)"))
    return top, mistakes


def names(characters: list[str]) -> tuple[str, ...]:
    """Name characters that cannot be seen, each once: `U+200B`."""
    return tuple(f"U+{ord(one):04X}" for one in sorted(set(characters)))


def _not_plain(text: str) -> list[Mistake]:
    """Find what YAML allows and a survey does not need: references, and nesting without end."""
    mistakes: list[Mistake] = []
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            mistakes.append(_syntax(line, f"ใช้การอ้างอิงไม่ได้ (no references) *{event.anchor}"))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return [*mistakes, _syntax(line, "ซ้อนกันลึกเกินไป (nested too deep)")]
    return mistakes


def _broken(error: yaml.MarkedYAMLError) -> Mistake:
    """Say where YAML gave up, and where what it was reading began."""
    problem = str(error.problem or error.context)
    reason = f"{_THAI[problem]} ({problem})" if problem in _THAI else problem
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    began = error.context_mark.line + 1 if error.context_mark else line
    return _syntax(line, reason if began == line else f"{reason} [{began}–{line}]")


def _syntax(line: int, reason: str) -> Mistake:
    return Mistake(Code.CONTENT_SYNTAX, line, {"reason": reason})
