"""Compiled forms kept for ever: a return is read with the form it was made from."""

import errno
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from formgen.files import clear_parts, sha256, write_atomically
from formgen.ledger.lock import held
from formgen.model.codec import from_plain, to_plain
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form, Placement, form_from_json, form_to_json

FORM_FILE: Final = "form.json"
"""What a form is called beside the files made from it."""

PLACEMENTS_FILE: Final = "placements.json"
"""What the placements of a form are called beside the files made from it."""

_LOCK: Final = "keep.lock"  # held while something is put into a folder of forms
_BLANK: Final = ".pdf"
_HASH: Final = 12  # characters
_SCHEMA: Final = "formgen/placements@1"
_DIGEST: Final = re.compile("[0-9a-f]{64}")


def keep(
    folder: Path, form: Form, placements: Sequence[Placement] = (), blank: bytes = b""
) -> Path:
    """Keep a form as `<digest>.json`, and where it stands on paper beside it; return its path.

    `blank` is the empty PDF. A later version of this program may print the form in another way: its
    empty PDF is kept beside the first. What is kept already is not written again, save a file that
    no longer holds the form of its digest. What a run that was killed left half written is removed.
    Raises FormgenError where the folder cannot be written.
    """
    path = folder / f"{form.digest}.json"
    beside = folder / f"{form.digest}.{PLACEMENTS_FILE}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        keep_blank(folder, form, blank)
        whole = _holds(path, form.digest)
        if whole and (beside.exists() or not placements):
            return path
        with held(folder / _LOCK, _busy(folder / _LOCK)):
            clear_parts(folder)
            if not whole:
                write_atomically(path, form_to_json(form).encode())
            if placements and not beside.exists():
                write_atomically(beside, placements_to_json(form, placements).encode())
    except OSError as error:
        raise not_written(path, error) from error
    return path


def keep_blank(folder: Path, form: Form, blank: bytes) -> None:
    """Keep an empty PDF of a form as `<digest>.<hash>.pdf`; raise OSError where that fails."""
    path = folder / f"{form.digest}{_ending(blank)}"
    if blank and not (path.exists() and path.read_bytes() == blank):
        write_atomically(path, blank)


def _ending(blank: bytes) -> str:
    return f".{sha256(blank)[:_HASH]}{_BLANK}"


def _busy(lock: Path) -> Diagnostic:
    return found(Code.OUTPUT_NOT_WRITABLE, file=str(lock), reason=os.strerror(errno.EBUSY))


def not_written(path: Path, error: OSError) -> FormgenError:
    """Say that a file or folder could not be written, and why."""
    reason = error.strerror or str(error)
    return FormgenError(
        [found(Code.OUTPUT_NOT_WRITABLE, file=str(path), reason=reason)], Exit.OUTPUT
    )


class Shelf:
    """The forms kept in some folders and in the folders directly inside them.

    Forms are found as `<digest>.json` and as `form.json`, and read once.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._forms: dict[str, Form] = {}
        self._read: set[Path] = set()
        self._problems: list[Diagnostic] = []

    def find(self, digest: str) -> Form | None:
        """Return the form of this digest, or None where it is in none of the folders."""
        for path in self._named(digest) if _DIGEST.fullmatch(digest) else ():
            self._take(path)
        if digest not in self._forms:
            self._take_all()
        return self._forms.get(digest)

    def placements(self, digest: str) -> tuple[Placement, ...]:
        """Return where the controls of a form stand on paper; nothing where that is not kept."""
        for folder in self._folders if _DIGEST.fullmatch(digest) else ():
            beside = f"{digest}.{PLACEMENTS_FILE}"
            paths = (folder / beside, folder / PLACEMENTS_FILE)
            below = (*folder.glob(f"*/{beside}"), *folder.glob(f"*/{PLACEMENTS_FILE}"))
            for path in (*paths, *sorted(below)):
                if kept := self._placed(path, digest):
                    return kept
        return ()

    def blanks(self, digest: str) -> tuple[bytes, ...]:
        """Return the empty PDFs of a form: of each version that printed it in its own way."""
        kept: dict[str, bytes] = {}
        for folder in self._folders if _DIGEST.fullmatch(digest) else ():
            name = f"{digest}.*{_BLANK}"
            for path in (*sorted(folder.glob(name)), *sorted(folder.glob(f"*/{name}"))):
                if path.name not in kept and (blank := self._blank(path)):
                    kept[path.name] = blank
        return tuple(kept.values())

    def digests(self) -> tuple[str, ...]:
        """Return the digests of all forms, sorted."""
        self._take_all()
        return tuple(sorted(self._forms))

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """The files met so far that ought to hold a form and do not."""
        return tuple(self._problems)

    def _placed(self, path: Path, digest: str) -> tuple[Placement, ...]:
        try:
            text = path.read_text(encoding="utf-8")
            return placements_from_json(text) if json.loads(text)["digest"] == digest else ()
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self._note(path, str(error))
            return ()

    def _blank(self, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except OSError as error:
            self._note(path, str(error))
            return b""
        if path.name.endswith(_ending(data)):
            return data
        self._note(path, "not the empty PDF that was kept")
        return b""

    def _note(self, path: Path, reason: str) -> None:
        problem = found(Code.ARCHIVE_DAMAGED, file=str(path), reason=reason)
        if problem not in self._problems:
            self._problems.append(problem)

    def _named(self, digest: str) -> Iterator[Path]:
        for folder in self._folders:
            yield folder / f"{digest}.json"
            yield from sorted(folder.glob(f"*/{digest}.json"))

    def _take_all(self) -> None:
        for folder in self._folders:
            for path in sorted([*folder.glob("*.json"), *folder.glob("*/*.json")]):
                if path.name == FORM_FILE or _DIGEST.fullmatch(path.stem):
                    self._take(path)

    def _take(self, path: Path) -> None:
        if path in self._read:
            return
        try:
            form = form_from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError) as error:
            self._problems.append(found(Code.ARCHIVE_DAMAGED, file=str(path), reason=str(error)))
        else:
            self._forms.setdefault(form.digest, form)
        self._read.add(path)


def placements_to_json(form: Form, placements: Sequence[Placement]) -> str:
    """Write where a form's controls stand on paper as the text of `placements.json`."""
    plain = {
        "schema": _SCHEMA,
        "digest": form.digest,
        "placements": [to_plain(one) for one in placements],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def placements_from_json(text: str) -> tuple[Placement, ...]:
    """Reverse `placements_to_json`; raise ValueError if the text holds no placements."""
    try:
        plain = json.loads(text)
        if plain["schema"] != _SCHEMA:
            raise ValueError(f"not {_SCHEMA}: {plain['schema']!r}")
        return from_plain(tuple[Placement, ...], plain["placements"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not placements: {error}") from error


def _holds(path: Path, digest: str) -> bool:
    try:
        return form_from_json(path.read_text(encoding="utf-8")).digest == digest
    except (FileNotFoundError, ValueError, RecursionError):
        return False
