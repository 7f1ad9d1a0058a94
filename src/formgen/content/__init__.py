"""A content file (YAML, written by a clerk) -> Survey; every mistake at once, with its line."""

from pathlib import Path

from formgen.content.build import Builder
from formgen.content.shapes import SURVEY
from formgen.content.tree import Tree, read_text
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError
from formgen.model.survey import Survey

__all__ = ["check", "load"]


def load(path: Path) -> Survey:
    """Read a survey; raise FormgenError with every mistake of the file."""
    survey, diagnostics = check(path)
    if survey is None:
        raise FormgenError(diagnostics, Exit.CONTENT)
    return survey


def check(path: Path) -> tuple[Survey | None, tuple[Diagnostic, ...]]:
    """Read a survey, or tell every mistake of the file in order of lines."""
    try:
        text = read_text(path)
    except FormgenError as error:
        return None, error.diagnostics
    tree = Tree(text, path.as_posix())
    top = tree.read(text, SURVEY)
    survey = Builder(tree, top).survey() if top else None
    return (None, tree.mistakes) if tree.mistakes else (survey, ())
