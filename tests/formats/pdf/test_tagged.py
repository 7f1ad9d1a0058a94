"""What a person hears, and what archives ask for: PDF/UA-1 (ISO 14289-1) and PDF/A-3 (ISO 19005-3).

The clause that asks for it stands beside each test. `make interop` has a validator look as well.
"""

import io
import re
from inspect import signature
from itertools import pairwise

import pikepdf
import pytest
from lxml import etree
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageCms
from tests.formats import documents
from tests.formats.pdf.samples import amlo, paragraphs, staffing
from tests.formats.pdf.tagged import (
    ALL,
    DOCUMENTS,
    FORMS,
    controls,
    elements,
    made,
    metadata,
    opened,
    pieces,
    printed,
    read_aloud,
)

from formgen import formats
from formgen.formats.pdf import FORMAT, srgb, xmp
from formgen.formats.pdf.layout import lay_out
from formgen.formats.pdf.mark import _COLOUR, _PAPER
from formgen.formats.pdf.sheet import Control, Figure, Words
from formgen.model.blocks import Style
from formgen.model.document import Document
from formgen.model.identity import Copy
from formgen.model.note import Note

HEADING = re.compile("/H([1-6])")


@pytest.fixture(scope="module", params=ALL)
def pdf(request):
    with opened(request.param) as file:
        yield file


@pytest.fixture(scope="module", params=FORMS)
def form(request):
    with opened(request.param) as file:
        yield file


# ---------------------------------------------------------------- the file, ISO 14289-1


def test_the_file_says_that_it_is_tagged_and_by_which_standard(pdf):
    """5, 6.2, 7.1."""
    assert pdf.Root.MarkInfo.Marked is True
    assert "/Suspects" not in pdf.Root.MarkInfo
    assert metadata(pdf, "pdfuaid", "part") == "1"


def test_the_title_is_in_the_metadata_and_shown_in_the_window(pdf):
    """7.1."""
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    shown = " ".join(str(pdf.docinfo.Title).split())
    assert " ".join(metadata(pdf, "dc", "title").split()) == shown != ""


def test_the_language_is_thai(pdf):
    """7.2."""
    assert str(pdf.Root.Lang) == "th-TH"


def test_headings_begin_with_the_first_level_and_leave_none_out(pdf):
    """7.4.2."""
    levels = [int(found[1]) for one in elements(pdf) if (found := HEADING.match(str(one.S)))]
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


def test_all_headers_say_what_they_head_and_rows_are_equally_wide(pdf):
    """7.5."""
    for table in elements(pdf, "Table"):
        rows = [row for part in table.K for row in part.K]
        assert all(row.S == Name.TR for row in rows)
        cells = [[cell for cell in row.K if cell.S in (Name.TH, Name.TD)] for row in rows]
        widths = {sum(int(one.get("/A", {}).get("/ColSpan", 1)) for one in row) for row in cells}
        assert len(widths) == 1
        heads = [row for part in table.K if str(part.S) == "/THead" for row in part.K]
        assert all(cell.S == Name.TH for row in heads for cell in row.K)
        headers = [one for row in cells for one in row if one.S == Name.TH]
        scopes = [one.get("/A", {}).get("/Scope") for one in headers]
        assert headers
        assert all(one in (Name.Column, Name.Row) for one in scopes)


def test_lists_hold_items_and_items_hold_words(pdf):
    """7.6."""
    inside = {"L": {"LI"}, "LI": {"LBody"}}
    for tag, held in inside.items():
        parts = [part for one in elements(pdf, tag) for part in one.K]
        assert {str(part.S)[1:] for part in parts} <= held
        assert all(str(part.P.S)[1:] == tag for one in held for part in elements(pdf, one))


