"""`formgen demo`: the whole way with example data."""

import os
import shutil
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import Final

import click

from formgen import demo, desk, formats, letters
from formgen.cli.common import default_survey, number, progress, tell
from formgen.cli.consolidate import report, this_run
from formgen.cli.options import output_option
from formgen.cli.posting import outbox
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Office
from formgen.distribute import distribute
from formgen.ledger import Ledger
from formgen.letters import Blanks, Places, correction, reminder
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form
from formgen.roster import load_roster
from formgen.rounds import load_rounds

MARK: Final = ".formgen-demo"
"""The file by which a folder is known as a demonstration that may be made afresh."""

MADE: Final = ("forms", "archive", "rounds", "returns", "ledger", "consolidated", "letters")
"""The folders of a demonstration."""


@click.command("demo", help=_("Try the whole way with example data."))
@output_option(Path("output/demo"), _("Folder for all of the demonstration."))
def command(output: Path) -> int:
    """Build, distribute, fill, read and consolidate a small example."""
    survey = default_survey()
    form = compile_survey(load(survey))
    recipients, problems = load_roster(survey.parent / "roster-example.csv", form)
    tell(problems)
    start_afresh(output)
    with progress(_("Making forms")) as advance:
        built = desk.build(form, output / "forms", output / "archive", formats.NAMES, advance)
    click.echo(_("1. Blank forms: {folder}").format(folder=(output / "forms").as_posix()))
    for path in built.files:
        click.echo(f"     {path.name}")
    with progress(_("Issuing copies")) as advance:
        sent = distribute(
            form,
            recipients,
            demo.ROUND,
            output / "rounds",
            issued=demo.ISSUED.isoformat(),
            deadline=demo.DEADLINE.isoformat(),
            new_key=demo.KEY,
            progress=advance,
        )
    text = _("2. Issued to {agencies} example agencies: {folder}")
    click.echo(text.format(agencies=number(len(sent.recipients)), folder=output / "rounds"))
    examples = demo.put_returns(form, sent, output / "rounds", output / "returns")
    text = _("3. Returned files, some wrong on purpose: {files} in {folder}")
    click.echo(text.format(files=number(len(examples)), folder=output / "returns"))
    for example in examples:
        click.echo(f"     {example.name}  – {example.shows}")
    click.echo(_("4. Consolidated:"))
    office = Office(
        output / "returns",
        output / "consolidated",
        output / "ledger",
        output / "rounds",
        (output / "archive",),
    )
    with progress(_("Reading returns")) as advance:
        workers = os.cpu_count() or 1
        result = desk.collect(form, office, this_run(), workers=workers, progress=advance)
    report(result)
    write_letters(survey, form, office, output / "letters")
    click.echo(_("Open these files: the workbook, the report, the dashboard, the review list."))
    return Exit.CLEAN


def write_letters(survey: Path, form: Form, office: Office, folder: Path) -> None:
    """Write to the agencies with problems and to those that have not answered."""
    day, until = demo.DEADLINE + timedelta(days=1), demo.DEADLINE + timedelta(days=14)
    data, (rounds, _problems) = desk.known(form, office), load_rounds(office.rounds)
    places = Places(form, letters.pages(form, office.archives))
    with Ledger.open(office.ledger) as ledger, progress(_("Writing letters")) as advance:
        paper = letters.load_stationery(survey, form, correction.KIND, correction.NAMES, day, until)
        out = outbox(folder, correction.KIND, data.by_code(), paper)
        replied = letters.reply(
            data, rounds, paper, out, ledger.data, places=places, progress=advance
        )
        paper = letters.load_stationery(survey, form, reminder.KIND, reminder.NAMES, day, until)
        out = outbox(folder, reminder.KIND, data.by_code(), paper)
        reminded = letters.remind(data, rounds, paper, out, Blanks(office.rounds, formats.NAMES))
    text = _("5. Letters: {corrections} of correction, {reminders} reminders: {folder}")
    corrections, reminders = len(replied.batches.posted), len(reminded.batches.posted)
    click.echo(
        text.format(
            corrections=number(corrections), reminders=number(reminders), folder=folder.as_posix()
        )
    )


def start_afresh(output: Path) -> None:
    """Remove an earlier demonstration: only from a folder that this command has made.

    A folder that is not marked as a demonstration may be an office's own: nothing in it is touched.
    """
    mark = output / MARK
    try:
        if output.exists() and any(output.iterdir()) and not mark.exists():
            reason = _("not a folder of a demonstration; name an empty one")
            taken = found(Code.OUTPUT_NOT_WRITABLE, file=output.as_posix(), reason=reason)
            raise FormgenError([taken], Exit.OUTPUT)
        for name in MADE:
            if (output / name).exists():
                shutil.rmtree(output / name)
        output.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as error:
        problem = found(Code.OUTPUT_NOT_WRITABLE, file=str(output), reason=str(error.strerror))
        raise FormgenError([problem], Exit.OUTPUT) from error
