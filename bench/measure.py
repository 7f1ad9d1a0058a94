"""What every measurement needs: one figure, a clock, two jobs in turn, a process of its own."""

import gc
import pickle
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SURVEY = ROOT / "content" / "amlo-estatus" / "survey.yaml"


@dataclass(frozen=True)
class Figure:
    """One promise: what was measured, the figure, the bound, and whether it holds."""

    work: str
    measured: str
    must: str
    holds: bool


def seconds(job: Callable[[], object]) -> float:
    """Run a job once and time it; what the job before left to collect is not its burden."""
    gc.collect()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def in_turn(
    one: Callable[[], object], other: Callable[[], object], runs: int, row: int = 1
) -> tuple[float, float]:
    """Time two jobs in turn, each `row` times without a pause; medians in seconds.

    A folder of returns is read file after file: so is each reader here, before the other's turn.
    """

    def each(job: Callable[[], object]) -> float:
        return seconds(lambda: [job() for _ in range(row)]) / row

    one(), other()
    pairs = [(each(one), each(other)) for _ in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def apart(job: Callable[..., Any], *words: object) -> Any:
    """Do a job in a fresh process, begun as the program is: nothing of this one is in it.

    Its own worker processes then import what the job needs, not what all measurements need.
    """
    call = (
        "import pickle, sys; told, sys.stdout = sys.stdout.buffer, sys.stderr\n"
        "job, words = pickle.load(sys.stdin.buffer); pickle.dump(job(*words), told)"
    )
    asked = pickle.dumps((job, words))
    done = subprocess.run(
        [sys.executable, "-c", call], input=asked, stdout=subprocess.PIPE, check=True, cwd=ROOT
    )
    return pickle.loads(done.stdout)


def peak() -> float:
    """Return the most memory that this process has held, in MB.

    Linux counts what the process held that this one was born of as well, but for here.
    """
    status = Path("/proc/self/status")
    if status.exists() and (held := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(held[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
