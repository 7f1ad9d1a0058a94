"""The whole road on two very different surveys, the forms filled by programs that are not ours."""

from importlib import import_module
from pathlib import Path

import pytest

from formgen import desk, formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.desk import Office
from formgen.ledger import Run
from formgen.model.form import Form
from formgen.model.returned import State
from formgen.model.survey import Kind, Role

ROOT = Path(__file__).parents[1]
SURVEYS = {
    "amlo-estatus": ROOT / "content/amlo-estatus/survey.yaml",
    "staffing-2570": ROOT / "tests/surveys/staffing/survey.yaml",
}
RUN = Run("2026-11-22T09:00:00+07:00", "test")


def typed(form: Form, name: str, agency: str) -> tuple[dict[str, object], dict[str, object]]:
    """What a clerk types into a blank form, and the values that must arrive."""
    entered: dict[str, object] = {}
    wanted: dict[str, object] = {}
    for turn, field in enumerate(form.fields):
        codes = [choice.code for choice in field.choices if not choice.specify]
        match field.kind:
            case Kind.SELECT_ONE:
                choice = next(
                    one
                    for one in field.choices
                    if one.code == codes[turn % len(codes) if len(codes) > 2 else 0]
                )
                entered[field.name] = choice.label if name == "xlsx" else choice.code
                wanted[field.name] = choice.code
                if field.dropdown and name == "pdf":
                    entered[field.name] = choice.label
            case Kind.SELECT_MULTIPLE:
                entered[field.name] = wanted[field.name] = tuple(codes[:2])
            case Kind.INTEGER:
                entered[field.name], wanted[field.name] = (
                    "๑,๐๐๐" if turn % 2 else "7",
                    1000 if turn % 2 else 7,
                )
            case Kind.DECIMAL:
                entered[field.name], wanted[field.name] = "๑๒.๕๐", "12.5"
            case Kind.DATE:
                entered[field.name], wanted[field.name] = "๒๒ พ.ย. ๒๕๖๙", "2026-11-22"
            case Kind.TEXT:
                words = words_for(field.name, agency, code=field.role is Role.AGENCY_CODE)
                if not field.name.endswith(".specify"):
                    entered[field.name] = wanted[field.name] = words
    return entered, wanted


def words_for(name: str, agency: str, *, code: bool) -> str:
    if code:
        return agency
    if name.endswith(".phone"):
        return "021234567"
    if name.endswith(".email"):
        return "saraban@example.go.th"
    return "ที่ตั้ง น้ำ ปู่ ฟื้น ๑๒๓ <ก> & “ข”"


@pytest.mark.parametrize("survey", SURVEYS)
def test_three_formats_filled_by_others_become_one_result(tmp_path, survey):
    form = compile_survey(load(SURVEYS[survey]))
    built = desk.build(form, tmp_path / "forms", tmp_path / "archive", formats.NAMES)
    assert len(built.files) == 4
    wanted = {}
    inbox = tmp_path / "returns"
    inbox.mkdir()
    for place, name in enumerate(formats.NAMES, 1):
        blank = (tmp_path / "forms" / f"{form.survey}.{name}").read_bytes()
        entered, wanted[f"76-00{place}"] = typed(form, name, f"76-00{place}")
        filled = import_module(f"tests.clerk.{name}").fill(blank, entered)
        (inbox / f"back.{name}").write_bytes(filled)
    office = Office(
        inbox,
        tmp_path / "result",
        tmp_path / "ledger",
        tmp_path / "rounds",
        (tmp_path / "archive",),
    )
    result = desk.collect(form, office, RUN, workers=1)
    read = {
        one.returned.response.respondent.agency_code: {
            field: answer.value
            for field, answer in one.returned.response.answers.items()
            if answer.value is not None
        }
        for one in result.dataset.files
    }
    assert read == wanted
    assert sum(result.dataset.states.values()) == 3
    assert result.dataset.states[State.ACCEPTED] == 3, [
        one.message("en") for _, one in result.dataset.matters
    ]
    assert {path.name for path in result.files} >= {
        "responses.csv",
        "responses.jsonl",
        "review.xlsx",
    }
