"""What nobody may see, what nothing may run, and what is the same every time."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.export.sample import Writer, csv_rows, parts, reopened, sheet, status, table
from tests.export.test_links import raw
from tests.mailbag import ESTATUS, form, office_answers, sent

from formgen import export as room
from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.content.texts import find_text, load_office, load_template
from formgen.dashboard.facts import facts
from formgen.export import RESPONSES_CSV, REVIEW, WORKBOOK
from formgen.export.book import CUT, fitting
from formgen.export.files import responses_csv, responses_jsonl
from formgen.export.parquet import responses_parquet
from formgen.export.review import write_review
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.survey import Kind, TextFormat
from formgen.report import NAMES, covering_report

WRITERS: tuple[Writer, ...] = (
    write_workbook, responses_csv, responses_jsonl, responses_parquet, write_review,
)  # fmt: skip
OURS = re.compile(r"'[ก-๙0-9 ]+'!\$?[A-Z]+\$?[0-9]+(:[A-Z]+[0-9]+)?")
"""Where a link of ours leads: to cells of a sheet that we named."""

# What spreadsheets have been made to run, or to choke on.
NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1,1)", "\t=1", "＝1+1", "＋1", "－1",
    "＠A1", "{=1}", "=HYPERLINK(\"http://x\")", "http://example.go.th", "external:c:\\x",
    "internal:Sheet1!A1",
    "mailto:a@b.c", "_x0041_", "a\x0bb", "a\ufffeb", "0812345678", "1e5", "'=1", "<b>&amp;</b>",
)  # fmt: skip
SECRET = "ลับสุดยอด"


def test_personal_data_is_in_no_published_sheet() -> None:
    text = "".join(parts(write_workbook(status())).values())
    assert "ลับมาก" not in text
    assert "secret" not in text
    assert "021234567" not in text
    assert "secret at home" in "".join(parts(write_review(status())).values())
    for content in (responses_csv(status()), responses_jsonl(status())):
        assert "ลับมาก" not in content.decode()
        assert "secret" not in content.decode()


def test_a_personal_question_of_a_table_is_left_out_too() -> None:
    fields = tuple(replace(one, personal_data=one.stem == "tools") for one in form().fields)
    made = replace(form(), fields=fields)
    answers = office_answers(1, tools__used=("cloud",), tools__remark="ลับมาก")
    data = consolidate(made, [sent("a.xlsx", answers, of=made)])
    text = "".join(parts(write_workbook(data)).values())
    assert "ลับมาก" not in text
    assert ">ระบบคลาวด์ภาครัฐ<" not in text
    assert "tools.cloud" not in csv_rows(data)[0]
    assert csv_rows(data, personal=True)[0]["tools.cloud"] == "1"


@st.composite
def secrets(draw) -> Dataset:
    """Answers to a random survey; whatever text holds personal data is a secret."""
    made = compile_survey(draw(strategies.surveys(parts=1, size=4)))
    given_ = draw(strategies.answers(made))
    answers = {
        one.name: SECRET
        if one.personal_data and one.kind is Kind.TEXT and not one.role
        else raw(given_[one.name], select=one.select)
        for one in made.fields
        if one.name in given_
    }
    file = sent("a.xlsx", answers, of=made)
    whose = Decision(file.sha256, About.RESPONDENT, value="A-1")
    return consolidate(made, [file], decisions=[whose])


@settings(max_examples=30, deadline=None)
@given(secrets())
def test_personal_data_of_any_survey_is_in_nothing_that_is_published(data: Dataset) -> None:
    assert SECRET not in "".join(parts(write_workbook(data)).values())
    for write in (responses_csv, responses_jsonl):
        assert SECRET not in write(data).decode()
    assert SECRET.encode() not in responses_parquet(data)
    held = any(one.raw == SECRET for one in data.files[0].returned.response.answers.values())
    assert held == (SECRET in responses_jsonl(data, personal=True).decode())


def test_no_words_become_a_formula_or_a_link() -> None:
    returns = [
        sent(f"{n}.xlsx", office_answers(n, office__name=text, tools__remark=text))
        for n, text in enumerate(NASTY)
    ]
    data = consolidate(form(), returns)
    for write in (write_workbook, write_review):
        for part, text in parts(write(data)).items():
            if part.startswith("xl/worksheets"):
                assert "<f>" not in text
                assert not re.search("<hyperlink [^>]*r:id", text)
                places = re.findall(r'<hyperlink [^>]*location="([^"]*)"', text)
                assert len(places) == text.count("<hyperlink ")
                assert all(OURS.fullmatch(place) for place in places)
    shown = {row["ข้อความหมายเหตุ"] for row in table(sheet(data, "หมายเหตุ"))}
    harmless = {text for text in NASTY if not set(text) & set("\x0b\ufffe\t")}
    assert harmless <= shown
    rows = {row["file"]: row["tools.remark"] for row in csv_rows(data)}
    for n, text in enumerate(NASTY):
        read = data.by_code()[f"A-{n}"].answers["tools.remark"].value
        assert rows[f"{n}.xlsx"].removeprefix("'") == str(read).removeprefix("'")
        assert not rows[f"{n}.xlsx"].startswith(
            ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
        ), text


def test_an_overlong_text_is_cut_in_the_cell_and_whole_in_the_data() -> None:
    long = "นี่" * 20_000
    data = consolidate(form(), [sent("a.xlsx", office_answers(1, tools__remark=long))])
    [row] = table(sheet(data, "หมายเหตุ"))
    assert row["ข้อความหมายเหตุ"].endswith(CUT)
    assert len(row["ข้อความหมายเหตุ"]) <= 32_767
    assert csv_rows(data)[0]["tools.remark"] == long
    assert json.loads(responses_jsonl(data))["answers"]["tools.remark"]["value"] == long


@pytest.mark.parametrize("text", ["ก" * 32_767, "ก" * 32_768, "😀" * 16_384, "น้ำ" * 12_000])
def test_cells_take_32767_utf16_units_and_no_torn_letters(text: str) -> None:
    cut = fitting(text)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert (cut == text) == (len(text.encode("utf-16-le")) // 2 <= 32_767)
    kept = cut.removesuffix(CUT)
    assert text.startswith(kept)
    assert not kept.endswith("น") or not text.startswith("น")


def test_a_name_that_is_no_unicode_is_shown_with_a_mark() -> None:
    data = consolidate(form(), [sent("\udca1\udcb4.xlsx", office_answers(1))])
    assert csv_rows(data)[0]["file"] == "\ufffd\ufffd.xlsx"
    assert json.loads(responses_jsonl(data))["file"] == "\udca1\udcb4.xlsx"
    assert table(sheet(data, "ทะเบียนรับ"))[0]["ชื่อแฟ้ม"] == "\ufffd\ufffd.xlsx"


def test_the_same_data_gives_the_same_bytes() -> None:
    returns = [one.returned for one in status().files]
    roster = [one.recipient for one in status().agencies]
    random.Random(1).shuffle(returns)
    again = consolidate(status().form, returns, roster=roster)
    for write in WRITERS:
        assert write(status()) == write(again)
    assert "2000-01-01T00:00:00Z" in parts(write_workbook(status()))["docProps/core.xml"]


def export(data: Dataset, folder: Path) -> tuple[Path, ...]:
    review = room.read_review(folder / REVIEW, data.form)
    paths, held = room.put(folder, room.products(data, review), review)
    assert not held
    return paths


def test_nothing_returned_and_nobody_listed_makes_whole_files(tmp_path: Path) -> None:
    data = consolidate(form(), [])
    paths = export(data, tmp_path / "new" / "folder")
    names = [WORKBOOK, RESPONSES_CSV, "responses.jsonl", "codebook.csv", REVIEW]
    assert [path.name for path in paths] == names
    assert any("ยังไม่มีหน่วยงานส่งแบบกลับ" in str(row[0]) for row in sheet(data, "สรุปรายข้อ"))
    assert csv_rows(data) == []
    assert "ไม่มีรายการที่ต้องตรวจสอบ" in [row[0] for row in sheet(data, "ต้องตรวจสอบ", write_review)]
    assert len(reopened(paths[0].read_bytes()).sheetnames) == 12


def test_what_cannot_be_written_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / RESPONSES_CSV).mkdir()
    with pytest.raises(FormgenError) as caught:
        export(consolidate(form(), []), tmp_path)
    assert caught.value.exit_code is Exit.OUTPUT
    assert caught.value.diagnostics[0].code is Code.OUTPUT_NOT_WRITABLE
    assert not list(tmp_path.glob(".*"))


def test_what_only_an_earlier_form_asked_is_in_no_published_sheet() -> None:
    older = form()
    text = next(one for one in older.fields if one.name == "tools.remark")
    email = replace(text, name="tools.address", format=TextFormat.EMAIL, personal_data=True)
    older = replace(older, fields=(*older.fields, email))
    file = sent("a.xlsx", office_answers(1, tools__address=SECRET), of=older)
    data = consolidate(form(), [file], older={older.digest: older})
    assert [one.field for _, one in data.matters] == ["tools.address"]
    assert SECRET in "".join(parts(write_review(data)).values())
    texts = (find_text(ESTATUS, name) for name in ("report", "office"))
    report = covering_report(data, load_template(next(texts), NAMES), load_office(next(texts)))
    for product in ("".join(parts(write_workbook(data)).values()), str(facts(data)), str(report)):
        assert SECRET not in product
