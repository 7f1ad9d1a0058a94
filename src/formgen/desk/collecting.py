"""What came back -> the consolidated result: take in, merge, decide, write."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from formgen import export
from formgen.archive import Shelf, not_written
from formgen.consolidate import consolidate
from formgen.desk.pages import draw_pages
from formgen.desk.products import Texts, load_texts, products
from formgen.export import USUAL, Wanted
from formgen.export.stamp import STAMP, stamp, standing
from formgen.export.verdicts import VERDICT
from formgen.files import clear_parts, scratch, sha256
from formgen.intake import Setting, read_files, take_in
from formgen.ledger import Ledger, Run
from formgen.ledger.attempts import way_to
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Policy
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form
from formgen.model.recipient import Recipient, Round
from formgen.model.returned import Again, Returned
from formgen.precheck import MAX_BYTES
from formgen.receipts import LIST_NAME
from formgen.resources import resource
from formgen.result.outcome import Outcome, outcome
from formgen.result.verdict import Verdict
from formgen.rounds import load_rounds

Progress = Callable[[int, int], None]

_SHIPPED = resource("content")
_NEVER = "9999"  # after every ISO date
_Taken = tuple[Returned | Again, bytes | None]


@dataclass(frozen=True, slots=True)
class Office:
    """The folders of an office's work; all but `inbox` are formgen's own."""

    inbox: Path
    output: Path
    ledger: Path
    rounds: Path
    archives: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a result is asked to be.

    `roster` are the agencies that should answer, None for those of the rounds.  `round`: only what
    belongs to this round counts, and what names none unless it came before the round.  `mirror`:
    only what lies in the inbox now counts.  `reviews` are filled lists for review beside the one in
    the folder of the result.  `passwords` are tried on files that have one.
    """

    roster: tuple[Recipient, ...] | None = None
    round: str = ""
    as_of: str = ""
    policy: Policy = Policy.LATEST
    mirror: bool = False
    wanted: Wanted = USUAL
    reviews: tuple[Path, ...] = ()
    passwords: tuple[str, ...] = field(default=(), repr=False)
    texts: Texts = field(default_factory=partial(load_texts, _SHIPPED))


@dataclass(frozen=True, slots=True)
class Collected:
    """The figures of the result, the files it stands in, and what was wrong on the way.

    `dataset` is the merged result; None where nothing was new and the files stand as they are.
    """

    outcome: Outcome
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    dataset: Dataset | None = None


_USUAL = Terms()


def collect(
    form: Form,
    office: Office,
    run: Run,
    terms: Terms = _USUAL,
    *,
    workers: int = 2,
    progress: Progress | None = None,
) -> Collected:
    """Take in what lies in the inbox, merge it with all that came before, write the result.

    What a person has decided in the review list of the run before is taken into the ledger first.
    Where nothing is new since the result was written, it stays as it is.  Of two runs at once the
    second waits, or is told to.

    Raise FormgenError where the ledger cannot be used or the result cannot be written; what stood
    there before is then untouched.
    """
    sources = _sources(form, office, terms)
    with Ledger.open(office.ledger) as ledger, ledger.alone():
        clear_parts(office.output)
        inbox = _take_in(sources, office.inbox, ledger, run, workers, progress)
        only = inbox if terms.mirror else None
        basis = _basis(sources, ledger, run, terms, only)
        if stood := standing(office.output, basis):
            files = tuple(office.output / name for name, _ in stood.files)
            return Collected(stood.outcome, files, sources.problems)
        dataset = _merged(sources, ledger, terms, only)
        review = export.read_review(office.output / export.REVIEW, form)
        others = (export.read_review(path, form, aside=False) for path in terms.reviews)
        # A decision holds whichever round is being looked at.
        whole = _merged(sources.of_all(), ledger, terms, only) if sources.round else None
        verdicts, said = export.decided(dataset, (review, *others), whole)
        verdicts, too_soon = _of_the_gone(verdicts, inbox)
        said += too_soon
        if ledger.decide(run, *verdicts, survey=form.survey):
            dataset = _merged(sources, ledger, terms, only)
            basis = _basis(sources, ledger, run, terms, only)
        pictures = _pictures(dataset, ledger, office.output, workers)
        with _aside(office.output) as aside:
            made = products(
                dataset, sources.rounds, terms.texts, terms.wanted, review, pictures, aside
            )
        told = outcome(dataset)
        drawn = chain(*pictures.values())
        stamped = {} if said else {STAMP: stamp(basis, made, told, drawn)}
        personal = terms.wanted.personal
        files, held = export.put(office.output, made | stamped, review, personal=personal)
    shown = tuple(path for path in files if path.name != STAMP)
    return Collected(told, shown, (*sources.problems, *said, *held), dataset)


