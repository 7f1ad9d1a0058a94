"""To whom a form is sent, the round in which it was, and what was carried into its copies."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Final

from formgen.model.response import Value
from formgen.model.survey import Role

ROSTER_HEADINGS = {
    Role.AGENCY_CODE: "รหัสหน่วยงาน",
    Role.AGENCY_NAME: "ชื่อหน่วยงาน",
    Role.MINISTRY: "สังกัด",
    Role.AGENCY_TYPE: "ประเภทหน่วยงาน",
    Role.PROVINCE: "จังหวัด",
    Role.CENTRAL_EMAIL: "อีเมลกลาง",
    Role.COORDINATOR: "ผู้ประสานงาน",
}
"""The columns of a roster, in order."""

REQUIRED: Final = (Role.AGENCY_CODE, Role.AGENCY_NAME)
"""Those without which there is no roster."""

_serial = attrgetter("serial")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One agency of a roster; `serial` counts from 1 within a round and is never reused."""

    serial: int
    agency_code: str
    agency_name: str
    ministry: str = ""
    agency_type: str = ""
    province: str = ""
    central_email: str = ""
    coordinator: str = ""

    def value(self, role: Role) -> str:
        """Return what the roster says for a role; "" for one that is no column of it."""
        return getattr(self, role.value, "") if role in ROSTER_HEADINGS else ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an agency's copies of one form were given from its earlier answer: field -> value.

    `edition` counts the forms of the round from 1.  `source` is the round of the earlier answer, ""
    where it came without one.
    """

    serial: int
    edition: int
    source: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One distribution of one form; `key` signs its tokens and is None where it is not at hand.

    `digest` is that of the form now sent; `earlier` those of the forms sent before it in this
    round, in order: their copies are still good.  `carried` is in order of serials, then editions.
    `issued` and `deadline` are ISO dates, "" where unknown.
    """

    id: str
    survey: str
    digest: str
    recipients: tuple[Recipient, ...]
    issued: str = ""
    deadline: str = ""
    key: bytes | None = field(default=None, repr=False)
    earlier: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of all forms sent in this round, in order; the last is sent now."""
        return (*self.earlier, self.digest)

    def recipient(self, serial: int) -> Recipient | None:
        """Return the recipient with this serial, or None."""
        place = bisect_left(self.recipients, serial, key=_serial)  # they are usually in order
        near = chain(self.recipients[place : place + 1], self.recipients)
        return next((one for one in near if one.serial == serial), None)

    def carried_to(self, serial: int, digest: str) -> Carried | None:
        """Return what was carried into a recipient's copies of a form, or None."""
        place, digests = bisect_right(self.carried, serial, key=_serial), self.digests
        while place and self.carried[place - 1].serial == serial:
            place -= 1
            if digests[self.carried[place].edition - 1] == digest:
                return self.carried[place]
        return None
