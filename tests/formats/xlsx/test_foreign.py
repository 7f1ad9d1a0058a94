"""The formats that spreadsheets make of the workbook: what they keep is read, by the same rules."""

import csv
import io
import random
import struct
from html import escape
from pathlib import Path

import pytest
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    NOTHING,
    RAW,
    members,
    opened,
    packed,
    part,
    swapped,
    written,
)
from tests.formats.xlsx.hands import Hands, hands

from formgen import formats
from formgen.formats.xlsx import xls_drawn
from formgen.formats.xlsx.delimited import read_delimited
from formgen.formats.xlsx.names import HIDDEN as HIDDEN_NAME
from formgen.model.diagnostics import FormgenError
from formgen.model.form import form_from_json
from formgen.model.identity import claim_text
from formgen.model.reading import By

RETURNS = Path(__file__).parents[2] / "returns"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{short}="{NAMES}{short}:1.0"' for short in ("office", "table", "text", "style", "meta")
)
_BLANKS = '<text:s text:c="2"/>'
SPACES += f' xmlns:draw="{NAMES}drawing:1.0" xmlns:fo="{NAMES}xsl-fo-compatible:1.0"'
SPACES += f' xmlns:svg="{NAMES}svg-compatible:1.0"'


# ---------------------------------------------------------------- a workbook as ODS


def ods(held: Hands, inside: dict[tuple[int, int], str] | None = None, more: str = "") -> bytes:
    """The sheet as LibreOffice would save it; `inside` is XML for cells, `more` styles."""
    sheets = _table(
        held.title, {spot: _cell(one) for spot, one in held.cells.items()} | (inside or {})
    )
    hidden = opened(packed(held.package))[HIDDEN_NAME]
    known = {
        (one.row, one.column): _text(str(one.value)) for row in hidden for one in row if one.value
    }
    sheets += _table(HIDDEN_NAME, known, "hidden")
    quoted = "$'" + held.title.replace("'", "''") + "'"
    names = "".join(
        f'<table:named-range table:name="{name}"'
        f' table:cell-range-address="{escape(f"{quoted}.${_letter(spot[1])}${spot[0]}")}"/>'
        for name, spot in held.names.items()
        if spot
    )
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>"
        '<style:style style:name="hidden"><style:table-properties table:display="false"/>'
        "</style:style>"
        f"{more}</office:automatic-styles><office:body><office:spreadsheet>{sheets}"
        f"<table:named-expressions>{names}</table:named-expressions>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {SPACES}><office:meta>"
        f'<meta:user-defined meta:name="formgen">{escape(claim_text(FORM, None))}'
        "</meta:user-defined></office:meta></office:document-meta>"
    )
    return packed({"mimetype": MIMETYPE, "content.xml": content, "meta.xml": meta})


def _table(title: str, cells: dict[tuple[int, int], str], style: str = "") -> str:
    rows, done = [], 0
    for number in sorted({row for row, _ in cells}):
        if number > done + 1:
            rows.append(
                f'<table:table-row table:number-rows-repeated="{number - done - 1}">'
                '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
            )
        inner, at = "", 0
        for column in sorted(column for row, column in cells if row == number):
            if column > at + 1:
                gap = column - at - 1
                inner += f'<table:covered-table-cell table:number-columns-repeated="{gap}"/>'
            inner += cells[number, column]
            at = column
        rows.append(f"<table:table-row>{inner}</table:table-row>")
        done = number
    return (
        f'<table:table table:name="{escape(title)}" table:style-name="{style}">'
        f"{''.join(rows)}</table:table>"
    )


def _cell(one) -> str:
    formula = ' table:formula="of:=1"' if one.formula else ""
    return _text(one.text, formula) if one.text else "<table:table-cell/>"


def _text(text: str, attributes: str = "") -> str:
    paragraphs = (escape(line).replace("  ", _BLANKS) for line in text.split("\n"))
    lines = "".join(f"<text:p>{line}</text:p>" for line in paragraphs)
    return f'<table:table-cell office:value-type="string"{attributes}>{lines}</table:table-cell>'


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def read(name, data):
    return formats.reader(name).read(FORM, data)


def raws(reading):
    return {name: mark.raw for name, mark in reading.marks.items()}


def told(reading):
    return [(one.code.name, one.field) for one in reading.diagnostics]


