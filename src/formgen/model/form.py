"""The compiled form: named fields and blocks, before any layout; its JSON and its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formgen.model.blocks import Block
from formgen.model.codec import from_plain, to_plain
from formgen.model.survey import Choice, Glyphs, Kind, Role, Summary, TextFormat

SCHEMA = "formgen/form@1"
BOXES = 4
"""As many exclusive choices are printed with a box each; more become a drop-down."""

_USUAL_GLYPHS = Glyphs()
_USUAL_SUMMARY = Summary()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to answer.

    `name` is `<stem>.<what>` in a table (`email.status`, `email.remark`) and the stem itself in a
    field part (`respondent.agency_code`).  It comes from the ids of the content, never from order.
    `label` is its accessible name; `prompt` the words printed right before it, if there are any.
    """

    name: str
    stem: str
    kind: Kind
    label: str
    prompt: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    constraint: str = ""
    constraint_message: str = ""
    relevant: str = ""
    format: TextFormat | None = None
    max_length: int = 500
    multiline: bool = False
    role: Role | None = None
    personal_data: bool = False

    @property
    def select(self) -> bool:
        """Whether the answer is taken from the choices."""
        return self.kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)

    @property
    def dropdown(self) -> bool:
        """Whether there are too many exclusive choices to print a box for each."""
        return self.kind is Kind.SELECT_ONE and len(self.choices) > BOXES

    def control(self, choice: Choice) -> str:
        """Return the name of the box that stands for `choice`: `<stem>.<code>`."""
        return f"{self.stem}.{choice.code}"

    @property
    def digest(self) -> str:
        """What must be unchanged for an answer on an older form to mean the same, as SHA-256."""
        return _digest([self.name, self.kind, self.label, to_plain(self.choices)])


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the result: `field` is what is counted, `positive` the choices that count as had.

    `number` is the printed number in Thai numerals (`๓.๑`); `label` is the short name for tables.
    """

    id: str
    number: str
    label: str
    field: str
    remark: str = ""
    positive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled survey: what is printed (`blocks`) and what is answered (`fields`)."""

    survey: str
    revision: int
    title: str
    language: str
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...] = ()
    glyphs: Glyphs = _USUAL_GLYPHS
    summary: Summary = _USUAL_SUMMARY
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False)
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {one.name: one for one in self.fields})
        printed = [self.survey, self.revision, self.title, self.language]
        printed += [to_plain(self.fields), to_plain(self.blocks), to_plain(self.glyphs)]
        object.__setattr__(self, "digest", _digest(printed))

    def __hash__(self) -> int:
        return hash(self.digest)  # much is kept by form: not to be counted anew at every look-up

    def field(self, name: str) -> Field:
        """Return the field called `name`; raise KeyError for one the form does not have."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Tell whether the form has a field called `name`."""
        return name in self._by_name

    def with_role(self, role: Role) -> Field | None:
        """Return the field that plays `role`, if the form asks for it."""
        return next((one for one in self.fields if one.role is role), None)

    @property
    def code(self) -> str:
        """The form code printed on every page: survey, revision, start of the digest."""
        return f"{self.survey}/{self.revision} {self.digest[:8]}"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a control stands on paper: page from 1, millimetres from the top-left corner.

    `control` is a field's name, or `<stem>.<code>` for the box of one choice.
    """

    control: str
    field: str
    page: int
    x: float
    y: float
    width: float
    height: float


Answers = Mapping[str, Any]
"""Field name -> value: a code, a tuple of codes, text, an integer, a decimal or ISO date string."""


_PARTS: Mapping[str, Any] = {
    "survey": str,
    "revision": int,
    "title": str,
    "language": str,
    "fields": tuple[Field, ...],
    "blocks": tuple[Block, ...],
    "questions": tuple[Question, ...],
    "glyphs": Glyphs,
    "summary": Summary,
}


def form_to_json(form: Form) -> str:
    """Write the form as the text of `form.json`."""
    plain = {"schema": SCHEMA, "digest": form.digest}
    plain |= {name: to_plain(getattr(form, name)) for name in _PARTS}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def form_from_json(text: str) -> Form:
    """Reverse `form_to_json`; raise ValueError if the text is not a form, or not its own digest."""
    try:
        plain = json.loads(text)
        if plain["schema"] != SCHEMA:
            raise ValueError(f"not {SCHEMA}: {plain['schema']!r}")
        form = Form(**{name: from_plain(kind, plain[name]) for name, kind in _PARTS.items()})
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a compiled form: {error}") from error
    if plain["digest"] != form.digest:
        raise ValueError("the form's text does not match its digest")
    return form


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
