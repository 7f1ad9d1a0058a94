"""`formgen reply` as a clerk meets it: the example's problems become letters, files and drafts."""

import email
import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from email.policy import default
from pathlib import Path

import pytest

from formgen import cli, formats
from formgen.cli import speak
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.diagnostics import Exit
from formgen.thai.numerals import to_arabic

ROOT = Path(__file__).parents[2]
WORDS = ["reply", "--date", "2026-12-01", "--deadline", "๑๕ ธันวาคม ๒๕๖๙"]
BATCH = "output/letters/example/correction-2026-12-01"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example of `formgen demo`, made once."""
    home = tmp_path_factory.mktemp("example")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        assert cli.run(["demo", "-o", "output"]) == Exit.CLEAN
    shutil.rmtree(home / "output/letters")
    return home


@pytest.fixture
def run(example, run, tmp_path):
    """`run` beside a copy of the example."""
    shutil.copytree(example / "output", tmp_path / "output")
    return run


@pytest.fixture(scope="module")
def replied(example, tmp_path_factory):
    """The example and its letters: folder, exit code, standard output, errors."""
    home = tmp_path_factory.mktemp("replied")
    shutil.copytree(example / "output", home / "output")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        patch.setenv("FORMGEN_LANG", "th")
        speak("th")
        code = cli.run(WORDS)
    return home, code, out.getvalue(), err.getvalue()


def reply(run):
    return run(*WORDS)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def test_the_summary_adds_up_and_forgets_nobody(replied):
    home, code, said, errors = replied
    assert code == Exit.REVIEW  # two files are of nobody
    assert errors == ""
    lines = [" ".join(line.split()) for line in to_arabic(said).splitlines()]

    def number(words: str) -> int:
        line = next(line for line in lines if words in line)
        return int(next(word for word in line.split() if word.isdecimal()))

    parts = ("สอบถามหน่วยงาน", "สำนักงานต้องตัดสินเอง", "ยังไม่ทราบว่าเป็นของหน่วยงานใด")
    total = next(line for line in lines if line.startswith("เรื่องที่ยังค้างอยู่"))
    assert int(total.rpartition(" ")[2]) == sum(map(number, parts)) > 2
    assert number("สอบถามหน่วยงาน") >= 2
    assert "2026-11-29/แฟ้มเสีย.pdf" in lines
    letters = sorted(path.name for path in (home / BATCH).glob("EX-*"))
    assert {"EX-004", "EX-014"} <= set(letters)
    assert number("เขียนแล้ว") == len(letters)
    assert "แฟ้มที่ทำเครื่องหมายแล้ว: 2 ทำเครื่องหมายไม่ได้: 0" in lines


def test_the_marked_copy_reads_as_the_file_that_was_sent(replied):
    home, *_ = replied
    form = compile_survey(load(ROOT / "content/amlo-estatus/survey.yaml"))
    sent = home / "output/returns/2026-11-12/EX-004.docx"
    marked = home / BATCH / "EX-004/return-1-EX-004.docx"
    before, after = (formats.read(form, "docx", path.read_bytes()) for path in (sent, marked))
    assert before.marks == after.marks
    assert sent.read_bytes() != marked.read_bytes()


def test_letters_and_drafts_are_whole(replied):
    for home in (replied[0] / BATCH / code for code in ("EX-004", "EX-014")):
        code = home.name
        there = {path.name: path.read_bytes() for path in home.glob("[!.]*")}
        assert set(there) == {
            f"correction-{code}.{suffix}" for suffix in ("docx", "pdf", "eml")
        } | {f"return-1-{code}.docx"}
        assert there[f"correction-{code}.pdf"].startswith(b"%PDF")
        mail = email.message_from_bytes(there[f"correction-{code}.eml"], policy=default)
        assert mail["Subject"].endswith(f"({code})")
        assert mail["To"].addresses[0].addr_spec == f"saraban@{code.lower()}.example"
        attached = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
        for name, data in attached.items():
            assert there[name] == data
        assert len(attached) == 2


def test_the_same_day_again_changes_no_byte_and_nothing_of_the_office(run, tmp_path):
    def output(*, letters: bool) -> dict[str, bytes]:
        found = files(tmp_path / "output").items()
        return {name: data for name, data in found
                if name.startswith("letters/") is letters and "sqlite-" not in name}  # fmt: skip

    office = output(letters=False)
    reply(run)
    before = output(letters=True)
    _, said, _ = reply(run)
    assert output(letters=True) == before
    assert "๐  เขียนแล้ว" in said
    assert output(letters=False) == office


def test_before_anything_came_back_there_is_nothing_to_ask(run, tmp_path):
    shutil.rmtree(tmp_path / "output/ledger")
    code, said, _ = reply(run)
    assert code == Exit.CLEAN
    assert "หนังสือ: ๐ ฉบับ" in said
    assert not (tmp_path / "output/letters").exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(run, tmp_path):
    (tmp_path / "output/letters").write_text("a file")
    code, _, errors = reply(run)
    assert code == Exit.OUTPUT
    assert "เขียนแฟ้มไม่ได้" in errors
    assert len(errors.splitlines()) == 1


def test_a_text_with_a_mistake_is_told_with_its_line(run, tmp_path):
    (tmp_path / "content" / "one").mkdir(parents=True)
    survey = tmp_path / "content/one/survey.yaml"
    shutil.copytree(ROOT / "content/amlo-estatus", survey.parent, dirs_exist_ok=True)
    shipped = (ROOT / "content/texts/correction.yaml").read_text(encoding="utf-8")
    wrong = shipped.replace("«deadline»", "«deadlin»", 1)
    (survey.parent / "correction.yaml").write_text(wrong, encoding="utf-8")
    code, _, errors = run("reply", "--survey", survey)
    assert code == Exit.CONTENT
    number = next(n for n, line in enumerate(wrong.splitlines(), 1) if "«deadlin»" in line)
    assert f"correction.yaml:{number}:" in errors
    assert "deadlin" in errors
    assert not (tmp_path / "output/letters").exists()


def test_a_date_that_is_none_is_a_usage_error(run):
    code, _, errors = run("reply", "--date", "31/2/2569")
    assert code == Exit.USAGE
    assert "2026-12-31" in errors
