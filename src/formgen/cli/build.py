"""`formgen build`: the blank forms."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from formgen import desk, formats
from formgen.cli.common import (
    ARCHIVE,
    FORMS,
    Command,
    default_survey,
    number,
    progress,
    survey_argument,
    tell,
)
from formgen.cli.options import output_option
from formgen.compiler import compile_survey
from formgen.content import load


def chosen_formats(_context: object, _parameter: object, value: str) -> tuple[str, ...]:
    """Turn `docx,pdf` into names of formats; a word that is none is a usage error."""
    names = tuple(word.strip() for word in value.split(",") if word.strip())
    if unknown := [name for name in names if name not in formats.NAMES]:
        text = _("unknown format {unknown}; there are {names}")
        raise click.BadParameter(
            text.format(unknown=", ".join(unknown), names=", ".join(formats.NAMES))
        )
    return tuple(dict.fromkeys(names)) or formats.NAMES


def format_option() -> Callable[[Command], Command]:
    """Return the --format option."""
    return click.option(
        "--format",
        "names",
        metavar=_("NAMES"),
        default=",".join(formats.NAMES),
        show_default=True,
        callback=chosen_formats,
        help=_("Which formats to make, with commas between."),
    )


@click.command("build", help=_("Make the blank forms: DOCX, fillable PDF and XLSX."))
@survey_argument()
@output_option(FORMS, _("Folder for the forms."))
@format_option()
def command(survey: Path | None, output: Path, names: tuple[str, ...]) -> int:
    """Make the blank forms of one survey."""
    form = compile_survey(load(survey or default_survey()))
    with progress(_("Making forms")) as advance:
        made = desk.build(form, output, ARCHIVE, names, advance)
    for path in made.files:
        size = number(round(path.stat().st_size / 1024))
        click.echo(_("made {path} ({size} kB)").format(path=path.as_posix(), size=size))
    tell(made.diagnostics)
    return 0
