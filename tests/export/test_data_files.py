"""The files of the result for other programs, and the book that explains them."""

import csv
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from pyarrow import parquet, types
from tests import strategies
from tests.export.sample import csv_rows, status
from tests.export.test_links import datasets
from tests.mailbag import ESTATUS, STAFFING, form, office_answers, sent

from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.export.codebook import codebook_csv, codebook_document, described
from formgen.export.files import responses_csv, responses_jsonl
from formgen.export.parquet import responses_parquet
from formgen.formats import write_document
from formgen.model.blocks import CellRow, Table, TextCell
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Standing
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.document import Document, Paper
from formgen.model.form import Form
from formgen.model.response import record
from formgen.model.returned import Returned
from formgen.model.survey import Kind

PERSONAL = ["respondent.name", "respondent.position", "respondent.phone", "respondent.email"]


def test_csv_has_a_row_an_agency_and_a_column_a_choice() -> None:
    returns = [
        sent("a.xlsx", office_answers(1, budget__used="-5", vacancy__answer=("yes_now",))),
        sent("b.xlsx", office_answers(2, tools__used=(), vacancy__answer=("yes_now", "no_now"))),
        sent("c.xlsx", office_answers(3, officers__answer="1")),
        sent("d.xlsx", office_answers(3, officers__answer="2")),
    ]
    data = consolidate(form(), returns)
    first, second, third = csv_rows(data)
    tools = [f"tools.{code}" for code in ("mail", "sign", "cloud", "other")]
    assert [first[name] for name in tools] == ["1", "1", "0", "0"]
    assert [second[name] for name in tools] == ["", "", "", ""]
    assert first["budget.used"] == "-5"
    assert first["office.filled_on"] == "2026-11-22"
    assert (second["vacancy.answer"], second["doubtful"]) == ("", "vacancy.answer")
    assert first["not_asked"] == ""
    assert third["file"] == "c.xlsx | d.xlsx"
    assert third["state"] == "accepted-with-review"
    assert third["doubtful"].split() == [one.name for one in form().fields]
    assert len(csv_rows(data)) == len(data.answered)


def test_jsonl_has_the_record_of_every_file_that_could_be_read() -> None:
    twice = sent("b.xlsx", office_answers(1))
    damaged = Returned("x.pdf", "ab" * 32, 3, diagnostics=(found(Code.FILE_DAMAGED, reason="x"),))
    data = consolidate(form(), [sent("a.xlsx", office_answers(1)), twice, damaged])
    lines = [json.loads(line) for line in responses_jsonl(data, personal=True).splitlines()]
    states = {one["file"]: one.pop("state") for one in lines}
    assert states == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert twice.response is not None
    assert lines[1] == json.loads(json.dumps(record(twice.response, "b.xlsx", twice.sha256)))


def test_without_a_guard_text_stands_as_it_is() -> None:
    answers = office_answers(1, tools__remark="=1+1", budget__used="-5")
    data = consolidate(form(), [sent("-a.xlsx", answers)])
    [guarded], [raw] = csv_rows(data), csv_rows(data, guard=False)
    assert (guarded["tools.remark"], guarded["file"]) == ("'=1+1", "'-a.xlsx")
    assert (raw["tools.remark"], raw["file"], raw["budget.used"]) == ("=1+1", "-a.xlsx", "-5")


# ---------------------------------------------------------------- personal data


def test_columns_of_persons_are_left_out_unless_they_are_wanted() -> None:
    published, whole = csv_rows(status())[0], csv_rows(status(), personal=True)[0]
    assert [name for name in whole if name not in published] == PERSONAL
    assert {name: whole[name] for name in published} == published
    assert whole["respondent.name"] == "นายสมชาย ลับมาก"


def test_a_doubt_about_a_person_is_not_named_either() -> None:
    made = form(ESTATUS)
    double = found(Code.PLACES_DISAGREE, "B9", "respondent.name", label="", one="", other="")
    data = consolidate(
        made, [sent("a.xlsx", {"respondent.agency_code": "1"}, of=made, found=[double])]
    )
    assert "respondent.name" not in csv_rows(data)[0]["doubtful"]
    assert "respondent.name" in csv_rows(data, personal=True)[0]["doubtful"]


def records(data: Dataset, **terms: bool) -> list[dict[str, Any]]:
    return [json.loads(line) for line in responses_jsonl(data, **terms).splitlines()]


