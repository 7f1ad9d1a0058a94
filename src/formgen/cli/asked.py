"""What the commands share that speak of the result: which survey, agencies and terms."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from gettext import gettext as _
from pathlib import Path
from typing import Any, TypeAlias

import click

from formgen import desk
from formgen.cli.common import (
    ARCHIVE,
    CONSOLIDATED,
    INBOX,
    LEDGER,
    ROUNDS,
    default_survey,
    tell,
)
from formgen.cli.options import survey_option
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Office, Terms
from formgen.model.codes import Severity
from formgen.model.dataset import Dataset, Policy
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.form import Form
from formgen.model.recipient import Recipient
from formgen.roster import load_roster

Act: TypeAlias = Callable[..., int]
"""What a command does; it returns the exit code."""


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

    def of_round(self, name: str) -> "Asked":
        """Ask the same of one round; with "" of all rounds together."""
        return replace(self, terms=replace(self.terms, round=name))


def result_options(command: Act) -> Act:
    """Add the options by which a result is asked for; the command gets what they give as `result`.

    Raises FormgenError, before the command begins, with every mistake of the survey or the roster.
    """

    @wraps(command)
    def asking(**given: Any) -> int:
        survey, roster, policy = given.pop("survey"), given.pop("roster"), given.pop("policy")
        only, forms = given.pop("only"), given.pop("forms")
        result = asked(survey, roster, policy, forms).of_round(only)
        return command(result=result, **given)

    path = click.Path(path_type=Path)
    roster = _("Agencies that should answer; by default those of the rounds.")
    policy = _(
        "Which of an agency's differing returns counts: the last, the first, or ask a person."
    )
    options: list[Callable[[Act], Act]] = [
        survey_option(),
        click.option("--roster", type=path, help=roster),
        click.option(
            "--round",
            "only",
            metavar=_("NAME"),
            default="",
            help=_("Only this round: its agencies, and what they returned in it."),
        ),
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
    with_options: Act = asking
    for option in reversed(options):
        with_options = option(with_options)
    return with_options


def asked(survey: Path | None, roster: Path | None, policy: str, forms: tuple[Path, ...]) -> Asked:
    """Load the survey and the roster; raise FormgenError with every mistake of either."""
    path = survey or default_survey()
    form = compile_survey(load(path))
    recipients = listed(roster, form) if roster else None
    office = Office(INBOX, CONSOLIDATED, LEDGER, ROUNDS, (*forms, ARCHIVE))
    return Asked(path, form, office, Terms(roster=recipients, policy=Policy(policy)))


def listed(roster: Path, form: Form) -> tuple[Recipient, ...]:
    """Load a roster, and tell what is odd in it; raise FormgenError with every mistake of it."""
    recipients, problems = load_roster(roster, form)
    if any(one.severity is Severity.ERROR for one in problems):
        raise FormgenError(problems, Exit.CONTENT)
    tell(problems)
    return recipients
