"""The sheet in which a person types what no program could read, and what is read back from it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from formgen.export.book import Book, Column, Link, Menu, Sheet, file_link
from formgen.export.headed import Judged, Line, Rows, Table, find_table
from formgen.export.parts import parts
from formgen.export.verdicts import SHA256, UNUSED, AgencyCodes, read_answer
from formgen.files import sha256
from formgen.model.codes import Code
from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic, Fact, found
from formgen.model.form import Field, Form
from formgen.model.reading import By
from formgen.model.response import Value
from formgen.model.returned import State
from formgen.model.survey import Kind, Role
from formgen.result import words
from formgen.result.verdict import holds
from formgen.result.words import Cell
from formgen.thai.normalise import key
from formgen.thai.numerals import to_thai

SHEET: Final = "พิมพ์คำตอบ"
"""What the sheet is called."""

COMPLETE: Final = "พิมพ์ครบแล้ว"
"""What a person chooses when all that the file says has been typed."""

# The names of its columns beside those of the form's fields; nobody sees them.
AGENCY: Final = "agency"
BY: Final = "by"
DONE: Final = "done"
BASIS: Final = "basis"
"""Names what had been decided about the file when the list was written."""

HEADINGS: Final = {AGENCY: "รหัสหน่วยงาน", BY: "ผู้พิมพ์", DONE: "สถานะ"}
"""What people see over these columns."""

_NUMBER: Final = "number"
_FILE: Final = "file"
_WHY: Final = "why"
_PAGE: Final = "page"
_MOST_PAGES: Final = 20  # a column each; the pictures of the rest stand in the same folder
_REASON: Final = "พิมพ์จากแฟ้มที่โปรแกรมอ่านไม่ได้"
_NOT_KEYED: Final = frozenset(
    {Code.FORM_OTHER_SURVEY, Code.FILE_HOSTILE, Code.FILE_CONTAINER, Code.FILE_EMPTY}
)
"""Files that hold no answers to this survey, or that nobody should open."""

_HELP: Final = (
    "วิธีใช้: เปิดภาพหรือแฟ้มเดิม พิมพ์คำตอบตามที่เห็น ช่องที่ไม่ได้ตอบให้เว้นว่าง ข้อที่ตอบได้หลายข้อคั่นด้วยจุลภาค",
    f"เมื่อครบให้ใส่รหัสหน่วยงาน ชื่อผู้พิมพ์ และเลือก “{COMPLETE}” แล้วสั่ง formgen consolidate อีกครั้ง"
    " แก้ภายหลังได้ในแถวเดิม",
)


# ---------------------------------------------------------------- which files


def to_key(data: Dataset) -> tuple[Filed, ...]:
    """Return the files that a person may type or has typed, each bytes once."""
    keyed = {one.sha256 for one in data.decisions if one.about is About.KEYED}
    chosen: dict[str, Filed] = {}
    for one in data.files:
        if _unread(one) or (one.returned.sha256 in keyed and _by_person(one)):
            chosen.setdefault(one.returned.sha256, one)
    return tuple(chosen.values())


def _unread(filed: Filed) -> bool:
    """Tell whether a file waits for a person who can read it."""
    return (
        filed.state is State.QUARANTINED
        and bool(filed.returned.sha256 and filed.open)
        and not any(one.code in _NOT_KEYED for one in filed.open)
    )


def _by_person(filed: Filed) -> bool:
    response = filed.returned.response
    return response is not None and response.respondent.by == By.PERSON.value


# ---------------------------------------------------------------- reading back


def keyed_table(form: Form, rows: Rows) -> Table | None:
    """Find what was typed in a sheet, by the hidden names of its columns; None if it has none."""
    names = (SHA256, BASIS, AGENCY, BY, DONE, *(field.name for field in _typed_fields(form)))
    return find_table(rows, names, (DONE,), str.strip)


def has_lost_its_names(form: Form, rows: Rows) -> bool:
    """Tell whether a sheet is the one to type in, but without the hidden names of its columns."""
    shown = {cell.strip() for row in islice(rows, 20) for cell in row}
    return keyed_table(form, rows) is None and set(HEADINGS.values()) <= shown


class KeyingDesk:
    """Turns what was typed about a file into decisions on every field of the form."""

    def __init__(self, data: Dataset) -> None:
        self._form = data.form
        self._fields = _typed_fields(data.form)
        self._codes = AgencyCodes(data)
        self._agencies = data.by_code()
        self._files = {one.returned.sha256 for one in to_key(data)}
        self._received = {one.returned.sha256 for one in data.files}
        self._standing = {one.key: one for one in data.decisions}

    def read(self, rows: Rows) -> tuple[list[Judged], list[Diagnostic]]:
        """Read every row that a person marked as complete, and what cannot be used of it."""
        table = keyed_table(self._form, rows)
        judged: list[Judged] = []
        problems: list[Diagnostic] = []
        for line in lines_of(table):
            if line[DONE]:
                made, wrong = self.decided(line)
                problems += wrong
                if made and not wrong:
                    judged.append(Judged(_at(line), (SHEET, line[SHA256]), made))
        return judged, problems

    def decided(self, line: Line) -> tuple[tuple[Decision, ...], list[Diagnostic]]:
        """Turn one row into decisions, and say what is wrong in it; nothing where it all stands."""
        digest = line[SHA256]
        if digest not in self._files:
            if digest not in self._received:
                return (), [found(Code.DECISION_FILE_UNKNOWN, _at(line), value=digest[:8])]
            return (), [found(Code.DECISION_STALE, _at(line), value=line[DONE], sheet=UNUSED)]
        if self._untouched(line):
            return (), []
        code = self._codes.find(line[AGENCY])
        problems = list(self._wanting(line, code))
        values: dict[str, Value] = {}
        for field in self._fields:
            values[field.name] = read_answer(field, line[field.name])
            if line[field.name] and values[field.name] is None:
                problems.append(_bad(line, field.name, field.label, words.allowed(field)))
        if problems:
            return (), problems
        made = tuple(one for one in self._bundle(line, code, values) if not self._stands(one))
        if not made:
            return (), []
        if not self.is_current(line):
            return (), [found(Code.DECISION_STALE, _at(line), value=line[DONE], sheet=UNUSED)]
        return made, []

    def is_current(self, line: Line) -> bool:
        """Tell whether nothing was decided about the file since the list was written."""
        return line[SHA256] in self._files and line[BASIS] == self.basis(line[SHA256])

    def basis(self, digest: str) -> str:
        """Name what was decided about a file; "" for nothing."""
        before = self._before(digest)
        said = sorted((name, text) for name, (text, _) in before.items())
        return sha256(repr(said).encode())[:12] if before else ""

    def standing(self, digest: str) -> Mapping[str, str]:
        """Return what was decided about a file before, as it stands in its row; {} for nothing.

        What was typed for a field that has changed since must be typed again.
        """
        before = self._before(digest).items()
        return {name: text if holds else "" for name, (text, holds) in before}

    def _before(self, digest: str) -> Mapping[str, tuple[str, bool]]:
        """Map the columns to what was decided about a file, and whether it still means the same."""
        keyed = self._standing.get((digest, About.KEYED, ""))
        if keyed is None:
            return {}
        whose = self._standing.get((digest, About.RESPONDENT, ""))
        told = {AGENCY: (str(whose.value) if whose else "", True), BY: (keyed.by, True)}
        for field in self._fields:
            given = self._standing.get((digest, About.ANSWER, field.name))
            same = given is None or holds(self._form, given)
            told[field.name] = _written(field, given.value if given else None), same
        told[DONE] = COMPLETE, all(same for _, same in told.values())
        return told

    def _untouched(self, line: Line) -> bool:
        """Tell whether a row says what was decided before, though perhaps for an earlier form."""
        before = self._before(line[SHA256])
        return bool(before) and all(line[name] == text for name, (text, _) in before.items())

    def _stands(self, decision: Decision) -> bool:
        """Tell whether just this was decided before; who typed the file is told once."""
        before = self._standing.get(decision.key)
        if before is None or before.value != decision.value:
            return False
        if before.meaning not in ("", decision.meaning):
            return False
        return decision.about is not About.KEYED or before.by == decision.by

    def _wanting(self, line: Line, code: str) -> Iterator[Diagnostic]:
        if key(line[DONE]) != key(COMPLETE):
            yield _bad(line, DONE, HEADINGS[DONE], COMPLETE)
        if not code:
            yield _bad(line, AGENCY, HEADINGS[AGENCY], "รหัสหน่วยงานในทะเบียน")
        if not line[BY]:
            yield _bad(line, BY, HEADINGS[BY], "ชื่อผู้พิมพ์")

    def _bundle(self, line: Line, code: str, values: Mapping[str, Value]) -> Iterator[Decision]:
        """Decide every field; what the roster knows of the agency need not be typed."""

        def decision(about: About, subject: str, value: Value, meaning: str = "") -> Decision:
            by = line[BY]
            return Decision(line[SHA256], about, subject, value, _REASON, by, meaning=meaning)

        for field in self._form.fields:
            value = values.get(field.name)
            known = self._of_roster(field, code) if value is None else None
            value = known if value is None else value
            yield decision(About.ANSWER, field.name, value, field.digest)
        yield decision(About.RESPONDENT, "", code)
        yield decision(About.KEYED, "", self._form.digest)

    def _of_roster(self, field: Field, code: str) -> Value:
        if field.role is Role.AGENCY_CODE:
            return code
        agency = self._agencies.get(code)
        if agency is None or not agency.expected or field.role is None:
            return None
        told = agency.recipient.value(field.role)
        offered = not field.select or told in {choice.code for choice in field.choices}
        return (told or None) if offered and field.kind in (Kind.TEXT, Kind.SELECT_ONE) else None


def lines_of(table: Table | None) -> Iterator[Line]:
    """Go through the rows about files, past the headings that people see."""
    for line in table.lines if table and not table.missing else ():
        if line[SHA256] not in ("", SHA256):
            yield line


def typed_in(line: Line) -> bool:
    """Tell whether a person has typed anything into a row."""
    return any(text for name, text in line.cells.items() if name not in (SHA256, BASIS))


def _typed_fields(form: Form) -> tuple[Field, ...]:
    """Return the fields with a column; the agency's code has one of its own."""
    return tuple(field for field in form.fields if field.role is not Role.AGENCY_CODE)


