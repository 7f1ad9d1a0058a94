"""What came, and when it could not be opened -> which attempts in vain still stand."""

import sqlite3
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Final

from formgen.model.returned import Returned

LATEST: Final = (
    "SELECT sha256, name FROM receipt WHERE id IN (SELECT max(id) FROM receipt GROUP BY name)"
)
"""The bytes that came last under each name."""

_DECIDED: Final = """SELECT 1 FROM decision WHERE sha256 = '' AND subject = CAST(:name AS TEXT)
    AND run >= (SELECT max(receipt.run) FROM receipt
                WHERE receipt.sha256 = '' AND receipt.name = decision.subject)"""


def closed(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the files and folders that could not be opened the last time they were met.

    A folder was opened when a file in it was.
    """
    query = "SELECT name, max(id) FROM receipt WHERE sha256 {} '' GROUP BY name"
    vain = dict(connection.execute(query.format("=")).fetchall())
    if vain:
        for name, last in connection.execute(query.format("!=")):
            for path in way_to(name):
                if vain.get(path, last) < last:
                    del vain[path]
    return frozenset(vain)


def whole(
    files: Sequence[Returned], decided: Container[str], data: Callable[[str], bytes | None]
) -> Iterator[Returned]:
    """Leave out what was met while it was being copied, where the whole file could be read later.

    That has the same name and begins with all of the part; some programs fill the rest with zeros.
    A part about which a person `decided` something stays.  `data` gives bytes by their digest.
    """
    read: dict[str, list[str]] = {}
    for one in files:
        if one.response or one.box:
            read.setdefault(one.name, []).append(one.sha256)
    for one in files:
        if one.name in read and not (one.response or one.box or one.sha256 in decided):
            part = (data(one.sha256) or b"").rstrip(b"\0")
            if part and any((data(each) or b"").startswith(part) for each in read[one.name]):
                continue
        yield one


def way_to(name: str) -> Iterator[str]:
    """Go through the folders that lead to a file, and the file itself."""
    steps = name.split("/")
    return ("/".join(steps[:end]) for end in range(1, len(steps) + 1))


def is_back(connection: sqlite3.Connection, digest: str, name: bytes) -> bool:
    """Tell whether something else came under a name since these bytes did.

    Of what could not be opened (`digest` is "") that is any file there, or in there, or a decision
    on it, for it was gone then; of a file also an attempt in vain to open a folder above it.
    """
    at = {"sha256": digest, "name": name}
    here = "name = CAST(:name AS TEXT)"
    if digest:
        above = "sha256 = '' AND instr(CAST(:name AS TEXT), name || '/') = 1"
        others = f"{here} OR {above}"
    else:
        inside = "instr(name, CAST(:name AS TEXT) || '/') = 1"
        others = f"(sha256 != '' OR {here}) AND ({here} OR {inside})"
    query = f"SELECT sha256 FROM receipt WHERE {others} ORDER BY id DESC LIMIT 1"  # noqa: S608
    last = connection.execute(query, at).fetchone()
    if not digest and connection.execute(_DECIDED, at).fetchone():
        return True
    return last is not None and last["sha256"] != digest
