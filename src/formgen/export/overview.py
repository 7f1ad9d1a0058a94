"""The result in one page: how many were asked, how many returned, how their files ended."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from formgen import formats
from formgen.export.atlas import Atlas
from formgen.export.book import Column, Sheet
from formgen.model.dataset import Dataset, percent
from formgen.model.returned import State
from formgen.result import words
from formgen.result.names import AGENCIES, MATTERS, OUTSTANDING, REGISTER, WAIVERS
from formgen.result.words import Cell
from formgen.thai.numerals import to_thai


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the page; `rows` is the list its number counts, if that is one list."""

    label: str
    value: Cell = None
    share: Cell = None
    rows: str = ""


def write_overview(sheet: Sheet, atlas: Atlas) -> None:
    """Write what the result is of and its main figures, those of a list a link to it."""
    columns = [Column("รายการ", 50), Column("ผล", 56, "left", wrap=True), Column("ร้อยละ", 12)]
    sheet.header(columns)
    sheet.keep_header(sheet.row, filtered=False)
    for one in _lines(atlas.data):
        links = {1: atlas.rows[one.rows]} if one.value and one.rows in atlas.rows else {}
        heading = one.value is None and one.share is None
        sheet.write((one.label, one.value, one.share), links, strong=heading)
    if not atlas.data.answered:
        sheet.note(words.NOTHING_RETURNED)


def _lines(data: Dataset) -> Iterator[_Line]:
    form = data.form
    yield _Line("ชื่อแบบสำรวจ", form.title)
    if data.round:
        yield _Line("เฉพาะรอบ", data.round)
    yield _Line("รุ่นของแบบ", f"{to_thai(form.revision)} ({form.code})")
    yield _Line("ข้อมูล ณ วันที่", words.day(data.as_of) or words.BLANK)
    yield _Line("หน่วยงาน")
    yield from _agencies(data)
    yield _Line("แฟ้มที่ได้รับ")
    yield from _files(data)


def _agencies(data: Dataset) -> Iterator[_Line]:
    sent, answered = len(data.expected), len(data.answered)
    back = sent - len(data.outstanding)
    if sent:
        yield _Line("จำนวนหน่วยงานที่จัดส่งแบบ (แห่ง)", sent)
        whole = AGENCIES if answered == back else ""
        yield _Line("ตอบกลับแล้ว (แห่ง)", back, percent(back, sent), whole)
        yield _Line("ยังไม่ตอบกลับ (แห่ง)", sent - back, percent(sent - back, sent), OUTSTANDING)
        if answered > back:
            yield _Line("ตอบกลับโดยไม่อยู่ในบัญชีจัดส่ง (แห่ง)", answered - back)
    else:
        yield _Line("จำนวนหน่วยงานที่จัดส่งแบบ (แห่ง)", "ไม่ทราบ (ไม่มีทะเบียนหน่วยงาน)")
        yield _Line("ตอบกลับแล้ว (แห่ง)", answered, None, AGENCIES)
    yield _Line("ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N (แห่ง)", answered, None, AGENCIES)
    undecided = sum(one.undecided for one in data.answered)
    yield _Line("ในจำนวนนี้ ยังต้องตัดสินว่าใช้ฉบับใด (แห่ง)", undecided)


def _files(data: Dataset) -> Iterator[_Line]:
    yield _Line("แฟ้มทั้งหมด (ฉบับ)", len(data.files), None, REGISTER)
    for state, count in data.states.items():
        yield _Line(f"– {words.state_name(state)} (ฉบับ)", count)
        if state is State.REVIEW:
            waiting = sum(one.state is state and not one.counted for one in data.files)
            yield _Line("   ในจำนวนนี้ รอการตัดสิน ยังไม่นับ (ฉบับ)", waiting)
    yield _Line("แบบที่ต้องตรวจสอบ (ฉบับ)", sum(bool(one.open) for one in data.files))
    yield _Line("รายการที่ต้องตรวจสอบ (รายการ)", len(data.matters), None, MATTERS)
    yield _Line("รายการที่ยกเว้นเงื่อนไข (รายการ)", len(data.waivers), None, WAIVERS)
    yield _Line("แบบซ้ำ (ฉบับ)", data.states[State.DUPLICATE])
    yield _Line("ช่องทางที่ได้รับ")
    by_format = Counter(one.returned.format for one in data.files)
    for name in dict.fromkeys((*formats.NAMES, "scan", *sorted(by_format), "")):
        yield _Line(f"– {words.format_name(name)} (ฉบับ)", by_format[name])