def _at(line: Line) -> str:
    return f"{SHEET}!{line.number}"


def _bad(line: Line, name: str, column: str, allowed: Fact) -> Diagnostic:
    at, value = f"{SHEET}!{line.at(name)}", line[name] or "(ว่าง)"
    return found(Code.DECISION_BAD, at, value=value, column=column, allowed=allowed)


# ---------------------------------------------------------------- writing


def write_keying(
    book: Book,
    menus: Sheet,
    data: Dataset,
    typed: Mapping[str, Line],
    pictures: Mapping[str, Sequence[str]],
) -> None:
    """Add the sheet, or as many as it takes; what was `typed` into unfinished rows stays.

    `pictures` are the relative paths of the pages of files, by the SHA-256 of the file.
    """
    files = to_key(data)
    if not files:
        return
    shown = [tuple(map(file_link, _within(pictures.get(one.returned.sha256, ())))) for one in files]
    columns = dict(_columns(data, min(_MOST_PAGES, max(map(len, shown)))))
    desk, offers = KeyingDesk(data), tuple(_menus(data, menus))
    for name, places in parts(SHEET, len(files), len(columns)):
        sheet = book.sheet(name, data.form.code)
        sheet.title(f"{SHEET} {data.form.title}")
        for line in _HELP:
            sheet.note(line)
        sheet.names(list(columns))
        rows = sheet.linked_table(
            tuple(columns.values()),
            (
                _row(
                    columns,
                    _known(desk, place + 1, files[place]),
                    _cells(desk, files[place], typed),
                    shown[place],
                )
                for place in places
            ),
        )
        sheet.keep_columns(rows.start, list(columns).index(AGENCY))
        for heading, menu, only in offers:
            sheet.offer(list(columns).index(heading), menu, rows, only=only)


