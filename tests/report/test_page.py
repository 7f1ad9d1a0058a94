"""docs/report.md tells every name a clerk can use, in the program's own words."""

import re
from pathlib import Path

import pytest
import yaml

from formgen.content.text_shapes import CLAUSE_KEYS, OFFICE_FACTS, TEMPLATE
from formgen.content.texts import load_template
from formgen.report import NAMES
from formgen.report.annexes import LONGEST
from formgen.report.names import CONDITIONS, FACTS, LISTS, TABLES
from formgen.resources import resource
from formgen.thai.numerals import to_thai

PAGE = Path(__file__).parents[2] / "docs" / "report.md"
TEXT = resource("content", "texts", "report.yaml")


def rows(named):
    yield "| ชื่อ (name) | คืออะไร | what it is |"
    yield "|---|---|---|"
    for name, (thai, english) in named.items():
        yield f"| `{name}` | {thai} | {english} |"


def keys():
    record = TEMPLATE.keys["clauses"].shape.item
    assert tuple(record.keys) == CLAUSE_KEYS
    return {name: (key.about, key.english) for name, key in record.keys.items()}


def office():
    return {name: (key.about, key.english) for name, key in OFFICE_FACTS.items()}


def lists():
    for name, (told, facts) in LISTS.items():
        yield f"`each: {name}` {told[0]} *({told[1]})*\n"
        yield from rows(facts)


MADE = {
    "office": lambda: rows(office()),
    "keys": lambda: rows(keys()),
    "facts": lambda: rows(FACTS),
    "conditions": lambda: rows(CONDITIONS),
    "tables": lambda: rows(TABLES),
    "lists": lists,
}


@pytest.mark.parametrize("name", MADE)
def test_the_page_is_up_to_date(name, golden):
    page = PAGE.read_text(encoding="utf-8")
    made = "\n".join(MADE[name]())
    within = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    assert within.search(page)
    golden(PAGE, within.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page))


def test_the_page_speaks_of_the_longest_list():
    assert f"ยาวเกิน {to_thai(LONGEST)} แถว" in PAGE.read_text(encoding="utf-8")


def test_the_example_of_the_page_is_sound(tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "report.yaml"
    path.write_text(f"schema: formgen/text@1\nsubject: ก\nclauses:\n{example}", encoding="utf-8")
    assert load_template(path, NAMES).clauses


def test_the_shipped_text_uses_each_table_and_list():
    text = TEXT.read_text(encoding="utf-8")
    used = yaml.safe_load(text)["clauses"]
    used += [inner for one in used for inner in one.get("clauses", [])]
    assert {one["table"] for one in used if "table" in one} == set(TABLES)
    assert {one["each"] for one in used if "each" in one} == set(LISTS)


def test_every_name_is_one_a_text_can_write():
    for name in (*FACTS, *CONDITIONS, *TABLES, *LISTS, *OFFICE_FACTS):
        assert re.fullmatch("[a-z][a-z_]*", name)
    assert not FACTS.keys() & OFFICE_FACTS.keys()
