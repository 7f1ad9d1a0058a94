"""Returned files made by hand, for what comes after the reading of files."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from formgen.compiler import compile_survey
from formgen.content import load
from formgen.files import sha256
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Form
from formgen.model.identity import Claim, Token
from formgen.model.reading import Mark, Reading
from formgen.model.recipient import Recipient
from formgen.model.response import Match
from formgen.model.returned import Returned
from formgen.response import interpret

HERE = Path(__file__).parent
STAFFING = HERE / "surveys" / "staffing" / "survey.yaml"
ESTATUS = HERE.parent / "content" / "amlo-estatus" / "survey.yaml"

Raw = str | tuple[str, ...]


@cache
def form(path: Path = STAFFING) -> Form:
    return compile_survey(load(path))


def office(number: int, **known: str) -> Recipient:
    told = {"ministry": "กระทรวงตัวอย่าง", "province": "น่าน"} | known
    name = known.pop("agency_name", f"หน่วยงานที่ {number}")
    return Recipient(number, f"A-{number}", **{**told, "agency_name": name})


def sent(  # noqa: PLR0913 - each is one thing a return may have
    name: str,
    answers: Mapping[str, Raw],
    *,
    of: Form | None = None,
    received: str = "",
    format: str = "xlsx",
    token: Token | None = None,
    found: Sequence[Diagnostic] = (),
    roster: Sequence[Recipient] = (),
    data: bytes | None = None,
) -> Returned:
    """A return as intake gives it: every field of the form has a mark, blank unless answered."""
    made = of or form()
    marks = {
        one.name: Mark(answers.get(one.name, "" if not one.select else ()), f"ช่อง {one.name}")
        for one in made.fields
    }
    claim = Claim(made.survey, made.revision, made.digest, token)
    reading = Reading(format, claim, marks, tuple(found))
    response = interpret(made, reading, Match.EXACT, (), roster)
    data = bytes_of(name, answers) if data is None else data
    return Returned(name, sha256(data), len(data), received, format, response)


def bytes_of(name: str, answers: Mapping[str, Raw]) -> bytes:
    """The bytes of a return: other files have other bytes."""
    return repr((name, sorted(answers.items()))).encode()


def office_answers(number: int, **more: Raw) -> dict[str, Raw]:
    """A complete return of an office to the staffing survey; `__` stands for the dot in a name."""
    return {
        "office.code": f"A-{number}",
        "office.name": f"หน่วยงานที่ {number}",
        "office.filled_on": "๒๒ พฤศจิกายน ๒๕๖๙",
        "officers.answer": "10",
        "vacancy.answer": ("no_now",),
        "tools.used": ("mail", "sign"),
    } | {name.replace("__", "."): raw for name, raw in more.items()}
