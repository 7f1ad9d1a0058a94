"""A target and a number -> one bent file, always the same, and what became of it."""

import random
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz import laws, seeds
from tests.fuzz.bending import Bend, cut, flip, inside, mangle
from tests.intake.test_unwrap import mail, zipped

from formgen.intake import Setting, read_file
from formgen.model.form import Form
from formgen.model.response import Response

TOP = Path(__file__).parents[2]
TEARS: dict[str, Bend] = {"flips": flip, "cuts": cut}
CONTENT = TOP / "content"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads files: a sound one to begin with, and by which form it is read.

    Without a form it is one of `laws.laws`.
    """

    name: str
    data: bytes
    form: Form | None = None


@cache
def targets() -> dict[str, Target]:
    """Everything that is fuzzed, by name."""
    own = seeds.written()
    known = {f"own.{name}": Target(f"own.{name}", data, seeds.FORM) for name, data in own.items()}
    form = seeds.returned_form()
    known |= {name: Target(name, data, form) for name, data in seeds.returned().items()}
    return known | {name: Target(name, data) for name, data in _beside(own).items()}


def _beside(own: dict[str, bytes]) -> dict[str, bytes]:
    home = CONTENT / "amlo-estatus"
    roster = (home / "roster-example.csv").read_bytes()
    return {
        "survey.yaml": (home / "survey.yaml").read_bytes(),
        "text.yaml": (CONTENT / "texts/report.yaml").read_bytes(),
        "office.yaml": (CONTENT / "office.yaml").read_bytes(),
        "roster.csv": roster,
        "received.csv": "แฟ้ม,วันที่รับ\na.docx,22/11/2569\n".encode(),
        "returns.zip": zipped(("ก/a.xlsx", own["xlsx"]), ("b.txt", b"b")),
        "mail.eml": bytes(mail(("a.xlsx", own["xlsx"]))),
    }


def bent(target: Target, number: int) -> tuple[bytes, str]:
    """Bend a target's file in the way of a number; say how."""
    chance = random.Random(f"{target.name}/{number}")
    ways: list[Bend] = [flip, cut, mangle, inside(target.name), inside(target.name)]
    way = ways[number % len(ways)]
    return way(target.data, chance), way.__name__


@cache
def before(name: str) -> Response | None:
    """What a target's sound file answers."""
    target = targets()[name]
    if target.form is None:
        return None
    return read_file(target.data, "a", Setting(target.form)).response


def torn(name: str, way: str, number: int) -> tuple[str, str]:
    """Turn one byte of a target's file, or cut it; return what became of its answers, and more."""
    target, answered = targets()[name], before(name)
    assert target.form
    assert answered
    data = TEARS[way](target.data, random.Random(f"{name}/{way}/{number}"))
    try:
        after = laws.judged(target.form, data)
    except BaseException:
        return "raised", traceback.format_exc(limit=-4)
    names = laws.changed(answered, after)
    if after.response is None or not names:
        return "refused" if after.response is None else "same", ""
    if other := laws.differing(target.form, answered, after):
        return "other", ", ".join(other)
    return ("typed", "") if laws.unsaid(names, after) else ("told", "")


def trial(name: str, number: int) -> str:
    """Try one case; return what is wrong, "" where every law holds."""
    target = targets()[name]
    data, way = bent(target, number)
    try:
        if target.form is None:
            laws.laws(seeds.FORM)[name](data)
            return ""
        after = laws.judged(target.form, data)
    except MemoryError:
        return ""  # its process is bounded, and the file would be told
    except BaseException:
        return traceback.format_exc(limit=-4)
    answered = before(name)
    changed = laws.differing(target.form, answered, after) if answered else []
    torn = way in ("flip", "cut")  # what a disk or a mail does; a mangled answer is another answer
    return f"accepted with other answers: {', '.join(changed)}" if torn and changed else ""
