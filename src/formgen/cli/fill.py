"""`formgen fill`: answers into a form."""

import json
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from formgen import archive
from formgen.archive import Shelf
from formgen.cli.common import ARCHIVE, FORMS, ROUNDS
from formgen.files import write_atomically
from formgen.fill import fill
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found


@click.command("fill", help=_("Write answers into a form of any format."))
@click.argument("form", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help=_("The filled copy.")
)
@click.option(
    "--forms",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_("Further folder with archived forms."),
)
def command(form: Path, answers: Path, output: Path, forms: tuple[Path, ...]) -> int:
    """Fill one copy."""
    shelf = Shelf([*forms, ARCHIVE, FORMS, ROUNDS])
    given = load_answers(answers)
    try:
        filled = fill(shelf, form.read_bytes(), given)
    except OSError as error:
        raise FormgenError([found(Code.INPUT_NOT_FOUND, file=str(form))], Exit.USAGE) from error
    except FormgenError as error:
        named = [replace(one, file=one.file or str(form)) for one in error.diagnostics]
        # What is no form of ours is a wrong argument here, not a return for a person to look at.
        code = Exit.USAGE if error.exit_code == Exit.REVIEW else error.exit_code
        raise FormgenError(named, code) from error
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, filled)
    except OSError as error:
        raise archive.not_written(output, error) from error
    click.echo(_("made {path} ({size} kB)").format(path=output, size=round(len(filled) / 1024)))
    return 0


def load_answers(path: Path) -> dict[str, Any]:
    """Read ANSWERS.json; raise FormgenError if it is not an object of field names."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        unreadable = found(Code.ANSWERS_UNREADABLE, file=str(path), reason=str(error))
        raise FormgenError([unreadable], Exit.USAGE) from error
    if not isinstance(plain, dict):
        unreadable = found(Code.ANSWERS_UNREADABLE, file=str(path), reason=type(plain).__name__)
        raise FormgenError([unreadable], Exit.USAGE)
    return plain
