from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from formgen.content import load
from formgen.content.errata import Erratum, load_errata, questions_page
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.survey import Source, Survey
from formgen.resources import resource

AMLO = resource("content", "amlo-estatus", "survey.yaml")
PAGE = Path(__file__).parents[2] / "docs" / "questions" / "amlo-estatus.md"

ORIGINAL = "แบบสำรวจ\nมสพ. ๖ | อีเมล\nใดๆ\n"
ENTRY = """\
  - id: E1
    at: {line: 2, path: email.law ๒}
    seed: มสพ. ๖
    canonical: "{check} มสพร. ๖"
    class: ocr_misread
    decision: apply
    reason: as | elsewhere
"""
WAITING = ENTRY.replace("E1", "Q1").replace("apply", "keep").replace("canonical", "proposed")
SETTLED = ENTRY.replace("E1", "V1").replace("apply", "keep").replace("ocr_misread", "verified_ok")


@pytest.fixture
def survey_of(tmp_path):
    def make(errata, original=ORIGINAL, digest=None):
        (tmp_path / "original.txt").write_text(original, encoding="utf-8")
        if errata is not None:
            (tmp_path / "errata.yaml").write_text(errata, encoding="utf-8")
        digest = digest or sha256(original.encode()).hexdigest()
        source = Source("original.txt", digest, "errata.yaml")
        survey = Survey("s", 1, "แบบ**สำรวจ**", "", (), source=source)
        return tmp_path / "survey.yaml", survey

    return make


def problems(path, survey):
    with pytest.raises(FormgenError) as error:
        load_errata(path, survey)
    assert error.value.exit_code is Exit.CONTENT
    assert all(one.message("th") and one.message("en") for one in error.value.diagnostics)
    return [
        (one.code.name, Path(one.file).name, one.at, dict(one.facts).get("id"))
        for one in error.value.diagnostics
    ]


def test_the_errata_of_the_real_survey_fit_its_original():
    errata = load_errata(AMLO, load(AMLO))
    assert [one.id for one in errata if one.applied][:2] == ["E01", "E02"]
    assert len(errata) == len({one.id for one in errata}) > 25


def test_the_page_of_questions_is_up_to_date(golden):
    survey = load(AMLO)
    golden(PAGE, questions_page(survey, load_errata(AMLO, survey)))


def test_an_erratum_is_read(survey_of):
    path, survey = survey_of(f"errata:\n{ENTRY}{WAITING}{SETTLED}")
    first, second, third = load_errata(path, survey)
    assert first == Erratum(
        "E1", 2, "email.law ๒", "มสพ. ๖", "{check} มสพร. ๖", "", True, False, "as | elsewhere"
    )
    assert (second.applied, second.settled, second.proposed) == (False, False, "{check} มสพร. ๖")
    assert (third.applied, third.settled) == (False, True)


def test_a_survey_without_errata_has_none(tmp_path):
    assert load_errata(tmp_path / "survey.yaml", Survey("s", 1, "", "", ())) == ()


OF_E1 = ("CONTENT_ERRATA_MISMATCH", "errata.yaml", "", "E1")


@pytest.mark.parametrize(
    ("errata", "wanted"),
    [
        (None, ("CONTENT_UNREADABLE", "errata.yaml", "", None)),
        ("errata: [", ("CONTENT_SYNTAX", "errata.yaml", "2", None)),
        ("errata:\n  - id: &a x\n    at: *a\n", ("CONTENT_SYNTAX", "errata.yaml", "3", None)),
        ("errata: !!timestamp 2569-99-99\n", ("CONTENT_SYNTAX", "errata.yaml", "", None)),
        ("- E1", ("CONTENT_ERRATA_MISMATCH", "errata.yaml", "", "1")),
        ("errata: E1", ("CONTENT_ERRATA_MISMATCH", "errata.yaml", "", "1")),
        ("errata: [E1]", ("CONTENT_ERRATA_MISMATCH", "errata.yaml", "", "1")),
        (ENTRY.replace("seed", "sed"), OF_E1),
        (ENTRY.replace("line: 2", "line: two"), OF_E1),
        (ENTRY.replace("line: 2", "line: 3"), OF_E1),
        (ENTRY.replace("line: 2", "line: 0"), OF_E1),
        (ENTRY.replace("line: 2", "line: 99"), OF_E1),
        (ENTRY.replace("{line: 2, ", "{"), OF_E1),
        (ENTRY.replace("มสพ. ๖\n", "มสพ. ๗\n"), OF_E1),
        (ENTRY.replace("มสพ. ๖\n", "6\n"), OF_E1),
        (ENTRY.replace("as | elsewhere", "7"), OF_E1),
    ],
)  # fmt: skip
def test_a_wrong_list_is_told(errata, wanted, survey_of):
    whole = f"errata:\n{errata}" if errata and errata.startswith("  - id") else errata
    assert problems(*survey_of(whole)) == [wanted]


def test_all_wrong_entries_are_told(survey_of):
    text = "errata:\n" + ENTRY.replace("line: 2", "line: 1") + WAITING.replace("reason", "why")
    told = problems(*survey_of(text, digest="0" * 64))
    assert [(code, name) for code, _, _, name in told] == [
        ("CONTENT_ERRATA_MISMATCH", "original.txt"),
        ("CONTENT_ERRATA_MISMATCH", "E1"),
        ("CONTENT_ERRATA_MISMATCH", "Q1"),
    ]


def test_an_original_that_cannot_be_read(survey_of):
    path, survey = survey_of(f"errata:\n{ENTRY}")
    gone = replace(survey, source=replace(survey.source, original="gone.txt"))
    assert problems(path, gone) == [(Code.CONTENT_UNREADABLE.name, "gone.txt", "", None)]
    with pytest.raises(FormgenError, match="No such file"):
        load_errata(path, gone)


def test_the_page_lists_what_waits_and_what_was_corrected(survey_of):
    path, survey = survey_of(f"errata:\n{ENTRY}{WAITING}{SETTLED}")
    page = questions_page(survey, load_errata(path, survey))
    assert page.startswith("# ข้อสงสัยในต้นฉบับ: แบบสำรวจ\n")
    assert "(๑ ข้อ)" in page
    assert "(๑ แห่ง)" in page
    assert r"| ๑ | E1 | email.law ๒ | มสพ. ๖ | ✓ มสพร. ๖ | as \| elsewhere |" in page
    assert "| ๑ | Q1 |" in page
    assert "V1" not in page
