"""The list for review: what it offers, what it takes, what it shows of what was decided."""

from tests.consolidate.clerk import Desk
from tests.export.sample import opened, sheet, status, table
from tests.mailbag import form, office_answers, sent

from formgen.consolidate import consolidate
from formgen.export.review import write_review
from formgen.export.verdicts import ANSWER, SHA256, VERDICT
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.result.verdict import Verdict


def number_of(data: Dataset, code: Code) -> int:
    return next(n for n, (_, finding) in enumerate(data.matters, 1) if finding.code is code)


def test_the_list_offers_what_fits_each_finding() -> None:
    book = opened(status(), write_review)
    review, lists = book.worksheets[0], book["รายการเลือก"]
    assert lists.sheet_state == "hidden"
    heading = next(row for row in review.iter_rows() if row[0].value == "ลำดับ")
    columns = {cell.value: cell.column_letter for cell in heading}
    assert review.column_dimensions[columns[SHA256]].hidden

    def choices(row: int, column: str) -> list[str]:
        where = f"{columns[column]}{row}"
        rules = [one for one in review.data_validations.dataValidation if where in one.sqref]
        if not rules:
            return []
        cells = rules[0].formula1.split("!")[1].replace("$", "")
        return [row[0].value for row in lists[cells]]

    start = heading[0].row
    double = start + number_of(status(), Code.MULTIPLE_MARKS)
    assert choices(double, VERDICT) == [Verdict.CORRECTED, Verdict.NO_ANSWER, Verdict.COUNTS_NOT]
    assert choices(double, ANSWER) == ["มี", "ไม่มี", "อยู่ระหว่างดำเนินการ"]
    who = start + number_of(status(), Code.NAME_DISAGREES)
    assert choices(who, VERDICT) == [Verdict.BELONGS, Verdict.COUNTS_NOT]
    assert choices(who, ANSWER)[4] == "76-005 หน่วยงาน 5"
    conflict = start + number_of(status(), Code.RETURN_CONFLICT)
    assert choices(conflict, VERDICT) == [Verdict.COUNTS, Verdict.COUNTS_NOT]
    damaged = start + number_of(status(), Code.FILE_DAMAGED)
    assert choices(damaged, VERDICT) == [Verdict.BELONGS, Verdict.COUNTS_NOT]


def test_a_person_may_answer_any_kind_of_field() -> None:
    answers = office_answers(
        1, officers__answer="สิบ", budget__used="มาก", office__filled_on="เมื่อวาน",
        vacancy__answer=("yes_now", "no_now"),
    )  # fmt: skip
    doubtful = found(
        Code.PLACES_DISAGREE, "B9", "tools.used", label="", one="", other="", other_at=""
    )
    desk = Desk(consolidate(form(), [sent("a.xlsx", answers, found=[doubtful])]))
    fill = {
        Code.NOT_AN_INTEGER: "๑๒",
        Code.NOT_A_DECIMAL: "1,234.50",
        Code.NOT_A_DATE: "๒๑ พ.ย. ๒๕๖๙",
        Code.MULTIPLE_MARKS: "ใช่",
        Code.PLACES_DISAGREE: "ระบบคลาวด์ภาครัฐ, อีเมลกลาง",
    }
    for code, text in fill.items():
        desk.type(code)({VERDICT: Verdict.CORRECTED, ANSWER: text})
    after = desk.after().by_code()["A-1"].answers
    assert after["officers.answer"].value == 12
    assert after["budget.used"].value == "1234.5"
    assert after["office.filled_on"].value == "2026-11-21"
    assert after["vacancy.answer"].value == "yes_now"
    assert after["tools.used"].value == ("mail", "cloud")


def test_decisions_of_every_kind_can_be_shown() -> None:
    file = sent("a.xlsx", office_answers(1))
    made = [
        Decision(file.sha256, About.COUNTS, value="no"),
        Decision(file.sha256, About.RESPONDENT, value="A-1"),
        Decision(file.sha256, About.SEEN, "TOKEN_UNCHECKED"),
        Decision(file.sha256, About.ANSWER, "vacancy.answer", None),
        Decision(file.sha256, About.ANSWER, "tools.used", ("mail", "cloud")),
        Decision(file.sha256, About.ANSWER, "gone.field", "x", "เหตุผล", "ผู้ตรวจ", "2026-11-22"),
    ]
    rows = table(sheet(consolidate(form(), [file], decisions=made), "ตัดสินแล้ว", write_review))
    assert [row[VERDICT] for row in rows] == [
        Verdict.COUNTS_NOT,
        f"{Verdict.BELONGS}: A-1",
        Verdict.AS_READ,
        Verdict.NO_ANSWER,
        f"{Verdict.CORRECTED}: อีเมลกลาง, ระบบคลาวด์ภาครัฐ",
        f"{Verdict.CORRECTED}: x",
    ]
