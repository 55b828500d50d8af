"""A finished table in, every sum in it that does not close out.

A row's sum column against its parts, a sum row against the rows under it, 其中 against its whole.  A printed sum of
n rounded figures may be off by (n+1)/2 units of the last place; figures whose column is open take no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from askbudget.load.draft import Draft
from askbudget.model import Amount, Problem, Row
from askbudget.money import pretty
from askbudget.records import dataclass


@dataclass(frozen=True, slots=True)
class _Figures:
    """The sure figures of a table by (row, column), and the cells that stay open."""

    sure: Mapping[tuple[int, int], Amount]
    open: frozenset[tuple[int, int]]

    def value(self, row: int, column: int) -> int | None:
        amount = self.sure.get((row, column))
        return amount.value if amount is not None else None


def check_sums(draft: Draft, amounts: Sequence[Amount]) -> tuple[Problem, ...]:
    """One problem (code ``sum``) for each sum that does not close, with its line and both figures."""
    if draft.unit is None or not amounts:
        return ()
    figures = _Figures(
        {(a.row, a.column): a for a in amounts if a.basis != "ambiguous"},
        frozenset((a.row, column) for a in amounts for column in a.candidates),
    )
    quanta = {figure.row: figure.quantum for figure in draft.figures}
    return (
        *_across(draft, figures, quanta),
        *_down(draft, figures, quanta),
        *_within(draft, figures),
    )


def _across(draft: Draft, figures: _Figures, quanta: Mapping[int, int]) -> Iterator[Problem]:
    """Sum columns against their parts, row by row."""
    parts: dict[int, list[int]] = {}
    inside: list[tuple[int, int]] = []
    for column in draft.columns:
        if column.parent is not None and not column.of_which:
            parts.setdefault(column.parent, []).append(column.position)
        elif column.parent is not None:
            inside.append((column.parent, column.position))
    for row in draft.rows:
        quantum = quanta.get(row.position)
        if quantum is None:
            continue
        for whole, below in parts.items():
            stated = figures.value(row.position, whole)
            if stated is None or any((row.position, each) in figures.open for each in (whole, *below)):
                continue
            values = [value for each in below if (value := figures.value(row.position, each)) is not None]
            if _differs(stated, values, quantum):
                yield _problem(draft, row, whole, stated, sum(values), f"其下{len(below)}列之和")
        for whole, part in inside:
            stated, value = figures.value(row.position, whole), figures.value(row.position, part)
            if stated is not None and value is not None and value > stated >= 0:
                yield _problem(draft, row, whole, stated, value, "其中的一部分")


def _down(draft: Draft, figures: _Figures, quanta: Mapping[int, int]) -> Iterator[Problem]:
    """Sum rows against the rows under them, column by column."""
    sides = {row.position: row.side for row in draft.rows}
    below: dict[int, list[int]] = {}
    for row in draft.rows:
        if row.parent is not None and not row.of_which and sides[row.parent] == row.side:
            below.setdefault(row.parent, []).append(row.position)
    for parent in below:
        quantum = quanta.get(parent)
        if quantum is None:
            continue
        rows = _printed(parent, below, quanta)
        for column in draft.columns:
            cells = [(row, column.position) for row in (parent, *rows)]
            if column.side != sides[parent] or any(cell in figures.open for cell in cells):
                continue
            stated = figures.value(*cells[0])
            values = [value for cell in cells[1:] if (value := figures.value(*cell)) is not None]
            if _differs(stated or 0, values, quantum):
                row = draft.rows[parent]
                yield _problem(draft, row, column.position, stated, sum(values), f"其下{len(rows)}行之和")


def _within(draft: Draft, figures: _Figures) -> Iterator[Problem]:
    """其中 rows against the row they are a part of, column by column."""
    for row in draft.rows:
        if not row.of_which or row.parent is None or draft.rows[row.parent].side != row.side:
            continue
        for column in draft.columns:
            stated = figures.value(row.parent, column.position)
            value = figures.value(row.position, column.position)
            if stated is not None and value is not None and value > stated >= 0:
                above = draft.rows[row.parent]
                yield _problem(draft, above, column.position, stated, value, f"第{row.line}行“{row.label}”")


def _printed(parent: int, below: Mapping[int, Sequence[int]], quanta: Mapping[int, int]) -> list[int]:
    """The rows directly under one that have figures; those under a heading stand for it."""
    found: list[int] = []
    for row in below.get(parent, ()):
        found += [row] if row in quanta else _printed(row, below, quanta)
    return found


def _differs(stated: int, values: Sequence[int], quantum: int) -> bool:
    return 2 * abs(stated - sum(values)) > (len(values) + 1) * quantum


def _problem(draft: Draft, row: Row, column: int, stated: int | None, total: int, what: str) -> Problem:
    name, unit = draft.number or draft.title, draft.unit or "元"
    label = row.label or row.code or "合计"
    path = "/".join(draft.columns[column].path)
    shown = f"{pretty(stated, unit)}{unit}" if stated is not None else "空白"
    gap = f"，相差{pretty(abs(stated - total), unit)}{unit}" if stated is not None else ""
    return Problem(
        "sum", f"{name}第{row.line}行“{label}”的“{path}”为{shown}，{what}为{pretty(total, unit)}{unit}{gap}。",
        "error", name, row.page, row.line,
    )  # fmt: skip
