"""Form -> the columns of its one sheet, which all its tables share."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias

from formgen.model.blocks import CellRow, ResponseCell, Table
from formgen.model.form import Form
from formgen.model.survey import Kind

WIDTH: Final = 1024
"""The sheet's width in pixels: 768 of the 770 points between the margins of A4 landscape."""

_NARROWEST: Final = 16  # pixels; edges of two tables that are nearer than this become one
_TICK: Final = 40  # pixels; room for one check mark and the arrow of its list
_LABEL_SHARE: Final = (0.12, 0.28, 0.40)  # of the line: least, best, most
_ANSWER_SHARE: Final = (0.45, 0.70, 0.85)  # where the answer ends

Edges: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of the columns, in pixels from the left, and those that each block uses.

    `tables` has the edges of each table in order; `ticks` the edge at which a column's ticks end.
    `entries` are the edges of labels, answers and hints.
    """

    edges: Edges
    tables: tuple[Edges, ...]
    ticks: dict[int, int]
    entries: Edges

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of each column, in pixels."""
        return tuple(b - a for a, b in zip(self.edges, self.edges[1:], strict=False))

    def span(self, left: int, right: int) -> tuple[int, int]:
        """Return the first column, from 1, and the number of columns between two edges."""
        first = self.edges.index(left)
        return first + 1, self.edges.index(right) - first


def grid_of(form: Form) -> Grid:
    """Lay the columns of all tables over one another."""
    tables = [block for block in form.blocks if isinstance(block, Table)]
    edges = {0, WIDTH}
    each_table = []
    for table in tables:
        own = [0]
        for wanted in list(accumulate(table.widths))[:-1]:
            position = _near(edges, round(WIDTH * wanted / sum(table.widths)), _NARROWEST)
            most = WIDTH - _NARROWEST * (len(table.widths) - len(own))
            own.append(min(max(position, own[-1] + _NARROWEST), most))
            edges.add(own[-1])
        each_table.append((*own, WIDTH))
    ticks = {}
    for table, own_edges in zip(tables, each_table, strict=True):
        for column in sorted(_tick_columns(form, table)):
            left, right = own_edges[column], own_edges[column + 1]
            wanted = left + min(_TICK, (right - left) // 2)
            ticks[left] = _near(edges - {left, right}, wanted, _NARROWEST // 2)
            edges.add(ticks[left])
    label = _chosen(edges, 0, _LABEL_SHARE)
    answer = _chosen(edges, label, _ANSWER_SHARE)
    edges |= {label, answer}
    return Grid(tuple(sorted(edges)), tuple(each_table), ticks, (0, label, answer, WIDTH))


def _tick_columns(form: Form, table: Table) -> set[int]:
    return {
        column
        for row in table.rows
        if isinstance(row, CellRow)
        for column, cell in enumerate(row.cells)
        if isinstance(cell, ResponseCell)
        and any(form.field(name).kind is Kind.SELECT_MULTIPLE for name in cell.fields)
    }


def _near(edges: set[int], wanted: int, reach: int) -> int:
    """Return the edge that is there already, if one is near enough."""
    nearest = min(edges, key=lambda edge: (abs(edge - wanted), edge), default=wanted)
    return nearest if abs(nearest - wanted) <= reach else wanted


def _chosen(edges: set[int], after: int, share: tuple[float, float, float]) -> int:
    """Return the best of the edges within the shares of the line; a new one if there is none."""
    least, best, most = (round(WIDTH * one) for one in share)
    fit = [edge for edge in edges if max(least, after + 1) <= edge <= most]
    return min(fit, key=lambda edge: (abs(edge - best), edge), default=best)
