"""A field and its place in a file, as readers note it -> words that a clerk finds it by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from formgen.model.form import Field, Form
from formgen.model.survey import Kind
from formgen.result import words
from formgen.thai.normalise import clean, is_cluster_start
from formgen.thai.numerals import to_thai

LONGEST: Final = 200
"""So many characters of what a file says are quoted in a letter."""

_CELLS: Final = re.compile(r"(?:^|, )(?P<sheet>.+?)!(?P<cell>[A-Z]{1,3}[0-9]{1,7})(?=, |$)")
_NAMED: Final = re.compile(r"(?:w:tag|w:docPart|AcroForm) (?P<names>.+)")
_PAGE: Final = re.compile(r"\bpage (?P<page>[0-9]{1,4})\b")
_ATTACHED: Final = "EmbeddedFiles"
_CUT: Final = "…"


@dataclass(frozen=True, slots=True)
class Places:
    """Says where things are in copies of one form.

    `pages` are the pages on which its PDF has the fields, by name, from 1; none where unknown.
    """

    form: Form
    pages: Mapping[str, int] = field(default_factory=dict)

    def question(self, name: str) -> str:
        """Name a field as the form does, its question's number first; "" for none of the form."""
        if not self.form.has(name):
            return ""
        one = self.form.field(name)
        asked = words.asked(self.form, one)
        return asked if asked == one.label else f"ข้อ {asked}"

    def place(self, at: str, name: str = "", format_name: str = "") -> str:
        """Say where in a file of a format something is, `at` the place as its reader noted it.

        "" where nothing can be said that a clerk would understand.
        """
        if cells := _in_sheets(at):
            return cells
        asked = self.form.field(name) if self.form.has(name) else None
        page = _PAGE.search(at)
        number = int(page["page"]) if page else 0
        if not number and format_name == "pdf":
            number = self.pages.get(name, 0)
        found = [to_thai(f"หน้า {number}")] if number else []
        if named := _NAMED.fullmatch(at):
            names = named["names"].split(", ")
            found.append(_control(asked, names) if asked else f"ช่องกรอกชื่อ «{quoted(names[0])}»")
        elif at == _ATTACHED:
            found.append("แฟ้มที่แนบไว้ในแฟ้มนี้")
        return " ".join(found)


def quoted(text: str, longest: int = LONGEST) -> str:
    """Return what a file says as one line that can be printed; what is long is cut."""
    line = " ".join(clean(text).split())
    if len(line) <= longest:
        return line
    end = longest
    while not is_cluster_start(line, end):
        end -= 1
    return line[:end] + _CUT


def _in_sheets(at: str) -> str:
    """Name cells, sheet by sheet; "" where `at` names none."""
    sheets: dict[str, list[str]] = {}
    for found in _CELLS.finditer(at):
        sheets.setdefault(quoted(found["sheet"]), []).append(found["cell"])
    return ", ".join(f"ชีต «{name}» ช่อง {', '.join(cells)}" for name, cells in sheets.items())


def _control(asked: Field, names: Sequence[str]) -> str:
    """Say which box or line of a field is meant: some of its boxes by name, else what it is."""
    if not asked.select:
        return "ช่องกรอกวันที่" if asked.kind is Kind.DATE else "ช่องกรอก"
    if asked.dropdown:
        return "ช่องรายการเลือก"
    boxes = [choice.label for choice in asked.choices if asked.control(choice) in names]
    if boxes and len(boxes) < len(asked.choices):
        return "ช่อง " + ", ".join(f"“{label}”" for label in boxes)
    return "ช่องเลือกคำตอบ"
