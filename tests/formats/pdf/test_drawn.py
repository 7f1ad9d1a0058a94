"""Words of pictures: plain content is taken apart as qpdf takes it apart, or left to qpdf."""

import warnings

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Pdf
from tests.clerk import pdf as clerk
from tests.formats.pdf.samples import ANSWERS, filled, staffing

from formgen.formats.pdf import FORMAT, drawn
from formgen.model.identity import BLANK


@pytest.fixture(scope="module")
def pdf():
    with Pdf.new() as new:
        yield new


def by_qpdf(pdf, body):
    """What is chosen and shown, as the parser of qpdf tells it; stretches are joined."""
    return joined(drawn._stretches(pdf.make_stream(body, Subtype=Name.Form)))


def joined(stretches):
    """One list: the names of fonts, and the strings between them as one."""
    told = []
    for name, strings in stretches:
        if name is not None:
            told.append(name)
        told += (one for one in strings if one)
    return told


def same(pdf, body):
    plain = drawn.plain_stretches(body)
    assert plain is not None, body
    assert joined(plain) == by_qpdf(pdf, body)
    return joined(plain)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"/Tx BMC EMC", []),
        (b" \n BT /F 10 Tf (a) Tj ET\n", ["/F", b"a"]),
        (b"BT/F 10 Tf<6162>Tj[(a)-20.5<62>]TJ(c)' ET", ["/F", b"ab", b"a", b"b", b"c"]),
        (b"/Span <</ActualText <FEFF0E01>>> BDC (a) Tj EMC", [b"a"]),
        (b"/P <</A (x) /B 1 /C /Tj>> BDC <616> Tj EMC", [b"a`"]),
        (rb"(a\(b\)\\ \101\7\0531 \n) Tj", [b"a(b)\\ A\x07+1 \n"]),
        (b"(\x00\xe1\xff\n) Tj", [b"\x00\xe1\xff\n"]),
        (b"[] 0 d [1 2] 0 d .5 -.5 +1. 0 re f* (a) Tj", [b"a"]),
        (b"/A,b-c_1.2 9 Tf () Tj /G 0 Tf (a) Tj", ["/A,b-c_1.2", "/G", b"a"]),
    ],
)
def test_plain_content(pdf, body, told):
    assert same(pdf, body) == told


@pytest.mark.parametrize(
    "body",
    [
        b"(a) % (b) Tj\n Tj", b"((a)) Tj", rb"(\8) Tj", rb"(\400) Tj", b"(a\\\nb) Tj", b"(a\rb) Tj",
        b"<61 62> Tj", b"/A#20B 9 Tf", b"/F Tf", b"9 Tf", b"(F) 9 Tf", b"Tj", b"(a) (b) Tj",
        b"1 2 (a) \"", b"BI /W 1 ID x EI", b"true Tj", b"1 0 R", b"(a", b"<6g> Tj", b"[[(a)]] TJ",
        b"<</A <</B 1>>>> DP", b"(a) Tjx", b"5 (a)", b"12ab (a) Tj", b"--1 w", b"(a) Tj }", b"q>",
        b"(a) Do", b"[(a)] d", b"/ 1 Tf", b"\xe1 (a) Tj", b"/F 1 Tf\xe9 (a) Tj",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_qpdf(body):
    assert drawn.plain_stretches(body) is None


PIECES = st.sampled_from(
    [b"BT", b"ET", b"q", b"Q", b"/F", b"/G1", b"9", b"-.5", b"Tf", b"Tj", b"TJ", b"'", b'"', b"Td",
     b"(a)", b"(b c)", rb"(\51\\)", b"(\\", b")", b"<61>", b"<6", b"61>", b"<", b">", b"<<", b">>",
     b"/A (x)", b"[", b"]", b"BMC", b"EMC", b"BDC", b"%", b"#", b"\n", b"\r", b"\0", b"*", b"re",
     b"T*", b"BI", b"ID", b"EI", b"true", b"R", b"{", b"\\", b"\xe1"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14), st.lists(st.sampled_from([b"", b" ", b"\n"]), min_size=14))
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_told_apart_qpdf_tells_as_well(pdf, pieces, gaps):
    body = b"".join(one + gap for one, gap in zip(pieces, gaps, strict=False))
    plain = drawn.plain_stretches(body)
    if plain is not None:
        assert joined(plain) == by_qpdf(pdf, body)


def pictures(data):
    """The content of all pictures of fields for words."""
    with pikepdf.open(data) as file:
        for field in file.Root.AcroForm.Fields:
            if field.get("/FT") in (Name.Tx, Name.Ch):
                yield field.AP.N.read_bytes()


def test_what_this_program_and_common_engines_draw_is_plain(pdf, tmp_path):
    """Else a return takes twice the time to read."""
    form = staffing()
    blank = FORMAT.write(form, BLANK)
    places = {one.control: one for one in blank.placements}
    typed = [(places["office.code"], "10-1 (ก)"), (places["office.note"], "ที่ “น้ำ” \\ (x\n๑")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = {
            "own": FORMAT.write(form, filled(form)).data,
            "PDFium": clerk.type_in(blank.data, typed),
            "pypdf": clerk.fill(blank.data, ANSWERS[form.survey]),
        }
    for name, data in made.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        found = [same(pdf, body) for body in pictures(path)]
        assert sum(map(bool, found)) > 1, name


def test_what_ends_in_the_middle_has_no_words(pdf):
    body = b"BT [(a) Tj (b"
    assert drawn.drawn_words(pdf.make_stream(body, Subtype=Name.Form), body, {}) == "\ufffd"


def test_letters_are_those_of_the_font_that_was_chosen_last(pdf):
    def font(first):
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                Encoding=Dictionary(Differences=pikepdf.Array([97, Name(f"/{first}")])),
            )
        )  # fmt: skip

    fonts = Dictionary(F=font("b"), G=font("c"))
    body = b"(a) Tj /F 9 Tf (a) Tj [(a) 1 (a)] TJ /G 9 Tf (a) Tj /H 9 Tf (a) Tj"
    drawing = pdf.make_stream(body, Subtype=Name.Form, Resources=Dictionary(Font=fonts))
    assert drawn.drawn_words(drawing, body, {}) == "\ufffdbbbc\ufffd"
    longer = body + b" % not plain\n"
    assert drawn.drawn_words(pdf.make_stream(longer, drawing.stream_dict), longer, {}) == (
        "\ufffdbbbc\ufffd"
    )
