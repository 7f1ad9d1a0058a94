"""Rounds and forms on disk -> an agency's last round, its blank copies, the pages of fields."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.archive import PLACEMENTS_FILE, placements_from_json
from formgen.files import sha256
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, FormgenError, found
from formgen.model.form import Form
from formgen.model.recipient import Round
from formgen.rounds import Issue, Register, load_register


@dataclass(frozen=True, slots=True)
class Homes:
    """Names the folder in which the letters to an agency lie: its last round, else the survey."""

    survey: str
    rounds: Mapping[str, Round]

    @property
    def all(self) -> tuple[str, ...]:
        """Every folder that letters may lie in."""
        return tuple(dict.fromkeys((*(one.id for one in self.rounds.values()), self.survey)))

    def round_of(self, code: str) -> Round | None:
        """Return the last round in which an agency was sent the form, or None."""
        return self.rounds.get(code)

    def of(self, code: str) -> str:
        """Name the folder for the letters to an agency."""
        last = self.rounds.get(code)
        return last.id if last else self.survey


def homes(survey: str, rounds: Sequence[Round]) -> Homes:
    """Find the last round of every agency: that issued last, of one day the last by name."""
    ordered = sorted(rounds, key=lambda one: (one.issued, one.id))
    sent = [one for one in ordered if one.survey == survey]
    return Homes(survey, {each.agency_code: one for one in sent for each in one.recipients})


def pages(form: Form, folders: Sequence[Path]) -> Mapping[str, int]:
    """Map the fields of a form to the pages of its PDF, from 1; of none where that is not kept.

    Archives and the folder of the rounds may keep it.
    """
    for path in _placements(form, folders):
        try:
            text = path.read_text(encoding="utf-8")
            placements = placements_from_json(text) if form.digest in text else ()
        except (OSError, ValueError):
            continue  # of use, and no more
        if placements:
            return {one.field: one.page for one in reversed(placements)}
    return {}


def _placements(form: Form, folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        yield folder / f"{form.digest}.{PLACEMENTS_FILE}"
        yield from sorted(folder.glob(f"*/{PLACEMENTS_FILE}"))
        yield from sorted(folder.glob(f"*/{form.digest}.{PLACEMENTS_FILE}"))


def named(
    survey: str, name: str, copies: Sequence[tuple[Issue, bytes]]
) -> tuple[tuple[str, bytes], ...]:
    """Name the copies of an agency as they are sent, `name` being that of its folder."""
    return tuple((f"{survey}-{name}.{issue.format}", data) for issue, data in copies)


class Blanks:
    """Finds the blank copies that were issued to agencies, as they were issued.

    `formats` are those to be sent.  `problems` gathers the copies that are gone, or no longer as
    issued, each once.
    """

    def __init__(self, folder: Path, formats: Collection[str]) -> None:
        self._folder = folder
        self._formats = formats
        self._registers: dict[str, tuple[Register, Mapping[str, int]] | None] = {}
        self._problems: dict[Diagnostic, None] = {}

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What was found about copies so far."""
        return tuple(self._problems)

    def of(self, sent: Round | None, code: str) -> tuple[tuple[Issue, bytes], ...]:
        """Return an agency's copies of a round, with their bytes; none that is gone or changed."""
        kept = self._register(sent.id) if sent else None
        if kept is None:
            return ()
        register, serials = kept
        issues = register.newest(serials.get(code, 0))
        return tuple(self._read(register, [one for one in issues if one.format in self._formats]))

    def _register(self, name: str) -> tuple[Register, Mapping[str, int]] | None:
        if name not in self._registers:
            try:
                register = load_register(self._folder / name)
            except FormgenError:
                self._registers[name] = None  # whoever loaded the rounds has said so
            else:
                serials = {one.agency_code: one.serial for one in register.round.recipients}
                self._registers[name] = register, serials
        return self._registers[name]

    def _read(self, register: Register, issues: Sequence[Issue]) -> Iterator[tuple[Issue, bytes]]:
        home = self._folder / register.round.id
        for one in issues:
            path = home / one.path
            if not path.resolve().is_relative_to(home.resolve()):
                continue  # no path that formgen wrote leads out
            facts = {"path": one.path, "round": register.round.id}
            try:
                data = path.read_bytes()
            except OSError:
                self._problems[found(Code.ROUND_COPY_GONE, **facts)] = None
                continue
            if sha256(data) == one.sha256:
                yield one, data
            else:
                self._problems[found(Code.ROUND_COPY_CHANGED, **facts)] = None
