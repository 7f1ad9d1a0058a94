"""A list for review that is longer than a sheet can be read back."""

from tests.consolidate.clerk import LIST, Desk
from tests.consolidate.test_keying import ROSTER, SIGNED, WHOLE, unread
from tests.mailbag import form, office_answers, sent

from formgen.consolidate import consolidate
from formgen.export import parts
from formgen.export.filled import typed
from formgen.export.keying import AGENCY, SHEET
from formgen.export.review import write_review
from formgen.export.verdicts import BY, REASON, VERDICT
from formgen.formats.xlsx import all_rows
from formgen.model.decision import About
from formgen.result.verdict import Verdict


def test_a_long_list_goes_on_in_further_sheets_and_is_read_from_all_of_them(monkeypatch) -> None:
    monkeypatch.setattr(parts, "_MOST_CELLS", 36)
    returns = [sent(f"{n}.xlsx", office_answers(n, officers__answer="x")) for n in range(1, 6)]
    returns += [sent("6.xlsx", office_answers(1, tools__used=("mail",)), received="2026-11-20")]
    data = consolidate(form(), returns)
    desk = Desk(data)
    sheets = [LIST, f"{LIST} ๒", f"{LIST} ๓", f"{LIST} ๔"][: len(data.matters) // 2 + 1]
    assert [name for name in desk.book.sheetnames if name.startswith(LIST)] == sheets
    rows = [row for name in sheets for row in desk.rows(name)]
    assert [row["ลำดับ"] for row in rows] == [*range(1, len(data.matters) + 1)]
    for name in sheets:
        for number, row in enumerate(desk.rows(name), 1):
            if row["field"].startswith("officers"):
                desk.put(name, number, {VERDICT: Verdict.NO_ANSWER, REASON: "ก", BY: "ข"})
    made, said = desk.decided()
    assert not said
    decided = {one.sha256 for one in made if one.about is About.ANSWER}
    assert decided == {one.sha256 for one in returns[:5]}


def test_many_files_to_be_typed_go_on_in_further_sheets(monkeypatch) -> None:
    monkeypatch.setattr(parts, "_MOST_CELLS", 1)
    returns = [unread(f"{n}.pdf", data=f"a{n}") for n in range(3)]
    desk = Desk(consolidate(form(), returns, roster=ROSTER))
    for name, code in ((SHEET, "A-1"), (f"{SHEET} ๓", "A-2")):
        start, _ = desk.heading(name)
        names = {cell.value: cell.column for cell in desk.sheet(name)[start - 1]}
        for column, text in ({**WHOLE, **SIGNED, AGENCY: code}).items():
            desk.sheet(name).cell(start + 1, names[column]).value = text
    after = desk.after()
    assert [one.recipient.agency_code for one in after.answered] == ["A-1", "A-2"]
    assert [one.returned.name for one, _ in after.matters] == ["1.pdf"]


def test_a_list_for_everybody_can_be_read_again() -> None:
    most = {"officers__answer": "มาก", "budget__used": "x", "vacancy__answer": ()}
    returns = [sent(f"{n}.xlsx", office_answers(n, **most)) for n in range(4_000)]
    data = consolidate(form(), returns)
    assert len(data.matters) == 12_000
    read = typed(form(), *all_rows(write_review(data)))
    assert read == typed(form())
