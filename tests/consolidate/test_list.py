"""The list for review as people hand it back: sorted, copied, renamed, old, contradictory."""

import csv
import io
import random
from dataclasses import replace

import openpyxl
import pytest
from tests.consolidate.clerk import LIST, Desk, again
from tests.mailbag import ESTATUS, form, office, office_answers, sent
from tests.test_consolidate import ends, officers, row

from formgen.consolidate import consolidate
from formgen.export import REVIEW, decided, read_review
from formgen.export.filled import decisions, typed, unusable
from formgen.export.review import write_review
from formgen.export.verdicts import (
    ANSWER,
    BY,
    CODE,
    FIELD,
    FILE,
    REASON,
    SHA256,
    TYPED,
    UNUSED,
    VERDICT,
)
from formgen.model.codes import Code
from formgen.model.dataset import Standing
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.model.returned import Returned, State
from formgen.result import words
from formgen.result.verdict import Verdict
from formgen.thai.numerals import to_thai

SIGNED = {REASON: "โทรสอบถามแล้ว", BY: "สมศรี"}
YES = {VERDICT: Verdict.CORRECTED, ANSWER: "ใช่"}


def twice(**more):
    """Two files with two marks each, and one with a blank."""
    marks = {"vacancy__answer": ("yes_now", "no_now")} | more
    returns = [sent(f"{n}.xlsx", office_answers(n, **marks)) for n in (1, 2)]
    returns.append(sent("3.xlsx", office_answers(3, vacancy__answer=())))
    return consolidate(form(), returns)


def answers(data):
    return [row(data, f"A-{n}")["vacancy.answer"] for n in (1, 2, 3)]


def filled():
    desk = Desk(twice())
    desk.type(Code.MULTIPLE_MARKS, "1")(YES)
    desk.type(Code.MULTIPLE_MARKS, "2")({VERDICT: Verdict.CORRECTED, ANSWER: "ไม่ใช่"})
    desk.type(Code.REQUIRED_BLANK, "3")({VERDICT: Verdict.AS_READ, **SIGNED})
    return desk


SETTLED = [
    (Standing.ANSWERED, "yes_now"),
    (Standing.ANSWERED, "no_now"),
    (Standing.BLANK, None),
]


# ---------------------------------------------------------------- the same list, handled


def test_a_filled_list_settles_everything() -> None:
    after = filled().after()
    assert answers(after) == SETTLED
    assert not after.matters


def test_rows_may_be_sorted() -> None:
    desk = filled()
    sheet, (start, _) = desk.sheet(), desk.heading(LIST)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=start + 1)]
    random.Random(3).shuffle(rows)
    for number, cells in enumerate(rows, start + 1):
        for column, value in enumerate(cells, 1):
            sheet.cell(number, column).value = value
    assert answers(desk.after()) == SETTLED


def test_columns_may_be_inserted_and_rows_above_the_table() -> None:
    desk = filled()
    desk.sheet().insert_cols(5, 2)
    desk.sheet().insert_rows(2, 3)
    assert answers(desk.after()) == SETTLED


def test_a_row_may_be_copied() -> None:
    desk = filled()
    desk.copy(1)
    assert len(desk.rows()) == 4
    assert answers(desk.after()) == SETTLED


@pytest.mark.parametrize(
    "typed_verdict",
    ["แก้เป็นคำตอบที่ถูกต้อง ", "แก้ เป็น คำตอบที่ถูกต้อง", "แก้เป็นคําตอบที่ถูกต้อง", "“แก้เป็นคำตอบที่ถูกต้อง”"],
)
def test_a_verdict_may_be_typed_by_hand(typed_verdict) -> None:
    desk = Desk(twice())
    desk.type(Code.MULTIPLE_MARKS, "1")({VERDICT: typed_verdict, ANSWER: " ใช่"})
    assert answers(desk.after())[0] == SETTLED[0]


def test_headings_may_be_spaced_otherwise() -> None:
    desk = filled()
    start, columns = desk.heading(LIST)
    desk.sheet().cell(start, columns[ANSWER]).value = "คำตอบที่ถูกต้อง  หรือ รหัสหน่วยงาน "
    assert answers(desk.after()) == SETTLED