def test_a_spreadsheet_of_libreoffice_is_read_by_its_names():
    data = ods(hands(FILLED))
    reading = read("ods", data)
    assert raws(reading) == RAW
    assert (reading.format, reading.diagnostics) == ("ods", ())
    assert {mark.by for mark in reading.marks.values()} == {By.NAME}
    assert reading.claim == formats.reader("ods").identify(data)
    assert reading.claim.digest == FORM.digest
    assert raws(read("ods", ods(hands(written())))) == NOTHING


@pytest.mark.parametrize(
    ("inner", "raw"),
    [
        ('office:value-type="float" office:value="812345678"', "812345678"),
        ('office:value-type="float" office:value="0.1"', "0.1"),
        ('office:value-type="percentage" office:value="0.125"', "12.5%"),
        ('office:value-type="date" office:date-value="2026-11-22"', "2026-11-22"),
        ('office:value-type="date" office:date-value="2026-11-22T00:00:00"', "2026-11-22"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
    ],
)
def test_a_value_is_told_as_it_is_shown(inner, raw):
    data = ods(
        hands(FILLED), {(13, 1): f"<table:table-cell {inner}><text:p>?</text:p></table:table-cell>"}
    )
    assert raws(read("ods", data)) == {**RAW, "mail.remark": raw}


def test_words_in_several_spans_are_one_answer():
    inner = (
        '<table:table-cell office:value-type="string"><text:p>ก<text:span>ข<text:s text:c="3"/>ค'
        "</text:span><text:tab/>ง<text:line-break/>จ</text:p></table:table-cell>"
    )
    data = ods(hands(FILLED), {(13, 1): inner})
    assert raws(read("ods", data))["mail.remark"] == "กข   ค\tง\nจ"


def test_a_sign_counts_by_its_font():
    font = '<style:text-properties style:font-name="Wingdings 2"/>'
    style = f'<style:style style:name="ce9">{font}</style:style>'
    inner = (
        '<table:table-cell table:style-name="{}" office:value-type="string"><text:p>P</text:p>'
        "</table:table-cell>"
    )
    held = hands(written())
    marked = read("ods", ods(held, {(20, 3): inner.format("ce9")}, style))
    assert raws(marked)["tools.used"] == ("sign",)
    plain = read("ods", ods(held, {(20, 3): inner.format("ce8")}, style))
    assert told(plain) == [("CHOICE_UNKNOWN", "tools.used")]


def test_comments_and_pictures_are_told():
    note = "<office:annotation><text:p>ถาม</text:p></office:annotation>"
    inner = (
        f'<table:table-cell office:value-type="string">{note}<text:p>มี</text:p></table:table-cell>'
    )
    reading = read("ods", ods(hands(FILLED), {(11, 1): inner}))
    assert raws(reading)["mail.status"] == "มี"
    assert told(reading) == [("TEXT_ADDED", "mail.status")]
    drawn = on_cell('<draw:frame table:end-cell-address="ก.C20"><draw:image/></draw:frame>')
    assert told(read("ods", ods(hands(FILLED), {(20, 3): drawn}))) == [
        ("MARK_OUTSIDE", "tools.used")
    ]


def on_cell(inner: str) -> str:
    return f"<table:table-cell>{inner}</table:table-cell>"


def frame(x: str, y: str, width: str, height: str, more: str = "") -> str:
    place = f'svg:x="{x}" svg:y="{y}" svg:width="{width}" svg:height="{height}"'
    return f"<draw:frame {place}{more}><draw:image/></draw:frame>"


STATUS, REMARK = ("MARK_OUTSIDE", "mail.status"), ("MARK_OUTSIDE", "mail.remark")
LINE = '<draw:line svg:x1="0cm" svg:y1="0cm" svg:x2="1cm" svg:y2="39pt"/>'
TURNED = frame("0cm", "0cm", "1cm", "1pt", ' draw:transform="rotate(0.7)"')


@pytest.mark.parametrize(
    ("drawn", "touched"),
    [
        (frame("0cm", "0cm", "1cm", "12pt"), []),  # rows of 12.8 points, the answer in the next
        (frame("0cm", "0cm", "1cm", "13pt"), [STATUS]),
        (frame("0cm", "0cm", "1cm", "39pt"), [STATUS, REMARK]),
        (frame("0cm", "26pt", "1cm", "0.2in"), [STATUS, REMARK]),
        (frame("200mm", "0cm", "1cm", "39pt"), []),  # far right of them
        (LINE, [STATUS, REMARK]),
        (f"<draw:g>{frame('0cm', '0cm', '1cm', '1pt')}{LINE}</draw:g>", [STATUS, REMARK]),
    ],
)
def test_a_picture_touches_the_answers_that_it_reaches(drawn, touched):
    found = told(read("ods", ods(hands(FILLED), {(10, 1): on_cell(drawn)})))
    assert [one for one in found if one[0] == "MARK_OUTSIDE"] == touched


@pytest.mark.parametrize("drawn", [TURNED, "<draw:frame/>", frame("x", "0cm", "1cm", "9" * 99)])
def test_a_picture_that_may_reach_anywhere_touches_all_answers_below(drawn):
    found = told(read("ods", ods(hands(FILLED), {(10, 1): on_cell(drawn)})))
    above = {"me.code", "me.type", "me.type.specify", "me.on"}
    assert {field for code, field in found if code == "MARK_OUTSIDE"} == RAW.keys() - above


def test_a_picture_on_the_sheet_itself_touches_the_answers_under_it():
    """Rows are as high as their style says, columns as wide; hidden ones take no room."""
    sizes = (
        '<style:style style:name="ro9"><style:table-row-properties style:row-height="2cm"/>'
        "</style:style>"
    )
    data = ods(hands(FILLED), more=sizes)
    rows = '<table:table-row table:style-name="ro9">'
    picture = f"<table:shapes>{frame('0cm', '19cm', '1cm', '4cm')}</table:shapes>"
    high = part(data, "content.xml").replace("<table:table-row>", rows)
    first, sheet, rest = high.partition('table:style-name="">')
    placed = packed({**members(data), "content.xml": f"{first}{sheet}{picture}{rest}"})
    assert told(read("ods", placed)) == [STATUS]  # of rows 1 to 12, each 2 cm but the blank ones


def test_rows_and_columns_that_repeat_are_not_copied():
    inner = (
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    held = hands(FILLED)
    assert raws(read("ods", ods(held, {(60, 1): inner}))) == RAW
    row = '<table:table-row{}><table:table-cell table:number-columns-repeated="16000"'
    repeated = row.format(' table:number-rows-repeated="1000000"')
    bomb = swapped(ods(held, {(60, 1): inner}), row.format(""), repeated, "content.xml")
    with pytest.raises(FormgenError) as refused:
        read("ods", bomb)
    assert refused.value.diagnostics[0].code.name == "FILE_HOSTILE"


def test_a_spreadsheet_with_a_password_is_told():
    data = packed({"mimetype": MIMETYPE, "META-INF/manifest.xml": "<a><encryption-data/></a>"})
    with pytest.raises(FormgenError) as refused:
        read("ods", data)
    assert refused.value.diagnostics[0].code.name == "FILE_PASSWORD"


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a/>", b"<" * 9])
def test_a_spreadsheet_that_is_none_is_damaged(content):
    with pytest.raises(FormgenError):
        read("ods", packed({"mimetype": MIMETYPE, "content.xml": content}))


# ---------------------------------------------------------------- CSV


def as_csv(data: bytes, separator: str = ",") -> str:
    sheet = opened(data, data_only=True).worksheets[0]
    file = io.StringIO()
    for row in sheet.iter_rows(values_only=True):
        csv.writer(file, delimiter=separator).writerow(["" if one is None else one for one in row])
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_saved_as_text_is_read_by_what_is_printed(separator, encoding):
    reading = read("csv", as_csv(FILLED, separator).encode(encoding))
    assert raws(reading) == RAW
    assert (reading.format, reading.claim, reading.diagnostics) == ("csv", None, ())
    assert {mark.by for mark in reading.marks.values()} == {By.ANCHOR}


def test_thai_of_windows_loses_the_signs_it_does_not_have():
    """Excel writes `?` for ✓: then nobody can tell what was ticked, and the file says so."""
    reading = read("csv", as_csv(FILLED).encode("cp874", "replace"))
    assert raws(reading)["mail.status"] == "อยู่ระหว่างดำเนินการ"
    assert ("CHOICE_UNKNOWN", "tools.used") in told(reading)


def test_a_row_that_was_lost_makes_the_table_doubtful():
    lines = as_csv(FILLED).splitlines(keepends=True)
    reading = read("csv", "".join(lines[1:]).encode())
    assert ("FOUND_BY_ANCHOR", "me.code") in told(reading)


def test_text_that_cannot_be_a_table_is_damage():
    with pytest.raises(FormgenError):
        read_delimited(b'"' + b"x" * 200_000 + b'",1\n')


# ---------------------------------------------------------------- XLS


def test_a_damaged_xls_is_refused_and_nothing_else():
    data = (RETURNS / "libreoffice-7.4-calc.xls").read_bytes()
    form = form_from_json((RETURNS / "form.json").read_text(encoding="utf-8"))
    whole = raws(formats.read(form, "xls", data))
    chance = random.Random(3)
    for _ in range(25):
        place = chance.randrange(len(data))
        broken = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        try:
            reading = formats.read(form, "xls", broken)
        except FormgenError:
            continue
        assert set(raws(reading)) <= set(whole)
    for size in (0, 100, len(data) // 2):
        with pytest.raises(FormgenError):
            formats.read(form, "xls", data[:size])


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def drawn(kind: int, flags: int = 0, text: str = "") -> bytes:
    """An object of Excel 97 over C5:D6; its place stands in the drawing before it."""
    corners = struct.pack("<9H", 0, 2, 0, 4, 0, 3, 0, 5, 0)
    shape = struct.pack("<HHI", 0x0F, 0xF004, 99) + struct.pack("<HHI", 0, 0xF010, 18) + corners
    facts = struct.pack("<HHHHH", 0x15, 0x12, kind, 1, flags)
    said = record(0x1B6, bytes(18)) + record(0x3C, b"\1" + text.encode("utf-16-le"))
    return record(0xEC, shape) + record(0x5D, facts) + (said if text else b"")


@pytest.mark.parametrize(
    ("objects", "texts"),
    [
        (drawn(8), [""]),
        (drawn(6, text="✓ มี"), ["✓ มี"]),
        (drawn(8) + drawn(6, text="ก") + drawn(0x0B), ["", "ก", ""]),
        (drawn(0x19, text="ความเห็น"), []),  # the box of a comment
        (drawn(0x14, 0x100), []),  # the arrow of a filter
        (drawn(0x14), [""]),
        (record(0x3C, b"\0x"), []),
    ],
    ids=["picture", "text box", "three", "comment", "arrow", "list", "none"],
)
def test_objects_of_an_xls_are_listed(objects, texts):
    stream = record(0x809, b"\0\6") + objects + record(0x0A) + drawn(8)  # of the next sheet
    shapes = list(xls_drawn._shapes(stream, 0, new=True))
    assert [one.text for one in shapes] == texts
    assert all((one.first, one.last) == ((5, 3), (6, 4)) for one in shapes)


def test_an_object_of_excel_95_tells_its_own_place():
    facts = struct.pack("<I3H8H", 1, 8, 1, 0, 2, 0, 4, 0, 3, 0, 5, 0)
    stream = record(0x809, b"\0\5") + record(0x5D, facts) + record(0x0A)
    (shape,) = xls_drawn._shapes(stream, 0, new=False)
    assert (shape.first, shape.last) == ((5, 3), (6, 4))


def test_cells_with_formulas_of_an_xls_are_listed():
    cells = b"".join(
        record(kind, struct.pack("<HH", *place) + bytes(18))
        for kind, place in ((0x06, (10, 0)), (0x203, (11, 0)), (0x406, (300, 255)), (0x06, (10, 1)))
    )
    stream = record(0x809, b"\0\6") + cells + record(0x0A) + record(0x06, bytes(20))
    assert set(xls_drawn._formulas(stream, 0)) == {(11, 1), (301, 256), (11, 2)}


def test_objects_that_make_no_sense_are_still_told():
    for data in (b"", b"\0", bytes(40), b"\xff" * 40):
        for new in (True, False):
            stream = record(0x809) + record(0xEC, data) + record(0x5D, data) + record(0x0A)
            assert len(list(xls_drawn._shapes(stream, 0, new=new))) == 1


# ---------------------------------------------------------------- with macros


def test_a_workbook_that_may_have_macros_is_read_and_named():
    data = swapped(
        FILLED, "spreadsheetml.sheet.main+xml", "x.macroEnabled.main+xml", "[Content_Types].xml"
    )
    reading = read("xlsm", data)
    assert raws(reading) == RAW
    assert (reading.format, reading.diagnostics) == ("xlsm", ())
