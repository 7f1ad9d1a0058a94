"""`formgen invite`: the covering letter that sends each agency of a round its forms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from gettext import gettext as _
from pathlib import Path

import click

from formgen import letters
from formgen.archive import Shelf
from formgen.cli.asked import listed
from formgen.cli.build import format_option
from formgen.cli.common import ARCHIVE, ROUNDS, default_survey, number, progress, tell
from formgen.cli.options import survey_option
from formgen.cli.posting import batch_options, day_of, line, name_all, outbox, rounds_of, told
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.letters import Blanks, Invited, Stationery
from formgen.letters.invitation import KIND, NAMES
from formgen.model.diagnostics import Exit
from formgen.model.recipient import Recipient, Round


@click.command("invite", help=_("Write the covering letters that send a round's forms."))
@click.argument("round_id", metavar=_("ROUND"))
@click.option(
    "--agency",
    "codes",
    metavar=_("CODE"),
    multiple=True,
    help=_("Write only to the agency of this code; may be given more than once."),
)
@survey_option()
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help=_("Newer list of the agencies, for their e-mail addresses and contacts."),
)
@batch_options
@format_option()
def command(  # noqa: PLR0913 - each is an option
    *,
    round_id: str,
    codes: tuple[str, ...],
    survey: Path | None,
    roster: Path | None,
    day: str,
    output: Path,
    names: tuple[str, ...],
) -> int:
    """Write the covering letters of a round."""
    path = survey or default_survey()
    form = compile_survey(load(path))
    sent = chosen_round(round_id, rounds_of(form))
    chosen = chosen_codes(codes, sent)
    if roster:
        sent = as_listed(sent, listed(roster, form))
    issued = Shelf((ARCHIVE, ROUNDS)).find(sent.digest) or form
    until = date.fromisoformat(sent.deadline) if sent.deadline else None
    stationery = letters.load_stationery(path, issued, KIND, NAMES, day_of(day), until)
    tell_blank(sent, stationery)
    everyone = (one.agency_code for one in sent.recipients)
    out = outbox(output, KIND, everyone, stationery)
    with progress(_("Writing letters")) as advance:
        blanks = Blanks(ROUNDS, names)
        invited = letters.invite(sent, stationery, out, blanks, chosen=chosen, progress=advance)
    return report(sent, invited)


def chosen_round(typed: str, rounds: Sequence[Round]) -> Round:
    """Find a round by its name; a name that is none is a usage error that lists those there are."""
    found = next((one for one in rounds if one.id == typed), None)
    if found:
        return found
    if not rounds:
        raise click.UsageError(_("No round of this survey was distributed: formgen distribute."))
    text = _("There is no round {typed} of this survey; there are: {names}")
    raise click.UsageError(text.format(typed=typed, names=", ".join(one.id for one in rounds)))


def chosen_codes(typed: Sequence[str], sent: Round) -> frozenset[str]:
    """Find the agencies of a round that were named; a code that is none is a usage error."""
    known = {one.agency_code.casefold(): one.agency_code for one in sent.recipients}
    if strange := [one for one in typed if one.casefold() not in known]:
        text = _("Round {round} has no agency {typed}.")
        raise click.UsageError(text.format(round=sent.id, typed=", ".join(strange)))
    return frozenset(known[one.casefold()] for one in typed)


def as_listed(sent: Round, roster: Sequence[Recipient]) -> Round:
    """Take the addresses and contacts of a round's agencies from a newer roster."""
    known = {one.agency_code.casefold(): one for one in roster}
    recipients = []
    for one in sent.recipients:
        now = known.get(one.agency_code.casefold(), one)
        address = now.central_email or one.central_email
        contact = now.coordinator or one.coordinator
        recipients.append(replace(one, central_email=address, coordinator=contact))
    return replace(sent, recipients=tuple(recipients))


def tell_blank(sent: Round, stationery: Stationery) -> None:
    """Tell what a covering letter should say and nobody has decided, or says too late."""
    if not stationery.deadline:
        text = _("Round {round} has no deadline, so the letters name none (distribute --deadline).")
        click.echo(text.format(round=sent.id), err=True)
    elif stationery.deadline < stationery.day:
        text = _(
            "The deadline of round {round} is before the date of the letters; give it another with"
            " distribute --deadline, then write them again."
        )
        click.echo(text.format(round=sent.id), err=True)
    if not (stationery.office["email"] or stationery.office["address"]):
        text = _(
            "office.yaml has neither e-mail nor address: the letters leave blank where the forms"
            " are to be sent back."
        )
        click.echo(text, err=True)


def report(sent: Round, invited: Invited) -> int:
    """Print who was written to and what became of the letters."""
    text = _("round {round}: {agencies} agencies")
    click.echo(text.format(round=sent.id, agencies=number(len(sent.recipients))))
    if invited.before:
        text = _("have the same letter of another day and get no second one (--agency)")
        click.echo(line(len(invited.before), text))
    if invited.without_copy:
        text = _("have no form that can be sent, so no letter was written")
        click.echo(line(len(invited.without_copy), text))
        name_all(invited.without_copy)
    tell(invited.problems)
    settled = told(invited.batches, invited.total)
    done = settled and not invited.without_copy and not invited.problems
    return Exit.CLEAN if done else Exit.REVIEW