def test_a_record_says_what_is_withheld() -> None:
    for one, whole in zip(records(status()), records(status(), personal=True), strict=True):
        assert one.pop("withheld") == PERSONAL
        assert set(whole["answers"]) - set(one["answers"]) == set(PERSONAL)
        assert {name: whole["answers"][name] for name in one["answers"]} == one["answers"]
        assert "withheld" not in whole
        assert [one["code"] for one in one["diagnostics"]] == [
            one["code"] for one in whole["diagnostics"]
        ]
    assert "secret at home" not in responses_jsonl(status()).decode()
    assert "secret at home" in responses_jsonl(status(), personal=True).decode()


def test_what_only_an_earlier_form_asked_is_withheld() -> None:
    old = form()
    fields = tuple(one for one in old.fields if one.name != "tools.remark")
    new = replace(old, fields=fields, revision=4)
    note = found(
        Code.TOO_LONG, "B9", "tools.remark", label="หมายเหตุ", length=9, limit=1, raw="ลับมาก"
    )
    file = sent("a.xlsx", office_answers(1, tools__remark="ลับมาก"), of=old, found=[note])
    data = consolidate(new, [file], older={old.digest: old})
    [one] = records(data)
    assert one["withheld"] == ["tools.remark"]
    assert "ลับมาก" not in responses_jsonl(data).decode()
    assert "ลับมาก" in responses_jsonl(data, personal=True).decode()


# ---------------------------------------------------------------- Parquet


def rows(data: Dataset, **terms: bool) -> list[dict[str, Any]]:
    content = responses_parquet(data, **terms)
    assert content == responses_parquet(data, **terms)
    return parquet.read_table(io.BytesIO(content)).to_pylist()


def test_parquet_has_types() -> None:
    answers = office_answers(
        1, budget__used="-1234.50", tools__used=("cloud", "mail"), vacancy__answer=("yes_now",),
        vacant_since__answer="๑ มกราคม ๒๕๖๙", office__note="=1+1",
    )  # fmt: skip
    returns = [
        sent("a.xlsx", answers, received="2026-11-22"),
        sent("b.xlsx", office_answers(2, officers__answer="1")),
        sent("c.xlsx", office_answers(2, officers__answer="2")),
    ]
    first, second = rows(consolidate(form(), returns))
    assert first["officers.answer"] == 10
    assert first["budget.used"] == Decimal("-1234.50")
    assert first["tools.used"] == ["mail", "cloud"]
    assert first["vacant_since.answer"] == date(2026, 1, 1)
    assert first["office.note"] == "=1+1"
    assert first["received"] == [date(2026, 11, 22)]
    assert (first["ministry"], first["doubtful"], first["not_asked"]) == (None, [], [])
    assert second["file"] == ["b.xlsx", "c.xlsx"]
    assert second["received"] == [None, None]
    assert second["tools.used"] is second["budget.used"] is None
    assert second["doubtful"] == [one.name for one in form().fields]


def kind_of(data: Dataset, column: str) -> Any:
    return parquet.read_table(io.BytesIO(responses_parquet(data))).schema.field(column).type


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("1.5", Decimal("1.5")),
        ("0." + "0" * 20 + "1", Decimal("0." + "0" * 20 + "1")),
        ("9" * 37, Decimal("9" * 37)),
        ("9" * 50, "9" * 50),
    ],
)
def test_a_decimal_is_exact_whatever_its_length(typed: str, same: object) -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1, budget__used=typed))])
    assert rows(data)[0]["budget.used"] == same


def test_a_whole_number_is_exact_whatever_its_length() -> None:
    fields = tuple(replace(one, constraint="") for one in form().fields)
    made = replace(form(), fields=fields)
    for typed, test in (
        ("400", types.is_int64),
        ("1" * 30, types.is_decimal),
        ("1" * 60, types.is_string),
    ):
        data = consolidate(
            made, [sent("a.xlsx", office_answers(1, officers__answer=typed), of=made)]
        )
        assert test(kind_of(data, "officers.answer"))
        assert str(rows(data)[0]["officers.answer"]) == typed


def test_parquet_names_what_was_asked_and_of_which_form() -> None:
    data = consolidate(form(), [])
    schema = parquet.read_table(io.BytesIO(responses_parquet(data))).schema
    assert schema.metadata[b"form"].decode() == form().code
    label = schema.field("officers.answer").metadata[b"label"].decode()
    assert label == form().field("officers.answer").label
    assert "respondent.name" not in set(kept(status())) | set(PERSONAL) - {"respondent.name"}
    assert set(kept(status(), personal=True)) - set(kept(status())) == set(PERSONAL)


