import json
from dataclasses import replace

import pytest
from tests.paper import small_form

from formgen.archive import Shelf, placements_from_json
from formgen.distribute import distribute
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.form import Placement
from formgen.model.identity import sign
from formgen.model.recipient import Carried, Recipient, Round
from formgen.rounds import (
    Issue,
    Register,
    check_id,
    check_unmoved,
    load_register,
    load_rounds,
    save_round,
)
from formgen.rounds.journal import JOURNAL, note
from formgen.tables import csv_rows

KEY = bytes(range(32))
FORM = small_form()
PEOPLE = (
    Recipient(1, "76-001", "กรมหนึ่ง", "กระทรวง ก", "department", "น่าน", "a@b.go.th", "นาง ก"),
    Recipient(3, "76-003", "=กรมสาม"),
)
ROUND = Round("2569-1", FORM.survey, FORM.digest, PEOPLE, "2026-11-01", "2026-11-30", KEY)
REGISTER = Register(ROUND, {1: (Issue("pdf", "copies/76-001/a.pdf", "ab" * 32),), 3: ()}, 3)
PLACES = (Placement("q.code", "q.code", 1, 20.5, 30.0, 60.0, 8.0),)


def test_a_round_comes_back(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM, PLACES)
    assert load_register(tmp_path / "2569-1") == REGISTER
    assert load_rounds(tmp_path) == ((ROUND,), ())


def test_what_was_carried_is_known_by_recipient_and_form():
    carried = tuple(
        Carried(serial, edition, "2568-1", (("q.code", f"{serial}-{edition}"),))
        for serial, edition in ((1, 1), (1, 2), (3, 2))
    )
    sent = replace(ROUND, digest="ef" * 32, earlier=(FORM.digest,), carried=carried)
    found = [sent.carried_to(serial, digest) for serial in (1, 2, 3) for digest in sent.digests]
    assert found == [carried[0], carried[1], None, None, None, carried[2]]


def test_the_form_and_its_placements_lie_with_it(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM, PLACES)
    assert Shelf([tmp_path]).find(FORM.digest) == FORM
    text = (tmp_path / "2569-1" / "placements.json").read_text(encoding="utf-8")
    assert placements_from_json(text) == PLACES


def test_the_manifest_is_for_people(tmp_path):
    save_round(tmp_path / "r", REGISTER, FORM)
    data = (tmp_path / "r" / "manifest.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    heading, first, second = csv_rows(data)
    assert heading[:3] == ["ลำดับ", "รหัสหน่วยงาน", "ชื่อหน่วยงาน"]
    assert heading[-3:] == ["แฟ้ม pdf", "sha256 pdf", "token"]
    token = str(sign(KEY, "2569-1", 1, FORM.digest))
    assert first[:5] == ["1", "76-001", "กรมหนึ่ง", "กระทรวง ก", "กรม"]
    assert first[-3:] == ["copies/76-001/a.pdf", "ab" * 32, token]
    assert second[2] == "'=กรมสาม"  # what a spreadsheet would run is shown as text


def test_the_manifest_shows_the_token_of_the_copy_that_was_sent(tmp_path):
    renewed = replace(ROUND, digest="ef" * 32, earlier=(FORM.digest,))
    save_round(tmp_path / "r", replace(REGISTER, round=renewed), FORM)
    row = csv_rows((tmp_path / "r" / "manifest.csv").read_bytes())[1]
    assert row[-1] == str(sign(KEY, "2569-1", 1, FORM.digest))  # it has no copy of the later form


def test_the_file_that_could_not_be_written_is_named(tmp_path):
    (tmp_path / "r" / "manifest.csv").mkdir(parents=True)
    with pytest.raises(FormgenError) as error:
        save_round(tmp_path / "r", REGISTER, FORM)
    (problem,) = error.value.diagnostics
    assert problem.code is Code.OUTPUT_NOT_WRITABLE
    assert problem.file == str(tmp_path / "r" / "manifest.csv")


def test_nobody_else_reads_the_key(tmp_path):
    save_round(tmp_path / "r", REGISTER, FORM)
    assert (tmp_path / "r").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "r" / "key").stat().st_mode & 0o777 == 0o600


def test_saving_again_touches_nothing(tmp_path):
    save_round(tmp_path, REGISTER, FORM, PLACES)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    save_round(tmp_path, REGISTER, FORM, PLACES)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert len(before) == 5


def test_a_key_is_never_changed(tmp_path):
    save_round(tmp_path, REGISTER, FORM)
    other = replace(REGISTER, round=replace(ROUND, key=bytes(32)))
    save_round(tmp_path, other, FORM)
    assert load_register(tmp_path).round.key == KEY


