"""What the commands share: default places, progress, and how findings are shown."""

import gettext
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Protocol, TypeVar

import click

from formgen.cli import language
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, Language, found
from formgen.resources import resource
from formgen.thai.dates import thai_date
from formgen.thai.numerals import to_thai

ARCHIVE: Final = Path("output/archive")
ROUNDS: Final = Path("output/rounds")
FORMS: Final = Path("output/forms")
CONSOLIDATED: Final = Path("output/consolidated")
LEDGER: Final = Path("output/ledger")
INBOX: Final = Path("returns")


class Bar(Protocol):
    """What click's progress bar can do for us; click does not name its class."""

    pos: int

    def update(self, n_steps: int) -> None:
        """Move the bar on."""


Command = TypeVar("Command", bound=Callable[..., object])


def spoken() -> Language:
    """Return the language this process speaks."""
    return language([], {"FORMGEN_LANG": os.environ.get("LANGUAGE", "th")})


def default_survey() -> Path:
    """Find the one survey under `content/` of this folder, else the one shipped with formgen.

    That one is told where nothing else was made yet.  Raise FormgenError where there are several
    and none was named.
    """
    for home in (Path("content"), resource("content")):
        surveys = sorted(home.glob("*/survey.yaml"))
        if len(surveys) == 1:
            if home.is_absolute() and not Path("output").exists():  # perhaps the wrong folder
                text = gettext.gettext(
                    "Nothing of a survey is here yet; the one shipped with formgen is used: {path}"
                )
                click.echo(text.format(path=surveys[0].as_posix()), err=True)
            return surveys[0]
        if surveys:
            names = ", ".join(one.as_posix() for one in surveys)
            text = gettext.gettext("There are several surveys; name one of them: {names}")
            raise click.UsageError(text.format(names=names))
    raise FormgenError([found(Code.INPUT_NOT_FOUND, file="content/*/survey.yaml")], Exit.CONTENT)


def survey_argument() -> Callable[[Command], Command]:
    """Return the SURVEY argument: a YAML file; by default the one under content/."""
    return click.argument(
        "survey",
        metavar=gettext.gettext("[SURVEY]"),
        type=click.Path(path_type=Path),
        required=False,
    )


def number(value: int | Decimal) -> str:
    """Show a number in the user's numerals."""
    return to_thai(f"{value:,}") if spoken() == "th" else f"{value:,}"


def shown_day(text: str) -> str:
    """Show an ISO date in the user's calendar; what is none stays as it is."""
    if spoken() != "th":
        return text
    try:
        return thai_date(date.fromisoformat(text))
    except ValueError:
        return text


def tell(diagnostics: Sequence[Diagnostic]) -> None:
    """Print findings to the error stream, errors first."""
    grave = [Severity.ERROR, Severity.WARNING, Severity.INFO]
    for one in sorted(diagnostics, key=lambda each: grave.index(each.severity)):
        click.echo(one.message(spoken()), err=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar while something long runs; call what is given with (done, total).

    Nothing is shown where the error stream is no terminal.
    """
    stream = sys.stderr
    with ExitStack() as open_bar:
        bars: list[Bar] = []

        def advance(done: int, total: int) -> None:
            if not bars:
                bar = click.progressbar(
                    length=total, label=label, file=stream, hidden=not stream.isatty()
                )
                bars.append(open_bar.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield advance