def _within(paths: Sequence[str]) -> Iterator[str]:
    """Keep the paths that lead to a file beside the list and nowhere else."""
    for path in islice(paths, _MOST_PAGES):
        plain = PurePosixPath(path)
        if not plain.is_absolute() and ".." not in plain.parts and ":" not in path:
            yield path


def _columns(data: Dataset, pages: int) -> Iterator[tuple[str, Column]]:
    yield _NUMBER, Column("ลำดับ", 8, align="center")
    yield _FILE, Column("ชื่อแฟ้ม", 26, wrap=True)
    yield SHA256, Column(SHA256, hidden=True)
    yield BASIS, Column(BASIS, hidden=True)
    yield _WHY, Column("เหตุที่อ่านไม่ได้", 30, wrap=True)
    for page in range(1, pages + 1):
        yield f"{_PAGE}{page}", Column(f"ภาพหน้า {to_thai(page)}", 10, align="center")
    yield AGENCY, Column(HEADINGS[AGENCY], 18, wrap=True, typed=True)
    for field in _typed_fields(data.form):
        heading = words.asked(data.form, field)
        yield field.name, Column(heading, 30 if field.multiline else 20, wrap=True, typed=True)
    yield BY, Column(HEADINGS[BY], 20, wrap=True, typed=True)
    yield DONE, Column(HEADINGS[DONE], 16, typed=True)


