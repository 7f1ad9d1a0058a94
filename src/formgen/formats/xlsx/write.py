"""Form + copy -> the bytes of its workbook: the blank one with the copy's values in its cells."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from formgen.files import normalised_zip
from formgen.formats import Written
from formgen.formats.xlsx import rows
from formgen.formats.xlsx.cells import encode_text
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.sheet import Answer, Boxes, Look, Sheet
from formgen.formats.xlsx.slots import boxes_text
from formgen.formats.xlsx.status import status_address, status_text
from formgen.formats.xlsx.workbook import CLAIM_PARTS, SHEET, Blank, blank_workbook
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field, Form
from formgen.model.identity import Copy, claim_text
from formgen.model.survey import Kind
from formgen.thai.dates import thai_date

_CELL: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?[^>]*>(<f>.*?</f>)?.*?</c>', re.DOTALL
)
_ROW: Final = re.compile(r'(<row r="([0-9]+)"[^>]* ht=")[^"]*')
_STYLE: Final = ' s="{}"'
_LONGEST: Final = 32_767  # UTF-16 units; what a cell holds
# What no XML file can hold (XML 1.0, production 2).
_NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXACT: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def write(form: Form, copy: Copy) -> Written:
    """Write one copy of a form; the same bytes for the same form and copy."""
    blank = blank_workbook(form)
    parts = dict(blank.parts)
    mine, own = claim_text(form, None).encode(), claim_text(form, copy.token).encode()
    for name in CLAIM_PARTS:
        parts[name] = parts[name].replace(mine, own)
    parts[SHEET] = _filled(form, copy, blank, parts[SHEET].decode()).encode()
    return Written(normalised_zip(parts.items()))


def _filled(form: Form, copy: Copy, blank: Blank, xml: str) -> str:
    """Put the values of a copy into the sheet, and the boxes they check."""
    sheet = sheet_of(form)
    values = dict(copy.values)
    texts = {
        one.control: shown(form, form.field(one.field), values.get(one.field), one.choice)
        for one in sheet.answers
    }
    cells: dict[str, Answer | Boxes] = {one.spot.address: one for one in sheet.answers}
    cells |= {one.spot.address: one for one in sheet.boxes}
    locked = {
        address: _STYLE.format(blank.locked[one.control])
        for one in sheet.answers
        if copy.locked(form, one.field)
        for address in one.spot.addresses
    }

    status = status_address(form)

    def fill(found_: re.Match[str]) -> str:
        address, style, formula = found_.groups(default="")
        style = locked.get(address, style)
        if address == status and formula:
            text = status_text(form, texts)
            return f'<c r="{address}"{style} t="str">{formula}<v>{_spelled(text)}</v></c>'
        one = cells.get(address)
        if one is None:
            return f'<c r="{address}"{style}/>' if address in locked else found_[0]
        if isinstance(one, Answer):
            return f'<c r="{address}"{style}{_content(texts[one.control], one.look)}'
        text = boxes_text(form, form.field(one.field), texts[one.field], one.prompt)
        if formula:  # with what it shows, for programs that do not calculate
            return f'<c r="{address}"{style} t="str">{formula}<v>{_spelled(text)}</v></c>'
        return f'<c r="{address}"{style}{_content(text, Look.BOXES)}'

    heights = dict(_grown(sheet, texts))
    xml = _CELL.sub(fill, xml)
    return _ROW.sub(lambda row: _with_height(row, heights), xml) if heights else xml


def shown(form: Form, asked: Field, value: object, choice: str = "") -> str:
    """Show a value as a person would type it; raise FormgenError where it cannot be shown."""
    if value in (None, "", ()):
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
    if text is None or _NO_CHARACTER.search(text) or len(text.encode("utf-16-le")) > 2 * _LONGEST:
        facts = {"name": asked.name, "value": str(value)[:80], "expected": asked.kind.value}
        raise FormgenError([found(Code.ANSWER_BAD, field=asked.name, **facts)], Exit.USAGE)
    return text


def _content(text: str, look: Look) -> str:
    """Close a cell with what it holds: a number, where a number keeps every digit, else text."""
    if not text:
        return "/>"
    if look is Look.NUMBER and _EXACT.fullmatch(text) and f"{float(text):.15g}" == text:
        return f"><v>{text}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{_spelled(text)}</t></is></c>'


def _spelled(text: str) -> str:
    return escape(encode_text(text))


def _grown(sheet: Sheet, texts: Mapping[str, str]) -> Iterator[tuple[int, float]]:
    """Go through the rows that have to be higher for what is written into them."""
    for answer in sheet.answers:
        text, spot = texts[answer.control], answer.spot
        if text:
            bold = answer.look in (Look.CHOICE, Look.TICK)
            needed = rows.text_height(text, sheet.width(spot), answer.size, bold)
            more = needed - sheet.height(spot)
            if more > 0:
                last = spot.last[0]
                yield last, min(rows.TALLEST, sheet.lines[last - 1].height + more)


def _with_height(row: re.Match[str], heights: Mapping[int, float]) -> str:
    height = heights.get(int(row[2]))
    return row[0] if height is None else f"{row[1]}{height:g}"
