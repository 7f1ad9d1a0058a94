"""Texts that a clerk can change, and facts of the office that may be left blank."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from tests.letters.world import AGENCIES, DAY, OWN, UNTIL, stationery, text
from tests.mailbag import ESTATUS, form

from formgen import formats
from formgen.content.text_shapes import OFFICE_FACTS
from formgen.content.texts import DOTS
from formgen.letters import load_stationery
from formgen.letters.correction import KIND
from formgen.letters.reminder import KIND as REMINDER
from formgen.letters.stationery import CONDITIONS, FACTS
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.document import Picture

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "content/texts"


@pytest.fixture
def survey(tmp_path):
    """A survey with its own texts beside it."""
    (tmp_path / "content/one").mkdir(parents=True)
    return Path(shutil.copy(ESTATUS, tmp_path / "content/one/survey.yaml"))


def load(survey: Path, kind: str = KIND):
    return load_stationery(survey, form(), kind, OWN[kind], DAY, UNTIL)


@pytest.mark.parametrize("kind", OWN)
def test_every_name_of_a_text_is_told_to_the_clerk(kind):
    page = (ROOT / "docs/letters.md").read_text(encoding="utf-8")
    names = OWN[kind]
    for name in (*FACTS, *CONDITIONS, *names.facts, *names.conditions, *names.tables):
        assert f"`{name}`" in page, name


@pytest.mark.parametrize("kind", OWN)
def test_all_that_a_text_may_name_is_given_it(kind):
    names = OWN[kind]
    given = set(stationery(kind).about(AGENCIES[0])) | set(names.facts)
    assert given == {*FACTS, *names.facts}
    assert set(FACTS) > set(OFFICE_FACTS) - {"recipient"}


@pytest.mark.parametrize("kind", OWN)
def test_a_text_may_use_every_name_and_condition(survey, kind):
    names = OWN[kind]
    facts = " ".join(f"«{name}»" for name in (*FACTS, *names.facts))
    lines = [f'  - {{text: "{one}", when: {one}}}' for one in (*CONDITIONS, *names.conditions)]
    written = f'schema: formgen/text@1\nsubject: "x"\nclauses:\n  - text: "{facts}"\n'
    (survey.parent / f"{kind}.yaml").write_text(written + "\n".join(lines), encoding="utf-8")
    assert load(survey, kind).letter.clauses


def test_what_the_office_left_blank_is_dots_to_be_written_by_hand():
    made = stationery()
    facts = made.about(AGENCIES[0]) | {"matters": "๑", "files": "๑", "copies": "๐"}
    said = text(made.document(facts, (), {"matters": ()}))
    assert f"ที่ {DOTS}" in said
    assert f"({DOTS})" in said
    assert "โทร." not in said
    assert "อ้างถึง" not in said


def test_what_the_office_says_of_itself_is_printed_in_thai_numerals(survey):
    office = (ROOT / "content/office.yaml").read_text(encoding="utf-8")
    office = office.replace('phone: ""', 'phone: "0 2123 4567"')
    office = office.replace('email: ""', 'email: "survey1@centre.example"')
    (survey.parent / "office.yaml").write_text(office, encoding="utf-8")
    made = load(survey)
    facts = made.about(AGENCIES[0]) | {"matters": "๑", "files": "๑", "copies": "๐"}
    said = text(made.document(facts, (), {"matters": ()}))
    assert "โทร. ๐ ๒๑๒๓ ๔๕๖๗" in said
    assert "survey1@centre.example" in said


def test_a_text_beside_the_survey_is_used_instead(survey):
    own = (TEXTS / "reminder.yaml").read_text(encoding="utf-8").replace("ขอติดตาม", "ขอเร่งรัด")
    (survey.parent / "reminder.yaml").write_text(own, encoding="utf-8")
    assert (
        load(survey, REMINDER).document(dict.fromkeys(_all(REMINDER), "ก"), ()).title == "ขอเร่งรัดก"
    )


def test_a_mail_has_no_table(survey):
    mail = (TEXTS / "correction-mail.yaml").read_text(encoding="utf-8") + "  - table: matters\n"
    (survey.parent / "correction-mail.yaml").write_text(mail, encoding="utf-8")
    with pytest.raises(FormgenError) as told:
        load(survey)
    assert [one.code for one in told.value.diagnostics] == [Code.CONTENT_UNKNOWN_NAME]


def picture(width: int, height: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("1", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize(("size", "width"), [((90, 100), 27.0), ((1000, 100), 80.0)])
def test_the_offices_emblem_stands_at_the_head_three_centimetres_high(survey, size, width):
    shutil.copy(ROOT / "content/office.yaml", survey.parent)
    (survey.parent / "emblem.png").write_bytes(picture(*size))
    made = load(survey, REMINDER)
    head, *_ = made.document(dict.fromkeys(_all(REMINDER), "ก"), ()).blocks
    assert head == Picture(picture(*size), width, "ตราประจำหน่วยงาน", centred=True)
    assert formats.write_document(made.document(dict.fromkeys(_all(REMINDER), "ก"), ()), "pdf")


def test_an_emblem_that_is_no_picture_is_told_with_its_name(survey):
    shutil.copy(ROOT / "content/office.yaml", survey.parent)
    (survey.parent / "emblem.jpg").write_bytes(b"GIF89a")
    with pytest.raises(FormgenError) as told:
        load(survey)
    (one,) = told.value.diagnostics
    assert one.code is Code.PICTURE_UNREADABLE
    assert one.file.endswith("one/emblem.jpg")


def _all(kind: str) -> tuple[str, ...]:
    return (*FACTS, *OWN[kind].facts)
