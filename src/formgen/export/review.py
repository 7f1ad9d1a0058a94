"""Dataset -> the list of what a person must decide."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formgen.export.book import Book, Column, Sheet
from formgen.export.filled import NOTHING, SPARE, Typed
from formgen.export.headed import Line
from formgen.export.keying import HEADINGS, KeyingDesk, write_keying
from formgen.export.parts import parts
from formgen.export.verdicts import (
    ANSWER,
    BY,
    CODE,
    FIELD,
    FILE,
    REASON,
    SHA256,
    TYPED,
    UNUSED,
    VERDICT,
    AgencyCodes,
    Desk,
    key_of,
    offered,
)
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import RIVALS, WHO, About, Decision, about, field_of
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Form
from formgen.result import words
from formgen.result.verdict import Verdict, told
from formgen.result.words import Cell
from formgen.thai.dates import thai_moment

_COLUMNS: Final = (
    Column("ลำดับ", 8, align="center"),
    Column("หน่วยงาน", 26, wrap=True),
    Column("รหัสหน่วยงาน", 13),
    Column(FILE, 24, wrap=True),
    Column("ตำแหน่งในแฟ้ม", 22, wrap=True),
    Column("ข้อ", 22, wrap=True),
    Column("ความสำคัญ", 13),
    Column("ปัญหาที่พบ", 36, wrap=True),
    Column("ค่าที่อ่านได้", 30, wrap=True),
    Column("ข้อเสนอการแก้ไข", 26, wrap=True),
    Column("คำตอบที่แบบให้ตอบได้", 24, wrap=True),
    Column(VERDICT, 22, wrap=True, typed=True),
    Column(ANSWER, 24, wrap=True, typed=True),
    Column(REASON, 24, wrap=True, typed=True),
    Column(BY, 18, wrap=True, typed=True),
    Column(SHA256, hidden=True),
    Column(FIELD, hidden=True),
    Column(CODE, hidden=True),
)
_NO_PICTURES: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_MOST_SHOWN: Final = 8  # differences in one cell; all stand in a sheet of their own
_ALSO_WHOSE: Final = WHO | {Code.AGENCY_CODES_ALIKE}
_DIFFERENCES: Final = "ข้อแตกต่าง"
_HELP: Final = (
    f"วิธีใช้: เลือก “{VERDICT}” และกรอกช่องถัดไปตามที่จำเป็น บันทึกแฟ้มนี้ไว้ที่เดิม แล้วสั่ง formgen consolidate อีกครั้ง"
    " แถวที่ตัดสินแล้วจะย้ายไปแผ่นงาน “ตัดสินแล้ว” คอลัมน์ที่ซ่อนไว้บอกว่าเป็นแฟ้มใด โปรดอย่าลบ",
    f"การใช้คำตอบที่ไม่เป็นไปตามเงื่อนไขของแบบ ต้องกรอก “{REASON}” และ “{BY}”"
    " แฟ้มที่โปรแกรมอ่านไม่ได้ พิมพ์คำตอบได้ในแผ่นงาน “พิมพ์คำตอบ”",
)


def write_review(
    data: Dataset,
    typed: Typed = NOTHING,
    pictures: Mapping[str, Sequence[str]] = _NO_PICTURES,
    aside: Path | None = None,
) -> bytes:
    """Write the list: a row for each thing a person must decide, and what has been decided.

    What was `typed` into rows that are still open stays there, what has no row any more is kept in
    a sheet of its own.  `pictures` are the relative paths of the pages of files that nothing could
    read, by the SHA-256 of the file.  Raises OSError where `aside` is full.
    """
    held = _Held(data, typed)
    book = Book(f"รายการที่ต้องตรวจสอบ {data.form.title}", aside)
    sheets = [
        (book.sheet(name, data.form.code), places)
        for name, places in parts("ต้องตรวจสอบ", len(data.matters), len(_COLUMNS))
    ]
    menus = book.sheet("รายการเลือก")
    menus.hide()
    for sheet, places in sheets:
        _write_open(sheet, menus, data, held, places)
    write_keying(book, menus, data, held.keyed, pictures)
    _write_differences(book, data)
    _write_decided(book, data)
    _write_spare(book, data.form, held.spare)
    return book.close()


def _write_open(sheet: Sheet, menus: Sheet, data: Dataset, held: "_Held", places: range) -> None:
    """Write the rows of one sheet; `places` are those of `data.matters`."""
    matters, agencies = data.matters[places.start : places.stop], data.by_code()
    sheet.title(f"รายการที่ต้องตรวจสอบ {data.form.title}")
    for line in _HELP if matters else ("ไม่มีรายการที่ต้องตรวจสอบ",):
        sheet.note(line)
    rows = sheet.table(
        _COLUMNS,
        (
            (number, words.agency_name(one, agencies), *_row(data.form, one, finding, held))
            for number, (one, finding) in enumerate(matters, places.start + 1)
        ),
    )
    _offer(sheet, menus, data, matters, rows)


# ---------------------------------------------------------------- what was typed


class _Held:
    """What was typed into a list, by what it is about; and what has no row in the new one."""

    def __init__(self, data: Dataset, typed: Typed) -> None:
        desk, keying = Desk(data), KeyingDesk(data)
        open_ = {_key(filed, finding) for filed, finding in data.matters}
        names = {one.returned.sha256: one.returned.name for one in reversed(data.files)}
        self._rows: dict[tuple[str, ...], dict[str, Line]] = {}
        self.keyed: dict[str, Line] = {}
        spare = list(typed.spare)
        for line in typed.rows:
            own = self._rows.setdefault(key_of(line), {}) if key_of(line) in open_ else None
            if own is not None and _same(own.setdefault(line[FILE], line), line):
                continue
            if not desk.settled(line):
                spare.append(_aside(data.form, line))
        for line in typed.keyed:
            current = keying.is_current(line)
            if current and _same(self.keyed.setdefault(line[SHA256], line), line):
                continue
            if keying.decided(line) != ((), []):
                spare.append(_aside_keyed(data.form, line, names.get(line[SHA256], "")))
        self.spare = tuple(dict.fromkeys(spare))

    def cells(self, filed: Filed, finding: Diagnostic) -> tuple[Cell, ...]:
        """Return what was typed about a finding of a file; of one alone whatever it was called."""
        own = self._rows.get(_key(filed, finding), {})
        alone = len(own) == 1 and bool(filed.returned.sha256)
        line = own.get(filed.returned.name) or (next(iter(own.values())) if alone else None)
        return tuple(line[name] or None if line else None for name in TYPED)


def _key(filed: Filed, finding: Diagnostic) -> tuple[str, str, str]:
    return filed.returned.sha256, about(finding), finding.code.name


def _same(one: Line, other: Line) -> bool:
    return one is other or one.cells == other.cells


def _aside(form: Form, line: Line) -> tuple[str, ...]:
    name = field_of(line[FIELD])
    subject = words.asked(form, form.field(name)) if form.has(name) else line[CODE]
    said = "\n".join(f"{one}: {line[one]}" for one in TYPED if line[one])
    return line[FILE], subject, said, line[SHA256]


def _aside_keyed(form: Form, line: Line, file: str) -> tuple[str, ...]:
    labels = {field.name: words.asked(form, field) for field in form.fields} | HEADINGS
    said = "\n".join(
        f"{labels[name]}: {text}" for name, text in line.cells.items() if text and name in labels
    )
    return file, "พิมพ์คำตอบ", said, line[SHA256]


# ---------------------------------------------------------------- what is to be decided


def _row(form: Form, filed: Filed, finding: Diagnostic, held: _Held) -> tuple[Cell, ...]:
    said, advice = words.problem(finding)
    return (
        filed.agency,
        filed.returned.name,
        words.place(form, finding.at, finding.field),
        words.field_label(form, finding),
        words.severity_name(finding),
        said,
        _as_read(form, filed, finding),
        advice,
        _allowed(form, finding),
        *held.cells(filed, finding),
        *_key(filed, finding),
    )


def _as_read(form: Form, filed: Filed, finding: Diagnostic) -> str:
    """Show what stands in the field of a finding, or in what a return differs from its rivals."""
    if finding.code not in RIVALS:
        return words.as_read(form, filed, finding)
    lines = [
        f"{form.field(one.field).label}: ที่นี่: {one.here}  อีกฉบับ: {one.there} ({one.other})"
        for one in islice(filed.differences, _MOST_SHOWN)
    ]
    more = len(filed.differences) - len(lines)
    return "\n".join([*lines, *([f"… ดูแผ่นงาน “{_DIFFERENCES}”"] if more else [])])


def _allowed(form: Form, finding: Diagnostic) -> str:
    if finding.code in _ALSO_WHOSE:
        return "รหัสหน่วยงานในทะเบียน"
    return words.allowed(form.field(finding.field)) if form.has(finding.field) else ""


def _offer(
    sheet: Sheet,
    menus: Sheet,
    data: Dataset,
    matters: Sequence[tuple[Filed, Diagnostic]],
    rows: range,
) -> None:
    """Give every row the verdicts that fit it and, where they are known, the answers."""
    agencies = AgencyCodes(data).offered
    wanted: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for row, (filed, finding) in zip(rows, matters, strict=True):
        verdicts = offered(data.form, filed, finding)
        answers = _answers(data.form, finding, agencies, verdicts)
        for heading, entries in ((VERDICT, verdicts), (ANSWER, answers)):
            if entries:
                wanted.setdefault((heading, tuple(entries)), []).append(row)
    places = {column.heading: place for place, column in enumerate(_COLUMNS)}
    for (heading, entries), where in wanted.items():
        menu = menus.menu(entries)
        sheet.offer(places[heading], menu, where, only=heading == VERDICT)


def _answers(
    form: Form, finding: Diagnostic, agencies: tuple[str, ...], verdicts: Sequence[Verdict]
) -> tuple[str, ...]:
    if Verdict.BELONGS in verdicts:
        return agencies
    field = form.field(finding.field) if form.has(finding.field) else None
    return tuple(choice.label for choice in field.choices) if field else ()


# ---------------------------------------------------------------- what differs


def _write_differences(book: Book, data: Dataset) -> None:
    """List in what the returns of an agency differ, also of those that do not count any more."""
    rows = list(enumerate(_differences(data), 1))
    columns = (
        Column("ลำดับ", 8, align="center"),
        Column("หน่วยงาน", 26, wrap=True),
        Column("รหัสหน่วยงาน", 13),
        Column("แฟ้มนี้", 26, wrap=True),
        Column("สถานะ", 20, wrap=True),
        Column("ข้อ", 30, wrap=True),
        Column("ที่นี่", 30, wrap=True),
        Column("อีกฉบับ", 30, wrap=True),
        Column("แฟ้มของอีกฉบับ", 26, wrap=True),
    )
    for name, places in parts(_DIFFERENCES, len(rows), len(columns)) if rows else ():
        sheet = book.sheet(name, data.form.code)
        sheet.title("ข้อแตกต่างระหว่างฉบับของหน่วยงานเดียวกัน")
        part = rows[places.start : places.stop]
        sheet.table(columns, ((number, *row) for number, row in part))


def _differences(data: Dataset) -> Iterator[tuple[Cell, ...]]:
    agencies = data.by_code()
    for filed in data.files:
        for one in filed.differences:
            yield (
                words.agency_name(filed, agencies),
                filed.agency,
                filed.returned.name,
                words.file_state(filed),
                words.asked(data.form, data.form.field(one.field)),
                one.here,
                one.there,
                one.other,
            )


# ---------------------------------------------------------------- what was decided


def _write_decided(book: Book, data: Dataset) -> None:
    names = {one.returned.sha256: one.returned.name for one in reversed(data.files)}
    columns = (
        Column("ลำดับ", 8, align="center"),
        Column(FILE, 34, wrap=True),
        Column("ข้อ", 40, wrap=True),
        Column(VERDICT, 32, wrap=True),
        Column(REASON, 40, wrap=True),
        Column(BY, 24, wrap=True),
        Column("เมื่อ", 30),
        Column(SHA256, 24, wrap=True),
    )
    rows = [
        (
            number,
            names.get(one.sha256, "") if one.sha256 else one.subject,
            *told(data.form, one),
            one.reason,
            one.by,
            thai_moment(one.at),
            one.sha256,
        )
        for number, one in enumerate(_shown(data.decisions), 1)
    ]
    for name, places in parts("ตัดสินแล้ว", len(rows), len(columns)):
        sheet = book.sheet(name, data.form.code)
        sheet.title("รายการที่ตัดสินแล้ว")
        sheet.table(columns, rows[places.start : places.stop])


def _shown(decisions: Sequence[Decision]) -> Iterator[Decision]:
    """Leave out the single answers of a file that was typed: they stand in their own sheet."""
    keyed = {one.sha256: (one.reason, one.by) for one in decisions if one.about is About.KEYED}
    for one in decisions:
        part = one.about in (About.ANSWER, About.RESPONDENT)
        if not part or keyed.get(one.sha256) != (one.reason, one.by):
            yield one


def _write_spare(book: Book, form: Form, spare: Sequence[tuple[str, ...]]) -> None:
    """Keep what was typed and is not used, until a person deletes it."""
    if not spare:
        return
    sheet = book.sheet(UNUSED, form.code)
    sheet.title("สิ่งที่พิมพ์ไว้แต่ไม่ได้ใช้")
    sheet.note("เรื่องเหล่านี้ไม่มีให้ตัดสินแล้ว หรือพิมพ์ไว้ซ้ำกัน ตรวจแล้วลบแถวได้")
    columns = zip(SPARE, (34, 34, 70, 24), strict=True)
    sheet.table([Column(name, width, wrap=True) for name, width in columns], spare)
