"""Notes put into returned files of any format, in a worker process."""

import pytest
from tests.formats.docx.forms import FORM, VALUES
from tests.jobs import nothing

from formgen import formats
from formgen.formats import mark
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import Copy
from formgen.model.note import Note, together, unmarkable
from formgen.model.response import Match, record
from formgen.precheck import format_of
from formgen.response import interpret
from formgen.workers import Crew, Fate, Lost, in_processes

NOTE = Note("", "", "โปรดแก้ไข")
DAMAGES = 150


def written(name):
    return formats.write(FORM, name, Copy(None, tuple(VALUES.items()))).data


def read(name, data):
    """The record of a file, without the file's own name and hash."""
    return record(interpret(FORM, formats.read(FORM, name, data), Match.EXACT), "", "")


@pytest.mark.parametrize("name", formats.NAMES)
def test_a_marked_file_has_the_same_record(name):
    data = written(name)
    answers = read(name, data)["answers"]
    notes = [Note(one["at"], field, f"โปรดแก้ {field}") for field, one in answers.items()]
    marked = mark(name, data, [*notes, NOTE])
    assert read(name, marked) == read(name, data)
    assert format_of(marked) == name


@pytest.mark.parametrize("name", formats.NAMES)
def test_findings_become_notes_at_their_own_places(name):
    """Whatever a reader finds can be told, also where it names no place."""
    data = written(name)
    found = interpret(FORM, formats.read(FORM, name, data), Match.EXACT).diagnostics
    assert found
    notes = [Note(one.at, one.field, one.message("th")) for one in found]
    assert read(name, mark(name, data, notes)) == read(name, data)


def refused(name, data):
    with pytest.raises(FormgenError) as error:
        mark(name, data, [NOTE])
    return [one.code for one in error.value.diagnostics]


@pytest.mark.parametrize("name", formats.NAMES)
def test_what_is_no_such_file_is_refused_as_its_reader_does(name):
    for data in (b"", formats.write(FORM, name, Copy(None)).data[:4]):
        assert refused(name, data) == [Code.FILE_DAMAGED]


def told(name, data):
    """What a file says and what is found in it; a reader's reasons may count other objects."""
    reading = formats.read(FORM, name, data)
    return reading.claim, reading.marks, [(one.code, one.field) for one in reading.diagnostics]


def outcome(name, data):
    try:
        before = told(name, data)
        after = mark(name, data, [NOTE, Note("", "mail.remark", "z")])
    except FormgenError as error:
        return f"refused, {len(error.diagnostics)} finding"
    return told(name, after) == before


@pytest.mark.parametrize("name", formats.NAMES)
def test_no_damage_escapes(name):
    """Whatever befalls the bytes, the answer is a file that reads as before, or one finding."""
    whole = mark(name, written(name), [Note("", "mail.status", "x")])
    places = range(0, len(whole), len(whole) // DAMAGES)
    damaged = (whole[:n] + bytes([whole[n] ^ 0x41]) + whole[n + 1 :] for n in places)
    assert {outcome(name, one) for one in damaged} == {True, "refused, 1 finding"}


def test_files_are_marked_in_worker_processes():
    jobs = [(name, written(name), [NOTE]) for name in formats.NAMES]
    done = list(in_processes(Crew(mark, nothing, 2, 20.0), [*jobs, ("docx", b"PK", [NOTE])]))
    assert done[:-1] == [mark(*job) for job in jobs]
    assert isinstance(done[-1], Lost)
    assert done[-1].fate is Fate.FAILED


def test_sentences_of_one_place_are_lines_in_order():
    placed = [("a", "1"), ("b", "2"), ("a", "3"), ("a", "1")]
    assert together((at, Note("", "", said)) for at, said in placed) == {"a": "1\n3", "b": "2"}


def test_a_file_that_cannot_be_marked_says_why():
    error = unmarkable("XLSX: styles")
    assert isinstance(error, FormgenError)
    (told,) = error.diagnostics
    assert told.code is Code.FILE_NOT_MARKABLE
    assert "– styles" in told.message("th")
