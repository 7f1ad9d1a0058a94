"""Containers made here by the standard library, and by hand where it is too polite."""

import binascii
import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from formgen.intake.unwrap import unwrap
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError

FORM, OTHER = b"PK form", b"%PDF- other"
LOGO, PHOTO = b"\x89PNG" + bytes(900), b"\xff\xd8\xff" + bytes(70_000)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)  # the same bytes at any time
    return package.getvalue()


def mail(
    *attached: tuple[str, bytes], date: str = "Sun, 22 Nov 2026 20:30:00 +0000"
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "saraban@ex-001.example"
    message["Subject"] = "ส่งแบบสำรวจ"
    message["Date"] = date
    message.set_content("เรียน ผู้อำนวยการ\nส่งแบบตามแนบ")
    for name, data in attached:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message


def refusal(data: bytes, kind: str) -> Code:
    with pytest.raises(FormgenError) as error:
        unwrap(data, kind)
    (problem,) = error.value.diagnostics
    assert problem.message("th")
    return problem.code


# ---------------------------------------------------------------- a ZIP


def test_the_files_of_a_zip_in_its_order_and_its_folders():
    data = zipped(("ภาคเหนือ/น่าน.docx", FORM), ("a.pdf", OTHER), ("ภาคเหนือ/", b""))
    assert unwrap(data, "ZIP").files == (("ภาคเหนือ/น่าน.docx", FORM), ("a.pdf", OTHER))
    assert unwrap(zipped(), "ZIP").files == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_names_that_say_no_encoding_are_thai(encoding):
    name = "แบบสำรวจ.docx"
    stand_in = "X" * len(name.encode(encoding))
    data = zipped((stand_in, FORM)).replace(stand_in.encode(), name.encode(encoding))
    assert unwrap(data, "ZIP").files == ((name, FORM),)


def test_names_of_old_windows_zippers_have_slashes():
    data = zipped(("a/b.docx", FORM)).replace(b"a/b.docx", b"a\\b.docx")
    assert unwrap(data, "ZIP").files == (("a/b.docx", FORM),)


def test_a_locked_zip_is_told():
    data = bytearray(zipped(("a.docx", FORM)))
    data[6] |= 1  # general purpose bit 0, in both places
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data), "ZIP") is Code.FILE_PASSWORD


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\a.docx"])
def test_a_zip_that_leads_out_is_refused(name):
    assert refusal(zipped((name, FORM)), "ZIP") is Code.FILE_HOSTILE


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_may_be_packed_as_office_programs_do_not(method):
    data = zipped(("A.docx", FORM), ("a.docx", OTHER), method=method)
    assert unwrap(data, "ZIP").files == (("A.docx", FORM), ("a.docx", OTHER))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_taken():
    data = zipped(("a.docx", FORM), ("a.docx", OTHER))
    assert unwrap(data, "ZIP").files == (("a.docx", FORM), ("a (2).docx", OTHER))


def test_a_zip_packed_as_nobody_here_can_unpack_is_left_to_a_person():
    data = bytearray(zipped(("a.docx", FORM)))
    data[8] = data[data.find(b"PK\x01\x02") + 10] = 9  # Deflate64, as Windows packs large files
    assert refusal(bytes(data), "ZIP") is Code.FILE_CONTAINER


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert refusal(zipped(("a", bytes(20 << 20))), "ZIP") is Code.FILE_HOSTILE  # 1 : 1,000


def test_a_zip_of_too_much_is_left_to_a_person(monkeypatch):
    monkeypatch.setattr("formgen.intake.unwrap._MOST_BYTES", 20)
    assert refusal(zipped(("a", bytes(11)), ("b", bytes(11))), "ZIP") is Code.FILE_CONTAINER
    monkeypatch.setattr("formgen.intake.unwrap._MOST_FILES", 2)
    assert refusal(zipped(("a", b"1"), ("b", b"2"), ("c", b"3")), "ZIP") is Code.FILE_CONTAINER


def test_a_damaged_zip_is_told():
    data = zipped(("a.docx", bytes(range(256)) * 9), method=zipfile.ZIP_STORED)
    assert refusal(data[:-30], "ZIP") is Code.FILE_DAMAGED
    assert refusal(data.replace(bytes(range(64)), bytes(64), 1), "ZIP") is Code.FILE_DAMAGED


# ---------------------------------------------------------------- an e-mail


def test_the_attachments_of_a_mail_and_its_day_in_thailand():
    contents = unwrap(bytes(mail(("แบบสำรวจ.docx", FORM), ("a.pdf", OTHER))), "EML")
    assert contents.files == (("แบบสำรวจ.docx", FORM), ("a.pdf", OTHER))
    assert (contents.sent, contents.logos) == ("2026-11-23", 0)  # half past three in the morning


def test_attachments_of_one_name_stay_apart():
    names = [name for name, _ in unwrap(bytes(mail(*[("a.docx", FORM)] * 3)), "EML").files]
    assert names == ["a.docx", "a (2).docx", "a (3).docx"]


def test_an_attachment_without_a_name_gets_one():
    message = mail()
    message.add_attachment(OTHER, "application", "pdf")
    assert unwrap(bytes(message), "EML").files == (("attachment-1.pdf", OTHER),)


