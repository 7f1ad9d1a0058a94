"""A content file (YAML, written by a clerk) -> Survey; every mistake at once, with its line."""

from pathlib import Path

from formgen.content.build import Builder
from formgen.content.shapes import SURVEY
from formgen.content.tree import Tree
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
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
    file = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = str(error.strerror) if isinstance(error, OSError) else "UTF-8"
        return None, (found(Code.CONTENT_UNREADABLE, file=file, reason=reason),)
    tree = Tree(text, file)
    top = tree.read(text, SURVEY)
    survey = Builder(tree, top).survey() if top else None
    mistakes = sorted(dict.fromkeys(tree.diagnostics), key=lambda one: int(one.at))
    return (None, tuple(mistakes)) if mistakes else (survey, ())
