"""Measure the way in: 10,000 returned files from a cold start to the ledger, and its steps."""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bench.measure import SURVEY, Figure, apart, peak, seconds
from tests.many import FORMATS, WORDS, sent_to

from formgen import formats, precheck
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.intake import Setting, take_in
from formgen.ledger import Ledger, Run
from formgen.model.form import Form
from formgen.model.identity import Copy, sign
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.returned import Returned
from formgen.model.survey import Kind
from formgen.workers import Crew, confine, in_processes

FILES = 10_000
EVERY = 11  # of these is read bare, before and after
WORKERS = 2
TIMES = 5
MEMORY = 300.0  # MB
STEP = 0.5  # ms a file
SAMPLE, ROUNDS = 300, 7
KEY = bytes(range(32))
ROUND = "r1"  # as `sent_to` names it
RUN = Run("2026-11-30T09:00:00+07:00", "bench")


def intake() -> list[Figure]:
    """Measure the whole way in processes of its own, then each step alone."""
    with tempfile.TemporaryDirectory() as folder:
        apart(write_returns, folder)
        before = shared(folder)
        took, memory, verified = apart(taken_in, folder)
        parsing = statistics.mean((before, shared(folder)))
        return [*whole(parsing, took, memory, verified), *apart(steps, folder)]


def whole(share: float, took: float, memory: float, verified: int) -> list[Figure]:
    """Hold the whole way against the bare parsing of its files, shared among the processes."""
    speed = f"{took / share:.1f}, {FILES / took:,.0f} files a second"
    return [
        Figure(
            f"{FILES:,} mixed returns, cold start to ledger, {WORKERS} cores"
            f" / their bare parsing on {WORKERS} cores",
            f"{took:.1f} s / {share:.1f} s = {speed}",
            f"≤ {TIMES}",
            took <= TIMES * share,
        ),
        Figure(
            "of these read, and their signatures found good",
            f"{verified:,}",
            "all",
            verified == FILES,
        ),
        Figure(
            "peak memory of the process that takes them in",
            f"{memory:.0f} MB",
            f"≤ {MEMORY:.0f} MB",
            memory <= MEMORY,
        ),
    ]


# ---------------------------------------------------------------- the returns


def write_returns(folder: str) -> None:
    """Write a signed and filled copy for each of 10,000 agencies, in all formats by turns."""
    form = compile_survey(load(SURVEY))
    _, agencies = sent_to(form, FILES)
    for one in agencies:
        kind = formats.get(FORMATS[one.serial % len(FORMATS)])
        home = inbox(folder) / f"{one.serial // 500:02}"
        home.mkdir(parents=True, exist_ok=True)
        path = home / f"{one.agency_code}{kind.suffix}"
        path.write_bytes(kind.write(form, answered(form, one)).data)


def answered(form: Form, agency: Recipient) -> Copy:
    """Fill an agency's copy: every choice made, one remark in three written."""
    chance = Random(agency.serial)
    known = {form.with_role(role): agency.value(role) for role in ROSTER_HEADINGS}
    values = {field.name: value for field, value in known.items() if field and value}
    for field in form.fields:
        if field.name in values:
            continue
        if field.choices:
            values[field.name] = chance.choice(field.choices).code
        elif field.kind is Kind.DATE:
            values[field.name] = f"2026-11-{chance.randint(2, 28):02}"
        elif field.required or chance.random() < 0.3:
            values[field.name] = chance.choice(WORDS)
    return Copy(sign(KEY, ROUND, agency.serial, form.digest), tuple(values.items()))


def inbox(folder: str) -> Path:
    """Return where the returns lie."""
    return Path(folder) / "returns"


def files(folder: str) -> list[Path]:
    """List the returns."""
    return sorted(inbox(folder).glob("*/*"))


# ---------------------------------------------------------------- the whole way


def shared(folder: str) -> float:
    """Parse the returns bare in several processes at once; seconds, had each its share of them.

    At once, so that a machine that has other work holds both sides back alike.
    """
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as processes:
        return statistics.mean(processes.map(bare, [folder] * WORKERS)) / WORKERS


def bare(folder: str) -> float:
    """Parse some of the returns, their bytes at hand and their form known; seconds for all."""
    form = compile_survey(load(SURVEY))
    sample = [(path.suffix[1:], path.read_bytes()) for path in files(folder)[::EVERY]]
    for name, data in sample[: len(FORMATS) * 2]:
        formats.read(form, name, data)
    took = seconds(lambda: [formats.read(form, name, data) for name, data in sample])
    return took * FILES / len(sample)


def taken_in(folder: str) -> tuple[float, float, int]:
    """Take all returns into a new ledger; seconds, megabytes, and how many are whose they say."""
    start = time.perf_counter()
    form = compile_survey(load(SURVEY))
    rounds, agencies = sent_to(form, FILES)
    setting = Setting(form, rounds=(signed(rounds[0]),), roster=tuple(agencies))
    verified = 0
    with Ledger.open(Path(folder) / "ledger") as ledger, ledger.alone():

        def news() -> Iterator[tuple[Returned, bytes]]:
            nonlocal verified
            for one, path in take_in(inbox(folder), setting, workers=WORKERS, store=ledger):
                assert isinstance(one, Returned)
                verified += bool(one.response and one.response.respondent.verified is True)
                yield one, path.read_bytes()

        ledger.take_all(RUN, news(), "bench")
    took = time.perf_counter() - start
    return took, peak(), verified


def signed(sent: Round) -> Round:
    """Give a round the key that its copies were signed with."""
    return replace(sent, key=KEY)


# ---------------------------------------------------------------- each step


def steps(folder: str) -> list[Figure]:
    """Look at files before they are read, and hand them to a process that does nothing."""
    sample = [path.read_bytes() for path in files(folder)[:SAMPLE]]
    look = statistics.median(looked_at(sample) for _ in range(ROUNDS)) * 1000
    hand = statistics.median(handed(sample) for _ in range(ROUNDS)) * 1000
    works = (
        ("look at one returned file before it is read", look),
        ("hand one to a process, and its answer back", hand),
    )
    return [Figure(work, f"{each:.2f} ms", f"≤ {STEP} ms", each <= STEP) for work, each in works]


def looked_at(sample: Sequence[bytes]) -> float:
    """Look at files as intake does before it reads them; seconds of the processor for one."""
    start = time.process_time()
    for data in sample:
        precheck.format_of(data)
    return (time.process_time() - start) / len(sample)


def handed(sample: Sequence[bytes]) -> float:
    """Hand files to one process and wait for its answers; seconds for one, once it has begun."""
    crew = Crew(length, partial(confine, 1 << 30), 1, 20.0)
    answers = in_processes(crew, ((data, "a") for data in sample))
    next(answers)
    return seconds(lambda: list(answers)) / (len(sample) - 1)


def length(data: bytes, _name: str) -> int:
    """Do as good as nothing with a file."""
    return len(data)
