"""Everything that is open is asked of an agency, left to the office, or of nobody: once each."""

from collections import Counter
from dataclasses import replace

import pytest
from tests.letters.world import AGENCIES, ROUND, codes, dataset, unread, wrong
from tests.mailbag import form, office_answers, sent

from formgen.letters.problems import Case, cases
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found


def by_code(data: Dataset) -> dict[str, Case]:
    return {one.agency.recipient.agency_code: one for one in cases(data).cases}


def test_nothing_that_is_open_is_left_out_or_told_twice():
    data = dataset()
    found_cases = cases(data)
    told = [(one.filed, each) for case in found_cases.cases for one in case.files
            for each in one.findings]  # fmt: skip
    told += [(one.filed, each) for one in found_cases.nobody for each in one.findings]
    told += found_cases.office
    count = Counter((filed.returned.name, repr(finding)) for filed, finding in told)
    assert count == Counter((one.returned.name, repr(each)) for one, each in data.matters)
    assert found_cases.matters == len(data.matters) == len(told)


def test_cases_are_in_the_order_of_the_agencies_and_sound_returns_have_none():
    assert list(by_code(dataset())) == ["A-2", "A-3", "A-4", "A-5", "A-6"]


def test_an_agency_is_asked_about_each_of_its_files():
    (one, two) = by_code(dataset())["A-3"].files
    assert codes(one.findings) == codes(two.findings) == [Code.RETURN_CONFLICT]
    assert one.name == "ฉบับสอง.xlsx" or two.name == "ฉบับสอง.xlsx"
    assert one.sure
    assert two.sure


def test_a_file_that_may_be_anothers_is_not_spoken_of_in_detail():
    data = dataset()
    (one,) = by_code(data)["A-4"].files
    assert not one.sure
    assert codes(one.findings) == [Code.NAME_DISAGREES]
    # what else is wrong in it waits, with the office, until it is known whose it is
    assert Code.NOT_AN_INTEGER in codes(tuple(each for _, each in cases(data).office))


@pytest.mark.parametrize(
    "name",
    ["A-5/แบบ.pdf", "2026-11-20/a-5.pdf", "staffing-2570-A-5.pdf", "x/staffing-2570-A-5 (2).PDF",
     "A-5 (1)/y.pdf", "ภาพถ่าย-A-5.png", "แบบของ A-5 แก้ไข 2.pdf", "แบบA-5.pdf"],
)  # fmt: skip
def test_the_folder_or_the_issued_name_tells_whom_to_ask_about_an_unreadable_file(name):
    (one,) = by_code(dataset((unread(name),)))["A-5"].files
    assert codes(one.findings) == [Code.FILE_DAMAGED]
    assert not one.sure


@pytest.mark.parametrize(
    "name", ["A-5/A-6.pdf", "A-5 A-6.pdf", "A-55.pdf", "A-5-1.pdf", "BA-5.pdf", "x.A-5", "x.pdf"]
)
def test_a_name_that_tells_two_agencies_or_none_tells_nothing(name):
    found_cases = cases(dataset((unread(name),)))
    assert not found_cases.cases
    assert [one.filed.returned.name for one in found_cases.nobody] == [name]


@pytest.mark.parametrize("code", ["5", "2569", "ab"])
def test_a_short_word_of_a_name_is_no_code_unless_it_is_all_of_the_name(code):
    there = replace(ROUND, recipients=(replace(AGENCIES[4], agency_code=code),))
    assert not cases(dataset((unread(f"แบบ {code}.pdf"),), (there,))).cases
    assert list(by_code(dataset((unread(f"{code}.pdf"),), (there,)))) == [code]


def test_two_agencies_alike_but_for_capitals_are_told_apart_by_no_folder():
    twins = (*AGENCIES, replace(AGENCIES[4], agency_code="a-5", serial=99))
    data = dataset((unread("A-5/x.pdf"),), (replace(ROUND, recipients=twins),))
    assert not cases(data).cases


def test_a_person_may_have_said_whose_an_unreadable_file_is():
    strange = unread("ไม่มีชื่อ.pdf")
    whose = Decision(strange.sha256, About.RESPONDENT, value="A-7", by="ก")
    (one,) = by_code(dataset((strange,), decisions=(whose,)))["A-7"].files
    assert codes(one.findings) == [Code.FILE_DAMAGED]


def test_what_a_person_has_settled_is_not_asked():
    return_ = wrong(6, vacancy__answer=("yes_now", "no_now"))
    settled = Decision(return_.sha256, About.ANSWER, "vacancy.answer", "yes_now", by="ก")
    data = dataset((return_,), decisions=(settled,))
    assert Code.MULTIPLE_MARKS not in codes(tuple(each for _, each in data.matters))
    asked = [each for case in cases(data).cases for one in case.files for each in one.findings]
    assert Code.MULTIPLE_MARKS not in codes(tuple(asked))


def test_what_the_office_must_do_itself_is_not_asked_of_an_agency():
    own = found(Code.FOUND_BY_ANCHOR, field="officers.answer", label="ข้าราชการ", raw="10")
    answers = {"office.code": "A-1", "office.name": "หน่วยงานที่ 1", "officers.answer": "10",
               "vacancy.answer": ("no_now",), "tools.used": ("mail",)}  # fmt: skip
    return_ = sent("A-1.xlsx", answers, found=(own,), roster=AGENCIES, of=form())
    found_cases = cases(dataset((return_,)))
    assert codes(tuple(each for _, each in found_cases.office)) == [Code.FOUND_BY_ANCHOR]
    assert not found_cases.cases


def test_respondents_that_differ_leave_both_files_unsure():
    returns = (
        sent("ก.xlsx", office_answers(8)),
        sent("ข.xlsx", office_answers(8, office__name="อื่น")),
    )
    (case,) = cases(dataset(returns, rounds=())).cases
    assert case.agency.recipient.agency_code == "A-8"
    for one in case.files:
        assert codes(one.findings) == [Code.RESPONDENTS_DIFFER]
        assert not one.sure
