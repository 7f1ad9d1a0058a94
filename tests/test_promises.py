"""Ways in which an answer could be guessed or a return lost, each found once and closed."""

import io
import os
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from formgen import cli, formats
from formgen.archive import Shelf
from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.content import load
from formgen.desk import Office, collect
from formgen.fill import fill
from formgen.ledger import Run
from formgen.model.codes import Code
from formgen.model.decision import About, Decision, about, seen_subject
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field, form_to_json
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.reading import Mark
from formgen.model.recipient import Recipient
from formgen.model.response import Match
from formgen.model.returned import Returned, State
from formgen.model.survey import Choice, Kind
from formgen.precheck import system_file
from formgen.receipts import folder_date
from formgen.response import from_words, interpret

ROOT = Path(__file__).parents[1]
FORM = compile_survey(load(ROOT / "content/amlo-estatus/survey.yaml"))
RUN = Run("2026-11-22T09:00:00+07:00", "test")


@pytest.mark.parametrize("typed", ["15 คน", "๑๕คน", "610 คน", "5 คน"])
def test_a_number_is_not_taken_for_a_range(typed):
    choices = (Choice("few", "1-5 คน"), Choice("many", "6-10 คน"))
    field = Field("q.a", "q", Kind.SELECT_ONE, "จำนวน", choices=choices)
    value, said = from_words(field, Mark(typed, "B2"))
    assert value is None
    assert [one.code for one in said] == [Code.CHOICE_UNKNOWN]


def test_what_hangs_on_a_doubtful_answer_is_not_decided():
    form = compile_survey(load(ROOT / "tests/surveys/staffing/survey.yaml"))
    marks = {
        "vacancy.answer": Mark(("yes_now", "no_now"), "x"),
        "vacant_since.answer": Mark("1/1/2569", "y"),
    }
    blank = formats.read(form, "docx", formats.write(form, "docx").data)
    response = interpret(form, replace(blank, marks=marks), Match.EXACT)
    codes = {one.code for one in response.diagnostics}
    assert Code.MULTIPLE_MARKS in codes
    assert Code.NOT_RELEVANT not in codes


def test_a_copy_that_could_be_read_stands_before_its_unread_twin():
    data = formats.write(FORM, "docx", Copy(None, (("respondent.agency_code", "76-001"),))).data
    response = interpret(FORM, formats.read(FORM, "docx", data), Match.EXACT)
    slow = Returned("a.docx", "f" * 64, 9, diagnostics=(found(Code.FILE_TIMEOUT, seconds=20),))
    read = Returned("b.docx", "f" * 64, 9, format="docx", response=response)
    states = {one.returned.name: one.state for one in consolidate(FORM, [slow, read]).files}
    assert states == {"a.docx": State.DUPLICATE, "b.docx": State.REVIEW}


def test_a_pipe_in_the_inbox_stops_nothing(tmp_path):
    inbox = tmp_path / "returns"
    inbox.mkdir()
    os.mkfifo(inbox / "pipe")
    office = Office(inbox, tmp_path / "out", tmp_path / "ledger", tmp_path / "rounds")
    result = collect(FORM, office, RUN, workers=1)
    assert result.dataset.states[State.QUARANTINED] == 1


def test_words_beside_the_fields_are_not_filled_away(tmp_path):
    (tmp_path / "form.json").write_text(form_to_json(FORM), encoding="utf-8")
    document = docx.Document(io.BytesIO(formats.write(FORM, "docx", BLANK).data))
    document.add_paragraph("หน่วยงานขอชี้แจงเพิ่มเติม")
    saved = io.BytesIO()
    document.save(saved)
    with pytest.raises(FormgenError, match="หน่วยงานขอชี้แจง"):
        fill(Shelf([tmp_path]), saved.getvalue(), {"email.status": "have"})


def test_a_copy_of_an_unknown_round_is_held_against_the_roster():
    values = (("respondent.agency_code", "ZZ-9"), ("respondent.agency_name", "กรมปลอม"))
    copy = Copy(sign(bytes(32), "lost", 1, FORM.digest), values)
    reading = formats.read(FORM, "docx", formats.write(FORM, "docx", copy).data)
    roster = [Recipient(1, "EX-001", "กรมจริง")]
    response = interpret(FORM, reading, Match.EXACT, (), roster)
    codes = {one.code for one in response.diagnostics}
    assert {Code.TOKEN_UNCHECKED, Code.CODE_NOT_IN_ROSTER} <= codes


def test_a_demonstration_touches_no_folder_but_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "output/rounds/2569-1/key"
    key.parent.mkdir(parents=True)
    key.write_text("secret", encoding="ascii")
    assert cli.run(["demo", "-o", "output"]) == Exit.OUTPUT
    assert key.read_text(encoding="ascii") == "secret"


def test_a_finding_that_was_looked_at_closes_no_other():
    added = [found(Code.TEXT_ADDED, at=f"paragraph {n}", text=f"ข้อความ {n}") for n in (1, 2)]
    data = formats.write(FORM, "docx", Copy(None, (("respondent.agency_code", "76-001"),))).data
    response = interpret(FORM, formats.read(FORM, "docx", data), Match.EXACT)
    told = replace(response, diagnostics=(*response.diagnostics, *added))
    returned = Returned("a.docx", "f" * 64, 9, format="docx", response=told)
    subject = seen_subject("TEXT_ADDED", about(added[0]))
    decision = Decision("f" * 64, About.SEEN, subject, reason="ดูแล้ว", by="ก")
    result = consolidate(FORM, [returned], decisions=[decision])
    still = [one for _, one in result.matters if one.code is Code.TEXT_ADDED]
    assert [one.at for one in still] == ["paragraph 2"]


@pytest.mark.parametrize("folder", ["10000101", "12340506 เลขที่", "2401-01-01"])
def test_a_number_is_not_taken_for_a_day_of_receipt(folder):
    assert folder_date(f"{folder}/a.docx") == ""
    assert folder_date("2569-11-22/a.docx") == "2026-11-22"


def test_the_note_at_the_top_of_the_inbox_is_no_return():
    assert system_file("README.md", b"# returns") == "README.md"
    assert system_file("EX-001/README.md", b"# returns") == ""
