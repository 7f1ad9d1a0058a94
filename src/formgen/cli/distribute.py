"""`formgen distribute`: a signed, prefilled set of forms for every agency of a roster."""

import secrets
from datetime import date
from gettext import gettext as _
from pathlib import Path

import click

from formgen import archive
from formgen.cli.build import format_option
from formgen.cli.common import (
    ARCHIVE,
    ROUNDS,
    default_survey,
    number,
    progress,
    spoken,
    survey_argument,
    tell,
)
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.distribute import distribute, left_alone
from formgen.model.codes import Severity
from formgen.model.diagnostics import Exit
from formgen.receipts import folder_date
from formgen.roster import load_roster
from formgen.rounds import KEY_BYTES
from formgen.thai.dates import parse_date, thai_date


def iso_date(_context: object, _parameter: object, value: str | None) -> str:
    """Turn a date into ISO, also one spelled like a dated folder; no certain date is an error."""
    if not value:
        return ""
    if day := parse_date(value):
        return day.isoformat()
    named = folder_date(f"{value}/") if len(value) == len("2569-12-31") else ""
    if not named:
        raise click.BadParameter(_("not a certain date; write 2026-12-31 or 31/12/2569"))
    return named


@click.command(
    "distribute",
    help=_("Make a signed, prefilled set of forms for every agency of a roster."),
)
@survey_argument()
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    required=True,
    help=_("CSV or XLSX with one agency a row."),
)
@click.option(
    "--round",
    "round_id",
    metavar=_("NAME"),
    required=True,
    help=_("Name of the round, such as 2569-1."),
)
@click.option(
    "--deadline",
    metavar=_("DATE"),
    callback=iso_date,
    help=_("Date by which the forms should be back."),
)
@click.option(
    "--issued",
    metavar=_("DATE"),
    callback=iso_date,
    help=_("Date of issue; today if not given."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=ROUNDS,
    show_default=True,
    help=_("Folder of the rounds."),
)
@format_option()
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    survey: Path | None,
    roster: Path,
    round_id: str,
    deadline: str,
    issued: str,
    output: Path,
    names: tuple[str, ...],
) -> int:
    """Distribute one survey to the agencies of a roster."""
    issued = issued or date.today().isoformat()  # noqa: DTZ011 - the office's own day
    if deadline and deadline < issued:
        raise click.UsageError(_("The deadline is before the day of issue; check both dates."))
    form = compile_survey(load(survey or default_survey()))
    recipients, problems = load_roster(roster, form)
    tell(problems)
    if any(one.severity is Severity.ERROR for one in problems):
        click.echo(_("Nothing was issued: mend the roster first."), err=True)
        return Exit.CONTENT
    tell(left_alone(recipients, round_id, output))
    with progress(_("Issuing copies")) as advance:
        made = distribute(
            form,
            recipients,
            round_id,
            output,
            formats=names,
            issued=issued,
            deadline=deadline,
            new_key=secrets.token_bytes(KEY_BYTES),
            progress=advance,
        )
    archive.keep(ARCHIVE, form)
    text = _("round {round}: {agencies} agencies, copies in {folder}")
    folder = (output / made.id / "copies").as_posix()
    click.echo(text.format(round=made.id, agencies=number(len(made.recipients)), folder=folder))
    if made.deadline:
        day = date.fromisoformat(made.deadline)
        shown = thai_date(day) if spoken() == "th" else made.deadline
        click.echo(_("to be returned by {deadline}").format(deadline=shown))
    return 0
