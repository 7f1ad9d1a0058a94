"""One agency of a round -> its copies on the disk, entered in the round's journal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from formgen.archive import not_written
from formgen.distribute.carrying import notes
from formgen.files import clear_parts, outlast, sha256, write_swiftly
from formgen.formats import Format, Written
from formgen.model.diagnostics import FormgenError
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.recipient import ROSTER_HEADINGS, Carried, Recipient
from formgen.model.survey import Kind
from formgen.rounds import Issue, Register, keep_form
from formgen.rounds.journal import note

_GROUP: Final = 250  # recipients; so much is done again when the program is killed


class Desk:
    """Issues the copies of one round; what was issued is in its journal as soon as it is safe."""

    def __init__(
        self, form: Form, home: Path, formats: Sequence[Format], register: Register
    ) -> None:
        self._form = form
        self._home = home
        self._formats = formats
        self._register = register
        edition = register.edition
        carried = (one for one in register.round.carried if one.edition == edition)
        self._carried = {one.serial: one for one in carried}
        self._placed = False

    def issue_all(self, progress: Callable[[int, int], None] | None) -> list[tuple[int, Issue]]:
        """Write the copies that are not there yet; return them, each with its serial.

        Raises FormgenError where one cannot be written.
        """
        everyone = self._register.round.recipients
        total = len(everyone) * len(self._formats)
        waiting = iter(everyone)
        done, issued = 0, []
        while group := list(islice(waiting, _GROUP)):
            fresh: list[tuple[int, Issue]] = []
            for one in group:
                fresh += [(one.serial, issue) for issue in self._issue(one)]
                done += len(self._formats)
                if progress:
                    progress(done, total)
            self._enter(fresh)
            issued += fresh
        return issued

    def _enter(self, fresh: Sequence[tuple[int, Issue]]) -> None:
        """Enter copies in the journal once a power failure can no longer take them."""
        if fresh:
            try:
                outlast(self._home / issue.path for _, issue in fresh)
                note(self._home, fresh)
            except OSError as error:
                raise not_written(self._home, error) from error

    def _issue(self, recipient: Recipient) -> Iterator[Issue]:
        """Write the copies of one agency that are not there yet."""
        edition = self._register.edition
        of_serial = self._register.issues.get(recipient.serial, ())
        known = {one.format for one in of_serial if one.edition == edition}
        folder = self._home / folder_of(recipient)
        for each in self._formats:
            path = folder / _name(self._form, recipient, edition, each)
            if each.name not in known or not _is_there(path):
                data = self._written(recipient, each, path)
                relative = path.relative_to(self._home).as_posix()
                yield Issue(each.name, relative, sha256(data), edition)

    def _written(self, recipient: Recipient, each: Format, path: Path) -> bytes:
        carried = self._carried.get(recipient.serial)
        try:
            written = each.write(self._form, self._copy(recipient, carried))
            data = each.mark(written.data, notes(carried)) if carried else written.data
            _put(path, data)
            self._keep_places(each, written)
        except OSError as error:
            raise not_written(path, error) from error
        except FormgenError as error:
            named = [replace(one, file=one.file or str(path)) for one in error.diagnostics]
            raise FormgenError(named, error.exit_code) from error
        return data

    def _copy(self, recipient: Recipient, carried: Carried | None) -> Copy:
        """Make an agency's copy: its token, what the roster knows of it, what it once answered."""
        sent, form = self._register.round, self._form
        assert sent.key is not None
        token = sign(sent.key, sent.id, recipient.serial, form.digest)
        known = tuple(roster_values(form, recipient))
        earlier = carried.values if carried else ()
        return Copy(token, (*known, *earlier), tuple(name for name, _ in earlier))

    def _keep_places(self, each: Format, written: Written) -> None:
        """Keep where the form stands on paper, and how it looks empty, of the first with pages."""
        if written.placements and not self._placed:
            blank = each.write(self._form, BLANK).data
            keep_form(self._home, self._register, self._form, written.placements, blank)
            self._placed = True


def folder_of(recipient: Recipient) -> str:
    """Name the folder of an agency's copies inside that of the round."""
    return f"copies/{recipient.agency_code}"


def roster_values(form: Form, recipient: Recipient) -> Iterator[tuple[str, str]]:
    """Go through the fields that the roster knows, with what it says."""
    for role in ROSTER_HEADINGS:
        field, value = form.with_role(role), recipient.value(role)
        if field and value and field.kind in (Kind.TEXT, Kind.SELECT_ONE):
            yield field.name, value


def _name(form: Form, recipient: Recipient, edition: int, each: Format) -> str:
    """Name a copy; those of a changed form `.v2`, `.v3`: no code of an agency has a dot."""
    version = f".v{edition}" if edition > 1 else ""
    return f"{form.survey}-{recipient.agency_code}{version}{each.suffix}"


def _is_there(path: Path) -> bool:
    """Tell whether a copy lies on the disk; an empty file is none."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _put(path: Path, data: bytes) -> None:
    """Write a copy into its agency's folder, and clear away what a killed run left there."""
    try:
        path.parent.mkdir(parents=True)
    except FileExistsError:
        clear_parts(path.parent)
    write_swiftly(path, data)
