"""`formgen reply`: a letter of correction to every agency whose return has problems."""

from gettext import gettext as _
from pathlib import Path

import click

from formgen import desk, letters
from formgen.cli.asked import Asked
from formgen.cli.common import number, progress, tell
from formgen.cli.posting import days, letter_options, line, outbox, rounds_of, tell_empty, told
from formgen.ledger import Ledger
from formgen.letters import Places, Replied
from formgen.letters.correction import KIND, NAMES
from formgen.model.diagnostics import Exit


@click.command("reply", help=_("Write to every agency whose return has problems."))
@letter_options
def command(
    *,
    result: Asked,
    day: str,
    deadline: str,
    output: Path,
) -> int:
    """Write the letters of correction."""
    form, office = result.form, result.office
    stationery = letters.load_stationery(result.survey, form, KIND, NAMES, *days(day, deadline))
    data, rounds = result.known(), rounds_of(form, result.terms.round)
    out = outbox(output, KIND, data.by_code(), stationery)
    places = Places(form, letters.pages(form, (*office.archives, office.rounds)))
    with Ledger.open(office.ledger) as ledger, progress(_("Writing letters")) as advance:
        replied = letters.reply(
            data, rounds, stationery, out, ledger.data, places=places, progress=advance
        )
    tell_empty(data)
    tell(desk.together(rounds))
    return report(replied)


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
