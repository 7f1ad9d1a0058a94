"""Dataset -> the workbook of the result: overview, counts, agencies, remarks, what is open."""

from collections import Counter
from collections.abc import Iterator

from formgen import formats
from formgen.export.book import Book, Column, Sheet
from formgen.export.counts import write_counts
from formgen.model.dataset import Agency, Dataset, Filed, Tally, percent
from formgen.model.diagnostics import Diagnostic
from formgen.model.returned import State
from formgen.result import words
from formgen.result.words import Cell
from formgen.thai.numerals import thai_number, to_thai

_NUMBER = Column("ลำดับ", 8, align="center")
_AGENCY = Column("หน่วยงาน", 30, wrap=True)
_MINISTRY = Column("สังกัด", 20, wrap=True)
_FILE = Column("ชื่อแฟ้ม", 26, wrap=True)
_ANSWERED_ON = Column("วันที่ตอบ", 19)


def write_workbook(data: Dataset) -> bytes:
    """Write the workbook; the same data gives the same bytes.

    Personal data is in none of its sheets.
    """
    book = Book(data.form.title)
    for name, write in (
        ("สรุปภาพรวม", _write_overview),
        (f"สรุปราย{data.form.summary.unit}", write_counts),
        ("ผลรายหน่วยงาน", _write_agencies),
        ("หมายเหตุ", _write_remarks),
        ("ยังไม่ตอบกลับ", _write_outstanding),
        ("ต้องตรวจสอบ", _write_matters),
        ("ทะเบียนรับ", _write_register),
    ):
        sheet = book.sheet(name, data.form.code, one_page=write is _write_overview)
        sheet.title(f"{name} {data.form.title}")
        write(sheet, data)
    return book.close()


# ---------------------------------------------------------------- overview


def _write_overview(sheet: Sheet, data: Dataset) -> None:
    columns = [Column("รายการ", 50), Column("ผล", 56, "left", wrap=True), Column("ร้อยละ", 12)]
    sheet.header(columns)
    sheet.keep_header(sheet.row, filtered=False)
    for label, value, share in _overview(data):
        heading = value is None and share is None
        sheet.write((label, value, share), strong=heading)
    if not data.answered:
        sheet.note(words.NOTHING_RETURNED)


def _overview(data: Dataset) -> Iterator[tuple[str, Cell, Cell]]:
    form, sent, answered = data.form, len(data.expected), len(data.answered)
    back = sent - len(data.outstanding)
    yield "ชื่อแบบสำรวจ", form.title, None
    yield "รุ่นของแบบ", f"{to_thai(form.revision)} ({form.code})", None
    yield "ข้อมูล ณ วันที่", words.day(data.as_of) or words.BLANK, None
    yield "หน่วยงาน", None, None
    if sent:
        yield "จำนวนหน่วยงานที่จัดส่งแบบ (แห่ง)", sent, None
        yield "ตอบกลับแล้ว (แห่ง)", back, percent(back, sent)
        yield "ยังไม่ตอบกลับ (แห่ง)", sent - back, percent(sent - back, sent)
        if answered > back:
            yield "ตอบกลับโดยไม่อยู่ในบัญชีจัดส่ง (แห่ง)", answered - back, None
    else:
        yield "จำนวนหน่วยงานที่จัดส่งแบบ (แห่ง)", "ไม่ทราบ (ไม่มีทะเบียนหน่วยงาน)", None
        yield "ตอบกลับแล้ว (แห่ง)", answered, None
    yield "ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N (แห่ง)", answered, None
    undecided = sum(one.undecided for one in data.answered)
    yield "ในจำนวนนี้ ยังต้องตัดสินว่าใช้ฉบับใด (แห่ง)", undecided, None
    yield "แฟ้มที่ได้รับ", None, None
    yield "แฟ้มทั้งหมด (ฉบับ)", len(data.files), None
    for state, count in data.states.items():
        yield f"– {words.state_name(state)} (ฉบับ)", count, None
    yield "แบบที่ต้องตรวจสอบ (ฉบับ)", sum(bool(one.open) for one in data.files), None
    yield "แบบซ้ำ (ฉบับ)", data.states[State.DUPLICATE], None
    yield "ช่องทางที่ได้รับ", None, None
    by_format = Counter(one.returned.format for one in data.files)
    for name in dict.fromkeys((*formats.NAMES, "scan", *sorted(by_format), "")):
        yield f"– {words.format_name(name)} (ฉบับ)", by_format[name], None


# ---------------------------------------------------------------- agencies


def _write_agencies(sheet: Sheet, data: Dataset) -> None:
    shown = words.public(data)
    sheet.note(f"หน่วยงานที่ส่งแบบกลับ N = {thai_number(len(data.answered))} แห่ง")
    had = words.positives(shown, data.form.summary)
    columns = [
        _NUMBER,
        Column("รหัสหน่วยงาน", 13),
        _AGENCY,
        _MINISTRY,
        Column("ประเภท", 18, wrap=True),
        *(Column(words.question(one), 14, wrap=True) for one in shown),
        *([Column(had, 12, "center")] if had else ()),
        _ANSWERED_ON,
        _FILE,
    ]
    rows = (
        (number, *_agency_row(data, one, shown, *([_had(data, one)] if had else ())))
        for number, one in enumerate(data.answered, 1)
    )
    sheet.table(columns, rows)


