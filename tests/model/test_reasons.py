"""Reasons that the system gives in English are said in Thai; words stand apart from the facts."""

import errno
import os
import re

import pytest

from formgen.model.codes import Code
from formgen.model.diagnostics import found
from formgen.model.wording.reasons import in_thai

SYSTEM = (
    "EPERM", "ENOENT", "EIO", "ENOMEM", "EACCES", "EBUSY", "EEXIST", "ENOTDIR", "EISDIR", "EINVAL",
    "EMFILE", "EFBIG", "ENOSPC", "EROFS", "ENAMETOOLONG", "ENOTEMPTY",
)  # fmt: skip
MADE = [
    *(os.strerror(getattr(errno, name)) for name in SYSTEM),
    "not a regular file", "no key", "ZIP: File is not a zip file", "ZIP: 4711 members",
    "ZIP: unpacks to too much", "ZIP: members overlap", "ZIP: stands twice: 'a.xml'",
    "ZIP: method 99", "ZIP: leaves the package: '/a'", "ZIP: unpacks to 999999 bytes: 'a.xml'",
    "PDF: unable to find /Root dictionary",
    "ZIP: too large: 'a.xml'", "XML: too large: 'a.xml'", "XML: DTD in 'a.xml'",
    "XML: DTD", "XML: nested too deep", "word/document.xml: DOCTYPE", "PDF: cut off",
    "PDF: can't find startxref",
    "PDF: it unpacks to too much", "XLSX: too many cells", "XLSX: sheet 'ก' is missing",
    "XLSX: cell B3 stands twice", "XLSX: no 'xl/workbook.xml'", "no word/nowhere.xml",
    "CSV: a NUL in line 3",
    "not a text file", "CSV: a broken character in line 3",
    "CSV: words after a quotation mark in row 3",
    "a text of 999 bytes", "the form's text does not match its digest",
    "not a compiled form: 'fields'", "ValueError: x", "not a register: 'recipients'",
    "JSON: line 3",
    "not a key", "round 2569-1 stands in two folders",
    "CSV: quotation marks open from row 3", "a password",
    "the Thai letters are lost (???)", "cannot identify image file", "not an object of fields",
    "file is not a database", "database disk image is malformed", "database or disk is full",
    "attempt to write a readonly database", "unable to open database file", "disk I/O error",
]  # fmt: skip


@pytest.mark.parametrize("reason", MADE)
def test_a_reason_is_said_in_thai(reason: str) -> None:
    thai = found(Code.FILE_DAMAGED, reason=reason).message("th")
    assert re.search("[ก-ฮ]", in_thai(reason)), reason
    assert in_thai(reason) in thai
    assert reason in found(Code.FILE_DAMAGED, reason=reason).message("en")


def test_a_name_in_a_reason_is_kept_and_an_amount_is_in_thai_numerals() -> None:
    assert "'a1.xml'" in in_thai("ZIP: stands twice: 'a1.xml'")
    assert "ช่อง B3" in in_thai("XLSX: cell B3 stands twice")
    assert "๔๗๑๑ แฟ้ม" in in_thai("ZIP: 4711 members")


def test_what_a_person_wrote_is_left_alone() -> None:
    assert in_thai("โทรสอบถามแล้ว") == "โทรสอบถามแล้ว"
    assert "duplicate" in found(Code.RETURN_EXCLUDED, by="ก", reason="duplicate").message("th")


@pytest.mark.parametrize("code", Code)
def test_facts_do_not_run_into_the_words(code: Code) -> None:
    assert not re.search(r"[ก-๙]\{\w+\}|\{\w+\}[ก-๙]", code.thai)
