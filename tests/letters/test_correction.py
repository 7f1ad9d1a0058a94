"""The words of a letter of correction, and of the notes in the agency's own file."""

import re

import pytest
from tests.letters.world import (
    DAY,
    RETURNS,
    SECRET,
    codes,
    dataset,
    stationery,
    text,
    unread,
    wrong,
)
from tests.mailbag import ESTATUS, form, office_answers, sent

from formgen.consolidate import consolidate
from formgen.letters.correction import correction, notes
from formgen.letters.places import Places
from formgen.letters.problems import Case, cases
from formgen.model.codes import Code
from formgen.model.decision import WHO
from formgen.model.document import Document

JARGON = re.compile(r"w:(tag|sdt|docPart)|AcroForm|trailer|[a-z_]+\.[a-z_]+\b(?<!example)")


def letter(case: Case, copies: tuple[int, ...] = (), **more) -> Document:
    return correction(case, Places(form()), stationery(**more), copies)[0]


def case_of(code: str, **more) -> Case:
    return next(one for one in cases(dataset(**more)).cases
                if one.agency.recipient.agency_code == code)  # fmt: skip


def all_cases() -> list[Case]:
    return list(cases(dataset()).cases)


def test_the_letter_has_the_form_of_an_external_letter():
    said = text(letter(case_of("A-2"), copies=(1,))).splitlines()
    starts = ["ที่ ", "เรื่อง  ขอให้ตรวจสอบและแก้ไข", "เรียน  ", "สิ่งที่ส่งมาด้วย  ๑", "สิ่งที่ส่งมาด้วย  ๒",
              "ตามที่ ", "จึงเรียนมา", "ขอแสดงความนับถือ", "("]  # fmt: skip
    places = [next(n for n, line in enumerate(said) if line.startswith(each)) for each in starts]
    assert places == sorted(places)
    assert "๑ ธันวาคม ๒๕๖๙" in said
    assert any("ภายในวันที่ ๑๕ ธันวาคม ๒๕๖๙" in line for line in said)


def test_each_problem_has_its_question_place_finding_and_what_to_do():
    said = text(letter(case_of("A-2")))
    assert "ข้อ ๑.๑ ข้าราชการ" in said
    assert "พบ “สิบ” ซึ่งไม่ใช่จำนวนเต็ม | โปรดกรอกเป็นจำนวนเต็ม\nคำตอบที่แบบให้ตอบได้ คือ จำนวนเต็ม" in said
    assert "แฟ้มที่ ๑ «A-2.xlsx» ได้รับเมื่อวันที่ ๒๐ พฤศจิกายน ๒๕๖๙" in said
    # the rule is told in the very words that the form prints
    assert "เงื่อนไขของแบบ: พื้นที่ต้องมากกว่าศูนย์" in said


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.agency.recipient.agency_code)
def test_no_ascii_digit_stands_in_thai_save_in_codes_names_and_what_was_quoted(case):
    said = text(letter(case, copies=(1,)))
    for quoted in (r"“.*?”", r"«.*?»", r"A-[0-9]+", r"ฉบับอื่นคือ .*", r"หน่วยงานที่ [0-9]+"):
        said = re.sub(quoted, "", said)
    assert not re.search("[0-9]", said)
    assert not JARGON.search(said)


def test_the_problems_are_numbered_throughout_and_counted():
    case = cases(dataset((*RETURNS, unread("A-3/x.pdf")))).cases[1]
    said = text(letter(case)).splitlines()
    numbers = [line.partition(" | ")[0] for line in said if re.match("[๐-๙]+ [|]", line)]
    assert numbers == ["๑", "๒", "๓"]
    assert any("จำนวน ๓ รายการ" in line for line in said)


def test_what_goes_with_the_letter_is_said():
    with_copy, without = (text(letter(case_of("A-6"), copies=each)) for each in ((1,), ()))
    assert "สำเนาแฟ้มแบบซึ่งทำเครื่องหมายไว้ จำนวน ๑ แฟ้ม" in with_copy
    assert "ไม่ได้แนบสำเนา" not in with_copy
    assert "สำเนาแฟ้มแบบ" not in without
    assert "ไม่ได้แนบสำเนา" in without


def test_without_a_deadline_none_is_asked_for():
    said = text(letter(case_of("A-6"), deadline=None))
    assert "ภายในวันที่" not in said


def test_of_a_file_that_may_be_anothers_no_answer_is_told():
    case = case_of("A-4")
    said = text(letter(case))
    assert "หน่วยงานอื่น" in said
    assert "แฟ้มใดยังไม่แน่ชัด" in said
    assert "สาม" not in said.replace("สามารถ", "")
    assert SECRET not in said
    assert all(each.code in WHO for one in case.files for each in one.findings)


