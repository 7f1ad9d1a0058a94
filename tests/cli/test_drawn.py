"""Tables and bars in a terminal: every row as wide as the next, whatever marks its words have."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.cli.drawn import BLOCKS, bar, letters_for, line, padded, table, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("กี่", 1), ("น้ำ", 2), ("ผู้ว่าฯ", 4), ("๑,๒๓๔", 5), ("日本", 4), ("a\u200bb", 2)],
)
def test_marks_take_no_room(text, columns):
    assert width(text) == columns


def test_numbers_stand_under_each_other():
    rows = [("สังกัด", "จัดส่ง"), ("สำนักนายกรัฐมนตรี", "๑"), ("กระทรวงที่", "๑,๒๓๔")]
    drawn = table(rows, left=1, widest=40)
    assert [width(one) for one in drawn] == [width(drawn[0])] * 3
    assert drawn == [
        f"สังกัด{' ' * 13}จัดส่ง",
        f"สำนักนายกรัฐมนตรี{' ' * 6}๑",
        f"กระทรวงที่{' ' * 8}๑,๒๓๔",
    ]


def test_a_long_name_stays_whole_and_pushes_its_own_row_only():
    drawn = table([("ก" * 60, "๑"), ("ข", "๒")], left=1, widest=10)
    assert drawn == [f"{'ก' * 60}  ๑", f"{padded('ข', 10)}  ๒"]


def test_nothing_is_drawn_of_nothing():
    assert table([], left=1, widest=10) == []
    assert bar((0, 0, 0), 10) == ""


@pytest.mark.parametrize("text", ["\x1b[2Jก", "ก\u202eข", "ก\r\nข", "\x07", "ก\u2028ข"])
def test_a_name_steers_no_terminal(text):
    shown = line(text)
    assert "".join(shown.split()) == "".join(filter(str.isprintable, text))
    assert not any(unicodedata.category(one).startswith("C") for one in shown)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((10, 0, 0), "██████████"),
        ((0, 0, 5), "░░░░░░░░░░"),
        ((5, 0, 5), "█████░░░░░"),
        ((1, 1, 1), "████▓▓▓░░░"),
        ((7_998, 1, 1), "████████▓░"),
        ((1, 0, 7_999), "█░░░░░░░░░"),
    ],
)
def test_a_bar_shows_every_part_that_there_is(parts, shown):
    assert bar(parts, 10) == shown


@given(st.tuples(*[st.integers(0, 10_000)] * 3).filter(any), st.integers(6, 40))
def test_a_bar_is_as_long_as_it_should_be_and_nearly_true(parts, length):
    drawn = bar(parts, length)
    assert len(drawn) == length
    for part, letter in zip(parts, BLOCKS, strict=True):
        assert bool(part) == (letter in drawn)
        assert abs(drawn.count(letter) - part * length / sum(parts)) < 2 + 1e-9


@pytest.mark.parametrize(
    ("encoding", "letters"),
    [("utf-8", BLOCKS), ("cp874", "#=."), ("cp437", BLOCKS), (None, "#=."), ("none such", "#=.")],
)
def test_where_there_are_no_blocks_there_are_letters(encoding, letters):
    assert letters_for(encoding) == letters
