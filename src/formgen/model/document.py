"""A document that nobody fills in: a report, a letter, a code book."""

from dataclasses import dataclass
from enum import StrEnum

from formgen.model.blocks import Paragraph, Table


class Paper(StrEnum):
    """The sheet a document stands on, A4: upright as official letters, or lying as forms."""

    LETTER = "letter"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Document:
    """Words and tables of text; `footer` stands at the foot of each page, beside its number."""

    title: str
    blocks: tuple[Paragraph | Table | NewPage, ...]
    paper: Paper = Paper.LETTER
    language: str = "th-TH"
    footer: str = ""
