"""From a round to covering letters, with everything that is sent with them."""

import csv
import email
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email.policy import default
from pathlib import Path

import pytest
from tests.letters.world import AGENCIES, DAY, stationery, text
from tests.mailbag import form

from formgen import letters
from formgen.distribute import distribute
from formgen.letters import Blanks, Invited, Stationery
from formgen.letters.invitation import KIND, invitation
from formgen.letters.packages import Put
from formgen.model.codes import Code
from formgen.model.recipient import Carried, Recipient, Round

OFFICE = {"agency": "สำนักงานกลาง", "email": "survey@centre.example"}
NAMES = ("docx", "xlsx")
BATCH = "letters/2569-1/invitation-2026-12-01"

pytestmark = pytest.mark.usefixtures("quick")


def issued(folder: Path, agencies: Sequence[Recipient] = AGENCIES[:3]) -> Round:
    """Distribute the form, or go on with the round."""
    return distribute(
        form(), agencies, "2569-1", folder / "rounds", formats=NAMES, issued="2026-12-01",
        deadline="2026-12-15", new_key=bytes(32),
    )  # fmt: skip


def paper(day: date = DAY, **more) -> Stationery:
    made = stationery(KIND)
    return replace(made, office={**made.office, **OFFICE}, day=day, **more)


def invite(
    folder: Path,
    sent: Round,
    on: Stationery | None = None,
    names: Sequence[str] = NAMES,
    chosen: Sequence[str] = (),
) -> Invited:
    on = on or paper()
    codes = [one.agency_code for one in sent.recipients]
    out = letters.outbox(folder / "letters", KIND, on, codes, 1)
    return letters.invite(sent, on, out, Blanks(folder / "rounds", names), chosen=chosen)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted((folder / "letters").rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def codes(invited: Invited) -> list[str]:
    return [one.recipient.agency_code for one in invited.batches.posted]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def copies(folder: Path, code: str) -> dict[str, bytes]:
    home = folder / "rounds/2569-1/copies" / code
    return {path.name: path.read_bytes() for path in home.iterdir()}


# ---------------------------------------------------------------- the words


def words(recipient: Recipient = AGENCIES[0], formats: Sequence[str] = NAMES, **office) -> str:
    made = paper()
    made = replace(made, office={**made.office, **office})
    return text(invitation(recipient, made, formats)[0])


def test_the_letter_has_the_form_of_an_external_letter():
    lines = words().splitlines()
    heads = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in
             ("ที่ ", "๑ ธันวาคม", "เรื่อง  ขอความร่วมมือตอบ", "เรียน  หัวหน้าหน่วยงาน หน่วยงานที่",
              "สิ่งที่ส่งมาด้วย", "ด้วย ", "จึงเรียนมาเพื่อ", "ขอแสดงความนับถือ")]  # fmt: skip
    assert heads == sorted(heads)


def test_the_letter_says_by_when_and_where_to():
    said = words()
    assert "กลับไปภายในวันที่ ๑๕ ธันวาคม ๒๕๖๙" in said
    assert "ส่งแฟ้มกลับไปยัง สำนักงานกลาง ทางไปรษณีย์อิเล็กทรอนิกส์ survey@centre.example\n" in said


@pytest.mark.parametrize(
    ("mail", "address", "told"),
    [
        ("a@b.example", "ถนนหนึ่ง", " a@b.example หรือส่งแบบที่พิมพ์และกรอกแล้วทางไปรษณีย์ไปยัง ถนนหนึ่ง"),
        ("", "ถนนหนึ่ง", "โปรดส่งแบบกลับไปยัง สำนักงานกลาง ถนนหนึ่ง"),
        ("", "", "ทางไปรษณีย์อิเล็กทรอนิกส์ ……"),
    ],
)  # fmt: skip
def test_where_to_is_what_the_office_says_of_itself(mail, address, told):
    said = words(email=mail, address=address)
    assert told in said
    assert said.count("เมื่อกรอกแล้ว") == 1


