"""Folders of letters: whole, apart from each other, and left alone once a person changed them."""

import stat
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen import files as written
from formgen.letters import packages
from formgen.letters.packages import Put, clear, folder_names, put, untouched, was_put

FILES = {"a.docx": b"one", "a.pdf": b"two"}
ALLOWED = set(string.ascii_letters + string.digits + "-_~")


@pytest.mark.parametrize("code", ["EX-004", "a", "A_1", "9" * 64])
def test_a_usual_code_is_its_own_folder(code):
    assert folder_names([code]) == {code: code}


@pytest.mark.parametrize(
    "code",
    ["../x", "..", ".", "", "/etc/passwd", "C:\\x", "a/b", "con", "COM1", "กรม", "x" * 200,
     "a\x00b", "a\nb", "~", " ", "a.b", "\ud800"],
)  # fmt: skip
def test_no_code_leads_out_of_the_folder(tmp_path, code):
    name = folder_names([code])[code]
    assert set(name) <= ALLOWED
    assert len(name) <= 64
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert name.casefold() not in ("con", "com1")


def test_codes_that_differ_in_capitals_only_get_folders_that_differ_in_more():
    names = folder_names(["a-1", "A-1", "b"])
    assert len({name.casefold() for name in names.values()}) == 3
    assert names["b"] == "b"


@given(st.lists(st.text(max_size=40), max_size=8, unique=True))
def test_any_codes_get_folders_of_their_own(codes):
    names = folder_names(codes)
    assert len({name.casefold() for name in names.values()}) == len(codes)
    assert all(set(name) <= ALLOWED for name in names.values())


def test_a_folder_is_written_once_and_the_same_files_change_nothing(tmp_path):
    home = tmp_path / "EX-1"
    assert put(home, FILES) is Put.WRITTEN
    before = {path: path.stat().st_mtime_ns for path in home.iterdir()}
    assert put(home, FILES) is Put.SAME
    assert {path: path.stat().st_mtime_ns for path in home.iterdir()} == before
    assert {path.name: path.read_bytes() for path in home.glob("a.*")} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["EX-1"]


def test_what_was_put_is_known_whatever_became_of_it(tmp_path):
    home = tmp_path / "EX-1"
    assert not was_put(home, FILES)
    put(home, FILES)
    (home / "a.pdf").write_bytes(b"signed")
    assert was_put(home, FILES)
    assert not was_put(home, FILES | {"a.pdf": b"signed"})


def test_new_files_take_the_place_of_old_ones_that_nobody_touched(tmp_path):
    home = tmp_path / "EX-1"
    put(home, FILES | {"old.eml": b"x"})
    assert put(home, {"a.docx": b"three"}) is Put.WRITTEN
    assert [path.name for path in home.glob("[!.]*")] == ["a.docx"]
    assert untouched(home)
    assert [path.name for path in tmp_path.iterdir()] == ["EX-1"]


@pytest.mark.parametrize("change", ["edit", "add", "remove", "folder", "forget"])
def test_what_a_person_changed_stays(tmp_path, change):
    home = tmp_path / "EX-1"
    put(home, FILES)
    match change:
        case "edit":
            (home / "a.docx").write_bytes(b"signed")
        case "add":
            (home / "~$a.docx").touch()
        case "remove":
            (home / "a.pdf").unlink()
        case "folder":
            (home / "sent").mkdir()
        case "forget":
            (home / ".sha256sums").unlink()
    there = sorted(path.name for path in home.iterdir())
    assert put(home, {"a.docx": b"new"}) is Put.KEPT
    assert sorted(path.name for path in home.iterdir()) == there
    assert not untouched(home)


def test_letters_are_not_for_everybody(tmp_path):
    put(tmp_path / "EX-1", FILES)
    assert stat.S_IMODE((tmp_path / "EX-1").stat().st_mode) & 0o007 == 0


def test_killed_on_the_way_a_folder_is_whole_or_not_there(tmp_path, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    home = tmp_path / "EX-1"
    monkeypatch.setattr(packages, "write_together", killed)
    with pytest.raises(KeyboardInterrupt):
        put(home, FILES)
    assert not home.exists()
    monkeypatch.undo()
    assert put(home, FILES) is Put.WRITTEN
    assert [path.name for path in tmp_path.iterdir()] == ["EX-1"]


def test_killed_between_two_names_the_next_run_puts_it_right(tmp_path, monkeypatch):
    home = tmp_path / "EX-1"
    put(home, FILES)
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if target == home:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        put(home, {"a.docx": b"new"})
    monkeypatch.undo()
    assert put(home, {"a.docx": b"new"}) is Put.WRITTEN
    assert clear(tmp_path, {"EX-1"}) == ()
    assert [path.name for path in tmp_path.iterdir()] == ["EX-1"]


def test_a_folder_held_open_by_another_program_stays_whole(tmp_path, monkeypatch):
    home = tmp_path / "EX-1"
    put(home, FILES)
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self == home:
            raise PermissionError(13, "in use")  # as Windows says it
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    assert put(home, {"a.docx": b"new"}) is Put.KEPT
    assert clear(tmp_path, ()) == (home,)
    assert [path.name for path in tmp_path.iterdir()] == ["EX-1"]
    assert untouched(home)


def test_letters_no_longer_due_go_unless_a_person_changed_them(tmp_path):
    for name in ("EX-1", "EX-2", "EX-3"):
        put(tmp_path / name, FILES)
    (tmp_path / "EX-3" / "a.docx").write_bytes(b"signed")
    (tmp_path / "of somebody").mkdir()
    (tmp_path / "letters.csv").touch()
    assert clear(tmp_path, {"EX-1"}) == (tmp_path / "EX-3",)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["EX-1", "EX-3", "letters.csv", "of somebody"]


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    home = tmp_path / "EX-1"
    put(home, FILES)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(written.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(home, {"a.docx": b"new"})
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in home.glob("a.*")} == FILES
    assert untouched(home)
