"""`formgen roster`: is a list of agencies sound, and an empty one to begin with."""

from collections.abc import Iterator, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Final

import click

from formgen import archive
from formgen.cli.common import default_survey, number, progress, tell
from formgen.cli.drawn import table
from formgen.cli.options import survey_option
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.export.blank_roster import roster_csv, roster_workbook
from formgen.files import write_atomically
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit
from formgen.model.form import Form
from formgen.model.recipient import ROSTER_HEADINGS
from formgen.roster import Picture, Roster, Shared, column_name, picture_of, read_roster

_MOST: Final = 7  # groups that are named; the others are counted together
_WIDEST: Final = 60  # columns of a terminal, for a name


@click.group("roster", help=_("Check a roster of agencies, or make an empty one."))
def command() -> None:
    """Do something with a roster."""


def form_of(survey: Path | None) -> Form:
    """Compile the survey whose agencies the roster lists."""
    return compile_survey(load(survey or default_survey()))


@command.command("check", help=_("Tell every mistake of a roster with its cell, then count it."))
@click.argument("file", metavar=_("FILE"), type=click.Path(path_type=Path))
@survey_option()
def check(file: Path, survey: Path | None) -> int:
    """Check a roster; print its problems, and what it looks like."""
    form = form_of(survey)
    with progress(_("Reading the roster")) as advance:
        roster = read_roster(file, form, advance)
    tell(roster.problems)
    if any(one.code is Code.INPUT_NOT_FOUND for one in roster.problems):
        return Exit.USAGE
    if roster.rows:
        for line in shown(file, roster, picture_of(roster.recipients, form)):
            click.echo(line)
    return Exit.CLEAN if roster.sound else Exit.CONTENT


@command.command("template", help=_("Write an empty roster to fill in: XLSX with lists, or CSV."))
@click.option(
    "-o",
    "--output",
    metavar=_("FILE"),
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=_("The file to write, .xlsx or .csv."),
)
@survey_option()
def template(output: Path, survey: Path | None) -> int:
    """Write an empty roster for a survey; a file that is there already may be filled in."""
    suffix = output.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise click.UsageError(_("A roster is a .xlsx or a .csv file; name the file so."))
    if output.exists():
        text = _("{file} is there already and may be filled in: choose another name.")
        raise click.UsageError(text.format(file=output.as_posix()))
    data = roster_csv() if suffix == ".csv" else roster_workbook(form_of(survey))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, data)
    except OSError as error:
        raise archive.not_written(output, error) from error
    click.echo(_("made {path}").format(path=output.as_posix()))
    return Exit.CLEAN


# ---------------------------------------------------------------- the picture


def shown(file: Path, roster: Roster, picture: Picture) -> Iterator[str]:
    """Draw what a roster looks like, line by line."""
    text = _("{file}: {agencies} agencies")
    yield text.format(file=file.as_posix(), agencies=number(picture.agencies))
    if wrong := roster.rows - picture.agencies:
        text = _("rows to be mended first, not counted below: {rows} of {all}")
        yield text.format(rows=number(wrong), all=number(roster.rows))
    yield from columns(roster)
    if picture.agencies:
        yield ""
        yield from groups(picture)
        yield ""
        yield from notes(picture)
    yield _("Forms can be sent to all of them.") if roster.sound else _("To be mended first.")


def columns(roster: Roster) -> Iterator[str]:
    """Tell which columns were not read, and which a roster might have besides."""
    if others := roster.headings.others:
        named = ", ".join(f"{text} ({column_name(at)})" for at, text in others)
        yield _("columns not read: {named}").format(named=named)
    absent = [name for role, name in ROSTER_HEADINGS.items() if role not in roster.headings.columns]
    if absent:
        yield _("columns that are not there: {named}").format(named=", ".join(absent))


def groups(picture: Picture) -> Iterator[str]:
    """Draw how many agencies there are of each type, ministry and province, largest first."""
    rows: list[tuple[str, str]] = []
    heads = set()
    for role, counts in picture.groups.items():
        heads.add(len(rows))
        different = sum(bool(name) for name, _count in counts)
        rows.append((f"{ROSTER_HEADINGS[role]}: {number(different)}", ""))
        rows += [(name, number(count)) for name, count in largest(counts)]
    for place, drawn in enumerate(table(rows, left=1, widest=_WIDEST)):
        yield drawn if place in heads else f"  {drawn}"


def largest(counts: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Name the largest groups; count the others together, if there is more than one."""
    most = _MOST if len(counts) > _MOST + 1 else len(counts)
    for name, count in counts[:most]:
        yield name or _("(not stated)"), count
    if rest := counts[most:]:
        text = _("others ({count})")
        yield text.format(count=number(len(rest))), sum(count for _name, count in rest)


def notes(picture: Picture) -> Iterator[str]:
    """Tell what is worth knowing before forms are sent, though nothing is wrong with it."""
    if picture.unreachable:
        text = _("Without an e-mail address that can be used: {agencies} agencies")
        yield text.format(agencies=number(picture.unreachable))
    else:
        yield _("All have an e-mail address that can be used.")
    if picture.names.things:
        text = _("Names that several agencies have: {things}, of {agencies} agencies, as “{first}”")
        yield of(text, picture.names)
        yield _("  This is no mistake: agencies are told apart by their codes, never by names.")
    if picture.names_in_province.things:
        text = _("  In one province also: {things}, of {agencies} agencies, as “{first}”")
        yield of(text, picture.names_in_province)
    if picture.addresses.things:
        text = _(
            "Addresses that several agencies share: {things}, of {agencies} agencies, as {first}"
        )
        yield of(text, picture.addresses)


def of(text: str, shared: Shared) -> str:
    """Fill in how many share something."""
    things, agencies = number(shared.things), number(shared.agencies)
    return text.format(things=things, agencies=agencies, first=shared.first)
