"""The clerk's desk: whole jobs, each one call, from the survey to the consolidated result."""

from formgen.desk.building import Built, build
from formgen.desk.collecting import Collected, Office, Terms, collect, known, listed

__all__ = ["Built", "Collected", "Office", "Terms", "build", "collect", "known", "listed"]
