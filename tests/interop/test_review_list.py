"""A list for review that LibreOffice has saved decides what it did before."""

import subprocess

import pytest
from tests.consolidate.clerk import Desk
from tests.mailbag import form, office_answers, sent

from formgen.consolidate import consolidate
from formgen.export.filled import decisions, unusable
from formgen.export.keying import AGENCY, BY, COMPLETE, DONE
from formgen.export.verdicts import ANSWER, REASON, VERDICT
from formgen.formats.xlsx import all_rows
from formgen.model.codes import Code
from formgen.model.diagnostics import found
from formgen.model.returned import Returned
from formgen.result.verdict import Verdict

pytestmark = pytest.mark.interop


def converted(path, kind, profile):
    made = path.parent / kind
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", kind, "--outdir", str(made), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made / f"{path.stem}.{kind}"


@pytest.mark.parametrize("through", [("xlsx",), ("ods", "xlsx")])
def test_a_list_saved_by_libreoffice_decides_the_same(tmp_path, through) -> None:
    marks = office_answers(1, vacancy__answer=("yes_now", "no_now"))
    scan = Returned("scan.pdf", "ab" * 32, 9, diagnostics=(found(Code.FIELDS_FLATTENED),))
    desk = Desk(consolidate(form(), [sent("a.xlsx", marks), scan]))
    words = {VERDICT: Verdict.CORRECTED, ANSWER: "ใช่", REASON: "บรรทัดหนึ่ง\nบรรทัดสอง"}
    desk.type(Code.MULTIPLE_MARKS)(words)
    typed = {"officers.answer": "0012", "office.name": "1/2", "tools.used": "อีเมลกลาง\nอื่น ๆ (ระบุ)"}
    desk.key(1, {**typed, AGENCY: "B-2", BY: "สมศรี", DONE: COMPLETE})
    path = tmp_path / "review.xlsx"
    desk.book.save(path)
    before, said = desk.decided()
    assert (len(before), said) == (1 + len(form().fields) + 2, ())
    for kind in through:
        path = converted(path, kind, tmp_path / "profile")
    sheets = all_rows(path.read_bytes())
    assert unusable(form(), sheets) == ""
    assert decisions(desk.data, *sheets) == (before, ())