def test_one_format_is_no_choice():
    assert "โปรดเลือกกรอกเพียงชนิดเดียว" in words()
    alone = words(formats=("pdf",))
    assert "(PDF) จำนวน ๑ แฟ้ม" in alone
    assert "เพียงชนิดเดียว" not in alone


def test_answers_carried_into_the_copies_are_told_of(tmp_path):
    sent = issued(tmp_path)
    given = Carried(2, 1, "2568-1", (("officers.answer", "10"),))
    invite(tmp_path, replace(sent, carried=(given, Carried(3, 1, "2568-1", ()))))
    letters_of = {path.stem: path.read_text("utf-8") for path in tmp_path.rglob("*-A-?.docx")
                  if path.parent.parent == tmp_path / BATCH}  # fmt: skip
    told = [name for name, words_of in letters_of.items() if "เติมลงในแบบให้แล้ว" in words_of]
    assert len(letters_of) == 3
    assert told == ["invitation-A-2"]


def test_without_a_deadline_none_is_named():
    made = text(invitation(AGENCIES[0], paper(deadline=None), NAMES)[0])
    assert "ภายในวันที่" not in made
    assert "จึงเรียนมาเพื่อโปรดพิจารณาให้ความร่วมมือ จักขอบคุณยิ่ง" in made


# ---------------------------------------------------------------- what is sent


def test_each_agency_has_letter_draft_and_zip(tmp_path):
    done = invite(tmp_path, issued(tmp_path))
    assert codes(done) == ["A-1", "A-2", "A-3"]
    assert {one.put for one in done.batches.posted} == {Put.WRITTEN}
    assert done.total == 3
    names = sorted(path.name for path in (tmp_path / BATCH / "A-2").glob("[!.]*"))
    assert names == [f"invitation-A-2.{suffix}" for suffix in ("docx", "eml", "pdf", "zip")]


def test_the_draft_and_the_zip_carry_the_letter_and_the_very_copies(tmp_path):
    invite(tmp_path, issued(tmp_path))
    home = tmp_path / BATCH / "A-2"
    letter = {"invitation-A-2.pdf": (home / "invitation-A-2.pdf").read_bytes()}
    mail = email.message_from_bytes((home / "invitation-A-2.eml").read_bytes(), policy=default)
    assert mail["Subject"] == f"ขอความร่วมมือตอบ{form().title} (A-2)"
    assert mail["To"].addresses[0].addr_spec == "saraban@a-2.example"
    assert mail["From"].addresses[0].addr_spec == OFFICE["email"]
    attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    with zipfile.ZipFile(home / "invitation-A-2.zip") as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert attached == packed == letter | copies(tmp_path, "A-2")
    assert set(packed) > {"staffing-2570-A-2.docx", "staffing-2570-A-2.xlsx"}


def test_the_list_says_deadline_attachments_and_zip(tmp_path):
    invite(tmp_path, issued(tmp_path))
    first = rows(tmp_path / BATCH / "letters.csv")[0]
    assert first["กำหนดส่งกลับ"] == "๑๕ ธันวาคม ๒๕๖๙"
    assert first["แฟ้ม ZIP"] == "A-1/invitation-A-1.zip"
    assert (tmp_path / BATCH / first["แฟ้ม ZIP"]).exists()
    assert first["แฟ้มแนบ"] == "invitation-A-1.pdf; staffing-2570-A-1.docx; staffing-2570-A-1.xlsx"
    assert first["เรื่อง"] == f"ขอความร่วมมือตอบ{form().title} (A-1)"


def test_only_the_formats_asked_for_are_sent(tmp_path):
    invite(tmp_path, issued(tmp_path), names=("xlsx",))
    with zipfile.ZipFile(tmp_path / BATCH / "A-1/invitation-A-1.zip") as archive:
        assert archive.namelist() == ["invitation-A-1.pdf", "staffing-2570-A-1.xlsx"]


