"""Copies whose fields are gone: ink and letters that could go unseen, and are told of."""

import functools

import pytest
from pikepdf import Array, Dictionary, Name
from tests.formats.pdf.flattening import by_pikepdf, changed, reading
from tests.formats.pdf.samples import ANSWERS, filled, staffing
from tests.formats.pdf.test_flat import drawn, placement

from formgen import fonts
from formgen.formats.pdf import corners, letters
from formgen.formats.pdf.sheet import FORM, MM
from formgen.formats.pdf.write import write
from formgen.model.codes import Code
from formgen.model.identity import Copy

SAID = ANSWERS["staffing-2570"] | {"vacancy.answer": "yes_now"}
TOLD = (Code.MARK_OUTSIDE, Code.MARK_UNSURE, Code.TEXT_ADDED)


@functools.cache
def flat(*also):
    return by_pikepdf(write(staffing(), Copy(None, (*SAID.items(), *also))).data)


@pytest.fixture(scope="module")
def number():
    """A copy with a number in a frame, about which there is no doubt."""
    data = flat()
    assert doubted(data, "officers.answer") == set()
    return data


def doubted(data, name=""):
    return {one.code for one in reading(staffing(), data).diagnostics if one.field == name}


def told(data):
    return {one.code for one in reading(staffing(), data).diagnostics} & {*TOLD}


# ---------------------------------------------------------------- pale ink

PALE = {
    "orange": "1 0.6 0",
    "pink": "1 0.4 0.7",
    "light blue": "0.3 0.7 1",
    "bright green": "0 1 0",
    "grey": "0.6 0.6 0.6",
    "yellow": "1 1 0",
}


@pytest.mark.parametrize("colour", PALE)
def test_pale_ink_round_a_box_is_for_a_person(colour):
    data = drawn(flat(), "vacancy.no_now", f"{PALE[colour]} RG 0.5 w -0.7 -0.7 5.4 5.4 re S")
    assert doubted(data, "vacancy.answer") == {Code.MARK_UNSURE, Code.MARK_OUTSIDE}


@pytest.mark.parametrize("colour", ["orange", "yellow"])
def test_pale_ink_round_a_label_is_told_of(colour):
    data = drawn(flat(), "vacancy.no_now", f"{PALE[colour]} RG 0.5 w 12 -1 12 6 re S")
    assert doubted(data) >= {Code.TEXT_ADDED}


def test_a_highlighted_label_is_told_of():
    def light(pdf):
        for page in pdf.pages:
            page.obj.Resources.ExtGState = Dictionary(Light=Dictionary(BM=Name.Multiply))

    body = "/Light gs 1 1 0 rg 6 0 40 4 re f"
    assert told(drawn(changed(flat(), light), "vacancy.no_now", body))


# ---------------------------------------------------------------- what is not read


def with_drawing(data, make, body="q /Unread Do Q"):
    """Put a drawing on the first page, over all that it has."""

    def change(pdf):
        page = pdf.pages[0]
        held = Dictionary(page.obj.Resources.get("/XObject", Dictionary()))
        held["/Unread"] = make(pdf)
        page.obj.Resources.XObject = held
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q {body}".encode())

    return changed(data, change)


def strike():
    """A line through the number."""
    at = placement("officers.answer")
    x, y = at.x * MM, FORM.height - (at.y + at.height / 2) * MM
    return f"0 0 0.8 RG 1 w {x + 3:.2f} {y - 1:.2f} m {x + 18:.2f} {y - 1:.2f} l S"


def form_drawing(pdf, body, box=(0, 0, FORM.width, FORM.height), **more):
    return pdf.make_stream(
        body.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), **more
    )


def picture(grown):
    """A picture that is clear but for a line through the number; it is larger than the frame."""
    at = placement("officers.answer")
    left, top = max(0, at.x - grown), max(0, at.y - grown)
    right = min(FORM.width / MM, at.x + at.width + grown)
    bottom = min(FORM.height / MM, at.y + at.height + grown)
    wide, high = round((right - left) * 4), round((bottom - top) * 4)
    row = round((at.y + at.height / 2 - top) * 4)
    first = round((at.x + 1 - left) * 4)
    clear = bytearray(wide * high)
    clear[row * wide + first : row * wide + first + 20] = b"\xff" * 20
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "BitsPerComponent": 8}
    size = {"Width": wide, "Height": high, "ColorSpace": Name.DeviceGray}

    def make(pdf):
        mask = pdf.make_stream(bytes(clear), **kind, **size)
        return pdf.make_stream(bytes(wide * high), SMask=mask, **kind, **size)

    place = f"{(right - left) * MM} 0 0 {(bottom - top) * MM} {left * MM}"
    return make, f"q {place} {FORM.height - bottom * MM} cm /Unread Do Q"


