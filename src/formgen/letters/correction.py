"""What an agency is asked -> the letter that asks it, and the notes in the agency's own files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from formgen.content.texts import Names
from formgen.letters.asking import Asked, asked, said
from formgen.letters.places import Places, quoted
from formgen.letters.problems import Case, Doubted
from formgen.letters.stationery import Stationery
from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell, TitleRow
from formgen.model.codes import Code
from formgen.model.decision import RIVALS
from formgen.model.diagnostics import Diagnostic
from formgen.model.document import Document
from formgen.model.note import Note
from formgen.model.survey import Kind
from formgen.result import words
from formgen.thai.dates import parse_date, thai_date
from formgen.thai.numerals import to_thai

KIND: Final = "correction"
"""What letters of this kind are called, and their texts."""

NAMES: Final = Names(
    facts=("matters", "files", "copies"),
    conditions=("copies", "uncopied", "unsure"),
    tables=("matters",),
)
"""What the text of a correction letter may name beside what every letter may."""

_HEADER: Final = ("ลำดับ", "ข้อและตำแหน่งในแฟ้ม", "สิ่งที่พบ", "ขอให้ดำเนินการ")
_WIDTHS: Final = (10.0, 29.0, 31.0, 30.0)
_DIFFERENCES: Final = 20  # fields told; the marked copies have them all
_LONGEST: Final = 60  # characters of one answer among several
_WHOLE: Final = "ทั้งแฟ้ม"
_RIVALS: Final = RIVALS - {Code.RESPONDENTS_DIFFER}


def correction(
    case: Case, places: Places, stationery: Stationery, copies: Collection[int]
) -> tuple[Document, str, str]:
    """Write the letter, and the subject and body of its mail.

    `copies` are the files, counted from 1, of which a marked copy goes with it.
    """
    count = len(case.files)
    facts = stationery.about(case.agency.recipient) | {
        "matters": to_thai(f"{case.matters:,}"),
        "files": to_thai(count),
        "copies": to_thai(len(copies)),
    }
    holds = {
        "copies": bool(copies),
        "uncopied": len(copies) < count,
        "unsure": any(not one.sure for one in case.files),
    }
    return stationery.letter_to(facts, holds, {"matters": _table(case, places)})


def notes(one: Doubted, places: Places) -> tuple[Note, ...]:
    """Say in the agency's own file, at each place, what the letter says of it."""
    return tuple(_notes(one, places))


# ---------------------------------------------------------------- the notes in a file


def _notes(one: Doubted, places: Places) -> Iterator[Note]:
    for finding in one.findings:
        about = _about(finding)
        yield Note(finding.at, finding.field, " ".join(_told(finding, about, places)))
    response = one.filed.returned.response
    for each in one.filed.differences if _is_rival(one) else ():
        answer = response.answers.get(each.field) if response else None
        here, there = _value(each.here), _value(each.there)
        text = f"ฉบับนี้ {here} ฉบับอื่น ({quoted(PurePosixPath(each.other).name)}) {there}"
        yield Note(answer.at if answer else "", each.field, text)


def _told(finding: Diagnostic, about: Asked, places: Places) -> list[str]:
    return [said(finding, about.said), *_ask(finding, about, places)]


# ---------------------------------------------------------------- the table of a letter


def _table(case: Case, places: Places) -> Table:
    """List what is asked, file by file, numbered throughout."""
    rivals = _compared(case, places)
    rows: list[TitleRow | CellRow] = []
    number = 0
    for place, one in enumerate(case.files, 1):
        rows.append(TitleRow(Paragraph(_title(place, one), Style.HEADING)))
        for finding in one.findings:
            number += 1
            differences: list[str] = []
            if finding.code in _RIVALS:
                differences, rivals = rivals, []  # told once is enough
            rows.append(_row(number, one, finding, places, differences))
    return Table(_HEADER, _WIDTHS, tuple(rows))


def _title(place: int, one: Doubted) -> str:
    day = parse_date(one.filed.received or one.filed.returned.received)
    when = f" ได้รับเมื่อวันที่ {thai_date(day)}" if day else ""
    return f"แฟ้มที่ {to_thai(place)} «{quoted(one.name)}»{when}"


def _row(
    number: int, one: Doubted, finding: Diagnostic, places: Places, differences: Sequence[str]
) -> CellRow:
    about = _about(finding)
    where = places.place(finding.at, finding.field, _format(one, places))
    label = str(dict(finding.facts).get("label", "")) if finding.field else ""
    question = places.question(finding.field) or quoted(label)  # an earlier form may have had it
    cells = (
        TextCell((Paragraph(to_thai(number), Style.CENTRED),)),
        _cell(question or ("" if where else _WHOLE), where),
        _cell(said(finding, about.said), *differences),
        _cell(*_ask(finding, about, places)),
    )
    return CellRow("", cells)


def _format(one: Doubted, places: Places) -> str:
    """Name the format of a file made from the form whose places are known, else ""."""
    response = one.filed.returned.response
    known = response is not None and response.claim.digest == places.form.digest
    return one.filed.returned.format if known else ""


def _cell(*lines: str) -> TextCell:
    return TextCell(tuple(Paragraph(line, Style.BODY) for line in lines if line))


def _about(finding: Diagnostic) -> Asked:
    about = asked(finding)
    assert about is not None, finding.code
    return about


def _ask(finding: Diagnostic, about: Asked, places: Places) -> list[str]:
    """Say what to do and, where it helps, what the form lets one answer."""
    lines = [said(finding, about.ask)]
    field = places.form.field(finding.field) if places.form.has(finding.field) else None
    if about.choose and field and field.kind is not Kind.TEXT:
        lines.append(f"คำตอบที่แบบให้ตอบได้ คือ {words.allowed(field)}")
    return lines


# ---------------------------------------------------------------- returns that differ


def _is_rival(one: Doubted) -> bool:
    return one.sure and any(each.code in _RIVALS for each in one.findings)


def _compared(case: Case, places: Places) -> list[str]:
    """Say field by field what the first of the returns that differ says, and each that differs."""
    rivals = [(place, one) for place, one in enumerate(case.files, 1) if _is_rival(one)]
    if not rivals:
        return []
    (first, one), *others = rivals
    numbers = {other.filed.returned.name: place for place, other in others}
    answers: dict[str, dict[int, str]] = {}
    for each in one.filed.differences:
        if each.other in numbers:
            told = answers.setdefault(each.field, {first: each.here})
            told[numbers[each.other]] = each.there
    lines = [f"{places.question(name)}: {_beside(told)}" for name, told in answers.items()]
    more = len(lines) - _DIFFERENCES
    return [*lines[:_DIFFERENCES], *([to_thai(f"และอีก {more} ข้อ")] if more > 0 else [])]


def _beside(answers: Mapping[int, str]) -> str:
    told = (f"แฟ้มที่ {to_thai(place)} {_value(text)}" for place, text in sorted(answers.items()))
    return ", ".join(told)


def _value(text: str) -> str:
    return f"“{quoted(text, _LONGEST)}”"