def known(form: Form, office: Office, terms: Terms = _USUAL) -> Dataset:
    """Merge what is in the ledger, without looking into the inbox and without writing."""
    with Ledger.open(office.ledger) as ledger:
        return _merged(_sources(form, office, terms), ledger, terms, None)


def listed(rounds: Sequence[Round]) -> tuple[Recipient, ...]:
    """Return the agencies of all rounds, each once: the roster where none other is given."""
    known = {one.agency_code: one for each in rounds for one in each.recipients}
    return tuple(known.values())


def together(rounds: Sequence[Round]) -> tuple[Diagnostic, ...]:
    """Say that agencies were asked more than once, and that a result of all rounds hides that."""
    times = Counter(one.agency_code for each in rounds for one in each.recipients)
    again = sum(count > 1 for count in times.values())
    return (found(Code.ROUNDS_TOGETHER, count=again),) if again else ()


# ---------------------------------------------------------------- what a result is made from


@dataclass(frozen=True, slots=True)
class _Sources:
    """What returns are read and merged with; `setting` holds the form and the rounds."""

    setting: Setting
    form: Form
    older: Mapping[str, Form]
    problems: tuple[Diagnostic, ...]
    round: Round | None = None

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds of which the result is."""
        return (self.round,) if self.round else self.setting.rounds

    def of_all(self) -> "_Sources":
        """Take all rounds together."""
        return replace(self, round=None)

    def reader(self, tool: str) -> str:
        """Name what files are read with: another reader may read another thing in them."""
        rounds = [replace(one, deadline="") for one in self.setting.rounds]
        keys = [one.key for one in rounds]  # which are not shown with the rest
        held = (tool, self.form.digest, sorted(self.older), rounds, keys)
        return _name_of(held, self.setting.roster, self.setting.seconds, self.setting.memory)


def _sources(form: Form, office: Office, terms: Terms) -> _Sources:
    rounds, problems = load_rounds(office.rounds)
    rounds = tuple(one for one in rounds if one.survey == form.survey)
    folders = (*office.archives, office.rounds)
    shelf = Shelf(folders)
    kept = (shelf.find(digest) for digest in shelf.digests())
    older = {one.digest: one for one in kept if one and one.survey == form.survey}
    roster = tuple(terms.roster or listed(rounds))
    setting = Setting(form, folders, rounds, roster, passwords=terms.passwords)
    chosen = _chosen(terms.round, rounds)
    several = () if chosen else together(rounds)
    return _Sources(setting, form, older, (*problems, *shelf.problems, *several), chosen)


def _chosen(name: str, rounds: Sequence[Round]) -> Round | None:
    """Find a round by its name; raise FormgenError for a name that is none."""
    sent = next((one for one in rounds if one.id == name), None)
    if name and sent is None:
        names = tuple(one.id for one in rounds) or ("–",)
        raise FormgenError([found(Code.ROUND_NOT_FOUND, round=name, names=names)], Exit.USAGE)
    return sent


def _basis(
    sources: _Sources,
    ledger: Ledger,
    run: Run,
    terms: Terms,
    only: Collection[tuple[str, str]] | None,
) -> str:
    """Name everything a result depends on; the same name, the same result."""
    reviews = [sha256(path.read_bytes()) for path in terms.reviews if path.is_file()]
    inbox = None if only is None else sorted(only)
    days = [(one.issued, one.deadline) for one in sources.setting.rounds]
    told = replace(terms, passwords=())  # what they opened is in the ledger
    held = (told, sources.form, days, inbox, reviews)
    return _name_of(sources.reader(run.tool), ledger.mark(), *held)


def _name_of(*things: object) -> str:
    return sha256(repr(things).encode("utf-8", "backslashreplace"))


# ---------------------------------------------------------------- taking in and merging


def _take_in(
    sources: _Sources,
    inbox: Path,
    ledger: Ledger,
    run: Run,
    workers: int,
    progress: Progress | None,
) -> frozenset[tuple[str, str]]:
    """Keep what lies in the inbox; return digest and name of all of it."""
    reader = sources.reader(run.tool)
    seen, boxes, closed = ledger.seen(reader), ledger.boxes(), ledger.closed()
    present: set[tuple[str, str]] = set()

    def news() -> Iterator[_Taken]:
        files = take_in(
            inbox,
            sources.setting,
            workers=workers,
            store=ledger,
            seen=seen,
            boxes=boxes,
            progress=progress,
        )
        for read, path in files:
            one, data = _kept(read, path, ledger) if isinstance(read, Returned) else (read, None)
            if one is None:
                continue
            key = (one.sha256, one.name)
            present.add(key)
            match one:
                case Returned():
                    yield one, data
                case Again() if seen[key] != one.received or key in boxes:
                    yield one, None
                case Again():
                    pass
            if one.sha256 and not closed.isdisjoint(way_to(one.name)):
                yield Again(one.name, one.sha256, one.received), None  # it can be opened now

    survey = sources.form.survey
    ledger.take_all(run, news(), reader, survey)
    again = _read_again(sources, ledger, reader, present, workers)
    ledger.take_all(run, again, reader, survey)
    return frozenset(present)


def _read_again(
    sources: _Sources,
    ledger: Ledger,
    reader: str,
    present: Collection[tuple[str, str]],
    workers: int,
) -> Iterator[_Taken]:
    """Read what is no longer in the inbox and was read otherwise: a result must not depend on that.

    The clerk's list of receipts is left out: what it says is of the files beside it.
    """
    stale = [
        (one, path)
        for one, path in ledger.stale(reader)
        if (one.sha256, one.name) not in present and one.name.lower() != LIST_NAME
    ]
    files = [(one.name, path) for one, path in stale]
    read = read_files(files, sources.setting, workers=workers)
    for (one, _), returned in zip(stale, read, strict=True):
        if returned.sha256 == one.sha256:
            yield replace(returned, received=one.received), None


def _merged(
    sources: _Sources, ledger: Ledger, terms: Terms, only: Collection[tuple[str, str]] | None
) -> Dataset:
    survey = sources.form.survey
    returns = ledger.returns(survey)
    if only is not None:
        returns = tuple(one for one in returns if (one.sha256, one.name) in only)
    decisions, reminded = ledger.decisions(survey), ledger.reminders(survey)
    if chosen := sources.round:
        ids = {one.id for one in sources.setting.rounds}
        returns = tuple(one for one in returns if _is_of(one, chosen, ids))
        digests = {one.sha256 for one in returns}
        decisions = tuple(one for one in decisions if one.sha256 in digests)
        after = [one.issued for one in sources.setting.rounds if one.issued > chosen.issued]
        until = min(after, default=_NEVER)  # a reminder is of the round that was out that day
        reminded = {
            code: tuple(day for day in days if chosen.issued <= day < until)
            for code, days in reminded.items()
        }
    dataset = consolidate(
        sources.form,
        returns,
        sources.rounds,
        terms.roster,
        older=sources.older,
        decisions=decisions,
        policy=terms.policy,
        as_of=terms.as_of,
        reminded=reminded,
    )
    return replace(dataset, round=chosen.id if chosen else "")


def _is_of(returned: Returned, sent: Round, known: Collection[str]) -> bool:
    """Tell whether a file belongs to a round, or to none that is known and did not come before."""
    named = returned.response.respondent.round if returned.response else ""
    early = bool(returned.received) and returned.received < sent.issued
    return named == sent.id or (named not in known and not early)


def _of_the_gone(
    decisions: Sequence[Decision], inbox: Collection[tuple[str, str]]
) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    """Decide nothing of what cannot be opened while it is there: what is in it nobody knows."""
    there = [one for one in decisions if not one.sha256 and ("", one.subject) in inbox]
    allowed = "ผลการตัดสินเมื่อแฟ้มนี้เปิดได้ หรือไม่อยู่ในโฟลเดอร์แล้ว"
    said = (
        found(
            Code.DECISION_BAD,
            file=one.subject,
            value=Verdict.COUNTS_NOT,
            column=VERDICT,
            allowed=allowed,
        )
        for one in there
    )
    return tuple(one for one in decisions if one not in there), tuple(said)


@contextmanager
def _aside(output: Path) -> Iterator[Path]:
    """Lend a folder beside the result to what waits on the disk while it is made."""
    try:
        with scratch(output) as aside:
            yield aside
    except OSError as error:
        raise not_written(output, error) from error


def _pictures(
    dataset: Dataset, ledger: Ledger, output: Path, workers: int
) -> Mapping[str, Sequence[str]]:
    unread = {one.returned.sha256: one.returned.name for one in export.to_key(dataset)}
    return draw_pages(unread, ledger.data, output, workers)


def _kept(returned: Returned, path: Path, ledger: Ledger) -> tuple[Returned | None, bytes | None]:
    """Read a file again to keep it: nothing counts of which the bytes are not there.

    What another file took the place of since it was read is not taken, but told, and read by the
    next run; what was taken away since is None.  Of what intake did not take for its size nothing
    is kept.
    """
    if not returned.sha256 or returned.size > MAX_BYTES or ledger.kept(returned.sha256).is_file():
        return returned, None
    try:
        piped = path.exists() and not path.is_file()  # reading a pipe would wait for ever
        data = b"" if piped else path.read_bytes()
    except FileNotFoundError:
        return None, None
    except OSError as error:
        reason = error.strerror or str(error)
    else:
        if sha256(data) == returned.sha256:
            return returned, data
        reason = "changed while it was read"
    closed = found(Code.FILE_UNREADABLE, reason=reason)
    return Returned(returned.name, "", 0, returned.received, diagnostics=(closed,)), None
