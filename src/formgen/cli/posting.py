"""What the commands share that write letters: their options, and what is told of the letters."""

import os
from collections.abc import Iterable
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Final

import click

from formgen import letters
from formgen.cli.asked import Act, result_options
from formgen.cli.common import ROUNDS, Command, number, tell
from formgen.cli.options import date_option, output_option
from formgen.letters import Batches, Outbox, Posted, Stationery
from formgen.letters.packages import Put
from formgen.model.dataset import Dataset
from formgen.model.form import Form
from formgen.model.recipient import Recipient, Round
from formgen.rounds import load_rounds

LETTERS: Final = Path("output/letters")
"""Where the letters to agencies are put."""


def batch_options(command: Command) -> Command:
    """Add the options that every command that writes letters has: their day and their folder."""
    command = output_option(LETTERS, _("Folder for the letters."))(command)
    return date_option("--date", "day", told=_("Date of the letters; today."))(command)


def letter_options(command: Act) -> Act:
    """Add the options of the commands whose letters rest on the result."""
    deadline = date_option("--deadline", told=_("Date by which the forms should be back."))
    return result_options(batch_options(deadline(command)))


def day_of(text: str) -> date:
    """Turn the ISO date of the letters into a day; no date is today."""
    return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the office's


def days(day: str, deadline: str) -> tuple[date, date | None]:
    """Turn the ISO dates of the options into days; no date is today.

    A deadline that is past on the day of the letters is a usage error.
    """
    written, until = day_of(day), date.fromisoformat(deadline) if deadline else None
    if until and until < written:
        text = _("The deadline is before the date of the letters; check both dates.")
        raise click.UsageError(text)
    return written, until


def rounds_of(form: Form, only: str = "") -> tuple[Round, ...]:
    """Load the rounds of a survey, or `only` one of them, and tell what is wrong with any."""
    rounds, damaged = load_rounds(ROUNDS)
    tell(damaged)
    return tuple(one for one in rounds if one.survey == form.survey and only in ("", one.id))


def outbox(folder: Path, kind: str, codes: Iterable[str], stationery: Stationery) -> Outbox:
    """Set up where the letters of this run are put."""
    return letters.outbox(folder, kind, stationery, codes, os.cpu_count() or 1)


def tell_empty(data: Dataset) -> None:
    """Tell where there is nothing to write about because nothing was consolidated yet."""
    if not data.files:
        text = _("No return is in the ledger yet. Run formgen consolidate first if any came.")
        click.echo(text, err=True)


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
        name_all(unreached)
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


def name_all(agencies: Iterable[Recipient]) -> None:
    """Print which agencies a line is about."""
    for one in agencies:
        click.echo(f"            {one.agency_code} {one.agency_name}")
