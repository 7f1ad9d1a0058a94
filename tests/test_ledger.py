import json
import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.mailbag import bytes_of, office, office_answers, sent

from formgen.files import sha256
from formgen.ledger import DATABASE, STORE, Ledger, Run
from formgen.ledger.rows import answer_rows, parse_columns
from formgen.ledger.schema import _FIRST, _SECOND, _THIRD, journal
from formgen.model.codes import Code
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.identity import Token
from formgen.model.reading import By
from formgen.model.response import Answer
from formgen.model.returned import Again, Box, Returned

RUN = Run("2026-11-22T10:00:00+07:00", "formgen 0.1.0")
LATER = Run("2026-11-23T10:00:00+07:00", "formgen 0.2.0")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger") as opened:
        yield opened


def rows(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / DATABASE) as connection:
        tables = ("run", "file", "receipt", "parse", "answer", "decision")
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in tables
        }
    connection.close()
    return counts


def rows_of(ledger: Ledger) -> dict[str, int]:
    return rows(ledger._folder)


def full(name: str = "ก/แบบ.xlsx", number: int = 1) -> tuple[Returned, bytes]:
    """A return that has something of everything a return can have."""
    answers = office_answers(
        number,
        vacancy__answer=("yes_now", "no_now"),
        officers__answer="๑๒",
        budget__used="1.50",
        office__note="สองบรรทัด\nและ “คำพูด” \\ 😀",
    )
    token = Token("2569-1", 7, "0f" * 16)
    doubt = found(Code.SECOND_COPY, "หน้า ๒", places=("หน้า ๑", "หน้า ๗"))
    one = sent(name, answers, received="2026-11-20", token=token, found=[doubt], roster=[office(9)])
    repaired = found(Code.FILE_REPAIRED, file=name, reason="xref")
    assert one.response is not None
    typed = {**one.response.answers, "office.size": Answer("small", ("small",), "B2", By.ANCHOR)}
    response = replace(one.response, answers=typed)
    return replace(one, response=response, diagnostics=(repaired,)), bytes_of(name, answers)


# ---------------------------------------------------------------- in and out again


def test_a_return_comes_back_exactly_as_it_was_taken(ledger: Ledger) -> None:
    returned, data = full()
    assert ledger.take(RUN, returned, data)
    [back] = ledger.returns()
    assert back == returned
    assert back.response is not None
    assert returned.response is not None
    assert list(back.response.answers) == list(returned.response.answers)
    assert ledger.data(returned.sha256) == data


@pytest.mark.parametrize("verified", [True, False, None, "unchecked"])
def test_whose_return_it_is_comes_back(ledger: Ledger, verified: bool | str | None) -> None:
    returned, data = full()
    assert returned.response is not None
    whose = replace(
        returned.response.respondent,
        verified=verified,
        by="token",
        round="2569-1",
        agency_code=None,
    )
    returned = replace(returned, response=replace(returned.response, respondent=whose))
    ledger.take(RUN, returned, data)
    assert ledger.returns() == (returned,)


def test_every_finding_comes_back(ledger: Ledger) -> None:
    findings = tuple(
        Diagnostic(
            code, "ที่ B2", "email.status", (("n", 3), ("text", "ก"), ("many", ("a", "b"))), "f"
        )
        for code in Code
    )
    returned = Returned("a.pdf", sha256(b"x"), 1, diagnostics=findings)
    ledger.take(RUN, returned, b"x")
    assert ledger.returns() == (returned,)


def test_what_could_not_be_read_or_is_no_return_is_kept_too(ledger: Ledger, tmp_path: Path) -> None:
    unreadable = found(Code.FILE_UNREADABLE, reason="EACCES")
    lost = Returned("a.docx", "", 0, diagnostics=(unreadable,))
    system = Returned("Thumbs.db", sha256(b"t"), 1, ignored=True)
    ledger.take(RUN, lost, None)
    ledger.take(RUN, system, b"t")
    assert set(ledger.returns()) == {lost, system}
    assert ledger.data("") is None
    assert ledger.data("ff" * 32) is None


