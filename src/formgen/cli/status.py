"""`formgen status`: to how many a form was sent, who returned it, who has not."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import Final

import click

from formgen import archive
from formgen.cli.asked import Asked, result_options
from formgen.cli.common import number, shown_day
from formgen.cli.drawn import GAP, bar, letters_for, padded, table, width
from formgen.cli.options import date_option
from formgen.cli.posting import day_of, rounds_of, tell_empty
from formgen.files import write_atomically
from formgen.model.dataset import Agency, Dataset
from formgen.model.diagnostics import Exit
from formgen.model.recipient import Round
from formgen.result.following import (
    By,
    Following,
    days_left,
    following,
    following_by,
    group_heading,
    group_name,
    in_order,
    in_review,
    recipients,
    reminders,
)
from formgen.tables import csv_bytes

_WIDEST: Final = 44  # columns of a terminal, for a name; a longer one pushes what follows it
_SCREEN: Final = (100, 24)  # where the output is no terminal
_BAR: Final = (6, 30)  # columns, least and most
_LISTS: Final = ("outstanding", "review", "returned")


@click.command("status", help=_("Show how many have returned the form, and who has not."))
@click.argument("round_id", metavar=_("[ROUND]"), required=False)
@click.option(
    "--by",
    type=click.Choice([one.value for one in By]),
    default=By.MINISTRY.value,
    show_default=True,
    help=_("What the agencies are put together by."),
)
@click.option(
    "--list",
    "wanted",
    type=click.Choice(_LISTS),
    help=_("List these agencies instead of counting them."),
)
@click.option(
    "--csv",
    "output",
    metavar=_("FILE"),
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Write the same to a CSV file that Excel opens."),
)
@date_option("--date", "day", told=_("The day from which the days left are counted; today."))
@result_options
def command(
    *,
    result: Asked,
    round_id: str | None,
    by: str,
    wanted: str | None,
    output: Path | None,
    day: str,
) -> int:
    """Print how far a survey has come, or one round of it."""
    result = result.of_round(round_id) if round_id else result
    only = result.terms.round
    data, chosen = result.known(), rounds_of(result.form, only)
    tell_empty(data)
    agencies = recipients(data, chosen) if only else data.expected
    if not agencies:
        text = _("It is not known to whom the form was sent: distribute it, or name a --roster.")
        click.echo(text, err=True)
    told = Told(data, chosen, agencies, in_review(data), By(by))
    click.echo(heading(data))
    if wanted:
        rows = show_list(told, wanted)
    else:
        own = [told.followed(agencies)] if only else [of_round(result, one) for one in chosen]
        rows = show_counts(told, own, day_of(day), whole=not only)
    if output:
        save(output, rows)
    return Exit.CLEAN


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: the result, its rounds and agencies, the codes of those in review."""

    data: Dataset
    rounds: tuple[Round, ...]
    agencies: tuple[Agency, ...]
    review: frozenset[str]
    by: By

    def followed(self, agencies: Sequence[Agency]) -> Following:
        """Count some of the agencies."""
        return following(agencies, self.review)

    def group(self, agency: Agency) -> str:
        """Name the group an agency is in."""
        return group_name(self.data.form, agency, self.by)


def of_round(result: Asked, sent: Round) -> Following:
    """Count a round by what was returned in it."""
    data = result.of_round(sent.id).known()
    return following(recipients(data, [sent]), in_review(data))


def heading(data: Dataset) -> str:
    """Name the survey, and the day of the newest return that is counted."""
    if not data.as_of:
        return data.form.title
    text = _("{survey}, as received by {day}")
    return text.format(survey=data.form.title, day=shown_day(data.as_of))


def save(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write what was shown; raise FormgenError where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, csv_bytes(rows))
    except OSError as error:
        raise archive.not_written(path, error) from error
    click.echo(f"  {path.as_posix()}")


# ---------------------------------------------------------------- counts


def show_counts(
    told: Told, own: Sequence[Following], today: date, *, whole: bool
) -> list[tuple[object, ...]]:
    """Print the table of the rounds and of the groups; return its rows.

    `own` are the counts of each round by itself; `whole`: what is told is the whole survey.
    """
    rounds = of_rounds(told, own, whole=whole)
    tables = [(_("Round"), rounds), (group_heading(told.by), groups(told))]
    names = (_("sent"), _("returned"), _("in review"), _("outstanding"), _("per cent"))
    lines: list[tuple[str, ...]] = []
    counts: list[Following | None] = []
    saved: list[tuple[object, ...]] = [(_("by"), _("name"), *names)]
    for head, rows in tables:
        if not rows:
            continue
        lines += [(head, *names), *((name, *map(shown, figures(one))) for name, one in rows)]
        counts += [None, *(one for _name, one in rows)]
        saved += [(head, name, *figures(one)) for name, one in rows]
    click.echo()
    for drawn in with_bars(table(lines, left=1, widest=_WIDEST), counts):
        click.echo(drawn)
    click.echo()
    for each in notes(told, today, whole=whole):
        click.echo(each)
    return saved


def of_rounds(told: Told, own: Sequence[Following], *, whole: bool) -> list[tuple[str, Following]]:
    """Count each round, what is in none of them, and all together."""
    rows = [(one.id, counts) for one, counts in zip(told.rounds, own, strict=True)]
    if not whole:
        return rows
    sent = {one.recipient.agency_code for one in recipients(told.data, told.rounds)}
    beside = [one for one in told.agencies if one.recipient.agency_code not in sent]
    if rows and beside:
        rows.append((_("in no round"), told.followed(beside)))
    return rows if len(rows) == 1 else [*rows, (_("all"), told.followed(told.agencies))]