def test_names_of_attachments_are_no_paths():
    assert unwrap(bytes(mail(("../a\x07.docx", FORM))), "EML").files[0][0] == ".._a\ufffd.docx"


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026", "1" * 5000])
def test_a_mail_without_a_sound_date_has_none(date):
    assert unwrap(bytes(mail(("a.docx", FORM), date=date)), "EML").sent == ""


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("Sun, 22 Nov 2569 10:00:00 +0700", "2026-11-22"),
        ("Thu, 29 Feb 2567 10:00:00 +0700", "2024-02-29"),  # 2567 alone would be no leap year
        ("22 Nov 26 10:00:00 +0700", ""),
        ("22 Nov 69 10:00:00 +0700", ""),
        ("22 Nov 68 10:00:00 +0700", ""),  # 2068 to the standard, 2025 to the sender
        ("Sun, 22 Nov 3112 10:00:00 +0700", ""),
        ("Sun, 22 Nov 1969 10:00:00 +0700", ""),
        ("Sun, 22 Nov 2026 23:30:00 -0000", "2026-11-23"),
        ("Sun, 22 Nov 2026 23:30:00", "2026-11-22"),
    ],
)
def test_the_year_of_a_mail_may_be_buddhist_and_is_never_guessed(date, day):
    data = bytes(mail()).replace(b"Date: Sun, 22 Nov 2026 20:30:00 +0000", f"Date: {date}".encode())
    assert date.encode() in data
    assert unwrap(data, "EML").sent == day


def with_picture(message: EmailMessage, picture: bytes) -> EmailMessage:
    message.add_alternative("<p>ส่งแบบ <img src='cid:a'>", "html")
    body = message.get_body(("html",))
    assert isinstance(body, EmailMessage)
    body.add_related(
        picture, "image", "png", cid="<a>", filename="image001.png", disposition="inline"
    )
    return message


def test_logos_among_the_words_are_counted_and_no_returns():
    message = with_picture(mail(), LOGO)
    message.add_attachment(FORM, "application", "octet-stream", filename="a.docx")
    contents = unwrap(bytes(message), "EML")
    assert (contents.files, contents.logos) == ((("a.docx", FORM),), 1)


def test_a_photo_among_the_words_is_taken_and_so_is_the_only_picture():
    message = with_picture(mail(), PHOTO)
    message.add_attachment(FORM, "application", "octet-stream", filename="a.docx")
    assert unwrap(bytes(message), "EML").files == (("image001.png", PHOTO), ("a.docx", FORM))
    assert unwrap(bytes(with_picture(mail(), LOGO)), "EML").files == (("image001.png", LOGO),)


def test_words_and_signatures_are_no_files():
    message = mail()
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    assert unwrap(bytes(message), "EML").files == ()


def uuencoded(data: bytes, name: str) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"


@pytest.mark.parametrize("spaces", [True, False])
def test_a_form_written_among_the_words_is_a_file_beside_what_is_attached(spaces):
    form = FORM + bytes(range(256)) + bytes(45)
    words = "เรียน\n\n" + uuencoded(form, "แบบ/1.xlsx").replace("`", " ")
    if not spaces:  # as programs do that strip the ends of lines
        words = "".join(f"{line.rstrip(' ')}\n" for line in words.splitlines())
    message = EmailMessage(policy=SMTP)
    message.set_content(words)
    message.add_attachment(OTHER, "application", "pdf", filename="x.pdf")
    assert unwrap(bytes(message), "EML").files == (("แบบ_1.xlsx", form), ("x.pdf", OTHER))


def test_a_torn_or_damaged_form_among_the_words_is_a_file_all_the_same():
    message = EmailMessage(policy=SMTP)
    message.set_content(uuencoded(bytes(90), "a.docx").removesuffix("`\nend\n"))
    assert unwrap(bytes(message), "EML").files == (("a.docx", bytes(90)),)
    message.set_content("begin 644 \nMกขค\nend\n")
    ((name, data),) = unwrap(bytes(message), "EML").files
    assert (name, data[:9]) == ("attachment-1", b"begin 644")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_form_that_is_called_text_is_a_file(kind):
    message = EmailMessage(policy=SMTP)
    message.set_content(b"PK\x03\x04 form", "text", kind, cte="base64")
    assert unwrap(bytes(message), "EML").files == (("attachment-1", b"PK\x03\x04 form"),)
    assert unwrap(bytes(mail()), "EML").files == ()


def test_a_text_that_was_attached_is_a_file():
    message = mail()
    message.add_attachment("ก,ข\n", filename="a.csv")
    assert [name for name, _ in unwrap(bytes(message), "EML").files] == ["a.csv"]


def test_a_text_with_a_name_among_the_words_is_a_file():
    message = mail(("a.docx", FORM))
    message.add_attachment("ก,ข\n", filename="b.csv", disposition="inline")  # as Apple Mail does
    assert [name for name, _ in unwrap(bytes(message), "EML").files] == ["a.docx", "b.csv"]


def test_a_mail_in_a_mail_stays_one():
    message = mail(("a.docx", FORM))
    message.add_attachment(mail(("b.docx", OTHER)))
    (_, form), (name, inner) = unwrap(bytes(message), "EML").files
    assert (form, name) == (FORM, "attachment-2.eml")
    assert unwrap(inner, "EML").files == (("b.docx", OTHER),)


def test_a_mail_torn_in_its_middle_gives_what_is_left():
    whole = bytes(mail(("a.docx", FORM), ("b.docx", OTHER * 99)))
    names = [name for name, _ in unwrap(whole[:-900], "EML").files]
    assert names == ["a.docx", "b.docx"]  # their own bytes tell that they are not whole
