"""The tables of one document back as model values, in one pass over each table of the library.

In: a function that runs a SELECT, and the document's id.  Out: model.Table with columns, rows, figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from askbudget.model import DIMENSIONS, Amount, Column, Dims, Line, Problem, Row, Table
from askbudget.store.compact import ints, mapping, strings
from askbudget.store.schema import SPAN

Select = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]

_DIMS = ", ".join(DIMENSIONS)
_INSIDE = "WHERE id BETWEEN ? AND ? ORDER BY id"


def read_tables(select: Select, document: int) -> tuple[Table, ...]:
    """The tables in printed order."""
    columns, rows = _columns(select, document), _rows(select, document)
    amounts = _amounts(select, document)
    problems: dict[int, list[Problem]] = defaultdict(list)
    for problem, table in read_problems(select, document):
        if table is not None:
            problems[table].append(problem)
    fields = f"id, number, title, kind, money_unit, pages, line, empty, notes, {_DIMS}"
    return tuple(
        Table(
            number, title, kind, unit, _dims(members), ints(pages), line, tuple(columns[key]),
            tuple(rows[key]), tuple(amounts[key]), empty == 1, tuple(map(_note, strings(notes))),
            tuple(problems[key]),
        )
        for key, number, title, kind, unit, pages, line, empty, notes, *members in select(
            f"SELECT {fields} FROM budget_tables {_INSIDE}", _range(document)
        )
    )  # fmt: skip


def read_problems(select: Select, document: int) -> list[tuple[Problem, int | None]]:
    """(problem, id of the table it belongs to or None) in the order they were found."""
    fields = "table_id, code, message, severity, table_name, page, line"
    found = select(f"SELECT {fields} FROM problems {_INSIDE}", _range(document))
    return [(Problem(*rest), table) for table, *rest in found]


def _columns(select: Select, document: int) -> dict[int, list[Column]]:
    found: dict[int, list[Column]] = defaultdict(list)
    fields = f"table_id, position, path, parent, of_which, side, {_DIMS}"
    for table, position, path, parent, of_which, side, *members in select(
        f"SELECT {fields} FROM columns {_INSIDE}", _range(document)
    ):
        found[table].append(Column(position, strings(path), _dims(members), parent, of_which == 1, side))
    return found


def _rows(select: Select, document: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    fields = "table_id, position, label, code, level, parent, leaf, page, line, side, of_which, keys"
    for record in select(f"SELECT {fields}, {_DIMS} FROM rows {_INSIDE}", _range(document)):
        table, position, label, code, level, parent, leaf, page, line, side, of_which, keys, *members = record
        found[table].append(
            Row(
                position, label, code, _dims(members), level, parent, leaf == 1, page, line, side,
                of_which == 1, mapping(keys),
            )
        )  # fmt: skip
    return found


def _amounts(select: Select, document: int) -> dict[int, list[Amount]]:
    found: dict[int, list[Amount]] = defaultdict(list)
    for table, row, column, fen, printed, basis, page, line, candidates in select(
        "SELECT a.table_id, r.position, c.position, a.fen, a.printed, a.basis, a.page, a.line, a.candidates"
        " FROM amounts a JOIN rows r ON r.id = a.row_id JOIN columns c ON c.id = a.column_id"
        " WHERE a.id BETWEEN ? AND ? ORDER BY a.id",
        _range(document),
    ):
        found[table].append(Amount(row, column, fen, printed, basis, page, line, ints(candidates)))
    return found


def _range(document: int) -> tuple[int, int]:
    return (document, document + SPAN - 1)


def _dims(members: Sequence[str | None]) -> Dims:
    return {name: member for name, member in zip(DIMENSIONS, members, strict=True) if member is not None}


def _note(note: str) -> Line:
    number, _, text = note.partition(" ")
    return Line(int(number), text)
