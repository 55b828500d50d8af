"""A table whose rows and columns are understood but whose figures may not yet have a column.

Made by tables/columns/rows, finished by recover: it never leaves load/.
"""

from __future__ import annotations

from askbudget.model import Column, Dims, Fen, Line, Problem, Row
from askbudget.records import dataclass


@dataclass(frozen=True, slots=True)
class RowFigures:
    """The figures of one row in printed order.

    ``values`` are 分 (``None``: printed but no number, such as ``—``); ``lines`` where each stands.
    ``allowed`` are the column positions this row can fill (its side), in order.
    ``columns`` is the position of each figure where the file says it, else ``None``: to be recovered.
    ``quantum`` is one unit of the last printed place in 分 (0.01 万元 = 10_000).
    """

    row: int
    page: int
    printed: tuple[str, ...]
    values: tuple[Fen | None, ...]
    lines: tuple[int, ...]
    allowed: tuple[int, ...]
    columns: tuple[int, ...] | None
    quantum: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A Table before its figures are placed; the fields are those of ``model.Table``."""

    number: str
    title: str
    kind: str
    unit: str | None
    scope: Dims
    pages: tuple[int, ...]
    line: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    figures: tuple[RowFigures, ...]
    empty: bool = False
    notes: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
