"""Rows are high enough for their text, and no higher than they have to be."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.formats.xlsx import rows

TEXT = "หน่วยงานต้องกำหนดเจ้าหน้าที่ผู้รับผิดชอบที่ชัดเจนในการตรวจสอบและลงทะเบียนหนังสือ "
PADDING = rows.TALLEST - rows.ROOM


def test_more_text_needs_more_lines_and_a_wider_column_fewer():
    counts = [rows.count_lines(TEXT * times, 250, 14) for times in range(1, 6)]
    assert counts == sorted(set(counts))
    assert rows.count_lines(TEXT * 5, 500, 14) < counts[-1] < rows.count_lines(TEXT * 5, 250, 16)
    assert rows.count_lines("ก\n\nข", 250, 14) == 3


def test_a_line_is_counted_with_room_to_spare():
    """Laksaman, which is as wide as TH Sarabun 1.503 times as large, sets this in 413 points."""
    text = "การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. ๒๕๖๕ และที่แก้ไขเพิ่มเติม "
    text += "กำหนดให้หน่วยงานของรัฐต้องประกาศช่อง"
    pixels = next(wide for wide in range(100, 1000) if rows.count_lines(text, wide, 14) == 1)
    assert 413 < pixels * 0.75 < 413 * 1.1


def test_a_bold_text_is_measured_bold():
    widths = range(100, 600)
    plain = next(wide for wide in widths if rows.count_lines(TEXT, wide, 14) == 1)
    bold = next(wide for wide in widths if rows.count_lines(TEXT, wide, 14, bold=True) == 1)
    assert bold > plain


def test_no_row_is_taller_than_a_row_can_be():
    assert rows.text_height(TEXT * 99, 100, 14) == rows.TALLEST < 409.5
    assert rows.text_height("ก", 100, 14) == pytest.approx(14 * 1.4 + PADDING)


@pytest.mark.parametrize("width", [40, 120, 400])
def test_a_paragraph_too_tall_for_a_row_is_cut_between_words(width):
    text = (TEXT * 60).strip()
    cut = list(rows.pieces(text, width, 14))
    assert len(cut) > 1
    assert "".join(text[start:end] for start, end in cut) == text
    for start, end in cut:
        assert rows.height(rows.count_lines(text[start:end], width, 14), 14) < rows.TALLEST
    assert list(rows.pieces("สั้น", width, 14)) == [(0, 4)]


def test_one_word_without_end_is_cut_between_letters():
    cut = list(rows.pieces("กิ้" * 3000, 60, 14))
    assert len(cut) > 1
    assert all(start % 3 == 0 for start, _ in cut)


# ---------------------------------------------------------------- the plan

heights = st.lists(st.integers(1, 19).map(lambda lines: lines * 19.6), max_size=5)


def bound(columns, slots):
    """No plan is lower than its longest column, or than its slots."""
    longest = max((sum(column) for column in columns), default=0)
    return max(longest + PADDING if longest else 0, sum(slots))


@given(
    st.lists(heights, min_size=1, max_size=4),
    st.lists(st.sampled_from([26.0, 82.4, 60.0]), max_size=4),
)
@settings(deadline=None, max_examples=150)
def test_a_plan_places_every_paragraph_in_order_and_keeps_its_limits(columns, slots):
    plan = rows.plan(columns, slots)
    assert len(plan.heights) == len(plan.ends) >= len(slots)
    before = (0,) * len(columns)
    for number, (height, ends) in enumerate(zip(plan.heights, plan.ends, strict=True)):
        assert height <= rows.TALLEST
        assert number >= len(slots) or height >= slots[number]
        for column, start, end in zip(columns, before, ends, strict=True):
            assert start <= end
            assert not column[start:end] or sum(column[start:end]) + PADDING <= height + 0.01
        before = ends
    assert before == tuple(map(len, columns))
    assert sum(plan.heights) >= bound(columns, slots) - 0.01


def brute(columns, slots, most):
    """The lowest sum of heights of all ways to cut the columns into up to `most` rows."""
    best = float("inf")
    for count in range(max(1, len(slots)), most + 1):
        cuts = [
            list(itertools.combinations_with_replacement(range(len(column) + 1), count - 1))
            for column in columns
        ]
        for chosen in itertools.product(*cuts):
            total = 0.0
            for row in range(count):
                tall = slots[row] if row < len(slots) else 0.0
                for column, stops in zip(columns, chosen, strict=True):
                    edges = (0, *stops, len(column))
                    inside = column[edges[row] : edges[row + 1]]
                    if row == 0 and column:  # every column begins at the top
                        inside = inside or [float("inf")]
                    tall = max(tall, sum(inside) + PADDING if inside else 0)
                total += tall if tall <= rows.TALLEST else float("inf")
            best = min(best, total)
    return best


@given(
    st.lists(
        st.lists(st.integers(1, 12).map(lambda n: n * 19.6), max_size=3), min_size=2, max_size=3
    )
)
@settings(deadline=None, max_examples=40)
def test_a_plan_without_slots_is_the_lowest_there_is(columns):
    plan = rows.plan(columns, [])
    if any(columns):
        assert sum(plan.heights) == pytest.approx(brute(columns, [], 4), abs=0.1)


def test_a_plan_of_long_columns_is_found_at_once():
    columns = [[19.6 * (1 + n % 7) for n in range(60)] for _ in range(5)]
    plan = rows.plan(columns, [26.0, 82.4, 62.8])
    assert plan.ends[-1] == (60,) * 5
    assert sum(plan.heights) < 1.1 * bound(columns, [])
    uneven = [[19.6 * (1 + (n * step) % 11) for n in range(40)] for step in (3, 5, 7, 9)]
    assert rows.plan(uneven, [26.0, 82.4, 62.8]).ends[-1] == (40,) * 4


def test_a_paragraph_no_row_can_hold_is_refused():
    with pytest.raises(ValueError, match="taller"):
        rows.plan([[500.0]], [])
