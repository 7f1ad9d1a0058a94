import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests import paper

from formgen import formats
from formgen.distribute import distribute, issuing, left_alone
from formgen.files import sha256
from formgen.formats import Format
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.identity import BLANK, verified
from formgen.model.recipient import Recipient
from formgen.rounds import alone, load_register, load_rounds

ROOT = Path(__file__).resolve().parents[1]
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
    blank = sha256(paper.FORMAT.write(FORM, BLANK).data)[:12]
    assert set(tree(tmp_path / "2569-1")) == {
        f"{FORM.digest}.{blank}.pdf",
        "form.json", "key", "manifest.csv", "placements.json", "round.json", "run.lock",
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


@pytest.mark.parametrize("left", [b"", None])
def test_a_copy_that_is_gone_or_empty_is_written_again(tmp_path, left):
    send(tmp_path, ONE, TWO)
    before = tree(tmp_path)
    copy = tmp_path / "2569-1/copies/76-001/sample-76-001.pdf"
    copy.unlink()
    if left is not None:
        copy.write_bytes(left)
    assert left_alone((ONE, TWO), "2569-1", tmp_path) == ()
    send(tmp_path, ONE, TWO)
    assert tree(tmp_path) == before


def test_a_copy_that_is_cut_short_is_told_of(tmp_path):
    send(tmp_path, ONE)
    copy = tmp_path / "2569-1/copies/76-001/sample-76-001.pdf"
    copy.write_bytes(copy.read_bytes()[:-1])
    (problem,) = left_alone((ONE,), "2569-1", tmp_path)
    assert problem.code is Code.ROUND_COPY_CHANGED


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


@pytest.mark.parametrize(
    ("key", "reason"), [(None, "no key"), (b"7" * 64, "another key"), (b"not a key", "not a key")]
)
def test_a_round_without_its_own_key_does_not_go_on(tmp_path, key, reason):
    send(tmp_path, ONE)
    (tmp_path / "2569-1/key").unlink()
    if key:
        (tmp_path / "2569-1/key").write_bytes(key)
    before = tree(tmp_path)
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, TWO)
    (problem,) = error.value.diagnostics
    assert (problem.code, dict(problem.facts)["reason"]) == (Code.ROUND_DAMAGED, reason)
    assert error.value.exit_code is Exit.OUTPUT
    assert tree(tmp_path) == before


def test_the_key_of_another_round_is_noticed(tmp_path):
    send(tmp_path, ONE)
    send(tmp_path, ONE, round_id="2569-2", new_key=bytes(32))
    (tmp_path / "2569-1/key").write_bytes((tmp_path / "2569-2/key").read_bytes())
    (one, other), (problem,) = load_rounds(tmp_path)
    assert (one.id, one.key, other.key) == ("2569-1", None, bytes(32))
    assert (problem.code, problem.file) == (Code.ROUND_KEY_WRONG, str(tmp_path / "2569-1/key"))
    with pytest.raises(FormgenError):
        send(tmp_path, ONE, TWO)


@pytest.mark.parametrize("keep", [0, 1, 100, -5])
def test_a_damaged_register_is_told_of_and_nothing_is_written(tmp_path, keep):
    send(tmp_path, ONE)
    register = tmp_path / "2569-1/round.json"
    register.write_bytes(register.read_bytes()[:keep])
    before = tree(tmp_path)
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, TWO)
    assert [one.code for one in error.value.diagnostics] == [Code.ROUND_DAMAGED]
    assert error.value.exit_code is Exit.OUTPUT
    assert tree(tmp_path) == before


def test_a_clock_that_went_back_changes_nothing(tmp_path):
    send(tmp_path, ONE)
    before = tree(tmp_path)
    assert send(tmp_path, ONE, issued="1999-01-01").issued == "2026-11-01"
    assert tree(tmp_path) == before


