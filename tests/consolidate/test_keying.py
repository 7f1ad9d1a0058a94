"""What no program could read is typed by a person, and is then a return like any other."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from tests.consolidate.clerk import Desk, again
from tests.mailbag import ESTATUS, form, office, office_answers, sent
from tests.test_consolidate import adds_up, changed, ends, row

from formgen.consolidate import consolidate
from formgen.export.files import responses_jsonl
from formgen.export.filled import decisions
from formgen.export.keying import AGENCY, BY, COMPLETE, DONE, SHEET
from formgen.export.review import write_review
from formgen.export.verdicts import ANSWER, UNUSED, VERDICT
from formgen.model.codes import Code
from formgen.model.dataset import Standing
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.model.reading import By
from formgen.model.returned import Returned, State
from formgen.result.verdict import KEYED, Verdict

ROSTER = [office(1), office(2)]
SIGNED = {AGENCY: "A-1 หน่วยงานที่ 1", BY: "สมศรี", DONE: COMPLETE}
WHOLE = {
    "office.filled_on": "๒๒ พฤศจิกายน ๒๕๖๙",
    "officers.answer": "๑๐",
    "vacancy.answer": "ไม่ใช่",
    "tools.used": "ลายมือชื่ออิเล็กทรอนิกส์, อีเมลกลาง",
}


def unread(name="scan.pdf", code=Code.FIELDS_FLATTENED, data="ab", **facts):
    return Returned(name, data * 32, 9, "2026-11-20", "pdf", diagnostics=(found(code, **facts),))


def waiting(*more, roster=ROSTER):
    return consolidate(form(), [unread(), *more], roster=roster)


def typed(cells=None, data=None):
    desk = Desk(data or waiting())
    desk.key(1, {**WHOLE, **SIGNED, **(cells or {})})
    return desk


# ---------------------------------------------------------------- a file like any other


def test_what_was_typed_counts_like_any_return() -> None:
    after = typed().after()
    assert ends(after) == {"scan.pdf": (State.ACCEPTED, Code.RETURN_COUNTED)}
    assert not after.matters
    told = row(after, "A-1")
    assert told["officers.answer"] == (Standing.ANSWERED, 10)
    assert told["vacancy.answer"] == (Standing.ANSWERED, "no_now")
    assert told["tools.used"] == (Standing.ANSWERED, ("mail", "sign"))
    assert told["budget.used"] == (Standing.BLANK, None)
    assert told["vacant_since.answer"] == (Standing.NOT_ASKED, None)
    assert after.files[0].answered_on == "2026-11-22"
    adds_up(after, 1)


def test_its_record_says_that_a_person_read_it() -> None:
    line = json.loads(responses_jsonl(typed().after()))
    assert line["respondent"]["by"] == "person"
    assert line["respondent"]["agency_code"] == "A-1"
    assert {one["by"] for one in line["answers"].values()} == {"person"}
    assert line["answers"]["tools.used"]["value"] == ["mail", "sign"]
    assert set(line["answers"]) == {field.name for field in form().fields}


def test_what_the_roster_knows_need_not_be_typed() -> None:
    told = row(typed().after(), "A-1")
    assert told["office.code"] == (Standing.ANSWERED, "A-1")
    assert told["office.name"] == (Standing.ANSWERED, "หน่วยงานที่ 1")
    own = row(typed({"office.name": "หน่วยงานหนึ่ง"}).after(), "A-1")
    assert own["office.name"] == (Standing.ANSWERED, "หน่วยงานหนึ่ง")


def test_every_field_is_decided_and_bound_to_the_bytes() -> None:
    made, _ = typed().decided()
    assert {one.sha256 for one in made} == {"ab" * 32}
    assert {one.by for one in made} == {"สมศรี"}
    about = [one.about for one in made]
    assert about.count(About.ANSWER) == len(form().fields)
    assert about[-2:] == [About.RESPONDENT, About.KEYED]
    assert made[-1].value == form().digest


def test_the_rules_of_the_survey_hold_for_it() -> None:
    broken = {"officers.answer": "6000", "vacancy.answer": "", "tools.used": "อื่น ๆ (ระบุ)"}
    after = typed(broken).after()
    assert {finding.code for _, finding in after.matters} == {
        Code.CONSTRAINT_FAILED, Code.REQUIRED_BLANK, Code.SPECIFY_BLANK,
    }  # fmt: skip
    assert after.files[0].counted


def test_a_rule_it_breaks_can_be_waived_and_an_answer_corrected() -> None:
    after = typed({"officers.answer": "6000"}).after()
    desk = Desk(after)
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.CORRECTED, ANSWER: "60"})
    assert row(desk.after(), "A-1")["officers.answer"] == (Standing.ANSWERED, 60)
    desk = Desk(after)
    signed = {"เหตุผล": "ตามแฟ้ม", "ผู้ตรวจสอบ": "ก"}
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.AS_READ, **signed})
    assert len(desk.after().waivers) == 1


def test_it_is_superseded_and_a_duplicate_like_any_return() -> None:
    later = sent("late.xlsx", office_answers(1, officers__answer="11"), received="2026-11-21")
    data = typed(data=waiting(later)).after()
    assert ends(data) == {
        "late.xlsx": (State.ACCEPTED, Code.RETURN_COUNTED),
        "scan.pdf": (State.SUPERSEDED, Code.RETURN_SUPERSEDED),
    }
    scan = next(one for one in data.files if one.differences)
    assert [(one.field, one.here, one.there) for one in scan.differences] == [
        ("officers.answer", "10", "11")
    ]
    same = sent("same.xlsx", office_answers(1), received="2026-11-21")
    assert ends(typed(data=waiting(same)).after())["same.xlsx"][0] is State.DUPLICATE


def test_its_twin_of_the_same_bytes_counts_once() -> None:
    data = waiting(unread("again/scan.pdf"))
    assert {state for state, _ in ends(data).values()} == {State.QUARANTINED}
    desk = typed(data=data)
    assert len(desk.rows(SHEET)) == 1
    after = desk.after()
    assert sorted(state for state, _ in ends(after).values()) == [State.ACCEPTED, State.DUPLICATE]
    adds_up(after, 2)


# ---------------------------------------------------------------- complete or not


@pytest.mark.parametrize("wanting", [AGENCY, BY])
def test_it_is_complete_with_code_and_name_only(wanting) -> None:
    made, [said] = typed({wanting: None}).decided()
    assert (made, said.code) == ((), Code.DECISION_BAD)


def test_it_is_complete_when_it_says_so() -> None:
    assert typed({DONE: None}).decided() == ((), ())
    made, [said] = typed({DONE: "ยัง"}).decided()
    assert (made, dict(said.facts)["allowed"]) == ((), COMPLETE)
    assert typed({DONE: f" {COMPLETE} "}).decided()[1] == ()


def test_each_bad_cell_is_told_with_its_row_and_column_and_nothing_is_lost() -> None:
    bad = {"officers.answer": "สิบ", "vacancy.answer": "อาจจะ", AGENCY: "Z-9"}
    desk = typed(bad)
    made, said = desk.decided()
    assert made == ()
    assert len(said) == 3
    start, _ = desk.heading(SHEET)
    names = {cell.column_letter: cell.value for cell in desk.sheet(SHEET)[start - 1]}
    places = {one.at.removeprefix(f"{SHEET}!") for one in said}
    assert {names[place.rstrip("0123456789")] for place in places} == set(bad)
    assert {place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in places} == {str(start + 1)}
    renewed = Desk(desk.data, desk.left())
    assert renewed.decided() == (made, said)
    cells = {cell.value for cell in renewed.sheet(SHEET)[start + 1]}
    assert {"สิบ", "อาจจะ", "Z-9", "สมศรี", COMPLETE} <= cells


def test_what_is_half_typed_stays() -> None:
    desk = typed({DONE: None, BY: None})
    kept = Desk(desk.data, desk.left())
    assert {WHOLE["officers.answer"], "ไม่ใช่"} <= {cell.value for cell in kept.sheet(SHEET)[6]}


def test_a_telephone_number_must_be_typed_whole() -> None:
    data = consolidate(form(ESTATUS), [unread()])
    desk = Desk(data)
    desk.key(1, {"respondent.phone": "21234567", **SIGNED, AGENCY: "76-001"})
    made, [said] = desk.decided()
    assert (made, said.code) == ((), Code.DECISION_BAD)
    desk.key(1, {"respondent.phone": "๐๒ ๑๒๓ ๔๕๖๗"})
    assert row(desk.after(), "76-001")["respondent.phone"] == (Standing.ANSWERED, "021234567")


def test_cells_keep_what_is_typed_as_text() -> None:
    desk = Desk(waiting())
    start, _ = desk.heading(SHEET)
    formats = {cell.value: desk.sheet(SHEET).cell(start + 1, cell.column).number_format
               for cell in desk.sheet(SHEET)[start - 1]}  # fmt: skip
    assert {formats[name] for name in ("officers.answer", "office.name", AGENCY, BY)} == {"@"}


def test_choices_and_codes_are_offered() -> None:
    desk = Desk(waiting())
    start, _ = desk.heading(SHEET)
    names = {cell.value: cell.column_letter for cell in desk.sheet(SHEET)[start - 1]}
    rules = desk.sheet(SHEET).data_validations.dataValidation

    def menu(name):
        where = f"{names[name]}{start + 1}"
        rule = next(one for one in rules if where in one.sqref)
        sheet, cells = rule.formula1.lstrip("=").replace("$", "").split("!")
        found = desk.book[sheet.strip("'")][cells]
        entries = [one[0].value for one in found] if isinstance(found, tuple) else [found.value]
        return entries, bool(rule.showErrorMessage)

    assert menu("vacancy.answer") == (["ใช่", "ไม่ใช่"], True)
    assert menu("tools.used")[1] is False
    assert menu(AGENCY) == (["A-1 หน่วยงานที่ 1", "A-2 หน่วยงานที่ 2"], False)
    assert menu(DONE) == ([COMPLETE], True)


# ---------------------------------------------------------------- afterwards


def test_it_stays_in_the_sheet_and_is_not_decided_again() -> None:
    after = typed().after()
    desk = Desk(after)
    start, _ = desk.heading(SHEET)
    cells = {cell.value for cell in desk.sheet(SHEET)[start + 1]}
    assert {"A-1", "10", "ไม่ใช่", "๒๒ พฤศจิกายน ๒๕๖๙", "สมศรี", COMPLETE} <= cells
    assert desk.decided() == ((), ())
    assert [one[VERDICT] for one in desk.rows("ตัดสินแล้ว")] == [KEYED]


def test_it_can_be_put_right_in_its_row() -> None:
    desk = Desk(typed().after())
    desk.key(1, {"officers.answer": "12", "tools.used": "อีเมลกลาง\nระบบคลาวด์ภาครัฐ", BY: "มานี"})
    made, _ = desk.decided()
    assert {(one.subject, one.by) for one in made if one.about is About.ANSWER} == {
        ("officers.answer", "มานี"),
        ("tools.used", "มานี"),
    }
    told = row(desk.after(), "A-1")
    assert told["officers.answer"] == (Standing.ANSWERED, 12)
    assert told["tools.used"] == (Standing.ANSWERED, ("mail", "cloud"))


def test_a_row_of_an_older_list_does_not_undo_what_was_decided_since() -> None:
    old = typed({"officers.answer": "6000"})
    after = old.after()
    desk = Desk(after)
    desk.type(Code.CONSTRAINT_FAILED)({VERDICT: Verdict.CORRECTED, ANSWER: "60"})
    now = desk.after()
    made, [said] = decisions(now, *old.saved())
    assert (made, said.code) == ((), Code.DECISION_STALE)
    assert decisions(after, *old.saved()) == ((), ())
    kept = Desk(now, old.left())
    assert row(now, "A-1")["officers.answer"] == (Standing.ANSWERED, 60)
    assert "60" in {cell.value for cell in kept.sheet(SHEET)[kept.heading(SHEET)[0] + 1]}
    assert "6000" in str([*kept.sheet(UNUSED).values])
    assert kept.decided() == ((), ())


def test_once_it_can_be_read_the_row_is_kept_aside() -> None:
    desk = typed({DONE: None})
    readable = replace(sent("scan.pdf", office_answers(1)), sha256="ab" * 32)
    data = consolidate(form(), [readable], roster=ROSTER)
    renewed = Desk(data, desk.left())
    assert SHEET not in renewed.book.sheetnames
    [spare] = renewed.sheet(UNUSED).iter_rows(min_row=4, values_only=True)
    assert "ไม่ใช่" in spare[2]
    kept = Desk(data, renewed.left())
    assert UNUSED in kept.book.sheetnames


def test_an_earlier_form_is_merged_as_it_was_typed() -> None:
    made, _ = typed().decided()
    now = changed(form(), "officers.answer", label="ข้าราชการ (แบบใหม่)")
    data = consolidate(
        now, [unread()], roster=ROSTER, older={form().digest: form()}, decisions=made
    )
    told = row(data, "A-1")
    assert told["vacancy.answer"] == (Standing.ANSWERED, "no_now")
    assert told["officers.answer"] == (Standing.DOUBTFUL, None)
    assert ends(data)["scan.pdf"] == (State.REVIEW, Code.FORM_FIELD_CHANGED)
    meaning = now.field("officers.answer").digest
    later = Decision("ab" * 32, About.ANSWER, "officers.answer", 11, meaning=meaning)
    settled = again(data, (later,), older={form().digest: form()})
    assert row(settled, "A-1")["officers.answer"] == (Standing.ANSWERED, 11)


def test_what_was_typed_is_not_taken_for_an_answer_to_a_changed_form() -> None:
    before = typed().after()
    kept = Desk(before, typed().left())
    now = changed(form(), "officers.answer", label="ข้าราชการ (แบบใหม่)")
    data = again(replace(before, form=now), (), older={form().digest: form()})
    assert decisions(data, *kept.saved()) == ((), ())
    renewed = Desk(data, kept.left())
    assert renewed.decided() == ((), ())
    start, _ = renewed.heading(SHEET)
    names = {cell.value: cell.column for cell in renewed.sheet(SHEET)[start - 1]}
    assert not renewed.sheet(SHEET).cell(start + 1, names["officers.answer"]).value


def test_a_form_that_nobody_knows_any_more_is_told() -> None:
    made, _ = typed().decided()
    now = changed(form(), "officers.answer", label="ข้าราชการ (แบบใหม่)")
    data = consolidate(now, [unread()], decisions=made)
    assert ends(data)["scan.pdf"] == (State.QUARANTINED, Code.FORM_UNKNOWN)


# ---------------------------------------------------------------- which files


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (Code.FILE_EMPTY, {}),
        (Code.FILE_HOSTILE, {"reason": "x"}),
        (Code.FILE_CONTAINER, {"what": "ZIP"}),
        (Code.FORM_OTHER_SURVEY, {"survey": "x"}),
    ],
)
def test_what_holds_no_answers_is_not_to_be_typed(code, facts) -> None:
    assert SHEET not in Desk(consolidate(form(), [unread("x", code, **facts)])).book.sheetnames


def test_what_was_excluded_or_never_opened_is_not_to_be_typed() -> None:
    no = Decision("ab" * 32, About.COUNTS, value="no")
    closed = Returned("b", "", 0, diagnostics=(found(Code.FILE_UNREADABLE, reason="x"),))
    data = consolidate(form(), [unread(), closed], decisions=[no])
    assert SHEET not in Desk(data).book.sheetnames


# ---------------------------------------------------------------- its pages


def linked(pictures):
    content = write_review(waiting(), pictures={"ab" * 32: pictures})
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    return "".join(text for name, text in parts.items() if name.endswith(".rels"))


def test_its_pages_can_be_opened_from_the_row() -> None:
    rels = linked(["pages/ab/1.png", "pages/ab/2.png"])
    assert rels.replace("\\", "/").count("pages/ab/") == 2
    assert rels.count('TargetMode="External"') == 2


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.png", "http://x/y.png", "a/../../b.png"])
def test_a_link_leads_nowhere_else(path) -> None:
    assert 'TargetMode="External"' not in linked([path])


# ---------------------------------------------------------------- whose it is, at least


def test_what_cannot_be_read_can_be_given_to_its_agency() -> None:
    desk = Desk(waiting())
    desk.type(Code.FIELDS_FLATTENED)({VERDICT: Verdict.BELONGS, ANSWER: "a-2"})
    after = desk.after()
    assert ends(after) == {"scan.pdf": (State.QUARANTINED, Code.FIELDS_FLATTENED)}
    assert [one.recipient.agency_code for one in after.outstanding] == ["A-1", "A-2"]
    assert after.by_code()["A-2"].pending == ("scan.pdf",)
    assert not after.answered
    assert [finding.code for _, finding in after.matters] == [Code.FIELDS_FLATTENED]
    adds_up(after, 1)


def test_files_of_the_same_bytes_can_be_given_to_different_agencies() -> None:
    empty = [unread(f"{n}/a.pdf", Code.FILE_EMPTY) for n in (1, 2)]
    desk = Desk(consolidate(form(), empty, roster=ROSTER))
    for n in (1, 2):
        desk.type(Code.FILE_EMPTY, f"{n}/")({VERDICT: Verdict.BELONGS, ANSWER: f"A-{n}"})
    after = desk.after()
    assert {code: one.pending for code, one in after.by_code().items()} == {
        "A-1": ("1/a.pdf",), "A-2": ("2/a.pdf",),
    }  # fmt: skip
    third = consolidate(
        form(), [*empty, unread("3/a.pdf", Code.FILE_EMPTY)], roster=ROSTER,
        decisions=after.decisions,
    )  # fmt: skip
    assert [one.agency for one in third.files] == ["A-1", "A-2", ""]


def test_one_of_the_same_bytes_that_is_put_away_does_not_hide_the_others() -> None:
    empty = [unread(f"{n}/a.pdf", Code.FILE_EMPTY) for n in (1, 2)]
    desk = Desk(consolidate(form(), empty))
    desk.type(Code.FILE_EMPTY, "1/")({VERDICT: Verdict.COUNTS_NOT})
    after = desk.after()
    assert [(one.reason.code) for one in after.files] == [Code.RETURN_EXCLUDED, Code.FILE_EMPTY]
    assert [one.returned.name for one, _ in after.matters] == ["2/a.pdf"]


def test_answers_by_person_are_found_by_person() -> None:
    response = typed().after().files[0].returned.response
    assert response is not None
    assert {one.by for one in response.answers.values()} == {By.PERSON}
