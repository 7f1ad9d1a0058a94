"""What every measurement needs: one figure, a clock, two jobs in turn."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
