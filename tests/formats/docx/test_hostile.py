"""Files that are damaged or made to do harm: each is refused with a finding."""

import random
import zipfile
from io import BytesIO

import pytest
from tests.formats.docx.forms import (
    DOCUMENT,
    FORM,
    RAW,
    VALUES,
    edited,
    findings,
    members,
    packed,
    part,
    raws,
    swapped,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.model.diagnostics import Exit, FormgenError

FILLED = written(VALUES)


def refusal(data):
    with pytest.raises(FormgenError) as refused:
        FORMAT.read(FORM, data)
    assert refused.value.exit_code is Exit.REVIEW
    return refused.value.diagnostics[0].code.name


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"\xd0\xcf\x11\xe0" * 99])
def test_no_package(data):
    assert refusal(data) == "FILE_DAMAGED"
    with pytest.raises(FormgenError):
        FORMAT.identify(data)


def test_every_cut_is_noticed():
    for size in range(0, len(FILLED), 97):
        assert refusal(FILLED[:size]) == "FILE_DAMAGED"


def test_a_changed_byte_is_noticed_or_changes_no_answer():
    chance = random.Random(7)
    for _ in range(400):
        place = chance.randrange(len(FILLED))
        flipped = (
            FILLED[:place] + bytes([FILLED[place] ^ 1 << chance.randrange(8)]) + FILLED[place + 1 :]
        )
        try:
            reading = FORMAT.read(FORM, flipped)
        except FormgenError:
            continue
        assert {name: mark.raw for name, mark in reading.marks.items()} == RAW


@pytest.mark.parametrize(
    "name", [DOCUMENT, "docProps/custom.xml", "_rels/.rels", "word/footer1.xml"]
)
def test_a_declaration_is_refused(name):
    bomb = '?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    data = edited(FILLED, lambda text: text.replace("?>", bomb, 1), name)
    assert refusal(data) == "FILE_HOSTILE"


def test_a_declaration_in_another_encoding_is_refused():
    text = (
        part(FILLED)
        .replace("UTF-8", "UTF-16")
        .replace("?>", '?><!DOCTYPE x [<!ENTITY a "ha">]>', 1)
    )
    assert refusal(packed(members(FILLED) | {DOCUMENT: text.encode("utf-16")})) == "FILE_HOSTILE"


def test_other_encodings_are_read():
    text = part(FILLED).replace("UTF-8", "UTF-16", 1)
    assert raws(packed(members(FILLED) | {DOCUMENT: text.encode("utf-16")})) == RAW


def test_a_part_that_unpacks_to_too_much_is_refused():
    blanks = part(FILLED).replace("<w:body>", "<w:body>" + " " * (33 << 20))
    assert refusal(packed(members(FILLED) | {DOCUMENT: blanks})) == "FILE_HOSTILE"


def test_what_is_never_opened_may_be_large():
    data = packed(members(FILLED) | {"word/media/image1.png": b"0" * (40 << 20)})
    assert raws(data) == RAW


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused():
    package = BytesIO(FILLED)
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(DOCUMENT, part(written()))
    assert refusal(package.getvalue()) == "FILE_HOSTILE"


def test_too_many_members_are_refused():
    assert (
        refusal(packed(members(FILLED) | {f"x/{one}": b"" for one in range(2001)}))
        == "FILE_HOSTILE"
    )


def test_an_encrypted_member_is_refused():
    data = bytearray(FILLED)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "FILE_PASSWORD"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_office_does_not_know_are_refused(method):
    package = BytesIO()
    with zipfile.ZipFile(package, "w", method) as archive:
        for name, inner in members(FILLED).items():
            archive.writestr(name, inner)
    assert refusal(package.getvalue()) == "FILE_HOSTILE"


def test_a_method_of_packing_nobody_knows_is_refused():
    data = bytearray(FILLED)
    entry = data.rindex(DOCUMENT.encode()) - 46  # in the directory, after the local header
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 10] = 97
    assert refusal(bytes(data)) in ("FILE_HOSTILE", "FILE_DAMAGED")


@pytest.mark.parametrize("depth", [20, 60, 120, 5000])
def test_tables_in_tables_are_read_or_refused(depth):
    start, stop = "<w:tbl><w:tr><w:tc>" * depth, "<w:p/></w:tc></w:tr></w:tbl>" * depth
    data = swapped(FILLED, "<w:sectPr>", f"{start}{stop}<w:sectPr>")
    if depth < 80:
        assert raws(data) == RAW
    else:
        assert refusal(data) in ("FILE_DAMAGED", "FILE_HOSTILE")


@pytest.mark.parametrize("name", [DOCUMENT, "_rels/.rels"])
@pytest.mark.parametrize("inner", [b"", b"<w:document", b"\xff\xfe\x00", b"<a><b></a>"])
def test_broken_xml_is_refused(name, inner):
    assert refusal(packed(members(FILLED) | {name: inner})) == "FILE_DAMAGED"


def test_a_package_without_a_document_is_refused():
    inner = members(FILLED)
    del inner[DOCUMENT]
    assert refusal(packed(inner)) == "FILE_DAMAGED"


def test_relations_that_point_outside_find_nothing():
    data = swapped(FILLED, "docProps/custom.xml", "../../../etc/passwd", "_rels/.rels")
    data = swapped(data, "docProps/core.xml", "http://example.org/", "_rels/.rels")
    assert FORMAT.identify(data).digest == FORM.digest  # the footer still says so


@pytest.mark.parametrize(
    "claim",
    ["{}", "[1]", '{"formgen":1}', '{"formgen":1,"survey":[]}', "{" * 9999, "x" * 99999],
)
def test_claims_that_are_none_are_passed_over(claim):
    data = edited(FILLED, lambda _: f"<p><v>{claim}</v></p>", "docProps/custom.xml")
    assert FORMAT.identify(data).digest == FORM.digest


def test_many_equal_lines_take_no_long_time():
    lines = "<w:p><w:r><w:t>มี</w:t></w:r></w:p>" * 20_000
    data = swapped(FILLED, "<w:sectPr>", f"{lines}<w:sectPr>")
    assert raws(data) == RAW
    assert len(findings(data)) <= 10


def test_many_controls_take_no_long_time():
    one = "<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>มี</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    data = swapped(FILLED, "<w:sectPr>", f"{one * 10_000}<w:sectPr>")
    assert raws(data) == RAW
    assert len(findings(data)) <= 30


@pytest.mark.parametrize("value", ["", "-1", "99999999999999999999", "ก"])
def test_numbers_that_are_none_do_no_harm(value):
    symbol = f'<w:sym w:font="Wingdings" w:char="{value}"/>'
    data = swapped(FILLED, "<w:t>☐</w:t>", symbol)
    assert {"STATE_DISAGREES"} >= {code for code, _ in findings(data)}
