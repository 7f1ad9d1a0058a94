"""Whatever comes in and whatever is decided: every product tells the same numbers."""

import json
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests.dashboard.test_dashboard import answers as shown_answers
from tests.dashboard.test_dashboard import embedded, rows
from tests.export.sample import csv_rows, reopened, table
from tests.mailbag import form, office, office_answers, sent
from tests.test_consolidate import adds_up, changed

from formgen.cli import common, status
from formgen.cli.consolidate import agencies
from formgen.consolidate import consolidate
from formgen.export.files import responses_jsonl
from formgen.export.review import write_review
from formgen.export.verdicts import offered
from formgen.export.workbook import write_workbook
from formgen.ledger import Ledger, Run
from formgen.letters.problems import cases
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Policy, Standing, Tally
from formgen.model.decision import About, Decision, about, seen_subject
from formgen.model.diagnostics import found
from formgen.model.returned import Returned, State
from formgen.report.facts import gather
from formgen.result import words
from formgen.result.following import By, following, group_heading, in_review
from formgen.result.outcome import outcome
from formgen.result.trace import trace
from formgen.result.verdict import Verdict
from formgen.thai.numerals import thai_number, to_thai


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """Whatever language another test of this process has spoken."""
    monkeypatch.setenv("LANGUAGE", "en")


OLDER = changed(form(), "officers.answer", label="ข้าราชการ (แบบเดิม)")
ROSTER = [office(1), office(2), office(3, ministry=""), office(4, province="ตรัง"), office(5)]
DAYS = ("", "2026-11-01", "2026-11-02", "2026-11-03")
UNSAID = "(not stated)"
TYPED = ("", "๑ พ.ย. ๒๕๖๙", "2 พ.ย. 2569", "เมื่อวาน")


def mail(chance: Random) -> list[Returned]:
    """Returns of a few agencies, some twice, some in doubt, some that nothing can read."""
    made: list[Returned] = []
    for number in range(chance.randint(0, 14)):
        name, day = f"{chance.choice('กขค')}/{number}.xlsx", chance.choice(DAYS)
        match chance.randrange(10):
            case 0 if made:
                made.append(replace(chance.choice(made), name=name, received=day))
            case 1:
                digest = f"{chance.randint(1, 3):064x}"
                code = chance.choice([Code.FIELDS_FLATTENED, Code.FILE_EMPTY])
                made.append(Returned(name, digest, 9, day, "pdf", None, (found(code),)))
            case 2:
                note = found(Code.FILE_NOT_A_RETURN, what="x")
                digest = f"{number + 9:064x}"
                made.append(Returned(name, digest, 1, day, diagnostics=(note,), ignored=True))
            case _:
                made.append(answered(chance, name, day))
    return made


def answered(chance: Random, name: str, day: str) -> Returned:
    answers = office_answers(
        chance.randint(1, 6),
        office__filled_on=chance.choice(TYPED),
        officers__answer=chance.choice(["", "5", "7", "มาก"]),
        vacancy__answer=chance.choice([(), ("yes_now",), ("no_now",), ("yes_now", "no_now")]),
        vacant_since__answer=chance.choice(["", "1 ต.ค. 2569"]),
        budget__used=chance.choice(["", "1.50", "-3", "2"]),
        tools__used=chance.choice([(), ("mail",), ("mail", "sign")]),
    )
    if not chance.randrange(8):
        answers["office.code"] = ""
    of = OLDER if not chance.randrange(6) else form()
    listed = ROSTER if chance.random() < 0.8 else ()
    return sent(name, answers, of=of, received=day, roster=listed)


def judged(chance: Random, data: Dataset) -> list[Decision]:
    """What a person who does not think may decide of what is open, in a list for review."""
    made: list[Decision] = []
    for filed, finding in data.matters:
        verdicts = offered(data.form, filed, finding)
        if not verdicts or chance.random() < 0.5:
            continue
        returned = filed.returned
        name = returned.name if returned.response is None else ""
        match chance.choice(verdicts):
            case Verdict.AS_READ:
                subject = seen_subject(finding.code.name, about(finding))
                made.append(Decision(returned.sha256, About.SEEN, subject))
            case Verdict.COUNTS_NOT:
                made.append(Decision(returned.sha256, About.COUNTS, name, "no"))
            case Verdict.BELONGS:
                code = f"A-{chance.randint(1, 5)}"
                made.append(Decision(returned.sha256, About.RESPONDENT, name, code))
            case Verdict.CORRECTED | Verdict.NO_ANSWER:
                field = data.form.field(finding.field)
                value = chance.choice([None, *(one.code for one in field.choices)])
                value = (value,) if value and "multiple" in field.kind.value else value
                meaning = field.digest
                made.append(
                    Decision(returned.sha256, About.ANSWER, field.name, value, meaning=meaning)
                )
            case Verdict.COUNTS:
                made.append(Decision(returned.sha256, About.COUNTS, value="yes"))
    return made