# ---------------------------------------------------------------- a list that cannot be used


@pytest.mark.parametrize("heading", [VERDICT, ANSWER, REASON, BY, FILE, SHA256, FIELD, CODE])
def test_a_list_without_a_heading_is_put_aside_whole(heading, tmp_path) -> None:
    desk = filled()
    start, columns = desk.heading(LIST)
    desk.sheet().cell(start, columns[heading]).value = "อื่น"
    desk.book.save(tmp_path / REVIEW)
    review = read_review(tmp_path / REVIEW, form())
    assert decided(desk.data, [review])[0] == ()
    [said] = review.problems
    assert said.code is Code.REVIEW_UNREADABLE
    assert heading in said.message("th")
    assert "review.unreadable.xlsx" in said.message("th")


@pytest.mark.parametrize("column", [SHA256, FIELD, CODE, VERDICT])
def test_a_list_without_a_column_is_put_aside_whole(column, tmp_path) -> None:
    desk = filled()
    _, columns = desk.heading(LIST)
    desk.sheet().delete_cols(columns[column])
    desk.book.save(tmp_path / REVIEW)
    assert [one.code for one in read_review(tmp_path / REVIEW, form()).problems] == [
        Code.REVIEW_UNREADABLE
    ]


def test_a_list_whose_hidden_names_are_gone_is_put_aside_whole(tmp_path) -> None:
    scan = Returned("scan.pdf", "ab" * 32, 9, diagnostics=(found(Code.FIELDS_FLATTENED),))
    desk = Desk(consolidate(form(), [scan]))
    start, _ = desk.heading("พิมพ์คำตอบ")
    assert unusable(form(), desk.saved()) == ""
    desk.sheet("พิมพ์คำตอบ").delete_rows(start - 1)
    assert "ซ่อนไว้" in unusable(form(), desk.saved())


def test_a_list_sorted_with_its_headings_is_put_aside_whole() -> None:
    desk = filled()
    start, _ = desk.heading(LIST)
    sheet = desk.sheet()
    assert unusable(form(), desk.saved()) == ""
    for cell in list(sheet[start]):
        first = sheet.cell(start + 1, cell.column)
        cell.value, first.value = first.value, cell.value
    assert "หัวตาราง" in unusable(form(), desk.saved())


def test_another_workbook_is_no_list(tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "งบประมาณ"
    book.save(tmp_path / REVIEW)
    [said] = read_review(tmp_path / REVIEW, form(), aside=False).problems
    assert "ไม่พบตาราง" in said.message("th")
    assert dict(said.facts)["kept"] == REVIEW


def test_a_list_in_another_kind_of_file_is_told_so(tmp_path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(filled().saved()[0])
    (tmp_path / REVIEW).write_text(text.getvalue(), encoding="utf-8-sig")
    [said] = read_review(tmp_path / REVIEW, form()).problems
    assert said.code is Code.REVIEW_UNREADABLE


# ---------------------------------------------------------------- decided twice


def test_of_two_verdicts_that_contradict_each_other_neither_counts() -> None:
    desk = filled()
    start, _ = desk.heading(LIST)
    copy = desk.copy(1, {ANSWER: "ไม่ใช่"})
    made, said = desk.decided()
    assert [one.code for one in said] == [Code.DECISION_CONTRADICTS] * 2
    assert {one.at for one in said} == {str(start + 1), str(copy)}
    assert f"แถว {to_thai(copy)}" in said[0].message("th")
    after = again(desk.data, made)
    assert answers(after) == [(Standing.DOUBTFUL, None), *SETTLED[1:]]
    renewed = Desk(after, desk.left())
    assert renewed.rows()[0][ANSWER] == "ใช่"
    assert "ไม่ใช่" in str([*renewed.sheet(UNUSED).values])


def test_to_keep_and_to_change_one_thing_is_a_contradiction() -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1, officers__answer="6000"))])
    desk = Desk(data)
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **SIGNED})
    desk.copy(1, {VERDICT: Verdict.CORRECTED, ANSWER: "60"})
    made, said = desk.decided()
    assert (made, len(said)) == ((), 2)


