"""`formgen distribute`: a signed, prefilled set of forms for every agency of a roster."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from pathlib import Path

import click

from formgen import archive, desk
from formgen.cli.build import format_option
from formgen.cli.common import (
    ARCHIVE,
    CONSOLIDATED,
    INBOX,
    ROUNDS,
    default_survey,
    number,
    progress,
    shown_day,
    survey_argument,
    tell,
)
from formgen.cli.options import date_option, output_option
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Office
from formgen.distribute import (
    Earlier,
    distribute,
    earlier_answers,
    left_alone,
    not_carried,
    same_agency,
)
from formgen.ledger import DATABASE
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.recipient import Recipient, Round
from formgen.roster import load_roster
from formgen.rounds import KEY_BYTES, is_round, load_register


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
@date_option("--deadline", told=_("Date by which the forms should be back."))
@date_option("--issued", told=_("Date of issue; today if not given."))
@output_option(ROUNDS, _("Folder of the rounds."))
@click.option(
    "--carry-forward",
    "ledger",
    metavar=_("LEDGER"),
    type=click.Path(path_type=Path),
    help=_("Fill in what each agency last answered, from the ledger in this folder."),
)
@click.option(
    "--revise",
    is_flag=True,
    help=_("The form was changed: go on with the round, and give everyone in it a new copy."),
)
@format_option()
def command(  # noqa: PLR0913 - one parameter an option
    *,
    survey: Path | None,
    roster: Path,
    round_id: str,
    deadline: str,
    issued: str,
    output: Path,
    ledger: Path | None,
    revise: bool,
    names: tuple[str, ...],
) -> int:
    """Distribute one survey to the agencies of a roster."""
    before = load_register(output / round_id).round if is_round(output / round_id) else None
    if before:  # it has its day, and may be run again after the deadline
        if issued and issued != before.issued:
            text = _("--issued is not used: round {round} was issued on {day}.")
            click.echo(text.format(round=round_id, day=shown_day(before.issued)), err=True)
        issued = before.issued
    issued = issued or date.today().isoformat()  # noqa: DTZ011 - the office's own day
    if deadline and deadline < issued:
        raise click.UsageError(_("The deadline is before the day of issue; check both dates."))
    form = compile_survey(load(survey or default_survey()))
    recipients, problems = load_roster(roster, form)
    tell(problems)
    if any(one.severity is Severity.ERROR for one in problems):
        click.echo(_("Nothing was issued: mend the roster first."), err=True)
        return Exit.CONTENT
    earlier = carried(form, ledger, output) if ledger else {}
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
            revise=revise,
            earlier=earlier,
            progress=advance,
        )
    archive.keep(ARCHIVE, form)
    tell(not_carried(made, earlier))
    report(made, output, earlier=ledger is not None)
    if before:
        report_changes(before, made, recipients)
    return Exit.CLEAN


def report(made: Round, folder: Path, *, earlier: bool) -> None:
    """Print to how many agencies a round goes, where its copies lie, and until when."""
    text = _("round {round}: {agencies} agencies, copies in {folder}")
    copies, agencies = (folder / made.id / "copies").as_posix(), number(len(made.recipients))
    click.echo(text.format(round=made.id, agencies=agencies, folder=copies))
    if earlier:
        filled = len({one.serial for one in made.carried if one.edition == len(made.digests)})
        text = _("answers of an earlier round are filled in for {agencies} agencies")
        click.echo(text.format(agencies=number(filled)))
    if made.deadline:
        text = _("to be returned by {deadline}")
        click.echo(text.format(deadline=shown_day(made.deadline)))
    if folder == ROUNDS:  # where the commands that follow look
        text = _("Next, the letters to send them: formgen invite {round}")
        click.echo(text.format(round=made.id))


def report_changes(before: Round, made: Round, roster: Sequence[Recipient]) -> None:
    """Print what going on with a round changed, and whom the roster no longer lists."""
    if before.deadline and before.deadline != made.deadline:
        text = _("the deadline was {deadline} before; letters written until now name that day")
        click.echo(text.format(deadline=shown_day(before.deadline)))
    listed = {same_agency(one) for one in roster}
    if gone := sum(same_agency(one) not in listed for one in before.recipients):
        text = _("agencies of the round that the roster leaves out; they stay in it: {agencies}")
        click.echo(text.format(agencies=number(gone)))


def carried(form: Form, ledger: Path, rounds: Path) -> Mapping[str, Earlier]:
    """Find what each agency last answered to this survey, by a ledger of this office or another."""
    home = ledger.parent if ledger.name == DATABASE else ledger
    if not (home / DATABASE).is_file():
        raise FormgenError([found(Code.INPUT_NOT_FOUND, file=str(ledger))], Exit.USAGE)
    beside = (home.parent / ARCHIVE.name, home.parent / ROUNDS.name)
    office = Office(INBOX, CONSOLIDATED, home, rounds, (ARCHIVE, *beside))
    return earlier_answers(desk.known(form, office))