@pytest.mark.parametrize("grown", [3, 1000])
def test_words_under_a_picture_are_for_a_person(number, grown):
    """Its ink may be taken for that of the letters."""
    data = with_drawing(number, *picture(grown))
    assert doubted(data, "officers.answer") == {Code.TEXT_UNSURE}


def test_a_blank_frame_under_a_clear_picture_is_blank():
    data = by_pikepdf(write(staffing(), Copy(None, (("vacancy.answer", "yes_now"),))).data)
    make, body = picture(1000)
    assert doubted(with_drawing(data, make, body), "office.name") == set()
    assert reading(staffing(), with_drawing(data, make, body)).marks["office.name"].raw == ""


def test_a_line_in_a_drawing_is_seen_however_long_the_drawing_is(number, monkeypatch):
    for most in (1 << 20, 1 << 17):
        monkeypatch.setattr(letters, "MOST_CONTENT", most)
        long = f"{strike()} % {'x' * (1 << 17)}"
        data = with_drawing(number, lambda pdf, long=long: form_drawing(pdf, long))
        assert doubted(data, "officers.answer") == {Code.TEXT_UNSURE}


@pytest.mark.parametrize("depth", [0, 4, 8])
def test_a_line_in_a_drawing_is_seen_however_deep_it_is(number, depth):
    def make(pdf):
        inner = form_drawing(pdf, strike())
        for _ in range(depth):
            held = Dictionary(XObject=Dictionary(Inner=inner))
            inner = form_drawing(pdf, "/Inner Do", Resources=held)
        return inner

    assert doubted(with_drawing(number, make), "officers.answer") == {Code.TEXT_UNSURE}


def test_a_drawing_that_is_not_read_doubts_only_what_it_may_cover(number, monkeypatch):
    at = placement("officers.answer")
    low = FORM.height - (at.y + at.height) * MM
    box = (at.x * MM, low, (at.x + at.width) * MM, low + at.height * MM)
    data = with_drawing(number, lambda pdf: form_drawing(pdf, strike() + " " * (1 << 17), box))
    monkeypatch.setattr(letters, "MOST_CONTENT", 1 << 17)
    assert doubted(data, "officers.answer") == {Code.TEXT_UNSURE}
    assert doubted(data, "office.code") == set()


BLUE = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([0]), N=1)


@pytest.mark.parametrize("paint", ["W n /Shade sh", "/Pattern cs /Tile scn f"])
def test_a_line_that_is_shaded_is_seen(number, paint):
    at = placement("officers.answer")
    x, y = at.x * MM + 3, FORM.height - (at.y + at.height / 2) * MM
    outer = f"{x - 40:.2f} {y - 30:.2f} 200 60 re W n"

    def patterns(pdf):
        held = pdf.pages[0].obj.Resources
        shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Function=BLUE)
        shade.Coords, shade.Extend = Array([0, 0, 1, 0]), Array([True, True])
        held.Shading = Dictionary(Shade=shade)
        held.Pattern = Dictionary(Tile=Dictionary(PatternType=2, Shading=shade))

    body = f"q {outer} {x:.2f} {y - 1:.2f} 15 1 re {paint} Q"
    data = with_drawing(changed(number, patterns), lambda pdf: form_drawing(pdf, ""), body)
    assert doubted(data, "officers.answer") == {Code.TEXT_UNSURE}
    assert doubted(data, "office.code") == set()


# ---------------------------------------------------------------- letters that say other than ink


def written(data, name, words, mapping):
    """Write into a frame with a font that says of some letters that they are others."""
    table = " ".join(f"<{ord(one):02x}> <{ord(other):04x}>" for one, other in mapping.items())
    at = placement(name)
    x, y = (at.x + 2) * MM, FORM.height - (at.y + at.height - 2) * MM

    def change(pdf):
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=126,
            Widths=Array([278, *[556] * 94]),
        )  # fmt: skip
        if table:
            body = (
                "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
                f"{len(mapping)} beginbfchar {table} endbfchar endcmap"
            )
            font.ToUnicode = pdf.make_stream(body.encode())
        page = pdf.pages[at.page - 1]
        page.obj.Resources.Font["/Odd"] = pdf.make_indirect(font)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q BT /Odd 9 Tf {x:.2f} {y:.2f} Td ({words}) Tj ET".encode())

    return changed(data, change)


