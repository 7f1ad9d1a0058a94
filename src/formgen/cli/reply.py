"""`formgen reply`: a letter of correction to every agency whose return has problems."""

import os
from collections.abc import Callable
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Final

import click

from formgen import letters
from formgen.cli.asked import asked, result_options
from formgen.cli.common import ROUNDS, Command, number, progress, tell
from formgen.cli.distribute import iso_date
from formgen.ledger import Ledger
from formgen.letters import Batches, Outbox, Places, Posted, Replied, Stationery
from formgen.letters.correction import KIND, NAMES
from formgen.letters.packages import Put
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import Exit
from formgen.model.form import Form
from formgen.model.recipient import Round
from formgen.rounds import load_rounds

LETTERS: Final = Path("output/letters")
"""Where the letters to agencies are put."""


def letter_options(command: Command) -> Command:
    """Add the options that every command that writes letters has."""
    path = click.Path(path_type=Path)
    options: list[Callable[[Command], Command]] = [
        click.option(
            "--date",
            "day",
            metavar=_("DATE"),
            callback=iso_date,
            help=_("Date of the letters; today."),
        ),
        click.option(
            "--deadline",
            metavar=_("DATE"),
            callback=iso_date,
            help=_("Date by which the forms should be back."),
        ),
        click.option(
            "-o",
            "--output",
            type=path,
            default=LETTERS,
            show_default=True,
            help=_("Folder for the letters."),
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return result_options(command)


@click.command("reply", help=_("Write to every agency whose return has problems."))
@letter_options
def command(  # noqa: PLR0913 - each is an option
    *,
    survey: Path | None,
    roster: Path | None,
    policy: str,
    day: str,
    deadline: str,
    output: Path,
    forms: tuple[Path, ...],
) -> int:
    """Write the letters of correction."""
    result = asked(survey, roster, policy, forms)
    form, office = result.form, result.office
    stationery = letters.load_stationery(result.survey, form, KIND, NAMES, *days(day, deadline))
    data, rounds = result.known(), rounds_of(form)
    out = outbox(output, KIND, data, stationery)
    places = Places(form, letters.pages(form, (*office.archives, office.rounds)))
    with Ledger.open(office.ledger) as ledger, progress(_("Writing letters")) as advance:
        replied = letters.reply(
            data, rounds, stationery, out, ledger.data, places=places, progress=advance
        )
    tell_empty(data)
    return report(replied)


def tell_empty(data: Dataset) -> None:
    """Tell where there is nothing to write about because nothing was consolidated yet."""
    if not data.files:
        text = _("No return is in the ledger yet. Run formgen consolidate first if any came.")
        click.echo(text, err=True)


def days(day: str, deadline: str) -> tuple[date, date | None]:
    """Turn the ISO dates of the options into days; no date is today."""
    until = date.fromisoformat(deadline) if deadline else None
    return (date.fromisoformat(day) if day else date.today()), until  # noqa: DTZ011 - the office's


def rounds_of(form: Form) -> tuple[Round, ...]:
    """Load the rounds of a survey, and tell what is wrong with any."""
    rounds, damaged = load_rounds(ROUNDS)
    tell(damaged)
    return tuple(one for one in rounds if one.survey == form.survey)


def outbox(folder: Path, kind: str, data: Dataset, stationery: Stationery) -> Outbox:
    """Set up where the letters of this run are put."""
    workers = os.cpu_count() or 1
    codes = data.by_code()
    return letters.outbox(folder, kind, stationery.day, stationery.office, codes, workers)


def report(replied: Replied) -> int:
    """Print who can settle what is open, and what became of the letters."""
    found = replied.cases
    asked = sum(one.matters for one in found.cases)
    strange = sum(len(one.findings) for one in found.nobody)
    click.echo(_("Open problems: {total}").format(total=number(found.matters)))
    text = _("asked of {agencies} agencies")
    click.echo(line(asked, text.format(agencies=number(len(found.cases)))))
    click.echo(line(len(found.office), _("for the office itself to settle (review.xlsx)")))
    click.echo(line(strange, _("in files whose agency is not known")))
    for one in found.nobody:
        click.echo(f"            {one.filed.returned.name}")
    text = _("Files marked: {marked}; could not be marked: {unmarked}")
    click.echo(text.format(marked=number(replied.marked), unmarked=number(replied.unmarked)))
    settled = told(replied.batches, len(found.cases))
    return Exit.CLEAN if settled and not found.nobody else Exit.REVIEW


def told(batches: Batches, total: int) -> bool:
    """Print what became of all letters; tell whether each can be sent by mail as it is."""
    tell(batches.problems)
    click.echo(_("Letters: {total}").format(total=number(total)))
    names = {
        Put.WRITTEN: _("written"),
        Put.SAME: _("as written before today"),
        Put.KEPT: _("left as a person changed them"),
    }
    for put, name in names.items():
        click.echo(line(counted(batches.posted, put), name))
    click.echo(line(total - len(batches.posted), _("could not be written")))
    unreached = batches.without_mail
    if unreached:
        text = _("No usable e-mail address, to be sent by post: {count}")
        click.echo(text.format(count=number(len(unreached))))
        for one in unreached:
            click.echo(f"            {one.agency_code} {one.agency_name}")
    for path in batches.lists:
        click.echo(f"  {path.as_posix()}")
    if batches.posted:
        click.echo(_("Nothing was sent: open the drafts (.eml) and send them yourself."))
    return len(batches.posted) == total and not unreached


def counted(posted: tuple[Posted, ...], put: Put) -> int:
    """Count the letters of which the same became."""
    return sum(one.put is put for one in posted)


def line(count: int, name: str) -> str:
    """Show one number of a sum, and what it counts."""
    return f"  {number(count):>6}  {name}"
