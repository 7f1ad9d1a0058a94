"""What pages and fonts of unknown making say: letters with their places, and lines."""

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from formgen.formats.pdf import letters
from formgen.formats.pdf.encoding import UNKNOWN, FileFont
from formgen.formats.pdf.inscription import Box, Doubt, inscription
from formgen.formats.pdf.letters import Letter, is_picture, page_content, page_letters
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError


@pytest.fixture
def pdf():
    with Pdf.new() as new:
        yield new


def helvetica(**more):
    """A font whose letters are all half an em wide."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=32,
        Encoding=Name.WinAnsiEncoding, Widths=Array([500] * 95), **more,
    )  # fmt: skip


def page_of(pdf, body, **resources):
    pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[-1].obj
    page.Resources = Dictionary(Font=Dictionary(F=helvetica()), **resources)
    page.Contents = pdf.make_stream(body.encode())
    return page


def places(page):
    return [(one.text, round(one.x, 2), round(one.y, 2)) for one in page_letters(page)]


# ---------------------------------------------------------------- where letters stand


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("10 20 Td (ab) Tj", [("a", 10, 20), ("b", 15, 20)]),
        ("1 0 0 1 10 20 Tm (a) Tj 5 -8 Td (b) Tj", [("a", 10, 20), ("b", 15, 12)]),
        ("9 TL 10 20 Td (a) Tj T* (b) Tj", [("a", 10, 20), ("b", 10, 11)]),
        ("10 20 TD 0 -7 TD (a) Tj T* (b) Tj", [("a", 10, 13), ("b", 10, 6)]),
        ("9 TL 10 20 Td (a) Tj (b) '", [("a", 10, 20), ("b", 10, 11)]),
        ('9 TL 10 20 Td 3 2 ( bc) "', [(" ", 10, 11), ("b", 20, 11), ("c", 27, 11)]),
        ("2 Tc 10 20 Td (ab) Tj", [("a", 10, 20), ("b", 17, 20)]),
        ("4 Tw 10 20 Td ( b) Tj", [(" ", 10, 20), ("b", 19, 20)]),
        ("50 Tz 10 20 Td (ab) Tj", [("a", 10, 20), ("b", 12.5, 20)]),
        ("3 Ts 10 20 Td (a) Tj", [("a", 10, 23)]),
        ("10 20 Td [(a) -200 (b) 100.0 (c)] TJ", [("a", 10, 20), ("b", 17, 20), ("c", 21, 20)]),
        ("7 Td (a) Tj", [("a", 0, 0)]),
        ('3 ( b) "', [(" ", 0, 0), ("b", 5, 0)]),
    ],
)
def test_every_operator_moves_letters_as_it_should(pdf, body, seen):
    assert places(page_of(pdf, f"BT /F 10 Tf {body} ET")) == seen


def test_the_plane_is_turned_and_turned_back(pdf):
    body = "q 2 0 0 2 5 6 cm BT /F 10 Tf (a) Tj ET Q BT /F 10 Tf (b) Tj ET Q"
    page = page_of(pdf, body)
    assert places(page) == [("a", 5, 6), ("b", 0, 0)]
    assert [one.em for one in page_letters(page)] == [20, 10]


@pytest.mark.parametrize(("mode", "shown"), [(0, True), (1, True), (3, False), (7, False)])
def test_letters_without_ink_are_not_shown(pdf, mode, shown):
    (letter,) = page_letters(page_of(pdf, f"BT /F 10 Tf {mode} Tr (a) Tj ET"))
    assert letter.shown is shown


def test_an_em_is_as_high_as_letters_stand_whichever_way(pdf):
    (letter,) = page_letters(page_of(pdf, "BT /F 10 Tf 0 3 -2 0 10 20 Tm (a) Tj ET"))
    assert letter[1:6] == (10, 20, 10, 35, 20)


def test_what_a_page_does_not_say_the_tree_above_it_says(pdf):
    page = page_of(pdf, "BT /F 10 Tf (a) Tj ET")
    page.Parent.Resources = page.Resources
    del page.Resources
    assert places(page) == [("a", 0, 0)]


def test_a_drawing_on_a_page_has_a_plane_and_fonts_of_its_own(pdf):
    drawing = pdf.make_stream(b"BT /G 10 Tf 1 1 Td (a) Tj ET")
    drawing.Subtype = Name.Form
    drawing.Matrix = Array([1, 0, 0, 1, 30, 40])
    drawing.Resources = Dictionary(Font=Dictionary(G=helvetica()))
    page = page_of(pdf, "q 2 0 0 2 0 0 cm /D Do Q", XObject=Dictionary(D=drawing))
    assert places(page) == [("a", 62, 82)]


def test_a_page_that_is_too_long_has_no_letters(pdf, monkeypatch):
    page = page_of(pdf, "BT /F 10 Tf (a) Tj ET")
    assert places(page) == [("a", 0, 0)]
    monkeypatch.setattr(letters, "MOST_CONTENT", 10)
    assert places(page) == []


def test_fonts_that_are_written_inside_a_page_are_not_mixed_up(pdf):
    """They have no number of their own, by which others are known again."""
    page = page_of(pdf, " ".join(f"BT /F{n % 2} 10 Tf (a) Tj ET" for n in range(40)))
    named = (helvetica(), helvetica())
    named[1].Encoding = Dictionary(Differences=Array([97, Name.z]))
    page.Resources.Font = Dictionary({f"/F{n}": one for n, one in enumerate(named)})
    assert "".join(one.text for one in page_letters(page)) == "az" * 20


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("1 2 m 3 4 l S", [((1, 2), (3, 4))]),
        ("1 2 m 3 4 l 5 6 m 7 8 l S", [((1, 2), (3, 4)), ((5, 6), (7, 8))]),
        ("1 2 m 3 4 l 5 2 l f", [((1, 2), (3, 4), (5, 2), (1, 2))]),
        ("1 2 m 3 4 l 5 2 l h S", [((1, 2), (3, 4), (5, 2), (1, 2))]),
        ("1 2 m 3 4 l n", []),
        ("1 2 m 3 4 l BT ET S", []),
        ("1 2 3 re f", []),
    ],
)
def test_lines_run_from_point_to_point(pdf, body, lines):
    page = page_of(pdf, body)
    assert [one.points for one in page_content(page)[1] if one.points] == lines


def test_a_rectangle_and_a_picture_have_four_sides(pdf):
    image = Stream(pdf, b"\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    image.ColorSpace = Name.DeviceGray
    inline = "BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI"
    page = page_of(
        pdf,
        f"1 2 3 4 re S q 3 0 0 4 1 2 cm /I Do {inline} Q",
        XObject=Dictionary(I=image),
    )
    side = {(1, 2), (4, 2), (4, 6), (1, 6)}
    found = page_content(page)[1]
    assert len(found) == 3
    assert all(set(one.points) == side for one in found)
    assert all(
        abs(x - u) + abs(y - v) in (3, 4)
        for one in found
        for (x, y), (u, v) in zip(one.points, one.points[1:], strict=False)
    )


@pytest.mark.parametrize("curve", ["0 9 9 9 9 0 c", "9 9 9 0 v", "0 9 9 0 y"])
def test_a_curve_is_followed(pdf, curve):
    (line,) = page_content(page_of(pdf, f"0 0 m {curve} S"))[1]
    assert line.points[0] == (0, 0)
    assert line.points[-1] == (9, 0)
    assert len(line.points) == 5
    assert all(0 < y < 9 for _, y in line.points[1:-1])


@pytest.mark.parametrize(("across", "scanned"), [(190, True), (90, False)])
def test_pictures_that_cover_most_of_a_page_are_a_scan(pdf, across, scanned):
    image = Stream(pdf, b"\0", Subtype=Name.Image, Width=1, Height=1)
    page = page_of(pdf, f"q {across} 0 0 100 0 0 cm /I Do Q", XObject=Dictionary(I=image))
    assert is_picture(page) is scanned


def pictured(page):
    """The pictures of a page: left, low, right and high."""
    found = (one.points for one in page_content(page)[1] if one.picture)
    sides = [tuple(zip(*points, strict=True)) for points in found]
    return [(min(x), min(y), max(x), max(y)) for x, y in sides]


def test_a_picture_is_told_from_lines(pdf):
    inline = "q 3 0 0 4 1 2 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q"
    assert pictured(page_of(pdf, f"5 6 7 8 re f {inline} 1 2 m 3 4 l S")) == [(1, 2, 4, 6)]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("1 2 30 40 re W n /S sh", (1, 2, 31, 42)),
        ("1 2 30 40 re W* f 11 0 10 50 re W n /S sh", (11, 2, 21, 42)),
        ("2 0 0 2 0 0 cm 1 2 m 3 4 l 5 2 l W n /S sh", (2, 4, 10, 8)),
        ("q 1 2 30 40 re W n Q 5 6 7 8 re W n /S sh", (5, 6, 12, 14)),
        ("1 2 30 40 re W n 9 9 1 1 re f /S sh", (1, 2, 31, 42)),
        ("1 2 30 40 re W n 0.5 /P scn", (1, 2, 31, 42)),
        ("1 2 30 40 re W n /P SCN", (1, 2, 31, 42)),
    ],
)
def test_what_is_painted_in_other_ways_is_a_picture_of_where_it_may_be(pdf, body, seen):
    assert pictured(page_of(pdf, body)) == [seen]


def test_a_plain_colour_paints_nothing_and_no_clip_bounds_nothing(pdf):
    assert pictured(page_of(pdf, "1 0 0 scn 0.5 SCN")) == []
    ((left, low, right, high),) = pictured(page_of(pdf, "/S sh"))
    assert left == low < -14_400 < 14_400 < right
    assert high == right


def drawing_of(pdf, body, **more):
    return pdf.make_stream(body.encode(), Subtype=Name.Form, **more)


def test_a_drawing_that_is_not_read_is_a_picture(pdf, monkeypatch):
    box = {"BBox": Array([30, 40, 1, 2]), "Matrix": Array([1, 0, 0, 1, 5, 0])}
    one = drawing_of(pdf, "0 0 m 9 9 l S" + " " * 90, **box)
    page = page_of(pdf, "q 2 0 0 2 0 0 cm /D Do Q", XObject=Dictionary(D=one))
    assert [one.points for one in page_content(page)[1]] == [((10, 0), (28, 18))]
    monkeypatch.setattr(letters, "MOST_CONTENT", 90)
    assert pictured(page) == [(12, 4, 70, 80)]
    clipped = page_of(pdf, "0 0 20 20 re W n /D Do", XObject=Dictionary(D=one))
    assert pictured(clipped) == [(6, 2, 20, 20)]


@pytest.mark.parametrize(("depth", "seen"), [(5, []), (6, [(1, 2, 30, 40)])])
def test_a_drawing_that_is_too_deep_is_a_picture(pdf, depth, seen):
    one = drawing_of(pdf, "0 0 m 9 9 l S", BBox=Array([1, 2, 30, 40]))
    for _ in range(depth):
        held = Dictionary(XObject=Dictionary(D=one))
        one = drawing_of(pdf, "/D Do", BBox=Array([0, 0, 100, 100]), Resources=held)
    page = page_of(pdf, "/D Do", XObject=Dictionary(D=one))
    assert pictured(page) == seen
    assert len(page_content(page)[1]) == 1


# ---------------------------------------------------------------- states of the pen


@pytest.mark.parametrize("deep", [1, 32, 33, 500])
def test_letters_after_many_states_stand_where_they_are_drawn(pdf, deep):
    inner = "q 1 0 0 1 1 0 cm " * deep + "Q " * deep
    page = page_of(pdf, f"{inner} BT /F 10 Tf 7 8 Td (a) Tj ET")
    assert places(page) == [("a", 7, 8)]


def test_a_page_that_keeps_states_without_end_is_refused(pdf):
    page = page_of(pdf, "q " * 9_999)
    assert places(page) == []
    page.Contents = pdf.make_stream(b"q " * 10_001)
    with pytest.raises(FormgenError) as refused:
        places(page)
    assert [one.code for one in refused.value.diagnostics] == [Code.FILE_HOSTILE]


# ---------------------------------------------------------------- fonts


def font_of(pdf, mapping="", **more):
    table = pdf.make_stream(mapping.encode())
    inner = Dictionary(W=Array([1, Array([250, 300]), 7, 9, 700]), DW=400)
    return FileFont(
        Dictionary(Subtype=Name.Type0, DescendantFonts=Array([inner]), ToUnicode=table, **more)
    )


def glyphs(font, codes, size=2):
    data = b"".join(code.to_bytes(size, "big") for code in codes)
    return [(text, width) for text, width, _ in font.glyphs(data)], font.words([data])


def test_a_map_has_pairs_ranges_and_lists(pdf):
    table = """2 beginbfchar <0001> <0E01> <0002><0E010E48> endbfchar
        2 beginbfrange <0007> <0009> <0E10> <000A> <000B> [<0061> <0062>] endbfrange
        1 beginbfrange <0010> <0010> <> endbfrange"""
    told, words = glyphs(font_of(pdf, table), [1, 2, 7, 9, 10, 11, 16, 99])
    assert [text for text, _ in told] == ["ก", "ก่", "ฐ", "ฒ", "a", "b", UNKNOWN, UNKNOWN]
    assert words == "".join(text for text, _ in told)


def test_a_font_tells_how_wide_its_glyphs_are(pdf):
    told, _ = glyphs(font_of(pdf), [1, 2, 7, 8, 9, 10])
    assert [width for _, width in told] == [0.25, 0.3, 0.7, 0.7, 0.7, 0.4]


def test_a_font_of_single_bytes_is_read_by_its_encoding():
    named = [Name.a, Name("/space"), Name("/uni0E01"), Name("/at"), Name("/odd"), 65, Name.x]
    encoding = Dictionary(Differences=Array([48, *named]))
    font = FileFont(
        Dictionary(
            Subtype=Name.TrueType, Encoding=encoding, FirstChar=48, Widths=Array([100, 200]),
            FontDescriptor=Dictionary(MissingWidth=300),
        )
    )  # fmt: skip
    told, words = glyphs(font, [48, 49, 50, 51, 52, 65, 66], 1)
    assert words == f"a ก@{UNKNOWN}xB"
    assert [width for _, width in told] == [0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3]
    usual = FileFont(Dictionary(Subtype=Name.Type1, Encoding=Name.WinAnsiEncoding))
    assert glyphs(usual, [65], 1) == ([("A", 0.5)], "A")
    assert glyphs(FileFont(None), [65], 1) == ([(UNKNOWN, 0.5)], UNKNOWN)


def test_a_font_that_draws_its_glyphs_has_units_of_its_own():
    font = FileFont(
        Dictionary(
            Subtype=Name.Type3, Encoding=Name.WinAnsiEncoding, FirstChar=65, Widths=Array([30]),
            FontMatrix=Array([0.01, 0, 0, 0.01, 0, 0]),
        )
    )  # fmt: skip
    assert glyphs(font, [65], 1)[0] == [("A", 0.3)]


def test_what_stands_in_a_font_of_signs_is_a_sign():
    font = FileFont(Dictionary(Subtype=Name.Type1, BaseFont=Name.ZapfDingbats))
    assert glyphs(font, [ord("3"), ord("4"), ord("8")], 1)[1] == "✓✔✘"


# ---------------------------------------------------------------- words


FRAME = Box(8.0, 14.0, 80.0, 24.0)


def row(*texts, font="Sarabun", widths=(), em=4.0):
    made, x = [], 10.0
    for n, text in enumerate(texts):
        width = widths[n] if widths else 2.0
        made.append(Letter(text, x, 20.0, x + width, 20.0, em, True, font))
        x += width
    return made


def read(letters_of, *, parted=True):
    return inscription(letters_of, FRAME, multiline=False, parted=parted)


@pytest.mark.parametrize(("font", "raw"), [("FormgenField", "นํ้า"), ("Sarabun", "น้ำ")])
def test_a_ring_that_was_typed_is_not_half_of_a_sara_am(font, raw):
    """In what the program sets, ำ is drawn in halves; in what is typed it is one glyph."""
    told = read(row("น", "\u0e49", "\u0e4d", "า", font=font, widths=(2, 0, 0, 2)))
    typed = read(row("น", "\u0e4d", "\u0e49", "า", font=font, widths=(2, 0, 0, 2)))
    assert told.doubts == typed.doubts == frozenset()
    assert (typed if font == "FormgenField" else told).raw == raw


def test_a_glyph_of_several_scripts_was_spoiled_on_the_way():
    """Ghostscript names the glyph of two characters by the second byte of the first."""
    assert read(row("น", "\u0e4d\u4d49", widths=(2, 0))).doubts == {Doubt.LETTERS}
    assert read(row("น", "\u0e4d\u0e49", widths=(2, 0))).doubts == frozenset()


@pytest.mark.parametrize(("em", "doubts"), [(4.0, set()), (3.5, {Doubt.LINES})])
def test_lines_of_two_sizes_were_not_written_as_one(em, doubts):
    frame = Box(8.0, 14.0, 200.0, 60.0)
    under = [one._replace(y=26.0, y2=26.0) for one in row("ข", em=em)]
    told = inscription([*row("ก"), *under], frame, multiline=True)
    assert (told.raw, told.doubts) == ("ก\nข", doubts)


@pytest.mark.parametrize(("over", "sure"), [(0.3, True), (0.5, False), (0.8, False)])
def test_narrow_letters_that_stand_on_each_other_were_written_twice(over, sure):
    one, other = row("i", "l", widths=(0.8, 0.8))
    moved = other._replace(x=other.x - over, x2=other.x2 - over)
    assert (read([one, moved]).doubts == frozenset()) is sure


@pytest.mark.parametrize(
    ("moved", "sure"),
    [
        ({}, True),
        ({"x2": 9.0}, False),
        ({"y2": 20.3}, True),
        ({"y2": 21.0}, False),
        ({"shown": False}, False),
        ({"text": UNKNOWN}, False),
    ],
)
def test_a_letter_must_stand_upright_and_be_seen(moved, sure):
    (six,) = row("6")
    assert (read([six._replace(**moved)]).doubts == frozenset()) is sure


@pytest.mark.parametrize(
    ("points", "crossed"),
    [
        ([(0, 19), (90, 19)], True),
        ([(0, 0), (90, 0), (90, 90), (0, 90), (0, 0)], False),
        ([(7, 13), (81, 25)], True),
        ([(20, 0), (20, 90)], True),
        ([(20, 0), (20, 13)], False),
        ([(0, 19), (7, 19)], False),
        ([(40, 19)], True),
        ([(4, 19)], False),
        ([], False),
        ([(0, 20), (20, 0)], False),
    ],
)
def test_a_line_runs_through_a_frame_or_around_it(points, crossed):
    assert FRAME.crossed(points) is crossed


def test_how_far_rectangles_are_apart():
    assert FRAME.apart(Box(83.0, 28.0, 90.0, 30.0)) == 5.0
    assert FRAME.apart(Box(0.0, 0.0, 5.0, 10.0)) == 5.0
    assert FRAME.apart(Box(0.0, 0.0, 90.0, 90.0)) == 0.0
