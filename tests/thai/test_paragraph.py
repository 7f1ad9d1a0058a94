from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.thai.linebreak import breaks, clusters
from formgen.thai.paragraph import Line, greedy, optimal

TEXT = (
    "กรณีที่หน่วยงานสร้างอีเมลกลางเอง ให้หน่วยงานแจ้งอีเมลกลางไปที่ สพร. โดยเร็ว "
    "ทั้งนี้ เมื่อเผยแพร่แล้วจะแจ้งให้ทราบทางอีเมลกลางต่อไป"
)


def widths(text: str) -> list[float]:
    """Letters 500 wide, marks over and under them 0."""
    return [500.0 * (n in clusters(text)) for n in range(len(text))]


def shown(text: str, lines) -> list[str]:
    return [text[line.start : line.end] for line in lines]


def looseness(lines, width) -> float:
    return sum(((width - line.width) / 1000) ** 2 for line in lines[:-1])


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_the_lines_are_the_text_and_fit(set_lines):
    for width in (4000, 7000, 9500, 20000):
        lines = set_lines(TEXT, widths(TEXT), width)
        assert "".join(shown(TEXT, lines)) == TEXT
        for line in lines:
            ink = TEXT[line.start : line.end].rstrip(" ")
            assert line.width == sum(widths(TEXT)[line.start : line.start + len(ink)]) <= width
        assert all(line.end in breaks(TEXT) for line in lines[:-1])


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_no_text_no_lines(set_lines):
    assert set_lines("", [], 5000) == ()


def test_blanks_alone_are_one_line_without_width():
    assert greedy("  ", [300.0, 300.0], 5000) == (Line(0, 2, 0.0),)


def test_greedy_takes_all_that_fits():
    width = 9500
    lines = greedy(TEXT, widths(TEXT), width)
    for line, following in pairwise(lines):
        end = min((x for x in breaks(TEXT) if x > following.start), default=len(TEXT))
        more = TEXT[line.start : end].rstrip(" ")
        assert sum(widths(TEXT)[line.start : line.start + len(more)]) > width


def test_optimal_is_the_best_of_all_ways_to_break():
    """Latin words: every line end is a blank and costs nothing, so only looseness counts."""
    text = "aaa bb cc ddddd ee f gggg hhh iiiiiii jj"
    blanks = [n + 1 for n, character in enumerate(text) if character == " "]
    width = 5000
    ways = []
    for count in range(len(blanks) + 1):
        for chosen in combinations(blanks, count):
            places = [0, *chosen, len(text)]
            lines = [Line(a, b, 500.0 * len(text[a:b].rstrip())) for a, b in pairwise(places)]
            if all(line.width <= width for line in lines):
                ways.append((looseness(lines, width) + 0.3 * len(lines), lines))
    best = min(way for way in ways if way[1][-1].width >= 0.18 * width)[1]
    assert list(optimal(text, [500.0] * len(text), width)) == best
    assert best != list(greedy(text, [500.0] * len(text), width))


def test_a_compound_is_rather_not_cut():
    text = "ส่งให้หน่วยงานแล้ว"
    lines = shown(text, greedy(text, widths(text), 4000))
    assert lines == ["ส่งให้หน่วย", "งานแล้ว"]
    assert shown(text, optimal(text, widths(text), 4000)) == ["ส่งให้", "หน่วยงานแล้ว"]


def test_a_stub_is_rather_not_left_over():
    text = "aaaa bbbb cccc d"
    assert shown(text, greedy(text, [400.0] * 16, 5600))[-1] == "d"
    assert shown(text, optimal(text, [400.0] * 16, 5600)) == ["aaaa bbbb ", "cccc d"]


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_hanging_lines_are_shorter(set_lines):
    lines = set_lines(TEXT, widths(TEXT), 9500, 3000)
    assert all(line.width <= 6500 for line in lines[1:])
    assert lines[0].width > 6500


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_what_stays_together_is_cut_between_words_before_letters(set_lines):
    text = "ณ วันที่ ๑ ตุลาคม ๒๕๖๕"
    assert not breaks(text)
    assert shown(text, set_lines(text, widths(text), 3000)) == ["ณ วันที่ ", "๑ ตุลาคม ", "๒๕๖๕"]


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_a_word_wider_than_the_column_is_cut_between_clusters(set_lines):
    text = "อิเล็กทรอนิกส์"
    lines = set_lines(text, widths(text), 2000)
    assert "".join(shown(text, lines)) == text
    assert all(line.start in clusters(text) and line.width <= 2000 for line in lines)


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_a_column_narrower_than_a_letter_still_ends(set_lines):
    assert shown("น้ำใจ", set_lines("น้ำใจ", widths("น้ำใจ"), 100)) == ["น้ำ", "ใจ"]


@pytest.mark.parametrize("set_lines", [optimal, greedy])
def test_hanging_lines_narrower_than_a_letter_hold_one_each(set_lines):
    lines = set_lines("กขคงจฉ", [1000.0] * 6, 3000, 2500)
    assert shown("กขคงจฉ", lines) == ["กขค", "ง", "จ", "ฉ"]


@given(
    st.text(alphabet="กขคเาิ้ ๑.a(", max_size=80),
    st.floats(100, 9000),
    st.floats(-2000, 2000),
)
def test_any_text_in_any_column(text, width, hang):
    for set_lines in (optimal, greedy):
        lines = set_lines(text, widths(text), width, hang)
        assert "".join(shown(text, lines)) == text
        assert all(line.start < line.end for line in lines)
