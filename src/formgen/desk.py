"""The clerk's desk: whole jobs, each one call, from the survey to the consolidated result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import archive, formats
from formgen.archive import Shelf
from formgen.consolidate import consolidate
from formgen.export import decided, export
from formgen.files import sha256, write_atomically
from formgen.intake import Setting, take_in
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form, Placement, form_to_json
from formgen.model.identity import BLANK
from formgen.model.recipient import Recipient, Round
from formgen.model.returned import Returned
from formgen.model.survey import Role
from formgen.precheck import MAX_BYTES
from formgen.rounds import load_rounds

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The blank forms that were made, and what the clerk should know of them."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def build(
    form: Form, folder: Path, shelf: Path, names: Sequence[str], progress: Progress | None = None
) -> Built:
    """Write the blank forms and their `form.json`, and keep the form in the archive.

    Raise FormgenError where a file cannot be written; what stood there before is then untouched.
    """
    placements: tuple[Placement, ...] = ()
    files = []
    for done, name in enumerate(names, 1):
        kind = formats.get(name)
        written = kind.write(form, BLANK)
        placements = placements or written.placements
        files.append(_write(folder / f"{form.survey}{kind.suffix}", written.data))
        if progress:
            progress(done, len(names))
    files.append(_write(folder / "form.json", form_to_json(form).encode()))
    archive.keep(shelf, form, placements)
    asks = form.with_role(Role.AGENCY_CODE)
    untraceable = () if asks else (found(Code.ROUND_NEEDS_RESPONDENT, file=form.survey),)
    return Built(tuple(files), untraceable)


@dataclass(frozen=True, slots=True)
class Office:
    """The folders of an office's work; all but `inbox` are formgen's own."""

    inbox: Path
    output: Path
    ledger: Path
    rounds: Path
    archives: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """The merged result, the files it was written to, and what was wrong on the way."""

    dataset: Dataset
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def collect(  # noqa: PLR0913 - each is one thing that is known
    form: Form,
    office: Office,
    run: Run,
    *,
    roster: Sequence[Recipient] | None = None,
    as_of: str = "",
    workers: int = 2,
    progress: Progress | None = None,
) -> Collected:
    """Take in what lies in the inbox, merge it with all that came before, write the result.

    What a person has decided in the review list of the run before is taken into the ledger first.

    Raise FormgenError where the ledger cannot be used or the result cannot be written; what stood
    there before is then untouched.
    """
    rounds, problems = load_rounds(office.rounds)
    rounds = tuple(one for one in rounds if one.survey == form.survey)
    shelf = Shelf((*office.archives, office.rounds))
    setting = Setting(
        form, (*office.archives, office.rounds), rounds, tuple(roster or listed(rounds))
    )
    with Ledger.open(office.ledger) as ledger:
        for returned, path in take_in(office.inbox, setting, workers=workers, progress=progress):
            ledger.take(run, returned, _bytes(returned, path))
        older = _older(form, shelf)

        def merge() -> Dataset:
            known, verdicts = ledger.returns(), ledger.decisions()
            return consolidate(
                form, known, rounds, roster, older=older, decisions=verdicts, as_of=as_of
            )

        dataset = merge()
        verdicts, said = decided(dataset, office.output)
        if sum(ledger.decide(run, one) for one in verdicts):  # all are taken in
            dataset = merge()
    files = export(dataset, office.output)
    return Collected(dataset, files, (*problems, *shelf.problems, *said))


def listed(rounds: Sequence[Round]) -> tuple[Recipient, ...]:
    """Return the agencies of all rounds, each once: the roster where none other is given."""
    known = {one.agency_code: one for each in rounds for one in each.recipients}
    return tuple(known.values())


def _older(form: Form, shelf: Shelf) -> Mapping[str, Form]:
    kept = (shelf.find(digest) for digest in shelf.digests())
    return {one.digest: one for one in kept if one and one.survey == form.survey}


def _bytes(returned: Returned, path: Path) -> bytes | None:
    """Read a file again to keep it; None where it cannot be read, or is no longer what was read.

    What intake did not take for its kind or size (a pipe, a film) is not read either.
    """
    if not returned.sha256 or returned.size > MAX_BYTES or not path.is_file():
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if sha256(data) == returned.sha256 else None


def _write(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise archive.not_written(path, error) from error
    return path
