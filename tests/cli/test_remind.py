"""`formgen remind` as a clerk meets it: who has not answered is written to, and it is noted."""

import email
import shutil
from email.policy import default
from pathlib import Path

import pytest

from formgen import cli
from formgen.ledger import Ledger
from formgen.model.diagnostics import Exit

ROOT = Path(__file__).parents[2]
SURVEY = "amlo-estatus"
HEAD = "รหัสหน่วยงาน,ชื่อหน่วยงาน,สังกัด,ประเภทหน่วยงาน,จังหวัด,อีเมลกลาง,ผู้ประสานงาน\n"
ROSTER = HEAD + (
    "B-1,หน่วยงานหนึ่ง,,,,one@b.example,นายหนึ่ง\nB-2,หน่วยงานสอง,,,,,นางสอง\nB-3,หน่วยงานสาม,,,,three@b.example,\n"
)


@pytest.fixture(scope="module")
def round_of_three(tmp_path_factory):
    """A round of three agencies, made once; nobody has answered."""
    home = tmp_path_factory.mktemp("round")
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        words = "distribute --roster roster.csv --round 2569-1 --issued 2026-11-02"
        assert cli.run([*words.split(), "--deadline", "2026-11-30", "--format", "docx,xlsx"]) == 0
    return home


@pytest.fixture
def run(round_of_three, run, tmp_path):
    """`run` beside a copy of the round."""
    shutil.copytree(round_of_three, tmp_path, dirs_exist_ok=True)
    return run


def remind(run, day="2026-12-01", *more):
    return run("remind", "--date", day, "--deadline", "2026-12-15", *more)


def reminders() -> dict[str, tuple[str, ...]]:
    with Ledger.open(Path("output/ledger")) as ledger:
        return dict(ledger.reminders(SURVEY))


def body(day: str, code: str) -> str:
    path = Path(f"output/letters/2569-1/reminder-{day}/{code}/reminder-{code}.eml")
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    return mail.get_body().get_content()


def test_all_are_reminded_and_who_has_no_mail_is_listed(run, tmp_path):
    code, said, errors = remind(run)
    assert code == Exit.REVIEW  # one of them cannot be written to by mail
    assert errors.strip() == "ยังไม่มีแฟ้มในบัญชี ถ้าได้รับแบบแล้ว โปรดสั่ง formgen consolidate ก่อน"
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "หน่วยงานที่ยังไม่ตอบกลับ: ๓ จาก ๓ แห่ง" in lines
    assert "B-2 หน่วยงานสอง" in lines
    batch = tmp_path / "output/letters/2569-1/reminder-2026-12-01"
    assert sorted(path.name for path in batch.iterdir()) == ["B-1", "B-2", "B-3", "letters.csv"]
    assert not list((batch / "B-2").glob("*.eml"))
    assert "๑๕ ธันวาคม ๒๕๖๙" in body("2026-12-01", "B-1")


def test_the_blank_copies_of_the_agency_go_with_the_mail(run, tmp_path):
    remind(run)
    path = tmp_path / "output/letters/2569-1/reminder-2026-12-01/B-3/reminder-B-3.eml"
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    copies = tmp_path / "output/rounds/2569-1/copies/B-3"
    for copy in copies.iterdir():
        assert attached[copy.name] == copy.read_bytes()
    assert set(attached) == {"reminder-B-3.pdf", *(copy.name for copy in copies.iterdir())}


def test_only_the_formats_asked_for_are_sent(run, tmp_path):
    remind(run, "2026-12-01", "--format", "xlsx")
    path = tmp_path / "output/letters/2569-1/reminder-2026-12-01/B-3/reminder-B-3.eml"
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    names = [one.get_filename() for one in mail.iter_attachments()]
    assert names == ["reminder-B-3.pdf", f"{SURVEY}-B-3.xlsx"]


def test_the_ledger_notes_each_day_once_and_the_next_letter_counts_them(run):
    remind(run)
    remind(run)
    assert reminders() == dict.fromkeys(("B-1", "B-2", "B-3"), ("2026-12-01",))
    remind(run, "2026-12-08")
    assert reminders()["B-2"] == ("2026-12-01", "2026-12-08")


def test_the_same_day_again_changes_no_byte(run, tmp_path):
    def files() -> dict[Path, bytes]:
        found = (tmp_path / "output/letters").rglob("*")
        return {path: path.read_bytes() for path in found if path.is_file()}

    remind(run)
    before = files()
    _, said, _ = remind(run)
    assert files() == before
    assert "๓  ตรงกับที่เขียนไว้แล้วในวันเดียวกัน" in said


def test_who_has_answered_is_not_reminded(run, tmp_path):
    (tmp_path / "returns").mkdir()
    copy = tmp_path / f"output/rounds/2569-1/copies/B-3/{SURVEY}-B-3.docx"
    shutil.copy(copy, tmp_path / "returns")
    run("consolidate")
    _, said, _ = remind(run)
    assert "ยังไม่ตอบกลับ: ๒ จาก ๓" in said
    assert not (tmp_path / "output/letters/2569-1/reminder-2026-12-01/B-3").exists()
    assert "B-3" not in reminders()


