"""Documents read by what is known of others: the same as in full, or in full."""

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.docx.forms import FORM, VALUES, members, packed, part, swapped, written
from tests.formats.docx.test_hands import remarked
from tests.formats.docx.test_numbering import answered, level, listed, numbered
from tests.formats.docx.twice import read_twice

from formgen.formats.docx import FORMAT, frame
from formgen.formats.docx.frame import framed

LARGE = os.environ.get("FORMGEN_OPERATIONS")
BLANK, FILLED = part(written()).encode(), part(written(VALUES)).encode()
OF_WRITER = Path(__file__).parent / "returned" / "writer-7.4.docx"
WRITER = members(OF_WRITER.read_bytes())["word/document.xml"]
RETURNS = sorted((Path(__file__).parents[2] / "returns").glob("[!c]*.doc[xm]"))
DEEP = 240
PIECES = [
    *("<w:sdt>", "</w:sdt>", "<w:sdt >", "</w:sdt >", "<w:sdt><w:sdtContent/></w:sdt>"),
    *("<w:sdtContent>", "</w:sdtContent>", "<w:sdtPr>", "</w:sdtPr>", '<w:tag w:val=""/>'),
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:br/>", "<w:tab/>"),
    *("<w:tc>", "</w:tc>", "<w:tr>", "</w:tr>", "<w:tbl>", "</w:tbl>", "</w:body>"),
    *("<w:pPr>", "</w:pPr>", '<w:pPr><w:shd w:fill="000000"/></w:pPr>', '<w:p xmlns:w="urn:x">'),
    *("<w:rPr><w:strike/></w:rPr>", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', "<w:vanish/>"),
    *('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', '<w:id w:val="5"/>', "<w:showingPlcHdr/>"),
    *('<w:del w:id="1"><w:r><w:t>x</w:t></w:r></w:del>', "<w:instrText>DDE</w:instrText>"),
    *("<w:pict><w:txbxContent>", "</w:txbxContent></w:pict>", ' w:val="x"', "&amp;", "&#252;P"),
    *("üP", "&#13;", "\r", "\0", "]]>", "<!-- -->", "<![CDATA[x]]>", "<?x?>", "&no;", "ก"),
]  # fmt: skip


def inside(xml: bytes, tag: str, change) -> bytes:
    """The document with one control that is otherwise."""
    start = xml.rindex(b"<w:sdt>", 0, xml.index(f'<w:tag w:val="{tag}"/>'.encode()))
    end = xml.index(b"</w:sdt>", start) + len(b"</w:sdt>")
    return xml[:start] + change(xml[start:end]) + xml[end:]


def before(old: str, new: str, xml: bytes = FILLED) -> bytes:
    """The document with something before the first piece of it that is such."""
    assert old.encode() in xml
    return xml.replace(old.encode(), new.encode() + old.encode(), 1)


def held(inner: str) -> bytes:
    """The document with other words, or anything, in the control of a remark."""
    pattern = re.compile(rb"(<w:sdtContent>).*(</w:sdtContent>)")
    return inside(FILLED, "web.remark", lambda one: pattern.sub(rb"\1%b\2" % inner.encode(), one))


def said(text: str) -> bytes:
    return held(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>')


# ---------------------------------------------------------------- read the short way


@pytest.mark.parametrize("xml", [BLANK, FILLED, WRITER], ids=["blank", "filled", "Writer"])
def test_a_form_is_read_by_its_frame(xml):
    assert read_twice(xml)


@pytest.mark.parametrize(
    "text", ["ใหม่", "", " ", "ก &amp; &lt;ข&gt; &quot;", "ü", "P", "üP", "\u200bก", "a\tb\nc", "✓"]
)
def test_words_that_are_new_are_read_by_the_frame_and_control_of_others(text, monkeypatch):
    framed(said("เก่า"))
    monkeypatch.setattr(frame, "tree", None)  # nothing is parsed any more
    short = framed(said(text))
    monkeypatch.undo()
    assert short == read_twice(said(text))


def test_lines_in_an_answer_are_read_the_short_way():
    body = read_twice(held("<w:r><w:t>ก</w:t><w:br/><w:t>ข</w:t></w:r><w:r><w:tab/></w:r>"))
    assert "ก\nข\t" in {one.text for line in body.lines for one in line.controls}


def test_what_writer_numbers_and_how_it_sets_a_blank_answer_make_no_other_frame():
    assert read_twice(WRITER)
    known = frame._lines.cache_info().misses
    other = WRITER.replace(b"</w:rPr></w:pPr>", b'<w:kern w:val="0"/></w:rPr></w:pPr>', 9)
    other = re.sub(rb'<w:id w:val="-?\d+"/>', b'<w:id w:val="77"/>', other)
    assert b'"77"' in other
    assert len(other) > len(WRITER)
    assert read_twice(other)
    assert frame._lines.cache_info().misses == known


# ---------------------------------------------------------------- read in full


NESTED = "<w:sdt ><w:sdtContent><w:r><w:t>ก</w:t></w:r></w:sdtContent></w:sdt >"
OTHERS = {
    # other names of the same, and words that are tags
    "w is not w": before("<w:tbl>", '<w:p xmlns:w="urn:x"><w:r/></w:p>'),
    "a box is no box here": FILLED.replace(
        b"<w:p><w:pPr>", b'<w:p xmlns:w14="urn:x"><w:pPr>'
    ),
    "comment": before("<w:tbl>", "<!-- <w:sdt></w:sdt> -->"),
    "CDATA": said("<![CDATA[<w:sdt>]]>"),
    "look in words": before(
        "<w:tbl>",
        '<w:p><w:r><w:t><![CDATA[<w:p><w:pPr><w:jc w:val="left"/></w:pPr>]]></w:t></w:r></w:p>',
    ),
    "instruction": before("<w:tbl>", "<?x <w:sdt>?>"),
    "declared as another encoding": FILLED.replace(b"UTF-8", b"windows-874", 1),
    "declared as nothing": FILLED.partition(b"?>")[2],
    "DOCTYPE": FILLED.replace(b"?>", b"?><!DOCTYPE a>", 1),
    # words that a parser has to say
    "letter by its number": said("&#3585;"),
    "unknown entity": said("&no;"),
    "end of CDATA": said("a]]>b"),
    "carriage return": said("a\rb"),
    "no letter": said("a\x01b"),
    "no character": said("\ufffe"),
    "half a letter": said("กข").replace("กข".encode(), "กข".encode()[:-1]),
    # controls that are more than words
    "paragraphs": held("<w:p><w:r><w:t>ก</w:t></w:r></w:p>"),
    "cell": held("<w:tc><w:p/></w:tc>"),
    "struck out": held("<w:r><w:rPr><w:strike/></w:rPr><w:t>ก</w:t></w:r>"),
    "struck out and not": held("<w:r><w:rPr><w:strike/></w:rPr><w:rPr/><w:t>ก</w:t></w:r>"),
    "white": held('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>ก</w:t></w:r>'),
    "raised": held('<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'),
    "above the line": held('<w:r><w:rPr><w:position w:val="6"/></w:rPr><w:t>1</w:t></w:r>'),
    "signs": held('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>'),
    "more signs": held('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>P</w:t></w:r>'),
    "symbol": held('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
    "tracked": held('<w:ins w:id="1"><w:r><w:t>ก</w:t></w:r></w:ins>'),
    "tracked look": held(
        '<w:r><w:rPr><w:rPrChange w:id="1"><w:rPr/></w:rPrChange></w:rPr><w:t>ก</w:t></w:r>'
    ),
    "field": held("<w:r><w:instrText>DDE x</w:instrText></w:r>"),
    "picture": held("<w:r><w:pict/><w:t>ก</w:t></w:r>"),
    "formula": held('<w:r><w:t>ก</w:t></w:r><m:oMath xmlns:m="urn:m"/>'),
    "comment on it": held('<w:commentRangeStart w:id="1"/><w:r><w:t>ก</w:t></w:r>'),
    "control in a control": held(f"{NESTED}<w:r><w:br/></w:r>"),
    "wrapped with a line": held(f"<w:r><w:br/></w:r>{NESTED}<w:r><w:br/></w:r>"),
    "other words, and its mark": held(
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>x</w:t></w:r>'
        '<w:r><w:t a="b">&#xfc;P</w:t></w:r>'
    ),
    "no content": inside(
        FILLED, "web.remark", lambda one: re.sub(rb"<w:sdtC.*t>(?=</w:sdt>)", b"", one)
    ),
    "two contents": inside(
        FILLED, "web.remark", lambda one: one.replace(b"</w:sdt>", b"<w:sdtContent/></w:sdt>")
    ),
    # what stands around them
    "tracked around": before("<w:tbl>", '<w:p><w:del w:id="1"/></w:p>'),
    "list around": before(
        "<w:tbl>", '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    ),
    "fields around": before("<w:tbl>", '<w:p><w:fldSimple w:instr="DDE x"/></w:p>'),
    "wrapped, with a name": inside(
        FILLED,
        "web.remark",
        lambda one: b'<w:sdt><w:sdtPr><w:tag w:val=""/></w:sdtPr><w:sdtContent>%b'
        b"</w:sdtContent></w:sdt>" % one,
    ),
    "another that is blank": before("<w:tbl>", "<w:p><w:sdt ><w:sdtContent/></w:sdt ></w:p>"),
    "in a struck run": inside(
        FILLED, "web.remark", lambda one: b"<w:r><w:rPr><w:strike/></w:rPr>%b</w:r>" % one
    ),
    "in a text box, and another in its stead": inside(
        FILLED,
        "web.remark",
        lambda one: b"<w:r><w:pict><w:txbxContent>%b</w:txbxContent></w:pict></w:r>"
        b"<w:sdt ><w:sdtContent/></w:sdt >" % one,
    ),
    "white on black": before(
        "<w:tbl>",
        '<w:p><w:pPr><w:shd w:fill="000000"/></w:pPr>'
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>ก</w:t></w:r></w:p>',
    ),
    "numbered by Word": FILLED.replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD">'),
    "numbered twice": FILLED.replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD" w:rsidR="00AB12CD">'),
    "too deep": before(
        "<w:tbl>", "<w:tbl><w:tr><w:tc>" * (DEEP // 3) + "</w:tc></w:tr></w:tbl>" * (DEEP // 3)
    ),
    "deep around and deep within": inside(
        held(f"<w:r><w:rPr>{'<w:b>' * DEEP}{'</w:b>' * DEEP}</w:rPr></w:r>"),
        "web.remark",
        lambda one: b"<w:sdt><w:sdtContent>" * 40 + one + b"</w:sdtContent></w:sdt>" * 40,
    ),
    # torn
    "ends elsewhere": inside(
        FILLED, "web.remark",
        lambda one: one.replace(b"<w:sdtPr>", b"</w:sdt ></w:body><w:body><w:sdt ><w:sdtPr>"),
    ),
    "ends elsewhere behind": inside(
        FILLED,
        "web.remark",
        lambda one: one.replace(b"</w:sdt>", b"</w:sdt ></w:body><w:body><w:sdt ></w:sdt>"),
    ),
    "no end": FILLED[:-1],
    "more": FILLED + b"<a/>",
    "twice an attribute": FILLED.replace(b'<w:id w:val="1"/>', b'<w:id w:val="1" w:val="1"/>'),
    "look torn": before("<w:tbl>", "<w:p><w:pPr><w:jc></w:pPr></w:p>"),
    "look with words": before(
        "<w:tbl>",
        "<w:p><w:pPr></w:pPr ><w:r><w:t>ก</w:t></w:r><w:pPr></w:pPr></w:p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_a_document_that_is_odd_is_read_as_usual(name):
    assert OTHERS[name] != FILLED
    framed(FILLED)
    read_twice(OTHERS[name])
    taken = read_twice(OTHERS[name]) is not None
    assert taken == (name in {"white on black", "look with words"})


@st.composite
def edited(draw) -> bytes:
    """A document in which pieces of XML were put in, doubled or taken out, at tags or anywhere."""
    xml = draw(st.sampled_from([BLANK, FILLED, WRITER]))
    for _ in range(draw(st.integers(1, 3))):
        tags = [one.start() for one in re.finditer(b"<", xml)]
        start = draw(st.sampled_from(tags) | st.integers(0, len(xml)))
        end = draw(st.sampled_from([one for one in tags if one > start][:12] or [start]))
        first, last = (draw(st.sampled_from(["", *PIECES])).encode() for _ in range(2))
        kept = draw(st.sampled_from([xml[start:end], b"", xml[start:end] * 2]))
        xml = xml[:start] + first + kept + last + xml[end:]
    return xml


@settings(max_examples=int(LARGE or 500), derandomize=LARGE is None, deadline=None)
@given(edited())
def test_after_any_edit_both_ways_read_the_same(xml):
    read_twice(xml)


@pytest.mark.parametrize("piece", ["<w:sdt>", "<w:p><w:pPr>", "<w:t>", "<w:sdt></w:sdt>", "<"])
def test_a_document_made_to_take_long_is_given_up_soon(piece):
    xml = before("<w:tbl>", piece * (400_000 // len(piece)))
    started = time.perf_counter()
    framed(xml)
    assert time.perf_counter() - started < 1


# ---------------------------------------------------------------- other parts


def beside(name: str, old: str, new: str) -> bytes:
    """The filled form with another part that is otherwise."""
    return swapped(written(VALUES), old, new, name)


def struck_by_style() -> bytes:
    """The filled form with a style that strikes words out, of the words of one answer."""
    inner = members(beside("word/styles.xml", "</w:styles>", f"{STRUCK}</w:styles>"))
    words = '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>ก</w:t></w:r>'
    return packed({**inner, "word/document.xml": held(words)})


STRUCK = '<w:style w:type="character" w:styleId="S"><w:rPr><w:strike/></w:rPr></w:style>'
PARTS = {
    "comment": (remarked("comment", "web.remark", "ก"), {"TEXT_ADDED"}),
    "footnote": (remarked("footnote", "web.have", "ก"), {"TEXT_ADDED"}),
    "a form of its own": (beside("docProps/custom.xml", '"digest":"', '"digest":"0'), set()),
    "foot": (beside("word/footer1.xml", "หน้า", "หน้าที่"), set()),
    "macros": (beside("[Content_Types].xml", "openxmlformats", "macroEnabled"), set()),
    "program": (
        packed({**members(written(VALUES)), "word/vbaProject.bin": b"x"}), {"ACTIVE_CONTENT"}
    ),
    "style": (beside("word/styles.xml", "<w:rPr>", "<w:rPr><w:strike/>"), set()),
    "style of words": (struck_by_style(), {"STRUCK_OUT"}),
    "list": (numbered(answered(listed(1, "ก")), level(0, "hebrew1", "%1.")), {"MARK_OUTSIDE"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_what_other_parts_say_is_heard_in_both_ways(name, monkeypatch):
    data, told = PARTS[name]
    FORMAT.read(FORM, written(VALUES))
    short = FORMAT.read(FORM, data)
    assert told <= {one.code.name for one in short.diagnostics}
    monkeypatch.setattr(frame, "_MOST", 0)  # nothing is short enough
    assert FORMAT.read(FORM, data) == short


@pytest.mark.parametrize("path", RETURNS, ids=[path.name for path in RETURNS])
def test_files_that_other_programs_made_are_read_the_same_in_both_ways(path):
    read_twice(members(path.read_bytes())["word/document.xml"])
