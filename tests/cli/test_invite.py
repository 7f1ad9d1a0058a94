"""`formgen invite` as a clerk meets it: a round becomes letters, drafts, ZIPs and a list."""

import csv
import email
import io
import shutil
import zipfile
from email.policy import default
from pathlib import Path

import pypdf
import pytest

from formgen import cli
from formgen.model.diagnostics import Exit
from formgen.thai.normalise import clean

ROOT = Path(__file__).parents[2]
SURVEY = "amlo-estatus"
HEAD = "รหัสหน่วยงาน,ชื่อหน่วยงาน,สังกัด,ประเภทหน่วยงาน,จังหวัด,อีเมลกลาง,ผู้ประสานงาน\n"
ROSTER = HEAD + "B-1,หน่วยงานหนึ่ง,,,,one@b.example,นายหนึ่ง\nB-2,หน่วยงานสอง,,,,,นางสอง\n"
BATCH = Path("output/letters/2569-1/invitation-2026-11-02")
DISTRIBUTE = ("distribute", "--roster", "roster.csv", "--round", "2569-1", "--issued", "2026-11-02")


@pytest.fixture(scope="module")
def round_of_two(tmp_path_factory):
    """A round of two agencies, made once, and an office that says where forms are sent back."""
    home = tmp_path_factory.mktemp("round")
    shutil.copytree(ROOT / "content", home / "content")
    office = home / "content/office.yaml"
    told = office.read_text("utf-8").replace('email: ""', 'email: "survey@centre.example"')
    office.write_text(told.replace('agency: ""', 'agency: "สำนักงานกลาง"'), encoding="utf-8")
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        assert cli.run([*DISTRIBUTE, "--deadline", "2026-11-30", "--format", "docx,xlsx"]) == 0
    return home


@pytest.fixture
def run(round_of_two, run, tmp_path):
    """`run` beside a copy of the round."""
    shutil.copytree(round_of_two, tmp_path, dirs_exist_ok=True)
    return run


def invite(run, *more):
    return run("invite", "2569-1", "--date", "2026-11-02", *more)


