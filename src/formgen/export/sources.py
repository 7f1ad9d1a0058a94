"""Every number of agencies -> the rows behind it: agency, file, place in the file."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Final

from formgen.export.agencies import Rows
from formgen.export.atlas import Atlas
from formgen.export.book import Column, Link, Sheet
from formgen.model.dataset import Agency
from formgen.model.decision import About
from formgen.model.form import Field
from formgen.model.reading import By
from formgen.result import words
from formgen.result.behind import Behind, Group, Grouped
from formgen.result.verdict import holds
from formgen.result.words import Cell

_MOST_ROWS: Final = 32_000  # of a sheet: each has a link, and a sheet holds 65,530
_COLUMNS: Final = (
    Column("ข้อ", 40),
    Column("คำตอบ", 24, align="left"),
    Column("ประเภท", 28),
    Column("หน่วยงาน", 52),
    Column("ชื่อแฟ้ม", 36),
    Column("ตำแหน่งในแฟ้ม", 44),
)
_AGENCY: Final = 3  # the column of its name
_DECIDED: Final = "ตามผลการตัดสินใน review.xlsx"
_KEYED: Final = "เจ้าหน้าที่อ่านและบันทึก"
_BETWEEN: Final = " | "


def parts(grouped: Grouped) -> list[list[Group]]:
    """Divide the groups over sheets; a group stays whole."""
    made: list[list[Group]] = [[]]
    rows = 0
    for group in grouped.groups.values():
        rows += len(group.members)
        if rows > _MOST_ROWS and made[-1]:
            made.append([])
            rows = len(group.members)
        made[-1].append(group)
    return made


def places(grouped: Grouped, part: Sequence[Group], sheet: Sheet, first: int) -> dict[Behind, Link]:
    """Link each number to its rows on a sheet, of which `first` is the first."""
    links: dict[Behind, Link] = {}
    for group in part:
        key, end = group.key, first + len(group.members)
        links[key] = sheet.area(first, end - 1, len(_COLUMNS))
        if group.field:
            start = first
            for kind, run in groupby(group.members, grouped.kinds.__getitem__):
                stop = start + len(list(run))
                links[key._replace(kind=kind)] = sheet.area(start, stop - 1, len(_COLUMNS))
                start = stop
        first = end
    return links


def write_sources(sheet: Sheet, atlas: Atlas, part: Sequence[Group]) -> None:
    """Write the rows behind the numbers of some groups, each a link to its agency."""
    sheet.linked_table(_COLUMNS, _rows(atlas, part))


def _rows(atlas: Atlas, part: Sequence[Group]) -> Rows:
    grouped = atlas.grouped
    decided = {
        (one.sha256, one.subject)
        for one in atlas.data.decisions
        if one.about is About.ANSWER and holds(atlas.data.form, one)
    }
    for group in part:
        back = {0: atlas.shown[group.key]} if group.key in atlas.shown else {}
        for place in group.members:
            agency = grouped.agencies[place]
            known = agency.recipient
            row = (
                group.question,
                group.answer if group.answer is not None else _answer(group.field, agency),
                grouped.kinds[place],
                f"{known.agency_code} {known.agency_name}".rstrip(),
                _BETWEEN.join(one.returned.name for one in agency.files),
                _place(group.field, agency, decided),
            )
            yield row, atlas.agency(_AGENCY, known.agency_code) | back
            back = {}


def _answer(field: Field | None, agency: Agency) -> Cell:
    return words.answer(field, agency.answers[field.name]) if field else None


def _place(field: Field | None, agency: Agency, decided: Collection[tuple[str, str]]) -> Cell:
    """Say where in the agency's file an answer stands, or who gave it instead."""
    if field is None or agency.undecided:
        return None
    returned = agency.files[0].returned
    if (returned.sha256, field.name) in decided:
        return _DECIDED
    answer = returned.response.answers.get(field.name) if returned.response else None
    if answer is None:
        return None
    return answer.at or (_KEYED if answer.by is By.PERSON else None)
