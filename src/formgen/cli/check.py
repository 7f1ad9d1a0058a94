"""`formgen check`: is the content of a survey sound?"""

import json
from gettext import gettext as _
from pathlib import Path

import click

from formgen.cli.common import default_survey, number, survey_argument
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.content.errata import load_errata, questions_page
from formgen.content.schema import json_schema


@click.command(
    "check",
    help=_("Check the survey's content and tell every mistake with its line."),
)
@survey_argument()
@click.option("--questions", is_flag=True, help=_("Print the questions for the form's owner."))
@click.option("--schema", is_flag=True, help=_("Print the JSON Schema of a content file."))
def command(survey: Path | None, questions: bool, schema: bool) -> int:
    """Check one survey."""
    if schema:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return 0
    path = survey or default_survey()
    read = load(path)
    form = compile_survey(read)
    errata = load_errata(path, read)
    if questions:
        click.echo(questions_page(read, errata), nl=False)
        return 0
    text = _("{path}: sound. {questions} questions, {fields} fields, form {code}")
    click.echo(
        text.format(
            path=path.as_posix(),
            questions=number(len(form.questions)),
            fields=number(len(form.fields)),
            code=form.code,
        )
    )
    return 0
