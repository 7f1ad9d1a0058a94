import io
import struct
import zipfile

import pytest

from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.precheck import MAX_BYTES, format_of, system_file

TYPES = ("[Content_Types].xml", b"<Types/>")
DOCX = (TYPES, ("word/document.xml", b"<w:document/>"))
XLSX = (TYPES, ("xl/workbook.xml", b"<workbook/>"))
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def compound(*streams: str) -> bytes:
    """The start of an OLE2 file: 512-byte sectors, the directory in the first of them."""
    header = bytearray(OLE2.ljust(512, b"\0"))
    header[30:32] = struct.pack("<H", 9)
    return bytes(header) + b"".join(
        name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams)
    )


def refused(data: bytes):
    with pytest.raises(FormgenError) as error:
        format_of(data)
    (problem,) = error.value.diagnostics
    assert error.value.exit_code is Exit.REVIEW
    assert problem.message("th")
    assert problem.message("en")
    return problem


def test_a_format_is_known_by_its_content():
    assert format_of(package(*DOCX)) == "docx"
    assert format_of(package(*XLSX)) == "xlsx"
    assert format_of(b"\r\n%PDF-1.7\n") == "pdf"


MACROS = ("[Content_Types].xml", b"<Types><Override ContentType='x.macroEnabled.main'/></Types>")
ODF = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (package(MACROS, DOCX[1]), "docm"),
        (package(MACROS, XLSX[1]), "xlsm"),
        (package(("mimetype", f"{ODF}.text".encode())), "odt"),
        (package(("mimetype", f"{ODF}.spreadsheet".encode())), "ods"),
        (compound("Workbook", "WordDocument"), "xls"),
        (compound("Book"), "xls"),
        ("รหัส,ชื่อ\n1,ก\n".encode(), "csv"),
        ("รหัส\tชื่อ\n1\tก\n".encode("cp874"), "csv"),
        ("a;b\n1;2".encode("utf-16"), "csv"),
    ],
)
def test_what_other_programs_make_of_a_form_is_known_too(data, name):
    assert format_of(data) == name


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (b"", Code.FILE_EMPTY, {}),
        (b"x" * (MAX_BYTES + 1), Code.FILE_TOO_LARGE, {"size": MAX_BYTES + 1, "limit": MAX_BYTES}),
        (compound("EncryptionInfo", "EncryptedPackage"), Code.FILE_PASSWORD, {}),
        (compound("WordDocument"), Code.FILE_OLD_FORMAT, {"what": "DOC", "ask": "DOCX"}),
        (
            compound("WordDocument", "Workbook"),
            Code.FILE_OLD_FORMAT,
            {"what": "DOC", "ask": "DOCX"},
        ),
        (compound("__properties_version1.0"), Code.FILE_CONTAINER, {"what": "MSG"}),
        (compound("PowerPoint Document"), Code.FILE_UNKNOWN_TYPE, {"what": "PPT"}),
        (compound(), Code.FILE_UNKNOWN_TYPE, {"what": "OLE2"}),
        (OLE2, Code.FILE_UNKNOWN_TYPE, {"what": "OLE2"}),
        (b"{\\rtf1\\ansi", Code.FILE_OLD_FORMAT, {"what": "RTF", "ask": "DOCX"}),
        (b"\n<HTML xmlns:x>", Code.FILE_OLD_FORMAT, {"what": "HTML", "ask": "DOCX / XLSX"}),
        (b"<!DOCTYPE  html>", Code.FILE_OLD_FORMAT, {"what": "HTML", "ask": "DOCX / XLSX"}),
        (b"<?xml version='1.0'?><w/>", Code.FILE_OLD_FORMAT, {"what": "XML", "ask": "DOCX / XLSX"}),
        ("เรียน ท่าน\nขอส่งแบบ".encode(), Code.FILE_UNKNOWN_TYPE, {"what": "TXT"}),
        (b"From: a@b.go.th\r\nMIME-Version: 1.0\r\n", Code.FILE_CONTAINER, {"what": "EML"}),
        (b"Rar!\x1a\x07\x00", Code.FILE_CONTAINER, {"what": "RAR"}),
        (b"7z\xbc\xaf\x27\x1c\x00", Code.FILE_CONTAINER, {"what": "7Z"}),
        (package(("a.docx", b"PK")), Code.FILE_CONTAINER, {"what": "ZIP"}),
        (package(), Code.FILE_CONTAINER, {"what": "ZIP"}),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Code.FILE_IMAGE, {"what": "JPEG"}),
        (b"\x89PNG\r\n\x1a\n\x00", Code.FILE_IMAGE, {"what": "PNG"}),
        (b"MM\x00*\x00\x00\x00\x08", Code.FILE_IMAGE, {"what": "TIFF"}),
        (b"\x00\x00\x00\x18ftypheic", Code.FILE_IMAGE, {"what": "HEIC"}),
        (b"\x01\x02\x03\x04\x05", Code.FILE_UNKNOWN_TYPE, {"what": "0x0102030405"}),
    ],
)
def test_every_other_file_is_named(data, code, facts):
    problem = refused(data)
    assert problem.code is code
    assert dict(problem.facts) == facts


