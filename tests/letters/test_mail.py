"""Drafts as any mail program reads them."""

import email
from datetime import date
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.content.texts import one_line
from formgen.letters.mail import Mailbox, draft, mailbox

DAY = date(2026, 12, 1)
TO = Mailbox("กรมตัวอย่าง", "saraban@example.go.th")
FILES = (("letter.pdf", b"%PDF-1.7\n\x00\xff"), ("return-1-EX-1.docx", b"PK\x03\x04" * 999))
WORDS = st.text(st.characters(codec="utf-8"), max_size=200)


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert all(not part.defects for part in message.walk())
    return message


def squeezed(name: str) -> str:
    """A name without spaces: Python's parser puts some between the encoded words of a long one."""
    return name.replace(" ", "")


def made(subject: str = "เรื่อง", body: str = "เรียน\n", to: Mailbox = TO, **more) -> EmailMessage:
    more = {"sender": None, "files": FILES, "day": DAY} | more
    return read(draft(to, more["sender"], (subject, body), more["files"], more["day"]))


def test_a_draft_opens_unsent_with_its_files():
    subject = "ขอให้ตรวจสอบและแก้ไขแบบสำรวจสถานะทางอิเล็กทรอนิกส์ของสำนักงาน ปปง. (EX-004) ประจำปี ๒๕๖๙"
    message = made(subject, "เรียน หัวหน้าหน่วยงาน\n\nโปรดดูหนังสือที่แนบ\n")
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == subject
    assert message["To"].addresses[0].addr_spec == TO.address
    assert message["To"].addresses[0].display_name == TO.name
    assert message["From"] is None
    assert message["Date"].datetime.date() == DAY
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").endswith("โปรดดูหนังสือที่แนบ\n")
    attached = [(one.get_filename(), one.get_content()) for one in message.iter_attachments()]
    assert attached == list(FILES)
    kinds = [one.get_content_type() for one in message.iter_attachments()]
    assert kinds[0] == "application/pdf"
    assert kinds[1].endswith("wordprocessingml.document")


def test_the_same_mail_is_the_same_bytes_and_another_is_not():
    once = draft(TO, None, ("ก", "ข"), FILES, DAY)
    assert draft(TO, None, ("ก", "ข"), FILES, DAY) == once
    for other in (
        draft(TO, TO, ("ก", "ข"), FILES, DAY),
        draft(TO, None, ("ก", "ค"), FILES, DAY),
        draft(TO, None, ("ก", "ข"), FILES[:1], DAY),
    ):
        assert read(other)["Message-ID"] != read(once)["Message-ID"]


def test_a_draft_is_ascii_with_the_line_ends_and_lengths_of_mail():
    data = draft(TO, TO, ("เรื่อง" * 99, "ความ" * 999), FILES, DAY)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 100  # 998 at most (RFC 5322); a type is 85


def test_a_long_name_is_whole_to_who_reads_it_by_the_rules():
    name = "สำนักงานคณะกรรมการตัวอย่าง กรมงานสารบรรณและเอกสาร (ส่วนภูมิภาค) เขต ๑๒"
    box = mailbox(name, "a@example.go.th")
    assert box is not None
    raw = email.message_from_bytes(draft(box, None, ("ก", "ข"), (), DAY))["To"]
    assert str(make_header(decode_header(raw))) == f"{name} <a@example.go.th>"


def test_a_mail_without_files_is_plain():
    message = made(files=())
    assert message.get_content_type() == "text/plain"
    assert message.get_content().strip() == "เรียน"


def test_a_boundary_stands_in_no_part():
    data = draft(TO, None, ("ก", "--=_"), FILES, DAY)
    boundary = read(data).get_boundary()
    assert boundary
    assert data.count(boundary.encode()) == 1 + len(FILES) + 2  # header, parts and end


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_any_words_arrive_as_they_were_and_add_no_header(subject, body, name):
    box = mailbox(name, "a@example.go.th")
    assert box is not None
    message = made(subject, body, box, sender=box)
    assert message["Subject"].replace("= ?", "=?") == one_line(subject).replace("= ?", "=?")
    assert squeezed(message["To"].addresses[0].display_name) == squeezed(box.name)
    assert len(message["To"].addresses) == len(message["From"].addresses) == 1
    content = message.get_body()
    assert content is not None
    wanted = {"Subject", "To", "From", "Date", "Message-ID", "X-Unsent", "MIME-Version",
              "Content-Type"}  # fmt: skip
    assert set(message.keys()) == wanted


@pytest.mark.parametrize(
    "name",
    ["ก\r\nBcc: x@evil.example", "ก\nX: y", 'a" <x@evil.example>, "b', "=?utf-8?q?x?=", "\u202eก",
     "", "ก" * 999, "a, b; c <d>"],
)  # fmt: skip
def test_a_name_cannot_add_a_header_or_another_address(name):
    box = mailbox(name, "a@example.go.th")
    assert box is not None
    message = made(to=box)
    assert [one.addr_spec for one in message["To"].addresses] == ["a@example.go.th"]
    assert "Bcc" not in message
    assert "X" not in message
    assert squeezed(message["To"].addresses[0].display_name) == squeezed(box.name)


@pytest.mark.parametrize(
    "address",
    ["", "ไม่มี", "a@b", "a@b.c\r\nBcc: x@evil.example", "a@b.go.th, c@d.go.th", "a b@c.go.th",
     "ก@c.go.th", "a@กรม.ไทย", ".a@b.go.th", "a.@b.go.th", "a..b@c.go.th", f"{'a' * 65}@b.go.th",
     f"a@{'b' * 260}.th", "a@b.go.th\x00", "<a@b.go.th>"],
)  # fmt: skip
def test_what_no_mail_can_be_sent_to_is_no_mailbox(address):
    assert mailbox("กรม", address) is None


@pytest.mark.parametrize("address", [" a@b.go.th ", "a.b+c_d@e-f.go.th", "A'B@c.example"])
def test_usual_addresses_are_mailboxes(address):
    box = mailbox("กรม", address)
    assert box is not None
    assert made(to=box)["To"].addresses[0].addr_spec == address.strip()
