import hashlib
import re
import runpy
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from formgen import fonts
from formgen.resources import resource

TOP = Path(__file__).parents[1]
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
VOWELS = ["", *"ัิีึืฺุู็ํ"]
TONES = ["", *"่้๊๋์"]
FACES = {"regular": fonts.regular, "bold": fonts.bold, "field": fonts.field}


@pytest.fixture(params=FACES)
def face(request):
    return FACES[request.param]()


@pytest.fixture(scope="module")
def tool():
    return runpy.run_path(str(TOP / "tools/make_fonts.py"))


def text_of(glyphs) -> str:
    return "".join(g.face.text_of(g.code) for g in glyphs).replace("\u200b", "")


def bounds(font: TTFont, character: str):
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.bounds


def test_the_sums_in_the_readme_are_those_of_the_files():
    page = resource("fonts", "README.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\S+\.ttf)` .* `([0-9a-f]{64})` \|$", page, re.M))
    files = sorted(resource("fonts").glob("*.ttf"))
    assert told == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert len(told) == 4


def test_the_licences_go_with_the_fonts():
    ofl = resource("fonts", "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in ofl
    assert "with Reserved Font Name" not in ofl.partition("PREAMBLE")[0]
    vera = resource("fonts", "LICENSE-DejaVu.txt").read_text("utf-8")
    assert "Bitstream Vera Fonts Copyright" in vera
    assert "Arev Fonts Copyright" in vera


@pytest.mark.parametrize("name", ["FormgenField", "FormgenMarks"])
def test_derived_fonts_have_names_of_their_own(name):
    font = TTFont(resource("fonts", f"{name}.ttf"))
    names = {n.nameID: n.toUnicode() for n in font["name"].names}
    assert names[1] == names[4] == names[6] == name
    assert not re.search(
        "Sarabun|DejaVu|Vera|Bitstream|Arev", " ".join(names[n] for n in (1, 3, 6))
    )
    assert names[0].startswith("Copyright")
    assert font["head"].unitsPerEm == 1000


def test_the_field_font_is_made_by_the_tool(tool):
    sarabun = resource("fonts", "Sarabun-Regular.ttf").read_bytes()
    made = tool["field_font"](sarabun)
    assert made == tool["field_font"](sarabun)
    assert made == resource("fonts", "FormgenField.ttf").read_bytes()


def test_the_tool_refuses_another_source(tool, tmp_path):
    other = tmp_path / "DejaVuSans.ttf"
    other.write_bytes(b"another font")
    with pytest.raises(SystemExit, match="sha256"):
        tool["checked"](other, tool["DEJAVU_SHA256"])


def test_unshaped_tone_marks_stand_above_every_vowel():
    font = TTFont(resource("fonts", "FormgenField.ttf"))
    stock = TTFont(resource("fonts", "Sarabun-Regular.ttf"))
    top = max(bounds(font, vowel)[3] for vowel in "ัิีึืํำ")
    for mark in "่้๊๋์":
        assert bounds(font, mark)[1] > top > bounds(stock, mark)[1]
        assert bounds(font, mark)[3] <= font["hhea"].ascent
    assert not {"GSUB", "GPOS", "GDEF"} & set(font.keys())
    assert font["OS/2"].fsType == 0
    assert set(map(ord, "กฮ๑๙ABz“”–…฿")) <= font.getBestCmap().keys()


def test_every_stack_of_marks_gives_its_text_back(face):
    for consonant, vowel, tone, after in product(CONSONANTS, VOWELS, TONES, ["", "า", "ำ"]):
        if vowel and after == "ำ":
            continue  # no Thai word; the text of the whole line stands beside it in a PDF
        text = consonant + vowel + tone + after
        assert text_of(face.shape(text)) == text


@pytest.mark.parametrize("text", ["น้ำซ้ำป่ำทำก๊ำก๋ำ", "ก็ำ ก์ำ", "Aที่น้ำ Line/Facebookที่", "เตํ่"])
def test_sara_am_gives_its_text_back_in_a_run(face, text):
    assert text_of(face.shape(text)) == text


def test_sara_am_without_a_tone_mark_is_one_glyph(face):
    """MuPDF loses its way in two; it is two where the ring has to stand aside, clear of a tail."""
    for letter in "กคจชดตทธนลสห":
        assert [one.code for one in face.shape(f"{letter}ำ")] == [
            one.code for character in (letter, "ำ") for one in face.shape(character)[-1:]
        ]
    assert len(fonts.regular().shape("ฟำ")) == len(fonts.bold().shape("ปำ")) == 3


def test_a_tone_mark_over_a_vowel_is_not_the_one_over_a_consonant():
    low, high = fonts.regular().shape("ก่"), fonts.regular().shape("กี่")
    assert low[-1].code != high[-1].code or low[-1].dy != high[-1].dy


def test_a_latin_word_before_does_not_stop_thai_shaping():
    alone = [(g.code, g.dx, g.dy) for g in fonts.regular().shape("ที่ญู")]
    after = [(g.code, g.dx, g.dy) for g in fonts.regular().shape("Lineที่ญู")]
    assert after[4:] == alone


def test_boxes_and_check_marks_come_from_the_fallback():
    glyphs = fonts.bold().shape("☐ มี✓")
    assert [(g.face.name, g.at) for g in glyphs] == [
        ("FormgenMarks", 0),
        ("Sarabun-Bold", 1),
        ("Sarabun-Bold", 2),
        ("Sarabun-Bold", 3),
        ("FormgenMarks", 4),
    ]
    assert text_of(glyphs) == "☐ มี✓"
    for character in "☐☑☒□✓✔":
        (glyph,) = fonts.regular().shape(character)
        assert glyph.advance == fonts.regular().advance(character) > 700


def test_what_no_font_has_is_the_empty_box():
    (glyph,) = fonts.regular().shape("漢")
    assert (glyph.face.name, glyph.code) == ("Sarabun-Regular", 0)
    assert fonts.regular().advance("漢") == glyph.advance


def test_control_characters_are_set_as_blanks():
    blank = fonts.regular().advance(" ")
    assert [g.advance for g in fonts.regular().shape("\t\x00\n")] == [blank] * 3


def test_zero_width_characters_take_no_room():
    assert sum(g.advance for g in fonts.regular().shape("\u200b\u200d\ufeff")) == 0


def test_unshaped_widths_are_those_of_the_shaped_text_but_for_kerning():
    text = "กรณีที่หน่วยงานสร้างน้ำ พ.ศ. ๒๕๖๕ ☐"
    shaped = sum(g.advance for g in fonts.regular().shape(text)) / fonts.EM
    assert fonts.advance_width(text, fonts.regular()) == pytest.approx(shaped, abs=0.05)
    assert fonts.regular().advances("ก่A") == (576, 0, 596)


def test_metrics():
    face = fonts.regular()
    assert (face.ascent, face.descent, face.cap_height, face.weight) == (1068, -232, 700, 400)
    assert face.box == (-662, -535, 1236, 1265)
    assert fonts.bold().weight == 700


def test_lines_in_a_cell():
    face = fonts.regular()
    text = "มาตรา ๑๐ แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. ๒๕๖๕"
    width = fonts.advance_width(text, face) * 10
    assert fonts.count_lines(text, width + 1, 10, face) == 1
    assert fonts.count_lines(text, width * 0.6, 10, face) == 2
    assert fonts.count_lines(text, width * 1.2, 20, face) == 2
    assert fonts.count_lines(f"{text}\n\n{text}", width + 1, 10, face) == 3
    assert fonts.count_lines("", 100, 10, face) == 1


def test_a_program_holds_the_glyphs_asked_for_and_no_layout_tables(face):
    codes = {g.code for g in face.shape("น้ำที่")}
    program = face.program(codes)
    font = TTFont(BytesIO(program))
    assert not {"GSUB", "GPOS", "GDEF"} & set(font.keys())
    glyphs = {face.glyph_of(code) for code in codes}
    order = font.getGlyphOrder()
    assert all(font["glyf"][order[glyph]].numberOfContours for glyph in glyphs)
    unused = face.glyph_of(face.shape("ฮ")[0].code)
    assert font["glyf"][order[unused]].numberOfContours == 0
    assert program == face.program(sorted(codes))


def test_a_closure_holds_whatever_shaping_may_call_for():
    face = fonts.regular()
    closure = face.closure("นปญก่้๊๋ำีุ")
    for text in ("น้ำ", "ป่ำ", "ปี่", "ญุ", "ก๊ำ", "นี้"):
        assert {g.code for g in face.shape(text)} <= closure
    assert face.shape("ฮ")[0].code not in closure
