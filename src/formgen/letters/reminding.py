"""Dataset -> a reminder for every agency that has not returned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from formgen.letters.mail import reachable
from formgen.letters.posting import Batches, Letter, Outbox, Posted, Progress, post
from formgen.letters.problems import senders
from formgen.letters.reminder import reminder
from formgen.letters.sending import Blanks, homes, named
from formgen.letters.stationery import Stationery
from formgen.model.dataset import Agency, Dataset
from formgen.model.diagnostics import Diagnostic
from formgen.model.recipient import Recipient, Round


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who was reminded and what became of the letters.

    `waiting` seem to have sent a file about which something is open, and are not reminded;
    `without_copy` got no copy of the form with the mail; `problems` are copies that were left out,
    being gone or not as issued.
    """

    agencies: tuple[Agency, ...]
    waiting: tuple[Agency, ...]
    batches: Batches
    without_copy: tuple[Recipient, ...]
    problems: tuple[Diagnostic, ...]


def remind(  # noqa: PLR0913 - each is one thing that is known
    data: Dataset,
    rounds: Sequence[Round],
    stationery: Stationery,
    out: Outbox,
    blanks: Blanks,
    *,
    done: Callable[[Posted], None] | None = None,
    progress: Progress | None = None,
) -> Reminded:
    """Write a reminder to each outstanding agency, its blank copies going with the mail.

    Who sent a file that cannot be read has not forgotten: a letter of correction asks about it, or
    the office has yet to look at it.
    `done` is told of each letter as soon as it is in place.  Raises FormgenError where a folder
    cannot be written.
    """
    sent_something = senders(data)
    agencies = [one for one in data.outstanding if _code(one) not in sent_something]
    waiting = [one for one in data.outstanding if _code(one) in sent_something]
    home = homes(data.form.survey, rounds, data.round)
    without_copy: list[Recipient] = []

    def letters() -> Iterator[Letter]:
        for one in agencies:
            code = _code(one)
            sent = home.round_of(code)
            copies = blanks.of(sent, code) if reachable(one.recipient) else ()
            if not copies:
                without_copy.append(one.recipient)
            due = sent.deadline if sent else ""
            document, subject, body = reminder(
                one, stationery, due, [issue.format for issue, _ in copies]
            )
            enclosed = named(data.form.survey, out.names[code], copies)
            yield Letter(one.recipient, home.of(code), document, (subject, body), enclosed=enclosed)

    batches = post(letters(), len(agencies), out, home.all, done=done, progress=progress)
    return Reminded(tuple(agencies), tuple(waiting), batches, tuple(without_copy), blanks.problems)


def _code(agency: Agency) -> str:
    return agency.recipient.agency_code