def test_what_an_interrupted_run_left_is_no_round(tmp_path):
    home = tmp_path / "r"
    home.mkdir()
    (home / "key").write_text("00" * 32)
    assert load_rounds(tmp_path) == ((), ())
    save_round(home, REGISTER, FORM)
    assert load_register(home).round.key == KEY


def test_a_round_in_a_folder_of_another_name_is_read_and_told(tmp_path):
    save_round(tmp_path / "2569-1 ปิดแล้ว", REGISTER, FORM)
    rounds, (problem,) = load_rounds(tmp_path)
    assert rounds == (ROUND,)
    moved = str(tmp_path / "2569-1 ปิดแล้ว")
    assert (problem.code, problem.file) == (Code.ROUND_FOLDER_RENAMED, moved)
    assert "2569-1" in problem.message("th")


@pytest.mark.parametrize("name", ["2569-1 copy", "0 copy"])
def test_of_two_folders_that_hold_one_round_that_of_its_name_counts(tmp_path, name):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    other = replace(REGISTER, round=replace(ROUND, key=bytes(32)))
    save_round(tmp_path / name, other, FORM)
    rounds, (problem,) = load_rounds(tmp_path)
    assert rounds == (ROUND,)
    assert problem.code is Code.ROUND_DAMAGED
    assert problem.file.startswith(str(tmp_path / name))


