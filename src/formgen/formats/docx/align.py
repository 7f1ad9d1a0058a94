"""Lines of a form + lines of a document -> which is which, wherever that is certain.

Words that stand once in the form and once in the document are fixed points.  Between two of them
the lines with controls are taken as the form's only if they agree one by one, and only as far as
they follow the first point without a gap; nothing is guessed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from formgen.formats.docx.lines import Line
from formgen.formats.docx.walk import CHECKED_GLYPHS, UNCHECKED_GLYPHS, Found

_BRACKETS = frozenset("()[]")
_MARKS = "".join(sorted(CHECKED_GLYPHS | UNCHECKED_GLYPHS | _BRACKETS))
_MOST_COMPARED = 2_000  # lines in a gap whose printed words are compared one by one


@dataclass(frozen=True, slots=True)
class Aligned:
    """`pairs`: (number in the form, number in the document), in order.

    `gone` are lines of the form that stand nowhere any more, `added` lines of the document that the
    form does not have, by their numbers.
    """

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


def align(form: Sequence[Line], document: Sequence[Found]) -> Aligned:
    """Find the form's lines in a document."""
    if len(form) == len(document) and all(map(_same, form, document)):
        return Aligned(tuple((number, number) for number in range(len(form))))
    pairs: list[tuple[int, int]] = []
    ends = (-1, -1), *_fixed_points(form, document), (len(form), len(document))
    for (form_from, found_from), (form_to, found_to) in pairwise(ends):
        if form_to < len(form):
            pairs.append((form_to, found_to))
        gap = range(form_from + 1, form_to), range(found_from + 1, found_to)
        pairs += _with_controls(form, document, *gap)
        pairs += _without_controls(form, document, *gap)
    in_form, in_document = {one for one, _ in pairs}, {one for _, one in pairs}
    return Aligned(
        tuple(sorted(pairs)),
        tuple(number for number in range(len(form)) if number not in in_form),
        tuple(number for number in range(len(document)) if number not in in_document),
    )


def beside(line: Line, found: Found) -> str | None:
    """The words that stand in a line beside those of the form; None where the form's do not stand.

    Blanks and leaders do not count.
    """
    words, extra = line.words, None
    if found.words.startswith(words):
        extra = found.words[len(words) :]
    elif found.words.endswith(words):
        extra = found.words[: -len(words)]
    return None if extra is None else extra.strip(".…_")


def is_mark(words: str) -> bool:
    """Whether words are nothing but marks such as ✓ or /."""
    return bool(words) and set(words) <= set(_MARKS)


def after(words: str, raw: str) -> str:
    """What follows `words` in `raw`, which begins with them but for blanks."""
    position = 0
    for character in words:
        while position < len(raw) and raw[position] != character:
            position += 1
        position += 1
    return raw[position:]


# ---------------------------------------------------------------- fixed points


def _fixed_points(form: Sequence[Line], document: Sequence[Found]) -> list[tuple[int, int]]:
    """Pairs of lines whose words stand once in each, the longest chain of them in order."""
    in_form = _unique([line.words for line in form if not line.slots])
    in_document = _unique([found.words for found in document])
    places = {found.words: number for number, found in enumerate(document)}
    common = in_form & in_document
    points = [
        (number, places[line.words])
        for number, line in enumerate(form)
        if not line.slots and line.words in common
    ]
    return _longest_rising(points)


def _unique(words: Sequence[str]) -> set[str]:
    return {word for word, times in Counter(words).items() if times == 1 and word}


def _longest_rising(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `points` whose second numbers rise; the first ones do already."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(points):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(points[index])
        index = before[index]
    return chain[::-1]


# ---------------------------------------------------------------- between fixed points


def _with_controls(
    form: Sequence[Line], document: Sequence[Found], asked: range, given: range
) -> set[tuple[int, int]]:
    """Pair the lines that hold controls, if they agree one by one, as far as they follow the point.

    A question's words stand before its answer, so the words behind an answer prove nothing.
    """
    wanted = [number for number in asked if form[number].slots]
    words = {_without_marks(form[number].words) for number in wanted} - {""}
    held = [
        number
        for number in given
        if document[number].controls or _stripped(document[number], words)
    ]
    pairs = set(zip(wanted, held, strict=False))
    if len(wanted) != len(held) or not all(_may_be(form[i], document[j]) for i, j in pairs):
        return set()
    standing: set[tuple[int, int]] = set()
    for i, j in zip(asked, given, strict=False):
        if (i, j) in pairs:
            standing.add((i, j))
        elif form[i].slots or form[i].words != document[j].words:
            break
    return standing


def _stripped(found: Found, words: set[str]) -> bool:
    """Whether a line without controls may be one that had them."""
    plain = _without_marks(found.words)
    return any(plain.startswith(one) for one in words)


def _without_marks(words: str) -> str:
    """Take marks from both ends; a label may end in one itself, such as `Linux` or `(ระบุ)`."""
    return words.strip(_MARKS)


def _may_be(line: Line, found: Found) -> bool:
    extra = beside(line, found)
    if extra is None:
        return False
    if found.controls:
        return _same_controls(line, found)
    plain = not extra or is_mark(extra) or line.slots[0].choice is None
    return plain and bool(line.words)


def _same(line: Line, found: Found) -> bool:
    return line.words == found.words and _same_controls(line, found)


def _same_controls(line: Line, found: Found) -> bool:
    """Whether a line has as many controls as the form's, boxes where the form has boxes."""
    return len(line.slots) == len(found.controls) and all(
        (slot.choice is not None) == (control.checked is not None)
        for slot, control in zip(line.slots, found.controls, strict=True)
    )


def _without_controls(
    form: Sequence[Line], document: Sequence[Found], asked: range, given: range
) -> Iterator[tuple[int, int]]:
    """Pair the lines of mere words that are the same and in the same order."""
    wanted = [number for number in asked if not form[number].slots]
    held = [number for number in given if not document[number].controls]
    if not wanted or not held or len(held) > _MOST_COMPARED:
        return
    matcher = SequenceMatcher(
        None,
        [form[number].words for number in wanted],
        [document[number].words for number in held],
        autojunk=False,
    )
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield wanted[block.a + step], held[block.b + step]
