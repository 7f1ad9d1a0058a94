"""Measure the way out: a round of 8,000 agencies in every format, and what one copy of it costs."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

from bench.measure import SURVEY, Figure, apart, peak, seconds
from tests.many import sent_to

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.distribute import distribute
from formgen.model.form import Form
from formgen.model.identity import Copy, sign
from formgen.model.recipient import ROSTER_HEADINGS, Recipient, Round
from formgen.model.response import Match
from formgen.response import interpret

AGENCIES = 8000
EVERY = 100
COPIES = 100
ROW = 20  # copies
BUILDS = 3
FASTER = 20  # times
SECONDS = 40.0
MEMORY = 200.0  # MB
KEY = bytes(range(32))
_CACHED = type(cache(bytes))


def distribution() -> list[Figure]:
    """Measure one copy of each format, then the whole round, in processes of their own."""
    return [*apart(one_copy), *apart(whole_round)]


# ---------------------------------------------------------------- one copy


def one_copy() -> list[Figure]:
    """Write issued copies one after the other, as a round does, against one with nothing kept."""
    form = compile_survey(load(SURVEY))
    _, agencies = sent_to(form, COPIES)
    copies = [issued(form, one) for one in agencies]
    figures = []
    for name in formats.NAMES:
        write = formats.get(name).write
        built = []
        for copy in copies[:BUILDS]:
            forget()
            built.append(seconds(partial(write, form, copy)))
        one_by_one = map(partial(partial, write, form), copies)
        rows = [[next(one_by_one) for _ in range(ROW)] for _ in range(COPIES // ROW)]
        each = [seconds(partial(all_of, row)) / ROW for row in rows]
        mine, anew = statistics.median(each), statistics.median(built)
        times = f"{mine * 1000:.2f} ms / {anew * 1000:.0f} ms = 1/{anew / mine:.0f}"
        work = f"one issued {name.upper()} / the same with nothing kept"
        figures.append(Figure(work, times, f"≤ 1/{FASTER}", anew >= FASTER * mine))
    return figures


def all_of(jobs: Sequence[Callable[[], object]]) -> None:
    """Do jobs one after the other."""
    for job in jobs:
        job()


def issued(form: Form, agency: Recipient) -> Copy:
    """The copy of one agency, all that the roster knows filled in."""
    known = [(form.with_role(role), agency.value(role)) for role in ROSTER_HEADINGS]
    values = tuple((field.name, value) for field, value in known if field and value)
    return Copy(sign(KEY, "2569-1", agency.serial, form.digest), values)


def forget() -> None:
    """Drop everything that formgen keeps of what it did."""
    for name, module in list(sys.modules.items()):
        if name.startswith("formgen."):
            for held in vars(module).values():
                if isinstance(held, _CACHED):
                    held.cache_clear()


# ---------------------------------------------------------------- the whole round


def whole_round() -> list[Figure]:
    """Issue the copies of 8,000 agencies, read some back, and write the same bytes plainly."""
    form = compile_survey(load(SURVEY))
    _, agencies = sent_to(form, AGENCIES)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start = time.perf_counter()
        sent = distribute(form, agencies, "2569-1", home, issued="2026-11-02", new_key=KEY)
        took = time.perf_counter() - start
        memory = peak()
        right = [comes_back(form, sent, home, one) for one in sent.recipients[::EVERY]]
        plain, size = plainly(home / "2569-1" / "copies", home / "plain")
    count = AGENCIES * len(formats.NAMES)
    return [
        Figure(
            f"{AGENCIES:,} agencies × {len(formats.NAMES)} formats, issued and on the disk",
            f"{took:.1f} s = {count / took:,.0f} copies a second, {size / 1e6:,.0f} MB",
            f"≤ {SECONDS:.0f} s",
            took <= SECONDS,
        ),
        Figure(
            "the same / writing the same bytes plainly",
            f"{took:.1f} s / {plain:.1f} s = {took / plain:.1f}",
            "(printed)",
            True,
        ),
        Figure("peak memory of it", f"{memory:.0f} MB", f"≤ {MEMORY:.0f} MB", memory <= MEMORY),
        Figure(
            f"every {EVERY}th agency's copies, opened and read back",
            f"{sum(right)} of {len(right)} agencies",
            "all",
            all(right),
        ),
    ]


def comes_back(form: Form, sent: Round, home: Path, agency: Recipient) -> bool:
    """Tell whether an agency's copies say who they are of, and what they were given."""
    known = dict(issued(form, agency).values)
    for name in formats.NAMES:
        folder = home / sent.id / "copies" / agency.agency_code
        data = (folder / f"{form.survey}-{agency.agency_code}.{name}").read_bytes()
        told = interpret(form, formats.read(form, name, data), Match.EXACT, (sent,))
        whose, values = told.respondent, {key: one.value for key, one in told.answers.items()}
        if (whose.agency_code, whose.verified) != (agency.agency_code, True):
            return False
        if {key: value for key, value in values.items() if value is not None} != known:
            return False
    return True


def plainly(copies: Path, target: Path) -> tuple[float, int]:
    """Write the bytes of all copies anew, and nothing more; seconds, and how many bytes."""
    took, size = 0.0, 0
    for folder in copies.iterdir():
        files = [(path.name, path.read_bytes()) for path in folder.iterdir()]
        start = time.perf_counter()
        own = target / folder.name
        own.mkdir(parents=True)
        for name, data in files:
            (own / name).write_bytes(data)
        took += time.perf_counter() - start
        size += sum(len(data) for _, data in files)
    return took, size