def test_two_returns_that_differ_are_shown_side_by_side():
    said = text(letter(case_of("A-3")))
    assert "โปรดแจ้งว่าให้ใช้ฉบับใด" in said
    assert "ฉบับอื่นคือ ฉบับสอง.xlsx" in said
    assert "2026-11-20/" not in said
    assert (
        said.count("เครื่องมือที่ใช้ประจำ : เครื่องมือ: แฟ้มที่ ๑ “ลายมือชื่ออิเล็กทรอนิกส์”, แฟ้มที่ ๒ “อีเมลกลาง”") == 1
    )


def test_of_three_returns_each_difference_is_told_once():
    three = tuple(
        wrong(3, name=f"{name}.xlsx", tools__used=(tool,), officers__answer=count)
        for name, tool, count in (("ก", "mail", "10"), ("ข", "sign", "10"), ("ค", "mail", ""))
    )
    said = text(letter(case_of("A-3", returns=three)))
    assert "แฟ้มที่ ๑ “อีเมลกลาง”, แฟ้มที่ ๒ “ลายมือชื่ออิเล็กทรอนิกส์”" in said
    assert "แฟ้มที่ ๑ “10”, แฟ้มที่ ๓ “ไม่ระบุ”" in said
    assert said.count("อีเมลกลาง") == 1


def test_of_many_differences_the_first_are_told_and_the_rest_counted(monkeypatch):
    monkeypatch.setattr("formgen.letters.correction._DIFFERENCES", 1)
    pair = (wrong(3, name="ก.xlsx"), wrong(3, name="ข.xlsx", tools__used=("mail",),
                                            officers__answer="11"))  # fmt: skip
    assert "\nและอีก ๑ ข้อ" in text(letter(case_of("A-3", returns=pair)))


def test_the_reason_a_library_gave_is_not_for_the_agency():
    assert "trailer" not in text(letter(case_of("A-5")))
    assert "แฟ้มเสียหาย อ่านไม่ได้" in text(letter(case_of("A-5")))


def test_notes_say_at_each_place_what_the_letter_says():
    (one,) = case_of("A-2").files
    said = text(letter(case_of("A-2")))
    noted = notes(one, Places(form()))
    assert [each.field for each in noted] == [each.field for each in one.findings]
    assert [each.at for each in noted] == [each.at for each in one.findings]
    for note in noted:
        assert all(part in said for part in note.text.split(" คำตอบที่")[0].split(" โปรด")[:1])


def test_notes_of_a_rival_stand_at_every_field_that_differs():
    one, _ = case_of("A-3").files
    fields = {each.field for each in notes(one, Places(form()))}
    assert "tools.used" in fields


def test_the_mail_counts_the_same_things_as_the_letter():
    case = case_of("A-2")
    _, subject, body = correction(case, Places(form()), stationery(), (1,))
    assert subject.endswith("(A-2)")
    assert "เรียน หัวหน้าหน่วยงาน หน่วยงานที่ 2\n\n" in body
    assert "จำนวน ๓ รายการ" in body
    assert case.matters == 3
    assert body.endswith("\n")


def test_markup_and_names_in_what_agencies_write_are_words():
    nasty = "**x** «deadline» {raw} =1+1 <b>&amp;</b>"
    return_ = wrong(2, officers__answer=nasty)
    case = cases(dataset((return_,))).cases[0]
    assert f"พบ “{nasty}”" in text(letter(case))


def test_every_finding_of_the_survey_with_choices_can_be_told():
    asked = form(ESTATUS)
    answers = {"email.status": ("have", "none"), "social_media.status": ("perhaps",)}
    told = {"respondent.agency_code": "A-1", "respondent.phone": "812345678",
            "respondent.email": "ไม่มี", "respondent.response_date": "1/13/69"}  # fmt: skip
    return_ = sent("A-1.pdf", told | answers, of=asked, format="pdf")
    (case,) = cases(consolidate(asked, [return_])).cases
    found = {each for one in case.files for each in codes(one.findings)}
    assert {Code.MULTIPLE_MARKS, Code.CHOICE_UNKNOWN, Code.BAD_EMAIL, Code.PHONE_ZERO_RESTORED,
            Code.NOT_A_DATE, Code.REQUIRED_BLANK} <= found  # fmt: skip
    said = text(correction(case, Places(asked), stationery(), ())[0])
    assert "เลือกมากกว่าหนึ่งคำตอบ: มี, ไม่มี" in said
    assert "๐๘๑๒๓๔๕๖๗๘" in said


def test_the_day_of_the_letter_is_the_one_given():
    assert stationery().day == DAY
    _, subject, _ = correction(case_of("A-2"), Places(form()), stationery(), ())
    assert subject == correction(case_of("A-2"), Places(form()), stationery(), ())[1]


def test_one_who_answers_for_an_agency_nobody_listed_is_written_to_by_its_code():
    answers = office_answers(12, officers__answer="มาก") | {"office.name": ""}
    (case,) = cases(dataset((sent("x.xlsx", answers),), rounds=())).cases
    assert "เรียน  หัวหน้าหน่วยงาน A-12" in text(letter(case))
