"""A round in its folder: to whom one form was sent, which copies, the key that signs them."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from formgen import archive
from formgen.archive import FORM_FILE, PLACEMENTS_FILE, not_written, placements_to_json
from formgen.files import PRIVATE, write_atomically
from formgen.ledger.lock import PATIENCE, held
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form, Placement, form_to_json
from formgen.model.recipient import Round
from formgen.rounds.journal import clear, noted
from formgen.rounds.register import (
    Issue,
    Register,
    manifest,
    register_from_json,
    register_to_json,
    seal_of,
)
from formgen.tables import csv_bytes

__all__ = [
    "ID_LENGTH",
    "KEY_BYTES",
    "Issue",
    "Register",
    "alone",
    "check_id",
    "check_unmoved",
    "is_round",
    "keep_form",
    "load_register",
    "load_rounds",
    "save_round",
    "usable_name",
]

KEY_BYTES: Final = 32
"""Length of a round's key: that of the hash it is used with (RFC 2104)."""

ID_LENGTH: Final = 32
_ROUND_FILE: Final = "round.json"
_MANIFEST_FILE: Final = "manifest.csv"
_KEY_FILE: Final = "key"
_LOCK: Final = "run.lock"
_ID: Final = re.compile(f"[A-Za-z0-9][A-Za-z0-9-]{{0,{ID_LENGTH - 1}}}")
_PRIVATE_FOLDER: Final = 0o700  # the roster, the key and the tokens are nobody else's
_OWNER_ONLY: Final = 0o600
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)


def usable_name(name: str) -> bool:
    """Tell whether every system lets a folder be called `name`; Windows takes no `CON`, `COM1`."""
    return not _DEVICES.fullmatch(name)


def check_id(round_id: str) -> None:
    """Raise FormgenError for what cannot name a round: `[A-Za-z0-9-]`, 32 characters at most."""
    if not _ID.fullmatch(round_id) or not usable_name(round_id):
        problem = found(Code.ROUND_BAD_ID, value=round_id, limit=ID_LENGTH)
        raise FormgenError([problem], Exit.USAGE)


# ---------------------------------------------------------------- reading


def load_rounds(folder: Path) -> tuple[tuple[Round, ...], tuple[Diagnostic, ...]]:
    """Read every round kept in `folder`, by its name, and what is wrong with the others.

    A round whose key is not there, cannot be opened or is another's is read without it, and one in
    a folder of another name is read as well; that is said. Of two folders that hold one round that
    of its name counts.
    """
    rounds: dict[str, Round] = {}
    registers, problems = _registers(folder)
    for home, register in sorted(registers.items(), key=lambda kept: _renamed(*kept)):
        one = register.round
        if one.id in rounds:
            path = home / _ROUND_FILE
            problems.append(_damaged(path, f"round {one.id} stands in two folders"))
            continue
        if _renamed(home, register):
            problems.append(_other_name(home, register))
        if register.problem:
            problems.append(register.problem)
        rounds[one.id] = one
    return tuple(rounds[name] for name in sorted(rounds)), tuple(problems)


def check_unmoved(home: Path) -> None:
    """Raise FormgenError where the round of which `home` is to be the folder is in another one.

    To begin it anew would give it a second key, and what is signed with the first would be forged.
    """
    if is_round(home):
        return
    registers, _ = _registers(home.parent)
    for folder, register in registers.items():
        if register.round.id == home.name:
            raise FormgenError([_other_name(folder, register)], Exit.USAGE)


def _registers(folder: Path) -> tuple[dict[Path, Register], list[Diagnostic]]:
    registers: dict[Path, Register] = {}
    problems: list[Diagnostic] = []
    for path in sorted(folder.glob(f"*/{_ROUND_FILE}")):
        try:
            registers[path.parent] = load_register(path.parent)
        except FormgenError as error:
            problems += error.diagnostics
    return registers, problems


def _renamed(home: Path, register: Register) -> bool:
    return home.name != register.round.id


def _other_name(home: Path, register: Register) -> Diagnostic:
    return found(Code.ROUND_FOLDER_RENAMED, file=str(home), round=register.round.id)


def is_round(folder: Path) -> bool:
    """Tell whether a round is kept in `folder`."""
    return (folder / _ROUND_FILE).exists()


