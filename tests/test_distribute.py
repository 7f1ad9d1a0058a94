from dataclasses import replace
from pathlib import Path

import pytest
from tests import paper

from formgen import distribute as distributing
from formgen import formats
from formgen.distribute import distribute, left_alone
from formgen.formats import Format
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.identity import verified
from formgen.model.recipient import Recipient
from formgen.rounds import load_register, load_rounds

FORM = paper.small_form()
KEY = bytes(range(32))
ONE = Recipient(1, "76-001", "กรมหนึ่ง", "กระทรวง ก", "department")
TWO = Recipient(2, "76-002", "กรมสอง")
THREE = Recipient(3, "76-003", "กรมสาม")
OTHER = Format("docx", ".docx", paper.write, paper.identify, paper.read, paper.mark)


@pytest.fixture(autouse=True)
def two_formats(monkeypatch):
    monkeypatch.setattr(formats, "get", {"pdf": paper.FORMAT, "docx": OTHER}.__getitem__)


def send(folder, *recipients, form=FORM, round_id="2569-1", names=("pdf", "docx"), **more):
    more = {"issued": "2026-11-01", "new_key": KEY} | more
    return distribute(form, recipients, round_id, folder, formats=names, **more)


def tree(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_agency_gets_its_signed_copies(tmp_path):
    sent = send(tmp_path, ONE, TWO, deadline="2026-11-30")
    assert (sent.issued, sent.deadline, sent.recipients) == ("2026-11-01", "2026-11-30", (ONE, TWO))
    assert load_rounds(tmp_path) == ((sent,), ())
    data = (tmp_path / "2569-1/copies/76-001/sample-76-001.pdf").read_bytes()
    token = paper.identify(data).token
    assert (token.round, token.serial) == ("2569-1", 1)
    assert verified(KEY, token, FORM.digest)
    values = {"q.code": "76-001", "q.name": "กรมหนึ่ง", "q.type": "department"}
    assert paper._plain(data)["values"] == values
    assert set(tree(tmp_path / "2569-1")) == {
        "form.json", "key", "manifest.csv", "placements.json", "round.json",
        "copies/76-001/sample-76-001.pdf", "copies/76-001/sample-76-001.docx",
        "copies/76-002/sample-76-002.pdf", "copies/76-002/sample-76-002.docx",
    }  # fmt: skip


def test_two_runs_give_the_same_bytes_and_the_second_writes_nothing(tmp_path):
    send(tmp_path / "a", ONE, TWO)
    send(tmp_path / "b", ONE, TWO)
    first = tree(tmp_path / "a")
    assert first == tree(tmp_path / "b")
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*")}
    send(tmp_path / "a", ONE, TWO, new_key=bytes(32), issued="2030-01-01")
    assert tree(tmp_path / "a") == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*")} == stamps


def test_a_round_goes_on_with_new_agencies_and_formats(tmp_path):
    send(tmp_path, TWO, names=("pdf",))
    before = tree(tmp_path)
    sent = send(tmp_path, ONE, TWO, THREE, names=("pdf", "docx"), deadline="2026-12-31")
    assert [(one.serial, one.agency_code) for one in sent.recipients] == [
        (1, "76-002"), (2, "76-001"), (3, "76-003"),
    ]  # fmt: skip
    after = tree(tmp_path)
    assert len([name for name in after if "copies" in name]) == 6
    copies = {name: data for name, data in before.items() if "copies" in name or "key" in name}
    assert copies.items() <= after.items()
    assert load_rounds(tmp_path)[0][0].deadline == "2026-12-31"


def test_an_agency_off_the_roster_keeps_its_place(tmp_path):
    send(tmp_path, ONE, TWO)
    sent = send(tmp_path, THREE)
    assert [one.serial for one in sent.recipients] == [1, 2, 3]


def test_a_lost_copy_is_written_again_and_a_changed_one_left_alone(tmp_path):
    send(tmp_path, ONE, TWO)
    before = tree(tmp_path)
    (tmp_path / "2569-1/copies/76-001/sample-76-001.pdf").unlink()
    filled = tmp_path / "2569-1/copies/76-002/sample-76-002.pdf"
    filled.write_bytes(b"the agency's answer, saved over its copy")
    (problem,) = left_alone((ONE, TWO), "2569-1", tmp_path)
    assert problem.code is Code.ROUND_COPY_CHANGED
    send(tmp_path, ONE, TWO)
    name = "2569-1/copies/76-002/sample-76-002.pdf"
    assert tree(tmp_path) == before | {name: filled.read_bytes()}


def test_a_changed_row_of_the_roster_is_told_of(tmp_path):
    assert left_alone((ONE,), "2569-1", tmp_path) == ()
    send(tmp_path, ONE, TWO)
    assert left_alone((ONE, TWO), "2569-1", tmp_path) == ()
    renamed = replace(ONE, agency_name="กรมใหม่")
    (problem,) = left_alone((renamed, TWO), "2569-1", tmp_path)
    assert problem.code is Code.ROUND_RECIPIENT_CHANGED
    assert dict(problem.facts)["sent"] == ("กรมหนึ่ง",)
    assert dict(problem.facts)["listed"] == ("กรมใหม่",)
    assert send(tmp_path, renamed, TWO).recipients[0] == ONE


def test_codes_that_are_one_folder_on_windows_are_one_agency(tmp_path):
    send(tmp_path, Recipient(1, "a-1", "ก"))
    assert len(send(tmp_path, Recipient(1, "A-1", "ก")).recipients) == 1


def test_another_form_needs_another_round(tmp_path):
    send(tmp_path, ONE)
    before = tree(tmp_path)
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, form=paper.small_form("แก้ไข"))
    assert error.value.diagnostics[0].code is Code.ROUND_OTHER_FORM
    assert tree(tmp_path) == before


