"""Figures without columns → figures in columns.

In go drafts whose rows know their figures and the order of them; out comes an Amount for every figure, its
column printed, inferred or ambiguous, and the sums that do not close.  A column is called inferred only
where order, the sums of rows and of columns and the other tables leave no other; in doubt it stays
ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askbudget.load.draft import Draft
from askbudget.load.solve_cells import Cells, Line
from askbudget.load.solve_document import Solver
from askbudget.load.solve_region import Members
from askbudget.load.solve_report import doubt_problems, row_problems, unfinished_problems
from askbudget.model import Amount, Basis, Problem
from askbudget.records import dataclass

DOUBTFUL = 4
"""Where more than one row in this many (and more than two) close in no placement, the columns are misread."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What ``place`` returns: the amounts of each draft, in the order of the drafts, and what did not fit."""

    amounts: tuple[tuple[Amount, ...], ...]
    problems: tuple[Problem, ...]


def place(drafts: Sequence[Draft], members: Members | None = None) -> Placed:
    """Give every figure its column.

    Every figure becomes one Amount, except those of a row with more figures than columns: these are named in
    a problem ``unplaced``.  ``members`` knows which member of a dimension contains which (default: the
    lexicon). Nothing is raised.  The order of the drafts changes nothing but the order of ``amounts``.
    """
    if members is None:
        from askbudget.lexicon import load_lexicon

        members = load_lexicon()
    order = sorted(range(len(drafts)), key=lambda number: _identity(drafts[number]))
    cells = Cells([drafts[number] for number in order])
    problems = [problem for rank in range(len(order)) for problem in row_problems(cells, rank)]
    for rank in range(len(order)):
        _distrust(cells, rank)
    solver = Solver(cells, members)
    domains = solver.solve()
    problems += doubt_problems(cells.drafts, solver.doubts)
    found: dict[int, list[Amount]] = {number: [] for number in order}
    for line, domain in zip(cells.lines, domains, strict=True):
        found[order[line.draft]] += _amounts(line, domain)
    amounts = tuple(tuple(found[number]) for number in range(len(drafts)))
    if solver.unfinished:
        problems += unfinished_problems(sum(a.basis == "ambiguous" for each in amounts for a in each))
    return Placed(amounts, tuple(sorted(dict.fromkeys(problems), key=_position)))


def _identity(draft: Draft) -> tuple[object, ...]:
    """A sort key that does not depend on where the draft stands in the list."""
    return draft.number, draft.title, draft.pages, draft.line, [(f.row, f.printed) for f in draft.figures]


def _position(problem: Problem) -> tuple[object, ...]:
    return problem.page or 0, problem.line or 0, problem.table or "", problem.code, problem.message


def _distrust(cells: Cells, draft: int) -> None:
    """Where many rows of a table do not close, believe no row's sums: what closes may do so by chance."""
    free = [var for var, line in enumerate(cells.lines) if line.draft == draft and not line.given]
    broken = sum(cells.lines[var].broken for var in free)
    if broken > 2 and broken * DOUBTFUL > len(free):
        for var in free:
            cells.forget(var)


def _amounts(line: Line, domain: int) -> Iterator[Amount]:
    """The figures of one row with the columns that remain."""
    figures = line.figures
    spare = len(figures.allowed) - len(figures.values)
    if line.options is not None and not line.options:
        return
    for index, value in enumerate(figures.values):
        if line.options is None:
            columns = figures.allowed[index : index + spare + 1]
        else:
            columns = tuple(sorted({o[index] for n, o in enumerate(line.options) if domain >> n & 1}))
        basis: Basis = "printed" if line.given else "inferred" if len(columns) == 1 else "ambiguous"
        candidates = columns if basis == "ambiguous" else ()
        yield Amount(
            figures.row, columns[0], value, figures.printed[index], basis, figures.page, figures.lines[index],
            candidates,
        )  # fmt: skip
