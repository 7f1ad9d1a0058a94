"""Form + answers -> the line that tells a respondent how many questions are still open.

It stands in the first row, right of what is printed, so that no page shows it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from formgen.formats.xlsx.cells import address
from formgen.formats.xlsx.layout import sheet_of
from formgen.model.form import Form
from formgen.thai.numerals import to_thai

WIDTH: Final = 24
"""The width of its column, in digits of the Normal style."""

_LONGEST: Final = 8_000  # characters; a little less than Excel's 8,192
_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
_DONE: Final = "ตอบครบทุกข้อที่ต้องตอบแล้ว"
_SAID: Final = re.compile(f"{_DONE}|ยังไม่ได้ตอบ [๐-๙]+ ข้อ")


def status_address(form: Form) -> str:
    """Name the cell of the line."""
    return address(1, len(sheet_of(form).widths) + 1)


def status_formula(form: Form) -> str:
    """Write the formula that counts; "" for a form of which nothing must be answered.

    What must be answered only after some other answers is left out: nobody is told too many.
    """
    blanks = [f'(TRIM({"&".join(cells)})="")' for cells in asked_cells(form)]
    if not blanks:
        return ""
    count = f"({'+'.join(['0', *blanks])})"
    digits = "&".join(_digit(count, place) for place in reversed(range(len(str(len(blanks))))))
    formula = f'=IF({count}=0,"{_DONE}","ยังไม่ได้ตอบ "&{digits}&" ข้อ")'
    return formula if len(formula) <= _LONGEST else ""


def asked_cells(form: Form) -> tuple[tuple[str, ...], ...]:
    """List the cells of each field that must be answered whatever else is."""
    cells: dict[str, list[str]] = {}
    for one in sheet_of(form).answers:
        asked = form.field(one.field)
        if asked.required and not asked.relevant:
            cells.setdefault(one.field, []).append(one.spot.address)
    return tuple(map(tuple, cells.values()))


def _digit(count: str, place: int) -> str:
    """Write what gives one digit of a count in Thai; nothing before its first."""
    power = 10**place
    of_count = f"INT({count}/{power})" if place else count
    digit = f'MID("{_DIGITS}",MOD({of_count},10)+1,1)'
    return f'IF({count}<{power},"",{digit})' if place else digit


def status_text(fields: Iterable[Sequence[str]], texts: Mapping[str, str]) -> str:
    """Say what the formula shows: `fields` are the cells of `asked_cells`, `texts` what is in them.

    What no text is given for is blank.
    """
    count = sum(not any(texts.get(cell, "").strip(" ") for cell in cells) for cells in fields)
    return f"ยังไม่ได้ตอบ {to_thai(count)} ข้อ" if count else _DONE


def is_status(text: str) -> bool:
    """Tell whether a text is what such a line shows."""
    return bool(_SAID.fullmatch(text))
