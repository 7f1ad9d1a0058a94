"""Survey -> Form: numbers the items, names the fields, lays out the blocks."""

from collections.abc import Iterable, Iterator

from formgen.model import markup
from formgen.model.blocks import (
    Block,
    CellRow,
    Entries,
    Entry,
    Paragraph,
    ResponseCell,
    Row,
    Style,
    Table,
    TextCell,
    TitleRow,
)
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field, Form
from formgen.model.form import Question as Asked
from formgen.model.survey import (
    Choice,
    Column,
    ColumnKind,
    Glyphs,
    Heading,
    Item,
    Kind,
    Numbered,
    Part,
    Passage,
    Plain,
    Question,
    Survey,
)
from formgen.thai.numerals import to_thai

_USUAL_GLYPHS = Glyphs()


def compile_survey(survey: Survey) -> Form:
    """Compile a survey; raise FormgenError where two answers would share one name."""
    parts = [part for part in survey.parts if part.enabled]
    fields = tuple(printed_fields(survey))
    check_names(survey, fields)
    return Form(
        survey=survey.id,
        revision=survey.revision,
        title=markup.parse(survey.title, survey.glyphs).text,
        language=survey.language,
        fields=fields,
        blocks=tuple(blocks(survey, parts)),
        questions=tuple(asked for part in parts for asked in part_questions(part, survey.glyphs)),
        glyphs=survey.glyphs,
        summary=survey.summary,
    )


def check_names(survey: Survey, fields: Iterable[Field]) -> None:
    """Raise FormgenError for every name that two fields or boxes of the form would share."""
    clashes = [
        found(Code.CONTENT_NAME_CLASH, file=survey.id, name=name, path=stem)
        for name, stem in shared_names(fields)
    ]
    if clashes:
        raise FormgenError(clashes, Exit.CONTENT)


