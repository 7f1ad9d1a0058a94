"""A round in its folder: to whom one form was sent, which copies, the key that signs them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from formgen.archive import FORM_FILE, PLACEMENTS_FILE, not_written, placements_to_json
from formgen.files import write_atomically
from formgen.model.codec import from_plain, to_plain
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.form import Form, Placement, form_to_json
from formgen.model.identity import sign
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.survey import Role
from formgen.tables import csv_bytes

SCHEMA: Final = "formgen/round@1"
KEY_BYTES: Final = 32
"""Length of a round's key: that of the hash it is used with (RFC 2104)."""

ID_LENGTH: Final = 32
_HEADING: Final = ("id", "survey", "digest", "issued", "deadline")
_ROUND_FILE: Final = "round.json"
_MANIFEST_FILE: Final = "manifest.csv"
_KEY_FILE: Final = "key"
_ID: Final = re.compile(f"[A-Za-z0-9][A-Za-z0-9-]{{0,{ID_LENGTH - 1}}}")
_PRIVATE_FOLDER: Final = 0o700  # the roster, the key and the tokens are nobody else's
_PRIVATE_FILE: Final = 0o600
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Issue:
    """One copy that was issued: its path inside the round's folder, with `/`, and its SHA-256."""

    format: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Register:
    """A round and what was issued in it.

    `issues` are the copies of each serial. `serials` counts the serials ever given, also to
    recipients that were taken off the roster before their copies were written.
    """

    round: Round
    issues: Mapping[int, tuple[Issue, ...]] = field(default_factory=dict)
    serials: int = 0

    def issue(self, serial: int, format_name: str) -> Issue | None:
        """Return the copy of one format that was issued under a serial, if there is one."""
        of_serial = self.issues.get(serial, ())
        return next((one for one in of_serial if one.format == format_name), None)


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
    """Read every round kept in `folder`, by folder name, and what is wrong with the others.

    A round whose key is not there, or cannot be opened, is read without it, and that is said.
    """
    rounds: dict[str, Round] = {}
    problems: list[Diagnostic] = []
    for path in sorted(folder.glob(f"*/{_ROUND_FILE}")):
        try:
            one = load_register(path.parent).round
        except FormgenError as error:
            problems += error.diagnostics
            continue
        if one.id in rounds:
            problems.append(_damaged(path, f"round {one.id} stands in two folders"))
            continue
        if one.key is None:
            lost = found(Code.ROUND_KEY_MISSING, file=str(path.parent / _KEY_FILE), round=one.id)
            problems.append(lost)
        rounds[one.id] = one
    return tuple(rounds.values()), tuple(problems)


def is_round(folder: Path) -> bool:
    """Tell whether a round is kept in `folder`."""
    return (folder / _ROUND_FILE).exists()


def load_register(folder: Path) -> Register:
    """Read the round kept in `folder`; raise FormgenError if its files are damaged."""
    path = folder / _ROUND_FILE
    try:
        register = _from_plain(json.loads(path.read_text(encoding="utf-8")))
        path = folder / _KEY_FILE
        return replace(register, round=replace(register.round, key=_key(folder)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = "not a key" if path.name == _KEY_FILE else _reason(error)
        raise FormgenError([_damaged(path, reason)], Exit.OUTPUT) from error


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


def _key(folder: Path) -> bytes | None:
    try:
        key = bytes.fromhex((folder / _KEY_FILE).read_text(encoding="ascii").strip())
    except OSError:  # the round is known all the same: only its signatures cannot be checked
        return None
    if len(key) != KEY_BYTES:
        raise ValueError(f"{_KEY_FILE}: {len(key)} bytes instead of {KEY_BYTES}")
    return key


def _from_plain(plain: dict[str, Any]) -> Register:
    if plain["schema"] != SCHEMA:
        raise ValueError(f"not {SCHEMA}: {plain['schema']!r}")
    rows = [dict(row) for row in plain["recipients"]]
    issues = {row["serial"]: from_plain(tuple[Issue, ...], row.pop("copies")) for row in rows}
    heading = {name: plain[name] for name in _HEADING}
    if not all(isinstance(value, str) for value in heading.values()):
        raise TypeError(f"not text: {heading}")
    one = Round(recipients=from_plain(tuple[Recipient, ...], rows), **heading)
    return Register(one, issues, plain["serials"])


# ---------------------------------------------------------------- writing


def save_round(
    folder: Path, register: Register, form: Form, placements: Sequence[Placement] = ()
) -> None:
    """Write a round's files into its own `folder`, each whole or not at all.

    The key and the form are written once, before the register: a folder without a register is no
    round, and what an interrupted run left in it signed nothing. The folder is for its owner alone.
    Raises FormgenError where it cannot be written.
    """
    path = folder / _ROUND_FILE
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not path.exists():
            _write_changed(folder / FORM_FILE, form_to_json(form).encode())
            _write_key(folder / _KEY_FILE, register.round.key)
        if placements and not (folder / PLACEMENTS_FILE).exists():
            text = placements_to_json(form, placements)
            write_atomically(folder / PLACEMENTS_FILE, text.encode())
        _write_changed(
            path, (json.dumps(_to_plain(register), ensure_ascii=False, indent=1)).encode()
        )
        _write_changed(folder / _MANIFEST_FILE, csv_bytes(_manifest(register, form)))
    except OSError as error:
        raise not_written(path, error) from error


def _write_key(path: Path, key: bytes | None) -> None:
    if key is not None:
        _write_changed(path, f"{key.hex()}\n".encode())
        path.chmod(_PRIVATE_FILE)


def _write_changed(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)


def _to_plain(register: Register) -> dict[str, Any]:
    one = register.round
    plain: dict[str, Any] = {"schema": SCHEMA}
    plain |= {name: getattr(one, name) for name in _HEADING}
    plain["serials"] = register.serials
    plain["recipients"] = [
        to_plain(each) | {"copies": to_plain(register.issues.get(each.serial, ()))}
        for each in one.recipients
    ]
    return plain


def _manifest(register: Register, form: Form) -> list[list[object]]:
    one = register.round
    names = sorted({each.format for issues in register.issues.values() for each in issues})
    headings: list[object] = ["ลำดับ", *ROSTER_HEADINGS.values()]
    for name in names:
        headings += [f"แฟ้ม {name}", f"sha256 {name}"]
    rows = [[*headings, "token"]]
    for each in one.recipients:
        row: list[object] = [each.serial, *(_label(form, each, role) for role in ROSTER_HEADINGS)]
        for name in names:
            issue = register.issue(each.serial, name)
            row += [issue.path, issue.sha256] if issue else ["", ""]
        token = sign(one.key, one.id, each.serial, one.digest) if one.key else ""
        rows.append([*row, str(token)])
    return rows


def _label(form: Form, recipient: Recipient, role: Role) -> str:
    """Say what the roster says for a role, a choice in the words of the form."""
    field, value = form.with_role(role), recipient.value(role)
    choices = field.choices if field else ()
    return next((one.label for one in choices if one.code == value), value)
