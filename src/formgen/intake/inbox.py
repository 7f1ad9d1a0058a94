"""An inbox -> what each file in it says, and the files in its ZIPs and e-mails."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from formgen import receipts
from formgen.intake.isolation import Progress, Seen, Store, isolated, open_up, work
from formgen.intake.reading import Setting
from formgen.intake.unwrap import KINDS
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.returned import Again, Box, Returned

Boxes: TypeAlias = Mapping[tuple[str, str], Box]
"""Digest and name of the containers that were read before, and what was in them."""

# What is unwrapped at each level: in the inbox, among the files of those, and in a ZIP among them.
_LEVELS: Final = (KINDS, ("ZIP",), ())
_NO_BOXES: Final[Boxes] = MappingProxyType({})


def take_in(  # noqa: PLR0913 - each is one thing that is known of the inbox
    inbox: Path,
    setting: Setting,
    *,
    workers: int,
    store: Store | None = None,
    seen: Seen = frozenset(),
    boxes: Boxes = _NO_BOXES,
    progress: Progress | None = None,
) -> Iterator[tuple[Returned | Again, Path]]:
    """Read every file of the inbox and of its subfolders, by name; the inbox is not changed.

    Each comes with its path, so that its bytes can be kept; what was `seen` is not read again. With
    a `store`, the files in a ZIP or an e-mail follow under its name and theirs, and bear its date.
    The clerk's list of receipts is no return; what is wrong with it comes with it. Raises
    FormgenError where there is no inbox.
    """
    if not inbox.is_dir():
        raise FormgenError([found(Code.INPUT_NOT_FOUND, file=str(inbox))], Exit.USAGE)
    files = _inventory(inbox)
    clerks_list, dates, problems = _receipts(files)
    sent_to = (one for each in setting.rounds for one in each.recipients)
    codes = {one.agency_code for one in chain(setting.roster, sent_to)}

    def read(
        kinds: Sequence[str], level: Sequence[tuple[str, Path]], done: int
    ) -> Iterator[Returned | Again]:
        opened = partial(open_up, kinds) if store and kinds else work
        told = partial(_further, progress, done) if progress else None
        return isolated(
            opened, level, setting, workers=workers, store=store, seen=seen, progress=told
        )

    def levels() -> Iterator[tuple[Returned | Again, Path]]:
        level, days, done = files, dict(dates), 0
        for kinds in _LEVELS:
            inner: list[tuple[str, Path]] = []
            for (name, path), one in zip(level, read(kinds, level, done), strict=True):
                if name == clerks_list and isinstance(one, Returned):
                    yield replace(one, ignored=True, diagnostics=problems), path
                    continue
                box = one.box if isinstance(one, Returned) else boxes.get((one.sha256, name))
                day = days.get(name) or (box.sent if box else "")
                if level is files:  # names in a container are its sender's, and no evidence
                    day = day or receipts.folder_date(name, codes)
                yield replace(one, received=day), path
                if box and store:
                    own = [(f"{name}/{part}", digest) for part, digest in box.parts]
                    days |= dict.fromkeys((part for part, _ in own), day)
                    inner += [(part, store.kept(digest)) for part, digest in own]
            done += len(level)
            level = inner

    return levels()


def read_files(
    files: Sequence[tuple[str, Path]],
    setting: Setting,
    *,
    workers: int,
    progress: Progress | None = None,
) -> Iterator[Returned]:
    """Read files, each under the name given with it, in the order given.

    A file that kills its reader, or takes too much time or memory, comes with that finding.
    """
    for one in isolated(work, files, setting, workers=workers, progress=progress):
        assert isinstance(one, Returned)  # nothing was seen
        yield one


def _further(progress: Progress, before: int, done: int, total: int) -> None:
    progress(before + done, before + total)


def _inventory(inbox: Path) -> list[tuple[str, Path]]:
    """List every file under the inbox with its path from there, sorted by it.

    A folder that cannot be gone through is listed itself: what cannot be read is never left out.
    """
    paths: list[Path] = []
    closed: list[OSError] = []
    for folder, folders, files in os.walk(inbox, onerror=closed.append):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        paths += [Path(folder, name) for name in (*files, *links)]
    paths += [Path(error.filename) for error in closed]
    return sorted((_name(path.relative_to(inbox)), path) for path in paths)


def _name(path: Path) -> str:
    """Write a path with `/`; bytes that are no UTF-8 are replaced, so that it can be shown."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _receipts(
    files: Sequence[tuple[str, Path]],
) -> tuple[str, Mapping[str, str], tuple[Diagnostic, ...]]:
    """Read the clerk's list: its name, the dates in it, and what is to be said of it.

    The name is "" where there is no list, or none that can be opened: then it is in the review as
    any other file.
    """
    for name, path in files:
        if name.lower() == receipts.LIST_NAME:
            try:
                listed = path.read_bytes()
            except OSError:
                break
            dates, problems = receipts.listed_dates(listed, [each for each, _ in files])
            note = found(Code.FILE_NOT_A_RETURN, what=receipts.LIST_NAME)
            return name, dates, (note, *problems)
    return "", {}, ()