@pytest.mark.parametrize("name", ["survey", "staffing"])
def test_what_is_numbered_in_a_cell_is_an_item_of_a_list(name):
    """7.1, 7.6."""
    levels = (Style.LEVEL1, Style.LEVEL2)
    survey = staffing() if name == "staffing" else amlo()
    numbered = [one for one in paragraphs(survey) if one.label and one.style in levels]
    with opened(name) as pdf:
        assert len(elements(pdf, "LBody")) == len(numbered) > 1
        assert any(str(one.P.P.P.S) == "/LBody" for one in elements(pdf, "LBody"))


def test_pictures_are_said_in_words(pdf):
    """7.3."""
    assert all(str(one.get("/Alt", "")) for one in elements(pdf, "Figure"))


def test_every_operator_that_paints_is_part_of_something_or_set_aside(pdf):
    """7.1."""
    for page in pdf.pages:
        inside = []
        for one in pikepdf.parse_content_stream(page):
            operator = str(one.operator)
            if operator in ("BMC", "BDC"):
                inside.append(str(one.operands[0]))
            elif operator == "EMC":
                inside.pop()
            elif operator in ("Tj", "TJ", "'", '"', "S", "f", "B", "Do", "sh", "EI"):
                assert inside, operator
        assert inside == []


def test_content_and_fields_lead_to_their_parts_and_back(pdf):
    """7.1, 7.18.4; ISO 32000-1, 14.7.4.4."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert sorted(parents) == numbers[::2]
    drawn_for = {one.objgen: set(pieces(one)) for one in elements(pdf)}
    for page in pdf.pages:
        told = [
            operands[1].MCID
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and isinstance(operands[1], Dictionary)
            and "/MCID" in operands[1]
        ]  # fmt: skip
        assert told == list(range(len(told)))
        nodes = list(parents[page.obj.StructParents]) if told else []
        assert len(nodes) == len(told)
        for number, node in enumerate(nodes):
            assert (page.obj.objgen, number) in drawn_for[node.objgen]
        for widget in page.obj.get("/Annots", ()):
            node = parents[widget.StructParent]
            assert str(node.S) == "/Form"
            assert widget.objgen in [one.objgen for one in controls(node)]


def test_the_tabulator_follows_the_structure(form):
    """7.18.3."""
    assert all(page.obj.Tabs == Name.S for page in form.pages)


def test_every_field_has_a_name_that_is_read_aloud(form):
    """7.18.1."""
    names = []
    for field in form.Root.AcroForm.Fields:
        for widget in (field, *field.get("/Kids", ())):
            assert re.search("[ก-๛]", str(widget.TU)) or str(field.T) == "meta"
        boxes = [str(one.TU) for one in field.get("/Kids", ())]
        names += boxes or [str(field.TU)]
    assert len(set(names)) == len(names)


def test_what_is_read_aloud_is_said_once_for_each_field(form):
    told = {one.objgen: str(node.Alt) for node in elements(form) for one in controls(node)}
    widgets = [one for page in form.pages for one in page.obj.get("/Annots", ())]
    assert told == {one.objgen: str(one.TU) for one in widgets}


def test_all_fonts_on_pages_are_in_the_file_and_say_what_their_glyphs_mean(pdf):
    """7.21.4.1, 7.21.7."""
    fonts = [
        one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font
    ]
    whole = [one for one in fonts if one.get("/Subtype") == Name.Type0]
    assert whole
    for font in whole:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert isinstance(descriptor.get("/FontFile2"), Stream)
        assert isinstance(font.get("/ToUnicode"), Stream)
    # Beside them only the signs of ticks, which programs bring along and no page uses.
    parts = (Name.Type0, Name.CIDFontType2)
    others = {str(one.BaseFont) for one in fonts if one.get("/Subtype") not in parts}
    assert others <= {"/ZapfDingbats"}
    assert all("/ZaDb" not in page.obj.get("/Resources", {}).get("/Font", {}) for page in pdf.pages)


# ---------------------------------------------------------------- the file, ISO 19005-3


def test_colours_are_those_of_a_profile_that_is_in_the_file(pdf):
    """6.2.3."""
    intents = [one for one in pdf.Root.get("/OutputIntents", ()) if one.S == Name.GTS_PDFA1]
    profiles = [(one.DestOutputProfile.N, one.DestOutputProfile.read_bytes()) for one in intents]
    assert profiles == [(3, srgb.profile())]


def test_the_profile_is_srgb():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb.profile()))
    colours = Image.new("RGB", (64, 64))
    for n in range(4096):
        colours.putpixel((n % 64, n // 64), (n % 16 * 17, n // 16 % 16 * 17, n // 256 * 17))
    same = ImageCms.profileToProfile(colours, profile, ImageCms.createProfile("sRGB"))
    off = [abs(a - b) for a, b in zip(colours.tobytes(), same.tobytes(), strict=True)]
    assert max(off) <= 1


@pytest.mark.parametrize("name", ALL)
def test_only_what_is_never_filled_in_says_that_it_is_an_archive(name):
    """6.6.4. Adobe's viewers open such a file for reading alone."""
    with opened(name) as pdf:
        claim = metadata(pdf, "pdfaid", "part") + metadata(pdf, "pdfaid", "conformance")
    assert claim == ("3U" if name in DOCUMENTS else "")


