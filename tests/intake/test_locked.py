"""Returns with a password: opened with one that is known, told otherwise."""

import io
from dataclasses import replace

import msoffcrypto.format.ooxml
import pikepdf
import pytest
from tests.intake.test_boxes import FORM, RUN, TERMS, answered, office  # noqa: F401

from formgen import formats
from formgen.desk import collect
from formgen.formats import locked
from formgen.intake import Setting, read_file
from formgen.ledger import Ledger
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.identity import Copy

ANSWERS = Copy(None, (("respondent.agency_code", "A-1"), ("email.status", "have")))


def office_file(name: str, password: str) -> bytes:
    plain, shut = io.BytesIO(formats.write(FORM, name, ANSWERS).data), io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(password, shut)
    return shut.getvalue()


def pdf(password: str) -> bytes:
    shut = io.BytesIO()
    with pikepdf.open(io.BytesIO(formats.write(FORM, "pdf", ANSWERS).data)) as file:
        file.save(shut, encryption=pikepdf.Encryption(user=password, owner="x"))
    return shut.getvalue()


LOCKED = {
    "docx": office_file("docx", "ลับ 1"),
    "xlsx": office_file("xlsx", "ลับ 1"),
    "pdf": pdf("ลับ 1"),
}


def read(data: bytes, *passwords: str):
    returned = read_file(data, "a", Setting(FORM, passwords=passwords))
    return [one.code for one in returned.diagnostics], returned


@pytest.mark.parametrize("name", LOCKED)
def test_a_known_password_opens_it(name):
    codes, returned = read(LOCKED[name], "wrong", "ลับ 1")
    assert codes == [Code.FILE_UNLOCKED]
    assert returned.format == name
    assert returned.size == len(LOCKED[name])  # it is the file that came
    assert returned.response.answers["email.status"].value == "have"


@pytest.mark.parametrize("name", LOCKED)
def test_without_the_password_it_is_told(name):
    for passwords in ((), ("wrong",)):
        codes, returned = read(LOCKED[name], *passwords)
        assert (codes, returned.response) == ([Code.FILE_PASSWORD], None)


def test_what_excel_locks_and_opens_unasked_is_opened():
    codes, returned = read(office_file("xlsx", "VelvetSweatshop"))
    assert codes == [Code.FILE_UNLOCKED]
    assert returned.response.answers["respondent.agency_code"].value == "A-1"


def test_what_is_in_it_is_judged_as_any_file():
    shut = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(shut, encryption=pikepdf.Encryption(user="a", owner="b"))
    codes, _ = read(shut.getvalue(), "a")
    assert codes[0] is Code.FILE_UNLOCKED
    assert len(codes) > 1


@pytest.mark.parametrize("name", LOCKED)
def test_a_torn_locked_file_is_told(name):
    codes, returned = read(LOCKED[name][: len(LOCKED[name]) // 2], "ลับ 1")
    assert returned.response is None
    assert codes


def test_once_opened_it_stays_so_without_the_password(office):  # noqa: F811
    (office.inbox / "a.xlsx").write_bytes(LOCKED["xlsx"])
    (office.inbox / "b.xlsx").write_bytes(answered(2))

    def answered_by(passwords: tuple[str, ...]) -> int:
        terms = replace(TERMS, passwords=passwords)
        return collect(FORM, office, RUN, terms, workers=1).outcome.answered

    assert [answered_by(each) for each in ((), ("ลับ 1",), ())] == [1, 2, 2]
    assert "ลับ".encode() not in (office.ledger / "ledger.sqlite").read_bytes()
    with Ledger.open(office.ledger) as ledger:
        (known,) = (one for one in ledger.returns() if one.name == "a.xlsx")
        assert ledger.data(known.sha256) == LOCKED["xlsx"]


@pytest.mark.parametrize("there", [True, False])
def test_what_was_opened_once_still_counts_when_it_is_read_anew(office, there):  # noqa: F811
    (office.inbox / "a.xlsx").write_bytes(LOCKED["xlsx"])
    first = collect(FORM, office, RUN, replace(TERMS, passwords=("ลับ 1",)), workers=1)
    if not there:
        (office.inbox / "a.xlsx").unlink()
    anew = collect(FORM, office, replace(RUN, tool="formgen 2 (b)"), TERMS, workers=1)
    assert anew.dataset is not None
    assert anew.outcome == first.outcome
    assert anew.outcome.answered == 1


def test_a_result_does_not_depend_on_passwords_that_opened_nothing_new(office):  # noqa: F811
    (office.inbox / "a.xlsx").write_bytes(LOCKED["xlsx"])
    assert collect(FORM, office, RUN, TERMS, workers=1).outcome.answered == 0
    wrong = collect(FORM, office, RUN, replace(TERMS, passwords=("ผิด",)), workers=1)
    assert wrong.dataset is None
    right = collect(FORM, office, RUN, replace(TERMS, passwords=("ลับ 1",)), workers=1)
    assert (right.dataset is None, right.outcome.answered) == (False, 1)
    assert collect(FORM, office, RUN, TERMS, workers=1).dataset is None


def test_a_missing_library_is_said_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(locked, "find_spec", lambda _name: None)
    with pytest.raises(FormgenError) as error:
        formats.check_unlocking()
    assert error.value.exit_code is Exit.USAGE
    assert "passwords" in str(error.value.diagnostics[0])
    assert read(LOCKED["xlsx"], "ลับ 1")[0] == [Code.FILE_PASSWORD]
    assert read(LOCKED["pdf"], "ลับ 1")[0] == [Code.FILE_UNLOCKED]
