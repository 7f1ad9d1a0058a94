import pytest
from hypothesis import given
from tests import strategies

from formgen.model.markup import Marked, Marker, parse, strip
from formgen.model.survey import Glyphs

GLYPHS = Glyphs()


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("คำ", Marked("คำ")),
        ("", Marked("")),
        ("**คำ**", Marked("คำ", ((0, 2),))),
        ("ก **ข** ค **ง**", Marked("ก ข ค ง", ((2, 3), (6, 7)))),
        ("ใส่ {check} ใน {box}{box_checked}", Marked("ใส่ ✓ ใน ☐☑")),
        ("**{check} มี**", Marked("✓ มี", ((0, 4),))),
        ("{n} {Name} {} {1}", Marked("{n} {Name} {} {1}")),
        ("****", Marked("")),
        ("ก**ข", Marked("กข")),
        ("*ก* _ข_ <b>", Marked("*ก* _ข_ <b>")),
    ],
)
def test_words_and_emphasis(source, marked):
    assert parse(source, GLYPHS) == marked


def test_markers_stand_where_they_are_in_the_bare_words():
    text, markers = strip("ก**ข{check}**ค{zz}", GLYPHS)
    assert text == "กข✓ค{zz}"
    assert markers == (Marker("**", 1), Marker("check", 2), Marker("**", 3), Marker("zz", 4))


def test_glyphs_are_the_survey_s():
    assert parse("{check}", Glyphs(check="/")).text == "/"


@given(strategies.prose())
def test_emphasis_lies_inside_the_words(source):
    marked = parse(source, GLYPHS)
    assert "**" not in marked.text
    assert all(0 <= start < end <= len(marked.text) for start, end in marked.strong)
    assert "".join(marked.text[start:end] for start, end in marked.strong) in source.replace(
        "**", ""
    ).replace("{check}", "✓").replace("{box}", "☐").replace("{box_checked}", "☑")
