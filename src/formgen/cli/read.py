"""`formgen read`: filled forms as JSON Lines."""

import json
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from formgen.cli.common import ARCHIVE, FORMS, ROUNDS, progress, tell
from formgen.intake import Setting, read_files
from formgen.model.codes import Severity
from formgen.model.diagnostics import Exit
from formgen.model.response import diagnostic_record, record
from formgen.model.returned import Returned
from formgen.rounds import load_rounds


@click.command("read", help=_("Read filled forms; one line of JSON for each file."))
@click.argument(
    "files",
    metavar=_("FILES..."),
    nargs=-1,
    required=True,
    type=click.Path(readable=False, path_type=Path),
)
@click.option(
    "--forms",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_("Further folder with archived forms."),
)
def command(files: tuple[Path, ...], forms: tuple[Path, ...]) -> int:
    """Print what each file says; exit with 1 where a person must look at one."""
    rounds, problems = load_rounds(ROUNDS)
    tell(problems)
    setting = Setting(None, (*forms, ARCHIVE, FORMS, ROUNDS), rounds)
    named = [(path.as_posix(), path) for path in files]
    grave = False
    with progress(_("Reading files")) as advance:
        for returned in read_files(named, setting, workers=1, progress=advance):
            click.echo(json.dumps(line(returned), ensure_ascii=False))
            grave |= any(one.severity is Severity.ERROR for one in returned.findings)
    return Exit.REVIEW if grave else Exit.CLEAN


def line(returned: Returned) -> dict[str, Any]:
    """Write one file as plain values: its record, or why it has none."""
    if returned.response:
        plain = record(returned.response, returned.name, returned.sha256)
        plain["diagnostics"] = [diagnostic_record(one) for one in returned.findings]
        return plain
    return {
        "file": returned.name,
        "sha256": returned.sha256,
        "format": returned.format,
        "answers": {},
        "diagnostics": [diagnostic_record(one) for one in returned.findings],
    }
