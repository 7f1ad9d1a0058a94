"""The canonical survey, as a clerk wrote it: parts, items, questions, choices and guidance."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What an answer is; the words are XLSForm's."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class TextFormat(StrEnum):
    """What a text answer should look like; checked, never corrected."""

    EMAIL = "email"
    PHONE = "phone"


class Role(StrEnum):
    """What an answer means to the office that sends the form.

    All but `RESPONSE_DATE` are columns of the roster: an issued copy has them filled in and locked.
    """

    AGENCY_CODE = "agency_code"
    AGENCY_NAME = "agency_name"
    MINISTRY = "ministry"
    AGENCY_TYPE = "agency_type"
    PROVINCE = "province"
    CENTRAL_EMAIL = "central_email"
    COORDINATOR = "coordinator"
    RESPONSE_DATE = "response_date"


class Origin(StrEnum):
    """Whether a part stands in the original form or was added to it."""

    SEED = "seed"
    ADDITION = "addition"


class ColumnKind(StrEnum):
    """What stands in a column of a part's table: the question's label, its answer, or guidance."""

    LABEL = "label"
    RESPONSE = "response"
    GUIDANCE = "guidance"


# ---------------------------------------------------------------- guidance


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading inside a cell of guidance."""

    text: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A paragraph without a number."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """One numbered paragraph and the paragraphs numbered under it."""

    text: str
    sub: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """Paragraphs numbered from `start`; the numerals are generated, never typed."""

    items: tuple[NumberedItem, ...]
    start: int = 1


Passage: TypeAlias = Heading | Plain | Numbered


# ---------------------------------------------------------------- questions


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted answer; `specify` asks for words beside it ("other, please specify")."""

    code: str
    label: str
    specify: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """The free line under an answer."""

    label: str
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class Question:
    """One response row: what is asked, how it may be answered, and the guidance beside it."""

    id: str
    kind: Kind
    label: str = ""
    summary_label: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    positive: tuple[str, ...] = ()
    required: bool = False
    constraint: str = ""
    constraint_message: str = ""
    relevant: str = ""
    format: TextFormat | None = None
    max_length: int = 500
    multiline: bool = False
    role: Role | None = None
    personal_data: bool = False
    remark: Remark | None = None
    guidance: tuple[tuple[str, tuple[Passage, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered heading of a table and the questions that stand under it."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a part's table; `width` is its share of the line, in any unit."""

    id: str
    label: str
    kind: ColumnKind
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the survey: either single fields, or a table of items."""

    id: str
    number: int
    label: str
    title: str
    origin: Origin = Origin.SEED
    enabled: bool = True
    fields: tuple[Question, ...] = ()
    columns: tuple[Column, ...] = ()
    items: tuple[Item, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The marks a form prints, each one character."""

    check: str = "✓"
    box: str = "☐"
    box_checked: str = "☑"


@dataclass(frozen=True, slots=True)
class Summary:
    """How the result speaks of the questions: one of them, the heading over them, how many are had.

    `had` is "" where the positive choice's own label is to be used.
    """

    unit: str = "ข้อ"
    heading: str = "รายการ"
    had: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words come from: the original's text, its SHA-256, and the list of its errata."""

    original: str = ""
    seed_sha256: str = ""
    errata: str = ""


_USUAL_SUMMARY = Summary()


@dataclass(frozen=True, slots=True)
class Survey:
    """One canonical survey: the only source of every form made from it."""

    id: str
    revision: int
    title: str
    instruction: str
    parts: tuple[Part, ...]
    language: str = "th-TH"
    glyphs: Glyphs = Glyphs()
    source: Source = Source()
    summary: Summary = _USUAL_SUMMARY
