"""ZIPs and e-mails in the inbox: taken out, judged one by one, and never twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.intake.test_unwrap import mail, zipped
from tests.mailbag import ESTATUS, form

from formgen import formats, intake
from formgen.desk import Office, Terms, collect
from formgen.files import sha256
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.identity import Copy
from formgen.model.recipient import Recipient
from formgen.model.returned import State

FORM = form(ESTATUS)
RUN = Run("2026-11-24T09:00:00+07:00", "formgen 1 (a)")
TERMS = Terms(roster=tuple(Recipient(n, f"A-{n}", f"กรม{n}") for n in range(1, 4)))


def answered(number: int, status: str = "have") -> bytes:
    known = (("respondent.agency_code", f"A-{number}"), ("respondent.agency_name", f"กรม{number}"))
    return formats.write(FORM, "xlsx", Copy(None, (*known, ("email.status", status)))).data


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "returns").mkdir()
    return Office(*(tmp_path / name for name in ("returns", "out", "ledger", "rounds")))


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The names of the files that were given to a worker."""
    given: list[str] = []
    jobs = intake.isolation._jobs

    def watched(*arguments):
        for job in jobs(*arguments):
            given.extend([] if job is None else [job[1]])
            yield job

    monkeypatch.setattr(intake.isolation, "_jobs", watched)
    return given


def result(office: Office, terms: Terms = TERMS, at: Run = RUN):
    collected = collect(FORM, office, at, terms, workers=1)
    return {} if collected.dataset is None else {
        one.returned.name: (one.state, one.agency, one.returned.received, one.reason.code)
        for one in collected.dataset.files
    }  # fmt: skip


def test_each_file_in_a_container_is_a_return_of_its_own(office):
    box = zipped(("เหนือ/1.xlsx", answered(1)), ("2.bin", b"\x00\x01"), ("__MACOSX/._1", b"\x00"))
    (office.inbox / "2569-11-22").mkdir()
    (office.inbox / "2569-11-22/รวม.zip").write_bytes(box)
    (office.inbox / "ส่งแบบ.eml").write_bytes(bytes(mail(("3.xlsx", answered(3)))))
    zip_, day = "2569-11-22/รวม.zip", "2026-11-22"
    assert result(office) == {
        zip_: (State.IGNORED, "", day, Code.FILE_UNWRAPPED),
        f"{zip_}/เหนือ/1.xlsx": (State.REVIEW, "A-1", day, Code.REQUIRED_BLANK),
        f"{zip_}/2.bin": (State.QUARANTINED, "", day, Code.FILE_UNKNOWN_TYPE),
        f"{zip_}/__MACOSX/._1": (State.IGNORED, "", day, Code.FILE_NOT_A_RETURN),
        "ส่งแบบ.eml": (State.IGNORED, "", "2026-11-23", Code.FILE_UNWRAPPED),
        "ส่งแบบ.eml/3.xlsx": (State.REVIEW, "A-3", "2026-11-23", Code.REQUIRED_BLANK),
    }
    with Ledger.open(office.ledger) as ledger:
        assert ledger.data(sha256(answered(3))) == answered(3)
    assert sorted(path.name for path in office.inbox.iterdir()) == ["2569-11-22", "ส่งแบบ.eml"]


def test_what_was_taken_out_is_not_read_again(office, opened):
    (office.inbox / "a.zip").write_bytes(zipped(("1.xlsx", answered(1)), ("2.xlsx", answered(2))))
    first = result(office)
    assert opened == ["a.zip", "a.zip/1.xlsx", "a.zip/2.xlsx"]
    opened.clear()
    (office.inbox / "b.xlsx").write_bytes(answered(3))
    assert result(office).items() >= first.items()
    assert opened == ["b.xlsx"]


def test_a_container_read_by_another_program_is_opened_again(office, opened):
    (office.inbox / "a.eml").write_bytes(bytes(mail(("1.xlsx", answered(1)))))
    first = result(office)
    opened.clear()
    assert result(office, at=replace(RUN, tool="formgen 2 (b)")) == first
    assert opened == ["a.eml", "a.eml/1.xlsx"]
    (office.inbox / "a.eml").unlink()
    opened.clear()
    assert result(office, at=replace(RUN, tool="formgen 3 (c)")) == first
    assert opened == ["a.eml/1.xlsx"]