def test_without_an_address_there_is_a_zip_and_no_draft(tmp_path):
    agencies = (replace(AGENCIES[0], central_email="ไม่มี"), AGENCIES[1])
    done = invite(tmp_path, issued(tmp_path, agencies))
    assert [one.agency_code for one in done.batches.without_mail] == ["A-1"]
    assert (tmp_path / BATCH / "A-1/invitation-A-1.zip").exists()
    assert not list((tmp_path / BATCH / "A-1").glob("*.eml"))
    assert "ไปรษณีย์" in rows(tmp_path / BATCH / "letters.csv")[0]["หมายเหตุ"]


def test_a_copy_that_is_gone_or_changed_is_not_sent_and_told(tmp_path):
    sent = issued(tmp_path)
    home = tmp_path / "rounds/2569-1/copies"
    (home / "A-1/staffing-2570-A-1.docx").unlink()
    (home / "A-1/staffing-2570-A-1.xlsx").write_bytes(b"filled in by mistake")
    (home / "A-2/staffing-2570-A-2.docx").unlink()
    done = invite(tmp_path, sent)
    assert [one.agency_code for one in done.without_copy] == ["A-1"]
    assert (codes(done), done.total) == (["A-2", "A-3"], 2)
    assert [one.code for one in done.problems] == [
        Code.ROUND_COPY_GONE, Code.ROUND_COPY_CHANGED, Code.ROUND_COPY_GONE,
    ]  # fmt: skip
    with zipfile.ZipFile(tmp_path / BATCH / "A-2/invitation-A-2.zip") as archive:
        assert archive.namelist() == ["invitation-A-2.pdf", "staffing-2570-A-2.xlsx"]


def test_a_hostile_code_stays_in_its_folder(tmp_path):
    sent = issued(tmp_path, AGENCIES[:1])
    register = tmp_path / "rounds/2569-1/round.json"
    text_of = register.read_text("utf-8").replace('"A-1"', '"../../ก"')
    register.write_text(text_of, "utf-8")
    (one,) = sent.recipients
    done = invite(tmp_path, replace(sent, recipients=(replace(one, agency_code="../../ก"),)))
    (posted,) = done.batches.posted
    assert posted.folder.parent == tmp_path / BATCH
    assert all(name.isascii() for name in files(tmp_path))
    with zipfile.ZipFile(posted.folder / posted.packed) as archive:
        assert all(name.isascii() and "/" not in name for name in archive.namelist())


# ---------------------------------------------------------------- again, and later


def test_twice_is_the_same_bytes_also_elsewhere(tmp_path):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    before = files(tmp_path)
    again = invite(tmp_path, sent)
    assert files(tmp_path) == before
    assert {one.put for one in again.batches.posted} == {Put.SAME}
    (tmp_path / "there").mkdir()
    invite(tmp_path / "there", issued(tmp_path / "there"))
    assert files(tmp_path / "there") == before


def test_what_a_person_changed_is_left_and_told(tmp_path):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    signed = tmp_path / BATCH / "A-1/signed.pdf"
    signed.write_bytes(b"signed")
    done = invite(tmp_path, sent, paper(deadline=date(2026, 12, 31)))
    assert [one.code for one in done.batches.problems] == [Code.LETTER_KEPT]
    assert [one.put for one in done.batches.posted] == [Put.KEPT, Put.WRITTEN, Put.WRITTEN]
    assert signed.exists()


def test_agencies_added_on_the_same_day_are_written_beside_the_others(tmp_path):
    invite(tmp_path, issued(tmp_path))
    done = invite(tmp_path, issued(tmp_path, AGENCIES[:5]))
    puts = {one.recipient.agency_code: one.put for one in done.batches.posted}
    assert puts == dict.fromkeys(("A-1", "A-2", "A-3"), Put.SAME) | dict.fromkeys(
        ("A-4", "A-5"), Put.WRITTEN
    )


