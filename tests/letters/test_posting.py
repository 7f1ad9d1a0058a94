"""From the merged result to folders ready to be sent."""

import csv
import email
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest
from tests.letters.world import (
    AGENCIES,
    RETURNS,
    ROUND,
    dataset,
    stationery,
    unread,
    wrong,
)
from tests.mailbag import form, office_answers, sent

from formgen import letters
from formgen.distribute import distribute
from formgen.letters import Blanks, Outbox, Places, posting, replying
from formgen.letters.correction import KIND
from formgen.letters.packages import Put
from formgen.letters.printing import ToMark
from formgen.letters.reminder import KIND as REMINDER
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.document import Document
from formgen.model.returned import Returned
from formgen.rounds import load_register
from formgen.workers import Fate, Lost

OFFICE = {"agency": "สำนักงานกลาง", "email": "survey@centre.example"}


@pytest.fixture(autouse=True)
def marked_at_once(quick, monkeypatch):
    """Files are marked with their notes, in this process; letters are printed as `quick` says."""

    def marked(files: Iterable[ToMark | None], _: int) -> Iterator[bytes | None]:
        for one in files:
            yield None if one is None else one[1] + repr(one[2]).encode()

    monkeypatch.setattr(replying, "mark_all", marked)


def outbox(folder: Path, data: Dataset, kind: str = KIND) -> Outbox:
    paper = replace(stationery(kind), office=OFFICE)
    return letters.outbox(folder / "letters", kind, paper, data.by_code(), 1)


def reply(folder: Path, data: Dataset | None = None, **more) -> letters.Replied:
    data = data or dataset()
    more = {"rounds": (ROUND,), "bytes_of": lambda digest: b"file " + digest.encode()} | more
    return letters.reply(
        data, more["rounds"], stationery(), outbox(folder, data), more["bytes_of"],
        places=Places(form()),
    )  # fmt: skip