def _had(data: Dataset, agency: Agency) -> Cell:
    return words.DOUBTFUL if agency.undecided else data.had(agency)


def _agency_row(
    data: Dataset, agency: Agency, shown: tuple[Tally, ...], *counted: Cell
) -> tuple[Cell, ...]:
    known = agency.recipient
    return (
        known.agency_code,
        known.agency_name,
        known.ministry,
        words.agency_type(data.form, agency),
        *(words.answer(one.field, agency.answers[one.field.name]) for one in shown),
        *counted,
        words.day(agency.answered_on),
        "\n".join(one.returned.name for one in agency.files),
    )


def _write_remarks(sheet: Sheet, data: Dataset) -> None:
    columns = [
        _NUMBER,
        Column(data.form.summary.heading, 40, wrap=True),
        _AGENCY,
        _MINISTRY,
        Column("สถานะ", 18, wrap=True),
        Column("ข้อความหมายเหตุ", 70, wrap=True),
    ]
    rows = ((number, *row) for number, row in enumerate(_remarks(data), 1))
    sheet.table(columns, rows)


def _remarks(data: Dataset) -> Iterator[tuple[Cell, ...]]:
    beside = words.sides(data.form)
    for tally in words.public(data):
        for field in beside.get(tally.field.name, ()):
            label = words.question(tally) if field.name == tally.question.remark else field.label
            for agency in data.answered if not field.personal_data else ():
                text = agency.answers[field.name].value
                known = agency.recipient
                status = words.answer(tally.field, agency.answers[tally.field.name])
                if isinstance(text, str) and text.strip():
                    yield label, known.agency_name, known.ministry, status, text


def _write_outstanding(sheet: Sheet, data: Dataset) -> None:
    columns = [
        _NUMBER,
        Column("รหัส", 12),
        _AGENCY,
        _MINISTRY,
        Column("จังหวัด", 14),
        Column("ผู้ประสานงาน", 20, wrap=True),
        Column("โทรศัพท์", 13),
        Column("อีเมลกลาง", 26, wrap=True),
        Column("วันที่จัดส่ง", 19),
        Column("ครั้งที่ติดตาม", 10),
        Column("แฟ้มที่อาจเป็นของหน่วยงานนี้ (รอตรวจสอบ)", 26, wrap=True),
    ]
    rows = (
        (
            number,
            one.recipient.agency_code,
            one.recipient.agency_name,
            one.recipient.ministry,
            one.recipient.province,
            one.recipient.coordinator,
            None,
            one.recipient.central_email,
            words.day(one.sent),
            None,
            "\n".join(one.pending),
        )
        for number, one in enumerate(data.outstanding, 1)
    )
    sheet.table(columns, rows)


# ---------------------------------------------------------------- files


def _write_matters(sheet: Sheet, data: Dataset) -> None:
    sheet.note("รายการเดียวกันนี้อยู่ในแฟ้ม review.xlsx ซึ่งใช้บันทึกผลการตัดสิน")
    agencies = data.by_code()
    columns = [
        _NUMBER,
        _AGENCY,
        _FILE,
        Column("ข้อ", 24, wrap=True),
        Column("ปัญหาที่พบ", 44, wrap=True),
        Column("ค่าที่อ่านได้", 20, wrap=True),
        Column("ข้อเสนอการแก้ไข", 30, wrap=True),
        Column("ผลการตรวจสอบ", 16),
        Column("ผู้ตรวจสอบ", 16),
    ]
    rows = (
        (
            number,
            words.agency_name(filed, agencies),
            filed.returned.name,
            words.field_label(data.form, finding),
            *_described(data, filed, finding),
            None,
            None,
        )
        for number, (filed, finding) in enumerate(data.matters, 1)
    )
    sheet.table(columns, rows)


def _described(data: Dataset, filed: Filed, finding: Diagnostic) -> tuple[Cell, ...]:
    said, advice = words.problem(words.published(data.form, finding))
    return said, words.as_read_in_public(data.form, filed, finding), advice


def _write_register(sheet: Sheet, data: Dataset) -> None:
    agencies = data.by_code()
    columns = [
        _NUMBER,
        _FILE,
        Column("ชนิด", 10, wrap=True),
        _AGENCY,
        Column("รุ่นของแบบ", 12),
        Column("วันที่รับ", 19),
        _ANSWERED_ON,
        Column("ลายนิ้วมือแฟ้ม (SHA-256)", 38, wrap=True),
        Column("สถานะ", 20, wrap=True),
        Column("เหตุผล", 42, wrap=True),
    ]
    rows = (
        (
            number,
            one.returned.name,
            words.format_name(one.returned.format),
            words.agency_name(one, agencies),
            words.form_version(one),
            words.day(one.returned.received),
            words.day(one.answered_on),
            one.returned.sha256,
            words.file_state(one),
            " ".join(words.problem(words.published(data.form, one.reason))),
        )
        for number, one in enumerate(data.files, 1)
    )
    sheet.table(columns, rows)
