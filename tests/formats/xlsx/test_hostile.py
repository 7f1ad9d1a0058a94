"""Files that are damaged or made to do harm: each is refused with a finding, at once."""

import random
import time
import zipfile
from contextlib import nullcontext
from io import BytesIO

import pytest
from tests.formats.xlsx.forms import (
    BOOK,
    FILLED,
    FORM,
    HIDDEN,
    RAW,
    SHEET,
    answered,
    edited,
    errors,
    findings,
    members,
    packed,
    part,
    raws,
    swapped,
    written,
)

from formgen.formats.xlsx import FORMAT, sheet_tables
from formgen.model.diagnostics import Exit, FormgenError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": (
        "http://purl.oclc.org/ooxml/officeDocument/customProperties"
    ),
    "relationships/custom-properties": "relationships/customProperties",
}


def refusal(data: bytes) -> str:
    started = time.perf_counter()
    with pytest.raises(FormgenError) as refused:
        FORMAT.read(FORM, data)
    assert refused.value.exit_code is Exit.REVIEW
    assert time.perf_counter() - started < 5
    return refused.value.diagnostics[0].code.name


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x03\x04" * 99])
def test_no_package(data):
    assert refusal(data) == "FILE_DAMAGED"
    for ask in (FORMAT.identify, sheet_tables):
        with pytest.raises(FormgenError):
            ask(data)


def test_old_and_locked_workbooks_are_told_apart():
    assert refusal(OLE2 + b"\0" * 600) == "FILE_OLD_FORMAT"
    assert refusal(OLE2 + "EncryptedPackage".encode("utf-16-le")) == "FILE_PASSWORD"


def test_every_cut_is_noticed():
    for size in range(0, len(FILLED), 97):
        assert refusal(FILLED[:size]) == "FILE_DAMAGED"


def test_a_changed_byte_is_noticed_or_changes_no_answer():
    chance = random.Random(7)
    for _ in range(600):
        place = chance.randrange(len(FILLED))
        flipped = bytes([FILLED[place] ^ 1 << chance.randrange(8)])
        try:
            reading = FORMAT.read(FORM, FILLED[:place] + flipped + FILLED[place + 1 :])
        except FormgenError:
            continue
        assert {name: mark.raw for name, mark in reading.marks.items()} == RAW


# ---------------------------------------------------------------- the package