def test_two_lists_that_contradict_each_other_decide_nothing(tmp_path) -> None:
    lists = []
    for name, answer in (("ก", "ใช่"), ("ข", "ไม่ใช่")):
        desk = Desk(twice())
        desk.type(Code.MULTIPLE_MARKS, "1")({VERDICT: Verdict.CORRECTED, ANSWER: answer})
        desk.type(Code.MULTIPLE_MARKS, "2")(YES)
        desk.book.save(tmp_path / f"{name}.xlsx")
        lists.append(read_review(tmp_path / f"{name}.xlsx", form()))
    made, said = decided(desk.data, lists)
    assert [one.code for one in said] == [Code.DECISION_CONTRADICTS] * 2
    assert {one.file for one in said} == {str(each.path) for each in lists}
    assert "ข.xlsx แถว" in said[0].message("th")
    assert [one.subject for one in made] == ["vacancy.answer"]


def test_two_rivals_cannot_both_count() -> None:
    desk = Desk(consolidate(form(), [officers("a.xlsx", "1"), officers("b.xlsx", "2")]))
    for name in ("a", "b"):
        desk.type(Code.RETURN_CONFLICT, name)({VERDICT: Verdict.COUNTS})
    made, said = desk.decided()
    assert made == ()
    assert [one.code for one in said] == [Code.DECISION_CONTRADICTS] * 2


def test_a_rival_that_was_not_in_the_rows_does_not_count_either() -> None:
    returns = [officers(f"{name}.xlsx", name) for name in ("1", "2", "3")]
    desk = Desk(consolidate(form(), returns))
    start, _ = desk.heading(LIST)
    desk.type(Code.RETURN_CONFLICT, "2")({VERDICT: Verdict.COUNTS})
    desk.sheet().delete_rows(start + 3)
    assert ends(desk.after())["2.xlsx"] == (State.ACCEPTED, Code.RETURN_COUNTED)


# ---------------------------------------------------------------- from an older run


def test_a_list_that_was_taken_in_before_says_nothing_new() -> None:
    desk = filled()
    after = desk.after()
    assert decisions(after, *desk.saved()) == ((), ())
    assert Desk(after, desk.left()).book.sheetnames.count(UNUSED) == 0


def test_what_is_not_open_any_more_is_told_and_kept() -> None:
    desk = filled()
    other = Decision(desk.data.files[0].returned.sha256, About.ANSWER, "vacancy.answer", "no_now")
    now = again(desk.data, (other,))
    made, [said] = decisions(now, *desk.saved())
    assert said.code is Code.DECISION_STALE
    assert UNUSED in said.message("th")
    after = again(now, made)
    assert answers(after) == [(Standing.ANSWERED, "no_now"), *SETTLED[1:]]
    renewed = Desk(after, desk.left())
    [spare] = renewed.sheet(UNUSED).iter_rows(min_row=4, values_only=True)
    assert "ใช่" in spare[2]
    assert Desk(after, renewed.left()).sheet(UNUSED)["C4"].value == spare[2]


def test_a_row_about_a_file_that_nobody_received_is_told() -> None:
    desk = filled()
    fewer = consolidate(form(), [one.returned for one in desk.data.files[1:]])
    made, [said] = decisions(fewer, *desk.saved())
    assert (said.code, len(made)) == (Code.DECISION_FILE_UNKNOWN, 2)
    assert "ใช่" in str(Desk(fewer, desk.left()).sheet(UNUSED)["C4"].value)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({VERDICT: "ใช้ข้อแรก"}, Code.DECISION_BAD),
        ({VERDICT: Verdict.AS_READ}, Code.DECISION_BAD),
        ({VERDICT: Verdict.CORRECTED}, Code.DECISION_BAD),
        ({VERDICT: Verdict.CORRECTED, ANSWER: "อาจจะ"}, Code.DECISION_BAD),
        ({VERDICT: Verdict.COUNTS}, Code.DECISION_BAD),
        ({VERDICT: Verdict.NO_ANSWER, ANSWER: "ใช่", **SIGNED}, Code.DECISION_BAD),
        ({VERDICT: Verdict.COUNTS_NOT, ANSWER: "ใช่"}, Code.DECISION_BAD),
        ({**YES, SHA256: "00"}, Code.DECISION_FILE_UNKNOWN),
        ({**YES, CODE: "?"}, Code.DECISION_FILE_UNKNOWN),
    ],
)
def test_what_cannot_be_used_decides_nothing_and_is_said(cells, problem) -> None:
    desk = Desk(twice())
    desk.type(Code.MULTIPLE_MARKS, "2")(cells)
    made, [said] = desk.decided()
    assert (made, said.code) == ((), problem)
    assert said.at == str(desk.heading(LIST)[0] + 2)
    assert said.message("th")


