"""Office files made to do harm, through the very worker that reads returns: told, and bounded."""

import io
import struct
import time
import zipfile
import zlib
from functools import cache

import pytest
from tests.formats.docx import forms as docx
from tests.formats.xlsx import forms as xlsx
from tests.formats.xlsx.test_hostile import STRICT
from tests.test_precheck import compound

from formgen.intake import Setting, read_files
from formgen.model.codes import Code
from formgen.model.returned import Returned

SECONDS, MEMORY = 10, 512 << 20  # half of what a return is given
MB = 1 << 20
TITLE = "xl/worksheets/sheet1.xml"
FAR = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>'
DTD = '<!DOCTYPE a [<!ENTITY b "&#x41;">]>'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY b0 "ha">'
    + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def packed(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", method) as archive:
        for name, inner in members.items():
            archive.writestr(name, inner)
    return package.getvalue()


def with_bomb(data: bytes, name: str, head: str, unit: bytes, size: int, tail: str) -> bytes:
    """The package with a part of `size` bytes, made of one megabyte packed once.

    No program has to pack hundreds of megabytes for it.
    """
    block = unit * (MB // len(unit))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.compress(tail.encode()) + packer.flush()
    times = size // len(block)
    stream = first + middle * times + last
    check = zlib.crc32(head.encode())
    for _ in range(times):
        check = zlib.crc32(block, check)
    check = zlib.crc32(tail.encode(), check)
    total = len(head.encode()) + len(block) * times + len(tail.encode())
    return added(data, name, stream, check, total)


def added(data: bytes, name: str, stream: bytes, check: int, total: int) -> bytes:
    """The package with one part replaced by bytes that are packed already."""
    inner = docx.members(data)
    del inner[name]
    plain = packed(inner)
    end = plain.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", plain[end + 10 : end + 20])
    facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(stream), total, len(name), 0)
    local = b"PK\x03\x04" + facts + name.encode() + stream
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + facts
        + struct.pack("<HHHII", 0, 0, 0, 0, start) + name.encode()
    )  # fmt: skip
    directory = plain[start:end] + entry
    tail = struct.pack(
        "<HHHHIIH", 0, 0, count + 1, count + 1, size + len(entry), start + len(local), 0
    )
    return plain[:start] + local + directory + b"PK\x05\x06" + tail


def swapped(data: bytes, name: str, old: str, new: str) -> bytes:
    return docx.swapped(data, old, new, name)


def twice(data: bytes, name: str) -> bytes:
    package = io.BytesIO(data)
    with zipfile.ZipFile(package, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, docx.members(data)[name])
    return package.getvalue()


def renamed(data: bytes, change) -> bytes:
    return packed({change(name): inner for name, inner in docx.members(data).items()})


def beside(data: bytes, **members: bytes | str) -> bytes:
    return packed(
        {**docx.members(data), **{name.replace("__", "/"): one for name, one in members.items()}}
    )


@cache
def sound() -> dict[str, bytes]:
    """A filled form in each format."""
    return {"xlsx": xlsx.FILLED, "docx": docx.written(docx.VALUES)}