def _known(desk: KeyingDesk, number: int, filed: Filed) -> dict[str, Cell]:
    """Return what the program says in the row of a file."""
    return {
        _NUMBER: number,
        _FILE: filed.returned.name,
        SHA256: filed.returned.sha256,
        BASIS: desk.basis(filed.returned.sha256),
        _WHY: words.problem(filed.reason)[0] if _unread(filed) else "",
    }


def _cells(desk: KeyingDesk, filed: Filed, typed: Mapping[str, Line]) -> Mapping[str, str]:
    """Return what stands in the row of a file: what is unfinished there, else what was decided."""
    line = typed.get(filed.returned.sha256)
    if line and not (line[DONE] and desk.decided(line) == ((), [])):
        return line.cells
    return desk.standing(filed.returned.sha256)


def _written(field: Field, value: Value) -> str:
    if isinstance(value, tuple):
        return "\n".join(words.meant(field, one) for one in value)
    return words.meant(field, value)


def _row(
    columns: Mapping[str, Column],
    known: Mapping[str, Cell],
    cells: Mapping[str, str],
    links: Sequence[Link],
) -> tuple[tuple[Cell, ...], Mapping[int, Link]]:
    names = list(columns)
    pages = {f"{_PAGE}{page}": link for page, link in enumerate(links, 1)}
    said = dict(known)
    said.update({name: f"หน้า {to_thai(page)}" for page, name in enumerate(pages, 1)})
    row = tuple(said.get(name, cells.get(name) or None) for name in names)
    return row, {names.index(name): link for name, link in pages.items()}


def _menus(data: Dataset, lists: Sheet) -> Iterator[tuple[str, Menu, bool]]:
    """Go through the columns with a drop-down; `only` what it offers may stand in the cell then."""
    agencies = AgencyCodes(data).offered
    if agencies:
        yield AGENCY, lists.menu(agencies), False
    for field in _typed_fields(data.form):
        if field.choices:
            labels = tuple(choice.label for choice in field.choices)
            yield field.name, lists.menu(labels), field.kind is Kind.SELECT_ONE
    yield DONE, lists.menu((COMPLETE,)), True