def test_a_list_with_nothing_typed_decides_nothing() -> None:
    desk = Desk(twice())
    assert desk.decided() == ((), ())
    assert desk.left() == typed(form())
    assert decisions(desk.data) == decisions(desk.data, []) == ((), ())


# ---------------------------------------------------------------- what fits a finding


def offers(desk, code, file="", column=VERDICT):
    """What the drop-down of a finding's row offers."""
    start, columns = desk.heading(LIST)
    number = next(
        n
        for n, (filed, one) in enumerate(desk.data.matters, 1)
        if one.code is code and filed.returned.name.startswith(file)
    )
    cell = desk.sheet().cell(start + number, columns[column]).coordinate
    rules = desk.sheet().data_validations.dataValidation
    chosen = next((one for one in rules if cell in one.sqref), None)
    if chosen is None:
        return []
    name, cells = chosen.formula1.lstrip("=").replace("$", "").split("!")
    return [row[0].value for row in desk.book[name.strip("'")][cells]]


def test_the_list_offers_what_fits_each_finding() -> None:
    roster = [office(1), office(2)]
    returns = [
        sent("1.xlsx", office_answers(1, vacancy__answer=("yes_now", "no_now")), roster=roster),
        sent("2.xlsx", office_answers(2, officers__answer="1"), roster=roster),
        sent("3.xlsx", office_answers(2, officers__answer="6000"), roster=roster),
        sent("4.xlsx", office_answers(1, office__name="อื่น"), roster=roster),
        Returned("5.pdf", "ab" * 32, 9, diagnostics=(found(Code.FILE_DAMAGED, reason="x"),)),
        Returned("6.pdf", "cd" * 32, 9, diagnostics=(found(Code.FORM_OTHER_SURVEY, survey="x"),)),
    ]
    desk = Desk(consolidate(form(), returns, roster=roster))
    assert desk.book["รายการเลือก"].sheet_state == "hidden"
    changes = [Verdict.CORRECTED, Verdict.NO_ANSWER, Verdict.COUNTS_NOT]
    assert offers(desk, Code.MULTIPLE_MARKS) == changes
    assert offers(desk, Code.MULTIPLE_MARKS, column=ANSWER) == ["ใช่", "ไม่ใช่"]
    assert offers(desk, Code.CONSTRAINT_FAILED) == [Verdict.AS_READ, *changes]
    assert offers(desk, Code.RETURN_CONFLICT) == [Verdict.COUNTS, Verdict.COUNTS_NOT]
    who = [Verdict.BELONGS, Verdict.COUNTS_NOT]
    codes = ["A-1 หน่วยงานที่ 1", "A-2 หน่วยงานที่ 2"]
    for code in (Code.NAME_DISAGREES, Code.FILE_DAMAGED):
        assert offers(desk, code) == who
        assert offers(desk, code, column=ANSWER) == codes
    assert offers(desk, Code.FORM_OTHER_SURVEY) == [Verdict.COUNTS_NOT]
    hidden = desk.sheet().column_dimensions
    columns = desk.heading(LIST)[1]
    letters = [desk.sheet().cell(1, columns[name]).column_letter for name in (SHA256, FIELD, CODE)]
    assert hidden[letters[0]].hidden


