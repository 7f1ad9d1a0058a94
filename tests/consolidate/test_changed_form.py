"""What a person decided is for the form as it was then."""

from dataclasses import replace

import pytest
from tests.dashboard.test_dashboard import column
from tests.mailbag import form, office, office_answers, sent
from tests.test_consolidate import changed, ends, row

from formgen.consolidate import consolidate
from formgen.dashboard.facts import facts
from formgen.export.review import write_review
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Standing
from formgen.model.decision import About, Decision
from formgen.model.returned import State
from formgen.model.survey import Choice, Kind


@pytest.mark.parametrize(
    ("name", "value", "new"),
    [
        ("vacancy.answer", "no_now", {"choices": (Choice("p", "ก"), Choice("q", "ข"))}),
        ("officers.answer", 12, {"kind": Kind.DATE}),
        ("officers.answer", 12, {"label": "ข้าราชการ (นับใหม่)"}),
        ("budget.used", "3.5", {"label": "งบประมาณ (นับใหม่)"}),
    ],
)
def test_a_decision_is_no_answer_to_a_field_that_has_changed_since(name, value, new) -> None:
    older = form()
    returned = sent("a.xlsx", office_answers(1))
    meaning = older.field(name).digest
    before = Decision(returned.sha256, About.ANSWER, name, value, meaning=meaning)
    assert row(consolidate(older, [returned], decisions=[before]), "A-1")[name][1] == value
    now = changed(older, name, **new)
    known = {"older": {older.digest: older}, "roster": [office(1)]}
    data = consolidate(now, [returned], **known, decisions=[before])
    assert row(data, "A-1")[name] == (Standing.DOUBTFUL, None)
    assert ends(data) == {"a.xlsx": (State.REVIEW, Code.FORM_FIELD_CHANGED)}
    [file] = column(facts(data)["files"]["decided"])
    assert file == {}
    write_workbook(data)
    write_review(data)
    unnoted = replace(before, meaning="")
    assert row(consolidate(now, [returned], **known, decisions=[unnoted]), "A-1")[name] != value
