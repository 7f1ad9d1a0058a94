"""`formgen remind`: a reminder to every agency that has not returned the form."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from formgen import desk, letters
from formgen.cli.asked import Asked
from formgen.cli.build import format_option
from formgen.cli.common import number, progress, tell
from formgen.cli.consolidate import this_run
from formgen.cli.posting import (
    days,
    letter_options,
    line,
    name_all,
    outbox,
    rounds_of,
    tell_empty,
    told,
)
from formgen.ledger import Ledger
from formgen.letters import Blanks, Posted, Reminded
from formgen.letters.reminder import KIND, NAMES
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import Exit


@click.command("remind", help=_("Write a reminder to every agency that has not answered."))
@letter_options
@format_option()
def command(
    *,
    result: Asked,
    day: str,
    deadline: str,
    output: Path,
    names: tuple[str, ...],
) -> int:
    """Write the reminders, and note them in the ledger."""
    form, office = result.form, result.office
    day_of, until = days(day, deadline)
    stationery = letters.load_stationery(result.survey, form, KIND, NAMES, day_of, until)
    data, rounds = result.known(), rounds_of(form, result.terms.round)
    out = outbox(output, KIND, data.by_code(), stationery)
    with Ledger.open(office.ledger) as ledger, progress(_("Writing letters")) as advance:
        reminded = letters.remind(
            data,
            rounds,
            stationery,
            out,
            Blanks(office.rounds, names),
            done=noting(ledger, form.survey, day_of.isoformat()),
            progress=advance,
        )
    tell_empty(data)
    tell(desk.together(rounds))  # who answered one of them is not reminded of the other
    return report(data, reminded)


def noting(ledger: Ledger, survey: str, day: str) -> Callable[[Posted], None]:
    """Make what notes in the ledger that a reminder was written."""
    run = this_run()

    def note(one: Posted) -> None:
        ledger.remind(run, survey, one.recipient.agency_code, day)

    return note


def report(data: Dataset, reminded: Reminded) -> int:
    """Print who was reminded and what became of the letters."""
    if not data.expected:
        text = _("It is not known to whom the form was sent: distribute it, or name a --roster.")
        click.echo(text, err=True)
    text = _("Agencies that have not answered: {outstanding} of {expected}")
    outstanding, expected = number(len(data.outstanding)), number(len(data.expected))
    click.echo(text.format(outstanding=outstanding, expected=expected))
    text = _("seem to have sent a file (see review.xlsx, formgen reply) and are not reminded")
    click.echo(line(len(reminded.waiting), text))
    name_all(one.recipient for one in reminded.waiting)
    click.echo(line(len(reminded.without_copy), _("get no blank form with the mail")))
    tell(reminded.problems)
    settled = told(reminded.batches, len(reminded.agencies))
    done = settled and not reminded.without_copy and not reminded.problems
    return Exit.CLEAN if done else Exit.REVIEW