def groups(told: Told) -> list[tuple[str, Following]]:
    """Count the agencies of each group."""
    counts = following_by(told.agencies, told.group, told.review)
    names = in_order(told.data.form, told.by, counts)
    return [(name or _("(not stated)"), counts[name]) for name in names]


def figures(one: Following) -> tuple[int | Decimal | None, ...]:
    """Return the numbers of a row; nothing is no per cent of nobody."""
    return one.sent, one.returned, one.review, one.outstanding, one.rate


def shown(value: int | Decimal | None) -> str:
    """Show a number in the user's numerals."""
    return "–" if value is None else number(value)


def with_bars(lines: Sequence[str], counts: Sequence[Following | None]) -> Iterator[str]:
    """Draw a bar beside every row that counts, as long as the terminal is wide.

    Every table but the first has a blank line before its heading.
    """
    room = max(map(width, lines))
    least, most = _BAR
    length = min(shutil.get_terminal_size(_SCREEN).columns - room - len(GAP), most)
    fill = letters_for(sys.stdout.encoding)
    for place, (row, one) in enumerate(zip(lines, counts, strict=True)):
        if one is None and place:
            yield ""
        if one is None or length < least:
            yield row
        else:
            parts = (one.returned - one.doubted, one.doubted, one.outstanding)
            yield f"{padded(row, room)}{GAP}{bar(parts, length, fill)}".rstrip()


# ---------------------------------------------------------------- what the table does not say


def notes(told: Told, today: date, *, whole: bool) -> Iterator[str]:
    """Tell what the bars mean, what is in review, the days left and the reminders."""
    names = (_("returned"), _("returned, in review"), _("outstanding"))
    fill = letters_for(sys.stdout.encoding)
    counts = told.followed(told.agencies)
    if counts.sent:
        yield GAP.join(f"{letter} {name}" for letter, name in zip(fill, names, strict=True))
    if counts.review:
        text = _("In review: {returned} that returned, {waiting} that have not (see review.xlsx)")
        yield text.format(returned=number(counts.doubted), waiting=number(counts.waiting))
    for one in told.rounds:
        yield deadline(one, today)
    if counts.outstanding:
        outstanding = [one for one in told.agencies if not one.returned]
        yield _("Reminders to those outstanding: {told}").format(told=reminded(outstanding))
    if whole:
        yield from beside(told)


def deadline(one: Round, today: date) -> str:
    """Tell when a round is due and how far off that is."""
    left = days_left(one, today)
    if left is None:
        return _("Round {round}: no deadline").format(round=one.id)
    if left > 0:
        text = _("Round {round}: due {day}, {left} days left")
    elif left:
        text = _("Round {round}: due {day}, {left} days ago")
    else:
        text = _("Round {round}: due {day}, today")
    return text.format(round=one.id, day=shown_day(one.deadline), left=number(abs(left)))


def reminded(agencies: Sequence[Agency]) -> str:
    """Tell how many agencies were reminded how often, and when last."""
    parts = []
    for times, count in reminders(agencies).items():
        text = _("{times}×: {count}") if times else _("none yet: {count}")
        parts.append(text.format(times=number(times), count=number(count)))
    if last := max((day for one in agencies for day in one.reminded), default=""):
        parts.append(_("last on {day}").format(day=shown_day(last)))
    return " · ".join(parts)


def beside(told: Told) -> Iterator[str]:
    """Tell what the sums of the whole survey do not count, or count once."""
    sent = [one.agency_code for each in told.rounds for one in each.recipients]
    if len(sent) > len(set(sent)):
        yield _("An agency of several rounds is counted in each, and once in all.")
    if unlisted := sum(not one.expected for one in told.data.answered):
        text = _("Agencies that answered without being listed: {unlisted}")
        yield text.format(unlisted=number(unlisted))


# ---------------------------------------------------------------- lists


def show_list(told: Told, wanted: str) -> list[tuple[object, ...]]:
    """Print the agencies that are wanted; return them with their heading."""
    matters = Counter(filed.agency for filed, _finding in told.data.matters)
    rows = [
        (code, one.recipient.agency_name, told.group(one), describe(one, matters[code]))
        for one in told.agencies
        for code in [one.recipient.agency_code]
        if belongs(one, wanted, review=code in told.review)
    ]
    names = {
        "outstanding": _("outstanding"),
        "review": _("in review"),
        "returned": _("returned"),
    }
    text = _("{standing}: {count} agencies")
    click.echo(text.format(standing=names[wanted], count=number(len(rows))))
    for drawn in table(rows, left=4, widest=_WIDEST):
        click.echo(f"  {drawn}")
    return [(_("code"), _("agency"), group_heading(told.by), _("standing")), *rows]


def belongs(agency: Agency, wanted: str, *, review: bool) -> bool:
    """Tell whether an agency stands in a list."""
    if wanted == "review":
        return review
    return agency.returned is (wanted == "returned")


def describe(agency: Agency, matters: int) -> str:
    """Tell how far an agency has come."""
    return " · ".join(_described(agency, matters))


def _described(agency: Agency, matters: int) -> Iterator[str]:
    received = max((one.received for one in agency.files), default="")
    if agency.returned:
        yield _("returned {day}").format(day=shown_day(received)).rstrip()
    elif agency.reminded:
        text = _("reminded {times}×, last on {day}")
        times, last = number(len(agency.reminded)), shown_day(agency.reminded[-1])
        yield text.format(times=times, day=last)
    else:
        yield _("not reminded yet")
    if matters:
        yield _("to be decided: {matters}").format(matters=number(matters))
    if agency.pending:
        yield _("waiting: {files}").format(files=", ".join(agency.pending))