def test_agencies_added_on_another_day_are_the_only_ones_written_to(tmp_path):
    invite(tmp_path, issued(tmp_path))
    before = files(tmp_path)
    later = paper(date(2026, 12, 4))
    done = invite(tmp_path, issued(tmp_path, AGENCIES[:5]), later)
    assert codes(done) == ["A-4", "A-5"]
    assert [one.agency_code for one in done.before] == ["A-1", "A-2", "A-3"]
    assert before.items() <= files(tmp_path).items()
    batch = tmp_path / "letters/2569-1/invitation-2026-12-04"
    assert [row["รหัสหน่วยงาน"] for row in rows(batch / "letters.csv")] == ["A-4", "A-5"]
    again = invite(tmp_path, issued(tmp_path, AGENCIES[:5]), later)
    assert [one.put for one in again.batches.posted] == [Put.SAME, Put.SAME]


def test_a_letter_that_a_person_signed_counts_as_written(tmp_path):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    (tmp_path / BATCH / "A-1/invitation-A-1.docx").write_bytes(b"edited")
    done = invite(tmp_path, sent, paper(date(2026, 12, 4)))
    assert codes(done) == []
    assert len(done.before) == 3


@pytest.mark.parametrize("what", ["deadline", "office", "copies"])
def test_whoever_would_be_told_something_new_gets_a_new_letter(tmp_path, what):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    later = paper(date(2026, 12, 4))
    if what == "deadline":
        later = replace(later, deadline=date(2026, 12, 31))
    if what == "office":
        later = replace(later, office={**later.office, "phone": "๐ ๒๑๒๓ ๔๕๖๗"})
    if what == "copies":
        (tmp_path / "rounds/2569-1/copies/A-2/staffing-2570-A-2.docx").unlink()
    done = invite(tmp_path, sent, later)
    assert codes(done) == (["A-2"] if what == "copies" else ["A-1", "A-2", "A-3"])


def test_the_last_letter_counts_not_an_earlier_one(tmp_path):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    changed = paper(date(2026, 12, 2), deadline=date(2026, 12, 31))
    invite(tmp_path, sent, changed)
    done = invite(tmp_path, sent, paper(date(2026, 12, 3)))
    assert codes(done) == ["A-1", "A-2", "A-3"]
    done = invite(tmp_path, sent, paper(date(2026, 12, 4)))
    assert codes(done) == []


def test_the_chosen_are_written_to_and_the_others_of_the_day_stay(tmp_path):
    sent = issued(tmp_path)
    assert codes(invite(tmp_path, sent, chosen=["A-2"])) == ["A-2"]
    done = invite(tmp_path, sent, chosen=["A-3"])
    assert [(one.recipient.agency_code, one.put) for one in done.batches.posted] == [
        ("A-2", Put.SAME), ("A-3", Put.WRITTEN),
    ]  # fmt: skip
    later = invite(tmp_path, sent, paper(date(2026, 12, 4)), chosen=["A-2"])
    assert codes(later) == ["A-2"]


def test_other_folders_are_no_days(tmp_path):
    sent = issued(tmp_path)
    for name in ("invitation-old", "invitation-2026-13-01", "reminder-2026-11-30"):
        (tmp_path / "letters/2569-1" / name / "A-1").mkdir(parents=True)
    assert codes(invite(tmp_path, sent)) == ["A-1", "A-2", "A-3"]


def test_progress_counts_every_agency_once(tmp_path):
    sent = issued(tmp_path)
    invite(tmp_path, sent)
    told: list[tuple[int, int]] = []
    on = paper(date(2026, 12, 4))
    more = issued(tmp_path, AGENCIES[:5])
    out = letters.outbox(
        tmp_path / "letters", KIND, on, [one.agency_code for one in more.recipients], 1
    )
    letters.invite(more, on, out, Blanks(tmp_path / "rounds", NAMES),
                   progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(4, 5), (5, 5)]