def refused() -> dict[str, tuple[bytes, Code]]:
    """Files that nothing is read from, and what is said of them."""
    book, text = sound()["xlsx"], sound()["docx"]
    sheet, document = docx.part(book, TITLE), docx.part(text)
    start, _, end = sheet.partition("<sheetData>")
    body = document.partition("<w:body>")
    hostile, damaged = Code.FILE_HOSTILE, Code.FILE_DAMAGED
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>'
    many = f"{start}<sheetData><row>{'<c/>' * 4_000_000}</row></sheetData></worksheet>"
    blanks = f"{start}<sheetData>{' ' * (17 * MB)}{end}"
    files = {
        "700 MB in a cell.xlsx": with_bomb(
            book, TITLE, f"{start}<sheetData>{cell}", b"x", 700 * MB,
            "</t></is></c></row></sheetData></worksheet>",
        ),
        "8 million cells.xlsx": with_bomb(
            book, TITLE, f"{start}<sheetData><row>", b"<c/>", 32 * MB,
            "</row></sheetData></worksheet>",
        ),
        "4 million cells, not packed.xlsx": packed(
            {**docx.members(book), TITLE: many}, zipfile.ZIP_STORED
        ),
        "17 MB of blanks, not packed.xlsx": packed(
            {**docx.members(book), TITLE: blanks}, zipfile.ZIP_STORED
        ),
        "700 MB of text.docx": with_bomb(
            text, docx.DOCUMENT, f"{body[0]}<w:body><w:p><w:r><w:t>", b"x", 700 * MB,
            "</w:t></w:r></w:p></w:body></w:document>",
        ),
        "paragraphs without end, not packed.docx": packed(
            {
                **docx.members(text),
                docx.DOCUMENT: f"{body[0]}<w:body>{'<w:p/>' * 3_000_000}</w:body></w:document>",
            },
            zipfile.ZIP_STORED,
        ),
        "nested.docx": swapped(
            text, docx.DOCUMENT, "<w:sectPr>",
            f"{'<w:tbl><w:tr><w:tc>' * 5000}<w:p/>{'</w:tc></w:tr></w:tbl>' * 5000}<w:sectPr>",
        ),
        "dtd.xlsx": swapped(book, TITLE, "<worksheet", f"{DTD}<worksheet"),
        "laughs.xlsx": swapped(book, TITLE, "<worksheet", f"{LAUGHS}<worksheet"),
        "dtd.docx": swapped(text, docx.DOCUMENT, "<w:document", f"{DTD}<w:document"),
        "laughs.docx": swapped(text, docx.DOCUMENT, "<w:document", f"{LAUGHS}<w:document"),
        "outside.docx": swapped(
            text, docx.DOCUMENT, "<w:document",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document',
        ),
        "twice.xlsx": twice(book, TITLE),
        "twice.docx": twice(text, docx.DOCUMENT),
        "twice in capitals.xlsx": packed({**docx.members(book), TITLE.upper(): sheet}),
        "climbs.xlsx": packed({**docx.members(book), "../../evil.xml": "<a/>"}),
        "climbs with backslashes.xlsx": packed({**docx.members(book), "..\\..\\a.xml": "<a/>"}),
        "absolute.docx": packed({**docx.members(text), "/etc/passwd": "x"}),
        "drive.docx": packed({**docx.members(text), "C:\\evil.xml": "<a/>"}),
    }  # fmt: skip
    lost = {
        "points nowhere.docx": swapped(text, "_rels/.rels", docx.DOCUMENT, "word/nowhere.xml"),
        "points outside.docx": swapped(text, "_rels/.rels", docx.DOCUMENT, "../../etc/passwd"),
        "points away.xlsx": swapped(book, "_rels/.rels", xlsx.BOOK, "http://example.org/x"),
        "points nowhere.xlsx": swapped(
            book, "xl/_rels/workbook.xml.rels", f"/{TITLE}", "/xl/nowhere.xml"
        ),
    }
    told = {name: (data, hostile) for name, data in files.items()}
    told |= {name: (data, damaged) for name, data in lost.items()}
    told["nested.docx"] = files["nested.docx"], damaged
    return told | {
        "password.xlsx": (compound("EncryptionInfo", "EncryptedPackage"), Code.FILE_PASSWORD),
        "old and broken.xls": (compound("Workbook"), damaged),
        "old.doc": (compound("WordDocument"), Code.FILE_OLD_FORMAT),
        "half.xlsx": (book[: len(book) // 2], damaged),
        "too large to look at.xlsx": (book + b"\0" * (31 * MB), Code.FILE_TOO_LARGE),
    }


def read() -> dict[str, tuple[bytes, set[Code]]]:
    """Files that are odd, are read, and say so."""
    book, text = sound()["xlsx"], sound()["docx"]
    stray, active = Code.CONTROL_UNKNOWN, Code.ACTIVE_CONTENT
    strict = {}
    for name, inner in docx.members(book).items():
        xml = inner.decode()
        for loose, other in STRICT.items():
            xml = xml.replace(loose, other)
        strict[name] = xml
    link = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    dde = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText>'
        '</w:r><w:r><w:instrText>AUTO c:\\\\cmd.exe "/c calc" </w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    return {
        "far cell.xlsx": (swapped(book, TITLE, "</sheetData>", FAR), {stray}),
        "lying.xlsx": (
            docx.edited(book, lambda xml: xml.replace('<dimension ref="', '<dimension ref="XFD9:'),
                        TITLE),
            set(),
        ),
        "capitals.xlsx": (renamed(book, str.upper), set()),
        "backslashes.xlsx": (renamed(book, lambda name: name.replace("/", "\\")), set()),
        "capitals.docx": (renamed(text, str.upper), set()),
        "backslashes.docx": (renamed(text, lambda name: name.replace("/", "\\")), set()),
        "strict.xlsx": (packed(strict), set()),
        "macros.xlsx": (beside(book, **{"xl__vbaProject.bin": b"x"}), {active}),
        "links.xlsx": (beside(book, **{"xl__externalLinks__externalLink1.xml": link}), {active}),
        "macros.docx": (beside(text, **{"word__vbaProject.bin": b"x"}), {active}),
        "dde.docx": (
            swapped(text, docx.DOCUMENT, "<w:sectPr>", f"{dde}<w:sectPr>"), {active}
        ),
        "simple dde.docx": (
            swapped(
                text, docx.DOCUMENT, "<w:sectPr>",
                '<w:p><w:fldSimple w:instr="DDE cmd x"/></w:p><w:sectPr>',
            ),
            {active},
        ),
        "template.docx": (
            beside(
                text,
                **{
                    "word___rels__settings.xml.rels": (
                        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                        'relationships"><Relationship Id="r" TargetMode="External" Type="http://'
                        'schemas.openxmlformats.org/officeDocument/2006/relationships/'
                        'attachedTemplate" Target="http://example.org/a.dotm"/></Relationships>'
                    )
                },
            ),
            {active},
        ),
    }  # fmt: skip


def through_workers(folder, files: dict[str, bytes]) -> dict[str, Returned]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    setting = Setting(docx.FORM, seconds=SECONDS, memory=MEMORY)
    results = read_files([(name, folder / name) for name in files], setting, workers=2)
    return {one.name: one for one in results}


def test_files_made_to_do_harm_are_refused_with_one_finding_each(tmp_path):
    made = refused()
    started = time.monotonic()
    read_back = through_workers(tmp_path, {name: data for name, (data, _) in made.items()})
    assert time.monotonic() - started < 30
    told = {name: [each.code for each in one.diagnostics] for name, one in read_back.items()}
    assert told == {name: [code] for name, (_, code) in made.items()}
    assert all(one.response is None for one in read_back.values())


def test_files_that_are_merely_odd_are_read_and_told(tmp_path):
    made = read()
    expected = {
        kind: {name: one.raw for name, one in result.response.answers.items()}
        for kind, result in through_workers(
            tmp_path, {f"sound.{kind}": data for kind, data in sound().items()}
        ).items()
    }
    read_back = through_workers(tmp_path, {name: data for name, (data, _) in made.items()})
    plain = {"SPECIFY_ALONE", "REQUIRED_BLANK", "RESPONDENT_UNKNOWN"}
    for name, (_, codes) in made.items():
        one = read_back[name]
        assert one.diagnostics == (), name
        raws = {field: answer.raw for field, answer in one.response.answers.items()}
        assert raws == expected[f"sound.{name.rpartition('.')[2]}"], name
        told = {each.code for each in one.response.diagnostics if each.code.name not in plain}
        assert told == codes, name