def shared_names(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Find each name that a field or box shares with an earlier one, and the stem of the later."""
    taken: set[str] = set()
    for field in fields:
        boxes = [field.control(choice) for choice in field.choices]
        for name in (field.name, *boxes):
            if name in taken:
                yield name, field.stem
            taken.add(name)


# ---------------------------------------------------------------- fields


def printed_fields(survey: Survey) -> Iterator[Field]:
    """Go through what a form asks, in printing order."""
    for part in survey.parts:
        if part.enabled:
            yield from part_fields(part, survey.glyphs)


def part_fields(part: Part, glyphs: Glyphs = _USUAL_GLYPHS) -> Iterator[Field]:
    """Go through what a part asks, in printing order."""
    for question in part.fields:
        stem = f"{part.id}.{question.id}"
        yield from question_fields(question, stem, stem, question.label)
    answer = answer_column(part)
    for item in part.items:
        for question in item.questions:
            label = f"{called(question, item, glyphs)} : {answer.label}" if answer else ""
            name = f"{question.id}.{answer.id}" if answer else ""
            yield from question_fields(question, question.id, name, label)


def called(question: Question, item: Item, glyphs: Glyphs) -> str:
    """Return what a question is called: its own label, or the title it stands under."""
    return question.label or markup.parse(item.title, glyphs).text


def question_fields(question: Question, stem: str, name: str, label: str) -> Iterator[Field]:
    """Go through the fields of one question: the answer, what it specifies, the remark."""
    yield Field(
        name=name,
        stem=stem,
        kind=question.kind,
        label=label,
        choices=question.choices,
        required=question.required,
        constraint=question.constraint,
        constraint_message=question.constraint_message,
        relevant=question.relevant,
        format=question.format,
        max_length=question.max_length,
        multiline=question.multiline,
        role=question.role,
        personal_data=question.personal_data,
    )
    if other := specifying(question):
        yield Field(
            name=f"{stem}.specify",
            stem=f"{stem}.specify",
            kind=Kind.TEXT,
            label=f"{label} – {other.label}",
            personal_data=question.personal_data,
        )
    if question.remark:
        yield Field(
            name=f"{stem}.remark",
            stem=f"{stem}.remark",
            kind=Kind.TEXT,
            label=f"{label.rpartition(' : ')[0] or label} : {question.remark.label}",
            prompt=question.remark.label,
            max_length=question.remark.max_length,
            multiline=True,
        )


def specifying(question: Question) -> Choice | None:
    """Return the choice that asks for words beside it, if there is one."""
    return next((choice for choice in question.choices if choice.specify), None)


def part_questions(part: Part, glyphs: Glyphs = _USUAL_GLYPHS) -> Iterator[Asked]:
    """Go through the rows of the result that a part's table gives."""
    answer = answer_column(part)
    for number, item in enumerate(part.items, 1):
        for place, question in enumerate(item.questions, 1):
            alone = len(item.questions) == 1
            yield Asked(
                id=question.id,
                number=to_thai(number) if alone else to_thai(f"{number}.{place}"),
                label=question.summary_label or called(question, item, glyphs),
                field=f"{question.id}.{answer.id}" if answer else "",
                remark=f"{question.id}.remark" if question.remark else "",
                positive=question.positive,
            )


def answer_column(part: Part) -> Column | None:
    """Return the column of a part's table that is answered."""
    return next((one for one in part.columns if one.kind is ColumnKind.RESPONSE), None)


# ---------------------------------------------------------------- blocks


def blocks(survey: Survey, parts: list[Part]) -> Iterator[Block]:
    """Go through what the form prints, from the title down."""
    glyphs = survey.glyphs
    yield paragraph(survey.title, glyphs, Style.TITLE)
    yield paragraph(survey.instruction, glyphs, Style.INSTRUCTION)
    for part in parts:
        label = part.label.replace("{n}", to_thai(part.number))
        yield paragraph(f"{label} {part.title}", glyphs, Style.PART)
        if part.fields:
            yield Entries(tuple(entry(part, question, glyphs) for question in part.fields))
        if part.items:
            yield table(part, glyphs)
        if part.notice:
            yield paragraph(part.notice, glyphs, Style.NOTE)


def entry(part: Part, question: Question, glyphs: Glyphs) -> Entry:
    """Lay out one labelled answer of a field part."""
    stem = f"{part.id}.{question.id}"
    names = tuple(field.name for field in question_fields(question, stem, stem, question.label))
    return Entry(question.label, names, markup.parse(question.hint, glyphs).text)


def table(part: Part, glyphs: Glyphs) -> Table:
    """Lay out the items of a part as one table."""
    rows: list[Row] = []
    for number, item in enumerate(part.items, 1):
        title = paragraph(item.title, glyphs, Style.HEADING, f"{to_thai(number)}.")
        rows.append(TitleRow(title))
        rows += [question_row(part, item, question, glyphs) for question in item.questions]
    return Table(
        header=tuple(column.label for column in part.columns),
        widths=tuple(column.width for column in part.columns),
        rows=tuple(rows),
    )


def question_row(part: Part, item: Item, question: Question, glyphs: Glyphs) -> CellRow:
    """Lay out one response row: a cell for each column."""
    guidance = dict(question.guidance)
    cells: list[TextCell | ResponseCell] = []
    for column in part.columns:
        match column.kind:
            case ColumnKind.RESPONSE:
                name = f"{question.id}.{column.id}"
                fields = question_fields(question, question.id, name, question.label)
                cells.append(ResponseCell(tuple(field.name for field in fields)))
            case ColumnKind.LABEL:
                text = Paragraph(called(question, item, glyphs))
                hint = [paragraph(question.hint, glyphs, Style.NOTE)] if question.hint else []
                cells.append(TextCell((text, *hint)))
            case ColumnKind.GUIDANCE:
                passages = guidance.get(column.id, ())
                printed = (one for each in passages for one in passage(each, glyphs))
                cells.append(TextCell(tuple(printed)))
    return CellRow(question.id, tuple(cells))


def passage(each: Passage, glyphs: Glyphs) -> Iterator[Paragraph]:
    """Go through the paragraphs of one passage, numbered in Thai numerals."""
    match each:
        case Heading(text):
            yield paragraph(text, glyphs, Style.HEADING)
        case Plain(text):
            yield paragraph(text, glyphs, Style.BODY)
        case Numbered(items, start):
            for number, item in enumerate(items, start):
                yield paragraph(item.text, glyphs, Style.LEVEL1, to_thai(f"{number}."))
                for place, sub in enumerate(item.sub, 1):
                    yield paragraph(sub, glyphs, Style.LEVEL2, to_thai(f"{number}.{place}"))


def paragraph(source: str, glyphs: Glyphs, style: Style, label: str = "") -> Paragraph:
    """Turn content with its markup into a paragraph."""
    marked = markup.parse(source, glyphs)
    return Paragraph(marked.text, style, label, marked.strong)