def test_a_person_may_answer_any_kind_of_field() -> None:
    raw = office_answers(
        1, officers__answer="สิบ", budget__used="มาก", office__filled_on="เมื่อวาน",
        vacancy__answer=("yes_now", "no_now"),
    )  # fmt: skip
    doubt = found(Code.PLACES_DISAGREE, "B9", "tools.used", label="", one="", other="", other_at="")
    desk = Desk(consolidate(form(), [sent("a.xlsx", raw, found=[doubt])]))
    for code, text in {
        Code.NOT_AN_INTEGER: "๑๒",
        Code.NOT_A_DECIMAL: "1,234.50",
        Code.NOT_A_DATE: "๒๑ พ.ย. ๒๕๖๙",
        Code.MULTIPLE_MARKS: "ใช่",
        Code.PLACES_DISAGREE: "ระบบคลาวด์ภาครัฐ, อีเมลกลาง",
    }.items():
        desk.type(code)({VERDICT: Verdict.CORRECTED, ANSWER: text})
    told = row(desk.after(), "A-1")
    assert told["officers.answer"] == (Standing.ANSWERED, 12)
    assert told["budget.used"] == (Standing.ANSWERED, "1234.5")
    assert told["office.filled_on"] == (Standing.ANSWERED, "2026-11-21")
    assert told["vacancy.answer"] == (Standing.ANSWERED, "yes_now")
    assert told["tools.used"] == (Standing.ANSWERED, ("mail", "cloud"))


def test_decisions_of_every_kind_are_shown() -> None:
    file = sent("a.xlsx", office_answers(1))
    label = form().field("officers.answer").label
    made = {
        Decision(file.sha256, About.COUNTS, value="no"): ("", Verdict.COUNTS_NOT),
        Decision(file.sha256, About.COUNTS, "b.xlsx", value="yes"): ("", Verdict.COUNTS),
        Decision(file.sha256, About.RESPONDENT, value="A-1"): ("", f"{Verdict.BELONGS}: A-1"),
        Decision(file.sha256, About.SEEN, "TOKEN_UNCHECKED #0123456789ab"): ("", Verdict.AS_READ),
        Decision(file.sha256, About.SEEN, "BAD_EMAIL officers.answer"): (
            f"๑.๑ {label}", Verdict.AS_READ,
        ),
        Decision(file.sha256, About.ANSWER, "officers.answer", None): (
            f"๑.๑ {label}", Verdict.NO_ANSWER,
        ),
        Decision(file.sha256, About.ANSWER, "tools.used", ("mail", "cloud")): (
            f"๑.๑ {form().field('tools.used').label}",
            f"{Verdict.CORRECTED}: อีเมลกลาง, ระบบคลาวด์ภาครัฐ",
        ),
        Decision(file.sha256, About.ANSWER, "office.filled_on", "2026-11-22"): (
            "วันที่กรอก", f"{Verdict.CORRECTED}: ๒๒ พฤศจิกายน ๒๕๖๙",
        ),
        Decision(file.sha256, About.ANSWER, "gone.field", "x"): (
            "gone.field", f"{Verdict.CORRECTED}: x",
        ),
    }  # fmt: skip
    desk = Desk(consolidate(form(), [file], decisions=list(made)))
    shown = [(one["ข้อ"] or "", one[VERDICT]) for one in desk.rows("ตัดสินแล้ว")]
    assert shown == list(made.values())


def test_unfinished_rows_stay_with_what_was_typed() -> None:
    desk = Desk(twice())
    cells = {REASON: "รอคำตอบ", BY: "ก"}
    desk.type(Code.MULTIPLE_MARKS, "2")(cells)
    kept = Desk(desk.data, desk.left()).rows()
    assert [{name: one[name] for name in TYPED if one[name]} for one in kept] == [{}, cells, {}]


def test_who_it_is_is_found_in_the_roster_however_it_is_typed() -> None:
    roster = [office(1), office(2)]
    other = office_answers(1, office__name="อื่น")
    data = consolidate(form(), [sent("a.xlsx", other, roster=roster)], roster=roster)
    for text, code in (("a-๒", "A-2"), ("A-2 หน่วยงานที่ 2", "A-2"), ("A-9", ""), ("", "")):
        desk = Desk(data)
        desk.type(Code.NAME_DISAGREES)({VERDICT: Verdict.BELONGS, ANSWER: text})
        made, said = desk.decided()
        assert [one.value for one in made] == ([code] if code else [])
        assert [one.code for one in said] == ([] if code else [Code.DECISION_BAD])


