"""Options that several commands have: a day, the survey, the folder for what is made."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from formgen.cli.common import Command
from formgen.receipts import folder_date
from formgen.thai.dates import parse_date


def date_option(*names: str, told: str) -> Callable[[Command], Command]:
    """Return an option that takes a day and gives it in ISO, "" where it is not used."""
    return click.option(*names, metavar=_("DATE"), callback=iso_date, help=told)


def survey_option() -> Callable[[Command], Command]:
    """Return the --survey option: the path of the content, None where it is not used."""
    path = click.Path(path_type=Path)
    return click.option("--survey", type=path, help=_("The survey; the one under content/."))


def output_option(folder: Path, told: str) -> Callable[[Command], Command]:
    """Return the --output option: the folder for what is made."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=folder,
        show_default=True,
        help=told,
    )


def iso_date(_context: object, _parameter: object, value: str | None) -> str:
    """Turn a date into ISO, also one spelled like a dated folder; no certain date is an error."""
    if not value:
        return ""
    if day := parse_date(value):
        return day.isoformat()
    named = folder_date(f"{value}/") if value.replace("-", "").isdecimal() else ""
    if not named:
        raise click.BadParameter(_("not a certain date; write 2026-12-31 or 31/12/2569"))
    return named
