"""No box is larger than its budget: modules, functions, and a docstring on every public name."""

import ast
from pathlib import Path

import pytest

import formgen

MODULES = sorted(Path(formgen.__file__).parent.rglob("*.py"))
Documented = ast.FunctionDef | ast.ClassDef


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_and_functions_stay_small_and_say_what_they_do(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 500
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "the module does not say what it turns into what"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
