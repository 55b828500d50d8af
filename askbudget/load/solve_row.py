"""The columns that the figures of one row can stand in, by order and by the sums inside the row.

In go a row's figures and the table's columns; out come all placements that keep the printed order and close
every sum (a column is the sum of the columns below it; a 其中 column is no more than the one above it).
It never looks at another row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

from askbudget.model import Column, Fen
from askbudget.records import dataclass

Placement = tuple[int, ...]
"""The column position of each figure, in printed order."""

MOST = 1024
"""More placements than this are not listed one by one."""
STEPS = 20_000
"""A search for placements longer than this is given up."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns a row can fill, and which of them are sums.

    ``columns`` are the positions in printed order.  ``sums`` are (parent, children) and ``parts``
    (parent, 其中 child), as indexes into ``columns``.
    """

    columns: tuple[int, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    parts: tuple[tuple[int, int], ...]


def shape_of(columns: Sequence[Column], allowed: Sequence[int]) -> Shape:
    """The shape of rows that can fill ``allowed``; sums whose parent column is not allowed do not count."""
    place = {position: index for index, position in enumerate(allowed)}
    below: dict[int, list[int]] = {}
    parts: list[tuple[int, int]] = []
    for column in columns:
        if column.position not in place or column.parent not in place or column.parent is None:
            continue
        if column.of_which:
            parts.append((place[column.parent], place[column.position]))
        else:
            below.setdefault(place[column.parent], []).append(place[column.position])
    sums = tuple((parent, tuple(sorted(children))) for parent, children in sorted(below.items()))
    return Shape(tuple(allowed), sums, tuple(sorted(parts)))


def without(shape: Shape, column: int) -> Shape:
    """The shape without the sums that the column takes part in."""
    at = shape.columns.index(column)
    return Shape(
        shape.columns,
        tuple((parent, children) for parent, children in shape.sums if at != parent and at not in children),
        tuple(part for part in shape.parts if at not in part),
    )


def holds(parent: Fen | None, children: Sequence[Fen | None], quantum: int) -> bool:
    """Does the sum close?  Blank is 0; with n addends it may be off by (n+1)/2 units of the last place."""
    addends = [value for value in children if value is not None]
    return 2 * abs((parent or 0) - sum(addends)) <= (len(addends) + 1) * quantum


def part_holds(parent: Fen | None, child: Fen | None, quantum: int) -> bool:
    """Is a 其中 figure no more, in size, than the figure it is part of?  Both may be rounded."""
    return abs(child or 0) <= abs(parent or 0) + quantum


def closed(cells: Sequence[Fen | None], shape: Shape, quantum: int) -> bool:
    """Do all sums of a row close?  ``cells`` are the values in the order of ``shape.columns``."""
    return all(holds(cells[p], [cells[c] for c in children], quantum) for p, children in shape.sums) and all(
        part_holds(cells[p], cells[c], quantum) for p, c in shape.parts
    )


def any_order(count: int, shape: Shape) -> tuple[Placement, ...] | None:
    """All placements that keep the order; None where they are too many to list."""
    if comb(len(shape.columns), count) > MOST:
        return None
    return tuple(combinations(shape.columns, count))


def placements(values: Sequence[Fen | None], shape: Shape, quantum: int) -> tuple[Placement, ...] | None:
    """All placements of ``values`` that close the row, smallest first; ``()`` where none does.

    None where there are too many to list or to find.
    """
    search = _Search(values, shape, quantum)
    found: list[Placement] = []
    try:
        for placement in search.run(0, 0):
            found.append(placement)
            if len(found) > MOST:
                return None
    except _TooLong:
        return None
    return tuple(found)


class _TooLong(Exception):
    pass


class _Search:
    """Column by column from the left: the next figure stands here, or the cell is blank."""

    def __init__(self, values: Sequence[Fen | None], shape: Shape, quantum: int) -> None:
        self.values = values
        self.shape = shape
        self.quantum = quantum
        self.cells: list[Fen | None] = [None] * len(shape.columns)
        self.taken: list[int] = []
        self.steps = 0
        self.sums_at: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in shape.columns]
        self.parts_at: list[list[tuple[int, int]]] = [[] for _ in shape.columns]
        self.above: list[tuple[int, tuple[int, ...]] | None] = [None] * len(shape.columns)
        rising = all((value or 0) >= 0 for value in values)
        for parent, children in shape.sums:
            self.sums_at[max(parent, *children)].append((parent, children))
            for child in children:
                if rising and parent < child:
                    self.above[child] = (parent, tuple(c for c in children if c <= child))
        for parent, child in shape.parts:
            self.parts_at[max(parent, child)].append((parent, child))

    def run(self, column: int, figure: int) -> Iterator[Placement]:
        self.steps += 1
        if self.steps > STEPS:
            raise _TooLong
        width = len(self.shape.columns)
        if column == width:
            yield tuple(self.taken)
            return
        left = len(self.values) - figure
        if left > 0:
            self.cells[column] = self.values[figure]
            if self._fits(column):
                self.taken.append(self.shape.columns[column])
                yield from self.run(column + 1, figure + 1)
                self.taken.pop()
            self.cells[column] = None
        if width - column > left and self._fits(column):
            yield from self.run(column + 1, figure)

    def _fits(self, column: int) -> bool:
        """Can the row still close, with everything up to ``column`` decided?"""
        cells = self.cells
        for parent, children in self.sums_at[column]:
            if not holds(cells[parent], [cells[c] for c in children], self.quantum):
                return False
        above = self.above[column]
        if above is not None and cells[column]:
            addends = [cells[c] for c in above[1] if cells[c] is not None]
            spare = (len(self.values) + 1) * self.quantum
            if 2 * (sum(value or 0 for value in addends) - (cells[above[0]] or 0)) > spare:
                return False
        return all(part_holds(cells[p], cells[c], self.quantum) for p, c in self.parts_at[column])
