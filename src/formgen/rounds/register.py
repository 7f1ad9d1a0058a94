"""A round and what was issued in it <-> the text of its register, and a list for people."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from formgen.model.codec import from_plain, to_plain
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Form
from formgen.model.identity import sign
from formgen.model.recipient import ROSTER_HEADINGS, Carried, Recipient, Round
from formgen.model.response import Value
from formgen.model.survey import Role

SCHEMA: Final = "formgen/round@2"
_READ: Final = ("formgen/round@1", SCHEMA)
_HEADING: Final = ("id", "survey", "digest", "issued", "deadline")
_NOBODY: Final = 0  # the serial that no recipient has: what it signs proves the key


@dataclass(frozen=True, slots=True)
class Issue:
    """One copy that was issued: its path inside the round's folder, with `/`, and its SHA-256.

    `edition` counts the forms of the round from 1.
    """

    format: str
    path: str
    sha256: str
    edition: int = 1


@dataclass(frozen=True, slots=True)
class Register:
    """A round and what was issued in it.

    `issues` are the copies of each serial, of all editions. `serials` counts the serials ever
    given, also to recipients that were taken off the roster before their copies were written.
    `problem` says why the round has no key, where it has none.
    """

    round: Round
    issues: Mapping[int, tuple[Issue, ...]] = field(default_factory=dict)
    serials: int = 0
    problem: Diagnostic | None = None

    @property
    def edition(self) -> int:
        """The number of the form that is sent now."""
        return len(self.round.digests)

    def newest(self, serial: int) -> tuple[Issue, ...]:
        """Return the copies of the last form that was issued under a serial, one a format."""
        of_serial = self.issues.get(serial, ())
        last = max((one.edition for one in of_serial), default=0)
        return tuple(one for one in of_serial if one.edition == last)

    def now(self, serial: int) -> tuple[Issue, ...]:
        """Return the copies of the form that is sent now, of a serial; none before it is issued."""
        return tuple(one for one in self.newest(serial) if one.edition == self.edition)

    def with_issues(self, entries: Iterable[tuple[int, Issue]]) -> Mapping[int, tuple[Issue, ...]]:
        """Return what was issued when copies are added, or take the place of lost ones."""
        copies = {serial: {_which(one): one for one in own} for serial, own in self.issues.items()}
        for serial, issue in entries:
            copies.setdefault(serial, {})[_which(issue)] = issue
        return {serial: tuple(own[key] for key in sorted(own)) for serial, own in copies.items()}


def _which(issue: Issue) -> tuple[int, str]:
    return issue.edition, issue.format


# ---------------------------------------------------------------- the register


def register_to_json(register: Register) -> str:
    """Write a register as the text of `round.json`, a recipient a line."""
    one = register.round
    head: dict[str, Any] = {"schema": SCHEMA} | {name: getattr(one, name) for name in _HEADING}
    if one.earlier:
        head["earlier"] = list(one.earlier)
    if one.key:
        head["seal"] = seal_of(one, one.key)
    head["serials"] = register.serials
    lines = ",\n".join(f"  {_line(row)}" for row in _rows(register))
    listed = f"[\n{lines}\n ]" if lines else "[]"
    return f'{json.dumps(head, ensure_ascii=False, indent=1)[:-2]},\n "recipients": {listed}\n}}\n'


def register_from_json(text: str) -> tuple[Register, str]:
    """Reverse `register_to_json`, for registers of earlier programs too; the key is kept elsewhere.

    With it comes the seal of the key, "" in a register of the first version.  Raises ValueError,
    KeyError, TypeError or AttributeError for what is no register.
    """
    plain = json.loads(text)
    if plain["schema"] not in _READ:
        raise ValueError(f"not {SCHEMA}: {plain['schema']!r}")
    heading = {name: plain[name] for name in _HEADING}
    earlier = tuple(plain.get("earlier", ()))
    if not all(isinstance(value, str) for value in (*heading.values(), *earlier)):
        raise TypeError(f"not text: {heading}")
    for day in filter(None, (heading["issued"], heading["deadline"])):
        date.fromisoformat(day)
    rows = [dict(row) for row in plain["recipients"]]
    issues = {row["serial"]: from_plain(tuple[Issue, ...], row.pop("copies")) for row in rows}
    carried = tuple(one for row in rows for one in _carried(row["serial"], row.pop("carried", ())))
    known = range(1, len(earlier) + 2)
    editions = {one.edition for own in issues.values() for one in own}
    if not editions.union(one.edition for one in carried).issubset(known):
        raise ValueError("a copy of an unknown form")
    recipients = from_plain(tuple[Recipient, ...], rows)
    one = Round(recipients=recipients, earlier=earlier, carried=carried, **heading)
    seal = from_plain(str, plain.get("seal", ""))
    return Register(one, issues, from_plain(int, plain["serials"])), seal


def seal_of(sent: Round, key: bytes) -> str:
    """Return what tells the key of a round from any other, without telling the key."""
    return sign(key, sent.id, _NOBODY, sent.digests[0]).tag


def _rows(register: Register) -> Iterator[dict[str, Any]]:
    carried: dict[int, list[dict[str, Any]]] = {}
    for one in register.round.carried:
        plain = {"edition": one.edition, "source": one.source, "values": dict(one.values)}
        carried.setdefault(one.serial, []).append(plain)
    for each in register.round.recipients:
        row = to_plain(each) | {"copies": to_plain(register.issues.get(each.serial, ()))}
        yield row | ({"carried": carried[each.serial]} if each.serial in carried else {})


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _carried(serial: int, plain: Iterable[dict[str, Any]]) -> Iterator[Carried]:
    for one in plain:
        values = tuple((name, _value(value)) for name, value in one["values"].items())
        source = from_plain(str, one["source"])
        yield Carried(serial, from_plain(int, one["edition"]), source, values)


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        return from_plain(tuple[str, ...], plain)
    return from_plain(int, plain) if isinstance(plain, int) else from_plain(str, plain)


# ---------------------------------------------------------------- for people


def manifest(register: Register, form: Form) -> list[list[object]]:
    """List to whom which copies were sent, the newest of each: for people and for mail merge."""
    one = register.round
    newest = {each.serial: register.newest(each.serial) for each in one.recipients}
    names = sorted({issue.format for own in newest.values() for issue in own})
    headings: list[object] = ["ลำดับ", *ROSTER_HEADINGS.values()]
    for name in names:
        headings += [f"แฟ้ม {name}", f"sha256 {name}"]
    rows = [[*headings, "token"]]
    for each in one.recipients:
        row: list[object] = [each.serial, *(_label(form, each, role) for role in ROSTER_HEADINGS)]
        own = {issue.format: issue for issue in newest[each.serial]}
        for name in names:
            row += [own[name].path, own[name].sha256] if name in own else ["", ""]
        edition = max((issue.edition for issue in own.values()), default=register.edition)
        token = sign(one.key, one.id, each.serial, one.digests[edition - 1]) if one.key else ""
        rows.append([*row, str(token)])
    return rows


def _label(form: Form, recipient: Recipient, role: Role) -> str:
    """Say what the roster says for a role, a choice in the words of the form."""
    field, value = form.with_role(role), recipient.value(role)
    choices = field.choices if field else ()
    return next((one.label for one in choices if one.code == value), value)