@pytest.mark.parametrize("lost", [SHEET, BOOK, "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_lost_is_not_taken_for_blank(lost):
    inner = members(FILLED)
    assert refusal(packed({name: data for name, data in inner.items() if name != lost})) == (
        "FILE_DAMAGED"
    )


def test_an_empty_part_is_not_taken_for_blank():
    assert refusal(packed({**members(FILLED), SHEET: b""})) == "FILE_DAMAGED"


def test_two_parts_of_one_name_are_refused():
    for again in (SHEET, SHEET.replace("/", "\\"), SHEET.upper()):
        file = BytesIO()
        parts = [*members(FILLED).items(), (again, members(written())[SHEET])]
        told = pytest.warns(UserWarning, match="Duplicate") if again == SHEET else nullcontext()
        with told, zipfile.ZipFile(file, "w") as archive:
            for name, data in parts:
                archive.writestr(name, data)
        assert refusal(file.getvalue()) == "FILE_HOSTILE"


def test_parts_may_be_named_with_backslashes_or_capitals():
    for change in (lambda name: name.replace("/", "\\"), str.upper):
        data = packed({change(name): inner for name, inner in members(FILLED).items()})
        assert raws(data) == RAW
        assert findings(data) == []


def test_too_many_members_are_refused():
    assert refusal(packed({f"a{n}": b"" for n in range(3000)})) == "FILE_HOSTILE"


def test_an_encrypted_member_needs_a_password():
    data = bytearray(FILLED)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    assert refusal(bytes(data)) == "FILE_PASSWORD"


def test_a_part_that_unpacks_to_too_much_is_refused():
    bomb = part(FILLED).replace("</sheetData>", "</sheetData>" + " " * (40 << 20))
    assert refusal(packed({**members(FILLED), SHEET: bomb})) == "FILE_HOSTILE"


def test_an_unused_part_may_be_large():
    data = packed({**members(FILLED), "xl/media/image1.png": b"\0" * (40 << 20)})
    assert raws(data) == RAW


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"])
def test_a_part_is_not_looked_for_outside(target):
    outside = swapped(FILLED, "/xl/worksheets/sheet1.xml", target, "xl/_rels/workbook.xml.rels")
    assert refusal(outside) == "FILE_DAMAGED"


# ---------------------------------------------------------------- the XML


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "&#x41;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("name", [SHEET, BOOK, "_rels/.rels"])
def test_a_document_type_is_refused(declared, name):
    assert refusal(edited(FILLED, lambda xml: declared + xml, name)) == "FILE_HOSTILE"


@pytest.mark.parametrize(
    "xml", ["<a>", "\x00", "<a></b>", '<?xml version="1.0" encoding="x-no"?><a/>']
)
def test_xml_that_is_none_is_damaged(xml):
    assert refusal(packed({**members(FILLED), SHEET: xml})) == "FILE_DAMAGED"


def test_xml_may_be_utf_16():
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + part(FILLED)
    assert raws(packed({**members(FILLED), SHEET: sheet.encode("utf-16")})) == RAW


def test_deep_xml_is_read_without_falling_over():
    deep = "<x>" * 50_000 + "</x>" * 50_000
    assert raws(swapped(FILLED, "</sheetData>", f"</sheetData>{deep}")) == RAW


def test_a_strict_workbook_reads_the_same():
    inner = {}
    for name, data in members(FILLED).items():
        xml = data.decode()
        for loose, strict in STRICT.items():
            xml = xml.replace(loose, strict)
        inner[name] = xml
    assert MAIN not in inner[SHEET]
    assert raws(packed(inner)) == RAW
    inner[HIDDEN] = inner[HIDDEN].replace("formgen", "lost")
    assert FORMAT.identify(packed(inner)).digest == FORM.digest  # from the properties


# ---------------------------------------------------------------- the cells


def rows(xml: str) -> bytes:
    return edited(FILLED, lambda text: text.replace("</sheetData>", f"{xml}</sheetData>"))


def test_too_many_cells_or_rows_are_refused():
    assert refusal(rows("<row>" + "<c/>" * 300_000 + "</row>")) == "FILE_HOSTILE"
    assert refusal(rows("<row/>" * 1_200_000)) == "FILE_HOSTILE"


def test_too_many_names_or_sheets_are_refused():
    names = "".join(f'<definedName name="n{n}">1</definedName>' for n in range(30_000))
    assert refusal(swapped(FILLED, "</definedNames>", f"{names}</definedNames>", BOOK)) == (
        "FILE_HOSTILE"
    )
    one = part(FILLED, BOOK).partition("<sheets>")[2].partition("/>")[0] + "/>"
    assert refusal(swapped(FILLED, "</sheets>", one * 300 + "</sheets>", BOOK)) == "FILE_HOSTILE"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A11" t="inlineStr"><is><t>มี</t></is></c>',
        '<c r="Z99" t="s"><v>7</v></c>',
        '<c r="Z99" t="s"><v>x</v></c>',
    ],
)
def test_a_cell_that_cannot_be_is_damage(cell):
    assert refusal(rows(f'<row r="99">{cell}</row>')) == "FILE_DAMAGED"


@pytest.mark.parametrize(
    "row",
    [
        '<row r="99999999999"/>',
        '<row r="x"><c r="??"/></row>',
        '<row r="99"><c r="XFD1048576"/></row>',
        '<row r="99"><c r="ZZZZ99999999"/></row>',
        '<row r="99" ht="1e999"/>',
    ],
)
def test_a_row_far_away_is_harmless(row):
    merged = '<x ref="A1:XFD1048576"/><mergeCells'
    data = edited(rows(row), lambda xml: xml.replace("<mergeCells", merged))
    assert raws(data) == RAW
    assert findings(data) == []


def test_a_number_of_any_length_is_only_text():
    data = answered("fg_staff__answer", f"<v>{'9' * 5000}</v>")
    assert raws(data)["staff.answer"] == "9" * 5000
    data = answered("fg_staff__answer", f"<v>1e{'9' * 5000}</v>")
    assert raws(data)["staff.answer"] == "inf"


def test_absurd_numbers_in_styles_are_damage_not_a_crash():
    data = answered("fg_staff__answer", "<v>5</v>")
    huge = f'numFmtId="{"9" * 5000}"'
    data = edited(data, lambda xml: xml.replace('numFmtId="49"', huge), "xl/styles.xml")
    assert refusal(data) == "FILE_DAMAGED"


def test_programs_in_a_workbook_are_told_and_not_run():
    parts = {
        "xl/vbaProject.bin": b"x",
        "xl/externalLinks/externalLink1.xml": b"<a/>",
        "xl/activeX/activeX1.xml": b"<a/>",
    }
    data = packed({**members(FILLED), **parts})
    assert raws(data) == RAW
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert told.code.name == "ACTIVE_CONTENT"
    assert dict(told.facts)["what"] == ("VBA", "ActiveX", "external link")
    assert errors(data) == set()
