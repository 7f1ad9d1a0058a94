"""The clerk's desk: whole jobs, each one call, from the survey to the consolidated result."""

from formgen.desk.building import Built, build
from formgen.desk.collecting import Collected, Office, Terms, collect, known, listed, together
from formgen.desk.products import Texts, load_texts

__all__ = [
    "Built",
    "Collected",
    "Office",
    "Terms",
    "Texts",
    "build",
    "collect",
    "known",
    "listed",
    "load_texts",
    "together",
]
