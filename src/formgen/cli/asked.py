"""What the commands share that speak of the result: which survey, agencies and terms."""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

import click

from formgen import desk
from formgen.cli.common import (
    ARCHIVE,
    CONSOLIDATED,
    INBOX,
    LEDGER,
    ROUNDS,
    Command,
    default_survey,
    tell,
)
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Office, Terms
from formgen.model.codes import Severity
from formgen.model.dataset import Dataset, Policy
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.form import Form
from formgen.roster import load_roster


@dataclass(frozen=True, slots=True)
class Asked:
    """What a result is asked of: `survey` is the path of the content; the folders are the usual."""

    survey: Path
    form: Form
    office: Office
    terms: Terms

    def known(self) -> Dataset:
        """Merge what is in the ledger."""
        return desk.known(self.form, self.office, self.terms)


def result_options(command: Command) -> Command:
    """Add the options by which a result is asked for; `asked` takes what they give."""
    path = click.Path(path_type=Path)
    roster = _("Agencies that should answer; by default those of the rounds.")
    policy = _(
        "Which of an agency's differing returns counts: the last, the first, or ask a person."
    )
    options: list[Callable[[Command], Command]] = [
        click.option("--survey", type=path, help=_("The survey; the one under content/.")),
        click.option("--roster", type=path, help=roster),
        click.option(
            "--policy",
            type=click.Choice([one.value for one in Policy]),
            default=Policy.LATEST.value,
            show_default=True,
            help=policy,
        ),
        click.option(
            "--forms", type=path, multiple=True, help=_("Further folder with archived forms.")
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def asked(survey: Path | None, roster: Path | None, policy: str, forms: tuple[Path, ...]) -> Asked:
    """Load the survey and the roster; raise FormgenError with every mistake of either."""
    path = survey or default_survey()
    form = compile_survey(load(path))
    recipients, problems = load_roster(roster, form) if roster else (None, ())
    if any(one.severity is Severity.ERROR for one in problems):
        raise FormgenError(problems, Exit.CONTENT)
    tell(problems)
    office = Office(INBOX, CONSOLIDATED, LEDGER, ROUNDS, (*forms, ARCHIVE))
    return Asked(path, form, office, Terms(roster=recipients, policy=Policy(policy)))
