"""Drafts typed by hand, for tests of column recovery: a tree of columns, rows as (level, label, dims, figures)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from askbudget.load.draft import Draft, RowFigures
from askbudget.model import Column, Row

QUANTUM = 10_000
Tree = tuple[str, Mapping[str, str], Sequence["Tree"]]
"""(name, dims, columns below); a name with 其中 in front is an of_which column."""


def columns_of(trees: Sequence[Tree], side: str | None = None, first: int = 0) -> list[Column]:
    """The columns of a header tree, each above the ones below it."""
    found: list[Column] = []

    def add(tree: Tree, path: tuple[str, ...], parent: int | None) -> None:
        name, dims, below = tree
        position = first + len(found)
        found.append(Column(position, (*path, name), dims, parent, name.startswith("其中"), side))
        for each in below:
            add(each, (*path, name), position)

    for tree in trees:
        add(tree, (), None)
    return found


def fen(printed: str) -> int | None:
    """万元 as printed → 分; a dash is no number."""
    return None if printed in ("—", "-") else int(Decimal(printed.replace(",", "")) * 1_000_000)


def draft(
    number: str,
    kind: str,
    scope: Mapping[str, str],
    columns: Sequence[Column],
    rows: Sequence[tuple[int, str, Mapping[str, str], str]],
    *,
    side: str | None = None,
    first: int = 0,
    line: int = 1,
) -> Draft:
    """A draft of one side.  A row's parent is the nearest row above it of a lower level; 其中 marks of_which."""
    stack: list[tuple[int, int]] = []
    made: list[Row] = []
    figures: list[RowFigures] = []
    allowed = tuple(column.position for column in columns)
    for index, (level, label, dims, printed) in enumerate(rows):
        position = first + index
        while stack and stack[-1][0] >= level:
            stack.pop()
        parent = stack[-1][1] if stack else None
        stack.append((level, position))
        leaf = index + 1 == len(rows) or rows[index + 1][0] <= level
        made.append(
            Row(
                position,
                label,
                "",
                dims,
                level,
                parent,
                leaf,
                1,
                line + index,
                side,
                label.startswith("其中"),
            )
        )
        texts = tuple(printed.split())
        if texts:
            values = tuple(fen(text) for text in texts)
            lines = (line + index,) * len(texts)
            figures.append(RowFigures(position, 1, texts, values, lines, allowed, None, QUANTUM))
    return Draft(number, number, kind, "万元", scope, (1,), line, tuple(columns), tuple(made), tuple(figures))


def beside(left: Draft, right: Draft) -> Draft:
    """Two sides of one table; ``right`` was made with first= after ``left``'s columns and rows."""
    return Draft(
        left.number, left.title, left.kind, left.unit, left.scope, left.pages, left.line,
        left.columns + right.columns, left.rows + right.rows, left.figures + right.figures,
    )  # fmt: skip