def kept(data: Dataset, **terms: bool) -> list[str]:
    return parquet.read_table(io.BytesIO(responses_parquet(data, **terms))).schema.names


def test_without_pyarrow_it_is_said_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormgenError) as caught:
        responses_parquet(status())
    [said] = caught.value.diagnostics
    assert said.code is Code.EXTRA_MISSING
    assert caught.value.exit_code is Exit.USAGE
    assert "pip install 'formgen[parquet]'" in said.message("th")
    assert "pyarrow" in said.message("en")


@settings(max_examples=20, deadline=None)
@given(datasets())
def test_parquet_says_what_the_result_says(data: Dataset) -> None:
    for one, row in zip(data.answered, rows(data, personal=True), strict=True):
        assert row["agency_code"] == one.recipient.agency_code
        for field in data.form.fields:
            told = one.answers[field.name]
            value = row[field.name]
            match field.kind:
                case Kind.DATE:
                    value = value and value.isoformat()
                case Kind.SELECT_MULTIPLE:
                    value = value and tuple(value)
                case Kind.INTEGER | Kind.DECIMAL if value is not None:
                    assert Decimal(str(told.value)) == value
                    continue
                case _:
                    pass
            assert value == (told.value if told.standing is Standing.ANSWERED else None)


# ---------------------------------------------------------------- the code book


def book(made: Form) -> list[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(codebook_csv(made).decode("utf-8-sig"))))


@pytest.mark.parametrize("path", [ESTATUS, STAFFING])
def test_the_code_book_explains_every_column_and_no_other(path) -> None:
    made = form(path)
    data = consolidate(made, [])
    columns = [name for row in book(made) for name in row["columns"].split()]
    [heading] = csv.reader(io.StringIO(responses_csv(data, personal=True).decode("utf-8-sig")))
    assert columns == heading
    personal = {row["name"] for row in book(made) if row["personal_data"]}
    assert personal == {one.name for one in made.fields if one.personal_data}


def test_a_field_is_described_in_the_words_of_xlsform() -> None:
    rows = {row["name"]: row for row in book(form())}
    officers = rows["officers.answer"]
    assert (officers["type"], officers["required"]) == ("integer", "yes")
    assert officers["constraint"] == ". >= 0 and . <= 5000"
    assert officers["constraint_message"] == "จำนวนคนต้องอยู่ระหว่าง ๐ ถึง ๕,๐๐๐"
    assert rows["vacant_since.answer"]["relevant"] == "${vacancy.answer} = 'yes_now'"
    assert rows["vacancy.answer"]["choices"] == "yes_now=ใช่ | no_now=ไม่ใช่"
    assert rows["tools.used"]["columns"] == "tools.mail tools.sign tools.cloud tools.other"
    assert rows["office.note"]["max_length"] == "1000"
    assert "ไม่ได้ตอบ" in rows["doubtful"]["label"]
    assert "ไม่ต้องตอบ" in rows["not_asked"]["label"]


def words(document: Document) -> list[list[list[str]]]:
    """What stands in the cells of the one table of a document."""
    [table] = [one for one in document.blocks if isinstance(one, Table)]
    return [
        [
            [line.text for line in cell.paragraphs]
            for cell in row.cells
            if isinstance(cell, TextCell)
        ]
        for row in table.rows
        if isinstance(row, CellRow)
    ]


def test_the_code_book_can_be_read_on_paper() -> None:
    document = codebook_document(form())
    assert document.paper is Paper.FORM
    rows = {row[0][0]: row for row in words(document)}
    assert len(rows) == len(described(form()))
    assert rows["vacancy.answer"][3] == ["yes_now = ใช่", "no_now = ไม่ใช่"]
    assert rows["tools.used"][3][0] == "tools.mail: mail = อีเมลกลาง"
    assert rows["officers.answer"][4] == [
        "ต้องตอบ (required)",
        "จำนวนคนต้องอยู่ระหว่าง ๐ ถึง ๕,๐๐๐ (constraint: . >= 0 and . <= 5000)",
    ]
    assert write_document(document, "docx").startswith(b"PK")


@settings(max_examples=20, deadline=None)
@given(strategies.surveys())
def test_any_form_has_a_code_book(survey) -> None:
    made = compile_survey(survey)
    assert len(book(made)) == len(described(made)) == len(words(codebook_document(made)))
