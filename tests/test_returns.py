"""Real returned files, each with the record it must give beside it; see tests/returns/README.md."""

import json
from pathlib import Path

import pytest

from formgen.cli.read import line
from formgen.intake import Setting, read_file
from formgen.model.form import form_from_json

HOME = Path(__file__).parent / "returns"
FILES = sorted(one for one in HOME.iterdir() if one.suffix not in (".json", ".md"))
FORM = form_from_json((HOME / "form.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_returned_file_gives_the_record_beside_it(golden, path):
    said = line(read_file(path.read_bytes(), path.name, Setting(FORM, (HOME,))))
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    golden(path.with_name(f"{path.name}.json"), text)


def test_files_filled_alike_answer_alike():
    answers = []
    for path in FILES:
        told = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        if not any(one["severity"] == "error" for one in told["diagnostics"]):
            answers.append({name: one["value"] for name, one in told["answers"].items()})
    assert len(answers) == 16
    assert all(one == answers[0] for one in answers)