def test_what_never_could_be_opened_is_known_by_its_name() -> None:
    why = found(Code.FILE_UNREADABLE, reason="x")
    closed = [Returned(f"{name}.pdf", "", 0, diagnostics=(why,)) for name in "abc"]
    desk = Desk(consolidate(form(), closed))
    assert offers(desk, Code.FILE_UNREADABLE) == [Verdict.COUNTS_NOT]
    desk.put(LIST, 2, {VERDICT: Verdict.COUNTS_NOT})
    shown = Desk(desk.data, desk.left()).rows()
    assert [bool(one[VERDICT]) for one in shown] == [False, True, False]
    after = desk.after()
    assert [filed.returned.name for filed, _ in after.matters] == ["a.pdf", "c.pdf"]
    opened = consolidate(form(), [closed[0], sent("b.pdf", office_answers(1)), closed[2]])
    _, [said] = decisions(opened, *desk.saved())
    assert said.code is Code.DECISION_STALE


def test_a_choice_with_a_comma_is_one_choice() -> None:
    choices = form().field("tools.used").choices
    label = "อีเมล, โทรสาร"
    new = (replace(choices[0], label=label), *choices[1:])
    fields = tuple(
        replace(one, choices=new) if one.name == "tools.used" else one for one in form().fields
    )
    made = replace(form(), fields=fields)
    doubt = found(Code.PLACES_DISAGREE, "B9", "tools.used", label="", one="", other="", other_at="")
    data = consolidate(made, [sent("a.xlsx", office_answers(1), of=made, found=[doubt])])
    for text in (label, f"{label}\nระบบคลาวด์ภาครัฐ"):
        desk = Desk(data)
        desk.type(Code.PLACES_DISAGREE)({VERDICT: Verdict.CORRECTED, ANSWER: text})
        told = row(desk.after(), "A-1")["tools.used"][1]
        assert told == (("mail",) if text == label else ("mail", "cloud"))


def test_places_are_questions_for_people() -> None:
    made = form(ESTATUS)
    at = "w:tag email.have, w:tag email.none"
    marks = found(Code.MULTIPLE_MARKS, at, "email.status", label="x", marks=("มี", "ไม่มี"))
    data = consolidate(
        made, [sent("a.docx", {"respondent.agency_code": "1"}, of=made, found=[marks])]
    )
    [told] = [one for one in Desk(data).rows() if "มากกว่าหนึ่งคำตอบ" in one["ปัญหาที่พบ"]]
    label = made.field("email.status").label
    assert told["ตำแหน่งในแฟ้ม"] == f"๑ {label} (“มี”, “ไม่มี”)"


def test_controls_in_the_words_of_a_finding_are_for_people_too() -> None:
    facts = {"label": "x", "one": "มี", "other": "ไม่มี", "other_at": "w:tag email.none"}
    said = found(Code.PLACES_DISAGREE, "w:tag email.have", "email.status", **facts)
    assert "w:tag" not in " ".join(words.problem(said))
    assert "ช่อง email.none" in words.problem(said)[0]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("แบบสำรวจ!C5", "แบบสำรวจ!C5"),
        ("w:tag website.remark", "๓.๑ เว็บไซต์ : หมายเหตุ"),
        ("AcroForm website-status", "๓.๑ เว็บไซต์ : สถานะ"),
        ("w:tag respondent.phone", "หมายเลขโทรศัพท์"),
        ("w:tag strange.thing", "ช่อง strange.thing"),
        ("FreeText, page 2", "FreeText, หน้า ๒"),
        ("", ""),
    ],
)
def test_a_place_is_told_as_people_know_it(at, told) -> None:
    assert words.place(form(ESTATUS), at) == told


def test_the_same_list_has_the_same_bytes() -> None:
    desk = filled()
    for before in (desk.left(), typed(form())):
        assert write_review(desk.data, before) == write_review(desk.data, before)
