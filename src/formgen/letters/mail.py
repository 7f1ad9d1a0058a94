"""A mail's words and files -> a draft (.eml) that a mail program opens ready to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from formgen.content.texts import one_line
from formgen.files import sha256
from formgen.model.recipient import Recipient
from formgen.model.survey import TextFormat
from formgen.response import formatted

_LONGEST_NAME: Final = 100  # characters
_ID_LENGTH: Final = 32  # hexadecimal digits
_TYPES: Final[Mapping[str, str]] = {
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "pdf",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHER_TYPE: Final = "octet-stream"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address; make one with `mailbox`."""

    name: str
    address: str


def mailbox(name: str, address: str) -> Mailbox | None:
    """Check an address; None for what no mail can be sent to.

    The name may hold anything: of control characters and line ends nothing is left.
    """
    written, problem = formatted(TextFormat.EMAIL, address)
    if problem:
        return None
    return Mailbox(_header(name)[:_LONGEST_NAME].strip(), written)


def reachable(recipient: Recipient) -> Mailbox | None:
    """Return where mail to an agency goes; None where the roster has no usable address."""
    return mailbox(recipient.agency_name, recipient.central_email)


def draft(
    to: Mailbox,
    sender: Mailbox | None,
    words: tuple[str, str],
    files: Sequence[tuple[str, bytes]],
    day: date,
) -> bytes:
    """Write a draft: `words` are subject and body, `files` (ASCII name, bytes) go with it.

    The same mail is the same bytes; it is dated at the beginning of `day` (UTC).  Without a sender
    the mail program names its own.
    """
    subject, body = words
    mail = EmailMessage(SMTP)
    mail["Subject"] = _header(subject)
    mail["To"] = _address(to)
    if sender:
        mail["From"] = _address(sender)
    mail["Date"] = format_datetime(datetime.combine(day, time(), UTC))
    told = repr((subject, body, to, sender, [(name, sha256(data)) for name, data in files], day))
    name = sha256(told.encode("utf-8", "backslashreplace"))[:_ID_LENGTH]
    mail["Message-ID"] = f"<{name}@formgen.invalid>"
    mail["X-Unsent"] = "1"  # Outlook then opens it to be sent, not as received
    mail.set_content(body, charset="utf-8", cte="base64")
    for file, data in files:
        subtype = _TYPES.get(file.rpartition(".")[2], _OTHER_TYPE)
        mail.add_attachment(data, "application", subtype, filename=file)
    if files:
        # "_" is no letter of base64 (RFC 4648), in which all parts are, so none can hold it.
        mail.set_boundary(f"=_{name}")
    return mail.as_bytes()


def _header(text: str) -> str:
    """Put words on one line; what looks like an encoded word (RFC 2047) is made words again."""
    return one_line(text).replace("=?", "= ?")


def _address(box: Mailbox) -> Address:
    local, _, domain = box.address.rpartition("@")
    return Address(box.name, local, domain)