def test_what_the_standard_does_not_know_is_explained(pdf):
    """6.6.2.3."""
    root = etree.fromstring(pdf.Root.Metadata.read_bytes())
    spaces = {one: xmp._SPACES[one] for one in ("pdfaSchema", "pdfaProperty")}
    explained = {
        (schema.findtext("pdfaSchema:namespaceURI", "", spaces), name.text)
        for schema in root.iterfind(".//{*}li[pdfaSchema:schema]", spaces)
        for name in schema.iterfind(".//pdfaProperty:name", spaces)
    }
    known = {xmp._SPACES[one] for one in ("dc", "pdf", "pdfaid", "pdfaExtension")}
    description = next(root.iter("{*}Description"))
    used = {(one.tag[1:].split("}")[0], one.tag.split("}")[1]) for one in description}
    assert {one for one in used if one[0] not in known} <= explained


def test_the_attached_form_says_what_it_is(form):
    """6.8."""
    (file,) = form.Root.AF
    assert file.AFRelationship == Name.Data
    assert str(file.F) == str(file.UF) == "form.json"
    assert file.EF.F.Subtype == Name("/application/json")


def streams_end_where_they_say(data):
    streams = re.findall(rb"/Length ([0-9]+)[^\n]*\nstream\n(.*?)\r\nendstream", data, re.DOTALL)
    assert len(streams) == data.count(b"endstream") > 3
    assert all(int(length) == len(body) for length, body in streams)


@pytest.mark.parametrize("name", ALL)
def test_streams_are_as_long_as_they_say_for_who_counts_to_their_end(name):
    """6.1.7.1: what stands before the last end of a line is what is counted."""
    data = made(name)
    streams_end_where_they_say(data)
    with pytest.raises(AssertionError):
        streams_end_where_they_say(data.replace(b"\r\nendstream", b"\nendstream"))


def test_nothing_is_encrypted_and_nothing_acts(pdf):
    """6.1.3, 6.6.1."""
    assert "/Encrypt" not in pdf.trailer
    assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())


def test_a_copy_with_marks_says_no_more_that_it_is_accessible():
    """The frames and slips are no part of the structure."""
    where = FORMAT.read(amlo(), made("survey")).marks["email.status"].at
    notes = [Note(where, "email.status", "โปรดแก้")]
    for rewritten in (xmp.ACCESSIBLE, '<pdf:Trapped pdfuaid:part="1"/>'):  # as others may write it
        with opened("survey") as pdf:
            said = pdf.Root.Metadata.read_bytes()
            assert xmp.ACCESSIBLE.encode() in said
            pdf.Root.Metadata.write(said.replace(xmp.ACCESSIBLE.encode(), rewritten.encode()))
            file = io.BytesIO()
            pdf.save(file, fix_metadata_version=False)
        with pikepdf.open(io.BytesIO(FORMAT.mark(file.getvalue(), notes))) as pdf:
            assert b"pdfuaid:part=" not in pdf.Root.Metadata.read_bytes()
            assert metadata(pdf, "pdfuaid", "part") == ""
            assert metadata(pdf, "formgen", "claim") != ""