def test_a_round_without_its_key_does_not_go_on(tmp_path):
    send(tmp_path, ONE)
    (tmp_path / "2569-1/key").unlink()
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, TWO)
    assert error.value.diagnostics[0].code is Code.ROUND_DAMAGED


def test_a_bad_round_id_writes_nothing(tmp_path):
    with pytest.raises(FormgenError):
        send(tmp_path, ONE, round_id="../escape")
    assert tree(tmp_path) == {}


def test_progress_counts_copies(tmp_path):
    seen = []
    send(tmp_path, ONE, TWO, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 4), (4, 4)]


# ---------------------------------------------------------------- interrupted


def full_after(monkeypatch, count):
    """Let the disk be full after so many copies."""
    left = iter(range(count))

    def write(path, data):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(distributing, "write_atomically", write)


def test_after_a_full_disk_it_goes_on_where_it_stopped(tmp_path, monkeypatch):
    send(tmp_path / "whole", ONE, TWO, THREE)
    with monkeypatch.context() as patch:
        full_after(patch, 3)
        with pytest.raises(FormgenError) as error:
            send(tmp_path / "cut", ONE, TWO, THREE)
    assert error.value.exit_code is Exit.OUTPUT
    assert error.value.diagnostics[0].code is Code.OUTPUT_NOT_WRITABLE
    assert "76-002" in error.value.diagnostics[0].file
    send(tmp_path / "cut", ONE, TWO, THREE)
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")


def test_serials_are_not_given_twice_after_an_interruption(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        full_after(patch, 0)
        with pytest.raises(FormgenError):
            send(tmp_path, ONE, TWO)
    mended = replace(TWO, agency_name="กรมสอง (แก้ไข)")
    sent = send(tmp_path, THREE, mended)  # ONE has been taken off the roster
    assert sent.recipients == (mended, THREE)
    assert [one.serial for one in sent.recipients] == [2, 3]
    assert load_register(tmp_path / "2569-1").serials == 3


def test_a_long_round_is_entered_as_it_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(distributing, "_SAVE_EVERY", 1)
    full_after(monkeypatch, 3)
    with pytest.raises(FormgenError):
        send(tmp_path, ONE, TWO, THREE)
    register = load_register(tmp_path / "2569-1")
    assert [len(register.issues[serial]) for serial in (1, 2, 3)] == [2, 0, 0]


def test_a_name_that_cannot_be_printed_says_whose(tmp_path, monkeypatch):
    def write(form, copy):
        raise FormgenError([found(Code.TEXT_CANNOT_PRINT, characters="☃")], Exit.OUTPUT)

    monkeypatch.setattr(formats, "get", lambda _: replace(OTHER, write=write))
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE)
    assert "76-001" in error.value.diagnostics[0].message("th")


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FormgenError) as error:
        send(tmp_path / "file", ONE)
    assert error.value.exit_code is Exit.OUTPUT
