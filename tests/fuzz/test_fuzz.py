"""A little of `make fuzz` each time, and the laws themselves."""

import random
from dataclasses import replace

import pytest
from tests.fuzz import laws
from tests.fuzz.bending import cut, flip, inside, mangle
from tests.fuzz.cases import before, bent, targets, trial

from formgen import precheck
from formgen.intake import Setting, read_file
from formgen.model.codes import Code
from formgen.model.diagnostics import found

OWN = [name for name in targets() if name.startswith("own.")]


@pytest.mark.parametrize("name", targets())
def test_bent_files_break_no_law(name):
    for number in range(40 if name in OWN else 5):
        assert not trial(name, number), f"python -m tests.fuzz --target {name} --from {number}"


@pytest.mark.parametrize("name", ["own.docx", "own.pdf", "own.xlsx"])
def test_bytes_turned_by_a_disk_change_no_answer(name):
    target, answered = targets()[name], before(name)
    for number in range(60):
        data = flip(target.data, random.Random(number))
        after = laws.judged(target.form, data)
        assert not laws.differing(target.form, answered, after), number


def test_a_case_is_always_the_same_file():
    target = targets()["own.docx"]
    assert bent(target, 7) == bent(target, 7)
    assert len({bent(target, number)[0] for number in range(20)}) == 20


@pytest.mark.parametrize("way", [flip, cut, mangle, inside("a.xlsx"), inside("a.pdf")])
def test_what_is_bent_is_another_file(way):
    data = targets()["own.pdf" if way is inside("a.pdf") else "own.xlsx"].data
    assert {way(data, random.Random(number)) for number in range(9)}.isdisjoint({data})


def test_another_answer_is_noticed_unless_it_is_doubted():
    target, answered = targets()["own.xlsx"], before("own.xlsx")
    after = read_file(target.data, "a", Setting(target.form))
    assert laws.differing(target.form, answered, after) == []
    changed = dict(after.response.answers)
    changed["email.status"] = replace(changed["email.status"], value="none")
    other = replace(after, response=replace(after.response, answers=changed))
    assert laws.differing(target.form, answered, other) == ["email.status"]
    for doubt in (found(Code.MARK_OUTSIDE, field="email.status", raw="x"), found(Code.SECOND_COPY)):
        assert laws.differing(target.form, answered, replace(other, diagnostics=(doubt,))) == []


def test_what_a_reader_should_not_raise_is_a_find(monkeypatch):
    def fault(_data):
        raise KeyError("w:sdt")

    monkeypatch.setattr(precheck, "format_of", fault)
    assert "KeyError" in trial("own.docx", 0)
