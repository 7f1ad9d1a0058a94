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
    """Names the folder in which the letters to an agency lie: its last round, else `otherwise`."""

    otherwise: str
    rounds: Mapping[str, Round]

    @property
    def all(self) -> tuple[str, ...]:
        """Every folder that letters may lie in."""
        return tuple(dict.fromkeys((*(one.id for one in self.rounds.values()), self.otherwise)))

    def round_of(self, code: str) -> Round | None:
        """Return the last round in which an agency was sent the form, or None."""
        return self.rounds.get(code)

    def of(self, code: str) -> str:
        """Name the folder for the letters to an agency."""
        last = self.rounds.get(code)
        return last.id if last else self.otherwise


def homes(survey: str, rounds: Sequence[Round], only: str = "") -> Homes:
    """Find the last round of every agency: that issued last, of one day the last by name.

    Letters to an agency of none lie in the folder of the survey; where `only` one round is written
    about, in that of the round: the survey's has letters of which such a run knows nothing.
    """
    ordered = sorted(rounds, key=lambda one: (one.issued, one.id))
    sent = [one for one in ordered if one.survey == survey]
    return Homes(only or survey, {each.agency_code: one for one in sent for each in one.recipients})


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


@dataclass(frozen=True, slots=True)
class _Kept:
    """A round: its register, the serials of its agencies, what to say of those without a copy."""

    register: Register
    serials: Mapping[str, int]
    unfinished: Diagnostic


def _kept(register: Register) -> _Kept:
    sent = register.round
    serials = {one.agency_code: one.serial for one in sent.recipients}
    lacking = sum(not register.now(serial) for serial in serials.values())
    return _Kept(register, serials, found(Code.ROUND_UNFINISHED, round=sent.id, count=lacking))


class Blanks:
    """Finds the blank copies that were issued to agencies, as they were issued.

    `formats` are those to be sent.  `problems` gathers the copies that are gone, or no longer as
    issued, and the rounds whose form was changed and not issued to everybody yet, each once.
    """

    def __init__(self, folder: Path, formats: Collection[str]) -> None:
        self._folder = folder
        self._formats = formats
        self._registers: dict[str, _Kept | None] = {}
        self._problems: dict[Diagnostic, None] = {}

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What was found about copies so far."""
        return tuple(self._problems)

    def of(self, sent: Round | None, code: str) -> tuple[tuple[Issue, bytes], ...]:
        """Return an agency's copies of a round, with their bytes; none that is gone or changed.

        Only those of the form that is sent now: a run that did not finish may have left others.
        """
        kept = self._register(sent.id) if sent else None
        if kept is None:
            return ()
        issues = kept.register.now(kept.serials.get(code, 0))
        if not issues:
            self._problems[kept.unfinished] = None
        wanted = [one for one in issues if one.format in self._formats]
        return tuple(self._read(kept.register, wanted))

    def _register(self, name: str) -> _Kept | None:
        if name not in self._registers:
            try:
                register = load_register(self._folder / name)
            except FormgenError:
                self._registers[name] = None  # whoever loaded the rounds has said so
            else:
                self._registers[name] = _kept(register)
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