def merged(seed: int) -> tuple[Dataset, list[Returned], dict[str, Any]]:
    chance = Random(seed)
    returns = mail(chance)
    known: dict[str, Any] = {
        "roster": ROSTER if chance.random() < 0.8 else None,
        "older": {OLDER.digest: OLDER},
        "policy": chance.choice(list(Policy)),
    }
    decisions: list[Decision] = []
    for _ in range(chance.randint(0, 3)):
        decisions += judged(chance, consolidate(form(), returns, **known, decisions=decisions))
    known["decisions"] = decisions
    return consolidate(form(), returns, **known), returns, known


SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_product_tells_the_same_numbers(seed: int) -> None:
    data, returns, known = merged(seed)
    adds_up(data, len(returns))
    Random(-seed).shuffle(returns)
    assert consolidate(form(), returns, **known) == data
    in_the_data_file(data)
    in_the_workbook(data)
    on_the_page(data)
    in_words(data)
    of_the_groups(data)
    write_review(data)
    for agency in data.answered:
        for field in data.form.fields:
            value = words.answer(field, agency.answers[field.name])
            [line] = [one for one in trace(data, agency, field) if one.startswith("ค่าที่นับ: ")]
            if agency.answers[field.name].standing is not Standing.ANSWERED:
                assert line == f"ค่าที่นับ: {value}"


def counts(tally: Tally) -> dict[str, int]:
    codes = [one.code for one in tally.field.choices]
    given = dict(zip(codes, tally.counts, strict=True)) or {"": tally.answered}
    return given | {"-blank": tally.blank, "-not": tally.not_asked, "-doubt": tally.doubtful}


def in_the_data_file(data: Dataset) -> None:
    """Count the questions again from the rows of the CSV, and the states from the JSONL."""
    lines = csv_rows(data)
    assert [one["agency_code"] for one in lines] == [
        one.recipient.agency_code for one in data.answered
    ]
    for tally in words.public(data):
        told: Counter[str] = Counter()
        for line in lines:
            told.update(_of_line(tally, line))
        assert told == Counter(counts(tally)), tally.field.name
    states = Counter(json.loads(one)["state"] for one in responses_jsonl(data).splitlines())
    assert states == Counter(one.state.value for one in data.files if one.returned.response)


def _of_line(tally: Tally, line: dict[str, str]) -> list[str]:
    field = tally.field
    if field.name in line["doubtful"].split():
        return ["-doubt"]
    if field.name in line["not_asked"].split():
        return ["-not"]
    if field.name in line:
        value = line[field.name]
        return ["-blank"] if not value else [value] if field.choices else [""]
    codes = [one.code for one in field.choices if line[field.control(one)] == "1"]
    return codes or ["-blank"]


def in_the_workbook(data: Dataset) -> None:
    book = reopened(write_workbook(data))
    overview = {row[0].value: row[1].value for row in book["สรุปภาพรวม"].iter_rows()}
    assert overview["แฟ้มทั้งหมด (ฉบับ)"] == len(data.files)
    for state, count in data.states.items():
        assert overview[f"– {words.state_name(state)} (ฉบับ)"] == count
    assert overview["รายการที่ต้องตรวจสอบ (รายการ)"] == len(data.matters)
    assert overview.get("ยังไม่ตอบกลับ (แห่ง)", 0) == len(data.outstanding)
    sheets = {
        name: table([[cell.value for cell in row] for row in book[name].iter_rows()])
        for name in ("ทะเบียนรับ", "ต้องตรวจสอบ", "ยังไม่ตอบกลับ", "ผลรายหน่วยงาน")
    }
    register = [(one["ชื่อแฟ้ม"], one["สถานะ"]) for one in sheets["ทะเบียนรับ"]]
    assert register == [(one.returned.name, words.file_state(one)) for one in data.files]
    assert len(sheets["ต้องตรวจสอบ"]) == len(data.matters)
    assert len(sheets["ยังไม่ตอบกลับ"]) == len(data.outstanding)
    own = sheets["ผลรายหน่วยงาน"]
    assert len(own) == len(data.answered)
    for tally in words.public(data):
        told = Counter(one[words.question(tally)] for one in own)
        assert told[words.BLANK] == tally.blank
        assert told[words.DOUBTFUL] == tally.doubtful
        assert told[words.NOT_ASKED] == tally.not_asked