@pytest.mark.parametrize(
    ("words", "mapping", "doubts"),
    [
        ("135", {}, set()),
        ("1 5", {}, set()),
        ("135", {"3": " "}, {Code.TEXT_UNSURE}),
        ("12345", {"1": "\u00a0", "2": "\u00a0"}, {Code.TEXT_UNSURE}),
        ("120", {"0": " "}, {Code.TEXT_UNSURE}),
    ],
)
def test_a_blank_with_ink_is_no_blank(words, mapping, doubts):
    data = by_pikepdf(write(staffing(), Copy(None, (("vacancy.answer", "yes_now"),))).data)
    assert doubted(written(data, "officers.answer", words, mapping), "officers.answer") == doubts


@pytest.mark.parametrize("words", ["ครับ  ไม่ใช่ ฟ้า ฝ่าย โต", "ไป ำ น้ำ ใจ ญี่ปุ่น f j Q (ก)"])
def test_letters_that_reach_over_blanks_are_no_ink_in_them(words):
    assert doubted(flat(("office.name", words)), "office.name") == set()


# ---------------------------------------------------------------- another text layer


def told_otherwise(pdf, *, all_of_them=True):
    """Let the fonts of the words say nothing, as a program leaves them that sets them again."""
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            if "/ToUnicode" in font and fonts.field().name not in str(font.BaseFont):
                map_of = font.ToUnicode.read_bytes()
                if all_of_them:
                    map_of = b"1 beginbfrange <0000> <ffff> <e000> endbfrange"
                font.ToUnicode.write(map_of.replace(b"<0E07>", b"<0E14>"))


STROKES = {"a note": "60 0 m 68 4 l 60 4 m 68 0 l S", "a ring": "10 -2 30 8 re S"}


@pytest.mark.parametrize("all_of_them", [True, False])
@pytest.mark.parametrize("stroke", STROKES)
def test_ink_is_told_of_where_the_text_layer_says_other_words(stroke, all_of_them):
    otherwise = functools.partial(told_otherwise, all_of_them=all_of_them)
    data = changed(flat(), otherwise)
    assert Code.TEXT_UNSURE in doubted(data, "officers.answer")
    assert told(data) == set()
    assert told(drawn(data, "vacancy.no_now", STROKES[stroke]))


def test_a_little_ink_is_what_another_setting_leaves():
    dot = drawn(flat(), "vacancy.no_now", "60 0 2 2 re f")
    assert told(dot)
    assert told(changed(dot, functools.partial(told_otherwise, all_of_them=False)))
    assert told(changed(dot, told_otherwise)) == set()


# ---------------------------------------------------------------- corners


def in_corner(data, corner, body):
    """Draw beside a code; millimetres from its top left corner, y downwards."""
    x, y = corners.ORIGINS[corner]

    def change(pdf):
        page = pdf.pages[0]
        page.contents_add(b"q", prepend=True)
        place = f"{MM:.5f} 0 0 {-MM:.5f} {x:.3f} {FORM.height - y:.3f} cm"
        page.contents_add(f"Q q {place} {body} Q".encode())

    return changed(data, change)


def helvetica(pdf):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font.Encoding = Name.WinAnsiEncoding
    pdf.pages[0].obj.Resources.Font["/Own"] = pdf.make_indirect(font)


@pytest.mark.parametrize(
    ("corner", "x", "y"),
    [("B", 0, -1), ("B", 0, 17), ("B", 1, 13), ("D", 0, 6), ("D", -1.5, -5), ("D", 0, 13)],
)
def test_words_at_a_code_are_told_of(corner, x, y):
    words = f"BT /Own 1.8 Tf 1 0 0 -1 {x} {y} Tm (CANCELLED) Tj ET"
    data = in_corner(changed(flat(), helvetica), corner, words)
    said = [one for one in reading(staffing(), data).diagnostics if one.code is Code.TEXT_ADDED]
    assert [dict(one.facts)["text"] for one in said] == ["CANCELLED"]


@pytest.mark.parametrize("corner", ["B", "D"])
@pytest.mark.parametrize(
    "stroke",
    ["0 -1 m 10 -1 l S", "-1 0 m -1 10 l S", "0 0 m 10.5 10.5 l S", "10.5 0 m 0 10.5 l S"],
)
def test_strokes_at_and_through_a_code_are_told_of(corner, stroke):
    assert doubted(in_corner(flat(), corner, f"1 0 0 RG 0.6 w {stroke}")) >= {Code.TEXT_ADDED}


def test_codes_of_any_copy_are_no_ink():
    data = by_pikepdf(write(staffing(), filled(staffing())).data)
    assert told(data) == set()
