"""Every number leads to the rows it counts, those to the agency, and that to its file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from tests import strategies
from tests.export.sample import opened, status
from tests.mailbag import ESTATUS, STAFFING, form, sent
from tests.many import many

from formgen.compiler import compile_survey
from formgen.consolidate import consolidate
from formgen.export import book as workbook_edge
from formgen.export import sources
from formgen.export.sources import parts
from formgen.model.dataset import Dataset
from formgen.model.decision import About, Decision
from formgen.model.survey import Role
from formgen.result.behind import Grouped
from formgen.result.crosses import by_ministry, by_province, by_type

SOURCES = "ที่มาของตัวเลข"


@dataclass
class Click:
    """A link: the cell it stands in, and the rows it leads to."""

    cell: Any
    sheet: Worksheet
    rows: list[dict[str, Any]]


def clicks(book: openpyxl.Workbook, name: str) -> Iterator[Click]:
    for row in book[name].iter_rows():
        for cell in row:
            if cell.hyperlink:
                yield follow(book, cell)


def follow(book: openpyxl.Workbook, cell: Any) -> Click:
    assert cell.hyperlink.ref == cell.coordinate
    assert cell.hyperlink.target is None
    name, cells = re.fullmatch(r"'(.+)'!([A-Z0-9:]+)", cell.hyperlink.location).groups()
    sheet = book[name]
    left, top, right, bottom = range_boundaries(cells)
    header = next(
        (row for row in sheet.iter_rows(max_row=top, values_only=True) if row[0] in ("ลำดับ", "ข้อ")),
        (),
    )
    rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return Click(cell, sheet, [dict(zip(header, row, strict=False)) for row in rows])


def heading(cell: Any) -> list[str]:
    """The headings over a cell, the lowest first."""
    over = (cell.parent.cell(row, cell.column).value for row in range(cell.row - 1, 0, -1))
    return [str(value) for value in over if isinstance(value, str)]


def counts(book: openpyxl.Workbook, data: Dataset) -> Iterator[Click]:
    """The numbers of the sheets of counts that can be clicked."""
    for name in book.sheetnames[1 : book.sheetnames.index("ผลรายหน่วยงาน")]:
        yield from clicks(book, name)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("path", [ESTATUS, STAFFING])
def test_every_number_leads_to_as_many_rows(path) -> None:
    data = many(form(path), 120)
    book = opened(data)
    followed = list(counts(book, data))
    assert len(followed) > 100
    for click in followed:
        assert click.sheet.title == SOURCES
        assert len(click.rows) == click.cell.value
        assert len({(row["ข้อ"], str(row["คำตอบ"])) for row in click.rows}) == 1 or (
            {heading(click.cell)[0].removesuffix(" (แห่ง)")} == {"ตอบ"}
        )


def test_no_number_of_agencies_is_left_without_its_rows() -> None:
    data = many(form(ESTATUS), 120)
    book = opened(data)
    table = book["สรุปรายวิธีการ"]
    numbers = [
        cell for row in table.iter_rows(min_row=4, max_row=9) for cell in row[2:12:2] if cell.value
    ]
    assert len(numbers) >= 18
    assert all(cell.hyperlink for cell in numbers)


def test_the_rows_say_what_the_number_says() -> None:
    book = opened(status())
    table = book["สรุปรายวิธีการ"]
    start = next(row[0].row for row in table.iter_rows() if row[0].value == "ลำดับ")
    had = follow(book, table.cell(start + 1, 3))
    assert [(row["ข้อ"], row["คำตอบ"]) for row in had.rows] == [
        ("๑ ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)", "มี")
    ] * 2
    assert [row["หน่วยงาน"] for row in had.rows] == ["76-001 หน่วยงาน 1", "76-002 หน่วยงาน 2"]
    assert [row["ชื่อแฟ้ม"] for row in had.rows] == ["1.docx", "2.docx"]
    assert {row["ตำแหน่งในแฟ้ม"] for row in had.rows} == {"ช่อง email.status"}
    undecided = follow(book, table.cell(start + 1, 11))
    [row] = undecided.rows
    assert (row["คำตอบ"], row["ชื่อแฟ้ม"], row["ตำแหน่งในแฟ้ม"]) == (
        "ต้องตรวจสอบ", "4a.docx | 4b.docx", None,
    )  # fmt: skip


def test_a_type_and_a_ministry_lead_to_their_own() -> None:
    data = many(form(ESTATUS), 150)
    book = opened(data)
    for click in clicks(book, "จำแนกตามประเภท"):
        kind = click.cell.parent.cell(click.cell.row, 1).value
        answer, *_ = heading(click.cell)
        assert {row["คำตอบ"] for row in click.rows} <= {answer, *heading(click.cell)}
        assert kind == "รวม" or {row["ประเภท"] for row in click.rows} == {kind}
    own = [
        click
        for click in clicks(book, "จำแนกตามสังกัด")
        if heading(click.cell)[0] == "ตอบกลับ (แห่ง)" or "ตอบกลับ (แห่ง)" in heading(click.cell)[:2]
    ]
    named = {row["คำตอบ"] for click in own for row in click.rows if row["ข้อ"] == "สังกัด"}
    assert named == {one.recipient.ministry or "ไม่ระบุ" for one in data.answered}


def test_each_group_leads_back_to_its_number() -> None:
    book = opened(status())
    first = [cell for row in book[SOURCES].iter_rows() for cell in row[:1] if cell.hyperlink]
    assert len(first) == len(Grouped(status()).groups)
    for cell in first:
        name, where = re.fullmatch(r"'(.+)'!([A-Z0-9]+)", cell.hyperlink.location).groups()
        back = follow(book, book[name][where])
        assert cell.coordinate in back.cell.hyperlink.location.split("!")[1].split(":")[0]


# ---------------------------------------------------------------- agencies and files


def test_rows_lead_to_the_agency_and_that_to_its_file() -> None:
    data = many(form(ESTATUS), 60)
    book = opened(data)
    listed = [one for one in clicks(book, SOURCES) if one.sheet.title == "ผลรายหน่วยงาน"]
    assert len(listed) == sum(len(one.members) for one in Grouped(data).groups.values())
    for click in listed:
        [row] = click.rows
        assert click.cell.value == f"{row['รหัสหน่วยงาน']} {row['หน่วยงาน']}"
    files = list(clicks(book, "ผลรายหน่วยงาน"))
    assert len(files) == len(data.answered)
    for click in files:
        [row] = click.rows
        assert click.sheet.title == "ทะเบียนรับ"
        assert row["ชื่อแฟ้ม"] == click.cell.value.split("\n")[0]


def test_remarks_matters_and_files_lead_on() -> None:
    book = opened(status())
    [remark] = clicks(book, "หมายเหตุ")
    assert remark.rows[0]["หน่วยงาน"] == remark.cell.value == "หน่วยงาน 1"
    matters = list(clicks(book, "ต้องตรวจสอบ"))
    for click in matters:
        [row] = click.rows
        at = "ชื่อแฟ้ม" if click.sheet.title == "ทะเบียนรับ" else "หน่วยงาน"
        assert row[at] == click.cell.value
    files = [one for one in matters if one.sheet.title == "ทะเบียนรับ"]
    assert len(files) == len(status().matters)
    owners = {click.cell.value for click in clicks(book, "ทะเบียนรับ")}
    assert owners == {f"หน่วยงาน {n}" for n in (1, 2, 3, 4)}


def test_the_overview_leads_to_the_lists() -> None:
    book = opened(status())
    links = {one.cell.parent.cell(one.cell.row, 1).value: one for one in clicks(book, "สรุปภาพรวม")}
    lists = {
        "ตอบกลับแล้ว (แห่ง)": "ผลรายหน่วยงาน",
        "ยังไม่ตอบกลับ (แห่ง)": "ยังไม่ตอบกลับ",
        "ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N (แห่ง)": "ผลรายหน่วยงาน",
        "แฟ้มทั้งหมด (ฉบับ)": "ทะเบียนรับ",
        "รายการที่ต้องตรวจสอบ (รายการ)": "ต้องตรวจสอบ",
    }
    assert {label: one.sheet.title for label, one in links.items()} == lists
    for one in links.values():
        assert len(one.rows) == one.cell.value
        assert all(isinstance(row["ลำดับ"], int) for row in one.rows)


def test_what_a_person_answered_says_so() -> None:
    doubtful = next(one for one in status().files if one.returned.name == "2.docx")
    made = Decision(
        doubtful.returned.sha256, About.ANSWER, "central_platform.status", "have", by="สมศรี"
    )
    data = consolidate(
        status().form,
        [one.returned for one in status().files],
        roster=[one.recipient for one in status().agencies],
        decisions=[made],
    )
    places = {
        row[5]
        for row in opened(data)[SOURCES].iter_rows(values_only=True)
        if row[0] == "๔ การให้บริการผ่านแพลตฟอร์มกลางภาครัฐ" and "76-002" in str(row[3])
    }
    assert places == {"ตามผลการตัดสินใน review.xlsx"}


def test_long_lists_go_on_in_another_sheet(monkeypatch) -> None:
    monkeypatch.setattr(sources, "_MOST_ROWS", 10)
    data = many(form(ESTATUS), 30)
    book = opened(data)
    names = [name for name in book.sheetnames if name.startswith(SOURCES)]
    assert names[:3] == [SOURCES, f"{SOURCES} ๒", f"{SOURCES} ๓"]
    assert len(names) == len(parts(Grouped(data))) > 5
    for click in counts(book, data):
        assert len(click.rows) == click.cell.value
    rows = sum(len(book[name]["A"]) - 3 for name in names)
    assert rows == sum(len(one.members) for one in Grouped(data).groups.values())


def test_a_sheet_has_no_more_links_than_it_can_hold(monkeypatch) -> None:
    monkeypatch.setattr(workbook_edge, "_MOST_LINKS", 3)
    book = opened(many(form(ESTATUS), 30))
    assert all(len(list(clicks(book, name))) <= 3 for name in book.sheetnames)
    rows = list(book["ทะเบียนรับ"].iter_rows(min_row=3, values_only=True))
    assert all(row[3] for row in rows)


def test_nothing_returned_leads_nowhere() -> None:
    book = opened(consolidate(form(), []))
    assert [click for name in book.sheetnames for click in clicks(book, name)] == []


# ---------------------------------------------------------------- any survey


def raw(value: Any, *, select: bool) -> Any:
    return (value if isinstance(value, tuple) else (value,)) if select else str(value)


@st.composite
def datasets(draw) -> Dataset:
    """What some agencies answered to a random survey."""
    made = compile_survey(draw(strategies.surveys(parts=2, size=2)))
    files = []
    for number in range(draw(st.integers(0, 4))):
        given_ = draw(strategies.answers(made))
        answers = {
            one.name: raw(given_[one.name], select=one.select)
            for one in made.fields
            if one.name in given_ and one.role is not Role.AGENCY_CODE
        }
        files.append(sent(f"{number}.xlsx", answers, of=made))
    whose = [
        Decision(one.sha256, About.RESPONDENT, value=f"A-{place}")
        for place, one in enumerate(files)
    ]
    return consolidate(made, files, decisions=whose)


@settings(max_examples=25, deadline=None)
@given(datasets())
def test_numbers_of_any_survey_are_those_of_the_result(data: Dataset) -> None:
    grouped, base = Grouped(data), len(data.answered)
    for tally in grouped.public:
        name = tally.field.name
        own = {
            key.answer: len(one.members) for key, one in grouped.groups.items() if key.about == name
        }
        for standing in ("blank", "not_asked", "doubtful"):
            assert own.pop(standing, 0) == getattr(tally, standing)
        counted = dict(
            zip((f"={one.code}" for one in tally.field.choices), tally.counts, strict=True)
        )
        assert own == {
            answer: count for answer, count in (counted or {"=": tally.answered}).items() if count
        }
    for table in by_type(grouped):
        assert sum(row[1] for row in table.rows) == table.total[1] == base
    for table in (*by_ministry(grouped), *by_province(grouped)):
        for place, _ in enumerate(table.headings, 1):
            if "แห่ง" in table.headings[place - 1]:
                assert sum(row[place] for row in table.rows) == table.total[place]
    for click in counts(opened(data), data):
        assert len(click.rows) == click.cell.value
