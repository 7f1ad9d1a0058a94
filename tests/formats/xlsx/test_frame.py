"""Sheets read by what is known of others: the same as in full, or in full."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    HIDDEN,
    SHEET,
    edited,
    nameless,
    part,
    unmapped,
    written,
)
from tests.formats.xlsx.twice import read_twice

from formgen.formats.xlsx import FORMAT, frame
from formgen.formats.xlsx.book import Book
from formgen.formats.xlsx.frame import plain_sheet
from formgen.formats.xlsx.parts import Shared, SheetReader
from formgen.model.diagnostics import FormgenError

LARGE = os.environ.get("FORMGEN_OPERATIONS")
BLANK, ANSWERED, MAP = (
    part(data, name).encode()
    for data, name in ((written(), SHEET), (FILLED, SHEET), (FILLED, HIDDEN))
)
SHARED = [Shared("ก"), Shared("ข1", struck=True, instead="ข^1"), Shared("")]
RETURNS = sorted((Path(__file__).parents[2] / "returns").glob("*.xls[xm]"))
DIGITS = "9" * 5000
PIECES = [
    *('<c r="A1">', "</c>", '<c r="B2"/>', "<c>", '<c r="">', '<c s="1" r="Z9">', "<v>", "</v>"),
    *("<v>5</v>", "<v/>", "<f>1</f>", "<f/>", "<is>", "</is>", "<t>", "</t>", '<row r="77">'),
    *("</row>", "<row>", "<row/>", '<row r="7" hidden="1"/>', '<row r="x" hidden="1">'),
    *('<row r="5" xmlns="urn:x">', ' hidden="1"', ' ht="0"', ' t="s"', ' t="d"', ' s="3"'),
    *("<sheetData>", "</sheetData>", "</sheetData ><sheetData>", "<strike/>", "<pageMargins/>"),
    *("<r><rPr><strike/></rPr><t>z</t></r>", "<rPh>", "</rPh>", "<x:pageMargins/>"),
    *('<col min="2" max="2" hidden="1"/>', '<mergeCell ref="A1:B2"/>', "&amp;", "&#13;", "\r"),
    *('<f t="array" ref="A1:Z99">1</f>', '<f t="dataTable" ref="B2:B3"/>'),
    *("<customSheetViews>", "</customSheetViews>", "<customSheetViews><c/></customSheetViews>"),
    *("<r><rPr><vertAlign val='superscript'/></rPr><t>z</t></r>", "<vertAlign val='subscript'/>"),
    *("\0", "]]>", "<!-- -->", "<![CDATA[x]]>", "<?x?>", "&no;", "7", "ก", "\u200b", "_x000D_"),
]  # fmt: skip


def sheet(rows: str, head: str = "", tail: str = "", root: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    inner = f"{head}<sheetData>{rows}</sheetData>{tail}"
    return f'<worksheet xmlns="{space}"{root}>{inner}</worksheet>'.encode()


def cell(inner: str, kind: str = "str", place: str = "A1") -> str:
    return f'<c r="{place}" s="2" t="{kind}">{inner}</c>'


def row(inner: str, more: str = "", number: str = "1") -> str:
    return f'<row r="{number}"{more}>{inner}</row>'


ONE, NEXT = row(cell("<v>ก</v>")), row(cell("<v>1</v>", place="B2"), number="2")
PLAIN = {
    "nothing": sheet(""),
    "words": sheet(ONE),
    "words of its own": sheet(row(cell('<is><t xml:space="preserve"> ก </t></is>', "inlineStr"))),
    "blank": sheet(row(cell("<v></v>") + '<c r="B1" s="4"/><c r="C1"></c>')),
    "number": sheet(row(cell("<v> 5 </v>", "n") + cell("<v>1</v>", "b", "B1"))),
    "shared": sheet(row(cell("<v>1</v>", "s") + cell("<v>2</v>", "s", "B1"))),
    "entities": sheet(row(cell("<v>a &lt; &amp; _x0041_</v>"))),
    "formula": sheet(row(cell("<f>1+1</f><v>2</v>") + cell("<f>A1</f>", place="B1"))),
    "runs": sheet(row(cell("<is><r><rPr><strike/></rPr><t>ก</t></r></is>", "inlineStr"))),
    "views": sheet(
        ONE, tail='<customSheetViews><pageMargins/></customSheetViews><mergeCell ref="A1:B2"/>'
    ),
    "raised": sheet(
        row(cell("<is><t>1</t><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></is>"))
    ),
    "hidden": sheet(
        row(cell("<v>ก</v>"), ' hidden="1"') + row("", ' ht="0"', "3"),
        '<cols><col min="2" max="3" width="0"/></cols>',
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells><pageMargins/>',
    ),
    "in quotes of one kind": b"<?xml version='1.0' encoding='UTF-8'?>\n" + sheet(ONE),
    "stray words": sheet(f"x{row('y' + cell('<v>ก</v>') + 'z')}"),
    "looks of nothing": sheet(row(f"<strike/>{cell('<v>ก</v>')}<color rgb='FFFFFFFF'/>")),
    "comment": sheet(f"<!-- a -->{ONE}<!-- b -->"),
    "a style nobody can count": sheet(row(f'<c r="A1" s="{DIGITS}"><f>1</f></c>')),
}  # fmt: skip
ODD = {
    # a place that another cell or row tells
    "cell without a place": sheet(row(cell("<v>ก</v>", place="B1") + "<c><v>5</v></c>")),
    "cell with a blank place": sheet(row(cell("<v>ก</v>", place="B1") + '<c r="" ><v>5</v></c>')),
    "row without a number": sheet(ONE + '<row hidden="1"/>'),
    "row with a number that is none": sheet(row("", number="7") + '<row r="x" hidden="1"></row>'),
    # what belongs to the cell before
    "value after a cell": sheet(row(f"{cell('<v>1</v>')}<v>5</v>")),
    "formula after a cell": sheet(f"{ONE}<f/>"),
    "value after the rows": sheet(ONE, tail="<v>5</v>"),
    "formula after the rows": sheet(ONE, tail="<f/>"),
    # other names of tags, and words that are tags
    "a row of another kind": sheet(f'<row r="1" xmlns="urn:x">{cell("<v>ก</v>")}</row>'),
    "within another kind": sheet(ONE, '<x xmlns="urn:x">', "</x>"),
    "a value of another kind": sheet(
        row('<c r="A1" cm="1"><y:v>5</y:v></c>'),
        '<x xmlns:y="urn:x">',
        "</x>",
        ' xmlns:y="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    ),
    "all in a comment": sheet(f"<!-- {ONE} -->"),
    "all in CDATA": sheet(f"<![CDATA[{ONE}]]>"),
    "all in an instruction": sheet(f"<?x {ONE} ?>"),
    "begins in a comment": sheet(ONE, "<!-- <sheetData> -->"),
    # hidden elsewhere, read no further
    "rows after the rows": sheet(ONE, tail='<sheetData><row r="1" hidden="1"/></sheetData>'),
    "rows before the rows": sheet(ONE, head='<row r="1" hidden="1"/>'),
    "columns among the rows": sheet(f'{ONE}<col min="1" max="1" hidden="1"/>'),
    "merged among the rows": sheet(f'{ONE}<mergeCell ref="A1:B1"/>{NEXT}'),
    "ends early": sheet(f"<pageMargins/>{ONE}"),
    "ends early by another name": sheet(
        f"{ONE}<y:pageMargins/>{NEXT}", root=' xmlns:y="urn:y"'
    ),
    "ends before": sheet(ONE, head="<pageMargins/>"),
    # words that a parser has to say
    "letter by its number": sheet(row(cell("<v>&#3585;</v>"))),
    "carriage return": sheet(row(cell("<v>a\rb</v>"))),
    "unknown entity": sheet(row(cell("<v>&no;</v>"))),
    "no letter": sheet(row(cell("<v>\x01</v>"))),
    "end of CDATA": sheet(row(cell("<v>]]></v>"))),
    "half a letter": sheet(ONE).replace("ก".encode(), "ก".encode()[:-1]),
    "another encoding": b"<?xml version='1.0' encoding='iso-8859-1'?>" + sheet(ONE),
    "another encoding, said last": b"<?xml version='1.0' standalone='yes' encoding='iso-8859-1'?>"
    + sheet(ONE),
    # not sound
    "filled by a formula": sheet(
        row(cell('<f t="array" ref="A1:A2">B1</f><v>1</v>')) + row(cell("<v>2</v>", place="A2"))
    ),
    "views around the rows": sheet(ONE, "<customSheetViews>", "</customSheetViews>"),
    "stands twice": sheet(row(cell("<v>1</v>") + cell("<v>2</v>"))),
    "stands twice, once with a formula": sheet(row(cell("<v>1</v>") + cell("<f>1</f><v>2</v>"))),
    "shares nothing": sheet(row(cell("<v>3</v>", "s"))),
    "shares a word": sheet(row(cell("<v>x</v>", "s"))),
    "shares what nobody can count": sheet(row(cell(f"<v>{DIGITS}</v>", "s"))),
    "torn": sheet(f"{ONE}<row>"),
    "torn across": sheet(f'<x>{ONE}</x ><y>', tail="</y>"),
    "no end": sheet(ONE)[:-1],
    "more": sheet(ONE) + b"<a/>",
    "DOCTYPE": b"<!DOCTYPE a>" + sheet(ONE),
}  # fmt: skip


@pytest.mark.parametrize("xml", [BLANK, ANSWERED, MAP], ids=["blank", "filled", "map"])
def test_a_form_is_read_by_its_frame(xml):
    assert read_twice(xml, [])


@pytest.mark.parametrize("name", PLAIN)
def test_a_sheet_that_is_plain_is_read_the_short_way(name):
    assert read_twice(PLAIN[name], SHARED)


@pytest.mark.parametrize("name", ODD)
def test_a_sheet_that_is_odd_is_read_as_usual(name):
    assert plain_sheet(ODD[name], SHARED) is None
    with suppress(FormgenError):  # and no other error
        SheetReader(SHARED).read(ODD[name])


def test_nothing_but_what_is_new_is_read_anew(monkeypatch):
    plain_sheet(ANSWERED, [])
    plain = rb"(<c [^<>]*><(?:is><t(?: [^<>]*)?|v)>)[^<]+"
    new = re.sub(plain, r"\1ใหม่ &lt; ๑".encode(), ANSWERED)
    monkeypatch.setattr(frame, "SheetReader", None)
    short = plain_sheet(new, [])
    monkeypatch.undo()
    assert short == SheetReader([]).read(new)
    assert short != SheetReader([]).read(ANSWERED)


def test_what_one_sheet_hides_another_does_not():
    hidden = plain_sheet(PLAIN["hidden"], [])[1]
    hidden.merges.clear(), hidden.columns.clear(), hidden.rows.clear()
    assert read_twice(PLAIN["hidden"], [])[1].merges


@st.composite
def edits(draw) -> bytes:
    """A sheet in which pieces of XML were put in, doubled or taken out, at tags or anywhere."""
    xml = draw(st.sampled_from([BLANK, ANSWERED, MAP, *PLAIN.values()]))
    for _ in range(draw(st.integers(1, 3))):
        tags = [one.start() for one in re.finditer(b"<", xml)] or [0]
        start = draw(st.sampled_from(tags) | st.integers(0, len(xml)))
        end = draw(st.sampled_from([one for one in tags if one > start][:12] or [start]))
        first, last = (draw(st.sampled_from(["", *PIECES])).encode() for _ in range(2))
        kept = draw(st.sampled_from([xml[start:end], b"", xml[start:end] * 2]))
        xml = xml[:start] + first + kept + last + xml[end:]
    return xml


@settings(max_examples=int(LARGE or 800), derandomize=LARGE is None, deadline=None)
@given(edits())
def test_after_any_edit_both_ways_read_the_same(xml):
    read_twice(xml, SHARED)


@pytest.mark.parametrize("piece", ["<c ", '<c r="A1"/>', "<row", "<", "<x:", '<row r="1"/>'])
def test_a_sheet_made_to_take_long_is_given_up_soon(piece):
    xml = sheet(piece * (400_000 // len(piece)))
    started = time.perf_counter()
    plain_sheet(xml, [])
    assert time.perf_counter() - started < 1


# ---------------------------------------------------------------- other parts


def beside(name: str, old: str, new: str) -> bytes:
    """The filled form with another part that is otherwise."""
    data = edited(FILLED, lambda xml: xml.replace(old, new), name)
    assert part(data, name) != part(FILLED, name)
    return data


PARTS = {
    "struck": beside("xl/styles.xml", "<font>", "<font><strike/>"),
    "white": beside("xl/styles.xml", "<font>", '<font><color rgb="FFFFFFFF"/>'),
    "number formats": beside("xl/styles.xml", 'numFmtId="', 'numFmtId="1'),
    "hidden sheet": beside("xl/workbook.xml", "<sheet ", '<sheet state="hidden" '),
    "no names": nameless(FILLED),
    "no map": unmapped(FILLED),
    "program": beside("[Content_Types].xml", "openxmlformats", "macroEnabled"),
    "days from 1904": beside("xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"'),
}


@pytest.mark.parametrize("name", PARTS)
def test_what_other_parts_say_is_heard_in_both_ways(name, monkeypatch):
    FORMAT.read(FORM, FILLED)
    short = outcome(PARTS[name])
    monkeypatch.setattr(frame, "_MOST", 0)  # nothing is short enough
    assert outcome(PARTS[name]) == short


def outcome(data: bytes) -> object:
    try:
        return FORMAT.read(FORM, data)
    except FormgenError as error:
        return error.diagnostics


@pytest.mark.parametrize("path", RETURNS, ids=[path.name for path in RETURNS])
def test_files_that_other_programs_made_are_read_the_same_in_both_ways(path):
    book = Book(path.read_bytes())  # each sheet through `read_twice`
    assert [book.cells(tab) for tab in range(len(book.tabs))]