@pytest.mark.parametrize(
    ("members", "what", "ask"),
    [
        ((TYPES, ("xl/workbook.bin", b"\x00")), "XLSB", "XLSX"),
    ],
)
def test_related_packages_are_named(members, what, ask):
    problem = refused(package(*members))
    assert problem.code is Code.FILE_OLD_FORMAT
    assert dict(problem.facts) == {"what": what, "ask": ask}


def test_slides_are_named():
    assert dict(refused(package(TYPES, ("ppt/presentation.xml", b"<p/>"))).facts) == {
        "what": "PPTX"
    }


# ---------------------------------------------------------------- packages that do harm


@pytest.mark.parametrize(
    "members",
    [
        (*DOCX, ("../../evil.xml", b"<a/>")),
        (*DOCX, ("/etc/passwd", b"")),
        (*DOCX, ("C:/evil.xml", b"")),
        (*DOCX, ("WORD/Document.xml", b"<other/>")),
        (*DOCX, *((f"word/{number}", b"") for number in range(2000))),
        (*DOCX, ("word/bomb.xml", b"0" * (9 << 20))),
        (*DOCX, ("word/custom.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>")),
        (*DOCX, ("word/custom.xml", "<?xml version='1.0'?><!DOCTYPE a><a/>".encode("utf-16"))),
        (*DOCX, ("word/late.xml", b"<!--" + b"-" * 9000 + b"--><!DOCTYPE a><a/>")),
    ],
    ids=["climbs", "root", "drive", "twice", "many", "ratio", "dtd", "dtd-utf16", "dtd-late"],
)
def test_a_hostile_package_is_not_opened(members):
    assert refused(package(*members)).code is Code.FILE_HOSTILE


def test_a_method_office_never_writes_is_refused():
    assert refused(package(*DOCX, method=zipfile.ZIP_LZMA)).code is Code.FILE_HOSTILE


def test_overlapping_members_are_refused():
    """The quoted-overlap bomb: the directory points twice at one member."""
    data = bytearray(package(*DOCX, ("word/b.xml", b"<w:b/>")))
    second = data.rindex(b"PK\x01\x02")
    first = data.index(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refused(bytes(data)).code is Code.FILE_HOSTILE


def test_a_stated_total_that_is_too_much_is_refused():
    data = bytearray(package(*DOCX, method=zipfile.ZIP_STORED))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 0xF0000000)
    assert refused(bytes(data)).code is Code.FILE_HOSTILE


def test_an_encrypted_member_is_a_password():
    data = bytearray(package(*DOCX))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)).code is Code.FILE_PASSWORD


# ---------------------------------------------------------------- packages that are broken


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_half_a_package_is_damaged(keep):
    whole = package(*DOCX)
    assert refused(whole[: int(len(whole) * keep)]).code is Code.FILE_DAMAGED


def test_a_wrong_checksum_is_damage():
    data = package(*DOCX, method=zipfile.ZIP_STORED).replace(b"<w:document/>", b"<w:dXcument/>")
    assert refused(data).code is Code.FILE_DAMAGED


def test_no_cut_and_no_flip_escapes():
    """Whatever happens to a package, the answer is a format or one finding."""
    whole = package(*DOCX)
    seen = set()
    for place in range(0, len(whole), 3):
        for data in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            try:
                seen.add(format_of(data))
            except FormgenError as error:
                seen.update(one.code for one in error.diagnostics)
    assert {"docx", Code.FILE_DAMAGED, Code.FILE_EMPTY} <= seen


# ---------------------------------------------------------------- files of the system


@pytest.mark.parametrize(
    "name",
    ["~$แบบ.xlsx", "sub/._a.docx", ".DS_Store", "a/Thumbs.db", "DESKTOP.INI", ".~lock.a.xlsx#"],
)
def test_files_of_the_system_are_known(name):
    assert system_file(name, b"\x05user")


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b""), ("~$a.docx", b"PK\x03\x04"), (".DS_Store", b"%PDF-1.7")]
)
def test_what_may_be_a_return_is_none(name, data):
    assert system_file(name, data) == ""
