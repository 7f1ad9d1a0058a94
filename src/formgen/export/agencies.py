"""The agencies -> the lists of those that answered, of their remarks, of those that have not."""

from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias

from formgen.export.atlas import Atlas
from formgen.export.book import Column, Links, Sheet, number_width, text_width
from formgen.model.dataset import Agency, Tally
from formgen.model.survey import Kind
from formgen.result import words
from formgen.result.behind import Grouped
from formgen.result.words import Cell
from formgen.thai.dates import thai_date_short

NUMBER: Final = Column("ลำดับ", 8, align="center")
AGENCY: Final = Column("หน่วยงาน", 42, wrap=True)
MINISTRY: Final = Column("สังกัด", 24, wrap=True)
FILE: Final = Column("ชื่อแฟ้ม", 28, wrap=True)
ANSWERED_ON: Final = Column("วันที่ตอบ", 19)
OUTSTANDING_COLUMNS: Final = (
    NUMBER,
    Column("รหัส", 12),
    AGENCY,
    MINISTRY,
    Column("จังหวัด", 16, wrap=True),
    Column("ผู้ประสานงาน", 20, wrap=True),
    Column("โทรศัพท์", 13),
    Column("อีเมลกลาง", 28, wrap=True),
    Column("วันที่จัดส่ง", 19),
    Column("ครั้งที่ติดตาม", 10, "center"),
    Column("วันที่ติดตาม", 13, wrap=True),
    Column("แฟ้มที่อาจเป็นของหน่วยงานนี้ (รอตรวจสอบ)", 28, wrap=True),
)

_NARROWEST, _WIDEST = 12.0, 24.0  # characters, of an answer

Rows: TypeAlias = Iterator[tuple[tuple[Cell, ...], Links]]


# ---------------------------------------------------------------- those that answered


def agency_columns(grouped: Grouped) -> list[Column]:
    """Return the columns of the list of agencies that answered."""
    had = words.positives(grouped.public, grouped.data.form.summary)
    return [
        NUMBER,
        Column("รหัสหน่วยงาน", 13),
        AGENCY,
        MINISTRY,
        Column("ประเภท", 20, wrap=True),
        *map(_question, grouped.public),
        *([Column(had, 12, "center")] if had else ()),
        ANSWERED_ON,
        FILE,
    ]


def write_agencies(sheet: Sheet, atlas: Atlas) -> None:
    """Write a row for each agency that answered, its file a link to the register."""
    columns = agency_columns(atlas.grouped)
    sheet.linked_table(columns, _agencies(atlas, len(columns) - 1))


def _question(tally: Tally) -> Column:
    shown = [text_width(choice.label) for choice in tally.field.choices]
    if tally.figures:
        shown += map(number_width, (tally.figures.minimum, tally.figures.maximum))
    if tally.field.kind in (Kind.DATE, Kind.TEXT):
        shown.append(ANSWERED_ON.width)
    width = max(_NARROWEST, *shown) if shown else _NARROWEST
    return Column(words.question(tally), min(width, _WIDEST), wrap=True)


def _agencies(atlas: Atlas, file: int) -> Rows:
    grouped = atlas.grouped
    counts = words.positives(grouped.public, grouped.data.form.summary)
    for number, (one, had) in enumerate(zip(grouped.agencies, grouped.had, strict=True), 1):
        known = one.recipient
        row = (
            number,
            known.agency_code,
            known.agency_name,
            known.ministry,
            words.agency_type(atlas.data.form, one),
            *(words.answer(each.field, one.answers[each.field.name]) for each in grouped.public),
            *([words.DOUBTFUL if had is None else had] if counts else ()),
            words.day(one.answered_on),
            "\n".join(each.returned.name for each in one.files),
        )
        yield row, atlas.first_file(file, one)


def write_remarks(sheet: Sheet, atlas: Atlas) -> None:
    """Write every remark and all that was specified, word for word."""
    columns = [
        NUMBER,
        Column(atlas.data.form.summary.heading, 40, wrap=True),
        AGENCY,
        MINISTRY,
        Column("สถานะ", 18, wrap=True),
        Column("ข้อความหมายเหตุ", 70, wrap=True),
    ]
    rows = enumerate(_remarks(atlas), 1)
    sheet.linked_table(columns, (((number, *row), links) for number, (row, links) in rows))


def _remarks(atlas: Atlas) -> Rows:
    beside = words.sides(atlas.data.form)
    for tally in atlas.grouped.public:
        for field in beside.get(tally.field.name, ()):
            label = words.question(tally) if field.name == tally.question.remark else field.label
            for agency in atlas.grouped.agencies if not field.personal_data else ():
                text = agency.answers[field.name].value
                if isinstance(text, str) and text.strip():
                    known = agency.recipient
                    status = words.answer(tally.field, agency.answers[tally.field.name])
                    row = (label, known.agency_name, known.ministry, status, text)
                    yield row, atlas.agency(2, known.agency_code)


# ---------------------------------------------------------------- those that have not


def write_outstanding(sheet: Sheet, atlas: Atlas) -> None:
    """Write a row for each agency that has not returned, with its reminders."""
    numbered = enumerate(atlas.data.outstanding, 1)
    sheet.table(OUTSTANDING_COLUMNS, ((number, *_outstanding(one)) for number, one in numbered))


def _outstanding(agency: Agency) -> tuple[Cell, ...]:
    known = agency.recipient
    return (
        known.agency_code,
        known.agency_name,
        known.ministry,
        known.province,
        known.coordinator,
        None,
        known.central_email,
        words.day(agency.sent),
        len(agency.reminded),
        "\n".join(map(_short, agency.reminded)),
        "\n".join(agency.pending),
    )


def _short(text: str) -> str:
    day = words.day(text)
    return thai_date_short(day) if isinstance(day, date) else text