def load_register(folder: Path) -> Register:
    """Read the round kept in `folder`, with what a run that was killed had issued before.

    Raises FormgenError if its files are damaged.
    """
    path = folder / _ROUND_FILE
    try:
        register, seal = register_from_json(path.read_text(encoding="utf-8"))
        listed = {one.serial for one in register.round.recipients}
        late = [
            (serial, issue)
            for serial, issue in noted(folder)
            if serial in listed and 1 <= issue.edition <= register.edition
        ]
        register = replace(register, issues=register.with_issues(late))
        path = folder / _KEY_FILE
        return _with_key(register, seal, path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = "not a key" if path.name == _KEY_FILE else _reason(error)
        raise FormgenError([_damaged(path, reason)], Exit.OUTPUT) from error


def _with_key(register: Register, seal: str, path: Path) -> Register:
    one, key = register.round, _key(path)
    if key is None:
        return replace(register, problem=_about_key(Code.ROUND_KEY_MISSING, path, one))
    if seal and seal != seal_of(one, key):
        return replace(register, problem=_about_key(Code.ROUND_KEY_WRONG, path, one))
    return replace(register, round=replace(one, key=key))


def _about_key(code: Code, path: Path, one: Round) -> Diagnostic:
    return found(code, file=str(path), round=one.id)


def _reason(error: Exception) -> str:
    match error:
        case OSError():
            return error.strerror or str(error)
        case json.JSONDecodeError():
            return f"JSON: line {error.lineno}"
        case _:
            return f"not a register: {error}"


def _damaged(path: Path, reason: str) -> Diagnostic:
    return found(Code.ROUND_DAMAGED, file=str(path), reason=reason)


def _key(path: Path) -> bytes | None:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError:  # the round is known all the same: only its signatures cannot be checked
        return None
    if len(key) != KEY_BYTES:
        raise ValueError(f"{_KEY_FILE}: {len(key)} bytes instead of {KEY_BYTES}")
    return key


# ---------------------------------------------------------------- writing


@contextmanager
def alone(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep out every other run on the round in `folder`, which is made if need be.

    The folder is for its owner alone.  Raises FormgenError where another run does not end within
    `patience` seconds, and where the folder cannot be written; one that is killed lets the next in.
    """
    path = folder / _LOCK
    with ExitStack() as lock:
        try:
            folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            busy = found(Code.ROUND_BUSY, file=str(path))
            lock.enter_context(held(path, busy, patience))
        except OSError as error:
            raise not_written(path, error) from error
        yield


def save_round(
    folder: Path, register: Register, form: Form, placements: Sequence[Placement] = ()
) -> None:
    """Write a round's files into its own `folder`, each whole or not at all; end the journal.

    The key and the form are written once, before the register: a folder without a register is no
    round, and what an interrupted run left in it signed nothing. Later forms of the round lie
    beside the first by their digests. Raises FormgenError where the folder cannot be written.
    """
    path = folder / _ROUND_FILE
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not path.exists():
            _write_changed(folder / FORM_FILE, form_to_json(form).encode())
            _write_key(folder / _KEY_FILE, register.round.key)
        one = replace(register.round, key=_key(folder / _KEY_FILE))  # it counts, and no other
        register = replace(register, round=one)
        keep_form(folder, register, form, placements)
        _write_changed(path, register_to_json(register).encode(), PRIVATE)
        _write_changed(folder / _MANIFEST_FILE, csv_bytes(manifest(register, form)), PRIVATE)
        clear(folder)
    except OSError as error:
        at = error.filename2 or error.filename or path  # `filename2` is what a rename was to make
        raise not_written(Path(at), error) from error


def keep_form(
    folder: Path,
    register: Register,
    form: Form,
    placements: Sequence[Placement],
    blank: bytes = b"",
) -> None:
    """Keep the form that is sent now, how it looks, and where it stands on paper.

    Raise OSError, FormgenError.
    """
    archive.keep_blank(folder, form, blank)
    if register.round.earlier:
        archive.keep(folder, form, placements)
    elif placements and not (folder / PLACEMENTS_FILE).exists():
        text = placements_to_json(form, placements)
        write_atomically(folder / PLACEMENTS_FILE, text.encode())


def _write_key(path: Path, key: bytes | None) -> None:
    if key is not None:
        _write_changed(path, f"{key.hex()}\n".encode(), _OWNER_ONLY)


def _write_changed(path: Path, data: bytes, mode: int = 0o666) -> None:
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data, mode)