def test_an_attempt_in_vain_stands_until_the_file_or_one_in_the_folder_is_opened(
    ledger: Ledger,
) -> None:
    denied = (found(Code.FILE_UNREADABLE, reason="EACCES"),)
    vain = [Returned(name, "", 0, diagnostics=denied) for name in ("น่าน", "แพร่", "น่าน/a")]
    one, data = full("น่าน/a.xlsx")
    back = [(Again(one.name, one.sha256, one.received), None)]

    def closed() -> list[str]:
        names = [each.name for each in ledger.returns() if not each.sha256]
        assert set(names) == ledger.closed()
        return names

    for each in vain:
        ledger.take(RUN, each, None)
    assert closed() == ["น่าน", "น่าน/a", "แพร่"]
    ledger.take(RUN, one, data)
    assert closed() == ["น่าน/a", "แพร่"]
    ledger.take(LATER, vain[0], None)
    assert closed() == ["น่าน", "น่าน/a", "แพร่"]
    for _ in range(2):
        ledger.take_all(LATER, back, "")
        assert closed() == ["น่าน/a", "แพร่"]
    seen = rows_of(ledger)
    ledger.take_all(LATER, [*back, *((each, None) for each in vain[1:])], "")
    assert rows_of(ledger) == seen  # the same again adds nothing


