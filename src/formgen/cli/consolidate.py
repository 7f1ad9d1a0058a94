"""`formgen consolidate`: the returned files become one result."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from gettext import gettext as _
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

import formgen
from formgen import desk, formats
from formgen.cli.asked import Asked, result_options
from formgen.cli.common import CONSOLIDATED, INBOX, number, progress, tell
from formgen.cli.options import date_option
from formgen.desk import Collected
from formgen.export import Wanted
from formgen.files import sha256
from formgen.ledger import Run
from formgen.model.diagnostics import Exit
from formgen.model.returned import State
from formgen.result.outcome import Count, Outcome

_PROGRAM: Final = Path(formgen.__file__).parent


@click.command(
    "consolidate", help=_("Merge the returned files into workbook, data and review list.")
)
@click.argument("returns", metavar=_("[FOLDER]"), type=click.Path(path_type=Path), default=INBOX)
@result_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_(
        "Folder for the result; by default {folder}, with --round the round's own in it."
    ).format(folder=CONSOLIDATED.as_posix()),
)
@date_option("--as-of", told=_("Date of the report; the newest receipt."))
@click.option(
    "--mirror", is_flag=True, help=_("Count only what lies in the inbox now, not what once did.")
)
@click.option(
    "--password",
    "passwords",
    multiple=True,
    help=_("A password to open returned files with; may be given again."),
)
@click.option(
    "--review",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help=_("A filled review list, beside the one in the result's folder."),
)
@click.option(
    "--csv",
    type=click.Choice(["excel", "raw"]),
    default="excel",
    show_default=True,
    help=_("excel: an apostrophe before what a spreadsheet would run; raw: as it is."),
)
@click.option("--parquet", is_flag=True, help=_("Write responses.parquet also."))
@click.option(
    "--with-personal-data",
    is_flag=True,
    help=_("Put the respondents' personal data into the data files; do not publish them."),
)
def command(  # noqa: PLR0913 - each is an option
    *,
    result: Asked,
    returns: Path,
    output: Path | None,
    as_of: str,
    passwords: tuple[str, ...],
    review: tuple[Path, ...],
    csv: str,
    mirror: bool,
    with_personal_data: bool,
    parquet: bool,
) -> int:
    """Consolidate what lies in the inbox with all that came before."""
    if passwords:
        formats.check_unlocking()
    only = result.terms.round
    # A round's result and that of all rounds lie side by side: neither takes the other's place.
    office = replace(result.office, inbox=returns, output=output or CONSOLIDATED / only)
    terms = replace(
        result.terms,
        as_of=as_of,
        mirror=mirror,
        wanted=Wanted(guard=csv != "raw", personal=with_personal_data, parquet=parquet),
        reviews=review,
        passwords=passwords,
        texts=desk.load_texts(result.survey),
    )
    with progress(_("Reading returns")) as advance:
        workers = os.cpu_count() or 1
        made = desk.collect(
            result.form, office, this_run(), terms, workers=workers, progress=advance
        )
    if only:
        click.echo(_("Only round {round}").format(round=only))
    return report(made)


def this_run() -> Run:
    """Say when and by which program this run is made.

    The program is known by its own text: what reads differently is another, whatever its version.
    """
    texts = sorted(_PROGRAM.rglob("*.py"))
    known = sha256(b"".join(sha256(path.read_bytes()).encode() for path in texts))[:8]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(now, f"formgen {version('formgen')} ({known})")


def counted(count: Count) -> str:
    """Say how many agencies gave each answer to one question; what nobody gave is left out."""
    names = (*count.choices, _("not stated"), _("not asked"), _("to be reviewed"))
    numbers = (*count.counts, count.blank, count.not_asked, count.doubtful)
    given = zip(names, numbers, strict=True)
    return " · ".join(f"{name} {number(each)}" for name, each in given if each)


def report(result: Collected) -> int:
    """Print the states of all files, where the result is, and what a person must decide."""
    tell(result.diagnostics)
    told = result.outcome
    click.echo(_("Files received: {total}").format(total=number(told.files)))
    for name, count in states(told):
        click.echo(f"  {number(count):>6}  {name}")
    for line in agencies(told):
        click.echo(line)
    for one in told.counts if told.answered else ():
        click.echo(f"  {one.number:<4} {one.label}: {counted(one)}")
    for path in result.files:
        click.echo(f"  {path.as_posix()}")
    if told.waivers:
        text = _("Let stand against a rule, each with its reason: {waivers}")
        click.echo(text.format(waivers=number(told.waivers)))
    if result.dataset is None:
        click.echo(_("Nothing is new since the result was written; it stands as it is."))
    if not told.matters:
        return Exit.CLEAN
    review = next(path for path in result.files if path.stem.startswith("review"))
    text = _("To be decided by a person: {matters}, listed in {path}")
    click.echo(text.format(matters=number(told.matters), path=review.as_posix()))
    return Exit.REVIEW


def agencies(told: Outcome) -> Iterator[str]:
    """Say how many agencies answered: of those that should, and beside them."""
    if not told.expected:
        yield _("Agencies that answered: {answered}").format(answered=number(told.answered))
        return
    listed = number(told.answered - told.unlisted)
    text = _("Agencies that answered: {answered} of {expected}")
    yield text.format(answered=listed, expected=number(told.expected))
    if told.unlisted:
        text = _("Agencies that answered without being listed: {unlisted}")
        yield text.format(unlisted=number(told.unlisted))


def states(told: Outcome) -> tuple[tuple[str, int], ...]:
    """Name what became of the files; the numbers add up to all of them."""
    known = dict(told.states)
    return (
        (_("accepted"), known[State.ACCEPTED]),
        (_("accepted, to be reviewed"), known[State.REVIEW] - told.waiting),
        (_("waiting for a decision, not counted yet"), told.waiting),
        (_("duplicate"), known[State.DUPLICATE]),
        (_("not counted: another one counts"), known[State.SUPERSEDED]),
        (_("quarantined"), known[State.QUARANTINED]),
        (_("ignored (no return)"), known[State.IGNORED]),
    )
