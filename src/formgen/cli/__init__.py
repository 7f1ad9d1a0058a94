"""The `formgen` command: parses, calls one function, prints, and turns findings into exit codes."""

import gettext
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, cast

import click

from formgen.model.diagnostics import Exit, FormgenError, Language

COMMANDS: Final = (
    "check", "build", "roster", "distribute", "invite", "fill", "read", "consolidate", "status",
    "trace", "reply", "remind", "demo",
)  # fmt: skip
_LOCALE: Final = Path(__file__).resolve().parents[1] / "locale"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; a traceback never reaches the user."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a code page that lacks a letter must not stop a run
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    speak(language(words, os.environ))
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """Run one command; tell what went wrong and return the exit code."""
    spoken = language(words, os.environ)
    try:
        result = group()(words, prog_name="formgen", standalone_mode=False)
    except FormgenError as error:
        for each in error.diagnostics:
            click.echo(each.message(spoken), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(gettext.gettext("Stopped; nothing is half-written."), err=True)
        return 130
    except Exception as error:
        click.echo(internal(error), err=True)
        if "FORMGEN_DEBUG" in os.environ:
            raise
        return Exit.INTERNAL
    return int(result or 0)


def internal(error: Exception) -> str:
    """Tell of a fault of the program and its place; what it says itself may quote an answer."""
    text = gettext.gettext(
        "A fault in the program ({kind}: {error}). Your files are untouched. Run the command again"
        " with FORMGEN_DEBUG=1 and send what it prints to whoever looks after formgen."
    )
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = " ".join(f"{Path(one.filename).name}:{one.lineno}" for one in place)
    return text.format(kind=type(error).__name__, error=where)


def language(words: Sequence[str], environment: os._Environ[str] | dict[str, str]) -> Language:
    """Choose Thai or English: `--lang`, then FORMGEN_LANG, then an English locale; else Thai."""
    for place, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(words):
            value = words[place + 1]
        if value:
            return "en" if value.startswith("en") else "th"
    names = ("FORMGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    first = next((environment[name] for name in names if environment.get(name)), "")
    return "en" if first.startswith("en") else "th"


def speak(spoken: Language) -> None:
    """Set the language of the process: of our words and of click's own."""
    os.environ["LANGUAGE"] = spoken
    gettext.bindtextdomain("messages", str(_LOCALE))
    gettext.textdomain("messages")


class LazyGroup(click.Group):
    """Knows its commands by name and loads the module of one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of a clerk's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command; None for a word that is none."""
        if cmd_name not in COMMANDS:
            return None
        return cast(click.Command, import_module(f"formgen.cli.{cmd_name}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading any."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, summaries()[name]) for name in COMMANDS])


def summaries() -> dict[str, str]:
    """Return what each command does, in the user's language."""
    _ = gettext.gettext
    return {
        "check": _("Check the survey's content and tell every mistake with its line."),
        "build": _("Make the blank forms: DOCX, fillable PDF and XLSX."),
        "roster": _("Check a roster of agencies, or make an empty one."),
        "distribute": _("Make a signed, prefilled set of forms for every agency of a roster."),
        "invite": _("Write the covering letters that send a round's forms."),
        "fill": _("Write answers into a form of any format."),
        "read": _("Read filled forms; one line of JSON for each file."),
        "consolidate": _("Merge the returned files into workbook, data and review list."),
        "status": _("Show how many have returned the form, and who has not."),
        "trace": _("Show where an agency's answer to a question comes from."),
        "reply": _("Write to every agency whose return has problems."),
        "remind": _("Write a reminder to every agency that has not answered."),
        "demo": _("Try the whole way with example data."),
    }


def group() -> click.Group:
    """Build the command group in the user's language."""
    _ = gettext.gettext
    made = LazyGroup(
        "formgen",
        help=_(
            "One official survey: made as DOCX, PDF and XLSX forms, and every returned file read"
            " back into one result."
        ),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        no_args_is_help=True,
    )
    made.params += [
        click.Option(
            ["--lang"],
            type=click.Choice(["th", "en"]),
            expose_value=False,
            help=_("Language of messages: th (Thai) or en (English)."),
        ),
    ]
    return cast(click.Group, click.version_option(package_name="formgen")(made))
