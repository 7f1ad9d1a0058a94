"""A form + a roster -> a round: one signed, filled-in copy for each agency in each format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formgen import formats as file_formats
from formgen.distribute.carrying import Earlier, earlier_answers, not_carried
from formgen.distribute.enlisting import differing, enlist, same_agency, taken_up
from formgen.distribute.issuing import Desk
from formgen.files import sha256
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form
from formgen.model.recipient import Recipient, Round
from formgen.rounds import alone, check_id, check_unmoved, is_round, load_register, save_round

__all__ = [
    "Earlier",
    "distribute",
    "earlier_answers",
    "left_alone",
    "not_carried",
    "same_agency",
]

_NOTHING: Final[Mapping[str, Earlier]] = MappingProxyType({})


def distribute(  # noqa: PLR0913 - each is one thing the office decides
    form: Form,
    recipients: Sequence[Recipient],
    round_id: str,
    folder: Path,
    *,
    formats: Sequence[str] = file_formats.NAMES,
    issued: str = "",
    deadline: str = "",
    new_key: bytes,
    revise: bool = False,
    earlier: Mapping[str, Earlier] = _NOTHING,
    progress: Callable[[int, int], None] | None = None,
) -> Round:
    """Write each agency's copies into `folder/<round_id>/copies` and return the round.

    A round that is there already goes on: agencies and formats new to it get their copies, a copy
    issued is never written over, and neither `issued` nor `new_key` counts; a deadline replaces the
    earlier one. Serials are never given twice. With `revise` a round of another version of the form
    goes on with this one: everyone in it gets new copies beside the earlier ones, which stay good.
    `earlier` are the answers to fill in, by agency, for those that have no copy of the form yet and
    are called what they were then.
    `progress` gets the copies done and their total.

    Raises FormgenError for a bad round id, for a round of another form, where another run does not
    let go of the round, and where a file cannot be written; running it again then goes on where it
    stopped, also after it was killed.
    """
    check_id(round_id)
    home = folder / round_id
    check_unmoved(home)
    with alone(home):
        new = Round(round_id, form.survey, form.digest, (), issued, key=new_key)
        register = taken_up(home, new, revise=revise)
        register = enlist(home, register, form, recipients, deadline, earlier)
        save_round(home, register, form)  # serials are taken before any copy shows one
        desk = Desk(form, home, [file_formats.get(name) for name in formats], register)
        issues = desk.issue_all(progress)
        save_round(home, replace(register, issues=register.with_issues(issues)), form)
    return register.round


def left_alone(
    recipients: Sequence[Recipient], round_id: str, folder: Path
) -> tuple[Diagnostic, ...]:
    """Find what going on with a round will not change: rows and copies that are not as issued."""
    home = folder / round_id
    if not is_round(home):
        return ()
    register = load_register(home)
    listed = {same_agency(one): one for one in recipients}
    problems = []
    for sent in register.round.recipients:
        issues = register.issues.get(sent.serial, ())
        now = listed.get(same_agency(sent))
        if issues and now and (changed := differing(sent, now)):
            before, after = zip(*changed, strict=True)
            facts = {"agency_code": sent.agency_code, "round": round_id}
            problems.append(found(Code.ROUND_RECIPIENT_CHANGED, **facts, sent=before, listed=after))
        problems += [
            found(Code.ROUND_COPY_CHANGED, path=one.path, round=round_id)
            for one in issues
            if _on_disk(home / one.path) not in ("", one.sha256)
        ]
    return tuple(problems)


def _on_disk(path: Path) -> str:
    """Return the SHA-256 of a copy; "" where it is gone or empty, and will be written again."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    return sha256(data) if data else ""