def test_a_file_met_while_it_was_being_copied_is_the_whole_one(ledger: Ledger) -> None:
    damaged = (found(Code.FILE_DAMAGED, reason="zip"),)
    one, data = full("001.xlsx")
    half, other = data[: len(data) // 2], b"another agency's, damaged"
    halves = [half, half + bytes(len(data) - len(half))]
    for part in (*halves, other, bytes(9)):
        broken = Returned("001.xlsx", sha256(part), len(part), diagnostics=damaged)
        ledger.take(RUN, broken, part)
    elsewhere = Returned("002.xlsx", sha256(half), len(half), diagnostics=damaged)
    ledger.take(RUN, elsewhere, half)
    assert len(ledger.returns()) == 5
    ledger.take(LATER, one, data)
    left = {(each.name, each.sha256) for each in ledger.returns()}
    assert left == {
        ("001.xlsx", one.sha256), ("001.xlsx", sha256(other)), ("001.xlsx", sha256(bytes(9))),
        ("002.xlsx", sha256(half)),
    }  # fmt: skip
    ledger.decide(LATER, Decision(sha256(half), About.RESPONDENT, "001.xlsx", "A-1"))
    assert ("001.xlsx", sha256(half)) in {(each.name, each.sha256) for each in ledger.returns()}


def test_a_name_that_is_no_unicode_comes_back(ledger: Ledger) -> None:
    name = os.fsdecode("แบบ.docx".encode("cp874"))
    returned = Returned(name, sha256(b"x"), 1, diagnostics=(found(Code.FILE_EMPTY, file=name),))
    assert ledger.take(RUN, returned, b"x")
    assert not ledger.take(RUN, returned, b"x")
    assert ledger.returns() == (returned,)


def test_bytes_are_kept_under_their_digest(ledger: Ledger, tmp_path: Path) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    path = tmp_path / "ledger" / STORE / returned.sha256[:2] / returned.sha256
    assert path.read_bytes() == data
    with pytest.raises(ValueError, match="not the bytes"):
        ledger.take(RUN, returned, data + b"!")


# ---------------------------------------------------------------- again


def test_taking_the_same_again_adds_nothing(ledger: Ledger, tmp_path: Path) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    before = rows(tmp_path / "ledger")
    assert not ledger.take(LATER, returned, data)
    assert not ledger.take(LATER, returned, None)
    assert rows(tmp_path / "ledger") == before
    assert before["run"] == before["file"] == before["receipt"] == before["parse"] == 1


def test_a_changed_reading_is_added_and_is_the_current_one(ledger: Ledger, tmp_path: Path) -> None:
    returned, data = full()
    unread = replace(returned, response=None, diagnostics=(found(Code.FORM_UNKNOWN, digest="00"),))
    ledger.take(RUN, unread, data)
    assert ledger.take(LATER, returned, data)
    assert ledger.returns() == (returned,)
    assert ledger.take(LATER, unread, data)
    assert ledger.returns() == (unread,)
    counts = rows(tmp_path / "ledger")
    assert (counts["file"], counts["receipt"], counts["parse"], counts["run"]) == (1, 1, 3, 2)


def test_newer_evidence_of_receipt_is_the_current_one(ledger: Ledger) -> None:
    returned, data = full()
    dated = replace(returned, received="2026-11-25")
    ledger.take(RUN, returned, data)
    assert ledger.take(LATER, dated, data)
    assert ledger.returns() == (dated,)


def test_nothing_received_is_ever_lost(ledger: Ledger) -> None:
    first, second = sent("a.xlsx", office_answers(1)), sent("a.xlsx", office_answers(2))
    renamed = replace(first, name="b.xlsx")
    for one in (first, second, renamed):
        number = 2 if one is second else 1
        ledger.take(RUN, one, bytes_of("a.xlsx", office_answers(number)))
    assert len(ledger.returns()) == 3
    assert {(one.name, one.sha256) for one in ledger.returns()} == {
        ("a.xlsx", first.sha256), ("a.xlsx", second.sha256), ("b.xlsx", first.sha256),
    }  # fmt: skip


def test_nothing_in_it_can_be_changed_or_removed(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(RUN, *full())
    ledger.decide(RUN, Decision(full()[0].sha256, About.COUNTS, value="no"))
    connection = sqlite3.connect(tmp_path / "ledger" / DATABASE)
    for table in ("run", "file", "receipt", "parse", "answer", "decision"):
        column = connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
            with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
                connection.execute(statement)
    connection.close()


def test_any_tool_can_query_the_answers(ledger: Ledger, tmp_path: Path) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    connection = sqlite3.connect(tmp_path / "ledger" / DATABASE)
    query = "SELECT value, raw, agency_code FROM current_answer WHERE field = 'officers.answer'"
    assert connection.execute(query).fetchall() == [(12, "๑๒", "A-1")]
    connection.close()


# ---------------------------------------------------------------- decisions


def test_decisions_stand_in_order_and_the_later_takes_the_place(ledger: Ledger) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    digest = returned.sha256
    answer = Decision(digest, About.ANSWER, "tools.used", ("mail", "sign"), "เหตุผล", "สมศรี")
    whose = Decision(digest, About.RESPONDENT, value="A-2")
    assert ledger.decide(RUN, answer)
    assert not ledger.decide(LATER, answer)
    assert ledger.decide(RUN, whose)
    blank = replace(answer, value=None)
    assert ledger.decide(LATER, blank)
    assert ledger.decisions() == (replace(whose, at=RUN.at), replace(blank, at=LATER.at))


def test_a_decision_holds_for_the_survey_it_was_made_for(ledger: Ledger) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    before, own = (Decision(returned.sha256, About.COUNTS, value=one) for one in ("yes", "no"))
    assert ledger.decide(RUN, before)  # as a program that did not note the survey
    assert not ledger.decide(RUN, before, survey="own")
    assert ledger.decide(LATER, own, survey="own")
    assert [one.value for one in ledger.decisions("own")] == ["no"]
    assert [one.value for one in ledger.history("own")] == ["yes", "no"]
    assert [one.value for one in ledger.decisions("other")] == ["yes"]
    assert ledger.decide(LATER, own, survey="other")


def test_nothing_is_decided_of_a_file_never_received(ledger: Ledger) -> None:
    with pytest.raises(FormgenError) as caught:
        ledger.decide(RUN, Decision("ab" * 32, About.COUNTS, value="no"))
    assert caught.value.diagnostics[0].code is Code.LEDGER_UNUSABLE
    assert ledger.decisions() == ()


# ---------------------------------------------------------------- trouble


def test_a_second_writer_is_told_to_wait(ledger: Ledger, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ledger" / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(tmp_path / "ledger", patience=0.01) as second:
        with pytest.raises(FormgenError) as caught:
            second.take(RUN, *full())
        other.execute("ROLLBACK")
        assert caught.value.diagnostics[0].code is Code.LEDGER_BUSY
        assert caught.value.exit_code is Exit.OUTPUT
        assert second.take(RUN, *full())
    other.close()


def test_a_failure_halfway_leaves_nothing_half_written(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned, data = full()
    assert returned.response is not None
    broken = {**returned.response.answers, "office.size": Answer(object())}  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ledger.take(
            RUN, replace(returned, response=replace(returned.response, answers=broken)), data
        )
    assert set(rows(tmp_path / "ledger").values()) == {0}
    assert ledger.take(RUN, returned, data)


def test_what_is_no_ledger_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(FormgenError) as caught:
        Ledger.open(tmp_path)
    assert caught.value.diagnostics[0].code is Code.LEDGER_UNUSABLE
    assert (tmp_path / DATABASE).read_bytes().startswith(b"not a database")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(FormgenError):
        Ledger.open(file)


def test_the_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(FormgenError) as caught:
        Ledger.open(tmp_path)
    assert "99" in caught.value.diagnostics[0].message()


def test_a_finding_of_a_newer_program_is_said(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(RUN, *full())
    with sqlite3.connect(tmp_path / "ledger" / DATABASE) as connection:
        connection.execute(
            "INSERT INTO parse SELECT 99, sha256, name, 'x', format, 0,"
            ' \'[{"code": "FROM_TOMORROW", "facts": []}]\', NULL, NULL, NULL, NULL, run, box, \'\''
            " FROM parse"
        )
    connection.close()
    with pytest.raises(FormgenError, match="FROM_TOMORROW"):
        ledger.returns()


def test_write_ahead_logging_is_used_where_it_can_work(tmp_path: Path) -> None:
    here = sqlite3.connect(tmp_path / "here.sqlite")
    assert journal(here) == "wal"
    here.close()
    # Without shared memory, as on a network share.
    share = sqlite3.connect(f"file:{tmp_path}/share.sqlite?vfs=unix-dotfile", uri=True)
    assert journal(share) == "delete"
    share.close()


def test_a_killed_run_leaves_whole_returns_and_goes_on(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from formgen.ledger import Ledger
        from tests.test_ledger import RUN, full
        with Ledger.open(Path(sys.argv[1])) as ledger:
            for number in range(100_000):
                ledger.take(RUN, *full(f"{number}.xlsx", number))
                print(number, flush=True)
        """
    )
    folder = tmp_path / "ledger"
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert process.stdout is not None
        for _ in range(30):
            assert process.stdout.readline()
        process.kill()
        process.wait()
        process.stdout.close()
    with Ledger.open(folder) as ledger:
        returns = ledger.returns()
        assert len(returns) >= 30
        for one in returns:
            number = int(one.name.removesuffix(".xlsx"))
            assert one == full(one.name, number)[0]
            data = ledger.data(one.sha256)
            assert data is not None
            assert sha256(data) == one.sha256
        assert not any(ledger.take(LATER, *full(one.name, int(one.name[:-5]))) for one in returns)


def test_a_ledger_of_an_earlier_program_is_carried_on(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    folder.mkdir()
    with sqlite3.connect(folder / DATABASE) as old:
        for statement in (*_FIRST, "PRAGMA user_version = 1"):
            old.execute(statement)
        old.execute("INSERT INTO run (at, tool) VALUES ('2026-01-01', 'formgen 0.1.0')")
    old.close()
    with Ledger.open(folder) as ledger:
        returned, data = full()
        ledger.take(RUN, returned, data, "reader")
        assert ledger.returns() == (returned,)
        assert ledger.remind(RUN, "survey", "A-1", "2026-12-01")
    assert rows(folder)["run"] == 2


def test_what_a_ledger_without_boxes_holds_is_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    returned, data = full()
    with Ledger.open(folder) as ledger:
        ledger.take(RUN, returned, data, "reader")
    (tmp_path / "old").mkdir()
    with sqlite3.connect(tmp_path / "old" / DATABASE) as old:
        for statement in (*_FIRST, *_SECOND, *_THIRD, "PRAGMA user_version = 3"):
            old.execute(statement)
        old.execute("ATTACH ? AS new", (str(folder / DATABASE),))
        for name in ("run", "file", "receipt", "parse", "answer", "reading"):
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({name})"))
            old.execute(f"INSERT INTO main.{name} SELECT {columns} FROM new.{name}")
        (told,) = old.execute("SELECT result FROM main.parse").fetchone()
        as_then = json.dumps([parse_columns(returned), answer_rows(returned.response)])
        assert told == sha256(as_then.encode()), "else every file would be entered anew"
    old.close()
    with Ledger.open(tmp_path / "old") as ledger:
        assert ledger.returns() == (returned,)
        assert ledger.boxes() == {}
        assert not ledger.take(LATER, returned, data, "reader"), "the same result is nothing new"
        boxed = Returned("a.zip", sha256(b"z"), 1, ignored=True, box=Box((("1.xlsx", "ab" * 32),)))
        ledger.take(LATER, boxed, b"z", "reader")
        assert ledger.boxes() == {(boxed.sha256, "a.zip"): boxed.box}


def test_a_file_is_seen_by_the_reader_that_read_it_last(ledger: Ledger) -> None:
    returned, data = full()
    key = (returned.sha256, returned.name)
    ledger.take(RUN, returned, data, "one")
    assert ledger.seen("one") == {key: returned.received}
    assert ledger.seen("other") == {}
    ledger.take(LATER, returned, data, "other")
    assert ledger.seen("one") == {}
    assert ledger.seen("other") == {key: returned.received}


def test_each_survey_has_its_own_reading_of_a_file(ledger: Ledger, tmp_path: Path) -> None:
    returned, data = full()
    assert returned.response is not None
    other = found(Code.FORM_OTHER_SURVEY, survey=returned.response.claim.survey)
    strange = replace(returned, response=None, diagnostics=(other,))
    for _ in range(2):  # the surveys are collected by turns
        ledger.take_all(RUN, [(returned, data)], "one", "own")
        ledger.take_all(LATER, [(strange, data)], "two", "other")
    assert ledger.returns("own") == (returned,)
    assert ledger.returns("other") == ledger.returns("a third") == (strange,)
    assert rows(tmp_path / "ledger")["parse"] == 2


def test_what_was_read_before_surveys_were_noted_stands_till_it_is_read_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data)
    strange = replace(returned, response=None, diagnostics=(found(Code.FORM_NOT_OURS),))
    ledger.take_all(LATER, [(strange, data)], "two", "other")
    ledger.take_all(LATER, [(returned, data)], "one", "own")
    assert ledger.returns("own") == (returned,)
    assert ledger.returns("other") == (strange,)
    assert rows(tmp_path / "ledger")["parse"] == 2, "the same result is nothing new"


def test_what_one_reading_could_not_open_is_never_taken_as_seen(ledger: Ledger) -> None:
    slow = Returned("ก.pdf", sha256(b"x"), 1, diagnostics=(found(Code.FILE_TIMEOUT, seconds=20),))
    ledger.take(RUN, slow, b"x", "one")
    assert ledger.seen("one") == {}


def test_what_was_received_is_not_for_everybody(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        with Ledger.open(tmp_path / "ledger") as ledger:
            ledger.take(RUN, *full())
    finally:
        os.umask(mask)
    assert (tmp_path / "ledger").stat().st_mode & 0o007 == 0


@pytest.mark.parametrize(
    "why", [found(Code.FILE_TIMEOUT, seconds=20), found(Code.FILE_PASSWORD), found(Code.FILE_CRASH)]
)
def test_what_was_read_once_stands_though_another_attempt_is_vain(ledger: Ledger, why) -> None:
    returned, data = full()
    ledger.take(RUN, returned, data, "one")
    vain = Returned(returned.name, returned.sha256, returned.size, "2026-12-09", diagnostics=(why,))
    ledger.take(LATER, vain, data, "other")
    assert ledger.returns() == (replace(returned, received="2026-12-09"),)
    assert ledger.seen("other") == {}, "it is tried again"
    other = replace(vain, name="อื่น.xlsx")
    ledger.take(LATER, other, data, "other")
    assert other in ledger.returns(), "what was never read is told"


def test_many_files_are_taken_as_one_by_one(ledger: Ledger, tmp_path: Path) -> None:
    many = [full(f"{number}.xlsx", number) for number in range(120)]
    ledger.take_all(RUN, many, "one")
    with Ledger.open(tmp_path / "other") as other:
        for returned, data in many:
            other.take(RUN, returned, data, "one")
        assert ledger.returns() == other.returns()
        assert ledger.seen("one") == other.seen("one")
    again = [(Again(one.name, one.sha256, "2026-12-09"), None) for one, _ in many]
    ledger.take_all(LATER, again, "one")
    assert {one.received for one in ledger.returns()} == {"2026-12-09"}


def test_reminders_are_kept_once_a_day_and_survey(ledger: Ledger) -> None:
    days = ("2026-12-09", "2026-12-01", "2026-12-09")
    assert [ledger.remind(RUN, "a", "A-1", day) for day in days] == [True, True, False]
    ledger.remind(RUN, "b", "A-1", "2026-12-02")
    assert ledger.reminders("a") == {"A-1": ("2026-12-01", "2026-12-09")}


def test_its_mark_changes_with_whatever_is_added(ledger: Ledger) -> None:
    marks = [ledger.mark()]
    returned, data = full()
    ledger.take(RUN, returned, data)
    marks.append(ledger.mark())
    ledger.take(LATER, returned, data)
    assert ledger.mark() == marks[-1]
    ledger.decide(RUN, Decision(returned.sha256, About.COUNTS, value="no"))
    marks.append(ledger.mark())
    ledger.remind(RUN, "a", "A-1", "2026-12-01")
    marks.append(ledger.mark())
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("lost", ["gone", "empty"])
def test_a_lost_ledger_beside_its_store_is_said(tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "ledger"
    with Ledger.open(folder) as ledger:
        returned, data = full()
        ledger.take(RUN, returned, data)
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()
    if lost == "empty":
        (folder / DATABASE).touch()
    for _ in range(2):
        with pytest.raises(FormgenError) as error, Ledger.open(folder):
            pass
        assert error.value.exit_code is Exit.OUTPUT
        assert error.value.diagnostics[0].code is Code.LEDGER_LOST
