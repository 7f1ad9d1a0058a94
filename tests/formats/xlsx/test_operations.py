"""Random sequences of what people do to a workbook: every answer comes back, or is doubted aloud.

A larger run: `FORMGEN_OPERATIONS=2000 pytest tests/formats/xlsx/test_operations.py`.
"""

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.formats.xlsx.forms import FORM, VALUES, amlo, staffing, written
from tests.formats.xlsx.hands import Hands, hands

from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.anchors import map_of
from formgen.formats.xlsx.around import asked_controls
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.names import control_name
from formgen.model.codes import Code, Severity
from formgen.model.form import Form
from formgen.model.response import Match
from formgen.model.survey import Kind
from formgen.response import interpret

LARGE = os.environ.get("FORMGEN_OPERATIONS")
EXAMPLES = settings(
    max_examples=int(LARGE or 120),
    derandomize=LARGE is None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MOST, QUOTED = 5, 80  # texts that are told, and how much of each
WORDS = ["ใช่", "ไม่มี", "มี", "✓", "76-999", "๑๕", "=1+1", "หมายเหตุ"]


@cache
def filled(which: str, most: bool) -> bytes:
    form = {"every": FORM, "amlo": amlo(), "staffing": staffing()}[which]
    return written(values(form, most), form)


def values(form: Form, most: bool) -> dict[str, object]:
    if form is FORM and most:
        return VALUES
    said: dict[str, object] = {}
    for turn, asked in enumerate(form.fields):
        if not most and turn % 3:
            continue
        codes = [choice.code for choice in asked.choices]
        match asked.kind:
            case Kind.SELECT_ONE:
                said[asked.name] = codes[turn % len(codes)]
            case Kind.SELECT_MULTIPLE:
                said[asked.name] = tuple(codes[:2])
            case Kind.INTEGER | Kind.DECIMAL:
                said[asked.name] = turn
            case Kind.DATE:
                said[asked.name] = "2026-11-22"
            case Kind.TEXT:
                said[asked.name] = f"021234{turn:03}" if "phone" in asked.name else f"คำตอบ {turn}"
    return said


# ---------------------------------------------------------------- what the file says


def truth(form: Form, held: Hands) -> dict[str, object]:
    """What a person who looks at the sheet takes to be answered, as it was typed."""
    said = {control_name(name): text for name, text in held.said().items()}
    found: dict[str, object] = {}
    for asked in form.fields:
        if asked.kind is Kind.SELECT_MULTIPLE:
            ticked = (c for c in asked.choices if said.get(asked.control(c), "").strip())
            found[asked.name] = tuple(choice.code for choice in ticked)
        else:
            found[asked.name] = said.get(asked.name, "")
    return found


def silent(form: Form, held: Hands) -> dict[str, tuple[object, object]]:
    """The fields that are read otherwise than they look, and of which nothing is said."""
    reading = FORMAT.read(form, held.saved())
    response = interpret(form, reading, Match.EXACT)
    doubted = {
        one.field for one in response.diagnostics if one.severity is not Severity.INFO and one.field
    }
    gone = [
        dict(one.facts)["text"]
        for one in response.diagnostics
        if one.code is Code.FIXED_TEXT_EDITED
    ]
    stray = [dict(one.facts).get("raw") for one in response.diagnostics]
    mixed = set() if held.names else {control_name(name) for name in held.mixed}
    mixed = {asked.name for asked in form.fields if mixed & set(asked_controls(asked))}
    wrong = {}
    for name, wanted in truth(form, held).items():
        answer = response.answers[name]
        if name in mixed | doubted or answer.raw == wanted or not (wanted or answer.raw):
            continue
        if not answer.raw and wanted in stray:
            continue  # it is told where it stands now
        if len(gone) == MOST or any(text in gone for text in beside(form, name)):
            continue  # nobody can tell any more to what the answer belongs
        if held.was_sorted and gone:
            continue  # nor here: what was moved has lost its words
        wrong[name] = (wanted, answer.raw)
    return wrong


def beside(form: Form, name: str) -> set[str]:
    """The beginnings of the texts that tell where a field stands."""
    asked = form.field(name)
    controls = [name, *(asked.control(choice) for choice in asked.choices)]
    anchors = map_of(sheet_of(form)).anchors
    texts = [anchors[one].text for one in controls if one in anchors]
    return {line[:QUOTED] for text in texts for line in text.split("\n")}


# ---------------------------------------------------------------- what people do


def row(held, draw):
    return draw(st.integers(1, held.size[0]))


def column(held, draw, beyond=0):
    return draw(st.integers(1, held.size[1] + beyond))


def spot(held, draw, beyond=0):
    return row(held, draw), column(held, draw, beyond)


def sort(held, draw):
    first = row(held, draw)
    last = min(held.size[0], first + draw(st.integers(1, 8)))
    by, down = column(held, draw), draw(st.booleans())
    held.sort(first, last, by, down=down)
    return first, last, by, down


def merge(held, draw):
    first = spot(held, draw)
    last = first[0] + draw(st.integers(0, 2)), first[1] + draw(st.integers(0, 2))
    held.merge(first, last)
    return first, last


def repeat(held, draw):
    """Type the words of one printed cell over those of another."""
    words = held.cells[draw(st.sampled_from(held.printed))].text
    return did(held.write, draw(st.sampled_from(held.printed)), words)


def rename(held, draw):
    held.title = draw(st.sampled_from(["Sheet1", "It's (ก)!", "_formgen2", "สำเนา"]))
    return held.title


def paste_values(held, draw):
    told = draw(st.integers(0, 5)), draw(st.integers(0, 3))
    return did(held.paste_values, *told) if held.names else "no"


def did(operation, *facts):
    operation(*facts)
    return facts


COUNT, WORD = st.integers(1, 3), st.sampled_from(WORDS)
OPERATIONS = {
    "insert rows": lambda held, draw: did(held.insert, 0, row(held, draw), draw(COUNT)),
    "insert columns": lambda held, draw: did(held.insert, 1, column(held, draw), draw(COUNT)),
    "delete rows": lambda held, draw: did(held.delete, 0, row(held, draw), draw(COUNT)),
    "delete columns": lambda held, draw: did(held.delete, 1, column(held, draw), 1),
    "move rows": lambda held, draw: did(
        held.move_rows, row(held, draw), draw(COUNT), row(held, draw)
    ),
    "sort": sort,
    "drag": lambda held, draw: did(
        held.cut, draw(st.sampled_from(held.asked)), spot(held, draw, 1)
    ),
    "retype": lambda held, draw: did(held.write, draw(st.sampled_from(held.printed)), draw(WORD)),
    "repeat": repeat,
    "answer": lambda held, draw: did(
        held.write, draw(st.sampled_from(held.asked)), draw(st.sampled_from(["", *WORDS]))
    ),
    "jot": lambda held, draw: did(held.write, spot(held, draw, 2), draw(WORD)),
    "clear": lambda held, draw: did(held.write, draw(st.sampled_from(sorted(held.cells))), ""),
    "merge": merge,
    "rename": rename,
    "paste values": paste_values,
    "copy out": lambda held, _: did(held.copy_out),
}


@st.composite
def an_operation(draw, held: Hands):
    """Do one thing that people do; return what it was."""
    what = draw(st.sampled_from(sorted(OPERATIONS)))
    return what, OPERATIONS[what](held, draw)


@pytest.mark.parametrize("which", ["every", "amlo", "staffing"])
@given(data=st.data())
@EXAMPLES
def test_whatever_is_done_no_answer_is_silently_another(which, data):
    form = {"every": FORM, "amlo": amlo(), "staffing": staffing()}[which]
    held = hands(filled(which, data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 4))):
        data.draw(an_operation(held))
        if not held.asked or not held.printed:
            break
    assert silent(form, held) == {}
