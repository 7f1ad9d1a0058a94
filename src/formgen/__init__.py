"""One Thai survey in; official DOCX, PDF and XLSX forms out; every returned file back as data.

survey = formgen.load(Path("content/our-survey/survey.yaml"))
form = formgen.compile_survey(survey)
data = formgen.write(form, "docx").data
reading = formgen.read(form, "docx", data)
"""

from importlib import import_module
from typing import Any, Final

_HOMES: Final = {
    "compile_survey": "formgen.compiler",
    "consolidate": "formgen.consolidate",
    "interpret": "formgen.response",
    "load": "formgen.content",
    "read": "formgen.formats",
    "write": "formgen.formats",
}
__all__ = ["compile_survey", "consolidate", "interpret", "load", "read", "write"]


def __getattr__(name: str) -> Any:
    """Load a public name from its room when it is first used: `formgen --help` needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module 'formgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