def on_the_page(data: Dataset) -> None:
    page = embedded(data)
    assert page["totals"]["back"] + page["totals"]["outstanding"] == len(data.expected)
    assert {one["state"]: one["count"] for one in page["states"]} == data.states
    files, own = rows(page["files"]), rows(page["agencies"])
    assert [one["shown"] for one in files] == [words.file_state(one) for one in data.files]
    assert sum(bool(one["files"]) for one in own) == len(data.answered)
    for told, tally in zip(page["questions"], words.public(data), strict=True):
        assert told["counts"] == list(tally.counts)
        packed = told["answers"]
        each = packed if isinstance(packed, list) else [packed["of"][at] for at in packed["at"]]
        values = [one.answers[tally.field.name] for one in data.answered]
        assert shown_answers(tally.field, each) == [
            words.answer(tally.field, one) for one in values
        ]


def in_words(data: Dataset) -> None:
    """What the report, the console and the letters say."""
    facts, told, found_ = gather(data).facts, outcome(data), cases(data)
    assert facts["files"] == thai_number(len(data.files)) == thai_number(told.files)
    assert facts["matters"] == thai_number(told.matters) == thai_number(found_.matters)
    assert facts["answered"] == thai_number(told.answered)
    listed = told.answered - told.unlisted
    assert listed + len(data.outstanding) == told.expected
    said = " ".join(agencies(told))
    assert common.number(listed if told.expected else told.answered) in said
    assert ("without being listed" in said) == (bool(told.expected) and bool(told.unlisted))
    if data.expected:
        assert facts["returned"] == thai_number(listed)
        assert facts["unlisted"] == thai_number(told.unlisted)
    assert dict(told.states) == data.states
    held = [one for one in data.files if one.state is State.REVIEW and not one.counted]
    assert told.waiting == len(held)


def of_the_groups(data: Dataset) -> None:
    """What was sent and came back, in the tables of the console, the page and the workbook."""
    page, review = embedded(data), in_review(data)
    doubted = [one for one in rows(page["agencies"]) if one["review"]]
    assert {one["code"] for one in doubted} == review
    assert review >= {filed.agency for filed, _ in data.matters} & data.by_code().keys()
    whole = following(data.expected, review)
    assert (whole.returned, whole.outstanding) == (page["totals"]["back"], len(data.outstanding))
    assert whole.review == sum(one["expected"] for one in doubted)
    if not data.expected:
        return
    assert gather(data).facts["returned_percent"] == to_thai(str(whole.rate))
    shown = {one["key"]: one["rows"] for one in page["groups"]}
    for by in (By.MINISTRY, By.PROVINCE):
        told = dict(status.groups(status.Told(data, (), data.expected, review, by)))
        counts = {name: (one.sent, one.returned, one.review) for name, one in told.items()}
        sent_to = [one for one in shown[by] if one["sent"]]
        assert counts == {
            one["name"] or UNSAID: (one["sent"], one["back"], one["review"]) for one in sent_to
        }
        rates = {name: (*counts[name][:2], float(told[name].rate or 0)) for name in told}
        sent_to = [row for row in in_places(data, group_heading(by)) if row[1]]
        assert rates == {
            UNSAID if name == words.BLANK else name: tuple(numbers[:3])
            for name, *numbers in sent_to
        }


def in_places(data: Dataset, head: str) -> list[list[Any]]:
    """The rows of the workbook's table of ministries or of provinces."""
    book = reopened(write_workbook(data))
    cells = [[cell.value for cell in row] for row in book["จำแนกตามสังกัด"].iter_rows()]
    start = next(n for n, row in enumerate(cells) if row[0] == head)
    end = next(n for n, row in enumerate(cells) if n > start and row[0] == "รวม")
    return [row for row in cells[start + 1 : end] if row[0]]


@pytest.mark.parametrize("seed", SEEDS)
def test_however_it_came_the_ledger_tells_the_same(seed: int, tmp_path) -> None:
    data, returns, known = merged(seed)
    chance = Random(seed)
    results = []
    for number in range(2):
        chance.shuffle(returns)
        with Ledger.open(tmp_path / str(number)) as ledger:
            rest = list(returns)
            while rest:
                size = chance.randint(1, len(rest))
                run = Run(f"2026-12-{len(rest):02}", "formgen")
                ledger.take_all(run, ((one, None) for one in rest[:size]), "reader")
                rest = rest[size:]
            for one in known["decisions"]:
                ledger.decide(Run("2026-12-31", "formgen"), one)
            kept = {**known, "decisions": [replace(one, at="") for one in ledger.decisions()]}
            results.append(consolidate(form(), ledger.returns(), **kept))
    assert results[0] == results[1]
    assert results[0].states == data.states
    assert results[0].tallies == data.tallies