def test_of_two_runs_at_once_the_second_is_told_to_wait(tmp_path, monkeypatch):
    send(tmp_path, ONE)
    before = tree(tmp_path)
    monkeypatch.setattr("formgen.distribute.alone", partial(alone, patience=0.01))
    with alone(tmp_path / "2569-1"), pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, TWO)
    assert [one.code for one in error.value.diagnostics] == [Code.ROUND_BUSY]
    assert error.value.exit_code is Exit.OUTPUT
    assert tree(tmp_path) == before
    assert len(send(tmp_path, ONE, TWO).recipients) == 2


def test_what_a_round_says_of_people_is_nobody_else_s(tmp_path):
    secret = replace(ONE, coordinator="สมหญิง", central_email="somying@example.go.th")
    send(tmp_path, secret)
    home = tmp_path / "2569-1"
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "key").stat().st_mode & 0o777 == 0o600
    for name in ("manifest.csv", "round.json"):
        assert not (home / name).stat().st_mode & 0o007, name
    names = " ".join(tree(tmp_path))
    assert names.isascii()
    assert "somying" not in names


def test_a_bad_round_id_writes_nothing(tmp_path):
    with pytest.raises(FormgenError):
        send(tmp_path, ONE, round_id="../escape")
    assert tree(tmp_path) == {}


def test_progress_counts_copies(tmp_path):
    seen = []
    send(tmp_path, ONE, TWO, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 4), (4, 4)]


# ---------------------------------------------------------------- interrupted


def test_a_run_that_was_killed_or_had_no_room_goes_on_as_if_nothing_had_been():
    """Each of some fifty runs ends at another moment; all are in a process of their own."""
    command = [sys.executable, "-m", "tests.interrupted", "5"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    ends = dict(zip(*[iter(ran.stdout.split())] * 2, strict=True))
    assert min(map(int, (ends["killed"], ends["full"]))) > 90
    assert int(ends["cut"]) >= 2


def no_room(monkeypatch, count):
    """Let the disk be full after so many copies."""
    left, write = iter(range(count)), issuing.write_swiftly

    def writing(path, data):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(issuing, "write_swiftly", writing)


def test_what_cannot_be_written_is_named(tmp_path, monkeypatch):
    no_room(monkeypatch, 3)
    with pytest.raises(FormgenError) as error:
        send(tmp_path, ONE, TWO, THREE)
    (problem,) = error.value.diagnostics
    assert (problem.code, error.value.exit_code) == (Code.OUTPUT_NOT_WRITABLE, Exit.OUTPUT)
    assert "76-002" in problem.file
    assert "เต็ม" in problem.message("th")


def test_serials_are_not_given_twice_after_an_interruption(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        no_room(patch, 0)
        with pytest.raises(FormgenError):
            send(tmp_path, ONE, TWO)
    mended = replace(TWO, agency_name="กรมสอง (แก้ไข)")
    shutil.rmtree(tmp_path / "2569-1/copies")
    sent = send(tmp_path, THREE, mended)  # ONE has been taken off the roster
    assert sent.recipients == (mended, THREE)
    assert [one.serial for one in sent.recipients] == [2, 3]
    assert load_register(tmp_path / "2569-1").serials == 3


def test_an_agency_whose_copies_a_killed_run_wrote_keeps_its_place(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        no_room(patch, 1)
        with pytest.raises(FormgenError):
            send(tmp_path, ONE, TWO)
    sent = send(tmp_path, TWO)  # ONE has been taken off the roster, but may have its copy
    assert sent.recipients == (ONE, TWO)
    assert len(load_register(tmp_path / "2569-1").issues[1]) == 2


def test_a_long_round_is_entered_as_it_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(issuing, "_GROUP", 1)
    no_room(monkeypatch, 3)
    with pytest.raises(FormgenError):
        send(tmp_path, ONE, TWO, THREE)
    register = load_register(tmp_path / "2569-1")
    assert [len(register.issues.get(serial, ())) for serial in (1, 2, 3)] == [2, 0, 0]


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
