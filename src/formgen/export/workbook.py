"""Dataset -> the workbook of the result: counts, lists, and where each number is from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from formgen.export.agencies import (
    OUTSTANDING_COLUMNS,
    agency_columns,
    write_agencies,
    write_outstanding,
    write_remarks,
)
from formgen.export.atlas import Atlas
from formgen.export.book import Book, Link, Sheet
from formgen.export.counts import write_counts, write_had, write_places, write_types
from formgen.export.explained import write_explained
from formgen.export.overview import write_overview
from formgen.export.register import (
    MATTER_COLUMNS,
    REGISTER_COLUMNS,
    WAIVER_COLUMNS,
    write_matters,
    write_register,
    write_waivers,
)
from formgen.export.sources import parts, places, write_sources
from formgen.model.dataset import Dataset
from formgen.result import words
from formgen.result.behind import Behind, Grouped
from formgen.result.names import (
    AGENCIES,
    EXPLAINED,
    MATTERS,
    OUTSTANDING,
    OVERVIEW,
    REGISTER,
    REMARKS,
    SOURCES,
    WAIVERS,
    counts_sheet,
)
from formgen.thai.numerals import thai_number, to_thai

_SOURCES_NOTE: Final = (
    "หน่วยงานที่นับในแต่ละตัวเลขของแผ่นงานสรุป คลิกชื่อหน่วยงานเพื่อดูคำตอบทุกข้อ คลิกข้อในแถวแรกของกลุ่มเพื่อกลับไปที่ตัวเลข"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet to be written: its name, the notes under its title, what writes the rest."""

    name: str
    write: Callable[[Sheet, Atlas], None]
    note: str = ""


def write_workbook(data: Dataset, aside: Path | None = None) -> bytes:
    """Write the workbook; the same bytes for the same data.  Raises OSError where `aside` is full.

    Personal data is in none of its sheets.  Every number of agencies is a link to the rows it
    counts, every agency to its file in the register.
    """
    book, grouped = Book(data.form.title, aside), Grouped(data)
    pages = list(_pages(grouped))
    sheets = [_begin(book, data, page) for page in pages]
    atlas = _atlas(grouped, dict(zip((page.name for page in pages), sheets, strict=True)))
    for page, sheet in zip(pages, sheets, strict=True):
        page.write(sheet, atlas)
    return book.close()


def _pages(grouped: Grouped) -> Iterator[_Page]:
    data = grouped.data
    unit = data.form.summary.unit
    back = f"หน่วยงานที่ส่งแบบกลับ N = {thai_number(len(data.answered))} แห่ง คลิกชื่อแฟ้มเพื่อไปยังทะเบียนรับ"
    yield _Page(OVERVIEW, write_overview)
    yield _Page(counts_sheet(unit), write_counts)
    yield _Page("จำแนกตามประเภท", write_types)
    yield _Page("จำแนกตามสังกัด", write_places)
    if words.positives(grouped.public, data.form.summary):
        yield _Page(words.had_name(data.form), write_had)
    yield _Page(AGENCIES, write_agencies, back)
    yield _Page(REMARKS, write_remarks)
    yield _Page(OUTSTANDING, write_outstanding)
    yield _Page(MATTERS, write_matters, "รายการเดียวกันนี้อยู่ในแฟ้ม review.xlsx ซึ่งใช้บันทึกผลการตัดสิน")
    if data.waivers:
        yield _Page(
            WAIVERS, write_waivers, "คำตอบที่ไม่เป็นไปตามเงื่อนไขของแบบ แต่เจ้าหน้าที่ให้ใช้ได้ และนับรวมแล้ว"
        )
    yield _Page(REGISTER, write_register)
    yield _Page(EXPLAINED, write_explained)
    for number, part in enumerate(parts(grouped), 1):
        name = SOURCES if number == 1 else f"{SOURCES} {to_thai(number)}"
        yield _Page(name, partial(write_sources, part=part), _SOURCES_NOTE)


def _begin(book: Book, data: Dataset, page: _Page) -> Sheet:
    """Make a sheet with its title and its note; where its table begins is known from then on."""
    sheet = book.sheet(page.name, data.form.code, one_page=page.name == OVERVIEW)
    sheet.title(f"{page.name} {data.form.title}")
    if page.note:
        sheet.note(page.note)
    return sheet


# ---------------------------------------------------------------- where everything will stand


def _atlas(grouped: Grouped, sheets: Mapping[str, Sheet]) -> Atlas:
    """Tell where the lists will stand: a heading, then a row for each thing in the data's order."""
    data = grouped.data
    lists: dict[str, tuple[Sequence[object], int]] = {
        AGENCIES: (grouped.agencies, len(agency_columns(grouped))),
        OUTSTANDING: (data.outstanding, len(OUTSTANDING_COLUMNS)),
        MATTERS: (data.matters, len(MATTER_COLUMNS)),
        WAIVERS: (data.waivers, len(WAIVER_COLUMNS)),
        REGISTER: (data.files, len(REGISTER_COLUMNS)),
    }

    def row(name: str, place: int) -> Link:
        return _rows(sheets[name], lists[name][1], place, 1)

    return Atlas(
        grouped,
        agencies={
            one.recipient.agency_code: row(AGENCIES, place)
            for place, one in enumerate(grouped.agencies)
        },
        files={
            (one.returned.name, one.returned.sha256): row(REGISTER, place)
            for place, one in enumerate(data.files)
        },
        numbers=_numbers(grouped, sheets),
        rows={
            name: _rows(sheets[name], columns, 0, len(members))
            for name, (members, columns) in lists.items()
            if members
        },
    )


def _rows(sheet: Sheet, columns: int, place: int, count: int) -> Link:
    first = sheet.row + 1 + place  # below the heading
    return sheet.area(first, first + count - 1, columns)


def _numbers(grouped: Grouped, sheets: Mapping[str, Sheet]) -> dict[Behind, Link]:
    own = [sheet for name, sheet in sheets.items() if name.startswith(SOURCES)]
    pairs = zip(parts(grouped), own, strict=True)
    return {
        key: link
        for part, sheet in pairs
        for key, link in places(grouped, part, sheet, sheet.row + 1).items()
    }
