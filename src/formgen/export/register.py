"""The files -> what is open, what was let stand, and the register of all of them."""

from collections.abc import Callable
from typing import Final

from formgen.export.agencies import AGENCY, ANSWERED_ON, FILE, NUMBER, Rows
from formgen.export.atlas import Atlas
from formgen.export.book import Column, Links, Sheet
from formgen.model.dataset import Filed
from formgen.model.diagnostics import Diagnostic
from formgen.result import words
from formgen.result.words import Cell
from formgen.thai.dates import day_in_thailand

REGISTER_COLUMNS: Final = (
    NUMBER,
    FILE,
    Column("ชนิด", 10, wrap=True),
    AGENCY,
    Column("รุ่นของแบบ", 12),
    Column("วันที่รับ", 19),
    ANSWERED_ON,
    Column("ลายนิ้วมือแฟ้ม (SHA-256)", 40, wrap=True),
    Column("สถานะ", 20, wrap=True),
    Column("เหตุผล", 42, wrap=True),
)
_CONCERNED: Final = (NUMBER, AGENCY, FILE, Column("ข้อ", 24, wrap=True))
MATTER_COLUMNS: Final = (
    *_CONCERNED,
    Column("ปัญหาที่พบ", 44, wrap=True),
    Column("ค่าที่อ่านได้", 20, wrap=True),
    Column("ข้อเสนอการแก้ไข", 30, wrap=True),
    Column("ผลการตรวจสอบ", 16),
    Column("ผู้ตรวจสอบ", 16),
)
WAIVER_COLUMNS: Final = (
    *_CONCERNED,
    Column("สิ่งที่ไม่เป็นไปตามเงื่อนไข", 40, wrap=True),
    Column("ค่าที่นับ", 20, wrap=True),
    Column("เหตุผลที่ยกเว้น", 36, wrap=True),
    Column("ผู้อนุญาต", 20, wrap=True),
    Column("เมื่อ", 19, wrap=True),
)


def write_register(sheet: Sheet, atlas: Atlas) -> None:
    """Write a row for every file: whose it is, how it ended and why."""
    sheet.linked_table(REGISTER_COLUMNS, _register(atlas))


def _register(atlas: Atlas) -> Rows:
    form, agencies = atlas.data.form, atlas.data.by_code()
    for number, one in enumerate(atlas.data.files, 1):
        row = (
            number,
            one.returned.name,
            words.format_name(one.returned.format),
            words.agency_name(one, agencies),
            words.form_version(one),
            words.day(one.returned.received),
            words.day(one.answered_on),
            one.returned.sha256,
            words.file_state(one),
            words.reasons(form, one),
        )
        yield row, atlas.agency(3, one.agency)


# ---------------------------------------------------------------- what a person looks at


def write_matters(sheet: Sheet, atlas: Atlas) -> None:
    """Write a row for each thing a person must decide."""
    sheet.linked_table(MATTER_COLUMNS, _matters(atlas))


def _matters(atlas: Atlas) -> Rows:
    described = _describer(atlas)
    for number, (filed, finding) in enumerate(atlas.data.matters, 1):
        told, advice, links = described(filed, finding)
        yield (number, *told, advice, None, None), links


def write_waivers(sheet: Sheet, atlas: Atlas) -> None:
    """Write a row for each answer against a rule that a person let stand."""
    sheet.linked_table(WAIVER_COLUMNS, _waivers(atlas))


def _waivers(atlas: Atlas) -> Rows:
    described = _describer(atlas)
    for number, (filed, finding, decision) in enumerate(atlas.data.waivers, 1):
        told, _, links = described(filed, finding)
        on = words.day(day_in_thailand(decision.at))
        yield (number, *told, decision.reason, decision.by, on), links


def _describer(
    atlas: Atlas,
) -> Callable[[Filed, Diagnostic], tuple[tuple[Cell, ...], str, Links]]:
    """Make what tells of a finding, without personal data: its cells, what to do, its links."""
    form, agencies = atlas.data.form, atlas.data.by_code()

    def described(filed: Filed, finding: Diagnostic) -> tuple[tuple[Cell, ...], str, Links]:
        said, advice = words.problem(words.published(form, finding))
        told = (
            words.agency_name(filed, agencies),
            filed.returned.name,
            words.field_label(form, finding),
            said,
            words.as_read_in_public(form, filed, finding),
        )
        return told, advice, atlas.agency(1, filed.agency) | atlas.file(2, filed)

    return described
