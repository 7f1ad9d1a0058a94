"""The merged result -> the tables of the annexes: every answer, and whom to ask again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from formgen.model.blocks import Paragraph, Row, Style, Table
from formgen.model.codes import Severity
from formgen.model.dataset import Agency, Dataset, Tally, percent
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic
from formgen.report.cells import cell, centred, row, shown, table, title_row
from formgen.result import words
from formgen.thai.collate import sort_key
from formgen.thai.dates import day_in_thailand
from formgen.thai.numerals import thai_number

LONGEST: Final = 200
"""Rows of the longest list; a longer one is counted instead and stands in the workbook."""


_WHOLE_FILE: Final = "ทั้งแฟ้ม"


def questions(data: Dataset) -> tuple[Table, ...]:
    """Make one table of every answer to every question, with its percentage of those returned."""
    if not data.answered:
        return ()
    columns = [("คำตอบ", 60.0), ("จำนวน (แห่ง)", 25.0), ("ร้อยละ", 20.0)]
    return table(columns, (each for one in words.public(data) for each in _answers(one)))


def _answers(tally: Tally) -> Iterator[Row]:
    yield title_row(words.question(tally))
    if tally.field.select:
        labels = (choice.label for choice in tally.field.choices)
        yield from map(_counted(tally), labels, tally.counts)
    else:
        yield _counted(tally)("ตอบ", tally.answered)
    yield _counted(tally)(words.BLANK, tally.blank)
    if tally.not_asked:
        yield _counted(tally)(words.NOT_ASKED, tally.not_asked)
    yield _counted(tally)(words.DOUBTFUL, tally.doubtful)


def _counted(tally: Tally) -> Callable[[str, int], Row]:
    def counted(name: str, count: int) -> Row:
        share = percent(count, tally.total)
        return row(cell(name), centred(shown(count)), centred(shown(share)))

    return counted


# ---------------------------------------------------------------- review


def review(data: Dataset) -> tuple[Table, ...]:
    """List what a person has yet to look at; count it by question where the list is too long."""
    if len(data.matters) > LONGEST:
        return _by_question(data, (finding for _, finding in data.matters))
    agencies = data.by_code()
    columns = [("ที่", 8.0), ("หน่วยงาน / แฟ้ม", 36.0), ("ข้อ", 24.0), ("ปัญหาที่พบ", 42.0)]
    rows = (
        row(
            centred(shown(number)),
            cell(words.agency_name(filed, agencies), filed.returned.name),
            cell(_about(data, finding)),
            cell(words.problem(words.published(data.form, finding))[0]),
        )
        for number, (filed, finding) in enumerate(data.matters, 1)
    )
    return table(columns, rows)


def waivers(data: Dataset) -> tuple[Table, ...]:
    """List what was let stand against a rule, why and by whom; count it where that is too long."""
    if len(data.waivers) > LONGEST:
        return _by_question(data, (finding for _, finding, _ in data.waivers))
    agencies = data.by_code()
    columns = [
        ("ที่", 8.0),
        ("หน่วยงาน / แฟ้ม", 32.0),
        ("ข้อ และเงื่อนไขที่ไม่ตรง", 34.0),
        ("เหตุผลที่รับไว้ และผู้ตัดสิน", 36.0),
    ]
    rows = (
        row(
            centred(shown(number)),
            cell(words.agency_name(filed, agencies), filed.returned.name),
            cell(_about(data, finding), words.problem(words.published(data.form, finding))[0]),
            cell(decision.reason, _decided(decision)),
        )
        for number, (filed, finding, decision) in enumerate(data.waivers, 1)
    )
    return table(columns, rows)


def _decided(decision: Decision) -> str:
    """Say who decided, and when."""
    day = shown(words.day(day_in_thailand(decision.at)))
    return f"โดย {' '.join(one for one in (decision.by, day) if one)}".removesuffix("โดย ")


def _about(data: Dataset, finding: Diagnostic) -> str:
    return words.field_label(data.form, finding) or _WHOLE_FILE


def _by_question(data: Dataset, findings: Iterable[Diagnostic]) -> tuple[Table, ...]:
    """Count findings by what they are about, in the order of the first of each."""
    counts = Counter((_about(data, one), one.severity is Severity.ERROR) for one in findings)
    names = dict.fromkeys(name for name, _ in counts)
    columns = [("ข้อ", 60.0), ("ต้องตัดสิน (เรื่อง)", 25.0), ("โปรดตรวจทาน (เรื่อง)", 25.0)]
    rows = (
        row(cell(name), centred(shown(counts[name, True])), centred(shown(counts[name, False])))
        for name in names
    )
    return table(columns, rows)


# ---------------------------------------------------------------- outstanding


def outstanding(data: Dataset) -> tuple[Paragraph | Table, ...]:
    """List who has not returned; count them by ministry and province where that is too long."""
    if len(data.outstanding) > LONGEST:
        return (
            *_grouped(data, "สังกัด", lambda one: one.recipient.ministry),
            *_grouped(data, "จังหวัด", lambda one: one.recipient.province),
        ) or _grouped(data, "หน่วยงาน", lambda _: "ทุกหน่วยงาน")
    columns = [
        ("ที่", 8.0),
        ("หน่วยงาน (รหัส)", 38.0),
        ("สังกัด / จังหวัด", 28.0),
        ("จัดส่งเมื่อ", 16.0),
        ("ติดตามแล้ว (ครั้ง)", 14.0),
        ("หมายเหตุ", 20.0),
    ]
    return table(columns, map(_silent, range(1, LONGEST + 1), data.outstanding))


def _silent(number: int, agency: Agency) -> Row:
    known = agency.recipient
    return row(
        centred(shown(number)),
        cell(known.agency_name, f"({known.agency_code})" if known.agency_code else ""),
        cell(known.ministry, known.province),
        centred(shown(words.day(agency.sent))),
        centred(shown(len(agency.reminded))),
        cell("มีแฟ้มรอตรวจสอบ" if agency.pending else ""),
    )


def _grouped(
    data: Dataset, name: str, of: Callable[[Agency], str]
) -> tuple[Paragraph | Table, ...]:
    """Count who has not returned by what `of` tells of each; nothing where it tells nothing."""
    sent = Counter(of(one) for one in data.expected)
    silent = Counter(of(one) for one in data.outstanding)
    if not any(silent):
        return ()
    columns = [
        (name, 50.0),
        ("จัดส่ง (แห่ง)", 18.0),
        ("ยังไม่ส่งแบบกลับ (แห่ง)", 22.0),
        ("ร้อยละที่ยังไม่ส่ง", 20.0),
    ]
    rows = (
        row(
            cell(group or words.BLANK),
            centred(shown(sent[group])),
            centred(shown(silent[group])),
            centred(shown(percent(silent[group], sent[group]))),
        )
        for group in sorted(silent, key=lambda one: (not one, sort_key(one)))
    )
    total = thai_number(len(data.outstanding))
    caption = Paragraph(f"หน่วยงานที่ยังไม่ส่งแบบกลับ จำแนกตาม{name} ({total} แห่ง)", Style.CAPTION)
    return (caption, *table(columns, rows))
