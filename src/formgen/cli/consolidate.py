"""`formgen consolidate`: the returned files become one result."""

import os
from datetime import UTC, datetime
from gettext import gettext as _
from importlib.metadata import version
from pathlib import Path

import click

from formgen import desk
from formgen.cli.common import (
    ARCHIVE,
    CONSOLIDATED,
    INBOX,
    LEDGER,
    ROUNDS,
    default_survey,
    number,
    progress,
    tell,
)
from formgen.cli.distribute import iso_date
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Collected, Office
from formgen.ledger import Run
from formgen.model.codes import Severity
from formgen.model.dataset import Tally
from formgen.model.diagnostics import Exit
from formgen.model.returned import State
from formgen.roster import load_roster


@click.command(
    "consolidate", help=_("Merge the returned files into workbook, data and review list.")
)
@click.argument("returns", type=click.Path(path_type=Path), default=INBOX)
@click.option(
    "--survey", type=click.Path(path_type=Path), help=_("The survey; the one under content/.")
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help=_("Agencies that should answer; by default those of the rounds."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=CONSOLIDATED,
    show_default=True,
    help=_("Folder for the result."),
)
@click.option("--as-of", callback=iso_date, help=_("Date of the report; the newest receipt."))
@click.option(
    "--forms",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_("Further folder with archived forms."),
)
def command(
    returns: Path,
    survey: Path | None,
    roster: Path | None,
    output: Path,
    as_of: str,
    forms: tuple[Path, ...],
) -> int:
    """Consolidate what lies in the inbox with all that came before."""
    form = compile_survey(load(survey or default_survey()))
    recipients, problems = load_roster(roster, form) if roster else (None, ())
    tell(problems)
    if any(one.severity is Severity.ERROR for one in problems):
        return Exit.CONTENT
    office = Office(returns, output, LEDGER, ROUNDS, (*forms, ARCHIVE))
    with progress(_("Reading returns")) as advance:
        result = desk.collect(
            form,
            office,
            this_run(),
            roster=recipients,
            as_of=as_of,
            workers=os.cpu_count() or 1,
            progress=advance,
        )
    return report(result)


def this_run() -> Run:
    """Say when and by which program this run is made."""
    return Run(datetime.now(UTC).isoformat(timespec="seconds"), f"formgen {version('formgen')}")


def counted(tally: Tally) -> str:
    """Say how many agencies gave each answer to one question; what nobody gave is left out."""
    names = [choice.label for choice in tally.field.choices]
    names += [_("not stated"), _("not asked"), _("to be reviewed")]
    numbers = [*tally.counts, tally.blank, tally.not_asked, tally.doubtful]
    given = [f"{name} {number(count)}" for name, count in zip(names, numbers, strict=True) if count]
    return " · ".join(given)


def report(result: Collected) -> int:
    """Print the states of all files, where the result is, and what a person must decide."""
    tell(result.diagnostics)
    states = result.dataset.states
    names = {
        State.ACCEPTED: _("accepted"),
        State.REVIEW: _("accepted, to be reviewed"),
        State.DUPLICATE: _("duplicate"),
        State.SUPERSEDED: _("superseded by a later one"),
        State.QUARANTINED: _("quarantined"),
        State.IGNORED: _("ignored (no return)"),
    }
    click.echo(_("Files received: {total}").format(total=number(sum(states.values()))))
    for state, name in names.items():
        click.echo(f"  {number(states.get(state, 0)):>6}  {name}")
    answered = number(len(result.dataset.answered))
    expected = number(len(result.dataset.expected))
    text = _("Agencies that answered: {answered} of {expected}")
    click.echo(text.format(answered=answered, expected=expected))
    for tally in result.dataset.tallies if result.dataset.answered else ():
        if tally.counts:
            click.echo(f"  {tally.question.number:<4} {tally.question.label}: {counted(tally)}")
    for path in result.files:
        click.echo(f"  {path.as_posix()}")
    matters = len(result.dataset.matters)
    if not matters:
        return Exit.CLEAN
    review = next(path for path in result.files if path.name == "review.xlsx")
    text = _("To be decided by a person: {matters}, listed in {path}")
    click.echo(text.format(matters=number(matters), path=review.as_posix()))
    return Exit.REVIEW