def remind(folder: Path, data: Dataset, rounds: Path | None = None, **more) -> letters.Reminded:
    return letters.remind(
        data,
        more.pop("sent", (ROUND,)),
        stationery(REMINDER),
        outbox(folder, data, REMINDER),
        Blanks(rounds or folder / "rounds", ("docx", "xlsx")),
        **more,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


# ---------------------------------------------------------------- letters of correction


def test_each_agency_has_a_folder_with_letter_marked_file_and_draft(tmp_path):
    done = reply(tmp_path)
    batch = tmp_path / "letters/2569-1/correction-2026-12-01"
    assert sorted(path.name for path in batch.iterdir()) == [
        "A-2", "A-3", "A-4", "A-5", "A-6", "letters.csv",
    ]  # fmt: skip
    names = sorted(path.name for path in (batch / "A-3").glob("[!.]*"))
    assert names == ["correction-A-3.docx", "correction-A-3.eml", "correction-A-3.pdf",
                     "return-1-A-3.xlsx", "return-2-A-3.xlsx"]  # fmt: skip
    assert (done.marked, done.unmarked) == (4, 0)
    assert all(one.put is Put.WRITTEN for one in done.batches.posted)
    assert not done.batches.without_mail


def test_the_draft_carries_the_very_files_of_the_folder(tmp_path):
    reply(tmp_path)
    home = tmp_path / "letters/2569-1/correction-2026-12-01/A-3"
    mail = email.message_from_bytes((home / "correction-A-3.eml").read_bytes(), policy=default)
    attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    names = ("correction-A-3.pdf", "return-1-A-3.xlsx", "return-2-A-3.xlsx")
    assert attached == {name: (home / name).read_bytes() for name in names}
    assert mail["To"].addresses[0].addr_spec == "saraban@a-3.example"
    assert mail["From"].addresses[0].addr_spec == OFFICE["email"]


def test_a_file_that_may_be_anothers_does_not_go_back(tmp_path):
    asked: list[str] = []
    reply(tmp_path, bytes_of=lambda digest: asked.append(digest) or b"x")
    homes = tmp_path / "letters/2569-1/correction-2026-12-01"
    for code in ("A-4", "A-5"):
        assert not list((homes / code).glob("return-*"))
    named = {one.sha256: one.name for one in RETURNS}
    assert sorted(named[digest] for digest in asked) == [
        "2026-11-20/ฉบับสอง.xlsx", "2026-11-20/ฉบับหนึ่ง.xlsx", "A-2.xlsx", "A-6.xlsx",
    ]  # fmt: skip


def test_a_file_that_cannot_be_marked_goes_without_and_the_letter_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(replying, "mark_all", lambda found, _: (None for _ in found))
    done = reply(tmp_path)
    assert (done.marked, done.unmarked) == (0, 4)
    home = tmp_path / "letters/2569-1/correction-2026-12-01/A-2"
    assert not list(home.glob("return-*"))
    assert "ไม่ได้แนบสำเนา" in (home / "correction-A-2.docx").read_text(encoding="utf-8")


def test_a_file_whose_bytes_were_not_kept_goes_without(tmp_path):
    assert reply(tmp_path, bytes_of=lambda _: None).unmarked == 4


def test_twice_is_the_same_bytes_and_nothing_is_written_anew(tmp_path):
    reply(tmp_path)
    before = files(tmp_path)
    again = reply(tmp_path)
    assert files(tmp_path) == before
    assert {one.put for one in again.batches.posted} == {Put.SAME}
    reply(tmp_path / "elsewhere")
    assert files(tmp_path / "elsewhere") == before


def test_a_letter_no_longer_due_goes_with_the_next_run_of_the_day(tmp_path):
    reply(tmp_path)
    batch = tmp_path / "letters/2569-1/correction-2026-12-01"
    (batch / ".0123456789abcdef-17.part").write_bytes(b"half of the list of a run that was killed")
    done = reply(tmp_path, dataset(RETURNS[:2]))
    assert sorted(path.name for path in batch.iterdir()) == ["A-2", "letters.csv"]
    assert [row["รหัสหน่วยงาน"] for row in rows(batch / "letters.csv")] == ["A-2"]
    assert not done.batches.problems
    reply(tmp_path, dataset(RETURNS[:1]))
    assert [path.name for path in batch.iterdir()] == ["letters.csv"]
    assert rows(batch / "letters.csv") == []


def test_what_a_person_changed_is_left_and_told(tmp_path):
    reply(tmp_path)
    batch = tmp_path / "letters/2569-1/correction-2026-12-01"
    (batch / "A-2/correction-A-2.docx").write_bytes(b"signed")
    (batch / "A-6/scan.pdf").write_bytes(b"signed")
    done = reply(tmp_path, dataset((wrong(2, officers__answer="อื่น"), *RETURNS[2:5])))
    told = {(one.code, Path(one.file).name) for one in done.batches.problems}
    assert told == {(Code.LETTER_KEPT, "A-2"), (Code.LETTER_OUTDATED, "A-6")}
    assert (batch / "A-2/correction-A-2.docx").read_bytes() == b"signed"
    assert (batch / "A-6/scan.pdf").exists()
    notes = {row["รหัสหน่วยงาน"]: row["หมายเหตุ"] for row in rows(batch / "letters.csv")}
    assert notes["A-2"]
    assert not notes["A-3"]


def test_a_letter_that_cannot_be_printed_costs_itself(tmp_path, monkeypatch):
    printed = posting.print_all

    def lossy(documents: Iterable[Document], workers: int) -> Iterator[object]:
        for number, one in enumerate(printed(documents, workers)):
            yield Lost(Fate.CRASHED, -9) if number == 1 else one

    monkeypatch.setattr(posting, "print_all", lossy)
    done = reply(tmp_path)
    assert [one.code for one in done.batches.problems] == [Code.LETTER_NOT_WRITTEN]
    assert "A-3" in done.batches.problems[0].message("th")
    assert [one.recipient.agency_code for one in done.batches.posted] == [
        "A-2",
        "A-4",
        "A-5",
        "A-6",
    ]


def test_a_letter_that_fails_leaves_the_earlier_one(tmp_path, monkeypatch):
    before = reply(tmp_path).batches
    (folder,) = {one.folder for one in before.posted if one.recipient.agency_code == "A-3"}
    printed = posting.print_all

    def lossy(documents: Iterable[Document], workers: int) -> Iterator[object]:
        for number, one in enumerate(printed(documents, workers)):
            yield Lost(Fate.CRASHED, -9) if number == 1 else one

    monkeypatch.setattr(posting, "print_all", lossy)
    assert [one.code for one in reply(tmp_path).batches.problems] == [Code.LETTER_NOT_WRITTEN]
    assert any(folder.glob("*.pdf"))


def test_an_agency_without_a_usable_address_gets_a_letter_and_is_listed(tmp_path):
    bad = {2: "", 3: "a@b, c@d.go.th", 6: "x@y.go.th\r\nBcc: z@evil.example"}
    changed = tuple(replace(one, central_email=bad.get(one.serial, one.central_email))
                    for one in AGENCIES)  # fmt: skip
    there = replace(ROUND, recipients=changed)
    done = reply(tmp_path, dataset(rounds=(there,)), rounds=(there,))
    assert [one.agency_code for one in done.batches.without_mail] == ["A-2", "A-3", "A-6"]
    batch = tmp_path / "letters/2569-1/correction-2026-12-01"
    assert (batch / "A-2/correction-A-2.pdf").exists()
    assert not (batch / "A-2/correction-A-2.eml").exists()
    assert "ไปรษณีย์" in rows(batch / "letters.csv")[0]["หมายเหตุ"]
    assert not any(
        b"evil" in data for name, data in files(tmp_path).items() if name.endswith("eml")
    )


@pytest.mark.parametrize(
    "code", ["../x", "../../../x", "/x", "x" * 200, "กรม", "con", "a/b", "=1+1"]
)
def test_a_hostile_code_stays_in_its_folder(tmp_path, code):
    answers = office_answers(1, officers__answer="มาก") | {"office.code": code}
    done = reply(tmp_path, dataset((sent("x.xlsx", answers),), rounds=()), rounds=())
    (one,) = done.batches.posted
    batch = tmp_path / "letters" / form().survey / "correction-2026-12-01"
    assert one.folder.parent == batch
    assert all(name.isascii() for name in files(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"letters"}
    assert max(map(len, files(tmp_path))) < 200


def test_names_from_outside_are_no_formulas_in_the_list(tmp_path):
    answers = office_answers(1, officers__answer="มาก") | {"office.name": '=HYPERLINK("x")\r\n,ก'}
    reply(tmp_path, dataset((sent("x.xlsx", answers),), rounds=()), rounds=())
    (row,) = rows(tmp_path / "letters" / form().survey / "correction-2026-12-01/letters.csv")
    assert row["ชื่อหน่วยงาน"].startswith("'=")


def test_the_list_says_what_a_mail_merge_needs(tmp_path):
    done = reply(tmp_path)
    batch = tmp_path / "letters/2569-1/correction-2026-12-01"
    row = next(one for one in rows(batch / "letters.csv") if one["รหัสหน่วยงาน"] == "A-3")
    mail = email.message_from_bytes((batch / "A-3/correction-A-3.eml").read_bytes(), policy=default)
    assert row["เรื่อง"] == mail["Subject"]
    assert row["กำหนดส่งกลับ"] == "๑๕ ธันวาคม ๒๕๖๙"
    assert row["แฟ้มแนบ"].split("; ") == [one.get_filename() for one in mail.iter_attachments()]
    assert set(row["แฟ้ม"].split("; ")) == {one.name for one in (batch / "A-3").glob("[!.]*")}
    assert row["แฟ้ม ZIP"] == ""
    assert [one.going for one in done.batches.posted if one.folder.name == "A-3"] == [
        ("correction-A-3.pdf", "return-1-A-3.xlsx", "return-2-A-3.xlsx")
    ]


def test_nothing_asked_nothing_written(tmp_path):
    done = reply(tmp_path, dataset(RETURNS[:1]))
    assert done.cases.matters == 0
    assert files(tmp_path) == {}


def test_the_last_round_of_an_agency_is_its_folder(tmp_path):
    later = replace(ROUND, id="2569-2", issued="2026-11-25", recipients=AGENCIES[1:3])
    reply(tmp_path, dataset(rounds=(ROUND, later)), rounds=(later, ROUND))
    homes = {one.parent.parent.name: one.name for one in (tmp_path / "letters").glob("*/*/A-[26]")}
    assert homes == {"2569-2": "A-2", "2569-1": "A-6"}


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "letters").write_text("a file")
    with pytest.raises(FormgenError) as told:
        reply(tmp_path)
    assert told.value.exit_code is Exit.OUTPUT
    assert [one.code for one in told.value.diagnostics] == [Code.OUTPUT_NOT_WRITABLE]


# ---------------------------------------------------------------- reminders


def test_every_outstanding_agency_is_reminded_and_no_other(tmp_path):
    data = dataset(RETURNS[:3])
    noted: list[str] = []
    done = remind(tmp_path, data, done=lambda one: noted.append(one.recipient.agency_code))
    outstanding = [one.recipient.agency_code for one in data.outstanding]
    assert [one.recipient.agency_code for one in done.batches.posted] == outstanding == noted
    assert "A-1" not in outstanding
    batch = tmp_path / "letters/2569-1/reminder-2026-12-01"
    names = sorted(path.name for path in (batch / "A-9").glob("[!.]*"))
    assert names == ["reminder-A-9.docx", "reminder-A-9.eml", "reminder-A-9.pdf"]


def reminder_of(folder: Path, data: Dataset, code: str = "A-9") -> str:
    remind(folder, data)
    home = folder / "letters/2569-1/reminder-2026-12-01" / code
    return (home / f"reminder-{code}.docx").read_text(encoding="utf-8")


def test_a_reminder_says_when_it_was_sent_due_and_reminded_of(tmp_path):
    first = reminder_of(tmp_path / "1", dataset())
    assert "เรื่อง  ขอติดตามแบบสำรวจ" in first
    assert "เมื่อวันที่ ๒ พฤศจิกายน ๒๕๖๙ โดยขอให้ส่งแบบกลับภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙" in first
    assert "พ้นกำหนด" in first
    assert "ที่ผ่านมา" not in first
    days = {"A-9": ("2026-11-10", "2026-11-24")}
    third = reminder_of(tmp_path / "3", dataset(reminded=days))
    assert "ติดตามแล้ว ๒ ครั้ง หนังสือฉบับนี้เป็นการติดตามครั้งที่ ๓" in third


def test_a_reminder_of_today_is_not_counted_as_an_earlier_one(tmp_path):
    before = {"A-9": ("2026-11-10",)}
    after = {"A-9": ("2026-11-10", "2026-12-01")}
    assert reminder_of(tmp_path, dataset(reminded=before)) == reminder_of(
        tmp_path, dataset(reminded=after)
    )


def test_before_the_deadline_no_reminder_says_that_it_is_past(tmp_path):
    early = replace(ROUND, deadline="2026-12-31")
    remind(tmp_path, dataset(rounds=(early,)), sent=(early,))
    home = tmp_path / "letters/2569-1/reminder-2026-12-01/A-9"
    assert "พ้นกำหนด" not in (home / "reminder-A-9.docx").read_text(encoding="utf-8")


def test_who_sent_something_unclear_is_not_reminded(tmp_path):
    done = remind(tmp_path, dataset())
    assert "A-4" in [one.recipient.agency_code for one in done.waiting]
    assert "A-4" not in [one.recipient.agency_code for one in done.agencies]


def test_who_sent_what_the_office_must_unpack_is_not_reminded(tmp_path):
    wrapped = found(Code.FILE_CONTAINER, what="ZIP")
    box = Returned("A-9.zip", "f" * 64, 9, diagnostics=(wrapped,))
    done = remind(tmp_path, dataset((box,)))
    assert [one.recipient.agency_code for one in done.waiting] == ["A-9"]


def test_the_blank_copies_go_with_the_mail_as_they_were_issued(tmp_path):
    rounds = tmp_path / "rounds"
    issued = distribute(form(), AGENCIES[:2], "2569-1", rounds, formats=("docx", "xlsx"),
                        issued="2026-11-02", new_key=bytes(32))  # fmt: skip
    done = remind(tmp_path, dataset((), rounds=(issued,)), rounds, sent=(issued,))
    assert not done.without_copy
    home = tmp_path / "letters/2569-1/reminder-2026-12-01/A-1"
    mail = email.message_from_bytes((home / "reminder-A-1.eml").read_bytes(), policy=default)
    attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    register = load_register(rounds / "2569-1")
    for issue in register.issues[1]:
        kept = (rounds / "2569-1" / issue.path).read_bytes()
        assert attached[f"staffing-2570-A-1.{issue.format}"] == kept
    assert len(attached) == 3
    assert "(DOCX, XLSX)" in (home / "reminder-A-1.docx").read_text(encoding="utf-8")


def test_an_agency_without_an_address_is_promised_no_copy(tmp_path):
    rounds = tmp_path / "rounds"
    one = (replace(AGENCIES[0], central_email=""),)
    issued = distribute(form(), one, "2569-1", rounds, formats=("docx",),
                        issued="2026-11-02", new_key=bytes(32))  # fmt: skip
    done = remind(tmp_path, dataset((), rounds=(issued,)), rounds, sent=(issued,))
    assert [each.agency_code for each in done.without_copy] == ["A-1"]
    home = tmp_path / "letters/2569-1/reminder-2026-12-01/A-1"
    assert "ได้แนบแบบประจำหน่วยงาน" not in (home / "reminder-A-1.docx").read_text(encoding="utf-8")


def test_a_copy_that_is_gone_or_changed_is_not_sent(tmp_path):
    rounds = tmp_path / "rounds"
    issued = distribute(form(), AGENCIES[:2], "2569-1", rounds, formats=("docx",),
                        issued="2026-11-02", new_key=bytes(32))  # fmt: skip
    copies = sorted((rounds / "2569-1/copies").rglob("*.docx"))
    copies[0].write_bytes(b"filled in by mistake")
    copies[1].unlink()
    done = remind(tmp_path, dataset((), rounds=(issued,)), rounds, sent=(issued,))
    assert [one.agency_code for one in done.without_copy] == ["A-1", "A-2"]
    assert [one.code for one in done.problems] == [Code.ROUND_COPY_CHANGED, Code.ROUND_COPY_GONE]
    home = tmp_path / "letters/2569-1/reminder-2026-12-01/A-1"
    assert "ได้แนบแบบประจำหน่วยงาน" not in (home / "reminder-A-1.docx").read_text(encoding="utf-8")


def test_a_register_cannot_lead_to_other_files(tmp_path):
    rounds = tmp_path / "rounds"
    issued = distribute(form(), AGENCIES[:1], "2569-1", rounds, formats=("docx",),
                        issued="2026-11-02", new_key=bytes(32))  # fmt: skip
    copy = next((rounds / "2569-1/copies").rglob("*.docx"))
    (tmp_path / "secret.docx").write_bytes(copy.read_bytes())
    register = rounds / "2569-1/round.json"
    path = copy.relative_to(rounds / "2569-1").as_posix()
    register.write_text(register.read_text("utf-8").replace(path, "../../secret.docx"), "utf-8")
    done = remind(tmp_path, dataset((), rounds=(issued,)), rounds, sent=(issued,))
    assert [one.agency_code for one in done.without_copy] == ["A-1"]


def test_who_sent_a_file_that_cannot_be_read_is_asked_and_not_reminded(tmp_path):
    data = dataset((unread("A-9/x.pdf"),))
    done = remind(tmp_path, data)
    assert "A-9" not in [one.recipient.agency_code for one in done.agencies]
    assert [one.recipient.agency_code for one in done.waiting] == ["A-9"]
    assert len(done.agencies) + len(done.waiting) == len(data.outstanding)
