"""`formgen consolidate` as a clerk meets it: where the result lies."""

from pathlib import Path

import pytest

from formgen.model.diagnostics import Exit

RESULT = Path("output/consolidated")
ROSTER = "รหัสหน่วยงาน,ชื่อหน่วยงาน\nA-1,กรมหนึ่ง\n"


@pytest.fixture(autouse=True)
def project(tmp_path):
    """A roster, and an inbox in which nothing lies."""
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "returns").mkdir()


def results() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in RESULT.glob("*") if path.is_file()}


def test_the_result_of_a_round_lies_beside_that_of_all(run):
    for name in ("2569-1", "2570-1"):
        run("distribute", "--roster", "r.csv", "--format", "xlsx", "--round", name)
    assert run("consolidate")[0] == Exit.CLEAN
    before = results()
    code, said, _ = run("consolidate", "--round", "2570-1")
    assert (code, before) == (Exit.CLEAN, results())
    assert (RESULT / "2570-1/responses.csv").as_posix() in said
    assert sorted(path.name for path in (RESULT / "2570-1").iterdir()) == sorted(
        path.name for path in before
    )


def test_a_folder_that_is_named_is_taken_also_for_a_round(run):
    run("distribute", "--roster", "r.csv", "--format", "xlsx", "--round", "2569-1")
    assert run("consolidate", "--round", "2569-1", "-o", "here")[0] == Exit.CLEAN
    assert Path("here/responses.csv").exists()
    assert not RESULT.exists()
