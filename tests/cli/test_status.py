"""`formgen status` as a clerk meets it: two rounds, some answers, what is counted and listed."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from tests.mailbag import STAFFING, office, office_answers, sent

from formgen import cli
from formgen.cli.drawn import width
from formgen.ledger import Ledger, Run
from formgen.model.diagnostics import Exit

HEAD = "รหัสหน่วยงาน,ชื่อหน่วยงาน,สังกัด,ประเภทหน่วยงาน,จังหวัด,อีเมลกลาง,ผู้ประสานงาน\n"
FIRST = HEAD + (
    "A-1,สำนักงานที่หนึ่ง,กระทรวงการคลัง,,ตรัง,,\n"
    "A-2,กรมที่สอง,กระทรวงการคลัง,,น่าน,,\n"
    "A-3,หน่วยงานที่สาม,,,น่าน,,\n"
)
SECOND = HEAD + "A-3,หน่วยงานที่สาม,,,น่าน,,\nA-4,หน่วยงานที่สี่,กระทรวงกลาโหม,,น่าน,,\n"
RUN = Run("2026-11-20", "formgen")


@pytest.fixture(scope="module")
def two_rounds(tmp_path_factory):
    """A round of three agencies and one of two, one of them in both; nobody has answered."""
    home = tmp_path_factory.mktemp("rounds")
    words = f"distribute {STAFFING} --roster roster.csv --format xlsx --issued 2026-11-02"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("LANGUAGE", "th")
        for name, roster, more in (
            ("2569-1", FIRST, ["--deadline", "2026-11-30"]),
            ("2569-2", SECOND, []),
        ):
            (home / "roster.csv").write_text(roster, encoding="utf-8")
            assert cli.run([*words.split(), "--round", name, *more]) == Exit.CLEAN
    return home


@pytest.fixture
def run(two_rounds, run, tmp_path, monkeypatch):
    """`run(*words)` beside a copy of the rounds: A-1 has answered, A-2 with a doubtful answer."""
    monkeypatch.setenv("COLUMNS", "100")
    shutil.copytree(two_rounds, tmp_path, dirs_exist_ok=True)
    known = [office(1), office(2)]
    returns = [
        sent("a.xlsx", office_answers(1), received="2026-11-12", roster=known),
        sent("b.xlsx", office_answers(2, officers__answer="มาก"), received="2026-11-13",
             roster=known),
    ]  # fmt: skip
    with Ledger.open(Path("output/ledger")) as ledger:
        ledger.take_all(RUN, ((one, None) for one in returns), "reader")
    return run


def status(run, *words, day="2026-11-20"):
    code, said, errors = run("status", *words, "--survey", STAFFING, "--date", day)
    assert code == Exit.CLEAN
    assert errors == ""
    return said


def rows(said: str) -> list[list[str]]:
    """The rows of the tables, without their bars."""
    split = [line.rstrip("█▓░ ").split() for line in said.splitlines()]
    return [row for row in split if len(row) == 6]


def test_rounds_and_ministries_are_counted_and_an_agency_of_both_once_in_all(run):
    said = status(run)
    names = ["จัดส่ง", "ตอบกลับ", "ต้องตรวจสอบ", "ยังไม่ตอบกลับ", "ร้อยละ"]
    assert rows(said) == [
        ["รอบ", *names],
        ["2569-1", "๓", "๒", "๑", "๑", "๖๖.๖๗"],
        ["2569-2", "๒", "๐", "๐", "๒", "๐.๐๐"],
        ["รวม", "๔", "๒", "๑", "๒", "๕๐.๐๐"],
        ["สังกัด", *names],
        ["กระทรวงกลาโหม", "๑", "๐", "๐", "๑", "๐.๐๐"],
        ["กระทรวงการคลัง", "๒", "๒", "๑", "๐", "๑๐๐.๐๐"],
        ["ไม่ระบุ", "๑", "๐", "๐", "๑", "๐.๐๐"],
    ]
    assert "ข้อมูลที่รับถึงวันที่ ๑๓ พฤศจิกายน ๒๕๖๙" in said
    assert "หน่วยงานที่อยู่หลายรอบนับในทุกรอบ แต่นับครั้งเดียวในผลรวม" in said
    assert "ต้องตรวจสอบ: ตอบกลับแล้ว ๑ แห่ง ยังไม่ตอบกลับ ๐ แห่ง" in said


def test_the_bars_begin_under_each_other_and_are_as_long(run):
    lines = [line for line in status(run).splitlines() if line and line[-1] in "█▓░"]
    assert len(lines) == 6
    assert len({width(line.rstrip("█▓░")) for line in lines}) == 1
    bars = [line.split()[-1] for line in lines]
    assert {len(one) for one in bars} == {30}
    assert bars[0] == "█" * 10 + "▓" * 10 + "░" * 10


def test_a_narrow_terminal_has_a_short_bar_or_none(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = status(run)
    assert "█" in said
    assert max(map(width, said.splitlines()[2:10])) <= 80
    monkeypatch.setenv("COLUMNS", "40")
    assert all(line[-1] not in "█▓░" for line in status(run).splitlines() if line)


def test_one_round_by_province(run):
    said = status(run, "2569-1", "--by", "province")
    assert [row[:2] for row in rows(said)] == [
        ["รอบ", "จัดส่ง"], ["2569-1", "๓"], ["จังหวัด", "จัดส่ง"], ["ตรัง", "๑"], ["น่าน", "๒"],
    ]  # fmt: skip
    assert "หลายรอบ" not in said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-20", "เหลืออีก ๑๐ วัน"),
        ("30/11/2569", "ครบกำหนดวันนี้"),
        ("2026-12-02", "เลยกำหนดมา ๒ วัน"),
    ],
)
def test_the_days_left_are_told(run, day, said):
    shown = status(run, day=day)
    assert f"รอบ 2569-1: กำหนดส่งคืนภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙ {said}" in shown
    assert "รอบ 2569-2: ไม่ได้กำหนดวันส่งคืน" in shown


def test_reminders_are_counted(run):
    survey = sent("a.xlsx", {}).response.claim.survey
    assert "ติดตามหน่วยงานที่ยังไม่ตอบกลับ: ยังไม่เคยติดตาม ๒ แห่ง" in status(run)
    with Ledger.open(Path("output/ledger")) as ledger:
        for day in ("2026-12-01", "2026-12-08"):
            ledger.remind(RUN, survey, "A-4", day)
    told = "ยังไม่เคยติดตาม ๑ แห่ง · ติดตาม ๒ ครั้ง ๑ แห่ง · ครั้งล่าสุดเมื่อวันที่ ๘ ธันวาคม ๒๕๖๙"
    assert told in status(run)
    assert "ติดตามแล้ว ๒ ครั้ง ล่าสุด ๘ ธันวาคม ๒๕๖๙" in status(run, "--list", "outstanding")


def saved(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_file_has_the_same_table_in_numbers_that_add_up(run, tmp_path):
    said = status(run, "--csv", "out/status.csv")
    assert said.endswith("  out/status.csv\n")
    head, *lines = saved(tmp_path / "out/status.csv")
    assert head == [
        "จำแนกตาม", "ชื่อ", "จัดส่ง", "ตอบกลับ", "ต้องตรวจสอบ", "ยังไม่ตอบกลับ", "ร้อยละ",
    ]  # fmt: skip
    assert lines[2] == ["รอบ", "รวม", "4", "2", "1", "2", "50.00"]
    groups = [line for line in lines if line[0] == "สังกัด"]
    assert [sum(int(line[n]) for line in groups) for n in range(2, 6)] == [4, 2, 1, 2]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [("outstanding", ["A-3", "A-4"]), ("review", ["A-2"]), ("returned", ["A-1", "A-2"])],
)
def test_the_agencies_behind_a_number_are_listed(run, tmp_path, wanted, codes):
    said = status(run, "--list", wanted, "--csv", "list.csv").splitlines()
    assert [line.split()[0] for line in said[2:-1]] == codes
    assert [row[0] for row in saved(tmp_path / "list.csv")] == ["รหัส", *codes]
    told = status(run, "2569-2", "--list", wanted).splitlines()
    assert [line.split()[0] for line in told[2:]] == [one for one in codes if one > "A-2"]


def test_a_doubtful_answer_is_told_beside_the_agency(run):
    [line] = status(run, "--list", "review").splitlines()[2:]
    assert line.endswith("ตอบกลับ ๑๓ พฤศจิกายน ๒๕๖๙ · ต้องตรวจสอบ ๑ เรื่อง")


def test_agencies_of_a_roster_that_were_in_no_round_have_a_row(run, tmp_path):
    more = FIRST + "A-9,หน่วยงานที่เก้า,,,น่าน,,\n"
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    said = status(run, "--roster", "more.csv")
    assert ["ไม่อยู่ในรอบใด", "๑", "๐", "๐", "๑", "๐.๐๐"] in rows(said)
    assert ["รวม", "๕", "๒", "๑", "๓", "๔๐.๐๐"] in rows(said)


def test_without_any_round_the_roster_is_counted_as_one(run, tmp_path):
    shutil.rmtree(tmp_path / "output/rounds")
    (tmp_path / "more.csv").write_text(FIRST, encoding="utf-8")
    said = status(run, "--roster", "more.csv")
    assert rows(said)[1] == ["รวม", "๓", "๒", "๑", "๑", "๖๖.๖๗"]
    assert "ไม่อยู่ในรอบใด" not in said


def test_where_nothing_is_known_nothing_is_counted(run, tmp_path):
    shutil.rmtree(tmp_path / "output")
    code, said, errors = run("status", "--survey", STAFFING)
    assert code == Exit.CLEAN
    assert rows(said)[1:] == [["รวม", "๐", "๐", "๐", "๐", "–"]]
    assert "ไม่ทราบว่าจัดส่งแบบให้หน่วยงานใด" in errors


def test_who_answered_without_being_listed_is_told_and_not_counted(run):
    with Ledger.open(Path("output/ledger")) as ledger:
        stranger = sent("c.xlsx", office_answers(7), received="2026-11-14")
        ledger.take_all(RUN, [(stranger, None)], "reader")
    said = status(run)
    assert ["รวม", "๔", "๒", "๑", "๒", "๕๐.๐๐"] in rows(said)
    assert "หน่วยงานที่ตอบโดยไม่อยู่ในบัญชีจัดส่ง: ๑" in said
    assert "ไม่อยู่ในบัญชีจัดส่ง" not in status(run, "2569-1")


def test_an_unknown_round_is_a_usage_error_and_the_others_are_named(run):
    code, said, errors = run("status", "2569", "--survey", STAFFING)
    assert (code, said) == (Exit.USAGE, "")
    assert "ไม่มีรอบชื่อ “2569” ของแบบสำรวจนี้ รอบที่มีคือ 2569-1, 2569-2" in errors


def test_a_table_that_cannot_be_written_is_told_in_one_line(run, tmp_path):
    (tmp_path / "out").write_text("a file")
    code, _, errors = run("status", "--survey", STAFFING, "--csv", "out/x.csv")
    assert code == Exit.OUTPUT
    assert len(errors.splitlines()) == 1


def test_in_english(run):
    said = status(run, day="2026-11-20")
    assert "per cent" not in said
    _, said, _ = run("--lang", "en", "status", "--survey", STAFFING, "--date", "2026-11-20")
    assert ["all", "4", "2", "1", "2", "50.00"] in rows(said)
    assert "Round 2569-1: due 2026-11-30, 10 days left" in said
