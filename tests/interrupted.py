"""Rounds that end too early, each in a child of this process; `python -m tests.interrupted [STEP]`.

Every change of a file that a run makes is counted. At the n-th the child is killed, or the disk is
full from there on. Then the run is made again, and must leave the folder as if nothing had been.
"""

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests import paper

from formgen import formats
from formgen.distribute import distribute, issuing
from formgen.files import sha256
from formgen.formats import Format
from formgen.model.diagnostics import FormgenError
from formgen.model.recipient import Recipient
from formgen.rounds import is_round, load_register

FORM = paper.small_form()
KEY = bytes(range(32))
PEOPLE = tuple(Recipient(0, f"A-{number}", f"กรม {number}") for number in range(1, 6))
TABLE = {
    "pdf": paper.FORMAT,
    "docx": Format("docx", ".docx", paper.write, paper.identify, paper.read, paper.mark),
}
CHANGES = ("os.rename", "os.mkdir", "os.remove")
FULL = 28  # ENOSPC


def run(folder: Path) -> None:
    day = "2026-11-22"
    distribute(FORM, PEOPLE, "2569-1", folder, formats=("pdf", "docx"), issued=day, new_key=KEY)


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def in_child(folder: Path, begin: Callable[[], None]) -> int:
    """Run in a child, which `begin` prepares; the exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            begin()
            run(folder)
            code = 0
        except FormgenError as error:
            code = int(error.exit_code)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def counting(limit: int, then: Callable[[], None]) -> Callable[[], None]:
    """Do something at the change of that number and at all that follow."""
    changes = 0

    def hook(event: str, details: tuple[object, ...]) -> None:
        nonlocal changes
        if event in CHANGES or (event == "open" and int(str(details[2])) & os.O_CREAT):
            changes += 1
            if changes >= limit:
                then()

    return lambda: sys.addaudithook(hook)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise OSError(FULL, "No space left on device")


def cut(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def believed(folder: Path) -> None:
    """Every copy that the register names is on the disk, whole."""
    home = folder / "2569-1"
    if is_round(home):
        for issues in load_register(home).issues.values():
            for one in issues:
                assert sha256((home / one.path).read_bytes()) == one.sha256, one


def goes_on(folder: Path, whole: dict[str, bytes]) -> None:
    believed(folder)
    run(folder)
    assert tree(folder) == whole


def main(step: int = 1) -> None:
    """Interrupt a run at every change it makes, or every few, and cut its files at any length."""
    formats.get = TABLE.__getitem__
    issuing._GROUP = 2
    os.fsync = os.sync = lambda *_: None  # the machine itself does not fail here
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        run(home / "whole")
        whole = tree(home / "whole")
        ends = {"killed": 0, "full": 0, "cut": 0}
        for what, then, code in (("killed", kill, -signal.SIGKILL), ("full", refuse, 4)):
            number = 1
            while (ended := in_child(home / f"{what}-{number}", counting(number, then))) != 0:
                assert ended == code, (what, number, ended)
                goes_on(home / f"{what}-{number}", whole)
                ends[what] = number
                number += step
        for size in range(0, 3000, 100 * step):
            folder = home / f"cut-{size}"
            ended = in_child(folder, partial(cut, size))
            assert ended in (0, 4), (size, ended)
            ends["cut"] += ended == 4
            goes_on(folder, whole)
        sys.stdout.write(" ".join(f"{what} {count}" for what, count in ends.items()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