def test_a_round_whose_folder_was_renamed_is_not_begun_anew(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    check_unmoved(tmp_path / "2569-2")
    (tmp_path / "2569-1").rename(tmp_path / "closed")
    with pytest.raises(FormgenError) as error:
        distribute(FORM, PEOPLE, "2569-1", tmp_path, formats=("xlsx",), new_key=bytes(32))
    [problem] = error.value.diagnostics
    assert (problem.code, error.value.exit_code) == (Code.ROUND_FOLDER_RENAMED, Exit.USAGE)
    assert not (tmp_path / "2569-1").exists()  # or it could not be renamed back


def test_a_round_whose_key_cannot_be_opened_is_read_all_the_same(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    (tmp_path / "2569-1" / "key").unlink()
    (tmp_path / "2569-1" / "key").mkdir()
    rounds, (problem,) = load_rounds(tmp_path)
    assert rounds == (replace(ROUND, key=None),)
    assert problem.code is Code.ROUND_KEY_MISSING


def test_a_round_without_its_key_is_read(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    (tmp_path / "2569-1" / "key").unlink()
    rounds, [problem] = load_rounds(tmp_path)
    assert rounds == (replace(ROUND, key=None),)
    assert (problem.code, problem.file) == (Code.ROUND_KEY_MISSING, str(tmp_path / "2569-1/key"))


def test_the_register_of_the_first_version_is_read(tmp_path):
    save_round(tmp_path, REGISTER, FORM)
    path = tmp_path / "round.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    del plain["seal"]
    first = plain | {"schema": "formgen/round@1"}
    path.write_text(json.dumps(first, ensure_ascii=False, indent=1), encoding="utf-8")
    assert load_register(tmp_path) == REGISTER
    save_round(tmp_path, load_register(tmp_path), FORM)
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "formgen/round@2"
    assert load_register(tmp_path) == REGISTER


def test_editions_and_what_was_carried_come_back(tmp_path):
    revised = small_form("แก้ไข")
    values = (("q.status", "have"), ("q.systems", ("have", "none")), ("q.staff", 5))
    carried = (Carried(1, 1, "", values[:1]), Carried(1, 2, "2568-1", values))
    one = replace(ROUND, digest=revised.digest, earlier=(FORM.digest,), carried=carried)
    newer = Issue("pdf", "copies/76-001/a.v2.pdf", "cd" * 32, 2)
    register = Register(one, {1: (*REGISTER.issues[1], newer), 3: ()}, 3)
    save_round(tmp_path / "r", register, revised, PLACES)
    assert load_register(tmp_path / "r") == register
    assert register.newest(1) == (newer,)
    assert one.carried_to(1, revised.digest) == carried[1]
    assert one.carried_to(1, FORM.digest) == carried[0]
    assert one.carried_to(3, FORM.digest) is None
    row = csv_rows((tmp_path / "r" / "manifest.csv").read_bytes())[1]
    token = str(sign(KEY, "2569-1", 1, revised.digest))
    assert row[-3:] == [newer.path, newer.sha256, token]


def test_every_form_of_a_round_and_its_placements_lie_with_it(tmp_path):
    home, revised = tmp_path / "r", small_form("แก้ไข")
    save_round(home, REGISTER, FORM, PLACES)
    one = replace(ROUND, digest=revised.digest, earlier=(FORM.digest,))
    save_round(home, replace(REGISTER, round=one), revised, PLACES)
    shelf = Shelf([tmp_path])
    for each in (FORM, revised):
        assert shelf.find(each.digest) == each
        assert shelf.placements(each.digest) == PLACES


# ---------------------------------------------------------------- the journal


def test_what_a_killed_run_had_issued_is_known(tmp_path):
    save_round(tmp_path, REGISTER, FORM)
    late = Issue("docx", "copies/76-003/a.docx", "ef" * 32)
    again = Issue("pdf", "copies/76-001/a.pdf", "cd" * 32)
    note(tmp_path, [(3, late), (1, again), (99, late), (1, replace(late, edition=2))])
    register = load_register(tmp_path)
    assert register.issues == {1: (again,), 3: (late,)}
    save_round(tmp_path, register, FORM)
    assert not (tmp_path / JOURNAL).exists()
    assert load_register(tmp_path) == register


@pytest.mark.parametrize(
    "tail", [b"", b"\n", b"[3, {", b"\x00\x00\x00\n", b"[3]\n", b"\xff\n", b"7\n"]
)
def test_a_line_that_was_not_finished_ends_the_journal(tmp_path, tail):
    save_round(tmp_path, REGISTER, FORM)
    late = Issue("docx", "copies/76-003/a.docx", "ef" * 32)
    note(tmp_path, [(3, late)])
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(tail)
    assert load_register(tmp_path).issues[3] == (late,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("round.json", "{"),
        ("round.json", "[]"),
        ("round.json", '{"schema": "formgen/round@9"}'),
        ("round.json", '{"schema": "formgen/round@1", "recipients": [5]}'),
        ("key", "not hex"),
        ("key", "00"),
    ],
)
def test_a_damaged_round_is_told_of_and_the_others_read(tmp_path, name, text):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    good = replace(ROUND, id="2569-2")
    save_round(tmp_path / "2569-2", replace(REGISTER, round=good), FORM)
    (tmp_path / "2569-1" / name).write_text(text)
    rounds, problems = load_rounds(tmp_path)
    assert rounds == (good,)
    assert [one.code for one in problems] == [Code.ROUND_DAMAGED]
    assert problems[0].file == str(tmp_path / "2569-1" / name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued": 5},
        {"issued": "พรุ่งนี้"},
        {"deadline": "31/12/2569"},
        {"earlier": [5]},
        {"earlier": 5},
        {"serials": "3"},
        {"seal": 5},
        {"recipients": [{"serial": 1, "copies": [], "carried": [{"edition": 7}]}]},
        {"recipients": [{"is": "Recipient", "serial": 1, "agency_code": "a", "agency_name": "a",
                         "copies": [{"is": "Issue", "format": "pdf", "path": "p", "sha256": "0",
                                     "edition": 2}]}]},
    ],
)  # fmt: skip
def test_values_of_the_wrong_type_are_damage(tmp_path, wrong):
    save_round(tmp_path, REGISTER, FORM)
    path = tmp_path / "round.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(plain | wrong), encoding="utf-8")
    with pytest.raises(FormgenError):
        load_register(tmp_path)


def test_a_copied_round_folder_counts_once(tmp_path):
    save_round(tmp_path / "2569-1", REGISTER, FORM)
    save_round(tmp_path / "2569-1 - Copy", REGISTER, FORM)
    rounds, problems = load_rounds(tmp_path)
    assert len(rounds) == len(problems) == 1


def test_no_folder_is_no_rounds(tmp_path):
    assert load_rounds(tmp_path / "none") == ((), ())


@pytest.mark.parametrize(
    "name", ["", "-1", "2569/1", "..", "รอบ", "a" * 33, "CON", "lpt1", "a b", "a_b"]
)
def test_a_bad_round_id_is_refused(name):
    with pytest.raises(FormgenError) as error:
        check_id(name)
    assert error.value.exit_code is Exit.USAGE
    assert error.value.diagnostics[0].code is Code.ROUND_BAD_ID


@pytest.mark.parametrize("name", ["2569-1", "a" * 32, "console"])
def test_a_good_round_id_passes(name):
    check_id(name)


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "r").write_bytes(b"")
    with pytest.raises(FormgenError) as error:
        save_round(tmp_path / "r", REGISTER, FORM)
    assert error.value.exit_code is Exit.OUTPUT
