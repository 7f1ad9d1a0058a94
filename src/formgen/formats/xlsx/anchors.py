"""Where an answer stands beside the printed text of its question; kept in the workbook as JSON."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from formgen.formats.xlsx.cells import Spot
from formgen.formats.xlsx.sheet import Answer, Group, Printed, Sheet


@dataclass(frozen=True, slots=True)
class Anchor:
    """The answer stands so many rows below and columns right of a printed cell.

    The sheet has `count` cells with this text; `ordinal` says which, from 0, row by row.
    """

    text: str
    ordinal: int
    count: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Map:
    """What a workbook knows of its own cells.

    `anchors` are by control; `boxes` tells how far below a field's answer its boxes are drawn;
    `questions` the first and last row of each question.
    """

    anchors: Mapping[str, Anchor]
    boxes: Mapping[str, int]
    questions: Mapping[str, tuple[int, int]]


def map_of(sheet: Sheet) -> Map:
    """Find for each answer of a sheet the printed cell that tells best where it stands."""
    ordered = sorted(sheet.printed, key=lambda one: (one.spot.row, one.spot.column))
    counts = Counter(one.text for one in ordered)
    seen: Counter[str] = Counter()
    ordinals: dict[Spot, int] = {}
    for one in ordered:
        ordinals[one.spot] = seen[one.text]
        seen[one.text] += 1
    anchors = {}
    for answer in sheet.answers:
        if best := _best(answer, sheet, counts):
            anchors[answer.control] = Anchor(
                best.text,
                ordinals[best.spot],
                counts[best.text],
                answer.spot.row - best.spot.row,
                answer.spot.column - best.spot.column,
            )
    boxes = {one.field: one.spot.row - one.answer.row for one in sheet.boxes}
    questions = {one.question: (one.first, one.last) for one in sheet.groups if one.question}
    return Map(anchors, boxes, questions)


def _best(answer: Answer, sheet: Sheet, counts: Mapping[str, int]) -> Printed | None:
    """Choose: in the rows of the question, then found once, then in the same row, then nearest."""
    row, column = answer.spot.row, answer.spot.column
    group = next((one for one in sheet.groups if one.first <= row <= one.last), Group("", row, row))
    return min(
        (one for one in sheet.printed if one.text),
        key=lambda one: (
            not group.first <= one.spot.row <= group.last,
            counts[one.text] > 1,
            abs(one.spot.row - row),
            abs(one.spot.column - column),
            one.spot.row,
            one.spot.column,
        ),
        default=None,
    )


def to_json(known: Map) -> str:
    """Write a map as one line of JSON."""
    plain = {
        "anchors": {name: list(asdict(one).values()) for name, one in known.anchors.items()},
        "boxes": dict(known.boxes),
        "questions": dict(known.questions),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=16)
def from_json(text: str) -> Map | None:
    """Reverse `to_json`; None for anything else."""
    try:
        plain: Any = json.loads(text)
        anchors = {str(name): _anchor(*one) for name, one in plain["anchors"].items()}
        boxes = {str(name): int(down) for name, down in plain["boxes"].items()}
        questions = {str(name): (int(a), int(b)) for name, (a, b) in plain["questions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Map(anchors, boxes, questions)


def _anchor(text: str, ordinal: int, count: int, rows: int, columns: int) -> Anchor:
    return Anchor(str(text), int(ordinal), int(count), int(rows), int(columns))
