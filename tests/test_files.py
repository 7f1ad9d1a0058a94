import contextlib
import os
import stat
from pathlib import Path

import pytest

from formgen import files
from formgen.files import (
    clear_beside,
    clear_parts,
    outlast,
    put_aside,
    scratch,
    settle,
    sha256,
    write_atomically,
    write_swiftly,
    write_together,
)


def test_sha256_of_nothing():
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_new_file_and_then_another_in_its_place(tmp_path):
    path = tmp_path / ("แบบสำรวจ" * 10 + ".docx")  # 245 bytes of the 255 a name may have
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_others_may_read_what_the_user_lets_them(tmp_path):
    write_atomically(tmp_path / "new", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "form.pdf"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_interrupt_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "form.pdf", b"new")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_known_by_its_own_name(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        write_atomically(tmp_path / "gone" / "form.pdf", b"new")
    assert caught.value.filename == str(tmp_path / "gone" / "form.pdf")


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "form.pdf", b"new")


def test_file_system_that_cannot_flush_a_folder(tmp_path, monkeypatch):
    flush = os.fsync

    def files_only(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        flush(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    write_atomically(tmp_path / "form.pdf", b"new")
    assert (tmp_path / "form.pdf").read_bytes() == b"new"


def test_who_may_read_a_file_can_be_said(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "key", b"secret", 0o600)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    write_together(tmp_path, {"list": b"for the office", "table": b"for all"}, {"list"})
    assert not (tmp_path / "list").stat().st_mode & 0o007
    assert (tmp_path / "table").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(("many", "platform"), [(100, "linux"), (1, "linux"), (1, "win32")])
def test_many_files_are_written_swiftly_and_then_made_to_last(
    tmp_path, monkeypatch, many, platform
):
    waits = []
    for name in ("fsync", "sync"):
        monkeypatch.setattr(os, name, lambda *_, name=name: waits.append(name))
    monkeypatch.setattr(files, "_MANY", many)
    monkeypatch.setattr("sys.platform", platform)
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        write_swiftly(path, b"whole")
    assert waits == []
    outlast(paths)
    assert waits == (["sync"] if (many, platform) == (1, "linux") else ["fsync"] * 4)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [b"whole"] * 3


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_files_of_one_result_change_together(tmp_path, monkeypatch, nth):
    before = {name: name.encode() for name in ("a", "b", "c")}
    write_together(tmp_path, before)
    count = []

    def fail(_):
        count.append(1)
        if len(count) == nth:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_together(tmp_path, dict.fromkeys(before, b"new"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_in_the_way_of_one_file_leaves_all_as_they_were(tmp_path):
    write_together(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError) as error:
        write_together(tmp_path, {"a": b"new", "b": b"new"})
    assert error.value.filename == str(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "b"]


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path):
    (tmp_path / ".0123456789abcdef-17.part").write_bytes(b"half")
    (tmp_path / ".0123456789abcdef-17-late.part").write_bytes(b"half")
    (tmp_path / ".scratch-17.part").mkdir()
    (tmp_path / ".scratch-17.part" / "a").write_bytes(b"half")
    (tmp_path / ".mine.part").write_bytes(b"mine")
    (tmp_path / "a").write_bytes(b"a")
    clear_parts(tmp_path)
    clear_parts(tmp_path / "nowhere")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".mine.part", "a"]


def test_what_waits_for_a_while_lies_where_only_its_owner_sees_it(tmp_path):
    with contextlib.suppress(OSError), scratch(tmp_path / "out") as aside:
        assert aside.parent == tmp_path / "out"
        assert stat.S_IMODE(aside.stat().st_mode) == 0o700
        (aside / "sheet").write_bytes(b"half")
        raise OSError("full")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_came_to_stand_beside_a_file_goes_unless_it_was_changed(tmp_path):
    beside = tmp_path / "a (2).xlsx"
    clear_beside(tmp_path / "a.xlsx", sha256(b"ours"))
    beside.write_bytes(b"theirs")
    clear_beside(tmp_path / "a.xlsx", sha256(b"ours"))
    assert beside.exists()
    beside.write_bytes(b"ours")
    clear_beside(tmp_path / "a.xlsx", sha256(b"ours"))
    assert not beside.exists()


@pytest.mark.parametrize("many", [1, 100])
def test_files_put_aside_are_on_the_disk_before_any_has_its_name(tmp_path, monkeypatch, many):
    seen, names = [], ("a", "b", "c")

    def watched(*_):
        seen.append(sorted(one.name for one in tmp_path.iterdir() if one.name in names))

    for name in ("fsync", "sync"):
        monkeypatch.setattr(os, name, watched)
    monkeypatch.setattr(files, "_MANY", many)
    with contextlib.ExitStack() as undo:
        parts = {tmp_path / name: put_aside(tmp_path / name, b"whole", undo) for name in names}
        write_atomically(tmp_path / "b", b"whole")  # the same file, written meanwhile
        seen.clear()
        settle(parts)
        put_aside(tmp_path / "d", b"never settled", undo)
    flushed = 1 if many == 1 else len(names)
    assert seen == [["b"]] * flushed + [list(names)]
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == dict.fromkeys(
        names, b"whole"
    )
