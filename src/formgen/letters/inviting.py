"""A round -> a covering letter for every agency of it, its copies of the form going with it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from formgen.letters.invitation import invitation
from formgen.letters.posting import Batches, Letter, Outbox, Progress, post, standing
from formgen.letters.sending import Blanks, named
from formgen.letters.stationery import Stationery
from formgen.model.diagnostics import Diagnostic
from formgen.model.recipient import Recipient, Round


@dataclass(frozen=True, slots=True)
class Invited:
    """Which agencies of a round were written to, and what became of the letters.

    `before` have a letter of another day that says the same; `without_copy` have no copy that could
    be sent, and so no letter; `problems` are copies that were left out, being gone or not as
    issued.
    """

    batches: Batches
    total: int
    before: tuple[Recipient, ...]
    without_copy: tuple[Recipient, ...]
    problems: tuple[Diagnostic, ...]


def invite(
    sent: Round,
    stationery: Stationery,
    out: Outbox,
    blanks: Blanks,
    *,
    chosen: Collection[str] = (),
    progress: Progress | None = None,
) -> Invited:
    """Write a letter to each agency of a round, its copies going with it by mail and in a ZIP.

    Who has a letter of another day that says the same gets no second one, save those whose codes
    are `chosen`: then only these are written to, and what the batch of the day holds stays in it.
    Raises FormgenError where a folder cannot be written.
    """
    desk = _Desk(sent, stationery, out, blanks)
    there = {one.agency_code for one in sent.recipients if desk.has(out, one)}
    due = [one for one in sent.recipients if not chosen or one.agency_code in there.union(chosen)]
    before = desk.written_before([one for one in due if one.agency_code not in there.union(chosen)])
    agencies = [one for one in due if one.agency_code not in before]

    def advance(count: int, _: int) -> None:
        if progress:
            progress(len(before) + count, len(due))

    batches = post(
        desk.letters(agencies, stationery), len(agencies), out, (sent.id,), progress=advance
    )
    without = [one for one in agencies if one.agency_code in desk.without_copy]
    return Invited(
        batches,
        len(agencies) - len(without),
        tuple(one for one in due if one.agency_code in before),
        tuple(without),
        blanks.problems,
    )


class _Desk:
    """Writes the letters of one round; `without_copy` gathers the codes of whom nothing is sent."""

    def __init__(self, sent: Round, stationery: Stationery, out: Outbox, blanks: Blanks) -> None:
        self._sent = sent
        self._stationery = stationery
        self._out = out
        self._blanks = blanks
        self.without_copy: set[str] = set()

    def has(self, out: Outbox, agency: Recipient) -> bool:
        """Tell whether there is a folder for the letter to an agency."""
        return out.place(self._sent.id, agency.agency_code).exists()

    def letters(self, agencies: Sequence[Recipient], stationery: Stationery) -> Iterator[Letter]:
        """Go through the letters to agencies, those left out that have no copy to be sent."""
        for one in agencies:
            code = one.agency_code
            copies = self._blanks.of(self._sent, code)
            if not copies:
                self.without_copy.add(code)
                continue
            formats = [issue.format for issue, _ in copies]
            given = self._sent.carried_to(one.serial, self._sent.digest)
            carried = given is not None and bool(given.values)
            document, *words = invitation(one, stationery, formats, carried=carried)
            enclosed = named(self._sent.survey, self._out.names[code], copies)
            yield Letter(
                one, self._sent.id, document, (words[0], words[1]), enclosed=enclosed, packed=True
            )

    def written_before(self, agencies: Sequence[Recipient]) -> frozenset[str]:
        """Find the codes of those whose last letter would be the same, were it written now.

        That is the letter in the batch of the last day that has one.
        """
        same: set[str] = set()
        left = list(agencies)
        for day in self._out.other_days(self._sent.id):
            out, paper = replace(self._out, day=day), replace(self._stationery, day=day)
            here = [one for one in left if self.has(out, one)]
            left = [one for one in left if not self.has(out, one)]
            same.update(standing(self.letters(here, paper), out))
        return frozenset(same)
