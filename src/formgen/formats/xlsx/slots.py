"""Question -> the cells, one under the other, that its answer needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from formgen.formats.xlsx import rows
from formgen.formats.xlsx.sheet import Look
from formgen.model.blocks import Entry
from formgen.model.form import Field, Form
from formgen.model.survey import Choice, Kind

_SEVERAL = 3  # lines to write in, where an answer may take more than one


@dataclass(frozen=True, slots=True)
class Asks:
    """A cell to answer, `least` points high; `choice` if it stands for one of several choices."""

    field: Field
    control: str
    look: Look
    least: float
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Draws:
    """The boxes of the question before, and the words that lead to the next answer."""

    field: Field
    prompt: str
    least: float


@dataclass(frozen=True, slots=True)
class Says:
    """Words that lead to the next answer."""

    text: str
    least: float


Slot: TypeAlias = Asks | Draws | Says


def slots(form: Form, names: Sequence[str], width: int, size: float) -> tuple[Slot, ...]:
    """List the cells that the fields of one question need in a column of so many pixels."""
    found: list[Slot] = []
    for name in names:
        asked = form.field(name)
        prompt = asked.prompt or _unprinted(form, names, asked)
        before = found[-1] if found else None
        if prompt and isinstance(before, Draws):
            found[-1] = _drawn(form, before.field, prompt, width, size)
        elif prompt:
            found.append(Says(prompt, rows.text_height(prompt, width, size)))
        found += _slots_of(form, asked, width, size)
    return tuple(found)


def entry_lines(entry: Entry, asked: Sequence[Slot]) -> Iterator[tuple[str, Slot | None]]:
    """Go through the rows of a labelled answer: what is printed on the left, the cell beside it."""
    label = entry.label
    for slot in asked:
        match slot:
            case Says(text):
                if label:
                    yield label, None
                label = text
            case Asks(choice=Choice(label=of_choice)):
                if label:
                    yield label, None
                yield of_choice, slot
                label = ""
            case _:
                yield label, slot
                label = ""


def boxes_text(form: Form, asked: Field, label: str, prompt: str) -> str:
    """Draw a box before each choice, that of `label` checked; under them the prompt."""
    glyphs = form.glyphs
    lines = [
        f"{glyphs.box_checked if choice.label == label else glyphs.box} {choice.label}"
        for choice in asked.choices
    ]
    return "\n".join([*lines, prompt] if prompt else lines)


def _slots_of(form: Form, asked: Field, width: int, size: float) -> Iterator[Slot]:
    match asked.kind:
        case Kind.SELECT_ONE:
            labels = (choice.label for choice in asked.choices)
            least = max(rows.text_height(label, width, size, bold=True) for label in labels)
            yield Asks(asked, asked.name, Look.CHOICE, least)
            if not asked.dropdown:
                yield _drawn(form, asked, "", width, size)
        case Kind.SELECT_MULTIPLE:
            for choice in asked.choices:
                least = rows.text_height(choice.label, width, size)
                yield Asks(asked, asked.control(choice), Look.TICK, least, choice)
        case Kind.TEXT | Kind.DATE:
            least = rows.height(_SEVERAL if asked.multiline else 1, size)
            yield Asks(asked, asked.name, Look.LINES if asked.multiline else Look.WORDS, least)
        case Kind.INTEGER | Kind.DECIMAL:
            yield Asks(asked, asked.name, Look.NUMBER, rows.height(1, size))
        case _:
            assert_never(asked.kind)


def _drawn(form: Form, asked: Field, prompt: str, width: int, size: float) -> Draws:
    text = boxes_text(form, asked, "", prompt)
    return Draws(asked, prompt, rows.text_height(text, width, size))


def _unprinted(form: Form, names: Sequence[str], asked: Field) -> str:
    """Return the choice to be specified here, if it is in a list and not printed beside a box."""
    main = form.field(names[0])
    if asked.name != f"{main.stem}.specify" or not main.dropdown:
        return ""
    return next((choice.label for choice in main.choices if choice.specify), "")
