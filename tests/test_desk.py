"""Collecting again and again: what is new is read, and nothing else is done twice."""

import errno
import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.consolidate.clerk import type_into
from tests.mailbag import ESTATUS, form
from xlsxwriter.exceptions import FileCreateError

from formgen import export, formats, intake
from formgen.content.texts import find_text
from formgen.desk import Office, Terms, collect, collecting, known, load_texts
from formgen.desk import pages as pages_
from formgen.desk.pages import draw_pages
from formgen.distribute import distribute
from formgen.export import Wanted
from formgen.export.stamp import STAMP
from formgen.export.verdicts import REASON, VERDICT
from formgen.files import sha256
from formgen.formats.scan.pages import pictures
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.decision import RIVALS, About, Decision
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import Copy
from formgen.model.recipient import Recipient
from formgen.model.returned import State
from formgen.result.verdict import Verdict

FORM = form(ESTATUS)
RUN = Run("2026-11-22T09:00:00+07:00", "formgen 1 (a)")
ROSTER = (Recipient(1, "A-1", "กรมหนึ่ง"), Recipient(2, "A-2", "กรมสอง"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    places = ("returns", "out", "ledger", "rounds")
    (tmp_path / "returns").mkdir()
    return Office(*(tmp_path / name for name in places))


def answer(office: Office, name: str, code: str, status: str) -> Path:
    """Put a filled form into the inbox."""
    known = dict.fromkeys(("respondent.agency_code",), code)
    known["respondent.agency_name"] = next(
        one.agency_name for one in ROSTER if one.agency_code == code
    )
    values = (*known.items(), ("email.status", status))
    path = office.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(formats.write(FORM, "docx", Copy(None, values)).data)
    return path


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The names of the files that a worker was given, in this process's words."""
    given: list[str] = []
    jobs = intake.isolation._jobs

    def watched(*arguments):
        for job in jobs(*arguments):
            given.extend([] if job is None else [job[1]])
            yield job

    monkeypatch.setattr(intake.isolation, "_jobs", watched)
    return given


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(office: Office, terms: Terms | None = None, at: Run = RUN):
    return collect(FORM, office, at, terms or Terms(roster=ROSTER), workers=1)


def test_only_what_is_new_is_read(office, opened):
    answer(office, "2026-11-20/one.docx", "A-1", "have")
    run(office)
    answer(office, "2026-11-21/two.docx", "A-2", "none")
    result = run(office)
    assert opened == ["2026-11-20/one.docx", "2026-11-21/two.docx"]
    assert result.outcome.answered == 2


def test_where_nothing_is_new_the_result_stands_and_says_the_same(office, opened):
    answer(office, "one.docx", "A-1", "have")
    first = run(office)
    before = {path: path.stat().st_mtime_ns for path in office.output.iterdir()}
    again = run(office, at=Run("2026-12-01T09:00:00+07:00", RUN.tool))
    assert again.dataset is None
    assert (again.outcome, again.files) == (first.outcome, first.files)
    assert before == {path: path.stat().st_mtime_ns for path in office.output.iterdir()}


def test_another_program_reads_everything_again(office, opened):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    result = run(office, at=replace(RUN, tool="formgen 2 (b)"))
    assert opened == ["one.docx"] * 2
    assert result.outcome.answered == 1


def test_another_roster_reads_everything_again(office, opened):
    answer(office, "one.docx", "A-1", "have")
    run(office, Terms(roster=ROSTER[1:]))
    result = run(office)
    assert opened == ["one.docx"] * 2
    assert result.outcome.answered == 1


@pytest.mark.parametrize("name", [export.WORKBOOK, export.RESPONSES_CSV, STAMP])
def test_a_result_that_was_changed_or_lost_is_made_again(office, name):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    before = made(office.output)
    (office.output / name).write_bytes(b"changed")
    assert run(office).dataset is not None
    assert made(office.output) == before
    (office.output / name).unlink()
    run(office)
    assert made(office.output) == before


def test_other_terms_make_another_result(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    later = run(office, Terms(roster=ROSTER, as_of="2026-12-31"))
    assert later.dataset is not None
    assert later.dataset.as_of == "2026-12-31"


def test_a_file_that_was_taken_away_still_counts_but_not_in_a_mirror(office):
    path = answer(office, "2026-11-20/one.docx", "A-1", "have")
    answer(office, "2026-11-20/two.docx", "A-2", "have")
    run(office)
    path.unlink()
    assert run(office).outcome.answered == 2
    mirrored = Terms(roster=ROSTER, mirror=True)
    assert run(office, mirrored).outcome.answered == 1
    assert run(office).outcome.answered == 2


def test_a_file_that_changed_under_its_name_is_read(office, opened):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    answer(office, "one.docx", "A-1", "none")
    run(office)
    assert opened == ["one.docx"] * 2


def test_nothing_counts_of_which_the_bytes_are_not_kept(office, monkeypatch):
    changed, gone = (answer(office, f"{code}.docx", code, "have") for code in ("A-1", "A-2"))
    taken = collecting.take_in

    def meanwhile(*arguments, **more):
        files = list(taken(*arguments, **more))
        answer(office, changed.name, "A-1", "none")
        gone.unlink()
        return files

    with monkeypatch.context() as patch:
        patch.setattr(collecting, "take_in", meanwhile)
        data = run(office).dataset
    assert [filed.returned.name for filed in data.files] == [changed.name]
    assert [(one.code, one.message("th").count("ระหว่างที่อ่าน")) for _, one in data.matters] == [
        (Code.FILE_UNREADABLE, 1)
    ]
    data = run(office).dataset
    assert [one.recipient.agency_code for one in data.answered] == ["A-1"]
    assert data.files[0].answers["email.status"].value == "none"


def test_what_could_not_be_opened_is_settled_once_it_is_gone(office):
    path = office.inbox / "x.xlsx"
    not_there = {VERDICT: Verdict.COUNTS_NOT, REASON: "ลบแล้ว"}

    def waiting(at: str) -> list[str]:
        matters = run(office, at=replace(RUN, at=at)).dataset.matters
        return [filed.returned.name for filed, _ in matters]

    def settled(at: str) -> bool:
        """Tell whether a row that is typed is settled by the run."""
        assert type_into(office.output / export.REVIEW, "x.xlsx", not_there) == 1
        return waiting(at) == []

    path.symlink_to("nowhere")
    assert waiting("2026-11-01") == ["x.xlsx"]
    assert not settled("2026-11-02"), "it is still there"
    path.unlink()
    assert waiting("2026-11-03") == [], "what was typed holds now"
    path.symlink_to("nowhere")
    assert waiting("2026-11-04") == ["x.xlsx"], "it may be another"
    path.unlink()
    assert settled("2026-11-05")


def test_a_file_seen_again_on_another_day_has_the_new_day(office, opened):
    path = answer(office, "one.docx", "A-1", "have")
    run(office)
    (office.inbox / "received.csv").write_text("file,received\none.docx,2026-11-25\n")
    result = run(office)
    (filed,) = (one for one in result.dataset.files if one.returned.name == "one.docx")
    assert filed.received == "2026-11-25"
    assert opened.count(path.name) == 1


def test_what_may_be_the_machines_fault_is_tried_again(office, monkeypatch):
    path = answer(office, "one.docx", "A-1", "have")
    opens = Path.open

    def denied(self, *arguments, **options):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return opens(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", denied)
        assert run(office).outcome.answered == 0
    assert run(office).outcome.answered == 1


def test_the_result_of_many_small_runs_is_that_of_one(office, tmp_path):
    for number, code in enumerate(("A-1", "A-2", "A-1"), 1):
        answer(office, f"2026-11-2{number}/{code}.docx", code, "have" if number < 3 else "none")
        run(office)
    other = replace(office, output=tmp_path / "out2", ledger=tmp_path / "ledger2")
    run(other)
    assert made(other.output) == made(office.output)


def test_what_is_known_is_told_without_the_inbox(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    shutil.rmtree(office.inbox)
    data = known(FORM, office, Terms(roster=ROSTER))
    assert [one.recipient.agency_code for one in data.answered] == ["A-1"]


def test_what_one_survey_knows_stands_while_another_is_collected(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    with_another = replace(office, output=office.output.parent / "other")
    other = collect(form(), with_another, RUN, Terms(roster=ROSTER), workers=1).dataset
    assert [one.code for one in other.files[0].open] == [Code.FORM_OTHER_SURVEY]
    not_ours = {VERDICT: Verdict.COUNTS_NOT, REASON: "เป็นของแบบสำรวจอื่น"}
    assert type_into(with_another.output / export.REVIEW, "one.docx", not_ours) == 1
    other = collect(form(), with_another, RUN, Terms(roster=ROSTER), workers=1).dataset
    assert other.matters == ()
    data = known(FORM, office, Terms(roster=ROSTER))
    assert [one.recipient.agency_code for one in data.answered] == ["A-1"]


def test_what_was_chosen_was_chosen_among_the_files_that_were_seen(office):
    answer(office, "a.docx", "A-1", "have")
    answer(office, "b.docx", "A-1", "none")
    terms = Terms(roster=ROSTER, mirror=True)
    run(office, terms)
    assert (
        type_into(office.output / export.REVIEW, "a.docx", {VERDICT: Verdict.COUNTS}, *RIVALS) == 1
    )
    answer(office, "b.docx", "A-1", "in_progress")
    made = run(office, terms)
    assert [one.code for one in made.diagnostics] == [Code.DECISION_STALE]
    assert Code.RETURN_CONFLICT in {one.code for _, one in made.dataset.matters}


def test_reminders_are_told_of_the_agency(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    with Ledger.open(office.ledger) as ledger:
        ledger.remind(RUN, FORM.survey, "A-2", "2026-12-01")
    (silent,) = run(office).dataset.outstanding
    assert silent.reminded == ("2026-12-01",)


@pytest.mark.parametrize("touched", [False, True])
def test_a_workbook_open_elsewhere_is_written_beside(office, monkeypatch, touched):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    renamed = Path.replace

    def held(self, target):
        if Path(target).name == export.WORKBOOK:
            raise PermissionError(13, "used by another process", str(target))
        return renamed(self, target)

    answer(office, "two.docx", "A-2", "have")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        result = run(office)
    beside = office.output / "สรุปผลแบบสำรวจ (2).xlsx"
    assert beside in result.files
    assert [one.code for one in result.diagnostics] == [Code.OUTPUT_HELD]
    openpyxl.load_workbook(beside)
    if touched:  # by a person: then it is theirs
        beside.write_bytes(beside.read_bytes() + b" ")
    assert run(office).dataset is not None  # the held one is still the old one
    assert beside.exists() is touched


def test_a_full_disk_leaves_the_result_as_it_was(office, monkeypatch):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    before = made(office.output)
    answer(office, "two.docx", "A-2", "have")
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")

    with Ledger.open(office.ledger):
        pass
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(FormgenError):
            run(office)
    assert made(office.output) == before
    assert run(office).outcome.answered == 2


def photo(office: Office) -> Path:
    """Put the picture of a page into the inbox."""
    paper = formats.write(FORM, "pdf", Copy(None, (("email.status", "have"),))).data
    (picture,) = pictures(paper, pages=1)
    path = office.inbox / "ภาพถ่าย.png"
    path.write_bytes(picture)
    return path


def test_what_no_program_reads_is_drawn_and_typed_by_a_person(office):
    data = photo(office).read_bytes()
    run(office)
    (drawn,) = (office.output / "pages").iterdir()
    assert drawn.name.startswith(sha256(data)[:16])
    list_ = office.output / export.REVIEW
    book = openpyxl.load_workbook(list_)
    sheet = book["พิมพ์คำตอบ"]
    (top,) = (row for row in sheet.iter_rows() if row[0].value == "number")
    columns = {cell.value: cell.column for cell in top}
    (row,) = (cells[0].row for cells in sheet if cells[1].value == "ภาพถ่าย.png")
    said = {"agency": "A-1", "email.status": "มี", "by": "สมศรี", "done": "พิมพ์ครบแล้ว"}
    for name, value in said.items():
        sheet.cell(row, columns[name], value)
    book.save(list_)
    result = run(office)
    assert [one.recipient.agency_code for one in result.dataset.answered] == ["A-1"]
    answer = result.dataset.answered[0].answers["email.status"]
    assert answer.value == "have"
    assert run(office).dataset is None


def test_pictures_nobody_needs_any_more_are_removed(office):
    path = photo(office)
    run(office)
    stranger = office.output / "pages" / "holiday.png"
    stranger.write_bytes(b"mine")
    path.unlink()
    answer(office, "one.docx", "A-1", "have")
    run(office, Terms(roster=ROSTER, mirror=True))
    assert list((office.output / "pages").iterdir()) == [stranger]


def test_the_result_has_all_its_files(office):
    answer(office, "one.docx", "A-1", "have")
    result = run(office)
    assert [path.name for path in result.files] == [
        "สรุปผลแบบสำรวจ.xlsx",
        "รายงานผลการสำรวจ.docx",
        "รายงานผลการสำรวจ.pdf",
        "dashboard.html",
        "review.xlsx",
        "responses.csv",
        "responses.jsonl",
        "codebook.csv",
        "codebook.docx",
    ]


def test_the_office_may_word_its_own_report(office, tmp_path):
    texts = tmp_path / "content" / "one"
    texts.mkdir(parents=True)
    text = find_text(ESTATUS, "report").read_text(encoding="utf-8")
    worded = text.replace("จึงเรียนมาเพื่อโปรดทราบและพิจารณา", "จึงเรียนมาเพื่อทราบ")
    (texts / "report.yaml").write_text(worded, encoding="utf-8")
    answer(office, "one.docx", "A-1", "have")
    before = run(office).files[1].read_bytes()
    result = run(office, Terms(roster=ROSTER, texts=load_texts(texts / "survey.yaml")))
    assert result.files[1].read_bytes() != before


def test_the_states_of_all_files_add_up(office):
    answer(office, "one.docx", "A-1", "have")
    (office.inbox / "empty.pdf").write_bytes(b"")
    (office.inbox / "Thumbs.db").write_bytes(b"x")
    told = run(office).outcome
    assert told.files == 3
    assert dict(told.states)[State.IGNORED] == 1


def test_a_result_of_another_ledger_is_made_again(office):
    path = answer(office, "one.docx", "A-1", "have")
    run(office)
    shutil.rmtree(office.ledger)
    path.unlink()
    answer(office, "two.docx", "A-2", "none")
    result = run(office)
    assert [one.recipient.agency_code for one in result.dataset.answered] == ["A-2"]


def test_what_was_taken_away_is_read_again_with_another_roster(office, opened):
    path = answer(office, "2026-11-20/one.docx", "A-1", "have")
    (office.inbox / "received.csv").write_text("file,received\none.docx,2026-11-25\n")
    assert run(office, Terms(roster=ROSTER[1:])).outcome.answered == 0
    shutil.rmtree(path.parent)
    (office.inbox / "received.csv").unlink()
    result = run(office)
    assert result.outcome.answered == 1
    assert result.dataset.files[0].received == "2026-11-25"
    assert opened == ["2026-11-20/one.docx", "received.csv", "2026-11-20/one.docx"]
    assert run(office).dataset is None


def test_what_a_list_decides_is_taken_in_whole_or_not_at_all(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    with Ledger.open(office.ledger) as ledger:
        digest = ledger.returns()[0].sha256
        kept = Decision(digest, About.COUNTS, value="no")
        never = Decision("ab" * 32, About.COUNTS, value="no")
        with pytest.raises(FormgenError):
            ledger.decide(RUN, kept, never)
        assert ledger.decisions() == ()
        assert ledger.decide(RUN, kept, kept) == 1


def test_pages_of_which_only_some_were_drawn_are_drawn_again(office, monkeypatch):
    paper = formats.write(FORM, "pdf", Copy(None, ())).data
    digest = sha256(paper)
    draw_pages({digest: "scan.pdf"}, lambda _: paper, office.output, 1)
    whole = made(office.output / "pages")
    assert len(whole) > 1
    wrote = pages_.write_atomically
    written = []

    def killed(path, data):
        if len(written) == 1:
            raise KeyboardInterrupt
        written.append(path)
        wrote(path, data)

    shutil.rmtree(office.output)
    with monkeypatch.context() as patch:
        patch.setattr(pages_, "write_atomically", killed)
        with pytest.raises(KeyboardInterrupt):
            draw_pages({digest: "scan.pdf"}, lambda _: paper, office.output, 1)
    assert len(made(office.output / "pages")) == 1
    draw_pages({digest: "scan.pdf"}, lambda _: paper, office.output, 1)
    assert made(office.output / "pages") == whole


def test_pictures_that_were_lost_are_drawn_again(office):
    photo(office)
    run(office)
    (drawn,) = (office.output / "pages").iterdir()
    before = drawn.read_bytes()
    drawn.unlink()
    run(office)
    assert drawn.read_bytes() == before


def test_a_product_that_is_not_wanted_any_more_does_not_stay_with_its_old_numbers(office):
    answer(office, "one.docx", "A-1", "have")
    run(office, Terms(roster=ROSTER, wanted=Wanted(parquet=True, personal=True)))
    assert (office.output / export.RESPONSES_PARQUET).exists()
    answer(office, "two.docx", "A-2", "have")
    run(office)
    assert not (office.output / export.RESPONSES_PARQUET).exists()


def test_a_list_that_is_saved_while_the_result_is_written_is_kept(office, monkeypatch):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    list_ = office.output / export.REVIEW
    saved = list_.read_bytes() + b" "
    answer(office, "two.docx", "A-2", "have")
    make = collecting.products

    def slow(*arguments):
        list_.write_bytes(saved)
        return make(*arguments)

    monkeypatch.setattr(collecting, "products", slow)
    result = run(office)
    assert [one.code for one in result.diagnostics] == [Code.REVIEW_UNREADABLE]
    assert (office.output / "review.unreadable.xlsx").read_bytes() == saved
    openpyxl.load_workbook(list_)


def test_of_two_runs_at_once_the_second_is_told_to_wait(office, monkeypatch):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    opens = Ledger.open
    monkeypatch.setattr(Ledger, "open", lambda folder: opens(folder, 0.01))
    before = made(office.output)
    with Ledger.open(office.ledger) as first, first.alone():
        answer(office, "two.docx", "A-2", "have")
        with pytest.raises(FormgenError) as error:
            run(office)
        assert [one.code for one in error.value.diagnostics] == [Code.LEDGER_BUSY]
        assert known(FORM, office, Terms(roster=ROSTER)).answered
    assert made(office.output) == before
    assert run(office).outcome.answered == 2


def test_a_list_that_cannot_be_read_stays_where_nothing_can_be_written(office):
    answer(office, "one.docx", "A-1", "have")
    run(office)
    list_ = office.output / export.REVIEW
    list_.write_bytes(b"torn")
    (office.output / export.WORKBOOK).unlink()
    (office.output / export.WORKBOOK).mkdir()
    with pytest.raises(FormgenError) as error:
        run(office)
    assert [one.code for one in error.value.diagnostics] == [Code.OUTPUT_NOT_WRITABLE]
    assert list_.read_bytes() == b"torn"


def test_what_a_killed_run_left_half_written_does_not_stay(office):
    photo(office)
    run(office)
    before = made(office.output), made(office.output / "pages")
    store = sorted(path for path in (office.ledger / "store").rglob("*") if path.is_file())
    for folder in (office.output, office.output / "pages", store[0].parent):
        (folder / ".0123456789abcdef-17.part").write_bytes(b"half of what a person wrote")
    (office.output / ".scratch-17.part").mkdir()
    (office.output / ".scratch-17.part" / "sheet1.xml").write_bytes(b"half of a sheet")
    run(office)  # with nothing new, too
    assert made(office.output) == before[0]
    assert not [*office.output.glob(".scratch*"), *office.ledger.rglob("*.part")]
    (office.output / STAMP).unlink()
    run(office)
    assert (made(office.output), made(office.output / "pages")) == before
    assert sorted(one for one in (office.ledger / "store").rglob("*") if one.is_file()) == store


def test_what_waits_on_the_disk_waits_beside_the_result_for_its_owner_alone(office, monkeypatch):
    answer(office, "one.docx", "A-1", "have")
    waits, close = [], xlsxwriter.Workbook.close

    def watched(book):
        folder = Path(book.tmpdir)
        waits.append((folder.parent.parent, stat.S_IMODE(folder.parent.stat().st_mode)))
        return close(book)

    monkeypatch.setattr(xlsxwriter.Workbook, "close", watched)
    run(office)
    assert waits == [(office.output, 0o700)] * 2
    assert not [*office.output.glob("*.part"), *office.output.glob("formgen-*")]


def test_a_disk_that_is_full_while_a_sheet_waits_is_told(office, monkeypatch):
    answer(office, "one.docx", "A-1", "have")

    def full(_book):
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(FormgenError) as error:
        run(office)
    assert [one.code for one in error.value.diagnostics] == [Code.OUTPUT_NOT_WRITABLE]
    assert "เนื้อที่เก็บข้อมูลเต็ม" in error.value.diagnostics[0].message("th")


def test_the_clerks_list_is_held_against_the_files_that_are_there_now(office):
    office.inbox.joinpath("received.csv").write_text("แฟ้ม,วันที่รับ\none.docx,22/11/2569\n")
    first = run(office).dataset
    assert [one.code for _, one in first.matters] == [Code.RECEIVED_FILE_UNKNOWN]
    answer(office, "one.docx", "A-1", "have")
    later = run(office).dataset
    assert Code.RECEIVED_FILE_UNKNOWN not in {one.code for _, one in later.matters}


def test_a_new_deadline_is_in_the_result_and_no_file_is_read_again(office, opened):
    def send(deadline: str) -> None:
        options = {"formats": ["docx"], "issued": "2026-11-01", "new_key": bytes(32)}
        distribute(FORM, ROSTER, "2569-1", office.rounds, deadline=deadline, **options)

    send("2026-11-30")
    answer(office, "one.docx", "A-1", "have")
    before = {path.name: path.read_bytes() for path in run(office).files}
    send("2026-12-31")
    again = run(office)
    assert opened == ["one.docx"]
    assert again.dataset is not None
    assert before != {path.name: path.read_bytes() for path in again.files}


def unopened(collected):
    told = [one for one, what in collected.matters if what.code is Code.FILE_UNREADABLE]
    return [one.returned.name for one in told]


def test_what_was_read_once_and_cannot_be_opened_now_is_a_matter_until_it_can_be(office):
    there = answer(office, "น่าน/001.docx", "A-1", "have")
    before = there.read_bytes()
    run(office)

    for _ in range(2):  # it comes back, and then the same again
        there.unlink()
        there.symlink_to("nowhere")
        assert unopened(run(office).dataset) == unopened(known(FORM, office)) == ["น่าน/001.docx"]
        assert len(known(FORM, office).answered) == 1  # what it said before still counts
        there.unlink()
        there.write_bytes(before)
        assert unopened(run(office).dataset) == unopened(known(FORM, office)) == []


def test_a_folder_that_is_closed_now_is_told_though_files_in_it_were_read(office, monkeypatch):
    answer(office, "น่าน/001.docx", "A-1", "have")
    run(office)
    answer(office, "น่าน/002.docx", "A-2", "have")
    walk = os.walk

    def closed(top, onerror):
        for folder, folders, files in walk(top):
            if "น่าน" in folders:
                onerror(PermissionError(errno.EACCES, "denied", str(Path(folder, "น่าน"))))
            if not folder.endswith("น่าน"):
                yield folder, [], files

    with monkeypatch.context() as patched:
        patched.setattr("formgen.intake.inbox.os.walk", closed)
        assert unopened(run(office).dataset) == ["น่าน"]
    again = run(office).dataset
    assert (len(again.answered), unopened(again)) == (2, [])