def test_when_all_have_answered_there_is_nothing_to_write(run, tmp_path):
    (tmp_path / "returns").mkdir()
    for copy in (tmp_path / "output/rounds/2569-1/copies").rglob("*.docx"):
        shutil.copy(copy, tmp_path / "returns")
    run("consolidate")
    code, said, _ = remind(run)
    assert code == Exit.CLEAN
    assert "หนังสือ: ๐ ฉบับ" in said
    assert not (tmp_path / "output/letters").exists()


def test_a_copy_that_was_filled_in_by_mistake_is_not_sent(run, tmp_path):
    copy = tmp_path / f"output/rounds/2569-1/copies/B-1/{SURVEY}-B-1.docx"
    copy.write_bytes(copy.read_bytes() + b"x")
    _, _, errors = remind(run)
    assert f"copies/B-1/{SURVEY}-B-1.docx" in errors
    path = tmp_path / "output/letters/2569-1/reminder-2026-12-01/B-1/reminder-B-1.eml"
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert len(list(mail.iter_attachments())) == 2


def test_a_folder_that_cannot_be_written_notes_nothing(run, tmp_path):
    (tmp_path / "output/letters").write_text("a file")
    code, _, errors = remind(run)
    assert code == Exit.OUTPUT
    assert "เขียนแฟ้มไม่ได้" in errors
    assert reminders() == {}


def test_a_roster_may_name_agencies_that_were_never_sent_a_form(run, tmp_path):
    more = ROSTER + "B-4,หน่วยงานสี่,,,,four@b.example,\n"
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    _, said, _ = remind(run, "2026-12-01", "--roster", "more.csv")
    assert "๔ จาก ๔" in said
    home = tmp_path / f"output/letters/{SURVEY}/reminder-2026-12-01/B-4"
    assert (home / "reminder-B-4.eml").exists()


def test_reminding_of_one_round_leaves_the_letters_to_agencies_of_none(run, tmp_path):
    more = ROSTER + "B-4,หน่วยงานสี่,,,,four@b.example,\n"
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    remind(run, "2026-12-01", "--roster", "more.csv")
    batch = tmp_path / f"output/letters/{SURVEY}/reminder-2026-12-01"
    before = {path: path.read_bytes() for path in batch.rglob("*") if path.is_file()}
    assert batch / "B-4/reminder-B-4.eml" in before
    remind(run, "2026-12-01", "--round", "2569-1")
    assert {path: path.read_bytes() for path in batch.rglob("*") if path.is_file()} == before


def test_agencies_without_a_copy_are_for_a_person(run, tmp_path):
    reached = ROSTER.replace(",,,,,นางสอง", ",,,,two@b.example,นางสอง")
    (tmp_path / "reached.csv").write_text(reached, encoding="utf-8")
    code, _, _ = remind(run, "2026-12-01", "--roster", "reached.csv")
    assert code == Exit.CLEAN
    more = reached + "B-4,หน่วยงานสี่,,,,four@b.example,\n"
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    code, said, _ = remind(run, "2026-12-01", "--roster", "more.csv")
    assert code == Exit.REVIEW
    assert "๑  ไม่มีแบบเปล่าแนบไปกับอีเมล" in said


def test_no_letter_asks_for_a_day_that_is_past(run, tmp_path):
    code, _, errors = remind(run, "2026-12-16")
    assert code == Exit.USAGE
    assert "กำหนดส่งกลับอยู่ก่อนวันที่ของหนังสือ" in errors
    assert not (tmp_path / "output/letters").exists()
    code, _, _ = remind(run, "2026-12-15")
    assert code == Exit.REVIEW


def test_a_roster_with_mistakes_writes_nothing(run, tmp_path):
    (tmp_path / "bad.csv").write_text(HEAD + ",ไม่มีรหัส,,,,,\n", encoding="utf-8")
    code, _, errors = remind(run, "2026-12-01", "--roster", "bad.csv")
    assert code == Exit.CONTENT
    assert "ไม่มีรหัสหน่วยงาน" in errors
    assert not (tmp_path / "output/letters").exists()


def test_that_all_rounds_count_together_is_told(run, tmp_path):
    words = "distribute --roster roster.csv --round 2570-1 --issued 2027-11-02 --format xlsx"
    run(*words.split())
    (tmp_path / "returns").mkdir()
    copy = tmp_path / f"output/rounds/2569-1/copies/B-3/{SURVEY}-B-3.docx"
    shutil.copy(copy, tmp_path / "returns")
    run("consolidate", "--round", "2570-1")
    later = ("--deadline", "2027-12-15")
    _, said, errors = remind(run, "2027-12-01", *later)
    assert "ยังไม่ตอบกลับ: ๒ จาก ๓" in said  # it answered the earlier round
    assert "หน่วยงาน ๓ แห่งได้รับแบบมากกว่าหนึ่งรอบ" in errors
    _, said, errors = remind(run, "2027-12-02", "--round", "2570-1", *later)
    assert "ยังไม่ตอบกลับ: ๓ จาก ๓" in said
    assert "มากกว่าหนึ่งรอบ" not in errors
