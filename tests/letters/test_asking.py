"""Whatever may be found about a return, an agency is asked about it, or the office sees to it."""

import re
import string

import pytest

from formgen.letters.asking import ASKED, asked, said
from formgen.model.codes import Code, Severity
from formgen.model.decision import RIVALS, WHO
from formgen.model.diagnostics import found
from formgen.model.wording import answers, files, returns

OFFICE = {
    # nothing is wrong with the answer, or it was taken and a person at the office looks at it
    Code.ANSWERS_CARRIED,
    Code.CHOICE_NORMALISED, Code.TOO_LONG, Code.FOUND_BY_ANCHOR, Code.ANCHOR_MISSING,
    Code.TRACKED_CHANGES, Code.ACTIVE_CONTENT, Code.FILE_REPAIRED, Code.FORM_OLDER,
    Code.FILE_CONVERTED, Code.FILE_MACRO_FORMAT, Code.ANSWER_HIDDEN,
    Code.FILE_NOT_MARKABLE, Code.READ_BY_POSITION, Code.PAGE_NOT_READ, Code.PAGE_REPEATS,
    Code.PAGES_SET_OTHERWISE,
    Code.PAGE_CODE_UNSIGNED,
    # it lies with the office's own folders, list, archive and rounds
    Code.FILE_NOT_A_RETURN, Code.FILE_UNREADABLE, Code.FILE_CONTAINER,
    Code.FILE_UNLOCKED, Code.FILE_UNWRAPPED, Code.FILE_HOLDS_NOTHING,
    Code.RECEIVED_COLUMN_MISSING, Code.RECEIVED_DATE_BAD, Code.RECEIVED_FILE_UNKNOWN,
    Code.RECEIVED_FAR_OFF,
    Code.FORM_UNKNOWN, Code.FORM_OTHER_SURVEY, Code.ARCHIVE_DAMAGED,
    Code.PLACES_UNKNOWN,
    Code.TOKEN_UNCHECKED, Code.TOKEN_RECIPIENT_UNKNOWN,
    # how a file ended, or what a person typed into the list for review
    Code.RETURN_SAME_BYTES, Code.RETURN_SAME_ANSWERS, Code.RETURN_SUPERSEDED,
    Code.RETURN_KEPT_FIRST, Code.RETURN_COUNTED, Code.RETURN_EXCLUDED,
    Code.DECISION_BAD, Code.DECISION_FILE_UNKNOWN, Code.DECISION_CONTRADICTS, Code.DECISION_STALE,
    Code.REVIEW_UNREADABLE,
}  # fmt: skip


def about_returns() -> set[Code]:
    topics = {name for topic in (answers, files, returns) for name in vars(topic) if name.isupper()}
    return {code for code in Code if code.name in topics}


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_finding_about_a_return_is_asked_or_left_to_the_office():
    assert not OFFICE & set(ASKED)
    assert about_returns() - set(ASKED) - OFFICE == set()
    assert set(ASKED) <= about_returns()


@pytest.mark.parametrize("code", ASKED)
def test_what_is_asked_is_thai_and_rests_on_the_facts_of_the_finding(code):
    one = ASKED[code]
    assert names(one.said) | names(one.ask) <= names(code.thai)
    words = re.sub(r"\{.*?\}", "", one.said + one.ask)
    assert not re.search("[0-9]", words)
    assert "โปรด" in one.ask
    assert code.severity is not Severity.INFO


@pytest.mark.parametrize("code", sorted(WHO | RIVALS, key=str))
def test_where_it_is_open_whose_a_file_is_no_answer_is_quoted(code):
    if code in ASKED and code not in RIVALS - {Code.RESPONDENTS_DIFFER}:
        assert ASKED[code].whole


def test_facts_are_shown_on_one_line_and_in_thai_numerals():
    finding = found(Code.NOT_AN_INTEGER, label="จำนวน", raw="ห้า\nคน\x07")
    assert said(finding, ASKED[finding.code].said) == "พบ “ห้า คน” ซึ่งไม่ใช่จำนวนเต็ม"
    lost = found(Code.PHONE_ZERO_RESTORED, label="โทร", raw="812345678", value="0812345678")
    assert said(lost, ASKED[lost.code].ask).endswith("๐๘๑๒๓๔๕๖๗๘")


def test_braces_in_what_a_file_says_are_words():
    finding = found(Code.CHOICE_UNKNOWN, label="{x}", raw="{raw} {0} {}", allowed=("มี",))
    assert said(finding, ASKED[finding.code].said) == "ตอบว่า “{raw} {0} {}” ซึ่งไม่ใช่ตัวเลือกของแบบ"


def test_other_files_are_named_without_the_folders_of_the_inbox():
    finding = found(Code.RETURN_CONFLICT, other=("2026-11-02/ก.pdf", "b.docx", "… (+3)"), fields=())
    told = said(finding, ASKED[finding.code].said)
    assert told.endswith("ก.pdf, b.docx, … (+๓)")


def test_a_fact_that_an_earlier_version_did_not_note_is_left_out():
    assert "…" in said(found(Code.NOT_RELEVANT, raw="มี"), ASKED[Code.NOT_RELEVANT].said)


def test_marks_of_a_copy_that_contradict_each_other_are_never_quoted():
    finding = found(Code.PLACES_DISAGREE, label="formgen", one="{json}", other="y", other_at="B1")
    about = asked(finding)
    assert about is not None
    assert about.whole
    assert names(about.said) == set()
