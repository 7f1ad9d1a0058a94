"""`formgen fill`: answers into a form."""

import json
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

import click

from formgen import archive, formats, precheck
from formgen.archive import Shelf
from formgen.cli.common import ARCHIVE, FORMS, ROUNDS, number
from formgen.files import write_atomically
from formgen.fill import fill
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found

_OF_ANSWERS: Final = (Code.ANSWER_BAD, Code.ANSWER_FIELD_UNKNOWN)


class _TwiceError(ValueError):
    """A name stands twice in an object: which of its answers is meant, nothing tells."""


@click.command("fill", help=_("Write answers into a form of any format."))
@click.argument("form", metavar=_("FORM"), type=click.Path(path_type=Path))
@click.argument("answers", metavar=_("ANSWERS"), type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help=_("The filled copy.")
)
@click.option(
    "--forms",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_("Further folder with archived forms."),
)
@click.option("--overwrite", is_flag=True, help=_("Let the filled copy take the place of a file."))
def command(
    form: Path, answers: Path, output: Path, forms: tuple[Path, ...], *, overwrite: bool
) -> int:
    """Fill one copy."""
    if output.exists() and not overwrite:  # it may be what an agency sent
        text = _("{path} is there already: name another file, or say --overwrite")
        raise click.UsageError(text.format(path=output))
    shelf = Shelf([*forms, ARCHIVE, FORMS, ROUNDS])
    given = load_answers(answers)
    try:
        filled = fill(shelf, form.read_bytes(), given)
    except OSError as error:
        raise FormgenError([found(Code.INPUT_NOT_FOUND, file=str(form))], Exit.USAGE) from error
    except FormgenError as error:
        named = [
            replace(one, file=one.file or str(answers if one.code in _OF_ANSWERS else form))
            for one in error.diagnostics
        ]
        # What is no form of ours is a wrong argument here, not a return for a person to look at.
        code = Exit.USAGE if error.exit_code == Exit.REVIEW else error.exit_code
        raise FormgenError(named, code) from error
    suffix = formats.get(precheck.format_of(filled)).suffix
    if output.suffix.casefold() != suffix:
        text = _("the filled copy is a {suffix} file, so its name must end so: {path}")
        raise click.UsageError(text.format(suffix=suffix, path=output.with_suffix(suffix)))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, filled)
    except OSError as error:
        raise archive.not_written(output, error) from error
    size = number(round(len(filled) / 1024))
    click.echo(_("made {path} ({size} kB)").format(path=output, size=size))
    return 0


def load_answers(path: Path) -> dict[str, Any]:
    """Read ANSWERS.json; raise FormgenError if it is not an object of field names, each once."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_each_once)
    except (OSError, ValueError, RecursionError) as error:
        unreadable = found(Code.ANSWERS_UNREADABLE, file=str(path), reason=why_not(error))
        raise FormgenError([unreadable], Exit.USAGE) from error
    if not isinstance(plain, dict):
        reason = "not an object of fields"
        unreadable = found(Code.ANSWERS_UNREADABLE, file=str(path), reason=reason)
        raise FormgenError([unreadable], Exit.USAGE)
    return plain


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict[str, Any]()
    for name, value in pairs:
        if name in given:
            raise _TwiceError(name)
        given[name] = value
    return given


def why_not(error: Exception) -> str:
    """Say why answers could not be read, in words that are known in Thai also."""
    match error:
        case OSError():
            return error.strerror or str(error)
        case json.JSONDecodeError():
            return f"JSON: line {error.lineno}"
        case _TwiceError():
            return f"stands twice: {error}"
        case RecursionError():
            return "nested too deep"
        case _:
            return "not a text file"
