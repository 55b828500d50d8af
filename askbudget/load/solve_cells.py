"""The rows of all tables as variables: which placements each row has, and what a placement puts into a cell.

In go drafts; out come variables for the solver and the terms of its equations.  It decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd

from askbudget.load.draft import Draft, RowFigures
from askbudget.load.solve import Equation, Term
from askbudget.load.solve_row import Placement, Shape, any_order, closed, placements, shape_of
from askbudget.records import dataclass, field

Ref = tuple[int, int, int]
"""A cell: (draft, row position, column position)."""


@dataclass(slots=True)
class Line:
    """The figures of one row as a variable.

    ``options`` are its placements, None where they are too many to list (then only the order is known), ()
    where it has more figures than columns.  ``broken``: no placement closes the row's own sums.  ``given``:
    the file says the columns, or every column is filled.
    """

    draft: int
    figures: RowFigures
    shape: Shape
    options: tuple[Placement, ...] | None
    broken: bool = False
    given: bool = False
    at: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """column → [(figure index, mask of the options that put it there)]"""

    def index(self) -> None:
        """Fill ``at`` from ``options``."""
        self.at = {}
        masks: dict[tuple[int, int], int] = {}
        for number, option in enumerate(self.options or ()):
            for figure, column in enumerate(option):
                masks[column, figure] = masks.get((column, figure), 0) | 1 << number
        for (column, figure), mask in sorted(masks.items()):
            self.at.setdefault(column, []).append((figure, mask))

    @property
    def everything(self) -> int:
        """The domain with all options."""
        return (1 << len(self.options or (0,))) - 1


class Cells:
    """All rows with figures, as solver variables 0, 1, 2 … in the order of the drafts."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.lines: list[Line] = []
        self.at: dict[tuple[int, int], int] = {}
        self.unclear: set[tuple[int, int]] = set()
        """(draft, row) whose figures cannot be reasoned about: two runs of figures, or more than columns."""
        for number, draft in enumerate(drafts):
            self._read(number, draft)

    def _read(self, number: int, draft: Draft) -> None:
        shapes: dict[tuple[int, ...], Shape] = {}
        known: dict[tuple[object, ...], tuple[tuple[Placement, ...] | None, bool]] = {}
        for figures in draft.figures:
            shape = shapes.get(figures.allowed) or shape_of(draft.columns, figures.allowed)
            shapes[figures.allowed] = shape
            key = (figures.values, figures.allowed, figures.columns, figures.quantum)
            if key not in known:
                known[key] = _options(figures, shape)
            options, broken = known[key]
            given = figures.columns is not None or len(figures.values) == len(figures.allowed)
            if (number, figures.row) in self.at or options == ():
                self.unclear.add((number, figures.row))
            self.at[number, figures.row] = len(self.lines)
            line = Line(number, figures, shape, options, broken, given)
            line.index()
            self.lines.append(line)

    def forget(self, var: int) -> None:
        """Believe nothing of a row but the order of its figures."""
        line = self.lines[var]
        if not line.given and line.options != ():
            line.options = any_order(len(line.figures.values), line.shape)
            line.index()
        line.broken = True

    @property
    def start(self) -> list[int]:
        """The domains before any reasoning across rows."""
        return [line.everything for line in self.lines]

    def free(self, number: int, row: int) -> bool:
        """Is nothing known of this row, so that no sum may count on it?"""
        var = self.at.get((number, row))
        return (number, row) in self.unclear or (var is not None and self.lines[var].options is None)

    def sound(self, number: int, row: int) -> bool:
        """May sums count on this row?  Not where its own sums do not close."""
        var = self.at.get((number, row))
        return not self.free(number, row) and (var is None or not self.lines[var].broken)

    def equation(self, terms: Sequence[Term], tag: object) -> Equation:
        """The terms add up to nothing."""
        return Equation(tuple(terms), 0, gcd(*(g[0] for term in terms for g in term.groups)) or 1, tag)

    def settled(self, ref: Ref, domains: Sequence[int]) -> int | None:
        """The figure of a cell (blank is 0) where all remaining placements agree on it, else None."""
        number, row, column = ref
        if self.free(number, row):
            return None
        var = self.at.get((number, row))
        if var is None:
            return 0
        if self.lines[var].broken and not self.lines[var].given:
            return None
        line, domain = self.lines[var], domains[var]
        seen: int | None = None
        rest = domain
        for figure, mask in line.at.get(column, ()):
            if mask & domain:
                value = line.figures.values[figure] or 0
                if seen is not None and seen != value:
                    return None
                seen = value
                rest &= ~mask
        if seen is None:
            return 0
        return seen if not rest or seen == 0 else None

    def term(self, var: int, columns: Iterable[tuple[int, int]], always: bool = False) -> Term | None:
        """What a row adds to an equation: ``columns`` are (position, factor).

        Sums are doubled and every filled cell may be off by half a unit of the last place; ``always`` counts
        the row as one rounded figure even where its cell is blank (a sum that was not printed).  None where
        the row adds nothing whatever its placement.
        """
        line = self.lines[var]
        quantum = line.figures.quantum
        sums: dict[int, tuple[int, int]] = {}
        groups: dict[tuple[int, int], int] = {}
        parts = [(factor, item) for column, factor in columns for item in line.at.get(column, ())]
        if len(parts) <= 1 or len({column for column, _ in columns}) == 1:
            rest = line.everything
            for factor, (figure, mask) in parts:
                value = line.figures.values[figure]
                key = (0, 0) if value is None else (2 * factor * value, quantum)
                groups[key] = groups.get(key, 0) | mask
                rest &= ~mask
            if rest:
                groups[0, 0] = groups.get((0, 0), 0) | rest
        else:
            for factor, (figure, mask) in parts:
                value = line.figures.values[figure]
                while value is not None and mask:
                    bit = mask & -mask
                    mask &= ~bit
                    total, slack = sums.get(bit, (0, 0))
                    sums[bit] = (total + 2 * factor * value, slack + quantum)
            for bit in (1 << number for number in range(len(line.options or ()))):
                key = sums.get(bit, (0, 0))
                groups[key] = groups.get(key, 0) | bit
        if always:
            lifted: dict[tuple[int, int], int] = {}
            for (total, _), mask in groups.items():
                lifted[total, quantum] = lifted.get((total, quantum), 0) | mask
            groups = lifted
        if groups.keys() <= {(0, 0)}:
            return None
        return Term(var, tuple((total, slack, mask) for (total, slack), mask in sorted(groups.items())))


def _options(figures: RowFigures, shape: Shape) -> tuple[tuple[Placement, ...] | None, bool]:
    """(placements, broken) of one row; no placements where there are more figures than columns."""
    if figures.columns is not None or len(figures.values) == len(figures.allowed):
        columns = figures.columns if figures.columns is not None else figures.allowed
        if len(columns) != len(figures.values):
            return (), True
        cells = dict(zip(columns, figures.values, strict=True))
        whole = [cells.get(column) for column in shape.columns]
        return (columns,), not closed(whole, shape, figures.quantum)
    if len(figures.values) > len(figures.allowed):
        return (), True
    found = placements(figures.values, shape, figures.quantum)
    if found != ():
        return found, False
    return any_order(len(figures.values), shape), True
