"""`make fuzz`: bend files for a while, and keep those that break a law."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

from tests.fuzz.cases import TOP, bent, targets, trial

from formgen.workers import Crew, Lost, confine, in_processes

FOUND = TOP / "output" / "fuzz"
SECONDS_EACH = 20.0  # what intake gives one file
MEMORY = 1 << 30


def main() -> int:
    """Bend until the time is up; print what was tried and found; 1 if anything was."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--target", action="append", choices=sorted(targets()))
    asked.add_argument("--from", type=int, default=0, dest="first")
    asked.add_argument("--workers", type=int, default=2)
    wanted = asked.parse_args()
    names = wanted.target or sorted(targets())
    until, tried, found = time.monotonic() + wanted.seconds, Counter[str](), Counter[str]()
    given: list[tuple[str, int]] = []

    def jobs() -> Iterator[tuple[str, int]]:
        number = wanted.first
        while time.monotonic() < until:
            for name in names:
                given.append((name, number))
                yield name, number
            number += 1

    crew = Crew(trial, partial(confine, MEMORY), wanted.workers, SECONDS_EACH)
    for place, outcome in enumerate(in_processes(crew, jobs())):
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
