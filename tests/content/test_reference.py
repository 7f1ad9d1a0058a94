"""docs/content.md tells every key and every mistake, in the program's own words."""

import re
from pathlib import Path

import pytest

from formgen.content import check
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
    Text,
    Whole,
)
from formgen.model.codes import Code

PAGE = Path(__file__).parents[2] / "docs" / "content.md"
WORDS = {
    Text: "ข้อความ (text)",
    Id: "รหัส (id)",
    Whole: "จำนวนเต็ม (whole number)",
    Real: "จำนวน (number)",
    Flag: "`true` / `false`",
}


def kind(shape):
    """What stands under a key, in a few words."""
    match shape:
        case OneOf(words):
            return ", ".join(f"`{word}`" for word in words)
        case ListOf(item):
            return f"รายการ (list): {kind(item)}"
        case MapOf(item):
            return f"ชื่อชุด (names): {kind(item)}"
        case Either(scalar, other):
            return f"{kind(scalar)} หรือ (or) {kind(other)}"
        case Record():
            return "กลุ่มคำ (keys)"
        case _:
            return WORDS[type(shape)]


def records(shape, path, seen):
    """Every group of keys and where it stands, each once."""
    match shape:
        case ListOf(item) | MapOf(item):
            yield from records(item, path, seen)
        case Either(_, other):
            yield from records(other, path, seen)
        case Record(keys, others) if id(shape) not in seen:
            seen.add(id(shape))
            yield path, shape
            for name, key in keys.items():
                yield from records(key.shape, f"{path}.{name}" if path else name, seen)
            if others:
                yield from records(others, f"{path}.<คอลัมน์>", seen)


def key_tables():
    for path, record in records(SURVEY, "", set()):
        yield f"### {f'`{path}`' if path else 'ระดับบนสุด (top level)'}\n"
        yield "| คำ (key) | คืออะไร | what it is | ค่า (value) |"
        yield "|---|---|---|---|"
        for name, key in record.keys.items():
            star = " *" if key.required else ""
            yield f"| `{name}`{star} | {key.about} | {key.english} | {kind(key.shape)} |"
        if record.others:
            yield (
                "| *รหัสคอลัมน์* * | ข้อความในคอลัมน์ kind: guidance ทุกคอลัมน์ |"
                f" the words of each guidance column | {kind(record.others)} |"
            )
        yield ""


def mistake_table():
    yield "| รหัส (code) | ข้อความ | message |"
    yield "|---|---|---|"
    for code in Code:
        if code.name.startswith("CONTENT_"):
            thai, english = (re.sub(r"\{\w+\}", "…", text) for text in (code.thai, code.english))
            yield f"| `{code.name}` | {thai} | {english} |"


@pytest.mark.parametrize(("name", "lines"), [("keys", key_tables), ("mistakes", mistake_table)])
def test_the_page_is_up_to_date(name, lines, golden):
    page = PAGE.read_text(encoding="utf-8")
    made = "\n".join(lines()).strip()
    within = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    assert within.search(page)
    golden(PAGE, within.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page))


def test_the_examples_of_the_page_are_sound(tmp_path):
    cell, question = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    text = """\
schema: formgen/survey@1
id: page
revision: 1
title: ก
instruction: ข
columns:
  - {id: status, label: ก, kind: response}
  - {id: advice, label: ข, kind: guidance}
parts:
  - id: one
    number: 1
    label: ส่วนที่ {n}
    title: ก
    items:
      - id: officers
        title: ก
        rows:
"""
    for line in (question + "".join(f"  {one}\n" for one in cell.splitlines())).splitlines():
        text += f"          {line}\n"
    path = tmp_path / "survey.yaml"
    path.write_text(text, encoding="utf-8")
    assert check(path)[1] == ()