def test_in_a_mirror_counts_what_lies_in_the_containers_of_the_inbox(office):
    mirror, path = replace(TERMS, mirror=True), office.inbox / "a.zip"
    path.write_bytes(zipped(("1.xlsx", answered(1))))
    first = result(office, mirror)
    path.write_bytes(zipped(("2.xlsx", answered(2))))
    assert set(result(office, mirror)) == {"a.zip", "a.zip/2.xlsx"}
    path.write_bytes(zipped(("1.xlsx", answered(1))))  # as before: nothing new to read
    assert result(office, mirror) == first


def test_the_clerks_list_dates_a_container_and_what_is_in_it(office):
    (office.inbox / "a.eml").write_bytes(bytes(mail(("1.xlsx", answered(1)))))
    result(office)
    (office.inbox / "received.csv").write_text("แฟ้ม,วันที่รับ\na.eml,25/11/2569\n")
    days = {name: day for name, (_, _, day, _) in result(office).items()}
    assert days == {"a.eml": "2026-11-25", "a.eml/1.xlsx": "2026-11-25", "received.csv": ""}


def test_a_zip_attached_to_a_mail_is_opened_and_no_deeper(office):
    inner = zipped(("1.xlsx", answered(1)), ("deep.zip", zipped(("2.xlsx", answered(2)))))
    (office.inbox / "a.eml").write_bytes(bytes(mail(("b.zip", inner))))
    (office.inbox / "c.zip").write_bytes(zipped(("d.eml", bytes(mail(("3.xlsx", answered(3)))))))
    ends = {name: reason for name, (_, _, _, reason) in result(office).items()}
    assert ends == {
        "a.eml": Code.FILE_UNWRAPPED,
        "a.eml/b.zip": Code.FILE_UNWRAPPED,
        "a.eml/b.zip/1.xlsx": Code.REQUIRED_BLANK,
        "a.eml/b.zip/deep.zip": Code.FILE_CONTAINER,
        "c.zip": Code.FILE_UNWRAPPED,
        "c.zip/d.eml": Code.FILE_CONTAINER,
    }


def test_a_mail_without_attachment_is_read_by_a_person(office):
    (office.inbox / "a.eml").write_bytes(bytes(mail()))
    state = (State.QUARANTINED, "", "2026-11-23", Code.FILE_HOLDS_NOTHING)
    assert result(office) == {"a.eml": state}


def test_a_container_that_cannot_be_opened_costs_itself_alone(office):
    (office.inbox / "a.zip").write_bytes(zipped(("../x", b"")))
    (office.inbox / "b.xlsx").write_bytes(answered(1))
    (office.inbox / "c.zip").write_bytes(zipped(("1.xlsx", answered(2)))[:-25])
    ends = {name: reason for name, (_, _, _, reason) in result(office).items()}
    assert ends == {
        "a.zip": Code.FILE_HOSTILE, "b.xlsx": Code.REQUIRED_BLANK, "c.zip": Code.FILE_DAMAGED,
    }  # fmt: skip


def test_the_same_return_alone_and_in_a_mail_counts_once(office):
    (office.inbox / "1.xlsx").write_bytes(answered(1))
    (office.inbox / "a.eml").write_bytes(bytes(mail(("1.xlsx", answered(1)))))
    states = {state for state, agency, *_ in result(office).values() if agency}
    assert states == {State.REVIEW, State.DUPLICATE}


def test_names_that_the_sender_gave_are_no_evidence_of_a_day(office):
    box = zipped(("2569-01-02/1.xlsx", answered(1)), ("25690203.zip", zipped(("2", answered(2)))))
    (office.inbox / "25690101.zip").write_bytes(box)
    days = {name: day for name, (_, _, day, _) in result(office).items()}
    assert len(days) == 4
    assert set(days.values()) == {""}
