"""A day of receipt -> evidence of the order of returns, or none where it cannot be right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from formgen import who
from formgen.consolidate.decided import Decided
from formgen.model.codes import Code
from formgen.model.diagnostics import found
from formgen.model.recipient import Round
from formgen.model.returned import Returned
from formgen.thai.dates import thai_date


def dated(returned: Returned, rounds: Sequence[Round], decided: Decided) -> Returned:
    """Take a day of receipt from a file, and say so, where it is far from when its round was out.

    It is a folder called 2596 for 2569, or a mail from a machine whose clock is wrong.  A file that
    names no round is held against the nearest.  A person may let the day stand.
    """
    if returned.ignored or not returned.received:
        return returned
    named = returned.response.respondent.round if returned.response else ""
    own = [one for one in rounds if one.id == named] or rounds
    if not own or not all(one.issued for one in own):
        return returned
    day = date.fromisoformat(returned.received)
    nearest = min(own, key=lambda one: abs(day - date.fromisoformat(one.issued)))
    issued = date.fromisoformat(nearest.issued)
    if not who.year_apart(day, issued):
        return returned
    facts = {"date": thai_date(day), "round": nearest.id, "issued": thai_date(issued)}
    far = found(Code.RECEIVED_FAR_OFF, **facts)
    if decided.closing(returned, far):
        return returned
    return replace(returned, received="", diagnostics=(*returned.diagnostics, far))
