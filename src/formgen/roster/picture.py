"""Recipients -> a short picture of the roster: how many, of what kind, and what to know of them."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from formgen.model.form import Form
from formgen.model.recipient import Recipient
from formgen.model.survey import Kind, Role, TextFormat
from formgen.response import formatted

GROUPS: Final = (Role.AGENCY_TYPE, Role.MINISTRY, Role.PROVINCE)
"""What agencies are counted by."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How many different things several agencies have in common, and how many agencies these are.

    `first` is one of the things.
    """

    things: int
    agencies: int
    first: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a roster looks like as a whole; the groups are largest first, "" is not stated."""

    agencies: int
    groups: Mapping[Role, tuple[tuple[str, int], ...]]
    unreachable: int
    names: Shared
    names_in_province: Shared
    addresses: Shared


def picture_of(recipients: Sequence[Recipient], form: Form) -> Picture:
    """Count the agencies of a roster, and those that share a name or an address."""
    mailable = [_mailable(one.central_email) for one in recipients]
    names = ["".join(one.agency_name.split()).casefold() for one in recipients]
    places = ["".join(one.province.split()) for one in recipients]
    in_place = [(place, name) if place else None for place, name in zip(places, names, strict=True)]
    mail = [
        one.central_email.casefold() if usable else None
        for one, usable in zip(recipients, mailable, strict=True)
    ]
    shown = [one.agency_name for one in recipients]
    return Picture(
        len(recipients),
        {role: _group(recipients, form, role) for role in GROUPS},
        mailable.count(False),
        _shared(names, shown),
        _shared(in_place, shown),
        _shared(mail, [one.central_email for one in recipients]),
    )


def _group(recipients: Sequence[Recipient], form: Form, role: Role) -> tuple[tuple[str, int], ...]:
    field = form.with_role(role)
    choices = field.choices if field and field.kind is Kind.SELECT_ONE else ()
    labels = {one.code: one.label for one in choices}
    counts = Counter(labels.get(one.value(role), one.value(role)) for one in recipients)
    return tuple(counts.most_common())


def _shared(things: Sequence[Hashable], shown: Sequence[str]) -> Shared:
    """Count what stands more than once; None is nothing."""
    counts = Counter(things)
    several = {one: count for one, count in counts.items() if one is not None and count > 1}
    first = next((text for one, text in zip(things, shown, strict=True) if one in several), "")
    return Shared(len(several), sum(several.values()), first)


def _mailable(address: str) -> bool:
    return formatted(TextFormat.EMAIL, address)[1] is None
