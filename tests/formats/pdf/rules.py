"""What holds on the pages of every form, shipped or made up."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import TypeAlias, TypeVar

from tests.formats.pdf.samples import paragraphs

from formgen import fonts
from formgen.formats.pdf import corners
from formgen.formats.pdf.layout import Layout
from formgen.formats.pdf.sheet import (
    BOX,
    BOX_PITCH,
    FIELD,
    FORM,
    LEADING,
    MM,
    Control,
    Frame,
    Mark,
    Rule,
    Shade,
    Words,
)
from formgen.formats.pdf.tags import Element
from formgen.model.blocks import Table, TitleRow
from formgen.model.form import Form
from formgen.thai.linebreak import clusters

Law: TypeAlias = Callable[[Form, Layout], None]
_Kind = TypeVar("_Kind", bound=Mark)
_NEAR = 0.01  # points
_NARROW = 75  # points
_MOST_HEADER = (FORM.bottom - FORM.top) / 2
_D = "[๐-๙0-9]"
# What a reader takes as one thing, said otherwise than in the line breaker.
_TOGETHER = re.compile(
    f"(?:มาตรา|ข้อ|หมวด|ภาคผนวก|เวอร์ชัน|ร้อยละ|[ก-ฮ]*ที่|[ก-ฮ]{{1,5}}\\.|ISO/IEC) ?{_D}+"
    f"|{_D}+(?:[-./,]{_D}+)+|\\([^()]{{1,14}} {_D}+\\)|{_D}+ (?:ช่องทาง|ประเภท|คน|บาท|วัน|ปี|แห่ง)"
    "|[ก-ฮ]\\.[ก-ฮ]\\.|ต่าง ๆ|[\\w.]+@[\\w.]+"
)


def of(page: tuple[Mark, ...], *kinds: type[_Kind]) -> list[_Kind]:
    return [mark for mark in page if isinstance(mark, kinds)]


def overlap(one: Mark | corners.Rectangle, other: Mark | corners.Rectangle) -> bool:
    aside = one.x < other.x + other.width and other.x < one.x + one.width
    return aside and one.y < other.y + other.height and other.y < one.y + one.height


def span(words: Words) -> tuple[float, float]:
    """Where a line begins and ends."""
    start = words.x + words.line.x
    return start, start + words.line.width


def is_squeezed(words: Words, page: tuple[Mark, ...]) -> bool:
    """A single letter that is wider than its column: it reaches over the rule beside it."""
    start, end = span(words)
    beside = (rule.x for rule in of(page, Rule) if rule.width == 0)
    return len(clusters(words.line.text.rstrip(" "))) == 1 and any(start < x < end for x in beside)


def set_paragraphs(layout: Layout) -> Mapping[Element, list[tuple[int, Words]]]:
    """The lines of each paragraph, each with its page."""
    lines = defaultdict(list)
    for number, page in enumerate(layout.pages):
        for words in of(page, Words):
            if words.element:
                lines[words.element].append((number, words))
    return lines


# ---------------------------------------------------------------- controls


def every_control_is_there_once(form: Form, layout: Layout) -> None:
    wanted = []
    for field in form.fields:
        single = not field.select or field.dropdown
        wanted += [field.name] if single else [field.control(one) for one in field.choices]
    assert sorted(control.name for _, control in layout.controls) == sorted(wanted)


def controls_do_not_touch_each_other(form: Form, layout: Layout) -> None:
    for page in layout.pages:
        controls = of(page, Control)
        for n, one in enumerate(controls):
            assert not any(overlap(one, other) for other in controls[n + 1 :])


def boxes_and_frames_have_the_sizes_that_readers_need(form: Form, layout: Layout) -> None:
    for page in layout.pages:
        places = defaultdict(list)
        for control in of(page, Control):
            if control.choice:
                assert abs(control.width - BOX) < _NEAR
                assert abs(control.height - BOX) < _NEAR
                places[control.field.name, control.x].append(control.y)
            else:
                assert control.height >= (3 * LEADING if control.field.multiline else FIELD)
        for rows in places.values():
            assert all(down - up >= BOX_PITCH - _NEAR for up, down in pairwise(sorted(rows)))


def each_box_has_its_frame_printed(form: Form, layout: Layout) -> None:
    for page in layout.pages:
        frames = {(mark.x, mark.y, mark.width, mark.height) for mark in of(page, Frame)}
        for mark in of(page, Control):
            assert (mark.x, mark.y, mark.width, mark.height) in frames


def no_text_runs_into_a_box_or_frame(form: Form, layout: Layout) -> None:
    """Unless a single letter is wider than its column."""
    for page in layout.pages:
        for words in of(page, Words):
            start, end = span(words)
            for mark in of(page, Control):
                beside = end <= mark.x + _NEAR or start >= mark.x + mark.width - _NEAR
                over = words.y - 7 >= mark.y + mark.height or words.y <= mark.y
                assert beside or over or is_squeezed(words, page), words.line.text


def the_answer_to_a_question_is_on_one_page(form: Form, layout: Layout) -> None:
    """Unless it is higher than a page: many boxes, or labels cut up by a narrow column."""
    pages = defaultdict(lambda: defaultdict(list))
    rooms = {}
    for page, control in layout.controls:
        stem = control.field.stem
        pages[stem][page] += [control.y, control.y + control.height]
        rules = (mark.x for mark in of(layout.pages[page], Rule) if mark.x > control.x)
        rooms[stem] = min(rules, default=FORM.right) - control.x
    for stem, places in pages.items():
        height = sum(max(some) - min(some) for some in places.values())
        high = height > (FORM.bottom - FORM.top) / 2 or rooms[stem] < _NARROW
        assert len(places) == 1 or high, stem


# ---------------------------------------------------------------- pages


def everything_stays_between_the_margins(form: Form, layout: Layout) -> None:
    """Unless a single letter is wider than its column."""
    for page in layout.pages:
        for mark in of(page, Control, Frame, Rule, Shade):
            assert mark.x >= FORM.left - _NEAR
            assert mark.x + mark.width <= FORM.right + _NEAR
            assert mark.y >= FORM.top - _NEAR
            assert mark.y + mark.height <= FORM.bottom + _NEAR
        for words in of(page, Words):
            start, end = span(words)
            assert start >= FORM.left - _NEAR
            assert end <= FORM.right + _NEAR or is_squeezed(words, page), words.line.text
            assert FORM.top < words.y < FORM.bottom


def no_page_is_empty(form: Form, layout: Layout) -> None:
    """Something is said or asked on each; a form without anything has one page all the same."""
    for page in layout.pages:
        assert len(layout.pages) == 1 or any(mark.element for mark in of(page, Words, Control))


def the_corners_are_kept_free(form: Form, layout: Layout) -> None:
    codes = [corners.Rectangle(x, y, 10.5 * MM, 10.5 * MM) for x, y in corners.ORIGINS.values()]
    margin = 2 * MM  # the quiet zone
    areas = [
        corners.Rectangle(
            one.x - margin, one.y - margin, one.width + 2 * margin, one.height + 2 * margin
        )
        for one in (*codes, *corners.SQUARES)
    ]
    for page in layout.pages:
        for mark in of(page, Control, Frame, Shade, Rule):
            assert not any(overlap(area, mark) for area in areas)


def a_title_never_stands_alone_at_the_foot(form: Form, layout: Layout) -> None:
    """Its row, or a further title, begins under it.

    Unless it has no row, or all of its row is an answer that has no room beside the title.
    """
    titles = {
        row.paragraph.printed: n + 1 < len(block.rows)
        for block in form.blocks
        if isinstance(block, Table)
        for n, row in enumerate(block.rows)
        if isinstance(row, TitleRow)
    }
    ends = {text for text, more in titles.items() if not more}
    for page, following in pairwise(layout.pages):
        shades = of(page, Shade)
        if shades:
            foot = max(mark.y + mark.height for mark in shades)
            last = [one.line.text for one in of(page, Words) if one.y < foot]
            under = [mark for mark in of(page, Words, Frame) if mark.y > foot]
            assert (
                under or last[-1] in ends or height_of_first_answer(following) > FORM.bottom - foot
            )


def height_of_first_answer(page: tuple[Mark, ...]) -> float:
    controls = of(page, Control)
    first = [one for one in controls if one.field.stem == controls[0].field.stem]
    return first[-1].y + first[-1].height - first[0].y


def the_header_stands_over_each_page_of_a_table(form: Form, layout: Layout) -> None:
    """It comes again without being read again; one that is half a page high does not."""
    again = [[one for one in of(page, Words) if one.element is None] for page in layout.pages]
    wanted = [""] * len(layout.pages)
    for table in (part for part in layout.root.parts if part.tag == "Table"):
        head = drawn_for(table.parts[0], layout) if table.parts[0].tag == "THead" else []
        if not head or height_of_shade(*head[0], layout) > _MOST_HEADER:
            continue
        for page in {page for page, _ in drawn_for(table, layout)} - {head[0][0]}:
            wanted[page] = "".join(words.line.text for _, words in head)
    for page, words, text in zip(layout.pages, again, wanted, strict=True):
        assert "".join(one.line.text for one in words) == text
        assert of(page, Words)[: len(words)] == words
        assert not words or min(rule.y for rule in of(page, Rule)) == FORM.top


def drawn_for(part: Element, layout: Layout) -> list[tuple[int, Words | Control]]:
    """What is drawn for an element and its parts, each with its page."""
    elements, waiting = set(), [part]
    while waiting:
        one = waiting.pop()
        elements.add(one)
        waiting += one.parts
    return [
        (number, mark)
        for number, page in enumerate(layout.pages)
        for mark in of(page, Words, Control)
        if mark.element in elements
    ]


def height_of_shade(page: int, words: Words, layout: Layout) -> float:
    """How high the shade is that words stand on."""
    shades = of(layout.pages[page], Shade)
    return next(one.height for one in shades if one.y < words.y < one.y + one.height)


def pieces_of_a_row_are_closed(form: Form, layout: Layout) -> None:
    for page in layout.pages:
        level = {round(rule.y, 2) for rule in of(page, Rule) if rule.height == 0}
        for rule in of(page, Rule):
            if rule.width == 0:
                assert {round(rule.y, 2), round(rule.y + rule.height, 2)} <= level


# ---------------------------------------------------------------- paragraphs


def no_line_of_a_paragraph_stands_alone(form: Form, layout: Layout) -> None:
    """But for the label of an answer that is higher than a page."""
    texts = {one.printed for one in paragraphs(form)}
    for lines in set_paragraphs(layout).values():
        counts = Counter(page for page, _ in lines)
        alone = len(counts) > 1 and min(counts.values()) < 2
        assert not alone or "".join(words.line.text for _, words in lines) not in texts


def every_paragraph_is_set_whole(form: Form, layout: Layout) -> None:
    lines = set_paragraphs(layout).values()
    shown = {"".join(words.line.text for _, words in some) for some in lines}
    assert {one.printed for one in paragraphs(form) if one.printed} - shown == set()


def numbers_hang(form: Form, layout: Layout) -> None:
    """The text stands in a column of its own, to the right of its number."""
    for text, lines in labelled(form, layout):
        label = fonts.advance_width(text, fonts.regular()) * 8  # set no smaller than this
        first, *others = [words.x + words.line.x for _, words in lines]
        assert all(x > first + min(label, 5) for x in others)
        assert len({round(x, 2) for x in others}) <= 1


def labelled(form: Form, layout: Layout) -> Iterator[tuple[str, list[tuple[int, Words]]]]:
    """The lines of each numbered paragraph, with its number."""
    labels = {one.printed: one.label for one in paragraphs(form) if one.label}
    for lines in set_paragraphs(layout).values():
        if label := labels.get("".join(words.line.text for _, words in lines)):
            yield label, lines


def torn(layout: Layout, *, where_it_fits: bool = False) -> list[str]:
    """What should stand on one line and does not; perhaps only where it would have had room."""
    found = []
    for lines in set_paragraphs(layout).values():
        texts = [words.line.text for _, words in lines]
        ends = list(accumulate(map(len, texts)))[:-1]
        widest = max((words.line.width for _, words in lines[1:]), default=0.0)
        for match in _TOGETHER.finditer("".join(texts)):
            if any(match.start() < end < match.end() for end in ends):
                wide = 2 * fonts.advance_width(match[0], fonts.bold()) * 10.64
                if not where_it_fits or wide < widest:
                    found.append(match[0])
    return found


def no_number_is_torn_from_its_label(form: Form, layout: Layout) -> None:
    assert torn(layout, where_it_fits=True) == []


LAWS: tuple[Law, ...] = (
    every_control_is_there_once,
    controls_do_not_touch_each_other,
    boxes_and_frames_have_the_sizes_that_readers_need,
    each_box_has_its_frame_printed,
    no_text_runs_into_a_box_or_frame,
    the_answer_to_a_question_is_on_one_page,
    everything_stays_between_the_margins,
    no_page_is_empty,
    the_corners_are_kept_free,
    a_title_never_stands_alone_at_the_foot,
    the_header_stands_over_each_page_of_a_table,
    pieces_of_a_row_are_closed,
    no_line_of_a_paragraph_stands_alone,
    every_paragraph_is_set_whole,
    numbers_hang,
    no_number_is_torn_from_its_label,
)
