"""Form + copy -> the bytes of its workbook: the blank one with the copy's values in its cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from formgen.formats import Written
from formgen.formats.xlsx import rows
from formgen.formats.xlsx.cells import encode_text
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.sheet import Answer, Boxes, Look, Sheet
from formgen.formats.xlsx.slots import boxes_text
from formgen.formats.xlsx.status import asked_cells, status_address, status_formula, status_text
from formgen.formats.xlsx.workbook import CLAIM_PARTS, SHEET, blank_workbook
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field, Form
from formgen.model.identity import Copy, claim_text
from formgen.model.survey import Kind
from formgen.model.values import NO_CHARACTER, is_blank
from formgen.packing import Mould, Piece, around
from formgen.thai.dates import thai_date

# A cell, or the height of a row.
_PLACE: Final = re.compile(
    r'<c r="(?P<cell>[A-Z]+[0-9]+)"(?P<style> s="[0-9]+")?[^>]*>(?P<formula><f>.*?</f>)?.*?</c>'
    r'|<row r="(?P<row>[0-9]+)"[^>]* ht="(?P<height>[^"]*)',
    re.DOTALL,
)
_CLAIM: Final = " claim"  # cells and rows are called otherwise
_SHOWS: Final = "<v>"  # behind a formula: what it shows, for programs that do not calculate
_LONGEST: Final = 32_767  # UTF-16 units; what a cell holds
_EXACT: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


@dataclass(frozen=True, slots=True)
class _Blank:
    """What the copies of a form share, and where they vary.

    `answers` and `boxes` are by field; `heads` say by address how a cell begins, `locked` by
    control which style an answer has that is locked; `asked` are the cells that the line at the
    address `status` counts, "" where there is none.
    """

    mould: Mould
    sheet: Sheet
    answers: Mapping[str, Sequence[Answer]]
    boxes: Mapping[str, Sequence[Boxes]]
    heads: Mapping[str, str]
    locked: Mapping[str, int]
    asked: Sequence[Sequence[str]]
    status: str


def write(form: Form, copy: Copy) -> Written:
    """Write one copy of a form; the same bytes for the same form and copy."""
    blank = _blank(form)
    texts = {_CLAIM: claim_text(form, copy.token)}
    said: dict[str, str] = {}  # by address
    heights: dict[int, float] = {}
    for name, value in dict(copy.values).items():
        for one in blank.answers.get(name, ()):
            text = shown(form, form.field(name), value, one.choice)
            said[one.spot.address] = text
            style = blank.locked[one.control] if copy.locked(form, name) else None
            texts |= _answered(one, text, blank.heads[one.spot.address], style)
            _grow(heights, blank.sheet, one, text)
        for boxes in blank.boxes.get(name, ()):
            label, at = said[boxes.answer.address], boxes.spot.address
            drawn = boxes_text(form, form.field(name), label, boxes.prompt)
            texts[at] = _cell(blank.heads[at], drawn)
    if blank.status:
        texts[blank.status] = _cell(blank.heads[blank.status], status_text(blank.asked, said))
    texts |= {str(row): f"{height:g}" for row, height in heights.items()}
    return Written(blank.mould.cast(texts))


@lru_cache(maxsize=16)
def _blank(form: Form) -> _Blank:
    book, sheet, asked = blank_workbook(form), sheet_of(form), asked_cells(form)
    xml = book.parts[SHEET].decode()
    status = status_address(form) if status_formula(form) else ""
    drawn = {one.spot.address: "" for one in sheet.answers}
    for boxes in sheet.boxes:
        drawn[boxes.spot.address] = boxes_text(form, form.field(boxes.field), "", boxes.prompt)
    if status:
        drawn[status] = status_text(asked, {})
    heads = {one["cell"]: _head(one) for one in _PLACE.finditer(xml) if one["cell"] in drawn}
    cells = {address: _cell(head, drawn[address]) for address, head in heads.items()}
    claim = claim_text(form, None)
    claims = {name: around(book.parts[name].decode(), _CLAIM, claim) for name in CLAIM_PARTS}
    answers: dict[str, list[Answer]] = {}
    for answer in sheet.answers:
        answers.setdefault(answer.field, []).append(answer)
    return _Blank(
        Mould({**book.parts, **claims, SHEET: list(_pieces(xml, sheet, cells))}),
        sheet,
        answers,
        {
            one.field: [each for each in sheet.boxes if each.field == one.field]
            for one in sheet.boxes
        },
        heads,
        book.locked,
        asked,
        status,
    )


def _pieces(xml: str, sheet: Sheet, blank: Mapping[str, str]) -> Iterator[Piece]:
    """Take the sheet apart at the cells that vary, and at the heights of rows with answers."""
    rows_ = {str(one.spot.last[0]) for one in sheet.answers}
    merged = {address for one in sheet.answers for address in one.spot.addresses}
    done = 0
    for one in _PLACE.finditer(xml):
        cell, row = one["cell"], one["row"]
        if cell in blank or cell in merged:
            yield "", xml[done : one.start()]
            yield cell, blank.get(cell, one[0])
            done = one.end()
        elif row in rows_:
            yield "", xml[done : one.start("height")]
            yield row, one["height"]
            done = one.end()
    yield "", xml[done:]


def _head(cell: re.Match[str]) -> str:
    head = f'<c r="{cell["cell"]}"{cell["style"] or ""}'
    return f'{head} t="str">{cell["formula"]}{_SHOWS}' if cell["formula"] else head


def _answered(answer: Answer, text: str, head: str, style: int | None) -> dict[str, str]:
    """Write the cell of an answer; with a style, that of all cells merged into it is another."""
    address, *merged = answer.spot.addresses
    if style is not None:
        head = f'<c r="{address}" s="{style}"'
    texts = {address: _cell(head, text, answer.look)}
    if style is not None:
        texts |= {one: f'<c r="{one}" s="{style}"/>' for one in merged}
    return texts


def shown(form: Form, asked: Field, value: object, choice: str = "") -> str:
    """Show a value as a person would type it; raise FormgenError where it cannot be shown."""
    if is_blank(value):
        return ""
    text = None
    match asked.kind, value:
        case Kind.SELECT_ONE, str():
            text = next((one.label for one in asked.choices if one.code == value), None)
        case Kind.SELECT_MULTIPLE, tuple():
            text = form.glyphs.check if choice in value else ""
        case Kind.DATE, str():
            text = thai_date(date.fromisoformat(value))
        case ((Kind.TEXT | Kind.INTEGER | Kind.DECIMAL), str() | int()):
            text = str(value).replace("\r\n", "\n").replace("\r", "\n")
        case _:
            pass
    if text is None or NO_CHARACTER.search(text) or len(text.encode("utf-16-le")) > 2 * _LONGEST:
        facts = {"name": asked.name, "value": str(value)[:80], "expected": asked.kind.value}
        raise FormgenError([found(Code.ANSWER_BAD, field=asked.name, **facts)], Exit.USAGE)
    return text


def _cell(head: str, text: str, look: Look = Look.BOXES) -> str:
    """Write a cell that holds a number, where a number keeps every digit, else text."""
    if head.endswith(_SHOWS):
        return f"{head}{_spelled(text)}</v></c>"
    if not text:
        return f"{head}/>"
    if look is Look.NUMBER and _EXACT.fullmatch(text) and f"{float(text):.15g}" == text:
        return f"{head}><v>{text}</v></c>"
    return f'{head} t="inlineStr"><is><t xml:space="preserve">{_spelled(text)}</t></is></c>'


def _spelled(text: str) -> str:
    return escape(encode_text(text))


def _grow(heights: dict[int, float], sheet: Sheet, answer: Answer, text: str) -> None:
    """Make a row so high that it shows what is written into it, if the paper allows."""
    if text:
        last, spot = answer.spot.last[0], answer.spot
        bold = answer.look in (Look.CHOICE, Look.TICK)
        more = rows.text_height(text, sheet.width(spot), answer.size, bold) - sheet.height(spot)
        if more > 0:
            height = min(rows.TALLEST, sheet.lines[last - 1].height + more)
            heights[last] = max(height, heights.get(last, 0.0))
