"""`formgen trace`: where one answer of one agency comes from."""

from gettext import gettext as _
from typing import Final

import click

from formgen.cli.asked import Asked, result_options
from formgen.cli.common import number
from formgen.ledger import Ledger
from formgen.model.diagnostics import Exit
from formgen.result import words
from formgen.result.trace import agencies_named, fields_named, trace

_MOST: Final = 40  # names in a list of what may be meant


@click.command("trace", help=_("Show where an agency's answer to a question comes from."))
@click.argument("agency", metavar=_("AGENCY"))
@click.argument("question", metavar=_("QUESTION"))
@click.option(
    "--with-personal-data",
    is_flag=True,
    help=_("Show also what is personal data, and what was written outside of the fields."),
)
@result_options
def command(
    *,
    result: Asked,
    agency: str,
    question: str,
    with_personal_data: bool,
) -> int:
    """Print what one answer rests on; AGENCY is a code or part of a name, QUESTION a number."""
    form, data = result.form, result.known()
    with Ledger.open(result.office.ledger) as ledger:
        history = ledger.history(form.survey)
    agencies, fields = agencies_named(data, agency), fields_named(form, question)
    if len(agencies) != 1:
        several = _("Several agencies are called “{typed}”; choose one:")
        text = several if agencies else _("No agency is called “{typed}”; there are:")
        known = (one.recipient for one in agencies or data.agencies)
        return choose(
            text.format(typed=agency), [f"{one.agency_code} {one.agency_name}" for one in known]
        )
    if len(fields) != 1:
        several = _("Several questions are called “{typed}”; choose one:")
        text = several if fields else _("No question is called “{typed}”; there are:")
        named = (f"{words.asked(form, one)} ({one.name})" for one in fields or form.fields)
        return choose(text.format(typed=question), list(named))
    shown = trace(data, agencies[0], fields[0], history, personal=with_personal_data)
    for line in shown:
        click.echo(line)
    return Exit.CLEAN


def choose(text: str, names: list[str]) -> int:
    """Print what may be meant, of many only the first."""
    click.echo(
        text if names else _("No agency is known: distribute the form, or consolidate."), err=True
    )
    for name in names[:_MOST]:
        click.echo(f"  {name}", err=True)
    if len(names) > _MOST:
        more = number(len(names) - _MOST)
        click.echo(_("  … and {more} more").format(more=more), err=True)
    return Exit.USAGE
