"""Which row a contradiction may come from.

In go a row and the rows that should add up to it, whose sums contradict one another; out come the rows in
which one wrong or lost figure would explain it.  The placement such a row seems to have proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askbudget.load.solve import Equation, Network, Term
from askbudget.load.solve_cells import Cells
from askbudget.load.solve_row import Placement, Shape, placements, without

ANYTHING = 1 << 200
"""The slack of a sum that a misprinted figure takes part in."""
EFFORT = 2_000
"""Families of more rows × columns than this are not examined."""
WORK = 20_000


def suspects(cells: Cells, equations: Sequence[Equation], domains: Sequence[int]) -> Iterator[int]:
    """The variables whose row explains the contradiction of ``equations`` by one wrong or lost figure.

    The tags of the equations are (draft, parent, column).
    """
    rows = sorted({term.var for equation in equations for term in equation.terms})
    if len(rows) * len(equations) > EFFORT:
        return
    for var in rows:
        if not cells.lines[var].given and _explains(cells, equations, domains, var):
            yield var


def _explains(cells: Cells, equations: Sequence[Equation], domains: Sequence[int], var: int) -> bool:
    """Can the sums hold if one figure of this row is wrong or lost?"""
    options = _misprints(cells, var)
    if options is None:
        return True
    if not options:
        return False
    relaxed = [_relaxed(cells, equation, var, options) for equation in equations]
    trial = list(domains)
    trial[var] = (1 << len(options)) - 1
    return Network(relaxed, WORK).propagate(trial) is None


def _misprints(cells: Cells, var: int) -> list[tuple[Placement, int]] | None:
    """(placement, column) that close the row but for the sums of that column; None if they are too many.

    The column may hold a wrong figure, or have lost its figure.
    """
    line = cells.lines[var]
    found: list[tuple[Placement, int]] = []
    known: dict[Shape, tuple[Placement, ...] | None] = {}
    for column in line.shape.columns:
        shape = without(line.shape, column)
        if shape not in known:
            known[shape] = placements(line.figures.values, shape, line.figures.quantum)
        some = known[shape]
        if some is None:
            return None
        found += [(placement, column) for placement in some]
    return found


def _relaxed(
    cells: Cells, equation: Equation, var: int, options: Sequence[tuple[Placement, int]]
) -> Equation:
    """The equation with the row's part by its misprint options."""
    _, parent, column = equation.tag if isinstance(equation.tag, tuple) else (0, 0, 0)
    figures = cells.lines[var].figures
    factor, least = (-2, figures.quantum) if figures.row == parent else (2, 0)
    groups: dict[tuple[int, int], int] = {}
    for number, (placement, wrong) in enumerate(options):
        total, slack = 0, least
        if column == wrong:
            slack = ANYTHING
        elif column in placement:
            value = figures.values[placement.index(column)]
            if value is not None:
                total, slack = factor * value, figures.quantum
        groups[total, slack] = groups.get((total, slack), 0) | 1 << number
    own = Term(var, tuple((total, slack, mask) for (total, slack), mask in sorted(groups.items())))
    terms = (*(term for term in equation.terms if term.var != var), own)
    return cells.equation(terms, equation.tag)