def test_a_copy_with_what_the_fonts_lack_does_not_say_that_it_is_accessible():
    """7.21.8: nothing is drawn with the empty glyph."""
    for words, claim in (("สวัสดี\n“๑” é", "1"), ("สวัสดี \U0001f600", "")):
        data = FORMAT.write(amlo(), Copy(None, (("email.remark", words),))).data
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert metadata(pdf, "pdfuaid", "part") == claim


def test_a_character_that_the_fonts_lack_is_a_box_in_a_document():
    document = Document("ก", documents.memo().blocks[:1], footer="a\U0001f600\ue000b")
    with pikepdf.open(io.BytesIO(formats.write_document(document, "pdf"))) as pdf:
        codes = {
            bytes(part)[n : n + 2]
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page, "TJ")
            if str(operator) == "TJ"
            for part in operands[0]
            if isinstance(part, pikepdf.String)
            for n in range(0, len(bytes(part)), 2)
        }
    assert codes
    assert b"\0\0" not in codes


# ---------------------------------------------------------------- the page itself


def luminance(colour):
    """As WCAG 2.2 defines it for sRGB."""
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


FILLS, STROKES = ("g", "rg"), ("G", "RG")
DONE = {"TJ": "letters", "f": "grounds", "S": "lines"}
PLAIN = re.compile("[qQ]|cm|[wJjMdmlchWn]|re|BT|ET|T[mfs]|B[MD]C|EMC|Do")  # no colour


def pictures(pdf):
    """Pages, and what their fields show."""
    for page in pdf.pages:
        yield page
        for widget in page.obj.get("/Annots", ()):
            shown = widget.AP.N
            yield from [shown] if isinstance(shown, Stream) else shown.as_dict().values()


