"""To whom a form is sent, and the round in which it was."""

from dataclasses import dataclass

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
"""The columns of a roster, in order; the first two are required."""


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
class Round:
    """One distribution of one form; `key` signs its tokens and is None where it is not at hand.

    `issued` and `deadline` are ISO dates, "" where unknown.
    """

    id: str
    survey: str
    digest: str
    recipients: tuple[Recipient, ...]
    issued: str = ""
    deadline: str = ""
    key: bytes | None = None

    def recipient(self, serial: int) -> Recipient | None:
        """Return the recipient with this serial, or None."""
        return next((one for one in self.recipients if one.serial == serial), None)
