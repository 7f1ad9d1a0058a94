"""`make fuzz`: bend files for a while, and keep those that break a law.

With `--flips` or `--cuts`: so many bytes turned, and ends cut, of a filled form in each format.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tests.fuzz.cases import TEARS, TOP, bent, targets, torn, trial

from formgen.workers import Crew, Lost, confine, in_processes

FOUND = TOP / "output" / "fuzz"
SECONDS_EACH = 20.0  # what intake gives one file
MEMORY = 1 << 30
ENDS = ("same", "told", "refused", "typed", "other", "raised")
"""What becomes of the answers: equal, doubted, not taken, typed words of a PDF turned, wrong."""


def main() -> int:
    """Bend as asked; print what was tried and found; 1 if anything was."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--target", action="append", choices=sorted(targets()))
    asked.add_argument("--from", type=int, default=0, dest="first")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--flips", type=int, default=0)
    asked.add_argument("--cuts", type=int, default=0)
    wanted = asked.parse_args()
    if wanted.flips or wanted.cuts:
        own = sorted(name for name in targets() if name.startswith("own."))
        return tear(wanted.target or own, vars(wanted), wanted.workers)
    return bend(wanted.target or sorted(targets()), wanted)


def crew(work: Callable[..., object], workers: int) -> Crew:
    """Processes that may die, as intake has them."""
    return Crew(work, partial(confine, MEMORY), workers, SECONDS_EACH)


def tear(names: Sequence[str], times: dict[str, int], workers: int) -> int:
    """Turn bytes and cut ends, so many `times` each; print what became of the answers."""
    jobs = [(name, way, n) for name in names for way in TEARS for n in range(times[way])]
    ends = Counter[tuple[str, str, str]]()
    for (name, way, number), outcome in zip(
        jobs, in_processes(crew(torn, workers), jobs), strict=True
    ):
        end, more = ("raised", str(outcome)) if isinstance(outcome, Lost) else outcome
        ends[name, way, end] += 1
        if end in ("other", "raised"):
            print(f"{name} {way} {number}: {more}", file=sys.stderr)
    print(f"{'':20}" + "".join(f"{end:>9}" for end in ENDS))
    for name in names:
        for way in TEARS:
            counts = (ends[name, way, end] for end in ENDS)
            print(f"{name:14}{way:6}" + "".join(f"{count:9,}" for count in counts))
    return int(any(end in ("other", "raised") for _, _, end in ends))


def bend(names: Sequence[str], wanted: argparse.Namespace) -> int:
    """Bend until the time is up."""
    until, tried, found = time.monotonic() + wanted.seconds, Counter[str](), Counter[str]()
    given: list[tuple[str, int]] = []

    def jobs() -> Iterator[tuple[str, int]]:
        number = wanted.first
        while time.monotonic() < until:
            for name in names:
                given.append((name, number))
                yield name, number
            number += 1

    for place, outcome in enumerate(in_processes(crew(trial, wanted.workers), jobs())):
        name, number = given[place]
        tried[name] += 1
        if outcome:
            found[name] += 1
            keep(name, number, outcome)
    for name in names:
        print(f"{name:44} {tried[name]:7,} tried {found[name]:4} found")
    print(f"{'all':44} {tried.total():7,} tried {found.total():4} found")
    return 1 if found else 0


def keep(name: str, number: int, wrong: str | Lost) -> None:
    """Keep a file that broke a law, and print what is wrong."""
    FOUND.mkdir(parents=True, exist_ok=True)
    data, way = bent(targets()[name], number)
    path = FOUND / f"{number}-{name}"
    path.write_bytes(data)
    said = f"{wrong.fate.value} {wrong.reason}" if isinstance(wrong, Lost) else wrong
    print(f"{path} ({way}): {said}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
