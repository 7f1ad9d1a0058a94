"""Jobs for worker processes, each doing what its argument says."""

import os
import signal
import time
from pathlib import Path

from formgen.workers import watch


class AwkwardError(Exception):
    """It cannot be made again from its arguments."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def nothing() -> None:
    """Prepare nothing."""


def never_start() -> None:
    os._exit(5)


def start_at_the_second_try(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        os._exit(5)


def under_watch() -> None:
    """Prepare as where the system bounds no memory."""
    watch(200 << 20)


def eat(megabytes: int) -> int:
    hog = []
    for _ in range(megabytes // 8):
        hog.append(bytearray(b"x") * (8 << 20))
        time.sleep(0.001)
    return len(hog)


def do(what: object) -> object:
    match what:
        case "abort":
            os.abort()
        case "exit":
            os._exit(3)
        case "sleep":
            time.sleep(60)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "raise":
            raise AwkwardError("a", "b")
        case "no pickle":
            return lambda: what
        case "bad pickle":
            return AwkwardError("a", "b")
        case "pid":
            return os.getpid()
        case "die later":
            signal.setitimer(signal.ITIMER_REAL, 0.1)
    return what
