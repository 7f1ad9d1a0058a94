"""Every kind of bad file in one inbox, through the road that returns go, with real workers."""

import os
import re
import time
from pathlib import Path

import pytest
from tests import test_bad_office as office_files
from tests.formats.docx import forms as docx
from tests.formats.pdf.test_bad import BAD
from tests.intake.test_unwrap import mail, zipped
from tests.test_precheck import compound

from formgen import formats
from formgen.desk import Office, Terms, collect
from formgen.files import sha256
from formgen.ledger import Ledger, Run
from formgen.model.codes import Code
from formgen.model.identity import Copy
from formgen.model.recipient import Recipient
from formgen.model.returned import State
from formgen.precheck import MAX_BYTES

RUN = Run("2026-11-30T09:00:00+07:00", "test")
GOOD = {f"G-{number}": name for number, name in enumerate((*formats.NAMES, *formats.NAMES), 1)}
ROSTER = tuple(Recipient(n, code, f"กรม {n}") for n, code in enumerate(GOOD, 1))
LONGEST = "ก" * 83  # 249 bytes, of 255 that a name may have
BOUND = 120  # seconds; a machine that has other work takes a third of it

OTHERS = {
    "ว่าง.docx": b"",
    "จดหมาย.rtf": b"{\\rtf1\\ansi",
    "หน้าเว็บ.xls": b"<html><table>",
    "ข้อมูล.xml": b"<?xml version='1.0'?><a/>",
    "บันทึก.txt": "เรียนเพื่อโปรดทราบ".encode(),
    "ตาราง.csv": "ก,ข\n1,2\n".encode(),
    "a.rar": b"Rar!\x1a\x07\x00",
    "a.7z": b"7z\xbc\xaf\x27\x1c\x00",
    "a.msg": compound("__properties_version1.0"),
    "winmail.dat": b"\x78\x9f\x3e\x22",
    "a.bin": bytes(range(256)),
    "a.gz": b"\x1f\x8b\x08\x00",
    "ภาพ.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "ภาพ.heic": b"\x00\x00\x00\x18ftypheic",
    "ล็อก.xls": compound("EncryptionInfo", "EncryptedPackage"),
    "ว่าง.eml": bytes(mail()),
    "ซ้อน.zip": zipped(("../../evil.docx", b"PK")),
    "ระเบิด.zip": zipped(("0.docx", b"0" * (30 << 20))),
    "ขาด.zip": zipped(("a.docx", b"PK" * 500))[:-30],
    "~$a.docx": b"\x05clerk",
    ".DS_Store": b"\x00\x00\x00\x01Bud1",
    "sub/Thumbs.db": compound("x"),
    "CON.pdf": b"%PDF-1.7\nno",
    "\u202efdp.exe.docx": b"MZ",
    "สอง\nบรรทัด.docx": b"",
    f"{LONGEST}.docx": b"",
    "=cmd|' /C calc'!A0.xlsx": b"PK\x03\x04",
    "<img src=x onerror=alert(1)>.pdf": b"%PDF-",
    os.fsdecode(b"\xa1\xa2.docx"): b"PK",
}


def good(code: str, name: str) -> bytes:
    values = {**docx.VALUES, "me.code": code}
    return formats.write(docx.FORM, name, Copy(None, tuple(values.items()))).data


def bad() -> dict[str, bytes]:
    """What the tests of the formats make, and whatever else people send, by name."""
    files = {name: data for name, (data, _) in office_files.refused().items()}
    files |= {f"odd {name}": data for name, (data, _) in office_files.read().items()}
    files |= {f"{name}.pdf": make() for name, (make, _) in BAD.items()}
    wrapped = [(f"{name}.pdf", BAD[name][0]()) for name in ("script", "nested", "content_bomb")]
    wrapped.append(("laughs.docx", files["laughs.docx"]))
    boxes = {"หลายแฟ้ม.zip": zipped(*wrapped), "แนบมา.eml": bytes(mail(*wrapped))}
    return files | boxes | OTHERS


@pytest.fixture(scope="module")
def road(tmp_path_factory):
    """The office after one run over all of them, what came of it, and how long it took."""
    home = tmp_path_factory.mktemp("road")
    office = Office(*(home / name for name in ("returns", "out", "ledger", "rounds")))
    put = {**bad(), **{f"{code}.{name}": good(code, name) for code, name in GOOD.items()}}
    for name, data in put.items():
        path = office.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    os.mkfifo(office.inbox / "pipe.pdf")
    (office.inbox / "loop").symlink_to(office.inbox)
    with (office.inbox / "film.pdf").open("wb") as film:
        film.truncate(MAX_BYTES + 1)
    begun = time.monotonic()
    collected = collect(docx.FORM, office, RUN, Terms(roster=ROSTER), workers=2)
    return office, put, collected, time.monotonic() - begun


def test_every_file_ends_in_one_state_and_the_totals_add_up(road):
    office, put, collected, _ = road
    filed = collected.dataset.files
    taken_out = [one for one in filed if re.search(r"\.(zip|eml)/", one.returned.name)]
    assert len(taken_out) == 8
    names = [one.returned.name for one in filed if one not in taken_out]
    assert len(set(names)) == len(names) == len(put) + 3
    assert collected.outcome.files == len(filed) == sum(dict(collected.outcome.states).values())
    with Ledger.open(office.ledger) as ledger:
        assert len(ledger.returns()) == len(filed)


def test_each_has_a_reason_and_in_thai_what_to_do(road):
    _, _, collected, _ = road
    for one in collected.dataset.files:
        said = one.reason.message("th")
        assert re.search("[ก-ฮ]", said), one.returned.name
        if one.state is State.QUARANTINED:
            assert one.reason.code is not Code.FILE_NOT_A_RETURN
            assert "โปรด" in said, (one.returned.name, said)
            assert not one.counted


def test_the_good_ones_among_them_count_and_no_other(road):
    _, _, collected, _ = road
    answered = {
        one.recipient.agency_code: one for one in collected.dataset.answered if one.expected
    }
    assert set(answered) == set(GOOD)
    for code, name in GOOD.items():
        (file,) = answered[code].files
        assert file.returned.name == f"{code}.{name}"
        assert answered[code].answers["mail.status"].value == docx.VALUES["mail.status"]


def test_what_came_is_kept_and_what_lies_there_is_untouched(road):
    office, put, _, _ = road
    with Ledger.open(office.ledger) as ledger:
        for name, data in put.items():
            assert (office.inbox / name).read_bytes() == data
            if len(data) <= MAX_BYTES:
                assert ledger.data(sha256(data)) == data, name
    assert not list(office.ledger.rglob("*.part"))


def test_no_name_of_a_sender_is_a_path_and_nothing_is_written_elsewhere(road):
    office, _, collected, _ = road
    home = office.inbox.parent
    assert {path.name for path in home.iterdir()} == {"returns", "out", "ledger"}
    made = {path.name for path in office.output.rglob("*") if path.is_file()}
    assert all(re.fullmatch(r"[\w. ฀-๿-]+", name) for name in made), made
    stored = [path for path in (office.ledger / "store").rglob("*") if path.is_file()]
    assert all(re.fullmatch("[0-9a-f]{64}", path.name) for path in stored)
    assert collected.files


def test_all_of_it_takes_bounded_time(road):
    assert road[3] < BOUND


def test_the_next_run_reads_none_of_them_again_but_what_may_have_been_the_machine(road):
    office, _, collected, _ = road
    again = collect(docx.FORM, office, RUN, Terms(roster=ROSTER), workers=2)
    assert again.outcome == collected.outcome
    assert Path(again.files[0]).exists()