def painted(pdf):
    """The colours in which something is drawn: as letters, as lines, as grounds."""
    found = {"letters": set(), "lines": set(), "grounds": set()}
    for holder in pictures(pdf):
        colours = {"fill": (0.0,) * 3, "stroke": (0.0,) * 3}
        kept = []
        for operands, operator in pikepdf.parse_content_stream(holder):
            told = str(operator)
            if told in FILLS + STROKES:
                parts = tuple(map(float, operands))
                colours["fill" if told in FILLS else "stroke"] = parts * (3 // len(parts))
            elif told == "q":
                kept.append(dict(colours))
            elif told == "Q":
                colours = kept.pop()
            elif told in DONE:
                found[DONE[told]].add(colours["stroke" if told == "S" else "fill"])
            else:
                assert PLAIN.fullmatch(told), told
    return found["letters"], found["lines"], found["grounds"]


def test_words_boxes_and_frames_stand_out_from_their_ground(pdf):
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 : 1, also on the darkest ground."""
    letters, lines, grounds = painted(pdf)
    assert letters
    light = {one for one in grounds if luminance(one) > 0.18}  # the others are drawings themselves
    for ground in {(1.0, 1.0, 1.0), *light}:
        assert all(contrast(one, ground) >= 4.5 for one in (*letters, *lines, *(grounds - light)))


def test_marks_stand_out_from_their_ground():
    assert contrast(_COLOUR, (1, 1, 1)) >= 4.5
    assert contrast((0, 0, 0), _PAPER) >= 4.5


# ---------------------------------------------------------------- the order


def in_the_order_of_the_form(pdf, survey):
    assert list(read_aloud(pdf)) == [*printed(survey)]


@pytest.mark.parametrize("name", ["survey", "issued", "staffing"])
def test_the_words_are_read_in_the_order_of_the_form(name):
    """7.1, and WCAG 2.2, 1.3.2."""
    survey = staffing() if name == "staffing" else amlo()
    with opened(name) as pdf:
        in_the_order_of_the_form(pdf, survey)


@pytest.mark.parametrize("survey", [amlo, staffing])
def test_what_is_read_first_stands_first(survey):
    """The same for the eyes: downwards, and in a line or row from left to right."""
    layout = lay_out(survey())
    own = {}
    for page, marks in enumerate(layout.pages):
        for mark in marks:
            if isinstance(mark, Words | Control | Figure) and mark.element:
                up = mark.y - 11 * isinstance(mark, Words)  # theirs is the baseline
                own.setdefault(mark.element, []).append((page, up, mark.x))

    def first(element):
        return min([*own.get(element, ()), *filter(None, map(first, element.parts))], default=None)

    def pairs(element):
        for two in pairwise(part for part in element.parts if first(part)):
            yield element.tag, *map(first, two)
        for part in element.parts:
            yield from pairs(part)

    compared = list(pairs(layout.root))
    assert len(compared) > 50
    for tag, one, other in compared:
        assert comes_first(one, other, tag)
        assert not comes_first(other, one, tag)


def comes_first(one, other, tag):
    """Whether one place (page, from the top, from the left) is read before another."""
    cells = tag == "TR" or (tag == "Sect" and abs(one[2] - other[2]) > 100)  # a label, its field
    beside = one[0] == other[0] and abs(one[1] - other[1]) < 9
    return one[2] < other[2] if cells or beside else one[:2] < other[:2]


# ---------------------------------------------------------------- each law can be broken


def put(value, key, *path):
    """Change an entry, `path` below the catalogue."""

    def change(pdf):
        item = pdf.Root
        for step in path:
            item = item[step]
        item[key] = value

    return change


def first_part(tag, key, value=None):
    """Change an entry of the first element with a tag, or take it away."""

    def change(pdf):
        if value is None:
            del elements(pdf, tag)[0][key]
        else:
            elements(pdf, tag)[0][key] = value

    return change


def first_widget(key, value):
    def change(pdf):
        pdf.pages[0].Annots[0][key] = value

    return change


def drawn(content):
    """Draw something more on the first page."""

    def change(pdf):
        pdf.pages[0].contents_add(pdf.make_stream(content))

    return change


def without_words(words):
    def change(pdf):
        said = pdf.Root.Metadata.read_bytes()
        assert words in said
        pdf.Root.Metadata.write(said.replace(words, b""))

    return change


def with_helvetica(pdf):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].Resources.Font.F1 = pdf.make_indirect(font)


def without_fonts(key):
    def change(pdf):
        for font in pdf.pages[0].Resources.Font.values():
            holder = font if key in font else font.DescendantFonts[0].FontDescriptor
            del holder[key]

    return change


def turned(tag):
    """Turn the order of the first two parts of an element."""

    def change(pdf):
        parts = next(one.K for one in elements(pdf, tag) if len(one.K) > 1)
        parts[0], parts[1] = parts[1], parts[0]

    return change


PAGE = ("/Pages", "/Kids", 0)
BROKEN = [
    (
        test_the_file_says_that_it_is_tagged_and_by_which_standard,
        put(False, "/Marked", "/MarkInfo"),
    ),
    (
        test_the_file_says_that_it_is_tagged_and_by_which_standard,
        without_words(xmp.ACCESSIBLE.encode()),
    ),
    (
        test_the_title_is_in_the_metadata_and_shown_in_the_window,
        put(False, "/DisplayDocTitle", "/ViewerPreferences"),
    ),
    (test_the_title_is_in_the_metadata_and_shown_in_the_window, without_words("แบบ".encode())),
    (test_the_language_is_thai, put("en-GB", "/Lang")),
    (
        test_headings_begin_with_the_first_level_and_leave_none_out,
        first_part("H2", "/S", Name.H3),
    ),
    (test_all_headers_say_what_they_head_and_rows_are_equally_wide, first_part("TH", "/A")),
    (
        test_all_headers_say_what_they_head_and_rows_are_equally_wide,
        first_part("TH", "/S", Name.TD),
    ),
    (test_all_headers_say_what_they_head_and_rows_are_equally_wide, first_part("TD", "/A")),
    (test_lists_hold_items_and_items_hold_words, first_part("LI", "/S", Name.P)),
    (test_lists_hold_items_and_items_hold_words, first_part("LBody", "/S", Name.P)),
    (
        test_every_operator_that_paints_is_part_of_something_or_set_aside,
        drawn(b"0 0 m 9 9 l S"),
    ),
    (test_content_and_fields_lead_to_their_parts_and_back, put(3, "/StructParents", *PAGE)),
    (
        test_content_and_fields_lead_to_their_parts_and_back,
        drawn(b"/P <</MCID 0>> BDC EMC"),
    ),
    (test_content_and_fields_lead_to_their_parts_and_back, first_part("Form", "/K", Array())),
    (test_the_tabulator_follows_the_structure, put(Name.R, "/Tabs", *PAGE)),
    (test_every_field_has_a_name_that_is_read_aloud, first_widget("/TU", "agency")),
    (test_every_field_has_a_name_that_is_read_aloud, first_widget("/TU", "ชื่อหน่วยงาน")),
    (test_what_is_read_aloud_is_said_once_for_each_field, first_widget("/TU", "ชื่อ")),
    (
        test_all_fonts_on_pages_are_in_the_file_and_say_what_their_glyphs_mean,
        with_helvetica,
    ),
    (
        test_all_fonts_on_pages_are_in_the_file_and_say_what_their_glyphs_mean,
        without_fonts("/FontFile2"),
    ),
    (
        test_all_fonts_on_pages_are_in_the_file_and_say_what_their_glyphs_mean,
        without_fonts("/ToUnicode"),
    ),
    (
        test_colours_are_those_of_a_profile_that_is_in_the_file,
        put(Array(), "/OutputIntents"),
    ),
    (
        test_what_the_standard_does_not_know_is_explained,
        without_words(b"<pdfaProperty:name>claim</pdfaProperty:name>"),
    ),
    (test_the_attached_form_says_what_it_is, put(Name.Source, "/AFRelationship", "/AF", 0)),
    (test_nothing_is_encrypted_and_nothing_acts, put(Dictionary(), "/OpenAction")),
    (
        test_words_boxes_and_frames_stand_out_from_their_ground,
        drawn(b"/Artifact BMC 0.5 G 0 0 m 9 9 l S EMC"),
    ),
    (
        test_words_boxes_and_frames_stand_out_from_their_ground,
        drawn(b"/Artifact BMC BT 0.6 g /Sarabun-Bold 9 Tf [<0003>] TJ ET EMC"),
    ),
    (in_the_order_of_the_form, turned("TR")),
    (in_the_order_of_the_form, turned("Sect")),
    (in_the_order_of_the_form, turned("Document")),
    (in_the_order_of_the_form, turned("TD")),
]


@pytest.mark.parametrize(("law", "change"), BROKEN)
def test_each_law_can_be_broken(law, change):
    more = {"survey": amlo()} if law is in_the_order_of_the_form else {}
    with opened("survey") as pdf:
        change(pdf)
        with pytest.raises(AssertionError):
            law(pdf, **more)


def test_no_law_is_left_out():
    laws = {
        one
        for name, one in globals().items()
        if name.startswith("test_") and signature(one).parameters.keys() & {"pdf", "form"}
    }
    assert laws - {law for law, _ in BROKEN} == {test_pictures_are_said_in_words}
    with opened("letter") as pdf:
        first_part("Figure", "/Alt")(pdf)
        with pytest.raises(AssertionError):
            test_pictures_are_said_in_words(pdf)
