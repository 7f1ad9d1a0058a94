"""The words of the original stand in the content and in every form made from it.

The checker in tests/fidelity is independent of formgen: it reads the original text, the errata and
what was extracted from a form, and compares them letter by letter.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.content.errata import load_errata
from formgen.model.form import Form
from formgen.model.identity import BLANK

HOME = Path(__file__).parent / "fidelity"
CONTENT = Path(__file__).parents[1] / "content" / "amlo-estatus"


def check(*words: str, text: str = "") -> str:
    """Run the checker; its report when it finds nothing wrong."""
    command = [sys.executable, str(HOME / "check_fidelity.py")]
    command += ["--seed", str(CONTENT / "original.txt"), "--errata", str(CONTENT / "errata.yaml")]
    done = subprocess.run(
        [*command, *words],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


@pytest.fixture(scope="module")
def form() -> Form:
    return compile_survey(load(CONTENT / "survey.yaml"))


def test_content_keeps_every_letter_and_every_blank():
    report = check("--spaces", str(CONTENT / "survey.yaml"))
    assert "score 100.000 %" in report
    assert "36 cells, 0 differ" in report


def test_a_changed_letter_is_found(tmp_path):
    text = (CONTENT / "survey.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "survey.yaml"
    changed.write_text(text.replace("มาตรา ๒๐", "มาตรา ๒๑"), encoding="utf-8")
    with pytest.raises(AssertionError, match="FAIL"):
        check(str(changed))


def test_twelve_corrections_and_fifteen_questions():
    errata = load_errata(CONTENT / "survey.yaml", load(CONTENT / "survey.yaml"))
    assert sum(one.applied for one in errata) == 12
    assert sum(not one.applied and not one.settled for one in errata) == 15


def additions(form: Form) -> list[str]:
    """What part one adds to the original besides the labels the checker knows."""
    labels = [choice.label for field in form.fields if field.role for choice in field.choices]
    return [word for one in (form.code, *labels) for word in ("--allow", one)]


def extracted(data: bytes, suffix: str, folder: Path) -> str:
    """The text of a form as the independent extractor sees it."""
    path = folder / f"form{suffix}"
    path.write_bytes(data)
    command = [sys.executable, str(HOME / "extract_text.py"), str(path)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=True, env=environment
    ).stdout


def test_docx_says_it_all_in_order(form, tmp_path):
    text = extracted(formats.get("docx").write(form, BLANK).data, ".docx", tmp_path)
    survey = ("--survey", str(CONTENT / "survey.yaml"))
    report = check("--mode", "ordered", *survey, *additions(form), "-", text=text)
    assert "score 100.000 %" in report
    assert "unexplained extra 0" in report


@pytest.mark.interop
def test_pdf_says_it_all_for_poppler(form, tmp_path):
    text = extracted(formats.get("pdf").write(form, BLANK).data, ".pdf", tmp_path)
    codes = re.findall("[RB][0-9A-HJKMNP-TV-Z]{8}|[0-9A-HJKMNP-TV-Z]{9}", text)
    allowed = additions(form) + [word for one in codes for word in ("--allow", one)]
    survey = ("--survey", str(CONTENT / "survey.yaml"))
    report = check("--mode", "bag", *survey, *allowed, "-", text=text)
    assert "score 100.000 %" in report
    assert "unexplained extra 0" in report


def test_no_arabic_digit_and_no_christian_year_is_printed(form):
    printed = " ".join(map(str, form.blocks))
    words = re.findall(r"(?:text|label|title)='([^']*)'", printed)
    assert len(words) > 60
    for text in words:
        assert "ค.ศ." not in text
        assert not re.search("[0-9]", text), text