def rows() -> list[dict[str, str]]:
    text = (BATCH / "letters.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_deadline_that_is_past_is_told(run):
    _, _, errors = run("invite", "2569-1", "--date", "2026-11-30")
    assert errors == ""
    _, _, errors = run("invite", "2569-1", "--date", "2026-12-01")
    assert "กำหนดส่งกลับของรอบ 2569-1 อยู่ก่อนวันที่ของหนังสือ" in errors


def test_every_agency_of_the_round_gets_its_letter_and_copies(run):
    code, said, errors = invite(run)
    assert code == Exit.REVIEW  # one of them cannot be written to by mail
    assert errors == ""
    assert "หนังสือ: ๒ ฉบับ" in said
    assert "B-2 หน่วยงานสอง" in said
    assert sorted(path.name for path in BATCH.iterdir()) == ["B-1", "B-2", "letters.csv"]
    with zipfile.ZipFile(BATCH / "B-2/invitation-B-2.zip") as archive:
        assert archive.namelist() == [
            "invitation-B-2.pdf", f"{SURVEY}-B-2.docx", f"{SURVEY}-B-2.xlsx",
        ]  # fmt: skip


def test_the_letter_is_a_page_that_says_by_when_and_where_to(run):
    invite(run)
    pages = pypdf.PdfReader(BATCH / "B-1/invitation-B-1.pdf").pages
    assert len(pages) == 1
    words = "".join(clean(pages[0].extract_text()).split())
    for told in ("survey@centre.example", "๓๐พฤศจิกายน๒๕๖๙", "หน่วยงานหนึ่ง", "รหัสB-1"):
        assert told in words


def test_the_draft_has_a_thai_subject_and_the_copies(run):
    invite(run)
    mail = email.message_from_bytes((BATCH / "B-1/invitation-B-1.eml").read_bytes(), policy=default)
    assert mail["Subject"].startswith("ขอความร่วมมือตอบแบบสำรวจ")
    assert mail["From"].addresses[0].addr_spec == "survey@centre.example"
    body = mail.get_body().get_content()
    assert "โปรดส่งแบบที่กรอกแล้วกลับไปที่ survey@centre.example ภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙" in body
    attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    for copy in Path("output/rounds/2569-1/copies/B-1").iterdir():
        assert attached.pop(copy.name) == copy.read_bytes()
    assert list(attached) == ["invitation-B-1.pdf"]


def test_a_round_that_is_none_is_a_usage_error_that_names_those_there_are(run):
    code, said, errors = run("invite", "2570-1")
    assert (code, said) == (Exit.USAGE, "")
    assert "2570-1" in errors
    assert "รอบที่มี: 2569-1" in errors
    assert not Path("output/letters").exists()


def test_without_any_round_the_way_to_one_is_told(run):
    shutil.rmtree("output/rounds")
    code, _, errors = run("invite", "2569-1")
    assert code == Exit.USAGE
    assert "formgen distribute" in errors


def test_only_agencies_that_were_named_and_a_code_that_is_none(run):
    assert invite(run, "--agency", "b-1")[0] == Exit.CLEAN
    assert [row["รหัสหน่วยงาน"] for row in rows()] == ["B-1"]
    code, _, errors = invite(run, "--agency", "B-1", "--agency", "B-9")
    assert code == Exit.USAGE
    assert "B-9" in errors


def test_a_newer_roster_mends_addresses_and_takes_none_away(run):
    newer = HEAD + "B-1,ชื่ออื่น,,,,,\nB-2,หน่วยงานสอง,,,,two@b.example,นายสอง\nB-3,ใหม่,,,,,\n"
    Path("newer.csv").write_text(newer, encoding="utf-8")
    assert invite(run, "--roster", "newer.csv")[0] == Exit.CLEAN
    known = [(row["ชื่อหน่วยงาน"], row["อีเมลกลาง"], row["ผู้ประสานงาน"]) for row in rows()]
    assert known == [
        ("หน่วยงานหนึ่ง", "one@b.example", "นายหนึ่ง"),
        ("หน่วยงานสอง", "two@b.example", "นายสอง"),
    ]
    Path("bad.csv").write_text(HEAD + ",ไม่มีรหัส,,,,,\n", encoding="utf-8")
    assert invite(run, "--roster", "bad.csv")[0] == Exit.CONTENT


def test_an_agency_whose_copies_are_gone_is_named_and_gets_no_letter(run):
    shutil.rmtree("output/rounds/2569-1/copies/B-1")
    code, said, errors = invite(run, "--agency", "B-1")
    assert code == Exit.REVIEW
    assert "B-1 หน่วยงานหนึ่ง" in said
    assert "copies/B-1" in errors
    assert "หนังสือ: ๐ ฉบับ" in said
    assert not (BATCH / "B-1").exists()


def test_what_nobody_decided_is_told(run):
    shutil.copy(ROOT / "content/office.yaml", "content/office.yaml")
    register = Path("output/rounds/2569-1/round.json")
    register.write_text(register.read_text("utf-8").replace("2026-11-30", ""), "utf-8")
    _, _, errors = invite(run)
    assert "ไม่มีกำหนดส่งกลับ" in errors
    assert "office.yaml" in errors
    assert [row["กำหนดส่งกลับ"] for row in rows()] == ["", ""]


def test_distributing_names_the_next_command(run):
    assert "formgen invite 2569-1" in run(*DISTRIBUTE, "--format", "docx,xlsx")[1]
    assert "formgen invite" not in run(*DISTRIBUTE, "--format", "docx", "-o", "elsewhere")[1]


def test_another_day_writes_only_what_is_new(run):
    invite(run)
    Path("roster.csv").write_text(ROSTER + "B-3,หน่วยงานสาม,,,,three@b.example,\n", encoding="utf-8")
    assert run(*DISTRIBUTE, "--format", "docx,xlsx")[0] == Exit.CLEAN
    code, said, _ = run("invite", "2569-1", "--date", "2026-11-09")
    assert code == Exit.CLEAN
    assert "๒  มีหนังสือข้อความเดียวกันของวันอื่นแล้ว" in said
    batch = BATCH.with_name("invitation-2026-11-09")
    assert sorted(path.name for path in batch.iterdir()) == ["B-3", "letters.csv"]


def test_a_folder_that_cannot_be_written_is_one_clear_error(run):
    Path("output/letters").write_text("a file")
    code, _, errors = invite(run)
    assert code == Exit.OUTPUT
    assert "เขียนแฟ้มไม่ได้" in errors
